import Basics
import Frameworks
import Organisation
import Postgres
import Ranking
import Scoring
import Sheets
import Synchronization

/// What works on one run: its rules and codes, and how a chunk becomes scores.
struct RunEngine: Sendable {
  let run: Run
  let shelf: RuleShelf
  let units: RunUnits
  let weights: RankingWeights
  private let memory = DigestMemory()

  /// - Parameters:
  ///   - run: the run.
  ///   - weights: for a run that keeps none of its own.
  ///   - shelf: other rules than those on record.
  ///   - transaction: what it reads by.
  /// - Throws: a `PostgresError`; ``RunError`` for rules that cannot be read.
  init(
    _ run: Run, weights: RankingWeights, shelf: RuleShelf? = nil, in transaction: Transaction
  ) async throws {
    self.run = run
    self.weights = try await transaction.weights(of: run.number) ?? weights
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
    var inputs: [(unit: Int64, hex: String)] = []
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
    var result = ChunkResult()
    var inputs: EntryDigests?
    var failed: Set<Int64> = []
    if chunk.stage == 0 {
      inputs = try await inputsOfUnits(Set(members.map(\.unit)), in: transaction)
    } else if let halved {
      failed = halved
    } else {
      failed = try await transaction.halvedLeaders(chunk, in: run)
    }
    var scoring = try await transaction.showSheets(
      choice, in: run.month, until: run.revision,
      to: ChunkScoring(
        members, by: rules, stage: chunk.stage, halved: failed, inputs: inputs.take(),
        codes: units.codes))
    scoring.passOver()
    result.scored = scoring.scored
    if let inputs = scoring.inputs.take() {
      result.inputs = inputs.digests()
      memory.keep(inputs)
    }
    return result
  }

  private var rules: SheetScoring { SheetScoring(shelf: shelf, isFinal: run.kind == .final) }

  /// Begins the digests of what is read for some units with the units' own sheets.
  private func inputsOfUnits(
    _ grading: Set<Int64>, in transaction: Transaction
  ) async throws -> EntryDigests {
    try await transaction.showSheets(
      .these(grading.map { -$0 }.sorted()), in: run.month, until: run.revision,
      to: CollectiveScoring(
        rules: rules, codes: units.codes, grading: grading, scores: false, inputs: memory.take())
    ).inputs
  }

  /// All collectives; the digests of those that grade nobody.
  private func scoringCollectives(_ transaction: Transaction) async throws -> ChunkResult {
    let scoring = try await transaction.showSheets(
      .stretch(Int64.min, -1), in: run.month, until: run.revision,
      to: CollectiveScoring(
        rules: rules, codes: units.codes, grading: Set(try await transaction.gradingUnits(of: run)),
        scores: true, inputs: memory.take()))
    var result = ChunkResult()
    result.collectives = scoring.scored
    result.inputs = scoring.inputs.digests()
    memory.keep(scoring.inputs)
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
      chunk, of: run.number, rated: result.scored.count { $0.status == .rated },
      notRated: result.scored.count { $0.status == .notRated },
      incomplete: result.scored.count { $0.status == .incomplete })
  }
}

extension [ScoredMember] {
  /// Members with grade D before the quota, each with the manager whose factor it halves.
  var failed: [(manager: Int64, member: Int64)] {
    compactMap { scored in
      guard scored.rating?.grade == .d, let manager = scored.member.manager else {
        return nil
      }
      return (manager, scored.member.id)
    }
  }
}

/// What the digests of one chunk were taken in, kept for the next: its memory may be large, and to
/// get it anew costs more than to fill it.
private final class DigestMemory: Sendable {
  private let free = Mutex<[EntryDigests]>([])

  func take() -> EntryDigests { free.withLock { $0.popLast() } ?? EntryDigests() }

  func keep(_ digests: consuming EntryDigests) {
    var digests = digests
    digests.reset()
    free.withLock { $0.append(digests) }
  }
}
