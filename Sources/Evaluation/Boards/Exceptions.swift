import Access
import Audit
import Basics
import Frameworks
import Organisation
import Postgres
import Runs
import Sheets

extension Boards {
  /// What a recorded or withdrawn exception came to.
  package struct Excepted: Sendable, Hashable {
    package let unit: Code
    package let framework: Framework.Reference
    /// `nil`: withdrawn.
    package let share: ExactDecimal?
    /// Units whose signature no longer stands.
    package let cleared: [Code]
  }

  /// Records a larger share for a group, with its legal basis.
  ///
  /// `share` is more than the framework's and at most its `exception_share`; 0.25 is 25 %. `unit`
  /// is where the group stands; `framework` is `id` or `id@version`, `nil` where one group alone
  /// stands there. The actor needs ``Act/sitOnBoard`` over the unit; the basis a reason and a
  /// document.
  package func except(
    _ share: ExactDecimal, at unit: Code, framework: String?, in month: Month, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Excepted {
    try Self.requireReason(basis)
    guard !basis.document.isEmpty else { throw BoardError.documentMissing }
    return try await changeException(at: unit, framework, in: month, by: actor, basis, to: share)
  }

  /// Takes an exception back; it stays on record as withdrawn.
  package func withdrawException(
    at unit: Code, framework: String?, in month: Month, by actor: Actor, basis: Audit.Basis
  ) async throws -> Excepted {
    try Self.requireReason(basis)
    return try await changeException(at: unit, framework, in: month, by: actor, basis, to: nil)
  }

  private func changeException(
    at unit: Code, _ framework: String?, in month: Month, by actor: Actor, _ basis: Audit.Basis,
    to share: ExactDecimal?
  ) async throws -> Excepted {
    try await database.write { transaction in
      let run = try await transaction.sitting(month)
      let seat = try await transaction.boardUnit(unit, in: month)
      try actor.require(.sitOnBoard, on: seat.line)
      let group = try await transaction.group(at: seat.unit, framework, in: run)
      if let share {
        if let old = group.quota.exception {
          throw BoardError.exceptionThere(unit: unit, group.framework, old)
        }
        try await transaction.requireForeseen(share, by: group.framework)
      } else if group.quota.exception == nil {
        throw BoardError.noException(unit: unit, group.framework)
      }
      let event = try await Audit.note(
        share == nil ? "board.withdraw" : "board.exception", of: .unit(unit), by: actor,
        basis: basis,
        detail: [
          AuditDetail("period", new: "\(month)"),
          AuditDetail("framework", new: "\(group.framework)"),
          AuditDetail(
            "share", old: group.quota.exception.map { "\($0.reduced)" },
            new: share.map { "\($0.reduced)" }),
        ], in: transaction)
      if let share {
        try await transaction.insertException(
          share, for: group, in: run,
          .init(reason: basis.reason, document: basis.document), account: actor.account,
          event: event)
      } else {
        try await transaction.withdrawException(of: group, in: month, event: event)
      }
      let units = try await transaction.gradingUnits(ofGroup: group.quota.number, in: run)
      return Excepted(
        unit: unit, framework: group.framework, share: share,
        cleared: try await transaction.clearSignatures(
          of: [group.unit] + units, in: month, event: event))
    }
  }
}

extension Transaction {
  /// The one group of that framework that stands at the unit.
  func group(at unit: Unit, _ framework: String?, in run: Run) async throws -> GroupRow {
    let standing = try await boardGroups(.around(unit.id.number), in: run)
      .filter { $0.unit == unit.id.number }
    let asked = standing.filter { group in
      framework.map { $0 == group.framework.code.text || $0 == "\(group.framework)" } ?? true
    }
    guard let first = asked.first else {
      throw BoardError.noGroup(unit: unit.code, framework: framework ?? "")
    }
    // A unit's own group and one of merged small groups have one share.
    guard asked.allSatisfy({ $0.framework == first.framework }) else {
      let references = Set(asked.map(\.framework)).sorted()
      throw BoardError.whichFramework(unit: unit.code, references)
    }
    return first
  }

  func requireForeseen(
    _ share: ExactDecimal, by reference: Framework.Reference
  ) async throws {
    guard let rule = try await quotaRule(of: reference) else {
      throw BoardError.noQuota(reference)
    }
    guard let most = rule.exceptionShare else {
      throw BoardError.noExceptionForeseen(reference)
    }
    guard share > rule.share, share <= most else {
      throw BoardError.shareOutside(share, over: rule.share, atMost: most)
    }
  }
}
