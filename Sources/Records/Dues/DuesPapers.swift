import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// A unit as papers name it, with the one above.
package struct DuesHead: Sendable, Hashable {
  package let code: Code?
  package let name: String
  /// Empty at the top.
  package let above: String
}

/// What of a person the arithmetic of dues can ask for.
package struct DuesPerson: Sendable, Hashable {
  package let sex: Sex?
  package let birthDate: Personal<Day?>
  package let joinedOn: Day?
}

/// A receipt with everything that is printed on it.
package struct DuesReceiptView: Sendable {
  package let payment: Payment
  /// The cell that took the money, as it was named on that day.
  package let head: DuesHead
  package let memberName: Personal<String>
  /// Of another member who paid.
  package let payerName: Personal<String>?
  /// Whose account booked it.
  package let collector: Personal<String>
  /// The months that it settled when it was booked, oldest first.
  package let settled: [(month: Month, amount: Money)]
  package let reversal: Reversal?
  package let bookedAt: Instant

  /// That the payment was taken back.
  package struct Reversal: Sendable, Hashable {
    package let day: Day
    package let reason: String
  }

  /// What of the payment was left for months to come.
  package var left: Money {
    settled.reduce(payment.amount - payment.voluntary) { $0 - $1.amount }
  }
}

/// The dues of a unit for a month: what each member owes and has paid.
package struct CellDues: Sendable {
  package let head: DuesHead
  package let month: Month
  /// In the order of cells and members; of a committee those of all cells below.
  package let lines: [Line]

  package struct Line: Sendable, Hashable {
    package let member: Code
    package let name: Personal<String>
    /// The cell that charged it.
    package let cell: Code
    package let category: Member.DuesCategory?
    package let net: Money
    package let paid: Money
    /// Taken off, in percent; 100 exempts.
    package let percent: Int
    package let ground: DuesGround?
    /// It was found that nothing was due.
    package let isVoid: Bool

    package var open: Money { net - paid }
  }

  package var net: Money { lines.reduce(.zero) { $0 + $1.net } }
  package var paid: Money { lines.reduce(.zero) { $0 + $1.paid } }
  package var open: Money { net - paid }
}

extension Dues {
  /// The receipt of one payment in cash; it leaves a line on the trail.
  ///
  /// - Throws: ``DuesError/unknownPayment(_:)`` also for one that the actor may not see,
  ///   ``DuesError/noReceipt(_:)``.
  package func receipt(
    of number: Int64, today: Day, for actor: Actor
  ) async throws -> DuesReceiptView {
    try await database.write { transaction in
      guard let found = try await transaction.receipts(of: [number]).first else {
        throw DuesError.unknownPayment(number)
      }
      do {
        _ = try await transaction.anyParty(
          found.payment.member, on: found.payment.paidOn, for: .viewDues, by: actor)
      } catch is MemberError { throw DuesError.unknownPayment(number) }
      guard found.payment.receipt != nil else { throw DuesError.noReceipt(number) }
      try await Audit.note(
        "dues.receipt", of: .member(found.payment.member), by: actor,
        detail: [AuditDetail("payment", new: "\(number)")], in: transaction)
      return found
    }
  }

  /// All receipts of a cell and a year in the order of their numbers; it leaves a line on the
  /// trail.
  ///
  /// - Parameters:
  ///   - cell: whose book.
  ///   - year: of the day on which the money was handed over.
  ///   - today: the day whose grants count.
  ///   - actor: needs ``Act/viewDues`` over the cell.
  /// - Returns: the receipts, those of reversed payments too.
  /// - Throws: `UnitError`, an access error.
  package func receipts(
    of cell: Code, year: Int, today: Day, for actor: Actor
  ) async throws -> [DuesReceiptView] {
    try await database.write { transaction in
      let unit = try await transaction.duesUnit(cell, on: today, by: actor)
      let payments = try await transaction.receiptBook(of: unit.id, year: year)
      try await Audit.note(
        "dues.receipts", of: .unit(cell), by: actor,
        detail: [AuditDetail("year", new: "\(year)")], in: transaction)
      return try await transaction.receipts(of: payments)
    }
  }

  /// What the members of a unit owe for a month and have paid; it leaves a line on the trail.
  ///
  /// - Parameters:
  ///   - unit: a cell, or any unit above cells.
  ///   - month: which.
  ///   - today: the day whose units and grants count.
  ///   - actor: needs ``Act/viewDues`` over the unit.
  /// - Returns: a line for each member who was charged.
  /// - Throws: `UnitError`, an access error.
  package func collection(
    of unit: Code, month: Month, today: Day, for actor: Actor
  ) async throws -> CellDues {
    try await database.write { transaction in
      let known = try await transaction.duesUnit(unit, on: today, by: actor)
      // A cell that was closed since had members on the first day of the month.
      var cells: Set<Int64> = []
      for day in [month.firstDay, today] {
        cells.formUnion(try await transaction.unitsBelow([known.id.number], on: day) ?? [])
      }
      try await Audit.note(
        "dues.statement", of: .unit(unit), by: actor,
        detail: [AuditDetail("month", new: "\(month)")], in: transaction)
      return CellDues(
        head: try await transaction.duesHead(of: known.id, on: today), month: month,
        lines: try await transaction.cellDues(of: month, cells: cells.sorted()))
    }
  }
}

extension Transaction {
  /// A unit whose dues the actor may view.
  ///
  /// - Throws: `UnitError/unknown(_:)` also for one that the actor may not see.
  fileprivate func duesUnit(_ code: Code, on day: Day, by actor: Actor) async throws -> Unit {
    guard let unit = try await unit(code, on: day) else { throw UnitError.unknown(code.text) }
    var lines: [UnitLine] = []
    if let line = UnitLine(try await unitLine(of: unit.id, on: day)) { lines = [line] }
    guard actor.may(.viewUnits, on: lines) else { throw UnitError.unknown(code.text) }
    try actor.require(.viewDues, on: lines)
    return unit
  }
}
