import Basics

/// Where the columns that a layout knows stand in a file.
///
/// Names may be the English or the Vietnamese ones, in any case and order, accents or not.
struct HeaderMap<Column: Hashable & Sendable>: Sendable {
  private let places: [Column: Int]
  /// Columns that the layout does not know.
  let unknown: [String]
  /// Columns of the layout that the file has.
  var known: Set<Column> { Set(places.keys) }

  /// - Parameters:
  ///   - header: the first line of the file.
  ///   - names: what each column may be called.
  ///   - required: the columns that have to be there.
  ///   - title: what a missing column is called in the message.
  /// - Throws: ``ImportError`` for a column that is missing or stands twice.
  init(
    _ header: [String], names: [Column: [String]], required: [Column],
    title: (Column) -> String
  ) throws {
    var columns: [String: Column] = [:]
    for (column, spellings) in names {
      for spelling in spellings { columns[Self.key(spelling)] = column }
    }
    var (places, unknown): ([Column: Int], [String]) = ([:], [])
    for (index, name) in header.enumerated() {
      guard let column = columns[Self.key(name)] else {
        unknown.append(name)
        continue
      }
      guard places.updateValue(index, forKey: column) == nil else {
        throw ImportError.repeatedColumn(name)
      }
    }
    let missing = required.filter { places[$0] == nil }.map(title)
    guard missing.isEmpty else { throw ImportError.missingColumns(missing) }
    self.places = places
    self.unknown = unknown
  }

  /// The text of a column, without space at its ends; empty where the file has no such column.
  func text(_ column: Column, in fields: [String]) -> String {
    guard let place = places[column], place < fields.count else { return "" }
    return Self.trimmed(fields[place])
  }

  /// A field without space at its ends.
  static func trimmed(_ field: String) -> String {
    guard let first = field.utf8.first, let last = field.utf8.last else { return "" }
    // Only plain spaces: anything stranger is for the text gate to see.
    guard first == 32 || last == 32 || first == 9 || last == 9 else { return field }
    let blank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
    let trimmed = field.utf8.drop(while: blank).reversed().drop(while: blank).reversed()
    return String(decoding: Array(trimmed), as: UTF8.self)
  }

  func place(of column: Column) -> Int? { places[column] }

  private static func key(_ name: String) -> String {
    VietnameseText.searchKey(name.replacing("*", with: "")).replacing(" ", with: "_")
  }
}
