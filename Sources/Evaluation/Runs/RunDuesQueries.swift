import Basics
import Dues
import Postgres
import Ranking

/// What one cell had charged for the month, and what of it was paid when the run was laid out.
struct FrozenDues: Readable {
  let cell: Int64
  let sums: CollectedDues

  init(_ row: Row) throws {
    cell = try row.value("cell_id")
    sums = CollectedDues(
      assessed: try row.value("assessed"), collected: try row.value("collected"))
  }
}

extension Transaction {
  /// Keeps with a run what its ranking reads of dues: they go on being paid.
  func freezeDues(of month: Month, run: Int32) async throws {
    let cells = try await duesCollections(of: month)
    try await copyIn(
      into: "run_dues", columns: ["period_id", "run_id", "cell_id", "assessed", "collected"]
    ) { writer in
      for one in cells {
        try await writer.append(month.periodID, run, one.cell, one.assessed, one.collected)
      }
    }
  }

  func frozenDues(of run: Run) async throws -> [FrozenDues] {
    try await rows(
      """
      SELECT cell_id, assessed, collected FROM run_dues
       WHERE period_id = \(run.month.periodID) AND run_id = \(run.number)
      """, as: FrozenDues.self)
  }
}
