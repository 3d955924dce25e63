import Basics
import Glibc

/// The scale at the side of a chart: round numbers from below the lowest to above the highest.
struct Scale {
  struct Tick {
    let coordinate: Double
    let text: String
  }

  let ticks: [Tick]
  let low: Double
  let high: Double

  /// - Parameter values: what has to fit; the scale goes from 0 to 1 where there is nothing.
  init(of values: [ExactDecimal]) {
    let lowest = values.min()?.coordinate ?? 0
    let highest = values.max()?.coordinate ?? 1
    // Around equal numbers a little room, so that the line lies in the middle.
    let room = highest > lowest ? 0 : max(1, abs(highest) / 10)
    let (from, to) = (lowest - room, highest + room)
    let exponent = max(-17, Int(floor(log10((to - from) / 4))))
    let power = pow(10, Double(exponent))
    let digit = [1, 2, 5, 10].first { (to - from) / (Double($0) * power) <= 6 } ?? 10
    let step = Double(digit) * power
    let first = floor(from / step + 1e-9)
    let last = max(first + 1, ceil(to / step - 1e-9))
    low = first * step
    high = last * step
    ticks = stride(from: first, through: last, by: 1).prefix(12).map { count in
      Tick(
        coordinate: count * step,
        text: Self.text(Int128(count) * Int128(digit), exponent: exponent))
    }
  }

  /// How high a value stands, from 0 to 1.
  func share(of value: ExactDecimal) -> Double {
    min(max((value.coordinate - low) / (high - low), 0), 1)
  }

  private static func text(_ count: Int128, exponent: Int) -> String {
    let number =
      exponent < 0
      ? ExactDecimal(mantissa: count, scale: -exponent)
      : ExactDecimal(mantissa: (0..<exponent).reduce(count) { all, _ in all * 10 }, scale: 0)
    return number?.description ?? ""
  }
}
