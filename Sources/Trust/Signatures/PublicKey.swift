import Basics
import Crypto

/// What a signature is for: a signature of one kind is none of another.
package enum SignedMatter: String, Sendable, CaseIterable {
  case letter
  /// A member handed over to another installation.
  case handover

  /// What is signed: the matter first, so that no text of one kind passes for one of another.
  func message(_ text: String) -> [UInt8] { Array("cadre \(rawValue) 1\n\(text)".utf8) }
}

/// An Ed25519 public key (RFC 8032), known by the beginning of its SHA-256.
package struct PublicKey: Sendable, Hashable {
  /// 16 hexadecimal digits.
  package let id: String
  /// 64 hexadecimal digits.
  package let hex: String

  /// - Parameter hex: 64 hexadecimal digits of 32 bytes that are a key.
  package init?(hex: String) {
    guard hex.utf8.count == 64, hex == hex.lowercased(), let bytes = Hex.bytes(hex),
      (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil
    else { return nil }
    self.init(bytes: bytes)
  }

  init(bytes: [UInt8]) {
    hex = Hex.text(bytes)
    id = String(Hex.text(SHA256.hash(data: bytes)).prefix(16))
  }

  /// The key as one line that is handed to others: `cadre-key ed25519 HEX`.
  package var line: String { "cadre-key ed25519 \(hex)" }

  /// - Parameter line: as ``line`` writes it; what stands after it on other lines does not count.
  package init?(line: String) {
    let words = line.split(whereSeparator: \.isNewline).first?.split(separator: " ") ?? []
    guard words.count == 3, words[0] == "cadre-key", words[1] == "ed25519" else { return nil }
    self.init(hex: String(words[2]))
  }

  /// Whether the signature was made over exactly this text, for this matter, with the key's other
  /// half.
  ///
  /// - Parameters:
  ///   - signature: 128 hexadecimal digits.
  ///   - text: what was signed.
  ///   - matter: what for.
  /// - Returns: `false` also for what is no signature at all.
  package func verifies(_ signature: String, of text: String, as matter: SignedMatter) -> Bool {
    guard let bytes = Hex.bytes(signature), bytes.count == 64, let own = Hex.bytes(hex),
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: own)
    else { return false }
    return key.isValidSignature(bytes, for: matter.message(text))
  }
}

/// An Ed25519 private key: never in the database, never on the trail, never in a log.
package struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey
  package let publicKey: PublicKey

  /// A new key from the random source of the system.
  package init() { self.init(Curve25519.Signing.PrivateKey()) }

  private init(_ key: Curve25519.Signing.PrivateKey) {
    self.key = key
    publicKey = PublicKey(bytes: Array(key.publicKey.rawRepresentation))
  }

  init?(hex: String) {
    guard let bytes = Hex.bytes(hex),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
    else { return nil }
    self.init(key)
  }

  /// For the key's file alone.
  var hex: String { Hex.text(key.rawRepresentation) }

  /// - Returns: the signature, 128 hexadecimal digits.
  package func signature(of text: String, as matter: SignedMatter) throws -> String {
    Hex.text(try key.signature(for: matter.message(text)))
  }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
  /// Names the public half only, so that the key ends in no log by mistake.
  package var description: String { "SigningKey(\(publicKey.id))" }
  package var customMirror: Mirror { Mirror(self, children: ["id": publicKey.id]) }
}

/// Bytes as hexadecimal digits.
package enum Hex {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// - Returns: `nil` for anything but pairs of digits.
  package static func bytes(_ text: String) -> [UInt8]? {
    let values = text.utf8.map { digit in
      switch digit {
      case 0x30...0x39: digit - 0x30
      case 0x61...0x66: digit - 0x61 + 10
      default: UInt8(255)
      }
    }
    guard values.count.isMultiple(of: 2), !values.contains(255) else { return nil }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  /// SHA-256 of the text's UTF-8, 64 hexadecimal digits.
  package static func digest(_ text: String) -> String {
    Hex.text(SHA256.hash(data: Array(text.utf8)))
  }
}
