import Basics
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

@Suite struct `Grades` {
  static let whole = Given.framework(
    "points", .staff, [Given.criteria("all", "100", [("G1", "100", false)])])

  @Test(
    arguments: table(
      """
      points | grade
      0      | D
      49.99  | D
      50     | C
      69.99  | C
      70     | B
      89.99  | B
      90     | A
      99.99  | A
      100    | A
      """))
  func `begin where they say`(row: [String]) {
    let score = Given.score([Given.criterion("G1", row[0])], by: Self.whole)
    #expect(score.rating?.grade.rawValue == row[1])
    #expect(score.rating?.bandGrade.rawValue == row[1])
  }

  /// 70·p/q of work beside 30 general points: what the total is before and after rounding.
  @Test(
    arguments: table(
      """
      q          | p          | total | grade
      1400       | 1199       | 89.95 | B
      140000     | 119999     | 90.00 | A
      140000     | 119990     | 90.00 | A
      140000     | 119989     | 89.99 | B
      1000000000 | 857071428.5714  | 89.99 | B
      1000000000 | 857071428.5715  | 90.00 | A
      """))
  func `are read from the rounded total`(row: [String]) throws {
    let entries =
      Given.general("10", "10", "10") + [Given.product("W", k: "1", q: row[0], p: row[1])]
    let rating = try #require(Given.score(entries, by: Given.staff).rating)
    #expect(rating.total.description == row[2])
    #expect(rating.grade.rawValue == row[3])
  }

  @Test func `never see more than 100 points`() throws {
    let framework = Given.framework(
      "much", .staff,
      [
        Given.criteria("one", "80", [("G1", "80", false)]),
        Given.criteria("two", "80", [("G2", "80", false)]),
      ])
    let entries = [Given.criterion("G1", "80"), Given.criterion("G2", "75.5")]
    let rating = try #require(Given.score(entries, by: framework).rating)
    #expect(rating.total.description == "100.00")
    #expect(rating.exactTotal == Fraction(100))
    #expect(rating.results.description == "75.50")
  }

  /// Work as k/q/p/t, one after another.
  static func works(_ text: String) -> [Entry] {
    text.split(separator: " ").enumerated().map { place, work in
      let parts = work.split(separator: "/").map(String.init)
      return Given.product("W\(place)", k: parts[0], q: parts[1], p: parts[2], t: parts[3])
    }
  }

  @Test(
    arguments: table(
      """
      gate | share | work                     | holds
      incomplete_any       | 0    | 1/2/2/0 1/2/3/0         | no
      incomplete_any       | 0    | 1/2/2/0 1/2/1.9999/0    | yes
      exceeded_share_below | 0.5  | 1/2/3/0 1/2/2/0         | no
      exceeded_share_below | 0.51 | 1/2/3/0 1/2/2/0         | yes
      exceeded_share_below | 1    |                         | no
      late_any             | 0    | 1/2/2/0                 | no
      late_any             | 0    | 1/2/2/0 1/2/2/0.0001    | yes
      late_share_over      | 0.5  | 1/2/2/1 1/2/2/0         | no
      late_share_over      | 0.49 | 1/2/2/1 1/2/2/0         | yes
      late_share_over      | 0    |                         | no
      any_below            | 0.5  | 1/2/1/0                 | no
      any_below            | 0.5  | 1/2/0.9999/0            | yes
      any_below            | 0.5  |                         | no
      failed_share_over    | 0.5  | 1/2/0.5/0 1/2/1/0       | no
      failed_share_over    | 0.49 | 1/2/0.5/0 1/2/1/0       | yes
      failed_share_over    | 0    | 1/2/1/0                 | no
      failed_share_over    | 0    |                         | no
      """))
  func `pass gates that hold or do not`(row: [String]) throws {
    let share = Given.decimal(row[1])
    let known: [Framework.Gate.Condition] = [
      .incompleteAny, .exceededShareBelow(share), .lateAny, .lateShareOver(share),
      .anyBelow(share), .failedShareOver(share),
    ]
    let gate = try #require(known.first { $0.name == row[0] })
    let entries = Self.works(row[2])
    let facts = SheetFacts(entries[...], readsWork: true)
    let holds = try GateRules<Narrow>.holds(gate, facts, entries[...])
    #expect(holds == (row[3] == "yes"))
  }

  @Test func `leave the name of every gate that holds, whether or not it changed the grade`()
    throws
  {
    let entries =
      Given.general("10", "10", "10")
      + [Given.product("W1", k: "1", q: "10", p: "4"), Given.event("disciplined")]
    let score = Given.score(entries, by: Given.gated)
    #expect(
      score.joinedReasons
        == "disciplined;incomplete_any;exceeded_share_below;any_below;failed_share_over")
    #expect(score.rating?.bandGrade == .c)
    #expect(score.rating?.grade == .d)
  }

  @Test func `go through the gates in their order`() throws {
    let gates = [
      Framework.Gate(when: .disciplined, effect: .grade(.d)),
      Framework.Gate(when: .lateAny, effect: .grade(.b)),
      Framework.Gate(when: .incompleteAny, effect: .atMost(.c)),
    ]
    let entries =
      Given.general("1", "1", "1")
      + [Given.product("W1", k: "1", q: "2", p: "1", t: "1"), Given.event("disciplined")]
    for (order, grade) in [([0, 1, 2], "C"), ([2, 1, 0], "D"), ([0, 2, 1], "B")] {
      let framework = Given.framework(
        "ordered", .staff, [Given.general, Given.work()], gates: order.map { gates[$0] })
      #expect(Given.score(entries, by: framework).rating?.grade.rawValue == grade)
    }
  }
}
