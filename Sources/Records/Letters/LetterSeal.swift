import Basics
import Foundation
import Signatures

/// What is signed of a letter: what can be compared with the paper, and the digest of all the rest.
///
/// The QR code holds the same lines with the signature, so that whoever has the public key can
/// check a letter without the record.
package struct LetterSeal: Sendable, Hashable {
  package let code: LetterCode
  package let kind: LetterKind
  /// As it is printed: `12-XN/CB`.
  package let number: String
  package let day: Day
  package let validUntil: Day?
  /// Code and name of the unit.
  package let issuer: String
  /// Code and name of the member.
  package let member: String
  /// Who signed.
  package let signer: String
  /// SHA-256 of ``LetterContent/text``.
  package let draft: String

  private static let header = "cadre-letter 1"

  /// The text that is signed: one line each, in this order.
  package var text: String {
    var lines = [
      Self.header, "code: \(code.text)", "kind: \(kind.rawValue)", "number: \(number)",
      "day: \(day)",
    ]
    if let validUntil { lines.append("until: \(validUntil)") }
    lines += ["issuer: \(issuer)", "member: \(member)", "signed: \(signer)", "draft: \(draft)"]
    return lines.map { $0 + "\n" }.joined()
  }

  package init(
    code: LetterCode, kind: LetterKind, number: String, day: Day, validUntil: Day?,
    issuer: String, member: String, signer: String, draft: String
  ) {
    self.code = code
    self.kind = kind
    self.number = number
    self.day = day
    self.validUntil = validUntil
    self.issuer = issuer
    self.member = member
    self.signer = signer
    self.draft = draft
  }

  /// Reads what ``text`` wrote, and nothing else.
  package init?(text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    func value(_ name: String) -> String? {
      guard let line = lines.first, line.hasPrefix(name + ": ") else { return nil }
      lines = lines.dropFirst()
      return String(line.dropFirst(name.count + 2))
    }
    guard lines.popFirst() == Self.header[...], let code = value("code").flatMap(LetterCode.init),
      let kind = value("kind").flatMap(LetterKind.init), let number = value("number"),
      let day = value("day").flatMap(Day.init)
    else { return nil }
    let until = value("until").map { Day($0) }
    guard let issuer = value("issuer"), let member = value("member"),
      let signer = value("signed"), let draft = value("draft"), lines == [""]
    else { return nil }
    if case .some(.none) = until { return nil }
    self.init(
      code: code, kind: kind, number: number, day: day, validUntil: until ?? nil, issuer: issuer,
      member: member, signer: signer, draft: draft)
    guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
  }
}

/// A seal with its signature, as the QR code holds it.
package struct SignedSeal: Sendable, Hashable {
  package let seal: LetterSeal
  /// The number of the key.
  package let key: String
  /// 128 hexadecimal digits.
  package let signature: String

  package init(seal: LetterSeal, key: String, signature: String) {
    self.seal = seal
    self.key = key
    self.signature = signature
  }

  /// The text of the QR code; the signature in base64 without padding, to keep it small.
  package var scan: String {
    let bytes = Data(Hex.bytes(signature) ?? [])
    let short = bytes.base64EncodedString().replacing("=", with: "")
    return seal.text + "key: \(key)\nsignature: \(short)"
  }

  /// Reads what ``scan`` wrote; scanners and other systems may have put around it what they do.
  package init?(scan: String) {
    let lines = Self.lines(of: scan)
    guard lines.count > 2, let last = lines.last, last.hasPrefix("signature: "),
      let key = lines.dropLast().last, key.hasPrefix("key: "),
      let seal = LetterSeal(
        text: lines.dropLast(2).map { $0 + "\n" }.joined()),
      let bytes = Data(base64Encoded: last.dropFirst("signature: ".count) + "=="),
      bytes.count == 64
    else { return nil }
    self.init(seal: seal, key: String(key.dropFirst("key: ".count)), signature: Hex.text(bytes))
    guard self.scan.utf8.elementsEqual(lines.joined(separator: "\n").utf8) else { return nil }
  }

  /// The lines of a scan without a byte-order mark, the line ends of another system, blank lines
  /// around it, and the name of the kind of code that `zbarimg` begins with.
  private static func lines(of scan: String) -> [Substring] {
    let marked = scan.unicodeScalars
    let text = String(marked.first == "\u{FEFF}" ? marked.dropFirst() : marked[...])
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " || $0 == "\t" } }
    var lines = Array(
      text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        .drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    if let first = lines.first, first.hasPrefix(scanner) {
      lines[0] = first.dropFirst(scanner.count)
    }
    return lines
  }

  private static let scanner = "QR-Code:"

  /// Whether the signature was made over exactly this seal.
  package func holds(with key: PublicKey) -> Bool {
    key.id == self.key && key.verifies(signature, of: seal.text, as: .letter)
  }
}
