import Basics
import Frameworks
import Organisation
import Postgres
import Ranking
import Scoring

/// What follows from the scores of all: final grades, the ranking and the digests.
///
/// Computed from what is stored, and stored or compared by whoever asked for it.
struct Settlement: Sendable {
  var counts: [GradeCount] = []
  var changes: [QuotaChange] = []
  var groups: [QuotaReport] = []
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
  func finish(
    skipped: Int, in transaction: Transaction, progress: @Sendable (RunStep) -> Void
  ) async throws {
    var settlement = try await settle(in: transaction)
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
  func settle(in transaction: Transaction) async throws -> Settlement {
    var settlement = Settlement()
    try await allot(in: transaction, into: &settlement)
    let own = try await tally(in: transaction, into: &settlement)
    try await rank(own, in: transaction, into: &settlement)
    settlement.seal.inputDigest = RunDigest.of(
      try await transaction.unitInputs(of: run).map { (code($0.unit), $0.digest) })
    settlement.seal.frameworkDigests = try await transaction.frameworksUsed(in: run)
      .compactMap { shelf[$0] }
      .sorted { $0.framework.reference < $1.framework.reference }
      .map { "\($0.framework.reference):\($0.digest)" }.joined(separator: ";")
    return settlement
  }

  private func code(_ unit: Int64) -> Code { units.codes[unit] ?? .blank }

  /// Quotas, with what boards have decided.
  private func allot(in transaction: Transaction, into settlement: inout Settlement) async throws {
    let decisions = try await transaction.decisions(for: run)
    let decided = Dictionary(
      decisions.map { ($0.member, $0.decision) }, uniquingKeysWith: { first, _ in first })
    var groups: [QuotaPlace: QuotaGroup] = [:]
    settlement.counts = try await transaction.gradeCounts(of: run)
    for count in settlement.counts {
      guard let rules = shelf[count.framework] else { continue }
      groups[QuotaPlace(unit: count.unit, framework: count.framework)] = QuotaGroup(
        framework: count.framework, form: rules.framework.form,
        unit: standing(of: count.unit, by: rules), rated: count.rated, a: count.a, b: count.b,
        candidates: [])
    }
    try await transaction.eachCandidate(of: run, decided: decided.keys.sorted()) { row in
      groups[QuotaPlace(unit: row.unit, framework: row.framework)]?.candidates.append(
        row.candidate(decided[row.member] ?? .none))
    }
    let result = Quota.allot(
      Array(groups.values), rules: shelf.rules.compactMapValues(\.framework.quota),
      parentOf: { units.parents[$0] },
      exceptions: Dictionary(
        try await transaction.exceptions(for: run).map {
          (QuotaPlace(unit: $0.unit, framework: $0.framework), $0.share)
        }, uniquingKeysWith: { first, _ in first }))
    (settlement.changes, settlement.groups) = (result.changes, result.groups)
    settlement.seal.counts.groupsOver = result.groups.count { $0.isOver }
    settlement.seal.counts.tiesWaiting = result.groups.reduce(0) { $0 + $1.tiesWaiting }
    settlement.seal.counts.placesOpen = result.groups.reduce(0) { $0 + $1.placesOpen }
  }

  /// Where the group of a grading unit stands by these rules.
  func standing(of unit: Int64, by rules: StoredRules) -> Int64 {
    guard let quota = rules.framework.quota else { return unit }
    return Quota.standing(of: unit, by: quota.group, parentOf: { units.parents[$0] })
  }

  /// One sweep over all lines: counts, sums and digests of the units themselves.
  private func tally(
    in transaction: Transaction, into settlement: inout Settlement
  ) async throws -> [Int64: GradeSums] {
    let changes = Dictionary(
      settlement.changes.map { ($0.member, $0) }, uniquingKeysWith: { first, _ in first })
    var sums: [Int64: GradeSums] = [:]
    var counts = Run.Counts()
    var digest = UnitDigests()
    try await transaction.eachScore(of: run) { score in
      let change = changes[score.member]
      counts.expected += 1
      switch score.status {
      case .rated: counts.rated += 1
      case .notRated: counts.notRated += 1
      case .incomplete: counts.incomplete += 1
      }
      digest.add(
        score.line(
          finalGrade: change?.finalGrade, reason: change?.reason, month: run.month,
          unitCode: code(score.unit),
          framework: score.framework.flatMap { shelf[$0]?.framework.reference }),
        of: score.unit)
      guard let total = score.total, let grade = change?.finalGrade ?? score.grade else { return }
      if let cell = score.cell { sums[cell, default: .init()].add(total, grade) }
      if let agency = score.agency { sums[agency, default: .init()].add(total, grade) }
    }
    digest.close()
    settlement.seal.counts.expected = counts.expected
    settlement.seal.counts.rated = counts.rated
    settlement.seal.counts.notRated = counts.notRated
    settlement.seal.counts.incomplete = counts.incomplete
    (settlement.graded, settlement.scoreDigests) = (digest.members, digest.digests)
    settlement.seal.runDigest = RunDigest.of(
      digest.digests.map { (code($0.key), $0.value) })
    return sums
  }

  /// Sums of whole subtrees, then the order among peers.
  private func rank(
    _ own: [Int64: GradeSums], in transaction: Transaction, into settlement: inout Settlement
  ) async throws {
    var sums = own
    // Levels fall on the way up, so the deepest first carries every sum to the top.
    for unit in units.listed.sorted(by: { $0.level > $1.level }) {
      guard let parent = units.parents[unit.id], let mine = sums[unit.id] else { continue }
      sums[parent, default: .init()].add(mine)
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
    settlement.tallies = units.listed.map { unit in
      let sum = sums[unit.id] ?? .init()
      return UnitTally(
        unit: unit.id, code: unit.code, tree: unit.tree.rawValue, level: unit.level,
        rated: sum.rated, a: sum.a, b: sum.b, c: sum.c, d: sum.d, pointsSum: sum.points,
        collective: collectives[unit.id].map { Points(hundredths: Int64($0)) },
        previousRank: before[unit.id].map { Int($0) })
    }
    try await addDues(to: &settlement.tallies, in: transaction)
    settlement.standings = UnitRanking.standings(of: settlement.tallies, by: weights)
    settlement.seal.rankingDigest = RankingDigest.of(
      zip(settlement.tallies, settlement.standings).map { tally, standing in
        RankingRow(month: run.month, tally, standing)
      })
  }
}

/// Counts and sums of rated members.
struct GradeSums: Sendable {
  var (a, b, c, d) = (0, 0, 0, 0)
  /// Of the rounded totals, in hundredths.
  var points: Int64 = 0

  var rated: Int { a + b + c + d }

  mutating func add(_ total: Points, _ grade: Framework.Grade) {
    points += total.hundredths
    switch grade {
    case .a: a += 1
    case .b: b += 1
    case .c: c += 1
    case .d: d += 1
    }
  }

  mutating func add(_ other: GradeSums) {
    (a, b, c, d) = (a + other.a, b + other.b, c + other.c, d + other.d)
    points += other.points
  }
}

/// The digests of units whose members come one unit after another.
private struct UnitDigests {
  private(set) var digests: [Int64: String] = [:]
  private(set) var members: [Int64: Int] = [:]
  private var unit: Int64?
  private var count = 0
  private var digest = ScoreDigest()

  mutating func add(_ line: CanonicalScore, of unit: Int64) {
    if unit != self.unit { close() }
    self.unit = unit
    count += 1
    digest.add(line)
  }

  mutating func close() {
    if let unit, let hex = digest.hex() { (digests[unit], members[unit]) = (hex, count) }
    digest.reset()
    count = 0
  }
}
