/// Numbers as the cells of a workbook hold them, written out for people.
enum SheetNumber {
  /// Digits that a spreadsheet shows and keeps; the rest is noise of binary fractions.
  private static let kept = 15

  /// The number as a plain decimal, without an exponent: `8.1999999999999993` is 8.2.
  ///
  /// Returns `nil` for what is no number or has more than 40 places.
  static func plain(_ text: String) -> String? {
    var digits: [UInt8] = []
    var (exponent, isNegative) = (0, false)
    guard read(text, &digits, &exponent, &isNegative) else { return nil }
    // A whole number is exact even where it is long.
    if digits.count > kept,
      exponent < 0 || digits.count > 18 || text.utf8.contains(where: { $0 | 0x20 == 0x65 })
    {
      round(&digits, &exponent)
    }
    guard (-40...40).contains(exponent), digits.count + exponent <= 40 else { return nil }
    let isZero = digits.allSatisfy { $0 == 48 }
    let sign = isNegative && !isZero ? "-" : ""
    if exponent >= 0 {
      let zeros = String(repeating: "0", count: isZero ? 0 : exponent)
      return sign + String(decoding: digits, as: UTF8.self) + zeros
    }
    let places = -exponent
    let padding = [UInt8](repeating: 48, count: max(0, places + 1 - digits.count))
    let all = padding + digits
    let fraction = String(decoding: all.suffix(places), as: UTF8.self)
    return sign + String(decoding: all.dropLast(places), as: UTF8.self) + "." + fraction
  }

  /// Reads digits without leading zeros, and the power of ten that they are multiplied by.
  private static func read(
    _ text: String, _ digits: inout [UInt8], _ exponent: inout Int, _ isNegative: inout Bool
  ) -> Bool {
    var bytes = text.utf8[...]
    guard bytes.count <= 400 else { return false }
    if let sign = bytes.first, sign == 0x2D || sign == 0x2B {
      isNegative = sign == 0x2D
      bytes = bytes.dropFirst()
    }
    var (hasPoint, hasDigit) = (false, false)
    while let byte = bytes.first, byte == 0x2E || (48...57).contains(byte) {
      bytes = bytes.dropFirst()
      if byte == 0x2E {
        guard !hasPoint else { return false }
        hasPoint = true
        continue
      }
      hasDigit = true
      if hasPoint { exponent -= 1 }
      if !(digits.isEmpty && byte == 48) { digits.append(byte) }
    }
    if let mark = bytes.first, mark == 0x65 || mark == 0x45 {
      let power = Int(Substring(bytes.dropFirst()))
      guard let power, (-400...400).contains(power) else { return false }
      exponent += power
      bytes = bytes.dropFirst(bytes.count)
      while exponent < 0, digits.last == 48 { (_, exponent) = (digits.removeLast(), exponent + 1) }
    }
    if digits.isEmpty { (digits, exponent) = ([48], min(0, max(exponent, -18))) }
    return hasDigit && bytes.isEmpty
  }

  /// Keeps fifteen digits, the last of them rounded half up, and no zeros at the end.
  private static func round(_ digits: inout [UInt8], _ exponent: inout Int) {
    let isUp = digits[kept] >= 53
    exponent += digits.count - kept
    digits.removeLast(digits.count - kept)
    if isUp {
      var index = kept - 1
      while index >= 0, digits[index] == 57 {
        digits[index] = 48
        index -= 1
      }
      if index >= 0 {
        digits[index] += 1
      } else {
        digits = [49]
        exponent += kept
      }
    }
    while exponent < 0, digits.count > 1, digits.last == 48 {
      digits.removeLast()
      exponent += 1
    }
  }
}
