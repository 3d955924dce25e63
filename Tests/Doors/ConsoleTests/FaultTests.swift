import Foundation
import LocalCluster
import TestKit
import Testing

/// Whatever is killed, and when: an import happened as a whole or not at all.
@Suite(.serialized, .timeLimit(.minutes(15))) struct `An import under faults` {
  static let rows = 20_000

  @Test func `killed at random moments is whole or nothing, and the next one works`()
    async throws
  {
    var dice = Seeded.forTest()
    try await TestHome.town { home in
      var expected = Town.memberCount
      func file(_ number: Int) throws -> String {
        try home.lay(
          "many.csv",
          Town.members(many: Self.rows, firstCode: "X\(number)-", offset: number * Self.rows))
      }
      // One that is left alone tells how long it takes.
      let start = ContinuousClock.now
      try await home.done("member", "import", try file(0))
      let whole = (ContinuousClock.now - start) / .milliseconds(1)
      expected += Self.rows
      var (killed, next) = (0, 1)
      for _ in 0..<10 {
        let pause = Int64.random(in: 0...Int64(whole * 0.95), using: &dice)
        let run = try Running(home, ["member", "import", try file(next)])
        try await Task.sleep(for: .milliseconds(pause))
        let exit = await run.killed()
        if exit == .signal(SIGKILL) { killed += 1 }
        let members = try await home.members()
        #expect(
          members == expected || members == expected + Self.rows,
          "after \(pause) of \(Int(whole)) ms: \(members) instead of \(expected)")
        if members > expected {
          expected = members
          next += 1
        } else {
          #expect(exit != .code(0), "said to be done, and is not")
        }
        if dice.next() % 2 == 0 { try await home.done("db", "stop") }
      }
      #expect(killed > 0)
      let last = try await home.done("member", "import", try file(next))
      #expect(last.contains("new \(Self.rows)"))
      try await home.done("db", "check")
    }
  }

  @Test func `interrupted in the middle says so, with 130, and writes nothing`() async throws {
    try await TestHome.town { home in
      let file = try home.lay("many.csv", Town.members(many: 150_000))
      for signal in [SIGINT, SIGTERM] {
        let run = try Running(home, ["member", "import", file])
        try await Self.untilReading(run)
        kill(run.pid, signal)
        #expect(await run.exit() == .code(130), "\(run.errors)")
        #expect(run.errors.contains("nothing was written"), "\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(try await home.members() == Town.memberCount)
      }
      #expect(!FileManager.default.fileExists(atPath: file + ".rejected.csv"))
      try await home.done("db", "check")
    }
  }

  @Test func `is not alone: a run of scores that is interrupted keeps its part and goes on`()
    async throws
  {
    try await TestHome.town { home in
      try await home.done("member", "import", home.lay("many.csv", Town.members(many: 3000)))
      try await home.done("period", "open", "2026-10")
      let run = try Running(
        home,
        ["score", "run", "--period", "2026-10", "--chunk", "1", "--workers", "1", "--format=json"])
      while try await !home.done("score", "list", "--format", "csv").contains(",building,") {
        try #require(run.isAlive, "it ended before it was interrupted: \(run.errors)")
      }
      kill(run.pid, SIGINT)
      #expect(await run.exit() == .code(130), "\(run.errors)")
      #expect(run.errors.contains("is kept"), "\(run.errors)")
      #expect(run.errors.contains("\"exit\": 130"), "\(run.errors)")
      #expect(run.output.isEmpty)
      let resumed = try await home.done("score", "run", "--period", "2026-10")
      #expect(resumed.contains("on with run 1"), "\(resumed)")
      let runs = try CSV.rows(try await home.done("score", "list", "--format", "csv"))
      #expect(runs.count == 2 && runs[1][4] == "finished", "\(runs)")
      #expect(try await home.done("score", "verify", "1").contains("✔"))
    }
  }

  @Test func `whose server is killed says that it is gone, and the next command recovers`()
    async throws
  {
    try await TestHome.town { home in
      let file = try home.lay("many.csv", Town.members(many: 150_000))
      let run = try Running(home, ["member", "import", file])
      try await Self.untilReading(run)
      kill(try #require(home.server), SIGKILL)
      #expect(await run.exit() == .code(6), "\(run.errors)")
      #expect(run.errors.contains("cannot be reached any more."), "\(run.errors)")
      #expect(try await home.members() == Town.memberCount)
      try await home.done("db", "check")
    }
  }

  @Test func `on a full disk is refused, and goes on when there is room`() async throws {
    let template = try await SharedHome.template.value
    try await TestHome.empty { outside in
      let disk = outside.desk + "/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      guard await Self.mounted(["-t", "tmpfs", "-o", "size=128m,mode=755", "cadre-test", disk])
      else {
        FileHandle.standardError.write(
          Data("the disk-full test is skipped: mounting is not permitted here\n".utf8))
        return
      }
      defer { Self.unmount(disk) }
      try await TestHome.copy(template, to: disk + "/home")
      try await TestHome.using(disk + "/home") { home in
        let file = try home.lay("many.csv", Town.members(many: 150_000))
        let full = try await home.cadre("member", "import", file)
        #expect(full.code == 6, "\(full.code) \(full.errors)")
        // Whose write failed decides what is known of it: ours, or that of the server's helpers.
        let said = full.errors.split(separator: "\n").suffix(2).joined()
        #expect(said.contains("disk") || said.contains("cannot be reached"), "\(full.errors)")
        #expect(await Self.mounted(["-o", "remount,size=2g", disk]))
        #expect(try await home.members() == Town.memberCount)
        let few = try home.lay("few.csv", Town.members(many: 1000))
        try await home.done("member", "import", few)
        #expect(try await home.members() == Town.memberCount + 1000)
        try await home.done("db", "check")
      }
    }
  }

  /// Waits until the program itself says that it is at work on the rows.
  private static func untilReading(_ run: Running) async throws {
    while !run.errors.contains("Reading") {
      guard run.isAlive else {
        throw TestKitProblem("it ended before it was interrupted: \(run.errors)")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private static func mounted(_ words: [String]) async -> Bool {
    for path in ["/usr/bin/mount", "/bin/mount"] where access(path, X_OK) == 0 {
      let ended = try? await Child.capture([path] + words)
      return ended?.exit == .code(0)
    }
    return false
  }

  private static func unmount(_ disk: String) {
    #expect(umount2(disk, 0) == 0, "the disk of the test stays mounted: errno \(errno)")
  }
}
