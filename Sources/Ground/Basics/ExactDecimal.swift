/// An exact decimal number: `mantissa / 10^scale`, at most 28 digits, never a binary fraction.
///
/// Equal values are equal whatever their scale: 1.50 == 1.5.
package struct ExactDecimal: Sendable {
  package let mantissa: Int128
  package let scale: Int

  package static let maximumScale = 18
  static let limit: Int128 = 9_999_999_999_999_999_999_999_999_999

  /// The number, or `nil` where it has more than 28 digits or more than 18 of them after the point.
  package init?(mantissa: Int128, scale: Int) {
    guard (0...Self.maximumScale).contains(scale), (-Self.limit...Self.limit).contains(mantissa)
    else { return nil }
    self.mantissa = mantissa
    self.scale = scale
  }

  package init(_ whole: Int64) {
    mantissa = Int128(whole)
    scale = 0
  }

  /// The same number without zeros at the end of its fraction.
  package var reduced: ExactDecimal {
    var (digits, places) = (mantissa, scale)
    while places > 0, digits % 10 == 0 { (digits, places) = (digits / 10, places - 1) }
    return ExactDecimal(mantissa: digits, scale: places) ?? self
  }

  static func power(ofTen exponent: Int) -> Int128 {
    (0..<exponent).reduce(Int128(1)) { product, _ in product * 10 }
  }
}

extension ExactDecimal: Hashable, Comparable {
  package static func == (left: Self, right: Self) -> Bool {
    let (a, b) = (left.reduced, right.reduced)
    return a.mantissa == b.mantissa && a.scale == b.scale
  }

  package func hash(into hasher: inout Hasher) {
    let plain = reduced
    hasher.combine(plain.mantissa)
    hasher.combine(plain.scale)
  }

  package static func < (left: Self, right: Self) -> Bool {
    // 28 digits times 10^18 overflows 128 bits, so whole parts are compared first.
    let (a, b) = (left.parts, right.parts)
    if a.whole != b.whole { return a.whole < b.whole }
    let scale = max(left.scale, right.scale)
    return a.fraction * power(ofTen: scale - left.scale)
      < b.fraction * power(ofTen: scale - right.scale)
  }

  private var parts: (whole: Int128, fraction: Int128) {
    let unit = Self.power(ofTen: scale)
    return (mantissa / unit, mantissa % unit)
  }
}

extension ExactDecimal: LosslessStringConvertible {
  /// Reads plain decimals such as `-12.50`; no exponent, no thousands separators, no sign `+`.
  package init?(_ text: String) {
    var mantissa: Int128 = 0
    var (scale, digits, afterPoint) = (0, 0, false)
    var bytes = text.utf8[...]
    let negative = bytes.first == UInt8(ascii: "-")
    if negative { bytes = bytes.dropFirst() }
    for byte in bytes {
      if byte == UInt8(ascii: "."), !afterPoint, digits > 0 {
        afterPoint = true
      } else if (48...57).contains(byte), digits < 28 {
        mantissa = mantissa * 10 + Int128(byte - 48)
        digits += mantissa == 0 ? (digits == 0 ? 1 : 0) : 1
        if afterPoint { scale += 1 }
      } else {
        return nil
      }
    }
    guard digits > 0, !(afterPoint && scale == 0) else { return nil }
    self.init(mantissa: negative ? -mantissa : mantissa, scale: scale)
  }

  package var description: String {
    let text = String(mantissa.magnitude)
    let digits = String(repeating: "0", count: max(0, scale + 1 - text.count)) + text
    let sign = mantissa < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    return sign + digits.dropLast(scale) + "." + digits.suffix(scale)
  }
}
