import Basics
import Postgres
import Ranking

extension RunEngine {
  /// The first row of a settlement that was stored otherwise: of members, then groups, then units.
  func difference(
    from settlement: Settlement, in transaction: Transaction
  ) async throws -> Verification.Difference? {
    if let found = try await changeDifference(settlement, transaction) { return found }
    if let found = try await groupDifference(settlement, transaction) { return found }
    return try await unitDifference(settlement, transaction)
  }

  private func changeDifference(
    _ settlement: Settlement, _ transaction: Transaction
  ) async throws -> Verification.Difference? {
    let stored = try await transaction.storedChanges(of: run)
    let computed = Dictionary(
      settlement.changes.map { ($0.member, StoredChange($0)) }, uniquingKeysWith: { $1 })
    let differing = Set(stored.keys).union(computed.keys).filter { stored[$0] != computed[$0] }
    guard let first = try await transaction.leastMember(of: differing.sorted()) else { return nil }
    return .member(
      first.code, stored: stored[first.id]?.words ?? "", computed: computed[first.id]?.words ?? "")
  }

  private func groupDifference(
    _ settlement: Settlement, _ transaction: Transaction
  ) async throws -> Verification.Difference? {
    let groups = settlement.groups.enumerated().map { StoredGroup(number: $0 + 1, $1) }
    let counts = try await transaction.gradeCounts(of: run)
    let places = groupNumbers(of: counts, in: settlement).map { framework, unit, group in
      StoredGroup(unit: unit, line: "\(framework)|\(group + 1)")
    }
    let stored = try await (
      transaction.storedGroups(of: run), transaction.storedPlaces(of: run)
    )
    let differing = Set(groups).symmetricDifference(stored.0)
      .union(Set(places).symmetricDifference(stored.1))
    return differing.map { units.codes[$0.unit] ?? .blank }.min().map { .quota(unit: $0) }
  }

  private func unitDifference(
    _ settlement: Settlement, _ transaction: Transaction
  ) async throws -> Verification.Difference? {
    var differing: Set<Code> = []
    let digests = Dictionary(
      try await transaction.storedDigests(of: run).map { ($0.unit, $0.digest) },
      uniquingKeysWith: { first, _ in first })
    for unit in Set(digests.keys).union(settlement.scoreDigests.keys)
    where digests[unit] != settlement.scoreDigests[unit] {
      differing.insert(units.codes[unit] ?? .blank)
    }
    let computed = zip(settlement.tallies, settlement.standings).map { tally, standing in
      RankingRow(month: run.month, tally, standing)
    }
    let stored = try await transaction.unitResults(of: run).compactMap {
      $0.row(in: run.month, by: weights)
    }
    differing.formUnion(Set(computed).symmetricDifference(stored).map(\.unitCode))
    return differing.min().map { .unit($0) }
  }
}

extension StoredChange {
  init(_ change: QuotaChange) {
    member = change.member
    finalGrade = change.finalGrade
    reason = change.reason
    group = change.group.map { Int32($0 + 1) }
  }

  fileprivate var words: String { "\(finalGrade.rawValue) \(reason.rawValue)" }
}

extension StoredGroup {
  /// A group as ``Transaction/storedGroups(of:)`` spells it.
  fileprivate init(number: Int, _ group: QuotaReport) {
    let fields: [Any] = [
      number, group.framework, group.pooled, group.rated, group.a, group.b,
      group.share.reduced.description, group.excepted, group.allowed, group.kept,
      group.tiesWaiting, group.placesOpen,
    ]
    self.init(unit: group.unit, line: fields.map { "\($0)" }.joined(separator: "|"))
  }
}
