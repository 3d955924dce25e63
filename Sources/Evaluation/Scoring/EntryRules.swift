import Basics
import Frameworks
import Sheets

/// Why an entry cannot stand on a sheet.
package struct EntryFlaw: Sendable, Hashable {
  /// Place of the entry among those that were looked at.
  package let index: Int
  /// The column of `sheets.csv`, such as `weight`.
  package let field: String
  /// What stands there; empty where something is missing.
  package let value: String
  package let reason: Phrase
}

/// What a sheet has once: a kind and a code.
struct EntryName: Hashable {
  let kind: Entry.Kind
  let code: String

  init(_ entry: Entry) { (kind, code) = (entry.kind, entry.code) }
}

/// Which entries a framework takes: `scoring.md` §2.
///
/// Made once for a framework, and asked for each line of a file of millions.
package struct EntryRules: Sendable {
  /// Criteria of all sections with their maxima, in ten-thousandths; nearly always a handful.
  private let criteria: [(code: String, maximum: Int64)]
  private let readsCriteria: Bool
  private let readsFactors: Bool
  private let readsWork: Bool
  private let readsIndicators: Bool
  private let readsKeyResults: Bool
  /// The objectives that the framework weighs; empty: any.
  private let objectives: Set<String>

  package init(_ framework: Framework) {
    var criteria: [(code: String, maximum: Int64)] = []
    var (factors, work, indicators, keyResults) = (false, false, false, false)
    var objectives: Set<String> = []
    for section in framework.sections {
      switch section.family {
      case .criteria(let list):
        criteria += list.map { ($0.code.text, $0.maximum.hundredths * 100) }
      case .work(let rule):
        work = true
        factors = factors || rule.withFactors
      case .kpi: indicators = true
      case .okr(let weights):
        keyResults = true
        objectives.formUnion(weights.filter { $0.value > ExactDecimal(0) }.map(\.key.text))
      }
    }
    self.criteria = criteria
    readsCriteria = !criteria.isEmpty
    (readsFactors, readsWork) = (factors, work)
    (readsIndicators, readsKeyResults) = (indicators, keyResults)
    self.objectives = objectives
  }

  /// What is wrong with the entries of one sheet, in their order; the same kind and code twice
  /// counts against the later one.
  package static func flaws(of entries: [Entry], by framework: Framework) -> [EntryFlaw] {
    let rules = EntryRules(framework)
    var seen: Set<EntryName> = []
    return entries.enumerated().compactMap { index, entry in
      if let flaw = rules.flaw(of: entry, index: index) { return flaw }
      guard !seen.insert(EntryName(entry)).inserted else { return nil }
      return EntryFlaw(
        index: index, field: "code", value: entry.code,
        reason: Phrase(
          vi: "loại và mã này đã có trên phiếu",
          en: "this kind and code stand on the sheet already"))
    }
  }

  /// The first thing that is wrong with an entry by itself.
  ///
  /// Whether its kind and code stand twice on a sheet is for the caller to see.
  ///
  /// - Parameters:
  ///   - entry: one entry.
  ///   - index: what the flaw gives as its place.
  /// - Returns: `nil` where the entry can stand.
  package func flaw(of entry: Entry, index: Int = 0) -> EntryFlaw? {
    guard let problem = problem(of: entry) else { return nil }
    return EntryFlaw(
      index: index, field: problem.field.rawValue, value: problem.field.value(of: entry),
      reason: problem.reason)
  }

  /// The columns that a flaw may name.
  fileprivate enum Field: String, CaseIterable {
    case entry, code, group, weight, target, actual, direction, baseline
    case qualityFailures = "quality_failures"
    case delays, points
    case selfPoints = "self_points"
  }

  private typealias Problem = (field: Field, reason: Phrase)

  private func problem(of entry: Entry) -> Problem? {
    guard Code(entry.code) != nil else { return (.code, Reasons.code) }
    if let problem = unreadKind(entry) ?? entry.unusedField { return problem }
    switch entry.kind {
    case .criterion: return criterionProblem(entry)
    case .work: return entry.amountProblem
    case .kpi:
      return entry.amountProblem ?? (entry.direction == nil ? (.direction, Reasons.missing) : nil)
    case .keyResult: return keyResultProblem(entry)
    case .factor: return factorProblem(entry)
    case .event: return nil
    }
  }

  /// Entry kinds that no section reads are refused; events are read by gates and statuses.
  private func unreadKind(_ entry: Entry) -> Problem? {
    let isRead =
      switch entry.kind {
      case .criterion: readsCriteria
      case .work: readsWork
      case .kpi: readsIndicators
      case .keyResult: readsKeyResults
      case .factor: readsFactors
      case .event: true
      }
    return isRead ? nil : (.entry, Reasons.unread)
  }

  private func criterionProblem(_ entry: Entry) -> Problem? {
    guard let maximum = criteria.first(where: { $0.code == entry.code })?.maximum else {
      let known = criteria.map(\.code).joined(separator: ", ")
      return (.code, Reasons.unknown(known))
    }
    if let problem = entry.scaleProblem { return problem }
    let limit = Points(hundredths: maximum / 100)
    if let points = entry.points, points.tenThousandths > maximum {
      return (.points, Reasons.over(limit))
    }
    if let points = entry.selfPoints, points.tenThousandths > maximum {
      return (.selfPoints, Reasons.over(limit))
    }
    return nil
  }

  private func keyResultProblem(_ entry: Entry) -> Problem? {
    guard let group = entry.group, !group.isEmpty else { return (.group, Reasons.missing) }
    guard Code(group) != nil else { return (.group, Reasons.code) }
    guard objectives.isEmpty || objectives.contains(group) else {
      return (.group, Reasons.unknown(objectives.sorted().joined(separator: ", ")))
    }
    guard let weight = entry.weight else { return (.weight, Reasons.missing) }
    guard weight > .zero else { return (.weight, Reasons.zero) }
    guard let baseline = entry.baseline else { return (.baseline, Reasons.missing) }
    guard let target = entry.target else { return (.target, Reasons.missing) }
    return target == baseline ? (.target, Reasons.noWay) : nil
  }

  private func factorProblem(_ entry: Entry) -> Problem? {
    guard Entry.Factor(rawValue: entry.code) != nil else {
      let known = Entry.Factor.allCases.map(\.rawValue).joined(separator: ", ")
      return (.code, Reasons.unknown(known))
    }
    let pairs: [(Field, Quantity?)] = [(.points, entry.points), (.selfPoints, entry.selfPoints)]
    for (field, points) in pairs {
      guard let points else { continue }
      if points.tenThousandths != 10_000, points.tenThousandths != 5_000 {
        return (field, Reasons.factor)
      }
    }
    return nil
  }
}

