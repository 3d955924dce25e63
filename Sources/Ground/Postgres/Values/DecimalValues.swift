import Basics

/// A `numeric`, exactly; NaN, the infinities and more than 28 digits are refused.
extension ExactDecimal: PostgresValue {
  package static var postgresType: PostgresType { .numeric }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    NumericForm.encode(mantissa: mantissa, scale: scale, into: &writer)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> ExactDecimal {
    let (mantissa, scale) = try NumericForm.decode(cell)
    guard let decimal = ExactDecimal(mantissa: mantissa, scale: scale) else {
      throw .malformed("more digits than an exact decimal holds")
    }
    return decimal
  }
}

/// A `numeric(9,2)`; a third decimal is refused, even where it is a zero.
///
/// Otherwise a mean would be readable on some days and not on others: rounding has to be asked for.
extension Points: PostgresValue {
  package static var postgresType: PostgresType { .numeric }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    guard hundredths.magnitude < 1_000_000_000 else { throw .outOfRange("points") }
    NumericForm.encode(hundredths: hundredths, into: &writer)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Points {
    if let hundredths = try NumericForm.hundredths(cell) { return Points(hundredths: hundredths) }
    let (mantissa, scale) = try NumericForm.decode(cell)
    guard scale <= 2 else { throw .malformed("more than two decimals") }
    let hundredths = mantissa * NumericForm.powers[2 - scale]
    guard let narrow = Int64(exactly: hundredths) else { throw .malformed("points too large") }
    return Points(hundredths: narrow)
  }
}

/// The binary form of `numeric`: digits to the base 10,000, the weight of the first, a sign and
/// the number of decimals to show.
enum NumericForm {
  static let powers: [Int128] = (0...36).map { (0..<$0).reduce(Int128(1)) { p, _ in p * 10 } }

  /// The commonest case by itself, in 64 bits: two decimals, and at most three digits to the base
  /// 10,000 of which the last is the fraction; `nil` for any other.
  static func hundredths(_ cell: Cell) throws(ValueError) -> Int64? {
    try cell.expect(.numeric)
    guard cell.count >= 8, cell.count <= 14, cell.count % 2 == 0 else { return nil }
    let start = cell.start
    let head = UInt64(bigEndian: start.loadUnaligned(as: UInt64.self))
    let (count, weight) = (Int64(head >> 48), Int64(Int16(truncatingIfNeeded: head >> 32)))
    let sign = head >> 16 & 0xFFFF
    guard head & 0xFFFF == 2, sign == 0 || sign == 0x4000, cell.count == 8 + Int(count) * 2,
      weight >= -1, weight <= 1, count <= weight + 2
    else { return nil }
    var value: Int64 = 0
    for index in 0..<Int(weight + 2) {
      value *= 10_000
      guard index < count else { continue }
      let digit = Int16(
        bigEndian: start.loadUnaligned(fromByteOffset: 8 + index * 2, as: Int16.self))
      guard (0...9999).contains(digit) else { return nil }
      value += Int64(digit)
    }
    guard value % 100 == 0 else { return nil }
    return sign == 0 ? value / 100 : -value / 100
  }

