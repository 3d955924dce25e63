import Basics
import Frameworks
import Postgres
import Sheets

/// Somebody expected, as the run froze them.
package struct PlannedMember: Sendable, Readable {
  package let id: Int64
  package let code: Code
  /// The unit that grades.
  package let unit: Int64
  package let cell: Int64?
  package let agency: Int64?
  package let form: Framework.Form
  package let manager: Int64?
  package let stage: Int16

  package init(_ row: Row) throws {
    id = try row.value("member_id")
    code = try row.value("member_code")
    unit = try row.value("unit_id")
    cell = try row.value("cell_id")
    agency = try row.value("agency_id")
    form = try row.value("form")
    manager = try row.value("manager_id")
    stage = try row.value("stage")
  }
}

/// A piece of a run.
struct Chunk: Sendable, Hashable {
  let number: Int32
  let stage: Int16
  let members: Int
  let first: Int64
  let last: Int64

  /// Whether its members' numbers lie so close together that reading the whole stretch is cheaper
  /// than looking each of them up.
  var isDense: Bool { last - first < Int64(members) * 3 }
}

extension Chunk: Readable {
  init(_ row: Row) throws {
    number = try row.value("number")
    stage = try row.value("stage")
    members = try row.value("members")
    first = try row.value("first_member_id")
    last = try row.value("last_member_id")
  }
}

/// The row of a sheet that a run reads.
struct SheetHead: Readable {
  let subject: Int64
  let revision: Int16
  let framework: Int32
  let isDecided: Bool

  init(_ row: Row) throws {
    subject = try row.value("subject_id")
    revision = try row.value("revision")
    framework = try row.value("framework_id")
    isDecided = try row.value("decided")
  }
}

/// Whose entry a row has, and the entry.
///
/// The server takes as long to send a value as to find a row. So what most rows have alike (the
/// first revision, work, no failure and no delay) is sent as nothing.
enum EntryRow {
  static let columns = """
    subject_id, nullif(revision, 1::smallint) AS later_revision,
    nullif(kind, 'work') AS other_kind, code, group_code, weight, target, actual, direction,
    baseline, nullif(quality_failures, 0) AS quality_failures, nullif(delays, 0) AS delays, points
    """

  static func owner(_ row: Row) throws -> (subject: Int64, revision: Int16) {
    (try row.value("subject_id"), try row.value("later_revision") ?? 1)
  }

  static func entry(_ row: Row) throws -> Entry {
    let kind = try row.value("other_kind", as: KindByLength?.self)?.kind ?? .work
    var entry = Entry(kind: kind, code: try row.value("code"))
    entry.group = try row.value("group_code")
    entry.weight = try quantity(row.value("weight"))
    entry.target = try quantity(row.value("target"))
    entry.actual = try quantity(row.value("actual"))
    let direction: String? = try row.value("direction")
    if let direction { entry.direction = Entry.Direction(rawValue: direction) }
    entry.baseline = try quantity(row.value("baseline"))
    entry.qualityFailures = try quantity(row.value("quality_failures")) ?? .zero
    entry.delays = try quantity(row.value("delays")) ?? .zero
    entry.points = try quantity(row.value("points"))
    return entry
  }

  @inline(__always)
  private static func quantity(_ number: Int64?) -> Quantity? {
    number.flatMap(Quantity.init(tenThousandths:))
  }
}

/// A kind of entry, told by the length of its name without making a text of it.
///
/// The database lets no other in, and each has a length of its own.
private struct KindByLength: PostgresValue {
  let kind: Entry.Kind

  static var postgresType: PostgresType { .text }

  func encode(into writer: inout ByteWriter) throws(ValueError) {
    try kind.rawValue.encode(into: &writer)
  }

  static func decode(_ cell: Cell) throws(ValueError) -> KindByLength {
    try cell.expect(.text)
    switch cell.count {
    case 4: return KindByLength(kind: .work)
    case 9: return KindByLength(kind: .criterion)
    case 3: return KindByLength(kind: .kpi)
    case 6: return KindByLength(kind: .factor)
    case 5: return KindByLength(kind: .event)
    case 10: return KindByLength(kind: .keyResult)
    default: throw .malformed("no kind of entry")
    }
  }
}

/// Which sheets a query is about.
enum SheetChoice {
  /// All numbers of a stretch.
  case stretch(Int64, Int64)
  case these([Int64])

  /// Constants in the text: the planner then knows the partition and the stretch.
  func condition(on column: String) -> String {
    switch self {
    case .stretch(let first, let last): "\(column) BETWEEN \(first) AND \(last)"
    case .these(let numbers):
      "\(column) = ANY ('{\(numbers.map(String.init).joined(separator: ","))}'::bigint[])"
    }
  }
}

