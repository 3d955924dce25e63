import Basics
import Postgres
import Ranking

/// By what weights a run ranks units, as it keeps them.
private struct KeptWeights: Readable {
  let weights: RankingWeights

  init(_ row: Row) throws {
    weights = RankingWeights(
      members: try row.value("members"), collective: try row.value("collective"),
      dues: try row.value("dues"), minimumMembers: try row.value("minimum_members"))
  }
}

extension Transaction {
  /// Keeps with a run by what weights it ranks: an office may change them any day.
  func keep(_ weights: RankingWeights, of month: Month, run: Int32) async throws {
    try await execute(
      """
      INSERT INTO run_weights (run_id, period_id, members, collective, dues, minimum_members)
      VALUES (\(run), \(month.periodID), \(weights.members), \(weights.collective),
              \(weights.dues), \(Int32(weights.minimumMembers)))
      """, expecting: 1)
  }

  /// The weights of a run; `nil` for one of a program that did not keep them yet.
  func weights(of run: Int32) async throws -> RankingWeights? {
    try await first(
      """
      SELECT members, collective, dues, minimum_members FROM run_weights WHERE run_id = \(run)
      """, as: KeptWeights.self)?.weights
  }
}
