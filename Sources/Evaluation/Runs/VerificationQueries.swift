import Basics
import Frameworks
import Postgres
import Ranking
import Scoring

/// What a quota or a board made of a grade, as it was stored.
struct StoredChange: Readable, Hashable {
  let member: Int64
  let finalGrade: Framework.Grade
  let reason: QuotaChange.Reason
  /// From 1; none where no quota is.
  let group: Int32?

  init(_ row: Row) throws {
    member = try row.value("member_id")
    group = try row.value("group_number")
    finalGrade = try row.value("final_grade")
    reason = try row.value("reason")
  }
}

/// A quota group, or where the members of a unit were, as one line.
struct StoredGroup: Readable, Hashable {
  let unit: Int64
  let line: String

  init(unit: Int64, line: String) { (self.unit, self.line) = (unit, line) }

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    line = try row.value("line")
  }
}

/// A member by number and code.
struct MemberName: Readable {
  let id: Int64
  let code: Code

  init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
  }
}

/// The score of a collective as it was stored.
struct StoredUnitScore: Readable, Hashable {
  let unit: Int64
  let framework: Int32
  let status: String
  let general: Int32?
  let results: Int32?
  let total: Int32?
  let grade: String?
  let reasons: String

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    framework = try row.value("framework_id")
    status = try row.value("status")
    general = try row.value("general")
    results = try row.value("results")
    total = try row.value("total")
    grade = try row.value("grade")
    reasons = try row.value("reasons")
  }

  init(_ scored: ScoredUnit) {
    let rating = scored.score.rating
    unit = scored.unit
    framework = scored.framework
    status = scored.score.status.rawValue
    general = rating.map { Int32($0.general.hundredths) }
    results = rating.map { Int32($0.results.hundredths) }
    total = rating.map { Int32($0.total.hundredths) }
    grade = rating?.grade.rawValue
    reasons = scored.score.joinedReasons
  }
}

/// A row of `unit_result`.
package struct StoredUnitResult: Readable, Sendable {
  package let tally: UnitTally
  package let score: Points?
  package let rank: Int?
  package let note: UnitStanding.Note

  package init(_ row: Row) throws {
    func points(_ hundredths: Int32?) -> Points? {
      hundredths.map { Points(hundredths: Int64($0)) }
    }
    tally = UnitTally(
      unit: try row.value("unit_id"), code: try row.value("code"), tree: try row.value("tree"),
      level: try row.value("level"), rated: try row.value("members_rated"),
      a: try row.value("a"), b: try row.value("b"), c: try row.value("c"), d: try row.value("d"),
      pointsSum: try row.value("points_sum"), collective: points(try row.value("collective")),
      previousRank: try row.value("previous_rank"))
    score = points(try row.value("score"))
    rank = try row.value("rank")
    note = try row.value("note")
  }

  /// The row of `rank export`.
  package func row(in month: Month, by weights: RankingWeights) -> RankingRow? {
    guard let standing = UnitRanking.standings(of: [tally], by: weights).first else { return nil }
    var row = RankingRow(month: month, tally, standing)
    (row.score, row.rank, row.note) = (score, rank, note)
    return row
  }
}

extension UnitStanding.Note: PostgresText {}

extension Transaction {
  /// Somebody whom the run expected and who is not expected now, or the other way round, or stands
  /// elsewhere; the temporary table `expected` has those of now.
  func populationDifference(of run: Run) async throws -> Code? {
    try await value(
      """
      SELECT coalesce(now.member_code, run_member.member_code) AS code
        FROM (SELECT * FROM run_member
               WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)) AS run_member
        FULL JOIN (SELECT * FROM expected WHERE unit_id IS NOT NULL) AS now
          ON now.member_id = run_member.member_id
       WHERE (now.member_code, now.unit_id, now.form)
               IS DISTINCT FROM (run_member.member_code::text, run_member.unit_id, run_member.form)
          OR now.cell_id IS DISTINCT FROM run_member.cell_id
          OR now.agency_id IS DISTINCT FROM run_member.agency_id
          OR now.manager_id IS DISTINCT FROM run_member.manager_id
       ORDER BY code LIMIT 1
      """, as: Code.self)
  }

  /// The scores of some members, in the order of their numbers.
  func storedScores(of choice: SheetChoice, in run: Run) async throws -> [StoredScore] {
    let rows = copyOut(
      SQL(
        trusted: """
          SELECT member_id, member_code, unit_id, cell_id, agency_id, form, framework_id, status,
                 general, results, total, grade, reasons
            FROM score
           WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
             AND \(choice.condition(on: "member_id"))
           ORDER BY member_id
          """), as: StoredScore.self)
    var found: [StoredScore] = []
    for try await batch in rows.batches { found += batch }
    return found
  }

  func unitScores(of run: Run) async throws -> [StoredUnitScore] {
    try await rows(
      """
      SELECT unit_id, framework_id, status, general, results, total, grade, reasons
        FROM unit_score
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
      """, as: StoredUnitScore.self)
  }

  /// What quotas and boards made of grades, in order of members.
  func eachStoredChange(of run: Run, _ take: (StoredChange) throws -> Void) async throws {
    let rows = copyOut(
      SQL(
        trusted: """
          SELECT member_id, final_grade, reason, group_number FROM quota_change
           WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
           ORDER BY member_id
          """), as: StoredChange.self)
    for try await batch in rows.batches {
      for row in batch { try take(row) }
    }
  }

  /// The units of a run in byte order of their codes.
  package func unitResults(of run: Run) async throws -> [StoredUnitResult] {
    var found: [StoredUnitResult] = []
    try await eachUnitResult(of: run) { found.append($0) }
    return found
  }

  func eachUnitResult(of run: Run, _ take: (StoredUnitResult) throws -> Void) async throws {
    let rows = copyOut(
      SQL(
        trusted: """
          SELECT unit_id, code, unit_result.tree, unit_result.level, members_rated, a, b, c, d,
                 points_sum, collective, score, rank, previous_rank, note
            FROM unit_result JOIN unit ON unit.id = unit_result.unit_id
           WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
           ORDER BY code
          """), as: StoredUnitResult.self)
    for try await batch in rows.batches {
      for row in batch { try take(row) }
    }
  }

  /// A score of somebody whom the run never expected.
  func strayScore(of run: Run) async throws -> Code? {
    try await value(
      """
      SELECT score.member_code FROM score
        LEFT JOIN run_member ON run_member.period_id = score.period_id
         AND run_member.run_id = score.run_id AND run_member.member_id = score.member_id
       WHERE score.period_id = \(run.month.periodID) AND score.run_id = \(run.number)
         AND run_member.member_id IS NULL
       ORDER BY score.member_code LIMIT 1
      """, as: Code.self)
  }

  func storedGroups(of run: Run) async throws -> [StoredGroup] {
    try await rows(
      """
      SELECT unit_id, concat_ws('|', number, framework_id, pooled::text, rated, a, b, share,
               excepted::text, allowed, kept, ties_waiting, places_open) AS line
        FROM quota_group
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
      """, as: StoredGroup.self)
  }

  /// In which group the members of each grading unit and framework were.
  func storedPlaces(of run: Run) async throws -> [StoredGroup] {
    try await rows(
      """
      SELECT unit_id, concat_ws('|', framework_id, group_number) AS line FROM quota_unit
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
      """, as: StoredGroup.self)
  }

  /// Of these members the one whose code comes first.
  func leastMember(of members: [Int64]) async throws -> MemberName? {
    try await first(
      "SELECT id, code FROM member WHERE id = ANY (\(members)) ORDER BY code LIMIT 1",
      as: MemberName.self)
  }
}
