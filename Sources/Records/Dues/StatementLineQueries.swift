import Basics
import Postgres

extension StatementLine.Outcome: PostgresText {}

extension StatementLine: Readable {
  package init(_ row: Row) throws {
    self.init(
      reference: try row.value("reference"), paidOn: try row.value("paid_on"),
      amount: try row.value("amount"), content: try row.value("content"),
      outcome: try row.value("outcome"), member: try row.value("member_code"),
      answer: try row.value("answer"))
  }
}

extension Transaction {
  private var lineColumns: SQL {
    """
    SELECT line.reference, line.paid_on, line.amount, line.content, line.outcome,
           member.code AS member_code, line.answer
      FROM dues_statement_line AS line
      LEFT JOIN dues_payment AS payment ON payment.id = line.payment_id
      LEFT JOIN member ON member.id = payment.member_id
    """
  }

  func statementLines(all: Bool) async throws -> [StatementLine] {
    try await rows(
      """
      \(raw: lineColumns) WHERE \(all) OR line.outcome IS NULL
       ORDER BY line.paid_on, line.reference
      """, as: StatementLine.self)
  }

  /// A line that waits, held until the transaction is over.
  func waitingLine(_ reference: String) async throws -> StatementLine {
    _ = try await value(
      "SELECT 1 FROM dues_statement_line WHERE reference = \(reference) FOR UPDATE",
      as: Int32.self)
    let found = try await first(
      "\(raw: lineColumns) WHERE line.reference = \(reference)", as: StatementLine.self)
    guard let found else { throw DuesError.unknownLine(reference) }
    guard found.outcome == nil else { throw DuesError.lineAnswered(reference) }
    return found
  }

  func answer(
    _ reference: String, _ outcome: StatementLine.Outcome, payment: Int64?, because reason: String,
    event: Int64
  ) async throws {
    try await execute(
      """
      UPDATE dues_statement_line
         SET outcome = \(outcome), payment_id = \(payment), answer = \(reason),
             answer_event_id = \(event)
       WHERE reference = \(reference) AND outcome IS NULL
      """, expecting: 1)
  }
}
