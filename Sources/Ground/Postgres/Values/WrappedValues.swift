import Basics

extension Optional: PostgresElement where Wrapped: PostgresValue {}

extension Optional: PostgresValue where Wrapped: PostgresValue {
  @inlinable package static var postgresType: PostgresType { Wrapped.postgresType }

  @inlinable package static func suits(_ column: PostgresType) -> Bool { Wrapped.suits(column) }

  @inlinable package var isNull: Bool { self == nil }

  @inlinable package func encode(into writer: inout ByteWriter) throws(ValueError) {
    guard let self else { throw .null }
    try self.encode(into: &writer)
  }

  @inlinable package static func decode(_ cell: Cell) throws(ValueError) -> Wrapped? {
    try Wrapped.decode(cell)
  }

  @inlinable package static func decodeNull() throws(ValueError) -> Wrapped? { nil }
}

extension Personal: PostgresElement where Value: PostgresValue {}

/// Stored as the fact itself: the database is where personal facts belong.
extension Personal: PostgresValue where Value: PostgresValue {
  package static var postgresType: PostgresType { Value.postgresType }

  package static func suits(_ column: PostgresType) -> Bool { Value.suits(column) }

  package var isNull: Bool { reveal(for: .storage).isNull }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    try reveal(for: .storage).encode(into: &writer)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Personal<Value> {
    Personal(try Value.decode(cell))
  }

  package static func decodeNull() throws(ValueError) -> Personal<Value> {
    Personal(try Value.decodeNull())
  }
}

/// What an array may be made of: any value of the server, and bytes, whose array is a `bytea`.
@usableFromInline
package protocol PostgresElement: Sendable {
  /// The type that an array of these is sent as.
  static var postgresArrayType: PostgresType { get }
  static func encode(array: [Self], into writer: inout ByteWriter) throws(ValueError)
  static func decode(arrayIn cell: Cell) throws(ValueError) -> [Self]
}

extension Array: PostgresElement where Element: PostgresElement {}

extension Array: PostgresValue where Element: PostgresElement {
  @usableFromInline package static var postgresType: PostgresType { Element.postgresArrayType }

  @usableFromInline package func encode(into writer: inout ByteWriter) throws(ValueError) {
    try Element.encode(array: self, into: &writer)
  }

  @usableFromInline package static func decode(_ cell: Cell) throws(ValueError) -> [Element] {
    try Element.decode(arrayIn: cell)
  }
}

extension PostgresElement where Self: PostgresValue {
  @usableFromInline package static var postgresArrayType: PostgresType {
    postgresType.array ?? PostgresType(oid: 0)
  }

  @usableFromInline package static func encode(
    array: [Self], into writer: inout ByteWriter
  ) throws(ValueError) {
    guard postgresType.array != nil, let count = Int32(exactly: array.count) else {
      throw .outOfRange("array")
    }
    writer.append(Int32(array.isEmpty ? 0 : 1))
    writer.append(Int32(array.contains(where: \.isNull) ? 1 : 0))
    writer.append(postgresType.oid)
    guard count > 0 else { return }
    writer.append(count)
    writer.append(Int32(1))
    for value in array { try writer.appendCounted(value) }
  }

  /// Reads an array of one dimension; NULLs only where the element is an `Optional`.
  @usableFromInline package static func decode(arrayIn cell: Cell) throws(ValueError) -> [Self] {
    guard let element = cell.type.element else {
      throw .wrongType(cell.type, wanted: postgresArrayType)
    }
    var reader = CellReader(cell)
    let dimensions = try reader.integer(Int32.self)
    _ = try reader.integer(Int32.self)
    guard try reader.integer(UInt32.self) == element.oid else { throw .malformed("array") }
    // An empty array has no cell whose type could be found wrong.
    guard suits(element) || element == postgresType || dimensions > 0 else {
      throw .wrongType(cell.type, wanted: postgresArrayType)
    }
    guard dimensions > 0 else { return [] }
    guard dimensions == 1 else { throw .malformed("array of several dimensions") }
    let count = Int(try reader.integer(Int32.self))
    _ = try reader.integer(Int32.self)
    guard count >= 0, count <= cell.count / 4 else { throw .malformed("count of array") }
    var values: [Self] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      if let part = try reader.part(of: element) {
        values.append(try decode(part))
      } else {
        values.append(try decodeNull())
      }
    }
    guard reader.isAtEnd else { throw .malformed("length of array") }
    return values
  }
}

/// Bytes make a `bytea`.
extension UInt8: PostgresElement {
  @usableFromInline package static var postgresArrayType: PostgresType { .bytea }

  @usableFromInline package static func encode(
    array: [UInt8], into writer: inout ByteWriter
  ) throws(ValueError) {
    writer.bytes.append(contentsOf: array)
  }

  @usableFromInline package static func decode(arrayIn cell: Cell) throws(ValueError) -> [UInt8] {
    try cell.expect(.bytea)
    return [UInt8](cell.bytes)
  }
}
