import Access
import Basics
import Configuration
import Foundation
import Frameworks
import Members
import Postgres
import RecordsKit
import Sheets
import TestKit
import Testing

@testable import Exchange

@Suite struct `A sheet is refused` {
  static let okr = "kpi-okr"

  /// A line of each kind as it should be; a test spoils one cell of it.
  static let good: [String: [SheetColumn: String]] = [
    "criterion": [.framework: GivenFile.staff, .entry: "criterion", .code: "G1", .points: "9"],
    "work": [
      .framework: GivenFile.staff, .entry: "work", .code: "SP1", .weight: "1", .target: "10",
      .actual: "9",
    ],
    "kpi": [
      .framework: okr, .entry: "kpi", .code: "K1", .weight: "1", .target: "5", .actual: "4",
      .direction: "up",
    ],
    "key_result": [
      .framework: okr, .entry: "key_result", .code: "R1", .group: "O1", .weight: "1",
      .baseline: "2", .target: "8", .actual: "5",
    ],
    "event": [.framework: GivenFile.staff, .entry: "event", .code: "on_leave"],
    "factor": [
      .memberCode: "M1", .framework: GivenFile.leader, .entry: "factor", .code: "cohesion",
      .points: "1",
    ],
  ]

  static func row(_ kind: String, _ changes: [SheetColumn: String] = [:]) -> [String] {
    GivenFile.line(
      ([.memberCode: "M2"] as [SheetColumn: String]).merging(good[kind] ?? [:]) { $1 }
        .merging(changes) { $1 })
  }

  @Test(arguments: good.keys.sorted())
  func `never for a line as it should be`(kind: String) async throws {
    try await SheetStory.with { story in
      let report = try await story.take(try GivenFile.sheets([Self.row(kind)]))
      #expect(report.numbers == [1, 1, 0, 0, 0], "\(report.flaws)")
    }
  }

  @Test(
    arguments: table(
      """
      kind       | column           | value               | reason
      work       | member_code      |                     | must not be empty
      work       | member_code      | M 2                 | code of a member, or unit:CODE
      work       | member_code      | unit:               | code of a member, or unit:CODE
      work       | member_code      | NOBODY              | no such member
      work       | member_code      | unit:NONE           | no such unit
      work       | member_code      | M4                  | status at its end is “exempt from
      work       | member_code      | M5                  | status at its end is “temporarily ex
      work       | member_code      | N1                  | no evaluation form
      work       | member_code      | N2                  | in no cell and no agency
      work       | member_code      | unit:OLD            | not open at the month's end
      work       | member_code      | unit:VP             | not for collectives
      work       | member_code      | M1                  | not for leaders
      work       | framework        |                     | must not be empty
      work       | framework        | a b                 | id of a framework
      work       | framework        | nothing             | no such framework
      work       | framework        | kpi-okr@7           | no such framework
      work       | framework        | decree-335-2025.staff@2 | holds from 2027-01-01 only
      work       | framework        | collective-2025     | not for staff
      work       | framework        | kpi-okr             | no section of this framework
      work       | entry            |                     | must not be empty
      work       | entry            | job                 | criterion, work, kpi
      work       | entry            | kpi                 | no section of this framework
      work       | entry            | factor              | no section of this framework
      work       | code             |                     | must not be empty
      work       | code             | SP 1                | a code has 1 to 40
      work       | title            | a\u{202E}b          | direction mark U+202E
      work       | weight           |                     | must not be empty
      work       | weight           | 0                   | more than 0
      work       | weight           | -1                  | from 0 to 1000000000
      work       | weight           | 1000000000.0001     | from 0 to 1000000000
      work       | weight           | 0.00001             | at most 4 decimals
      work       | weight           | 1e3                 | from 0 to 1000000000
      work       | weight           | 1.5.5               | from 0 to 1000000000
      work       | target           |                     | must not be empty
      work       | target           | 0.0000              | more than 0
      work       | target           | 99999999999999999999 | from 0 to 1000000000
      work       | actual           | nhiều               | from 0 to 1000000000
      work       | delays           | -1                  | from 0 to 1000000000
      work       | quality_failures | x                   | from 0 to 1000000000
      work       | points           | 5                   | leaves it empty
      work       | direction        | up                  | leaves it empty
      work       | group            | O1                  | leaves it empty
      work       | baseline         | 1                   | leaves it empty
      criterion  | code             | G9                  | does not know the code
      criterion  | points           | 10.5                | at most 10.00 points
      criterion  | points           | 9.125               | at most 2 decimals
      criterion  | self_points      | 11                  | at most 10.00 points
      criterion  | weight           | 1                   | leaves it empty
      criterion  | actual           | 1                   | leaves it empty
      kpi        | direction        |                     | must not be empty
      kpi        | direction        | sideways            | up or down
      kpi        | target           | 0                   | more than 0
      key_result | group            |                     | must not be empty
      key_result | group            | O 1                 | a code has 1 to 40
      key_result | baseline         |                     | must not be empty
      key_result | target           | 2                   | differ from the baseline
      factor     | points           | 0.75                | a factor is 1 or 0.5
      factor     | code             | charm               | does not know the code
      event      | points           | 1                   | leaves it empty
      """))
  func `by line, column, value and reason`(row: [String]) async throws {
    try await SheetStory.with { story in
      try await Self.prepare(story)
      let column = try #require(SheetColumn(rawValue: row[1]))
      let value = row[2].replacing("\\u{202E}", with: "\u{202E}")
      let before = GivenFile.sheet("M3", GivenFile.staff)
      let file = try GivenFile.sheets(before + [Self.row(row[0], [column: value])])
      let report = try await story.take(file)
      // A line that is nobody's stands amid the lines of the sheet before it.
      let named = !["", "M 2", "unit:"].contains(value) || column != .memberCode
      #expect(report.refused == (named ? 1 : 6) && !report.applied, "\(report.flaws)")
      let flaw = try #require(report.flaws.last)
      #expect(flaw.line == 7)
      #expect(flaw.reason.en.contains(row[3]), "\(flaw)")
      let formed = flaw.reason.en.contains("not for") || flaw.reason.en.contains("no section")
      #expect(formed || flaw.column == row[1] && flaw.value == value, "\(flaw)")
      #expect(try await story.sheets().isEmpty)
    }
  }

