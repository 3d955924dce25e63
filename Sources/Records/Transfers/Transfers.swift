import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// Everything that can be done to transfers: each verb is one transaction and one event on the
/// trail.
package struct Transfers: Sendable {
  package let database: Database
  /// Public holidays, for the two deadlines.
  package let calendar: WorkCalendar
  /// The introduction letters; `nil`: the office writes them by hand.
  package let letters: TransferLetters?

  package init(database: Database, calendar: WorkCalendar, letters: TransferLetters? = nil) {
    self.database = database
    self.calendar = calendar
    self.letters = letters
  }

  /// How often a verb that met another one is run again before somebody is told.
  static let retry = Retry.upTo(6)

  /// What a request came to.
  package struct Asked: Sendable {
    /// The numbers, in the order of the rows.
    package let numbers: [Int64]
    /// The number of the list; `nil` for a single request.
    package let list: Int64?
    /// How many members it is about.
    package let members: Int
    package let startBy: Day
  }

  /// Asks for the transfer of one member, or of all on a list: all or none.
  ///
  /// - Parameters:
  ///   - request: who, where, from when.
  ///   - rehearses: only says whether it could be.
  ///   - today: the day of the request.
  ///   - actor: needs ``Act/requestTransfers`` over the departing cell, and over the receiving one
  ///     where somebody comes from outside; for oneself none is needed.
  ///   - basis: why; has to be given where the 60 working days are over.
  /// - Returns: the numbers given.
  /// - Throws: ``TransferError``, `MemberError/unknown(_:)` also for somebody whom the actor may
  ///   not see, or an access error, with nothing changed.
  package func request(
    _ request: TransferRequest, rehearses: Bool = false, today: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Asked {
    try request.check()
    let event = request.eventOn ?? request.effectiveOn
    let startBy = TransferDeadline.start(after: event, calendar: calendar)
    if today > startBy, basis.reason.isEmpty { throw TransferError.tooLate(.start, startBy) }
    return try await database.write(retry: Self.retry) { transaction in
      let (subjects, trees) = try await Self.look(at: request, today: today, in: transaction)
      try Self.open(subjects, in: trees, isList: request.isList, to: actor)
      let planned = try Self.plan(request, subjects, in: trees)
      if rehearses {
        return Asked(numbers: [], list: nil, members: planned.count, startBy: startBy)
      }
      return try await Self.write(
        request, planned, RequestDays(event: event, asked: today, startBy: startBy), today: today,
        by: actor, basis: basis, in: transaction)
    }
  }

  /// What the record says of those who are asked for, all held until the transaction is over.
  static func look(
    at request: TransferRequest, today: Day, in transaction: Transaction
  ) async throws -> ([TransferSubject], TransferTrees) {
    try await transaction.stageTransfers(request)
    try await transaction.holdStagedTransfers(on: request.effectiveOn)
    return (
      try await transaction.transferSubjects(on: request.effectiveOn),
      try await transaction.transferTrees(on: today, and: request.effectiveOn)
    )
  }

  /// Writes down what may be.
  static func write(
    _ request: TransferRequest, _ planned: [PlannedTransfer], _ days: RequestDays, today: Day,
    by actor: Actor, basis: Audit.Basis, in transaction: Transaction
  ) async throws -> Asked {
    let (subject, list) = try await transaction.subject(of: request)
    let event = try await Audit.note(
      request.isList ? "transfer.request_list" : "transfer.request", of: subject, by: actor,
      basis: basis,
      detail: [
        AuditDetail("from", new: "\(request.effectiveOn)"),
        AuditDetail("members", new: request.isList ? "\(planned.count)" : nil),
        AuditDetail("to", new: request.rows.first?.to?.text ?? request.destination),
      ], in: transaction)
    if let list {
      try await transaction.insertTransferList(list, members: planned.count, event: event)
    }
    try await transaction.insert(
      planned, of: request, days, list: list, basis: basis, event: event)
    let numbers = try await transaction.beginTransfers(
      by: actor, on: today, basis: basis, event: event)
    try await transaction.insert(request.papers, of: numbers, event: event)
    return Asked(
      numbers: numbers, list: list, members: planned.count, startBy: days.startBy)
  }

  /// Goes on only where the actor may ask for every one of them.
  private static func open(
    _ subjects: [TransferSubject], in trees: TransferTrees, isList: Bool, to actor: Actor
  ) throws {
    var allowed: Set<Unit.ID?> = []
    for subject in subjects {
      guard let id = subject.id else {
        if isList { continue }
        throw MemberError.unknown(subject.code.text)
      }
      if actor.member == id.number { continue }
      let place = subject.cell ?? subject.to
      if allowed.contains(place) { continue }
      let lines = trees.line(of: place).map { [$0] } ?? []
      guard actor.may(.requestTransfers, on: lines) else {
        // Who may not see somebody is not told that they exist.
        guard actor.may(.viewMembers, on: lines) else {
          throw MemberError.unknown(subject.code.text)
        }
        throw AccessError.refused(.requestTransfers, account: actor.account)
      }
      allowed.insert(place)
    }
  }

  static func plan(
    _ request: TransferRequest, _ subjects: [TransferSubject], in trees: TransferTrees
  ) throws -> [PlannedTransfer] {
    var planned: [PlannedTransfer] = []
    var refused: [TransferError.Line] = []
    var lines: [Code: Int] = [:]
    planned.reserveCapacity(subjects.count)
    for subject in subjects {
      do throws(TransferRefusal) {
        if let line = lines.updateValue(subject.line, forKey: subject.code) {
          throw .twiceInList(line: line)
        }
        planned.append(try request.plan(subject, in: trees))
      } catch {
        guard request.isList else {
          throw TransferError.refused(member: subject.code, error)
        }
        refused.append(.init(line: subject.line, member: subject.code, refusal: error))
      }
    }
    guard refused.isEmpty else { throw TransferError.listRefused(refused) }
    return planned
  }
}

/// The days of a request.
package struct RequestDays: Sendable {
  package let event: Day
  package let asked: Day
  package let startBy: Day

  package init(event: Day, asked: Day, startBy: Day) {
    self.event = event
    self.asked = asked
    self.startBy = startBy
  }
}

extension Transaction {
  /// On what a request is noted; a list has its own number.
  fileprivate func subject(
    of request: TransferRequest
  ) async throws -> (Audit.Subject, list: Int64?) {
    guard request.isList else {
      return (.member(request.rows.first?.member ?? .blank), nil)
    }
    let number = try await nextTransferList()
    return (Audit.Subject(kind: "transfer_list", code: "\(number)"), number)
  }
}
