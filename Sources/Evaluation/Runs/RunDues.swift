import Basics
import Postgres
import Ranking

extension RunEngine {
  /// Adds to every unit what it and all below it have charged and collected, as the run keeps it.
  ///
  /// A run that was laid out while dues did not count keeps none, and is ranked without.
  func addDues(to tallies: inout [UnitTally], in transaction: Transaction) async throws {
    guard weights.dues > ExactDecimal(0) else { return }
    var sums = Dictionary(
      try await transaction.frozenDues(of: run).map { ($0.cell, $0.sums) },
      uniquingKeysWith: { first, _ in first })
    // Levels fall on the way up, so the deepest first carries every sum to the top.
    for level in Set(tallies.lazy.map(\.level)).sorted(by: >) {
      for tally in tallies where tally.level == level {
        guard let parent = units.parents[tally.unit], let mine = sums[tally.unit] else { continue }
        sums[parent] = sums[parent].map { $0 + mine } ?? mine
      }
    }
    for place in tallies.indices { tallies[place].dues = sums[tallies[place].unit] }
  }
}
