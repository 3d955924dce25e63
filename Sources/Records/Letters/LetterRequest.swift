import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// What is asked for.
package struct LetterRequest: Sendable, Hashable {
  package var kind: LetterKind
  package var purpose = ""
  package var addressee = ""
  package var occasion: Letter.Occasion?
  /// Of a yearly comment; else none.
  package var year: Int?
  package var months: ClosedRange<Month>?
  /// The unit that is to issue it; `nil`: the one that the kind names.
  package var issuer: Code?

  package init(kind: LetterKind) { self.kind = kind }

  /// - Throws: ``LetterError`` for what does not go together.
  func check() throws(LetterError) {
    if kind == .introduction { throw .comesWithTransfer }
    let isStatement = kind == .scoreStatement || kind == .duesStatement
    if isStatement, months == nil { throw .monthsMissing }
    if !isStatement, months != nil { throw .monthsOnlyOfStatement }
    if kind == .residenceComment, occasion == nil { throw .occasionMissing }
    if kind != .residenceComment, occasion != nil || year != nil { throw .occasionOnlyOfComment }
    if (occasion == .yearly) != (year != nil) { throw .occasionMissing }
  }
}

/// About whom letters are asked for.
package enum LetterAudience: Sendable, Hashable {
  case member(Code)
  /// Everybody in the cell, or in the cells below the unit; of a residence comment its residents.
  case unit(Code)
}

extension Letters {
  /// What a request came to.
  package struct Asked: Sendable {
    /// The numbers, in the order of the members.
    package let ids: [Int64]
    package let members: Int
    /// For whom there is no letter, and why.
    package let left: [Left]
  }

  /// Somebody for whom nothing was done.
  package struct Left: Sendable, Hashable {
    package let member: Code
    package let name: Personal<String>
    package let refusal: LetterRefusal
  }

  /// Asks for a letter about one member, or about everybody of a unit who may have one.
  ///
  /// Asked twice, the second time finds the unfinished letters of the first.
  ///
  /// - Parameters:
  ///   - request: which letter.
  ///   - audience: about whom.
  ///   - rehearses: only says whether it could be.
  ///   - today: the day of the request.
  ///   - actor: needs ``Act/requestLetters`` over the member's unit or the issuer; for oneself none
  ///     is needed.
  ///   - basis: why.
  /// - Returns: the numbers given, and who was left out.
  /// - Throws: ``LetterError`` of one member, or an access error, with nothing changed.
  package func request(
    _ request: LetterRequest, for audience: LetterAudience, rehearses: Bool = false, today: Day,
    by actor: Actor, basis: Audit.Basis
  ) async throws -> Asked {
    try request.check()
    return try await database.write(retry: Self.retry) { transaction in
      let trees = UnitTree(try await transaction.units(on: today))
      let (subjects, single) = try await transaction.subjects(
        of: audience, request, in: trees, on: today, for: actor)
      var (planned, left) = ([PlannedLetter](), [Left]())
      if single { for subject in subjects { _ = try subject.visible(to: actor, in: trees) } }
      try Self.requireKnown(request.issuer, of: subjects, in: trees, to: actor)
      for subject in subjects {
        do throws(LetterRefusal) {
          planned.append(try subject.plan(request, in: trees))
        } catch {
          if single { throw LetterError.refused(member: subject.code, error) }
          left.append(Left(member: subject.code, name: subject.name, refusal: error))
        }
      }
      try Self.require(planned, of: request, in: trees, single: single, by: actor)
      if rehearses || planned.isEmpty {
        return Asked(ids: [], members: planned.count, left: left)
      }
      let event = try await Audit.note(
        single ? "letter.request" : "letter.request_many", of: audience.subject, by: actor,
        basis: basis,
        detail: [
          AuditDetail("kind", new: request.kind.rawValue),
          AuditDetail("members", new: single ? nil : "\(planned.count)"),
        ], in: transaction)
      let ids = try await transaction.insert(
        planned, of: request, replacing: nil, by: actor, on: today, reason: basis.reason,
        event: event)
      return Asked(ids: ids, members: planned.count, left: left)
    }
  }

  /// Goes on only where the unit that is to issue is there, as far as the actor may know.
  private static func requireKnown(
    _ issuer: Code?, of subjects: [LetterSubject], in trees: UnitTree, to actor: Actor
  ) throws {
    guard let issuer else { return }
    guard let unit = trees[issuer] else { throw UnitError.unknown(issuer.text) }
    if actor.may(.viewUnits, on: [trees.line(of: unit.id)].compactMap(\.self)) { return }
    // Above their own place everybody knows it.
    let isAbove = subjects.contains { subject in
      [subject.cell, subject.agency, subject.residence].compactMap(\.self)
        .contains { trees.line(of: $0)?.units.contains(unit.id.number) == true }
    }
    guard isAbove else { throw UnitError.unknown(issuer.text) }
  }

  /// Goes on only where the actor may ask for all of them, or for their own.
  private static func require(
    _ planned: [PlannedLetter], of request: LetterRequest, in trees: UnitTree, single: Bool,
    by actor: Actor
  ) throws {
    var allowed: Set<Unit.ID> = []
    for letter in planned {
      if single, letter.subject.id?.number == actor.member { continue }
      guard allowed.insert(letter.issuer).inserted else { continue }
      let lines = [trees.line(of: letter.issuer)].compactMap(\.self)
      try actor.require(.requestLetters, on: lines + letter.subject.lines(in: trees))
    }
  }

  /// Asks for the yearly comment of all residents of a unit; the exempt groups are left out.
  ///
  /// - Parameters:
  ///   - year: of the comments.
  ///   - unit: a cell, or a unit above cells.
  ///   - rehearses: only says what would be.
  ///   - today: the day of the request.
  ///   - actor: needs ``Act/requestLetters`` over the unit.
  ///   - basis: why.
  /// - Returns: the numbers given, and who was left out, with the group.
  /// - Throws: `UnitError`, or an access error, with nothing changed.
  package func openRound(
    of year: Int, in unit: Code, rehearses: Bool = false, today: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Asked {
    var request = LetterRequest(kind: .residenceComment)
    request.occasion = .yearly
    request.year = year
    return try await self.request(
      request, for: .unit(unit), rehearses: rehearses, today: today, by: actor, basis: basis)
  }
}

extension LetterAudience {
  var subject: Audit.Subject {
    switch self {
    case .member(let code): .member(code)
    case .unit(let code): .unit(code)
    }
  }
}

extension Transaction {
  /// Those about whom is asked, held against each other's requests.
  fileprivate func subjects(
    of audience: LetterAudience, _ request: LetterRequest, in trees: UnitTree, on day: Day,
    for actor: Actor
  ) async throws -> ([LetterSubject], single: Bool) {
    switch audience {
    case .member(let code):
      try await holdForLetters([code])
      return (try await letterSubjects([code], on: day, request), true)
    case .unit(let code):
      guard let unit = trees[code] else { throw UnitError.unknown(code.text) }
      let line = [trees.line(of: unit.id)].compactMap(\.self)
      guard actor.may(.viewUnits, on: line) else { throw UnitError.unknown(code.text) }
      try actor.require(.requestLetters, on: line)
      let cells = trees.subtree(of: unit.id).map(\.unit.id.number)
      let members =
        request.kind == .residenceComment
        ? try await residenceTies(in: cells, on: day).map(\.member)
        : try await membersForLetters(in: cells, on: day)
      try await holdForLetters(members)
      return (try await letterSubjects(members, on: day, request), false)
    }
  }
}
