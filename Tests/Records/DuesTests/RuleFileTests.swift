import Basics
import ConfigFile
import Configuration
import Members
import TestKit
import Testing

@testable import Dues

@Suite struct `The files of dues` {
  @Test func `are two, one after the other`() throws {
    let rules = try Given.rules()
    #expect(rules.regulations.map { "\($0.id)" } == ["342-qd-tw-2010", "01-qd-tw-2026"])
    #expect(try "\(rules.rule(for: Given.month("2026-01")).regulation.id)" == "342-qd-tw-2010")
    #expect(try "\(rules.rule(for: Given.month("2026-02")).regulation.id)" == "01-qd-tw-2026")
    #expect(try "\(rules.rule(for: Given.month("2099-12")).regulation.id)" == "01-qd-tw-2026")
    let problem = #expect(throws: DuesRuleError.self) {
      try rules.rule(for: Given.month("2010-12"))
    }
    #expect(problem?.message.en.contains("2010-12") == true && problem?.hint != nil)
    #expect(problem?.kind == .refused)
  }

  @Test func `name the source of every figure in two languages`() throws {
    for regulation in try Given.rules().regulations {
      #expect(regulation.title.vi != regulation.title.en)
      #expect(regulation.basis.checked.vi != regulation.basis.checked.en)
      var origins = regulation.tariffs.map(\.origin) + regulation.waivers.map(\.origin)
      origins += regulation.wages.map(\.origin)
      origins += [
        regulation.retirement?.origin, regulation.partyAge?.origin, regulation.removal?.origin,
      ].compactMap { $0 }
      #expect(regulation.tariffs.count == Member.DuesCategory.allCases.count)
      for origin in origins {
        #expect(!origin.source.vi.isEmpty && origin.checked.vi != origin.checked.en)
      }
    }
    for step in try Given.split().chains.flatMap(\.steps) {
      #expect(step.name.vi != step.name.en && step.origin.checked.vi != step.origin.checked.en)
    }
  }

  @Test func `say how old the newest wages are, when over a year`() throws {
    let january = try Given.month("2026-01")
    for (month, isOld) in [
      ("2026-02", false), ("2027-01", false), ("2027-02", true), ("2030-01", true),
    ] {
      let rule = try Given.rule(month)
      let old = [DuesWarning.wageTableOld(from: january, month: rule.month)]
      #expect(rule.warnings == (isOld ? old : []))
      #expect(old[0].phrase.en.contains(month))
    }
    #expect(try Given.rule("2026-01").warnings == [])
  }

  @Test func `take a newer wage from its month on`() throws {
    let files = try Configured.files { name, text in
      let row = """
        minimum_wage:
          - {from: 2025-07, regions: [4960000, 4410000, 3860000, 3450000], source: 74, checked: no}

        """
      return Given.changed(text, "minimum_wage:\n", row) ?? text
    }
    let rules = try DuesRules.read(files)
    let old = try rules.rule(for: Given.month("2026-02"))
    #expect(old.wage?.from == (try Given.month("2026-01")))
    #expect(rules.regulations.last?.wages.count == 2)
  }

  @Test func `know which decisions can be recorded`() throws {
    let regulation = try Given.rule("2026-11").regulation
    #expect(regulation.objection(to: .difficulty, percent: 30, months: 12) == nil)
    #expect(regulation.objection(to: .difficulty, percent: 100, months: 1) == nil)
    #expect(regulation.objection(to: .hardship, percent: 100, months: 40) == nil)
    #expect(regulation.objection(to: .difficulty, percent: 30, months: 13) != nil)
    #expect(regulation.objection(to: .difficulty, percent: 40, months: 1) != nil)
    #expect(regulation.objection(to: .socialAllowance, percent: 50, months: 1) != nil)
    #expect(regulation.objection(to: .partyAge50, percent: 100, months: 1) != nil)
    let old = try Given.rule("2025-11").regulation
    #expect(old.objection(to: .socialAllowance, percent: 100, months: 1) != nil)
    #expect(regulation.removal?.unpaidMonths == 3)
  }
}

