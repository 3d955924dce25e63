import Basics
import Postgres
import Runs
import Sheets

extension Appeal.Outcome: PostgresText {}

extension Appeal: Readable {
  package init(_ row: Row) throws {
    let period: Int32 = try row.value("period_id")
    number = try row.value("id")
    month = Month(periodID: period) ?? Month(containing: .first)
    run = try row.value("run_id")
    revision = try row.value("revision")
    memberNumber = try row.value("member_id")
    member = try row.value("member_code")
    name = try row.value("full_name")
    unit = try row.value("unit_code")
    units = [try row.value("cell_id") as Int64?, try row.value("agency_id")].compactMap(\.self)
    raisedBy = try row.value("raised_by")
    raisedAt = try row.value("raised_at")
    grounds = try row.value("grounds")
    outcome = try row.value("outcome")
    answeredBy = try row.value("answered_by")
    answeredAt = try row.value("answered_at")
    answer = try row.value("answer")
  }
}

/// Whoever has a score in a run, and where they stood.
struct AppellantRow: Readable {
  let member: Int64
  let units: [Int64]

  init(_ row: Row) throws {
    member = try row.value("member_id")
    units = [try row.value("cell_id") as Int64?, try row.value("agency_id")].compactMap(\.self)
  }
}

extension Transaction {
  private var appeals: SQL {
    """
    SELECT appeal.id, appeal.period_id, appeal.run_id, run.revision, appeal.member_id,
           member.code AS member_code, member.full_name, unit.code AS unit_code, score.cell_id,
           score.agency_id, raised_by, raised_at, grounds, outcome, answered_by, answered_at,
           answer
      FROM appeal
      JOIN run ON run.id = appeal.run_id
      JOIN member ON member.id = appeal.member_id
      JOIN score ON score.period_id = appeal.period_id AND score.run_id = appeal.run_id
       AND score.member_id = appeal.member_id
      JOIN unit ON unit.id = score.unit_id
    """
  }

  /// The appeals of a month, the open ones first, in the order in which they were raised.
  func appeals(in month: Month) async throws -> [Appeal] {
    try await rows(
      """
      \(raw: appeals) WHERE appeal.period_id = \(month.periodID)
       ORDER BY outcome IS NOT NULL, appeal.id
      """, as: Appeal.self)
  }

  /// The open appeal of a member, held against another answer.
  func openAppeal(of member: Code, in month: Month) async throws -> Appeal? {
    try await first(
      """
      \(raw: appeals)
       WHERE appeal.period_id = \(month.periodID) AND outcome IS NULL AND member.code = \(member)
       ORDER BY appeal.id DESC LIMIT 1 FOR UPDATE OF appeal
      """, as: Appeal.self)
  }

  func appellant(_ code: Code, in run: Run) async throws -> AppellantRow? {
    try await first(
      """
      SELECT member_id, cell_id, agency_id FROM score
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
         AND member_id = (SELECT id FROM member WHERE code = \(code))
      """, as: AppellantRow.self)
  }

  /// The last day on which appeals against a published run are taken.
  package func appealUntil(_ run: Int32) async throws -> Day? {
    try await value("SELECT appeal_until FROM publication WHERE run_id = \(run)", as: Day.self)
  }

  /// Puts an appeal on record; `false` where the member has appealed against the run before.
  func insertAppeal(
    of member: Int64, against run: Run, grounds: String, by account: Code, event: Int64
  ) async throws -> Bool {
    try await execute(
      """
      INSERT INTO appeal (period_id, run_id, member_id, raised_by, raised_at, grounds, event_id)
      VALUES (\(run.month.periodID), \(run.number), \(member), \(account), \(now), \(grounds),
        \(event))
      ON CONFLICT ON CONSTRAINT appeal_once DO NOTHING
      """) == 1
  }

  func hasAppealed(_ member: Int64, against run: Int32) async throws -> Bool {
    try await value(
      "SELECT EXISTS (SELECT FROM appeal WHERE run_id = \(run) AND member_id = \(member))",
      as: Bool.self) ?? false
  }

  /// Whether the account reviewed, decided or imported the sheet, or decided on a board.
  func hasRated(_ account: Code, member: Int64, in month: Month) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (
          SELECT FROM sheet_step
           WHERE period_id = \(month.periodID) AND subject_id = \(member)
             AND account = \(account) AND step IN ('review', 'decide', 'import'))
        OR EXISTS (
          SELECT FROM board_decision
           WHERE period_id = \(month.periodID) AND member_id = \(member)
             AND decided_by = \(account))
      """, as: Bool.self) ?? true
  }

  func answer(
    _ appeal: Appeal, _ outcome: Appeal.Outcome, _ text: String, by account: Code, event: Int64
  ) async throws {
    try await execute(
      """
      UPDATE appeal
         SET outcome = \(outcome), answered_by = \(account), answered_at = \(now),
             answer = \(text), answer_event_id = \(event)
       WHERE member_id = \(appeal.memberNumber) AND id = \(appeal.number) AND outcome IS NULL
      """, expecting: 1)
  }

  /// Whether somebody has asked for a revision of the month, confirmed or not.
  func isRequested(_ month: Month, revision: Int) async throws -> Bool {
    try await value(
      """
      SELECT EXISTS (
        SELECT FROM period_reopening
         WHERE period_id = \(month.periodID) AND revision = \(Int16(clamping: revision)))
      """, as: Bool.self) ?? false
  }
}
