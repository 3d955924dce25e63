import Access
import Audit
import Basics
import Members
import Postgres
import Ranking
import Scoring
import Sheets

/// What came of computing a run again from its frozen inputs.
package struct Verification: Sendable, Hashable {
  package let run: Run
  package let members: Int
  /// What differs first, in the order of member codes, then of units, then of the run as a whole.
  package let difference: Difference?

  package enum Difference: Sendable, Hashable {
    /// Expected now and not then, or the other way round, or standing elsewhere.
    case population(Code)
    /// The line as it was stored and as it comes out now.
    case member(Code, stored: String, computed: String)
    /// The entries that the unit's digest was taken over.
    case inputs(unit: Code)
    case unit(Code)
    /// How the quota of the group at a unit was filled.
    case quota(unit: Code)
    case digest(name: String, stored: String, computed: String)
  }

  package var holds: Bool { difference == nil }
}

extension Runs {
  /// Computes a finished run again from its frozen inputs and compares every line and digest.
  ///
  /// Writes nothing but a line on the trail. Goes through the sheets of all, and names whoever
  /// differs, so the actor needs the right to see sheets everywhere.
  package func verify(
    _ number: Int32, by actor: Actor,
    progress: @escaping @Sendable (RunStep) -> Void = { _ in }
  ) async throws -> Verification {
    try actor.requireEverywhere(.viewSheets)
    progress(.freezing)
    let found = try await database.undone { transaction in
      let run = try await transaction.run(number)
      guard run.state.isSealed else { throw RunError.notFinished(number) }
      return try await Verifier(run, weights: weights, in: transaction).verify(progress: progress)
    }
    try await database.write { transaction in
      try await Audit.note(
        "score.verify", of: .init(kind: "run", code: "\(number)"), by: actor,
        detail: [AuditDetail("holds", new: "\(found.holds)")], in: transaction)
    }
    return found
  }
}

/// Goes through a run chunk by chunk and remembers the first difference.
private struct Verifier {
  let run: Run
  let engine: RunEngine
  let transaction: Transaction

  init(_ run: Run, weights: RankingWeights, in transaction: Transaction) async throws {
    self.run = run
    self.transaction = transaction
    engine = try await RunEngine(run, weights: weights, in: transaction)
  }

  func verify(progress: @Sendable (RunStep) -> Void) async throws -> Verification {
    var first: Verification.Difference?
    _ = try await transaction.stageExpected(on: run.month.lastDay, knownAt: run.knownAt)
    // Rows that were written a moment ago have no statistics: all of a run is held against all.
    try await transaction.execute("SET LOCAL enable_nestloop = off")
    if let code = try await transaction.populationDifference(of: run) { first = .population(code) }
    if first == nil, let code = try await transaction.strayScore(of: run) {
      first = .population(code)
    }
    try await transaction.execute("SET LOCAL enable_nestloop = on")
    let inputs = Dictionary(
      try await transaction.unitInputs(of: run).map { ($0.unit, $0.digest) },
      uniquingKeysWith: { first, _ in first })
    var members = 0
    var halved: Set<Int64> = []
    var worst: (code: Code, difference: Verification.Difference)?
    let chunks = try await transaction.chunks(of: run.number)
    for (place, chunk) in chunks.enumerated() {
      let result = try await engine.scoring(chunk, in: transaction, halved: halved)
      halved.formUnion(result.scored.failed.map(\.manager))
      members += result.scored.count
      let compared = try await compare(result.scored, of: chunk)
      if let found = compared, worst.map({ found.code < $0.code }) ?? true {
        worst = found
      }
      if first == nil, worst == nil {
        first = try await compare(result, of: chunk, inputs: inputs)
      }
      progress(.scoring(done: place + 1, of: chunks.count))
    }
    if let worst { first = worst.difference }
    progress(.settling)
    if first == nil { first = try await compareSettlement(members: members) }
    return Verification(run: run, members: members, difference: first)
  }

