import Basics
import TestKit
import Testing

@testable import Members

@Suite struct `A party badge` {
  @Test(
    arguments: table(
      """
      joined     | years | full       | award
      1996-07-15 | 30    | 2026-07-15 | 2026-09-02
      1996-09-02 | 30    | 2026-09-02 | 2026-09-02
      1996-09-03 | 30    | 2026-09-03 | 2026-11-07
      1996-11-08 | 30    | 2026-11-08 | 2027-02-03
      1996-02-29 | 30    | 2026-02-28 | 2026-05-19
      1976-02-29 | 40    | 2016-02-29 | 2016-05-19
      1980-02-29 | 45    | 2025-02-28 | 2025-05-19
      1946-05-19 | 80    | 2026-05-19 | 2026-05-19
      1936-12-31 | 90    | 2026-12-31 | 2027-02-03
      1985-01-01 | 40    | 2025-01-01 | 2025-02-03
      """))
  func `is due on the first award day once its years are full`(row: [String]) throws {
    let joined = try #require(Day(row[0]))
    let years = try #require(Int(row[1]))
    let due = try #require(Badge.due(years, joinedOn: joined))
    #expect("\(due.reachedOn)" == row[2])
    #expect("\(due.awardDay)" == row[3])
  }

  @Test(
    arguments: table(
      """
      joined     | on         | reached | next
      1996-07-15 | 2026-07-14 |         | 30
      1996-07-15 | 2026-07-15 | 30      | 40
      1976-02-29 | 2026-07-15 | 50      | 55
      1936-01-01 | 2026-07-15 | 90      |
      2026-07-15 | 2026-07-15 |         | 30
      """))
  func `has one that was reached and one that comes next`(row: [String]) throws {
    let (reached, next) = Badge.around(
      try #require(Day(row[1])), joinedOn: try #require(Day(row[0])))
    #expect((reached.map { "\($0.years)" } ?? "") == row[2])
    #expect((next.map { "\($0.years)" } ?? "") == row[3])
  }

  @Test func `is never due to somebody whose day of joining is not known`() {
    #expect(Badge.due(30, joinedOn: .beginning) == nil)
  }

  @Test func `comes in its order and never before its years`() throws {
    var random = Seeded.forTest()
    for _ in 0..<500 {
      let joined = try #require(Day(number: Int32.random(in: -15_000...20_000, using: &random)))
      let all = Badge.years.compactMap { Badge.due($0, joinedOn: joined) }
      #expect(all.map(\.reachedOn) == all.map(\.reachedOn).sorted())
      for due in all {
        #expect(due.awardDay >= due.reachedOn)
        #expect(due.awardDay <= due.reachedOn.adding(days: 111), "\(joined) \(due)")
      }
    }
  }
}
