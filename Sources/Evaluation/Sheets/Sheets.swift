import Access
import Audit
import Basics
import Frameworks
import Postgres
import Products

/// Everything that can be done to a sheet: each verb is one transaction and one event on the trail.
///
/// A verb holds the month open and the sheet against other writers; with `version`, a change made
/// on an older copy is a conflict.
package struct Sheets: Sendable {
  package let database: Database
  /// What the framework of a sheet says of its entries; of another module, so given.
  package let findings: Finder

  /// What a framework has against entries, and what it misses among them.
  package struct Findings: Sendable {
    package let flaws: [SheetError.Flaw]
    /// Codes of criteria and factors without which there is no rating.
    package let missing: [String]

    package init(flaws: [SheetError.Flaw] = [], missing: [String] = []) {
      self.flaws = flaws
      self.missing = missing
    }
  }

  package typealias Finder =
    @Sendable (_ framework: KnownFramework, _ entries: [Entry], _ transaction: Transaction)
    async throws -> Findings

  package init(
    database: Database, findings: @escaping Finder = { _, _, _ in Findings() }
  ) {
    self.database = database
    self.findings = findings
  }

  /// What became of a sheet.
  package struct Outcome: Sendable, Hashable {
    package let state: Sheet.State
    package let version: Int
    /// Codes of what was assigned and has no result yet.
    package let unreported: [String]
    /// Of a signed sheet: codes of what nobody gave points, without which there is no rating.
    package let missing: [String]
  }

  /// Changes entries; clears all signatures.
  package func edit(
    _ name: SubjectName, in month: Month, _ edits: [EntryEdit], version: Int? = nil,
    by actor: Actor, basis: Audit.Basis
  ) async throws -> Outcome {
    try await database.write { transaction in
      try await edit(
        name, in: month, edits, version: version, by: actor, basis: basis, in: transaction)
    }
  }

  /// The same in a transaction that the caller ends, or undoes.
  package func edit(
    _ name: SubjectName, in month: Month, _ edits: [EntryEdit], version: Int? = nil,
    by actor: Actor, basis: Audit.Basis, in transaction: Transaction
  ) async throws -> Outcome {
    guard !edits.isEmpty else { throw SheetError.nothingToChange }
    return try await write(
      name, in: month, "sheet.edit", edits, version, actor, basis, in: transaction
    ) { held in
      try held.take(.edit, by: actor, reason: basis.reason)
    }
  }

  /// Hands one's own month in, or somebody's for them, with the last entries.
  package func score(
    _ name: SubjectName, in month: Month, _ edits: [EntryEdit] = [], version: Int? = nil,
    by actor: Actor, basis: Audit.Basis
  ) async throws -> Outcome {
    try await write(name, in: month, "sheet.self", edits, version, actor, basis) { held in
      if !edits.isEmpty, held.state != .draft {
        try held.take(.edit, by: actor, reason: basis.reason)
      }
      try held.take(.score, by: actor, reason: basis.reason)
    }
  }

  /// Confirms what a sheet says, as the manager or, in their place, as the board.
  ///
  /// The points are the reviewer's, by criterion or factor.
  package func review(
    _ name: SubjectName, in month: Month, points: [Code: Quantity] = [:], version: Int? = nil,
    by actor: Actor, basis: Audit.Basis
  ) async throws -> Outcome {
    let edits = EntryEdit.points(points)
    return try await write(name, in: month, "sheet.review", edits, version, actor, basis) { held in
      try held.take(.review, by: actor, reason: basis.reason)
    }
  }

  /// Decides a sheet: its points count from here on.
  ///
  /// Where nobody gave points of an approver, the decision is that the person's own are right.
  package func decide(
    _ name: SubjectName, in month: Month, points: [Code: Quantity] = [:], version: Int? = nil,
    by actor: Actor, basis: Audit.Basis
  ) async throws -> Outcome {
    let edits = EntryEdit.points(points)
    return try await write(name, in: month, "sheet.decide", edits, version, actor, basis) { held in
      try held.take(.decide, by: actor, reason: basis.reason)
      held.entries = held.entries.approved
    }
  }

  /// Sends a sheet back for correction; all signatures are cleared.
  package func `return`(
    _ name: SubjectName, in month: Month, version: Int? = nil, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Outcome {
    guard !basis.reason.isEmpty else { throw SheetError.reasonMissing }
    return try await write(name, in: month, "sheet.return", [], version, actor, basis) { held in
      try held.take(.return, by: actor, reason: basis.reason)
    }
  }

  private func write(
    _ name: SubjectName, in month: Month, _ verb: String, _ edits: [EntryEdit], _ version: Int?,
    _ actor: Actor, _ basis: Audit.Basis, _ steps: @Sendable (inout HeldSheet) throws -> Void
  ) async throws -> Outcome {
    try await database.write { transaction in
      try await write(
        name, in: month, verb, edits, version, actor, basis, in: transaction, steps)
    }
  }

  private func write(
    _ name: SubjectName, in month: Month, _ verb: String, _ edits: [EntryEdit], _ version: Int?,
    _ actor: Actor, _ basis: Audit.Basis, in transaction: Transaction,
    _ steps: @Sendable (inout HeldSheet) throws -> Void
  ) async throws -> Outcome {
    let event = try await Audit.note(
      verb, of: .sheet(name, month), by: actor, basis: basis,
      detail: edits.map(\.auditDetail), in: transaction)
    var held = try await transaction.hold(
      name, in: month, version: version, for: actor, event: event)
    // The right to the step first: nobody learns by an error what stands on a sheet.
    try steps(&held)
    let known = held.entries
    let edits = try await transaction.completed(edits, on: held)
    try held.change(edits, by: actor)
    let missing = try await check(held, changedFrom: known, in: transaction)
    let saved = try await transaction.save(held, by: actor, event: event)
    return Outcome(
      state: held.state, version: saved,
      unreported: held.entries.excuses ? [] : held.entries.unreported,
      missing: held.isSigned && !held.entries.excuses ? missing : [])
  }

  /// - Returns: what the framework misses on it.
  private func check(
    _ held: HeldSheet, changedFrom known: [Entry], in transaction: Transaction
  ) async throws -> [String] {
    for entry in known where entry.kind == .work && !held.entries.contains(where: entry.isSame) {
      guard let code = Code(entry.code) else { continue }
      if try await transaction.hasExcuse(of: held.person.subject, in: held.sheet.month, for: code) {
        throw SheetError.excused(code)
      }
    }
    let found = try await findings(held.sheet.framework, held.entries, transaction)
    guard found.flaws.isEmpty else { throw SheetError.flaws(found.flaws) }
    return found.missing
  }
}

extension HeldSheet {
  fileprivate var isSigned: Bool { state == .reviewed || state == .decided }
}

extension Audit.Subject {
  package static func sheet(_ name: SubjectName, _ month: Month) -> Audit.Subject {
    Audit.Subject(kind: "sheet", code: "\(name)/\(month)")
  }
}

extension Entry {
  fileprivate func isSame(_ other: Entry) -> Bool { kind == other.kind && code == other.code }
}

extension [Entry] {
  /// With the person's own points taken over where an approver gave none.
  var approved: [Entry] {
    map { entry in
      guard entry.kind == .criterion, entry.points == nil else { return entry }
      var entry = entry
      entry.points = entry.selfPoints
      return entry
    }
  }
}

extension EntryEdit {
  /// What it changes, for the trail.
  var auditDetail: AuditDetail {
    let fields: [(String, String?)] = [
      ("title", title), ("group", group?.text), ("weight", weight?.description),
      ("target", target?.description), ("actual", actual?.description),
      ("direction", direction?.rawValue), ("baseline", baseline?.description),
      ("quality_failures", qualityFailures?.description), ("delays", delays?.description),
      ("points", points?.description), ("self_points", selfPoints?.description),
    ]
    let said = fields.compactMap { name, value in value.map { "\(name)=\($0)" } }
    return AuditDetail(
      "\(kind.rawValue):\(code)", new: removes ? nil : said.joined(separator: " "))
  }
}

extension Transaction {
  /// New work without a weight takes the coefficient and the title of the catalogue in that month.
  func completed(_ edits: [EntryEdit], on held: HeldSheet) async throws -> [EntryEdit] {
    var completed: [EntryEdit] = []
    for var edit in edits {
      let isNew = held.entries.first(edit.kind, edit.code) == nil
      if edit.kind == .work, isNew, !edit.removes, edit.weight == nil {
        guard let product = try await product(edit.code, on: held.sheet.month.lastDay) else {
          throw SheetError.noCatalogueName(edit.code)
        }
        edit.weight = Quantity(tenThousandths: product.coefficient)
        edit.title = edit.title ?? product.title
      }
      completed.append(edit)
    }
    return completed
  }
}
