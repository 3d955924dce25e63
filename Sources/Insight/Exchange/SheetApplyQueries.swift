import Access
import Basics
import Postgres
import Sheets

/// What the sheets of a stage come to, in lines of the file and in sheets.
struct SheetCounts: Readable {
  let added: Int
  let changed: Int
  let unchanged: Int
  /// Sheets that would be written.
  let sheets: Int
  /// A digest of the sheets that would be replaced, with their versions.
  let touched: String

  init(_ row: Row) throws {
    added = try row.value("added")
    changed = try row.value("changed")
    unchanged = try row.value("unchanged")
    sheets = try row.value("sheets")
    touched = try row.value("touched")
  }
}

/// From the stage onto the sheets.
extension Transaction {
  /// Holds the sheets of the stage against those on record.
  func planSheets(_ month: Month, state: Sheet.State) async throws {
    try await execute(
      "CREATE TEMPORARY TABLE differing (block int PRIMARY KEY) ON COMMIT DROP")
    // In a month that nobody has written on there is nothing to compare.
    let isTouched = try await value(
      "SELECT EXISTS (SELECT FROM resolved WHERE known_touched)", as: Bool.self)
    if isTouched == true { try await findDifferingSheets(month) }
    try await execute(
      """
      CREATE TEMPORARY TABLE planned ON COMMIT DROP AS
      SELECT resolved.block, resolved.rows, subject, subject_id, member_id, unit_id, framework_id,
             known_revision, known_version, coalesce(known_state, '') AS known_state,
             CASE WHEN known_touched IS NOT TRUE THEN 'added'
                  WHEN differing.block IS NOT NULL OR known_state <> \(state.rawValue)
                    OR known_framework_id <> framework_id THEN 'changed'
                  ELSE 'unchanged' END AS plan
        FROM resolved LEFT JOIN differing USING (block)
      """)
    try await execute("ANALYZE planned")
  }

  /// Sheets whose entries are others than those on record.
  private func findDifferingSheets(_ month: Month) async throws {
    try await execute(
      """
      INSERT INTO differing
      SELECT resolved.block
        FROM resolved JOIN stage USING (block)
        LEFT JOIN sheet_entry AS entry
          ON entry.period_id = \(month.periodID) AND entry.subject_id = resolved.subject_id
         AND entry.revision = resolved.known_revision AND entry.kind = stage.kind
         AND entry.code = stage.code
         AND ROW(entry.title, entry.group_code, entry.weight, entry.target, entry.actual,
               entry.direction, entry.baseline, coalesce(entry.quality_failures, 0),
               coalesce(entry.delays, 0), entry.points, entry.self_points)
             IS NOT DISTINCT FROM
             ROW(stage.title, stage.group_code, stage.weight, stage.target, stage.actual,
               stage.direction, stage.baseline, coalesce(stage.quality_failures, 0),
               coalesce(stage.delays, 0), stage.points, stage.self_points)
       WHERE resolved.known_touched AND entry.subject_id IS NULL
      UNION
      SELECT resolved.block
        FROM (SELECT subject_id, revision, count(*) AS count FROM sheet_entry
               WHERE period_id = \(month.periodID) GROUP BY subject_id, revision) AS entries
        JOIN resolved ON resolved.subject_id = entries.subject_id
          AND resolved.known_revision = entries.revision
       WHERE resolved.known_touched AND entries.count <> resolved.rows
      """)
  }

  func sheetCounts() async throws -> SheetCounts {
    let counts = try await first(
      """
      SELECT coalesce(sum(rows) FILTER (WHERE plan = 'added'), 0)::int8 AS added,
             coalesce(sum(rows) FILTER (WHERE plan = 'changed'), 0)::int8 AS changed,
             coalesce(sum(rows) FILTER (WHERE plan = 'unchanged'), 0)::int8 AS unchanged,
             count(*) FILTER (WHERE plan <> 'unchanged') AS sheets,
             encode(sha256(convert_to(coalesce(string_agg(
               concat_ws('|', subject, known_revision, known_version), E'\\n' ORDER BY subject)
               FILTER (WHERE plan = 'changed'), ''), 'UTF8')), 'hex') AS touched
        FROM planned
      """, as: SheetCounts.self)
    guard let counts else {
      throw PlainProblem(.fault, Phrase(vi: "Không đếm được.", en: "Nothing could be counted."))
    }
    return counts
  }

  /// The frameworks of the sheets that will be written.
  func plannedFrameworks() async throws -> [Int32] {
    try await values(
      "SELECT DISTINCT framework_id FROM planned WHERE plan <> 'unchanged' ORDER BY framework_id",
      as: Int32.self)
  }