extension Transaction {
  /// Takes the next chunk that nobody works on; it is ours until the transaction ends.
  ///
  /// A stage begins when the one before is stored, so leaders come after those who report to them.
  /// The collectives, one chunk however many, come first: nobody waits for them at the end.
  func claimChunk(of run: Int32) async throws -> Chunk? {
    try await first(
      """
      SELECT number, stage, members, first_member_id, last_member_id FROM run_chunk
       WHERE run_id = \(run) AND done_at IS NULL
         AND stage = (SELECT min(stage) FROM run_chunk WHERE run_id = \(run) AND done_at IS NULL)
       ORDER BY members > 0, number LIMIT 1 FOR UPDATE SKIP LOCKED
      """, as: Chunk.self)
  }

  func chunkCounts(of run: Int32) async throws -> (done: Int, all: Int) {
    let numbers = try await values(
      """
      SELECT unnest(ARRAY[count(done_at), count(*)])::int FROM run_chunk WHERE run_id = \(run)
      """, as: Int.self)
    return (numbers.first ?? 0, numbers.last ?? 0)
  }

  func chunks(of run: Int32) async throws -> [Chunk] {
    try await rows(
      """
      SELECT number, stage, members, first_member_id, last_member_id FROM run_chunk
       WHERE run_id = \(run) ORDER BY number
      """, as: Chunk.self)
  }

  func finish(_ chunk: Chunk, of run: Int32, rated: Int, notRated: Int, incomplete: Int)
    async throws
  {
    try await execute(
      """
      UPDATE run_chunk SET done_at = clock_timestamp(), rated = \(Int32(rated)),
             not_rated = \(Int32(notRated)), incomplete = \(Int32(incomplete))
       WHERE run_id = \(run) AND number = \(chunk.number)
      """, expecting: 1)
  }

  func members(of chunk: Chunk, in run: Run) async throws -> [PlannedMember] {
    let choice =
      chunk.stage == 0
      ? "chunk = \(chunk.number)"
      : "stage = \(chunk.stage) AND member_id BETWEEN \(chunk.first) AND \(chunk.last)"
    return try await rows(
      SQL(
        trusted: """
          SELECT member_id, member_code, unit_id, cell_id, agency_id, form, manager_id, stage
            FROM run_member
           WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND \(choice)
           ORDER BY member_id
          """), as: PlannedMember.self)
  }

  /// A member as the run froze them; `nil` for one who was not expected.
  ///
  /// The members of a run are found by their chunks, which say between which numbers they lie.
  func plannedMember(_ code: Code, in run: Run) async throws -> PlannedMember? {
    guard let id = try await value("SELECT id FROM member WHERE code = \(code)", as: Int64.self)
    else { return nil }
    return try await first(
      """
      SELECT member_id, member_code, unit_id, cell_id, agency_id, form, manager_id, stage
        FROM run_member
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND member_id = \(id)
         AND chunk = ANY (ARRAY(
           SELECT number FROM run_chunk
            WHERE run_id = \(run.number) AND stage = 0
              AND \(id) BETWEEN first_member_id AND last_member_id))
      """, as: PlannedMember.self)
  }

  /// Sheets that somebody has written on, up to a revision, in the order of subject and revision.
  func sheetHeads(
    _ choice: SheetChoice, in month: Month, until revision: Int16
  ) async throws -> [SheetHead] {
    try await rows(
      SQL(
        trusted: """
          SELECT subject_id, revision, framework_id, state = 'decided' AS decided FROM sheet
           WHERE period_id = \(month.periodID) AND \(choice.condition(on: "subject_id"))
             AND revision <= \(revision) AND touched
           ORDER BY subject_id, revision
          """), as: SheetHead.self)
  }

  /// Lends the rows of their entries, in the same order: an entry is dearer to copy than to score.
  func lendEntries(
    _ choice: SheetChoice, in month: Month, until revision: Int16,
    _ take: @Sendable (inout CopyRows) throws -> Void
  ) async throws {
    try await copyOut(
      SQL(
        trusted: """
          SELECT \(EntryRow.columns) FROM sheet_entry
           WHERE period_id = \(month.periodID) AND \(choice.condition(on: "subject_id"))
             AND revision <= \(revision)
           ORDER BY subject_id, revision
          """), lending: take)
  }

  /// Managers of a stretch of numbers with somebody at grade D below them.
  func halvedLeaders(_ chunk: Chunk, in run: Run) async throws -> Set<Int64> {
    Set(
      try await values(
        """
        SELECT DISTINCT manager_id FROM failed_subordinate
         WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
           AND manager_id BETWEEN \(chunk.first) AND \(chunk.last)
        """, as: Int64.self))
  }

  /// Subordinates of one manager with grade D before the quota, by code.
  func failedSubordinates(of manager: Int64, in run: Run) async throws -> [Code] {
    try await values(
      """
      SELECT member.code FROM failed_subordinate
        JOIN member ON member.id = failed_subordinate.member_id
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
         AND manager_id = \(manager)
       ORDER BY member.code
      """, as: Code.self)
  }
}