  /// What the table speaks of and the cast has not.
  private static func prepare(_ story: SheetStory) async throws {
    let cast = story.cast
    let people: [[MemberColumn: String]] = [
      [.code: "N1", .cellCode: "CB1"], [.code: "N2", .form: "staff"],
    ]
    _ = try await cast.importMembers(try GivenFile.members(people.map(GivenFile.row)))
    try await cast.units.add(
      Cast.unit("OLD", "Phòng cũ", under: "UB", .state, 2), from: .beginning, by: Cast.hr,
      basis: Cast.basis)
    try await cast.units.close(
      Cast.code("OLD"), from: Cast.today, by: Cast.hr, basis: Cast.basis
    ) { _, _, _ in 0 }
    let shipped = try Configuration.frameworks().first { $0.name.contains("2025.staff") }
    let later = try #require(shipped).text
      .replacing("version: 1", with: "version: 2")
      .replacing("valid_from: 2026-01-01", with: "valid_from: 2027-01-01")
    try await Frameworks(database: cast.database.app).publish(
      text: later, name: "later.yaml", by: Cast.hr, basis: Cast.basis)
  }

  @Test func `with all its lines, each in the rejected file`() async throws {
    try await SheetStory.with { story in
      var rows = GivenFile.three
      rows[9][3] = "G9"
      let file = try GivenFile.sheets(rows)
      let report = try await story.take(file)
      #expect(report.numbers == [16, 11, 0, 0, 5] && !report.applied)
      #expect(
        report.places == ["9 member_code", "10 member_code", "11 code", "12 member_code"]
          .reduce(into: []) { $0.append($1) } + ["13 member_code"])
      #expect(report.flaws.first?.reason.en.contains("line 11, which is refused") == true)
      let path = try RejectedRows.write(report.flaws, of: file.path, language: .english)
      let rejected = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(rejected.count == 6 && rejected.dropFirst().allSatisfy { $0.hasPrefix("M2,") })
    }
  }

  @Test func `and the others are taken where that was asked for`() async throws {
    try await SheetStory.with { story in
      var rows = GivenFile.three
      rows[9][3] = "G9"
      let report = try await story.take(try GivenFile.sheets(rows)) { $0.partial = true }
      #expect(report.numbers == [16, 11, 0, 0, 5] && report.applied && report.sheets == 2)
      #expect(try await story.sheets() == [SheetFileSuite.taken[0], SheetFileSuite.taken[2]])
      try await story.cast.database.expectSound()
    }
  }

  @Test(arguments: [false, true])
  func `for an entry that stands there twice, on both lines`(scattered: Bool) async throws {
    try await SheetStory.with { story in
      let sheet = GivenFile.sheet("M2", GivenFile.staff)
      let other = scattered ? GivenFile.sheet("M3", GivenFile.staff) : []
      let report = try await story.take(try GivenFile.sheets(sheet + other + [sheet[0]])) {
        $0.partial = true
      }
      #expect(report.refused == 6 && report.added == other.count)
      let second = 7 + other.count
      let twice = report.flaws.filter { $0.reason.en.contains("kind and code of line") }
      #expect(twice.map(\.line) == [2, second])
      #expect(
        twice.map(\.reason.en) == [
          "has the kind and code of line \(second) of the same sheet",
          "has the kind and code of line 2 of the same sheet",
        ])
    }
  }

  @Test(arguments: [false, true])
  func `for a second framework`(scattered: Bool) async throws {
    try await SheetStory.with { story in
      let sheet = GivenFile.sheet("M2", GivenFile.staff)
      let other = scattered ? GivenFile.sheet("M3", GivenFile.staff) : []
      let stray = GivenFile.line([
        .memberCode: "M2", .framework: "hanoi-2018", .entry: "work", .code: "SP7", .weight: "1",
        .target: "1",
      ])
      let report = try await story.take(try GivenFile.sheets(sheet + other + [stray]))
      #expect(report.refused == 6 && report.added == other.count)
      let flaw = try #require(report.flaws.first { $0.column == "framework" })
      #expect(flaw.line == 7 + other.count && flaw.reason.en.contains("a sheet has one framework"))
    }
  }

  @Test func `outside of what the officer may import`() async throws {
    try await SheetStory.with { story in
      let rows =
        GivenFile.sheet("M2", GivenFile.staff) + GivenFile.sheet("M3", GivenFile.staff)
        + GivenFile.sheet("unit:VP", "collective-2025", works: 1)
        + GivenFile.sheet("unit:KT", "collective-2025", works: 1)
        + GivenFile.sheet("M4", GivenFile.staff)
      let officer = try story.cast.actor(.hrOfficer, over: "KT")
      let report = try await story.take(try GivenFile.sheets(rows), by: officer) {
        $0.partial = true
      }
      #expect(report.applied)
      #expect(
        try await story.sheets() == [
          "M3 decree-335-2025.staff decided 1 5", "unit:KT collective-2025 decided 1 4",
        ])
      let outside = report.flaws.filter { $0.reason.en.contains("outside") }.map(\.value)
      #expect(outside == ["M2", "unit:VP", "M4"])
      let file = try GivenFile.sheets(rows)
      for actor in [Cast.stranger, Cast.actor(.inspector), Cast.actor(.cellSecretary)] {
        await #expect(throws: AccessError.self) { try await story.take(file, by: actor) }
      }
    }
  }

  @Test func `that is the officer's own, unless it comes as a draft`() async throws {
    try await SheetStory.with { story in
      let number = try await story.cast.database.app.read {
        try await $0.value("SELECT id FROM member WHERE code = 'M2'", as: Int64.self)
      }
      let officer = Actor(
        account: Cast.hr.account, origin: Cast.hr.origin, grants: Cast.hr.grants,
        today: Cast.today, member: number)
      let file = try GivenFile.sheets(GivenFile.three)
      let report = try await story.take(file, by: officer) { $0.partial = true }
      #expect(report.numbers == [16, 11, 0, 0, 5])
      #expect(report.flaws.first?.reason.en.contains("is your own sheet") == true)
      let own = try GivenFile.sheets(GivenFile.sheet("M2", GivenFile.staff))
      #expect(try await story.take(own, draft: true, by: officer).applied)
    }
  }

  @Test func `of somebody whose record was merged into another`() async throws {
    try await SheetStory.with { story in
      _ = try await story.cast.members.merge(
        Cast.code("M3"), into: Cast.code("M2"), today: Cast.today, by: Cast.hr, basis: Cast.basis)
      let report = try await story.take(
        try GivenFile.sheets(GivenFile.sheet("M3", GivenFile.staff)))
      #expect(report.flaws.first?.reason.en == "is a duplicate merged into “M2”")
    }
  }

  @Test func `where the file is cut, and no sheet is kept without a line of its own`()
    async throws
  {
    try await SheetStory.with { story in
      let rows = GivenFile.sheet("M2", GivenFile.staff) + GivenFile.sheet("M3", GivenFile.staff)
      var lines = GivenFile.csv(rows, header: GivenFile.sheetHeader).split(separator: "\n")
      lines[5] = "M2,decree"
      let text = lines.joined(separator: "\n") + "\n"
      let report = try await story.take(try GivenFile(text, name: "sheets.csv")) {
        $0.partial = true
      }
      #expect(report.numbers == [10, 5, 0, 0, 5], "\(report.flaws)")
      #expect(try await story.sheets() == ["M3 decree-335-2025.staff decided 1 5"])
    }
  }

  @Test func `as a whole file where a column is missing or stands twice`() async throws {
    try await SheetStory.with { story in
      let file = try GivenFile("member_code,framework,entry\n", name: "sheets.csv")
      await #expect(throws: ImportError.missingColumns(["code (Mã)"])) {
        try await story.take(file)
      }
      let twice = try GivenFile("member_code,framework,entry,code,Mã\n", name: "sheets.csv")
      await #expect(throws: ImportError.repeatedColumn("Mã")) { try await story.take(twice) }
    }
  }
}

private typealias SheetFileSuite = `A file of sheets`
