import Basics
import TestKit
import Testing

@testable import Dues

@Suite struct `The normal retirement age` {
  /// The age of the first year in which, or before which, the date falls.
  static let known = table(
    """
    sex    | born       | reached    | months | why
    male   | 1965-04-20 | 2026-10-20 | 738    | dues.md
    male   | 1965-06-20 | 2026-12-20 | 738    | dues.md
    male   | 1965-07-01 | 2027-04-01 | 741    | 738 months end in 2027, so its age counts
    male   | 1960-10-01 | 2021-01-01 | 723    | the first day of the scale
    male   | 1960-09-30 | 2020-12-30 | 723    | before 2021: the age of 2021
    male   | 1930-01-01 | 1990-04-01 | 723    | long before 2021
    male   | 1960-12-31 | 2021-03-31 | 723    | a month of 31 days
    male   | 1960-11-30 | 2021-02-28 | 723    | 30 February is the 28th
    male   | 1960-11-29 | 2021-02-28 | 723    | 29 February of a common year
    male   | 1964-02-29 | 2025-05-29 | 735    | born on a leap day, the 29th of another month
    male   | 1966-12-31 | 2028-12-31 | 744    | the last step
    male   | 1967-01-01 | 2029-01-01 | 744    | it stands still
    male   | 2000-02-29 | 2062-02-28 | 744    | a leap day without its day
    male   | 2004-02-29 | 2066-02-28 | 744    | the same
    female | 1965-09-01 | 2021-01-01 | 664    | the first day of the scale
    female | 1966-01-01 | 2021-05-01 | 664    | 55 years 4 months in 2021
    female | 1969-11-30 | 2026-11-30 | 684    | 57 years in 2026
    female | 1969-12-31 | 2026-12-31 | 684    | 57 years on the last day of 2026
    female | 1970-01-01 | 2027-05-01 | 688    | 57 years 4 months in 2027
    female | 1971-10-30 | 2029-10-30 | 696    | 58 years in 2029
    female | 1975-05-01 | 2035-05-01 | 720    | the last step
    female | 1974-12-31 | 2034-08-31 | 716    | 59 years 8 months in 2034
    female | 1980-02-29 | 2040-02-29 | 720    | a leap day that has its day
    """)

  @Test(arguments: known)
  func `is reached on the day of the law`(row: [String]) throws {
    let rule = try Given.rule("2026-11")
    let age = try #require(rule.regulation.retirement?.age)
    let sex = try #require(Sex(rawValue: row[0]))
    let reached = age.reached(sex: sex, birthDate: try Given.day(row[1]))
    #expect("\(reached.day)" == row[2] && "\(reached.months)" == row[3], "\(row[4])")
  }

  @Test func `counts from the first day of the month on which it is reached`() throws {
    // 1 Jan 1970 plus 688 months: 1 May 2027 is not after the first day of May.
    for (month, rate) in [("2027-04", "0.003"), ("2027-05", "0.002"), ("2027-06", "0.002")] {
      let given = try Given.uninsured(.female, born: "1970-01-01")
      #expect(try Given.rule(month).charge(given).rate?.description == rate)
    }
  }

  @Test func `once reached stays, for everybody and every month`() throws {
    var random = Seeded.forTest()
    let rules = try Given.rules()
    let first = try Given.month("2026-02")
    for _ in 0..<300 {
      let born = Day(number: Int32.random(in: -14_000...3000, using: &random))
      let sex = Bool.random(using: &random) ? Sex.male : .female
      let given = DuesCase(
        category: .uninsured, sex: sex, birthDate: born, joinedOn: Day(2000, 1, 1), wageRegion: 1)
      var wasReached = false
      for offset in 0..<480 {
        let rule = try rules.rule(for: first.adding(months: offset))
        let isReached = try rule.charge(given).rate == rule.wageRate?.reached
        #expect(isReached || !wasReached, "\(sex) \(born?.description ?? "") \(rule.month)")
        wasReached = isReached
      }
    }
  }

  @Test func `is answered for the first and the last days there are`() throws {
    let age = try #require(try Given.rule("2026-11").regulation.retirement?.age)
    for sex in Sex.allCases {
      for day in [Day.beginning, .first, .last] {
        #expect(age.reached(sex: sex, birthDate: day).months >= 664)
      }
    }
  }
}

@Suite struct `Who owes dues` {
  static let people = table(
    """
    month   | status             | cell | joined     | owes
    2026-11 | active             | yes  | 2000-01-01 | owes
    2026-11 | exempt             | yes  | 2000-01-01 | owes
    2026-11 | temporarily_exempt | yes  | 2000-01-01 | owes
    2026-11 | left               | yes  | 2000-01-01 | left
    2026-11 | deceased           | yes  | 2000-01-01 | deceased
    2026-11 |                    | yes  | 2000-01-01 | no party status
    2026-11 | active             | no   | 2000-01-01 | in no cell
    2026-11 | active             | yes  |            | owes
    2026-11 | active             | yes  | 2026-10-31 | owes
    2026-11 | active             | yes  | 2026-11-01 | owes from 2026-12 on
    2026-11 | active             | yes  | 2026-11-30 | owes from 2026-12 on
    2026-12 | active             | yes  | 2026-11-30 | owes
    2026-11 | active             | no   | 2027-01-15 | owes from 2027-02 on
    2026-11 | left               | no   | 2027-01-15 | left
    """)

  @Test(arguments: people)
  func `is decided by the first day of the month`(row: [String]) throws {
    let duty = DuesDuty.of(
      try Given.month(row[0]), status: .init(rawValue: row[1]), hasCell: row[2] == "yes",
      joinedOn: Day(row[3]))
    switch duty {
    case .owes: #expect(row[4] == "owes")
    case .owesNot(let reason): #expect(reason.phrase.en.contains(row[4]) && row[4] != "owes")
    }
  }
}
