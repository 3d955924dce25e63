import Basics
import BigInt

/// An exact fraction of any size: 128 bits where they do, more where they do not.
package struct Fraction: Sendable {
  private let form: Form

  private enum Form: Sendable {
    case narrow(Ratio<Narrow>)
    indirect case wide(Ratio<BigInt>)
  }

  package init(_ whole: Int64) { form = .narrow(Ratio(Int128(whole))) }
  package init(_ points: Points) { form = .narrow(Ratio(points)) }
  package init(_ decimal: ExactDecimal) { form = .narrow(Ratio(decimal)) }

  /// `numerator / denominator`, or `nil` where the denominator is zero.
  package init?(_ numerator: Int64, over denominator: Int64) {
    guard denominator != 0 else { return nil }
    let sign: Int128 = denominator < 0 ? -1 : 1
    form = .narrow(
      Ratio(Narrow(sign * Int128(numerator)), over: Narrow(sign * Int128(denominator))))
  }

  init<Number: WholeNumber>(_ ratio: Ratio<Number>) {
    if let numerator = ratio.numerator.narrow, let denominator = ratio.denominator.narrow {
      form = .narrow(Ratio(Narrow(numerator), over: Narrow(denominator)))
    } else {
      form = .wide(Ratio(ratio.numerator.wide, over: ratio.denominator.wide))
    }
  }

  /// The same as a ratio of numbers without a limit.
  var wide: Ratio<BigInt> {
    switch form {
    case .narrow(let ratio): Ratio(ratio.numerator.wide, over: ratio.denominator.wide)
    case .wide(let ratio): ratio
    }
  }

  /// Narrow first, wide where that overflows.
  private func with(
    _ other: Fraction,
    _ narrow: (Ratio<Narrow>, Ratio<Narrow>) throws(Overflow) -> Ratio<Narrow>,
    _ wide: (Ratio<BigInt>, Ratio<BigInt>) -> Ratio<BigInt>
  ) -> Fraction {
    if case .narrow(let left) = form, case .narrow(let right) = other.form,
      let result = try? narrow(left, right)
    {
      return Fraction(result)
    }
    return Fraction(wide(self.wide, other.wide).reduced)
  }

  package static func + (left: Fraction, right: Fraction) -> Fraction {
    left.with(right, { (a, b) throws(Overflow) in try a + b }, { $0 + $1 })
  }

  package static func - (left: Fraction, right: Fraction) -> Fraction {
    left.with(right, { (a, b) throws(Overflow) in try a - b }, { $0 - $1 })
  }

  package static func * (left: Fraction, right: Fraction) -> Fraction {
    left.with(right, { (a, b) throws(Overflow) in try a * b }, { $0 * $1 })
  }

  /// The quotient, or `nil` where the divisor is zero.
  package static func / (left: Fraction, right: Fraction) -> Fraction? {
    guard right.wide.numerator != 0 else { return nil }
    return left.with(right, { (a, b) throws(Overflow) in try a / b }, { $0 / $1 })
  }

  /// In hundredths, half away from zero; held inside what points can hold.
  package func rounded() -> Points {
    if case .narrow(let ratio) = form, let points = try? ratio.rounded() { return points }
    return wide.rounded()
  }

  /// Without what comes after the point, held inside 64 bits.
  package var wholePart: Int64 {
    if case .narrow(let ratio) = form {
      return Int64(clamping: ratio.numerator.divided(by: ratio.denominator).quotient.value)
    }
    return Int64(clamping: wide.numerator.divided(by: wide.denominator).quotient)
  }

  /// Whole hundredths, where the fraction is no finer than that.
  package var hundredths: Int64? {
    let points = rounded()
    return Fraction(points) == self ? points.hundredths : nil
  }
}

extension Fraction: Comparable, Hashable {
  package static func == (left: Fraction, right: Fraction) -> Bool {
    if case .narrow(let a) = left.form, case .narrow(let b) = right.form,
      let equal = try? a.equals(b)
    {
      return equal
    }
    return left.wide.equals(right.wide)
  }

  package static func < (left: Fraction, right: Fraction) -> Bool {
    if case .narrow(let a) = left.form, case .narrow(let b) = right.form,
      let less = try? a.isLess(than: b)
    {
      return less
    }
    return left.wide.isLess(than: right.wide)
  }

  package func hash(into hasher: inout Hasher) {
    let plain = wide.reduced
    hasher.combine(plain.numerator)
    hasher.combine(plain.denominator)
  }
}

extension Fraction: LosslessStringConvertible {
  /// Reads `12`, `-3/4`: whole numbers without blanks, the denominator not zero.
  ///
  /// Returns `nil` for anything else, and for more than 1,000 characters.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard text.utf8.count <= 1000, (1...2).contains(parts.count),
      let numerator = Fraction.whole(parts[0], signed: true),
      let denominator = parts.count == 2 ? Fraction.whole(parts[1], signed: false) : 1,
      denominator != 0
    else { return nil }
    self.init(Ratio(numerator, over: denominator))
  }

  private static func whole(_ text: Substring, signed: Bool) -> BigInt? {
    let digits = signed && text.hasPrefix("-") ? text.dropFirst() : text
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return BigInt(text)
  }

  /// In lowest terms: `2335/39`; a whole number without a denominator.
  package var description: String {
    let plain = wide.reduced
    return plain.denominator == 1 ? "\(plain.numerator)" : "\(plain.numerator)/\(plain.denominator)"
  }

  /// As a decimal of four places, half away from zero: `59.8718`.
  ///
  /// What four places say exactly is no longer than it has to be: `27.5`.
  package var decimal: String {
    let hundredfold = Fraction(wide * Ratio(100)).rounded().hundredths
    let text = ExactDecimal(mantissa: Int128(hundredfold), scale: 4) ?? ExactDecimal(0)
    return isFourPlaces ? text.reduced.description : text.description
  }

  /// Whether four decimals say it exactly.
  package var isFourPlaces: Bool { 10_000 % wide.reduced.denominator == 0 }
}
