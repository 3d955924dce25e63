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
