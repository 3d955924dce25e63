/// A value that the server and the program both know exactly.
///
/// Values travel in PostgreSQL's binary form, with the number of their type. A column of another
/// type is a ``ValueError``, never a guess.
@usableFromInline
package protocol PostgresValue: PostgresElement {
  /// The type that a bound parameter is sent as.
  static var postgresType: PostgresType { get }

  /// Whether a value is sent as this type in a COPY, where the server does not check.
  static func suits(_ column: PostgresType) -> Bool

  /// Whether the value stands for NULL; only an `Optional` ever says yes.
  var isNull: Bool { get }

  /// Appends the value in the server's binary form.
  func encode(into writer: inout ByteWriter) throws(ValueError)

  /// Reads the value out of a cell that is not NULL.
  static func decode(_ cell: Cell) throws(ValueError) -> Self

  /// What NULL reads as; only an `Optional` has an answer.
  static func decodeNull() throws(ValueError) -> Self
}

extension PostgresValue {
  @inlinable package static func suits(_ column: PostgresType) -> Bool {
    column == postgresType
  }

  @inlinable package var isNull: Bool { false }

  @inlinable package static func decodeNull() throws(ValueError) -> Self { throw .null }
}

/// Why a value could not be sent or read.
@usableFromInline
package enum ValueError: Error, Hashable, Sendable {
  /// The column has a type that this Swift type does not read.
  case wrongType(PostgresType, wanted: PostgresType)
  /// NULL where there has to be a value.
  case null
  /// The bytes are not what the type promises, or the value does not fit the Swift type.
  case malformed(String)
  /// Text with a NUL character, which PostgreSQL cannot store.
  case containsNUL
  /// The server's type has no room for the value.
  case outOfRange(String)
}

/// One value of a result, as the server sent it; valid only while it is being read.
@usableFromInline
package struct Cell {
  @usableFromInline package let start: UnsafeRawPointer
  @usableFromInline package let count: Int
  @usableFromInline package let type: PostgresType

  @inlinable package init(start: UnsafeRawPointer, count: Int, type: PostgresType) {
    self.start = start
    self.count = count
    self.type = type
  }

  @inlinable package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count)
  }

  /// Refuses a cell of another type.
  @inlinable package func expect(_ wanted: PostgresType) throws(ValueError) {
    guard type == wanted else { throw .wrongType(type, wanted: wanted) }
  }

  /// Reads the whole cell as one number of the type and width asked for.
  @inlinable package func integer<Number: FixedWidthInteger>(
    _ number: Number.Type = Number.self, of wanted: PostgresType
  ) throws(ValueError) -> Number {
    guard type == wanted else { throw .wrongType(type, wanted: wanted) }
    guard count == MemoryLayout<Number>.size else { throw .malformed("length") }
    return Number(bigEndian: start.loadUnaligned(as: Number.self))
  }
}

/// Reads the parts of a composite value one after the other, and never past its end.
package struct CellReader {
  private let cell: Cell
  private var offset = 0

  package init(_ cell: Cell) { self.cell = cell }

  package var isAtEnd: Bool { offset == cell.count }

  package mutating func integer<Number: FixedWidthInteger>(
    _ number: Number.Type = Number.self
  ) throws(ValueError) -> Number {
    let width = MemoryLayout<Number>.size
    guard cell.count - offset >= width else { throw .malformed("cut short") }
    defer { offset += width }
    return Number(bigEndian: cell.start.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// The next part, which is preceded by its length; `nil` for NULL.
  package mutating func part(of type: PostgresType) throws(ValueError) -> Cell? {
    let length = Int(try integer(Int32.self))
    if length == -1 { return nil }
    guard length >= 0, length <= cell.count - offset else { throw .malformed("part's length") }
    defer { offset += length }
    return Cell(start: cell.start + offset, count: length, type: type)
  }
}
