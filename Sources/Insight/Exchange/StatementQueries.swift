import Basics
import Dues
import Postgres

/// A bank reference that is on record.
struct KnownReference: Readable {
  let reference: String
  let amount: Money
  /// It came with a statement; otherwise somebody typed the payment in.
  let isLine: Bool
  /// The payment was taken back as a mistake.
  let isReversed: Bool

  init(_ row: Row) throws {
    reference = try row.value("reference")
    amount = try row.value("amount")
    isLine = try row.value("is_line")
    isReversed = try row.value("reversed")
  }
}

private struct KeyedMember: Readable {
  let key: String
  let member: Int64

  init(_ row: Row) throws {
    key = try row.value("key")
    member = try row.value("id")
  }
}

extension Transaction {
  /// Assessments wait until the transaction is over: a statement books for members in any order.
  func holdOffAssessments() async throws {
    try await execute("SELECT pg_advisory_xact_lock(45, 0)")
  }

  /// What a statement is held against: other lines, payments by bank and codes since a rehearsal
  /// make another outcome.
  func statementState() async throws -> String {
    try await value(
      """
      SELECT concat_ws(' ', (SELECT count(*) FROM dues_statement_line),
        (SELECT count(*) FROM dues_payment WHERE channel = 'bank'),
        (SELECT count(*) FROM member), (SELECT count(*) FROM member_merge))
      """, as: String.self) ?? ""
  }

  func createStatementStage() async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE statement_stage (
        reference text COLLATE "C" NOT NULL, paid_on date NOT NULL, amount bigint NOT NULL,
        content text NOT NULL, member_id bigint) ON COMMIT DROP
      """)
  }

  func knownReferences(_ references: [String]) async throws -> [String: KnownReference] {
    let known = try await rows(
      """
      SELECT reference, amount, true AS is_line, false AS reversed FROM dues_statement_line
       WHERE reference = ANY (\(references))
      UNION ALL
      SELECT reference, amount, false,
             EXISTS (SELECT FROM dues_reversal WHERE payment_id = payment.id)
        FROM dues_payment AS payment
       WHERE channel = 'bank' AND reference = ANY (\(references))
         AND NOT EXISTS (SELECT FROM dues_statement_line WHERE payment_id = payment.id)
      """, as: KnownReference.self)
    return Dictionary(known.map { ($0.reference, $0) }) { first, _ in first }
  }

  /// Members by what a bank leaves of their codes; a merged duplicate stands for the kept record.
  func members(byDuesKeys keys: [String]) async throws -> [String: [Int64]] {
    let found = try await rows(
      """
      SELECT DISTINCT upper(translate(code, '._-', '')) AS key, coalesce(merged_into, id) AS id
        FROM member WHERE upper(translate(code, '._-', '')) = ANY (\(keys))
      """, as: KeyedMember.self)
    return Dictionary(grouping: found, by: \.key).mapValues { $0.map(\.member) }
  }

  func stage(_ lines: [(stated: StatedPayment, member: Int64?)]) async throws {
    try await execute("DELETE FROM statement_stage")
    try await copyIn(
      into: "statement_stage", columns: ["reference", "paid_on", "amount", "content", "member_id"]
    ) { writer in
      for (stated, member) in lines {
        try await writer.append(
          stated.reference, stated.paidOn, stated.amount, stated.content, member)
      }
    }
  }

  /// Writes the staged lines, and a payment for each that names a member with a cell.
  ///
  /// A payment that was typed in before is joined, unless it was taken back: that is for a person.
  ///
  /// - Returns: the references that are booked.
  func bookStage(today: Day, event: Int64) async throws -> Set<String> {
    let cell = SQL.collectingCell(of: "staged.member_id", on: "staged.paid_on")
    try await execute(
      """
      INSERT INTO dues_payment
        (member_id, unit_id, channel, reference, amount, paid_on, booked_on, booked_at, event_id)
      SELECT staged.member_id, place.cell_id, 'bank', reference, amount, paid_on, \(today), \(now),
             \(event)
        FROM statement_stage AS staged
        CROSS JOIN LATERAL (SELECT \(raw: cell) AS cell_id) AS place
       WHERE staged.member_id IS NOT NULL AND place.cell_id IS NOT NULL
       ORDER BY staged.member_id
      ON CONFLICT (channel, reference) DO NOTHING
      """)
    let booked = try await values(
      """
      INSERT INTO dues_statement_line
        (reference, paid_on, amount, content, event_id, outcome, payment_id, answer_event_id)
      SELECT staged.reference, staged.paid_on, staged.amount, staged.content, \(event),
             CASE WHEN payment.id IS NOT NULL THEN 'booked' END, payment.id,
             CASE WHEN payment.id IS NOT NULL THEN \(event)::bigint END
        FROM statement_stage AS staged
        LEFT JOIN dues_payment AS payment
          ON payment.channel = 'bank' AND payment.reference = staged.reference
         AND payment.amount = staged.amount
         AND NOT EXISTS (SELECT FROM dues_reversal WHERE payment_id = payment.id)
      RETURNING CASE WHEN payment_id IS NOT NULL THEN reference END
      """, as: String?.self)
    return Set(booked.compactMap { $0 })
  }
}
