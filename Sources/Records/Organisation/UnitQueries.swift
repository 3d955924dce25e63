import Basics
import Postgres

extension Unit: Readable {
  package init(_ row: Row) throws {
    let placement = Placement(
      name: try row.value("name"), parent: try row.value("parent_id"),
      wageRegion: try (row.value("wage_region") as Int?), open: try row.value("open"))
    self.init(
      id: try row.value("id"), code: try row.value("code"), tree: try row.value("tree"),
      level: try row.value("level"), version: try row.value("version"), placement: placement)
  }
}

extension Tree: PostgresText {}

/// One row of a unit's history.
package struct UnitChange: Sendable, Readable {
  package let from: Day
  package let knownAt: Instant
  package let name: String
  package let parent: String?
  package let wageRegion: Int?
  package let open: Bool
  package let account: String
  package let verb: String
  package let reason: String

  package init(_ row: Row) throws {
    from = try row.value("valid_from")
    knownAt = try row.value("known_at")
    name = try row.value("name")
    parent = try row.value("parent_code")
    wageRegion = try row.value("wage_region")
    open = try row.value("open")
    account = try row.value("account")
    verb = try row.value("verb")
    reason = try row.value("reason")
  }
}

extension Unit.Succession: Readable {
  package init(_ row: Row) throws {
    self.init(
      predecessor: try row.value("predecessor"), successor: try row.value("successor"),
      day: try row.value("on_day"), kind: try row.value("kind"))
  }
}

/// A unit that would be open under a closed one.
struct HangingUnit: Readable {
  let code: Code
  let parent: Code

  init(_ row: Row) throws {
    code = try row.value("code")
    parent = try row.value("parent_code")
  }
}

private struct PlacementRow: Readable {
  let entry: Timeline<Unit.Placement>.Entry

  init(_ row: Row) throws {
    entry = .init(
      from: try row.value("valid_from"),
      fact: Unit.Placement(
        name: try row.value("name"), parent: try row.value("parent_id"),
        wageRegion: try row.value("wage_region"), open: try row.value("open")))
  }
}

private struct OpenUnitRow: Readable {
  let unit: Int64
  let parent: Int64?

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    parent = try row.value("parent_id")
  }
}

extension Transaction {
  /// The placement of every unit that was open on the day, as known at the moment.
  private func placements(on day: Day, knownAt: Instant?) -> SQL {
    """
    (SELECT DISTINCT ON (unit_id) unit_id, name, parent_id, wage_region, open
       FROM unit_placement
      WHERE valid_from <= \(day) AND known_at <= coalesce(\(knownAt), 'infinity'::timestamptz)
      ORDER BY unit_id, valid_from DESC, known_at DESC)
    """
  }

  /// All units open on that day, as known at that moment (`nil`: now).
  package func units(on day: Day, knownAt: Instant? = nil) async throws -> [Unit] {
    try await rows(
      """
      SELECT unit.id, unit.code, unit.tree, unit.level, unit.version, placement.name,
             placement.parent_id, placement.wage_region, placement.open
        FROM \(raw: placements(on: day, knownAt: knownAt)) AS placement
        JOIN unit ON unit.id = placement.unit_id
       WHERE placement.open
      """, as: Unit.self)
  }

  /// Every unit open on that day with the unit above it, as known at that moment, and nothing else
  /// of them: there may be hundreds of thousands.
  package func eachOpenUnit(
    on day: Day, knownAt: Instant, _ take: (_ unit: Int64, _ parent: Int64?) throws -> Void
  ) async throws {
    let rows = copyOut(
      """
      SELECT unit_id, parent_id FROM \(raw: placements(on: day, knownAt: knownAt)) AS placement
       WHERE open
      """, as: OpenUnitRow.self)
    for try await batch in rows.batches {
      for row in batch { try take(row.unit, row.parent) }
    }
  }

