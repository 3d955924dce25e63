import Access
import Basics
import Frameworks
import Postgres

extension Sheet.State: PostgresText {}
extension Sheet.Step: PostgresText {}

extension Sheet: Readable {
  package init(_ row: Row) throws {
    let (period, shape): (Int32, Int32?) = (
      try row.value("period_id"), try row.value("shape_period_id")
    )
    self.init(
      subject: Subject(number: try row.value("subject_id")),
      month: Month(periodID: period) ?? Month(containing: .first),
      revision: try row.value("revision"), framework: try KnownFramework(row),
      state: try row.value("state"), isTouched: try row.value("touched"),
      shape: shape.flatMap { Month(periodID: $0) }, version: try row.value("sheet_version"))
  }
}

/// Where a member, or a unit, stands on the last day of a month, as far as a sheet asks.
package struct SheetSubject: Sendable, Hashable, Readable {
  package let subject: Sheet.Subject
  package let name: SubjectName
  package let title: Personal<String>
  package let form: Framework.Form?
  /// Active on that day; a unit: open.
  package let isActive: Bool
  package let manager: Int64?
  package let managerCode: Code?
  package let cell: Int64?
  package let agency: Int64?

  /// Whether a sheet of theirs would be scored (`scoring.md` §3): an active member with a form whom
  /// a unit grades, or an open unit.
  package var isExpected: Bool {
    guard case .member = subject else { return isActive }
    return isActive && form != nil && (agency ?? cell) != nil
  }

  package init(_ row: Row) throws {
    subject = Sheet.Subject(number: try row.value("subject_id"))
    let code: Code = try row.value("code")
    name = SubjectName(code, of: subject)
    title = Personal(try row.value("title"))
    form = try row.value("form")
    isActive = try row.value("active")
    manager = try row.value("manager_id")
    managerCode = try row.value("manager_code")
    cell = try row.value("cell_id")
    agency = try row.value("agency_id")
  }
}

/// One step that a sheet took.
package struct SheetStepRecord: Sendable, Hashable, Readable {
  package let number: Int
  package let revision: Int
  package let step: Sheet.Step
  /// `nil` where the step made the sheet, as an import may.
  package let from: Sheet.State?
  package let to: Sheet.State
  package let account: Code
  package let at: Instant
  package let reason: String

  package init(_ row: Row) throws {
    number = try row.value("number")
    revision = try row.value("revision")
    step = try row.value("step")
    let before: String = try row.value("from_state")
    from = before.isEmpty ? nil : try row.value("from_state")
    to = try row.value("to_state")
    account = try row.value("account")
    at = try row.value("at")
    reason = try row.value("reason")
  }
}

extension Transaction {
  /// Whoever is meant, as they stand on that day; merged duplicates are nobody.
  package func sheetSubject(_ name: SubjectName, on day: Day) async throws -> SheetSubject? {
    switch name {
    case .member(let code): try await memberSubject(code, on: day)
    case .unit(let code): try await unitSubject(code, on: day)
    }
  }

  private func memberSubject(_ code: Code, on day: Day) async throws -> SheetSubject? {
    try await first(
      """
      SELECT member.id AS subject_id, member.code, member.full_name AS title, post.form,
             coalesce(standing.status = 'active', false) AS active, post.manager_id,
             manager.code AS manager_code, cell.cell_id, post.agency_id
        FROM member
        LEFT JOIN LATERAL (SELECT form, manager_id, agency_id FROM post_holding
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS post ON true
        LEFT JOIN LATERAL (SELECT cell_id FROM cell_membership
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS cell ON true
        LEFT JOIN LATERAL (SELECT status FROM party_standing
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing ON true
        LEFT JOIN member AS manager ON manager.id = post.manager_id
       WHERE member.code = \(code) AND member.merged_into IS NULL
      """, as: SheetSubject.self)
  }

  private func unitSubject(_ code: Code, on day: Day) async throws -> SheetSubject? {
    try await first(
      """
      SELECT -unit.id AS subject_id, unit.code, placement.name AS title, 'collective' AS form,
             placement.open AS active, NULL::bigint AS manager_id, NULL::text AS manager_code,
             unit.id AS cell_id, NULL::bigint AS agency_id
        FROM unit
        CROSS JOIN LATERAL (SELECT name, open FROM unit_placement
           WHERE unit_id = unit.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS placement
       WHERE unit.code = \(code)
      """, as: SheetSubject.self)
  }

  /// Lets nobody else write on this sheet before the transaction is over, be it there or not.
  func holdSheet(of subject: Sheet.Subject, in month: Month) async throws {
    try await execute(
      "SELECT pg_advisory_xact_lock(hashint8extended(\(subject.number), \(month.periodID)::int8))")
  }

