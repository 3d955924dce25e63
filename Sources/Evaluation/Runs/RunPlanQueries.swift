import Basics
import Postgres
import Sheets

extension Transaction {
  /// Everybody expected whom somebody expected names as manager, and their own managers.
  func managers() async throws -> [ExpectedManager] {
    try await rows(
      """
      WITH boss AS MATERIALIZED (
        SELECT member_id, form, manager_id FROM expected
         WHERE member_id IN (SELECT manager_id FROM expected WHERE manager_id IS NOT NULL))
      SELECT own.member_id, own.form = 'leader' AS is_leader, above.member_id AS manager_id
        FROM boss AS own
        LEFT JOIN boss AS above ON above.member_id = own.manager_id
      """, as: ExpectedManager.self)
  }

  func codes(ofExpected members: [Int64]) async throws -> [Code] {
    try await values(
      """
      SELECT member_code FROM expected WHERE member_id = ANY (\(members))
       ORDER BY array_position(\(members), member_id)
      """, as: Code.self)
  }

  /// Whole units make a chunk, those whose members have near numbers together: their entries lie
  /// side by side, so that a chunk is read in one sweep.
  func insertMembers(_ plan: RunPlan, run: Int32) async throws {
    try await execute(
      """
      INSERT INTO run_member (period_id, run_id, chunk, member_id, member_code, unit_id, cell_id,
        agency_id, form, manager_id, stage)
      WITH grading AS (
        SELECT unit_id, 1 + ((sum(count(*)) OVER (ORDER BY min(member_id), unit_id) - count(*))
                 / \(plan.chunkSize))::int AS chunk
          FROM expected WHERE unit_id IS NOT NULL GROUP BY unit_id)
      SELECT \(plan.month.periodID), \(run), grading.chunk, expected.member_id, member_code,
             expected.unit_id, cell_id, agency_id, form, manager_id,
             coalesce(leader_stage.stage, 0)
        FROM expected
        JOIN grading ON grading.unit_id = expected.unit_id
        LEFT JOIN leader_stage ON leader_stage.member_id = expected.member_id
       ORDER BY grading.chunk, expected.member_id
      """)
  }

  /// The chunks of stage 0 by unit, one for the collectives, and those of the leaders by number.
  func insertChunks(run: Int32, chunkSize: Int, month: Month) async throws {
    try await execute(
      """
      INSERT INTO run_chunk (run_id, number, stage, members, first_member_id, last_member_id)
      WITH base AS (
        SELECT chunk, count(*)::int AS members, min(member_id) AS first, max(member_id) AS last
          FROM run_member WHERE period_id = \(month.periodID) AND run_id = \(run)
         GROUP BY chunk),
      leader AS (
        SELECT stage, (row_number() OVER (PARTITION BY stage ORDER BY member_id) - 1)
                 / \(chunkSize) AS part, member_id
          FROM run_member
         WHERE period_id = \(month.periodID) AND run_id = \(run) AND stage > 0),
      later AS (
        SELECT stage, part, count(*)::int AS members, min(member_id) AS first,
               max(member_id) AS last
          FROM leader GROUP BY stage, part)
      SELECT \(run), chunk, 0::smallint, members, first, last FROM base
      UNION ALL
      SELECT \(run), (SELECT coalesce(max(chunk), 0) + 1 FROM base), 0::smallint, 0, 0, 0
      UNION ALL
      SELECT \(run), (SELECT coalesce(max(chunk), 0) + 1 FROM base)
               + row_number() OVER (ORDER BY stage, part)::int, stage, members, first, last
        FROM later
      """)
  }
}

extension Transaction {
  /// Expected members whom no unit grades; the temporary table `expected` has them.
  func skippedExpected() async throws -> [Skipped] {
    try await rows(
      """
      SELECT member_code, 'no_unit' AS reason FROM expected WHERE unit_id IS NULL
       ORDER BY member_code
      """, as: Skipped.self)
  }

  /// The same of a run that was laid out before.
  func skippedMembers(of run: Run) async throws -> [Skipped] {
    _ = try await stageExpected(on: run.month.lastDay, knownAt: run.knownAt)
    return try await skippedExpected()
  }

  /// The frameworks that sheets of the month name.
  func frameworksUsed(in month: Month) async throws -> [Int32] {
    try await values(
      """
      SELECT DISTINCT framework_id FROM sheet
       WHERE period_id = \(month.periodID) AND touched ORDER BY framework_id
      """, as: Int32.self)
  }
}
