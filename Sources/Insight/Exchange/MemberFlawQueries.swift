import Basics
import Members
import Postgres

/// What the database found wrong with a row of the stage.
struct StageFlaw: Readable {
  let line: Int
  let column: String
  let value: String
  let cause: Cause
  /// What the cause speaks of: another line, another member, a unit.
  let other: String

  enum Cause: String, PostgresText, CaseIterable {
    case twiceInFile = "twice_in_file"
    case numberTaken = "number_taken"
    case unknownUnit = "unknown_unit"
    case otherTree = "other_tree"
    case closedUnit = "closed_unit"
    case merged
    case outside
    case unknownManager = "unknown_manager"
  }

  init(_ row: Row) throws {
    line = try row.value("line")
    column = try row.value("column_name")
    value = try row.value("value")
    cause = try row.value("cause")
    other = try row.value("other")
  }

  var rowFlaw: RowFlaw {
    RowFlaw(line: line, column: column, value: value, reason: reason)
  }

  private var reason: Phrase {
    switch cause {
    case .twiceInFile:
      Phrase(vi: "cũng có ở dòng \(other)", en: "stands on line \(other) too")
    case .numberTaken:
      Phrase(vi: "đã thuộc về hồ sơ “\(other)”", en: "belongs to the member “\(other)”")
    case .unknownUnit: Phrase(vi: "không có đơn vị này", en: "there is no such unit")
    case .otherTree:
      Phrase(
        vi: "là đơn vị của hệ thống kia (chi bộ: party, cơ quan: state)",
        en: "is a unit of the other tree (cells: party, agencies: state)")
    case .closedUnit:
      Phrase(vi: "đơn vị đã đóng hoặc sẽ đóng", en: "the unit is closed, or is going to be")
    case .merged:
      Phrase(
        vi: "là hồ sơ trùng đã gộp vào “\(other)”", en: "is a duplicate merged into “\(other)”")
    case .outside:
      Phrase(
        vi: "ngoài phạm vi tài khoản được nhập", en: "lies outside of what the account may import")
    case .unknownManager:
      Phrase(
        vi: "không có người này trong tệp (hoặc dòng bị từ chối) và trong hồ sơ",
        en: "is neither on record nor in the file, or its row is refused")
    }
  }
}

extension Transaction {
  /// Everything that is wrong with rows of the stage but their managers.
  func stageFlaws(visible: [Int64]?) async throws -> [StageFlaw] {
    var flaws: [StageFlaw] = []
    for column in [MemberColumn.code, .personalID, .partyCard] {
      flaws += try await twiceInFile(column)
    }
    for column in [MemberColumn.personalID, .partyCard] {
      flaws += try await taken(column)
    }
    flaws += try await unitFlaws(.cellCode, tree: "party")
    flaws += try await unitFlaws(.agencyCode, tree: "state")
    flaws += try await rows(
      """
      SELECT resolved.line, 'code' AS column_name, resolved.code AS value, 'merged' AS cause,
             kept.code::text AS other
        FROM resolved JOIN member AS kept ON kept.id = resolved.merged_into
      """, as: StageFlaw.self)
    if let visible { flaws += try await outside(visible) }
    return flaws
  }

  private func twiceInFile(_ column: MemberColumn) async throws -> [StageFlaw] {
    let name: SQL = "\(identifier: column.rawValue)"
    return try await rows(
      """
      SELECT resolved.line, \(column.rawValue) AS column_name, resolved.\(raw: name) AS value,
             'twice_in_file' AS cause,
             (CASE WHEN resolved.line = twice.first_line THEN twice.last_line
                   ELSE twice.first_line END)::text AS other
        FROM (SELECT \(raw: name) AS number, min(line) AS first_line, max(line) AS last_line
                FROM resolved WHERE \(raw: name) IS NOT NULL
               GROUP BY \(raw: name) HAVING count(*) > 1) AS twice
        JOIN resolved ON resolved.\(raw: name) = twice.number
      """, as: StageFlaw.self)
  }

  private func taken(_ column: MemberColumn) async throws -> [StageFlaw] {
    let name: SQL = "\(identifier: column.rawValue)"
    return try await rows(
      """
      SELECT resolved.line, \(column.rawValue) AS column_name, resolved.\(raw: name) AS value,
             'number_taken' AS cause, member.code::text AS other
        FROM resolved JOIN member ON member.\(raw: name) = resolved.\(raw: name)
       WHERE member.id <> resolved.member_id
      """, as: StageFlaw.self)
  }

  private func unitFlaws(_ column: MemberColumn, tree: String) async throws -> [StageFlaw] {
    let name: SQL = "\(identifier: column.rawValue)"
    let number: SQL = column == .cellCode ? "cell_id" : "agency_id"
    return try await rows(
      """
      SELECT resolved.line, \(column.rawValue) AS column_name, resolved.\(raw: name) AS value,
             CASE WHEN unit.id IS NULL THEN 'unknown_unit'
                  WHEN unit.tree <> \(tree) THEN 'other_tree'
                  ELSE 'closed_unit' END AS cause, '' AS other
        FROM resolved LEFT JOIN unit ON unit.code = resolved.\(raw: name)
       WHERE resolved.\(raw: name) IS NOT NULL AND resolved.\(raw: number) IS NULL
      """, as: StageFlaw.self)
  }

  /// Rows that would put somebody where the account may not import, or take them from there.
  private func outside(_ visible: [Int64]) async throws -> [StageFlaw] {
    try await rows(
      """
      SELECT resolved.line, 'code' AS column_name, resolved.code AS value, 'outside' AS cause,
             '' AS other
        FROM resolved
        LEFT JOIN LATERAL (SELECT cell_id FROM cell_membership
           WHERE member_id = resolved.existing_id
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS membership ON true
        LEFT JOIN LATERAL (SELECT agency_id FROM post_holding
           WHERE member_id = resolved.existing_id
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS post ON true
       WHERE NOT coalesce(resolved.cell_id = ANY (\(visible)), false)
             AND NOT coalesce(resolved.agency_id = ANY (\(visible)), false)
          OR resolved.existing_id IS NOT NULL
             AND NOT coalesce(membership.cell_id = ANY (\(visible)), false)
             AND NOT coalesce(post.agency_id = ANY (\(visible)), false)
      """, as: StageFlaw.self)
  }

  /// Rows whose manager is neither on record nor left on the stage.
  func managerFlaws() async throws -> [StageFlaw] {
    try await rows(
      """
      SELECT resolved.line, 'manager_code' AS column_name, resolved.manager_code AS value,
             'unknown_manager' AS cause, '' AS other
        FROM resolved
        LEFT JOIN member AS known
          ON known.code = resolved.manager_code AND known.merged_into IS NULL
        LEFT JOIN resolved AS staged ON staged.code = resolved.manager_code
       WHERE resolved.manager_code IS NOT NULL AND known.id IS NULL AND staged.line IS NULL
      """, as: StageFlaw.self)
  }
}
