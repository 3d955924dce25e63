import Access
import Audit
import Basics
import EvaluationKit
import Postgres
import RecordsKit
import Sheets
import Testing

@Suite struct `The objective-cause register` {
  let month = EvaluatedMonth.month
  let office = EvaluatedMonth.office
  let m2 = EvaluatedMonth.name("M2")

  func draft(_ work: String, failures: Int = 0, delays: Int = 0) throws -> Excuse.Draft {
    try Excuse.Draft(
      work: Cast.code(work), failures: failures, delays: delays, cause: "mất điện toàn khu",
      document: "34/BB-EVN")
  }

  @Test func `takes off what is excused, has the sheet signed anew, and gives it back`()
    async throws
  {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .decided)
      let number = try await story.excuses.add(
        draft("W3", delays: 1), to: m2, in: month, by: office)
      let view = try await story.sheets.show(m2, in: month, for: office)
      #expect(view.sheet?.state == .draft)
      let delays = view.entries.map(\.delays.description)
      #expect(delays == ["0", "0", "0", "0", "0", "1"])
      #expect(view.excuses.map(\.document) == ["34/BB-EVN"])
      #expect(view.excuses.map(\.confirmedBy) == [office.account])
      #expect(
        view.steps.last?.reason == "sổ nguyên nhân khách quan số \(number): 34/BB-EVN")

      await #expect(throws: ExcuseError.reasonMissing) {
        try await story.excuses.withdraw(
          number, by: office, basis: Audit.Basis(reason: "", document: ""))
      }
      try await story.excuses.withdraw(number, by: office, basis: Cast.basis)
      let after = try await story.sheets.show(m2, in: month, for: office)
      #expect(after.entries.map(\.delays.description) == ["0", "0", "0", "0", "0", "2"])
      #expect(after.excuses.count == 1 && after.excuses[0].withdrawnAt != nil)
      await #expect(throws: ExcuseError.withdrawn(number)) {
        try await story.excuses.withdraw(number, by: office, basis: Cast.basis)
      }
      try await story.database.expectSound()
    }
  }

  @Test func `counts a cause once, until it is withdrawn`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .selfScored)
      let first = try await story.excuses.add(
        draft("W3", delays: 1), to: m2, in: month, by: office)
      let again = ExcuseError.alreadyThere(first)
      #expect(again.kind == .conflict)
      await #expect(throws: again) {
        try await story.excuses.add(draft("W3", delays: 1), to: m2, in: month, by: office)
      }
      let other = try Excuse.Draft(
        work: Cast.code("W3"), failures: 0, delays: 1, cause: "mất điện toàn khu",
        document: "35/BB-EVN")
      _ = try await story.excuses.add(other, to: m2, in: month, by: office)
      try await story.excuses.withdraw(first, by: office, basis: Cast.basis)
      _ = try await story.excuses.add(draft("W3", delays: 1), to: m2, in: month, by: office)
      try await story.database.expectSound()
    }
  }

  @Test func `excuses no more than is recorded, and only work of the sheet`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .selfScored)
      await #expect(
        throws: ExcuseError.moreThanRecorded(
          Cast.code("W3"), failures: .zero, delays: EvaluatedMonth.quantity("2"))
      ) { try await story.excuses.add(draft("W3", delays: 3), to: m2, in: month, by: office) }
      await #expect(throws: SheetError.noEntry(.work, Cast.code("W7"))) {
        try await story.excuses.add(draft("W7", delays: 1), to: m2, in: month, by: office)
      }
      #expect(throws: ExcuseError.nothing) { try draft("W3") }
      #expect(throws: ExcuseError.documentMissing) {
        try Excuse.Draft(
          work: Cast.code("W3"), failures: 1, delays: 0, cause: "mưa", document: "")
      }
      let stored = try await story.lines("SELECT id::text FROM excuse")
      #expect(stored == [])
    }
  }

  @Test func `is kept by others than the person, and by those who may`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .selfScored)
      let person = try await story.person("M2", .hrOfficer)
      await #expect(throws: ExcuseError.ownExcuse(m2)) {
        try await story.excuses.add(draft("W3", delays: 1), to: m2, in: month, by: person)
      }
      let secretary = try story.cast.actor(.cellSecretary, over: "CB1")
      await #expect(throws: AccessError.refused(.keepRegisters, account: secretary.account)) {
        try await story.excuses.add(draft("W3", delays: 1), to: m2, in: month, by: secretary)
      }
      let error = await #expect(throws: PostgresError.self) {
        try await story.database.app.write {
          try await $0.execute(
            """
            INSERT INTO excuse (period_id, subject_id, member_id, work_code, failures, delays,
              cause, document, confirmed_by, confirmed_at, revision, event_id)
            SELECT 202607, id, id, 'W3', 0, 1, 'a', 'b', 'account-M2', now(), 1, 1
              FROM member WHERE code = 'M2'
            """)
        }
      }
      #expect(error?.constraint == "excuse_not_own")
    }
  }

  @Test func `holds its work on the sheet until it is withdrawn`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .selfScored)
      _ = try await story.excuses.add(draft("W3", delays: 1), to: m2, in: month, by: office)
      await #expect(throws: SheetError.excused(Cast.code("W3"))) {
        try await story.sheets.edit(
          m2, in: month, [.removal(.work, Cast.code("W3"))], by: office, basis: Cast.basis)
      }
    }
  }
}
