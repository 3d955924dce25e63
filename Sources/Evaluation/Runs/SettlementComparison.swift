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

  /// Both sides in order of members, the stored one as it comes.
  private func changeDifference(
    _ settlement: Settlement, _ transaction: Transaction
  ) async throws -> Verification.Difference? {
    let computed = settlement.changes
    var place = 0
    var differing: [(member: Int64, stored: StoredChange?, computed: StoredChange?)] = []
    func note(_ stored: StoredChange?, _ now: StoredChange?) {
      guard stored != now, let member = stored?.member ?? now?.member else { return }
      differing.append((member, stored, now))
    }
    func passOver(before member: Int64) {
      while place < computed.count, computed[place].member < member {
        note(nil, StoredChange(computed[place]))
        place += 1
      }
    }
    try await transaction.eachStoredChange(of: run) { stored in
      passOver(before: stored.member)
      guard place < computed.count, computed[place].member == stored.member else {
        return note(stored, nil)
      }
      note(stored, StoredChange(computed[place]))
      place += 1
    }
    passOver(before: .max)
    let first = try await transaction.leastMember(of: differing.map(\.member))
    guard let first, let found = differing.first(where: { $0.member == first.id }) else {
      return nil
    }
    return .member(
      first.code, stored: found.stored?.words ?? "", computed: found.computed?.words ?? "")
  }

  private func groupDifference(
    _ settlement: Settlement, _ transaction: Transaction
  ) async throws -> Verification.Difference? {
    let groups = settlement.groups.enumerated().map { StoredGroup(number: $0 + 1, $1) }
    let places = settlement.places.map { framework, unit, group in
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
    // Both sides are in order of codes, so the first that differs is the least.
    var first: Code?
    var place = 0
    func row(_ place: Int) -> RankingRow {
      RankingRow(month: run.month, settlement.tallies[place], settlement.standings[place])
    }
    let count = settlement.tallies.count
    try await transaction.eachUnitResult(of: run) { found in
      guard first == nil, let stored = found.row(in: run.month, by: weights) else { return }
      guard place < count, row(place) == stored else {
        first = place < count ? min(stored.unitCode, row(place).unitCode) : stored.unitCode
        return
      }
      place += 1
    }
    if first == nil, place < count { first = row(place).unitCode }
    if let first { differing.insert(first) }
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
