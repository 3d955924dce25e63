import Basics
import Postgres
import RecordsKit
import Testing

@testable import Runs

@Suite struct `Other rules over a real month` {
  @Test func `name who would move, and write nothing`() async throws {
    try await OfficeStory.scored { story, run in
      let before = try await story.rowCounts()
      var ties = OtherRules()
      ties.quotaTies = .in
      let found = try await story.simulate(ties)
      #expect(found.movers.map(\.member.text) == ["S02", "S03"])
      #expect(found.movers.map(\.gradeBefore) == ["B", "B"])
      #expect(found.movers.map(\.gradeAfter) == ["A", "A"])
      #expect(found.before == run.seal?.counts.asIfAgain)

      var share = OtherRules()
      share.quotaShare = ExactDecimal("0.5")
      #expect(
        try await story.simulate(share).movers.map { "\($0.member) \($0.gradeAfter)" }
          == ["S02 A", "S03 A", "S04 A"])

      var same = OtherRules()
      same.quotaShare = ExactDecimal("0.2")
      #expect(try await story.simulate(same).movers.isEmpty)
      #expect(try await story.rowCounts() == before)
    }
  }

  @Test func `so does a rehearsal, and tells what the run would say`() async throws {
    try await OfficeStory.scored { story, run in
      let before = try await story.rowCounts()
      let rehearsal = try await story.runs.rehearse(
        OfficeStory.month, by: Cast.actor(.hrOfficer))
      #expect(rehearsal.run.seal?.runDigest == run.seal?.runDigest)
      #expect(try await story.rowCounts() == before)
      let again = try await story.score()
      #expect(again.seal == rehearsal.run.seal)
    }
  }
}

extension Run.Counts {
  /// The counts of the same run made once more: no line is new.
  fileprivate var asIfAgain: Run.Counts {
    var counts = self
    counts.unchanged = expected
    return counts
  }
}

extension OfficeStory {
  fileprivate func simulate(_ other: OtherRules) async throws -> Simulation {
    try await runs.simulate(Self.month, other, by: Cast.actor(.hrOfficer))
  }

  /// How many rows each table has.
  fileprivate func rowCounts() async throws -> [String] {
    try await cast.database.asSuperuser { root in
      try await root.read { transaction in
        let tables = try await transaction.values(
          """
          SELECT relname::text FROM pg_class
           WHERE relnamespace = 'cadre'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname
          """, as: String.self)
        var counts: [String] = []
        for table in tables {
          let count = try await transaction.value(
            SQL(trusted: "SELECT count(*) FROM cadre.\"\(table)\""), as: Int64.self)
          counts.append("\(table) \(count ?? 0)")
        }
        return counts
      }
    }
  }
}
