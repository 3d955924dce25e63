import Foundation
import TestKit
import Testing

/// A letter by the real program: from the request to whoever holds the paper.
@Suite(.timeLimit(.minutes(15))) struct `Letters at the console` {
  /// A code of the right shape that nobody has given out.
  static let unknown = "K7MF-2QXP-9D39"

  @Test(arguments: ["vi", "en"])
  func `are asked for, drafted, reviewed, signed and checked`(language: String) async throws {
    try await TestHome.letters { home in
      var story = Transcript(home.with(["CADRE_LANG": language]))
      let kind = ["--kind", "activity_confirmation"]
      try await story.type(
        "letter", "request", "M002", kind[0], kind[1], "--purpose", "vay vốn ngân hàng",
        "--addressee", "Ngân hàng Nông nghiệp")
      try await story.type("letter", "request", "M002", kind[0], kind[1], exit: 5)
      try await story.type("letter", "request", "M002", "--kind", "introduction", exit: 2)
      try await story.type("letter", "list")
      try await story.type("letter", "issue", "1", "--as", "hoa", exit: 5)
      try await story.type("letter", "draft", "1", "--post", "Phó Bí thư")
      try await story.type("letter", "review", "1", exit: 3)
      try await story.type("letter", "return", "1", "--as", "hoa", exit: 3)
      try await story.type("letter", "return", "1", "--as", "hoa", "--reason", "bí thư ký")
      try await story.type("letter", "draft", "1")
      try await story.type("letter", "review", "1", "--as", "hoa")
      try await story.type("letter", "issue", "1", exit: 3)
      try await story.type("letter", "issue", "1", "--as", "hoa", "--output", "giay.pdf")
      try await story.type("letter", "issue", "1", "--as", "hoa", exit: 5)
      try await story.type("letter", "show", "1")
      let row = try #require(
        try await home.rows("letter", "list", "--all", "--unit", "DU").first)
      let code = try #require(row["check_code"])
      try await story.type("letter", "verify", code)
      try await story.type("letter", "verify", Self.unknown, exit: 4)
      let mistyped = code.dropLast() + (code.last == "0" ? "1" : "0")
      try await story.type("letter", "verify", String(mistyped), exit: 2)
      try await story.type("letter", "replace", "1", "--as", "hoa", "--reason", "mất giấy")
      try await story.type("letter", "verify", code, exit: 3)
      try await story.type("letter", "list")
      expectGolden(story.masked, "letters/story.\(language).txt")
      let paper = Transcript.paper(try await home.text(ofPDF: "giay.pdf"))
      expectGolden(paper, "letters/confirmation.pdf.txt")
      try await home.done("db", "check")
    }
  }

  @Test func `are checked off the paper, here, and elsewhere without a database`() async throws {
    try await TestHome.letters { home in
      let row = try await home.issued(
        "M002", "--kind", "activity_confirmation", output: "giay.pdf")
      let code = try #require(row["check_code"])
      #expect(row["number"] == "1/2026" && row["state"] == "issued")
      let scan = try await home.scan(ofPDF: "giay.pdf")
      #expect(scan.contains("member: M002 Trần Văn Bình"))
      _ = try home.lay("scan.txt", scan)
      for typed in [[code], code.lowercased().split(separator: "-").map(String.init)] {
        let good = try await home.cadre(["letter", "verify"] + typed)
        #expect(good.code == 0 && good.output.contains("THE LETTER IS GOOD"), "\(good.errors)")
      }
      #expect(
        try await home.done("letter", "verify", "--scan", "scan.txt").contains("1-XN/CB"))
      for other in [
        scan.replacing("\n", with: "\r\n"), "\u{FEFF}\r\n" + scan, "QR-Code:" + scan + "\n\n",
      ] {
        let file = try home.lay("other.txt", other)
        try await home.done("letter", "verify", "--scan", file)
      }
      for words in [[], ["--key", "empty.txt"]] {
        _ = try home.lay("empty.txt", "")
        let file = words.isEmpty ? "empty.txt" : "scan.txt"
        let outcome = try await home.cadre(["letter", "verify", "--scan", file] + words)
        #expect(outcome.code != 0 && !outcome.errors.contains("UTF-8"), "\(outcome.errors)")
      }
      let piped = try await home.cadre("letter", "verify", "--scan", "-", input: scan)
      #expect(piped.code == 0, "\(piped.errors)")
      try await home.done("letter", "keys", "--export", "key.txt")
      // Whoever changes a single letter of it, changes what was signed.
      for (name, other, said) in [
        ("name.txt", scan.replacing("Bình", with: "Bính"), "not over this text"),
        ("day.txt", scan.replacing("until: 2027", with: "until: 2037"), "not over this text"),
        ("digest.txt", scan.replacing("draft: ", with: "draft: 0"), "not over this text"),
      ] {
        let file = try home.lay(name, other)
        for key in [[], ["--key", "key.txt"]] {
          let outcome = try await home.cadre(["letter", "verify", "--scan", file] + key)
          #expect(outcome.code == 3 && outcome.errors.contains(said), "\(name) \(outcome.errors)")
          #expect(outcome.output.contains("NOT GOOD"))
        }
      }
      let cut = try home.lay("cut.txt", String(scan.dropLast(20)))
      let unread = try await home.cadre("letter", "verify", "--scan", cut)
      #expect(unread.code == 2, "\(unread.errors)")
      try await home.done("db", "stop")
      let offline = ["letter", "verify", "--scan", "scan.txt", "--key", "key.txt"]
      let alone = try await home.cadre(offline)
      #expect(alone.code == 0 && alone.output.contains("the issuer knows"), "\(alone.errors)")
      #expect(home.server == nil)
      let later = try await home.with(["CADRE_TODAY": "2027-02-20"]).cadre(offline)
      #expect(later.code == 3 && later.errors.contains("expired on 2027-02-19"))
      let last = try await home.with(["CADRE_TODAY": "2027-02-19"]).cadre("letter", "verify", code)
      #expect(last.code == 0, "\(last.errors)")
      let past = try await home.with(["CADRE_TODAY": "2027-02-20"]).cadre("letter", "verify", code)
      #expect(past.code == 3 && past.errors.contains("expired on 2027-02-19"))
    }
  }

  @Test func `are shown to programs with the same columns every day`() async throws {
    try await TestHome.letters { home in
      let row = try await home.issued(
        "M002", "--kind", "activity_confirmation", "--purpose", "a loan, and more")
      let code = try #require(row["check_code"])
      var shapes = Transcript(home)
      for format in ["csv", "json"] {
        try await shapes.type("letter", "list", "--all", "--format", format)
        try await shapes.type("letter", "show", "1", "--format", format)
        try await shapes.type("letter", "verify", code, "--format", format)
        try await shapes.type("letter", "keys", "--format", format)
      }
      try await home.done("letter", "revoke", "1", "--reason", "wrong", "--as", "hoa")
      try await shapes.type("letter", "verify", code, "--format", "csv", exit: 3)
      expectGolden(shapes.masked, "letters/shapes.txt")
    }
  }

  @Test func `are refused about somebody who has left, and about oneself`() async throws {
    try await TestHome.letters { home in
      let kind = ["--kind", "activity_confirmation"]
      let nowhere = try await home.cadre(
        "letter", "request", "M003", kind[0], kind[1], "--issuer", "NOPE")
      #expect(nowhere.code == 4 && nowhere.errors.contains("no unit “NOPE”"), "\(nowhere.errors)")
      try await home.done("letter", "request", "M003", kind[0], kind[1])
      try await home.done("member", "edit", "M003", "--set", "status=left")
      let before = try await home.rows("letter", "list", "--all")
      for words in [
        ["letter", "draft", "1"],
        [
          "letter", "request", "M003", "--kind", "dues_statement",
          "--from", "2026-10",
        ],
      ] {
        let refused = try await home.cadre(words)
        #expect(refused.code == 3 && refused.errors.contains("not a member"), "\(refused.errors)")
      }
      #expect(try await home.rows("letter", "list", "--all") == before)
      try await home.done("letter", "refuse", "1", "--reason", "has left", "--as", "hoa")
      try await home.done("account", "link", "hoa", "--member", "M001")
      try await home.done("letter", "request", "M001", kind[0], kind[1], "--as", "hoa")
      try await home.done("letter", "draft", "2")
      let own = try await home.cadre("letter", "review", "2", "--as", "hoa")
      #expect(own.code == 3 && own.errors.contains("about themselves"), "\(own.errors)")
      try await home.done("db", "check")
    }
  }
}
