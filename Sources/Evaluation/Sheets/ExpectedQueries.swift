import Basics
import Postgres

extension Transaction {
  /// Puts into the temporary table `expected` who is expected to be evaluated.
  ///
  /// Members with status `active` and a form; form, manager, agency and cell are those of `day`,
  /// as known at `knownAt` (`scoring.md` §3). `unit_id` is the unit that grades: the agency where
  /// there is one, else the cell; empty for a member without either. The table is gone with the
  /// transaction.
  ///
  /// - Parameters:
  ///   - day: the last day of the period.
  ///   - knownAt: since when nothing that was learnt later counts.
  /// - Returns: how many are expected.
  /// - Throws: what the database says.
  package func stageExpected(on day: Day, knownAt: Instant) async throws -> Int {
    try await execute("SET LOCAL work_mem = '128MB'")
    // All of a register is joined with all of it: half a million look-ups would take half as long
    // again.
    try await execute("SET LOCAL enable_nestloop = off")
    try await execute(
      """
      CREATE TEMPORARY TABLE expected ON COMMIT DROP AS
      SELECT member.id AS member_id, member.code AS member_code,
             coalesce(post.agency_id, cell.cell_id) AS unit_id, cell.cell_id, post.agency_id,
             post.form, post.manager_id
        FROM (SELECT DISTINCT ON (member_id) member_id, agency_id, form, manager_id
                FROM post_holding WHERE valid_from <= \(day) AND known_at <= \(knownAt)
               ORDER BY member_id, valid_from DESC, known_at DESC) AS post
        JOIN (SELECT DISTINCT ON (member_id) member_id, status
                FROM party_standing WHERE valid_from <= \(day) AND known_at <= \(knownAt)
               ORDER BY member_id, valid_from DESC, known_at DESC) AS standing
          ON standing.member_id = post.member_id
        JOIN member ON member.id = post.member_id
        LEFT JOIN (SELECT DISTINCT ON (member_id) member_id, cell_id
                FROM cell_membership WHERE valid_from <= \(day) AND known_at <= \(knownAt)
               ORDER BY member_id, valid_from DESC, known_at DESC) AS cell
          ON cell.member_id = post.member_id
       WHERE post.form IS NOT NULL AND standing.status = 'active'
         AND NOT EXISTS (
           SELECT FROM member_merge JOIN audit_event ON audit_event.id = member_merge.event_id
            WHERE duplicate_id = member.id AND audit_event.at <= \(knownAt)
              AND (undone_at IS NULL OR undone_at > \(knownAt)))
       ORDER BY member.id
      """)
    try await execute("SET LOCAL enable_nestloop = on")
    try await execute("ANALYZE expected")
    return try await value("SELECT count(*)::int FROM expected", as: Int.self) ?? 0
  }
}
