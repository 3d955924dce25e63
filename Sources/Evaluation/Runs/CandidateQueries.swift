import Basics
import Frameworks
import Postgres
import Ranking
import Scoring

/// Rated members of one grading unit and framework, counted by grade before the quota.
struct GradeCount: Readable {
  let unit: Int64
  let framework: Int32
  let rated: Int
  let a: Int
  let b: Int

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

extension Transaction {
  func gradeCounts(of run: Run) async throws -> [GradeCount] {
    try await rows(
      SQL(
        trusted: """
          SELECT unit_id, framework_id, count(*)::int AS rated,
                 count(*) FILTER (WHERE grade = 'A')::int AS a,
                 count(*) FILTER (WHERE grade = 'B')::int AS b
            FROM score
           WHERE period_id = \(run.month.periodID) AND run_id = \(run.number) AND status = 'rated'
           GROUP BY unit_id, framework_id
          """), as: GradeCount.self)
  }

  /// Everybody with grade A, as the database finds them.
  func eachCandidate(
    of run: Run, _ take: (CandidateRow) throws -> Void
  ) async throws {
    let rows = copyOut(candidates(of: run, "grade = 'A'"), as: CandidateRow.self)
    for try await batch in rows.batches {
      for row in batch { try take(row) }
    }
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
