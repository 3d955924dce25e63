import Access
import Audit
import Basics
import EvaluationKit
import Postgres
import RecordsKit
import Sheets
import Testing

@Suite struct `Opening a month` {
  let hr = Cast.actor(.hrOfficer)
  let month = EvaluatedMonth.month

  @Test func `makes a sheet for everybody expected, and none for others`() async throws {
    try await EvaluatedMonth.unopened { story in
      let opening = try await story.periods.open(month, by: hr, basis: Cast.basis)
      #expect(opening == .init(month: month, isNew: true, expected: 3, added: 3))
      let sheets = try await story.lines(
        """
        SELECT member.code || ' ' || framework.code || ' ' || state || ' ' || touched
          FROM sheet JOIN member ON member.id = member_id
          JOIN framework ON framework.id = framework_id ORDER BY 1
        """)
      #expect(
        sheets == [
          "M1 decree-335-2025.leader draft false", "M2 decree-335-2025.staff draft false",
          "M3 decree-335-2025.staff draft false",
        ])
      #expect(try await story.lines("SELECT count(*)::text FROM framework_freeze") == ["2"])
      try await story.database.expectSound()
    }
  }

  @Test func `twice makes nothing twice and leaves no event`() async throws {
    try await EvaluatedMonth.with { story in
      let before = try await story.lines("SELECT max(id)::text FROM audit_event")
      let again = try await story.periods.open(month, by: hr, basis: Cast.basis)
      #expect(again == .init(month: month, isNew: false, expected: 3, added: 0))
      #expect(try await story.lines("SELECT max(id)::text FROM audit_event") == before)
      #expect(try await story.lines("SELECT count(*)::text FROM sheet") == ["3"])
    }
  }

  @Test func `again adds who is expected since`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.cast.edit("M5", [.form: "staff", .status: "active"])
      let again = try await story.periods.open(month, by: hr, basis: Cast.basis)
      #expect(again == .init(month: month, isNew: false, expected: 4, added: 1))
    }
  }

  @Test func `names those whom no unit grades`() async throws {
    try await EvaluatedMonth.unopened { story in
      try await story.cast.edit("M2", [.cellCode: "", .agencyCode: ""], from: month.firstDay)
      let opening = try await story.periods.open(month, by: hr, basis: Cast.basis)
      #expect(opening.withoutUnit == [Cast.code("M2")] && opening.countWithoutUnit == 1)
    }
  }

  @Test func `is refused for a month after the next`() async throws {
    try await EvaluatedMonth.unopened { story in
      for (months, isFar) in [(0, false), (1, false), (2, true), (1200, true)] {
        let wanted = month.adding(months: months)
        do {
          _ = try await story.periods.open(wanted, today: Cast.today, by: hr, basis: Cast.basis)
          #expect(!isFar)
        } catch {
          #expect(isFar && error as? PeriodError == .tooEarly(wanted, today: Cast.today))
        }
      }
    }
  }

  @Test func `keeps a framework that sheets are by, whether or not it is said to be in use`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      let change: SQL =
        "UPDATE framework SET title_en = 'another', digest = repeat('1', 64) WHERE code = 'kpi-okr'"
      try await story.database.app.write { try await $0.execute(change, expecting: 1) }
      try await story.database.app.write { transaction in
        try await transaction.execute(
          """
          UPDATE sheet SET framework_id = (SELECT id FROM framework WHERE code = 'kpi-okr')
           WHERE member_id = (SELECT id FROM member WHERE code = 'M2')
          """, expecting: 1)
      }
      await #expect {
        try await story.database.app.write { try await $0.execute(change) }
      } throws: { error in
        "\(error)".contains("framework_frozen")
      }
    }
  }

  @Test func `sixteen at once open it once`() async throws {
    try await EvaluatedMonth.unopened { story in
      let openings = try await withThrowingTaskGroup { group in
        for _ in 0..<16 {
          group.addTask { try await story.periods.open(month, by: hr, basis: Cast.basis) }
        }
        var openings: [Periods.Opening] = []
        for try await opening in group { openings.append(opening) }
        return openings
      }
      #expect(openings.filter(\.isNew).count == 1)
      #expect(openings.map(\.added).reduce(0, +) == 3)
    }
  }

  @Test func `is refused to everybody who may not run periods everywhere`() async throws {
    try await EvaluatedMonth.unopened { story in
      for actor in [
        Cast.stranger, Cast.actor(.inspector), Cast.actor(.organisationBoard),
        try story.cast.actor(.hrOfficer, over: "UB"),
      ] {
        await #expect(throws: AccessError.self) {
          try await story.periods.open(month, by: actor, basis: Cast.basis)
        }
      }
      let periods = try await story.lines("SELECT id::text FROM period")
      #expect(periods == [])
    }
  }

  @Test func `takes the framework that somebody names, and keeps to it`() async throws {
    try await EvaluatedMonth.unopened { story in
      let named = FrameworkName(Cast.code("kpi-okr"))
      _ = try await story.periods.open(
        month, frameworks: [.staff: named], by: hr, basis: Cast.basis)
      let used = try await story.lines(
        """
        SELECT framework.code FROM sheet JOIN framework ON framework.id = framework_id
          JOIN member ON member.id = member_id ORDER BY member.code
        """)
      #expect(used == ["decree-335-2025.leader", "kpi-okr", "kpi-okr"])
      let other = FrameworkName.standard(for: .staff)
      await #expect(throws: PeriodError.frameworkChosen(month, .staff, other)) {
        try await story.periods.open(
          month, frameworks: [.staff: other], by: hr, basis: Cast.basis)
      }
      let wrong = FrameworkName.standard(for: .leader)
      await #expect(throws: PeriodError.otherForm(wrong, .leader, wanted: .staff)) {
        try await story.periods.open(
          month.adding(months: 1), frameworks: [.staff: wrong], by: hr, basis: Cast.basis)
      }
    }
  }

  @Test func `says which framework is missing, with nothing written`() async throws {
    try await EvaluatedMonth.unopened { story in
      let early = month.adding(months: -12)
      await #expect(
        throws: PeriodError.noFramework(FrameworkName.standard(for: .leader), early)
      ) { try await story.periods.open(early, by: hr, basis: Cast.basis) }
      let periods = try await story.lines("SELECT id::text FROM period")
      #expect(periods == [])
    }
  }
}

extension EvaluatedMonth {
  /// The lines of a query with one column of text.
  func lines(_ query: SQL) async throws -> [String] {
    try await database.app.read { try await $0.values(query, as: String.self) }
  }
}
