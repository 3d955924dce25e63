import Basics
import Postgres

/// One unpaid month.
struct OpenMonth: Readable {
  let member: Code
  let name: String
  let cell: Code
  let month: Month
  let open: Money
  let isExcused: Bool

  init(_ row: Row) throws {
    member = try row.value("member_code")
    name = try row.value("full_name")
    cell = try row.value("cell_code")
    month = try row.value("month")
    open = try row.value("open")
    isExcused = try row.value("excused")
  }
}

extension Transaction {
  /// Unpaid months of a year that are over, by member and month.
  func openMonths(in year: Int, until day: Day, cells: [Int64]?) async throws -> [OpenMonth] {
    guard let first = Month(year, 1), let last = Month(year, 12) else { return [] }
    return try await rows(
      """
      SELECT member.code AS member_code, member.full_name, unit.code AS cell_code,
             known.month::date AS month, charged - settled AS open,
             excuse.member_id IS NOT NULL AS excused
        FROM dues_month AS known
        JOIN dues_charge AS charge
          ON charge.member_id = known.member_id AND charge.month = known.month
         AND charge.revision = 1
        JOIN member ON member.id = known.member_id
        JOIN unit ON unit.id = charge.cell_id
        LEFT JOIN dues_unpaid_reason AS excuse
          ON excuse.member_id = known.member_id AND excuse.month = known.month
       WHERE known.month BETWEEN \(first) AND \(last)
         AND (known.month + interval '1 month')::date <= \(day) AND settled < charged
         AND (\(cells)::bigint[] IS NULL OR charge.cell_id = ANY (\(cells)))
       ORDER BY member.code, known.month
      """, as: OpenMonth.self)
  }
}
