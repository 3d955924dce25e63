import Access
import Audit
import Basics
import Frameworks
import Postgres
import Scoring
import Sheets

/// What other rules would make of a real month.
package struct Simulation: Sendable {
  /// As it is under the rules on record, and as it would be.
  package let before: Run.Counts
  package let after: Run.Counts
  /// Members whose final grade would be another, by unit and code.
  package let movers: [Mover]

  package struct Mover: Sendable, Hashable, Readable {
    package let unit: Code
    package let unitName: String
    package let member: Code
    package let totalBefore: Points?
    package let totalAfter: Points?
    /// The grade, or the status of whoever is not rated.
    package let gradeBefore: String
    package let gradeAfter: String
    package let reasonsAfter: String

    package init(_ row: Row) throws {
      func points(_ hundredths: Int32?) -> Points? {
        hundredths.map { Points(hundredths: Int64($0)) }
      }
      unit = try row.value("unit_code")
      unitName = try row.value("unit_name")
      member = try row.value("member_code")
      totalBefore = points(try row.value("total_before"))
      totalAfter = points(try row.value("total_after"))
      gradeBefore = try row.value("grade_before")
      gradeAfter = try row.value("grade_after")
      reasonsAfter = try row.value("reasons_after")
    }
  }
}

/// Which rules a simulation puts in the place of those on record.
package struct OtherRules: Sendable {
  /// Takes the place of every framework of its form.
  package var framework: Framework?
  /// Another reading of the quota, laid over every framework that has one.
  package var quotaShare: ExactDecimal?
  package var quotaBase: Framework.Quota.Base?
  package var quotaGroup: Framework.Quota.Group?
  package var quotaSmallGroups: Framework.Quota.SmallGroups?
  package var quotaTies: Framework.Quota.Ties?

  package init() {}

  package var changesNothing: Bool {
    framework == nil && quotaShare == nil && quotaBase == nil && quotaGroup == nil
      && quotaSmallGroups == nil && quotaTies == nil
  }

  func applied(to shelf: RuleShelf) -> RuleShelf {
    var rules = Array(shelf.rules.values)
    if let framework {
      rules = rules.map { stored in
        guard stored.framework.form == framework.form else { return stored }
        return StoredRules(id: stored.id, framework: framework, digest: stored.digest)
      }
    }
    return RuleShelf(
      rules.map { stored in
        guard let quota = stored.framework.quota else { return stored }
        let other = Framework.Quota(
          share: quotaShare ?? quota.share, of: quotaBase ?? quota.of,
          group: quotaGroup ?? quota.group, smallGroups: quotaSmallGroups ?? quota.smallGroups,
          exceptionShare: quota.exceptionShare, ties: quotaTies ?? quota.ties)
        return StoredRules(
          id: stored.id, framework: stored.framework.replacing(quota: other),
          digest: stored.digest)
      })
  }
}

extension Runs {
  /// Runs other rules, or another reading of the quota, over a real month; writes nothing.
  package func simulate(
    _ month: Month, _ other: OtherRules, by actor: Actor,
    progress: @escaping @Sendable (RunStep) -> Void = { _ in }
  ) async throws -> Simulation {
    try actor.requireEverywhere(.runPeriods)
    progress(.freezing)
    return try await database.undone { transaction in
      try await transaction.setAsideBuilding(of: month)
      let shelf = try await transaction.ruleShelf()
      let before = try await run(month, by: shelf, actor, transaction, progress)
      let after = try await run(month, by: other.applied(to: shelf), actor, transaction, progress)
      return Simulation(
        before: before.seal?.counts ?? .init(), after: after.seal?.counts ?? .init(),
        movers: try await transaction.movers(from: before, to: after))
    }
  }

  private func run(
    _ month: Month, by shelf: RuleShelf, _ actor: Actor, _ transaction: Transaction,
    _ progress: @Sendable (RunStep) -> Void
  ) async throws -> Run {
    let begun = try await transaction.begin(month, with: self, effort: Effort(), by: actor)
    let engine = try await RunEngine(
      begun.run, weights: weights, shelf: shelf, in: transaction)
    try await engine.scoreAll(in: transaction, progress: progress)
    progress(.settling)
    try await engine.finish(skipped: begun.skipped.count, in: transaction, progress: progress)
    return try await transaction.run(begun.run.number)
  }
}
