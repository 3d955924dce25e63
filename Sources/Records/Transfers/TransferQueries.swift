import Basics
import Members
import Organisation
import Postgres

extension Transfer: Readable {
  package init(_ row: Row) throws {
    self.init(
      number: try row.value("id"), member: try row.value("member_id"),
      memberCode: try row.value("member_code"), kind: try row.value("kind"),
      from: try row.value("from_cell_id"), fromCode: try row.value("from_code"),
      to: try row.value("to_cell_id"), toCode: try row.value("to_code"),
      destination: try row.value("destination"), authority: try row.value("authority_id"),
      authorityCode: try row.value("authority_code"), purpose: try row.value("purpose"),
      effectiveOn: try row.value("effective_on"), lastOn: try row.value("last_on"),
      eventOn: try row.value("event_on"), askedOn: try row.value("asked_on"),
      startBy: try row.value("start_by"), reason: try row.value("reason"),
      document: try row.value("document"), list: try row.value("list_id"),
      state: try row.value("state"), steps: try row.value("steps"),
      releasedBy: try row.value("released_by"), releasedOn: try row.value("released_on"),
      presentBy: try row.value("present_by"), isExtended: try row.value("is_extended"))
  }
}

extension Transfer.Taken: Readable {
  package init(_ row: Row) throws {
    self.init(
      number: try row.value("number"), step: try row.value("step"),
      state: try row.value("to_state"), account: try row.value("account"),
      day: try row.value("day"), reason: try row.value("reason"),
      document: try row.value("document"), duesReason: try row.value("dues_reason"),
      lastOn: try row.value("last_on"))
  }
}

/// Dues of months that are over, of the member of one transfer.
struct TransferDebt: Readable {
  let transfer: Int64
  let months: Int
  let sum: Money

  init(_ row: Row) throws {
    transfer = try row.value("transfer_id")
    months = try row.value("months")
    sum = try row.value("sum")
  }
}

struct FoundObstacle: Readable {
  let transfer: Int64
  let obstacle: TransferRefusal.Obstacle

  init(_ row: Row) throws {
    transfer = try row.value("transfer_id")
    obstacle = try row.value("obstacle")
  }
}

extension TransferRefusal.Obstacle: PostgresText {}

/// A paper in a file, with its number.
package struct TransferPaper: Sendable, Hashable, Readable {
  package let paper: Transfer.Paper
  package let number: String

  package init(_ row: Row) throws {
    paper = try row.value("paper")
    number = try row.value("number")
  }
}

extension Transaction {
  /// What is read of a transfer, and where from.
  var transferColumns: SQL {
    """
    transfer.id, transfer.member_id, member.code AS member_code, transfer.kind,
    transfer.from_cell_id, origin.code AS from_code, transfer.to_cell_id, place.code AS to_code,
    transfer.destination, transfer.authority_id, authority.code AS authority_code,
    transfer.purpose, transfer.effective_on,
    coalesce((SELECT last_on FROM temporary_stay WHERE transfer_id = transfer.id
      ORDER BY known_at DESC LIMIT 1), transfer.last_on) AS last_on,
    transfer.event_on, transfer.asked_on, transfer.start_by, transfer.reason, transfer.document,
    transfer.list_id, transfer.state, transfer.steps, transfer.released_by, transfer.released_on,
    transfer.present_by, transfer.kind = 'temporary' AND EXISTS (
      SELECT FROM transfer_step WHERE transfer_id = transfer.id AND step = 'extend')
      AS is_extended
    """
  }

  var transferTables: SQL {
    """
    transfer JOIN member ON member.id = transfer.member_id
    JOIN unit AS authority ON authority.id = transfer.authority_id
    LEFT JOIN unit AS origin ON origin.id = transfer.from_cell_id
    LEFT JOIN unit AS place ON place.id = transfer.to_cell_id
    """
  }

  package func transfers(_ numbers: [Int64]) async throws -> [Transfer] {
    try await rows(
      """
      SELECT \(raw: transferColumns) FROM \(raw: transferTables)
       WHERE transfer.id = ANY (\(numbers)) ORDER BY transfer.id
      """, as: Transfer.self)
  }

