import Access
import Audit
import Basics
import Postgres

/// Merges and splits: units that carry on other units, with the mapping kept.
extension Units {
  /// Joins units into one from a day on: units below them move to it, and they close.
  ///
  /// `target` carries on the units that end; it may be among `codes` and then stays. `moveMembers`
  /// moves the members of one unit to the other, because units know no members; `mayEnd` asks
  /// beforehand what else is tied to a unit that ends. Returns how many records moved.
  package func merge(
    _ codes: [Code], into target: Code, from day: Day, by actor: Actor, basis: Audit.Basis,
    mayEnd: @Sendable (Transaction, _ unit: Unit, _ successor: Unit) async throws -> Void = {
      _, _, _ in
    },
    moveMembers: @Sendable (Transaction, _ from: Unit, _ to: Unit, Int64) async throws -> Int
  ) async throws -> Int {
    let ending = Set(codes).subtracting([target]).sorted()
    guard !ending.isEmpty else { throw UnitError.nothingToMerge }
    return try await database.write { transaction in
      let successor = try await transaction.openUnit(target, on: day)
      // Whoever moved into it would stand in a closed unit from then on.
      if let closing = try await transaction.laterClosing(of: successor.id, after: day) {
        throw UnitError.closesLater(target, closing)
      }
      var moved = 0
      for code in ending {
        let unit = try await transaction.openUnit(code, on: day)
        guard unit.tree == successor.tree else {
          throw UnitError.otherTree(code, parent: target)
        }
        try actor.require(.changeUnits, on: try await transaction.line(of: unit, on: day))
        try await mayEnd(transaction, unit, successor)
        for child in try await transaction.openChildren(of: unit.id, on: day) {
          try Unit.mayStand(
            tree: child.tree, level: child.level, code: child.code, under: successor)
          try await transaction.change(child, "unit.move", from: day, by: actor, basis: basis) {
            $0.state(\.parent, as: successor.id, from: day, blank: .none)
            return [AuditDetail("parent", old: code.text, new: target.text)]
          }
        }
        let event = try await transaction.change(
          unit, "unit.merge", from: day, by: actor, basis: basis
        ) {
          $0.state(\.open, as: false, from: day, blank: .none)
          return [AuditDetail("successor", new: target.text)]
        }
        moved += try await moveMembers(transaction, unit, successor, event)
        try await transaction.insertSuccession(
          from: unit, to: successor, on: day, kind: "merge", event: event)
      }
      return moved
    }
  }

  /// Divides a unit from a day on: the new units are opened beside it and carry it on.
  ///
  /// The unit itself stays open until its members and the units below it have been given to the new
  /// ones; then `close` ends it. Nobody is moved by a guess.
  package func split(
    _ code: Code, into drafts: [Unit.Draft], from day: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      let unit = try await transaction.openUnit(code, on: day)
      let event = try await transaction.change(
        unit, "unit.split", from: day, by: actor, basis: basis
      ) { _ in
        [AuditDetail("successors", new: drafts.map(\.code.text).joined(separator: " "))]
      }
      for draft in drafts {
        try await transaction.requirePlace(for: draft, beside: unit, on: day)
        guard let id = try await transaction.insertUnit(draft, event: event) else {
          throw UnitError.codeTaken(draft.code)
        }
        let placement = Unit.Placement(
          name: try Units.clean(draft.name), parent: unit.placement.parent,
          wageRegion: draft.wageRegion ?? unit.placement.wageRegion, open: true)
        try await transaction.insertPlacement(
          .init(from: day, fact: placement), of: id, event: event)
        try await transaction.requireOpenAbove(id, code: draft.code, from: day)
        guard let successor = try await transaction.unit(draft.code, on: day) else { continue }
        try await transaction.insertSuccession(
          from: unit, to: successor, on: day, kind: "split", event: event)
      }
    }
  }
}

extension Transaction {
  /// The unit, locked, as it stands on that day.
  ///
  /// - Throws: ``UnitError`` where there is none or it is not open on that day.
  package func openUnit(_ code: Code, on day: Day, locked: Bool = true) async throws -> Unit {
    guard let unit = try await unit(code, on: day, locked: locked) else {
      throw UnitError.unknown(code.text)
    }
    guard unit.placement.open else {
      throw unit.name.isEmpty ? UnitError.notOpenYet(code, day) : UnitError.closed(code)
    }
    return unit
  }

  /// The lines that a grant has to cover for the unit; empty for a unit that is not placed.
  package func line(of unit: Unit, on day: Day) async throws -> [UnitLine] {
    UnitLine(try await unitLine(of: unit.id, on: day)).map { [$0] } ?? []
  }

  func parent(of draft: Unit.Draft, on day: Day) async throws -> Unit? {
    guard let code = draft.parent else {
      guard draft.level == 1 else {
        throw UnitError.topNeedsLevelOne(draft.code, level: draft.level)
      }
      return nil
    }
    let parent = try await openUnit(code, on: day)
    try Unit.mayStand(tree: draft.tree, level: draft.level, code: draft.code, under: parent)
    return parent
  }

  /// Goes on only where a part of `unit` may stand in its place.
  func requirePlace(for draft: Unit.Draft, beside unit: Unit, on day: Day) async throws {
    guard draft.tree == unit.tree else { throw UnitError.otherTree(draft.code, parent: unit.code) }
    guard let id = unit.placement.parent, let code = try await unitCode(of: id) else {
      guard draft.level == 1 else {
        throw UnitError.topNeedsLevelOne(draft.code, level: draft.level)
      }
      return
    }
    let parent = try await openUnit(code, on: day)
    try Unit.mayStand(tree: draft.tree, level: draft.level, code: draft.code, under: parent)
  }

  /// Goes on only where, from that day on, no open unit stands under a closed one here.
  ///
  /// The day itself is not enough: what closes or opens later is on record already.
  func requireOpenAbove(_ id: Unit.ID, code: Code, from day: Day) async throws {
    let hanging = try await hangingUnits(around: id, from: day)
    if let own = hanging.first(where: { $0.code == code }) { throw UnitError.closed(own.parent) }
    guard hanging.isEmpty else { throw UnitError.stillHasUnits(code, count: hanging.count) }
  }

  func require(_ actor: Actor, toChangeUnder parent: Unit?, on day: Day) async throws {
    guard let parent else { return try actor.requireEverywhere(.changeUnits) }
    try actor.require(.changeUnits, on: try await line(of: parent, on: day))
  }

  /// Changes the placements of one unit: may I, note, save, raise the version.
  @discardableResult
  func change(
    _ unit: Unit, _ verb: String, from day: Day, by actor: Actor, basis: Audit.Basis,
    _ edit: (inout Timeline<Unit.Placement>) throws -> [AuditDetail]
  ) async throws -> Int64 {
    try actor.require(.changeUnits, on: try await line(of: unit, on: day))
    let before = try await placementTimeline(of: unit.id)
    var after = before
    let detail = try edit(&after) + [AuditDetail("from", new: "\(day)")]
    let event = try await Audit.note(
      verb, of: .unit(unit.code), by: actor, basis: basis, detail: detail, in: self)
    for entry in after.changes(since: before) {
      try await insertPlacement(entry, of: unit.id, event: event)
    }
    try await requireOpenAbove(unit.id, code: unit.code, from: day)
    guard try await raiseVersion(of: unit, event: event) else {
      throw UnitError.changedMeanwhile(unit.code)
    }
    return event
  }
}
