import Basics
import EvaluationKit
import Postgres
import RecordsKit
import Testing

@testable import Runs

@Suite struct `A run that was left half-way` {
  @Test func `is gone on with while its inputs are the same`() async throws {
    try await OfficeStory.opened { story in
      let (run, _) = try await story.beginRun()
      let outcome = try await story.runs.score(
        OfficeStory.month, by: Cast.actor(.hrOfficer))
      #expect(outcome.resumed)
      #expect(outcome.run.number == run.number)
      let again = try await story.score()
      #expect(again.number == run.number + 1)
      #expect(again.seal?.runDigest == outcome.run.seal?.runDigest)
      #expect(again.seal?.counts.unchanged == again.seal?.counts.expected)
    }
  }

  @Test func `stands in the way of a rehearsal or a simulation only while somebody scores it`()
    async throws
  {
    try await OfficeStory.opened { story in
      let (run, _) = try await story.beginRun()
      let (month, officer) = (OfficeStory.month, Cast.actor(.hrOfficer))
      let rehearsal = try await story.runs.rehearse(month, by: officer)
      var ties = OtherRules()
      ties.quotaTies = .in
      let simulation = try await story.runs.simulate(month, ties, by: officer)
      #expect(simulation.movers.map(\.member.text) == ["S02", "S03"])
      #expect(try await story.states() == ["building"])
      try await story.database.write { worker in
        _ = try await worker.holdBuilding(run.number)
        await #expect(throws: RunError.beingBuilt(month, run.number)) {
          try await story.runs.rehearse(month, by: officer)
        }
      }
      let real = try await story.score()
      #expect(real.number == run.number)
      #expect(real.seal?.runDigest == rehearsal.run.seal?.runDigest)
    }
  }

  @Test func `is abandoned once a sheet has changed, and whoever worked on it is told`()
    async throws
  {
    try await OfficeStory.opened { story in
      let (run, engine) = try await story.beginRun()
      _ = try await story.sheets.edit(
        EvaluatedMonth.name("M2"), in: OfficeStory.month,
        [.points(Cast.code("G1"), EvaluatedMonth.quantity("9"))], by: EvaluatedMonth.office,
        basis: Cast.basis)
      let next = try await story.score()
      #expect(next.number == run.number + 1)
      await #expect(throws: RunError.lost(run.number)) {
        try await story.database.write { try await engine.scoreNextChunk(in: $0) }
      }
      #expect(try await story.states() == ["abandoned", "finished"])
      #expect(try await story.verify(next).holds)
      await #expect(throws: RunError.notFinished(run.number)) { try await story.verify(run) }
    }
  }

  @Test func `is abandoned once the month is closed: a final run is not a provisional one`()
    async throws
  {
    try await OfficeStory.opened { story in
      _ = try await story.beginRun()
      try await story.close()
      let next = try await story.score()
      #expect(next.kind == .final)
      #expect(try await story.states() == ["abandoned", "finished"])
    }
  }
}

extension OfficeStory {
  /// Lays out a run in small chunks and scores the first.
  fileprivate func beginRun() async throws -> (Run, RunEngine) {
    var effort = Runs.Effort()
    effort.chunkSize = 1
    let (small, by) = (effort, Cast.actor(.hrOfficer))
    let begun = try await database.write { transaction in
      try await transaction.begin(Self.month, with: runs, effort: small, by: by)
    }
    let engine = try await database.read {
      try await RunEngine(begun.run, weights: runs.weights, in: $0)
    }
    let step = try await database.write { try await engine.scoreNextChunk(in: $0) }
    guard case .scored(let done, let all) = step else {
      Issue.record("\(step)")
      return (begun.run, engine)
    }
    #expect(done < all)
    return (begun.run, engine)
  }

  fileprivate func states() async throws -> [String] {
    try await database.read {
      try await $0.values("SELECT state FROM run ORDER BY id", as: String.self)
    }
  }
}
