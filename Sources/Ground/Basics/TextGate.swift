import Foundation

/// The one gate through which text enters the record.
///
/// What passes is in Unicode NFC, without NUL, control, invisible or direction-changing characters,
/// trimmed, with single spaces, and not longer than its limit. The database repeats the rule as the
/// check of its domain `clean_text`.
package enum TextGate {
  /// Why a text was turned away.
  package enum Flaw: Error, Hashable, Sendable {
    case control(Unicode.Scalar)
    case invisible(Unicode.Scalar)
    case direction(Unicode.Scalar)
    case tooManyMarks
    case tooLong(limit: Int)

    package var phrase: Phrase {
      switch self {
      case .control(let scalar):
        Phrase(
          vi: "có ký tự điều khiển \(Flaw.name(scalar))",
          en: "contains the control character \(Flaw.name(scalar))")
      case .invisible(let scalar):
        Phrase(
          vi: "có ký tự không nhìn thấy \(Flaw.name(scalar))",
          en: "contains the invisible character \(Flaw.name(scalar))")
      case .direction(let scalar):
        Phrase(
          vi: "có ký tự đảo chiều chữ \(Flaw.name(scalar))",
          en: "contains the direction mark \(Flaw.name(scalar))")
      case .tooManyMarks:
        Phrase(vi: "có chữ mang quá nhiều dấu", en: "stacks too many marks on one letter")
      case .tooLong(let limit):
        Phrase(vi: "dài quá \(limit) ký tự", en: "is longer than \(limit) characters")
      }
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
      let hex = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }
  }

  /// Brings a text into the form that the record keeps.
  ///
  /// - Parameters:
  ///   - text: as typed or read from a file.
  ///   - limit: the most characters (Unicode scalars) that are kept.
  /// - Returns: the text in NFC, trimmed, runs of spaces made one.
  /// - Throws: the first ``Flaw`` found; nothing is silently dropped but space.
  package static func clean(_ text: String, limit: Int = 200) throws(Flaw) -> String {
    if text.isEmpty || (text.utf8.count <= limit && isPlain(text)) { return text }
    let normal = text.precomposedStringWithCanonicalMapping
    var (cleaned, length, pendingSpace, marks) = ("", 0, false, 0)
    for scalar in normal.unicodeScalars {
      if isSpace(scalar) {
        pendingSpace = !cleaned.isEmpty
        continue
      }
      if let flaw = flaw(of: scalar) { throw flaw }
      marks = isMark(scalar) ? marks + 1 : 0
      if marks > 2 { throw .tooManyMarks }
      if pendingSpace {
        cleaned.unicodeScalars.append(" ")
        length += 1
        pendingSpace = false
      }
      cleaned.unicodeScalars.append(scalar)
      length += 1
      if length > limit { throw .tooLong(limit: limit) }
    }
    return cleaned
  }

  /// Whether the text can pass as it is; most can, and the rest take the long way.
  ///
  /// Printable ASCII and precomposed Latin, no space at an end, no two spaces together.
  private static func isPlain(_ text: String) -> Bool {
    var previous = UInt32(32)
    for scalar in text.unicodeScalars {
      let value = scalar.value
      switch value {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0x24F, 0x1E00...0x1EFF: break
      case 0x20 where previous != 0x20: break
      default: return false
      }
      previous = value
    }
    return previous != 32
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x2007, 0x202F, 0x3000: true
    default: false
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .nonspacingMark
  }

  private static func flaw(of scalar: Unicode.Scalar) -> Flaw? {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: .control(scalar)
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: .direction(scalar)
    case 0xAD, 0x200B...0x200D, 0x2060...0x2064, 0xFEFF, 0xE0000...0xE007F, 0x180E, 0x115F, 0x1160,
      0x3164, 0xFFA0:
      .invisible(scalar)
    case 0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE000...0xF8FF, 0xFFFE, 0xFFFF: .control(scalar)
    default: nil
    }
  }
}
