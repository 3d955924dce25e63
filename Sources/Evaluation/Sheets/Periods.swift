import Access
import Audit
import Basics
import Frameworks
import Postgres

/// Everything that can be done to a month of evaluation.
///
/// Each verb is one transaction and one event on the trail.
package struct Periods: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// What opening a month came to.
  package struct Opening: Sendable, Hashable {
    package let month: Month
    /// Whether the month was not there before.
    package let isNew: Bool
    package let expected: Int
    /// How many sheets were made now; 0 when nothing was new.
    package let added: Int
    /// Some of those who have no unit to grade them, and how many they are: nobody scores them.
    package let withoutUnit: [Code]
    package let countWithoutUnit: Int

    package init(
      month: Month, isNew: Bool, expected: Int, added: Int,
      withoutUnit: (codes: [Code], count: Int) = ([], 0)
    ) {
      self.month = month
      self.isNew = isNew
      self.expected = expected
      self.added = added
      self.withoutUnit = withoutUnit.codes
      countWithoutUnit = withoutUnit.count
    }
  }

  /// Opens a month for the whole tree: a sheet for everybody expected, untouched as yet.
  ///
  /// Opening again makes sheets for those who are expected since, and changes nothing else.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - choice: the framework of a form, where it is not the standard one; it cannot be changed
  ///     once the month has one.
  ///   - shipped: frameworks that come with the program; put on record where they are not.
  ///   - today: a month after the next one from here is a slip; `nil`: any may be opened.
  ///   - actor: needs ``Act/runPeriods`` everywhere.
  ///   - basis: why, and by which document.
  /// - Returns: how many were expected and how many sheets are new.
  /// - Throws: ``PeriodError``, or an access error, with nothing changed.
  package func open(
    _ month: Month, frameworks choice: [Framework.Form: FrameworkName] = [:],
    shipped: [(name: String, text: String)] = [], today: Day? = nil, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Opening {
    try actor.requireEverywhere(.runPeriods)
    if let today, month > Month(containing: today).adding(months: 1) {
      throw PeriodError.tooEarly(month, today: today)
    }
    return try await database.write { transaction in
      try await transaction.holdPeriodOpening(month)
      let known = try await transaction.period(month, locked: true)
      if let known, !known.state.takesWrites {
        throw PeriodError.closed(month, known.state)
      }
      try await Frameworks.ensureShipped(shipped, in: transaction, by: actor)
      let expected = try await transaction.stageExpected(
        on: month.lastDay, knownAt: transaction.now)
      let withoutUnit = try await transaction.expectedWithoutUnit(limit: 5)
      let missing = try await transaction.countUnopened(month)
      let frameworks = try await transaction.frameworks(
        for: month, known: known?.frameworks ?? [:], choice: choice)
      let isSame = known.map { $0.frameworks == frameworks } ?? false
      if known != nil, missing == 0, isSame {
        return Opening(
          month: month, isNew: false, expected: expected, added: 0, withoutUnit: withoutUnit)
      }
      let event = try await Audit.note(
        "period.open", of: .period(month), by: actor, basis: basis,
        detail: [
          AuditDetail("expected", new: "\(expected)"), AuditDetail("added", new: "\(missing)"),
        ],
        in: transaction)
      try await transaction.freezeFrameworks(
        ids: frameworks.values.sorted(), event: event)
      if known == nil {
        try await transaction.insertPeriod(month, frameworks: frameworks, event: event)
        try await transaction.makePeriodTables(month)
        try await transaction.insertStep(
          .init(name: "open", from: "", to: .open, revision: 1), of: month, by: actor,
          basis: basis, event: event)
      } else if !isSame {
        try await transaction.update(month, frameworks: frameworks, event: event)
      }
      let added = try await transaction.insertUntouchedSheets(
        month, revision: known?.revision ?? 1, event: event)
      return Opening(
        month: month, isNew: known == nil, expected: expected, added: added,
        withoutUnit: withoutUnit)
    }
  }
}

extension Audit.Subject {
  package static func period(_ month: Month) -> Audit.Subject {
    Audit.Subject(kind: "period", code: month.description)
  }
}

extension Transaction {
  /// The framework of every form that is expected: as chosen before, else as asked, else standard.
  func frameworks(
    for month: Month, known: [Framework.Form: Int32], choice: [Framework.Form: FrameworkName]
  ) async throws -> [Framework.Form: Int32] {
    var frameworks = known
    for form in try await expectedForms() + choice.keys.filter({ known[$0] == nil }) {
      guard let asked = choice[form] else {
        if frameworks[form] == nil {
          frameworks[form] = try await framework(.standard(for: form), form: form, in: month).number
        }
        continue
      }
      let found = try await framework(asked, form: form, in: month)
      if let old = known[form], old != found.number {
        throw PeriodError.frameworkChosen(month, form, asked)
      }
      frameworks[form] = found.number
    }
    return frameworks
  }

  /// The framework of that name for a sheet of that form in that month.
  ///
  /// - Throws: ``PeriodError`` for an unknown one, one of another form, and one that holds later.
  package func framework(
    _ name: FrameworkName, form: Framework.Form?, in month: Month
  ) async throws -> KnownFramework {
    guard let found = try await knownFramework(name, on: month.firstDay) else {
      throw PeriodError.noFramework(name, month)
    }
    if let form, found.form != form { throw PeriodError.otherForm(name, found.form, wanted: form) }
    return found
  }
}
