import Basics
import Members
import TestKit
import Testing

@testable import Dues

@Suite struct `The dues of a month` {
  /// dues.md, "Worked", and a line for each row of its table.
  static let worked = table(
    """
    month   | category          | base     | rate  | amount | net
    2026-11 | insured           | 12345678 | 0.01  | 123457 | 123457
    2026-11 | sick_leave        | 4150     | 0.01  | 42     | 42
    2026-11 | sick_leave        | 4149     | 0.01  | 41     | 41
    2026-11 | pensioner         | 7777777  | 0.005 | 38889  | 38889
    2026-11 | working_pensioner | 10000100 | 0.005 | 50001  | 50001
    2026-11 | allowance         | 2055099  | 0.005 | 10275  | 10275
    2026-11 | abroad_mission    | 15000050 | 0.01  | 150001 | 150001
    2026-11 | abroad_other      | 30000    |       | 30000  | 30000
    2026-11 | abroad_other      | 400000   |       | 400000 | 400000
    2026-11 | student           | 9        |       | 5000   | 5000
    2026-11 | insured           | 0        | 0.01  | 0      | 0
    2026-11 | insured           | 49       | 0.01  | 0      | 0
    2026-11 | insured           | 50       | 0.01  | 1      | 1
    2026-02 | insured           | 12345678 | 0.01  | 123457 | 123457
    2026-01 | insured           | 12345678 | 0.01  | 123457 | 123457
    2026-01 | sick_leave        | 1000000  | 0.01  | 10000  | 10000
    2011-01 | pensioner         | 7777777  | 0.005 | 38889  | 38889
    """)

  @Test(arguments: worked)
  func `is the rate times the base, rounded once`(row: [String]) throws {
    let category = try #require(Member.DuesCategory(rawValue: row[1]))
    let charge = try Given.rule(row[0]).charge(try Given.member(category, Int64(row[2])))
    #expect(charge.rate?.description ?? "" == row[3])
    #expect(charge.amount?.description == row[4] && charge.net.description == row[5])
    #expect(charge.percent == 0 && charge.ground == nil && charge.waiver == nil)
    #expect(charge.warnings == [])
    #expect(charge.base?.description == (row[1] == "student" ? nil : row[2]))
    #expect("\(charge.rule)" == (row[0] < "2026-02" ? "342-qd-tw-2010" : "01-qd-tw-2026"))
  }

  /// Without insurance: region, sex, birth date and month decide.
  static let wages = table(
    """
    month   | sex    | born       | region | rate  | amount
    2026-11 | male   | 1965-04-20 | 1      | 0.002 | 10620
    2026-11 | male   | 1965-06-20 | 1      | 0.003 | 15930
    2026-12 | male   | 1965-06-20 | 1      | 0.003 | 15930
    2027-01 | male   | 1965-06-20 | 1      | 0.002 | 10620
    2027-12 | male   | 1965-06-20 | 1      | 0.002 | 10620
    2028-01 | male   | 1965-06-20 | 1      | 0.003 | 15930
    2028-01 | male   | 1990-06-20 | 1      | 0.005 | 26550
    2027-12 | male   | 1990-06-20 | 1      | 0.003 | 15930
    2026-02 | male   | 1990-06-20 | 2      | 0.003 | 14190
    2026-02 | male   | 1990-06-20 | 3      | 0.003 | 12420
    2026-02 | male   | 1990-06-20 | 4      | 0.003 | 11100
    2026-02 | female | 1950-06-20 | 2      | 0.002 | 9460
    2026-02 | female | 1950-06-20 | 3      | 0.002 | 8280
    2026-02 | female | 1950-06-20 | 4      | 0.002 | 7400
    2028-02 | female | 1950-06-20 | 4      | 0.003 | 11100
    2028-02 | female | 1990-06-20 | 3      | 0.005 | 20700
    """)

  @Test(arguments: wages)
  func `without insurance is a share of the region's wage`(row: [String]) throws {
    let sex = try #require(Sex(rawValue: row[1]))
    let given = try Given.uninsured(sex, born: row[2], region: Int(row[3]))
    let charge = try Given.rule(row[0]).charge(given)
    #expect(charge.rate?.description == row[4] && charge.net.description == row[5])
    let wages = ["5310000", "4730000", "4140000", "3700000"]
    #expect(charge.base?.description == wages[try #require(Int(row[3])) - 1])
  }

