import Access
import Audit
import Basics
import Postgres

/// What transfers need of introduction letters; whoever puts the two together says how.
package struct TransferLetters: Sendable {
  /// The step of a transfer that its letter goes with.
  package struct Step: Sendable {
    package let actor: Actor
    package let day: Day
    package let reason: String
    /// Its event on the trail.
    package let event: Int64
  }

  /// Issues the letter of a transfer that was just released; gives back the number on it.
  package typealias Issue =
    @Sendable (_ transfer: Transfer, _ step: Step, _ transaction: Transaction) async throws ->
    String

  /// Called before the transaction of a release.
  let prepare: @Sendable (_ today: Day, _ actor: Actor) async throws -> Issue
  /// Called where a released transfer is returned or cancelled.
  let end:
    @Sendable (_ transfer: Transfer, _ step: Step, _ transaction: Transaction) async throws -> Void

  package init(
    prepare: @escaping @Sendable (_ today: Day, _ actor: Actor) async throws -> Issue,
    end:
      @escaping @Sendable (
        _ transfer: Transfer, _ step: Step, _ transaction: Transaction
      ) async throws -> Void
  ) {
    self.prepare = prepare
    self.end = end
  }
}

extension Transfers {
  /// The letter of the transfer that a release is about; `nil` where it has none of its own, or the
  /// office wrote one by hand and named its number.
  func issuing(
    _ step: Transfer.Step, on scope: TransferScope, _ details: StepDetails, today: Day,
    by actor: Actor
  ) async throws -> TransferLetters.Issue? {
    guard step == .release, !scope.isList, details.papers[.introductionLetter] == nil else {
      return nil
    }
    return try await letters?.prepare(today, actor)
  }

  /// What goes with a step that was taken.
  func follow(
    _ round: StepRound, event: Int64, issue: TransferLetters.Issue?, in transaction: Transaction
  ) async throws {
    let step = TransferLetters.Step(
      actor: round.actor, day: round.today, reason: round.basis.reason, event: event)
    if let issue, let number = round.numbers.first,
      let released = try await transaction.transfers([number]).first, released.travels
    {
      let letter = try await issue(released, step, transaction)
      try await transaction.insert([.introductionLetter: letter], of: [number], event: event)
    }
    guard round.step == .return || round.step == .cancel, let letters else { return }
    for transfer in round.transfers where transfer.travels && transfer.releasedOn != nil {
      try await letters.end(transfer, step, transaction)
    }
  }
}
