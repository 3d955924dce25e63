import Audit
import Basics
import Configuration
import Dues
import Postgres
import RecordsKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(15))) struct `A move that lies ahead` {
  @Test func `takes effect on its day, for the cell, the count and the dues, and not before`()
    async throws
  {
    try await TransferStory.with { story in
      let (first, before) = (Cast.day(2026, 9, 1), Cast.day(2026, 8, 31))
      let number = try await story.ask("M2", to: "CB2", from: first)
      try await story.bring(number, to: .received)
      let counts = (
        try await story.count(in: "CB1", on: before), try await story.count(in: "CB2", on: first)
      )
      #expect(try await story.cell("M2") == "CB1")
      #expect(try await story.cell("M2", on: before) == "CB1")
      #expect(try await story.cell("M2", on: first) == "CB2")
      #expect(try await story.cell("M2", on: Cast.day(2030, 1, 1)) == "CB2")
      // Nobody else moved, and M2 is counted once on each of the two days.
      #expect(try await story.members(of: "CB1", on: before) == ["M1", "M2", "M5"])
      #expect(try await story.members(of: "CB1", on: first) == ["M1", "M5"])
      #expect(try await story.members(of: "CB2", on: before) == ["M3", "M4"])
      #expect(try await story.members(of: "CB2", on: first) == ["M2", "M3", "M4"])
      #expect(counts == (3, 3))
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is charged by the old cell until its month, and by the new one from then on`()
    async throws
  {
    try await TransferStory.with { story in
      let number = try await story.ask("M2", to: "CB2", from: Cast.day(2026, 9, 1))
      try await story.bring(number, to: .received)
      let dues = Dues(
        database: story.cast.database.app, rules: try DuesRules.read(Configuration.dues()))
      for month in [Month(2026, 7), Month(2026, 8), Month(2026, 9), Month(2026, 10)] {
        let month = try #require(month)
        _ = try await dues.assess(
          month, scope: .everybody, today: month.lastDay, by: Cast.actor(.hrOfficer),
          basis: Cast.basis)
      }
      let charged = try await story.cast.database.app.read {
        try await $0.values(
          """
          SELECT to_char(month, 'MM ') || unit.code FROM dues_charge
            JOIN unit ON unit.id = cell_id JOIN member ON member.id = member_id
           WHERE member.code = 'M2' ORDER BY month, revision
          """, as: String.self)
      }
      #expect(charged == ["07 CB1", "08 CB1", "09 CB2", "10 CB2"])
      try await story.cast.database.expectSound()
    }
  }
}

extension TransferStory {
  func count(in cell: String, on day: Day) async throws -> Int {
    let unit = try #require(cast.numbers[Cast.code(cell)])
    return try await cast.database.app.read { try await $0.countMembers(in: .init(unit), on: day) }
  }

  /// Codes of those who are in the cell on that day.
  func members(of cell: String, on day: Day) async throws -> [String] {
    try await cast.database.app.read {
      try await $0.values(
        """
        SELECT member.code FROM member JOIN unit ON unit.id = (
            SELECT cell_id FROM cell_membership
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1)
         WHERE unit.code = \(cell) ORDER BY 1
        """, as: String.self)
    }
  }
}
