import Access
import Audit
import Basics
import Postgres
import RecordsKit
import Runs
import Sheets
import TestKit
import Testing

@testable import Boards

@Suite struct `An appeal` {
  static let month = BoardStory.month
  static let member = Cast.code("S02")
  static let answer = Audit.Basis(reason: "đúng như kiến nghị", document: "7-TB/HĐ")

  static func raise(
    _ code: String = "S02", grounds: String = "thiếu một sản phẩm", by actor: Actor,
    in story: BoardStory
  ) async throws -> Appeals.Raised {
    try await story.appeals.raise(
      for: Cast.code(code), in: month, grounds: grounds, by: actor)
  }

  @Test func `is raised by the member, or for them by who writes their sheets`() async throws {
    try await BoardStory.scored { story in
      let run = try await story.publish()
      let until = Cast.today.adding(days: 7)
      let own = try await Self.raise(by: try story.person("s02", .member), in: story)
      #expect(own == .init(run: run.number, until: until, onBehalf: false))
      let clerk = try story.person("clerk", .hrOfficer, over: "VP")
      #expect(try await Self.raise("S03", by: clerk, in: story).onBehalf)
      for actor in [
        try story.person("s02", .member), try story.person("clerk", .inspector),
        try story.person("clerk", .hrOfficer, over: "KT"), Cast.stranger,
      ] {
        await #expect(throws: AppealError.notYours(Cast.code("S04"))) {
          try await Self.raise("S04", by: actor, in: story)
        }
      }
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is taken from publication until its last day, once`() async throws {
    try await BoardStory.scored { story in
      let own = try story.person("s02", .member)
      await #expect(throws: AppealError.notPublished(Self.month)) {
        try await Self.raise(by: own, in: story)
      }
      let until = Cast.today.adding(days: 7)
      let run = try await story.publish(until: until)
      await #expect(throws: AppealError.tooLate(Self.month, until: until)) {
        try await Self.raise(
          by: try story.person("s02", .member, today: until.adding(days: 1)), in: story)
      }
      await #expect(throws: AppealError.groundsMissing) {
        try await Self.raise(grounds: "", by: own, in: story)
      }
      await #expect(throws: AppealError.notInRun(Cast.code("M4"), run: run.number)) {
        try await Self.raise("M4", by: own, in: story)
      }
      _ = try await Self.raise(by: try story.person("s02", .member, today: until), in: story)
      await #expect(throws: AppealError.raisedAlready(Self.member, run: run.number)) {
        try await Self.raise(by: own, in: story)
      }
    }
  }

  @Test func `is answered by somebody who did not rate, decide, raise it, and is not the member`()
    async throws
  {
    try await BoardStory.scored { story in
      try await story.award("S02")
      try await story.publish()
      let clerk = try story.person("clerk", .hrOfficer)
      _ = try await Self.raise(by: clerk, in: story)
      let refusals: [(Actor, any Error & Equatable)] = [
        (try story.person("s02"), AppealError.own(Self.member)),
        (clerk, AppealError.raisedIt(Cast.code("clerk"))),
        (try story.person("decider"), AppealError.rated(Cast.code("decider"))),
        (try story.chair(), AppealError.rated(Cast.code("chair"))),
        (
          try story.person("second", .inspector),
          AccessError.refused(.answerAppeals, account: Cast.code("second"))
        ),
        (
          try story.person("second", over: "KT"),
          AccessError.refused(.answerAppeals, account: Cast.code("second"))
        ),
      ]
      for (actor, refusal) in refusals {
        let error = await #expect(throws: (any Error).self) {
          try await story.appeals.answer(
            for: Self.member, in: Self.month, .rejected, by: actor, basis: Self.answer)
        }
        #expect(error.map { "\($0)" } == "\(refusal)")
      }
      let second = try story.person("second", over: "UB")
      let answered = try await story.appeals.answer(
        for: Self.member, in: Self.month, .rejected, by: second, basis: Self.answer)
      #expect(answered == .init(outcome: .rejected, reopening: .none))
      await #expect(throws: AppealError.noneOpen(Self.member, Self.month)) {
        try await story.appeals.answer(
          for: Self.member, in: Self.month, .upheld, by: second, basis: Self.answer)
      }
    }
  }

  static let raters = table(
    """
    account | because                  | constraint
    decider | decided the sheet        | appeal_answered_by_rater
    chair   | sat on the board         | appeal_answered_by_rater
    s02     | is the member            | appeal_answered_by_rater
    clerk   | raised it                | appeal_two_people
    second  | nothing                  |
    """)

  @Test(arguments: raters) func `is kept from raters by the database as well`(
    row: [String]
  ) async throws {
    try await BoardStory.scored { story in
      try await story.award("S02")
      try await story.publish()
      _ = try await Self.raise(by: try story.person("clerk", .hrOfficer), in: story)
      func answer() async throws {
        try await story.database.write { transaction in
          try await transaction.execute(
            """
            UPDATE appeal SET outcome = 'rejected', answered_by = \(row[0]),
                   answered_at = \(transaction.now), answer = 'x', answer_event_id = 1
            """, expecting: 1)
        }
      }
      if row[2].isEmpty {
        try await answer()
        // What was answered stays.
        let error = await #expect(throws: PostgresError.self) { try await answer() }
        #expect(error?.constraint == "appeal_settled")
      } else {
        let error = await #expect(throws: PostgresError.self) { try await answer() }
        #expect(error?.constraint == row[2], "\(row[1])")
      }
    }
  }

  @Test func `that is upheld asks for the next revision, which a second person confirms`()
    async throws
  {
    try await BoardStory.scored { story in
      try await story.publish()
      let clerk = try story.person("clerk", .hrOfficer)
      for code in ["S02", "S03"] { _ = try await Self.raise(code, by: clerk, in: story) }
      let second = try story.person("second")
      func uphold(_ code: String) async throws -> Appeals.Answered.Reopening {
        try await story.appeals.answer(
          for: Cast.code(code), in: Self.month, .upheld, by: second, basis: Self.answer
        ).reopening
      }
      #expect(try await uphold("S02") == .requested(revision: 2))
      #expect(try await uphold("S03") == .waiting(revision: 2))
      let asked = try await story.texts(
        """
        SELECT requested_by || ' ' || revision || ' ' || reason || ' ' || (confirmed_by IS NULL)
          FROM period_reopening
        """)
      #expect(asked == ["second 2 đúng như kiến nghị true"])
      try await story.cast.database.expectSound()
      try await story.reopen()
      // What was published can still be appealed against; the correction goes into the open month.
      _ = try await Self.raise("S04", by: clerk, in: story)
      #expect(try await uphold("S04") == .open(revision: 2))
    }
  }

  @Test func `is listed to whom it concerns, the open ones first`() async throws {
    try await BoardStory.scored { story in
      try await story.publish()
      let clerk = try story.person("clerk", .hrOfficer)
      for code in ["S02", "S03", "K1"] { _ = try await Self.raise(code, by: clerk, in: story) }
      _ = try await story.appeals.answer(
        for: Self.member, in: Self.month, .rejected, by: try story.person("second"),
        basis: Self.answer)
      func seen(by actor: Actor) async throws -> [String] {
        try await story.appeals.list(in: Self.month, for: actor).map(\.member.text)
      }
      #expect(try await seen(by: clerk) == ["S03", "K1", "S02"])
      #expect(try await seen(by: try story.person("x", .inspector, over: "VP")) == ["S03", "S02"])
      #expect(try await seen(by: try story.person("s02", .member)) == ["S02"])
      #expect(try await seen(by: Cast.stranger) == [])
    }
  }
}
