import Foundation
import TestKit
import Testing

/// A member moves to another cell: two clerks, two keys, the papers and the days.
@Suite(.timeLimit(.minutes(15))) struct `Clerks of two cells` {
  /// A second account, which whoever runs the tests may act as.
  private static func letIn(_ name: String, _ grant: String..., home: TestHome) async throws {
    let user = String(cString: getpwuid(geteuid()).pointee.pw_name)
    try await home.done("account", "add", name, "--full-name", "Lê Hoa", "--system-user", user)
    let granted = try await home.cadre(["account", "grant", name] + grant)
    #expect(granted.code == 0, "\(granted.errors)")
  }

  @Test func `take a member from one cell to the other`() async throws {
    try await TestHome.town { home in
      try await Self.letIn("hoa", "organisation_board", "--unit", "CB03", home: home)
      let asked = try await home.done(
        "transfer", "request", "M002", "--to", "CB03", "--from", "2026-12-01", "--event",
        "2026-09-01", "--document", "12-QĐ/UB", "--paper", "self_review=4")
      #expect(asked.contains("Transfer 1.") && asked.contains("2026-11-26"))
      let twice = try await home.cadre("transfer", "request", "M002", "--to", "CB02")
      #expect(twice.code == 5 && twice.errors.contains("transfer 1 open"))
      let overdue = try CSV.rows(
        try await home.done("transfer", "overdue", "--format", "csv"))
      #expect(overdue.count == 2 && overdue[1].suffix(4).prefix(2) == ["start", "2026-11-26"])
      try await home.done("transfer", "review", "1", "--document", "3-BB")
      let early = try await home.cadre("transfer", "receive", "1", "--as", "hoa")
      #expect(early.code == 3 && early.errors.contains("reviewed by the cell"))
      let released = try await home.done("transfer", "release", "1")
      #expect(released.contains("presented by 2027-01-05"))
      let lacking = try await home.cadre("transfer", "send", "1")
      #expect(lacking.code == 3 && lacking.errors.contains("member sheet"))
      try await home.done(
        "transfer", "send", "1", "--paper", "introduction_letter=45", "--paper",
        "member_sheet=1", "--paper", "admission_file=9", "--paper", "party_card=2", "--paper",
        "dossier=NP-0031")
      let travels = try await home.done("transfer", "show", "1")
      #expect(travels.contains("What travels along\n  ✔ nothing"), "\(travels)")
      let sameKey = try await home.cadre("transfer", "receive", "1")
      #expect(sameKey.code == 3 && sameKey.errors.contains("may not receive"))
      try await home.done("transfer", "receive", "1", "--as", "hoa", "--document", "8-BB")
      let late = try await home.cadre("transfer", "receive", "1", "--as", "hoa")
      #expect(late.code == 5 && late.errors.contains("“received” (by hoa)"))
      #expect(try await home.done("member", "show", "M002").contains("CB01  Chi bộ 1"))
      let then = try await home.done("member", "show", "M002", "--on", "2026-12-01")
      #expect(then.contains("CB03  Chi bộ 3"))
      let page = try await home.done("transfer", "show", "1")
      for text in ["CB01", "CB03", "2027-01-05", "NP-0031", "5. 2026-11-21  receive  hoa  8-BB"] {
        #expect(page.contains(text), "\(text)")
      }
      let listed = try CSV.rows(
        try await home.done("transfer", "list", "--all", "--format", "csv"))
      #expect(listed.count == 2 && listed[1][6] == "received")
      #expect(try await home.done("transfer", "list").split(separator: "\n").count == 2)
      try await home.done("db", "check")
    }
  }

  @Test func `move a list all at once, or nobody`() async throws {
    try await TestHome.town { home in
      let bad = try home.lay(
        "list.csv", "member_code,to_cell\nM003,CB01\nM005,CB03\nM004,CB09\nM003,CB01\n")
      let refused = try await home.cadre("transfer", "request", "--list", bad)
      #expect(refused.code == 1)
      for text in [
        "line 3, M005: is in “CB03” already", "line 4, M004: “CB09” is no unit",
        "line 5, M003: stands in line 2",
      ] {
        #expect(refused.output.contains(text), "\(text)")
      }
      #expect(refused.errors.contains("3 rows were refused"), "\(refused.errors)")
      let rejected = try CSV.rows(try home.read("list.csv.rejected.csv"))
      #expect(rejected[0].prefix(3) == ["member_code", "to_cell", "rejected_line"])
      #expect(rejected.dropFirst().map { $0[2] } == ["3", "4", "5"])
      #expect(rejected[2][5] == "“CB09” is no unit of the party tree")
      let worse = try home.lay("worse.csv", "member_code,to_cell\n,CB01\nM005,CB03\nM003,a b\n")
      let unread = try await home.cadre("transfer", "request", "--list", worse)
      #expect(unread.code == 1 && unread.errors.contains("worse.csv.rejected.csv"))
      let causes = try CSV.rows(try home.read("worse.csv.rejected.csv")).dropFirst()
      #expect(
        causes.map { Array($0[2...4]) } == [
          ["2", "member_code", ""], ["3", "member_code", "M005"], ["4", "to_cell", "a b"],
        ])
      let good = try home.lay(
        "list.csv", "Mã đảng viên;Chi bộ tiếp nhận\nM003;CB01\nM004;CB01\n")
      let rehearsed = try await home.done("transfer", "request", "--list", good, "--dry-run")
      #expect(rehearsed.contains("2 can be asked for"))
      let asked = try await home.done(
        "transfer", "request", "--list", good, "--from", "2027-01-01", "--reason", "Merger")
      #expect(asked.contains("List 1: 2 members"))
      #expect(asked.contains("The holidays of 2027") == false)
      for words in [["review"], ["release"], ["receive", "--as", "hoa"]] {
        if words[0] == "receive" {
          try await Self.letIn("hoa", "hr_officer", home: home)
        }
        let outcome = try await home.cadre(["transfer"] + words + ["--list", "1"])
        #expect(outcome.code == 0 && outcome.output.contains("2 members"), "\(outcome.errors)")
      }
      let shown = try await home.done("member", "show", "M004", "--on", "2027-01-01")
      #expect(shown.contains("CB01  Chi bộ 1"))
      let both = try await home.cadre("transfer", "review", "1", "--list", "1")
      #expect(both.code == 2)
      try await home.done("db", "check")
    }
  }

  @Test func `let somebody stay for a while, and name the committee that releases`()
    async throws
  {
    try await TestHome.town { home in
      let short = try await home.cadre(
        "transfer", "request", "M005", "--to", "CB01", "--until", "2027-01-31")
      #expect(short.code == 3 && short.errors.contains("3 months at least"))
      try await home.done(
        "transfer", "grassroots", "DU", "--from", "2025-07-01", "--document", "5-QĐ/TU")
      let asked = try await home.done(
        "transfer", "request", "M005", "--to", "CB01", "--until", "2028-06-30", "--purpose",
        "study")
      #expect(asked.contains("Transfer 1."))
      // Out of the grassroots organisation DU it is the committee above it that releases.
      #expect(try await home.done("transfer", "show", "1").contains("TU"))
      let inside = try await home.done("transfer", "request", "M003", "--to", "CB01")
      #expect(inside.contains("Transfer 2."))
      let listed = try CSV.rows(try await home.done("transfer", "list", "--format", "csv"))
      #expect(listed.dropFirst().map { $0[3] } == ["temporary", "internal"])
      let wrong = try await home.cadre("transfer", "cancel", "2")
      #expect(wrong.code == 3 && wrong.errors.contains("--reason"))
      try await home.done("transfer", "cancel", "2", "--reason", "stays")
    }
  }

  @Test func `are told what stands in the way of closing, merging and joining`() async throws {
    try await TestHome.town { home in
      try await home.done("transfer", "request", "M005", "--to", "CB02", "--from", "2026-12-01")
      for words in [
        ["unit", "merge", "CB02", "--into", "CB01"], ["unit", "merge", "CB03", "--into", "CB01"],
        ["member", "merge", "M005", "--into", "M004"],
        ["member", "merge", "M004", "--into", "M005"],
      ] {
        let refused = try await home.cadre(words)
        #expect(refused.code == 3, "\(words)")
        #expect(refused.errors.contains("1 open transfers (1)"), "\(refused.errors)")
        #expect(refused.errors.contains("cadre transfer show 1"), "\(refused.errors)")
      }
      try await home.done("transfer", "cancel", "1", "--reason", "stays")
      try await home.done("unit", "merge", "CB02", "--into", "CB01")
      try await home.done("db", "check")
    }
  }
}
