import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// A transfer in a list, with the name that people know the member by.
package struct TransferLine: Sendable, Readable {
  package let transfer: Transfer
  package let name: Personal<String>

  package init(_ row: Row) throws {
    transfer = try Transfer(row)
    name = Personal(try row.value("full_name"))
  }
}

/// A transfer with everything that belongs to it.
package struct TransferView: Sendable {
  package let line: TransferLine
  package let steps: [Transfer.Taken]
  package let papers: [TransferPaper]
  package let missing: [Transfer.Paper]
  /// Open dues; they stay on the member's account and follow them.
  package let dues: (months: Int, sum: Money)

  package var transfer: Transfer { line.transfer }
}

/// A deadline that is over, or will be within the week.
package struct TransferDue: Sendable {
  package let line: TransferLine
  package let clock: Transfer.Clock
  package let day: Day
  /// Working days that are left; below zero: so many too late.
  package let workingDaysLeft: Int

  package var transfer: Transfer { line.transfer }
}

extension Transfers {
  /// One transfer; it leaves a line on the trail.
  ///
  /// - Throws: ``TransferError/unknown(_:)`` also for one that the actor may not see.
  package func show(
    _ number: Int64, today: Day, for actor: Actor
  ) async throws -> TransferView {
    try await database.write(isolation: .repeatableRead) { transaction in
      guard let line = try await transaction.transferLine(number) else {
        throw TransferError.unknown(number)
      }
      let trees = try await transaction.transferTrees(on: today, and: today)
      try Self.open([line.transfer], of: .one(number), in: trees, to: actor)
      try await Audit.note(
        "transfer.show", of: .member(line.transfer.memberCode), by: actor,
        detail: [AuditDetail("transfer", new: "\(number)")], in: transaction)
      let debt = try await transaction.unpaidDues(of: [number], before: today).first
      return TransferView(
        line: line, steps: try await transaction.transferSteps(of: number),
        papers: try await transaction.papers(of: number),
        missing: try await transaction.missingPapers(of: line.transfer),
        dues: (debt?.months ?? 0, debt?.sum ?? .zero))
    }
  }

  /// Which transfers are listed.
  package struct Filter: Sendable {
    /// From or to this unit, or one below it.
    package var unit: Code?
    package var states: [Transfer.State] = Transfer.State.allCases.filter(\.isOpen)
    package var member: Code?
    package var list: Int64?

    package init() {}
  }

  /// Transfers that the actor may see, by number.
  ///
  /// - Throws: `UnitError` for an unknown unit, an access error for somebody who may see nobody.
  package func list(
    _ filter: Filter, today: Day, for actor: Actor
  ) async throws -> [TransferLine] {
    try actor.requireSomewhere(.viewMembers)
    return try await database.read { transaction in
      let tree = UnitTree(try await transaction.units(on: today))
      var asked: [Int64]?
      if let unit = filter.unit {
        guard let found = tree[unit] else { throw UnitError.unknown(unit.text) }
        asked = tree.numbers(below: [found.id.number])
      }
      return try await transaction.transferLines(
        filter, asked: asked,
        visible: actor.units(for: .viewMembers).map { tree.numbers(below: $0) })
    }
  }

  /// What is overdue or due within the week, the most urgent first.
  package func overdue(
    under unit: Code?, today: Day, for actor: Actor
  ) async throws -> [TransferDue] {
    var filter = Filter()
    filter.unit = unit
    let week = today.adding(days: 7)
    return try await list(filter, today: today, for: actor).compactMap { line in
      guard let (clock, day) = line.transfer.deadline, day <= week else { return nil }
      let left =
        day < today
        ? -calendar.count(after: day, through: today) : calendar.count(after: today, through: day)
      return TransferDue(line: line, clock: clock, day: day, workingDaysLeft: left)
    }.sorted { ($0.day, $0.transfer.number) < ($1.day, $1.transfer.number) }
  }

  /// States that a committee or cell is a grassroots organisation from a day on, or no longer.
  ///
  /// - Throws: `UnitError`, or an access error, with nothing changed.
  package func mark(
    _ unit: Code, asGrassroots isGrassroots: Bool, from day: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      let found = try await transaction.openUnit(unit, on: day)
      guard found.tree == .party else { throw UnitError.unknown(unit.text) }
      try actor.require(.changeUnits, on: try await transaction.line(of: found, on: day))
      let event = try await Audit.note(
        "transfer.grassroots", of: .unit(unit), by: actor, basis: basis,
        detail: [
          AuditDetail("grassroots", new: "\(isGrassroots)"), AuditDetail("from", new: "\(day)"),
        ], in: transaction)
      try await transaction.insertGrassroots(
        found.id, isGrassroots: isGrassroots, from: day, event: event)
    }
  }
}
