import Basics
import Members
import Organisation
import Postgres

extension DuesPerson: Readable {
  package init(_ row: Row) throws {
    self.init(
      sex: try row.value("sex"), birthDate: Personal(try row.value("birth_date")),
      joinedOn: try row.value("joined_on"))
  }
}

extension DuesHead: Readable {
  package init(_ row: Row) throws {
    self.init(
      code: try row.value("code"), name: try row.value("name"), above: try row.value("above"))
  }
}

/// A receipt without the months that its payment settled.
struct BareReceipt: Readable {
  let payment: Payment
  let head: DuesHead
  let memberName: Personal<String>
  let payerName: Personal<String>?
  let collector: Personal<String>
  let bookedAt: Instant
  let reversal: DuesReceiptView.Reversal?

  init(_ row: Row) throws {
    payment = try Payment(row)
    head = try DuesHead(row)
    memberName = Personal(try row.value("member_name"))
    let payer: String? = try row.value("payer_full_name")
    payerName = payer.map { Personal($0) }
    collector = Personal(try row.value("collector"))
    bookedAt = try row.value("booked_at")
    let (day, reason): (Day?, String?) = (
      try row.value("reversed_on"), try row.value("reversal_reason")
    )
    reversal = day.map { DuesReceiptView.Reversal(day: $0, reason: reason ?? "") }
  }
}

private struct SettledPart: Readable {
  let event: Int64
  let month: Month
  let amount: Money

  init(_ row: Row) throws {
    event = try row.value("event_id")
    month = try row.value("month")
    amount = try row.value("amount")
  }
}

extension CellDues.Line: Readable {
  package init(_ row: Row) throws {
    let percent: Int16 = try row.value("percent")
    self.init(
      member: try row.value("member_code"), name: Personal(try row.value("full_name")),
      cell: try row.value("cell_code"), category: try row.value("category"),
      net: try row.value("net"), paid: try row.value("paid"), percent: Int(percent),
      ground: try row.value("ground"), isVoid: try row.value("void"))
  }
}

extension Transaction {
  func duesPerson(_ member: Member.ID) async throws -> DuesPerson {
    let found = try await first(
      "SELECT sex, birth_date, joined_on FROM member WHERE id = \(member)", as: DuesPerson.self)
    return found ?? DuesPerson(sex: nil, birthDate: Personal(nil), joinedOn: nil)
  }

  /// A unit and the one above it, as they are named on a day.
  func duesHead(of unit: Unit.ID?, on day: Day) async throws -> DuesHead {
    let found = try await first(
      """
      SELECT unit.code, \(raw: headColumns) FROM unit \(raw: headJoins(on: "\(day)"))
       WHERE unit.id = \(unit)
      """, as: DuesHead.self)
    return found ?? DuesHead(code: nil, name: "", above: "")
  }

  private var headColumns: SQL {
    "coalesce(placement.name, '') AS name, coalesce(upper_placement.name, '') AS above"
  }

  /// The names of `unit` and of the one above it, on a day.
  private func headJoins(on day: SQL) -> SQL {
    """
    LEFT JOIN LATERAL (
      SELECT name, parent_id FROM unit_placement
       WHERE unit_id = unit.id AND valid_from <= \(raw: day)
       ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS placement ON true
    LEFT JOIN LATERAL (
      SELECT name FROM unit_placement
       WHERE unit_id = placement.parent_id AND valid_from <= \(raw: day)
       ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS upper_placement ON true
    """
  }

  /// Receipts of payments with the names of the day on which each was paid, by their numbers.
  func receipts(of payments: [Int64]) async throws -> [DuesReceiptView] {
    let bare = try await rows(
      """
      SELECT known.*, known.unit_code AS code, \(raw: headColumns),
             member.full_name AS member_name, payer.full_name AS payer_full_name,
             coalesce(account.full_name, '') AS collector, payment.booked_at,
             reversal.booked_on AS reversed_on, reversal.reason AS reversal_reason
        FROM (\(raw: paymentColumns) WHERE payment.id = ANY (\(payments))) AS known
        JOIN dues_payment AS payment ON payment.id = known.id
        JOIN unit ON unit.id = payment.unit_id
        JOIN member ON member.id = payment.member_id
        LEFT JOIN member AS payer ON payer.id = payment.payer_id
        LEFT JOIN audit_event AS event ON event.id = payment.event_id
        LEFT JOIN account ON account.name = event.account
        LEFT JOIN dues_reversal AS reversal ON reversal.payment_id = payment.id
        \(raw: headJoins(on: "payment.paid_on"))
       ORDER BY known.receipt_year, known.receipt_number, known.id
      """, as: BareReceipt.self)
    let parts = try await rows(
      """
      SELECT movement.event_id, movement.month, sum(movement.amount)::bigint AS amount
        FROM dues_payment AS payment
        JOIN dues_movement AS movement
          ON movement.subject_id = payment.member_id AND movement.event_id = payment.event_id
       WHERE payment.id = ANY (\(payments)) AND movement.kind = 'settlement'
       GROUP BY movement.event_id, movement.month ORDER BY movement.month
      """, as: SettledPart.self)
    let byEvent = Dictionary(grouping: parts, by: \.event)
    return bare.map { bare in
      DuesReceiptView(
        payment: bare.payment, head: bare.head, memberName: bare.memberName,
        payerName: bare.payerName, collector: bare.collector,
        settled: (byEvent[bare.payment.event] ?? []).map { ($0.month, $0.amount) },
        reversal: bare.reversal, bookedAt: bare.bookedAt)
    }
  }

  /// The payments that have a receipt in the book of a cell and a year, in their order.
  func receiptBook(of unit: Unit.ID, year: Int) async throws -> [Int64] {
    try await values(
      """
      SELECT payment_id FROM dues_receipt
       WHERE unit_id = \(unit) AND year = \(Int16(clamping: year)) ORDER BY number
      """, as: Int64.self)
  }

  /// What cells have charged for a month as it stands now.
  func cellDues(of month: Month, cells: [Int64]) async throws -> [CellDues.Line] {
    try await rows(
      """
      SELECT member.code AS member_code, member.full_name, unit.code AS cell_code,
             charge.category, charge.net, coalesce(known.settled, 0) AS paid, charge.percent,
             charge.ground, charge.void
        FROM (SELECT DISTINCT ON (member_id) * FROM dues_charge
               WHERE month = \(month) AND cell_id = ANY (\(cells))
               ORDER BY member_id, revision DESC) AS charge
        JOIN member ON member.id = charge.member_id
        JOIN unit ON unit.id = charge.cell_id
        LEFT JOIN dues_month AS known
          ON known.member_id = charge.member_id AND known.month = charge.month
       ORDER BY unit.code, member.code
      """, as: CellDues.Line.self)
  }
}
