import Basics
import Members
import Organisation
import Postgres

extension ResidenceTie.Exemption: PostgresText {}

extension LetterSubject: Readable {
  init(_ row: Row) throws {
    let exemption: String = try row.value("exemption")
    self.init(
      code: try row.value("asked_code"), id: try row.value("member_id"),
      name: Personal(try row.value("full_name")), mergedInto: try row.value("merged_into"),
      status: try row.value("status"), cell: try row.value("cell_id"),
      agency: try row.value("agency_id"), residence: try row.value("residence_id"),
      exemption: .init(rawValue: exemption),
      open: try row.value("open_id"), ofRound: try row.value("round_id"))
  }
}

extension ResidenceTie: Readable {
  package init(_ row: Row) throws {
    let exemption: String = try row.value("exemption")
    self.init(
      member: try row.value("member_code"), memberName: Personal(try row.value("full_name")),
      from: try row.value("valid_from"), cell: try row.value("cell_code"),
      place: try row.value("place"), exemption: .init(rawValue: exemption))
  }
}

extension Transaction {
  /// Holds the members against other requests until the transaction is over, by their numbers.
  func holdForLetters(_ members: [Code]) async throws {
    try await execute(
      """
      SELECT FROM member WHERE code = ANY (\(members.map(\.text))) ORDER BY id FOR NO KEY UPDATE
      """)
  }

  /// What the record says of these members on a day, in their order.
  ///
  /// - Parameters:
  ///   - codes: of the members; whoever is not on record comes back without a number.
  ///   - day: whose facts count.
  ///   - request: for which unfinished letters are looked up; `nil`: for none.
  /// - Returns: one a code.
  /// - Throws: what the database says.
  func letterSubjects(
    _ codes: [Code], on day: Day, _ request: LetterRequest? = nil
  ) async throws -> [LetterSubject] {
    try await rows(
      """
      SELECT asked.code AS asked_code, member.id AS member_id,
             coalesce(member.full_name, '') AS full_name, kept.code AS merged_into,
             coalesce(standing.status, 'active') AS status, official.cell_id, post.agency_id,
             tie.cell_id AS residence_id, coalesce(tie.exemption, '') AS exemption,
             unfinished.id AS open_id, given.id AS round_id
        FROM unnest(\(codes.map(\.text))) WITH ORDINALITY AS asked (code, place)
        LEFT JOIN member ON member.code = asked.code
        LEFT JOIN member AS kept ON kept.id = member.merged_into
        LEFT JOIN LATERAL (SELECT status FROM party_standing
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing ON true
        LEFT JOIN LATERAL (SELECT cell_id FROM cell_membership
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS official ON true
        LEFT JOIN LATERAL (SELECT agency_id FROM post_holding
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS post ON true
        LEFT JOIN LATERAL (SELECT cell_id, exemption FROM residence_tie
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS tie ON true
        LEFT JOIN letter AS unfinished ON unfinished.member_id = member.id
         AND unfinished.kind = \(request?.kind)
         AND unfinished.state IN ('requested', 'drafted', 'reviewed')
        LEFT JOIN letter AS given ON given.member_id = member.id
         AND given.year = \(request?.year.map { Int16(clamping: $0) })
         AND given.state NOT IN ('refused', 'cancelled', 'revoked')
       ORDER BY asked.place
      """, as: LetterSubject.self)
  }

  /// The members of these cells on a day, but who has left or died, by code.
  func membersForLetters(in cells: [Int64], on day: Day) async throws -> [Code] {
    try await values(
      """
      SELECT member.code
        FROM (SELECT DISTINCT member_id FROM cell_membership
               WHERE cell_id = ANY (\(cells))) AS once
        JOIN member ON member.id = once.member_id AND member.merged_into IS NULL
       CROSS JOIN LATERAL (SELECT cell_id FROM cell_membership
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS official
        LEFT JOIN LATERAL (SELECT status FROM party_standing
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing ON true
       WHERE official.cell_id = ANY (\(cells))
         AND coalesce(standing.status, 'active') NOT IN ('left', 'deceased')
       ORDER BY member.code
      """, as: Code.self)
  }

  /// The ties with these cells on a day, by member.
  func residenceTies(in cells: [Int64], on day: Day) async throws -> [ResidenceTie] {
    try await rows(
      """
      SELECT member.code AS member_code, member.full_name, tie.valid_from, unit.code AS cell_code,
             tie.place, tie.exemption
        FROM (SELECT DISTINCT member_id FROM residence_tie
               WHERE cell_id = ANY (\(cells))) AS once
        JOIN member ON member.id = once.member_id AND member.merged_into IS NULL
       CROSS JOIN LATERAL (SELECT * FROM residence_tie
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS tie
        LEFT JOIN unit ON unit.id = tie.cell_id
       WHERE tie.cell_id = ANY (\(cells)) ORDER BY member.code
      """, as: ResidenceTie.self)
  }
}
