import Basics

/// A row of numbers as one line of text, such as `▁▃·█`.
///
/// The lowest is `▁`, the highest `█`; where all are equal each is `▄`.
///
/// - Parameter values: in their order; a missing one is shown as `·`.
/// - Returns: one character for each.
package func sparkline(_ values: [ExactDecimal?]) -> String {
  let steps = Array("▁▂▃▄▅▆▇█")
  let present = values.compactMap(\.self)
  guard let lowest = present.min(), let highest = present.max() else {
    return String(repeating: "·", count: values.count)
  }
  let (low, span) = (lowest.coordinate, highest.coordinate - lowest.coordinate)
  return String(
    values.map { value in
      guard let value else { return "·" }
      if lowest == highest { return steps[3] }
      // Too near for a coordinate, and yet not equal.
      guard span > 0 else { return value == lowest ? steps[0] : steps[7] }
      return steps[Int(((value.coordinate - low) / span * 7).rounded())]
    })
}

extension ExactDecimal {
  /// The nearest binary fraction: where something is drawn, never what is decided.
  var coordinate: Double {
    var divisor = 1.0
    for _ in 0..<scale { divisor *= 10 }
    return Double(mantissa) / divisor
  }
}
