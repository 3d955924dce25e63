import Basics
import Organisation
import Postgres

extension MemberLine: Readable {
  package init(_ row: Row) throws {
    self.init(
      code: try row.value("code"), fullName: try row.value("full_name"),
      birthDate: Personal(try row.value("birth_date")),
      personalID: Personal(try row.value("personal_id")),
      partyCard: Personal(try row.value("party_card")), status: try row.value("status"),
      cell: try row.value("cell_code"), cellName: try row.value("cell_name"),
      agency: try row.value("agency_code"), agencyName: try row.value("agency_name"),
      position: try row.value("position"))
  }
}

extension MemberChange: Readable {
  package init(_ row: Row) throws {
    self.init(
      knownAt: try row.value("known_at"), from: try row.value("valid_from"),
      what: try row.value("what"), value: try row.value("value"),
      account: try row.value("account"), verb: try row.value("verb"),
      reason: try row.value("reason"), document: try row.value("document"))
  }
}

/// Somebody whose name or number fits, before anything else is looked up.
struct MemberCandidate: Readable {
  let id: Member.ID
  let code: Code
  let fullName: Personal<String>

  init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
    fullName = try row.value("full_name")
  }
}

private struct NamedUnit: Readable {
  let id: Unit.ID
  let name: MemberView.UnitName
  init(_ row: Row) throws {
    id = try row.value("id")
    name = .init(code: try row.value("code"), name: try row.value("name"))
  }
}

extension Transaction {
  /// The units below and including `tops` on that day; `nil` for `nil`: everything.
  package func unitsBelow(_ tops: Set<Int64>?, on day: Day) async throws -> [Int64]? {
    guard let tops else { return nil }
    let tree = UnitTree(try await units(on: day))
    var found: Set<Int64> = []
    for top in tops {
      found.formUnion(tree.subtree(of: Unit.ID(top)).map(\.unit.id.number))
    }
    return found.sorted()
  }

  /// What a list shows of some members, with the facts of that day.
  func memberLines(
    of ids: [Member.ID], visible: [Int64]?, on day: Day
  ) async throws -> [MemberLine] {
    guard !ids.isEmpty else { return [] }
    return try await rows(
      """
      SELECT member.code, member.full_name, member.birth_date, member.personal_id,
             member.party_card, standing.status, cell.code AS cell_code, cell.name AS cell_name,
             agency.code AS agency_code, agency.name AS agency_name, post.position
        FROM unnest(\(ids.map(\.number))) WITH ORDINALITY AS candidate (id, place)
        JOIN member ON member.id = candidate.id
        LEFT JOIN LATERAL (SELECT status FROM party_standing
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing ON true
        LEFT JOIN LATERAL (SELECT cell_id FROM cell_membership
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS membership ON true
        LEFT JOIN LATERAL (SELECT agency_id, position FROM post_holding
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS post ON true
        LEFT JOIN LATERAL (SELECT unit.code, name FROM unit, unit_placement
           WHERE unit.id = membership.cell_id AND unit_id = unit.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS cell ON true
        LEFT JOIN LATERAL (SELECT unit.code, name FROM unit, unit_placement
           WHERE unit.id = post.agency_id AND unit_id = unit.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS agency ON true
       WHERE (\(visible)::bigint[] IS NULL
           OR membership.cell_id = ANY (\(visible)) OR post.agency_id = ANY (\(visible)))
       ORDER BY candidate.place
      """, as: MemberLine.self)
  }

  func candidates(
    withCode code: Code?, orNumber number: String?
  ) async throws -> [MemberCandidate] {
    try await rows(
      """
      SELECT id, code, full_name FROM member
       WHERE merged_into IS NULL
         AND id IN (SELECT id FROM member WHERE code = \(code)
           UNION ALL SELECT id FROM member WHERE personal_id = \(number)
           UNION ALL SELECT id FROM member WHERE party_card = \(number)
           UNION ALL SELECT id FROM member WHERE old_party_card = \(number))
      """, as: MemberCandidate.self)
  }