  /// One unit as it stands on that day, open or closed; locked against other changes if asked.
  package func unit(_ code: Code, on day: Day, locked: Bool = false) async throws -> Unit? {
    if locked {
      _ = try await value("SELECT id FROM unit WHERE code = \(code) FOR UPDATE", as: Int64.self)
    }
    return try await first(
      """
      SELECT unit.id, unit.code, unit.tree, unit.level, unit.version,
             coalesce(placement.name, '') AS name, placement.parent_id, placement.wage_region,
             coalesce(placement.open, false) AS open
        FROM unit
        LEFT JOIN LATERAL (
          SELECT name, parent_id, wage_region, open
            FROM unit_placement
           WHERE unit_id = unit.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC
           LIMIT 1) AS placement ON true
       WHERE unit.code = \(code)
      """, as: Unit.self)
  }

  /// From the unit up to the top of its tree on that day, itself first.
  package func unitLine(of id: Unit.ID, on day: Day) async throws -> [Int64] {
    try await values(
      """
      WITH RECURSIVE line (id, depth) AS (
        SELECT \(id)::bigint, 0
        UNION ALL
        SELECT placement.parent_id, line.depth + 1
          FROM line
          CROSS JOIN LATERAL (
            SELECT parent_id FROM unit_placement
             WHERE unit_id = line.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC
             LIMIT 1) AS placement
         WHERE placement.parent_id IS NOT NULL AND line.depth < 20)
      SELECT id FROM line ORDER BY depth
      """, as: Int64.self)
  }

  func placementTimeline(of id: Unit.ID) async throws -> Timeline<Unit.Placement> {
    let found = try await rows(
      """
      SELECT DISTINCT ON (valid_from) valid_from, name, parent_id, wage_region, open
        FROM unit_placement
       WHERE unit_id = \(id)
       ORDER BY valid_from, known_at DESC
      """, as: PlacementRow.self)
    return Timeline(found.map(\.entry))
  }

  func insertUnit(_ draft: Unit.Draft, event: Int64) async throws -> Unit.ID? {
    try await value(
      """
      INSERT INTO unit (code, tree, level, event_id)
      VALUES (\(draft.code), \(draft.tree), \(Int16(draft.level)), \(event))
      ON CONFLICT ON CONSTRAINT unit_code_once DO NOTHING
      RETURNING id
      """, as: Unit.ID.self)
  }

