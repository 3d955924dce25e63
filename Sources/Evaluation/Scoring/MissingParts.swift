import Basics
import Frameworks
import Sheets

/// What a sheet lacks before it can be scored: missing is not zero (`scoring.md` §1 and §3).
enum MissingParts {
  /// The codes of the missing parts, in the order of the framework, then of entry codes.
  ///
  /// Criteria stand in the framework, so they come in its order. Products, indicators, key results
  /// and factors do not: within their section they come in byte order of their codes.
  static func codes(_ entries: ArraySlice<Entry>, by framework: Framework) -> [String] {
    var missing: [String] = []
    for section in framework.sections {
      switch section.family {
      case .criteria(let criteria):
        for criterion in criteria where !criterion.optional && !has(criterion, entries) {
          missing.append(criterion.code.text)
        }
      case .work(let rule):
        let absent = rule.withFactors ? factors.filter { !has($0, entries) }.map(\.rawValue) : []
        missing += ordered(absent + unusable(entries, .work) { $0.isScorableWork })
      case .kpi:
        missing += ordered(unusable(entries, .kpi) { $0.isScorableIndicator })
      case .okr(let weights):
        missing += ordered(unusable(entries, .keyResult) { $0.isScorableKeyResult(weights) })
      }
    }
    return missing
  }

  /// đ and e stand on the sheet; d is derived where it is absent.
  private static let factors: [Entry.Factor] = [.organising, .cohesion]

  private static func has(_ criterion: Framework.Criterion, _ entries: ArraySlice<Entry>) -> Bool {
    entries.indices.contains {
      entries[$0].kind.is(.criterion) && entries[$0].points != nil
        && entries[$0].code == criterion.code.text
    }
  }

  private static func has(_ factor: Entry.Factor, _ entries: ArraySlice<Entry>) -> Bool {
    entries.indices.contains {
      entries[$0].kind.is(.factor) && entries[$0].points != nil
        && entries[$0].code == factor.rawValue
    }
  }

  private static func unusable(
    _ entries: ArraySlice<Entry>, _ kind: Entry.Kind, _ isScorable: (Entry) -> Bool
  ) -> [String] {
    var codes: [String] = []
    for place in entries.indices where entries[place].kind.is(kind) {
      if !isScorable(entries[place]) { codes.append(entries[place].code) }
    }
    return codes
  }

  private static func ordered(_ codes: [String]) -> [String] {
    codes.count < 2 ? codes : codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

// A sheet that was let in has weights and targets; these also guard the arithmetic against a row
// that came in by another way, so that it is called incomplete and stops nothing.
extension Entry {
  fileprivate var isScorableWork: Bool {
    actual != nil && (weight?.tenThousandths ?? 0) > 0 && (target?.tenThousandths ?? 0) > 0
  }

  fileprivate var isScorableIndicator: Bool { isScorableWork && direction != nil }

  fileprivate func isScorableKeyResult(_ objectiveWeights: [Code: ExactDecimal]) -> Bool {
    guard actual != nil, (weight?.tenThousandths ?? 0) > 0, let target, let baseline,
      target != baseline, let group
    else { return false }
    guard !objectiveWeights.isEmpty else { return true }
    let weighed = Code(group).flatMap { objectiveWeights[$0] }
    return (weighed ?? ExactDecimal(0)) > ExactDecimal(0)
  }
}

extension Entry.Kind {
  /// The same as `==`, but compiled into whoever asks: scoring does so fifty times a sheet.
  @inline(__always)
  func `is`(_ other: Entry.Kind) -> Bool {
    switch (self, other) {
    case (.criterion, .criterion), (.work, .work), (.kpi, .kpi), (.keyResult, .keyResult),
      (.factor, .factor), (.event, .event):
      true
    default: false
    }
  }
}
