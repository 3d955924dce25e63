import Access
import Basics
import Frameworks
import Postgres
import RecordsKit
import Runs
import Scoring
import Sheets
import TestKit
import Testing

@testable import Boards

@Suite struct `The list of a board` {
  @Test func `shows who keeps A, who ties at the line and who lost by the quota`() async throws {
    try await BoardStory.scored { story in
      let lines = try await story.lines("VP")
      #expect(
        Array(lines.prefix(5)) == [
          "S01 1 above A→A 3.00", "S02 2 tie A→B 0.00", "S03 2 tie A→B 0.00",
          "S04 4 below A→B -3.00", "S05 5 - B→B ",
        ])
      #expect(lines.count == 12)
      let group = try #require(try await story.list("VP").groups.first)
      let quota = try #require(group.quota)
      #expect([quota.rated, quota.a, quota.b, quota.allowed, quota.kept] == [12, 4, 8, 2, 1])
      #expect([quota.tiesWaiting, quota.placesOpen, group.placesToAward] == [2, 1, 1])
      #expect(group.lostByQuota.map(\.member.text) == ["S02", "S03", "S04"])
      #expect(group.framework.description == "decree-335-2025.staff@1")
      #expect(!quota.pooled && quota.share == ExactDecimal("0.20"))
    }
  }

  @Test func `shows a pooled group at the unit where it stands, and its part at each office`()
    async throws
  {
    try await BoardStory.scored { story in
      // KT alone has no place, so its group stands at UB.
      let whole = try #require(try await story.list("UB").groups.first)
      #expect(whole.rows.map(\.member.text) == ["K1", "K2"])
      #expect(whole.quota?.pooled == true)
      let part = try await story.list("KT")
      #expect(part.groups.map(\.unit.text) == ["UB"])
      #expect(part.groups.first?.rows.map(\.rank) == [1, 2])
    }
  }

  @Test func `is the list of any sealed run of the month, and of no other`() async throws {
    try await BoardStory.scored { story in
      try await story.award("S02")
      try await story.score()
      #expect(try await story.list("VP", run: 1).groups.first?.quota?.tiesWaiting == 2)
      #expect(try await story.list("VP").run == 2)
      await #expect(throws: RunError.unknown(9)) { try await story.list("VP", run: 9) }
      let next = BoardStory.month.adding(months: 1)
      await #expect(throws: PeriodError.unknown(next)) {
        try await story.boards.list(Cast.code("VP"), in: next, for: try story.chair())
      }
    }
  }

  @Test func `is refused without a run, for no unit and where nobody is rated`() async throws {
    try await BoardStory.with { story in
      await #expect(throws: BoardError.noRun(BoardStory.month)) { try await story.list("VP") }
      try await story.score()
      await #expect(throws: BoardError.unknownUnit("XX")) { try await story.list("XX") }
      await #expect(throws: BoardError.nothingThere(Cast.code("QU"), BoardStory.month)) {
        try await story.list("QU")
      }
    }
  }

  static let readers = table(
    """
    role               | over | sees
    organisation_board |      | yes
    organisation_board | UB   | yes
    organisation_board | KT   | no
    cell_secretary     | VP   | yes
    inspector          |      | yes
    hr_officer         | QU   | no
    member             |      | no
    account_administrator |   | no
    """)

  @Test(arguments: readers) func `is shown to whoever may see the sheets of the unit`(
    row: [String]
  ) async throws {
    try await BoardStory.scored { story in
      let role = try #require(Role(rawValue: row[0]))
      let actor = try story.person("chair", role, over: row[1].isEmpty ? nil : row[1])
      let unit = Cast.code("VP")
      if row[2] == "yes" {
        let list = try await story.boards.list(unit, in: BoardStory.month, for: actor)
        #expect(list.groups.count == 1)
      } else {
        await #expect(throws: AccessError.refused(.viewSheets, account: Cast.code("chair"))) {
          try await story.boards.list(unit, in: BoardStory.month, for: actor)
        }
      }
    }
  }

  /// Total, exceeded of works, first section; the ranks that come of it.
  static let orders = table(
    """
    case                          | members                                | ranks
    by total                      | a 9100 0/1 2800, b 9200 0/1 2100       | b1 a2
    then exceeded share           | a 9100 1/4 2800, b 9100 1/3 2100       | b1 a2
    without work the share is 0   | a 9100 0/0 2100, b 9100 1/9 2100       | b1 a2
    then the exact first section  | a 9100 0/1 70/3, b 9100 0/1 2333       | a1 b2
    a code breaks no tie          | b 9100 1/2 2800, a 9100 2/4 2800       | a1 b1
    after a tie a rank is missing | a 9100 0/1 1, b 9100 0/1 1, c 9000 0/1 1 | a1 b1 c3
    """)

  @Test(arguments: orders) func `is ranked by what decides`(row: [String]) throws {
    let candidates = try row[1].split(separator: ",").map { text in
      let parts = text.split(separator: " ").map(String.init)
      let counts = parts[2].split(separator: "/").compactMap { Int($0) }
      let first =
        parts[3].contains("/")
        ? try #require(Fraction(parts[3]))
        : Fraction(Points(hundredths: try #require(Int64(parts[3]))))
      return BoardCandidate(
        number: 1, member: Cast.code(parts[0]), name: "", gradingUnit: Cast.code("U"),
        total: Points(hundredths: try #require(Int64(parts[1]))), exceeded: counts[0],
        works: counts[1], first: first, grade: .a, final: .a, reason: "", decision: nil,
        lostLastMonth: false)
    }
    let ranked = BoardGroup.ranked(candidates).map { "\($0.member)\($0.rank)" }
    #expect(ranked.joined(separator: " ") == row[2], "\(row[0])")
  }

  @Test func `names who lost A only by the quota of the month before`() async throws {
    try await BoardStory.scored { story in
      try await story.publish()
      let next = BoardStory.month.adding(months: 1)
      _ = try await Periods(database: story.database).open(
        next, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      try await story.copySheets(to: next)
      _ = try await story.runs.score(next, by: Cast.actor(.hrOfficer))
      let list = try await story.boards.list(Cast.code("VP"), in: next, for: try story.chair())
      let lost = list.groups.flatMap(\.rows).filter(\.lostLastMonth).map(\.member.text)
      #expect(lost == ["S02", "S03", "S04"])
    }
  }
}

extension BoardStory {
  /// Everybody's decided sheet once more in another month.
  fileprivate func copySheets(to month: Month) async throws {
    let (from, to) = (Self.month.periodID, month.periodID)
    try await database.write { transaction in
      try await transaction.execute(
        """
        UPDATE sheet SET touched = true, state = 'decided'
         WHERE period_id = \(to) AND member_id IN (
           SELECT member_id FROM sheet WHERE period_id = \(from) AND touched)
        """)
      try await transaction.execute(
        """
        INSERT INTO sheet_entry (period_id, subject_id, revision, kind, code, weight, target,
          actual, points)
        SELECT \(to), subject_id, 1, kind, code, weight, target, actual, points
          FROM sheet_entry WHERE period_id = \(from)
        """)
    }
  }
}
