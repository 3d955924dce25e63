import Basics
import Frameworks
import Organisation
import Postgres
import Ranking
import Scoring

/// A score as it was stored, before the quota.
package struct StoredScore: Readable, Sendable, Hashable {
  package let member: Int64
  package let code: Code
  package let unit: Int64
  package let cell: Int64?
  package let agency: Int64?
  package let form: Framework.Form
  package let framework: Int32?
  package let status: Status
  package let general: Points?
  package let results: Points?
  package let total: Points?
  package let grade: Framework.Grade?
  package let reasons: String

  package init(_ row: Row) throws {
    member = try row.value("member_id")
    code = try row.value("member_code")
    unit = try row.value("unit_id")
    cell = try row.value("cell_id")
    agency = try row.value("agency_id")
    form = try row.value("form")
    framework = try row.value("framework_id")
    status = try row.value("status")
    general = try Self.points(row.value("general"))
    results = try Self.points(row.value("results"))
    total = try Self.points(row.value("total"))
    grade = try row.value("grade")
    reasons = try row.value("reasons")
  }

  private static func points(_ hundredths: Int32?) -> Points? {
    hundredths.map { Points(hundredths: Int64($0)) }
  }

  /// Its line in `score export`.
  func line(
    finalGrade: Framework.Grade?, reason: QuotaChange.Reason?, month: Month, unitCode: Code,
    framework: Framework.Reference?
  ) -> CanonicalScore {
    CanonicalScore(
      month: month, memberCode: code, unitCode: unitCode, form: form, framework: framework,
      status: status, general: general, results: results, total: total, grade: grade,
      finalGrade: finalGrade ?? grade, reasons: reasons, quotaReason: reason?.rawValue ?? "")
  }
}

extension Framework.Grade: PostgresText {}
extension Status: PostgresText {}

/// How the scores of a run, or of a part of it, are read.
enum ScoreSweep {
  /// Chunk by chunk, as the members of each lie close together: nothing but a chunk is ever sorted.
  ///
  /// `of`: where the stretches of chunks overlap, the chunk of each grading unit.
  case chunks(ArraySlice<Chunk>, of: [Int64: Int32]?)
  /// All of them, put in order by the database.
  case sorted

  /// Two parts that nobody's unit belongs to both of, about equally large.
  var halves: (ScoreSweep, ScoreSweep)? {
    guard case .chunks(let chunks, let chunkOf) = self, chunks.count > 1 else { return nil }
    let middle = chunks.startIndex + chunks.count / 2
    return (.chunks(chunks[..<middle], of: chunkOf), .chunks(chunks[middle...], of: chunkOf))
  }
}

/// What a board decided about somebody, as a run reads it.
struct DecisionRow: Readable {
  let member: Int64
  let kind: String
  let grade: Framework.Grade

  init(_ row: Row) throws {
    member = try row.value("member_id")
    kind = try row.value("kind")
    grade = try row.value("grade")
  }

  var decision: QuotaDecision { kind == "award" ? .awarded : .moved(to: grade) }
}

struct ExceptionRow: Readable {
  let unit: Int64
  let framework: Int32
  let share: ExactDecimal

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    framework = try row.value("framework_id")
    share = try row.value("share")
  }
}

/// Code, tree and level of a unit: they never change.
struct UnitKey: Readable {
  let id: Int64
  let code: Code
  let level: Int16
  let tree: Tree

  init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
    tree = try row.value("tree")
    level = try row.value("level")
  }
}

/// A number that belongs to a unit.
struct UnitNumber: Readable {
  let unit: Int64
  let number: Int32

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    number = try row.value("number")
  }
}

struct UnitDigestRow: Readable {
  let unit: Int64
  let digest: String

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    digest = try row.value("digest")
  }
}

extension Transaction {
  /// How the scores of a run are best read, all of a unit one after another.
  func scoreSweep(of run: Run) async throws -> ScoreSweep {
    let chunks = try await chunks(of: run.number).filter { $0.stage == 0 && $0.members > 0 }
    guard chunks.allSatisfy(\.isDense) else { return .sorted }
    let isApart = zip(chunks, chunks.dropFirst()).allSatisfy { $0.last < $1.first }
    guard !isApart else { return .chunks(chunks[...], of: nil) }
    return .chunks(
      chunks[...],
      of: Dictionary(
        try await gradingChunks(of: run).map { ($0.unit, $0.number) },
        uniquingKeysWith: { first, _ in first }))
  }

  /// The scores of a sweep, all of a unit one after another.
  func eachScore(
    of run: Run, _ sweep: ScoreSweep, _ take: (StoredScore) throws -> Void
  ) async throws {
    guard case .chunks(let chunks, let chunkOf) = sweep else {
      return try await eachScore(of: run, "true", "ORDER BY unit_id", take)
    }
    for chunk in chunks {
      var scores: [StoredScore] = []
      scores.reserveCapacity(chunk.members)
      try await eachScore(
        of: run, "member_id BETWEEN \(chunk.first) AND \(chunk.last)", ""
      ) { score in
        if let chunkOf, chunkOf[score.unit] != chunk.number { return }
        scores.append(score)
      }
      for place in scores.indices.sorted(by: { scores[$0].unit < scores[$1].unit }) {
        try take(scores[place])
      }
    }
  }

