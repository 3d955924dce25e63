import Audit
import Basics
import Members
import Organisation
import Postgres

extension Payment.Channel: PostgresText {}

extension Payment: Readable {
  package init(_ row: Row) throws {
    let (year, place): (Int16?, Int32?) = (
      try row.value("receipt_year"), try row.value("receipt_number")
    )
    var receipt: ReceiptNumber?
    if let year, let place { receipt = ReceiptNumber(year: Int(year), number: Int(place)) }
    self.init(
      number: try row.value("id"), member: try row.value("member_code"),
      unit: try row.value("unit_code"), channel: try row.value("channel"),
      reference: try row.value("reference"), amount: try row.value("amount"),
      voluntary: try row.value("voluntary"), payer: try row.value("payer_code"),
      payerName: try row.value("payer_name"), paidOn: try row.value("paid_on"),
      bookedOn: try row.value("booked_on"), receipt: receipt,
      isReversed: try row.value("reversed"), event: try row.value("event_id"),
      memberID: try row.value("member_id"))
  }
}

/// Credit that was paid back.
package struct Refund: Sendable, Hashable, Readable {
  package let number: Int64
  package let member: Code
  package let reference: String
  package let amount: Money
  package let bookedOn: Day
  package let isReversed: Bool

  package init(_ row: Row) throws {
    number = try row.value("id")
    member = try row.value("member_code")
    reference = try row.value("reference")
    amount = try row.value("amount")
    bookedOn = try row.value("booked_on")
    isReversed = try row.value("reversed")
  }
}

private struct SettledMonth: Readable {
  let month: Month
  let amount: Money

  init(_ row: Row) throws {
    month = try row.value("month")
    amount = try row.value("amount")
  }
}

private struct Balance: Readable {
  let credit: Money
  let open: Money

  init(_ row: Row) throws {
    credit = try row.value("credit")
    open = try row.value("open")
  }
}

extension Transaction {
  /// Payments by the names that `Payment` reads; a condition may follow.
  var paymentColumns: SQL {
    """
    SELECT payment.id, payment.member_id, member.code AS member_code, unit.code AS unit_code,
           channel, payment.reference, payment.amount, voluntary, payer.code AS payer_code,
           payer_name, paid_on, payment.booked_on, receipt.year AS receipt_year,
           receipt.number AS receipt_number, reversal.id IS NOT NULL AS reversed,
           payment.event_id
      FROM dues_payment AS payment
      JOIN member ON member.id = payment.member_id
      JOIN unit ON unit.id = payment.unit_id
      LEFT JOIN member AS payer ON payer.id = payment.payer_id
      LEFT JOIN dues_receipt AS receipt ON receipt.payment_id = payment.id
      LEFT JOIN dues_reversal AS reversal ON reversal.payment_id = payment.id
    """
  }

  func payment(_ number: Int64) async throws -> Payment? {
    try await first("\(raw: paymentColumns) WHERE payment.id = \(number)", as: Payment.self)
  }

  func payment(_ channel: Payment.Channel, _ reference: String) async throws -> Payment? {
    try await first(
      """
      \(raw: paymentColumns)
       WHERE payment.channel = \(channel) AND payment.reference = \(reference)
      """, as: Payment.self)
  }

  /// Payments for these members, oldest first.
  func payments(for members: [Int64]) async throws -> [Payment] {
    try await rows(
      """
      \(raw: paymentColumns) WHERE payment.member_id = ANY (\(members)) ORDER BY payment.id
      """, as: Payment.self)
  }

  /// Writes a payment, which the database books at once.
  ///
  /// - Returns: its number; `nil` where somebody else has just booked that reference.
  func insert(
    _ draft: PaymentDraft, for member: Member.ID, at unit: Unit.ID, payer: Member.ID?, today: Day,
    event: Int64
  ) async throws -> Int64? {
    try await value(
      """
      INSERT INTO dues_payment
        (member_id, unit_id, channel, reference, amount, voluntary, payer_id, payer_name, paid_on,
         booked_on, booked_at, event_id)
      VALUES (\(member), \(unit), \(draft.channel), \(draft.reference), \(draft.amount),
        \(draft.voluntary), \(payer), \(draft.payerName), \(draft.paidOn), \(today), \(now),
        \(event))
      ON CONFLICT (channel, reference) DO NOTHING
      RETURNING id
      """, as: Int64.self)
  }

  /// What a verb settled of one member, oldest month first.
  func settlements(
    of member: Member.ID, event: Int64
  ) async throws -> [(month: Month, amount: Money)] {
    try await rows(
      """
      SELECT month, sum(amount)::bigint AS amount FROM dues_movement
       WHERE subject_id = \(member) AND event_id = \(event) AND kind = 'settlement'
       GROUP BY month ORDER BY month
      """, as: SettledMonth.self
    ).map { ($0.month, $0.amount) }
  }

  /// What a member has over, and what is open of all months charged.
  func balance(of member: Member.ID) async throws -> (credit: Money, open: Money) {
    let sums = try await first(
      """
      SELECT coalesce((SELECT credit FROM dues_account WHERE member_id = \(member)), 0) AS credit,
             coalesce((SELECT sum(charged - settled) FROM dues_month
                        WHERE member_id = \(member)), 0)::bigint AS open
      """, as: Balance.self)
    return (sums?.credit ?? .zero, sums?.open ?? .zero)
  }

  func insertReversal(
    payment: Int64?, refund: Int64?, basis: Audit.Basis, today: Day, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO dues_reversal
        (payment_id, refund_id, reason, document, booked_on, booked_at, event_id)
      VALUES (\(payment), \(refund), \(basis.reason), \(basis.document), \(today), \(now),
        \(event))
      """, expecting: 1)
  }

  private var refundColumns: SQL {
    """
    SELECT refund.id, member.code AS member_code, refund.reference, refund.amount,
           refund.booked_on, reversal.id IS NOT NULL AS reversed
      FROM dues_refund AS refund
      JOIN member ON member.id = refund.member_id
      LEFT JOIN dues_reversal AS reversal ON reversal.refund_id = refund.id
    """
  }

  func refund(_ reference: String) async throws -> Refund? {
    try await first(
      "\(raw: refundColumns) WHERE refund.reference = \(reference)", as: Refund.self)
  }

  func refund(_ number: Int64) async throws -> Refund? {
    try await first("\(raw: refundColumns) WHERE refund.id = \(number)", as: Refund.self)
  }

  func refunds(to members: [Int64]) async throws -> [Refund] {
    try await rows(
      "\(raw: refundColumns) WHERE refund.member_id = ANY (\(members)) ORDER BY refund.id",
      as: Refund.self)
  }

  func insertRefund(
    _ amount: Money, reference: String, to member: Member.ID, from unit: Unit.ID,
    basis: Audit.Basis, today: Day, event: Int64
  ) async throws -> Int64 {
    try await value(
      """
      INSERT INTO dues_refund
        (member_id, unit_id, reference, amount, reason, document, booked_on, booked_at, event_id)
      VALUES (\(member), \(unit), \(reference), \(amount), \(basis.reason), \(basis.document),
        \(today), \(now), \(event))
      RETURNING id
      """, as: Int64.self) ?? 0
  }
}
