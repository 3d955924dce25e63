import Basics
import Crypto
import Foundation

/// SHA-256 of files and texts, in lower-case hex.
enum FileDigest {
  /// - Throws: ``ImportError/noFile(_:)`` where the file cannot be opened.
  static func of(path: String) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else { throw ImportError.noFile(path) }
    defer { try? file.close() }
    var hash = SHA256()
    while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty {
      hash.update(data: chunk)
    }
    return hex(hash.finalize())
  }

  static func of(text: String) -> String { hex(SHA256.hash(data: Data(text.utf8))) }

  private static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count < 2 ? "0" + text : text
    }.joined()
  }
}
