import TestKit
import Testing

@testable import check

@Suite struct `The count of tests` {
  private static let report = """
    ◇ Test run started.
    ✔ Test "reads both spellings" passed after 0.012 seconds.
    ✔ Test plainName() passed after 0.012 seconds.
    ✔ Test "refuses what the calendar does not have" with 7 test cases passed after 0.1 seconds.
    ✔ Test case passing 1 argument row → ["a"] to "x" passed after 0.1 seconds.
    ✔ Suite "A day" passed after 0.830 seconds.
    ✔ Test "shows what differs" passed after 0.001 seconds with 2 known issues.
    ➜ Test "only as root" skipped: "only root"
    ✘ Test "stops" recorded an issue at A.swift:45:5: Expectation failed: x == "7"
    ✘ Test "stops" failed after 0.932 seconds with 1 issue.
    ✘ Suite "A day" failed after 13.523 seconds with 3 issues.
    ✘ Test run with 6 tests in 1 suite failed after 13.523 seconds with 1 issue.
    """

  @Test func `takes each test once, and no suite, case or issue`() {
    var tally = Tally()
    for line in Self.report.split(separator: "\n") { tally.read(String(line)) }
    #expect((tally.passed, tally.failed, tally.skipped) == (4, 1, 1))
    #expect(tally.failures == ["\"stops\""])
    #expect(tally.closing.hasSuffix("\n1 skipped\n4 passed, 1 failed"))
    #expect(tally.closing.hasPrefix("✘ Test run with 6 tests"))
  }

  @Test func `names the tests that began and did not end`() {
    var tally = Tally()
    for line in [
      "◇ Test \"waits\" started.", "◇ Test \"ends\" started.", "◇ Test plain() started.",
      "◇ Test case passing 1 argument row → [\"a\"] to \"ends\" started.",
      "✔ Test \"ends\" with 2 test cases passed after 1.0 seconds.",
      "✘ Test plain() failed after 1.0 seconds with 1 issue.",
    ] { tally.read(line) }
    #expect(tally.running == ["\"waits\""])
    #expect(tally.closing.hasSuffix("did not end: \"waits\"\n1 passed, 1 failed"))
  }

  @Test func `takes the older runner's tests too`() {
    var tally = Tally()
    for line in [
      "Test Case 'A.one' passed (0.1 seconds)", "Test Case 'A.two' failed (0.2 seconds)",
      "\t Executed 2 tests, with 1 failure (0 unexpected) in 0.3 (0.3) seconds",
    ] { tally.read(line) }
    #expect((tally.passed, tally.failed, tally.summaries.count) == (1, 1, 1))
  }

  @Test func `claims nothing where nothing ran`() {
    var tally = Tally()
    tally.read("error: fatalError")
    #expect(!tally.ran && tally.closing == "no test ran")
  }
}

@Suite(.timeLimit(.minutes(2))) struct `A step that counts tests` {
  @Test func `is ended with all it runs when it says nothing any more`() async throws {
    var tally = Tally()
    let words = "echo '◇ Test \"waits\" started.'; sleep 1000; exit 9"
    let step = Step(
      name: "quiet", command: ["sh", "-c", words], countsTests: true, patience: .seconds(2))
    let (lines, passed) = AsyncStream<String>.makeStream()
    let code = try await step.count(into: &tally) { passed.yield($0) }
    passed.finish()
    let said = await lines.reduce(into: []) { $0.append($1) }
    #expect(said.contains("==> quiet: not a word for 2 s; it is ended"))
    // The shell went on when what it waited for was gone.
    #expect(code == 9)
    #expect(tally.running == ["\"waits\""])
  }
}