  func insertPlacement(
    _ entry: Timeline<Unit.Placement>.Entry, of id: Unit.ID, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO unit_placement
        (unit_id, valid_from, known_at, tree, level, name, parent_id, parent_level, wage_region,
         open, event_id)
      SELECT unit.id, \(entry.from),
             greatest(clock_timestamp(), (
               SELECT max(known_at) + interval '1 microsecond'
                 FROM unit_placement WHERE unit_id = unit.id)),
             unit.tree, unit.level, \(entry.fact.name), parent.id, parent.level,
             \(entry.fact.wageRegion.map(Int16.init(clamping:))), \(entry.fact.open), \(event)
        FROM unit
        LEFT JOIN unit AS parent ON parent.id = \(entry.fact.parent)
       WHERE unit.id = \(id)
      """, expecting: 1)
  }

  func raiseVersion(of unit: Unit, event: Int64) async throws -> Bool {
    try await execute(
      """
      UPDATE unit SET version = version + 1, event_id = \(event)
       WHERE id = \(unit.id) AND version = \(Int32(clamping: unit.version))
      """) == 1
  }

  func openChildren(of id: Unit.ID, on day: Day) async throws -> [Unit] {
    try await rows(
      """
      SELECT unit.id, unit.code, unit.tree, unit.level, unit.version, placement.name,
             placement.parent_id, placement.wage_region, placement.open
        FROM \(raw: placements(on: day, knownAt: nil)) AS placement
        JOIN unit ON unit.id = placement.unit_id
       WHERE placement.open AND placement.parent_id = \(id)
       ORDER BY unit.code
      """, as: Unit.self)
  }

  func unitCode(of id: Unit.ID) async throws -> Code? {
    try await value("SELECT code FROM unit WHERE id = \(id)", as: Code.self)
  }

  /// The unit and those ever below it, as far as they are open under a closed unit on that day or
  /// later.
  func hangingUnits(around id: Unit.ID, from day: Day) async throws -> [HangingUnit] {
    try await rows(
      """
      WITH stretch AS (
        SELECT unit_id, parent_id, open, valid_from,
               coalesce(lead(valid_from) OVER (PARTITION BY unit_id ORDER BY valid_from),
                 'infinity'::date) AS valid_until
          FROM (SELECT DISTINCT ON (unit_id, valid_from) unit_id, valid_from, parent_id, open
                  FROM unit_placement
                 WHERE unit_id = \(id)
                    OR unit_id IN (SELECT parent_id FROM unit_placement WHERE unit_id = \(id))
                    OR unit_id IN (SELECT unit_id FROM unit_placement WHERE parent_id = \(id))
                 ORDER BY unit_id, valid_from, known_at DESC) AS known)
      SELECT DISTINCT unit.code, parent.code AS parent_code
        FROM stretch AS own
        JOIN unit ON unit.id = own.unit_id
        JOIN unit AS parent ON parent.id = own.parent_id
       WHERE own.open AND own.valid_until > \(day) AND \(id) IN (own.unit_id, own.parent_id)
         AND (EXISTS (SELECT FROM stretch AS above
                WHERE above.unit_id = own.parent_id AND NOT above.open
                  AND above.valid_from < own.valid_until
                  AND above.valid_until > greatest(own.valid_from, \(day)))
           OR NOT EXISTS (SELECT FROM stretch AS above
                WHERE above.unit_id = own.parent_id
                  AND above.valid_from <= greatest(own.valid_from, \(day))))
       ORDER BY unit.code
      """, as: HangingUnit.self)
  }

  /// The first day after `day` from which the record says that the unit is closed.
  func laterClosing(of id: Unit.ID, after day: Day) async throws -> Day? {
    try await value(
      """
      SELECT valid_from FROM (
        SELECT DISTINCT ON (valid_from) valid_from, open FROM unit_placement
         WHERE unit_id = \(id) AND valid_from > \(day)
         ORDER BY valid_from, known_at DESC) AS later
       WHERE NOT open ORDER BY valid_from LIMIT 1
      """, as: Day.self)
  }

  func insertSuccession(
    from old: Unit, to new: Unit, on day: Day, kind: String, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO unit_succession (predecessor_id, successor_id, tree, on_day, kind, event_id)
      VALUES (\(old.id), \(new.id), \(old.tree), \(day), \(kind), \(event))
      """, expecting: 1)
  }

  /// Merges and splits that the unit was part of.
  package func successions(of id: Unit.ID) async throws -> [Unit.Succession] {
    try await rows(
      """
      SELECT old.code AS predecessor, new.code AS successor, on_day, kind
        FROM unit_succession
        JOIN unit AS old ON old.id = predecessor_id
        JOIN unit AS new ON new.id = successor_id
       WHERE predecessor_id = \(id) OR successor_id = \(id)
       ORDER BY on_day, old.code, new.code
      """, as: Unit.Succession.self)
  }

  /// Everything that was ever written of the unit, newest first.
  package func unitHistory(of id: Unit.ID) async throws -> [UnitChange] {
    try await rows(
      """
      SELECT placement.valid_from, placement.known_at, placement.name, parent.code AS parent_code,
             placement.wage_region, placement.open, event.account, event.verb, event.reason
        FROM unit_placement AS placement
        JOIN audit_event AS event ON event.id = placement.event_id
        LEFT JOIN unit AS parent ON parent.id = placement.parent_id
       WHERE placement.unit_id = \(id)
       ORDER BY placement.known_at DESC, placement.valid_from DESC
      """, as: UnitChange.self)
  }
}
