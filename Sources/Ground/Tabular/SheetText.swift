/// Text as the cells of a workbook hold it.
///
/// XML cannot hold most control characters, and turns CR into LF; a workbook writes them as
/// `_xHHHH_`, and `_x005F_` for an underscore that would look like the start of one
/// (ECMA-376 part 1, 22.9.2.19).
enum SheetText {
  /// Text ready for a cell, or `nil` where it holds a NUL.
  static func escaped(_ text: String) -> String? {
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x5F || $0 == 0xEF }) else { return text }
    let scalars = Array(text.unicodeScalars)
    var safe = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      switch scalar.value {
      case 0: return nil
      case 0x09, 0x0A: safe.append(scalar)
      case 0..<0x20, 0xFFFE, 0xFFFF: safe.append(contentsOf: escape(scalar.value).unicodeScalars)
      case 0x5F where escapedValue(scalars[index...]) != nil:
        safe.append(contentsOf: escape(0x5F).unicodeScalars)
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }

  /// The text that a cell means by these bytes, which are UTF-8.
  static func unescaped(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(0x5F) else { return text }
    let scalars = Array(text.unicodeScalars)
    var plain = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      if let value = escapedValue(scalars[index...]), let scalar = Unicode.Scalar(value) {
        plain.append(scalar)
        index += 7
      } else {
        plain.append(scalars[index])
        index += 1
      }
    }
    return String(plain)
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
  }

  /// The value of an escape that starts here.
  private static func escapedValue(_ scalars: ArraySlice<Unicode.Scalar>) -> UInt32? {
    let start = scalars.startIndex
    guard scalars.count >= 7, scalars[start] == "_", scalars[start + 1] == "x",
      scalars[start + 6] == "_"
    else { return nil }
    var value: UInt32 = 0
    for scalar in scalars[start + 2..<start + 6] {
      guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
      value = value * 16 + UInt32(digit)
    }
    return value
  }
}
