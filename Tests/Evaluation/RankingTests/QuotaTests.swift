import Basics
import Frameworks
import Scoring
import TestKit
import Testing

@testable import Ranking

/// Groups and rules as tests write them down.
enum Given {
  static func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? ExactDecimal(-1) }

  static func rule(
    _ share: String = "0.20", of base: Framework.Quota.Base = .good,
    small smallGroups: Framework.Quota.SmallGroups = .poolUp,
    ties: Framework.Quota.Ties = .decide, group: Framework.Quota.Group = .unit
  ) -> Framework.Quota {
    Framework.Quota(
      share: decimal(share), of: base, group: group, smallGroups: smallGroups,
      exceptionShare: decimal("0.25"), ties: ties)
  }

  static func candidate(
    _ member: Int64, _ total: Int64, _ exceeded: Int = 0, of works: Int = 1,
    first: Fraction = Fraction(30), grade: Framework.Grade = .a,
    decided decision: QuotaDecision = .none
  ) -> QuotaCandidate {
    QuotaCandidate(
      member: member, grade: grade, total: Points(hundredths: total), exceeded: exceeded,
      works: works, first: first, decision: decision)
  }

  /// A group and everybody with grade A in it, and everybody about whom a board decided.
  struct Group {
    var value: QuotaGroup
    var candidates: [QuotaCandidate]
  }

  /// A group of `rated` with the candidates as its A and `b` with B.
  static func group(
    _ unit: Int64 = 1, rated: Int, b: Int, framework: Int32 = 1, form: Framework.Form = .staff,
    _ candidates: [QuotaCandidate]
  ) -> Group {
    Group(
      value: QuotaGroup(
        framework: framework, form: form, unit: unit, rated: rated,
        a: candidates.filter { $0.grade == .a }.count, b: b),
      candidates: candidates)
  }

  /// What happened to whom, in order of members: `3 B quota`.
  static func words(_ changes: [QuotaChange]) -> [String] {
    changes.map { "\($0.member) \($0.finalGrade.rawValue) \($0.reason.rawValue)" }
  }

  /// Gives out the places of groups whose candidates come one after another, or in an order that is
  /// made of those whom nobody has decided about.
  static func allot(
    _ groups: [Group], _ rule: Framework.Quota = rule(), parents: [Int64: Int64] = [:],
    exceptions: [QuotaPlace: ExactDecimal] = [:],
    order: ([(Int, QuotaCandidate)]) -> [(Int, QuotaCandidate)] = { $0 }
  ) -> (changes: [QuotaChange], groups: [QuotaReport]) {
    var settling = QuotaSettling(
      groups.map(\.value), rules: [1: rule], parentOf: { parents[$0] }, exceptions: exceptions)
    let all = groups.enumerated().flatMap { place, group in group.candidates.map { (place, $0) } }
    for (place, candidate) in all where candidate.decision != .none {
      settling.add(decided: candidate, of: place)
    }
    for (place, candidate) in order(all.filter { $1.decision == .none }) {
      settling.add(candidate, of: place)
    }
    #expect(settling.held == 0, "complete groups hold nobody")
    return settling.settled()
  }
}

@Suite struct `The quota on the top grade` {
  @Test(
    arguments: table(
      """
      base           | share  | rated | a   | b   | allowed
      good           | 0.20   | 24    | 6   | 18  | 4
      good           | 0.20   | 6     | 3   | 3   | 1
      good           | 0.20   | 20    | 10  | 10  | 3
      good_or_better | 0.20   | 20    | 10  | 10  | 4
      all            | 0.20   | 20    | 10  | 0   | 4
      good_or_better | 0.35   | 180   | 90  | 90  | 63
      all            | 0.35   | 180   | 90  | 0   | 63
      good           | 0.20   | 1     | 1   | 0   | 0
      good           | 0.20   | 2     | 1   | 1   | 0
      good           | 0.20   | 3     | 1   | 2   | 0
      good           | 0.20   | 4     | 1   | 3   | 0
      good           | 0.20   | 5     | 1   | 4   | 0
      good           | 0.20   | 6     | 1   | 5   | 1
      good           | 0.25   | 5     | 1   | 4   | 1
      good           | 1      | 3     | 3   | 0   | 1
      good_or_better | 0.20   | 5     | 1   | 4   | 1
      all            | 0.20   | 4     | 4   | 0   | 0
      all            | 0.30   | 10    | 10  | 0   | 3
      all            | 0.3333 | 3     | 3   | 0   | 0
      good           | 0      | 100   | 50  | 50  | 0
      good           | 0.200000000000000001 | 6 | 1 | 5 | 1
      good           | 0.199999999999999999 | 6 | 1 | 5 | 0
      """))
  func `allows whole places only`(row: [String]) throws {
    let base = try #require(Framework.Quota.Base(rawValue: row[0]))
    let numbers = try row[2...].map { try #require(Int($0)) }
    #expect(
      Quota.allowed(
        share: Given.decimal(row[1]), of: base, rated: numbers[0], a: numbers[1],
        b: numbers[2]) == numbers[3])
  }

