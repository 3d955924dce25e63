import Basics
import Frameworks
import Sheets

/// How far a rated sheet is from the next better grade, in changes that people understand.
package enum Distance {
  /// One kind of change, as small as it can be, that reaches a better grade.
  package struct Step: Sendable, Hashable {
    /// What the sheet would say in place of the entries of the same kind and code.
    package let changed: [Entry]
    /// The grade that it reaches, before any quota.
    package let reaches: Framework.Grade
    package let words: Phrase

    /// The sheet with the change on it.
    package func applying(to entries: [Entry]) -> [Entry] {
      let replaced = Dictionary(
        changed.map { (EntryName($0), $0) }, uniquingKeysWith: { first, _ in first })
      return entries.map { replaced[EntryName($0)] ?? $0 }
    }
  }

  /// The changes that reach a better grade, each by itself, the cheapest first.
  ///
  /// Cheap is what touches few entries, then what adds few points. Each kind of change is tried
  /// with as few entries as do, the most telling first; all that it says was tried on the rules.
  ///
  /// - Parameters:
  ///   - entries: of a sheet that is rated.
  ///   - framework: the rules.
  ///   - unitResults: the factor d to use where the sheet does not state it.
  /// - Returns: empty where no single kind of change does it, where the grade is the best already,
  ///   and for a sheet that is not rated.
  package static func toNextGrade(
    _ entries: [Entry], by framework: Framework, unitResults: UnitResults
  ) -> [Step] {
    guard let trial = Trial(entries, framework, unitResults) else { return [] }
    let found = Change.allCases.compactMap { trial.smallest($0) } + [trial.criteria()]
    return found.compactMap { $0 }.sorted { left, right in
      if left.step.changed.count != right.step.changed.count {
        return left.step.changed.count < right.step.changed.count
      }
      return left.total < right.total
    }.map(\.step)
  }

  /// What to tell the person: points missing, and the changes, or that there is none.
  package static func words(
    _ entries: [Entry], by framework: Framework, unitResults: UnitResults
  ) -> [Phrase] {
    guard let trial = Trial(entries, framework, unitResults) else { return [] }
    let next = trial.next.rawValue
    var lines: [Phrase] = []
    if let missing = trial.pointsMissing {
      lines.append(
        Phrase(
          vi: "Còn thiếu \(missing) điểm để tới mức \(next)",
          en: "\(missing) points are missing for grade \(next)"))
    }
    let steps = toNextGrade(entries, by: framework, unitResults: unitResults)
    lines += steps.map(\.words)
    if steps.isEmpty {
      lines.append(
        Phrase(
          vi: "Không có thay đổi đơn lẻ nào đưa lên mức \(next)",
          en: "No single change reaches grade \(next)"))
    }
    return lines
  }
}

/// Kinds of change that go entry by entry.
private enum Change: CaseIterable {
  case onTime, flawless, completed, exceeded, indicator, keyResult, factor

  /// The entry after the change; `nil` where there is nothing to change about it.
  func applied(to entry: Entry) -> Entry? {
    var changed = entry
    switch self {
    case .onTime: changed.delays = .zero
    case .flawless: changed.qualityFailures = .zero
    case .completed:
      guard let target = entry.target, let actual = entry.actual, actual < target else {
        return nil
      }
      changed.actual = target
    case .exceeded:
      guard let target = entry.target, let actual = entry.actual, actual <= target,
        let more = Quantity(tenThousandths: target.tenThousandths + 10_000)
      else { return nil }
      changed.actual = more
    case .indicator, .keyResult: changed.actual = entry.target
    case .factor: changed.points = Quantity(tenThousandths: 10_000)
    }
    guard entry.kind == kind, changed != entry, self != .factor || entry.points != nil else {
      return nil
    }
    return changed
  }

  private var kind: Entry.Kind {
    switch self {
    case .onTime, .flawless, .completed, .exceeded: .work
    case .indicator: .kpi
    case .keyResult: .keyResult
    case .factor: .factor
    }
  }

  func words(_ count: Int, _ codes: String, _ grade: String) -> Phrase {
    switch self {
    case .onTime:
      Phrase(
        vi: "\(count) công việc trễ hạn ít hơn là lên mức \(grade): \(codes)",
        en: "\(count) fewer late: grade \(grade): \(codes)")
    case .flawless:
      Phrase(
        vi: "\(count) công việc đạt chất lượng ngay lần đầu là lên mức \(grade): \(codes)",
        en: "\(count) without a quality failure: grade \(grade): \(codes)")
    case .completed:
      Phrase(
        vi: "\(count) công việc làm đủ số được giao là lên mức \(grade): \(codes)",
        en: "\(count) completed as assigned: grade \(grade): \(codes)")
    case .exceeded:
      Phrase(
        vi: "\(count) công việc vượt số được giao là lên mức \(grade): \(codes)",
        en: "\(count) beyond what was assigned: grade \(grade): \(codes)")
    case .indicator:
      Phrase(
        vi: "\(count) chỉ số đạt đích là lên mức \(grade): \(codes)",
        en: "\(count) indicators at their targets: grade \(grade): \(codes)")
    case .keyResult:
      Phrase(
        vi: "\(count) kết quả then chốt đạt đích là lên mức \(grade): \(codes)",
        en: "\(count) key results at their targets: grade \(grade): \(codes)")
    case .factor:
      Phrase(
        vi: "\(count) hệ số lên 1 là lên mức \(grade): \(codes)",
        en: "\(count) factors at 1: grade \(grade): \(codes)")
    }
  }
}

