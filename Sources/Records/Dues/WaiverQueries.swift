import Audit
import Basics
import Members
import Postgres

extension DuesGround: PostgresText {}

extension Waiver: Readable {
  package init(_ row: Row) throws {
    let percent: Int16 = try row.value("percent")
    self.init(
      number: try row.value("id"), ground: try row.value("ground"), percent: Int(percent),
      from: try row.value("from_month"), until: try row.value("until_month"),
      reason: try row.value("reason"), document: try row.value("document"),
      isWithdrawn: try row.value("withdrawn"))
  }
}

extension Transaction {
  /// Lets nobody else decide about the dues of a member before this transaction is over.
  func holdMember(_ id: Member.ID) async throws {
    _ = try await value("SELECT id FROM member WHERE id = \(id) FOR NO KEY UPDATE", as: Int64.self)
  }

  /// All waivers of these members, the withdrawn too, in the order of their numbers.
  func waivers(of members: [Int64]) async throws -> [Waiver] {
    try await rows(
      """
      SELECT id, ground, percent, from_month::date, until_month::date, reason, document,
             withdrawn_at IS NOT NULL AS withdrawn
        FROM dues_waiver WHERE member_id = ANY (\(members)) ORDER BY id
      """, as: Waiver.self)
  }

  func insertWaiver(
    of member: Member.ID, ground: DuesGround, percent: Int, from: Month, until: Month?,
    basis: Audit.Basis, event: Int64
  ) async throws -> Int64 {
    try await value(
      """
      INSERT INTO dues_waiver
        (member_id, ground, percent, from_month, until_month, reason, document, event_id)
      VALUES (\(member), \(ground), \(Int16(clamping: percent)), \(from), \(until),
        \(basis.reason), \(basis.document), \(event))
      RETURNING id
      """, as: Int64.self) ?? 0
  }

  func withdrawWaiver(_ number: Int64, of member: Member.ID, event: Int64) async throws {
    try await execute(
      """
      UPDATE dues_waiver SET withdrawn_at = \(now), withdraw_event_id = \(event)
       WHERE member_id = \(member) AND id = \(number) AND withdrawn_at IS NULL
      """, expecting: 1)
  }

  /// Months between two that a member has been charged for.
  func assessedMonths(
    of member: Member.ID, from: Month, until: Month?
  ) async throws -> [Month] {
    try await values(
      """
      SELECT DISTINCT month::date FROM dues_charge
       WHERE member_id = \(member) AND month >= \(from)
         AND month <= coalesce(\(until), 'infinity'::date)
       ORDER BY 1
      """, as: Month.self)
  }

  /// - Returns: whether there was no reason for that month before.
  func insertReason(
    of member: Member.ID, month: Month, basis: Audit.Basis, event: Int64
  ) async throws -> Bool {
    try await value(
      """
      INSERT INTO dues_unpaid_reason (member_id, month, reason, document, event_id)
      VALUES (\(member), \(month), \(basis.reason), \(basis.document), \(event))
      ON CONFLICT (member_id, month) DO NOTHING
      RETURNING 1
      """, as: Int32.self) != nil
  }
}
