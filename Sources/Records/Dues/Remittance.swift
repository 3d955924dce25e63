import Access
import Audit
import Basics
import Organisation
import Postgres

/// What remitting a month came to.
package struct Remittance: Sendable {
  package let month: Month
  package let plan: RemittancePlan
  /// What each unit passes now, beyond what it had passed before, in the order of the codes.
  package let lines: [Line]
  /// The split by which it was worked out.
  package let split: String

  /// One unit that has something new.
  package struct Line: Sendable {
    package let unit: Code
    package let name: String
    /// The unit above; `nil`: out of the top of the tree.
    package let upper: Code?
    /// Since the last time, in đồng; below zero after a reversal.
    package let collected: Money
    package let received: Money
    package let kept: Money
    /// Below zero: comes back.
    package let passed: Money
  }
}

/// What a unit has remitted of a month so far.
struct RemittedBefore: Sendable {
  var number: Int16 = 0
  var collected = Money.zero
  var received = Money.zero
  var kept = Money.zero
  var passed = Money.zero
}

extension Dues {
  /// Passes a month's money up the tree: each unit keeps its share and passes the rest.
  ///
  /// The money of a month is what was booked in it: payments less reversals and refunds. Done
  /// again it passes only what came since.
  ///
  /// - Parameters:
  ///   - month: in which the money was booked.
  ///   - split: what each level keeps.
  ///   - rehearses: only says what would move.
  ///   - today: the day of the booking.
  ///   - actor: needs ``Act/remitDues`` everywhere.
  ///   - basis: why, and by which document.
  /// - Returns: the whole plan, and the units that have something new.
  /// - Throws: ``RemittanceError``, an access error; nothing is moved then.
  package func remit(
    _ month: Month, by split: DuesSplit, rehearses: Bool = false, today: Day, by actor: Actor,
    basis: Audit.Basis = .none
  ) async throws -> Remittance {
    try actor.requireEverywhere(.remitDues)
    let chain = try split.chain(for: month)
    return try await database.write { transaction in
      try await transaction.holdRemittance(of: month)
      var units: [Unit.ID: Unit] = [:]
      for day in [month.firstDay, max(month.firstDay, min(month.lastDay, today))] {
        for unit in try await transaction.units(on: day) where unit.tree == .party {
          units[unit.id] = unit
        }
      }
      let collected = try await transaction.collected(in: month)
      let before = try await transaction.remitted(of: month)
      let ordered = units.values.sorted { $0.code < $1.code }
      let plan = try RemittancePlan(
        ordered.map { unit in
          RemittancePlan.Collection(
            unit: unit.id, parent: unit.placement.parent, level: unit.level,
            collected: collected[unit.id.number] ?? .zero,
            passedBefore: before[unit.id.number]?.passed ?? .zero)
        }, by: chain)
      let fresh = plan.lines.compactMap { line in
        NewRemittance(line, since: before[line.unit.number] ?? RemittedBefore())
      }
      // By its name alone: a folder means nothing on another machine.
      let file = chain.file.split(separator: "/").last.map(String.init) ?? chain.file
      let name = "\(file) \(chain.from)"
      if !rehearses, !fresh.isEmpty {
        let event = try await Audit.note(
          "dues.remit", of: .init(kind: "month", code: "\(month)"), by: actor, basis: basis,
          detail: [
            AuditDetail("units", new: "\(fresh.count)"),
            AuditDetail("leaving", new: "\(plan.leaving)"),
          ], in: transaction)
        for new in fresh {
          try await transaction.insert(new, month: month, split: name, today: today, event: event)
        }
      }
      return Remittance(
        month: month, plan: plan,
        lines: fresh.compactMap { new in
          guard let unit = units[new.unit] else { return nil }
          return Remittance.Line(
            unit: unit.code, name: unit.name, upper: new.upper.flatMap { units[$0]?.code },
            collected: new.collected, received: new.received, kept: new.kept, passed: new.passed)
        }, split: name)
    }
  }
}

/// What a unit passes beyond what it had passed.
struct NewRemittance: Sendable {
  let unit: Unit.ID
  let upper: Unit.ID?
  let number: Int16
  let collected: Money
  let received: Money
  let kept: Money
  let passed: Money

  /// `nil` where nothing is new.
  init?(_ line: RemittancePlan.Line, since before: RemittedBefore) {
    unit = line.unit
    upper = line.parent
    number = before.number + 1
    collected = line.collected - before.collected
    received = line.received - before.received
    kept = line.kept - before.kept
    passed = line.passed - before.passed
    guard [collected, received, kept, passed].contains(where: { $0 != .zero }) else { return nil }
  }
}
