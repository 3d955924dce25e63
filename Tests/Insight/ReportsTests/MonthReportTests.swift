import Audit
import Basics
import Organisation
import Postgres
import RecordsKit
import Runs
import TestKit
import Testing

@testable import Reports

@Suite struct `The month of a unit` {
  @Test func `lists everybody with grades, reasons and the month before`() async throws {
    try await Ward.with { ward in
      let report = try await ward.reports.month(
        Cast.code("DU"), of: Ward.june, for: Ward.officer, basis: Cast.basis)
      expectGolden(try Papers.text(of: report), "month-party.txt")
      expectGolden(try Papers.text(of: report, in: .english), "month-party.en.txt")
      expectGolden(try await Papers.pdf(of: report), "month-party.pdf.txt")
      expectGolden(try Papers.svg(of: report), "month-party.svg")
      let state = try await ward.reports.month(Cast.code("UB"), of: Ward.june, for: Ward.officer)
      expectGolden(try await Papers.pdf(of: state), "month-state.pdf.txt")
    }
  }

  @Test func `has the totals of the ranking, unit by unit, in every form`() async throws {
    try await Ward.with { ward in
      let results = try await ward.reports.rankingRows(of: Ward.june, for: Ward.officer).rows
      #expect(results.count == Ward.units.count)
      for result in results {
        let report = try await ward.reports.month(result.code, of: Ward.june, for: Ward.officer)
        let rows = report.main.rows.map { report.main.data($0) }
        let keys = report.main.places(on: .data).map { report.main.columns[$0].key }
        let finals = try #require(keys.firstIndex(of: "final_grade"))
        let totals = try #require(keys.firstIndex(of: "total"))
        let rated = rows.filter { !$0[totals].isEmpty }
        #expect(rated.count == result.rated, "\(result.code)")
        for (grade, count) in zip(Words.grades, result.grades) {
          #expect(rows.count { $0[finals] == grade } == count, "\(result.code) \(grade)")
        }
        let sum = rated.compactMap { Points($0[totals])?.hundredths }.reduce(0, +)
        #expect(sum == result.sum, "\(result.code)")
        // The line of totals says the same on paper, and so does the file.
        let total = try #require(report.main.total)
        let words = report.main.shown(total, on: .paper, in: .vietnamese).joined(separator: " ")
        let grades = zip(Words.grades, result.grades).map { "\($0) \($1)" }
        #expect(words.contains(grades.joined(separator: ", ")), "\(words)")
        let mean = ReportValue.points(result.mean).data
        #expect(mean.isEmpty == (result.rated == 0) && (mean.isEmpty || words.contains(mean)))
        let lines = try Papers.csv(of: report).split(separator: "\n")
        #expect(lines.count >= rows.count + 1)
      }
    }
  }

  @Test func `says that a run is provisional, or not published yet`() async throws {
    try await Ward.with(closing: false) { ward in
      let report = try await ward.reports.month(
        Cast.code("CB1"), of: Ward.june, for: Ward.officer)
      #expect(report.warning?.vi.contains("TẠM") == true)
      #expect(try await Papers.pdf(of: report).contains("LẦN CHẤM TẠM"))
      #expect(try Papers.text(of: report).contains("LẦN CHẤM TẠM"))
    }
    try await Ward.with { ward in
      let june = try await ward.reports.month(Cast.code("CB1"), of: Ward.june, for: Ward.officer)
      #expect(june.warning?.vi == "CHƯA CÔNG BỐ")
      try await ward.publish(Ward.june)
      let published = try await ward.reports.month(
        Cast.code("CB1"), of: Ward.june, for: Ward.officer)
      #expect(published.warning == nil)
    }
  }

  @Test func `of a unit without members is empty and says so`() async throws {
    try await Ward.with { ward in
      let report = try await ward.reports.month(
        Cast.code("CB0"), of: Ward.june, for: Ward.officer)
      #expect(report.main.rows.isEmpty)
      #expect(try Papers.text(of: report).contains("Không có ai thuộc diện đánh giá"))
      #expect(try await Papers.pdf(of: report).contains("Không có ai thuộc diện đánh giá"))
      #expect(try Papers.csv(of: report).split(separator: "\n").count == 1)
    }
  }

  @Test func `is shown to those who may view its sheets, and leaves a trace`() async throws {
    try await Ward.with { ward in
      let secretary = try ward.actor(.cellSecretary, over: "CB1")
      let own = try await ward.reports.month(
        Cast.code("CB1"), of: Ward.june, for: secretary, basis: Cast.basis)
      #expect(own.main.rows.count == 5)
      await #expect(throws: UnitError.unknown("CB2")) {
        _ = try await ward.reports.month(Cast.code("CB2"), of: Ward.june, for: secretary)
      }
      let keeper = try ward.actor(.accountAdministrator, over: "CB1")
      await #expect(throws: ReportError.notPublished(Ward.june)) {
        _ = try await ward.reports.month(Cast.code("CB1"), of: Ward.june, for: keeper)
      }
      await #expect(throws: (any Error).self) {
        _ = try await ward.reports.month(Cast.code("CB1"), of: Ward.may, for: keeper)
      }
      let events = try await ward.database.app.read {
        try await $0.auditEvents(
          subjectKind: "unit", subjectCode: "CB1", account: "test", limit: 10)
      }.filter { $0.verb == "report.month" }
      #expect(events.count == 1)
      #expect(events.first?.detail.contains("\"rows\": [null, \"5\"]") == true)
      #expect(events.first?.reason == Cast.basis.reason)
    }
  }

  @Test func `gives a spreadsheet names that are no formulas`() async throws {
    try await Ward.with { ward in
      let report = try await ward.reports.month(
        Cast.code("CB2"), of: Ward.june, for: Ward.officer)
      let plain = try Papers.csv(of: report)
      #expect(plain.contains(",=cmd|'/c calc'!A1,"))
      #expect(plain.contains(",\"Trần, Thị \"\"Bé\"\"\","))
      let excel = try Papers.csv(of: report, excel: true)
      #expect(excel.contains(",'=cmd|'/c calc'!A1,"))
      #expect(excel.unicodeScalars.first == "\u{FEFF}" && excel.contains("\r\n"))
      let path = try Scratch.folder("book") + "/it.xlsx"
      #expect(try report.write(to: path, in: .vietnamese) == .xlsx)
    }
  }

  @Test func `of a month that was not opened or not scored, of another run, is refused`()
    async throws
  {
    try await Ward.with { ward in
      let unit = Cast.code("CB1")
      await #expect(throws: RunError.unknownPeriod(Ward.july)) {
        _ = try await ward.reports.month(unit, of: Ward.july, for: Ward.officer)
      }
      try await ward.open(Ward.july)
      await #expect(throws: RunError.noRun(Ward.july)) {
        _ = try await ward.reports.month(unit, of: Ward.july, for: Ward.officer)
      }
      await #expect(throws: ReportError.otherMonth(run: 1, Ward.june)) {
        _ = try await ward.reports.month(unit, of: Ward.june, run: 1, for: Ward.officer)
      }
      await #expect(throws: UnitError.unknown("NO")) {
        _ = try await ward.reports.month(Cast.code("NO"), of: Ward.june, for: Ward.officer)
      }
    }
  }
}