extension Entry {
  /// A weight and a target that are there and not zero.
  fileprivate var amountProblem: (field: EntryRules.Field, reason: Phrase)? {
    guard let weight else { return (.weight, Reasons.missing) }
    guard weight > .zero else { return (.weight, Reasons.zero) }
    guard let target else { return (.target, Reasons.missing) }
    return target > .zero ? nil : (.target, Reasons.zero)
  }

  /// Points with more than 2 decimals (`scoring.md` §1).
  fileprivate var scaleProblem: (field: EntryRules.Field, reason: Phrase)? {
    if let points, points.tenThousandths % 100 != 0 { return (.points, Reasons.scale) }
    if let selfPoints, selfPoints.tenThousandths % 100 != 0 { return (.selfPoints, Reasons.scale) }
    return nil
  }

  /// A field that the kind does not use and that says something all the same.
  fileprivate var unusedField: (field: EntryRules.Field, reason: Phrase)? {
    let (amounts, awarded) = (
      [.work, .kpi, .keyResult].contains(kind), [.criterion, .factor].contains(kind)
    )
    if kind != .keyResult {
      if group?.isEmpty == false { return (.group, Reasons.unused) }
      if baseline != nil { return (.baseline, Reasons.unused) }
    }
    if kind != .kpi, direction != nil { return (.direction, Reasons.unused) }
    if kind != .work {
      if qualityFailures != .zero { return (.qualityFailures, Reasons.unused) }
      if delays != .zero { return (.delays, Reasons.unused) }
    }
    if !amounts {
      if weight != nil { return (.weight, Reasons.unused) }
      if target != nil { return (.target, Reasons.unused) }
      if actual != nil { return (.actual, Reasons.unused) }
    }
    if !awarded {
      if points != nil { return (.points, Reasons.unused) }
      if selfPoints != nil { return (.selfPoints, Reasons.unused) }
    }
    return nil
  }
}

extension EntryRules.Field {
  /// What the entry has there, as files spell it.
  fileprivate func value(of entry: Entry) -> String {
    switch self {
    case .entry: entry.kind.rawValue
    case .code: entry.code
    case .group: entry.group ?? ""
    case .weight: entry.weight?.description ?? ""
    case .target: entry.target?.description ?? ""
    case .actual: entry.actual?.description ?? ""
    case .direction: entry.direction?.rawValue ?? ""
    case .baseline: entry.baseline?.description ?? ""
    case .qualityFailures: entry.qualityFailures.description
    case .delays: entry.delays.description
    case .points: entry.points?.description ?? ""
    case .selfPoints: entry.selfPoints?.description ?? ""
    }
  }
}

private enum Reasons {
  static let code = Phrase(
    vi: "mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
    en: "a code has 1 to 40 of A-Z a-z 0-9 . _ -")
  static let missing = Phrase(vi: "không được để trống", en: "must not be empty")
  static let zero = Phrase(vi: "phải lớn hơn 0", en: "has to be more than 0")
  static let unread = Phrase(
    vi: "bộ tiêu chí này không chấm loại dòng này",
    en: "no section of this framework reads entries of this kind")
  static let unused = Phrase(
    vi: "loại dòng này không dùng ô này, để trống", en: "this kind of entry leaves it empty")
  static let scale = Phrase(
    vi: "điểm có nhiều nhất 2 chữ số thập phân", en: "points have at most 2 decimals")
  static let noWay = Phrase(
    vi: "đích phải khác mức xuất phát", en: "the target has to differ from the baseline")
  static let factor = Phrase(vi: "hệ số là 1 hoặc 0.5", en: "a factor is 1 or 0.5")

  static func over(_ limit: Points) -> Phrase {
    Phrase(vi: "nhiều nhất là \(limit) điểm", en: "at most \(limit) points")
  }

  static func unknown(_ known: String) -> Phrase {
    Phrase(
      vi: "bộ tiêu chí này không có mã đó; có: \(known)",
      en: "this framework does not know the code; it knows: \(known)")
  }
}
