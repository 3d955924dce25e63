import Basics
import ConfigFile

/// Reads the sections of a framework.
extension FileReading {
  /// The families by their names in files.
  private enum FamilyName: String, CaseIterable { case criteria, abc3, abcdde6, kpi, okr }

  mutating func sections(_ part: FilePart?, form: Framework.Form?) -> [Framework.Section]? {
    guard let part, let items = list(part) else { return nil }
    let read = items.map { section($0, form: form) }
    refuseRepeated(zip(items, read).map { ($0, $1?.code) }, of: "code")
    refuseRepeated(zip(items, read).map { ($0, $1?.family.reads) })
    refuseRepeatedCriteria(items)
    let sections = read.compactMap { $0 }
    guard sections.count == items.count else { return nil }
    let sum = sections.reduce(Int64(0)) { $0 + $1.maximum.hundredths }
    if sum != 10_000 {
      let total = Points(hundredths: sum)
      refuse(
        part, vi: "các phần cộng lại được \(total) điểm, phải đúng 100",
        en: "the sections add up to \(total) points; it has to be exactly 100")
    }
    return sections
  }

  private mutating func section(_ part: FilePart, form: Framework.Form?) -> Framework.Section? {
    // The keys depend on the family, so it is looked at first.
    guard case .map(let pairs) = part.content else {
      _ = map(part, required: [])
      return nil
    }
    let name = pairs.first { $0.key == "family" }?.part
    guard let name, let family = choice(name, of: FamilyName.self) else {
      if name == nil {
        refuse(part, vi: "thiếu khoá “family”", en: "the key “family” is missing")
      }
      return nil
    }
    let (required, optional) = Self.keys(of: family)
    guard
      let fields = map(
        part, required: ["code", "max", "family"] + required,
        optional: ["title", "source", "checked"] + optional)
    else { return nil }
    if family == .abcdde6, let form, form != .leader {
      refuse(
        name, vi: "abcdde6 có các hệ số d, đ, e của lãnh đạo: chỉ dùng khi form là leader",
        en: "abcdde6 has the leaders' factors d, đ, e: only for the form leader")
    }
    let (code, maximum) = (code(fields["code"]), points(fields["max"], .maximum))
    let (title, origin) = (phrase(fields["title"], limit: 300), origin(fields))
    let read = self.family(family, fields, maximum: maximum)
    guard let code, let maximum, let read else { return nil }
    return Framework.Section(
      code: code, title: title, maximum: maximum, family: read, source: origin.source,
      checked: origin.checked)
  }

  private static func keys(of family: FamilyName) -> (required: [String], optional: [String]) {
    switch family {
    case .criteria: (["criteria"], [])
    case .abc3, .abcdde6: (["quality_step", "progress_step"], ["denominator"])
    case .kpi: ([], ["cap"])
    case .okr: ([], ["objective_weights"])
    }
  }

  private mutating func family(
    _ family: FamilyName, _ fields: Fields, maximum: Points?
  ) -> Framework.Family? {
    switch family {
    case .criteria:
      return criteria(fields["criteria"], maximum: maximum).map { .criteria($0) }
    case .abc3, .abcdde6:
      let (quality, progress) = (
        number(fields["quality_step"], .step), number(fields["progress_step"], .step)
      )
      let denominator = choice(
        fields["denominator"], of: Framework.WorkRule.Denominator.self)
      guard let quality, let progress else { return nil }
      return .work(
        .init(
          withFactors: family == .abcdde6, qualityStep: quality, progressStep: progress,
          denominator: denominator ?? .assigned))
    case .kpi:
      guard fields.has("cap") else { return .kpi(cap: ExactDecimal(1)) }
      return number(fields["cap"], .weight).map { .kpi(cap: $0) }
    case .okr:
      return .okr(objectiveWeights: objectiveWeights(fields["objective_weights"]))
    }
  }

