import Foundation
import LocalCluster
import TestKit
import Testing

/// Transfers whose commands are killed at any moment: told again, each ends in one state.
@Suite(.serialized, .timeLimit(.minutes(20))) struct `Transfers under faults` {
  private static let papers = [
    "introduction_letter", "member_sheet", "admission_file", "party_card", "dossier",
    "self_review",
  ].flatMap { ["--paper", "\($0)=7"] }

  /// The steps of one transfer in their order, each with the state that it leads to.
  private static func steps(_ number: Int) -> [(words: [String], state: String)] {
    [
      (["transfer", "review", "\(number)"], "reviewed"),
      (["transfer", "release", "\(number)"], "released"),
      (["transfer", "send", "\(number)"] + papers, "in_transit"),
      (["transfer", "receive", "\(number)", "--as", "hoa"], "received"),
    ]
  }

  private static func prepared(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.town { town in
      // What was said to be done has to be there after the server was killed.
      let home = town.with(["CADRE_UNSAFE_FAST": "0"])
      let user = String(cString: getpwuid(geteuid()).pointee.pw_name)
      try await home.done("account", "add", "hoa", "--full-name", "Lê Hoa", "--system-user", user)
      try await home.done("account", "grant", "hoa", "hr_officer")
      let file = try home.lay("many.csv", Town.members(many: 30))
      try await home.done("member", "import", file)
      try await body(home)
    }
  }

  @Test func `killed at random moments, the server too, go on where they stand`() async throws {
    var dice = Seeded.forTest()
    try await Self.prepared { home in
      let start = ContinuousClock.now
      _ = try await home.cadre("transfer", "list")
      let whole = (ContinuousClock.now - start) / .milliseconds(1)
      var killed = 0
      for round in rounds(1, soak: 40) {
        let member = "X\(round % 30 + 1)"
        var number: Int?
        var reached = ""
        let request = ["transfer", "request", member, "--to", "DU", "--from", "2027-01-01"]
        for step in 0...4 {
          let (words, state) =
            step == 0 ? (request, "submitted") : Self.steps(number ?? 0)[step - 1]
          let run = try Running(home, words)
          try await Task.sleep(
            for: .milliseconds(Int64.random(in: 0...Int64(whole * 1.3), using: &dice)))
          if await run.killed() == .signal(SIGKILL) { killed += 1 }
          try await Self.disturb(home, &dice)
          // It was taken or it was not; nothing between.
          let found = try await home.rows("transfer", "list", "--member", member, "--all").first
          let now = found?["state"] ?? ""
          #expect(now == state || now == reached, "\(words): \(now)")
          let again = try await home.cadre(words)
          let isDone = now == state
          #expect(again.code == (isDone ? 5 : 0), "\(words) on \(now): \(again.errors)")
          let rows = try await home.rows("transfer", "list", "--member", member, "--all")
          #expect(rows.map { $0["state"] } == [state], "\(words)")
          number = rows.first?["number"].flatMap { Int($0) }
          reached = state
        }
        #expect(try await home.cells(on: "2026-12-31")[member] == "CB0\((round % 30 + 1) % 3 + 1)")
        #expect(try await home.cells(on: "2027-01-01")[member] == "DU")
      }
      #expect(killed > 0)
      try await home.done("db", "check")
    }
  }

  @Test func `of a list are taken for all of it or for nobody`() async throws {
    var dice = Seeded.forTest()
    try await Self.prepared { home in
      let rows = (1...30).map { "X\($0),DU" }.joined(separator: "\n")
      let file = try home.lay("list.csv", "member_code,to_cell\n\(rows)\n")
      var killed = 0
      let commands: [(words: [String], state: String)] = [
        (["request", "--list", file, "--from", "2027-01-01", "--reason", "Merger"], "submitted"),
        (["review", "--list", "#"], "reviewed"), (["release", "--list", "#"], "released"),
        (["receive", "--list", "#", "--as", "hoa"], "received"),
      ]
      var (list, reached) = ("", "")
      for (words, state) in commands {
        for attempt in 0..<4 {
          let typed = ["transfer"] + words.map { $0 == "#" ? list : $0 }
          let run = try Running(home, typed)
          if attempt < 3 {
            try await Task.sleep(for: .milliseconds(Int64.random(in: 0...250, using: &dice)))
            if await run.killed() == .signal(SIGKILL) { killed += 1 }
            try await Self.disturb(home, &dice)
          } else {
            #expect(await run.exit() == .code(0), "\(typed) \(run.errors) \(run.output)")
          }
          let found = try await home.rows("transfer", "list", "--all")
          let states = Set(found.map { $0["state"] ?? "" })
          #expect(states.count <= 1 && found.count == (states.isEmpty ? 0 : 30), "\(states)")
          #expect(states.isSubset(of: [reached, state]))
          list = found.first?["list"] ?? ""
          if states == [state] { break }
        }
        let states = Set(try await home.rows("transfer", "list", "--all").map { $0["state"] })
        try #require(states == [state], "\(words)")
        reached = state
      }
      #expect(killed > 0)
      let cells = try await home.cells(on: "2027-01-01")
      #expect((1...30).allSatisfy { cells["X\($0)"] == "DU" })
      #expect(try await home.cells(on: "2026-12-31").values.allSatisfy { $0 != "DU" })
      try await home.done("db", "check")
    }
  }

  /// Now and then the database is stopped in between, or its server dies.
  private static func disturb(_ home: TestHome, _ dice: inout Seeded) async throws {
    switch Int.random(in: 0..<4, using: &dice) {
    case 0: try await home.done("db", "stop")
    case 1: if let server = home.server { kill(server, SIGKILL) }
    default: break
    }
  }
}

extension TestHome {
  /// The cell of everybody on a day, as the record gives it; each stands there once.
  func cells(on day: String) async throws -> [String: String] {
    let export = try await done("member", "export", "--on", day)
    let rows = try Self.rows(of: export)
    #expect(Set(rows.map { $0["code"] }).count == rows.count)
    return Dictionary(
      rows.compactMap { row in row["code"].map { ($0, row["cell_code"] ?? "") } }
    ) { first, _ in first }
  }
}
