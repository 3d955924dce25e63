import Basics
import Organisation
import Postgres

/// The units as a run knows them: codes for ever, the tree of the period's last day.
struct RunUnits: Sendable {
  let codes: [Int64: Code]
  /// The unit above, of each unit that was open on that day.
  let parents: [Int64: Int64]
  /// All units, in byte order of codes.
  private let keys: [UnitKey]
  private let open: Set<Int64>

  init(_ run: Run, in transaction: Transaction) async throws {
    var (parents, open): ([Int64: Int64], Set<Int64>) = ([:], [])
    try await transaction.eachOpenUnit(on: run.month.lastDay, knownAt: run.knownAt) {
      open.insert($0)
      if let parent = $1 { parents[$0] = parent }
    }
    (self.parents, self.open) = (parents, open)
    keys = try await transaction.unitKeys()
    codes = Dictionary(
      keys.lazy.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
  }

  /// Units that were open on that day, or grade somebody all the same, in byte order of codes.
  func listed(grading: (Int64) -> Bool) -> [UnitKey] {
    keys.filter { open.contains($0.id) || grading($0.id) }
  }
}
