import Basics
import Frameworks
import Sheets

/// What gates read of a sheet: `scoring.md` §4.
struct SheetFacts: Sendable, Hashable {
  var isDisciplined = false
  /// Products on the sheet; of them completed beyond, below and under half of what was assigned,
  /// and delivered late.
  var works = 0
  var exceeded = 0
  var unmet = 0
  var failed = 0
  var late = 0

  init(_ entries: ArraySlice<Entry>, readsWork: Bool) {
    for place in entries.indices {
      let kind = entries[place].kind
      if kind.is(.event), entries[place].code == Entry.Event.disciplined.rawValue {
        isDisciplined = true
      }
      guard readsWork, kind.is(.work), let actual = entries[place].actual?.tenThousandths,
        let target = entries[place].target?.tenThousandths
      else { continue }
      works += 1
      if actual > target { exceeded += 1 }
      if actual < target { unmet += 1 }
      if actual * 2 < target { failed += 1 }
      if entries[place].delays.tenThousandths > 0 { late += 1 }
    }
  }
}

/// Gates on the grade: `scoring.md` §4.
enum GateRules<Number: WholeNumber> {
  /// Whether the gate holds; a share gate does not hold on a sheet without work.
  static func holds(
    _ condition: Framework.Gate.Condition, _ facts: SheetFacts, _ entries: ArraySlice<Entry>
  ) throws(Number.Failure) -> Bool {
    switch condition {
    case .disciplined: return facts.isDisciplined
    case .incompleteAny: return facts.unmet > 0
    case .lateAny: return facts.late > 0
    case .exceededShareBelow(let share):
      guard let exceeded = part(facts.exceeded, facts) else { return false }
      return try exceeded.isLess(than: Ratio(share))
    case .lateShareOver(let share):
      guard let late = part(facts.late, facts) else { return false }
      return try Ratio(share).isLess(than: late)
    case .failedShareOver(let share):
      guard let failed = part(facts.failed, facts) else { return false }
      return try Ratio(share).isLess(than: failed)
    case .anyBelow(let share):
      guard facts.works > 0 else { return false }
      return try isAnyBelow(share, entries)
    }
  }

  private static func part(_ count: Int, _ facts: SheetFacts) -> Ratio<Number>? {
    guard facts.works > 0 else { return nil }
    return Ratio(Number(Int128(count)), over: Number(Int128(facts.works)))
  }

  /// Whether some entry has p < x·q.
  static func isAnyBelow(
    _ share: ExactDecimal, _ entries: ArraySlice<Entry>
  ) throws(Number.Failure) -> Bool {
    let share = Ratio<Number>(share)
    for entry in entries where entry.kind.is(.work) {
      let reached = try SectionRules<Number>.whole(entry.actual) * share.denominator
      if try reached < share.numerator * SectionRules<Number>.whole(entry.target) { return true }
    }
    return false
  }
}

extension Framework.Gate.Effect {
  /// What is left of a grade: `at_most` only lowers it, `grade` sets it.
  func applied(to grade: Framework.Grade) -> Framework.Grade {
    switch self {
    case .atMost(let limit): min(grade, limit)
    case .grade(let fixed): fixed
    }
  }
}
