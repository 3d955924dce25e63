import Basics
import Members
import Organisation
import Postgres

private struct FoundTie: Readable {
  let transfer: Int64
  let isStay: Bool

  init(_ row: Row) throws {
    transfer = try row.value("transfer_id")
    isStay = try row.value("is_stay")
  }
}

extension Transaction {
  func ties(of unit: Unit.ID, on day: Day) async throws -> TransferTies {
    TransferTies(
      try await rows(
        """
        SELECT transfer_id, tie = 'temporary_stay_unit_ends' AS is_stay
          FROM unit_ties(\(unit), \(day)) ORDER BY transfer_id
        """, as: FoundTie.self))
  }

  func ties(of member: Member.ID, on day: Day) async throws -> TransferTies {
    TransferTies(
      try await rows(
        """
        SELECT transfer_id, tie = 'temporary_stay_member_merges' AS is_stay
          FROM member_ties(ARRAY[\(member)]::bigint[], \(day)) ORDER BY transfer_id
        """, as: FoundTie.self))
  }

  /// The first of these of which a signed file has left.
  func handedOver(_ numbers: [Int64]) async throws -> Int64? {
    try await value(
      """
      SELECT transfer_id FROM handover_export
       WHERE transfer_id = ANY (\(numbers)) AND kind = 'member' ORDER BY transfer_id LIMIT 1
      """, as: Int64.self)
  }

  /// Those of these whose introduction letter was revoked, with none issued in its place.
  func withoutStandingLetter(_ numbers: [Int64]) async throws -> [Int64] {
    try await values(
      """
      SELECT transfer_id FROM letter WHERE transfer_id = ANY (\(numbers))
       GROUP BY transfer_id
      HAVING bool_or(state = 'revoked') AND NOT bool_or(state = 'issued') ORDER BY transfer_id
      """, as: Int64.self)
  }

  /// Writes one step in the name of another installation.
  func insertForeignStep(
    _ step: Transfer.Step, of number: Int64, by account: Code, on day: Day,
    _ details: ForeignStep, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO transfer_step (transfer_id, number, step, from_state, to_state, account, day, at,
        reason, document, dues_reason, present_by, event_id)
      SELECT id, steps + 1, \(step), state, to_state, \(account), \(day), \(now),
             \(details.reason), \(details.document), \(details.duesReason),
             \(details.presentBy), \(event)
        FROM transfer JOIN transfer_workflow AS workflow
          ON workflow.travels = transfer.travels AND workflow.from_state = transfer.state
         AND workflow.step = \(step)
       WHERE id = \(number)
      """, expecting: 1)
  }

  func staysAtHome(from old: Unit.ID, to new: Unit.ID, on day: Day) async throws -> [Int64] {
    try await values(
      "SELECT stays_at_home(\(old), \(new), \(day)) AS number ORDER BY number", as: Int64.self)
  }
}

extension TransferTies {
  fileprivate init(_ found: [FoundTie]) {
    self.init(
      transfers: found.filter { !$0.isStay }.map(\.transfer),
      stays: found.filter(\.isStay).map(\.transfer))
  }
}
