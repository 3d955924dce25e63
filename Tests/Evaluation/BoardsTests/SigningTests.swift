import Access
import Basics
import Frameworks
import Postgres
import RecordsKit
import Runs
import Sheets
import TestKit
import Testing

@testable import Boards

@Suite struct `An exception` {
  @Test func `is a larger share with its legal basis, and makes room when scored again`()
    async throws
  {
    try await BoardStory.scored { story in
      // floor(0.25·12/1.25) is 2 too; for KT's pool the share never reaches a place.
      let done = try await story.except("0.25", at: "VP")
      #expect(done.share == ExactDecimal("0.25"))
      #expect(try await story.list("VP").groups.first?.needsAnotherRun == true)
      try await story.score()
      let quota = try #require(try await story.list("VP").groups.first?.quota)
      #expect(quota.excepted && quota.share == ExactDecimal("0.25") && quota.allowed == 2)
      await #expect(
        throws: BoardError.exceptionThere(
          unit: Cast.code("VP"), Self.staff, try #require(ExactDecimal("0.25")))
      ) { try await story.except("0.24", at: "VP") }
      _ = try await story.boards.withdrawException(
        at: Cast.code("VP"), framework: "decree-335-2025.staff", in: BoardStory.month,
        by: story.chair(), basis: BoardStory.basis)
      #expect(try await story.list("VP").groups.first?.needsAnotherRun == true)
      try await story.score()
      #expect(try await story.list("VP").groups.first?.quota?.excepted == false)
    }
  }

  static let staff = Framework.Reference(code: Cast.code("decree-335-2025.staff"), version: 1)

  static let shares = table(
    """
    share | at | refused
    0.20  | VP | outside
    0.26  | VP | outside
    0     | VP | outside
    0.25  | KT | no group
    0.25  | QU | no group
    0.25  | XX | unit
    0.201 | VP |
    0.25  | UB |
    """)

  @Test(arguments: shares) func `is more than the share of the framework and within its bounds`(
    row: [String]
  ) async throws {
    try await BoardStory.scored { story in
      let unit = Cast.code(row[1])
      let expected: BoardError? =
        switch row[2] {
        case "outside":
          .shareOutside(
            try #require(ExactDecimal(row[0])), over: try #require(ExactDecimal("0.20")),
            atMost: try #require(ExactDecimal("0.25")))
        case "no group": .noGroup(unit: unit, framework: "")
        case "unit": .unknownUnit(row[1])
        default: nil
        }
      if let expected {
        await #expect(throws: expected) { try await story.except(row[0], at: row[1]) }
      } else {
        #expect(try await story.except(row[0], at: row[1]).unit == unit)
      }
    }
  }

  @Test func `is of every group of the framework that stands there, and says so`() async throws {
    // UB's own six keep an A; K1 and K2 of KT are merged into a group at UB.
    let own = (1...6).map { ("U\($0)", "UB", $0 == 1 ? 28 : 10) }
    try await BoardStory.scored(own) { story in
      try await story.sign("UB", "KT", "VP", leavingTies: true)
      let done = try await story.except("0.25", at: "UB")
      #expect(done.groups.map(\.pooled) == [false, true])
      #expect(done.groups.map(\.rated) == [6, 2])
      #expect(done.groups.allSatisfy { $0.before.reduced == ExactDecimal("0.2")?.reduced })
      #expect(done.cleared == ["KT", "UB"].map(Cast.code))
      try await story.score()
      try await story.sign("KT", leavingTies: true)
      let undone = try await story.boards.withdrawException(
        at: Cast.code("UB"), framework: nil, in: BoardStory.month, by: story.chair(),
        basis: BoardStory.basis)
      #expect(undone.groups.map(\.before) == done.groups.map(\.after))
      #expect(undone.cleared == [Cast.code("KT")])
    }
  }

  @Test func `needs a document, a reason and a seat`() async throws {
    try await BoardStory.scored { story in
      let (unit, month) = (Cast.code("VP"), BoardStory.month)
      await #expect(throws: BoardError.documentMissing) {
        try await story.except("0.25", at: "VP", basis: .init(reason: "x", document: ""))
      }
      await #expect(throws: BoardError.reasonMissing) {
        try await story.except("0.25", at: "VP", basis: .init(reason: "", document: "x"))
      }
      let clerk = try story.person("clerk", .hrOfficer)
      await #expect(throws: AccessError.refused(.sitOnBoard, account: Cast.code("clerk"))) {
        try await story.except("0.25", at: "VP", by: clerk)
      }
      await #expect(throws: BoardError.noException(unit: unit, Self.staff)) {
        try await story.boards.withdrawException(
          at: unit, framework: nil, in: month, by: try story.chair(), basis: BoardStory.basis)
      }
    }
  }
}

