import Basics
import Frameworks
import Organisation
import Postgres
import Ranking
import Scoring
import Synchronization

/// What follows from the scores of all: final grades, the ranking and the digests.
///
/// Computed from what is stored, and stored or compared by whoever asked for it.
struct Settlement: Sendable {
  /// In order of members.
  var changes: [QuotaChange] = []
  var groups: [QuotaReport] = []
  /// In which group, by its place, the members of each grading unit and framework were, after
  /// pooling; nothing where no quota is.
  var places: [(framework: Int32, unit: Int64, group: Int)] = []
  var tallies: [UnitTally] = []
  var standings: [UnitStanding] = []
  /// How many members each unit grades.
  var graded: [Int64: Int] = [:]
  /// The digest of each unit that grades anybody.
  var scoreDigests: [Int64: String] = [:]
  var seal = Run.Seal()
}

extension RunEngine {
  /// Settles and seals the run, once every chunk is stored.
  ///
  /// - Parameters:
  ///   - skipped: how many members cannot be scored.
  ///   - transaction: what it is sealed by.
  ///   - other: sees what is stored as well; the scores are then read by both at once.
  ///   - progress: told what is going on.
  /// - Throws: a `PostgresError`.
  func finish(
    skipped: Int, in transaction: Transaction, beside other: Transaction? = nil,
    progress: @Sendable (RunStep) -> Void
  ) async throws {
    var settlement = try await settle(in: transaction, beside: other)
    progress(.storing)
    try await store(settlement, in: transaction)
    settlement.seal.counts.skipped = skipped
    if let previous = run.previous {
      settlement.seal.counts.unchanged = try await transaction.unchangedLines(
        of: run, since: try await transaction.run(previous))
    }
    try await transaction.seal(run.number, settlement.seal)
  }

  /// Computes the settlement from the stored scores.
  func settle(
    in transaction: Transaction, beside other: Transaction? = nil
  ) async throws -> Settlement {
    var settlement = Settlement()
    try await allot(in: transaction, beside: other, into: &settlement)
    var tally = try await tally(in: transaction, beside: other, into: &settlement)
    try await rank(tally.takeSums(), in: transaction, into: &settlement)
    settlement.seal.inputDigest = RunDigest.of(
      try await transaction.unitInputs(of: run).map { (code($0.unit), $0.digest) })
    let collective = try await transaction.collectiveFrameworks(in: run)
    settlement.seal.frameworkDigests = tally.frameworks.union(collective)
      .compactMap { shelf[$0] }
      .sorted { $0.framework.reference < $1.framework.reference }
      .map { "\($0.framework.reference):\($0.digest)" }.joined(separator: ";")
    return settlement
  }

  private func code(_ unit: Int64) -> Code { units.codes[unit] ?? .blank }

  /// Quotas, with what boards have decided.
  ///
  /// The candidates come by as the database finds them; a group is settled with its last, so only
  /// those of groups that are not complete are held.
  private func allot(
    in transaction: Transaction, beside other: Transaction?, into settlement: inout Settlement
  ) async throws {
    let counts = try await counts(in: transaction, beside: other)
    var settling = QuotaSettling(
      counts.compactMap { count in
        guard let rules = shelf[count.framework] else { return nil }
        return QuotaGroup(
          framework: count.framework, form: rules.framework.form,
          unit: standing(of: count.unit, by: rules), rated: count.rated, a: count.a, b: count.b)
      },
      rules: shelf.rules.compactMapValues(\.framework.quota), parentOf: { units.parents[$0] },
      exceptions: Dictionary(
        try await transaction.exceptions(for: run).map {
          (QuotaPlace(unit: $0.unit, framework: $0.framework), $0.share)
        }, uniquingKeysWith: { first, _ in first }))
    let places = Dictionary(
      counts.enumerated().map { (QuotaPlace(unit: $1.unit, framework: $1.framework), $0) },
      uniquingKeysWith: { first, _ in first })
    let decisions = Dictionary(
      try await transaction.decisions(for: run).map { ($0.member, $0.decision) },
      uniquingKeysWith: { first, _ in first })
    for row in try await transaction.candidates(decisions.keys.sorted(), of: run) {
      guard let place = places[row.place], let decision = decisions[row.member] else { continue }
      settling.add(decided: row.candidate(decision), of: place)
    }
    let table = SettlingTable(consume settling)
    _ = try await inParts(transaction, other) { transaction, part in
      try await transaction.eachCandidate(of: run, part) { rows in
        table.take(
          rows.lazy.filter { decisions[$0.member] == nil }.compactMap { row in
            places[row.place].map { (row, $0) }
          })
      }
    }
    let settled = table.taken()
    settlement.places = counts.enumerated().compactMap { place, count in
      settled.number(of: place).map { (count.framework, count.unit, $0) }
    }
    (settlement.changes, settlement.groups) = settled.settled()
    settlement.seal.counts.groupsOver = settlement.groups.count { $0.isOver }
    settlement.seal.counts.tiesWaiting = settlement.groups.reduce(0) { $0 + $1.tiesWaiting }
    settlement.seal.counts.placesOpen = settlement.groups.reduce(0) { $0 + $1.placesOpen }
  }

  /// Rated members by grading unit and framework, of frameworks that there are.
  private func counts(
    in transaction: Transaction, beside other: Transaction?
  ) async throws -> [GradeCount] {
    var counts: [GradeCount] = []
    var known: [QuotaPlace: Int] = [:]
    let parts = try await inParts(transaction, other) { try await $0.gradeCounts(of: run, $1) }
    for count in parts.joined() where shelf[count.framework] != nil {
      let place = QuotaPlace(unit: count.unit, framework: count.framework)
      if let found = known[place] {
        counts[found].add(count)
      } else {
        known[place] = counts.count
        counts.append(count)
      }
    }
    return counts
  }

