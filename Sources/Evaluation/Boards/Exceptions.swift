import Access
import Audit
import Basics
import Frameworks
import Members
import Organisation
import Postgres
import Ranking
import Runs
import Sheets

extension Boards {
  /// What a recorded or withdrawn exception came to.
  package struct Excepted: Sendable, Hashable {
    package let unit: Code
    package let framework: Framework.Reference
    /// `nil`: withdrawn.
    package let share: ExactDecimal?
    /// What stands there of that framework: the unit's own group, and one of merged small groups.
    package let groups: [Group]
    /// Units whose signature no longer stands.
    package let cleared: [Code]

    package struct Group: Sendable, Hashable {
      /// Starved groups were merged into it.
      package let pooled: Bool
      package let rated: Int
      /// The share before and from now on.
      package let before: ExactDecimal
      package let after: ExactDecimal
    }
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
      let groups = try await transaction.groups(at: seat.unit, framework, in: run)
      let group = groups[0]
      guard let rule = try await transaction.quotaRule(of: group.framework) else {
        throw BoardError.noQuota(group.framework)
      }
      if let share {
        if let old = group.quota.exception {
          throw BoardError.exceptionThere(unit: unit, group.framework, old)
        }
        try group.framework.requireForeseen(share, by: rule)
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
      let after = share ?? rule.share
      let others = try await transaction.poolsTouched(
        by: share, groups, rule, above: seat.line.first?.units.dropFirst() ?? [], in: run)
      return Excepted(
        unit: unit, framework: group.framework, share: share,
        groups: groups.map { one in
          .init(
            pooled: one.quota.pooled, rated: one.quota.rated,
            before: group.quota.exception ?? rule.share, after: after)
        },
        cleared: try await transaction.clearSignatures(
          of: try await transaction.units(ofGroups: groups.map(\.quota.number) + others, in: run),
          in: month, event: event))
    }
  }
}

extension Transaction {
  /// The groups of one framework that stand at the unit.
  func groups(at unit: Unit, _ framework: String?, in run: Run) async throws -> [GroupRow] {
    let standing = try await boardGroups(.around(unit.id.number), in: run)
      .filter { $0.unit == unit.id.number }
    let asked = standing.filter { group in
      framework.map { $0 == group.framework.code.text || $0 == "\(group.framework)" } ?? true
    }
    guard let first = asked.first else {
      throw BoardError.noGroup(unit: unit.code, framework: framework ?? "")
    }
    // A unit's own group and one of merged small groups have one share between them.
    guard asked.allSatisfy({ $0.framework == first.framework }) else {
      let references = Set(asked.map(\.framework)).sorted()
      throw BoardError.whichFramework(unit: unit.code, references)
    }
    return asked
  }

  /// Pools above that gain or lose members: a larger share may keep a group from being merged
  /// upwards, and without it one may have to be.
  func poolsTouched(
    by share: ExactDecimal?, _ groups: [GroupRow], _ rule: Framework.Quota,
    above: ArraySlice<Int64>, in run: Run
  ) async throws -> [Int32] {
    guard rule.smallGroups == .poolUp, let group = groups.first else { return [] }
    var below: [Int64]?
    if share != nil {
      below = try await unitsBelow([group.unit], on: run.month.lastDay)
    } else {
      let leaves = groups.map(\.quota).contains { one in
        one.a > 0
          && Quota.allowed(
            share: rule.share, of: rule.of, rated: one.rated, a: one.a, b: one.b) == 0
      }
      guard leaves else { return [] }
    }
    return try await pools(
      of: group.frameworkNumber, at: Array(above), holding: below, in: run)
  }
}

extension Framework.Reference {
  fileprivate func requireForeseen(
    _ share: ExactDecimal, by rule: Framework.Quota
  ) throws(BoardError) {
    guard let most = rule.exceptionShare else { throw BoardError.noExceptionForeseen(self) }
    guard share > rule.share, share <= most else {
      throw BoardError.shareOutside(share, over: rule.share, atMost: most)
    }
  }
}
