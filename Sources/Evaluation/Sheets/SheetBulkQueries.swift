import Access
import Basics
import Postgres

private struct Counts: Readable {
  let targets: Int
  let expected: Int

  init(_ row: Row) throws {
    targets = try row.value("targets")
    expected = try row.value("expected")
  }
}

extension Transaction {
  /// Puts into the temporary table `target` the written sheets in that state, of those among the
  /// expected who stand under one of the units.
  func stageTargets(
    of state: Sheet.State, below tops: [Int64]?, except own: Int64?, in period: EvaluationPeriod
  ) async throws -> (targets: Int, expected: Int) {
    let month = period.month
    try await execute(
      """
      CREATE TEMPORARY TABLE below ON COMMIT DROP AS
      WITH RECURSIVE placement AS (
        SELECT DISTINCT ON (unit_id) unit_id, parent_id FROM unit_placement
         WHERE valid_from <= \(month.lastDay) ORDER BY unit_id, valid_from DESC, known_at DESC),
      tree (id) AS (
        SELECT unnest(\(tops ?? [])::bigint[])
        UNION
        SELECT unit_id FROM placement JOIN tree ON placement.parent_id = tree.id)
      SELECT id FROM tree
      """)
    try await execute(
      """
      CREATE TEMPORARY TABLE target ON COMMIT DROP AS
      SELECT expected.member_id AS subject_id, latest.revision, latest.version,
             expected.manager_id, latest.touched AND latest.state = \(state)
               AND expected.member_id IS DISTINCT FROM \(own)::bigint AS waits
        FROM expected
        LEFT JOIN (SELECT DISTINCT ON (subject_id) subject_id, revision, state, touched, version
             FROM sheet WHERE period_id = \(month.periodID)
            ORDER BY subject_id, revision DESC) AS latest
          ON latest.subject_id = expected.member_id
       WHERE \(tops == nil) OR expected.agency_id IN (SELECT id FROM below)
          OR expected.cell_id IN (SELECT id FROM below)
      """)
    let counts = try await first(
      "SELECT count(*) FILTER (WHERE waits) AS targets, count(*) AS expected FROM target",
      as: Counts.self)
    try await execute("DELETE FROM target WHERE waits IS NOT TRUE")
    try await execute("ANALYZE target")
    return (counts?.targets ?? 0, counts?.expected ?? 0)
  }

  /// Makes rows of the month's revision of those targets that were last written in an earlier one.
  func carryTargets(into period: EvaluationPeriod, event: Int64) async throws {
    guard period.revision > 1 else { return }
    try await execute(
      """
      WITH carried AS (
        INSERT INTO sheet (period_id, subject_id, revision, member_id, unit_id, framework_id,
               state, touched, shape_period_id, version, event_id)
        SELECT period_id, sheet.subject_id, \(Int16(clamping: period.revision)), member_id,
               unit_id, framework_id, state, touched, shape_period_id, sheet.version, \(event)
          FROM target JOIN sheet USING (subject_id, revision)
         WHERE period_id = \(period.month.periodID)
           AND revision < \(Int16(clamping: period.revision))
            ON CONFLICT DO NOTHING
        RETURNING subject_id)
      INSERT INTO sheet_entry (period_id, subject_id, revision, kind, code, title, group_code,
             weight, target, actual, direction, baseline, quality_failures, delays, points,
             self_points)
      SELECT entry.period_id, entry.subject_id, \(Int16(clamping: period.revision)), kind, code,
             title, group_code, weight, entry.target, actual, direction, baseline,
             quality_failures, delays, points, self_points
        FROM carried JOIN target USING (subject_id)
        JOIN sheet_entry AS entry USING (subject_id, revision)
       WHERE entry.period_id = \(period.month.periodID)
      """)
  }

  /// Moves the targets that nobody changed meanwhile; says how many.
  func moveTargets(
    to state: Sheet.State, in period: EvaluationPeriod, event: Int64
  ) async throws -> Int {
    try await execute(
      """
      UPDATE sheet SET state = \(state), version = sheet.version + 1, event_id = \(event)
        FROM target
       WHERE period_id = \(period.month.periodID) AND sheet.subject_id = target.subject_id
         AND sheet.revision = \(Int16(clamping: period.revision))
         AND sheet.version = target.version
      """)
  }

  func insertTargetSteps(
    _ bulk: BulkStep, in period: EvaluationPeriod, by actor: Actor, reason: String, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO sheet_step (period_id, subject_id, number, revision, step, from_state, to_state,
             account, at, reason, event_id)
      SELECT \(period.month.periodID), subject_id, coalesce(last.number, 0) + 1,
             \(Int16(clamping: period.revision)), \(bulk.step), \(bulk.from), \(bulk.to),
             \(actor.account), \(now),
             concat_ws(': ', CASE
               WHEN \(bulk.step) = 'self' THEN 'ghi thay ' || member.code
               WHEN \(bulk.step) = 'review' AND manager_id <> coalesce(\(actor.member), 0)
               THEN 'thay người quản lý ' || manager.code END, nullif(\(reason), '')),
             \(event)
        FROM sheet JOIN target USING (subject_id)
        JOIN member ON member.id = subject_id
        LEFT JOIN member AS manager ON manager.id = manager_id
        LEFT JOIN (SELECT subject_id, max(number) AS number FROM sheet_step
           WHERE period_id = \(period.month.periodID) GROUP BY subject_id) AS last
          USING (subject_id)
       WHERE period_id = \(period.month.periodID) AND sheet.event_id = \(event)
         AND sheet.state = \(bulk.to)
      """)
  }

  /// Takes the person's own points over where an approver gave none.
  func approveTargets(in period: EvaluationPeriod, event: Int64) async throws {
    try await execute(
      """
      UPDATE sheet_entry SET points = self_points
        FROM sheet
       WHERE sheet.period_id = \(period.month.periodID) AND sheet.event_id = \(event)
         AND sheet_entry.period_id = \(period.month.periodID)
         AND sheet_entry.subject_id = sheet.subject_id
         AND sheet_entry.revision = sheet.revision
         AND kind = 'criterion' AND points IS NULL AND self_points IS NOT NULL
      """)
  }
}
