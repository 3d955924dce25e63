import Basics
import Organisation
import Postgres

extension Sex: PostgresText {}
extension Member.Form: PostgresText {}
extension Member.Status: PostgresText {}
extension Member.DuesCategory: PostgresText {}

extension Member: Readable {
  package init(_ row: Row) throws {
    self.init(
      id: try row.value("id"), code: try row.value("code"),
      fullName: try row.value("full_name"), sex: try row.value("sex"),
      birthDate: Personal(try row.value("birth_date")),
      personalID: Personal(try row.value("personal_id")),
      partyCard: Personal(try row.value("party_card")),
      oldPartyCard: Personal(try row.value("old_party_card")),
      joinedOn: try row.value("joined_on"), officialOn: try row.value("official_on"),
      version: try row.value("version"), mergedInto: try row.value("merged_into_code"))
  }
}

extension Transaction {
  private var memberColumns: SQL {
    """
    member.id, member.code, member.full_name, member.sex, member.birth_date, member.personal_id,
    member.party_card, member.old_party_card, member.joined_on, member.official_on,
    member.version, kept.code AS merged_into_code
    """
  }

  /// One member by code, merged duplicates too.
  package func member(_ code: Code) async throws -> Member? {
    try await first(
      """
      SELECT \(raw: memberColumns)
        FROM member LEFT JOIN member AS kept ON kept.id = member.merged_into
       WHERE member.code = \(code)
      """, as: Member.self)
  }

  /// The same, held against other changes until the transaction is over.
  func lockedMember(_ code: Code) async throws -> Member? {
    _ = try await value("SELECT id FROM member WHERE code = \(code) FOR UPDATE", as: Int64.self)
    return try await member(code)
  }

  func memberCode(holding column: MemberColumn, _ number: String) async throws -> Code? {
    switch column {
    case .personalID:
      try await value("SELECT code FROM member WHERE personal_id = \(number)", as: Code.self)
    case .partyCard:
      try await value("SELECT code FROM member WHERE party_card = \(number)", as: Code.self)
    default: nil
    }
  }

  func insertMember(_ row: MemberRow, event: Int64) async throws -> Member.ID? {
    try await value(
      """
      INSERT INTO member (code, full_name, sex, birth_date, personal_id, party_card,
        old_party_card, joined_on, official_on, changed_at, event_id)
      VALUES (\(row.code), \(row.fullName), \(row.sex), \(row.birthDate), \(row.personalID),
        \(row.partyCard), \(row.oldPartyCard), \(row.joinedOn), \(row.officialOn),
        clock_timestamp(), \(event))
      ON CONFLICT ON CONSTRAINT member_code_once DO NOTHING
      RETURNING id
      """, as: Member.ID.self)
  }

  /// Writes what a row says of the person; the version rises by one.
  ///
  /// Returns the moment from which the change is known: after every earlier moment of this record.
  func updateMember(
    _ member: Member, to row: MemberRow, event: Int64
  ) async throws -> Instant? {
    try await value(
      """
      UPDATE member
         SET full_name = \(row.fullName), sex = \(row.sex), birth_date = \(row.birthDate),
             personal_id = \(row.personalID), party_card = \(row.partyCard),
             old_party_card = \(row.oldPartyCard), joined_on = \(row.joinedOn),
             official_on = \(row.officialOn), version = version + 1, event_id = \(event),
             changed_at = greatest(clock_timestamp(), changed_at + interval '1 microsecond')
       WHERE id = \(member.id) AND version = \(Int32(clamping: member.version))
      RETURNING changed_at
      """, as: Instant.self)
  }

  /// Raises the version of a member of whom something beside the row itself changed.
  func touchMember(_ id: Member.ID, event: Int64) async throws -> Instant? {
    try await value(
      """
      UPDATE member
         SET version = version + 1, event_id = \(event),
             changed_at = greatest(clock_timestamp(), changed_at + interval '1 microsecond')
       WHERE id = \(id)
      RETURNING changed_at
      """, as: Instant.self)
  }

  func memberCode(of id: Member.ID) async throws -> Code? {
    try await value("SELECT code FROM member WHERE id = \(id)", as: Code.self)
  }
}
