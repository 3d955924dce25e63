import Basics
import Organisation
import Postgres

private struct CellLink: Readable {
  let entry: Timeline<Unit.ID?>.Entry
  init(_ row: Row) throws {
    entry = .init(from: try row.value("valid_from"), fact: try row.value("cell_id"))
  }
}

private struct PostLink: Readable {
  let entry: Timeline<Member.Post>.Entry
  init(_ row: Row) throws {
    entry = .init(
      from: try row.value("valid_from"),
      fact: Member.Post(
        agency: try row.value("agency_id"), position: try row.value("position"),
        form: try row.value("form"), manager: try row.value("manager_id")))
  }
}

private struct StatusLink: Readable {
  let entry: Timeline<Member.Status>.Entry
  init(_ row: Row) throws {
    entry = .init(from: try row.value("valid_from"), fact: try row.value("status"))
  }
}

private struct DuesLink: Readable {
  let entry: Timeline<Member.DuesBasis>.Entry
  init(_ row: Row) throws {
    entry = .init(
      from: try row.value("valid_from"),
      fact: Member.DuesBasis(category: try row.value("category"), base: try row.value("base")))
  }
}

/// A unit that is closed while a member stands in it.
struct ClosedStay: Readable {
  let column: String
  let unit: Code

  init(_ row: Row) throws {
    column = try row.value("column_name")
    unit = try row.value("code")
  }
}

extension Transaction {
  /// The four chains of a member, as known at a moment (`nil`: now).
  package func facts(of id: Member.ID, knownAt: Instant? = nil) async throws -> Member.Facts {
    let known: SQL = "known_at <= coalesce(\(knownAt), 'infinity'::timestamptz)"
    let cell = try await rows(
      """
      SELECT DISTINCT ON (valid_from) valid_from, cell_id FROM cell_membership
       WHERE member_id = \(id) AND \(raw: known) ORDER BY valid_from, known_at DESC
      """, as: CellLink.self)
    let post = try await rows(
      """
      SELECT DISTINCT ON (valid_from) valid_from, agency_id, position, form, manager_id
        FROM post_holding
       WHERE member_id = \(id) AND \(raw: known) ORDER BY valid_from, known_at DESC
      """, as: PostLink.self)
    let status = try await rows(
      """
      SELECT DISTINCT ON (valid_from) valid_from, status FROM party_standing
       WHERE member_id = \(id) AND \(raw: known) ORDER BY valid_from, known_at DESC
      """, as: StatusLink.self)
    let dues = try await rows(
      """
      SELECT DISTINCT ON (valid_from) valid_from, category, base FROM dues_basis
       WHERE member_id = \(id) AND \(raw: known) ORDER BY valid_from, known_at DESC
      """, as: DuesLink.self)
    return Member.Facts(
      cell: Timeline(cell.map(\.entry)), post: Timeline(post.map(\.entry)),
      status: Timeline(status.map(\.entry)), dues: Timeline(dues.map(\.entry)))
  }

  /// Writes what `facts` say and `before` did not, each chain link with the moment it became known.
  func write(
    _ facts: Member.Facts, since before: Member.Facts, of id: Member.ID, knownAt: Instant,
    event: Int64
  ) async throws {
    for entry in facts.cell.changes(since: before.cell) {
      try await execute(
        """
        INSERT INTO cell_membership (member_id, valid_from, known_at, cell_id, event_id)
        VALUES (\(id), \(entry.from), \(knownAt), \(entry.fact), \(event))
        """, expecting: 1)
    }
    for entry in facts.post.changes(since: before.post) {
      try await execute(
        """
        INSERT INTO post_holding
          (member_id, valid_from, known_at, agency_id, position, form, manager_id, event_id)
        VALUES (\(id), \(entry.from), \(knownAt), \(entry.fact.agency), \(entry.fact.position),
          \(entry.fact.form), \(entry.fact.manager), \(event))
        """, expecting: 1)
    }
    for entry in facts.status.changes(since: before.status) {
      try await execute(
        """
        INSERT INTO party_standing (member_id, valid_from, known_at, status, event_id)
        VALUES (\(id), \(entry.from), \(knownAt), \(entry.fact), \(event))
        """, expecting: 1)
    }
    for entry in facts.dues.changes(since: before.dues) {
      try await execute(
        """
        INSERT INTO dues_basis (member_id, valid_from, known_at, category, base, event_id)
        VALUES (\(id), \(entry.from), \(knownAt), \(entry.fact.category), \(entry.fact.base),
          \(event))
        """, expecting: 1)
    }
  }

