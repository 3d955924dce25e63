import Basics
import Postgres

/// A merge that stands.
struct OpenMerge: Readable {
  let number: Int64
  let keptVersion: Int

  init(_ row: Row) throws {
    number = try row.value("id")
    keptVersion = try row.value("kept_version")
  }
}

/// Which of the two remembered records is meant.
enum MergeSide {
  case kept, duplicate
}

extension Transaction {
  /// Both records, held in the order of their numbers: two merges never wait for each other.
  func pair(
    _ keptCode: Code, _ duplicateCode: Code, merged: Bool = false
  ) async throws -> (kept: Member, duplicate: Member) {
    _ = try await values(
      """
      SELECT id FROM member WHERE code = ANY (\([keptCode.text, duplicateCode.text]))
       ORDER BY id FOR UPDATE
      """, as: Int64.self)
    let kept = try await editable(keptCode, version: nil)
    guard merged else { return (kept, try await editable(duplicateCode, version: nil)) }
    guard let duplicate = try await member(duplicateCode) else {
      throw MemberError.unknown(duplicateCode.text)
    }
    return (kept, duplicate)
  }

  /// The numbers go to the kept record, because a number belongs to one record at a time.
  func setMerged(_ duplicate: Member, into kept: Member.ID, event: Int64) async throws {
    try await execute(
      """
      UPDATE member
         SET merged_into = \(kept), personal_id = NULL, party_card = NULL, version = version + 1,
             event_id = \(event),
             changed_at = greatest(clock_timestamp(), changed_at + interval '1 microsecond')
       WHERE id = \(duplicate.id) AND version = \(Int32(clamping: duplicate.version))
      """, expecting: 1)
  }

  func insertMerge(
    kept: Member, duplicate: Member, keptVersion: Int, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO member_merge
        (kept_id, duplicate_id, kept_before, duplicate_before, kept_version, event_id)
      VALUES (\(kept.id), \(duplicate.id), \(kept.plainRow.json)::jsonb,
        \(duplicate.plainRow.json)::jsonb, \(Int32(clamping: keptVersion)), \(event))
      """, expecting: 1)
  }

  func openMerge(of duplicate: Member.ID) async throws -> OpenMerge? {
    try await first(
      """
      SELECT id, kept_version FROM member_merge
       WHERE duplicate_id = \(duplicate) AND undone_at IS NULL
      """, as: OpenMerge.self)
  }

  /// Puts one record back as it was before the merge.
  func restore(
    _ id: Member.ID, from merge: Int64, column side: MergeSide, event: Int64
  ) async throws {
    let before: SQL = side == .kept ? "kept_before" : "duplicate_before"
    try await execute(
      """
      UPDATE member
         SET full_name = was.data ->> 'full_name', sex = was.data ->> 'sex',
             birth_date = (was.data ->> 'birth_date')::date,
             personal_id = was.data ->> 'personal_id', party_card = was.data ->> 'party_card',
             old_party_card = was.data ->> 'old_party_card',
             joined_on = (was.data ->> 'joined_on')::date,
             official_on = (was.data ->> 'official_on')::date,
             merged_into = NULL, version = version + 1, event_id = \(event),
             changed_at = greatest(clock_timestamp(), changed_at + interval '1 microsecond')
        FROM (SELECT \(raw: before) AS data FROM member_merge WHERE id = \(merge)) AS was
       WHERE member.id = \(id)
      """, expecting: 1)
  }

  func closeMerge(_ number: Int64, event: Int64) async throws {
    try await execute(
      """
      UPDATE member_merge SET undone_at = clock_timestamp(), undo_event_id = \(event)
       WHERE id = \(number) AND undone_at IS NULL
      """, expecting: 1)
  }

  /// Moves every member whose cell or agency is `from` to `to`, from a day on.
  ///
  /// Later facts stay as they are: somebody who has left the unit by then is not called back.
  package func moveMembers(
    from old: Int64, to new: Int64, on day: Day, event: Int64
  ) async throws -> Int {
    let cells = try await execute(
      """
      WITH standing AS (
        SELECT DISTINCT ON (member_id) member_id, valid_from, cell_id
          FROM cell_membership
         WHERE member_id IN (SELECT member_id FROM cell_membership WHERE cell_id = \(old))
           AND valid_from <= \(day)
         ORDER BY member_id, valid_from DESC, known_at DESC),
      later AS (
        SELECT DISTINCT ON (member_id, valid_from) member_id, valid_from, cell_id
          FROM cell_membership
         WHERE member_id IN (SELECT member_id FROM cell_membership WHERE cell_id = \(old))
           AND valid_from > \(day)
         ORDER BY member_id, valid_from, known_at DESC)
      INSERT INTO cell_membership (member_id, valid_from, known_at, cell_id, event_id)
      SELECT member_id, \(day), clock_timestamp(), \(new), \(event)
        FROM standing WHERE cell_id = \(old)
      UNION ALL
      SELECT member_id, valid_from, clock_timestamp(), \(new), \(event)
        FROM later WHERE cell_id = \(old)
      """)
    let posts = try await execute(
      """
      WITH standing AS (
        SELECT DISTINCT ON (member_id) member_id, agency_id, position, form, manager_id
          FROM post_holding
         WHERE member_id IN (SELECT member_id FROM post_holding WHERE agency_id = \(old))
           AND valid_from <= \(day)
         ORDER BY member_id, valid_from DESC, known_at DESC),
      later AS (
        SELECT DISTINCT ON (member_id, valid_from)
               member_id, valid_from, agency_id, position, form, manager_id
          FROM post_holding
         WHERE member_id IN (SELECT member_id FROM post_holding WHERE agency_id = \(old))
           AND valid_from > \(day)
         ORDER BY member_id, valid_from, known_at DESC)
      INSERT INTO post_holding (member_id, valid_from, known_at, agency_id, position, form,
        manager_id, event_id)
      SELECT member_id, \(day), clock_timestamp(), \(new), position, form, manager_id, \(event)
        FROM standing WHERE agency_id = \(old)
      UNION ALL
      SELECT member_id, valid_from, clock_timestamp(), \(new), position, form, manager_id, \(event)
        FROM later WHERE agency_id = \(old)
      """)
    try await execute(
      """
      UPDATE member
         SET version = version + 1, event_id = \(event),
             changed_at = greatest(clock_timestamp(), changed_at + interval '1 microsecond')
       WHERE id IN (
         SELECT member_id FROM cell_membership WHERE event_id = \(event) AND cell_id = \(new)
         UNION
         SELECT member_id FROM post_holding WHERE event_id = \(event) AND agency_id = \(new))
      """)
    return cells + posts
  }
}

extension MemberRow {
  /// The row's own columns as JSON, for remembering what a record was.
  var json: String {
    let columns: [MemberColumn] = [
      .fullName, .sex, .birthDate, .personalID, .partyCard, .oldPartyCard, .joinedOn, .officialOn,
    ]
    let pairs = columns.map { column in
      let text = text(of: column)
      return "\"\(column.rawValue)\": " + (text.isEmpty ? "null" : jsonQuoted(text))
    }
    return "{" + pairs.joined(separator: ", ") + "}"
  }
}