  /// The difference of the least code in a chunk, if any; its members in the order of numbers.
  private func compare(
    _ scored: [ScoredMember], of chunk: Chunk
  ) async throws -> (code: Code, difference: Verification.Difference)? {
    let choice: SheetChoice =
      chunk.isDense ? .stretch(chunk.first, chunk.last) : .these(scored.map(\.member.id))
    let stored = try await transaction.storedScores(of: choice, in: run)
    var found: (code: Code, difference: Verification.Difference)?
    var place = 0
    for one in scored {
      while place < stored.count, stored[place].member < one.member.id { place += 1 }
      let before =
        place < stored.count && stored[place].member == one.member.id ? stored[place] : nil
      if let before, before.says(what: one) { continue }
      let code = one.member.code
      if let known = found, known.code < code { continue }
      found = (
        code,
        .member(
          code, stored: before.map { engine.line(of: $0) } ?? "", computed: engine.line(of: one))
      )
    }
    return found
  }

  /// Entries that changed without changing a score, and the sheets of collectives.
  private func compare(
    _ result: RunEngine.ChunkResult, of chunk: Chunk, inputs: [Int64: String]
  ) async throws -> Verification.Difference? {
    for (unit, digest) in result.inputs where inputs[unit] != digest {
      return .inputs(unit: engine.units.codes[unit] ?? .blank)
    }
    guard chunk.stage == 0, chunk.members == 0 else { return nil }
    var stored = Dictionary(
      try await transaction.unitScores(of: run).map { ($0.unit, $0) },
      uniquingKeysWith: { first, _ in first })
    for one in result.collectives where stored.removeValue(forKey: one.unit) != StoredUnitScore(one)
    {
      return .unit(engine.units.codes[one.unit] ?? .blank)
    }
    return stored.keys.compactMap { engine.units.codes[$0] }.min().map { .unit($0) }
  }

  /// Quotas, ranking and digests, computed from lines that have been found right.
  private func compareSettlement(members: Int) async throws -> Verification.Difference? {
    let settlement = try await engine.settle(in: transaction)
    if let found = try await engine.difference(from: settlement, in: transaction) { return found }
    let (seal, now) = (run.seal ?? .init(), settlement.seal)
    let pairs = [
      ("expected", "\(seal.counts.expected)", "\(members)"),
      ("input_digest", seal.inputDigest, now.inputDigest),
      ("run_digest", seal.runDigest, now.runDigest),
      ("ranking_digest", seal.rankingDigest, now.rankingDigest),
      ("framework_digests", seal.frameworkDigests, now.frameworkDigests),
    ]
    for (name, stored, computed) in pairs where stored != computed {
      return .digest(name: name, stored: stored, computed: computed)
    }
    return nil
  }
}

extension StoredScore {
  /// Whether its line is that of the score, without spelling out either.
  fileprivate func says(what scored: ScoredMember) -> Bool {
    let rating = scored.rating
    return code == scored.member.code && unit == scored.member.unit && form == scored.member.form
      && framework == scored.framework && status == scored.status
      && general?.hundredths == rating.map { Int64($0.general) }
      && results?.hundredths == rating.map { Int64($0.results) }
      && total?.hundredths == rating.map { Int64($0.total) }
      && grade == rating?.grade && reasons == scored.reasons
  }
}

extension RunEngine {
  /// The line of a score before the quota, as digests have it.
  func line(of scored: ScoredMember) -> String {
    let (member, rating) = (scored.member, scored.rating)
    func points(_ hundredths: Int32?) -> Points? {
      hundredths.map { Points(hundredths: Int64($0)) }
    }
    return text(
      CanonicalScore(
        month: run.month, memberCode: member.code, unitCode: units.codes[member.unit] ?? .blank,
        form: member.form,
        framework: scored.framework.flatMap { shelf[$0]?.framework.reference },
        status: scored.status, general: points(rating?.general), results: points(rating?.results),
        total: points(rating?.total), grade: rating?.grade, finalGrade: rating?.grade,
        reasons: scored.reasons))
  }

  func line(of stored: StoredScore) -> String {
    text(
      stored.line(
        finalGrade: nil, reason: nil, month: run.month,
        unitCode: units.codes[stored.unit] ?? .blank,
        framework: stored.framework.flatMap { shelf[$0]?.framework.reference }))
  }

  private func text(_ line: CanonicalScore) -> String {
    line.fields.joined(separator: "|")
  }
}
