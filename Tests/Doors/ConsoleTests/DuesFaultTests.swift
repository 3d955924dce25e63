import Foundation
import LocalCluster
import TestKit
import Testing

/// Answers lost, commands repeated, two cashiers at once: every payment is booked exactly once.
@Suite(.timeLimit(.minutes(15))) struct `A payment under faults` {
  @Test func `told by eight cashiers at once is booked once`() async throws {
    try await TestHome.charged { home in
      let words = [
        "dues", "pay", "M001", "--amount", "90000", "--channel", "bank", "--reference", "FT1",
        "--format", "csv",
      ]
      let runs = try (0..<8).map { _ in try Running(home, words) }
      for run in runs { #expect(await run.exit() == .code(0), "\(run.errors)") }
      let rows = try runs.flatMap { try TestHome.rows(of: $0.output) }
      #expect(rows.count(where: { $0["booked_before"] == "false" }) == 1)
      #expect(Set(rows.map { $0["payment"] }).count == 1)
      #expect(Set(rows.map { $0["settled"] }) == ["2026-10=90000"])
      try await home.done("db", "check")
    }
  }

  @Test func `told with two sums at once is booked with one, and the other is a conflict`()
    async throws
  {
    try await TestHome.charged { home in
      let runs = try (0..<8).map { number in
        try Running(
          home,
          [
            "dues", "pay", "M001", "--amount", number % 2 == 0 ? "90000" : "80000", "--reference",
            "PT-1",
          ])
      }
      var exits: [Child.Exit] = []
      for run in runs { exits.append(await run.exit()) }
      let (even, odd) = (stride(from: 0, to: 8, by: 2), stride(from: 1, to: 8, by: 2))
      let evenWon = exits[0] == .code(0)
      for place in even { #expect(exits[place] == .code(evenWon ? 0 : 5)) }
      for place in odd { #expect(exits[place] == .code(evenWon ? 5 : 0)) }
      let lost = runs[evenWon ? 1 : 0].errors
      #expect(lost.contains("“PT-1”") && lost.contains("M001"), "\(lost)")
      #expect(try await home.receipts(of: "CB01") == [1])
      try await home.done("db", "check")
    }
  }

  @Test func `of eight people at one cell gets receipts without gaps`() async throws {
    try await TestHome.charged { home in
      for wave in 0..<2 {
        let runs = try (0..<8).map { number in
          try Running(
            home,
            [
              "dues", "pay", number % 2 == 0 ? "M001" : "M002", "--amount", "1000",
              "--reference", "PT-\(wave)-\(number)",
            ])
        }
        for run in runs { #expect(await run.exit() == .code(0), "\(run.errors)") }
        // One that is refused takes no number.
        let refused = try await home.cadre(
          "dues", "pay", "M001", "--amount", "2000", "--reference", "PT-\(wave)-0")
        #expect(refused.code == 5)
      }
      #expect(try await home.receipts(of: "CB01") == Array(1...16))
      let months = try await home.rows("dues", "statement", "CB01", "--period", "2026-10")
      #expect(months.map { $0["paid"] } == ["8000", "8000"])
      try await home.done("db", "check")
    }
  }

  @Test func `killed at random moments and told again is booked exactly once`() async throws {
    var dice = Seeded.forTest()
    try await TestHome.charged { home in
      func words(_ number: Int) -> [String] {
        ["dues", "pay", "M003", "--amount", "\(1000 + number)", "--reference", "PT-\(number)"]
      }
      let start = ContinuousClock.now
      _ = try await home.cadre(words(0))
      let whole = (ContinuousClock.now - start) / .milliseconds(1)
      for number in 1...15 {
        let run = try Running(home, words(number))
        try await Task.sleep(
          for: .milliseconds(Int64.random(in: 0...Int64(whole * 1.2), using: &dice)))
        let exit = await run.killed()
        #expect(exit == .signal(SIGKILL) || exit == .code(0), "\(run.errors)")
      }
      try await Self.expectOnce(0...15, words, home)
    }
  }

  @Test func `killed after it was booked and before it was answered is booked exactly once`()
    async throws
  {
    try await TestHome.charged { home in
      func words(_ number: Int) -> [String] {
        ["dues", "pay", "M003", "--amount", "\(1000 + number)", "--reference", "PT-\(number)"]
      }
      for number in 0...2 {
        // Nobody reads the answer and the pipe is full, so it cannot be given.
        let pipe = try ChildPipe()
        defer { for descriptor in [pipe.entry, pipe.outlet] { close(descriptor) } }
        try Self.fill(pipe.entry)
        let child = try Child(
          [Program.cadre.path] + words(number),
          environment: Child.plainEnvironment.merging(home.environment) { $1 }, folder: home.desk,
          streams: Child.Streams(output: pipe.entry, errors: pipe.entry))
        while try await home.receipts(of: "CB02").count <= number {
          try await Task.sleep(for: .milliseconds(20))
        }
        kill(child.pid, SIGKILL)
        #expect(await child.exit() == .signal(SIGKILL))
        let again = try await home.cadre(words(number))
        #expect(again.code == 0 && again.output.contains("was booked before"), "\(again.output)")
      }
      try await Self.expectOnce(0...2, words, home)
    }
  }

  /// Tells each payment again, twice, and expects it in the book once.
  private static func expectOnce(
    _ numbers: ClosedRange<Int>, _ words: (Int) -> [String], _ home: TestHome
  ) async throws {
    for number in numbers {
      let again = try await home.cadre(words(number))
      #expect(again.code == 0, "\(again.errors)")
      let twice = try await home.cadre(words(number) + ["--format", "csv"])
      let row = try #require(try TestHome.rows(of: twice.output).first)
      #expect(row["booked_before"] == "true" && row["amount"] == "\(1000 + number)")
    }
    #expect(try await home.receipts(of: "CB02") == Array(1...numbers.count))
    let sum = numbers.reduce(0) { $0 + 1000 + $1 }
    let month = try #require(try await home.rows("dues", "status", "M003").first)
    #expect(month["paid"] == "\(sum)")
    try await home.done("db", "check")
  }

  /// Writes until a pipe takes no more.
  private static func fill(_ entry: Int32) throws {
    let flags = fcntl(entry, F_GETFL)
    _ = fcntl(entry, F_SETFL, flags | O_NONBLOCK)
    let bytes = [UInt8](repeating: UInt8(ascii: "."), count: 4096)
    while write(entry, bytes, bytes.count) > 0 {}
    let one: [UInt8] = [UInt8(ascii: ".")]
    while write(entry, one, 1) > 0 {}
    guard errno == EAGAIN else { throw TestKitProblem("the pipe was not filled: \(errno)") }
    _ = fcntl(entry, F_SETFL, flags)
  }
}
