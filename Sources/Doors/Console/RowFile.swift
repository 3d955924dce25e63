import Basics
import Tabular

/// Where rows that a program or a script reads go: a file by its name, or the screen.
enum RowFile {
  /// Refuses a file that rows cannot be written as, before anything is read.
  static func check(_ path: String?) throws {
    guard let path else { return }
    let name = (path.split(separator: "/").last ?? "").lowercased()
    guard name.hasSuffix(".csv") || name.hasSuffix(".xlsx") else {
      throw PlainProblem(
        .usage,
        Phrase(
          vi: "Chỉ ghi ra .csv hoặc .xlsx, không ghi ra “\(path)”.",
          en: "Rows are written as .csv or .xlsx, not to “\(path)”."),
        hint: Phrase(
          vi: "Đặt tên tệp có đuôi .csv hoặc .xlsx; để in: cadre report.",
          en: "Give the file a name that ends in .csv or .xlsx; to print: cadre report."))
    }
  }

  static func writer(
    _ path: String?, header: [String], format: RowFormat, excel: Bool, _ terminal: Terminal
  ) throws -> any TableWriter {
    switch path == nil ? format : .csv {
    case .csv:
      return try TableFile.writer(path, header: header, excel: excel, neutralising: excel)
    case .json, .table: return ListingWriter(header: header, format: format, terminal: terminal)
    }
  }
}

/// Gathers rows and prints them as a table for people, or as JSON.
private final class ListingWriter: TableWriter {
  private var listing: Listing
  private let format: RowFormat
  private let terminal: Terminal

  init(header: [String], format: RowFormat, terminal: Terminal) {
    listing = Listing(header.map { Listing.Column($0, vi: $0, en: $0) })
    self.format = format
    self.terminal = terminal
  }

  func write(_ fields: [String]) throws { listing.add(fields) }
  func write(_ cells: [Cell]) throws { listing.add(cells.map(\.text)) }
  func finish() throws { try listing.print(as: format, to: terminal) }
}
