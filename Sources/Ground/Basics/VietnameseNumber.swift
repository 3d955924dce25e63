/// Whole numbers in Vietnamese words, as sums of money are written out.
package enum VietnameseNumber {
  /// The number in words, in lower case: `một trăm linh năm`, `hai mươi mốt`, `mười tỷ`.
  ///
  /// As schools in the north teach it: `linh` for an empty ten, `mốt`, `tư` and `lăm` behind
  /// `mươi`, `không trăm` for an empty hundred behind something larger. Groups of zeros are not
  /// named (1 000 005 is `một triệu không trăm linh năm`), and above `tỷ` the names begin again
  /// (`nghìn tỷ`, `triệu tỷ`, `tỷ tỷ`).
  package static func words(_ number: Int64) -> String {
    guard number != 0 else { return digits[0] }
    let read = words(of: number.magnitude, isLed: false).joined(separator: " ")
    return number < 0 ? "âm " + read : read
  }

  /// - Parameters:
  ///   - number: not zero.
  ///   - isLed: whether something larger was named before.
  /// - Returns: its words.
  private static func words(of number: UInt64, isLed: Bool) -> [String] {
    var (words, isLed, rest) = ([String](), isLed, number)
    for (size, name) in [(1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn")] {
      let (count, left) = rest.quotientAndRemainder(dividingBy: UInt64(size))
      rest = left
      guard count > 0 else { continue }
      words += Self.words(of: count, isLed: isLed) + [name]
      isLed = true
    }
    return rest == 0 ? words : words + group(Int(rest), isLed: isLed)
  }

  /// A number from 1 to 999; one that is led says its hundreds even where there are none.
  private static func group(_ number: Int, isLed: Bool) -> [String] {
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10)
    let saysHundreds = isLed || hundreds > 0
    let head = saysHundreds ? [digits[hundreds], "trăm"] : []
    switch (tens, ones) {
    case (0, 0): return head
    case (0, _): return head + (saysHundreds ? ["linh"] : []) + [digits[ones]]
    case (1, 0): return head + ["mười"]
    case (1, 5): return head + ["mười", "lăm"]
    case (1, _): return head + ["mười", digits[ones]]
    default: return head + [digits[tens], "mươi"] + behindTens(ones)
    }
  }

  private static func behindTens(_ ones: Int) -> [String] {
    switch ones {
    case 0: []
    case 1: ["mốt"]
    case 4: ["tư"]
    case 5: ["lăm"]
    default: [digits[ones]]
    }
  }

  private static let digits = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
  ]
}
