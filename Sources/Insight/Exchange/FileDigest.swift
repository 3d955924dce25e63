import Basics
import Crypto
import Foundation

/// SHA-256 of files and texts, in lower-case hex.
package enum FileDigest {
  /// - Throws: ``ImportError`` where the file cannot be opened, or is no plain file: what has no
  ///   end cannot be digested, and what is read only once cannot be imported afterwards.
  static func of(path: String) throws -> String {
    var facts = stat()
    if stat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
      throw ImportError.notPlain(path)
    }
    guard let file = FileHandle(forReadingAtPath: path) else { throw ImportError.noFile(path) }
    defer { try? file.close() }
    return try of(file).digest
  }

  /// Digests an open file from where it stands to its end, and counts its bytes.
  package static func of(_ file: FileHandle) throws -> (bytes: Int, digest: String) {
    var (hash, bytes) = (SHA256(), 0)
    while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty {
      hash.update(data: chunk)
      bytes += chunk.count
    }
    return (bytes, hex(hash.finalize()))
  }

  static func of(text: String) -> String { hex(SHA256.hash(data: Data(text.utf8))) }

  private static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count < 2 ? "0" + text : text
    }.joined()
  }
}
