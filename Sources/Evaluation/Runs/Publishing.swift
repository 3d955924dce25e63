import Access
import Audit
import Basics
import Postgres
import Sheets

/// What publishing a run came to.
package struct Publication: Sendable, Hashable {
  package let run: Run
  /// Last day on which somebody may appeal.
  package let appealUntil: Day
  /// Whether it had been published before this call.
  package let wasPublished: Bool
  /// The run that it takes the place of.
  package let superseded: Int32?
}

/// Ties that are left as they are, by name.
package enum TiesLeft: Sendable, Hashable {
  case named(Set<Code>)
  case all
}

extension Runs {
  /// Publishes the newest final run of a closed month; twice does no harm.
  ///
  /// - Parameters:
  ///   - number: the run.
  ///   - ties: members whose tie stays undecided, by name; everybody else's has to be decided.
  ///   - actor: needs the right to publish everywhere.
  ///   - basis: why, and by which document.
  ///   - appealUntil: the last day for appeals, from the day of publication.
  /// - Returns: the publication.
  /// - Throws: ``RunError/tiesWaiting(_:names:places:)``, ``RunError/boardsDecided(_:_:_:)`` and
  ///   the other refusals, with nothing changed.
  package func publish(
    _ number: Int32, leaving ties: TiesLeft, by actor: Actor, basis: Audit.Basis,
    appealUntil: @Sendable (Day) -> Day
  ) async throws -> Publication {
    try actor.requireEverywhere(.publishScores)
    return try await database.write { transaction in
      try await transaction.holdRuns()
      let run = try await transaction.run(number)
      if run.state == .published, let until = try await transaction.appealUntil(of: number) {
        return Publication(run: run, appealUntil: until, wasPublished: true, superseded: nil)
      }
      let period = try await transaction.requirePublishable(run)
      try await transaction.requireHeard(by: run)
      let left = try await transaction.requireTies(of: run, leaving: ties)
      let until = appealUntil(transaction.now.dayInVietnam)
      let event = try await Audit.note(
        "score.publish", of: .init(kind: "run", code: "\(number)"), by: actor, basis: basis,
        detail: [
          AuditDetail("period", new: "\(run.month)"),
          AuditDetail("run_digest", new: run.seal?.runDigest),
          AuditDetail("ties_left", new: "\(left.count)"),
        ], in: transaction)
      let before = try await transaction.publishedRun(of: run.month)
      if let before { try await transaction.supersede(before.number) }
      try await transaction.publish(
        run, until: until, ties: left, by: actor, event: event)
      try await transaction.take(.publish, on: period, by: actor, basis: basis)
      return Publication(
        run: try await transaction.run(number), appealUntil: until, wasPublished: false,
        superseded: before?.number)
    }
  }
}

extension Transaction {
  /// Only the newest final run of the revision that is closed now is published.
  ///
  /// - Returns: the period, locked for the step.
  fileprivate func requirePublishable(_ run: Run) async throws -> EvaluationPeriod {
    guard run.state.isSealed, run.state != .superseded else {
      throw RunError.notFinished(run.number)
    }
    guard run.kind == .final else { throw RunError.notFinal(run.number) }
    guard let period = try await period(run.month, locked: true) else {
      throw RunError.unknownPeriod(run.month)
    }
    guard !period.state.takesWrites, Int16(period.revision) == run.revision,
      period.frozenAt == run.knownAt
    else { throw RunError.periodMoved(run.month) }
    if let latest = try await latestSealedRun(of: run.month), latest.number != run.number {
      throw RunError.notLatest(run.number, latest: latest.number)
    }
    return period
  }

  /// What boards have decided has to be in the run: afterwards it could not get in any more.
  fileprivate func requireHeard(by run: Run) async throws {
    let unheard = try await boardChanges(since: run)
    guard unheard.isEmpty else {
      throw RunError.boardsDecided(run.number, run.month, unheard)
    }
  }

  /// Ties have to be decided, or left by name.
  fileprivate func requireTies(of run: Run, leaving ties: TiesLeft) async throws -> [Code] {
    let waiting = try await waitingTies(of: run)
    switch ties {
    case .all: return waiting
    case .named(let names):
      if let stranger = names.subtracting(waiting).min() { throw RunError.noSuchTie(stranger) }
      let undecided = waiting.filter { !names.contains($0) }
      guard undecided.isEmpty else {
        throw RunError.tiesWaiting(
          run.number, names: undecided, places: run.seal?.counts.placesOpen ?? 0)
      }
      return waiting
    }
  }
}
