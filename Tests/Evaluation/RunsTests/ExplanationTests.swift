import Access
import Basics
import EvaluationKit
import RecordsKit
import Testing

@testable import Runs

@Suite struct `A score is explained` {
  @Test func `with what the run has, where the sheet was changed since`() async throws {
    try await OfficeStory.opened { story in
      let run = try await story.score()
      let line = try #require(try await story.lines(of: run).first { $0.contains(",K2,") })
      _ = try await story.sheets.edit(
        EvaluatedMonth.name("K2"), in: OfficeStory.month, `A correction says beforehand`.mended,
        by: EvaluatedMonth.office, basis: Cast.basis)
      let found = try await story.explain("K2", by: EvaluatedMonth.office)
      #expect(found.recorded?.total?.description == "40.00")
      #expect(found.recorded?.finalGrade == .d)
      #expect(found.score.rating?.grade == .b && found.quota.isEmpty)
      #expect(found.line == line.replacing(",", with: "|"))
      for other in ["S01", "S02", "M1", "M2", "M3"] {
        #expect(try await story.explain(other, by: EvaluatedMonth.office).recorded == nil)
      }
    }
  }

  @Test func `to its owner in every revision that was published, and in no other run`()
    async throws
  {
    try await OfficeStory.scored { story, first in
      let own = try await story.owner(of: "S05")
      try await story.publish(first)
      try await story.reopen()
      try await story.write("S05", general: "30", done: "10")
      try await story.close()
      let second = try await story.score()
      await #expect(throws: RunError.notPublishedYet(OfficeStory.month)) {
        try await story.explain("S05", run: second.number, by: own)
      }
      try await story.publish(second)
      let (old, new) = (
        try await story.explain("S05", run: first.number, by: own),
        try await story.explain("S05", by: own)
      )
      #expect(old.score.rating?.total.description == "80.00" && old.recorded == nil)
      #expect(new.run?.number == second.number)
      #expect(new.score.rating?.total.description == "100.00")
    }
  }

  @Test func `by the published run, where a newer one only says the same again`() async throws {
    try await OfficeStory.scored { story, first in
      let office = EvaluatedMonth.office
      try await story.publish(first)
      let again = try await story.score()
      #expect(try await story.explain("S05", by: office).run?.number == first.number)
      #expect(
        try await story.explain("S05", run: again.number, by: office).run?.number == again.number)
      try await story.reopen()
      try await story.close()
      let next = try await story.score()
      #expect(try await story.explain("S05", by: office).run?.number == next.number)
    }
  }
}

extension OfficeStory {
  fileprivate func explain(
    _ code: String, run: Int32? = nil, by actor: Actor
  ) async throws -> Explanation {
    try await runs.explain(EvaluatedMonth.name(code), in: Self.month, run: run, for: actor)
  }

  /// The member at their own account.
  fileprivate func owner(of code: String) async throws -> Actor {
    let number = try await database.read {
      try await $0.value("SELECT id FROM member WHERE code = \(code)", as: Int64.self)
    }
    return Actor(
      account: Cast.code("own"), origin: "web \(code)", grants: [], today: Cast.today,
      member: number)
  }
}
