import Basics
import Foundation

/// The folder of private keys, outside the database: one file a key, for its owner only.
package struct KeyFolder: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  private static let header = "cadre-signing-key ed25519 "

  /// The keys that lie here, by their numbers.
  ///
  /// - Throws: a `Problem` for a file that others may read, or that is no key.
  func keys() throws -> [SigningKey] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return [] }
    return try names.filter { $0.hasSuffix(".key") && !$0.hasPrefix(".") }.sorted().map(key)
  }

  private func key(_ name: String) throws -> SigningKey {
    let file = path + "/" + name
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard let mode = attributes?[.posixPermissions] as? NSNumber, mode.intValue & 0o077 == 0 else {
      throw PlainProblem(
        .refused,
        Phrase(
          vi: "Người khác đọc được khoá ký “\(file)”.",
          en: "Others can read the signing key “\(file)”."),
        hint: Phrase(
          vi: "Nếu chưa ai đọc: chmod 600 tệp ấy. Nếu không chắc: cadre letter keys --rotate.",
          en: "If nobody did: chmod 600 the file. If unsure: cadre letter keys --rotate."))
    }
    guard let text = try? String(contentsOfFile: file, encoding: .utf8),
      text.hasPrefix(Self.header),
      let key = SigningKey(
        hex: text.dropFirst(Self.header.count).trimmingCharacters(in: .whitespacesAndNewlines)),
      name == key.publicKey.id + ".key"
    else {
      throw PlainProblem(
        .refused,
        Phrase(vi: "“\(file)” không phải khoá ký.", en: "“\(file)” is no signing key."),
        hint: Phrase(
          vi: "Lấy lại từ bản sao lưu, hoặc bỏ đi: sẽ có khoá mới, giấy cũ vẫn kiểm tra được.",
          en: "Get it back from a backup, or take it away: a new key is made, and old letters can "
            + "still be checked."))
    }
    return key
  }

  /// Writes the key; it lies under its name only when it is whole and on the disk.
  func keep(_ key: SigningKey) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let final = path + "/" + key.publicKey.id + ".key"
    let draft = path + "/." + key.publicKey.id
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard file >= 0 else { throw unwritable }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: Data((Self.header + key.hex + "\n").utf8))
      try handle.synchronize()
      try handle.close()
    } catch {
      unlink(draft)
      throw unwritable
    }
    guard rename(draft, final) == 0 else {
      unlink(draft)
      throw unwritable
    }
  }

  /// Takes away a key that signs no more.
  func drop(_ key: PublicKey) { unlink(path + "/" + key.id + ".key") }

  private var unwritable: PlainProblem {
    PlainProblem(
      .refused,
      Phrase(
        vi: "Không ghi được khoá ký vào “\(path)”.",
        en: "The signing key cannot be written to “\(path)”."),
      hint: Phrase(
        vi: "Kiểm tra quyền ghi thư mục ấy (CADRE_HOME).",
        en: "Check the right to write there (CADRE_HOME)."))
  }
}
