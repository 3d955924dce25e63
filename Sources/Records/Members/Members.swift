import Access
import Audit
import Basics
import Organisation
import Postgres

/// Everything that can be done to members: each verb is one transaction and one event on the trail.
package struct Members: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// Puts a person on record.
  ///
  /// The facts of the row hold as far back as the record reaches, the status from `statusSince`.
  ///
  /// - Throws: ``MemberError`` or an access error, with nothing changed.
  package func add(
    _ row: MemberRow, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      try await Members.add(row, today: today, by: actor, basis: basis, in: transaction)
    }
  }

  /// The same within a transaction that does more.
  ///
  /// - Parameters:
  ///   - row: the person.
  ///   - today: the day from which units have to be open.
  ///   - lines: where the right is needed; `nil`: where the row puts them.
  ///   - actor: needs ``Act/changeMembers`` there.
  ///   - basis: why.
  ///   - transaction: in which it is written.
  /// - Throws: ``MemberError`` or an access error.
  package static func add(
    _ row: MemberRow, today: Day, under lines: [UnitLine]? = nil, by actor: Actor,
    basis: Audit.Basis, in transaction: Transaction
  ) async throws {
    let target = try await transaction.resolve(row, on: today)
    try actor.require(.changeMembers, on: lines ?? target.lines)
    try await transaction.refuseTaken(row, except: nil)
    let event = try await Audit.note(
      "member.add", of: .member(row.code), by: actor, basis: basis, in: transaction)
    guard let id = try await transaction.insertMember(row, event: event),
      let member = try await transaction.member(row.code)
    else { throw MemberError.codeTaken(row.code) }
    let facts = Members.facts(
      of: row, target: target, from: .beginning, changing: .none, all: true)
    let knownAt = try await transaction.touchMember(id, event: event)
    try await transaction.write(
      facts, since: .none, of: member.id, knownAt: knownAt ?? transaction.now, event: event)
    try await transaction.requireOpenUnits(of: member.id, from: today)
  }

  /// Changes fields of a member; facts change from a day on, and the old value stays on record.
  ///
  /// - Parameters:
  ///   - code: whose record.
  ///   - edits: columns of `members.csv` with their new texts; an empty text empties the field.
  ///   - day: the day from which facts (cell, agency, post, dues, status) hold.
  ///   - version: the version that the editor looked at; `nil` takes what stands now.
  ///   - today: no date may lie after it.
  ///   - actor: who edits.
  ///   - basis: why, and by which document.
  /// - Returns: the new version, and what changed.
  /// - Throws: ``MemberError/changedMeanwhile(_:yours:now:)`` for a stale copy, ``FieldFlaw`` for a
  ///   value that the field cannot hold; nothing is changed then.
  package func edit(
    _ code: Code, setting edits: [MemberColumn: String], from day: Day, version: Int?,
    today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> (version: Int, changes: [AuditDetail]) {
    try await database.write { transaction in
      let member = try await transaction.editable(code, version: version)
      let before = try await transaction.facts(of: member.id)
      let old = try await transaction.row(of: member, facts: before, on: day)
      try actor.require(
        .changeMembers, on: try await transaction.lines(of: member, facts: before, on: today))
      let row = try Members.apply(edits, to: old, today: today)
      let target = try await transaction.resolve(
        row, on: day, stated: Set(edits.keys), facts: before)
      // Whoever moves somebody has to be allowed at both ends.
      try actor.require(.changeMembers, on: target.lines)
      try await transaction.refuseTaken(row, except: member.code)
      let after = Members.facts(
        of: row, target: target, from: day, changing: before, all: false, edits: Set(edits.keys))
      let changes = old.differences(to: row)
      guard !changes.isEmpty || after.saysMore(than: before) else {
        throw MemberError.nothingToChange
      }
      let event = try await Audit.note(
        "member.edit", of: .member(code), by: actor, basis: basis,
        detail: changes + [AuditDetail("from", new: "\(day)")], in: transaction)
      guard let knownAt = try await transaction.updateMember(member, to: row, event: event) else {
        throw MemberError.changedMeanwhile(code, yours: member.version, now: member.version + 1)
      }
      try await transaction.write(
        after, since: before, of: member.id, knownAt: knownAt, event: event)
      if edits[.cellCode] != nil || edits[.agencyCode] != nil {
        try await transaction.requireOpenUnits(of: member.id, from: day)
      }
      return (member.version + 1, changes)
    }
  }

  /// Adds an entry to the files of a member.
  package func enter(
    _ draft: DossierEntry.Draft, of code: Code, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> Int64 {
    let draft = try draft.checked()
    return try await database.write { transaction in
      let member = try await transaction.editable(code, version: nil)
      let facts = try await transaction.facts(of: member.id)
      try actor.require(
        .changeMembers, on: try await transaction.lines(of: member, facts: facts, on: today))
      var introducer: Member.ID?
      if let code = draft.introducer {
        guard let found = try await transaction.member(code) else {
          throw MemberError.unknown(code.text)
        }
        introducer = found.id
      }
      let event = try await Audit.note(
        "member.enter", of: .member(code), by: actor, basis: basis,
        detail: [
          AuditDetail(draft.kind.rawValue, new: draft.title.isEmpty ? draft.code : draft.title)
        ], in: transaction)
      _ = try await transaction.touchMember(member.id, event: event)
      let number = try await transaction.insertEntry(
        draft, of: member.id, introducer: introducer, event: event)
      return number ?? 0
    }
  }

  /// Withdraws an entry; it stays on record as withdrawn.
  package func withdraw(
    _ number: Int64, of code: Code, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      let member = try await transaction.editable(code, version: nil)
      let facts = try await transaction.facts(of: member.id)
      try actor.require(
        .changeMembers, on: try await transaction.lines(of: member, facts: facts, on: today))
      let event = try await Audit.note(
        "member.withdraw", of: .member(code), by: actor, basis: basis,
        detail: [AuditDetail("entry", old: "\(number)", new: nil)], in: transaction)
      _ = try await transaction.touchMember(member.id, event: event)
      guard try await transaction.withdrawEntry(number, of: member.id, event: event) else {
        throw MemberError.unknownEntry(number)
      }
    }
  }
}

