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

  /// Gives out the places of all groups.
  ///
  /// The result depends on the groups and not on their order. Groups of one form and framework that
  /// stand at one unit are one group, in however many pieces they come.
  ///
  /// - Parameters:
  ///   - groups: as they stand before pooling.
  ///   - rules: by number of the framework; without a rule nobody is held back.
  ///   - parentOf: the parent of a unit, `nil` at the root.
  ///   - exceptions: the larger shares of groups that carry one.
  /// - Returns: every final grade that was settled, in order of members; and the groups, in order
  ///   of framework, form and unit, a pooled one after the unit's own.
  package static func allot(
    _ groups: [QuotaGroup], rules: [Int32: Framework.Quota],
    parentOf: @escaping (Int64) -> Int64?,
    exceptions: [QuotaPlace: ExactDecimal] = [:]
  ) -> (changes: [QuotaChange], groups: [QuotaReport]) {
    var changes: [QuotaChange] = []
    var reports: [QuotaReport] = []
    let pooling = QuotaPooling(rules: rules, exceptions: exceptions, parentOf: parentOf)
    for group in pooling.settled(groups) {
      guard let rule = rules[group.value.framework] else {
        changes += group.value.candidates.compactMap { $0.decided(group: Int?.none) }
        continue
      }
      var places = QuotaPlaces(
        group, rule, exception: exceptions[group.value.place], number: reports.count)
      places.giveOut()
      changes += places.changes
      reports.append(places.report)
    }
    changes.sort { $0.member < $1.member }
    return (changes, reports)
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

/// A group, and whether starved groups were merged into it.
struct StandingGroup: Sendable, Hashable {
  var value: QuotaGroup
  var pooled = false
}

/// The places of one group, given out one after the other.
struct QuotaPlaces {
  let group: StandingGroup
  let rule: Framework.Quota
  let share: ExactDecimal
  let excepted: Bool
  let number: Int
  let allowed: Int
  private(set) var changes: [QuotaChange] = []
  private var kept = 0
  private var tiesWaiting = 0
  private var placesOpen = 0

  init(
    _ group: StandingGroup, _ rule: Framework.Quota, exception: ExactDecimal?, number: Int
  ) {
    self.group = group
    self.rule = rule
    self.number = number
    share = exception ?? rule.share
    excepted = exception != nil
    allowed = Quota.allowed(
      share: share, of: rule.of, rated: group.value.rated, a: group.value.a, b: group.value.b)
  }

  /// What a board gave comes first; the places left go down the order.
  mutating func giveOut() {
    var undecided: [QuotaCandidate] = []
    var places = allowed
    for candidate in group.value.candidates {
      guard let change = candidate.decided(group: number) else {
        if candidate.grade == .a { undecided.append(candidate) }
        continue
      }
      changes.append(change)
      if change.finalGrade == .a {
        places -= 1
        if candidate.grade == .a { kept += 1 }
      }
    }
    places = max(0, places)
    guard undecided.count > places else {
      kept += undecided.count
      return
    }
    // Ties stand in the order of their numbers, which decides nothing: they share one fate.
    undecided.sort { $0.isAhead(of: $1) ?? ($0.member < $1.member) }
    giveOut(places, among: undecided)
  }

  private mutating func giveOut(_ places: Int, among ordered: [QuotaCandidate]) {
    var (ahead, end) = (places, places)
    if places > 0, ordered[places - 1].isAhead(of: ordered[places]) == nil {
      let line = ordered[places]
      while ahead > 0, ordered[ahead - 1].isAhead(of: line) == nil { ahead -= 1 }
      while end < ordered.count, ordered[end].isAhead(of: line) == nil { end += 1 }
    }
    kept += ahead
    switch rule.ties {
    case .decide:
      tiesWaiting = end - ahead
      placesOpen = tiesWaiting == 0 ? 0 : places - ahead
      changes += ordered[ahead..<end].map { lowered($0, .quotaTie) }
    case .in: kept += end - ahead
    case .out: changes += ordered[ahead..<end].map { lowered($0, .quota) }
    }
    changes += ordered[end...].map { lowered($0, .quota) }
  }

  private func lowered(
    _ candidate: QuotaCandidate, _ reason: QuotaChange.Reason
  ) -> QuotaChange {
    QuotaChange(member: candidate.member, finalGrade: .b, reason: reason, group: number)
  }

  var report: QuotaReport {
    QuotaReport(
      framework: group.value.framework, form: group.value.form, unit: group.value.unit,
      pooled: group.pooled, rated: group.value.rated, a: group.value.a, b: group.value.b,
      share: share, excepted: excepted, allowed: allowed, kept: kept, tiesWaiting: tiesWaiting,
      placesOpen: placesOpen)
  }
}
