/// How many columns of a terminal a text takes.
///
/// Vietnamese letters take one whatever their marks, East Asian wide letters two, marks none.
package func displayWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { sum, scalar in sum + width(of: scalar) }
}

private func width(of scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F, 0x20D0...0x20FF: 0
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    2
  default: 1
  }
}

extension String {
  /// The text with spaces after it up to a width.
  package func padded(toWidth width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - displayWidth(self)))
  }

  /// The text with spaces before it up to a width.
  package func paddedLeft(toWidth width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(self))) + self
  }
}
