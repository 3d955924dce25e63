import RecordsKit
import Testing

@testable import Runs

@Suite struct `A run in pieces` {
  @Test func `comes to the same, however small its chunks and what is found out at a time`()
    async throws
  {
    try await OfficeStory.scored { story, run in
      let seal = try #require(run.seal)
      let lines = try await story.lines(of: run)
      for (chunk, stage) in [(1, 1), (1, 1_000), (2, 3), (20_000, 7)] as [(Int, Int64)] {
        var effort = Runs.Effort()
        (effort.chunkSize, effort.stageSize) = (chunk, stage)
        let rehearsal = try await story.runs.rehearse(
          OfficeStory.month, effort: effort, by: Cast.actor(.hrOfficer))
        let again = try await story.runs.score(
          OfficeStory.month, effort: effort, by: Cast.actor(.hrOfficer)
        ).run
        for found in [rehearsal.run, again] {
          let found = try #require(found.seal)
          #expect(found.inputDigest == seal.inputDigest, "\(chunk) \(stage)")
          #expect(found.runDigest == seal.runDigest, "\(chunk) \(stage)")
          #expect(found.rankingDigest == seal.rankingDigest, "\(chunk) \(stage)")
          #expect(found.counts.groupsOver == seal.counts.groupsOver)
          #expect(found.counts.tiesWaiting == seal.counts.tiesWaiting)
          #expect(found.counts.toWrite == 0, "every line is that of the run before")
        }
        #expect(try await story.lines(of: again) == lines)
        #expect(try await story.verify(again).holds)
      }
    }
  }
}