/// A sheet on which changes are tried.
private struct Trial {
  let entries: [Entry]
  let framework: Framework
  let unitResults: UnitResults
  let rating: Rating
  /// The next better grade.
  let next: Framework.Grade

  typealias Found = (step: Distance.Step, total: Fraction)

  init?(_ entries: [Entry], _ framework: Framework, _ unitResults: UnitResults) {
    let score = Score.of(entries, by: framework, isDecided: true, unitResults: unitResults)
    guard let rating = score.rating,
      let next = Framework.Grade.allCases.reversed().first(where: { $0 > rating.grade })
    else { return nil }
    self.entries = entries
    self.framework = framework
    self.unitResults = unitResults
    self.rating = rating
    self.next = next
  }

  /// Points up to the next grade; `nil` where points are not what is missing.
  var pointsMissing: Points? {
    guard let from = framework.bands.last(where: { $0.grade >= next })?.from,
      from > rating.total
    else { return nil }
    return Points(hundredths: from.hundredths - rating.total.hundredths)
  }

  private func rating(with changed: [Entry]) -> Rating? {
    let step = Distance.Step(changed: changed, reaches: next, words: Phrase(vi: "", en: ""))
    return Score.of(
      step.applying(to: entries), by: framework, isDecided: true, unitResults: unitResults
    ).rating
  }

  /// The change made to as few entries as reach a better grade.
  func smallest(_ change: Change) -> Found? {
    let possible = entries.compactMap { change.applied(to: $0) }
    guard !possible.isEmpty else { return nil }
    let gains = possible.map { ($0, rating(with: [$0])?.exactTotal ?? Fraction(0)) }
    let byGain = gains.sorted { left, right in
      left.1 == right.1 ? left.0.code < right.0.code : left.1 > right.1
    }.map(\.0)
    // Gates look at how much of each was done, so what lags most is tried first as well.
    let byLag = byGain.sorted { left, right in
      let (one, other) = (portionDone(left), portionDone(right))
      return one == other ? left.code < right.code : one < other
    }
    let orders = [byGain, byLag].compactMap { shortest($0, change) }
    return orders.min { $0.step.changed.count < $1.step.changed.count }
  }

  private func portionDone(_ changed: Entry) -> Fraction {
    guard let entry = entries.first(where: { $0.kind == changed.kind && $0.code == changed.code }),
      let actual = entry.actual, let target = entry.target
    else { return Fraction(1) }
    return Fraction(actual.tenThousandths, over: target.tenThousandths) ?? Fraction(1)
  }

  private func shortest(_ ordered: [Entry], _ change: Change) -> Found? {
    for count in 1...ordered.count {
      let changed = Array(ordered.prefix(count))
      guard let rating = rating(with: changed), rating.grade > self.rating.grade else { continue }
      let codes = changed.map(\.code).sorted().joined(separator: ", ")
      let words = change.words(count, codes, rating.grade.rawValue)
      return (
        Distance.Step(changed: changed, reaches: rating.grade, words: words), rating.exactTotal
      )
    }
    return nil
  }

  /// The points that are missing, put on as few criteria as have room for them.
  func criteria() -> Found? {
    guard let missing = pointsMissing else { return nil }
    var left = missing.hundredths * 100
    var changed: [Entry] = []
    for (entry, room) in roomOnCriteria() where left > 0 {
      var raised = entry
      let more = min(left, room)
      raised.points = Quantity(tenThousandths: (entry.points?.tenThousandths ?? 0) + more)
      changed.append(raised)
      left -= more
    }
    guard left == 0, let rating = rating(with: changed), rating.grade > self.rating.grade else {
      return nil
    }
    let codes = changed.map { "\($0.code) \($0.points?.description ?? "")" }.joined(separator: ", ")
    let grade = rating.grade.rawValue
    let words = Phrase(
      vi: "thêm \(missing) điểm tiêu chí là lên mức \(grade): \(codes)",
      en: "\(missing) more points for criteria: grade \(grade): \(codes)")
    return (
      Distance.Step(changed: changed, reaches: rating.grade, words: words), rating.exactTotal
    )
  }

  /// Criteria below their maxima with what is left on them, the most room first.
  private func roomOnCriteria() -> [(Entry, Int64)] {
    var room: [(Entry, Int64)] = []
    for section in framework.sections {
      guard case .criteria(let criteria) = section.family else { continue }
      for criterion in criteria {
        guard
          let entry = entries.first(where: {
            $0.kind == .criterion && $0.code == criterion.code.text
          }), let points = entry.points
        else { continue }
        let left = criterion.maximum.hundredths * 100 - points.tenThousandths
        if left > 0 { room.append((entry, left)) }
      }
    }
    return room.sorted { $0.1 == $1.1 ? $0.0.code < $1.0.code : $0.1 > $1.1 }
  }
}
