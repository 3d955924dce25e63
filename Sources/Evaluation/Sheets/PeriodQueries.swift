import Access
import Audit
import Basics
import Frameworks
import Postgres

extension EvaluationPeriod.State: PostgresText {}
extension EvaluationPeriod.Step: PostgresText {}

extension EvaluationPeriod: Readable {
  package init(_ row: Row) throws {
    let number: Int32 = try row.value("id")
    var frameworks: [Framework.Form: Int32] = [:]
    frameworks[.staff] = try row.value("staff_framework_id")
    frameworks[.leader] = try row.value("leader_framework_id")
    self.init(
      month: Month(periodID: number) ?? Month(containing: .first),
      state: try row.value("state"), revision: try row.value("revision"),
      frozenAt: try row.value("frozen_at"), frameworks: frameworks,
      version: try row.value("version"))
  }
}

/// A framework as the database knows it, without its rules.
package struct KnownFramework: Sendable, Hashable, Readable {
  package let number: Int32
  package let reference: Framework.Reference
  package let form: Framework.Form

  package init(_ row: Row) throws {
    number = try row.value("id")
    reference = .init(code: try row.value("code"), version: try row.value("version"))
    form = try row.value("form")
  }
}

/// One row of a period's history, before it has a number.
struct PeriodStepDraft: Sendable {
  let name: String
  let from: String
  let to: EvaluationPeriod.State
  let revision: Int
}

extension Transaction {
  /// Lets nobody else open the month before this transaction is over.
  func holdPeriodOpening(_ month: Month) async throws {
    try await execute("SELECT pg_advisory_xact_lock(42, \(month.periodID))")
  }

  /// The month, or `nil` if it was never opened; locked against steps and writes if asked.
  package func period(_ month: Month, locked: Bool = false) async throws -> EvaluationPeriod? {
    if locked {
      _ = try await value(
        "SELECT id FROM period WHERE id = \(month.periodID) FOR UPDATE", as: Int32.self)
    }
    return try await first(
      """
      SELECT id, state, revision, frozen_at, staff_framework_id, leader_framework_id, version
        FROM period WHERE id = \(month.periodID)
      """, as: EvaluationPeriod.self)
  }

  /// The month, held open until this transaction is over: closing waits for whoever writes.
  package func heldPeriod(_ month: Month) async throws -> EvaluationPeriod? {
    try await first(
      """
      SELECT id, state, revision, frozen_at, staff_framework_id, leader_framework_id, version
        FROM period WHERE id = \(month.periodID) FOR SHARE
      """, as: EvaluationPeriod.self)
  }

  /// The version of that number, or the latest that holds on that day.
  package func knownFramework(_ name: FrameworkName, on day: Day) async throws -> KnownFramework? {
    try await first(
      """
      SELECT id, code, version, form FROM framework
       WHERE code = \(name.code) AND valid_from <= \(day)
         AND (\(name.version.map(Int32.init(clamping:)))::int IS NULL
           OR version = \(name.version.map(Int32.init(clamping:))))
       ORDER BY version DESC LIMIT 1
      """, as: KnownFramework.self)
  }

  package func knownFramework(_ number: Int32) async throws -> KnownFramework? {
    try await first(
      "SELECT id, code, version, form FROM framework WHERE id = \(number)",
      as: KnownFramework.self)
  }

  /// Forms that occur among the expected.
  func expectedForms() async throws -> [Framework.Form] {
    try await values("SELECT DISTINCT form FROM expected ORDER BY form", as: Framework.Form.self)
  }

  /// How many of the expected have no sheet in the month.
  func countUnopened(_ month: Month) async throws -> Int {
    try await value(
      """
      SELECT count(*) FROM expected
       WHERE NOT EXISTS (SELECT FROM sheet
          WHERE period_id = \(month.periodID) AND subject_id = expected.member_id)
      """, as: Int.self) ?? 0
  }

  func insertPeriod(
    _ month: Month, frameworks: [Framework.Form: Int32], event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO period (id, state, staff_framework_id, leader_framework_id, event_id)
      VALUES (\(month.periodID), 'open', \(frameworks[.staff]), \(frameworks[.leader]), \(event))
      """, expecting: 1)
  }

  func update(
    _ month: Month, frameworks: [Framework.Form: Int32], event: Int64
  ) async throws {
    try await execute(
      """
      UPDATE period SET staff_framework_id = \(frameworks[.staff]),
             leader_framework_id = \(frameworks[.leader]), event_id = \(event)
       WHERE id = \(month.periodID)
      """, expecting: 1)
  }

  /// The partitions of the month, and their guard as its state says.
  func makePeriodTables(_ month: Month) async throws {
    try await execute("SELECT make_period_tables(\(month.periodID))")
    try await execute("SELECT guard_period_tables(\(month.periodID))")
  }

  /// Brings the refusal of writes in line with the month's row; part of every step of a month.
  package func guardPeriodTables(_ month: Month) async throws {
    try await execute("SELECT guard_period_tables(\(month.periodID))")
  }

  /// An untouched sheet for everybody expected who has none; says how many.
  ///
  /// It proposes the entries of an earlier month, which are read when somebody looks at it.
  func insertUntouchedSheets(_ month: Month, revision: Int, event: Int64) async throws -> Int {
    try await execute(
      """
      INSERT INTO sheet (period_id, subject_id, revision, member_id, framework_id, state, touched,
             shape_period_id, event_id)
      SELECT period.id, expected.member_id, \(Int16(clamping: revision)), expected.member_id,
             CASE form WHEN 'leader' THEN leader_framework_id ELSE staff_framework_id END,
             'draft', false, (SELECT max(id) FROM period WHERE id < \(month.periodID)), \(event)
        FROM expected CROSS JOIN period
       WHERE period.id = \(month.periodID)
         AND NOT EXISTS (SELECT FROM sheet
            WHERE period_id = \(month.periodID) AND subject_id = expected.member_id)
      """)
  }

  func insertStep(
    _ step: PeriodStepDraft, of month: Month, by actor: Actor, basis: Audit.Basis, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO period_step (period_id, number, step, from_state, to_state, revision, account,
             at, reason, document, event_id)
      SELECT \(month.periodID), coalesce(max(number), 0) + 1, \(step.name), \(step.from),
             \(step.to), \(Int16(clamping: step.revision)), \(actor.account), \(now),
             \(basis.reason), \(basis.document), \(event)
        FROM period_step WHERE period_id = \(month.periodID)
      """, expecting: 1)
  }
}
