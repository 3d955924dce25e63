import Basics
import Foundation
import Signatures

/// A signed file: one line that names format, version, key and signature, then the content.
///
/// Signed are the version, the number of the key and every byte of the content, so that no byte of
/// the file can be another one.
package struct HandoverFile: Sendable, Hashable {
  package static let version = 1
  /// More than a member of many years has.
  static let limit = 4 << 20
  private static let format = "cadre-handover"

  package let keyID: String
  /// 128 hexadecimal digits.
  package let signature: String
  /// What is signed.
  package let signed: String
  package let content: HandoverContent

  /// SHA-256 of what is signed.
  package var digest: String { Hex.digest(signed) }

  /// Signs a content.
  package init(_ content: HandoverContent, with key: SigningKey) throws {
    self.content = content
    keyID = key.publicKey.id
    signed = "\(Self.version) \(keyID)\n\(try Self.canonical(content))\n"
    signature = try key.signature(of: signed, as: .handover)
  }

  /// The bytes of the file.
  package var text: String {
    "\(Self.format) \(Self.version) \(keyID) \(signature)\n"
      + signed.drop { $0 != "\n" }.dropFirst()
  }

  /// Reads a file and holds it against the keys on record.
  ///
  /// - Parameters:
  ///   - bytes: all of the file.
  ///   - keys: the keys on record.
  /// - Throws: ``HandoverError`` unless it is whole and signed by a trusted key of somebody else.
  package init(_ bytes: Data, trusting keys: [KeyRecord]) throws {
    guard bytes.count <= Self.limit, let text = String(validating: bytes, as: UTF8.self),
      let end = text.utf8.firstIndex(of: 0x0A)
    else { throw HandoverError.noPackage }
    let words = text[..<end].split(separator: " ", omittingEmptySubsequences: false).map(
      String.init)
    guard words.count == 4, words[0] == Self.format else { throw HandoverError.noPackage }
    guard words[1] == "\(Self.version)" else {
      guard let other = Int(words[1]) else { throw HandoverError.noPackage }
      throw HandoverError.otherVersion(other)
    }
    let body = text[text.utf8.index(after: end)...]
    try self.init(
      signed: "\(Self.version) \(words[2])\n\(body)", keyID: words[2], signature: words[3],
      trusting: keys)
  }

  /// The same of what is kept on record.
  package init(
    signed: String, keyID: String, signature: String, trusting keys: [KeyRecord]
  ) throws {
    guard let key = keys.first(where: { $0.key.id == keyID }) else {
      throw HandoverError.unknownKey(keyID)
    }
    guard key.key.verifies(signature, of: signed, as: .handover) else {
      throw HandoverError.altered
    }
    let json = signed.drop { $0 != "\n" }.dropFirst()
    guard
      let content = try? JSONDecoder().decode(HandoverContent.self, from: Data(json.utf8)),
      // Nothing may be signed that is not read: what stands there is what is written from it again.
      try Array("\(Self.canonical(content))\n".utf8) == Array(json.utf8)
    else { throw HandoverError.malformed("") }
    if key.isOwn { throw HandoverError.own }
    guard let day = Day(content.day) else { throw HandoverError.malformed("day") }
    if let retired = key.retiredOn, day >= retired {
      throw HandoverError.retired(keyID, retired)
    }
    (self.content, self.keyID, self.signature, self.signed) = (content, keyID, signature, signed)
  }

  private static func canonical(_ content: HandoverContent) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(content), as: UTF8.self)
  }
}