  /// Writes the sheets of the stage: entries, sheets, steps, each in one statement.
  ///
  /// The month is held open, and the event says who answers for the sheets.
  func applySheets(
    _ period: EvaluationPeriod, state: Sheet.State, reason: String, by actor: Actor, event: Int64
  ) async throws {
    let (month, revision) = (period.month.periodID, Int16(clamping: period.revision))
    try await updateSheets(month, revision, state: state, event: event)
    try await execute(
      """
      DELETE FROM sheet_entry USING planned
       WHERE period_id = \(month) AND sheet_entry.subject_id = planned.subject_id
         AND revision = \(revision) AND known_revision = \(revision) AND plan = 'changed'
      """)
    try await insertEntries(month, revision)
    // Who and why are made what the table holds once, and not tried for every sheet.
    try await execute(
      """
      INSERT INTO sheet_step (period_id, subject_id, number, revision, step, from_state, to_state,
        account, at, reason, event_id)
      WITH said AS MATERIALIZED (
        SELECT \(actor.account)::business_code AS account, \(reason)::clean_text AS reason)
      SELECT \(month), planned.subject_id, coalesce(steps.last, 0) + 1, \(revision), 'import',
             known_state, \(state.rawValue), said.account, \(now), said.reason, \(event)
        FROM planned CROSS JOIN said
        LEFT JOIN (SELECT subject_id, max(number) AS last FROM sheet_step
                    WHERE period_id = \(month) GROUP BY subject_id) AS steps
          ON steps.subject_id = planned.subject_id
       WHERE plan <> 'unchanged'
       ORDER BY planned.subject_id
      """)
  }

  /// Those who belong together lie together: the month's end reads sheet by sheet.
  ///
  /// A file in the order of the record, as an export is, comes so by itself; five million lines
  /// need not be sorted to find that out.
  private func insertEntries(_ month: Int32, _ revision: Int16) async throws {
    let isInOrder = try await value(
      """
      SELECT NOT EXISTS (SELECT FROM claimed WHERE blocks > 1) AND NOT EXISTS (
        SELECT FROM (SELECT subject_id, lag(subject_id) OVER (ORDER BY block) AS before
                       FROM planned WHERE plan <> 'unchanged') AS neighbour
         WHERE subject_id < before)
      """, as: Bool.self)
    let order: SQL =
      isInOrder == true ? "" : " ORDER BY planned.subject_id, stage.kind, stage.code"
    try await execute(
      """
      INSERT INTO sheet_entry (period_id, subject_id, revision, kind, code, title, group_code,
        weight, target, actual, direction, baseline, quality_failures, delays, points,
        self_points)
      SELECT \(month), planned.subject_id, \(revision), stage.kind, stage.code, title,
             group_code, weight, target, actual, direction, baseline, quality_failures, delays,
             points, self_points
        FROM stage JOIN planned USING (block)
       WHERE plan <> 'unchanged'\(raw: order)
      """)
  }

  /// Every sheet rises by one version, and none may have changed meanwhile.
  private func updateSheets(
    _ month: Int32, _ revision: Int16, state: Sheet.State, event: Int64
  ) async throws {
    let expected = try await value(
      """
      SELECT count(*) FROM planned WHERE plan <> 'unchanged' AND known_revision = \(revision)
      """, as: Int.self)
    try await execute(
      """
      UPDATE sheet
         SET framework_id = planned.framework_id, state = \(state.rawValue), touched = true,
             version = version + 1, event_id = \(event)
        FROM planned
       WHERE sheet.period_id = \(month) AND sheet.subject_id = planned.subject_id
         AND sheet.revision = \(revision) AND planned.known_revision = \(revision)
         AND sheet.version = planned.known_version AND plan <> 'unchanged'
      """, expecting: expected ?? 0)
    try await execute(
      """
      INSERT INTO sheet (period_id, subject_id, revision, member_id, unit_id, framework_id, state,
        touched, version, event_id)
      SELECT \(month), subject_id, \(revision), member_id, unit_id, framework_id,
             \(state.rawValue), true, coalesce(known_version, 0) + 1, \(event)
        FROM planned
       WHERE plan <> 'unchanged' AND known_revision IS DISTINCT FROM \(revision)::smallint
       ORDER BY subject_id
      """)
  }

  func refreshPeriodStatistics(_ month: Month) async throws {
    try await execute("SELECT cadre.refresh_period_statistics(\(month.periodID))")
  }
}