  static let reduced = table(
    """
    percent | base     | net
    30      | 7777777  | 27222
    50      | 7777777  | 19444
    70      | 7777777  | 11667
    100     | 7777777  | 0
    50      | 200      | 1
    30      | 100      | 0
    50      | 100      | 0
    """)

  @Test(arguments: reduced)
  func `is reduced from the exact amount, not from the rounded one`(row: [String]) throws {
    let percent = try #require(Int(row[0]))
    let waiver = DuesCase.Waiver(id: 7, ground: .difficulty, percent: percent)
    let given = try Given.member(.pensioner, Int64(row[1]), waivers: [waiver])
    let charge = try Given.rule("2026-11").charge(given)
    #expect(charge.net.description == row[2] && charge.percent == percent)
    #expect(charge.ground == .difficulty && charge.waiver == 7)
    // 100 đồng of pension are 0.50 exactly: 1 as an amount, 0.25 or 0.35 when reduced.
    #expect(charge.amount?.dong == (row[1] == "7777777" ? 38_889 : 1))
  }

  @Test func `takes the strongest decision, then the smallest number`() throws {
    func taken(_ waivers: [DuesCase.Waiver], joined: String = "2000-01-01") throws -> String {
      let given = try Given.member(.insured, 1_000_000, joined: joined, waivers: waivers)
      let charge = try Given.rule("2026-11").charge(given)
      let number = charge.waiver.map { "\($0)" } ?? "-"
      return "\(charge.percent) \(charge.ground?.rawValue ?? "-") \(number)"
    }
    let (some, more) = (
      DuesCase.Waiver(id: 1, ground: .difficulty, percent: 30),
      DuesCase.Waiver(id: 5, ground: .difficulty, percent: 70)
    )
    let (all, same) = (
      DuesCase.Waiver(id: 9, ground: .hardship, percent: 100),
      DuesCase.Waiver(id: 4, ground: .socialAllowance, percent: 100)
    )
    #expect(try taken([]) == "0 - -")
    #expect(try taken([some, more]) == "70 difficulty 5")
    #expect(try taken([more, some]) == "70 difficulty 5")
    #expect(try taken([some, all, more]) == "100 hardship 9")
    #expect(try taken([all, same]) == "100 social_allowance 4")
    #expect(try taken([same, all]) == "100 social_allowance 4")
    #expect(try taken([same], joined: "1976-11-01") == "100 party_age_50 -")
  }

  @Test(arguments: [
    ("1976-11-01", "2026-11", true), ("1976-11-02", "2026-11", false),
    ("1976-11-02", "2026-12", true), ("1976-02-29", "2026-02", false),
    ("1976-02-29", "2026-03", true), ("1976-03-01", "2026-03", true),
    ("1900-01-01", "2026-02", true), ("1926-01-01", "2026-01", false),
  ])
  func `is nothing from 50 years of party age on, to the day`(
    joined: String, month: String, isExempt: Bool
  ) throws {
    let charge = try Given.rule(month).charge(try Given.member(.insured, 100_000, joined: joined))
    #expect(charge.amount?.dong == 1000 && charge.net.dong == (isExempt ? 0 : 1000))
    #expect(charge.ground == (isExempt ? .partyAge50 : nil))
    #expect(charge.percent == (isExempt ? 100 : 0))
  }

  @Test func `needs no base of somebody exempt`() throws {
    let rule = try Given.rule("2026-11")
    for category in Member.DuesCategory.allCases where category != .student {
      let charge = try rule.charge(try Given.member(category, joined: "1970-01-01"))
      #expect(charge.amount == nil && charge.exact == nil && charge.base == nil)
      #expect(charge.net == .zero && charge.rate == nil && charge.ground == .partyAge50)
    }
    let waiver = DuesCase.Waiver(id: 3, ground: .difficulty, percent: 70)
    #expect(throws: DuesFlaw.missingBase(.pensioner)) {
      try rule.charge(try Given.member(.pensioner, waivers: [waiver]))
    }
    // What is wrong is refused all the same.
    #expect(throws: DuesFlaw.baseBelowZero(Money(dong: -1))) {
      try rule.charge(try Given.member(.insured, -1, joined: "1970-01-01"))
    }
    #expect(throws: DuesFlaw.missingCategory) {
      try rule.charge(DuesCase(category: nil, joinedOn: Day(1970, 1, 1)))
    }
  }

  @Test func `says when the day of joining is missing, and charges`() throws {
    let charge = try Given.rule("2026-11").charge(try Given.member(.student, joined: nil))
    #expect(charge.net.dong == 5000 && charge.warnings == [.joinedOnMissing])
    // The rule before 2026-02 knows no party age, so it does not ask.
    let old = try Given.rule("2026-01").charge(try Given.member(.insured, 100, joined: nil))
    #expect(old.warnings == [])
  }

  @Test func `leaves out a decision that the regulation does not know`() throws {
    let waivers = [
      DuesCase.Waiver(id: 1, ground: .hardship, percent: 30),
      DuesCase.Waiver(id: 2, ground: .difficulty, percent: 40),
    ]
    let given = try Given.member(.student, waivers: waivers)
    let charge = try Given.rule("2026-11").charge(given)
    #expect(charge.net.dong == 5000 && charge.percent == 0)
    #expect(charge.warnings == [.waiverNotInRule(1), .waiverNotInRule(2)])
  }

  @Test func `holds for any base that fits`() throws {
    let rule = try Given.rule("2026-11")
    let charge = try rule.charge(try Given.member(.insured, .max))
    #expect(charge.amount?.dong == 92_233_720_368_547_758)
    #expect(throws: DuesFlaw.baseBelowZero(Money(dong: .min))) {
      try rule.charge(try Given.member(.insured, .min))
    }
  }
}

