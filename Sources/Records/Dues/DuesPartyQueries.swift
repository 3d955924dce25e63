import Basics
import Postgres

extension Transaction {
  /// A member with the cell of that day, merged duplicates too.
  func duesParty(_ code: Code, on day: Day) async throws -> DuesParty? {
    try await first(
      """
      SELECT member.id, member.code, member.full_name, kept.code AS merged_into_code,
             unit.id AS cell_id, unit.code AS cell_code
        FROM member
        LEFT JOIN member AS kept ON kept.id = member.merged_into
        LEFT JOIN unit ON unit.id = coalesce(
          (SELECT cell_id FROM cell_membership
            WHERE member_id = member.id AND valid_from <= \(day)
            ORDER BY valid_from DESC, known_at DESC LIMIT 1),
          (SELECT cell_id FROM dues_charge WHERE member_id = member.id
            ORDER BY month DESC, revision DESC LIMIT 1),
          (SELECT cell_id FROM cell_membership
            WHERE member_id = member.id AND cell_id IS NOT NULL
            ORDER BY valid_from DESC, known_at DESC LIMIT 1))
       WHERE member.code = \(code)
      """, as: DuesParty.self)
  }
}
