import Basics
import Postgres
import Sheets

/// How far the sheets of the members of one unit and one manager have come.
struct ReadinessCount: Readable {
  /// The unit that grades; `nil`: members without a unit.
  let unit: Int64?
  let manager: Int64?
  let state: SheetCounts

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    manager = try row.value("manager_id")
    state = try SheetCounts(row)
  }
}

/// How many sheets are in which state.
struct SheetCounts: Sendable, Hashable, Readable {
  var expected = 0
  var noSheet = 0
  /// Proposed by the opening of the month; nobody has written on them.
  var untouched = 0
  var draft = 0
  var selfScored = 0
  var reviewed = 0
  var decided = 0
  /// Have an entry that was not reported yet: they would be incomplete.
  var open = 0

  init() {}

  init(_ row: Row) throws {
    expected = try row.value("expected")
    noSheet = try row.value("no_sheet")
    untouched = try row.value("untouched")
    draft = try row.value("draft")
    selfScored = try row.value("self_scored")
    reviewed = try row.value("reviewed")
    decided = try row.value("decided")
    open = try row.value("open")
  }

  /// Members without a decided sheet: a final run would call them incomplete.
  var missing: Int { expected - decided }

  static func += (left: inout SheetCounts, right: SheetCounts) {
    left.expected += right.expected
    left.noSheet += right.noSheet
    left.untouched += right.untouched
    left.draft += right.draft
    left.selfScored += right.selfScored
    left.reviewed += right.reviewed
    left.decided += right.decided
    left.open += right.open
  }
}

/// A member whose sheet is not decided.
struct MissingMember: Readable {
  let code: Code
  let fullName: Personal<String>
  let unit: Int64?
  /// `none`, `untouched`, or the state of the sheet.
  let state: String
  let open: Bool
  let manager: Int64?

  init(_ row: Row) throws {
    code = try row.value("member_code")
    fullName = Personal(try row.value("full_name"))
    unit = try row.value("unit_id")
    state = try row.value("state")
    open = try row.value("open")
    manager = try row.value("manager_id")
  }
}

/// A member as somebody to be told.
struct NamedMember: Readable {
  let id: Int64
  let code: Code
  let fullName: Personal<String>

  init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
    fullName = Personal(try row.value("full_name"))
  }
}

extension Transaction {
  /// Puts into the temporary table `readiness` how far the sheet of everybody expected has come.
  ///
  /// Wants the table `expected` of `stageExpected(on:knownAt:)`; gone with the transaction.
  func stageReadiness(of month: Month) async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE readiness ON COMMIT DROP AS
      SELECT expected.member_id, expected.member_code, expected.unit_id, expected.manager_id,
             CASE WHEN latest.subject_id IS NULL THEN 'none'
                  WHEN NOT latest.touched THEN 'untouched' ELSE latest.state END AS state,
             coalesce(entry.unreported AND NOT entry.excused, false) AS open
        FROM expected
        LEFT JOIN (
          SELECT DISTINCT ON (subject_id) subject_id, revision, state, touched
            FROM sheet WHERE period_id = \(month.periodID) AND subject_id > 0
           ORDER BY subject_id, revision DESC) AS latest
          ON latest.subject_id = expected.member_id
        LEFT JOIN (
          SELECT subject_id, revision, bool_or(kind <> 'event') AS unreported,
                 bool_or(kind = 'event') AS excused
            FROM sheet_entry
           WHERE period_id = \(month.periodID) AND subject_id > 0
             AND ((kind IN ('work', 'kpi', 'key_result') AND actual IS NULL)
               OR (kind = 'event' AND code IN ('on_leave', 'nothing_to_report')))
           GROUP BY subject_id, revision) AS entry
          ON entry.subject_id = latest.subject_id AND entry.revision = latest.revision
             AND latest.touched
      """)
  }

  /// The staged readiness, by unit and manager.
  func readinessCounts() async throws -> [ReadinessCount] {
    try await rows(
      """
      SELECT unit_id, CASE WHEN state <> 'decided' THEN manager_id END AS manager_id,
             count(*)::int AS expected,
             (count(*) FILTER (WHERE state = 'none'))::int AS no_sheet,
             (count(*) FILTER (WHERE state = 'untouched'))::int AS untouched,
             (count(*) FILTER (WHERE state = 'draft'))::int AS draft,
             (count(*) FILTER (WHERE state = 'self_scored'))::int AS self_scored,
             (count(*) FILTER (WHERE state = 'reviewed'))::int AS reviewed,
             (count(*) FILTER (WHERE state = 'decided'))::int AS decided,
             (count(*) FILTER (WHERE open))::int AS open
        FROM readiness
       GROUP BY 1, 2
      """, as: ReadinessCount.self)
  }

  /// The members without a decided sheet whom these units grade, in byte order of codes.
  func missingMembers(in units: [Int64]) async throws -> [MissingMember] {
    try await rows(
      """
      SELECT readiness.member_code, member.full_name, readiness.unit_id, readiness.state,
             readiness.open, readiness.manager_id
        FROM readiness
        JOIN member ON member.id = readiness.member_id
       WHERE readiness.state <> 'decided' AND readiness.unit_id = ANY (\(units))
       ORDER BY readiness.member_code
      """, as: MissingMember.self)
  }

  /// Codes and names of members by their numbers.
  func named(_ members: [Int64]) async throws -> [Int64: NamedMember] {
    let found = try await rows(
      "SELECT id, code, full_name FROM member WHERE id = ANY (\(members))", as: NamedMember.self)
    return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
  }
}
