import Access
import Audit
import Basics
import Frameworks
import Organisation
import Postgres

/// A sheet in the hands of one writer: held against everybody else until the transaction is over.
struct HeldSheet: Sendable {
  let period: EvaluationPeriod
  let person: SheetSubject
  let relation: SheetRelation
  /// Under which units the person stands.
  let lines: [UnitLine]
  var sheet: Sheet
  /// What stands in the database under the sheet's revision.
  let stored: [Entry]
  /// What the sheet says: of an untouched one, what it proposes.
  var entries: [Entry]

  /// The state after all steps taken so far, and the steps, with what is noted of each.
  private(set) var state: Sheet.State
  private(set) var steps: [(step: Sheet.Step, from: Sheet.State, to: Sheet.State, note: String)] =
    []

  init(
    period: EvaluationPeriod, person: SheetSubject, relation: SheetRelation,
    lines: [UnitLine], sheet: Sheet, stored: [Entry], entries: [Entry]
  ) {
    self.lines = lines
    self.period = period
    self.person = person
    self.relation = relation
    self.sheet = sheet
    self.stored = stored
    self.entries = entries
    state = sheet.state
  }

  /// Takes a step along the workflow, if the actor may.
  ///
  /// - Throws: ``SheetError/cannot(_:_:from:)`` or ``SheetError/refused(_:_:_:_:)``.
  mutating func take(_ step: Sheet.Step, by actor: Actor, reason: String) throws(SheetError) {
    let capacity: SheetRelation.Capacity
    do {
      capacity = try relation.capacity(for: step, in: state, of: period.state)
    } catch {
      throw .refused(step, person.name, error, actor.account)
    }
    guard let next = state.after(step) else { throw .cannot(step, person.name, from: state) }
    steps.append((step, state, next, note(capacity, step, reason)))
    state = next
  }

  /// What is written beside a step taken in another's place, in the office's language.
  private func note(
    _ capacity: SheetRelation.Capacity, _ step: Sheet.Step, _ reason: String
  ) -> String {
    let mark: String? =
      switch capacity {
      case .office where step == .score || step == .edit: "ghi thay \(person.name)"
      case .boardForManager: "thay người quản lý \(person.managerCode?.text ?? "")"
      default: nil
      }
    return [mark, reason.isEmpty ? nil : reason].compactMap(\.self).joined(separator: ": ")
  }

  /// Notes that the register changed the sheet: whatever was signed is to be signed anew.
  ///
  /// Who may keep the register need not be who writes on sheets.
  mutating func register(_ number: Int64, _ reason: String) {
    let note = "sổ nguyên nhân khách quan số \(number): \(reason)"
    steps.append((.edit, state, .draft, String(note.prefix(1200))))
    state = .draft
  }

  mutating func change(_ edits: [EntryEdit], by actor: Actor) throws(SheetError) {
    if relation.isOwn, let edit = edits.first(where: \.isApprovers) {
      throw .approversPoints(edit.code.text)
    }
    entries = try entries.applying(edits)
  }
}

extension Transaction {
  /// Holds a sheet for writing; whoever is expected and has none yet gets one.
  ///
  /// - Parameters:
  ///   - name: whose sheet.
  ///   - month: the month, held open until the transaction is over.
  ///   - version: the version that the writer looked at; `nil` takes what stands now.
  ///   - actor: who writes.
  ///   - event: of the verb.
  /// - Returns: the sheet with what it says.
  /// - Throws: ``PeriodError`` for a month that takes no writes, ``SheetError`` for somebody who is
  ///   not expected and for a stale copy.
  func hold(
    _ name: SubjectName, in month: Month, version: Int? = nil, for actor: Actor, event: Int64
  ) async throws -> HeldSheet {
    guard let period = try await heldPeriod(month) else { throw PeriodError.unknown(month) }
    guard period.state.takesWrites else { throw PeriodError.closed(month, period.state) }
    let (person, relation, lines) = try await standing(of: actor, to: name, in: month)
    guard person.isExpected else { throw SheetError.notExpected(person.name.code, month) }
    try await holdSheet(of: person.subject, in: month)
    let sheet: Sheet
    if let found = try await self.sheet(of: person.subject, in: month, locked: true) {
      sheet = found
    } else {
      sheet = try await open(person, in: period, event: event)
    }
    if let version, version != sheet.version {
      throw SheetError.changedMeanwhile(name, yours: version, now: sheet.version)
    }
    let written = sheet.isTouched ? try await entries(of: sheet) : []
    let stored = sheet.revision == period.revision ? written : []
    let proposed = sheet.isTouched ? written : try await shapeEntries(of: sheet).emptied
    return HeldSheet(
      period: period, person: person, relation: relation, lines: lines, sheet: sheet,
      stored: stored, entries: proposed)
  }