  @Test func `makes two of six B in the worked example`() throws {
    let six = (1...6).map { Given.candidate($0, 9_000 + $0) }
    let (changes, groups) = Given.allot([Given.group(rated: 24, b: 18, six)])
    #expect(Given.words(changes) == ["1 B quota", "2 B quota"])
    let report = try #require(groups.first)
    #expect(report.allowed == 4 && report.kept == 4 && report.isOver && !report.pooled)
    #expect(report.tiesWaiting == 0 && report.placesOpen == 0 && !report.excepted)
  }

  @Test func `pools three offices of two in the worked example`() throws {
    let offices = (1...3).map { Given.group($0, rated: 2, b: 1, [Given.candidate($0, 9_000 + $0)]) }
    let (changes, groups) = Given.allot(offices, parents: [1: 9, 2: 9, 3: 9])
    #expect(Given.words(changes) == ["1 B quota", "2 B quota"])
    let report = try #require(groups.first)
    #expect(groups.count == 1 && report.unit == 9 && report.pooled)
    #expect(report.rated == 6 && report.a == 3 && report.b == 3 && report.allowed == 1)
    let alone = Given.allot(offices, Given.rule(small: .alone), parents: [1: 9, 2: 9, 3: 9])
    #expect(alone.changes.count == 3 && alone.groups.count == 3)
    #expect(alone.groups.allSatisfy { $0.isOver && $0.kept == 0 })
  }

  @Test func `leaves a group with a place where it is, and pools on to the root`() {
    // 1 and 2 under 10, 3 under 11, both under 100; the group at 10 itself has a place.
    let parents: [Int64: Int64] = [1: 10, 2: 10, 3: 11, 10: 100, 11: 100]
    let small = (1...3).map { Given.group($0, rated: 2, b: 1, [Given.candidate($0, 9_000 + $0)]) }
    let large = Given.group(10, rated: 6, b: 5, [Given.candidate(50, 9_900)])
    let (changes, groups) = Given.allot(small + [large], parents: parents)
    #expect(groups.map(\.unit) == [10, 100])
    #expect(groups.map(\.pooled) == [false, true])
    #expect(groups.map(\.rated) == [6, 6])
    #expect(Given.words(changes) == ["1 B quota", "2 B quota"])
  }

  @Test func `gives nobody A where even the root has no place`() {
    let parents: [Int64: Int64] = [1: 10]
    let one = Given.group(1, rated: 1, b: 0, [Given.candidate(1, 9_900)])
    let (changes, groups) = Given.allot([one], parents: parents)
    #expect(Given.words(changes) == ["1 B quota"])
    #expect(groups.map(\.unit) == [10] && groups[0].allowed == 0)
  }

  @Test func `orders by total, then exceeded share, then the first section`() throws {
    let third = try #require(Fraction(89, over: 3))
    let candidates = [
      Given.candidate(1, 9_500, 1, of: 3, first: third),
      Given.candidate(2, 9_500, 1, of: 3, first: Fraction(Points(hundredths: 2_966))),
      Given.candidate(3, 9_500, 2, of: 6, first: Fraction(Points(hundredths: 2_967))),
      Given.candidate(4, 9_500, 1, of: 2, first: Fraction(0)),
      Given.candidate(5, 9_500, 0, of: 0, first: Fraction(30)),
      Given.candidate(6, 9_501, 0, of: 1, first: Fraction(0)),
    ]
    // Best to worst: 6, 4, 3, 1, 2, 5. Six more with B make two places, and so on.
    for (rated, out) in [(12, [1, 2, 3, 5]), (18, [1, 2, 5]), (24, [2, 5]), (30, [5])] {
      let (changes, _) = Given.allot([Given.group(rated: rated, b: rated - 6, candidates)])
      #expect(changes.map(\.member) == out.map(Int64.init))
      #expect(changes.allSatisfy { $0.reason == .quota })
    }
  }

  static let tied = [
    Given.candidate(1, 9_800), Given.candidate(2, 9_500), Given.candidate(3, 9_500),
    Given.candidate(4, 9_500), Given.candidate(5, 9_100),
  ]

