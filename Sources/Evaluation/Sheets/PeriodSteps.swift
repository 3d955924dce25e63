import Access
import Audit
import Basics
import Postgres

extension Periods {
  /// What closing a month came to.
  package struct Closing: Sendable, Hashable {
    package let period: EvaluationPeriod
    /// `false`: it was closed, or closing, already, and nothing was done.
    package let isNew: Bool
    /// Who is expected, by where their sheet stands.
    package let readiness: Readiness
  }

  /// Makes the last call: people no longer write on their own sheets, the office finishes.
  package func beginClosing(
    _ month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> Closing {
    try actor.requireEverywhere(.runPeriods)
    return try await database.write { transaction in
      let period = try await transaction.lockedPeriod(month)
      let readiness = try await transaction.readiness(of: period).total
      guard period.state == .open else {
        return Closing(period: period, isNew: false, readiness: readiness)
      }
      let next = try await transaction.take(.beginClosing, on: period, by: actor, basis: basis)
      return Closing(period: next, isNew: true, readiness: readiness)
    }
  }

  /// Takes the last call back.
  package func resume(
    _ month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> EvaluationPeriod {
    try actor.requireEverywhere(.runPeriods)
    return try await database.write { transaction in
      let period = try await transaction.lockedPeriod(month)
      return try await transaction.take(.resume, on: period, by: actor, basis: basis)
    }
  }

  /// Closes a month: from its moment on nothing of this revision changes, whatever the client.
  ///
  /// Waits for whoever is writing a sheet or a fact of the record. Closing again does nothing.
  ///
  /// - Returns: the month, and how many sheets were left undecided or missing.
  /// - Throws: ``PeriodError/ring(_:_:)`` where members manage each other: from closing on people
  ///   are read as known now, so the month could never be scored.
  package func close(
    _ month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> Closing {
    try actor.requireEverywhere(.runPeriods)
    return try await database.write { transaction in
      let period = try await transaction.lockedPeriod(month)
      let readiness = try await transaction.readiness(of: period).total
      guard period.state.takesWrites else {
        return Closing(period: period, isNew: false, readiness: readiness)
      }
      // Counting has staged who is expected.
      let ring = try await transaction.managerRing()
      guard ring.isEmpty else { throw PeriodError.ring(ring, month) }
      let next = try await transaction.take(.close, on: period, by: actor, basis: basis)
      return Closing(period: next, isNew: true, readiness: readiness)
    }
  }

  /// The first of two people asks to reopen a closed month, with a reason.
  package func requestReopening(
    _ month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try actor.requireEverywhere(.runPeriods)
    guard !basis.reason.isEmpty else { throw PeriodError.reasonMissing }
    try await database.write { transaction in
      let period = try await transaction.lockedPeriod(month)
      guard period.state.after(.requestReopening) != nil else {
        throw PeriodError.cannot(.requestReopening, month, from: period.state)
      }
      if let first = try await transaction.reopening(month, revision: period.revision + 1) {
        throw PeriodError.alreadyRequested(month, by: first)
      }
      _ = try await transaction.take(.requestReopening, on: period, by: actor, basis: basis)
    }
  }

  /// The second person confirms: the month opens as its next revision.
  ///
  /// Sheets keep what they say; the first write on one makes its row of the new revision.
  package func confirmReopening(
    _ month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> EvaluationPeriod {
    try actor.requireEverywhere(.runPeriods)
    return try await database.write { transaction in
      let period = try await transaction.lockedPeriod(month)
      guard period.state.after(.reopen) != nil else {
        throw PeriodError.cannot(.reopen, month, from: period.state)
      }
      guard let first = try await transaction.reopening(month, revision: period.revision + 1)
      else { throw PeriodError.notRequested(month) }
      guard first != actor.account else { throw PeriodError.samePerson(first) }
      // Two accounts of one person are one person.
      if let member = actor.member, try await transaction.isAccount(first, of: member) {
        throw PeriodError.samePerson(first)
      }
      return try await transaction.take(.reopen, on: period, by: actor, basis: basis)
    }
  }

  /// All months ever opened, latest first.
  package func list(for actor: Actor) async throws -> [EvaluationPeriod] {
    try actor.requireSomewhere(.viewSheets)
    return try await database.read { try await $0.periods() }
  }

  /// The latest month that was opened.
  package func latest() async throws -> Month? {
    try await database.read { try await $0.periods().first?.month }
  }

  /// A month with every step that it took.
  package func show(
    _ month: Month, for actor: Actor
  ) async throws -> (period: EvaluationPeriod, steps: [PeriodStepRecord]) {
    try actor.requireSomewhere(.viewSheets)
    return try await database.read { transaction in
      guard let period = try await transaction.period(month) else {
        throw PeriodError.unknown(month)
      }
      return (period, try await transaction.steps(of: month))
    }
  }

  /// Where the sheets of a month stand, in all and by grading unit.
  ///
  /// A transaction that writes: it counts in a temporary table.
  package func status(
    _ month: Month, for actor: Actor
  ) async throws -> (period: EvaluationPeriod, total: Readiness, units: [UnitReadiness]) {
    try actor.requireSomewhere(.viewSheets)
    return try await database.write { transaction in
      guard let period = try await transaction.period(month) else {
        throw PeriodError.unknown(month)
      }
      let all = try await transaction.readiness(of: period)
      guard let tops = actor.units(for: .viewSheets) else {
        return (period, all.total, all.units)
      }
      let seen = try await transaction.unitsBelow(tops.sorted(), on: month.lastDay)
      let units = all.units.filter { $0.unit.map(seen.contains) ?? false }
      return (period, units.map(\.readiness).reduce(.none, +), units)
    }
  }
}

/// How far the sheets of some people are.
package struct Readiness: Sendable, Hashable {
  package var expected = 0
  /// Expected, and without a sheet.
  package var missing = 0
  /// With a sheet that nobody has written on.
  package var untouched = 0
  package var draft = 0
  package var selfScored = 0
  package var reviewed = 0
  package var decided = 0

  package static let none = Readiness()

  /// Who would be left without a score.
  package var undecided: Int { expected - decided }

  package static func + (left: Readiness, right: Readiness) -> Readiness {
    Readiness(
      expected: left.expected + right.expected, missing: left.missing + right.missing,
      untouched: left.untouched + right.untouched, draft: left.draft + right.draft,
      selfScored: left.selfScored + right.selfScored, reviewed: left.reviewed + right.reviewed,
      decided: left.decided + right.decided)
  }
}

extension Transaction {
  func lockedPeriod(_ month: Month) async throws -> EvaluationPeriod {
    guard let period = try await period(month, locked: true) else {
      throw PeriodError.unknown(month)
    }
    return period
  }

  /// Takes a step of a month: its row, its guard, the row of the step and the event on the trail.
  ///
  /// The month has to be locked. Publishing is taken by whoever publishes a run.
  ///
  /// - Throws: ``PeriodError/cannot(_:_:from:)`` outside of the workflow.
  @discardableResult
  package func take(
    _ step: EvaluationPeriod.Step, on period: EvaluationPeriod, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> EvaluationPeriod {
    guard let next = period.state.after(step) else {
      throw PeriodError.cannot(step, period.month, from: period.state)
    }
    let month = period.month
    let event = try await Audit.note(
      "period.\(step.rawValue)", of: .period(month), by: actor, basis: basis,
      detail: [
        AuditDetail("state", old: period.state.rawValue, new: next.rawValue),
        AuditDetail("revision", new: "\(period.revision)"),
      ], in: self)
    let revision = period.revision + (step == .reopen ? 1 : 0)
    switch step {
    case .requestReopening:
      try await insertReopening(
        month, revision: revision + 1, by: actor.account, basis: basis, event: event)
    case .reopen:
      try await confirmReopening(month, revision: revision, by: actor.account)
      try await update(month, to: next, revision: revision, freezes: false, event: event)
    case .beginClosing, .resume, .close, .publish:
      try await update(
        month, to: next, revision: revision, freezes: step == .close, event: event)
    }
    try await guardPeriodTables(month)
    try await insertStep(
      .init(name: step.rawValue, from: period.state.rawValue, to: next, revision: revision),
      of: month, by: actor, basis: basis, event: event)
    return try await lockedPeriod(month)
  }
}
