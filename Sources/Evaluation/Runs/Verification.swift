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
    case quota
    case digest(name: String, stored: String, computed: String)
  }

  package var holds: Bool { difference == nil }
}

extension Runs {
  /// Computes a finished run again from its frozen inputs and compares every line and digest.
  ///
  /// Writes nothing but a line on the trail.
  package func verify(
    _ number: Int32, by actor: Actor,
    progress: @escaping @Sendable (RunStep) -> Void = { _ in }
  ) async throws -> Verification {
    try actor.requireSomewhere(.viewSheets)
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
    if let code = try await transaction.populationDifference(of: run) { first = .population(code) }
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
      if let found = try await compare(result.scored), worst.map({ found.code < $0.code }) ?? true {
        worst = found
      }
      if first == nil, worst == nil {
        first = try await compare(result, inputs: inputs)
      }
      progress(.scoring(done: place + 1, of: chunks.count))
    }
    if let worst { first = worst.difference }
    progress(.settling)
    if first == nil { first = try await compareSettlement() }
    return Verification(run: run, members: members, difference: first)
  }

  /// The difference of the least code in a chunk, if any.
  private func compare(
    _ scored: [ScoredMember]
  ) async throws -> (code: Code, difference: Verification.Difference)? {
    let stored = try await transaction.storedScores(of: scored.map(\.member.id), in: run)
    var found: (code: Code, difference: Verification.Difference)?
    for one in scored {
      let code = one.member.code
      if let known = found, known.code < code { continue }
      let computed = engine.line(of: one)
      guard let before = stored[one.member.id] else {
        found = (code, .member(code, stored: "", computed: computed))
        continue
      }
      let line = engine.line(of: before)
      if line != computed {
        found = (code, .member(code, stored: line, computed: computed))
      }
    }
    return found
  }

  /// Entries that changed without changing a score, and the sheets of collectives.
  private func compare(
    _ result: RunEngine.ChunkResult, inputs: [Int64: String]
  ) async throws -> Verification.Difference? {
    for (unit, digest) in result.inputs where inputs[unit] != digest {
      return .inputs(unit: engine.units.codes[unit] ?? .blank)
    }
    let stored = Dictionary(
      try await transaction.unitScores(of: run).map { ($0.unit, $0) },
      uniquingKeysWith: { first, _ in first })
    for one in result.collectives where stored[one.unit] != StoredUnitScore(one) {
      return .unit(engine.units.codes[one.unit] ?? .blank)
    }
    return nil
  }

  /// Quotas, ranking and digests, computed from lines that have been found right.
  private func compareSettlement() async throws -> Verification.Difference? {
    let settlement = try await engine.settle(in: transaction)
    let digests = Dictionary(
      try await transaction.storedDigests(of: run).map { ($0.unit, $0.digest) },
      uniquingKeysWith: { first, _ in first })
    if let unit = settlement.scoreDigests.keys.sorted().first(where: {
      digests[$0] != settlement.scoreDigests[$0]
    }) {
      let changes = try await transaction.storedChanges(of: run)
      if let member = settlement.firstDifference(from: changes) {
        return .member(
          try await transaction.memberCode(member) ?? .blank,
          stored: changes[member].map { "\($0.finalGrade.rawValue) \($0.reason.rawValue)" } ?? "",
          computed: settlement.changes.first { $0.member == member }
            .map { "\($0.finalGrade.rawValue) \($0.reason.rawValue)" } ?? "")
      }
      return .unit(engine.units.codes[unit] ?? .blank)
    }
    guard let seal = run.seal else { return .quota }
    let pairs = [
      ("input_digest", seal.inputDigest, settlement.seal.inputDigest),
      ("run_digest", seal.runDigest, settlement.seal.runDigest),
      ("ranking_digest", seal.rankingDigest, settlement.seal.rankingDigest),
      ("framework_digests", seal.frameworkDigests, settlement.seal.frameworkDigests),
      (
        "ranking rows",
        RankingDigest.of(
          try await transaction.unitResults(of: run).compactMap {
            $0.row(in: run.month, by: engine.weights)
          }), settlement.seal.rankingDigest
      ),
    ]
    for (name, stored, computed) in pairs where stored != computed {
      return .digest(name: name, stored: stored, computed: computed)
    }
    return nil
  }
}

extension RunEngine {
  /// The line of a score before the quota, as digests have it.
  func line(of scored: ScoredMember) -> String {
    let member = scored.member
    return text(
      CanonicalScore(
        month: run.month, memberCode: member.code, unitCode: units.codes[member.unit] ?? .blank,
        form: member.form,
        framework: scored.framework.flatMap { shelf[$0]?.framework.reference }, scored.score))
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

extension Settlement {
  /// The least member whose final grade was stored otherwise.
  func firstDifference(from stored: [Int64: StoredChange]) -> Int64? {
    var left = stored
    var found: Int64?
    for change in changes {
      let before = left.removeValue(forKey: change.member)
      if before?.finalGrade != change.finalGrade || before?.reason != change.reason {
        found = min(found ?? .max, change.member)
      }
    }
    if let extra = left.keys.min() { found = min(found ?? .max, extra) }
    return found
  }
}
