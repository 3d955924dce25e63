/// A business code as people type it: of a unit, a member, a framework, a criterion or an entry.
///
/// 1 to 40 characters out of `A-Z a-z 0-9 . _ -`; case matters. Ordered by bytes, the same order on
/// every machine.
package struct Code: Hashable, Sendable {
  package let text: String

  /// Reads a code.
  ///
  /// Returns `nil` for anything else than 1 to 40 of the allowed characters.
  package init?(_ text: String) {
    guard (1...40).contains(text.utf8.count), text.utf8.allSatisfy(Code.allows) else { return nil }
    self.text = text
  }

  private init(unchecked text: String) { self.text = text }

  /// Stands in for a code that could not be read, where the row is thrown away in the end.
  package static let blank = Code(unchecked: "-")

  private static func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension Code: Comparable {
  package static func < (left: Code, right: Code) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension Code: LosslessStringConvertible {
  package var description: String { text }
}