  /// The sheet as last written, in its latest revision; its row is locked if asked.
  package func sheet(
    of subject: Sheet.Subject, in month: Month, locked: Bool = false
  ) async throws -> Sheet? {
    if locked {
      _ = try await values(
        """
        SELECT revision FROM sheet
         WHERE period_id = \(month.periodID) AND subject_id = \(subject.number) FOR UPDATE
        """, as: Int16.self)
    }
    return try await first(
      """
      SELECT period_id, subject_id, revision, state, touched, shape_period_id,
             sheet.version AS sheet_version, framework.id, framework.code, framework.version,
             framework.form
        FROM sheet JOIN framework ON framework.id = framework_id
       WHERE period_id = \(month.periodID) AND subject_id = \(subject.number)
       ORDER BY revision DESC LIMIT 1
      """, as: Sheet.self)
  }

  func insertSheet(
    of subject: Sheet.Subject, in period: EvaluationPeriod, framework: Int32, event: Int64
  ) async throws {
    var (member, unit): (Int64?, Int64?) = (nil, nil)
    switch subject {
    case .member(let id): member = id
    case .unit(let id): unit = id
    }
    try await execute(
      """
      INSERT INTO sheet (period_id, subject_id, revision, member_id, unit_id, framework_id, state,
        touched, shape_period_id, event_id)
      VALUES (\(period.month.periodID), \(subject.number), \(Int16(clamping: period.revision)),
        \(member), \(unit), \(framework), 'draft', false,
        (SELECT max(id) FROM period WHERE id < \(period.month.periodID)), \(event))
      """, expecting: 1)
  }

  /// Writes where the sheet stands now: on its own row, or as a new row of a new revision.
  func update(
    _ sheet: Sheet, to state: Sheet.State, revision: Int, event: Int64
  ) async throws {
    let key: SQL = """
      period_id = \(sheet.month.periodID) AND subject_id = \(sheet.subject.number)
         AND revision = \(Int16(clamping: sheet.revision))
         AND version = \(Int32(clamping: sheet.version))
      """
    guard sheet.revision != revision else {
      return try await execute(
        """
        UPDATE sheet SET state = \(state), touched = true, version = version + 1,
               event_id = \(event)
         WHERE \(raw: key)
        """, expecting: 1)
    }
    try await execute(
      """
      INSERT INTO sheet (period_id, subject_id, revision, member_id, unit_id, framework_id, state,
             touched, shape_period_id, version, event_id)
      SELECT period_id, subject_id, \(Int16(clamping: revision)), member_id, unit_id, framework_id,
             \(state), true, shape_period_id, version + 1, \(event)
        FROM sheet WHERE \(raw: key)
      """, expecting: 1)
  }

  func change(
    _ sheet: Sheet, toFramework framework: Int32, event: Int64
  ) async throws {
    try await execute(
      """
      UPDATE sheet SET framework_id = \(framework), version = version + 1, event_id = \(event)
       WHERE period_id = \(sheet.month.periodID) AND subject_id = \(sheet.subject.number)
         AND revision = \(Int16(clamping: sheet.revision)) AND NOT touched
      """, expecting: 1)
  }

  func insertStep(
    _ step: Sheet.Step, of sheet: Sheet, from: Sheet.State, to: Sheet.State, revision: Int,
    by account: Code, reason: String, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO sheet_step (period_id, subject_id, number, revision, step, from_state, to_state,
             account, at, reason, event_id)
      SELECT \(sheet.month.periodID), \(sheet.subject.number), coalesce(max(number), 0) + 1,
             \(Int16(clamping: revision)), \(step), \(from), \(to), \(account), \(now), \(reason),
             \(event)
        FROM sheet_step
       WHERE period_id = \(sheet.month.periodID) AND subject_id = \(sheet.subject.number)
      """, expecting: 1)
  }

  /// Every step of a sheet, in the order in which they were taken.
  package func steps(of subject: Sheet.Subject, in month: Month) async throws -> [SheetStepRecord] {
    try await rows(
      """
      SELECT number, revision, step, from_state, to_state, account, at, reason FROM sheet_step
       WHERE period_id = \(month.periodID) AND subject_id = \(subject.number) ORDER BY number
      """, as: SheetStepRecord.self)
  }

  /// Whether an appeal against the sheet waits for its answer.
  func hasOpenAppeal(_ subject: Sheet.Subject, in month: Month) async throws -> Bool {
    guard case .member(let member) = subject else { return false }
    return try await value(
      """
      SELECT EXISTS (SELECT FROM appeal
        WHERE period_id = \(month.periodID) AND member_id = \(member) AND answered_at IS NULL)
      """, as: Bool.self) ?? false
  }
}
