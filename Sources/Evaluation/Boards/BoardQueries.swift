import Basics
import Frameworks
import Postgres
import Runs
import Scoring
import Sheets

extension Decision: PostgresText {}

/// A group as the run left it, with the exception in force.
struct GroupRow: Readable {
  let quota: BoardGroup.Quota
  let framework: Framework.Reference
  let frameworkNumber: Int32
  let unit: Int64
  let unitCode: Code

  init(_ row: Row) throws {
    let share: String = try row.value("share")
    quota = BoardGroup.Quota(
      number: try row.value("number"), pooled: try row.value("pooled"),
      rated: try row.value("rated"), a: try row.value("a"), b: try row.value("b"),
      share: ExactDecimal(share) ?? ExactDecimal(0), excepted: try row.value("excepted"),
      allowed: try row.value("allowed"), kept: try row.value("kept"),
      tiesWaiting: try row.value("ties_waiting"), placesOpen: try row.value("places_open"),
      exception: try row.value("exception"))
    framework = .init(code: try row.value("code"), version: try row.value("version"))
    frameworkNumber = try row.value("framework_id")
    unit = try row.value("unit_id")
    unitCode = try row.value("unit_code")
  }
}

/// A rated member, and the group in which they compete.
struct CandidateRow: Readable {
  let candidate: BoardCandidate
  let group: Int32?
  let framework: Framework.Reference

  init(_ row: Row) throws {
    let general: Int32 = try row.value("general")
    let exact: String? = try row.value("first_points")
    let total: Int32 = try row.value("total")
    candidate = BoardCandidate(
      number: try row.value("member_id"), member: try row.value("member_code"),
      name: try row.value("full_name"), gradingUnit: try row.value("unit_code"),
      total: Points(hundredths: Int64(total)), exceeded: try row.value("exceeded"),
      works: try row.value("works"),
      first: exact.flatMap { Fraction($0) } ?? Fraction(Points(hundredths: Int64(general))),
      grade: try row.value("grade"), final: try row.value("final_grade"),
      reason: try row.value("reason"), decision: try Self.decision(row),
      lostLastMonth: try row.value("lost_last_month"))
    group = try row.value("group_number")
    framework = .init(code: try row.value("code"), version: try row.value("version"))
  }

  private static func decision(_ row: Row) throws -> BoardDecision? {
    guard let number: Int64 = try row.value("decision_id") else { return nil }
    return BoardDecision(
      number: number, kind: try row.value("decision_kind"),
      grade: try row.value("decision_grade"), reason: try row.value("decision_reason"),
      by: try row.value("decided_by"), at: try row.value("decided_at"))
  }
}

/// Where a member stands in a run.
struct SeatRow: Readable {
  let member: Int64
  let isRated: Bool
  let unit: Int64
  let unitCode: Code
  let group: Int32?

  init(_ row: Row) throws {
    member = try row.value("member_id")
    isRated = try row.value("rated")
    unit = try row.value("unit_id")
    unitCode = try row.value("unit_code")
    group = try row.value("group_number")
  }
}

/// A decision in force, to be withdrawn.
struct DecisionInForce: Readable {
  let number: Int64
  let member: Int64
  let unit: Int64
  let kind: Decision
  let grade: Framework.Grade

  init(_ row: Row) throws {
    number = try row.value("id")
    member = try row.value("member_id")
    unit = try row.value("unit_id")
    kind = try row.value("kind")
    grade = try row.value("grade")
  }
}

extension BoardSignature: Readable {
  package init(_ row: Row) throws {
    run = try row.value("run_id")
    digest = try row.value("list_digest")
    by = try row.value("signed_by")
    at = try row.value("signed_at")
  }
}

/// Whether only groups at a unit are asked for, or one by its number.
enum GroupChoice {
  /// Those that stand at the unit, and those in which the members that it grades compete.
  case around(Int64)
  case number(Int32)
}

extension Transaction {
  func boardGroups(_ choice: GroupChoice, in run: Run) async throws -> [GroupRow] {
    let (unit, number): (Int64?, Int32?) =
      switch choice {
      case .around(let unit): (unit, nil)
      case .number(let number): (nil, number)
      }
    return try await rows(
      """
      SELECT quota_group.number, quota_group.framework_id, framework.code, framework.version,
             quota_group.unit_id, unit.code AS unit_code, pooled, rated, a, b, quota_group.share,
             excepted, allowed, kept, ties_waiting, places_open, board_exception.share AS exception
        FROM quota_group
        JOIN framework ON framework.id = quota_group.framework_id
        JOIN unit ON unit.id = quota_group.unit_id
        LEFT JOIN board_exception ON board_exception.period_id = quota_group.period_id
         AND board_exception.unit_id = quota_group.unit_id
         AND board_exception.framework_id = quota_group.framework_id
         AND board_exception.withdrawn_at IS NULL
       WHERE quota_group.period_id = \(run.month.periodID) AND quota_group.run_id = \(run.number)
         AND (quota_group.number = \(number)::int OR quota_group.unit_id = \(unit)::bigint
           OR quota_group.number IN (
             SELECT group_number FROM quota_unit
              WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
                AND unit_id = \(unit)::bigint))
       ORDER BY framework.code, framework.version, quota_group.number
      """, as: GroupRow.self)
  }

