import Basics

/// A quantity, weight, target or number of points on a sheet, counted in ten-thousandths.
///
/// At most 4 fraction digits, 0 to 1,000,000,000 (`scoring.md` §1). Stored as `bigint`, so that the
/// database adds up whole numbers.
package struct Quantity: Hashable, Comparable, Sendable {
  package let tenThousandths: Int64

  /// The largest that a sheet may hold.
  package static let maximum = Quantity(unchecked: 10_000_000_000_000)
  package static let zero = Quantity(unchecked: 0)

  /// The quantity, or `nil` outside of 0 to ``maximum``.
  package init?(tenThousandths: Int64) {
    guard (0...Quantity.maximum.tenThousandths).contains(tenThousandths) else { return nil }
    self.tenThousandths = tenThousandths
  }

  private init(unchecked number: Int64) { tenThousandths = number }

  package static func < (left: Quantity, right: Quantity) -> Bool {
    left.tenThousandths < right.tenThousandths
  }
}

extension Quantity: LosslessStringConvertible {
  /// Reads a plain decimal such as `12` or `0.25`.
  ///
  /// Returns `nil` for more than 4 fraction digits that are not zero, a sign, an exponent, and
  /// anything over the maximum.
  package init?(_ text: String) {
    guard let exact = ExactDecimal(text)?.reduced, exact.scale <= 4 else { return nil }
    var mantissa = exact.mantissa
    for _ in exact.scale..<4 { mantissa *= 10 }
    guard (0...Int128(Quantity.maximum.tenThousandths)).contains(mantissa) else { return nil }
    self.init(unchecked: Int64(mantissa))
  }

  /// Plain form without zeros at the end, as input digests have it.
  package var description: String {
    (ExactDecimal(mantissa: Int128(tenThousandths), scale: 4) ?? ExactDecimal(0)).reduced
      .description
  }
}
