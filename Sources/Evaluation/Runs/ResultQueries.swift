import Basics
import Frameworks
import Postgres
import Ranking
import Scoring

/// One row of `score`, as it goes in.
struct ScoreRow: Writable {
  let period: Int32
  let run: Int32
  let scored: ScoredMember

  @inlinable
  func write(to row: inout RowWriter) throws {
    let member = scored.member
    try row.put(period)
    try row.put(run)
    try row.put(member.id)
    try row.put(member.code)
    try row.put(member.unit)
    try row.put(member.cell)
    try row.put(member.agency)
    try row.put(member.form)
    try row.put(scored.framework)
    try row.put(scored.status.rawValue)
    let rating = scored.rating
    try row.put(rating?.general)
    try row.put(rating?.results)
    try row.put(rating?.total)
    try row.put(rating?.grade.rawValue)
    try row.put(rating?.exceeded)
    try row.put(rating?.works)
    try row.put(rating?.first)
    try row.put(scored.reasons)
  }
}

extension Transaction {
  func store(_ scored: [ScoredMember], in run: Run) async throws {
    let period = run.month.periodID
    try await copyIn(
      into: "score",
      columns: [
        "period_id", "run_id", "member_id", "member_code", "unit_id", "cell_id", "agency_id",
        "form", "framework_id", "status", "general", "results", "total", "grade", "exceeded",
        "works", "first_points", "reasons",
      ]
    ) { writer in
      for one in scored {
        try await writer.append(ScoreRow(period: period, run: run.number, scored: one))
      }
    }
  }

  func store(failed: [(manager: Int64, member: Int64)], in run: Run) async throws {
    guard !failed.isEmpty else { return }
    try await copyIn(
      into: "failed_subordinate", columns: ["period_id", "run_id", "manager_id", "member_id"]
    ) { writer in
      for (manager, member) in failed {
        try await writer.append(run.month.periodID, run.number, manager, member)
      }
    }
  }

  func store(inputs: [(unit: Int64, hex: String)], in run: Run) async throws {
    guard !inputs.isEmpty else { return }
    try await copyIn(
      into: "unit_input", columns: ["period_id", "run_id", "unit_id", "digest"]
    ) { writer in
      for (unit, digest) in inputs {
        try await writer.append(run.month.periodID, run.number, unit, digest)
      }
    }
  }

  func store(_ scored: [ScoredUnit], in run: Run) async throws {
    guard !scored.isEmpty else { return }
    try await copyIn(
      into: "unit_score",
      columns: [
        "period_id", "run_id", "unit_id", "framework_id", "status", "general", "results", "total",
        "grade", "reasons",
      ]
    ) { writer in
      for one in scored {
        let rating = one.score.rating
        try await writer.append(
          run.month.periodID, run.number, one.unit, one.framework, one.score.status.rawValue,
          rating.map { Int32($0.general.hundredths) }, rating.map { Int32($0.results.hundredths) },
          rating.map { Int32($0.total.hundredths) }, rating?.grade.rawValue,
          one.score.reasons.joined(separator: ";"))
      }
    }
  }
}