  /// Rated members of these groups, and those without a group that the unit grades.
  func boardCandidates(
    groups: [Int32], orGradedBy unit: Int64?, in run: Run
  ) async throws -> [CandidateRow] {
    let before = run.month.adding(months: -1).periodID
    return try await rows(
      """
      SELECT score.member_id, score.member_code, member.full_name, unit.code AS unit_code,
             quota_unit.group_number, framework.code, framework.version, score.total,
             score.exceeded, score.works, score.general, score.first_points, score.grade,
             coalesce(quota_change.final_grade, score.grade) AS final_grade,
             coalesce(quota_change.reason, '') AS reason, decision.id AS decision_id,
             decision.kind AS decision_kind, decision.grade AS decision_grade,
             decision.reason AS decision_reason, decision.decided_by, decision.decided_at,
             EXISTS (
               SELECT FROM quota_change AS lost
                 JOIN run AS earlier ON earlier.id = lost.run_id AND earlier.state = 'published'
                WHERE lost.period_id = \(before) AND earlier.period_id = \(before)
                  AND lost.member_id = score.member_id
                  AND lost.reason IN ('quota', 'quota_tie')) AS lost_last_month
        FROM score
        JOIN member ON member.id = score.member_id
        JOIN unit ON unit.id = score.unit_id
        JOIN framework ON framework.id = score.framework_id
        LEFT JOIN quota_unit ON quota_unit.period_id = score.period_id
         AND quota_unit.run_id = score.run_id AND quota_unit.framework_id = score.framework_id
         AND quota_unit.unit_id = score.unit_id
        LEFT JOIN quota_change ON quota_change.period_id = score.period_id
         AND quota_change.run_id = score.run_id AND quota_change.member_id = score.member_id
        LEFT JOIN board_decision AS decision ON decision.period_id = score.period_id
         AND decision.member_id = score.member_id AND decision.withdrawn_at IS NULL
       WHERE score.period_id = \(run.month.periodID) AND score.run_id = \(run.number)
         AND score.status = 'rated'
         AND (score.unit_id = \(unit)::bigint OR score.unit_id IN (
           SELECT unit_id FROM quota_unit
            WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
              AND group_number = ANY (\(groups))))
         AND (quota_unit.group_number = ANY (\(groups))
           OR quota_unit.group_number IS NULL AND score.unit_id = \(unit)::bigint)
      """, as: CandidateRow.self)
  }

  func seat(of member: Code, in run: Run) async throws -> SeatRow? {
    try await first(
      """
      SELECT score.member_id, score.status = 'rated' AS rated, score.unit_id,
             unit.code AS unit_code, quota_unit.group_number
        FROM score
        JOIN unit ON unit.id = score.unit_id
        LEFT JOIN quota_unit ON quota_unit.period_id = score.period_id
         AND quota_unit.run_id = score.run_id AND quota_unit.framework_id = score.framework_id
         AND quota_unit.unit_id = score.unit_id
       WHERE score.period_id = \(run.month.periodID) AND score.run_id = \(run.number)
         AND score.member_id = (SELECT id FROM member WHERE code = \(member))
      """, as: SeatRow.self)
  }

  /// Units at which some groups stand, and those whose members compete in them.
  func units(ofGroups numbers: [Int32], in run: Run) async throws -> [Int64] {
    try await values(
      """
      SELECT unit_id FROM quota_unit
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
         AND group_number = ANY (\(numbers))
      UNION
      SELECT unit_id FROM quota_group
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
         AND number = ANY (\(numbers))
       ORDER BY unit_id
      """, as: Int64.self)
  }

  /// Merged groups of a framework that stand at some units, all or those with members of others.
  func pools(
    of framework: Int32, at units: [Int64], holding members: [Int64]?, in run: Run
  ) async throws -> [Int32] {
    try await values(
      """
      SELECT number FROM quota_group
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND pooled
         AND framework_id = \(framework) AND unit_id = ANY (\(units))
         AND (\(members == nil)::bool OR EXISTS (
           SELECT FROM quota_unit
            WHERE quota_unit.period_id = quota_group.period_id
              AND quota_unit.run_id = quota_group.run_id AND group_number = number
              AND quota_unit.unit_id = ANY (\(members ?? []))))
       ORDER BY number
      """, as: Int32.self)
  }

