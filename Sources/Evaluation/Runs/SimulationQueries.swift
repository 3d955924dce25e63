import Basics
import Postgres

extension Transaction {
  /// Members whose final grade differs between two runs, by unit and code.
  func movers(from before: Run, to after: Run) async throws -> [Simulation.Mover] {
    try await execute("SET LOCAL enable_nestloop = off")
    return try await rows(
      SQL(
        trusted: """
          SELECT unit.code AS unit_code, coalesce(placement.name, '') AS unit_name,
                 now.member_code, past.total AS total_before, now.total AS total_after,
                 coalesce(past.final_grade, past.grade, past.status) AS grade_before,
                 coalesce(now.final_grade, now.grade, now.status) AS grade_after,
                 concat_ws(';', nullif(now.reasons, ''), now.final_reason) AS reasons_after
            FROM \(Self.lines(of: after)) AS now
            JOIN \(Self.lines(of: before)) AS past ON past.member_id = now.member_id
            JOIN unit ON unit.id = now.unit_id
            LEFT JOIN (SELECT DISTINCT ON (unit_id) unit_id, name FROM unit_placement
                        WHERE valid_from <= '\(after.month.lastDay)'
                        ORDER BY unit_id, valid_from DESC, known_at DESC) AS placement
              ON placement.unit_id = unit.id
           WHERE coalesce(past.final_grade, past.grade, past.status)
              <> coalesce(now.final_grade, now.grade, now.status)
           ORDER BY unit.code, now.member_code
          """), as: Simulation.Mover.self)
  }
}
