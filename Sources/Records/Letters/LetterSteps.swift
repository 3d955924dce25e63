import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Signatures

/// Which letters a step is for.
package enum LetterScope: Sendable, Hashable {
  case one(Int64)
  /// All that wait for it at the unit or below, of one kind or of any.
  case waiting(at: Code, kind: LetterKind?)
}

extension Letters {
  /// What a step came to.
  package struct Outcome: Sendable {
    /// As they stand now.
    package let taken: [Letter]
    /// Of many: those that wait for the step and could not take it.
    package let left: [Left]
  }

  /// Takes a letter, or all that wait for it, one step on.
  ///
  /// - Parameters:
  ///   - step: any but `request`; `draft` reads the record as it is today.
  ///   - scope: which letters.
  ///   - comments: of drafts of comments at the residence, by member.
  ///   - post: of who will sign the drafts, such as a deputy; empty for the template's.
  ///   - today: the day of the step; it stands on what is issued.
  ///   - actor: needs the act of the step over the unit that issues.
  ///   - basis: why.
  /// - Returns: what was taken, and what was left.
  /// - Throws: ``LetterError``, an access error, of a draft a `FileProblem` of the templates; with
  ///   nothing changed.
  package func take(
    _ step: Letter.Step, on scope: LetterScope, comments: [Code: ResidenceComment] = [:],
    post: String = "", today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> Outcome {
    if step.needsReason, basis.reason.isEmpty { throw LetterError.reasonMissing(step) }
    // What takes a letter back has a reason of its own for each.
    if step.needsReason, !scope.isOne { throw LetterError.oneByOne(step) }
    let templates = step == .draft ? try templates() : nil
    // Before the transaction: a new key is put on record by one of its own.
    let key = step == .issue ? try await signatures.current(today: today, by: actor) : nil
    return try await database.write(retry: Self.retry) { transaction in
      let units = UnitTree(try await transaction.units(on: today))
      let found = try await transaction.letters(scope, for: step, in: units, of: actor)
      let lines = found.map { units.line(of: $0.issuer).map { [$0] } ?? [] }
      for (letter, line) in zip(found, lines) {
        try Self.require(step, on: letter, line, of: actor)
      }
      var round = LetterRound(
        step: step, today: today, actor: actor, basis: basis, templates: templates,
        comments: comments, post: post, event: 0)
      let (able, unable) = try round.sort(found, isOne: scope.isOne)
      let (waiting, gone) = try await transaction.recheck(able, for: round, in: units)
      if scope.isOne, let first = gone.first {
        throw LetterError.refused(member: first.member, first.refusal)
      }
      let left = unable + gone
      if waiting.isEmpty, !scope.isOne { return Outcome(taken: [], left: left) }
      round.event = try await Audit.note(
        "letter.\(step.rawValue)" + (scope.isOne ? "" : "_many"), of: scope.subject(found),
        by: actor, basis: basis, detail: round.trail(waiting), in: transaction)
      let (taken, more) = try await transaction.take(round, on: waiting, in: units, key: key)
      if scope.isOne, let first = more.first {
        throw LetterError.refused(member: first.member, first.refusal)
      }
      return Outcome(taken: try await transaction.letters(taken), left: left + more)
    }
  }

  private static func require(
    _ step: Letter.Step, on letter: Letter, _ line: [UnitLine], of actor: Actor
  ) throws {
    if step == .cancel, actor.member == letter.member.number { return }
    try actor.require(step.act, on: line)
  }
}

extension Letter.Step {
  /// What an account needs for the step, over the unit that issues.
  package var act: Act {
    switch self {
    case .request, .draft, .cancel: .requestLetters
    case .review, .return, .refuse: .reviewLetters
    case .issue, .revoke: .signLetters
    }
  }
}

extension LetterScope {
  var isOne: Bool {
    switch self {
    case .one: true
    case .waiting: false
    }
  }

  func subject(_ letters: [Letter]) -> Audit.Subject {
    switch self {
    case .one: .member(letters.first?.memberCode ?? .blank)
    case .waiting(let unit, _): .unit(unit)
    }
  }
}

/// A step on some letters, as it is about to be taken.
struct LetterRound: Sendable {
  let step: Letter.Step
  let today: Day
  let actor: Actor
  let basis: Audit.Basis
  /// Of a draft; no other step needs them.
  let templates: LetterTemplates?
  let comments: [Code: ResidenceComment]
  /// Of who will sign the drafts; empty for the template's.
  let post: String
  var event: Int64

