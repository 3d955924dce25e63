import ArgumentParser
import Basics
import Reports
import Tabular

/// `cadre rank`: the ranking of units.
package struct RankCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: words(vi: "Xếp hạng đơn vị.", en: "The ranking of units."),
    discussion: words(
      vi: "Ví dụ: cadre rank show --period 2026-10 --tree party --level 2",
      en: "Example: cadre rank show --period 2026-10 --tree party --level 2"),
    subcommands: [Show.self, Export.self, History.self])

  package init() {}

  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Xếp hạng của một kỳ, so với kỳ trước, kèm mười hai tháng.",
        en: "The ranking of a month, beside the month before, with twelve months."),
      discussion: words(
        vi: "Ví dụ: cadre rank show --period 2026-10 --under UB",
        en: "Example: cadre rank show --period 2026-10 --under UB"))
    @OptionGroup var of: ReportMonth
    @OptionGroup var units: RankingOptions
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (month, choice) = (try of.month, try units.choice)
      let office = try await desk.open(actingAs.account)
      let report = try await office.reports.ranking(
        of: month, choice, run: of.run, for: office.actor)
      try ReportScreen.print(report, as: format.format, to: desk.terminal)
    }
  }

  package struct Export: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Xuất xếp hạng ra csv theo thứ tự mã đơn vị, để máy đọc và kiểm tra.",
        en: "Writes the ranking as csv in the order of unit codes, for programs and checks."),
      discussion: words(
        vi: """
          Ví dụ: cadre rank export --period 2026-10 > xephang.csv
                 cadre rank export --period 2026-10 --run 7 --output xephang.xlsx
          """,
        en: """
          Example: cadre rank export --period 2026-10 > ranking.csv
                   cadre rank export --period 2026-10 --run 7 --output ranking.xlsx
          """))
    @OptionGroup var of: ReportMonth
    @Option(
      name: .shortAndLong,
      help: help(
        vi: "Tệp .csv hoặc .xlsx; không có thì in ra màn hình.",
        en: "A .csv or .xlsx file; else printed."))
    var output: String?
    @Option(help: help(vi: "Dạng in: table, csv hoặc json.", en: "How rows are printed."))
    var format = RowFormat.csv
    @Flag(help: help(vi: "CSV cho bảng tính: BOM và CRLF.", en: "CSV for spreadsheets: BOM, CRLF."))
    var excel = false
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try of.month
      if let output { try Self.check(output) }
      let office = try await desk.open(actingAs.account)
      let (_, rows) = try await office.reports.rankingRows(
        of: month, run: of.run, for: office.actor)
      let cells = rows.map { RankingFile.cells($0, of: month) }
      guard output != nil || format == .csv else {
        var listing = Listing(
          RankingFile.header.map {
            .init($0, Phrase(vi: $0, en: $0), isNumber: !Self.texts.contains($0))
          })
        for row in cells { listing.add(row.map(\.text)) }
        return try listing.print(as: format, to: desk.terminal)
      }
      let writer = try RowFile.writer(
        output, header: RankingFile.header, format: .csv, excel: excel, desk.terminal)
      for row in cells { try writer.write(row) }
      try writer.finish()
      if let output {
        desk.terminal.line(
          vi: "Đã xuất \(rows.count) đơn vị vào \(output).",
          en: "Wrote \(rows.count) units to \(output).")
      }
    }

    private static let texts: Set = ["period", "tree", "unit_code", "note"]

    private static func check(_ path: String) throws {
      let format = try ReportFormat(path: path)
      guard format == .csv || format == .xlsx else {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "Xếp hạng chỉ xuất ra .csv hoặc .xlsx, không ra .\(format.rawValue).",
            en: "The ranking is exported as .csv or .xlsx, not as .\(format.rawValue)."),
          hint: Phrase(
            vi: "Để in: cadre report ranking --period KỲ --output TỆP.pdf",
            en: "To print it: cadre report ranking --period MONTH --output FILE.pdf"))
      }
    }
  }

  package struct History: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Mọi kỳ đã công bố của một đơn vị: điểm, hạng, A đến D.",
        en: "Every published month of a unit: score, rank, A to D."),
      discussion: words(
        vi: "Ví dụ: cadre rank history CB1", en: "Example: cadre rank history CB1"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @OptionGroup var output: ReportOutput
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      try output.check()
      let office = try await desk.open(actingAs.account)
      let report = try await office.reports.history(of: try code(unit), for: office.actor)
      try output.deliver(report, to: desk.terminal)
    }
  }
}
