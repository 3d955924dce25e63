import Audit
import Basics
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(15))) struct `A temporary stay` {
  let today = TransferStory.today

  @Test(
    arguments: table(
      """
      purpose | from       | last       | is
      move    | 2026-07-15 | 2026-10-13 | short
      move    | 2026-07-15 | 2026-10-14 |
      move    | 2026-11-30 | 2027-02-26 | short
      move    | 2026-11-30 | 2027-02-27 |
      move    | 2026-07-15 | 2027-07-13 |
      move    | 2026-07-15 | 2027-07-14 | long
      study   | 2026-07-15 | 2028-07-14 |
      study   | 2026-07-15 | 2028-07-15 | long
      study   | 2028-02-29 | 2030-02-27 |
      study   | 2028-02-29 | 2030-02-28 | long
      """))
  func `lasts as long as its purpose allows, in the program and in the database`(
    row: [String]
  ) async throws {
    let purpose = try #require(Transfer.Purpose(rawValue: row[0]))
    let (from, last) = (try #require(Day(row[1])), try #require(Day(row[2])))
    var flaw: StayLength.Flaw?
    do throws(StayLength.Flaw) { try StayLength.check(purpose, from: from, through: last) } catch {
      flaw = error
    }
    #expect(flaw == (row[3] == "short" ? .tooShort : row[3] == "long" ? .tooLong : nil))
    try await TestDatabase.with { database in
      // The same rule as the constraint says it, over the same days.
      let allowed = try await database.app.read { transaction in
        let text = try await transaction.value(
          """
          SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint
           WHERE conname = 'transfer_stay_length'
          """, as: String.self)
        return try await transaction.value(
          SQL(
            trusted: "SELECT \(try #require(text)) FROM (SELECT 'temporary'::text AS kind, "
              + "'\(purpose.rawValue)'::text AS purpose, '\(from)'::date AS effective_on, "
              + "'\(last)'::date AS last_on) AS transfer"), as: Bool.self)
      }
      #expect(allowed == (flaw == nil))
    }
  }

  @Test func `leaves the official cell, the count and the vote at home`() async throws {
    try await TransferStory.with { story in
      let cb2 = try #require(story.cast.numbers[Cast.code("CB2")])
      let database = story.cast.database.app
      let before = try await database.read {
        try await $0.countMembers(in: .init(cb2), on: today)
      }
      let number = try await story.stay("M2", in: "CB2", until: Cast.day(2026, 12, 31))
      #expect(try await story.cell("M2") == "CB1")
      let after = try await database.read {
        try await $0.countMembers(in: .init(cb2), on: today)
      }
      #expect(before == after)
      #expect(Transfer.rightsOfStay.isDisjoint(with: [.vote, .stand, .elect, .counted]))
      let view = try await story.transfers.show(number, today: today, for: TransferStory.office)
      #expect(view.transfer.lastOn == Cast.day(2026, 12, 31))
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is extended once, with a reason, and may end early`() async throws {
    try await TransferStory.with { story in
      let number = try await story.stay("M2", in: "CB2", until: Cast.day(2026, 12, 31))
      let (longer, tooLong) = (Cast.day(2027, 6, 30), Cast.day(2027, 12, 31))
      await #expect(throws: TransferError.reasonMissing(.extend)) {
        try await story.take(.extend, number, basis: .none) { $0.lastOn = longer }
      }
      let range = TransferError.stayEnd(first: Cast.day(2027, 1, 1), last: Cast.day(2027, 12, 30))
      for day in [tooLong, Cast.day(2026, 12, 31)] {
        await #expect(throws: range) {
          try await story.take(.extend, number) { $0.lastOn = day }
        }
      }
      let extended = try await story.take(.extend, number) { $0.lastOn = longer }
      #expect(extended.lastOn == longer && extended.isExtended)
      await #expect(throws: TransferError.extendedAlready(number)) {
        try await story.take(.extend, number) { $0.lastOn = longer.adding(days: 30) }
      }
      let ended = try await story.take(.end, number) { $0.lastOn = Cast.day(2026, 9, 30) }
      #expect(ended.lastOn == Cast.day(2026, 9, 30) && ended.state == .received)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `stands in the way of another stay, and of leaving, until it has ended`()
    async throws
  {
    try await TransferStory.with { story in
      let last = Cast.day(2026, 12, 31)
      let number = try await story.stay("M2", in: "CB2", until: last)
      try await story.refusal(.staying(until: last)) {
        _ = try await story.stay("M2", in: "CB2", until: Cast.day(2026, 11, 30))
      }
      try await story.refusal(.staying(until: last)) { try await story.ask("M2", to: "CB2") }
      try await story.take(.end, number) { $0.lastOn = Cast.day(2026, 8, 31) }
      let move = try await story.ask("M2", to: "CB2", from: Cast.day(2026, 9, 1))
      try await story.bring(move, to: .received)
      #expect(try await story.cell("M2", on: Cast.day(2026, 9, 1)) == "CB2")
      try await story.cast.database.expectSound()
    }
  }

  @Test func `needs its last day, and nothing else takes one`() async throws {
    try await TransferStory.with { story in
      await #expect(throws: TransferError.stayNeedsDays) {
        try await story.ask("M2", to: "CB2") { $0.kind = .temporary }
      }
      await #expect(throws: TransferError.stayNeedsDays) {
        try await story.ask("M2", to: "CB2") { $0.lastOn = Cast.day(2026, 12, 31) }
      }
      let move = try await story.ask("M2", to: "CB2")
      try await story.bring(move, to: .received)
      await #expect(throws: TransferError.notStaying(move)) {
        try await story.take(.end, move) { $0.lastOn = Cast.day(2026, 12, 31) }
      }
    }
  }
}

extension TransferStory {
  /// A stay that has been received.
  func stay(_ member: String, in cell: String, until last: Day) async throws -> Int64 {
    let number = try await ask(member, to: cell) {
      $0.kind = .temporary
      $0.lastOn = last
    }
    try await bring(number, to: .received)
    return number
  }
}