  private mutating func objectiveWeights(_ part: FilePart?) -> [Code: ExactDecimal] {
    guard let part else { return [:] }
    guard case .map(let pairs) = part.content, !pairs.isEmpty else {
      refuse(
        part, vi: "phải là các mã mục tiêu và trọng số, như {O1: 2, O2: 1}",
        en: "has to be codes of objectives and weights, such as {O1: 2, O2: 1}")
      return [:]
    }
    var weights: [Code: ExactDecimal] = [:]
    for (key, value) in pairs {
      guard let code = Code(key) else {
        refuse(value, vi: "“\(key)” không phải là mã", en: "“\(key)” is no code")
        continue
      }
      weights[code] = number(value, .weight)
    }
    return weights
  }
}

extension FileReading {
  private mutating func criteria(
    _ part: FilePart?, maximum: Points?
  ) -> [Framework.Criterion]? {
    guard let part, let items = list(part) else { return nil }
    let criteria = items.compactMap { criterion($0) }
    guard criteria.count == items.count else { return nil }
    let sum = criteria.reduce(Int64(0)) { $0 + $1.maximum.hundredths }
    if let maximum, sum != maximum.hundredths {
      let total = Points(hundredths: sum)
      refuse(
        part, vi: "các tiêu chí cộng lại được \(total) điểm, phải đúng \(maximum) của phần này",
        en: "the criteria add up to \(total) points; it has to be the section's \(maximum)")
    }
    return criteria
  }

  private mutating func criterion(_ part: FilePart) -> Framework.Criterion? {
    guard
      let fields = map(
        part, required: ["code", "max"], optional: ["title", "optional", "source", "checked"])
    else { return nil }
    let (code, maximum) = (code(fields["code"]), points(fields["max"], .maximum))
    let (title, isOptional) = (phrase(fields["title"], limit: 300), truth(fields["optional"]))
    let origin = origin(fields)
    guard let code, let maximum else { return nil }
    return Framework.Criterion(
      code: code, title: title, maximum: maximum, optional: isOptional ?? false, origin: origin)
  }

  /// Sheets name a criterion by its code alone, so it is given once in the whole framework.
  private mutating func refuseRepeatedCriteria(_ sections: [FilePart]) {
    var items: [(FilePart, Code?)] = []
    for section in sections {
      guard let list = section["criteria"], case .list(let criteria) = list.content else {
        continue
      }
      for criterion in criteria {
        guard case .text(let text, _)? = criterion["code"]?.content else { continue }
        items.append((criterion, Code(text)))
      }
    }
    refuseRepeated(items, of: "code")
  }

  private mutating func refuseRepeated(_ items: [(FilePart, Code?)], of key: String) {
    var seen: Set<Code> = []
    for case (let part, let code?) in items where !seen.insert(code).inserted {
      refuse(
        part[key] ?? part, vi: "mã “\(code)” đã được dùng ở trên",
        en: "the code “\(code)” is in use above")
    }
  }

  /// A line of a sheet belongs to one section, so no two sections may read the same kind of line.
  private mutating func refuseRepeated(_ items: [(FilePart, String?)]) {
    var seen: Set<String> = []
    for case (let part, let kind?) in items where !seen.insert(kind).inserted {
      refuse(
        part["family"] ?? part, vi: "đã có một phần khác chấm các dòng “\(kind)”",
        en: "another section reads the lines “\(kind)” already")
    }
  }
}

extension FilePart {
  /// The value of a key, where this is a map that has it.
  fileprivate subscript(key: String) -> FilePart? {
    guard case .map(let pairs) = content else { return nil }
    return pairs.first { $0.key == key }?.part
  }
}

extension Framework.Family {
  /// The kind of entry that only one section may read; criteria are told apart by their codes.
  fileprivate var reads: String? {
    switch self {
    case .criteria: nil
    case .work: "work"
    case .kpi: "kpi"
    case .okr: "key_result"
    }
  }
}
