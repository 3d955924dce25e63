import Access
import Audit
import Basics
import Organisation
import Postgres

/// The bank account of a unit for dues; units below without one of their own use it.
package struct BankAccount: Sendable, Hashable {
  /// The unit whose account it is.
  package let unit: Code
  package let from: Day
  /// The bank by its six digits.
  package let bankBIN: String
  package let number: String
}

extension Dues {
  /// Records the account of a unit from a day on; the same again changes nothing.
  ///
  /// - Parameters:
  ///   - code: the unit.
  ///   - bankBIN: six digits.
  ///   - number: up to 19 letters or digits.
  ///   - day: from when payers are to use it.
  ///   - actor: needs ``Act/waiveDues`` over the unit.
  ///   - basis: why, and by which document.
  /// - Returns: whether something changed.
  /// - Throws: `UnitError`, an access error; `PostgresError` with the name of the constraint for a
  ///   malformed number.
  package func setBankAccount(
    of code: Code, bankBIN: String, number: String, from day: Day, by actor: Actor,
    basis: Audit.Basis = .none
  ) async throws -> Bool {
    try await database.write { transaction in
      let unit = try await transaction.openUnit(code, on: day)
      try actor.require(.waiveDues, on: try await transaction.line(of: unit, on: day))
      let known = try await transaction.bankAccount(of: unit.id.number, on: day)
      if let known, known.unit == code, known.bankBIN == bankBIN, known.number == number {
        return false
      }
      let event = try await Audit.note(
        "dues.bank_account", of: .unit(code), by: actor, basis: basis,
        detail: [
          AuditDetail("account", old: known.map { $0.number }, new: number),
          AuditDetail("bank", old: known.map { $0.bankBIN }, new: bankBIN),
        ], in: transaction)
      try await transaction.insertBankAccount(
        of: unit.id, bankBIN: bankBIN, number: number, from: day, event: event)
      return true
    }
  }

  /// Where a member's dues are to be sent, and what is open now: for a QR code.
  ///
  /// - Returns: the account of the cell, or of the nearest unit above that has one; what is open of
  ///   all months charged, and the first open month.
  /// - Throws: ``DuesError/noBankAccount(_:)``, `MemberError`, an access error.
  package func transferTarget(
    of code: Code, today: Day, for actor: Actor
  ) async throws -> (account: BankAccount, open: Money, month: Month?) {
    try await database.read { transaction in
      let party = try await transaction.party(code, on: today, for: .viewDues, by: actor)
      guard let cell = party.cell, let cellCode = party.cellCode else {
        throw DuesError.noCell(code)
      }
      for unit in try await transaction.unitLine(of: cell, on: today) {
        guard let account = try await transaction.bankAccount(of: unit, on: today) else { continue }
        let open = try await transaction.balance(of: party.id).open
        return (account, open, try await transaction.firstOpenMonth(of: party.id))
      }
      throw DuesError.noBankAccount(cellCode)
    }
  }
}
