import ArgumentParser
import Basics
import Drawing
import Dues
import Reports

extension DuesCommands {
  package struct Status: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Tôi phải đóng bao nhiêu, vì sao, đã nộp gì; biên lai, miễn giảm, số dư.",
        en: "What do I owe, why, what have I paid; receipts, waivers, credit."),
      discussion: words(
        vi: """
          csv và json in các tháng. --output ghi bản sao kê PDF.
          Ví dụ: cadre dues status M000123
                 cadre dues status M000123 --period 2026-05 --output sao-ke.pdf
          """,
        en: """
          csv and json print the months. --output writes the statement of account as PDF.
          Example: cadre dues status M000123
                   cadre dues status M000123 --period 2026-05 --output statement.pdf
          """))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Option(
      help: help(
        vi: "Giải thích tháng này (mặc định tháng mới nhất).",
        en: "Explains this month (default the newest)."))
    var period: String?
    @Option(
      name: .shortAndLong,
      help: help(vi: "Tệp .pdf.", en: "A .pdf file."))
    var output: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (member, asked) = (try Console.code(code), try period.map(month))
      if let output { try DuesPrint.check(output) }
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      let dues = office.dues(by: rules)
      let status = try await dues.status(of: member, today: office.today, for: office.actor)
      if let asked, !status.months.contains(where: { $0.month == asked }) {
        throw PlainProblem(
          .notFound,
          Phrase(
            vi: "Tháng \(asked) của “\(member)” chưa được tính.",
            en: "\(asked) of “\(member)” was not assessed."),
          hint: Phrase(
            vi: "Tính: cadre dues assess --period \(asked) --member \(member).",
            en: "Assess it: cadre dues assess --period \(asked) --member \(member)."))
      }
      if let output {
        let code = try await DuesTransfer.statementCode(of: status, by: dues, in: office)
        let paper = DuesPrint.statement(
          of: status, code: code, on: office.today, in: desk.terminal.language)
        let pages = try paper.write(to: output, in: desk.terminal.language)
        return desk.terminal.line(
          vi: "Đã ghi sao kê \(pages) trang vào \(output).",
          en: "Wrote a statement of \(pages) pages to \(output).")
      }
      let screen = DuesStatusScreen(
        status: status, today: office.today, terminal: desk.terminal)
      guard format.format == .table else {
        return try screen.months(as: format.format).print(as: format.format, to: desk.terminal)
      }
      let explained =
        asked.map { month in status.months.filter { $0.month == month } }
        ?? status.months.suffix(1)
      try screen.say(explaining: explained, by: rules)
    }
  }
}
