import ArgumentParser
import Basics
import Exchange
import Tabular

/// `cadre dues export`: a month's charges and what is paid of them, for the board.
package struct DuesExportCommand: DeskCommand {
  package static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: words(
      vi: "Xuất đảng phí của một tháng: mỗi người phải nộp bao nhiêu, vì sao, đã nộp bao nhiêu.",
      en: "Writes a month's dues: what everybody owes, why, and what is paid."),
    discussion: words(
      vi: """
        Ví dụ: cadre dues export --period 2026-11 > dangphi.csv
               cadre dues export --period 2026-11 --unit DU004 --output dangphi.xlsx
        """,
      en: """
        Example: cadre dues export --period 2026-11 > dues.csv
                 cadre dues export --period 2026-11 --unit DU004 --output dues.xlsx
        """))
  @Option(help: help(vi: "Tháng, YYYY-MM.", en: "The month, YYYY-MM.")) var period: String
  @Option(help: help(vi: "Chỉ đơn vị này và cấp dưới.", en: "Only this unit and below."))
  var unit: String?
  @Option(
    name: .shortAndLong,
    help: help(
      vi: "Tệp .csv hoặc .xlsx; không có thì in ra màn hình.",
      en: "A .csv or .xlsx file; else printed."))
  var output: String?
  @Option(help: help(vi: "Dạng in: csv, json hoặc table.", en: "csv, json or table."))
  var format = RowFormat.csv
  @Flag(help: help(vi: "CSV cho bảng tính: BOM và CRLF.", en: "CSV for spreadsheets: BOM, CRLF."))
  var excel = false
  @OptionGroup var why: BasisOptions
  @OptionGroup var actingAs: ActingAs
  package init() {}

  package func run(at desk: Desk) async throws {
    let month = try Console.month(period)
    try RowFile.check(output)
    let code = try unit.map(Console.code)
    let office = try await desk.open(actingAs.account)
    let (path, excel, format, terminal) = (output, excel, format, desk.terminal)
    let progress = ProgressLine(terminal)
    defer { progress.finish() }
    let rows = try await DuesExport(database: office.database).run(
      month, under: code, today: office.today, by: office.actor, basis: try why.basis(),
      to: {
        try RowFile.writer(
          path, header: DuesExport.header, format: format, excel: excel, terminal)
      }
    ) { count in
      progress.show(Phrase(vi: "Đã xuất \(count) dòng", en: "\(count) rows written"))
    }
    progress.finish()
    if let output {
      terminal.line(
        vi: "Đã xuất \(rows) khoản đảng phí tháng \(month) vào \(output).",
        en: "Wrote \(rows) charges of \(month) to \(output).")
    }
  }
}
