import Basics

/// An exact ratio of two whole numbers, not always in lowest terms.
///
/// In lowest terms only where somebody asks (``reduced``): finding common divisors costs more than
/// the rest of a sheet's arithmetic.
struct Ratio<Number: WholeNumber>: Sendable {
  let numerator: Number
  /// Greater than 0.
  let denominator: Number

  init(_ numerator: Number, over denominator: Number) {
    self.numerator = numerator
    self.denominator = denominator
  }

  init(_ whole: Int128) {
    self.init(Number(whole), over: Number(1))
  }

  init(_ points: Points) {
    self.init(Number(Int128(points.hundredths)), over: Number(100))
  }

  init(_ decimal: ExactDecimal) {
    self.init(Number(decimal.mantissa), over: Number(powerOfTen(decimal.scale)))
  }

  static func + (left: Self, right: Self) throws(Number.Failure) -> Self {
    if left.denominator == right.denominator {
      return Ratio(try left.numerator + right.numerator, over: left.denominator)
    }
    return Ratio(
      try left.numerator * right.denominator + right.numerator * left.denominator,
      over: try left.denominator * right.denominator)
  }

  static func - (left: Self, right: Self) throws(Number.Failure) -> Self {
    try left + Ratio(try Number(0) - right.numerator, over: right.denominator)
  }

  static func * (left: Self, right: Self) throws(Number.Failure) -> Self {
    Ratio(
      try left.numerator * right.numerator, over: try left.denominator * right.denominator)
  }

  /// The quotient; `right` is not zero.
  static func / (left: Self, right: Self) throws(Number.Failure) -> Self {
    guard right.numerator < Number(0) else {
      return try left * Ratio(right.denominator, over: right.numerator)
    }
    let upright = Ratio(
      try Number(0) - right.denominator, over: try Number(0) - right.numerator)
    return try left * upright
  }

  /// Whether `self` is less than `other`.
  func isLess(than other: Self) throws(Number.Failure) -> Bool {
    try numerator * other.denominator < other.numerator * denominator
  }

  func equals(_ other: Self) throws(Number.Failure) -> Bool {
    try numerator * other.denominator == other.numerator * denominator
  }

  /// The same in lowest terms.
  var reduced: Self {
    let divisor = numerator.commonDivisor(with: denominator)
    return Ratio(
      numerator.divided(by: divisor).quotient, over: denominator.divided(by: divisor).quotient)
  }

  /// Rounded to hundredths, half away from zero (`scoring.md` §1).
  func rounded() throws(Number.Failure) -> Points {
    let half = denominator.divided(by: Number(2)).quotient
    let hundredfold = try numerator * Number(100)
    // A half can only be met exactly by an even denominator, so halving an odd one loses nothing.
    let nearest =
      numerator < Number(0)
      ? try hundredfold - half : try hundredfold + half
    let quotient = nearest.divided(by: denominator).quotient
    guard let hundredths = quotient.narrow else {
      return Points(hundredths: quotient < Number(0) ? .min : .max)
    }
    return Points(hundredths: Int64(clamping: hundredths))
  }
}

/// 10 to the power of 0…38.
func powerOfTen(_ exponent: Int) -> Int128 {
  (0..<exponent).reduce(Int128(1)) { product, _ in product * 10 }
}
