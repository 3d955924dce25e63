import Access
import Basics
import Foundation
import Postgres
import RecordsKit
import Sheets
import TestKit
import Testing

@testable import Exchange

@Suite struct `A file of sheets` {
  static let taken = [
    "M1 decree-335-2025.leader decided 1 7", "M2 decree-335-2025.staff decided 1 5",
    "unit:VP collective-2025 decided 1 4",
  ]

  @Test func `is taken whole: entries, decided sheets, a step each, one line on the trail`()
    async throws
  {
    try await SheetStory.with { story in
      let report = try await story.take(try GivenFile.sheets(GivenFile.three))
      #expect(report.flaws.isEmpty, "\(report.flaws)")
      #expect(report.numbers == [16, 16, 0, 0, 0] && report.applied && report.sheets == 3)
      #expect(try await story.sheets() == Self.taken)
      #expect(
        try await story.lines(
          """
          SELECT concat_ws('|', kind, sheet_entry.code, title, weight, target, actual,
                 quality_failures, delays, points, self_points)
            FROM sheet_entry JOIN member ON member.id = subject_id
           WHERE member.code = 'M1' ORDER BY sheet_entry.ctid
          """) == [
            "criterion|G1|90000|100000", "criterion|G2|90000|100000", "criterion|G3|90000|100000",
            "factor|cohesion|5000", "factor|organising|5000",
            "work|SP1|Báo cáo tháng|15000|100000|92500|0|10000",
            "work|SP2|Báo cáo tháng|15000|100000|92500|0|10000",
          ])
      #expect(
        try await story.lines(
          """
          SELECT concat_ws('|', number, step, from_state, to_state, account, reason)
            FROM sheet_step ORDER BY subject_id
          """) == [
            "1|import||decided|test|for a test", "1|import|draft|decided|test|for a test",
            "1|import|draft|decided|test|for a test",
          ])
      let made = try await Sheets(database: story.cast.database.app).show(
        .unit(try #require(Code("VP"))), in: SheetStory.month, for: Cast.hr)
      #expect(made.steps.map(\.from) == [nil] && made.steps.map(\.to) == [.decided])
      let events = try await story.cast.database.app.read {
        try await $0.auditEvents(
          subjectKind: "import", subjectCode: report.planDigest, account: nil, limit: 5
        ).map(\.verb)
      }
      #expect(events == ["sheet.import"])
      #expect(
        try await story.lines("SELECT kind || ' ' || rows_added FROM import_batch") == ["sheet 16"])
      // Nobody opened the month by it; the file has used it.
      #expect(
        try await story.lines(
          """
          SELECT code::text FROM framework JOIN framework_freeze ON framework_id = framework.id
           WHERE code = 'collective-2025'
          """) == ["collective-2025"])
      try await story.cast.database.expectSound()
    }
  }

  @Test func `reads Vietnamese names, a semicolon with decimal commas, and a workbook`()
    async throws
  {
    try await SheetStory.with { story in
      let header = SheetColumn.allCases.map(\.vietnamese)
      let rows = GivenFile.three.map { row in
        row.map { $0.allSatisfy { $0.isNumber || $0 == "." } ? $0.replacing(".", with: ",") : $0 }
      }
      let text = ([header] + rows).map { $0.joined(separator: ";") + "\n" }.joined()
      let report = try await story.take(try GivenFile(text, name: "phieu.csv"))
      #expect(report.numbers == [16, 16, 0, 0, 0], "\(report.flaws)")
      let workbook = try GivenFile(workbook: GivenFile.sheetHeader, GivenFile.three)
      #expect(try await story.take(workbook).numbers == [16, 0, 0, 16, 0])
    }
  }

  @Test func `changes nothing the second time, and says so`() async throws {
    try await SheetStory.with { story in
      let file = try GivenFile.sheets(GivenFile.three)
      _ = try await story.take(file)
      let before = try await story.lines("SELECT max(id)::text FROM audit_event")
      let again = try await story.take(file)
      #expect(again.numbers == [16, 0, 0, 16, 0] && !again.applied && again.sheets == 0)
      #expect(try await story.lines("SELECT max(id)::text FROM audit_event") == before)
      #expect(try await story.lines("SELECT count(*)::text FROM sheet_step") == ["3"])
    }
  }

  @Test(
    arguments: table(
      """
      column     | value
      points     | 8.5
      title      | Tờ trình
      actual     |
      delays     | 0
      code       | SP9
      """))
  func `replaces the whole sheet where one cell is another, and leaves the others`(
    row: [String]
  ) async throws {
    try await SheetStory.with { story in
      _ = try await story.take(try GivenFile.sheets(GivenFile.three))
      let column = try #require(SheetColumn(rawValue: row[0]))
      let place = try #require(SheetColumn.allCases.firstIndex(of: column))
      var rows = GivenFile.three
      let line = column == .points ? 7 : 10
      rows[line][place] = row[1]
      let report = try await story.take(try GivenFile.sheets(rows))
      #expect(report.numbers == [16, 0, 5, 11, 0] && report.sheets == 1, "\(report.flaws)")
      #expect(try await story.sheets() == Self.taken)
      #expect(
        try await story.lines("SELECT version::text FROM sheet WHERE touched ORDER BY 1")
          == ["1", "2", "3"])
    }
  }

  @Test func `may say less than before: what it leaves out leaves the sheet`() async throws {
    try await SheetStory.with { story in
      _ = try await story.take(try GivenFile.sheets(GivenFile.three))
      let shorter = GivenFile.sheet("M2", GivenFile.staff, works: 1)
      let report = try await story.take(try GivenFile.sheets(shorter))
      #expect(report.numbers == [4, 0, 4, 0, 0])
      #expect(try await story.sheets()[1] == "M2 decree-335-2025.staff decided 1 4")
    }
  }

  @Test func `may have the lines of its sheets in any order`() async throws {
    try await SheetStory.with { story in
      var seeded = Seeded.forTest()
      let rows = GivenFile.three.shuffled(using: &seeded)
      let report = try await story.take(try GivenFile.sheets(rows))
      #expect(report.numbers == [16, 16, 0, 0, 0], "\(report.flaws)")
      #expect(try await story.sheets() == Self.taken)
      #expect(
        try await story.take(try GivenFile.sheets(GivenFile.three)).numbers == [16, 0, 0, 16, 0])
    }
  }

  @Test func `takes a sheet longer than a block`() async throws {
    try await SheetStory.with { story in
      let long = GivenFile.sheet("M2", GivenFile.staff, works: 1200)
      let report = try await story.take(try GivenFile.sheets(long))
      #expect(report.numbers == [1203, 1203, 0, 0, 0] && report.sheets == 1)
      #expect(try await story.take(try GivenFile.sheets(long)).numbers == [1203, 0, 0, 1203, 0])
    }
  }

  @Test func `brings drafts where asked, and never over a sheet that was signed`() async throws {
    try await SheetStory.with { story in
      let file = try GivenFile.sheets(GivenFile.three)
      #expect(try await story.take(file, draft: true).applied)
      #expect(try await story.sheets()[1] == "M2 decree-335-2025.staff draft 1 5")
      #expect(try await story.take(file, draft: true).numbers == [16, 0, 0, 16, 0])
      #expect(try await story.take(file).numbers == [16, 0, 16, 0, 0])
      let back = try await story.take(file, draft: true)
      #expect(back.refused == 16 && !back.applied)
      #expect(back.flaws.first?.reason.en.contains("the sheet is decided") == true)
      #expect(try await story.sheets() == Self.taken)
    }
  }

  @Test func `is held to its rehearsal`() async throws {
    try await SheetStory.with { story in
      let file = try GivenFile.sheets(GivenFile.three)
      let rehearsal = try await story.take(file) { $0.rehearsal = true }
      #expect(!rehearsal.applied && rehearsal.sheets == 3)
      #expect(try await story.sheets().isEmpty)
      _ = try await story.take(try GivenFile.sheets(GivenFile.sheet("M2", GivenFile.staff)))
      await #expect(throws: ImportError.self) {
        try await story.take(file) { $0.expectedPlan = rehearsal.planDigest }
      }
      let second = try await story.take(file) { $0.rehearsal = true }
      #expect(try await story.take(file) { $0.expectedPlan = second.planDigest }.applied)
      #expect(try await story.sheets() == Self.taken)
    }
  }

  @Test func `by four officers at once is taken once, and the others are told`() async throws {
    try await SheetStory.with { story in
      let file = try GivenFile.sheets(GivenFile.three)
      let ends = await withTaskGroup { group in
        for _ in 0..<4 {
          group.addTask { () -> String in
            do { return try await story.take(file).applied ? "applied" : "unchanged" } catch {
              return (error as? ImportError) == .busy ? "busy" : "\(error)"
            }
          }
        }
        return await group.reduce(into: [String]()) { $0.append($1) }
      }
      #expect(ends.filter { $0 == "applied" }.count == 1, "\(ends)")
      #expect(ends.allSatisfy { ["applied", "unchanged", "busy"].contains($0) }, "\(ends)")
      #expect(try await story.sheets() == Self.taken)
    }
  }
}

