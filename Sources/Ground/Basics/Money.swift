/// Whole Vietnamese đồng; the currency has no smaller unit in use.
package struct Money: Hashable, Comparable, Sendable {
  package let dong: Int64

  package init(dong: Int64) { self.dong = dong }

  package static let zero = Money(dong: 0)

  package static func < (left: Money, right: Money) -> Bool { left.dong < right.dong }
  package static func + (left: Money, right: Money) -> Money { Money(dong: left.dong + right.dong) }
  package static func - (left: Money, right: Money) -> Money { Money(dong: left.dong - right.dong) }

  /// As people read it: `1.234.567 ₫` in Vietnamese, `1,234,567 ₫` in English.
  package func text(in language: Language) -> String {
    let separator: Character = language == .vietnamese ? "." : ","
    let digits = Array(String(dong.magnitude))
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append(separator) }
      grouped.append(digit)
    }
    return (dong < 0 ? "-" : "") + grouped + " ₫"
  }
}

extension Money: LosslessStringConvertible {
  /// Reads a whole number of đồng, without separators, of at most 15 digits.
  package init?(_ text: String) {
    guard text.utf8.count <= 16, let exact = ExactDecimal(text), exact.reduced.scale == 0,
      exact.reduced.mantissa.magnitude < 1_000_000_000_000_000
    else { return nil }
    dong = Int64(exact.reduced.mantissa)
  }

  package var description: String { String(dong) }
}
