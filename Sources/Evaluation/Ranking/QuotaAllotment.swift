import Basics
import Frameworks
import Scoring

/// The quota on the top grade: `scoring.md` §5.
package enum Quota {
  /// Where the group of a member stands.
  ///
  /// - Parameters:
  ///   - gradingUnit: the agency of the member where there is one, else the cell.
  ///   - group: of the framework's quota.
  ///   - parentOf: the parent of a unit, `nil` at the root.
  /// - Returns: the unit itself, or for `parent` its parent, so that leaders compete with their
  ///   peers; the unit itself where there is no parent.
  package static func standing(
    of gradingUnit: Int64, by group: Framework.Quota.Group, parentOf: (Int64) -> Int64?
  ) -> Int64 {
    switch group {
    case .unit: gradingUnit
    case .parent: parentOf(gradingUnit) ?? gradingUnit
    }
  }

  /// x, the number of A allowed: the largest whole number that the base and the share let through.
  package static func allowed(
    share: ExactDecimal, of base: Framework.Quota.Base, rated: Int, a: Int, b: Int
  ) -> Int {
    let share = Fraction(share)
    let exact =
      switch base {
      case .good:
        // x ≤ share·(a + b − x): who is not kept becomes good.
        (share * Fraction(Int64(a + b)) / (Fraction(1) + share)) ?? Fraction(0)
      case .goodOrBetter: share * Fraction(Int64(a + b))
      case .all: share * Fraction(Int64(rated))
      }
    return Int(exact.wholePart)
  }
}

extension QuotaGroup {
  var place: QuotaPlace { QuotaPlace(unit: unit, framework: framework) }
}

extension QuotaCandidate {
  /// What a board has settled about the member, whatever the quota.
  func decided(group: Int?) -> QuotaChange? {
    switch decision {
    case .none: nil
    case .awarded:
      QuotaChange(member: member, finalGrade: .a, reason: .boardAward, group: group)
    case .moved(let grade):
      QuotaChange(member: member, finalGrade: grade, reason: .boardMove, group: group)
    }
  }
}

/// The places of one group, given out once its last candidate has come.
struct QuotaPlaces {
  let group: QuotaGroup
  let pooled: Bool
  let share: ExactDecimal
  let excepted: Bool
  let ties: Framework.Quota.Ties
  let number: Int
  let allowed: Int
  /// Places that boards gave; members with grade A about whom a board decided; of those who keep A.
  private var (given, decided, kept) = (0, 0, 0)
  private var (tiesWaiting, placesOpen) = (0, 0)
  /// Nobody's place hangs on the others where there is room for all.
  private var waiting: [QuotaCandidate] = []
  private(set) var isGivenOut = false

  init(
    _ group: StandingGroup, _ rule: Framework.Quota, exception: ExactDecimal?, number: Int
  ) {
    self.group = group.value
    pooled = group.pooled
    ties = rule.ties
    self.number = number
    share = exception ?? rule.share
    excepted = exception != nil
    allowed = Quota.allowed(
      share: share, of: rule.of, rated: group.value.rated, a: group.value.a, b: group.value.b)
  }

  /// Members with grade A about whom nobody has decided, and places for them.
  private var undecided: Int { group.a - decided }
  private var places: Int { max(0, allowed - given) }

  /// Whether there are more than places: then each of them has to be looked at.
  var isContested: Bool { undecided > places }

  /// Takes somebody about whom a board decided: what it gave comes first.
  mutating func take(decided candidate: QuotaCandidate) -> QuotaChange? {
    guard let change = candidate.decided(group: number) else { return nil }
    if candidate.grade == .a { decided += 1 }
    if change.finalGrade == .a {
      given += 1
      if candidate.grade == .a { kept += 1 }
    }
    return change
  }

  /// Whether the last of them has come.
  var isComplete: Bool { waiting.count == undecided }

  /// Takes somebody with grade A about whom nobody has decided; says how many they are by now.
  mutating func take(_ candidate: QuotaCandidate) -> Int {
    waiting.append(candidate)
    return waiting.count
  }

  /// The places that are left go down the order.
  mutating func giveOut() -> [QuotaChange] {
    isGivenOut = true
    guard isContested else {
      kept += undecided
      return []
    }
    // Ties stand in the order of their numbers, which decides nothing: they share one fate.
    let ordered = waiting.sorted { $0.isAhead(of: $1) ?? ($0.member < $1.member) }
    waiting = []
    let places = min(places, ordered.count)
    var (ahead, end) = (places, places)
    if places > 0, places < ordered.count,
      ordered[places - 1].isAhead(of: ordered[places]) == nil
    {
      let line = ordered[places]
      while ahead > 0, ordered[ahead - 1].isAhead(of: line) == nil { ahead -= 1 }
      while end < ordered.count, ordered[end].isAhead(of: line) == nil { end += 1 }
    }
    kept += ahead
    var changes: [QuotaChange] = []
    changes.reserveCapacity(ordered.count - ahead)
    switch ties {
    case .decide:
      tiesWaiting = end - ahead
      placesOpen = tiesWaiting == 0 ? 0 : places - ahead
      changes += ordered[ahead..<end].map { lowered($0, .quotaTie) }
    case .in: kept += end - ahead
    case .out: changes += ordered[ahead..<end].map { lowered($0, .quota) }
    }
    changes += ordered[end...].map { lowered($0, .quota) }
    return changes
  }

  private func lowered(
    _ candidate: QuotaCandidate, _ reason: QuotaChange.Reason
  ) -> QuotaChange {
    QuotaChange(member: candidate.member, finalGrade: .b, reason: reason, group: number)
  }

  var report: QuotaReport {
    QuotaReport(
      framework: group.framework, form: group.form, unit: group.unit, pooled: pooled,
      rated: group.rated, a: group.a, b: group.b, share: share, excepted: excepted,
      allowed: allowed, kept: kept, tiesWaiting: tiesWaiting, placesOpen: placesOpen)
  }
}
