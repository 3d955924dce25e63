import ArgumentParser
import Basics
import Drawing
import Dues
import Reports

extension DuesCommands {
  package struct Receipt: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Biên lai thu đảng phí của một khoản nộp, hoặc cả quyển của một chi bộ.",
        en: "The receipt of a payment, or the whole book of a cell."),
      discussion: words(
        vi: """
          Không có --output thì in chữ ra màn hình.
          Ví dụ: cadre dues receipt 12 --output bien-lai.pdf
                 cadre dues receipt --unit CB00004-1 --year 2026 --output quyen-2026.pdf
          """,
        en: """
          Without --output it is printed as text.
          Example: cadre dues receipt 12 --output receipt.pdf
                   cadre dues receipt --unit CB00004-1 --year 2026 --output book-2026.pdf
          """))
    @Argument(help: help(vi: "Số khoản nộp (xem dues status).", en: "The payment (dues status)."))
    var payment: Int64?
    @Option(help: help(vi: "Cả quyển của chi bộ này.", en: "The whole book of this cell."))
    var unit: String?
    @Option(
      help: help(vi: "Năm của quyển (mặc định năm nay).", en: "Its year (default this year)."))
    var year: String?
    @Flag(help: help(vi: "Ghi dấu BẢN SAO.", en: "Marks it as a COPY.")) var copy = false
    @Option(
      name: .shortAndLong,
      help: help(vi: "Tệp .pdf.", en: "A .pdf file."))
    var output: String?
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      guard (payment == nil) != (unit == nil) else {
        throw wrong(
          vi: "Cần số khoản nộp, hoặc --unit CHI_BỘ.", en: "Give a payment, or --unit CELL.")
      }
      guard payment == nil || year == nil else {
        throw wrong(vi: "--year đi cùng --unit.", en: "--year goes with --unit.")
      }
      if let output { try DuesPrint.check(output) }
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      let dues = office.dues(by: rules)
      let views: [DuesReceiptView]
      if let payment {
        views = [try await dues.receipt(of: payment, today: office.today, for: office.actor)]
      } else {
        views = try await dues.receipts(
          of: try code(unit ?? ""), year: try Console.year(year, or: office.today),
          today: office.today, for: office.actor)
      }
      let receipts = views.map { DuesPrint.receipt($0, isCopy: copy) }
      let language = desk.terminal.language
      guard let output else {
        for (index, receipt) in receipts.enumerated() {
          if index > 0 { desk.terminal.line() }
          for line in DuesReceiptText.lines(receipt, in: language) { desk.terminal.line(line) }
        }
        if receipts.isEmpty {
          desk.terminal.line(vi: "Chưa có biên lai nào.", en: "There is no receipt yet.")
        }
        return
      }
      let pages = try DuesReceipt.write(receipts, to: output, in: language)
      desk.terminal.line(
        vi: "Đã ghi \(receipts.count) biên lai, \(pages) trang, vào \(output).",
        en: "Wrote \(receipts.count) receipts on \(pages) pages to \(output).")
    }
  }
}

/// A receipt as text, with the words of the paper.
private enum DuesReceiptText {
  static func lines(_ receipt: DuesReceipt, in language: Language) -> [String] {
    let page = receipt.document(in: language)
    var lines: [String] = []
    for block in page.head {
      lines += block.map(\.text).filter { !$0.isEmpty }
    }
    lines.append("")
    lines.append(page.title)
    if !page.subtitle.isEmpty { lines.append(page.subtitle) }
    for case .fields(let fields) in page.parts {
      let width = fields.map { displayWidth($0.name) }.max() ?? 0
      lines += fields.map { "  \($0.name.padded(toWidth: width))  \($0.value)" }
    }
    for case .blocks(let blocks) in page.parts {
      for block in blocks {
        // Title, where to sign, room, and the name below.
        guard let title = block.first?.text, let name = block.last?.text else { continue }
        lines.append("  \(title):" + (name.isEmpty ? "" : " " + name))
      }
    }
    return lines
  }
}
