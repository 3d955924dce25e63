import Basics
import Crypto
import Foundation

/// SHA-256 of files and texts, in lower-case hex.
enum FileDigest {
  /// - Throws: ``ImportError`` where the file cannot be opened, or is no plain file: what has no
  ///   end cannot be digested, and what is read only once cannot be imported afterwards.
  static func of(path: String) throws -> String {
    var facts = stat()
    if stat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
      throw ImportError.notPlain(path)
    }
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
