import Access
import Audit
import Basics
import EvaluationKit
import Members
import Postgres
import RecordsKit
import Sheets
import TestKit
import Testing

@Suite struct `A sheet` {
  let month = EvaluatedMonth.month
  let office = EvaluatedMonth.office
  let board = EvaluatedMonth.board
  let m2 = EvaluatedMonth.name("M2")
  let basis = Audit.Basis.none

  @Test func `goes from the person over the manager to the board, each step on record`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      let (person, manager) = (try await story.person("M2"), try await story.person("M1"))
      let handedIn = try await story.sheets.score(
        m2, in: month, EvaluatedMonth.example, by: person, basis: basis)
      #expect(handedIn.state == .selfScored && handedIn.unreported == [])
      _ = try await story.sheets.review(
        m2, in: month, points: [Cast.code("G1"): EvaluatedMonth.quantity("8")], by: manager,
        basis: basis)
      let decided = try await story.sheets.decide(m2, in: month, by: board, basis: basis)
      #expect(decided.state == .decided)
      let view = try await story.sheets.show(m2, in: month, for: person)
      #expect(view.steps.map(\.step) == [.score, .review, .decide])
      #expect(view.steps.map(\.account.text) == ["account-M2", "account-M1", "board"])
      #expect(view.steps.allSatisfy { $0.reason.isEmpty })
      // The reviewer's point stands; where there was none, the person's own was agreed to.
      let points = view.entries.filter { $0.kind == .criterion }.map { $0.points?.description }
      #expect(points == ["8", "10", "8.5"])
      #expect(view.entries.compactMap(\.selfPoints?.description) == ["9", "10", "8.5"])
      try await story.database.expectSound()
    }
  }

  @Test func `is handed in for somebody, and reviewed by a board, saying so`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .reviewed)
      let steps = try await story.sheets.show(m2, in: month, for: board).steps
      #expect(
        steps.map(\.reason)
          == ["ghi thay M2", "ghi thay M2", "thay người quản lý M1"].map {
            "\($0): \(Cast.basis.reason)"
          })
    }
  }

  @Test func `is not signed by the person, whatever roles they hold`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .selfScored)
      let person = try await story.person("M2", .organisationBoard, .hrOfficer)
      for step in [Sheet.Step.review, .decide, .return] {
        await #expect(throws: SheetError.refused(step, m2, .own, person.account)) {
          try await story.take(step, m2, by: person)
        }
      }
      await #expect(throws: SheetError.approversPoints("G1")) {
        try await story.sheets.edit(
          m2, in: month, [.points(Cast.code("G1"), EvaluatedMonth.quantity("10"))], by: person,
          basis: basis)
      }
      // Nor by a statement of the program's own role.
      let error = await #expect(throws: PostgresError.self) {
        try await story.database.app.write {
          try await $0.execute(
            """
            INSERT INTO sheet_step (period_id, subject_id, number, revision, step, from_state,
              to_state, account, at, reason, event_id)
            SELECT 202607, id, 99, 1, 'decide', 'reviewed', 'decided', 'account-M2', now(), '', 1
              FROM member WHERE code = 'M2'
            """)
        }
      }
      #expect(error?.constraint == "sheet_step_not_own")
    }
  }

  @Test func `is unknown to others, and to a member with the number of another`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .selfScored)
      for actor in [Cast.stranger, try await story.person("M3"), Cast.actor(.accountAdministrator)]
      {
        await #expect(throws: SheetError.unknown(m2)) {
          try await story.sheets.show(m2, in: month, for: actor)
        }
        for step in [Sheet.Step.edit, .score, .review, .decide, .return] {
          await #expect(throws: SheetError.unknown(m2)) {
            try await story.take(step, m2, by: actor)
          }
        }
      }
      // A cell's secretary reviews and does not decide; another cell's knows of nothing.
      let near = try story.cast.actor(.cellSecretary, over: "CB1")
      let far = try story.cast.actor(.cellSecretary, over: "CB2")
      await #expect(throws: SheetError.unknown(m2)) {
        try await story.take(.review, m2, by: far)
      }
      try await story.take(.review, m2, by: near)
      await #expect(
        throws: SheetError.refused(.decide, m2, .act(.decideSheets), near.account)
      ) { try await story.take(.decide, m2, by: near) }
    }
  }

  @Test func `loses its signatures when it is edited, and by the person only before them`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .decided)
      let person = try await story.person("M2")
      let late = [EntryEdit.actual(.work, Cast.code("W2"), EvaluatedMonth.quantity("5"))]
      await #expect(throws: SheetError.refused(.edit, m2, .signed, person.account)) {
        try await story.sheets.edit(m2, in: month, late, by: person, basis: basis)
      }
      let edited = try await story.sheets.edit(m2, in: month, late, by: office, basis: basis)
      #expect(edited.state == .draft)
      await #expect(throws: SheetError.cannot(.decide, m2, from: .draft)) {
        try await story.take(.decide, m2, by: board)
      }
      _ = try await story.sheets.score(m2, in: month, by: person, basis: basis)
      await #expect(throws: SheetError.reasonMissing) {
        try await story.sheets.return(m2, in: month, by: board, basis: basis)
      }
      let returned = try await story.sheets.return(
        m2, in: month, by: board, basis: .init(reason: "thiếu W4", document: ""))
      #expect(returned.state == .draft)
      let last = try await story.sheets.show(m2, in: month, for: board).steps.last
      #expect(last?.step == .return && last?.reason == "thiếu W4")
    }
  }

  @Test func `is a conflict for the second of two who looked at the same version`() async throws {
    try await EvaluatedMonth.with { story in
      let before = try await story.sheets.show(m2, in: month, for: office).sheet?.version
      let edit = [EvaluatedMonth.work("W1", "1", "1", "1")]
      let outcomes = await withTaskGroup { group in
        for number in 0..<8 {
          group.addTask { () async -> Bool? in
            do {
              _ = try await story.sheets.edit(
                m2, in: month, edit, version: before,
                by: EvaluatedMonth.actor("office-\(number)", .hrOfficer), basis: basis)
              return true
            } catch let error as SheetError {
              guard case .changedMeanwhile = error else { return nil }
              return false
            } catch { return nil }
          }
        }
        var found: [Bool?] = []
        for await outcome in group { found.append(outcome) }
        return found
      }
      #expect(outcomes.count { $0 == true } == 1)
      #expect(outcomes.count { $0 == false } == 7)
    }
  }

  @Test func `takes answers that are no zeros: on leave, nothing to report`() async throws {
    try await EvaluatedMonth.with { story in
      let person = try await story.person("M2")
      let outcome = try await story.sheets.score(
        m2, in: month, [.event(Cast.code("on_leave"))], by: person, basis: basis)
      #expect(outcome.state == .selfScored && outcome.unreported == [])
      let entries = try await story.sheets.show(m2, in: month, for: person).entries
      #expect(entries.map(\.code) == ["on_leave"] && entries.map(\.kind) == [.event])
    }
  }

  @Test func `stays with somebody who moved in the month, and is signed where they ended`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .selfScored)
      let before = try story.cast.actor(.organisationBoard, over: "VP")
      let after = try story.cast.actor(.organisationBoard, over: "KT")
      try await story.cast.edit("M2", [.agencyCode: "KT"], from: Cast.day(2026, 7, 20))
      await #expect(throws: SheetError.unknown(m2)) {
        try await story.take(.review, m2, by: before)
      }
      try await story.take(.review, m2, by: after)
      #expect(try await story.sheets.show(m2, in: month, for: after).entries.count == 6)
    }
  }

  @Test func `proposes last month's work without its results, until somebody writes`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .decided)
      let next = month.adding(months: 1)
      _ = try await story.periods.open(next, by: office, basis: basis)
      let view = try await story.sheets.show(m2, in: next, for: office)
      #expect(view.isProposal && view.entries.map(\.code) == ["G1", "G2", "G3", "W1", "W2", "W3"])
      #expect(view.entries.allSatisfy { $0.actual == nil && $0.points == nil })
      let stored = try await story.lines(
        "SELECT count(*)::text FROM sheet_entry WHERE period_id = 202608")
      #expect(stored == ["0"])
      let touched = try await story.sheets.edit(
        m2, in: next, [.actual(.work, Cast.code("W1"), EvaluatedMonth.quantity("3"))],
        by: office, basis: basis)
      #expect(touched.unreported == ["W2", "W3"])
      let written = try await story.sheets.show(m2, in: next, for: office)
      #expect(!written.isProposal && written.entries.count == 6)
      // Over a month on leave the shape is that of the month before.
      let m3 = EvaluatedMonth.name("M3")
      try await story.bring("M3", to: .draft)
      _ = try await story.sheets.score(
        m3, in: next, [.removal(.work, Cast.code("W1"))], by: office, basis: basis)
      let third = month.adding(months: 2)
      _ = try await story.periods.open(third, by: office, basis: basis)
      let shape = try await story.sheets.show(m3, in: third, for: office).entries
      #expect(shape.map(\.code) == ["G1", "G2", "G3", "W2", "W3"])
    }
  }

  @Test func `of somebody expected since the opening is made by the first write`() async throws {
    try await EvaluatedMonth.with { story in
      let m5 = EvaluatedMonth.name("M5")
      await #expect(throws: SheetError.notExpected(Cast.code("M5"), month)) {
        try await story.take(.edit, m5, by: office)
      }
      try await story.cast.edit("M5", [.form: "staff", .status: "active"])
      try await story.bring("M5", to: .decided)
      try await story.database.expectSound()
    }
  }

  @Test func `of a unit is opened by name, and has one framework`() async throws {
    try await EvaluatedMonth.with { story in
      let unit = SubjectName.unit(Cast.code("VP"))
      await #expect(throws: SheetError.noCollectiveSheet(Cast.code("VP"), month)) {
        try await story.take(.edit, unit, by: office)
      }
      let (sheet, changed) = try await story.sheets.open(unit, in: month, by: office, basis: basis)
      #expect(changed && sheet.framework.reference.code.text == "collective-2025")
      try await story.take(.edit, unit, by: office)
      await #expect(throws: PeriodError.self) {
        try await story.sheets.open(
          unit, in: month, framework: .standard(for: .staff), by: office, basis: basis)
      }
      let other = FrameworkName(Cast.code("kpi-okr"))
      let again = try await story.sheets.open(
        m2, in: month, framework: other, by: office, basis: basis)
      #expect(again.changed && again.sheet.framework.reference.code == other.code)
      try await story.take(.edit, m2, by: office)
      await #expect(
        throws: SheetError.otherFramework(
          m2, has: "kpi-okr@1", asked: "decree-335-2025.staff")
      ) {
        try await story.sheets.open(
          m2, in: month, framework: .standard(for: .staff), by: office, basis: basis)
      }
    }
  }

  @Test func `of somebody who is not expected, or whom no unit grades, takes no writes`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      for edits in [
        [MemberColumn.status: "temporarily_exempt"],
        [.status: "active", .cellCode: "", .agencyCode: ""],
      ] {
        try await story.cast.edit("M2", edits, from: month.firstDay)
        for step in [Sheet.Step.edit, .score, .review, .decide] {
          await #expect(throws: SheetError.notExpected(Cast.code("M2"), month)) {
            try await story.take(step, m2, by: step == .review || step == .decide ? board : office)
          }
        }
      }
    }
  }

  @Test func `says, once it is signed, what it lacks for a rating`() async throws {
    try await EvaluatedMonth.with { story in
      let strict = Sheets(database: story.database.app) { _, entries, _ in
        Sheets.Findings(missing: entries.contains { $0.code == "G3" } ? [] : ["G3"])
      }
      let entries = [EntryEdit.selfPoints(Cast.code("G1"), EvaluatedMonth.quantity("9"))]
      let handedIn = try await strict.score(m2, in: month, entries, by: office, basis: basis)
      let reviewed = try await strict.review(m2, in: month, by: board, basis: basis)
      let whole = try await strict.decide(
        m2, in: month, points: [Cast.code("G3"): EvaluatedMonth.quantity("9")], by: board,
        basis: basis)
      #expect([handedIn, reviewed, whole].map(\.missing) == [[], ["G3"], []])
    }
  }

  @Test func `refuses entries that its framework has something against, with all of them`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      let flaw = SheetError.Flaw(entry: "G9", reason: Phrase(vi: "không có", en: "unknown"))
      let strict = Sheets(database: story.database.app) { framework, entries, _ in
        let isHeld =
          framework.reference.code.text == "decree-335-2025.staff"
          && entries.contains { $0.code == "G9" }
        return Sheets.Findings(flaws: isHeld ? [flaw] : [], missing: [])
      }
      await #expect(throws: SheetError.flaws([flaw])) {
        try await strict.edit(
          m2, in: month, [.selfPoints(Cast.code("G9"), .zero)], by: office, basis: basis)
      }
      let stored = try await story.lines("SELECT code::text FROM sheet_entry")
      #expect(stored == [])
    }
  }
}

extension EvaluatedMonth {
  /// Takes a step with the least that it needs.
  func take(
    _ step: Sheet.Step, _ name: SubjectName, in month: Month = month, by actor: Actor
  ) async throws {
    let basis = Audit.Basis(reason: "for a test", document: "")
    switch step {
    case .edit:
      _ = try await sheets.edit(
        name, in: month, [Self.work("W9", "1", "1", "1")], by: actor, basis: basis)
    case .score: _ = try await sheets.score(name, in: month, by: actor, basis: basis)
    case .review: _ = try await sheets.review(name, in: month, by: actor, basis: basis)
    case .decide: _ = try await sheets.decide(name, in: month, by: actor, basis: basis)
    case .return: _ = try await sheets.return(name, in: month, by: actor, basis: basis)
    case .import, .publish, .appeal, .answer: Issue.record("no verb of a sheet: \(step)")
    }
  }
}