  @Test func `waits for a board where equals stand across the line`() throws {
    // Two places: one for the first, one among three equals.
    let (changes, groups) = Given.allot([Given.group(rated: 12, b: 7, Self.tied)])
    #expect(
      Given.words(changes) == ["2 B quota_tie", "3 B quota_tie", "4 B quota_tie", "5 B quota"])
    let report = try #require(groups.first)
    #expect(report.tiesWaiting == 3 && report.placesOpen == 1 && report.kept == 1)
    #expect(changes.allSatisfy { $0.group == 0 })
  }

  @Test func `lets equals in or out where the framework says so`() throws {
    let group = Given.group(rated: 12, b: 7, Self.tied)
    let inside = Given.allot([group], Given.rule(ties: .in))
    #expect(Given.words(inside.changes) == ["5 B quota"])
    #expect(inside.groups[0].kept == 4 && inside.groups[0].tiesWaiting == 0)
    let outside = Given.allot([group], Given.rule(ties: .out))
    #expect(outside.changes.map(\.member) == [2, 3, 4, 5])
    #expect(outside.changes.allSatisfy { $0.reason == .quota })
    #expect(outside.groups[0].kept == 1 && outside.groups[0].placesOpen == 0)
  }

  @Test func `calls nobody a tie where there is no place at all`() {
    let equals = [Given.candidate(1, 9_500), Given.candidate(2, 9_500)]
    for ties in Framework.Quota.Ties.allCases {
      let (changes, groups) = Given.allot(
        [Given.group(rated: 2, b: 0, equals)], Given.rule(small: .alone, ties: ties))
      #expect(Given.words(changes) == ["1 B quota", "2 B quota"])
      #expect(groups[0].tiesWaiting == 0)
    }
  }

  @Test func `counts a place that a board awarded, also when the month is run again`() {
    var awarded = Self.tied
    awarded[2] = Given.candidate(3, 9_500, decided: .awarded)
    let (changes, groups) = Given.allot([Given.group(rated: 12, b: 7, awarded)])
    #expect(
      Given.words(changes) == ["2 B quota", "3 A board_award", "4 B quota", "5 B quota"])
    #expect(groups[0].kept == 2 && groups[0].tiesWaiting == 0)
    // Of three places one is awarded, so that two equals wait for one.
    let wider = Given.allot([Given.group(rated: 18, b: 13, awarded)])
    #expect(
      Given.words(wider.changes)
        == ["2 B quota_tie", "3 A board_award", "4 B quota_tie", "5 B quota"])
    #expect(wider.groups[0].placesOpen == 1 && wider.groups[0].tiesWaiting == 2)
  }

  @Test func `takes the grades that a board moved somebody to; a move to A uses a place`() {
    let candidates = [
      Given.candidate(1, 9_800, decided: .moved(to: .c)), Given.candidate(2, 9_500),
      Given.candidate(3, 9_400), Given.candidate(4, 8_000, grade: .b, decided: .moved(to: .a)),
    ]
    // Two places: one for the move, one for the best that is left.
    let (changes, groups) = Given.allot([Given.group(rated: 12, b: 9, candidates)])
    #expect(Given.words(changes) == ["1 C board_move", "3 B quota", "4 A board_move"])
    #expect(groups[0].a == 3 && groups[0].kept == 1)
  }

  @Test func `settles what a board decided where a framework has no quota`() {
    let moved = Given.group(
      rated: 2, b: 1, framework: 2,
      [Given.candidate(1, 9_000), Given.candidate(2, 9_000, decided: .moved(to: .b))])
    let (changes, groups) = Given.allot([moved])
    #expect(Given.words(changes) == ["2 B board_move"])
    #expect(changes[0].group == nil && groups.isEmpty)
  }

  @Test func `uses the share of an exception for its group alone`() {
    let groups = [1, 2].map { unit in
      Given.group(
        unit, rated: 5, b: 3,
        [Given.candidate(unit * 10, 9_100), Given.candidate(unit * 10 + 1, 9_200)])
    }
    let (changes, reports) = Given.allot(
      groups, exceptions: [QuotaPlace(unit: 2, framework: 1): Given.decimal("0.25")])
    #expect(Given.words(changes) == ["10 B quota", "11 B quota", "20 B quota"])
    #expect(reports.map(\.excepted) == [false, true])
    #expect(reports.map(\.share) == [Given.decimal("0.2"), Given.decimal("0.25")])
  }

  @Test func `keeps forms, frameworks and parts of the tree apart`() {
    let parents: [Int64: Int64] = [1: 10, 2: 10]
    let groups = [
      Given.group(1, rated: 3, b: 2, [Given.candidate(1, 9_000)]),
      Given.group(2, rated: 3, b: 2, form: .leader, [Given.candidate(2, 9_000)]),
    ]
    let (changes, reports) = Given.allot(groups, parents: parents)
    #expect(changes.count == 2)
    #expect(reports.map(\.form) == [.leader, .staff])
    #expect(reports.allSatisfy { $0.unit == 10 && $0.rated == 3 })
  }

  @Test func `stands leaders at the parent, and who has none where they are`() {
    let parentOf: (Int64) -> Int64? = { $0 == 1 ? 10 : nil }
    #expect(Quota.standing(of: 1, by: .unit, parentOf: parentOf) == 1)
    #expect(Quota.standing(of: 1, by: .parent, parentOf: parentOf) == 10)
    #expect(Quota.standing(of: 10, by: .parent, parentOf: parentOf) == 10)
  }

  @Test func `stays small: a candidate takes at most 40 bytes`() {
    #expect(MemoryLayout<QuotaCandidate>.stride <= 40)
  }
}
