import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// A line of a bank statement that no code matched: it waits for a person.
package struct StatementLine: Sendable, Hashable {
  /// The bank's reference.
  package let reference: String
  package let paidOn: Day
  package let amount: Money
  /// What the payer wrote.
  package let content: String
  /// What became of it; `nil`: it waits.
  package let outcome: Outcome?
  /// The member for whom it was booked.
  package let member: Code?
  /// Why it was dismissed, or given to somebody by hand.
  package let answer: String

  package enum Outcome: String, Sendable, CaseIterable, Hashable {
    case booked, dismissed
  }
}

extension Dues {
  /// Lines of bank statements that wait, oldest first; with `all`, the answered too.
  ///
  /// - Throws: an access error: a content may name anybody, so it needs ``Act/bookDues``
  ///   everywhere.
  package func inbox(all: Bool = false, for actor: Actor) async throws -> [StatementLine] {
    try actor.requireEverywhere(.bookDues)
    return try await database.read { try await $0.statementLines(all: all) }
  }

  /// Books a waiting line for a member; a payment that was typed in meanwhile it only joins.
  ///
  /// - Parameters:
  ///   - reference: the line's.
  ///   - code: for whom it was paid.
  ///   - today: the day of the booking.
  ///   - actor: needs ``Act/bookDues`` everywhere.
  ///   - basis: the reason says how it was found out; required.
  /// - Returns: the payment, what it settled and what is over.
  /// - Throws: ``DuesError``, `MemberError`, an access error; nothing is booked then.
  package func match(
    _ reference: String, to code: Code, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> PaymentAnswer {
    try actor.requireEverywhere(.bookDues)
    guard !basis.reason.isEmpty else { throw DuesError.reasonMissing }
    return try await database.write { transaction in
      let line = try await transaction.waitingLine(reference)
      let party = try await transaction.party(
        code, on: line.paidOn, for: .bookDues, by: actor)
      if let known = try await transaction.payment(.bank, reference) {
        guard known.member == code, known.amount == line.amount, !known.isReversed else {
          throw DuesError.referenceTaken(
            .bank, reference, member: known.member, amount: known.amount)
        }
        let event = try await Audit.note(
          "dues.match", of: .member(code), by: actor, basis: basis,
          detail: [AuditDetail("reference", new: reference)], in: transaction)
        try await transaction.answer(
          reference, .booked, payment: known.number, because: basis.reason, event: event)
        return try await transaction.answer(about: known, wasBooked: true)
      }
      guard let cell = party.cell else { throw DuesError.noCell(code) }
      let draft = try PaymentDraft(
        member: code, channel: .bank, reference: reference, amount: line.amount,
        paidOn: line.paidOn, today: today)
      let event = try await Audit.note(
        "dues.match", of: .member(code), by: actor, basis: basis,
        detail: [
          AuditDetail("amount", new: "\(line.amount)"), AuditDetail("reference", new: reference),
        ], in: transaction)
      guard
        let number = try await transaction.insert(
          draft, for: party.id, at: cell, payer: nil, today: today, event: event),
        let payment = try await transaction.payment(number)
      else { throw DuesError.lineAnswered(reference) }
      try await transaction.answer(
        reference, .booked, payment: number, because: basis.reason, event: event)
      return try await transaction.answer(about: payment, wasBooked: false)
    }
  }

  /// Puts a waiting line aside: it is no dues, or was booked otherwise.
  ///
  /// - Throws: ``DuesError``, an access error; nothing is changed then.
  package func dismiss(_ reference: String, by actor: Actor, basis: Audit.Basis) async throws {
    try actor.requireEverywhere(.bookDues)
    guard !basis.reason.isEmpty else { throw DuesError.reasonMissing }
    try await database.write { transaction in
      _ = try await transaction.waitingLine(reference)
      let event = try await Audit.note(
        "dues.dismiss", of: .init(kind: "statement_line", code: reference), by: actor,
        basis: basis, in: transaction)
      try await transaction.answer(
        reference, .dismissed, payment: nil, because: basis.reason, event: event)
    }
  }
}
