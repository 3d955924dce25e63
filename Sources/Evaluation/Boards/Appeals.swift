import Access
import Audit
import Basics
import Organisation
import Postgres
import Runs
import Sheets

/// An appeal against a published score, and its answer.
package struct Appeal: Sendable, Hashable {
  package let number: Int64
  package let month: Month
  /// The published run that it is against, and the revision which that run has scored.
  package let run: Int32
  package let revision: Int16
  package let memberNumber: Int64
  package let member: Code
  package let name: String
  /// The unit that grades the member.
  package let unit: Code
  /// Cell and agency of the member in the run.
  let units: [Int64]
  package let raisedBy: Code
  package let raisedAt: Instant
  package let grounds: String
  /// `nil`: open.
  package let outcome: Outcome?
  package let answeredBy: Code?
  package let answeredAt: Instant?
  package let answer: String?

  package enum Outcome: String, Sendable, CaseIterable, Hashable {
    case upheld, rejected

    package var title: Phrase {
      switch self {
      case .upheld: Phrase(vi: "chấp nhận", en: "upheld")
      case .rejected: Phrase(vi: "bác", en: "rejected")
      }
    }
  }
}

/// Appeals: from publication until a day, answered by somebody who did not rate.
package struct Appeals: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// What raising an appeal came to.
  package struct Raised: Sendable, Hashable {
    package let run: Int32
    package let until: Day
    /// Somebody else did it for the member.
    package let onBehalf: Bool
  }

  /// What an answer came to.
  package struct Answered: Sendable, Hashable {
    package let outcome: Appeal.Outcome
    package let reopening: Reopening

    package enum Reopening: Sendable, Hashable {
      /// Rejected: what was published stands.
      case none
      /// A request was filed; a second person confirms it.
      case requested(revision: Int)
      /// Somebody had asked before.
      case waiting(revision: Int)
      /// The month is open: the correction goes into this revision.
      case open(revision: Int)
    }
  }

  /// Raises an appeal against the published score of a member.
  ///
  /// Grounds have 1 to 2000 characters. The actor is the member, or somebody with
  /// ``Act/writeSheets`` over the member, who does it for them.
  ///
  /// - Throws: ``AppealError`` before publication, after the last day (the actor's today is asked,
  ///   no clock), and for a second appeal against the same run.
  package func raise(
    for code: Code, in month: Month, grounds: String, by actor: Actor
  ) async throws -> Raised {
    guard !grounds.isEmpty else { throw AppealError.groundsMissing }
    return try await database.write { transaction in
      guard let period = try await transaction.heldPeriod(month) else {
        throw PeriodError.unknown(month)
      }
      guard let run = try await transaction.publishedRun(of: period.month),
        let until = try await transaction.appealUntil(run.number)
      else { throw AppealError.notPublished(month) }
      guard let member = try await transaction.appellant(code, in: run) else {
        throw AppealError.notInRun(code, run: run.number)
      }
      let isOwn = try await transaction.isMember(member.member, actor.account)
      if !isOwn {
        let lines = try await transaction.lines(of: member.units, in: month)
        guard actor.may(.writeSheets, on: lines) else { throw AppealError.notYours(code) }
      }
      if try await transaction.hasAppealed(member.member, against: run.number) {
        throw AppealError.raisedAlready(code, run: run.number)
      }
      guard actor.today <= until else { throw AppealError.tooLate(month, until: until) }
      let event = try await Audit.note(
        "sheet.appeal", of: .member(code), by: actor,
        detail: [
          AuditDetail("period", new: "\(month)"), AuditDetail("run", new: "\(run.number)"),
          AuditDetail("done_for", new: isOwn ? nil : code.text),
        ], in: transaction)
      let isNew = try await transaction.insertAppeal(
        of: member.member, against: run, grounds: grounds, by: actor.account, event: event)
      guard isNew else { throw AppealError.raisedAlready(code, run: run.number) }
      return Raised(run: run.number, until: until, onBehalf: !isOwn)
    }
  }

  /// Answers the open appeal of a member; upheld, it asks for the next revision of the month.
  ///
  /// The reason is the answer that the member reads, 1 to 1000 characters. The actor needs
  /// ``Act/answerAppeals`` over the member, and is neither the member nor who raised it, nor
  /// anybody who reviewed, decided or imported the sheet or decided on a board.
  package func answer(
    for code: Code, in month: Month, _ outcome: Appeal.Outcome, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Answered {
    guard !basis.reason.isEmpty else { throw AppealError.answerMissing }
    return try await database.write { transaction in
      guard let period = try await transaction.period(month, locked: true) else {
        throw PeriodError.unknown(month)
      }
      guard let appeal = try await transaction.openAppeal(of: code, in: month) else {
        throw AppealError.noneOpen(code, month)
      }
      let lines = try await transaction.lines(of: appeal.units, in: month)
      try actor.require(.answerAppeals, on: lines)
      if try await transaction.isMember(appeal.memberNumber, actor.account) {
        throw AppealError.own(code)
      }
      guard actor.account != appeal.raisedBy else {
        throw AppealError.raisedIt(actor.account)
      }
      if try await transaction.hasRated(
        actor.account, member: appeal.memberNumber, in: month)
      {
        throw AppealError.rated(actor.account)
      }
      let event = try await Audit.note(
        "sheet.answer", of: .member(code), by: actor, basis: basis,
        detail: [
          AuditDetail("period", new: "\(month)"), AuditDetail("run", new: "\(appeal.run)"),
          AuditDetail("outcome", new: outcome.rawValue),
        ], in: transaction)
      try await transaction.answer(
        appeal, outcome, basis.reason, by: actor.account, event: event)
      return Answered(
        outcome: outcome,
        reopening: try await transaction.reopening(
          for: outcome, of: period, by: actor, basis: basis))
    }
  }

  /// The appeals of a month that the actor may know of: their own, and those over whose members
  /// they may view sheets or answer appeals; the open ones first.
  package func list(in month: Month, for actor: Actor) async throws -> [Appeal] {
    try await database.read { transaction in
      guard try await transaction.period(month) != nil else { throw PeriodError.unknown(month) }
      let tree = UnitTree(try await transaction.units(on: month.lastDay))
      let own = try await transaction.member(ofAccount: actor.account)
      return try await transaction.appeals(in: month).filter { appeal in
        let lines = appeal.units.compactMap { tree.line(of: Unit.ID($0)) }
        return own == appeal.memberNumber || actor.may(.viewSheets, on: lines)
          || actor.may(.answerAppeals, on: lines)
      }
    }
  }
}

extension Transaction {
  /// The lines of units on the last day of a month.
  func lines(of units: [Int64], in month: Month) async throws -> [UnitLine] {
    var lines: [UnitLine] = []
    for unit in units {
      let line = try await unitLine(of: Unit.ID(unit), on: month.lastDay)
      if let line = UnitLine(line) { lines.append(line) }
    }
    return lines
  }

  /// Asks for the next revision of a closed month, unless somebody has.
  ///
  /// Whoever answers appeals may do it without running months: the second person may not.
  func reopening(
    for outcome: Appeal.Outcome, of period: EvaluationPeriod, by actor: Actor, basis: Audit.Basis
  ) async throws -> Appeals.Answered.Reopening {
    guard outcome == .upheld else { return .none }
    guard !period.state.takesWrites else { return .open(revision: period.revision) }
    let next = period.revision + 1
    if try await isRequested(period.month, revision: next) { return .waiting(revision: next) }
    try await take(.requestReopening, on: period, by: actor, basis: basis)
    return .requested(revision: next)
  }
}