@Suite struct `A broken file of dues` {
  /// One place of a good file changed; the first column stands in it once, or the first counts.
  static let places = table(
    """
    file | in the file              → | becomes
    01  | from: 2026-02               | from: 2026-02\\ncolour: red
    01  | from: 2026-02               | from: 2026-2
    01  | from: 2026-02               | from: 2026-01
    01  | from: 2026-02               | from: 2026-04
    01  | from: 2026-02               | from: 2026-02\\nthrough: 2026-01
    01  | id: 01-qd-tw-2026           | id: 342-qd-tw-2010
    01  | id: 01-qd-tw-2026           | id: 01 qd
    01  | rate: 0.01                  | rate: 1
    01  | rate: 0.01                  | rate: 1.01
    01  | rate: 0.01                  | rate: 0
    01  | rate: 0.01                  | rate: -0.01
    01  | rate: 0.01                  | rate: 1 %
    01  | rate: 0.01                  | rate: "0.01"
    01  | rate: 0.01                  | rate: 0.0100000
    01  | rate: 0.01                  | rate: 0.01\\n    sum: 5000
    01  | rate: 0.01                  | price: 1
    01  | sum: 5000                   | sum: 5000.5
    01  | sum: 5000                   | sum: -5000
    01  | sum: 5000                   | sum: 5000 đồng
    01  | sum: 5000                   | sum: 5,000
    01  | least: 30000, most: 400000  | least: 30000
    01  | least: 30000, most: 400000  | least: 400000, most: 30000
    01  | student:                    | pupil:
    01  | from: 2026-01               | from: 2026-03
    01  | from: 2028-01               | from: 2026-01
    01  | below: 0.003                | below: 3
    01  | regions: [5310000,          | regions: [
    01  | regions: [5310000,          | regions: [0,
    01  | minimum_wage:               | wages:
    01  | retirement:                 | pension:
    01  | first_year: 2021            | first_year: soon
    01  | step: 3, most: 744          | step: 3, most: 700
    01  | step: 3, most: 744          | step: 0, most: 744
    01  | years: 50                   | years: 0
    01  | percents: [100]             | percents: [101]
    01  | percents: [100]             | percents: []
    01  | months: 12                  | months: 0
    01  | difficulty:                 | laziness:
    01  | unpaid_months: 3            | unpaid_months: 13
    01  | source: "293/2025/NĐ-CP"    | source: ""
    01  | minimum_wage:               | fixed: 5000\\nminimum_wage:
    01  | minimum_wage:               | fixed: {student: 5000}\\nminimum_wage:
    342 | through: 2026-01            | through: 2026-02
    342 | through: 2026-01            | through: 2025-12
    342 | through: 2026-01            |
    342 | waivers:                    | fixed: 1999\\nwaivers:
    342 | waivers:                    | fixed: 30001\\nwaivers:
    342 | waivers:                    | fixed: {insured: 5000}\\nwaivers:
    342 | waivers:                    | fixed: {farmer: 5000}\\nwaivers:
    342 | waivers:                    | fixed: [5000]\\nwaivers:
    342 | least: 2000, most: 30000    | least: 2000, most: 1000
    """)

  static let splits = table(
    """
    in the file      → | becomes
    keep: 0.9          | keep: 1.1
    keep: 0.9          | keep: ?
    keep: 0.9          | keep: 90 %
    keep: 0.9          | keeps: 0.9
    level: 2           | level: 3
    level: 2           | level: 21
    level: 2           | level: 0
    through: 2026-01   | through: 2010-12
    from: 2011-01      | from: 2011
    splits:            | shares:
    """)

  @Test func `is refused with file, line and reason`() throws {
    let good = try Configured.files()
    var report = ""
    for row in Self.places {
      let new = row[2].replacing("\\n", with: "\n")
      let files = try good.map { file -> (name: String, text: String) in
        guard file.name.contains("/" + row[0] + "-") else { return file }
        return (file.name, try #require(Given.changed(file.text, row[1], new), "\(row)"))
      }
      let flaws = Given.flaws(files)
      #expect(!flaws.isEmpty, "taken: \(row)")
      report += "\(row[0]): \(row[1]) → \(row[2])\n" + Given.report(flaws)
    }
    report += "no file\n" + Given.report(Given.flaws([]))
    report += "no YAML\n" + Given.report(Given.flaws(good + [("x.yaml", "a: [")]))
    expectGolden(report, "broken-rules.txt")
  }

  @Test func `of the split is refused likewise`() throws {
    let good = try Configuration.duesSplit()
    var report = ""
    var texts = try Self.splits.map { row in
      ("\(row[0]) → \(row[1])", try #require(Given.changed(good.text, row[0], row[1])))
    }
    let more = """
      splits:
        - {from: 2026-02, levels: [{level: 1, name: A, keep: 0.5, source: B, checked: C}]}
        - {from: 2026-02, levels: [{level: 1, name: A, keep: 0.5, source: B, checked: C}]}
        - {from: 2027-01, through: 2027-03, levels: []}
        - {from: 2027-03, levels: [{level: 1, name: A, keep: 0.5, source: B}]}

      """
    texts.append(("rows that overlap", more))
    for (name, text) in texts {
      let problem = #expect(throws: FileProblem.self, "taken: \(name)") {
        try DuesSplit.read(text: text, name: good.name)
      }
      report += "\(name)\n" + Given.report(problem?.flaws ?? [])
    }
    expectGolden(report, "broken-split.txt")
  }

  @Test func `of the split may be empty, or filled in from a month on`() throws {
    let empty = try DuesSplit.read(text: "splits: []\n", name: "s.yaml")
    #expect(throws: RemittanceError.self) { try empty.chain(for: Given.month("2026-01")) }
    let text =
      try Configuration.duesSplit().text + """
        # filled in
          - {from: 2026-05, levels: [{level: 1, name: A, keep: 1, source: B, checked: C}]}

        """
    let split = try DuesSplit.read(text: text, name: "s.yaml")
    #expect(throws: RemittanceError.self) { try split.chain(for: Given.month("2026-04")) }
    #expect(try split.chain(for: Given.month("2026-05")).steps.count == 1)
    #expect(try split.chain(for: Given.month("2031-05")).steps.count == 1)
  }
}
