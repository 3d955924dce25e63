import Basics

/// Sent as `text`; reads `text`, `varchar`, `bpchar` and `name`.
///
/// Compared with care: Swift holds two spellings of "ễ" for equal and PostgreSQL does not.
extension String: PostgresValue {
  @inlinable package static var postgresType: PostgresType { .text }

  @inlinable package static func suits(_ column: PostgresType) -> Bool {
    switch column {
    case .text, .varchar, .bpchar: true
    default: false
    }
  }

  @inlinable package func encode(into writer: inout ByteWriter) throws(ValueError) {
    let mark = writer.count
    writer.append(utf8: self)
    guard !writer.bytes[mark...].contains(0) else { throw .containsNUL }
  }

  @inlinable package static func decode(_ cell: Cell) throws(ValueError) -> String {
    switch cell.type {
    case .text, .varchar, .bpchar, .name: break
    default: throw .wrongType(cell.type, wanted: .text)
    }
    return try decode(utf8: cell.bytes)
  }

  @inlinable static func decode(utf8 bytes: UnsafeRawBufferPointer) throws(ValueError) -> String {
    do {
      return String(copying: try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span))
    } catch {
      throw .malformed("UTF-8")
    }
  }
}

/// An enumeration over text that is stored as its raw value: `extension State: PostgresText {}`.
///
/// The column is `text` with a CHECK. A type made by `CREATE TYPE … AS ENUM` has a number of its
/// own in every database, so select it as `state::text`.
package protocol PostgresText: PostgresValue, RawRepresentable where RawValue == String {}

extension PostgresText {
  package static var postgresType: PostgresType { .text }

  package static func suits(_ column: PostgresType) -> Bool { String.suits(column) }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    try rawValue.encode(into: &writer)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Self {
    guard let value = Self(rawValue: try String.decode(cell)) else {
      throw .malformed("no such case of the enumeration")
    }
    return value
  }
}

extension Code: PostgresValue {
  package static var postgresType: PostgresType { .text }

  package static func suits(_ column: PostgresType) -> Bool { String.suits(column) }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(utf8: text)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Code {
    guard let code = Code(try String.decode(cell)) else { throw .malformed("no code") }
    return code
  }
}

/// JSON as text, unread: sent as `jsonb`, read from `json` and `jsonb`.
package struct JSONText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }
}

extension JSONText: PostgresValue {
  package static var postgresType: PostgresType { .jsonb }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(UInt8(1))
    try text.encode(into: &writer)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> JSONText {
    switch cell.type {
    case .json: return JSONText(try String.decode(utf8: cell.bytes))
    case .jsonb:
      guard cell.bytes.first == 1 else { throw .malformed("version of jsonb") }
      return JSONText(
        try String.decode(utf8: UnsafeRawBufferPointer(rebasing: cell.bytes.dropFirst())))
    default: throw .wrongType(cell.type, wanted: .jsonb)
    }
  }
}

/// An identifier of 128 bits, for what leaves the program: `uuid`.
package struct UniqueID: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A random identifier (version 4 of RFC 9562).
  package static func random(using generator: inout some RandomNumberGenerator) -> UniqueID {
    let (high, low) = (generator.next() as UInt64, generator.next() as UInt64)
    return UniqueID(
      high: high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
      low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }
}

extension UniqueID: LosslessStringConvertible {
  /// Reads 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  package init?(_ text: String) {
    let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard groups.map(\.count) == [8, 4, 4, 4, 12], !text.utf8.contains(UInt8(ascii: "+")) else {
      return nil
    }
    let digits = groups.map { String(Substring($0)) }.joined()
    guard let high = UInt64(digits.prefix(16), radix: 16),
      let low = UInt64(digits.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  package var description: String {
    let digits = [high, low].map { number in
      let text = String(number, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    let (a, b) = (digits[0], digits[1])
    return [a.prefix(8), a.dropFirst(8).prefix(4), a.suffix(4), b.prefix(4), b.suffix(12)]
      .joined(separator: "-")
  }
}

extension UniqueID: PostgresValue {
  package static var postgresType: PostgresType { .uuid }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(high)
    writer.append(low)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> UniqueID {
    try cell.expect(.uuid)
    var reader = CellReader(cell)
    let id = UniqueID(high: try reader.integer(), low: try reader.integer())
    guard reader.isAtEnd else { throw .malformed("length") }
    return id
  }
}
