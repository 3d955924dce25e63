import Basics
import Frameworks
import Postgres
import Ranking
import Scoring

/// Rated members of one grading unit and framework, counted by grade before the quota.
struct GradeCount: Readable {
  let unit: Int64
  let framework: Int32
  private(set) var rated: Int
  private(set) var a: Int
  private(set) var b: Int

  /// The same group, counted in another part of the members.
  mutating func add(_ other: GradeCount) {
    rated += other.rated
    a += other.a
    b += other.b
  }

  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    framework = try row.value("framework_id")
    rated = try row.value("rated")
    a = try row.value("a")
    b = try row.value("b")
  }
}

/// Somebody with grade A, as a quota sees them.
struct CandidateRow: Readable {
  let member: Int64
  /// The unit that grades, and the framework.
  let place: QuotaPlace
  let total: Int32
  let general: Int32
  let exceeded: Int32
  let works: Int32
  let grade: Framework.Grade
  let first: String?

  init(_ row: Row) throws {
    member = try row.value("member_id")
    place = QuotaPlace(unit: try row.value("unit_id"), framework: try row.value("framework_id"))
    total = try row.value("total")
    general = try row.value("general")
    exceeded = try row.value("exceeded")
    works = try row.value("works")
    grade = try row.value("grade")
    first = try row.value("first_points")
  }

  func candidate(_ decision: QuotaDecision) -> QuotaCandidate {
    QuotaCandidate(
      member: member, grade: grade, total: Points(hundredths: Int64(total)),
      exceeded: Int(exceeded), works: Int(works),
      first: first.flatMap { Fraction($0) } ?? Fraction(Points(hundredths: Int64(general))),
      decision: decision)
  }
}

/// Which scores of a run a statement is about, by the numbers of members.
enum ScorePart {
  case all
  case upTo(Int64)
  case after(Int64)

  fileprivate var condition: String {
    switch self {
    case .all: "true"
    case .upTo(let last): "member_id <= \(last)"
    case .after(let last): "member_id > \(last)"
    }
  }
}

extension Transaction {
  /// The number that about half of the members of a run have theirs below.
  func middleMember(of run: Run) async throws -> Int64? {
    try await value(
      """
      SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY last_member_id) FROM run_chunk
       WHERE run_id = \(run.number) AND stage = 0 AND members > 0
      """, as: Int64?.self) ?? nil
  }

  func gradeCounts(of run: Run, _ part: ScorePart = .all) async throws -> [GradeCount] {
    try await rows(
      SQL(
        trusted: """
          SELECT unit_id, framework_id, count(*)::int AS rated,
                 count(*) FILTER (WHERE grade = 'A')::int AS a,
                 count(*) FILTER (WHERE grade = 'B')::int AS b
            FROM score
           WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND status = 'rated'
             AND \(part.condition)
           GROUP BY unit_id, framework_id
          """), as: GradeCount.self)
  }

  /// Everybody with grade A, some at a time, as the database finds them.
  func eachCandidate(
    of run: Run, _ part: ScorePart, _ take: ([CandidateRow]) throws -> Void
  ) async throws {
    let rows = copyOut(
      candidates(of: run, "grade = 'A' AND \(part.condition)"), as: CandidateRow.self)
    for try await batch in rows.batches { try take(batch) }
  }

  /// Those of some members who are rated, whatever their grade.
  func candidates(_ members: [Int64], of run: Run) async throws -> [CandidateRow] {
    guard !members.isEmpty else { return [] }
    let numbers = members.map(String.init).joined(separator: ",")
    return try await rows(
      candidates(of: run, "status = 'rated' AND member_id = ANY ('{\(numbers)}'::bigint[])"),
      as: CandidateRow.self)
  }

  private func candidates(of run: Run, _ condition: String) -> SQL {
    SQL(
      trusted: """
        SELECT member_id, unit_id, framework_id, total, general, exceeded, works, grade,
               first_points
          FROM score
         WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND \(condition)
        """)
  }
}
