import Access
import Audit
import Basics
import Organisation
import Postgres

extension Sheets {
  /// What a step on many sheets came to.
  package struct BulkOutcome: Sendable, Hashable {
    package let taken: Int
    /// Expected there, and not yet, or no more, where the step begins.
    package let left: Int

    package init(taken: Int, left: Int) {
      self.taken = taken
      self.left = left
    }
  }

  /// Takes one step on every sheet that waits for it: hands in, reviews or decides.
  ///
  /// Sets, not loops: the whole city at once is one statement a table. One's own sheet is left out.
  /// Whoever signs agrees with what stands on the sheets, as a decision without points does.
  ///
  /// - Parameters:
  ///   - step: `score`, `review` or `decide`.
  ///   - unit: with all below it, by agency or cell; `nil`: everybody.
  ///   - month: an open month.
  ///   - actor: needs the act of the step over the unit, or everywhere.
  ///   - basis: why.
  /// - Returns: how many sheets took the step.
  /// - Throws: ``PeriodError``, or an access error, with nothing changed.
  package func takeAll(
    _ step: Sheet.Step, under unit: Code?, in month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> BulkOutcome {
    guard let bulk = BulkStep(step) else { return BulkOutcome(taken: 0, left: 0) }
    return try await database.write { transaction in
      guard let period = try await transaction.heldPeriod(month) else {
        throw PeriodError.unknown(month)
      }
      guard period.state.takesWrites else { throw PeriodError.closed(month, period.state) }
      var tops: [Int64]?
      if let unit {
        let place = try await transaction.openUnit(unit, on: month.lastDay)
        try actor.require(bulk.act, on: try await transaction.line(of: place, on: month.lastDay))
        tops = [place.id.number]
      } else {
        try actor.requireEverywhere(bulk.act)
      }
      _ = try await transaction.stageExpected(on: month.lastDay, knownAt: transaction.now)
      let waiting = try await transaction.stageTargets(
        of: bulk.from, below: tops, except: actor.member, in: period)
      let left = waiting.expected - waiting.targets
      guard waiting.targets > 0 else { return BulkOutcome(taken: 0, left: left) }
      let event = try await Audit.note(
        "sheet.\(step.rawValue)_all", of: .period(month), by: actor, basis: basis,
        detail: [
          AuditDetail("unit", new: unit?.text), AuditDetail("sheets", new: "\(waiting.targets)"),
        ], in: transaction)
      try await transaction.carryTargets(into: period, event: event)
      let taken = try await transaction.moveTargets(to: bulk.to, in: period, event: event)
      try await transaction.insertTargetSteps(
        bulk, in: period, by: actor, reason: basis.reason, event: event)
      if step == .decide { try await transaction.approveTargets(in: period, event: event) }
      return BulkOutcome(taken: taken, left: waiting.expected - taken)
    }
  }
}

/// A step that can be taken on many sheets at once.
struct BulkStep: Sendable {
  let step: Sheet.Step
  let act: Act
  let from: Sheet.State
  let to: Sheet.State

  init?(_ step: Sheet.Step) {
    switch step {
    case .score: (act, from) = (.writeSheets, .draft)
    case .review: (act, from) = (.reviewSheets, .selfScored)
    case .decide: (act, from) = (.decideSheets, .reviewed)
    default: return nil
    }
    guard let to = from.after(step) else { return nil }
    self.step = step
    self.to = to
  }
}
