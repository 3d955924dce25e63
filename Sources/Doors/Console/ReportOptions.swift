import ArgumentParser
import Basics
import Reports
import Tabular

extension Office {
  package var reports: Reports { Reports(database: database) }
}

/// Where a report goes, and as what.
package struct ReportOutput: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: help(
      vi: "Tệp .csv, .xlsx, .pdf, .svg hoặc .png; không có thì in ra màn hình.",
      en: "A .csv, .xlsx, .pdf, .svg or .png file; else printed."))
  package var output: String?
  @Flag(help: help(vi: "CSV cho bảng tính: BOM và CRLF.", en: "CSV for spreadsheets: BOM, CRLF."))
  package var excel = false
  @OptionGroup package var format: FormatOption

  package init() {}

  /// Refuses a file of an unknown form before anything is read.
  func check() throws {
    if let output { _ = try ReportFormat(path: output) }
  }

  /// Writes the report to its file, or prints it.
  func deliver(_ report: Report, to terminal: Terminal) throws {
    if let output {
      let format = try report.write(to: output, excel: excel, in: terminal.language)
      let rows = report.main.rows.count
      terminal.line(
        vi: "Đã ghi báo cáo \(rows) dòng vào \(output) (\(format.rawValue)).",
        en: "Wrote a report of \(rows) rows to \(output) (\(format.rawValue)).")
      if let warning = report.warning { terminal.error(terminal.say(warning)) }
      return
    }
    try ReportScreen.print(report, as: format.format, excel: excel, to: terminal)
  }
}

/// A report on a terminal.
package enum ReportScreen {
  static func print(
    _ report: Report, as format: RowFormat, excel: Bool = false, to terminal: Terminal
  ) throws {
    switch format {
    case .csv: try report.writeCSV(into: DescriptorSink.standardOutput(), excel: excel)
    case .json: terminal.line(json(report))
    case .table:
      for line in lines(report, in: terminal.language, colour: terminal.usesColour) {
        terminal.line(line)
      }
    }
  }

  package static func json(_ report: Report) -> String {
    let table = report.main
    var listing = Listing(
      table.places(on: .data).map { place in
        let column = table.columns[place]
        return .init(column.key, column.title, isNumber: column.side == .right)
      })
    for row in table.rows { listing.add(table.data(row)) }
    return listing.json
  }

  /// Title, warning, tables with their totals, and what stands below them.
  package static func lines(
    _ report: Report, in language: Language, colour: Bool = false
  ) -> [String] {
    func bold(_ text: String) -> String { colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    let subject = report.subject.text(in: language)
    var lines = [bold(report.title.text(in: language) + (subject.isEmpty ? "" : " · " + subject))]
    if let warning = report.warning { lines.append(bold("⚠ " + warning.text(in: language))) }
    lines.append("")
    lines += table(report.main, in: language, colour: colour)
    for other in report.others {
      lines += ["", bold(other.caption.text(in: language))]
      lines += table(other, in: language, colour: colour)
    }
    let below = report.lines + report.remarks + report.hints
    if !below.isEmpty { lines.append("") }
    lines += below.map { $0.text(in: language) }
    return lines + ["", report.source.text(in: language)]
  }

  /// How wide a cell may be on a screen; files have everything.
  private static let widest = 60

  private static func short(_ text: String) -> String {
    guard displayWidth(text) > widest else { return text }
    var kept = text
    while displayWidth(kept) >= widest { kept.removeLast() }
    return kept + "…"
  }

  private static func table(
    _ table: ReportTable, in language: Language, colour: Bool
  ) -> [String] {
    guard !table.rows.isEmpty else { return [table.none.text(in: language)] }
    var listing = Listing(
      table.places(on: .screen).map { place in
        let column = table.columns[place]
        return .init(column.key, column.title, isNumber: column.side == .right)
      })
    for row in table.rows {
      listing.add(table.shown(row, on: .screen, in: language).map(short))
    }
    if let total = table.total { listing.add(table.shown(total, on: .screen, in: language)) }
    var lines = listing.table(in: language, colour: colour)
    if table.total != nil, let last = lines.popLast(), lines.count > 1 {
      lines += [lines[1], last]
    }
    return lines
  }
}

/// Options of a report of one month.
package struct ReportMonth: ParsableArguments {
  @Option(help: help(vi: "Kỳ đánh giá, YYYY-MM.", en: "The period, YYYY-MM.")) package var period:
    String
  @Option(
    help: help(vi: "Lần chấm (mặc định lần mới nhất).", en: "The run (default the newest)."))
  package var run: Int32?

  package init() {}

  var month: Month { get throws { try Console.month(period) } }
}

/// Options that choose units of a ranking.
package struct RankingOptions: ParsableArguments {
  @Option(help: help(vi: "Hệ thống: party hoặc state.", en: "The tree: party or state."))
  package var tree: String?
  @Option(help: help(vi: "Chỉ bậc này.", en: "Only this level.")) package var level: Int?
  @Option(help: help(vi: "Chỉ đơn vị này và cấp dưới.", en: "Only this unit and below."))
  package var under: String?

  package init() {}

  var choice: RankingChoice {
    get throws {
      RankingChoice(
        tree: try tree.map(UnitCommands.tree), level: level, under: try under.map(code))
    }
  }
}