  /// The transfers, held against other steps until the transaction is over: units first, then
  /// members, then the transfers, each by their numbers.
  package func heldTransfers(_ scope: TransferScope) async throws -> [Transfer] {
    let numbers: [Int64]
    switch scope {
    case .one(let number): numbers = [number]
    case .list(let list):
      numbers = try await values(
        "SELECT id FROM transfer WHERE list_id = \(list) ORDER BY id", as: Int64.self)
    }
    try await execute(
      """
      SELECT FROM unit WHERE id IN (
          SELECT from_cell_id FROM transfer WHERE id = ANY (\(numbers))
          UNION SELECT to_cell_id FROM transfer WHERE id = ANY (\(numbers)))
       ORDER BY id FOR KEY SHARE
      """)
    try await execute(
      """
      SELECT FROM member
       WHERE id IN (SELECT member_id FROM transfer WHERE id = ANY (\(numbers)))
       ORDER BY id FOR UPDATE
      """)
    return try await transfers(numbers)
  }

  package func transferSteps(of number: Int64) async throws -> [Transfer.Taken] {
    try await rows(
      """
      SELECT number, step, to_state, account, day, reason, document, dues_reason, last_on
        FROM transfer_step WHERE transfer_id = \(number) ORDER BY number
      """, as: Transfer.Taken.self)
  }

  package func papers(of number: Int64) async throws -> [TransferPaper] {
    try await rows(
      """
      SELECT DISTINCT ON (paper) paper, number FROM transfer_paper
       WHERE transfer_id = \(number) ORDER BY paper, event_id DESC
      """, as: TransferPaper.self)
  }

  /// Whether the member was an official one by then; of whom no day is known is taken for one.
  func isOfficial(_ member: Member.ID, on day: Day) async throws -> Bool {
    try await value(
      """
      SELECT joined_on IS NULL OR coalesce(official_on <= \(day), party_card IS NOT NULL)
        FROM member WHERE id = \(member)
      """, as: Bool.self) ?? true
  }

  /// What the members of these transfers owe for months that are over, without the months for
  /// which a good reason is on record.
  func unpaidDues(of numbers: [Int64], before day: Day) async throws -> [TransferDebt] {
    try await rows(
      """
      SELECT transfer.id AS transfer_id, count(*) AS months,
             sum(known.charged - known.settled)::bigint AS sum
        FROM transfer
        JOIN member ON transfer.member_id IN (member.id, member.merged_into)
        JOIN dues_month AS known ON known.member_id = member.id
       WHERE transfer.id = ANY (\(numbers)) AND known.settled < known.charged
         AND known.month < \(day.month.firstDay)
         AND NOT EXISTS (SELECT FROM dues_unpaid_reason AS excuse
              WHERE excuse.member_id = known.member_id AND excuse.month = known.month)
       GROUP BY transfer.id ORDER BY transfer.id
      """, as: TransferDebt.self)
  }

  func transferObstacles(to numbers: [Int64]) async throws -> [FoundObstacle] {
    try await rows(
      "SELECT transfer_id, obstacle FROM transfer_obstacles(\(numbers)) ORDER BY transfer_id",
      as: FoundObstacle.self)
  }

  /// Writes the step of all of a round; the database takes the transfers along.
  func insertSteps(_ round: StepRound, presentBy: Day, event: Int64) async throws {
    let (release, details) = (round.step == .release, round.details)
    let lastOn = round.step == .extend || round.step == .end ? details.lastOn : nil
    try await execute(
      """
      INSERT INTO transfer_step (transfer_id, number, step, from_state, to_state, account, day, at,
        reason, document, dues_reason, present_by, last_on, event_id)
      SELECT id, steps + 1, \(round.step), state, \(round.to), \(round.actor.account),
             \(round.today), \(now), \(round.basis.reason), \(round.basis.document),
             \(release ? details.duesReason : ""), \(release ? presentBy : nil), \(lastOn),
             \(event)
        FROM transfer WHERE id = ANY (\(round.numbers)) ORDER BY id
      """, expecting: round.transfers.count)
  }
}