  private func eachScore(
    of run: Run, _ condition: String, _ order: String, _ take: (StoredScore) throws -> Void
  ) async throws {
    let rows = copyOut(
      SQL(
        trusted: """
          SELECT member_id, member_code, unit_id, cell_id, agency_id, form, framework_id,
                 status, general, results, total, grade, reasons
            FROM score
           WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND \(condition)
           \(order)
          """), as: StoredScore.self)
    for try await batch in rows.batches {
      for row in batch { try take(row) }
    }
  }

  /// The chunk of stage 0 of each grading unit.
  private func gradingChunks(of run: Run) async throws -> [UnitNumber] {
    try await rows(
      """
      SELECT unit_id, min(chunk) AS number FROM run_member
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
       GROUP BY unit_id
      """, as: UnitNumber.self)
  }

  func decisions(for run: Run) async throws -> [DecisionRow] {
    try await rows(
      """
      SELECT member_id, kind, grade FROM board_decision
       WHERE period_id = \(run.month.periodID) AND revision <= \(run.revision)
         AND decided_at <= \(run.startedAt)
         AND (withdrawn_at IS NULL OR withdrawn_at > \(run.startedAt))
      """, as: DecisionRow.self)
  }

  func exceptions(for run: Run) async throws -> [ExceptionRow] {
    try await rows(
      """
      SELECT unit_id, framework_id, share FROM board_exception
       WHERE period_id = \(run.month.periodID) AND revision <= \(run.revision)
         AND decided_at <= \(run.startedAt)
         AND (withdrawn_at IS NULL OR withdrawn_at > \(run.startedAt))
      """, as: ExceptionRow.self)
  }

  /// All units in byte order of codes.
  func unitKeys() async throws -> [UnitKey] {
    let rows = copyOut("SELECT id, code, tree, level FROM unit", as: UnitKey.self)
    var keys: [UnitKey] = []
    for try await batch in rows.batches { keys += batch }
    keys.sort { $0.code < $1.code }
    return keys
  }

  /// Totals of the collectives' own sheets, in hundredths.
  func collectives(of run: Run) async throws -> [UnitNumber] {
    try await rows(
      """
      SELECT unit_id, total AS number FROM unit_score
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND total IS NOT NULL
      """, as: UnitNumber.self)
  }

  func ranks(of run: Run) async throws -> [UnitNumber] {
    try await rows(
      """
      SELECT unit_id, rank AS number FROM unit_result
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND rank IS NOT NULL
      """, as: UnitNumber.self)
  }

  /// The run of a month that was published, and not yet superseded, at a moment.
  func publishedRun(of month: Month, until moment: Instant) async throws -> Run? {
    let number = try await value(
      """
      SELECT run_id FROM publication
       WHERE period_id = \(month.periodID) AND published_at <= \(moment)
       ORDER BY published_at DESC, run_id DESC LIMIT 1
      """, as: Int32.self)
    guard let number else { return nil }
    return try await run(number)
  }

  func unitInputs(of run: Run) async throws -> [UnitDigestRow] {
    try await rows(
      """
      SELECT unit_id, digest FROM unit_input
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
      """, as: UnitDigestRow.self)
  }

  func storedDigests(of run: Run) async throws -> [UnitDigestRow] {
    try await rows(
      """
      SELECT unit_id, score_digest AS digest FROM unit_result
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
         AND score_digest IS NOT NULL
      """, as: UnitDigestRow.self)
  }

  /// Numbers of the frameworks by which a run scored collectives.
  func collectiveFrameworks(in run: Run) async throws -> [Int32] {
    try await values(
      """
      SELECT DISTINCT framework_id FROM unit_score
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
      """, as: Int32.self)
  }

  /// How many lines of a run are those of another, byte for byte.
  ///
  /// A line is what `score export` prints without the month, which is the same for both.
  func unchangedLines(of run: Run, since other: Run) async throws -> Int {
    // Rows that were written a moment ago have no statistics: both sides are all of a month.
    try await execute("SET LOCAL enable_nestloop = off")
    let count = try await value(
      SQL(
        trusted: """
          SELECT count(*)::int
            FROM \(Self.lines(of: run)) AS now
            JOIN \(Self.lines(of: other)) AS before ON before.member_id = now.member_id
           WHERE (now.unit_id, now.form, now.status, now.reasons)
               = (before.unit_id, before.form, before.status, before.reasons)
             AND now.framework_id IS NOT DISTINCT FROM before.framework_id
             AND now.general IS NOT DISTINCT FROM before.general
             AND now.results IS NOT DISTINCT FROM before.results
             AND now.total IS NOT DISTINCT FROM before.total
             AND now.grade IS NOT DISTINCT FROM before.grade
             AND now.final_grade IS NOT DISTINCT FROM before.final_grade
             AND now.final_reason IS NOT DISTINCT FROM before.final_reason
          """), as: Int.self)
    try await execute("SET LOCAL enable_nestloop = on")
    return count ?? 0
  }

  static func lines(of run: Run) -> String {
    """
    (SELECT score.*, quota_change.final_grade, quota_change.reason AS final_reason
       FROM score
       LEFT JOIN quota_change ON quota_change.period_id = \(run.month.periodID)
        AND quota_change.run_id = \(run.number) AND quota_change.member_id = score.member_id
      WHERE score.period_id = \(run.month.periodID) AND score.run_id = \(run.number))
    """
  }
}
