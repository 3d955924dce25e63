import Access
import Audit
import Basics
import Members
import Postgres

extension Dues {
  /// Books a payment; told again it is not booked again, and answered the same way.
  ///
  /// The money settles the oldest open months; what is over stays as credit (`dues.md`, "The
  /// ledger").
  ///
  /// - Parameters:
  ///   - draft: the payment as it was told.
  ///   - today: the day of the booking.
  ///   - actor: needs ``Act/bookDues`` over the cell.
  ///   - basis: why, and by which document.
  /// - Returns: the payment, what it settled and what is over.
  /// - Throws: ``DuesError/referenceTaken(_:_:member:amount:)`` for the reference of another
  ///   payment, `MemberError`, an access error; nothing is booked then.
  package func pay(
    _ draft: PaymentDraft, today: Day, by actor: Actor, basis: Audit.Basis = .none
  ) async throws -> PaymentAnswer {
    do {
      return try await book(draft, today: today, by: actor, basis: basis)
    } catch is LostRace {
      // Somebody told the same reference at the same moment: now it can be read.
      return try await book(draft, today: today, by: actor, basis: basis)
    }
  }

  private struct LostRace: Error {}

  private func book(
    _ draft: PaymentDraft, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> PaymentAnswer {
    try await database.write { transaction in
      // A statement that runs may be about to book the same reference: each would wait for the
      // other, one for the reference and one for the member's account.
      if draft.channel == .bank { try await transaction.holdOffStatements() }
      let party = try await transaction.party(
        draft.member, on: draft.paidOn, for: .bookDues, by: actor)
      if let known = try await transaction.payment(draft.channel, draft.reference) {
        guard known.member == draft.member, known.amount == draft.amount,
          known.voluntary == draft.voluntary
        else {
          throw DuesError.referenceTaken(
            draft.channel, draft.reference, member: known.member, amount: known.amount)
        }
        return try await transaction.answer(about: known, wasBooked: true)
      }
      guard let cell = party.cell else { throw DuesError.noCell(draft.member) }
      var payer: Member.ID?
      if let code = draft.payer {
        guard let found = try await transaction.member(code) else {
          throw MemberError.unknown(code.text)
        }
        payer = found.id
      }
      let event = try await Audit.note(
        "dues.pay", of: .member(draft.member), by: actor, basis: basis,
        detail: [
          AuditDetail("amount", new: "\(draft.amount)"),
          AuditDetail("channel", new: draft.channel.rawValue),
          AuditDetail("reference", new: draft.reference),
        ], in: transaction)
      guard
        let number = try await transaction.insert(
          draft, for: party.id, at: cell, payer: payer, today: today, event: event)
      else { throw LostRace() }
      guard let payment = try await transaction.payment(number) else {
        throw DuesError.unknownPayment(number)
      }
      return try await transaction.answer(about: payment, wasBooked: false)
    }
  }

  /// Takes back a payment that was booked by mistake; months that it had settled open again, the
  /// newest first.
  ///
  /// - Parameters:
  ///   - number: of the payment.
  ///   - today: the day of the booking.
  ///   - actor: needs ``Act/reverseDues`` over the cell.
  ///   - basis: the reason is required.
  /// - Returns: the payment as it stands now, and what the member owes and has over.
  /// - Throws: ``DuesError``, an access error; nothing is booked then.
  package func reverse(
    payment number: Int64, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> PaymentAnswer {
    guard !basis.reason.isEmpty else { throw DuesError.reasonMissing }
    return try await database.write { transaction in
      guard let payment = try await transaction.payment(number) else {
        throw DuesError.unknownPayment(number)
      }
      _ = try await transaction.anyParty(
        payment.member, on: payment.paidOn, for: .reverseDues, by: actor)
      guard !payment.isReversed else { throw DuesError.alreadyReversed(number) }
      let event = try await Audit.note(
        "dues.reverse", of: .member(payment.member), by: actor, basis: basis,
        detail: [AuditDetail("payment", old: "\(payment.amount)", new: nil)], in: transaction)
      try await transaction.insertReversal(
        payment: number, refund: nil, basis: basis, today: today, event: event)
      guard let reversed = try await transaction.payment(number) else {
        throw DuesError.unknownPayment(number)
      }
      return try await transaction.answer(about: reversed, wasBooked: false)
    }
  }

  /// Pays credit back; told again it is not paid again.
  ///
  /// - Parameters:
  ///   - code: whose credit.
  ///   - amount: in đồng; `nil`: all of it.
  ///   - reference: the outside reference; `nil`: the member, day and sum.
  ///   - today: the day of the booking.
  ///   - actor: needs ``Act/reverseDues`` over the cell.
  ///   - basis: the reason is required.
  /// - Returns: the number of the refund, its sum and the credit that is left.
  /// - Throws: ``DuesError``, `MemberError`, an access error; nothing is booked then.
  package func refund(
    _ code: Code, amount: Money?, reference: String?, today: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> (number: Int64, amount: Money, credit: Money, wasBooked: Bool) {
    guard !basis.reason.isEmpty else { throw DuesError.reasonMissing }
    if let amount, amount <= .zero || amount > PaymentDraft.most {
      throw DuesError.amountOutOfRange(amount)
    }
    if let reference, !(1...100).contains(reference.count) { throw DuesError.referenceLength }
    for _ in 0..<4 {
      do {
        return try await payBack(
          code, amount, reference, today: today, by: actor, basis: basis)
      } catch let error as PostgresError where error.constraint == "dues_account_credit_enough" {
        // A charge or a reversal at this moment used the credit; now what is left can be read.
      }
    }
    return try await payBack(code, amount, reference, today: today, by: actor, basis: basis)
  }

  private func payBack(
    _ code: Code, _ amount: Money?, _ reference: String?, today: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> (number: Int64, amount: Money, credit: Money, wasBooked: Bool) {
    try await database.write { transaction in
      let party = try await transaction.party(code, on: today, for: .reverseDues, by: actor)
      // Two refunds follow each other; against anything else the account itself stands.
      try await transaction.holdMember(party.id)
      let credit = try await transaction.balance(of: party.id).credit
      let sum = amount ?? credit
      let name = reference ?? "\(code) \(today) \(sum.dong)"
      if let known = try await transaction.refund(name) {
        guard known.member == code, amount == nil || known.amount == sum else {
          throw DuesError.refundTaken(name, member: known.member, amount: known.amount)
        }
        return (known.number, known.amount, credit, true)
      }
      guard credit > .zero else { throw DuesError.nothingToRefund(code) }
      guard sum <= credit else {
        throw DuesError.notEnoughCredit(code, wanted: sum, has: credit)
      }
      guard let cell = party.cell else { throw DuesError.noCell(code) }
      let event = try await Audit.note(
        "dues.refund", of: .member(code), by: actor, basis: basis,
        detail: [AuditDetail("amount", new: "\(sum)")], in: transaction)
      let number = try await transaction.insertRefund(
        sum, reference: name, to: party.id, from: cell, basis: basis, today: today, event: event)
      return (number, sum, credit - sum, false)
    }
  }

  /// Takes back a refund that was booked by mistake.
  ///
  /// - Throws: ``DuesError``, an access error; nothing is booked then.
  package func reverse(
    refund number: Int64, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    guard !basis.reason.isEmpty else { throw DuesError.reasonMissing }
    try await database.write { transaction in
      guard let refund = try await transaction.refund(number) else {
        throw DuesError.unknownRefund(number)
      }
      _ = try await transaction.anyParty(refund.member, on: today, for: .reverseDues, by: actor)
      guard !refund.isReversed else { throw DuesError.alreadyReversed(number) }
      let event = try await Audit.note(
        "dues.reverse", of: .member(refund.member), by: actor, basis: basis,
        detail: [AuditDetail("refund", old: "\(refund.amount)", new: nil)], in: transaction)
      try await transaction.insertReversal(
        payment: nil, refund: number, basis: basis, today: today, event: event)
    }
  }

  /// One payment with what it settled, for its receipt.
  ///
  /// - Throws: ``DuesError/unknownPayment(_:)`` also for one that the actor may not see.
  package func payment(
    _ number: Int64, today: Day, for actor: Actor
  ) async throws -> PaymentAnswer {
    try await database.read { transaction in
      guard let payment = try await transaction.payment(number) else {
        throw DuesError.unknownPayment(number)
      }
      do {
        _ = try await transaction.anyParty(
          payment.member, on: payment.paidOn, for: .viewDues, by: actor)
      } catch is MemberError { throw DuesError.unknownPayment(number) }
      return try await transaction.answer(about: payment, wasBooked: true)
    }
  }
}

extension Transaction {
  /// The same as `party`, of a merged duplicate too: what was booked on it can be answered.
  func anyParty(
    _ code: Code, on day: Day, for act: Act, by actor: Actor
  ) async throws -> Code {
    do {
      return try await party(code, on: day, for: act, by: actor).code
    } catch MemberError.merged {
      return code
    }
  }

  func answer(about payment: Payment, wasBooked: Bool) async throws -> PaymentAnswer {
    let sums = try await balance(of: payment.memberID)
    return PaymentAnswer(
      payment: payment, wasBooked: wasBooked,
      settled: try await settlements(of: payment.memberID, event: payment.event),
      credit: sums.credit, open: sums.open)
  }
}
