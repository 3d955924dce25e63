import Basics

/// One cell of a table that is written.
package enum Cell: Sendable, Hashable {
  case empty
  case text(String)
  case whole(Int64)
  case decimal(ExactDecimal)
  case day(Day)

  /// The cell as text: numbers without separators of thousands and with a point, days as
  /// YYYY-MM-DD.
  package var text: String {
    switch self {
    case .empty: ""
    case .text(let text): text
    case .whole(let number): String(number)
    case .decimal(let number): number.description
    case .day(let day): day.description
    }
  }
}

/// A table that is written row by row, in memory that does not grow with it.
///
/// The header is written by the initialiser. Without ``finish()`` the file does not appear.
package protocol TableWriter: AnyObject {
  /// Writes one row: at most as many cells as the header has, the missing ones empty.
  ///
  /// - Throws: a `Problem` where the file cannot be written or a text holds a NUL.
  func write(_ cells: [Cell]) throws

  /// Writes one row of texts.
  func write(_ fields: [String]) throws

  /// Writes what is left and puts the file in its place.
  func finish() throws
}

extension TableWriter {
  package func write(_ fields: [String]) throws { try write(fields.map(Cell.text)) }
}
