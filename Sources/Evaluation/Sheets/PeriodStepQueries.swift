import Access
import Audit
import Basics
import Postgres

/// One step that a month took.
package struct PeriodStepRecord: Sendable, Hashable, Readable {
  package let number: Int
  /// `open`, or a step of the workflow.
  package let step: String
  /// Empty before the first.
  package let from: String
  package let to: EvaluationPeriod.State
  package let revision: Int
  package let account: Code
  package let at: Instant
  package let reason: String
  package let document: String

  package init(_ row: Row) throws {
    number = try row.value("number")
    step = try row.value("step")
    from = try row.value("from_state")
    to = try row.value("to_state")
    revision = try row.value("revision")
    account = try row.value("account")
    at = try row.value("at")
    reason = try row.value("reason")
    document = try row.value("document")
  }
}

/// Where the sheets of those stand whom one unit grades.
package struct UnitReadiness: Sendable, Hashable, Readable {
  /// `nil`: people without agency and cell.
  package let unit: Code?
  package let readiness: Readiness

  package init(_ row: Row) throws {
    unit = try row.value("code")
    readiness = Readiness(
      expected: try row.value("expected"), missing: try row.value("missing"),
      untouched: try row.value("untouched"), draft: try row.value("draft"),
      selfScored: try row.value("self_scored"), reviewed: try row.value("reviewed"),
      decided: try row.value("decided"))
  }
}

extension Transaction {
  package func periods() async throws -> [EvaluationPeriod] {
    try await rows(
      """
      SELECT id, state, revision, frozen_at, staff_framework_id, leader_framework_id, version
        FROM period ORDER BY id DESC
      """, as: EvaluationPeriod.self)
  }

  func steps(of month: Month) async throws -> [PeriodStepRecord] {
    try await rows(
      """
      SELECT number, step, from_state, to_state, revision, account, at, reason, document
        FROM period_step WHERE period_id = \(month.periodID) ORDER BY number
      """, as: PeriodStepRecord.self)
  }

  func update(
    _ month: Month, to state: EvaluationPeriod.State, revision: Int, freezes: Bool, event: Int64
  ) async throws {
    try await execute(
      """
      UPDATE period
         SET state = \(state), revision = \(Int16(clamping: revision)), version = version + 1,
             event_id = \(event),
             frozen_at = CASE WHEN \(freezes) THEN settle_records()
               WHEN \(state) IN ('closed', 'published') THEN frozen_at END
       WHERE id = \(month.periodID)
      """, expecting: 1)
  }

  /// Who asked for the revision, where somebody did and nobody has confirmed.
  func reopening(_ month: Month, revision: Int) async throws -> Code? {
    try await value(
      """
      SELECT requested_by FROM period_reopening
       WHERE period_id = \(month.periodID) AND revision = \(Int16(clamping: revision))
         AND confirmed_by IS NULL
      """, as: Code.self)
  }

  func isAccount(_ name: Code, of member: Int64) async throws -> Bool {
    try await value(
      "SELECT EXISTS (SELECT FROM account WHERE name = \(name) AND member_id = \(member))",
      as: Bool.self) ?? false
  }

  func insertReopening(
    _ month: Month, revision: Int, by account: Code, basis: Audit.Basis, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO period_reopening
        (period_id, revision, requested_by, requested_at, reason, document, event_id)
      VALUES (\(month.periodID), \(Int16(clamping: revision)), \(account), \(now),
        \(basis.reason), \(basis.document), \(event))
      """, expecting: 1)
  }

  func confirmReopening(_ month: Month, revision: Int, by account: Code) async throws {
    try await execute(
      """
      UPDATE period_reopening SET confirmed_by = \(account), confirmed_at = \(now)
       WHERE period_id = \(month.periodID) AND revision = \(Int16(clamping: revision))
         AND confirmed_by IS NULL
      """, expecting: 1)
  }

  /// Counts those who are expected by where their sheet stands; a closed month as known then.
  func readiness(
    of period: EvaluationPeriod
  ) async throws -> (total: Readiness, units: [UnitReadiness]) {
    _ = try await stageExpected(on: period.month.lastDay, knownAt: period.frozenAt ?? now)
    let units = try await rows(
      """
      SELECT unit.code, expected, missing, untouched, draft, self_scored, reviewed, decided
        FROM (
          SELECT expected.unit_id, count(*) AS expected,
                 count(*) FILTER (WHERE latest.state IS NULL) AS missing,
                 count(*) FILTER (WHERE NOT touched) AS untouched,
                 count(*) FILTER (WHERE touched AND state = 'draft') AS draft,
                 count(*) FILTER (WHERE state = 'self_scored') AS self_scored,
                 count(*) FILTER (WHERE state = 'reviewed') AS reviewed,
                 count(*) FILTER (WHERE state = 'decided') AS decided
            FROM expected
            LEFT JOIN (SELECT DISTINCT ON (subject_id) subject_id, state, touched FROM sheet
               WHERE period_id = \(period.month.periodID)
               ORDER BY subject_id, revision DESC) AS latest
              ON latest.subject_id = expected.member_id
           GROUP BY expected.unit_id) AS counted
        LEFT JOIN unit ON unit.id = counted.unit_id
       ORDER BY unit.code
      """, as: UnitReadiness.self)
    return (units.map(\.readiness).reduce(.none, +), units)
  }

  /// The codes of these units and of all that stand under one of them on that day.
  func unitsBelow(_ tops: [Int64], on day: Day) async throws -> Set<Code> {
    let codes = try await values(
      """
      WITH RECURSIVE placement AS (
        SELECT DISTINCT ON (unit_id) unit_id, parent_id FROM unit_placement
         WHERE valid_from <= \(day) ORDER BY unit_id, valid_from DESC, known_at DESC),
      below (id) AS (
        SELECT unnest(\(tops)::bigint[])
        UNION
        SELECT unit_id FROM placement JOIN below ON placement.parent_id = below.id)
      SELECT unit.code FROM below JOIN unit ON unit.id = below.id
      """, as: Code.self)
    return Set(codes)
  }
}
