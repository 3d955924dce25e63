/// Keeps a spreadsheet from taking text for a formula.
///
/// A cell that starts with `= + - @`, TAB, CR, NUL or the full-width ＝＋－＠ gets an apostrophe in
/// front (ASVS 1.2.10), and so does a cell with apostrophes before such a start: then taking one
/// off again is always right. Plain numbers such as -12.5 are left alone.
package enum Neutralising {
  /// The text as it is written to the file.
  package static func applied(to text: String) -> String {
    isRisky(text) ? "'" + text : text
  }

  /// The text as it was before ``applied(to:)``.
  package static func removed(from text: String) -> String {
    text.utf8.first == apostrophe && isRisky(text) ? String(text.dropFirstScalar()) : text
  }

  private static let apostrophe = UInt8(ascii: "'")

  static func isRisky(_ text: String) -> Bool {
    guard let first = text.utf8.first, first < 0x40 || first == 0x40 || first == 0xEF else {
      return false
    }
    let core = text.utf8.drop { $0 == apostrophe }
    switch core.first {
    case UInt8(ascii: "-"): return !isNumber(core.dropFirst())
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), 0x09, 0x0D, 0x00: return true
    case 0xEF: return fullWidth.contains { core.starts(with: $0.utf8) }
    default: return false
    }
  }

  private static let fullWidth = ["＝", "＋", "－", "＠"]

  /// Digits, with at most one point or comma between them.
  private static func isNumber(_ bytes: Substring.UTF8View) -> Bool {
    let parts = bytes.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",")
    }
    return parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
  }
}

extension String {
  /// Without the first scalar, which a combining mark behind it must not keep in place.
  fileprivate func dropFirstScalar() -> Substring.UnicodeScalarView {
    unicodeScalars.dropFirst()
  }
}
