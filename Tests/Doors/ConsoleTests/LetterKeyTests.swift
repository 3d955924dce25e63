import Foundation
import TestKit
import Testing

/// The keys that letters are signed with, and the templates that they are drawn up by.
@Suite(.timeLimit(.minutes(15))) struct `What letters are made with` {
  private static let confirmation = ["--kind", "activity_confirmation"]

  private static func issue(
    _ code: String, _ home: TestHome
  ) async throws -> (code: String, key: String) {
    let row = try await home.issued(code, confirmation[0], confirmation[1])
    let number = try #require(row["request"])
    let shown = try #require(try await home.rows("letter", "show", number).first)
    return (try #require(row["check_code"]), try #require(shown["key"]))
  }

  @Test func `keys are rotated and retired, and old letters stay good`() async throws {
    try await TestHome.letters { home in
      let none = try await home.cadre("letter", "keys", "--export", "key.txt")
      #expect(none.code == 4, "\(none.errors)")
      let first = try await Self.issue("M001", home)
      #expect(home.keyFiles.map { $0.hasSuffix(first.key + ".key") } == [true])
      try await home.done("letter", "keys", "--export", "old.txt")
      #expect(try home.read("old.txt").hasPrefix("cadre-key ed25519 "))
      let mine = try await home.cadre("letter", "keys", "--rotate", "--as", "hoa")
      #expect(mine.code == 3, "\(mine.errors)")
      try await home.done("letter", "keys", "--rotate", "--reason", "another machine")
      #expect(home.keyFiles.count == 1 && home.keyFiles[0].contains(first.key) == false)
      let second = try await Self.issue("M002", home)
      #expect(second.key != first.key)
      for code in [first.code, second.code] { try await home.done("letter", "verify", code) }
      try await home.done("letter", "keys", "--retire", second.key, "--reason", "lost")
      for code in [first.code, second.code] { try await home.done("letter", "verify", code) }
      let twice = try await home.cadre("letter", "keys", "--retire", second.key)
      #expect(twice.code == 5, "\(twice.errors)")
      let third = try await Self.issue("M003", home)
      #expect(![first.key, second.key].contains(third.key))
      let keys = try await home.rows("letter", "keys")
      #expect(keys.map { $0["key"] } == [first.key, second.key, third.key])
      #expect(keys.map { $0["retired_on"] } == [TestHome.today, TestHome.today, ""])
      try await home.done("letter", "keys", "--export", "all.txt")
      #expect(try home.read("all.txt").split(separator: "\n").count == 3)
      // A key that another has, says nothing about what the third one signed.
      try await home.done("letter", "show", "3", "--output", "three.pdf")
      let scan = try home.lay("scan.txt", try await home.scan(ofPDF: "three.pdf"))
      try await home.done("letter", "verify", "--scan", scan, "--key", "all.txt")
      let foreign = try await home.cadre("letter", "verify", "--scan", scan, "--key", "old.txt")
      #expect(foreign.code == 3 && foreign.errors.contains("is not known"), "\(foreign.errors)")
      try await home.done("db", "check")
    }
  }

  @Test func `a key that others may read signs nothing`() async throws {
    try await TestHome.letters { home in
      let made = try await Self.issue("M001", home)
      let key = try #require(home.keyFiles.first)
      let private0 = try #require(
        try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? NSNumber)
      #expect(private0.intValue == 0o600)
      try await home.done("letter", "request", "M002", "--kind", "activity_confirmation")
      try await home.done("letter", "draft", "2")
      try await home.done("letter", "review", "2", "--as", "hoa")
      let issue = ["letter", "issue", "2", "--as", "hoa"]
      chmod(key, 0o644)
      let open = try await home.cadre(issue)
      #expect(open.code == 3 && open.errors.contains("Others can read"), "\(open.errors)")
      #expect(open.errors.contains("chmod 600"))
      #expect(try await home.rows("letter", "list").map { $0["state"] } == ["reviewed"])
      // What is signed can be checked all the same.
      try await home.done("letter", "verify", made.code)
      chmod(key, 0o600)
      try Data("cadre-signing-key ed25519 00\n".utf8).write(to: URL(fileURLWithPath: key))
      let broken = try await home.cadre(issue)
      #expect(broken.code == 3 && broken.errors.contains("is no signing key"), "\(broken.errors)")
      try FileManager.default.removeItem(atPath: key)
      try await home.done("letter", "issue", "2", "--as", "hoa")
      try await home.done("letter", "verify", made.code)
    }
  }

  @Test func `private keys stay out of the database and of its backup`() async throws {
    try await TestHome.letters { home in
      let made = try await Self.issue("M001", home)
      let key = try String(
        contentsOfFile: try #require(home.keyFiles.first), encoding: .utf8)
      let secret = try #require(key.split(whereSeparator: \.isWhitespace).last)
      #expect(secret.count == 64)
      let file = home.desk + "/b.dump"
      try await home.done("db", "backup", file)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      #expect(bytes.range(of: Data(secret.utf8)) == nil)
      #expect(bytes.range(of: Data("cadre-signing-key".utf8)) == nil)
      try await TestHome.beside { drill in
        try await drill.done("db", "restore", file)
        #expect(drill.keyFiles.isEmpty)
        try await drill.done("letter", "verify", made.code)
        // Whoever goes on there signs with a key of their own.
        let more = try await Self.issue("M002", drill)
        #expect(more.key != made.key && drill.keyFiles.count == 1)
        try await drill.done("letter", "verify", more.code)
        try await drill.done("db", "check")
      }
    }
  }

  @Test func `templates of the office stand in the place of the program's`() async throws {
    try await TestHome.letters { home in
      let shipped = try await home.rows("letter", "templates")
      #expect(shipped.map { $0["template"] }.contains("activity_confirmation@1"))
      let folder = (#filePath as NSString).deletingLastPathComponent + "/../../../config/letters"
      let text = try String(
        contentsOfFile: folder + "/activity_confirmation.yaml", encoding: .utf8)
      let own = text.replacing("version: 1", with: "version: 7")
        .replacing("\"{issuer} xác nhận:\"", with: "\"{issuer} trân trọng xác nhận:\"")
      let file = try home.layTemplate("activity_confirmation.yaml", own)
      let row = try await home.issued(
        "M001", Self.confirmation[0], Self.confirmation[1], output: "own.pdf")
      let paper = try await home.text(ofPDF: "own.pdf")
      #expect(paper.contains("trân trọng xác nhận:"))
      #expect(paper.contains("activity_confirmation@7"))
      let code = try #require(row["check_code"])
      try await home.done("letter", "request", "M002", "--kind", "activity_confirmation")
      try await home.done(
        "transfer", "request", "M003", "--to", "CB01", "--paper", "self_review=4")

      try home.layTemplate(
        "activity_confirmation.yaml",
        own.replacing("{full_name}\", bold", with: "{ful_name}\", bold"))
      let line =
        1
        + (own.split(separator: "\n", omittingEmptySubsequences: false)
          .firstIndex { $0.contains("Họ và tên") } ?? 0)
      for words in [
        ["letter", "draft", "2"], ["letter", "draft", "--unit", "DU"], ["letter", "templates"],
      ] {
        let broken = try await home.cadre(words)
        #expect(broken.code == 1, "\(words) \(broken.code)")
        #expect(broken.errors.contains("\(file):\(line):"), "\(words) \(broken.errors)")
        #expect(broken.errors.contains("ful_name"), "\(broken.errors)")
      }
      try home.layTemplate("activity_confirmation.yaml", "")
      let empty = try await home.cadre("letter", "draft", "2")
      #expect(empty.code == 1 && empty.errors.contains("the file is empty"), "\(empty.errors)")
      // Nothing else asks for it.
      for words in [
        ["letter", "list"], ["letter", "show", "1"], ["letter", "verify", code],
        ["letter", "show", "1", "--output", "again.pdf"], ["letter", "residents", "CB01"],
        ["letter", "revoke", "1", "--reason", "wrong", "--as", "hoa"], ["transfer", "review", "1"],
        ["letter", "request", "M004", "--kind", "activity_confirmation"],
      ] {
        let outcome = try await home.cadre(words)
        #expect(outcome.code == 0, "\(words): \(outcome.errors)")
      }
      let release = try await home.cadre("transfer", "release", "1")
      #expect(release.code == 1 && release.errors.contains(file), "\(release.errors)")
      #expect(try await home.rows("transfer", "list").map { $0["state"] } == ["reviewed"])
      try home.layTemplate("activity_confirmation.yaml", own)
      try await home.done("transfer", "release", "1")
      try await home.done("letter", "draft", "2")
      try await home.done("db", "check")
    }
  }
}
