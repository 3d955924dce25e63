import Access
import Audit
import Basics
import Postgres

/// The objective-cause register: each verb is one transaction, one event and one step of the sheet.
package struct Excuses: Sendable {
  package let sheets: Sheets

  package init(sheets: Sheets) { self.sheets = sheets }

  /// Excuses failures or delays of one product or task; the sheet has fewer of them from here on,
  /// and has to be signed anew.
  ///
  /// The confirmer is the account that puts it on the register, and not the member's own.
  ///
  /// - Returns: the number on the register.
  /// - Throws: ``ExcuseError``, ``SheetError``, ``PeriodError`` or an access error, with nothing
  ///   changed.
  package func add(
    _ draft: Excuse.Draft, to name: SubjectName, in month: Month, by actor: Actor
  ) async throws -> Int64 {
    try await sheets.database.write { transaction in
      let basis = Audit.Basis(reason: draft.cause, document: draft.document)
      let event = try await Audit.note(
        "excuse.add", of: .sheet(name, month), by: actor, basis: basis,
        detail: [
          AuditDetail("work", new: draft.work.text),
          AuditDetail("failures", new: "\(draft.failures)"),
          AuditDetail("delays", new: "\(draft.delays)"),
        ], in: transaction)
      var held = try await transaction.holdForRegister(name, in: month, for: actor, event: event)
      guard let place = held.entries.firstIndex(of: draft.work) else {
        throw SheetError.noEntry(.work, draft.work)
      }
      let subject = held.person.subject
      if let number = try await transaction.standingExcuse(like: draft, of: subject, in: month) {
        throw ExcuseError.alreadyThere(number)
      }
      let entry = held.entries[place]
      guard let excused = entry.excusing(failures: draft.failures, delays: draft.delays) else {
        throw ExcuseError.moreThanRecorded(
          draft.work, failures: entry.qualityFailures, delays: entry.delays)
      }
      held.entries[place] = excused
      let number = try await transaction.insertExcuse(
        draft, of: subject, in: held.period, by: actor.account, event: event)
      held.register(number, draft.document)
      _ = try await transaction.save(held, by: actor, event: event)
      return number
    }
  }

  /// Takes an entry back: what it excused counts again, and the sheet has to be signed anew.
  package func withdraw(_ number: Int64, by actor: Actor, basis: Audit.Basis) async throws {
    guard !basis.reason.isEmpty else { throw ExcuseError.reasonMissing }
    try await sheets.database.write { transaction in
      guard let excuse = try await transaction.excuse(number) else {
        throw ExcuseError.unknown(number)
      }
      let event = try await Audit.note(
        "excuse.withdraw", of: .sheet(excuse.subject, excuse.month), by: actor, basis: basis,
        detail: [AuditDetail("excuse", old: "\(number)", new: nil)], in: transaction)
      var held = try await transaction.holdForRegister(
        excuse.subject, in: excuse.month, for: actor, event: event)
      guard try await transaction.withdrawExcuse(number, event: event) else {
        throw ExcuseError.withdrawn(number)
      }
      if let place = held.entries.firstIndex(of: excuse.work),
        let whole = held.entries[place].excusing(
          failures: -excuse.failures, delays: -excuse.delays)
      {
        held.entries[place] = whole
      }
      held.register(number, basis.reason)
      _ = try await transaction.save(held, by: actor, event: event)
    }
  }

  /// The register of a month, of one sheet or of all that the actor may see, withdrawn ones too.
  package func list(
    of name: SubjectName? = nil, in month: Month, for actor: Actor
  ) async throws -> [Excuse] {
    try await sheets.database.read { transaction in
      if let name {
        let (person, _) = try await transaction.relation(of: actor, to: name, in: month)
        return try await transaction.excuses(in: month, of: person.subject)
      }
      try actor.requireEverywhere(.viewSheets)
      return try await transaction.excuses(in: month, of: nil)
    }
  }
}

extension [Entry] {
  fileprivate func firstIndex(of work: Code) -> Int? {
    firstIndex { $0.kind == .work && $0.code == work.text }
  }
}

extension Transaction {
  /// A sheet held for the register: by whoever keeps it there, and not the member's own account.
  fileprivate func holdForRegister(
    _ name: SubjectName, in month: Month, for actor: Actor, event: Int64
  ) async throws -> HeldSheet {
    let held = try await hold(name, in: month, for: actor, event: event)
    guard !held.relation.isOwn else { throw ExcuseError.ownExcuse(name) }
    try actor.require(.keepRegisters, on: held.lines)
    return held
  }
}
