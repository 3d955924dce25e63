import Basics

/// The short code on a letter: 11 random characters and one that catches mistyping.
///
/// Of Crockford's alphabet, which has no I, L, O and U: what looks alike is read alike.
package struct LetterCode: Sendable, Hashable, CustomStringConvertible {
  /// 12 characters.
  package let text: String

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  private static let length = 12

  /// A code that nobody can guess: 55 random bits.
  package static func random(
    using source: inout some RandomNumberGenerator
  ) -> LetterCode {
    var digits = (1..<length).map { _ in Int.random(in: 0..<32, using: &source) }
    digits.append(check(digits))
    return LetterCode(digits)
  }

  private init(_ digits: [Int]) {
    text = String(decoding: digits.map { Self.alphabet[$0] }, as: UTF8.self)
  }

  /// A code as somebody types it: with or without hyphens and spaces, in any case, O for 0, I and L
  /// for 1.
  ///
  /// - Returns: `nil` for another length or character, and for a mistyped one.
  package init?(_ typed: String) {
    var digits: [Int] = []
    for character in typed.utf8 {
      var byte = character
      if (0x61...0x7A).contains(byte) { byte -= 0x20 }
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: " "): continue
      case UInt8(ascii: "O"): byte = UInt8(ascii: "0")
      case UInt8(ascii: "I"), UInt8(ascii: "L"): byte = UInt8(ascii: "1")
      default: break
      }
      guard let digit = Self.alphabet.firstIndex(of: byte), digits.count < Self.length else {
        return nil
      }
      digits.append(digit)
    }
    guard digits.count == Self.length, Self.check(Array(digits.dropLast())) == digits.last
    else { return nil }
    self.init(digits)
  }

  /// The Luhn algorithm for 32 characters: it catches every single wrong character and nearly every
  /// exchange of neighbours.
  private static func check(_ digits: [Int]) -> Int {
    var (sum, factor) = (0, 2)
    for digit in digits.reversed() {
      let product = factor * digit
      sum += product / 32 + product % 32
      factor = 3 - factor
    }
    return (32 - sum % 32) % 32
  }

  /// As it is printed: `K7MF-2QXP-9D39`.
  package var description: String {
    let characters = Array(text)
    return stride(from: 0, to: characters.count, by: 4).map {
      String(characters[$0..<min($0 + 4, characters.count)])
    }.joined(separator: "-")
  }
}
