import Basics
import Postgres

extension SQL {
  /// The cell that takes a member's money on a day: theirs, else the one that charged last, else
  /// the one that had them last.
  ///
  /// - Parameters:
  ///   - member: the column or value that names the member.
  ///   - day: the column or value of the day.
  /// - Returns: an expression for one cell; NULL for somebody who never had one.
  package static func collectingCell(of member: SQL, on day: SQL) -> SQL {
    """
    coalesce(
      (SELECT cell_id FROM cell_membership
        WHERE member_id = \(raw: member) AND valid_from <= \(raw: day)
        ORDER BY valid_from DESC, known_at DESC LIMIT 1),
      (SELECT cell_id FROM dues_charge WHERE member_id = \(raw: member)
        ORDER BY month DESC, revision DESC LIMIT 1),
      (SELECT cell_id FROM cell_membership
        WHERE member_id = \(raw: member) AND cell_id IS NOT NULL
        ORDER BY valid_from DESC, known_at DESC LIMIT 1))
    """
  }
}

extension Transaction {
  /// A member with the cell of that day, merged duplicates too.
  func duesParty(_ code: Code, on day: Day) async throws -> DuesParty? {
    try await first(
      """
      SELECT member.id, member.code, member.full_name, kept.code AS merged_into_code,
             unit.id AS cell_id, unit.code AS cell_code
        FROM member
        LEFT JOIN member AS kept ON kept.id = member.merged_into
        LEFT JOIN unit ON unit.id = \(raw: SQL.collectingCell(of: "member.id", on: "\(day)"))
       WHERE member.code = \(code)
      """, as: DuesParty.self)
  }
}
