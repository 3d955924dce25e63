import Basics
import Postgres

extension Excuse: Readable {
  package init(_ row: Row) throws {
    let period: Int32 = try row.value("period_id")
    let subject = Sheet.Subject(number: try row.value("subject_id"))
    let code: Code = try row.value("subject_code")
    self.init(
      number: try row.value("id"),
      month: Month(periodID: period) ?? Month(containing: .first),
      subject: SubjectName(code, of: subject),
      work: try row.value("work_code"), failures: try row.value("failures"),
      delays: try row.value("delays"), cause: try row.value("cause"),
      document: try row.value("document"), confirmedBy: try row.value("confirmed_by"),
      confirmedAt: try row.value("confirmed_at"), withdrawnAt: try row.value("withdrawn_at"))
  }
}

extension Transaction {
  private var excuseColumns: SQL {
    """
    excuse.id, period_id, subject_id, coalesce(member.code, unit.code) AS subject_code, work_code,
    failures, delays, cause, document, confirmed_by, confirmed_at, withdrawn_at
      FROM excuse
      LEFT JOIN member ON member.id = excuse.member_id
      LEFT JOIN unit ON unit.id = excuse.unit_id
    """
  }

  func excuse(_ number: Int64) async throws -> Excuse? {
    try await first(
      "SELECT \(raw: excuseColumns) WHERE excuse.id = \(number)", as: Excuse.self)
  }

  package func excuses(in month: Month, of subject: Sheet.Subject?) async throws -> [Excuse] {
    try await rows(
      """
      SELECT \(raw: excuseColumns)
       WHERE period_id = \(month.periodID)
         AND (\(subject?.number)::bigint IS NULL OR subject_id = \(subject?.number))
       ORDER BY excuse.id
      """, as: Excuse.self)
  }

  func hasExcuse(
    of subject: Sheet.Subject, in month: Month, for work: Code
  ) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (SELECT FROM excuse
        WHERE period_id = \(month.periodID) AND subject_id = \(subject.number)
          AND work_code = \(work) AND withdrawn_at IS NULL)
      """, as: Bool.self) ?? false
  }

  /// The number of an entry that says the same cause and document of the same work, and stands.
  func standingExcuse(
    like draft: Excuse.Draft, of subject: Sheet.Subject, in month: Month
  ) async throws -> Int64? {
    try await value(
      """
      SELECT id FROM excuse
       WHERE period_id = \(month.periodID) AND subject_id = \(subject.number)
         AND work_code = \(draft.work) AND cause = \(draft.cause)
         AND document = \(draft.document) AND withdrawn_at IS NULL
       ORDER BY id LIMIT 1
      """, as: Int64.self)
  }

  func insertExcuse(
    _ draft: Excuse.Draft, of subject: Sheet.Subject, in period: EvaluationPeriod,
    by account: Code, event: Int64
  ) async throws -> Int64 {
    var (member, unit): (Int64?, Int64?) = (nil, nil)
    switch subject {
    case .member(let id): member = id
    case .unit(let id): unit = id
    }
    return try await value(
      """
      INSERT INTO excuse (period_id, subject_id, member_id, unit_id, work_code, failures, delays,
        cause, document, confirmed_by, confirmed_at, revision, event_id)
      VALUES (\(period.month.periodID), \(subject.number), \(member), \(unit), \(draft.work),
        \(Int16(clamping: draft.failures)), \(Int16(clamping: draft.delays)), \(draft.cause),
        \(draft.document), \(account), \(now), \(Int16(clamping: period.revision)), \(event))
      RETURNING id
      """, as: Int64.self) ?? 0
  }

  /// Says whether it stood until now.
  func withdrawExcuse(_ number: Int64, event: Int64) async throws -> Bool {
    try await execute(
      """
      UPDATE excuse SET withdrawn_at = \(now), withdraw_event_id = \(event)
       WHERE id = \(number) AND withdrawn_at IS NULL
      """) == 1
  }
}
