import Access
import Audit
import Basics
import Frameworks
import Postgres

/// A sheet as it is shown: what it says, every step it took, and what the register excuses.
package struct SheetView: Sendable {
  package let person: SheetSubject
  package let period: EvaluationPeriod
  /// `nil`: expected, and without a sheet as yet.
  package let sheet: Sheet?
  /// The state with what the month and the register of appeals say of it.
  package let state: Sheet.State
  package let entries: [Entry]
  /// What the framework calls its criteria, by code; sheets name them by code alone.
  package let criteria: [String: Phrase]
  /// The entries are last month's, emptied; nobody has written them.
  package let isProposal: Bool
  package let steps: [SheetStepRecord]
  package let excuses: [Excuse]
}

extension Sheets {
  /// A sheet, for whoever it is of, whoever manages them, and whoever may view sheets there.
  ///
  /// Reading somebody else's sheet goes on the trail.
  ///
  /// - Throws: ``SheetError/unknown(_:)`` also for a sheet that the actor may not see.
  package func show(
    _ name: SubjectName, in month: Month, for actor: Actor
  ) async throws -> SheetView {
    try await database.write(isolation: .repeatableRead) { transaction in
      guard let period = try await transaction.period(month) else {
        throw PeriodError.unknown(month)
      }
      let (person, relation) = try await transaction.relation(of: actor, to: name, in: month)
      if !relation.isOwn {
        try await Audit.note(
          "sheet.show", of: person.auditSubject, by: actor,
          detail: [AuditDetail("period", new: "\(month)")], in: transaction)
      }
      let sheet = try await transaction.sheet(of: person.subject, in: month)
      let isProposal = !(sheet?.isTouched ?? false)
      var entries: [Entry] = []
      if let sheet {
        entries =
          isProposal
          ? try await transaction.shapeEntries(of: sheet).emptied
          : try await transaction.entries(of: sheet)
      }
      return SheetView(
        person: person, period: period, sheet: sheet,
        state: try await transaction.shownState(of: sheet, person, period), entries: entries,
        criteria: try await transaction.criteria(of: sheet), isProposal: isProposal,
        steps: try await transaction.steps(of: person.subject, in: month),
        excuses: try await transaction.excuses(in: month, of: person.subject))
    }
  }

  /// Opens a sheet for one member, or the collective's sheet of a unit.
  ///
  /// - Parameters:
  ///   - name: whose sheet.
  ///   - month: an open month.
  ///   - framework: the one framework of the sheet; `nil`: the month's, or the standard one. An
  ///     untouched sheet takes it over another; one with entries keeps its own.
  ///   - actor: needs ``Act/writeSheets`` where the member or unit stands.
  ///   - basis: why.
  /// - Returns: the sheet, and whether anything changed.
  /// - Throws: ``SheetError``, ``PeriodError`` or an access error, with nothing changed.
  package func open(
    _ name: SubjectName, in month: Month, framework: FrameworkName? = nil, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> (sheet: Sheet, changed: Bool) {
    try await database.write { transaction in
      guard let period = try await transaction.heldPeriod(month) else {
        throw PeriodError.unknown(month)
      }
      guard period.state.takesWrites else { throw PeriodError.closed(month, period.state) }
      let (person, relation) = try await transaction.relation(of: actor, to: name, in: month)
      guard relation.writes else {
        throw SheetError.refused(.edit, name, .act(.writeSheets), actor.account)
      }
      try await transaction.holdSheet(of: person.subject, in: month)
      let found = try await transaction.sheet(of: person.subject, in: month, locked: true)
      if let found, framework == nil { return (found, false) }
      let wanted = try await transaction.chosen(framework, for: person, in: period)
      if let found {
        if found.framework.number == wanted { return (found, false) }
        guard !found.isTouched, found.revision == period.revision else {
          throw SheetError.otherFramework(
            name, has: "\(found.framework.reference)", asked: framework?.description ?? "")
        }
      }
      let event = try await Audit.note(
        "sheet.open", of: .sheet(name, month), by: actor, basis: basis, in: transaction)
      try await transaction.freezeFrameworks(ids: [wanted], event: event)
      if let found {
        try await transaction.change(found, toFramework: wanted, event: event)
      } else {
        _ = try await transaction.insert(person, in: period, framework: wanted, event: event)
      }
      guard let sheet = try await transaction.sheet(of: person.subject, in: month) else {
        throw SheetError.unknown(name)
      }
      return (sheet, true)
    }
  }
}

extension SheetSubject {
  /// A reading of somebody's sheet stands among the readings of their record.
  package var auditSubject: Audit.Subject {
    switch name {
    case .member(let code): .member(code)
    case .unit(let code): .unit(code)
    }
  }
}

extension Transaction {
  /// The framework that somebody named, if it is for such a sheet, or else the standard one.
  fileprivate func chosen(
    _ name: FrameworkName?, for person: SheetSubject, in period: EvaluationPeriod
  ) async throws -> Int32 {
    guard let form = person.form, person.isActive else {
      throw SheetError.notExpected(person.name.code, period.month)
    }
    guard let name else { return try await standardFramework(of: person, in: period) }
    return try await framework(name, form: form, in: period.month).number
  }

  fileprivate func shownState(
    of sheet: Sheet?, _ person: SheetSubject, _ period: EvaluationPeriod
  ) async throws -> Sheet.State {
    let state = sheet?.state ?? .draft
    guard period.state == .published, let published = state.after(.publish) else { return state }
    let waits = try await hasOpenAppeal(person.subject, in: period.month)
    return waits ? published.after(.appeal) ?? published : published
  }
}

extension Transaction {
  /// None where the framework cannot be read: the sheet is shown all the same.
  fileprivate func criteria(of sheet: Sheet?) async throws -> [String: Phrase] {
    guard let sheet else { return [:] }
    do {
      return try await framework(sheet.framework.reference)?.framework.criteriaTitles ?? [:]
    } catch is FrameworkError {
      return [:]
    }
  }
}
