import Foundation
import LocalCluster
import TestKit
import Testing

/// Letters whose commands are killed at any moment: no number is lost, no letter is given twice.
@Suite(.serialized, .timeLimit(.minutes(20))) struct `Letters under faults` {
  private static let kind = ["--kind", "activity_confirmation"]

  /// Letters of that many people in three cells, drafted and reviewed.
  private static func reviewed(
    _ count: Int, _ body: (TestHome) async throws -> Void
  ) async throws {
    try await Self.durable { home in
      try await home.done("member", "import", try home.lay("m.csv", Town.members(many: count)))
      try await home.done("letter", "request", "--unit", "DU", kind[0], kind[1])
      try await home.done("letter", "draft", "--unit", "DU")
      try await home.done("letter", "review", "--unit", "DU", "--as", "hoa")
      try await body(home)
    }
  }

  /// With a server that loses nothing when it dies.
  private static func durable(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.town { town in
      let home = town.with(["CADRE_UNSAFE_FAST": "0"])
      try await home.letInHoa()
      try await body(home)
    }
  }

  @Test func `signed together and killed at random moments are signed once, without a gap`()
    async throws
  {
    var dice = Seeded.forTest()
    try await Self.reviewed(600) { home in
      let start = ContinuousClock.now
      _ = try await home.cadre("letter", "list", "--unit", "DU")
      let whole = max((ContinuousClock.now - start) / .milliseconds(1), 100)
      var killed = 0
      // Cell by cell, so that there are blows left when one of them was too late.
      for unit in ["CB01", "CB02", "CB03"] {
        let words = ["letter", "issue", "--unit", unit, "--as", "hoa", "--output", unit + ".pdf"]
        for _ in rounds(4, soak: 30) {
          let run = try Running(home, words)
          try await Task.sleep(
            for: .milliseconds(Int64.random(in: 0...Int64(whole * 2), using: &dice)))
          if await run.killed() == .signal(SIGKILL) { killed += 1 }
          try await Self.disturb(home, &dice)
          // All of the cell are signed, or none is.
          let states = Set(
            try await home.rows("letter", "list", "--all", "--unit", unit).map { $0["state"] })
          #expect(states.count == 1, "\(unit) \(states) CADRE_SEED=\(dice.seed)")
        }
        let again = try await home.cadre(words)
        #expect(again.code == 0 || again.code == 5, "\(again.errors)")
        try await home.done("letter", "print", "--unit", unit, "--output", unit + ".pdf")
      }
      #expect(killed > 0)
      try await Self.expectSound(605, home)
    }
  }

  @Test func `taken step by step and killed in between go on where they stand`() async throws {
    var dice = Seeded.forTest()
    try await Self.durable { home in
      let start = ContinuousClock.now
      _ = try await home.cadre("letter", "list")
      let whole = max((ContinuousClock.now - start) / .milliseconds(1), 50)
      var killed = 0
      for round in rounds(3, soak: 40) {
        let member = "M00\(round % 4 + 1)"
        var number = ""
        var reached = [String]()
        let steps = [
          (["request", member] + Self.kind, "requested"), (["draft", "#"], "drafted"),
          (["review", "#", "--as", "hoa"], "reviewed"), (["issue", "#", "--as", "hoa"], "issued"),
        ]
        for (step, state) in steps {
          let words = ["letter"] + step.map { $0 == "#" ? number : $0 }
          let run = try Running(home, words)
          try await Task.sleep(
            for: .milliseconds(Int64.random(in: 0...Int64(whole * 1.3), using: &dice)))
          if await run.killed() == .signal(SIGKILL) { killed += 1 }
          try await Self.disturb(home, &dice)
          func states() async throws -> [String] {
            let rows = try await home.rows("letter", "list", "--all", "--member", member)
            let own = rows.dropLast(round / 4)
            number = own.first?["request"] ?? ""
            return own.map { $0["state"] ?? "" }
          }
          // It was taken or it was not; nothing between.
          let now = try await states()
          #expect(now == [state] || now == reached, "\(words): \(now) CADRE_SEED=\(dice.seed)")
          let again = try await home.cadre(["letter"] + step.map { $0 == "#" ? number : $0 })
          // A draft may be drawn up again as long as nobody has reviewed it.
          let isDone = now == [state] && state != "drafted"
          #expect(again.code == (isDone ? 5 : 0), "\(words) on \(now): \(again.errors)")
          reached = [state]
          #expect(try await states() == reached, "\(words)")
        }
      }
      #expect(killed > 0)
      try await Self.expectSound(rounds(3, soak: 40).count, home)
    }
  }

  @Test func `of two offices that sign in one book at once have numbers of their own`()
    async throws
  {
    try await TestHome.letters { home in
      try await home.done("member", "import", try home.lay("m.csv", Town.members(many: 30)))
      let user = TestHome.user
      try await home.done("account", "add", "tam", "--full-name", "Vũ Tâm", "--system-user", user)
      try await home.done("account", "grant", "tam", "hr_officer")
      // Kinds share the book of their unit.
      try await home.done("letter", "request", "--unit", "CB01", Self.kind[0], Self.kind[1])
      try await home.done("dues", "assess", "--period", "2026-10")
      try await home.done(
        "letter", "request", "--unit", "CB01", "--kind", "dues_statement", "--from", "2026-10")
      try await home.done("letter", "draft", "--unit", "CB01")
      try await home.done("letter", "review", "--unit", "CB01", "--as", "hoa")
      let waiting = try await home.rows("letter", "list")
      #expect(waiting.count == 24 && waiting.allSatisfy { $0["state"] == "reviewed" })
      let runs = try [("hoa", "activity_confirmation"), ("tam", "dues_statement")].map {
        try Running(
          home, ["letter", "issue", "--unit", "CB01", "--kind", $0.1, "--as", $0.0])
      }
      for run in runs { #expect(await run.exit() == .code(0), "\(run.errors)") }
      try await Self.expectSound(24, home)
      // And eight at one letter: one of them signs it.
      try await home.done("letter", "request", "M003", Self.kind[0], Self.kind[1])
      let number = try #require(try await home.rows("letter", "list").first?["request"])
      try await home.done("letter", "draft", number)
      try await home.done("letter", "review", number, "--as", "hoa")
      let eight = try (0..<8).map {
        try Running(home, ["letter", "issue", number, "--as", $0 % 2 == 0 ? "hoa" : "tam"])
      }
      var exits: [Child.Exit] = []
      for run in eight { exits.append(await run.exit()) }
      #expect(exits.count { $0 == .code(0) } == 1 && exits.count { $0 == .code(5) } == 7)
      try await Self.expectSound(25, home)
    }
  }

  /// Every letter was signed once, every book counts from one without a gap, every one is good.
  private static func expectSound(_ count: Int, _ home: TestHome) async throws {
    let rows = try await home.rows("letter", "list", "--all")
    #expect(rows.count == count && rows.allSatisfy { $0["state"] == "issued" })
    #expect(Set(rows.map { $0["check_code"] }).count == count)
    for (unit, letters) in Dictionary(grouping: rows, by: { $0["issuer"] ?? "" }) {
      let numbers = letters.compactMap { $0["number"]?.split(separator: "/").first }
        .compactMap { Int($0) }
      #expect(numbers.sorted() == Array(1...letters.count), "\(unit)")
      try await home.done("letter", "print", "--unit", unit, "--output", "sound.pdf")
      let codes = try await home.text(ofPDF: "sound.pdf").matches(of: /Mã kiểm tra: (\S+)/)
      #expect(Set(codes.map { String($0.1) }) == Set(letters.compactMap { $0["check_code"] }))
    }
    #expect(try await home.done("letter", "check").contains("All \(count) letters"))
    for place in [0, count / 2, count - 1] {
      try await home.done("letter", "verify", rows[place]["check_code"] ?? "")
    }
    try await home.done("db", "check")
  }

  /// Now and then the database is stopped in between, or its server dies.
  private static func disturb(_ home: TestHome, _ dice: inout Seeded) async throws {
    switch Int.random(in: 0..<5, using: &dice) {
    case 0: try await home.done("db", "stop")
    case 1: if let server = home.server { kill(server, SIGKILL) }
    default: break
    }
  }
}
