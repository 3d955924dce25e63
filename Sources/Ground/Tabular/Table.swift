import Basics

/// One row of a table, its fields in the order of the header.
package struct TableRow: Sendable, Hashable {
  /// Where the row starts, counted from 1: the physical line of a CSV file, the row number of a
  /// sheet.
  package let line: Int

  /// One text per column of the header, byte for byte as the file has it; empty where the file has
  /// nothing.
  package let fields: [String]

  /// The columns whose cell was a number in the workbook; always empty for CSV.
  ///
  /// A number has lost its leading zeros, so a reader of codes refuses such a cell.
  package let numbers: ColumnSet

  package init(line: Int, fields: [String], numbers: ColumnSet = ColumnSet()) {
    self.line = line
    self.fields = fields
    self.numbers = numbers
  }
}

/// What the next step through a table found.
package enum TableItem: Sendable {
  case row(TableRow)
  /// A row that cannot be taken; the rows after it can.
  case bad(TableProblem)
}

/// Columns by index, counted from 0.
package struct ColumnSet: Sendable, Hashable {
  private var words: [UInt64] = []

  package init() {}

  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  package func contains(_ column: Int) -> Bool {
    column >= 0 && column / 64 < words.count && words[column / 64] & (1 << (column % 64)) != 0
  }

  package mutating func insert(_ column: Int) {
    guard column >= 0 else { return }
    while words.count <= column / 64 { words.append(0) }
    words[column / 64] |= 1 << (column % 64)
  }

  package mutating func removeAll() { words.removeAll(keepingCapacity: true) }
}

/// How far a reader has come through its file, in bytes of the file itself.
package struct TableProgress: Sendable, Hashable {
  package let bytesRead: Int
  /// `nil` where the size cannot be known beforehand, as with a pipe.
  package let totalBytes: Int?

  package init(bytesRead: Int, totalBytes: Int?) {
    self.bytesRead = bytesRead
    self.totalBytes = totalBytes
  }
}

/// A table that is read row by row, in memory that does not grow with the file.
package protocol TableReader: AnyObject {
  /// The names of the columns: none empty, no two equal.
  var header: [String] { get }

  /// What separates the fields of a CSV file; `nil` for a workbook.
  var separator: CSVSeparator? { get }

  var progress: TableProgress { get }

  /// The next row, or `nil` after the last.
  ///
  /// - Throws: ``TableProblem`` where the file is damaged so that nothing after that place can be
  ///   trusted; the same problem is thrown again by every later call. `CancellationError` where the
  ///   task was cancelled, looked at once a block.
  func next() throws -> TableItem?
}

/// Opens a table, whatever its form: by what the file holds first, then by what its name says.
///
/// - Parameters:
///   - path: a `.csv`, `.txt` or `.xlsx` file.
///   - limits: what is too much.
///   - neutralised: whether an apostrophe that only protects from formulas is taken off again.
/// - Returns: a reader whose header has been read and checked.
/// - Throws: ``TableProblem`` or another `Problem` saying why the file cannot be read.
package func openTable(
  path: String, limits: TableLimits = .standard, neutralised: Bool = false
) throws -> any TableReader {
  let file = try FileSource(path: path)
  return switch FileKind(start: try file.peek(8), path: path) {
  case .csv: try CSVReader(file, limits: limits, neutralised: neutralised)
  case .workbook: try XLSXReader(path: path, limits: limits)
  case .oldWorkbook: throw TableProblem(.oldWorkbook)
  case .other: throw TableProblem(.notATable)
  }
}

/// What a file is by its first bytes, and where they do not say, by its name.
enum FileKind {
  case csv, workbook, oldWorkbook, other

  init(start: [UInt8], path: String) {
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06])
    {
      self = .workbook
    } else if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      self = .oldWorkbook
    } else if path.lowercased().hasSuffix(".xlsx") || start.starts(with: Array("%PDF".utf8)) {
      self = .other
    } else {
      self = .csv
    }
  }
}
