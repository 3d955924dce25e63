import Foundation
import TestKit
import Testing

/// Whether the program's figures are those of the rules, as somebody else reads them.
@Suite(.timeLimit(.minutes(10))) struct `A month beside a second reading of the rules` {
  @Test(arguments: 1...3) func `has the same scores, the same ranking and the same digests`(
    turn: Int
  ) async throws {
    var dice = Seeded.forTest("reading \(turn)")
    // The same chance gives each turn another month.
    for _ in 1..<turn { _ = dice.next() }
    let given = GivenMonth(seed: dice.next())
    try await TestHome.empty { home in
      try await home.found(given)
      try await home.fill(given)
      try await home.done("period", "close", TestHome.month)
      let run = try await home.score()
      let reference = try await Reference(given)
      Self.expectEverything(in: reference)
      expectSame(try await home.scores(), reference.scores, "scores of seed \(given.seed)")
      expectSame(try await home.ranking(), reference.ranking, "ranking of seed \(given.seed)")
      #expect(run.digests == reference.digests)
    }
  }

  @Test func `knows the ranks that were published for the month before`() async throws {
    var dice = Seeded.forTest()
    let first = GivenMonth(seed: dice.next(), members: 400)
    let second = first.month(seed: dice.next())
    try await TestHome.empty { home in
      try await home.found(first)
      var before: String?
      for (month, given) in [("2026-09", first), ("2026-10", second)] {
        try await home.fill(given, month)
        try await home.done("period", "close", month)
        let run = try await home.score(month)
        let reference = try await Reference(given, month: month, previous: before)
        expectSame(try await home.scores(month), reference.scores, "scores of \(month)")
        expectSame(try await home.ranking(month), reference.ranking, "ranking of \(month)")
        #expect(run.digests == reference.digests)
        #expect(run["previous_run"].isEmpty, "a chain is of one month")
        try await home.done("score", "publish", run.number, "--leave", "all")
        before = reference.ranking
      }
      let shown = try await home.ranking().split(separator: "\n").dropFirst()
        .filter { !$0.split(separator: ",", omittingEmptySubsequences: false)[13].isEmpty }
      #expect(shown.count > 20, "units with a rank in the month before")
    }
  }

  /// A month in which something never happens proves nothing about it.
  private static func expectEverything(in reference: Reference) {
    let rows = reference.scores.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let reasons = Set(rows.flatMap { $0[11].split(separator: ";") }.map(String.init))
    let wanted = [
      "quota", "quota_tie", "no_sheet", "undecided", "on_leave", "nothing_to_report",
      "nothing_assigned", "disciplined", "incomplete_any", "exceeded_share_below", "any_below",
      "failed_share_over", "missing:G1",
    ]
    for reason in wanted { #expect(reasons.contains(reason), "no member with \(reason)") }
    let totals = Set(rows.map { String($0[8]) })
    for total in ["49.99", "50.00", "69.99", "70.00", "89.99", "90.00", "100.00"] {
      #expect(totals.contains(total), "no member with \(total)")
    }
    let notes = Set(
      reference.ranking.split(separator: "\n").compactMap {
        $0.split(separator: ",", omittingEmptySubsequences: false).last.map(String.init)
      })
    #expect(notes.isSuperset(of: ["", "too_small", "none_rated"]))
  }
}
