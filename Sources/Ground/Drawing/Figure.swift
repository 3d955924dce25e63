import Basics

/// A number in a chart, and the text that it is shown as.
package struct Figure: Sendable, Hashable {
  package let value: ExactDecimal
  package let text: String

  /// - Parameters:
  ///   - value: what is drawn.
  ///   - text: what is written beside it, such as `12 (40 %)`; the number itself where `nil`.
  package init(_ value: ExactDecimal, text: String? = nil) {
    self.value = value
    self.text = text ?? value.description
  }

  package init(_ points: Points) {
    value = ExactDecimal(mantissa: Int128(points.hundredths), scale: 2) ?? ExactDecimal(0)
    text = points.description
  }
}
