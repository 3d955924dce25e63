import Basics
import Frameworks
import Organisation
import Postgres
import Ranking
import Scoring
import Sheets

/// What works on one run: its rules and codes, and how a chunk becomes scores.
struct RunEngine: Sendable {
  let run: Run
  let shelf: RuleShelf
  let units: RunUnits
  let weights: RankingWeights

  init(
    _ run: Run, weights: RankingWeights, shelf: RuleShelf? = nil, in transaction: Transaction
  ) async throws {
    self.run = run
    self.weights = weights
    if let shelf { self.shelf = shelf } else { self.shelf = try await transaction.ruleShelf() }
    units = try await RunUnits(run, in: transaction)
  }

  enum Step: Sendable {
    case scored(done: Int, all: Int)
    /// Others work on what is left of the stage.
    case waiting
    case done
  }

  /// Claims a chunk, scores it and stores it, all in this transaction.
  func scoreNextChunk(in transaction: Transaction) async throws -> Step {
    // A chunk lost in a crash is scored again, so it need not reach the disk by itself; the
    // commit that seals the run brings everything before it to the disk.
    try await transaction.execute("SET LOCAL synchronous_commit = off")
    guard try await transaction.holdBuilding(run.number) else { return .done }
    guard let chunk = try await transaction.claimChunk(of: run.number) else {
      let counts = try await transaction.chunkCounts(of: run.number)
      return counts.done == counts.all ? .done : .waiting
    }
    try await store(try await scoring(chunk, in: transaction), of: chunk, in: transaction)
    let counts = try await transaction.chunkCounts(of: run.number)
    return .scored(done: counts.done, all: counts.all)
  }

  /// Scores all chunks in this one transaction.
  func scoreAll(
    in transaction: Transaction, progress: @Sendable (RunStep) -> Void
  ) async throws {
    while true {
      switch try await scoreNextChunk(in: transaction) {
      case .scored(let done, let all): progress(.scoring(done: done, of: all))
      case .waiting, .done: return
      }
    }
  }

  /// What one chunk comes to.
  struct ChunkResult {
    var scored: [ScoredMember] = []
    var collectives: [ScoredUnit] = []
    var inputs: [(unit: Int64, digest: String)] = []
  }

  /// Reads and scores a chunk without storing it.
  ///
  /// - Parameters:
  ///   - chunk: members of one stage, or, without members, the collectives.
  ///   - transaction: what it reads by.
  ///   - halved: leaders with somebody at grade D below them; asked of the database where it is not
  ///     given.
  /// - Returns: the scores, not yet stored.
  /// - Throws: `PostgresError` where the database fails.
  func scoring(
    _ chunk: Chunk, in transaction: Transaction, halved: Set<Int64>? = nil
  ) async throws -> ChunkResult {
    if chunk.stage == 0, chunk.members == 0 { return try await scoringCollectives(transaction) }
    let members = try await transaction.members(of: chunk, in: run)
    let choice: SheetChoice =
      chunk.isDense ? .stretch(chunk.first, chunk.last) : .these(members.map(\.id))
    let read = try await ReadSheets(
      choice, in: run.month, until: run.revision, expecting: members.count, from: transaction)
    let rules = ChunkScoring(shelf: shelf, isFinal: run.kind == .final)
    var result = ChunkResult()
    if chunk.stage == 0 {
      result.scored = rules.scores(of: members, read, stage: 0, halved: [])
      let own = try await ReadSheets(
        .these(Set(members.map { -$0.unit }).sorted()), in: run.month, until: run.revision,
        expecting: 0, from: transaction)
      result.inputs = InputLines(units: units, shelf: shelf).digests(of: members, read, units: own)
    } else {
      let failed: Set<Int64>
      if let halved {
        failed = halved
      } else {
        failed = try await transaction.halvedLeaders(chunk, in: run)
      }
      result.scored = rules.scores(of: members, read, stage: chunk.stage, halved: failed)
    }
    return result
  }

  /// All collectives; the digests of those that grade nobody.
  private func scoringCollectives(_ transaction: Transaction) async throws -> ChunkResult {
    let read = try await ReadSheets(
      .stretch(Int64.min, -1), in: run.month, until: run.revision, expecting: 0,
      from: transaction)
    let grading = Set(try await transaction.gradingUnits(of: run))
    let rules = ChunkScoring(shelf: shelf, isFinal: run.kind == .final)
    var result = ChunkResult()
    result.collectives = rules.scores(ofUnits: read)
    result.inputs = InputLines(units: units, shelf: shelf).digests(of: [], read, units: read)
      .filter { !grading.contains($0.unit) }
    return result
  }

  private func store(
    _ result: ChunkResult, of chunk: Chunk, in transaction: Transaction
  ) async throws {
    try await transaction.store(result.scored, in: run)
    try await transaction.store(result.collectives, in: run)
    try await transaction.store(inputs: result.inputs, in: run)
    try await transaction.store(failed: result.scored.failed, in: run)
    try await transaction.finish(
      chunk, of: run.number, rated: result.scored.count { $0.score.status == .rated },
      notRated: result.scored.count { $0.score.status == .notRated },
      incomplete: result.scored.count { $0.score.status == .incomplete })
  }
}

extension [ScoredMember] {
  /// Members with grade D before the quota, each with the manager whose factor it halves.
  var failed: [(manager: Int64, member: Int64)] {
    compactMap { scored in
      guard scored.score.rating?.grade == .d, let manager = scored.member.manager else {
        return nil
      }
      return (manager, scored.member.id)
    }
  }
}
