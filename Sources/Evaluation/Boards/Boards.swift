import Access
import Audit
import Basics
import Frameworks
import Organisation
import Postgres
import Ranking
import Runs
import Sheets

/// Everything that a board does: each verb is one transaction and one event on the trail.
///
/// A board looks at the latest sealed run of a month and decides in rows of its own; runs never
/// change. The next run reads the decisions that stand when it is started (`scoring.md` §5).
package struct Boards: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// What a decision came to.
  package struct Settled: Sendable, Hashable {
    /// The unit at which the group stands, or the grading unit where there is no quota.
    package let unit: Code
    /// Places for A that are left in the group; `nil` without a quota.
    package let placesLeft: Int?
    /// Units whose signature no longer stands.
    package let cleared: [Code]
  }

  /// The list of a unit: the groups that stand there, and those in which its members compete.
  ///
  /// `number` is the run; `nil` takes the latest that is sealed. The actor needs
  /// ``Act/viewSheets`` or ``Act/sitOnBoard`` over the unit's line.
  ///
  /// - Throws: ``BoardError``, a ``RunError`` or an access error.
  package func list(
    _ unit: Code, in month: Month, run number: Int32? = nil, for actor: Actor
  ) async throws -> BoardList {
    try await database.read { transaction in
      let run = try await transaction.boardRun(of: month, number: number)
      let seat = try await transaction.boardUnit(unit, in: month)
      if !actor.may(.sitOnBoard, on: seat.line) { try actor.require(.viewSheets, on: seat.line) }
      return try await transaction.boardList(of: seat.unit, in: run)
    }
  }

  /// Gives members who tie at the line the places that are left.
  ///
  /// The actor needs ``Act/sitOnBoard`` over the unit at which the group stands, and is none of the
  /// members. What each award came to is given back in the order of the members.
  package func award(
    _ members: [Code], in month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> [Settled] {
    try Self.requireReason(basis)
    return try await database.write { transaction in
      let run = try await transaction.sitting(month)
      var settled: [Settled] = []
      for member in members {
        let chair = try await transaction.chair(for: member, in: run, actor: actor)
        try await transaction.refuseSecond(chair)
        guard let group = chair.group, chair.row.line == .tie else {
          throw BoardError.noTie(member, run: run.number)
        }
        guard group.placesToAward > 0 else {
          throw BoardError.noPlace(
            member, unit: group.unit, allowed: group.quota?.allowed ?? 0)
        }
        settled.append(
          try await transaction.settle(
            .award, .a, about: chair, in: run, by: actor, basis: basis))
      }
      return settled
    }
  }

  /// Gives a rated member another grade.
  ///
  /// A move to A needs a free place in the group, or an exception that makes one; the actor what
  /// ``award(_:in:by:basis:)`` asks for.
  package func move(
    _ member: Code, to grade: Framework.Grade, in month: Month, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Settled {
    try Self.requireReason(basis)
    return try await database.write { transaction in
      let run = try await transaction.sitting(month)
      let chair = try await transaction.chair(for: member, in: run, actor: actor)
      try await transaction.refuseSecond(chair)
      guard chair.row.outcome != grade else { throw BoardError.sameGrade(member, grade) }
      if grade == .a, let group = chair.group, let quota = group.quota {
        let allowed = try await transaction.allowed(in: group, quota)
        guard group.freePlaces(allowed: allowed) > 0 else {
          throw BoardError.noPlace(member, unit: group.unit, allowed: allowed)
        }
      }
      return try await transaction.settle(
        .move, grade, about: chair, in: run, by: actor, basis: basis)
    }
  }

  /// Takes a decision back; it stays on record as withdrawn.
  package func withdraw(
    _ member: Code, in month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> Settled {
    try Self.requireReason(basis)
    return try await database.write { transaction in
      let run = try await transaction.sitting(month)
      guard let decision = try await transaction.decisionInForce(about: member, in: month) else {
        throw BoardError.noDecision(member, month)
      }
      guard let unit = try await transaction.boardUnit(number: decision.unit, in: month) else {
        throw BoardError.noDecision(member, month)
      }
      try actor.require(.sitOnBoard, on: unit.line)
      if try await transaction.isMember(decision.member, actor.account) {
        throw BoardError.own(member)
      }
      let event = try await Audit.note(
        "board.withdraw", of: .member(member), by: actor, basis: basis,
        detail: [
          AuditDetail("period", new: "\(month)"),
          AuditDetail(decision.kind.rawValue, old: decision.grade.rawValue, new: nil),
        ], in: transaction)
      try await transaction.withdraw(decision, event: event)
      let seat = try await transaction.seat(of: member, in: run)
      return Settled(
        unit: unit.unit.code, placesLeft: nil,
        cleared: try await transaction.clearSignatures(
          of: [decision.unit] + (seat.map { [$0.unit] } ?? []), in: month, event: event))
    }
  }

  static func requireReason(_ basis: Audit.Basis) throws {
    guard !basis.reason.isEmpty else { throw BoardError.reasonMissing }
  }
}
