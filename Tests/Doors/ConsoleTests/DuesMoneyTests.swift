import Foundation
import TestKit
import Testing

/// Dues on their way: by transfer, up the tree, and by the files that an office lays itself.
@Suite(.timeLimit(.minutes(10))) struct `Dues on their way` {
  static let split = """
    splits:
      - from: 2026-02
        levels:
          - {level: 1, name: "the city", keep: 0.5, source: "a test", checked: "not at all"}
          - {level: 2, name: "a ward", keep: 0.333333, source: "a test", checked: "not at all"}
          - {level: 3, name: "a cell", keep: 0.7, source: "a test", checked: "not at all"}

    """

  @Test func `go up only by a split that the office has filled in, to the last đồng`() async throws
  {
    try await TestHome.charged { home in
      for (code, sum) in [("M001", 90_000), ("M002", 70_001), ("M003", 12_345), ("M005", 5_003)] {
        _ = try await home.pay(code, sum)
      }
      let path = home.path + "/config/dues/split.yaml"
      let refused = try await home.cadre("dues", "remit", "--period", "2026-11")
      #expect(refused.code == 3 && refused.errors.contains("Add to \(path)"), "\(refused.errors)")
      #expect(try await home.done("dues", "rules", "--split", "--source").contains("2011-01"))
      try home.layRule("split.yaml", Self.split)
      let tried = try await home.rows("dues", "remit", "--period", "2026-11", "--dry-run")
      let moved = try await home.rows("dues", "remit", "--period", "2026-11")
      #expect(tried == moved)
      func sum(_ column: String) -> Int { moved.reduce(0) { $0 + (Int($1[column] ?? "") ?? 0) } }
      let top = try #require(moved.first { $0["upper_code"] == "" })
      #expect(sum("collected") == 177_349)
      #expect(sum("kept") + (Int(top["passed"] ?? "") ?? 0) == 177_349)
      #expect(moved.first { $0["unit_code"] == "CB01" }?["kept"] == "112001")
      let again = try await home.done("dues", "remit", "--period", "2026-11")
      #expect(again.contains("nothing new"))
      try await home.done("db", "check")
    }
  }

  @Test func `follow the files of the office in the place of the program's`() async throws {
    try await TestHome.town { home in
      let outcome = try await home.cadre("dues", "assess", "--period", "2025-12")
      let file = home.path + "/config/dues/342-qd-tw-2010.yaml"
      #expect(outcome.code == 1 && outcome.output.contains("Put it into \(file)"))
      let text = try await home.done("dues", "rules", "--period", "2025-12", "--source")
      #expect(text.contains("id: 342-qd-tw-2010"))
      try home.layRule("342-qd-tw-2010.yaml", text + "fixed: {student: 7000}\n")
      let mended = try await home.done("dues", "assess", "--period", "2025-12")
      #expect(mended.contains("charged 1 ") && mended.contains("unchanged 4 "))
      #expect(try await home.rows("dues", "status", "M005").first?["net"] == "7000")
      // Elsewhere by a variable, where nothing has been laid.
      let other = home.with(["CADRE_CONFIG": home.desk])
      let shipped = try await other.cadre(
        "dues", "assess", "--period", "2025-11", "--member", "M005")
      #expect(shipped.code == 1 && shipped.output.contains(home.desk + "/dues/342-qd-tw-2010"))
      try home.layRule("342-qd-tw-2010.yaml", text + "fixed: {student: 1}\n")
      let broken = try await home.cadre("dues", "assess", "--period", "2025-12")
      #expect(broken.code == 1 && broken.errors.contains(file + ":"), "\(broken.errors)")
      #expect(broken.output.isEmpty)
    }
  }

  @Test func `are asked for by a code that a scanner reads`() async throws {
    try await TestHome.charged { home in
      let none = try await home.cadre("dues", "qr", "M002")
      #expect(none.code == 4 && none.errors.contains("dues bank-account"), "\(none.errors)")
      let words = ["dues", "bank-account", "DU", "--bin", "970436", "--account", "0011001234567"]
      #expect(try await home.cadre(words).output.contains("Recorded the account"))
      #expect(try await home.cadre(words).output.contains("no change"))
      let row = try #require(try await home.rows("dues", "qr", "M002").first)
      #expect(row["content"] == "DP 202610 M002" && row["amount"] == "70000")
      let payload = try #require(row["payload"])
      let shown = try await home.done("dues", "qr", "M002")
      #expect(shown.contains(payload) && shown.contains("▀"))
      for name in ["pay.png", "pay.svg"] {
        try await home.done("dues", "qr", "M002", "--output", name)
      }
      let scanned = try await Program(path: "/usr/bin/zbarimg").run(
        ["--quiet", "--raw", "--oneshot", "pay.png"], folder: home.desk)
      #expect(scanned.output.trimmingCharacters(in: .newlines) == payload, "\(scanned.errors)")
      #expect(try home.read("pay.svg").contains("70,000 ₫"))
      // The bank sends the content back, and it finds its member.
      let file = try home.lay(
        "bank.csv",
        "date,reference,amount,content\n2026-11-03,FT9,70000,\(row["content"] ?? "")\n")
      try await home.done("dues", "import-statement", file)
      #expect(try await home.rows("dues", "status", "M002").first?["open"] == "0")
    }
  }

  @Test func `are shown whole as csv and as json`() async throws {
    try await TestHome.charged { home in
      try home.layRule("split.yaml", Self.split)
      try await home.done(
        "dues", "bank-account", "DU", "--bin", "970436", "--account", "0011001234567")
      _ = try await home.pay("M003", 60_000, "--channel", "portal", "--reference", "DVC 1")
      for command in [
        "dues status M001", "dues status M003", "dues statement DU --period 2026-10",
        "dues arrears", "dues inbox --all", "dues qr M001", "dues rules", "dues rules --split",
        "dues rules --period 2025-01", "dues remit --period 2026-11 --dry-run",
        "dues assess --period 2026-10 --dry-run", "dues pay M002 --amount 70000 --on 2026-11-20",
      ] {
        if command.contains("pay") {
          // Booked once, so that both tell the same.
          try await home.done("dues", "pay", "M002", "--amount", "70000", "--on", "2026-11-20")
        }
        try await `Piped output`.compare(command, home)
      }
    }
  }
}
