import Access
import Audit
import Basics
import CMalloc
import Postgres
import Ranking
import Sheets

/// Everything that can be done to the runs of a month.
package struct Runs: Sendable {
  package let database: Database
  /// The version of the program, as a run records it.
  package let programVersion: String
  package let weights: RankingWeights

  package init(database: Database, programVersion: String, weights: RankingWeights) {
    self.database = database
    self.programVersion = programVersion
    self.weights = weights
  }

  /// How a run is worked on.
  package struct Effort: Sendable {
    /// How many connections of this process score at once; other processes may join.
    package var workers = 2
    /// About so many members are scored in one transaction.
    package var chunkSize = 20_000
    /// Among so many numbers of members it is found out at a time who is expected; of more, by two
    /// connections at once.
    package var stageSize: Int64 = 250_000

    package init() {}
  }

  /// What `score run` says when it is done.
  package struct Outcome: Sendable {
    package let run: Run
    /// Members that cannot be scored, by the reason.
    package let skipped: [Skipped]
    /// It went on with a run that had been begun before.
    package let resumed: Bool
    /// Sheets or decisions changed while a provisional run was reading them.
    package let inputsMoved: Bool
  }

  /// Scores a month: a provisional run while the period is open, the final one once it is closed.
  ///
  /// A run that was begun and not finished is gone on with, by as many processes as call this; one
  /// whose inputs have changed since is abandoned and begun anew.
  ///
  /// - Throws: ``RunError``, an access error; what was stored before stands and is gone on with.
  package func score(
    _ month: Month, effort: Effort = Effort(), by actor: Actor,
    progress: @escaping @Sendable (RunStep) -> Void = { _ in }
  ) async throws -> Outcome {
    try actor.requireEverywhere(.runPeriods)
    progress(.freezing)
    let begun = try await database.write { transaction in
      try await transaction.begin(month, with: self, effort: effort, by: actor)
    }
    let run = begun.run
    let engine = try await database.read { try await RunEngine(run, weights: weights, in: $0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, effort.workers) {
        group.addTask { try await work(on: engine, progress: progress) }
      }
      try await group.waitForAll()
    }
    progress(.settling)
    // What the workers had is free, but in pieces of several arenas that no other thread would use.
    malloc_trim(0)
    return try await database.write { transaction in
      if try await transaction.lockRun(run.number) == .building {
        // All chunks are stored by now, and the run is held: the second reader sees the same.
        try await database.read { other in
          try await engine.finish(
            skipped: begun.skipped.count, in: transaction, beside: other, progress: progress)
        }
      }
      var moved = false
      if run.kind == .provisional {
        moved = try await transaction.lastInputEvent(of: month) != begun.inputs
      }
      return Outcome(
        run: try await transaction.run(run.number), skipped: begun.skipped,
        resumed: begun.resumed, inputsMoved: moved)
    }
  }

  /// Scores chunk after chunk until none is left.
  private func work(
    on engine: RunEngine, progress: @Sendable (RunStep) -> Void
  ) async throws {
    while true {
      let step = try await database.write { transaction in
        try await engine.scoreNextChunk(in: transaction)
      }
      switch step {
      case .done: return
      case .scored(let done, let all): progress(.scoring(done: done, of: all))
      // Somebody else is at the last chunks of the stage.
      case .waiting: try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// Does all that ``score(_:effort:by:progress:)`` does, and takes it back.
  ///
  /// A run that was left half-way does not stand in the way, and is gone on with afterwards.
  package func rehearse(
    _ month: Month, effort: Effort = Effort(), by actor: Actor,
    progress: @escaping @Sendable (RunStep) -> Void = { _ in }
  ) async throws -> Outcome {
    try actor.requireEverywhere(.runPeriods)
    progress(.freezing)
    return try await database.undone { transaction in
      try await transaction.setAsideBuilding(of: month)
      let begun = try await transaction.begin(month, with: self, effort: effort, by: actor)
      let engine = try await RunEngine(begun.run, weights: weights, in: transaction)
      try await engine.scoreAll(in: transaction, progress: progress)
      progress(.settling)
      try await engine.finish(skipped: begun.skipped.count, in: transaction, progress: progress)
      return Outcome(
        run: try await transaction.run(begun.run.number), skipped: begun.skipped, resumed: false,
        inputsMoved: false)
    }
  }
}

extension Database {
  /// Runs `body` in a transaction that is undone whatever comes of it.
  func undone<R: Sendable>(
    isolation: Isolation = .repeatableRead, _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    do {
      return try await write(isolation: isolation) { transaction -> R in
        throw Undone(value: try await body(transaction))
      }
    } catch let undone as Undone<R> {
      return undone.value
    }
  }
}

/// Carries a value out of a transaction that is to be rolled back.
private struct Undone<Value: Sendable>: Error {
  let value: Value
}

/// A member that cannot be scored, and why.
package struct Skipped: Sendable, Hashable, Readable {
  package let code: Code
  /// `no_unit`: neither agency nor cell.
  package let reason: String

  package init(_ row: Row) throws {
    code = try row.value("member_code")
    reason = try row.value("reason")
  }
}

/// A run that has been laid out, by this call or an earlier one.
struct BegunRun: Sendable {
  let run: Run
  let inputs: Int64
  let skipped: [Skipped]
  let resumed: Bool
}

extension Transaction {
  /// Finds the run that is being built, or lays out a new one.
  func begin(
    _ month: Month, with runs: Runs, effort: Runs.Effort, by actor: Actor
  ) async throws -> BegunRun {
    try await holdRuns()
    let period = try await knownPeriod(month)
    let inputs = try await lastInputEvent(of: month, isFrozen: period.frozenAt != nil)
    if let building = try await buildingRun(of: month) {
      let kind: Run.Kind = period.frozenAt == nil ? .provisional : .final
      if building.inputs == inputs, building.run.kind == kind,
        building.run.revision == Int16(period.revision),
        try await weights(of: building.run.number) == runs.weights
      {
        return BegunRun(
          run: building.run, inputs: inputs,
          skipped: try await skippedMembers(of: building.run), resumed: true)
      }
      try await abandon(building.run.number)
    }
    let plan = RunPlan(
      month: month, revision: Int16(period.revision),
      kind: period.frozenAt == nil ? .provisional : .final, knownAt: period.frozenAt ?? now,
      inputs: inputs, previous: try await latestSealedRun(of: month)?.number,
      programVersion: runs.programVersion, chunkSize: max(1, effort.chunkSize),
      stageSize: max(1, effort.stageSize))
    // It need not wait for the disk: the log is written in order, so the commit that seals the run
    // brings this one to the disk before itself. A crash in between leaves no run, or one whose
    // laying out stands whole with some chunks not scored; either is gone on with.
    try await execute("SET LOCAL synchronous_commit = off")
    let event = try await Audit.note(
      "score.run", of: .init(kind: "period", code: "\(month)"), by: actor,
      detail: [AuditDetail("kind", new: plan.kind.rawValue)], in: self)
    let number = try await insertRun(plan, by: actor.account, event: event)
    try await keep(runs.weights, of: month, run: number)
    if runs.weights.dues > ExactDecimal(0) { try await freezeDues(of: month, run: number) }
    try await freezeFrameworks(ids: try await frameworksUsed(in: month), event: event)
    let skipped = try await runs.layOut(plan, run: number, in: self)
    return BegunRun(
      run: try await run(number), inputs: inputs, skipped: skipped, resumed: false)
  }
}
