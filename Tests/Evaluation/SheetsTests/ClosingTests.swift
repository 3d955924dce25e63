import Access
import Audit
import Basics
import EvaluationKit
import Postgres
import RecordsKit
import Sheets
import TestKit
import Testing

@Suite struct `Closing a month` {
  let month = EvaluatedMonth.month
  let office = EvaluatedMonth.office
  let board = EvaluatedMonth.board
  let m2 = EvaluatedMonth.name("M2")
  let basis = Audit.Basis(reason: "hết kỳ", document: "12-QĐ/ĐU")

  @Test func `says what is left, freezes the moment, and again does nothing`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .decided)
      let closing = try await story.periods.close(month, by: office, basis: basis)
      #expect(closing.isNew && closing.period.state == .closed && closing.period.frozenAt != nil)
      #expect(
        closing.readiness == readiness(expected: 3, untouched: 2, decided: 1)
          && closing.readiness.undecided == 2)
      let events = try await story.lines("SELECT max(id)::text FROM audit_event")
      let again = try await story.periods.close(month, by: office, basis: basis)
      #expect(!again.isNew && again.period == closing.period)
      #expect(try await story.lines("SELECT max(id)::text FROM audit_event") == events)
      let unopened = month.adding(months: 5)
      await #expect(throws: PeriodError.unknown(unopened)) {
        try await story.periods.close(unopened, by: office, basis: basis)
      }
      try await story.database.expectSound()
    }
  }

  @Test func `is refused while members manage each other, by name, and not once they do not`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      try await story.cast.edit("M1", [.managerCode: "M3"])
      let ring = PeriodError.ring([Cast.code("M1"), Cast.code("M3")], month)
      await #expect(throws: ring) {
        try await story.periods.close(month, by: office, basis: basis)
      }
      #expect(ring.kind == .refused && ring.message.en == "Managers form a ring: M1 → M3 → M1.")
      try await story.cast.edit("M1", [.managerCode: ""])
      let closing = try await story.periods.close(month, by: office, basis: basis)
      #expect(closing.isNew)
    }
  }

  @Test func `refuses every write afterwards, through verbs`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .reviewed)
      let draft = try Excuse.Draft(
        work: Cast.code("W2"), failures: 1, delays: 0, cause: "mưa", document: "1-BB")
      let number = try await story.excuses.add(draft, to: m2, in: month, by: office)
      _ = try await story.periods.close(month, by: office, basis: basis)
      let closed = PeriodError.closed(month, .closed)
      #expect(closed.kind == .conflict)
      for step in [Sheet.Step.edit, .score, .review, .decide, .return] {
        await #expect(throws: closed) { try await story.take(step, m2, by: board) }
      }
      await #expect(throws: closed) {
        try await story.periods.open(month, by: office, basis: basis)
      }
      await #expect(throws: closed) {
        try await story.sheets.open(m2, in: month, by: office, basis: basis)
      }
      await #expect(throws: closed) {
        try await story.sheets.takeAll(.review, under: nil, in: month, by: board, basis: basis)
      }
      await #expect(throws: closed) {
        try await story.excuses.add(draft, to: m2, in: month, by: office)
      }
      await #expect(throws: closed) {
        try await story.excuses.withdraw(number, by: office, basis: basis)
      }
    }
  }

  static let statements = [
    "UPDATE sheet SET state = 'draft'", "UPDATE sheet_202607 SET touched = false",
    "INSERT INTO sheet SELECT period_id, subject_id, 2, member_id, unit_id, framework_id, state, "
      + "touched, shape_period_id, version, event_id FROM sheet",
    "DELETE FROM sheet_entry", "DELETE FROM sheet_entry_202607",
    "UPDATE sheet_entry SET actual = 1 WHERE kind = 'work'",
    "INSERT INTO sheet_entry (period_id, subject_id, revision, kind, code) "
      + "SELECT period_id, subject_id, 1, 'event', 'late' FROM sheet",
    "INSERT INTO sheet_step SELECT period_id, subject_id, number + 9, revision, step, from_state, "
      + "to_state, account, at, reason, event_id FROM sheet_step",
    "DELETE FROM sheet_step", "DELETE FROM sheet", "TRUNCATE sheet_entry",
    "TRUNCATE sheet_202607", "UPDATE period SET state = 'open', frozen_at = NULL",
    "UPDATE period SET state = 'open', revision = 2, frozen_at = NULL",
    "INSERT INTO excuse (period_id, subject_id, member_id, work_code, failures, delays, cause, "
      + "document, confirmed_by, confirmed_at, revision, event_id) SELECT period_id, subject_id, "
      + "member_id, 'W2', 1, 0, 'a', 'b', 'c', now(), 1, 1 FROM sheet",
  ]

  @Test(arguments: statements)
  func `refuses every statement, of the program and of the owner`(statement: String) async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .decided)
      _ = try await story.periods.close(month, by: office, basis: basis)
      let before = try await story.contents()
      let own = await #expect(throws: PostgresError.self) {
        try await story.database.app.write { try await $0.script(statement) }
      }
      #expect(["23001", "42501"].contains(own?.sqlstate))
      let owners = await #expect(throws: PostgresError.self) {
        try await story.database.asOwner { database in
          try await database.write { try await $0.script(statement) }
        }
      }
      #expect(owners?.sqlstate == "23001")
      #expect(try await story.contents() == before)
    }
  }

  @Test func `waits for whoever writes, and lets nobody in behind them`() async throws {
    try await EvaluatedMonth.with { story in
      let results = await withTaskGroup { group in
        for number in 0..<12 {
          group.addTask {
            do {
              _ = try await story.sheets.edit(
                m2, in: month, [EvaluatedMonth.work("W\(number)", "1", "1", "1")], by: office,
                basis: basis)
              return "written"
            } catch let error as PeriodError {
              return error == .closed(month, .closed) ? "closed" : "?"
            } catch { return "\(error)" }
          }
        }
        group.addTask {
          do {
            let closing = try await story.periods.close(month, by: office, basis: basis)
            return closing.isNew ? "closes" : "closes nothing"
          } catch { return "\(error)" }
        }
        var found: [String] = []
        for await result in group { found.append(result) }
        return found
      }
      let written = results.count { $0 == "written" }
      let others = results.filter { $0 != "written" && $0 != "closed" }
      #expect(others == ["closes"])
      let entries = try await story.lines("SELECT count(*)::text FROM sheet_entry")
      #expect(entries == ["\(written)"])
    }
  }

  @Test func `begins with a last call: the person is late, the office and the signers finish`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      let person = try await story.person("M2")
      _ = try await story.periods.beginClosing(month, by: office, basis: basis)
      let again = try await story.periods.beginClosing(month, by: office, basis: basis)
      #expect(!again.isNew && again.period.state == .closing)
      await #expect(throws: SheetError.refused(.edit, m2, .lastCall, person.account)) {
        try await story.take(.edit, m2, by: person)
      }
      try await story.bring("M2", to: .decided)
      let resumed = try await story.periods.resume(month, by: office, basis: basis)
      #expect(resumed.state == .open)
      _ = try await story.periods.close(month, by: office, basis: basis)
      let steps = try await story.periods.show(month, for: office).steps
      #expect(steps.map(\.step) == ["open", "begin_closing", "resume", "close"])
      #expect(steps.last?.reason == basis.reason && steps.last?.document == basis.document)
    }
  }

  @Test func `is undone by two people and a reason, as another revision`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .decided)
      _ = try await story.periods.close(month, by: office, basis: basis)
      let first = try await story.contents()
      let periods = story.periods
      await #expect(throws: PeriodError.notRequested(month)) {
        try await periods.confirmReopening(month, by: office, basis: .none)
      }
      await #expect(throws: PeriodError.reasonMissing) {
        try await periods.requestReopening(month, by: office, basis: .none)
      }
      try await periods.requestReopening(month, by: office, basis: basis)
      await #expect(throws: PeriodError.alreadyRequested(month, by: office.account)) {
        try await periods.requestReopening(month, by: office, basis: basis)
      }
      await #expect(throws: PeriodError.samePerson(office.account)) {
        try await periods.confirmReopening(month, by: office, basis: .none)
      }
      await #expect(throws: AccessError.self) {
        try await periods.confirmReopening(month, by: board, basis: .none)
      }
      let second = EvaluatedMonth.actor("second", .hrOfficer)
      let reopened = try await periods.confirmReopening(month, by: second, basis: .none)
      #expect(reopened.state == .open && reopened.revision == 2 && reopened.frozenAt == nil)

      // The first revision stays as it was; the first write makes a row of the second.
      let edited = try await story.sheets.edit(
        m2, in: month, [.actual(.work, Cast.code("W2"), EvaluatedMonth.quantity("5"))],
        by: office, basis: basis)
      #expect(edited.state == .draft)
      #expect(try await story.contents(ofRevision: 1) == first)
      let view = try await story.sheets.show(m2, in: month, for: office)
      #expect(view.sheet?.revision == 2 && view.entries.count == 6)
      let owners = await #expect(throws: PostgresError.self) {
        try await story.database.asOwner { database in
          try await database.write { try await $0.script("DELETE FROM sheet_entry") }
        }
      }
      #expect(owners?.constraint == "sheet_period_closed")
      _ = try await periods.close(month, by: office, basis: basis)
      try await story.database.expectSound()
    }
  }

  @Test func `takes two people, not two accounts of one`() async throws {
    try await EvaluatedMonth.with { story in
      _ = try await story.periods.close(month, by: office, basis: basis)
      let one = try await story.person("M2", .hrOfficer)
      try await story.periods.requestReopening(month, by: one, basis: basis)
      let other = Actor(
        account: Cast.code("other"), origin: "console other@here", grants: one.grants,
        today: one.today, member: one.member)
      await #expect(throws: PeriodError.samePerson(one.account)) {
        try await story.periods.confirmReopening(month, by: other, basis: .none)
      }
    }
  }

  @Test func `is counted by unit, and shown to whoever may see there`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .decided)
      try await story.bring("M3", to: .selfScored)
      try await story.cast.edit("M5", [.form: "staff", .status: "active"])
      let status = try await story.periods.status(month, for: office)
      #expect(status.units.map { $0.unit?.text } == ["KT", "VP"])
      #expect(
        status.units.map(\.readiness) == [
          readiness(expected: 2, missing: 1, selfScored: 1),
          readiness(expected: 2, untouched: 1, decided: 1),
        ])
      #expect(status.total.expected == 4)
      let near = try story.cast.actor(.organisationBoard, over: "VP")
      let seen = try await story.periods.status(month, for: near)
      #expect(seen.units.map { $0.unit?.text } == ["VP"] && seen.total.expected == 2)
    }
  }
}

func readiness(
  expected: Int, missing: Int = 0, untouched: Int = 0, selfScored: Int = 0, decided: Int = 0
) -> Readiness {
  var readiness = Readiness.none
  (readiness.expected, readiness.missing, readiness.untouched) = (expected, missing, untouched)
  (readiness.selfScored, readiness.decided) = (selfScored, decided)
  return readiness
}

extension EvaluatedMonth {
  /// Every sheet and entry of the revisions up to one, as text.
  func contents(ofRevision revision: Int16 = 9) async throws -> [String] {
    try await lines(
      """
      SELECT sheet::text FROM sheet WHERE revision <= \(revision)
      UNION ALL SELECT sheet_entry::text FROM sheet_entry WHERE revision <= \(revision) ORDER BY 1
      """)
  }
}