@Suite struct `A month and its sheets` {
  @Test func `that was never opened takes none, and says how to open it`() async throws {
    try await SheetStory.with { story in
      let file = try GivenFile.sheets(GivenFile.three)
      let next = SheetStory.month.adding(months: 1)
      let error = await #expect(throws: PeriodError.self) {
        try await story.take(file, month: next)
      }
      #expect(error?.kind == .notFound)
      #expect(error?.hint?.en.contains("cadre period open 2026-08") == true)
    }
  }

  @Test(arguments: ["closed", "published"])
  func `that is over takes none, and says what to do`(state: String) async throws {
    try await SheetStory.with { story in
      try await story.move(to: state == "closed" ? ["closed"] : ["closed", "published"])
      let file = try GivenFile.sheets(GivenFile.three)
      let error = await #expect(throws: PeriodError.self) { try await story.take(file) }
      #expect(error?.kind == .conflict)
      #expect(error?.hint?.en.contains("cadre period reopen") == true)
      #expect(try await story.sheets().isEmpty)
    }
  }

  @Test func `that was reopened takes new sheets and keeps the old`() async throws {
    try await SheetStory.with { story in
      _ = try await story.take(try GivenFile.sheets(GivenFile.three))
      try await story.reopen()
      var rows = GivenFile.three
      rows[7][SheetColumn.allCases.count - 2] = "7.5"
      let report = try await story.take(try GivenFile.sheets(rows))
      #expect(report.numbers == [16, 0, 5, 11, 0], "\(report.flaws)")
      #expect(
        try await story.sheets() == [
          "M1 decree-335-2025.leader decided 1 7", "M2 decree-335-2025.staff decided 1 5",
          "M2 decree-335-2025.staff decided 2 5", "unit:VP collective-2025 decided 1 4",
        ])
      #expect(
        try await story.lines(
          """
          SELECT revision || ' ' || points FROM sheet_entry
           WHERE code = 'G1' AND subject_id = (SELECT id FROM member WHERE code = 'M2') ORDER BY 1
          """) == ["1 90000", "2 75000"])
      // In the second revision it is replaced where it stands.
      rows[7][SheetColumn.allCases.count - 2] = "8"
      #expect(try await story.take(try GivenFile.sheets(rows)).numbers == [16, 0, 5, 11, 0])
      #expect(try await story.sheets().count == 4)
      try await story.cast.database.expectSound()
    }
  }
}
