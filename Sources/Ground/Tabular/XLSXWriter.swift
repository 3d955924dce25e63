import Basics
import CXLSXWriter
import Glibc

/// Writes a workbook of one sheet row by row: a bold header that stays in sight, with filters.
///
/// Texts are typed as text, so that no spreadsheet takes one for a formula or a number; days are
/// real dates shown as dd/mm/yyyy. The same table gives the same bytes: the day of creation that
/// the format asks for is always the same. Memory is one row, however many there are; what grows
/// is a temporary file without a name.
package final class XLSXWriter: TableWriter {
  /// What a sheet can hold.
  package static let maximumRows = 1_048_576
  package static let maximumColumns = 16_384
  package static let maximumText = 32_767

  /// 2020-01-01 00:00:00 UTC, in seconds.
  private static let created = 1_577_836_800

  private let place: FilePlace
  private let columns: Int
  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let dateFormat: UnsafeMutablePointer<lxw_format>?
  private var book: UnsafeMutablePointer<lxw_workbook>?
  private var row: UInt32 = 0

  /// Starts a workbook; it appears under its name at ``finish()``.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - sheetName: at most 31 characters; those that a sheet's name cannot have become spaces.
  ///   - header: the names of the columns, none empty, no two equal.
  /// - Throws: a `Problem` where the header is refused or the file cannot be made.
  package init(path: String, sheetName: String, header: [String]) throws {
    columns = try TableHeader(header, line: 1).names.count
    guard columns <= Self.maximumColumns else {
      throw TableProblem(.tooManyColumns(limit: Self.maximumColumns))
    }
    place = FilePlace(path: path)
    // The library would find out only at the end that there is no such folder.
    close(try place.open())
    var options = lxw_workbook_options()
    options.constant_memory = 1
    let made = workbook_new_opt(place.temporary, &options)
    guard let made, let sheet = workbook_add_worksheet(made, Self.name(sheetName)) else {
      if let made { lxw_workbook_free(made) }
      throw FilePlace.refusal(of: path, errno: 0)
    }
    book = made
    self.sheet = sheet
    dateFormat = workbook_add_format(made)
    format_set_num_format(dateFormat, "dd/mm/yyyy")
    var properties = lxw_doc_properties()
    properties.created = Self.created
    workbook_set_properties(made, &properties)
    try writeHeader(header, bold: workbook_add_format(made))
  }

  deinit { if let book { lxw_workbook_free(book) } }

  package func write(_ cells: [Cell]) throws {
    try check(cells.count)
    for (column, cell) in cells.enumerated() {
      let column = lxw_col_t(column)
      switch cell {
      case .empty: continue
      case .text(let text): try write(text, at: column)
      case .whole(let number): try write(cell, as: Double(exactly: number), at: column)
      case .decimal(let number): try write(cell, as: Self.double(number), at: column)
      case .day(let day):
        guard let serial = SheetDay.serial(of: day) else {
          try write(cell.text, at: column)
          continue
        }
        try checked(worksheet_write_number(sheet, row, column, Double(serial), dateFormat))
      }
    }
    row += 1
  }

  package func write(_ fields: [String]) throws {
    try check(fields.count)
    for (column, text) in fields.enumerated() { try write(text, at: lxw_col_t(column)) }
    row += 1
  }

  package func finish() throws {
    guard let book else { return }
    let lastColumn = lxw_col_t(columns - 1)
    try checked(worksheet_autofilter(sheet, 0, 0, max(row, 1) - 1, lastColumn))
    self.book = nil
    // Closing frees the workbook, whether it goes well or not.
    try checked(workbook_close(book))
    try place.settle()
  }

  // MARK: Cells

  private func writeHeader(_ header: [String], bold: UnsafeMutablePointer<lxw_format>?) throws {
    format_set_bold(bold)
    for (column, name) in header.enumerated() {
      let width = Double(min(max(name.count + 4, 12), 40))
      try checked(
        worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil))
      try write(name, at: lxw_col_t(column), format: bold)
    }
    worksheet_freeze_panes(sheet, 1, 0)
    row = 1
  }

  private func write(
    _ text: String, at column: lxw_col_t, format: UnsafeMutablePointer<lxw_format>? = nil
  ) throws {
    guard !text.isEmpty else { return }
    guard text.utf8.count <= Self.maximumText || text.utf16.count <= Self.maximumText else {
      throw TableProblem(
        .textTooLong(limit: Self.maximumText), line: Int(row) + 1, column: "\(column + 1)")
    }
    guard let safe = SheetText.escaped(text) else {
      throw TableProblem(.nul, line: Int(row) + 1, column: "\(column + 1)")
    }
    try checked(worksheet_write_string(sheet, row, column, safe, format))
  }

  /// Writes a number where a sheet can hold it exactly, else its digits as text.
  private func write(_ cell: Cell, as number: Double?, at column: lxw_col_t) throws {
    guard let number, abs(number) < 1e15 else { return try write(cell.text, at: column) }
    try checked(worksheet_write_number(sheet, row, column, number, nil))
  }

  /// The nearest binary fraction, where 15 digits are enough to find the decimal again.
  private static func double(_ number: ExactDecimal) -> Double? {
    guard number.mantissa.magnitude < 1_000_000_000_000_000 else { return nil }
    return Double(number.description)
  }

  private func check(_ count: Int) throws {
    guard book != nil, count <= columns else {
      throw TableProblem(.fieldCount(expected: columns, found: count))
    }
    guard row < Self.maximumRows else {
      throw TableProblem(.tooManyRows(limit: Self.maximumRows))
    }
  }

  private func checked(_ result: lxw_error) throws {
    guard result == LXW_NO_ERROR else {
      throw TableProblem(.sheetRefused(code: Int(result.rawValue)))
    }
  }

  private static func name(_ wanted: String) -> String {
    let forbidden = "[]:*?/\\"
    let plain = String(
      wanted.map {
        forbidden.contains($0) || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0
      }
    ).drop { $0 == "'" || $0 == " " }
    var name = ""
    for character in plain where name.utf16.count + String(character).utf16.count <= 31 {
      name.append(character)
    }
    while name.last == "'" || name.last == " " { name.removeLast() }
    return name.isEmpty ? "Sheet1" : name
  }
}
