import Basics
import Organisation
import Postgres

extension Transaction {
  func transferLine(_ number: Int64) async throws -> TransferLine? {
    try await first(
      """
      SELECT \(raw: transferColumns), member.full_name FROM \(raw: transferTables)
       WHERE transfer.id = \(number)
      """, as: TransferLine.self)
  }

  /// Transfers by number; `nil` for units: any.
  func transferLines(
    _ filter: Transfers.Filter, asked: [Int64]?, visible: [Int64]?
  ) async throws -> [TransferLine] {
    try await rows(
      """
      SELECT \(raw: transferColumns), member.full_name FROM \(raw: transferTables)
       WHERE transfer.state = ANY (\(filter.states.map(\.rawValue)))
         AND (\(filter.member)::text IS NULL OR member.code = \(filter.member))
         AND (\(filter.list)::bigint IS NULL OR transfer.list_id = \(filter.list))
         AND (\(asked == nil) OR transfer.from_cell_id = ANY (\(asked ?? []))
              OR transfer.to_cell_id = ANY (\(asked ?? [])))
         AND (\(visible == nil) OR transfer.from_cell_id = ANY (\(visible ?? []))
              OR transfer.to_cell_id = ANY (\(visible ?? []))
              OR transfer.authority_id = ANY (\(visible ?? []))
                AND (transfer.from_cell_id IS NULL OR transfer.to_cell_id IS NULL))
       ORDER BY transfer.id
      """, as: TransferLine.self)
  }

  func insertGrassroots(
    _ unit: Unit.ID, isGrassroots: Bool, from day: Day, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO grassroots_organisation (unit_id, valid_from, known_at, grassroots, event_id)
      VALUES (\(unit), \(day), clock_timestamp(), \(isGrassroots), \(event))
      """, expecting: 1)
  }
}