  func decisionInForce(about member: Code, in month: Month) async throws -> DecisionInForce? {
    try await first(
      """
      SELECT id, member_id, unit_id, kind, grade FROM board_decision
       WHERE period_id = \(month.periodID) AND withdrawn_at IS NULL
         AND member_id = (SELECT id FROM member WHERE code = \(member))
      """, as: DecisionInForce.self)
  }

  /// A decision is dated when it holds everybody else up: a run that is planned later reads it, one
  /// that was planned earlier never does.
  func insertDecision(_ draft: DecisionDraft, in run: Run, event: Int64) async throws {
    try await execute(
      """
      INSERT INTO board_decision (period_id, revision, run_id, unit_id, member_id, kind, grade,
        reason, document, decided_by, decided_at, event_id)
      VALUES (\(run.month.periodID), \(run.revision), \(run.number), \(draft.unit),
        \(draft.member), \(draft.kind), \(draft.grade), \(draft.basis.reason),
        \(draft.basis.document), \(draft.by), clock_timestamp(), \(event))
      """, expecting: 1)
  }

  func withdraw(_ decision: DecisionInForce, event: Int64) async throws {
    try await execute(
      """
      UPDATE board_decision
         SET withdrawn_at = clock_timestamp(), withdraw_event_id = \(event)
       WHERE member_id = \(decision.member) AND id = \(decision.number)
         AND withdrawn_at IS NULL
      """, expecting: 1)
  }

  func insertException(
    _ share: ExactDecimal, for group: GroupRow, in run: Run, _ by: DecisionDraft.Basis,
    account: Code, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO board_exception (period_id, revision, unit_id, framework_id, share, reason,
        document, decided_by, decided_at, event_id)
      VALUES (\(run.month.periodID), \(run.revision), \(group.unit), \(group.frameworkNumber),
        \(share), \(by.reason), \(by.document), \(account), clock_timestamp(), \(event))
      """, expecting: 1)
  }

  func withdrawException(of group: GroupRow, in month: Month, event: Int64) async throws {
    try await execute(
      """
      UPDATE board_exception
         SET withdrawn_at = clock_timestamp(), withdraw_event_id = \(event)
       WHERE period_id = \(month.periodID) AND unit_id = \(group.unit)
         AND framework_id = \(group.frameworkNumber) AND withdrawn_at IS NULL
      """, expecting: 1)
  }

  package func boardSignature(of unit: Int64, in month: Month) async throws -> BoardSignature? {
    try await first(
      """
      SELECT run_id, list_digest, signed_by, signed_at FROM board_signature
       WHERE period_id = \(month.periodID) AND unit_id = \(unit) AND cleared_at IS NULL
      """, as: BoardSignature.self)
  }

  func insertSignature(
    of unit: Int64, in run: Run, digest: String, by account: Code, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO board_signature
        (period_id, revision, run_id, unit_id, list_digest, signed_by, signed_at, event_id)
      VALUES (\(run.month.periodID), \(run.revision), \(run.number), \(unit), \(digest),
        \(account), clock_timestamp(), \(event))
      """, expecting: 1)
  }

  /// Clears the signatures of these units; says whose.
  func clearSignatures(of units: [Int64], in month: Month, event: Int64) async throws -> [Code] {
    try await values(
      """
      WITH cleared AS (
        UPDATE board_signature SET cleared_at = clock_timestamp(), clear_event_id = \(event)
         WHERE period_id = \(month.periodID) AND unit_id = ANY (\(units)) AND cleared_at IS NULL
        RETURNING unit_id)
      SELECT unit.code FROM cleared JOIN unit ON unit.id = cleared.unit_id ORDER BY unit.code
      """, as: Code.self)
  }

  /// The member that the person behind an account is; `nil`: nobody on record.
  func member(ofAccount name: Code) async throws -> Int64? {
    try await values(
      "SELECT member_id FROM account WHERE name = \(name) AND member_id IS NOT NULL",
      as: Int64.self
    ).first
  }

  func isMember(_ member: Int64, _ account: Code) async throws -> Bool {
    try await self.member(ofAccount: account) == member
  }

  func boardUnitCode(_ number: Int64) async throws -> Code? {
    try await value("SELECT code FROM unit WHERE id = \(number)", as: Code.self)
  }

  /// The quota of a framework, read from its file.
  func quotaRule(of reference: Framework.Reference) async throws -> Framework.Quota? {
    try await framework(reference)?.framework.quota
  }
}

/// A decision on its way to the record.
struct DecisionDraft: Sendable {
  struct Basis: Sendable {
    let reason: String
    let document: String
  }

  let unit: Int64
  let member: Int64
  let kind: Decision
  let grade: Framework.Grade
  let basis: Basis
  let by: Code
}
