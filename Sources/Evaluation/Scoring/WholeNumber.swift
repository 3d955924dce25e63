import BigInt

/// A whole number that either is exact or says that it cannot be: it never wraps around.
///
/// The rules of scoring are written once, for any such number: ``Narrow`` does for every sheet of
/// an ordinary size, `BigInt` for what is too large for it.
protocol WholeNumber: Comparable, Sendable {
  associatedtype Failure: Error
  init(_ number: Int128)
  static func + (left: Self, right: Self) throws(Failure) -> Self
  static func - (left: Self, right: Self) throws(Failure) -> Self
  static func * (left: Self, right: Self) throws(Failure) -> Self
  /// Quotient towards zero, and what is left; the divisor is not zero.
  func divided(by divisor: Self) -> (quotient: Self, remainder: Self)
  /// The greatest common divisor of two numbers of which one is not zero; positive.
  func commonDivisor(with other: Self) -> Self
  /// The number where it has at most 128 bits.
  var narrow: Int128? { get }
  var wide: BigInt { get }
}

/// A number did not fit into 128 bits.
struct Overflow: Error {}

/// A whole number of 128 bits.
struct Narrow: WholeNumber {
  typealias Failure = Overflow

  let value: Int128

  init(_ number: Int128) { value = number }

  static func < (left: Narrow, right: Narrow) -> Bool { left.value < right.value }

  static func + (left: Narrow, right: Narrow) throws(Overflow) -> Narrow {
    let (sum, overflow) = left.value.addingReportingOverflow(right.value)
    guard !overflow else { throw Overflow() }
    return Narrow(sum)
  }

  static func - (left: Narrow, right: Narrow) throws(Overflow) -> Narrow {
    let (difference, overflow) = left.value.subtractingReportingOverflow(right.value)
    guard !overflow else { throw Overflow() }
    return Narrow(difference)
  }

  static func * (left: Narrow, right: Narrow) throws(Overflow) -> Narrow {
    let (product, overflow) = left.value.multipliedReportingOverflow(by: right.value)
    guard !overflow else { throw Overflow() }
    return Narrow(product)
  }

  func divided(by divisor: Narrow) -> (quotient: Narrow, remainder: Narrow) {
    // Only the least number divided by -1 overflows, and divisors are positive.
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor.value)
    return (Narrow(quotient), Narrow(remainder))
  }

  func commonDivisor(with other: Narrow) -> Narrow {
    var (a, b) = (value.magnitude, other.value.magnitude)
    while b != 0 {
      if let small = UInt64(exactly: a), let smaller = UInt64(exactly: b) {
        return Narrow(Int128(Narrow.commonDivisor(small, smaller)))
      }
      (a, b) = (b, a % b)
    }
    // A magnitude of 2^127 is its own divisor only beside 0, and no denominator is that large.
    return Narrow(Int128(clamping: a))
  }

  private static func commonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  var narrow: Int128? { value }
  var wide: BigInt { BigInt(value) }
}

extension BigInt: WholeNumber {
  typealias Failure = Never

  func divided(by divisor: BigInt) -> (quotient: BigInt, remainder: BigInt) {
    quotientAndRemainder(dividingBy: divisor)
  }

  func commonDivisor(with other: BigInt) -> BigInt { greatestCommonDivisor(with: other) }

  /// By way of the magnitude: `Int128(exactly:)` is wrong by 2^64 for a negative `BigInt` of two
  /// words (attaswift/BigInt 6.0.1 shifts it towards zero).
  var narrow: Int128? {
    guard let size = Int128(exactly: magnitude) else { return nil }
    return sign == .minus ? -size : size
  }

  var wide: BigInt { self }
}
