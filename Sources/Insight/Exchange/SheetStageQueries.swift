import Basics
import Postgres
import Sheets

/// The stage of an import of sheets: its lines, and the sheets that they come to.
extension Transaction {
  /// Every framework, the rules as they were published.
  func frameworkRows() async throws -> [FrameworkRow] {
    try await rows(
      "SELECT id, code, version, valid_from, source FROM framework ORDER BY id",
      as: FrameworkRow.self)
  }

  /// Texts have the types that they are kept in, so that their forms are checked while the program
  /// reads on, and not once more when they are written.
  func createSheetStage() async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE stage (
        block int NOT NULL, line int NOT NULL, subject text COLLATE "C", framework_id int,
        rows int, first_line int, refused_line int, kind text COLLATE "C", code business_code,
        title clean_text, group_code business_code, weight bigint, target bigint, actual bigint,
        direction text COLLATE "C", baseline bigint, quality_failures bigint, delays bigint,
        points bigint, self_points bigint) ON COMMIT DROP
      """)
  }

  func copySheetStage(_ write: (CopyInWriter) async throws -> Void) async throws {
    try await copyIn(into: "stage", columns: StagedLine.columns, write)
  }

  /// Makes one sheet of the blocks of one subject, however scattered.
  ///
  /// - Returns: how many sheets came in several blocks.
  func gatherSheets() async throws -> Int {
    try await execute("SET LOCAL work_mem = '256MB'")
    try await execute(
      """
      CREATE TEMPORARY TABLE claimed ON COMMIT DROP AS
      SELECT subject, min(block) AS block, min(first_line) AS line, sum(rows)::int AS rows,
             min(refused_line) AS refused_line, count(*)::int AS blocks,
             min(framework_id) AS framework_id, max(framework_id) AS other_framework_id
        FROM stage WHERE first_line IS NOT NULL GROUP BY subject
      """)
    try await execute("ANALYZE claimed")
    let scattered = try await value(
      "SELECT count(*) FROM claimed WHERE blocks > 1", as: Int.self)
    guard let scattered, scattered > 0 else { return 0 }
    try await execute(
      """
      UPDATE stage SET block = home.block
        FROM (SELECT part.block AS part, claimed.block
                FROM claimed JOIN stage AS part USING (subject)
               WHERE claimed.blocks > 1 AND part.first_line IS NOT NULL
                 AND part.block <> claimed.block) AS home
       WHERE stage.block = home.part
      """)
    return scattered
  }

  /// Finds what the subjects stand for, in one pass, and what is on record of them.
  func resolveSheets(_ month: Month) async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
      SELECT claimed.*, subject LIKE 'unit:%' AS is_unit, member.id AS member_id,
             member.merged_into, unit.id AS unit_id, coalesce(member.id, -unit.id) AS subject_id,
             known.revision AS known_revision, known.version AS known_version,
             known.state AS known_state, known.touched AS known_touched,
             known.framework_id AS known_framework_id
        FROM claimed
        LEFT JOIN member ON member.code = claimed.subject
        LEFT JOIN unit ON unit.code = substr(claimed.subject, 6)
          AND claimed.subject LIKE 'unit:%'
        LEFT JOIN (SELECT DISTINCT ON (subject_id) subject_id, revision, version, state, touched,
                          framework_id
                     FROM sheet WHERE period_id = \(month.periodID)
                    ORDER BY subject_id, revision DESC) AS known
          ON known.subject_id = coalesce(member.id, -unit.id)
      """)
    try await execute("ANALYZE resolved")
    try await execute("ANALYZE stage (block, line)")
    try await execute(
      """
      CREATE TEMPORARY TABLE sheet_flaw (block int, line int, column_name text, value text,
        cause text, other text) ON COMMIT DROP
      """)
  }

  /// Sheets that are refused, with all their lines, leave the stage.
  ///
  /// - Returns: how many lines go with them.
  func dropRefusedSheets() async throws -> Int {
    try await execute(
      """
      CREATE TEMPORARY TABLE refused ON COMMIT DROP AS
      SELECT block, rows, least(refused_line, flaw.line) AS line
        FROM resolved
        LEFT JOIN (SELECT block, min(line) AS line FROM sheet_flaw GROUP BY block) AS flaw
          USING (block)
       WHERE refused_line IS NOT NULL OR flaw.line IS NOT NULL
      """)
    let lines = try await value(
      "SELECT coalesce(sum(rows), 0)::int8 FROM refused", as: Int.self)
    guard let lines, lines > 0 else { return 0 }
    try await execute("DELETE FROM resolved USING refused WHERE refused.block = resolved.block")
    return lines
  }

  /// Lines that are right by themselves and fall with their sheet.
  func linesRefusedWithTheirSheet(limit: Int) async throws -> [SheetFlaw] {
    try await rows(
      """
      SELECT stage.line, 'member_code' AS column_name, claimed.subject AS value,
             'with_sheet' AS cause, refused.line::text AS other
        FROM refused JOIN stage USING (block) JOIN claimed USING (block)
       WHERE stage.kind IS NOT NULL
         AND NOT EXISTS (SELECT FROM sheet_flaw WHERE sheet_flaw.line = stage.line)
       ORDER BY stage.line LIMIT \(Int64(limit))
      """, as: SheetFlaw.self)
  }
}