  static func decode(_ cell: Cell) throws(ValueError) -> (mantissa: Int128, scale: Int) {
    try cell.expect(.numeric)
    guard cell.count >= 8, cell.count % 2 == 0 else { throw .malformed("length of numeric") }
    let (start, word) = (cell.start, MemoryLayout<Int16>.size)
    func field(_ index: Int) -> Int16 {
      Int16(bigEndian: start.loadUnaligned(fromByteOffset: index * word, as: Int16.self))
    }
    let (count, weight, scale) = (Int(field(0)), Int(field(1)), Int(field(3)))
    let sign = UInt16(bitPattern: field(2))
    guard sign == 0 || sign == 0x4000 else { throw .malformed("NaN or infinity") }
    guard count >= 0, cell.count == 8 + count * 2 else { throw .malformed("length of numeric") }
    guard (0...ExactDecimal.maximumScale).contains(scale), count <= 13, weight < 9, weight >= -6
    else {
      if count == 0, (0...ExactDecimal.maximumScale).contains(scale) { return (0, scale) }
      throw .malformed("more digits than an exact decimal holds")
    }
    var mantissa = try digits(count) { field(4 + $0) }
    // Decimals that the digits carry, against the decimals that the number shows.
    let carried = (count - 1 - weight) * 4
    if count == 0 || carried == scale {
    } else if carried < scale {
      mantissa = try scaled(mantissa, by: scale - carried)
    } else {
      guard carried - scale < powers.count else { throw .malformed("digits after the scale") }
      let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: powers[carried - scale])
      guard rest == 0 else { throw .malformed("digits after the scale") }
      mantissa = quotient
    }
    return (sign == 0 ? mantissa : -mantissa, scale)
  }

  /// The whole number that `count` digits to the base 10,000 make.
  private static func digits(
    _ count: Int, at digit: (Int) -> Int16
  ) throws(ValueError) -> Int128 {
    var narrow: Int64 = 0
    var wide: Int128 = 0
    for index in 0..<count {
      let next = digit(index)
      guard (0...9999).contains(next) else { throw .malformed("digit of numeric") }
      if index < 4 {
        narrow = narrow * 10_000 + Int64(next)
        wide = Int128(narrow)
      } else {
        let (product, high) = wide.multipliedReportingOverflow(by: 10_000)
        let (sum, carry) = product.addingReportingOverflow(Int128(next))
        guard !high, !carry else { throw .malformed("more digits than an exact decimal holds") }
        wide = sum
      }
    }
    return wide
  }

  private static func scaled(_ number: Int128, by places: Int) throws(ValueError) -> Int128 {
    guard places < powers.count else { throw .malformed("digits of numeric") }
    let (product, overflow) = number.multipliedReportingOverflow(by: powers[places])
    guard !overflow else { throw .malformed("more digits than an exact decimal holds") }
    return product
  }

  /// Two decimals and at most ten digits, without a detour through 128 bits.
  static func encode(hundredths: Int64, into writer: inout ByteWriter) {
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let (high, low) = whole.quotientAndRemainder(dividingBy: 10_000)
    let digits = (UInt16(high), UInt16(low), UInt16(part * 100))
    let first = high > 0 ? 0 : low > 0 ? 1 : 2
    let end = digits.2 > 0 ? 3 : digits.1 > 0 ? 2 : digits.0 > 0 ? 1 : first
    writer.append(UInt16(end - first))
    writer.append(Int16(end == first ? 0 : 1 - first))
    writer.append(UInt16(hundredths < 0 ? 0x4000 : 0))
    writer.append(UInt16(2))
    if first <= 0, end > 0 { writer.append(digits.0) }
    if first <= 1, end > 1 { writer.append(digits.1) }
    if first <= 2, end > 2 { writer.append(digits.2) }
  }

  static func encode(mantissa: Int128, scale: Int, into writer: inout ByteWriter) {
    // Whole groups of four decimals, so that the point falls between two digits.
    let groups = (scale + 3) / 4
    let padding = powers[groups * 4 - scale]
    // 28 digits and three zeros fit 128 bits.
    var rest = mantissa.magnitude * padding.magnitude
    var digits: [Int16] = []
    while rest > 0 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10_000)
      digits.append(Int16(digit))
      rest = quotient
    }
    let weight = digits.count - 1 - groups
    let trailingZeros = digits.prefix { $0 == 0 }.count
    writer.append(Int16(digits.count - trailingZeros))
    writer.append(digits.isEmpty ? Int16(0) : Int16(weight))
    writer.append(UInt16(mantissa < 0 ? 0x4000 : 0))
    writer.append(Int16(scale))
    for digit in digits.dropFirst(trailingZeros).reversed() { writer.append(digit) }
  }
}