  /// Asks about all scores; about either half at once where there are two to ask by.
  private func inParts<Answer: Sendable>(
    _ transaction: Transaction, _ other: Transaction?,
    _ ask: @escaping @Sendable (Transaction, ScorePart) async throws -> Answer
  ) async throws -> [Answer] {
    guard let other, let middle = try await transaction.middleMember(of: run) else {
      return [try await ask(transaction, .all)]
    }
    async let later = ask(other, .after(middle))
    return [try await ask(transaction, .upTo(middle)), try await later]
  }

  /// Where the group of a grading unit stands by these rules.
  func standing(of unit: Int64, by rules: StoredRules) -> Int64 {
    guard let quota = rules.framework.quota else { return unit }
    return Quota.standing(of: unit, by: quota.group, parentOf: { units.parents[$0] })
  }

  /// One sweep over all lines: counts, sums and digests of the units themselves.
  ///
  /// In two halves at once where there are two to read them.
  private func tally(
    in transaction: Transaction, beside other: Transaction?, into settlement: inout Settlement
  ) async throws -> ScoreTally {
    let changes = settlement.changes
    let sweep = try await transaction.scoreSweep(of: run)
    var tally: ScoreTally
    if let other, let (first, second) = sweep.halves {
      async let later = tallied(second, changes, in: other)
      tally = try await tallied(first, changes, in: transaction)
      tally.add(try await later)
    } else {
      tally = try await tallied(sweep, changes, in: transaction)
    }
    settlement.seal.counts.expected = tally.counts.expected
    settlement.seal.counts.rated = tally.counts.rated
    settlement.seal.counts.notRated = tally.counts.notRated
    settlement.seal.counts.incomplete = tally.counts.incomplete
    (settlement.graded, settlement.scoreDigests) = (tally.graded, tally.digests)
    settlement.seal.runDigest = RunDigest.of(tally.digests.map { (code($0.key), $0.value) })
    return tally
  }

  private func tallied(
    _ sweep: ScoreSweep, _ changes: [QuotaChange], in transaction: Transaction
  ) async throws -> ScoreTally {
    var tally = ScoreTally()
    var digest = UnitDigests()
    try await transaction.eachScore(of: run, sweep) { score in
      let change = score.status == .rated ? changes.first(of: score.member) : nil
      tally.add(score, change)
      digest.add(
        score.line(
          finalGrade: change?.finalGrade, reason: change?.reason, month: run.month,
          unitCode: code(score.unit),
          framework: score.framework.flatMap { shelf[$0]?.framework.reference }),
        of: score.unit)
    }
    digest.close()
    (tally.graded, tally.digests) = (digest.members, digest.digests)
    return tally
  }

  /// Sums of whole subtrees, then the order among peers.
  private func rank(
    _ own: consuming [Int64: GradeSums], in transaction: Transaction,
    into settlement: inout Settlement
  ) async throws {
    var sums = own
    let listed = units.listed { settlement.graded[$0] != nil }
    // Levels fall on the way up, so the deepest first carries every sum to the top.
    for level in Set(listed.lazy.map(\.level)).sorted(by: >) {
      for unit in listed where unit.level == level {
        guard let parent = units.parents[unit.id], let mine = sums[unit.id] else { continue }
        sums[parent, default: .init()].add(mine)
      }
    }
    let collectives = Dictionary(
      try await transaction.collectives(of: run).map { ($0.unit, $0.number) },
      uniquingKeysWith: { first, _ in first })
    var before: [Int64: Int32] = [:]
    if let published = try await transaction.publishedRun(
      of: run.month.adding(months: -1), until: run.startedAt)
    {
      for rank in try await transaction.ranks(of: published) { before[rank.unit] = rank.number }
    }
    settlement.tallies = listed.map { unit in
      let sum = sums[unit.id] ?? .init()
      return UnitTally(
        unit: unit.id, code: unit.code, tree: unit.tree.rawValue, level: Int(unit.level),
        rated: Int(sum.rated), a: Int(sum.a), b: Int(sum.b), c: Int(sum.c), d: Int(sum.d),
        pointsSum: sum.points,
        collective: collectives[unit.id].map { Points(hundredths: Int64($0)) },
        previousRank: before[unit.id].map { Int($0) })
    }
    try await addDues(to: &settlement.tallies, in: transaction)
    settlement.standings = UnitRanking.standings(of: settlement.tallies, by: weights)
    settlement.seal.rankingDigest = RankingDigest.of(
      inOrder: zip(settlement.tallies, settlement.standings).lazy.map { tally, standing in
        RankingRow(month: run.month, tally, standing)
      })
  }
}

/// Where the candidates of both halves are settled, whoever brings them.
private final class SettlingTable: Sendable {
  private let settling: Mutex<QuotaSettling>

  init(_ settling: QuotaSettling) { self.settling = Mutex(settling) }

  /// Takes candidates about whom nobody has decided, each with the place of the group.
  func take(_ candidates: some Sequence<(CandidateRow, Int)>) {
    settling.withLock { settling in
      for (row, place) in candidates where settling.isContested(place) {
        settling.add(row.candidate(.none), of: place)
      }
    }
  }

  /// All of it, once; nothing is left here.
  func taken() -> QuotaSettling {
    settling.withLock { settling in
      defer { settling = QuotaSettling([], rules: [:], parentOf: { _ in nil }) }
      return settling
    }
  }
}

extension [QuotaChange] {
  /// The change of a member, in an array in order of members.
  func first(of member: Int64) -> QuotaChange? {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].member < member { low = middle + 1 } else { high = middle }
    }
    return low < endIndex && self[low].member == member ? self[low] : nil
  }
}
