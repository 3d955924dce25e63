/// An exact score, counted in hundredths of a point.
///
/// Stored as `numeric(9,2)`, and never a `Double`: a score that decides a rank has to be the same
/// number on every machine.
package struct Points: Hashable, Comparable, Sendable {
  package let hundredths: Int64

  package init(hundredths: Int64) { self.hundredths = hundredths }

  package static func < (left: Points, right: Points) -> Bool {
    left.hundredths < right.hundredths
  }
}

extension Points: LosslessStringConvertible {
  /// Reads `87`, `87.5` or `87.50`.
  ///
  /// Refuses a third decimal rather than round it silently, and anything too wide for its column.
  package init?(_ text: String) {
    guard let hundredths = countHundredths(of: text, wholeDigits: 7) else { return nil }
    self.hundredths = hundredths
  }

  package var description: String { ExactDecimal(hundredths: hundredths).description }
}

/// A share of a whole, counted in basis points: 25 % is 2,500.
package struct Percent: Hashable, Comparable, Sendable {
  package let basisPoints: Int64

  package init(basisPoints: Int64) { self.basisPoints = basisPoints }

  package static func < (left: Percent, right: Percent) -> Bool {
    left.basisPoints < right.basisPoints
  }
}

extension Percent: LosslessStringConvertible {
  /// Reads `25`, `2.5` or `2.55`, without the sign.
  package init?(_ text: String) {
    guard let hundredths = countHundredths(of: text, wholeDigits: 7) else { return nil }
    basisPoints = hundredths
  }

  package var description: String { ExactDecimal(hundredths: basisPoints).reduced.description }
}

extension ExactDecimal {
  init(hundredths: Int64) {
    self = ExactDecimal(mantissa: Int128(hundredths), scale: 2) ?? ExactDecimal(0)
  }
}

/// Hundredths of a plain decimal with at most two places and at most `wholeDigits` before them.
private func countHundredths(of text: String, wholeDigits: Int) -> Int64? {
  guard text.utf8.count <= wholeDigits + 4, let exact = ExactDecimal(text), exact.scale <= 2
  else { return nil }
  let value = exact.mantissa * ExactDecimal.power(ofTen: 2 - exact.scale)
  guard value.magnitude < ExactDecimal.power(ofTen: wholeDigits + 2).magnitude else { return nil }
  return Int64(value)
}
