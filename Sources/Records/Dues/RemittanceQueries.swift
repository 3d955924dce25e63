import Basics
import Organisation
import Postgres

private struct UnitSum: Readable {
  let unit: Int64
  let sum: Money

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    sum = try row.value("sum")
  }
}

private struct RemittedUnit: Readable {
  let unit: Int64
  let before: RemittedBefore

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    before = RemittedBefore(
      number: try row.value("number"), collected: try row.value("collected"),
      received: try row.value("received"), kept: try row.value("kept"),
      passed: try row.value("passed"))
  }
}

/// What a cell has charged for a month, and what of it is paid.
package struct DuesCollection: Sendable, Hashable, Readable {
  package let cell: Int64
  package let assessed: Money
  package let collected: Money

  package init(_ row: Row) throws {
    cell = try row.value("cell_id")
    assessed = try row.value("assessed")
    collected = try row.value("collected")
  }
}

extension Transaction {
  /// Lets nobody else remit this month before the transaction is over.
  func holdRemittance(of month: Month) async throws {
    try await execute("SELECT pg_advisory_xact_lock(45, \(month.number))")
  }

  /// Money booked in a month, by unit: what came in less what went out again.
  func collected(in month: Month) async throws -> [Int64: Money] {
    let sums = try await rows(
      """
      SELECT coalesce(debit_unit_id, credit_unit_id) AS unit_id,
             sum(CASE debit WHEN 'fund' THEN amount ELSE -amount END)::bigint AS sum
        FROM dues_movement
       WHERE booked_on BETWEEN \(month.firstDay) AND \(month.lastDay)
         AND (debit = 'fund' OR credit = 'fund') AND kind <> 'remittance'
       GROUP BY 1
      """, as: UnitSum.self)
    return Dictionary(sums.map { ($0.unit, $0.sum) }) { first, _ in first }
  }

  func remitted(of month: Month) async throws -> [Int64: RemittedBefore] {
    let units = try await rows(
      """
      SELECT unit_id, max(number) AS number, sum(collected)::bigint AS collected,
             sum(received)::bigint AS received, sum(kept)::bigint AS kept,
             sum(passed)::bigint AS passed
        FROM dues_remittance WHERE month = \(month) GROUP BY unit_id
      """, as: RemittedUnit.self)
    return Dictionary(units.map { ($0.unit, $0.before) }) { first, _ in first }
  }

  func insert(
    _ new: NewRemittance, month: Month, split: String, today: Day, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO dues_remittance
        (unit_id, month, number, upper_id, collected, received, kept, passed, split, booked_on,
         booked_at, event_id)
      VALUES (\(new.unit), \(month), \(new.number), \(new.upper), \(new.collected),
        \(new.received), \(new.kept), \(new.passed), \(split), \(today), \(now), \(event))
      """, expecting: 1)
  }

  /// What each cell has charged for a month and what of it is paid by now: the component `dues` of
  /// the ranking (`scoring.md` §7).
  package func duesCollections(of month: Month) async throws -> [DuesCollection] {
    try await rows(
      """
      SELECT charge.cell_id, sum(known.charged)::bigint AS assessed,
             sum(known.settled)::bigint AS collected
        FROM dues_charge AS charge
        JOIN dues_month AS known
          ON known.member_id = charge.member_id AND known.month = charge.month
       WHERE charge.month = \(month) AND charge.revision = 1
       GROUP BY charge.cell_id ORDER BY charge.cell_id
      """, as: DuesCollection.self)
  }
}