  /// What somebody is to a sheet.
  ///
  /// - Throws: ``SheetError/unknown(_:)`` where there is none that they may know of.
  package func sheetRelation(
    of actor: Actor, to name: SubjectName, in month: Month
  ) async throws -> SheetRelation {
    try await relation(of: actor, to: name, in: month).1
  }

  /// Who somebody is to a sheet, or that there is none that they may know of.
  package func relation(
    of actor: Actor, to name: SubjectName, in month: Month
  ) async throws -> (SheetSubject, SheetRelation) {
    let (person, relation, _) = try await standing(of: actor, to: name, in: month)
    return (person, relation)
  }

  private func standing(
    of actor: Actor, to name: SubjectName, in month: Month
  ) async throws -> (SheetSubject, SheetRelation, [UnitLine]) {
    guard let person = try await sheetSubject(name, on: month.lastDay) else {
      throw SheetError.unknown(name)
    }
    var lines: [UnitLine] = []
    for unit in [person.cell, person.agency] {
      guard let unit else { continue }
      let line = try await unitLine(of: Unit.ID(unit), on: month.lastDay)
      if let line = UnitLine(line) { lines.append(line) }
    }
    let relation = SheetRelation(
      of: actor, to: person.subject, manager: person.manager, lines: lines)
    guard relation.sees else { throw SheetError.unknown(name) }
    return (person, relation, lines)
  }

  /// The untouched sheet of somebody who is expected since the month was opened.
  private func open(
    _ person: SheetSubject, in period: EvaluationPeriod, event: Int64
  ) async throws -> Sheet {
    guard case .member = person.subject else {
      throw SheetError.noCollectiveSheet(person.name.code, period.month)
    }
    let framework = try await standardFramework(of: person, in: period)
    try await freezeFrameworks(ids: [framework], event: event)
    return try await insert(person, in: period, framework: framework, event: event)
  }

  func insert(
    _ person: SheetSubject, in period: EvaluationPeriod, framework: Int32, event: Int64
  ) async throws -> Sheet {
    try await insertSheet(of: person.subject, in: period, framework: framework, event: event)
    guard let sheet = try await sheet(of: person.subject, in: period.month) else {
      throw SheetError.unknown(person.name)
    }
    return sheet
  }

  /// What somebody is scored by where nobody says otherwise.
  func standardFramework(
    of person: SheetSubject, in period: EvaluationPeriod
  ) async throws -> Int32 {
    guard let form = person.form, person.isExpected else {
      throw SheetError.notExpected(person.name.code, period.month)
    }
    if let chosen = period.frameworks[form] { return chosen }
    return try await framework(.standard(for: form), form: form, in: period.month).number
  }

  /// Writes a held sheet with the steps that it took; says its new version.
  func save(_ held: HeldSheet, by actor: Actor, event: Int64) async throws -> Int {
    let (sheet, revision) = (held.sheet, held.period.revision)
    try await update(sheet, to: held.state, revision: revision, event: event)
    try await replace(
      held.stored, with: held.entries, month: sheet.month, subject: sheet.subject,
      revision: revision)
    for taken in held.steps {
      try await insertStep(
        taken.step, of: sheet, from: taken.from, to: taken.to, revision: revision,
        by: actor.account, reason: taken.note, event: event)
    }
    return sheet.version + 1
  }
}
