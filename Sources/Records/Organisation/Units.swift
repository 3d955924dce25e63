import Access
import Audit
import Basics
import Postgres

/// Everything that can be done to units: each verb is one transaction and one event on the trail.
///
/// Every verb takes the day from which the change holds; past and future days are both allowed, and
/// the tree of any day can be asked for.
package struct Units: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// The tree as it stood on a day, as known at a moment.
  ///
  /// - Throws: ``AccessError`` for somebody who may view no unit at all.
  package func tree(on day: Day, knownAt: Instant? = nil, for actor: Actor) async throws -> UnitTree
  {
    try actor.requireSomewhere(.viewUnits)
    let tree = UnitTree(try await database.read { try await $0.units(on: day, knownAt: knownAt) })
    guard let tops = actor.units(for: .viewUnits) else { return tree }
    return UnitTree(
      tree.units.values.filter { unit in
        tree.line(of: unit.id).map { !tops.isDisjoint(with: $0.units) } ?? false
      })
  }

  /// One unit with its history and successions.
  ///
  /// - Throws: ``UnitError/unknown(_:)`` also for a unit that the actor may not see.
  package func show(
    _ code: Code, on day: Day, for actor: Actor
  ) async throws -> (unit: Unit, history: [UnitChange], successions: [Unit.Succession]) {
    try await database.read { transaction in
      guard let unit = try await transaction.unit(code, on: day) else {
        throw UnitError.unknown(code.text)
      }
      let line = try await transaction.line(of: unit, on: day)
      guard actor.may(.viewUnits, on: line) else { throw UnitError.unknown(code.text) }
      return (
        unit, try await transaction.unitHistory(of: unit.id),
        try await transaction.successions(of: unit.id)
      )
    }
  }

  /// Opens a unit.
  package func add(
    _ draft: Unit.Draft, from day: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      let parent = try await transaction.parent(of: draft, on: day)
      try await transaction.require(actor, toChangeUnder: parent, on: day)
      let event = try await Audit.note(
        "unit.add", of: .unit(draft.code), by: actor, basis: basis,
        detail: [AuditDetail("name", new: draft.name), AuditDetail("from", new: "\(day)")],
        in: transaction)
      guard let id = try await transaction.insertUnit(draft, event: event) else {
        throw UnitError.codeTaken(draft.code)
      }
      let placement = Unit.Placement(
        name: try Units.clean(draft.name), parent: parent?.id, wageRegion: draft.wageRegion,
        open: true)
      try await transaction.insertPlacement(
        .init(from: day, fact: placement), of: id, event: event)
      try await transaction.requireOpenAbove(id, code: draft.code, from: day)
    }
  }

  /// Gives a unit another name from a day on.
  package func rename(
    _ code: Code, to name: String, from day: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    let name = try Units.clean(name)
    try await change(code, "unit.rename", from: day, by: actor, basis: basis) { unit, timeline in
      timeline.state(\.name, as: name, from: day, blank: .none)
      return [AuditDetail("name", old: unit.name, new: name)]
    }
  }

  /// Puts a unit, with all below it, under another unit from a day on.
  package func move(
    _ code: Code, under parentCode: Code, from day: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      let unit = try await transaction.openUnit(code, on: day)
      let parent = try await transaction.openUnit(parentCode, on: day)
      try Unit.mayStand(tree: unit.tree, level: unit.level, code: unit.code, under: parent)
      try await transaction.require(actor, toChangeUnder: parent, on: day)
      try await transaction.change(unit, "unit.move", from: day, by: actor, basis: basis) {
        $0.state(\.parent, as: parent.id, from: day, blank: .none)
        return [AuditDetail("parent", new: parentCode.text)]
      }
    }
  }

  /// Closes a unit from a day on; refused while units or members are left in it.
  ///
  /// `members` counts the members that would be left in it, because units know no members; `mayEnd`
  /// asks what else is tied to it.
  package func close(
    _ code: Code, from day: Day, by actor: Actor, basis: Audit.Basis,
    mayEnd: @Sendable (Transaction, Unit) async throws -> Void = { _, _ in },
    members: @Sendable (Transaction, Unit.ID, Day) async throws -> Int
  ) async throws {
    try await database.write { transaction in
      let unit = try await transaction.openUnit(code, on: day)
      let children = try await transaction.openChildren(of: unit.id, on: day)
      guard children.isEmpty else { throw UnitError.stillHasUnits(code, count: children.count) }
      let left = try await members(transaction, unit.id, day)
      guard left == 0 else { throw UnitError.stillHasMembers(code, count: left) }
      try actor.require(.changeUnits, on: try await transaction.line(of: unit, on: day))
      try await mayEnd(transaction, unit)
      try await transaction.change(unit, "unit.close", from: day, by: actor, basis: basis) {
        $0.state(\.open, as: false, from: day, blank: .none)
        return [AuditDetail("open", old: "true", new: "false")]
      }
    }
  }

  private func change(
    _ code: Code, _ verb: String, from day: Day, by actor: Actor, basis: Audit.Basis,
    _ edit: @Sendable (Unit, inout Timeline<Unit.Placement>) throws -> [AuditDetail]
  ) async throws {
    try await database.write { transaction in
      let unit = try await transaction.openUnit(code, on: day)
      try await transaction.change(unit, verb, from: day, by: actor, basis: basis) {
        try edit(unit, &$0)
      }
    }
  }

  package static func clean(_ name: String) throws -> String {
    do {
      let cleaned = try TextGate.clean(name)
      if cleaned.isEmpty {
        throw UnitError.text("name", Phrase(vi: "không được để trống", en: "must not be empty"))
      }
      return cleaned
    } catch let flaw as TextGate.Flaw {
      throw UnitError.text("name", flaw.phrase)
    }
  }
}
