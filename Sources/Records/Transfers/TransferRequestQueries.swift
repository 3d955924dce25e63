import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

extension Transfer.Kind: PostgresText {}
extension Transfer.State: PostgresText {}
extension Transfer.Step: PostgresText {}
extension Transfer.Purpose: PostgresText {}
extension Transfer.Paper: PostgresText {}

extension Transaction {
  /// Puts the rows of a request into the temporary table `staged_transfer`.
  func stageTransfers(_ request: TransferRequest) async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE staged_transfer (line int NOT NULL, member_code text COLLATE "C",
        to_code text COLLATE "C") ON COMMIT DROP
      """)
    try await copyIn(into: "staged_transfer", columns: ["line", "member_code", "to_code"]) {
      writer in
      for row in request.rows {
        try await writer.append(Int32(clamping: row.line), row.member.text, row.to?.text)
      }
    }
    if request.rows.count > 100 { try await execute("ANALYZE staged_transfer") }
  }

  /// Holds what the request is about: units first, then members, each by their numbers.
  ///
  /// A merge of units takes them in the same order, so none waits for the other in a circle.
  func holdStagedTransfers(on day: Day) async throws {
    try await execute(
      """
      SELECT FROM unit
       WHERE id IN (SELECT unit.id FROM staged_transfer JOIN unit ON unit.code = to_code
             UNION
             SELECT (SELECT cell_id FROM cell_membership
                      WHERE member_id = member.id AND valid_from <= \(day)
                      ORDER BY valid_from DESC, known_at DESC LIMIT 1)
               FROM staged_transfer JOIN member ON member.code = member_code)
       ORDER BY id FOR KEY SHARE
      """)
    try await execute(
      """
      SELECT FROM member WHERE code IN (SELECT member_code FROM staged_transfer)
       ORDER BY id FOR UPDATE
      """)
  }

  /// What the record says of everybody staged, in the order of the lines.
  func transferSubjects(on day: Day) async throws -> [TransferSubject] {
    try await rows(
      """
      SELECT staged.line, staged.member_code AS code, member.id AS member_id,
             kept.code AS merged_into, member.joined_on,
             coalesce((SELECT status FROM party_standing
               WHERE member_id = member.id AND valid_from <= \(day)
               ORDER BY valid_from DESC, known_at DESC LIMIT 1), 'active') AS status,
             cell.id AS cell_id, cell.code AS cell_code,
             (SELECT min(valid_from) FROM (
                 SELECT DISTINCT ON (valid_from) valid_from, cell_id FROM cell_membership
                  WHERE member_id = member.id AND valid_from > \(day)
                  ORDER BY valid_from, known_at DESC) AS later
               WHERE later.cell_id IS DISTINCT FROM cell.id) AS later_cell_from,
             running.id AS open_id, running.state AS open_state,
             (SELECT max(last_on) FROM (
                 SELECT DISTINCT ON (valid_from) last_on FROM temporary_stay
                  WHERE member_id = member.id ORDER BY valid_from, known_at DESC) AS stay
               WHERE last_on >= \(day)) AS stay_until,
             staged.to_code, place.id AS to_id,
             coalesce((SELECT open FROM unit_placement
               WHERE unit_id = place.id AND valid_from <= \(day)
               ORDER BY valid_from DESC, known_at DESC LIMIT 1), false)
             AND NOT EXISTS (SELECT FROM (
                 SELECT DISTINCT ON (valid_from) open FROM unit_placement
                  WHERE unit_id = place.id AND valid_from > \(day)
                  ORDER BY valid_from, known_at DESC) AS later WHERE NOT open) AS to_is_open
        FROM staged_transfer AS staged
        LEFT JOIN member ON member.code = staged.member_code
        LEFT JOIN member AS kept ON kept.id = member.merged_into
        LEFT JOIN unit AS cell ON cell.id = (SELECT cell_id FROM cell_membership
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1)
        LEFT JOIN transfer AS running ON running.member_id = member.id
         AND running.state IN ('submitted', 'reviewed', 'released', 'in_transit')
        LEFT JOIN unit AS place ON place.code = staged.to_code AND place.tree = 'party'
       ORDER BY staged.line
      """, as: TransferSubject.self)
  }

  package func transferTrees(on today: Day, and day: Day) async throws -> TransferTrees {
    let now = UnitTree(try await units(on: today))
    let then = day == today ? now : UnitTree(try await units(on: day))
    return TransferTrees(
      now: now, then: then, grassroots: try await grassrootsOrganisations(on: today))
  }

  /// Units that are on record as grassroots organisations on a day.
  package func grassrootsOrganisations(on day: Day) async throws -> Set<Int64> {
    Set(
      try await values(
        """
        SELECT unit_id FROM (
          SELECT DISTINCT ON (unit_id) unit_id, grassroots FROM grassroots_organisation
           WHERE valid_from <= \(day) ORDER BY unit_id, valid_from DESC, known_at DESC) AS known
         WHERE grassroots
        """, as: Int64.self))
  }

  func nextTransferList() async throws -> Int64 {
    try await value(
      "SELECT nextval(pg_get_serial_sequence('transfer_list', 'id'))", as: Int64.self) ?? 0
  }

  func insertTransferList(_ number: Int64, members: Int, event: Int64) async throws {
    try await execute(
      """
      INSERT INTO transfer_list (id, members, event_id)
      VALUES (\(number), \(Int32(clamping: members)), \(event))
      """, expecting: 1)
  }

  func insert(
    _ planned: [PlannedTransfer], of request: TransferRequest, _ days: RequestDays, list: Int64?,
    basis: Audit.Basis, event: Int64
  ) async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE planned_transfer (line int NOT NULL, member_id bigint NOT NULL,
        kind text NOT NULL, from_id bigint, to_id bigint, authority_id bigint NOT NULL)
        ON COMMIT DROP
      """)
    try await copyIn(
      into: "planned_transfer",
      columns: ["line", "member_id", "kind", "from_id", "to_id", "authority_id"]
    ) { writer in
      for one in planned {
        try await writer.append(
          Int32(clamping: one.line), one.member.number, one.kind.rawValue, one.from?.number,
          one.to?.number, one.authority.number)
      }
    }
    try await execute(
      """
      INSERT INTO transfer (member_id, kind, from_cell_id, to_cell_id, destination, authority_id,
        purpose, effective_on, last_on, event_on, asked_on, start_by, reason, document, list_id,
        event_id)
      SELECT member_id, kind, from_id, to_id, \(request.destination), authority_id,
             \(request.lastOn == nil ? nil : request.purpose)::text, \(request.effectiveOn),
             \(request.lastOn), \(days.event), \(days.asked), \(days.startBy), \(basis.reason),
             \(basis.document), \(list), \(event)
        FROM planned_transfer ORDER BY line
      """, expecting: planned.count)
  }

  /// Writes the first step of all transfers of an event; gives back their numbers.
  func beginTransfers(
    by actor: Actor, on day: Day, basis: Audit.Basis, event: Int64
  ) async throws -> [Int64] {
    let numbers = try await values(
      """
      SELECT transfer.id FROM transfer JOIN planned_transfer USING (member_id)
       WHERE transfer.event_id = \(event) ORDER BY transfer.id
      """, as: Int64.self)
    try await execute(
      """
      INSERT INTO transfer_step
        (transfer_id, number, step, to_state, account, day, at, reason, document, event_id)
      SELECT id, 1, 'request', 'submitted', \(actor.account), \(day), \(now), \(basis.reason),
             \(basis.document), \(event)
        FROM unnest(\(numbers)) AS asked (id)
      """, expecting: numbers.count)
    return numbers
  }

  /// Notes papers of the files of these transfers.
  package func insert(
    _ papers: [Transfer.Paper: String], of numbers: [Int64], event: Int64
  ) async throws {
    guard !papers.isEmpty else { return }
    let sorted = papers.sorted { $0.key.rawValue < $1.key.rawValue }
    try await execute(
      """
      INSERT INTO transfer_paper (transfer_id, paper, number, event_id)
      SELECT id, paper, number, \(event)
        FROM unnest(\(numbers)) AS asked (id)
       CROSS JOIN unnest(\(sorted.map(\.key.rawValue)), \(sorted.map(\.value)))
         AS given (paper, number)
      """)
  }
}
