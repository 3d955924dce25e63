import Basics
import Members
import Postgres

extension ChargedMonth: Readable {
  package init(_ row: Row) throws {
    let (percent, revision): (Int16, Int16) = (
      try row.value("percent"), try row.value("revision")
    )
    self.init(
      month: try row.value("month"), cell: try row.value("cell_code"),
      category: try row.value("category"), base: try row.value("base"),
      rate: try row.value("rate"), amount: try row.value("amount"), percent: Int(percent),
      ground: try row.value("ground"), net: try row.value("net"), paid: try row.value("paid"),
      isVoid: try row.value("void"), rule: try row.value("rule"), revision: Int(revision),
      excuse: try row.value("excuse"))
  }
}

extension Transaction {
  /// A member and the records that were merged into theirs.
  func withDuplicates(of member: Member.ID) async throws -> [Int64] {
    try await values(
      "SELECT id FROM member WHERE id = \(member) OR merged_into = \(member) ORDER BY id",
      as: Int64.self)
  }

  /// The months charged to these members as they stand now, oldest first.
  func chargedMonths(of members: [Int64]) async throws -> [ChargedMonth] {
    try await rows(
      """
      SELECT charge.month::date AS month, unit.code AS cell_code, category, base, rate, amount,
             percent, ground, net, coalesce(known.settled, 0) AS paid, void, rule, revision,
             excuse.reason AS excuse
        FROM (SELECT DISTINCT ON (member_id, month) * FROM dues_charge
               WHERE member_id = ANY (\(members))
               ORDER BY member_id, month, revision DESC) AS charge
        JOIN unit ON unit.id = charge.cell_id
        LEFT JOIN dues_month AS known
          ON known.member_id = charge.member_id AND known.month = charge.month
        LEFT JOIN dues_unpaid_reason AS excuse
          ON excuse.member_id = charge.member_id AND excuse.month = charge.month
       ORDER BY charge.month, charge.member_id
      """, as: ChargedMonth.self)
  }
}
