import Basics
import Organisation
import Postgres

/// The units as a run knows them: codes for ever, the tree of the period's last day.
struct RunUnits: Sendable {
  let codes: [Int64: Code]
  /// The unit above, of each unit that was open on that day.
  let parents: [Int64: Int64]
  /// Units that were open on that day, or grade somebody all the same, in byte order of codes.
  let listed: [UnitKey]

  init(_ run: Run, in transaction: Transaction) async throws {
    let keys = try await transaction.unitKeys()
    let open = try await transaction.units(on: run.month.lastDay, knownAt: run.knownAt)
    codes = Dictionary(keys.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
    parents = Dictionary(
      open.compactMap { unit in
        unit.placement.parent.map { (unit.id.number, $0.number) }
      }, uniquingKeysWith: { first, _ in first })
    let known = Set(open.map(\.id.number))
    let grading = Set(try await transaction.gradingUnits(of: run))
    listed = keys.filter { known.contains($0.id) || grading.contains($0.id) }
      .sorted { $0.code < $1.code }
  }

}