  /// Members whose names have all the words: those of exactly that name first, then others, in a
  /// bounded number, so that the commonest name in the country answers as fast as the rarest.
  func candidates(
    named key: String, visible: [Int64]?, limit: Int
  ) async throws -> [MemberCandidate] {
    let words = key.split(separator: " ").map(String.init)
    // Whoever sees only some units is searched for among their members first.
    let within: SQL =
      visible == nil
      ? "merged_into IS NULL"
      : """
      merged_into IS NULL
      AND id IN (SELECT member_id FROM cell_membership WHERE cell_id = ANY (\(visible))
        UNION SELECT member_id FROM post_holding WHERE agency_id = ANY (\(visible)))
      """
    return try await rows(
      """
      (SELECT id, code, full_name FROM member
        WHERE name_key = \(key) AND \(raw: within) LIMIT \(limit))
      UNION
      (SELECT id, code, full_name FROM member
        WHERE string_to_array(name_key, ' ') @> \(words) AND \(raw: within) LIMIT \(limit))
      """, as: MemberCandidate.self)
  }

  func unitNames(_ ids: [Unit.ID]) async throws -> [Unit.ID: MemberView.UnitName] {
    guard !ids.isEmpty else { return [:] }
    let found = try await rows(
      """
      SELECT DISTINCT ON (unit.id) unit.id, unit.code, placement.name
        FROM unit JOIN unit_placement AS placement ON placement.unit_id = unit.id
       WHERE unit.id = ANY (\(ids.map(\.number)))
       ORDER BY unit.id, placement.valid_from DESC, placement.known_at DESC
      """, as: NamedUnit.self)
    return Dictionary(found.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  func duplicates(of id: Member.ID) async throws -> [Code] {
    try await values(
      "SELECT code FROM member WHERE merged_into = \(id) ORDER BY code", as: Code.self)
  }

  func history(of member: Member) async throws -> [MemberChange] {
    try await rows(
      """
      SELECT fact.known_at, fact.valid_from, fact.what, fact.value, event.account, event.verb,
             event.reason, event.document
        FROM (
          SELECT known_at, valid_from, 'cell_code' AS what, coalesce(unit.code, '') AS value,
                 cell_membership.event_id
            FROM cell_membership LEFT JOIN unit ON unit.id = cell_id
           WHERE member_id = \(member.id)
          UNION ALL
          SELECT known_at, valid_from, 'post',
                 concat_ws(' · ', unit.code, nullif(position, ''), form, manager.code),
                 post_holding.event_id
            FROM post_holding
            LEFT JOIN unit ON unit.id = agency_id
            LEFT JOIN member AS manager ON manager.id = manager_id
           WHERE member_id = \(member.id)
          UNION ALL
          SELECT known_at, valid_from, 'status', status, event_id
            FROM party_standing WHERE member_id = \(member.id)
          UNION ALL
          SELECT known_at, valid_from, 'dues', concat_ws(' · ', category, base), event_id
            FROM dues_basis WHERE member_id = \(member.id)
          UNION ALL
          SELECT at, NULL, detail.key, concat(detail.value ->> 0, ' → ', detail.value ->> 1), id
            FROM audit_event, jsonb_each(detail) AS detail
           WHERE subject_kind = 'member' AND subject_code = \(member.code)
             AND verb IN ('member.edit', 'member.enter', 'member.withdraw', 'member.merge',
               'member.unmerge')
             AND detail.key NOT IN ('from', 'cell_code', 'agency_code', 'position', 'form',
               'manager_code', 'dues_category', 'dues_base', 'status')
        ) AS fact
        JOIN audit_event AS event ON event.id = fact.event_id
       ORDER BY fact.known_at DESC, fact.what, fact.valid_from DESC
      """, as: MemberChange.self)
  }
}
