import Basics
import Postgres

/// One exported charge.
private struct ExportedCharge: Readable {
  let member: String
  let cell: String
  let category: String
  let base: Int64?
  let rate: String
  let amount: Int64?
  let net: Int64
  let paid: Int64
  let ground: String
  let rule: String

  init(_ row: Row) throws {
    member = try row.value("member_code")
    cell = try row.value("cell_code")
    category = try row.value("category")
    base = try row.value("base")
    rate = try row.value("rate")
    amount = try row.value("amount")
    net = try row.value("net")
    paid = try row.value("paid")
    ground = try row.value("ground")
    rule = try row.value("rule")
  }

  /// As ``DuesExport/header`` names them.
  func fields(period: String) -> [String] {
    [
      period, member, cell, category, base.map(String.init) ?? "", rate,
      amount.map(String.init) ?? "", amount.map { String($0 - net) } ?? "", String(net),
      String(paid), ground, rule,
    ]
  }
}

extension Transaction {
  /// Streams the charges of a month as they stand now, in byte order of member codes.
  ///
  /// Few charges have a second revision: those alone are looked at for a later one.
  func exportDues(
    of month: Month, cells: [Int64]?, _ take: ([String]) throws -> Void
  ) async throws {
    let rows = copyOut(
      """
      SELECT member.code::text AS member_code, unit.code::text AS cell_code,
             coalesce(charge.category, '') AS category, charge.base,
             coalesce(trim_scale(charge.rate)::text, '') AS rate, charge.amount, charge.net,
             coalesce(known.settled, 0) AS paid, coalesce(charge.ground, '') AS ground, charge.rule
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
              AND later.revision > 1 AND later.revision > charge.revision)
       ORDER BY member.code
      """, as: ExportedCharge.self)
    let period = month.description
    for try await batch in rows.batches {
      for row in batch { try take(row.fields(period: period)) }
    }
  }
}