@Suite struct `The signature of a board` {
  @Test func `waits for the ties, unless they are left`() async throws {
    try await BoardStory.scored { story in
      let waiting = BoardError.tiesWaiting(
        unit: Cast.code("VP"), ["S02", "S03"].map(Cast.code), places: 1)
      await #expect(throws: waiting) { try await story.sign("VP") }
      let signed = try await story.sign("VP", leavingTies: true)
      #expect(signed.map(\.wasSigned) == [false])
    }
  }

  @Test func `under several lists is under all or none`() async throws {
    try await BoardStory.scored { story in
      await #expect(throws: BoardError.self) { try await story.sign("UB", "VP") }
      #expect(try await story.texts("SELECT list_digest FROM board_signature") == [])
      try await story.award("S02")
      let signed = try await story.sign("UB", "VP")
      #expect(signed.map(\.members) == [2, 12])
      #expect(signed.allSatisfy { !$0.wasSigned && $0.isProvisional })
    }
  }

  @Test func `twice is said and changes nothing`() async throws {
    try await BoardStory.scored { story in
      try await story.award("S02")
      let first = try await story.sign("VP")
      let again = try await story.sign("VP")
      #expect(again.map(\.wasSigned) == [true])
      #expect(again.map(\.digest) == first.map(\.digest))
      #expect(
        try await story.texts("SELECT verb FROM audit_event WHERE verb = 'board.sign'").count == 1)
    }
  }

  @Test func `holds when the month is scored again with what was decided`() async throws {
    try await BoardStory.scored { story in
      try await story.award("S02")
      try await story.sign("VP")
      try await story.score()
      #expect(try await story.list("VP").signatureState == .valid)
      #expect(try await story.sign("VP").first?.wasSigned == true)
    }
  }

  @Test func `is cleared by a later decision, which says so`() async throws {
    try await BoardStory.scored { story in
      try await story.award("S02")
      try await story.sign("VP", "KT")
      #expect(try await story.move("S05", to: .c).cleared == [Cast.code("VP")])
      #expect(try await story.list("VP").signatureState == .unsigned)
      #expect(try await story.list("KT").signatureState == .valid)
      try await story.sign("VP")
      #expect(try await story.withdraw("S05").cleared == [Cast.code("VP")])
      // A group at UB is that of KT's members.
      #expect(try await story.except("0.25", at: "UB").cleared == [Cast.code("KT")])
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is not given while an exception or a withdrawal waits for a run`() async throws {
    try await BoardStory.scored { story in
      try await story.except("0.25", at: "VP")
      let early = BoardError.notInRunYet(unit: Cast.code("VP"), run: 1)
      await #expect(throws: early) { try await story.sign("VP", leavingTies: true) }
      try await story.score()
      try await story.sign("VP", leavingTies: true)
    }
  }

  @Test func `is out of date once the list is another one`() async throws {
    try await BoardStory.scored { story in
      try await story.award("S02")
      try await story.sign("VP")
      try await story.database.write { transaction in
        try await transaction.execute(
          """
          UPDATE sheet_entry SET points = 0
           WHERE code = 'G1' AND subject_id = (SELECT id FROM member WHERE code = 'S12')
          """, expecting: 1)
      }
      try await story.score()
      #expect(try await story.list("VP").signatureState == .outdated)
      #expect(try await story.sign("VP").first?.wasSigned == false)
      #expect(
        try await story.texts(
          "SELECT (cleared_at IS NULL)::text FROM board_signature ORDER BY id") == [
            "false", "true",
          ])
    }
  }

  @Test func `once cleared stays cleared`() async throws {
    try await BoardStory.scored { story in
      try await story.sign("VP", leavingTies: true)
      try await story.move("S05", to: .c)
      let error = await #expect(throws: PostgresError.self) {
        try await story.database.write { transaction in
          try await transaction.execute(
            "UPDATE board_signature SET cleared_at = NULL, clear_event_id = NULL")
        }
      }
      #expect(error?.constraint == "board_signature_settled")
    }
  }
}
