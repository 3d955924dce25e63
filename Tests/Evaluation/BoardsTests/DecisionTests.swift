import Access
import Basics
import Frameworks
import Postgres
import RecordsKit
import Runs
import TestKit
import Testing

@testable import Boards

@Suite struct `A board decides` {
  @Test func `who gets the place that a tie leaves, and the next run says so`() async throws {
    try await BoardStory.scored { story in
      let settled = try await story.award("S03")
      #expect(settled == [.init(unit: Cast.code("VP"), placesLeft: 0, cleared: [])])
      // Until then the run says what it said, and the list what it will say.
      #expect(try await story.lines("VP")[2] == "S03 2 tie A→A 0.00")
      let run = try await story.score()
      #expect(run.seal?.counts.tiesWaiting == 0)
      let changes = try await story.texts(
        """
        SELECT member.code || ' ' || final_grade || ' ' || reason FROM quota_change
          JOIN member ON member.id = member_id
         WHERE run_id = \(run.number) AND group_number IS NOT NULL AND member.code LIKE 'S%'
         ORDER BY 1
        """)
      #expect(changes == ["S02 B quota", "S03 A board_award", "S04 B quota"])
      #expect(
        Array(try await story.lines("VP").prefix(4)) == [
          "S01 1 above A→A 3.00", "S02 2 below A→B -3.00", "S03 2 board A→A ",
          "S04 4 below A→B -6.00",
        ])
      let proof = try await story.texts(
        """
        SELECT subject_code || ' ' || verb || ' ' || reason || ' ' || document FROM audit_event
         WHERE verb LIKE 'board.%'
        """)
      #expect(proof == ["S03 board.award vượt tiến độ 12-BB/HĐ"])
      try await story.cast.database.expectSound()
    }
  }

  @Test func `no more places than there are, for nobody outside the tie`() async throws {
    try await BoardStory.scored { story in
      let vp = Cast.code("VP")
      for code in ["S01", "S04", "S05"] {
        await #expect(throws: BoardError.noTie(Cast.code(code), run: 1)) {
          try await story.award(code)
        }
      }
      // Both or none: the second has no place, so the first has none either.
      await #expect(throws: BoardError.noPlace(Cast.code("S03"), unit: vp, allowed: 2)) {
        try await story.award("S02", "S03")
      }
      #expect(try await story.texts("SELECT kind FROM board_decision") == [])
      try await story.award("S02")
      await #expect(throws: BoardError.noPlace(Cast.code("S03"), unit: vp, allowed: 2)) {
        try await story.award("S03")
      }
      await #expect(throws: BoardError.decidedAlready(Cast.code("S02"), .award, .a)) {
        try await story.award("S02")
      }
      await #expect(throws: BoardError.notRated(Cast.code("M2"), run: 1)) {
        try await story.award("M2")
      }
      await #expect(throws: RunError.notExpected(Cast.code("M4"), BoardStory.month)) {
        try await story.award("M4")
      }
    }
  }

  @Test func `one place is given once, however many boards sit`() async throws {
    try await BoardStory.scored { story in
      let won = await withTaskGroup(of: Bool.self) { group in
        for code in ["S02", "S03"] {
          group.addTask { (try? await story.award(code)) != nil }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(won == 1)
      let given = try await story.texts("SELECT grade FROM board_decision")
      #expect(given == ["A"])
    }
  }

  @Test func `another grade, up only into a free place`() async throws {
    try await BoardStory.scored { story in
      await #expect(throws: BoardError.sameGrade(Cast.code("S05"), .b)) {
        try await story.move("S05", to: .b)
      }
      #expect(try await story.move("S05", to: .c).placesLeft == 1)
      // S01 keeps A, one of two places is free until somebody has it.
      #expect(try await story.move("S06", to: .a).placesLeft == 0)
      let full = BoardError.noPlace(Cast.code("S07"), unit: Cast.code("VP"), allowed: 2)
      await #expect(throws: full) { try await story.move("S07", to: .a) }
      #expect(try await story.move("S01", to: .b).placesLeft == 1)
      #expect(try await story.move("S07", to: .a).placesLeft == 0)
      let run = try await story.score()
      let moved = try await story.texts(
        """
        SELECT member.code || ' ' || final_grade FROM quota_change
          JOIN member ON member.id = member_id
         WHERE run_id = \(run.number) AND reason = 'board_move' ORDER BY 1
        """)
      #expect(moved == ["S01 B", "S05 C", "S06 A", "S07 A"])
      let holders = try await story.list("VP").groups.first?.holders
      #expect(holders == 2)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `with a reason, and takes a decision back with one`() async throws {
    try await BoardStory.scored { story in
      let (chair, code) = (try story.chair(), Cast.code("S02"))
      await #expect(throws: BoardError.reasonMissing) {
        try await story.boards.award([code], in: BoardStory.month, by: chair, basis: .none)
      }
      await #expect(throws: BoardError.noDecision(code, BoardStory.month)) {
        try await story.withdraw("S02")
      }
      try await story.award("S02")
      try await story.withdraw("S02")
      #expect(try await story.award("S03").first?.placesLeft == 0)
      let run = try await story.score()
      #expect(run.seal?.counts.tiesWaiting == 0)
      try await story.withdraw("S03")
      // The run is sealed: what comes of it another run will say.
      #expect(try await story.list("VP").groups.first?.needsAnotherRun == true)
      #expect(try await story.score().seal?.counts.tiesWaiting == 2)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `about others only, and where it sits`() async throws {
    try await BoardStory.scored { story in
      let (month, basis, code) = (BoardStory.month, BoardStory.basis, Cast.code("S02"))
      let own = try story.person("s02")
      await #expect(throws: BoardError.own(code)) {
        try await story.boards.award([code], in: month, by: own, basis: basis)
      }
      for (role, unit) in [
        (Role.hrOfficer, nil), (.inspector, nil), (.organisationBoard, "KT"),
        (.organisationBoard, "QU"), (.cellSecretary, "VP"),
      ] as [(Role, String?)] {
        let actor = try story.person("chair", role, over: unit)
        await #expect(throws: AccessError.refused(.sitOnBoard, account: actor.account)) {
          try await story.boards.award([code], in: month, by: actor, basis: basis)
        }
      }
      let above = try story.person("chair", over: "UB")
      _ = try await story.boards.award([code], in: month, by: above, basis: basis)
    }
  }

  @Test func `nothing about itself at the database either`() async throws {
    try await BoardStory.scored { story in
      let error = await #expect(throws: PostgresError.self) {
        try await story.database.write { transaction in
          try await transaction.execute(
            """
            INSERT INTO board_decision (period_id, revision, run_id, unit_id, member_id, kind,
              grade, reason, document, decided_by, decided_at, event_id)
            SELECT period_id, 1, run_id, unit_id, member_id, 'move', 'A', 'x', '', 's02',
                   \(transaction.now), 1
              FROM score WHERE member_code = 'S02'
            """)
        }
      }
      #expect(error?.constraint == "board_decision_not_own")
    }
  }

  @Test func `what no publication leaves out: the month is scored again first`() async throws {
    try await BoardStory.scored { story in
      try await story.close()
      var run = try await story.score()
      let changes: [(code: String, make: () async throws -> Void)] = [
        ("S03", { try await story.award("S03") }), ("S05", { try await story.move("S05", to: .c) }),
        ("S05", { try await story.withdraw("S05") }),
        ("VP", { try await story.except("0.25", at: "VP") }),
      ]
      for change in changes {
        try await change.make()
        let early = RunError.boardsDecided(run.number, BoardStory.month, [Cast.code(change.code)])
        await #expect(throws: early) { try await story.publish(run) }
        run = try await story.score()
      }
      // Decided and taken back, it is as if nothing had been.
      try await story.move("S06", to: .c)
      try await story.withdraw("S06")
      try await story.publish(run)
    }
  }

  @Test func `nothing in a published month, and nothing on a run before a reopening`()
    async throws
  {
    try await BoardStory.scored { story in
      try await story.publish()
      await #expect(throws: BoardError.published(BoardStory.month)) {
        try await story.award("S02")
      }
      try await story.reopen()
      await #expect(throws: BoardError.otherRevision(BoardStory.month, run: 2)) {
        try await story.award("S02")
      }
      try await story.score()
      try await story.award("S02")
    }
  }

  @Test func `for the month: an award uses up its place in later revisions too`() async throws {
    try await BoardStory.scored { story in
      try await story.award("S03")
      let first = try await story.publish()
      try await story.reopen()
      let run = try await story.score()
      #expect(run.revision == 2)
      #expect(try await story.lines("VP")[2] == "S03 2 board A→A ")
      // Withdrawn in the later revision, it stands in the earlier one.
      try await story.withdraw("S03")
      #expect(try await story.score().seal?.counts.tiesWaiting == 2)
      let proof = try await story.runs.verify(first.number, by: Cast.actor(.inspector))
      #expect(proof.holds)
      try await story.cast.database.expectSound()
    }
  }
}
