import Access
import Basics
import Members
import Organisation
import Postgres

/// A member with unpaid months of one calendar year.
package struct Arrears: Sendable, Hashable {
  package let member: Code
  package let name: Personal<String>
  package let cell: Code
  /// Unpaid months of the year, oldest first, with what is open.
  package let months: [(month: Month, open: Money, isExcused: Bool)]

  package static func == (left: Arrears, right: Arrears) -> Bool {
    left.member == right.member && left.months.elementsEqual(right.months, by: ==)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(member) }

  /// What is open of the year.
  package var open: Money { months.reduce(.zero) { $0 + $1.open } }

  /// Unpaid months without a recorded good reason.
  package var counted: Int { months.count { !$0.isExcused } }

  /// Whether a removal is to be considered: three unpaid months in one calendar year.
  ///
  /// The cell considers it and asks the competent committee (01-QĐ/TW). The program proposes and
  /// never removes anybody.
  package var isToBeConsidered: Bool { counted >= Arrears.consideredFrom }

  /// How many months lead to being considered; they need not follow each other.
  package static let consideredFrom = 3
}

extension Dues {
  /// Who has unpaid months in a year: most months first, then by code.
  ///
  /// A month is unpaid when it is over and what it owes is not settled.
  ///
  /// - Parameters:
  ///   - year: the calendar year.
  ///   - unit: only of this unit and below; `nil`: all that the actor may see.
  ///   - today: months that end before this day are over.
  ///   - actor: needs ``Act/viewDues``.
  /// - Returns: a row for each member with an unpaid month.
  /// - Throws: `UnitError`, an access error.
  package func arrears(
    in year: Int, under unit: Code?, today: Day, for actor: Actor
  ) async throws -> [Arrears] {
    try actor.requireSomewhere(.viewDues)
    return try await database.read { transaction in
      let cells = try await transaction.duesCells(
        under: unit, on: today, for: .viewDues, by: actor)
      let open = try await transaction.openMonths(in: year, until: today, cells: cells)
      var found: [Arrears] = []
      var start = open.startIndex
      while start < open.endIndex {
        let end = open[start...].firstIndex { $0.member != open[start].member } ?? open.endIndex
        let some = open[start..<end]
        found.append(
          Arrears(
            member: some[start].member, name: Personal(some[start].name),
            cell: some[end - 1].cell,
            months: some.map { ($0.month, $0.open, $0.isExcused) }))
        start = end
      }
      return found.sorted {
        ($1.counted, $1.months.count, $0.member) < ($0.counted, $0.months.count, $1.member)
      }
    }
  }
}

extension Transaction {
  /// The cells whose dues an actor may deal with; `nil`: all of them.
  func duesCells(
    under code: Code?, on day: Day, for act: Act, by actor: Actor
  ) async throws -> [Int64]? {
    guard let code else {
      guard let tops = actor.units(for: act) else { return nil }
      return try await unitsBelow(tops, on: day)
    }
    guard let unit = try await unit(code, on: day) else { throw UnitError.unknown(code.text) }
    if let line = UnitLine(try await unitLine(of: unit.id, on: day)) {
      try actor.require(act, on: [line])
    }
    return try await unitsBelow([unit.id.number], on: day)
  }
}
