import Basics
import Postgres
import Ranking

extension RunEngine {
  /// Stores what was settled, in the transaction that seals the run.
  func store(_ settlement: Settlement, in transaction: Transaction) async throws {
    try await store(groups: settlement.groups, in: transaction)
    try await store(changes: settlement.changes, in: transaction)
    try await transaction.copyIn(
      into: "quota_unit",
      columns: ["period_id", "run_id", "framework_id", "unit_id", "group_number"]
    ) { writer in
      for (framework, unit, group) in settlement.places {
        try await writer.append(run.month.periodID, run.number, framework, unit, Int32(group + 1))
      }
    }
    try await store(units: settlement, in: transaction)
  }

  private func store(groups: [QuotaReport], in transaction: Transaction) async throws {
    try await transaction.copyIn(
      into: "quota_group",
      columns: [
        "period_id", "run_id", "number", "framework_id", "unit_id", "pooled", "rated", "a", "b",
        "share", "excepted", "allowed", "kept", "ties_waiting", "places_open",
      ]
    ) { writer in
      for (number, group) in groups.enumerated() {
        try await writer.append(
          run.month.periodID, run.number, Int32(number + 1), group.framework, group.unit,
          group.pooled, Int32(group.rated), Int32(group.a), Int32(group.b),
          group.share.reduced.description, group.excepted, Int32(group.allowed),
          Int32(group.kept), Int32(group.tiesWaiting), Int32(group.placesOpen))
      }
    }
  }

  private func store(changes: [QuotaChange], in transaction: Transaction) async throws {
    try await transaction.copyIn(
      into: "quota_change",
      columns: ["period_id", "run_id", "member_id", "group_number", "final_grade", "reason"]
    ) { writer in
      for change in changes {
        try await writer.append(
          run.month.periodID, run.number, change.member, change.group.map { Int32($0 + 1) },
          change.finalGrade.rawValue, change.reason.rawValue)
      }
    }
  }

  private func store(units settlement: Settlement, in transaction: Transaction) async throws {
    try await transaction.copyIn(
      into: "unit_result",
      columns: [
        "period_id", "run_id", "unit_id", "tree", "level", "members_rated", "a", "b", "c", "d",
        "points_sum", "collective", "score", "rank", "previous_rank", "note", "graded",
        "score_digest",
      ]
    ) { writer in
      for (tally, standing) in zip(settlement.tallies, settlement.standings) {
        try await writer.append(
          run.month.periodID, run.number, tally.unit, tally.tree, Int16(tally.level),
          Int32(tally.rated), Int32(tally.a), Int32(tally.b), Int32(tally.c), Int32(tally.d),
          tally.pointsSum, tally.collective.map { Int32($0.hundredths) },
          standing.score.map { Int32($0.hundredths) }, standing.rank.map { Int32($0) },
          tally.previousRank.map { Int32($0) }, standing.note.rawValue,
          Int32(settlement.graded[tally.unit] ?? 0), settlement.scoreDigests[tally.unit])
      }
    }
  }
}
