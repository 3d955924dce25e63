import Foundation
import LocalCluster
import TestKit
import Testing

/// Same inputs, same bytes: in any order, in any pieces, whatever is killed and when.
@Suite(.timeLimit(.minutes(15))) struct `A run under faults` {
  @Test func `has the same digests in any chunks, by any number of workers`() async throws {
    try await TestHome.closedMonth { home, shared in
      for (chunk, workers) in [(5000, 1), (1, 4), (7, 4), (200, 1), (200, 4)] {
        let run = try await home.score(
          TestHome.month, "--chunk", "\(chunk)", "--workers", "\(workers)")
        #expect(run.digests == shared.reference.digests, "chunk \(chunk), workers \(workers)")
      }
      #expect(try await home.runs().first?["unchanged"] == home.runs().first?["expected"])
    }
  }

  @Test func `has the same digests from files in any order`() async throws {
    let shared = try await SharedMonth.made.value
    try await TestHome.empty { home in
      let other = shared.given.shuffled(seed: shared.given.seed &+ 1)
      #expect(other.files != shared.given.files)
      try await home.found(other)
      try await home.fill(other)
      try await home.done("period", "close", TestHome.month)
      let run = try await home.score(TestHome.month, "--chunk", "11", "--workers", "3")
      #expect(run.digests == shared.reference.digests)
      expectSame(try await home.scores(), shared.reference.scores, "scores")
    }
  }

  @Test func `killed at twenty-five random moments goes on and ends as if nothing had been`()
    async throws
  {
    var dice = Seeded.forTest()
    try await TestHome.closedMonth { home, shared in
      let words = ["score", "run", "--period", TestHome.month, "--chunk", "20"]
      // The server is up, so that what is measured is the run.
      try await home.done("db", "start")
      let start = ContinuousClock.now
      try await home.score(TestHome.month, "--chunk", "20")
      let whole = (ContinuousClock.now - start) / .milliseconds(1)
      var (kills, finished) = (0, 1)
      while kills < 25 {
        let run = try Running(home, words)
        try await Task.sleep(for: .milliseconds(Int64.random(in: 0...Int64(whole), using: &dice)))
        let exit = await run.killed()
        if exit == .signal(SIGKILL) {
          kills += 1
        } else {
          #expect(exit == .code(0), "\(run.errors)")
          finished += 1
        }
      }
      let last = try await home.score(TestHome.month, "--chunk", "20")
      #expect(last.digests == shared.reference.digests)
      expectSame(try await home.scores(), shared.reference.scores, "scores")
      expectSame(try await home.ranking(), shared.reference.ranking, "ranking")
      let runs = try await home.runs()
      // Killed after the seal and before it could say so, a run is finished all the same.
      #expect(runs.count > finished)
      for run in runs {
        #expect(run["state"] == "finished", "run \(run.number)")
        #expect(run.digests == shared.reference.digests, "run \(run.number)")
      }
      try await home.done("score", "verify", last.number)
      try await home.done("db", "check")
    }
  }

  @Test func `is scored by two processes at once`() async throws {
    try await TestHome.closedMonth { home, shared in
      try await home.done("db", "start")
      let words = ["score", "run", "--period", TestHome.month, "--chunk", "10"]
      let both = try [Running(home, words), Running(home, words)]
      for run in both { #expect(await run.exit() == .code(0), "\(run.errors)") }
      for run in try await home.runs() {
        #expect(run.digests == shared.reference.digests, "run \(run.number)")
      }
      try await home.done("score", "verify", "1")
    }
  }

  @Test func `whose server is stopped in the middle says so, and goes on afterwards`() async throws
  {
    try await TestHome.closedMonth { home, shared in
      let run = try await Self.struck(home) { _ in try await home.done("db", "stop") }
      let said = ["cannot be reached", "is being stopped", "connection was lost"]
      #expect(said.contains { run.errors.contains($0) }, "\(run.errors)")
      let again = try await home.cadre("score", "run", "--period", TestHome.month)
      #expect(again.code == 0, "\(again.errors)")
      #expect(again.output.contains("Went on with run"), "\(again.output)")
      for run in try await home.runs() { #expect(run.digests == shared.reference.digests) }
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `interrupted ends with 130, and goes on when run again`(
    signal: Int32
  ) async throws {
    try await TestHome.closedMonth { home, shared in
      let run = try await Self.struck(home) { kill($0.pid, signal) }
      #expect(run.errors.contains("it goes on when run again"), "\(run.errors)")
      let number = try #require(try await home.runs().first?.number)
      // Nobody reads half a run.
      for words in [
        ["score", "export", "--period", TestHome.month, "--run", number],
        ["score", "verify", number], ["score", "publish", number],
      ] {
        let outcome = try await home.cadre(words)
        #expect(outcome.code == 5, "\(words): \(outcome.errors)")
        #expect(outcome.output.isEmpty)
      }
      let rehearsal = try await home.score(TestHome.month, "--dry-run")
      #expect(rehearsal.digests == shared.reference.digests)
      let again = try await home.score()
      #expect(again.number == number)
      #expect(again.digests == shared.reference.digests)
    }
  }

  /// A run that was struck when some of it was stored and some was not.
  ///
  /// The blow falls later and later until it falls in the middle.
  private static func struck(
    _ home: TestHome, _ strike: (Running) async throws -> Void
  ) async throws -> Running {
    for turn in 1...60 {
      try await home.done("db", "start")
      let run = try Running(
        home, ["score", "run", "--period", TestHome.month, "--chunk", "1", "--workers", "1"])
      try await Task.sleep(for: .milliseconds(60 * turn))
      try await strike(run)
      let exit = await run.exit()
      guard try await home.runs().first?["state"] == "building" else { continue }
      #expect(exit == .code(130) || exit == .code(6), "\(exit) \(run.errors)")
      return run
    }
    throw TestKitProblem("it always ended before it was interrupted")
  }
}
