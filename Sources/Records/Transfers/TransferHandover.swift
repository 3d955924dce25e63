import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// What a step that another installation took brings along.
package struct ForeignStep: Sendable, Hashable {
  package var reason = ""
  package var document = ""
  package var duesReason = ""
  /// Of a release: last of the 30 working days.
  package var presentBy: Day?

  package init() {}
}

extension Transfers {
  /// Asks for the transfer of a member whom another installation has let go already.
  ///
  /// The caller has asked for the right to receive them. The 60 working days have been held, or
  /// not, over there.
  ///
  /// - Parameters:
  ///   - request: of one member, from outside the record.
  ///   - days: as the other installation counted them.
  ///   - today: the day of the import.
  ///   - actor: who imports.
  ///   - basis: why, as it was said there.
  ///   - transaction: in which everything is written.
  /// - Returns: the number of the transfer.
  /// - Throws: ``TransferError``, with nothing kept.
  package func takeOver(
    _ request: TransferRequest, days: RequestDays, today: Day, by actor: Actor,
    basis: Audit.Basis, in transaction: Transaction
  ) async throws -> Int64 {
    try request.check()
    let (subjects, trees) = try await Self.look(at: request, today: today, in: transaction)
    let planned = try Self.plan(request, subjects, in: trees)
    let asked = try await Self.write(
      request, planned, days, today: today, by: actor, basis: basis, in: transaction)
    guard let number = asked.numbers.first else { throw TransferError.placeMissing }
    return number
  }
}

extension Transfers {
  /// Takes the step that answers a transfer, as another installation has signed it; where the
  /// member was returned the introduction letter ends with it.
  ///
  /// - Parameters:
  ///   - step: `receive` or `return`.
  ///   - transfer: as it stands before.
  ///   - account: the name under which the installation acts.
  ///   - today: the day of the import.
  ///   - details: what belongs to the step.
  ///   - actor: who imports.
  ///   - event: the import that it rests on.
  ///   - transaction: in which everything is written.
  /// - Throws: what the database says of a step that is not signed or not in the workflow.
  package func answer(
    _ step: Transfer.Step, to transfer: Transfer, inTheNameOf account: Code, on today: Day,
    _ details: ForeignStep, by actor: Actor, event: Int64, in transaction: Transaction
  ) async throws {
    try await transaction.take(
      step, of: transfer.number, inTheNameOf: account, on: today, details, event: event)
    guard step == .return, transfer.releasedOn != nil else { return }
    try await letters?.end(
      transfer,
      TransferLetters.Step(actor: actor, day: today, reason: details.reason, event: event),
      transaction)
  }
}

extension Transaction {
  /// Takes one step that another installation has signed.
  ///
  /// - Parameters:
  ///   - step: one that the workflow allows; the database refuses any other.
  ///   - number: the transfer.
  ///   - account: the name under which the installation acts.
  ///   - day: the day of the step.
  ///   - details: what belongs to it.
  ///   - event: the import that it rests on.
  /// - Throws: what the database says of a step that is not signed or not in the workflow.
  package func take(
    _ step: Transfer.Step, of number: Int64, inTheNameOf account: Code, on day: Day,
    _ details: ForeignStep, event: Int64
  ) async throws {
    try await insertForeignStep(step, of: number, by: account, on: day, details, event: event)
  }

  /// Goes on only where the answer of another installation can be taken.
  ///
  /// - Throws: ``TransferError``, of a transfer that somebody has taken further already, or that
  ///   something stands in the way of.
  package func requireTakeable(_ step: Transfer.Step, _ transfer: Transfer) async throws {
    guard transfer.state == .inTransit else {
      let last = try await transferSteps(of: transfer.number).last
      throw TransferError.cannot(
        step, number: transfer.number, in: transfer.state, by: last?.account ?? .blank)
    }
    guard step == .receive else { return }
    if let found = try await transferObstacles(to: [transfer.number]).first {
      throw TransferError.refused(member: transfer.memberCode, .obstacle(found.obstacle))
    }
  }
}
