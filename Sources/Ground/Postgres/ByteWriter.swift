/// Bytes on their way to the server, numbers with their highest byte first.
@usableFromInline
package struct ByteWriter: Sendable {
  @usableFromInline package var bytes: [UInt8] = []

  @inlinable package init() {}

  @inlinable package var count: Int { bytes.count }

  @inlinable package mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  @inlinable package mutating func append(utf8 text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends a value preceded by its length in bytes, or a length of -1 for NULL.
  @inlinable package mutating func appendCounted<Value: PostgresValue>(
    _ value: Value
  ) throws(ValueError) {
    guard !value.isNull else { return append(Int32(-1)) }
    let mark = bytes.count
    append(Int32(0))
    try value.encode(into: &self)
    patch(Int32(bytes.count - mark - 4), at: mark)
  }

  /// Writes a number over the four bytes at `offset`.
  @inlinable package mutating func patch(_ number: Int32, at offset: Int) {
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: number.bigEndian, toByteOffset: offset, as: Int32.self)
    }
  }
}