@Suite struct `A member who cannot be charged` {
  static let refused = table(
    """
    month   | category     | base   | flaw
    2026-11 | insured      |        | no dues base
    2026-11 | insured      | -1     | below zero
    2026-11 | pensioner    |        | no dues base
    2026-11 | abroad_other | 29999  | outside the band from 30,000 ₫ to 400,000 ₫
    2026-11 | abroad_other | 400001 | outside the band from 30,000 ₫ to 400,000 ₫
    2026-11 | abroad_other | -5     | below zero
    2026-11 | abroad_other |        | no dues base
    2026-11 | uninsured    | 5      | sex is missing
    2026-01 | uninsured    | 5      | the committee had set
    2026-01 | student      |        | the committee had set
    2026-01 | abroad_other | 50000  | the committee had set
    2026-01 | allowance    | 50000  | the committee had set
    2026-01 | insured      |        | no dues base
    """)

  @Test(arguments: refused)
  func `is refused with the reason and what to do`(row: [String]) throws {
    let category = try #require(Member.DuesCategory(rawValue: row[1]))
    let flaw = #expect(throws: DuesFlaw.self) {
      try Given.rule(row[0]).charge(try Given.member(category, Int64(row[2])))
    }
    #expect(flaw?.message.en.contains(row[3]) == true, "\(flaw?.message.en ?? "")")
    #expect(flaw?.hint?.vi.isEmpty == false && flaw?.kind == .refused)
  }

  @Test func `is refused for what the retirement age and the wage need`() throws {
    let rule = try Given.rule("2026-11")
    var given = DuesCase(category: .uninsured, joinedOn: Day(2000, 1, 1))
    #expect(throws: DuesFlaw.missingSex) { try rule.charge(given) }
    given.sex = .female
    #expect(throws: DuesFlaw.missingBirthDate) { try rule.charge(given) }
    given.birthDate = Day(1980, 1, 1)
    for region in [nil, 0, 5, -1, .min, .max] {
      given.wageRegion = region
      #expect(throws: DuesFlaw.noWageRegion) { try rule.charge(given) }
    }
    let named = DuesFlaw.noWageRegion.message(unit: "Chi bộ 3")
    #expect(named.vi == "Đơn vị “Chi bộ 3” và các cấp trên không có vùng lương.")
    given.category = nil
    #expect(throws: DuesFlaw.missingCategory) { try rule.charge(given) }
  }

  @Test func `pays what the committee had set, where the file says it`() throws {
    for (fixed, category, sum) in [
      ("fixed: 2000", Member.DuesCategory.uninsured, 2000),
      ("fixed: 30000", .student, 30_000),
      ("fixed: {uninsured: 10000, student: 3000}", .student, 3000),
    ] {
      let files = try Configured.files { name, text in
        name.contains("342") ? text + "\n" + fixed + "\n" : text
      }
      let rule = try DuesRules.read(files).rule(for: Given.month("2026-01"))
      let charge = try rule.charge(try Given.member(category))
      #expect(charge.net.dong == Int64(sum) && charge.base == nil && charge.rate == nil)
      if fixed.contains("{") {
        #expect(throws: DuesFlaw.self) { try rule.charge(try Given.member(.allowance)) }
      }
    }
  }
}