  /// Keeps the unit from being closed or merged until the transaction is over.
  func holdUnit(_ code: Code) async throws {
    _ = try await value("SELECT id FROM unit WHERE code = \(code) FOR KEY SHARE", as: Int64.self)
  }

  /// Where the member stands in a closed unit on that day or later; `nil`: nowhere.
  func closedStay(of id: Member.ID, from day: Day) async throws -> ClosedStay? {
    try await first(
      """
      WITH stay AS (
        SELECT 'cell_code' AS column_name, cell_id AS unit_id, valid_from,
               coalesce(lead(valid_from) OVER (ORDER BY valid_from), 'infinity') AS valid_until
          FROM (SELECT DISTINCT ON (valid_from) valid_from, cell_id FROM cell_membership
                 WHERE member_id = \(id) ORDER BY valid_from, known_at DESC) AS cell
        UNION ALL
        SELECT 'agency_code', agency_id, valid_from,
               coalesce(lead(valid_from) OVER (ORDER BY valid_from), 'infinity')
          FROM (SELECT DISTINCT ON (valid_from) valid_from, agency_id FROM post_holding
                 WHERE member_id = \(id) ORDER BY valid_from, known_at DESC) AS post),
      placement AS (
        SELECT unit_id, open, valid_from, coalesce(
                 lead(valid_from) OVER (PARTITION BY unit_id ORDER BY valid_from),
                 'infinity') AS valid_until
          FROM (SELECT DISTINCT ON (unit_id, valid_from) unit_id, valid_from, open
                  FROM unit_placement WHERE unit_id IN (SELECT unit_id FROM stay)
                 ORDER BY unit_id, valid_from, known_at DESC) AS known)
      SELECT column_name, unit.code
        FROM stay
        JOIN placement ON placement.unit_id = stay.unit_id AND NOT placement.open
        JOIN unit ON unit.id = stay.unit_id
       WHERE placement.valid_from < stay.valid_until
         AND placement.valid_until > greatest(stay.valid_from, \(day))
       ORDER BY placement.valid_from
       LIMIT 1
      """, as: ClosedStay.self)
  }

  /// How many members stand in the unit, by cell or agency, on that day or, as far as is on record,
  /// later.
  package func countMembers(in unit: Unit.ID, on day: Day) async throws -> Int {
    let found = try await value(
      """
      SELECT count(*) FROM member
       CROSS JOIN LATERAL (SELECT status FROM party_standing
          WHERE member_id = member.id AND valid_from <= \(day)
          ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing
       WHERE merged_into IS NULL AND standing.status NOT IN ('left', 'deceased')
         AND member.id IN (
           SELECT member_id FROM cell_membership WHERE cell_id = \(unit)
           UNION SELECT member_id FROM post_holding WHERE agency_id = \(unit))
         AND (\(unit) = (SELECT cell_id FROM cell_membership
                WHERE member_id = member.id AND valid_from <= \(day)
                ORDER BY valid_from DESC, known_at DESC LIMIT 1)
           OR \(unit) = (SELECT agency_id FROM post_holding
                WHERE member_id = member.id AND valid_from <= \(day)
                ORDER BY valid_from DESC, known_at DESC LIMIT 1)
           OR \(unit) IN (SELECT DISTINCT ON (valid_from) cell_id FROM cell_membership
                WHERE member_id = member.id AND valid_from > \(day)
                ORDER BY valid_from, known_at DESC)
           OR \(unit) IN (SELECT DISTINCT ON (valid_from) agency_id FROM post_holding
                WHERE member_id = member.id AND valid_from > \(day)
                ORDER BY valid_from, known_at DESC))
      """, as: Int64.self)
    return Int(found ?? 0)
  }
}