extension Members {
  /// The row with the edited columns read anew, through the one reader of rows.
  static func apply(
    _ edits: [MemberColumn: String], to old: MemberRow, today: Day
  ) throws -> MemberRow {
    if let code = edits[.code], code != old.code.text {
      throw FieldFlaw(
        column: MemberColumn.code.rawValue, value: code,
        reason: Phrase(
          vi: "mã không đổi được; dùng member merge để gộp hồ sơ",
          en: "a code cannot be changed; use member merge to join records"))
    }
    let result = MemberRow.read(today: today) { column in
      edits[column] ?? old.text(of: column)
    }
    switch result {
    case .success(let row): return row
    case .failure(let flaws):
      guard let first = flaws.flaws.first else { throw MemberError.nothingToChange }
      throw first
    }
  }

  /// The chains of facts once a row is stated from a day on.
  ///
  /// `all`: every fact is stated, as for a new record; else only those in `edits`.
  static func facts(
    of row: MemberRow, target: MemberTarget, from day: Day, changing before: Member.Facts,
    all: Bool, edits: Set<MemberColumn> = []
  ) -> Member.Facts {
    var facts = before
    func stated(_ column: MemberColumn) -> Bool { all || edits.contains(column) }
    if stated(.cellCode) {
      facts.cell.state(\.self, as: target.cell, from: day, blank: nil)
    }
    if stated(.agencyCode) {
      facts.post.state(\.agency, as: target.agency, from: day, blank: .none)
    }
    if stated(.position) {
      facts.post.state(\.position, as: row.position, from: day, blank: .none)
    }
    if stated(.form) { facts.post.state(\.form, as: row.form, from: day, blank: .none) }
    if stated(.managerCode) {
      facts.post.state(\.manager, as: target.manager, from: day, blank: .none)
    }
    if stated(.duesCategory) {
      facts.dues.state(\.category, as: row.duesCategory, from: day, blank: .none)
    }
    if stated(.duesBase) { facts.dues.state(\.base, as: row.duesBase, from: day, blank: .none) }
    if stated(.status) || edits.contains(.statusSince) {
      facts.status.state(\.self, as: row.status, from: row.statusSince ?? day, blank: .active)
    }
    return facts
  }
}
