import Basics
import Postgres

/// One exported charge: the texts of its columns, as they go into the file.
private struct ExportedCharge: Readable {
  let fields: [String]
  init(_ row: Row) throws { fields = try row.value("fields") }
}

extension Transaction {
  /// Streams the charges of a month as they stand now, in byte order of member codes.
  func exportDues(
    of month: Month, cells: [Int64]?, _ take: ([String]) throws -> Void
  ) async throws {
    let rows = copyOut(
      """
      SELECT ARRAY[\(month.description), member.code::text, unit.code::text,
               coalesce(charge.category, ''), coalesce(charge.base::text, ''),
               coalesce(trim_scale(charge.rate)::text, ''), coalesce(charge.amount::text, ''),
               coalesce((charge.amount - charge.net)::text, ''), charge.net::text,
               coalesce(known.settled, 0)::text, coalesce(charge.ground, ''), charge.rule]
               AS fields
        FROM dues_charge AS charge
        JOIN member ON member.id = charge.member_id
        JOIN unit ON unit.id = charge.cell_id
        LEFT JOIN dues_month AS known
          ON known.member_id = charge.member_id AND known.month = \(month)
       WHERE charge.month = \(month) AND NOT charge.void
         AND (\(cells)::bigint[] IS NULL OR charge.cell_id = ANY (\(cells)))
         AND NOT EXISTS (
           SELECT FROM dues_charge AS later
            WHERE later.member_id = charge.member_id AND later.month = \(month)
              AND later.revision > charge.revision)
       ORDER BY member.code
      """, as: ExportedCharge.self)
    for try await batch in rows.batches {
      for row in batch { try take(row.fields) }
    }
  }
}
