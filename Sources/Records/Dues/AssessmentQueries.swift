import Basics
import Members
import Postgres

extension OwingMember: Readable {
  init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
    sex = try row.value("sex")
    birthDate = try row.value("birth_date")
    joinedOn = try row.value("joined_on")
    status = try row.value("status")
    hasCell = try row.value("has_cell")
    isMerged = try row.value("merged")
    cell = try row.value("cell_id")
    category = try row.value("category")
    base = try row.value("base")
    let revision: Int16? = try row.value("revision")
    before = try revision.map { try Before(row, revision: $0) }
  }
}

extension OwingMember.Before {
  fileprivate init(_ row: Row, revision: Int16) throws {
    self.revision = revision
    category = try row.value("charged_category")
    base = try row.value("charged_base")
    rate = try row.value("rate")
    amount = try row.value("amount")
    percent = try row.value("percent")
    ground = try row.value("ground")
    net = try row.value("net")
    isVoid = try row.value("void")
  }
}

private struct RecordedWaiver: Readable {
  let member: Int64
  let waiver: DuesCase.Waiver

  init(_ row: Row) throws {
    member = try row.value("member_id")
    let percent: Int16 = try row.value("percent")
    waiver = .init(
      id: try row.value("id"), ground: try row.value("ground"), percent: Int(percent))
  }
}

extension AssessmentPiece.MemberChoice {
  /// The condition on a column; constants in the text, so that the planner knows the stretch.
  func condition(_ column: String) -> String {
    switch self {
    case .stretch(let first, let last): "\(column) BETWEEN \(first) AND \(last)"
    case .these(let numbers):
      "\(column) = ANY ('{\(numbers.map(String.init).joined(separator: ","))}'::bigint[])"
    }
  }
}

extension Transaction {
  /// Keeps bank statements waiting until the transaction is over.
  func holdOffStatements() async throws {
    try await execute("SELECT pg_advisory_xact_lock_shared(45, 0)")
  }

  /// Keeps payments of a stripe of members waiting until the transaction is over.
  func holdDues(stripe: Int32) async throws {
    try await execute("SELECT pg_advisory_xact_lock(44, \(stripe))")
  }

  func lastMember() async throws -> Int64 {
    try await value("SELECT coalesce(max(id), 0) FROM member", as: Int64.self) ?? 0
  }

  /// Members of some cells on the first day of a month, and those whom the cells charged for it.
  func members(ofCells cells: [Int64], chargedFor month: Month) async throws -> [Int64] {
    try await values(
      """
      SELECT member_id FROM (
        SELECT DISTINCT ON (member_id) member_id, cell_id FROM cell_membership
         WHERE valid_from <= \(month) AND member_id IN (
           SELECT member_id FROM cell_membership WHERE cell_id = ANY (\(cells)))
         ORDER BY member_id, valid_from DESC, known_at DESC) AS known
       WHERE cell_id = ANY (\(cells))
      UNION
      SELECT member_id FROM dues_charge WHERE month = \(month) AND cell_id = ANY (\(cells))
      """, as: Int64.self)
  }

  /// What an assessment has to know of some members, in the order of their numbers.
  func owing(
    _ choice: AssessmentPiece.MemberChoice, in month: Month
  ) async throws -> [OwingMember] {
    let day = "'\(month.firstDay)'::date"
    func latest(_ table: String, _ columns: String) -> String {
      """
      (SELECT DISTINCT ON (member_id) member_id, \(columns) FROM \(table)
        WHERE \(choice.condition("member_id")) AND valid_from <= \(day)
        ORDER BY member_id, valid_from DESC, known_at DESC)
      """
    }
    // Of a stretch everything is read once and joined; looking up would take half as long again.
    try await execute("SET LOCAL enable_nestloop = off")
    let rows = try await rows(
      SQL(
        trusted: """
          SELECT member.id, member.code, member.sex, member.birth_date, member.joined_on,
                 standing.status, cell.cell_id IS NOT NULL AS has_cell,
                 member.merged_into IS NOT NULL AS merged,
                 coalesce(charge.cell_id, cell.cell_id) AS cell_id, basis.category, basis.base,
                 charge.revision, charge.category AS charged_category,
                 charge.base AS charged_base, charge.rate, charge.amount, charge.percent,
                 charge.ground, charge.net, charge.void
            FROM member
            LEFT JOIN \(latest("cell_membership", "cell_id")) AS cell
              ON cell.member_id = member.id
            LEFT JOIN \(latest("party_standing", "status")) AS standing
              ON standing.member_id = member.id
            LEFT JOIN \(latest("dues_basis", "category, base")) AS basis
              ON basis.member_id = member.id
            LEFT JOIN (
              SELECT DISTINCT ON (member_id) * FROM dues_charge
               WHERE \(choice.condition("member_id")) AND month = \(day)
               ORDER BY member_id, revision DESC) AS charge ON charge.member_id = member.id
           WHERE \(choice.condition("member.id"))
             AND (member.merged_into IS NULL OR charge.member_id IS NOT NULL)
           ORDER BY member.id
          """), as: OwingMember.self)
    try await execute("SET LOCAL enable_nestloop = on")
    return rows
  }

  /// The decisions that cover a month, by member.
  func waivers(
    of choice: AssessmentPiece.MemberChoice, in month: Month
  ) async throws -> [Int64: [DuesCase.Waiver]] {
    let found = try await rows(
      SQL(
        trusted: """
          SELECT member_id, id, ground, percent FROM dues_waiver
           WHERE \(choice.condition("member_id")) AND withdrawn_at IS NULL
             AND '\(month.firstDay)'::date
                 BETWEEN from_month AND coalesce(until_month, 'infinity'::date)
           ORDER BY member_id, id
          """), as: RecordedWaiver.self)
    return Dictionary(grouping: found, by: \.member).mapValues { $0.map(\.waiver) }
  }

  /// Writes charges; the database books them at once.
  func insert(
    _ charges: [NewCharge], month: Month, rule: Code, today: Day, event: Int64
  ) async throws {
    try await copyIn(
      into: "dues_charge",
      columns: [
        "member_id", "month", "revision", "cell_id", "category", "base", "rate", "amount",
        "percent", "ground", "net", "void", "rule", "booked_on", "event_id",
      ]
    ) { writer in
      for new in charges {
        let charge = new.charge
        try await writer.append(
          new.member, month, new.revision, new.cell, charge?.category, charge?.base,
          charge?.rate, charge?.amount, Int16(clamping: charge?.percent ?? 0), charge?.ground,
          charge?.net ?? .zero, charge == nil, rule.text, today, event)
      }
    }
  }
}
