import Basics
import Drawing
import Tabular

extension Report {
  /// Writes the report to a file, whose ending says as what.
  ///
  /// The file appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - excel: csv the way a spreadsheet wants it, with formulas made harmless.
  ///   - language: of everything that people read; the columns of csv are named by keys.
  /// - Returns: what it was written as.
  /// - Throws: ``ReportError`` for another ending or too many rows for paper, or what stands in the
  ///   way of the file.
  @discardableResult
  package func write(
    to path: String, excel: Bool = false, in language: Language
  ) throws -> ReportFormat {
    let format = try ReportFormat(path: path)
    switch format {
    case .table, .csv:
      let style = CSVWriter.Style(excel: excel, neutralising: excel)
      try writeData(to: try CSVWriter(path: path, header: keys, style: style))
    case .xlsx: try writeWorkbook(to: path, in: language)
    case .pdf:
      let rows = others.reduce(main.rows.count) { $0 + $1.rows.count }
      guard rows <= ReportError.mostPrinted else { throw ReportError.tooLong(rows: rows) }
      try document(in: language).writePDF(to: path)
    case .svg: try chart(language).writeSVG(to: path)
    case .png: try chart(language).writePNG(to: path)
    }
    return format
  }

  /// The rows as csv, to any sink: comma, LF, and nothing made harmless.
  package func writeCSV(into sink: any ByteSink, excel: Bool = false) throws {
    let style = CSVWriter.Style(excel: excel, neutralising: excel)
    try writeData(to: try CSVWriter(to: sink, header: keys, style: style))
  }

  private var keys: [String] { main.places(on: .data).map { main.columns[$0].key } }

  private func writeData(to writer: any TableWriter) throws {
    for row in main.rows { try writer.write(main.data(row)) }
    try writer.finish()
  }

  /// Titles and words as people read them, numbers as numbers, the total below.
  private func writeWorkbook(to path: String, in language: Language) throws {
    let places = main.places(on: .data)
    let writer = try XLSXWriter(
      path: path, sheetName: kind.rawValue,
      header: places.map { main.columns[$0].title.text(in: language) })
    for row in main.rows + [main.total].compactMap(\.self) {
      try writer.write(places.map { row[$0].cell(in: language) })
    }
    try writer.finish()
  }
}
