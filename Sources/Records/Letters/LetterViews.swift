import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Signatures

extension Letter {
  /// One step that was taken.
  package struct Taken: Sendable, Hashable {
    package let number: Int
    package let step: Step
    package let state: State
    package let account: Code
    package let day: Day
    package let reason: String
  }
}

/// A letter with everything that belongs to it.
package struct LetterView: Sendable {
  package let letter: Letter
  package let steps: [Letter.Taken]
  /// The last draft; `nil` before the first.
  package let content: LetterContent?
  /// What was signed, where it was issued.
  package let signed: SignedSeal?
  /// The letter that stands in its place.
  package let replacement: Letter?

  /// That it does not count any more.
  package var revocation: Letter.Taken? { steps.last { $0.step == .revoke } }
}

extension Letters {
  /// One letter; it leaves a line on the trail.
  ///
  /// - Throws: ``LetterError/unknown(_:)`` also for one that the actor may not see.
  package func show(_ id: Int64, today: Day, for actor: Actor) async throws -> LetterView {
    try await database.write(isolation: .repeatableRead) { transaction in
      let units = UnitTree(try await transaction.units(on: today))
      guard let letter = try await transaction.letters([id]).first,
        try await transaction.maySee(letter, in: units, actor)
      else { throw LetterError.unknown(id) }
      try await Audit.note(
        "letter.show", of: .member(letter.memberCode), by: actor,
        detail: [AuditDetail("letter", new: "\(id)")], in: transaction)
      return try await transaction.views(of: [letter])[0]
    }
  }

  /// Letters as they are printed: those that the actor may see of the given ones, by number.
  ///
  /// It leaves one line on the trail.
  ///
  /// - Parameters:
  ///   - ids: of letters that have been drafted.
  ///   - unit: on which it is noted.
  ///   - today: the day whose units count.
  ///   - actor: needs ``Act/viewMembers`` over the units that issue.
  /// - Returns: one a letter.
  /// - Throws: ``LetterError/unknown(_:)`` also for one that the actor may not see.
  package func views(
    of ids: [Int64], under unit: Code, today: Day, for actor: Actor
  ) async throws -> [LetterView] {
    try await database.write(isolation: .repeatableRead) { transaction in
      let units = UnitTree(try await transaction.units(on: today))
      let letters = try await transaction.letters(ids)
      for letter in letters {
        guard actor.may(.viewMembers, on: [units.line(of: letter.issuer)].compactMap(\.self))
        else { throw LetterError.unknown(letter.id) }
      }
      try await Audit.note(
        "letter.print_many", of: .unit(unit), by: actor,
        detail: [AuditDetail("letters", new: "\(letters.count)")], in: transaction)
      return try await transaction.views(of: letters)
    }
  }

  /// Which letters are listed.
  package struct Filter: Sendable {
    /// Issued by this unit, or one below it.
    package var unit: Code?
    package var states: [Letter.State] = Letter.State.allCases
    package var kind: LetterKind?
    package var member: Code?

    package init() {}
  }

  /// Letters that the actor may see, the newest first; one's own always.
  ///
  /// - Throws: `UnitError` for an unknown unit, an access error for somebody who may see nobody.
  package func list(_ filter: Filter, today: Day, for actor: Actor) async throws -> [Letter] {
    try await database.read { transaction in
      var isOwn = false
      if let own = actor.member, let code = filter.member {
        isOwn = try await transaction.letterSubjects([code], on: today).first?.id?.number == own
      }
      if !isOwn { try actor.requireSomewhere(.viewMembers) }
      let tree = UnitTree(try await transaction.units(on: today))
      var asked: [Int64]?
      if let unit = filter.unit {
        guard let found = tree[unit] else { throw UnitError.unknown(unit.text) }
        asked = tree.numbers(below: [found.id.number])
      }
      return try await transaction.letterLines(
        filter, asked: asked,
        visible: isOwn
          ? nil : actor.units(for: .viewMembers).map { tree.numbers(below: $0) })
    }
  }
}

extension Transaction {
  func views(of letters: [Letter]) async throws -> [LetterView] {
    let ids = letters.map(\.id)
    let (drafts, seals) = (try await drafts(of: ids), try await seals(of: ids))
    var views: [LetterView] = []
    for letter in letters {
      let isSingle = letters.count == 1
      views.append(
        LetterView(
          letter: letter,
          steps: isSingle || letter.state == .revoked ? try await letterSteps(of: letter.id) : [],
          content: try drafts[letter.id].map(LetterContent.init(text:)), signed: seals[letter.id],
          replacement: letter.state == .revoked ? try await replacement(of: letter.id) : nil))
    }
    return views
  }
}