  /// Those that can take the step by what is known of them, and those that cannot.
  ///
  /// - Throws: ``LetterError`` where it is about one letter only.
  func sort(
    _ letters: [Letter], isOne: Bool
  ) throws -> (waiting: [Letter], left: [Letters.Left]) {
    var (waiting, left) = ([Letter](), [Letters.Left]())
    for letter in letters {
      var refusal: LetterRefusal?
      if step.after(letter.state, ofTransfer: letter.transfer != nil) == nil {
        if isOne { throw LetterError.cannot(step, id: letter.id, in: letter.state) }
        refusal = .notWaiting(letter.state)
      } else if step.isRefusedOnOwn, letter.member.number == actor.member {
        refusal = .own
      } else if step.needsSecondKey, letter.transfer == nil, letter.draftedBy == actor.account {
        refusal = .sameKey
      }
      guard let refusal else {
        waiting.append(letter)
        continue
      }
      if isOne { throw LetterError.refused(member: letter.memberCode, refusal) }
      left.append(.init(member: letter.memberCode, name: letter.memberName, refusal: refusal))
    }
    return (waiting, left)
  }

  func trail(_ letters: [Letter]) -> [AuditDetail] {
    guard letters.count == 1, let only = letters.first else {
      return [AuditDetail("letters", new: "\(letters.count)")]
    }
    return [
      AuditDetail("letter", new: "\(only.id)"), AuditDetail("kind", new: only.kind.rawValue),
    ]
  }
}

extension Transaction {
  /// The letters of a scope that the actor may know of, held.
  fileprivate func letters(
    _ scope: LetterScope, for step: Letter.Step, in units: UnitTree, of actor: Actor
  ) async throws -> [Letter] {
    switch scope {
    case .one(let id):
      guard let letter = try await heldLetters([id]).first,
        try await maySee(letter, in: units, actor)
      else { throw LetterError.unknown(id) }
      return [letter]
    case .waiting(let code, let kind):
      guard let unit = units[code] else { throw UnitError.unknown(code.text) }
      let line = [units.line(of: unit.id)].compactMap(\.self)
      guard actor.may(.viewUnits, on: line) else { throw UnitError.unknown(code.text) }
      try actor.require(step.act, on: line)
      let states = Letter.State.allCases.filter { state in
        // Nobody drafts everything anew by mistake.
        (step != .draft || state == .requested)
          && (step.after(state, ofTransfer: false) != nil
            || step.after(state, ofTransfer: true) != nil)
      }
      let ids = try await waitingLetters(
        of: units.subtree(of: unit.id).map(\.unit.id.number), in: states, kind: kind)
      // Again once they are held: another one may have been first.
      let held = try await heldLetters(ids).filter {
        step.after($0.state, ofTransfer: $0.transfer != nil) != nil
      }
      if held.isEmpty { throw LetterError.nothingWaits(step, unit: code) }
      return held
    }
  }

  /// Whether the actor may know of the letter: about themselves, or about somebody they may view,
  /// or of a unit of theirs.
  func maySee(_ letter: Letter, in units: UnitTree, _ actor: Actor) async throws -> Bool {
    if actor.member == letter.member.number { return true }
    if actor.may(.viewMembers, on: [units.line(of: letter.issuer)].compactMap(\.self)) {
      return true
    }
    guard let subject = try await letterSubjects([letter.memberCode], on: actor.today).first
    else { return false }
    return actor.may(.viewMembers, on: subject.lines(in: units))
  }

  /// Of letters to be reviewed or issued those whose member the issuer still answers for; a draft
  /// reads the record itself.
  fileprivate func recheck(
    _ letters: [Letter], for round: LetterRound, in units: UnitTree
  ) async throws -> (waiting: [Letter], left: [Letters.Left]) {
    guard round.step.needsSecondKey else { return (letters, []) }
    let codes = Set(letters.map(\.memberCode)).sorted()
    let subjects = Dictionary(
      try await letterSubjects(codes, on: round.today).map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first })
    var (waiting, left) = ([Letter](), [Letters.Left]())
    for letter in letters {
      guard let refusal = subjects[letter.memberCode]?.refusal(of: letter, in: units) else {
        waiting.append(letter)
        continue
      }
      left.append(.init(member: letter.memberCode, name: letter.memberName, refusal: refusal))
    }
    return (waiting, left)
  }

  /// - Returns: the letters that took the step, and those for which it could not be done.
  fileprivate func take(
    _ round: LetterRound, on letters: [Letter], in units: UnitTree, key: SigningKey?
  ) async throws -> (taken: [Int64], left: [Letters.Left]) {
    switch (round.step, round.templates, key) {
    case (.draft, let templates?, _):
      return try await draft(letters, round, templates, in: units)
    case (.issue, _, let key?):
      return (try await issue(letters, round, in: units, key: key), [])
    default:
      // All stand in the same state, or go there by the same step; one statement a pair.
      for (state, some) in Dictionary(grouping: letters, by: \.state) {
        guard let first = some.first,
          let next = round.step.after(state, ofTransfer: first.transfer != nil)
        else { continue }
        try await insert(
          round.step, to: next, of: some.map(\.id), by: round.actor, on: round.today,
          reason: round.basis.reason, event: round.event)
      }
      return (letters.map(\.id), [])
    }
  }
}
