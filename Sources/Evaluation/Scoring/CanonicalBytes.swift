import Basics
import Sheets

/// The spelling of values in canonical lines, put straight into bytes: five million lines a month
/// leave no time for strings in between.
package protocol CanonicalBytes {
  mutating func append(_ byte: UInt8)
  mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>)
}

extension [UInt8]: CanonicalBytes {}

/// Bytes that are written into memory which is there already.
struct ByteLine: CanonicalBytes {
  private let memory: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ memory: UnsafeMutableBufferPointer<UInt8>) { self.memory = memory }

  mutating func append(_ byte: UInt8) {
    precondition(count < memory.count)
    memory[count] = byte
    count += 1
  }

  mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
    guard let from = bytes.baseAddress, let to = memory.baseAddress else { return }
    precondition(bytes.count <= memory.count - count)
    (to + count).update(from: from, count: bytes.count)
    count += bytes.count
  }
}

extension CanonicalBytes {
  package mutating func append(canonical text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }

  package mutating func append(canonical number: Int64) {
    if number < 0 { append(UInt8(ascii: "-")) }
    append(digits: number.magnitude, atLeast: 1)
  }

  /// Two decimals, always: `90.00`.
  package mutating func append(canonical points: Points) {
    if points.hundredths < 0 { append(UInt8(ascii: "-")) }
    let (whole, fraction) = points.hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    append(digits: whole, atLeast: 1)
    append(UInt8(ascii: "."))
    append(digits: fraction, atLeast: 2)
  }

  /// Plain form without zeros at the end: `0.25`, `12`.
  package mutating func append(canonical quantity: Quantity) {
    let count = quantity.tenThousandths.magnitude
    append(digits: count / 10_000, atLeast: 1)
    var (fraction, places) = (count % 10_000, 4)
    guard fraction > 0 else { return }
    while fraction.isMultiple(of: 10) { (fraction, places) = (fraction / 10, places - 1) }
    append(UInt8(ascii: "."))
    append(digits: fraction, atLeast: places)
  }

  /// `2026-10`.
  package mutating func append(canonical month: Month) {
    append(digits: UInt64(month.year), atLeast: 4)
    append(UInt8(ascii: "-"))
    append(digits: UInt64(month.monthOfYear), atLeast: 2)
  }

  package mutating func endField() { append(UInt8(ascii: "|")) }

  private mutating func append(digits number: UInt64, atLeast width: Int) {
    if number < 10, width == 1 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
      return
    }
    var rest = number
    var digits = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    var first = 20
    repeat {
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    first = Swift.min(first, 20 - width)
    digits.span.withUnsafeBufferPointer {
      append(contentsOf: UnsafeBufferPointer(rebasing: $0[first...]))
    }
  }
}
