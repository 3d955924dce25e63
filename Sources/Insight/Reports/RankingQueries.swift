import Basics
import Organisation
import Postgres
import Runs
import Sheets

/// The month of a unit as a run has it; amounts in hundredths.
package struct UnitMonth: Sendable, Hashable, Readable {
  package let unit: Int64
  package let code: Code
  package let tree: Tree
  package let level: Int
  package let rated: Int
  /// Final grades A, B, C and D.
  package let grades: [Int]
  package let sum: Int64
  package let collective: Int?
  package let score: Int?
  package let rank: Int?
  package let previousRank: Int?
  package let note: String

  package init(_ row: Row) throws {
    unit = try row.value("unit_id")
    code = try row.value("code")
    tree = try row.value("tree")
    level = try row.value("level")
    rated = try row.value("members_rated")
    grades = [
      try row.value("a"), try row.value("b"), try row.value("c"), try row.value("d"),
    ]
    sum = try row.value("points_sum")
    collective = try row.value("collective")
    score = try row.value("score")
    rank = try row.value("rank")
    previousRank = try row.value("previous_rank")
    note = try row.value("note")
  }

  package var mean: Int? { Exact.mean(of: sum, count: rated) }

  /// How many ranks up since the month before.
  var climb: ReportValue {
    guard let rank, let previousRank else { return .none }
    return .climb(previousRank - rank)
  }
}

/// A published month of one unit, beside its peers.
struct PublishedMonth: Readable {
  let month: Month
  let run: Int32
  let result: UnitMonth
  /// How many units of its tree and level have a rank.
  let peers: Int

  init(_ row: Row) throws {
    let period: Int32 = try row.value("period_id")
    month = Month(periodID: period) ?? Month(containing: .first)
    run = try row.value("run_id")
    result = try UnitMonth(row)
    peers = try row.value("peers")
  }
}

/// The score of a unit in a published month.
struct PublishedScore: Readable {
  let unit: Int64
  let month: Month
  let score: Int?

  init(_ row: Row) throws {
    let period: Int32 = try row.value("period_id")
    unit = try row.value("unit_id")
    month = Month(periodID: period) ?? Month(containing: .first)
    score = try row.value("score")
  }
}

private let resultColumns: SQL = """
  result.unit_id, unit.code, result.tree, result.level, result.members_rated, result.a, result.b,
  result.c, result.d, result.points_sum, result.collective, result.score, result.rank,
  result.previous_rank, result.note
  """

extension Transaction {
  /// Since when a period is frozen.
  ///
  /// - Throws: ``RunError/unknownPeriod(_:)`` where it was never opened.
  func freeze(of month: Month) async throws -> Instant? {
    let found = try await rows(
      "SELECT frozen_at FROM period WHERE id = \(month.periodID)", as: Freeze.self)
    guard let freeze = found.first else { throw RunError.unknownPeriod(month) }
    return freeze.moment
  }

  /// All units of a run in byte order of their codes.
  func unitMonths(of run: Run) async throws -> [UnitMonth] {
    try await rows(
      """
      SELECT \(raw: resultColumns)
        FROM unit_result AS result
        JOIN unit ON unit.id = result.unit_id
       WHERE result.period_id = \(run.month.periodID) AND result.run_id = \(run.number)
       ORDER BY unit.code
      """, as: UnitMonth.self)
  }

  /// One unit of a run.
  func unitMonth(of unit: Int64, in run: Run) async throws -> UnitMonth? {
    try await first(
      """
      SELECT \(raw: resultColumns)
        FROM unit_result AS result
        JOIN unit ON unit.id = result.unit_id
       WHERE result.period_id = \(run.month.periodID) AND result.run_id = \(run.number)
         AND result.unit_id = \(unit)
      """, as: UnitMonth.self)
  }

  /// The published months of a unit, oldest first.
  func publishedMonths(of unit: Int64, from: Month?, to: Month?) async throws -> [PublishedMonth] {
    try await rows(
      """
      SELECT run.period_id, result.run_id, \(raw: resultColumns),
             (SELECT count(*)::int FROM unit_result AS peer
               WHERE peer.period_id = result.period_id AND peer.run_id = result.run_id
                 AND peer.tree = result.tree AND peer.level = result.level
                 AND peer.rank IS NOT NULL) AS peers
        FROM run
        JOIN unit_result AS result
          ON result.period_id = run.period_id AND result.run_id = run.id
        JOIN unit ON unit.id = result.unit_id
       WHERE run.state = 'published' AND result.unit_id = \(unit)
         AND run.period_id >= coalesce(\(from?.periodID), 0)
         AND run.period_id <= coalesce(\(to?.periodID), 999912)
       ORDER BY run.period_id
      """, as: PublishedMonth.self)
  }

  /// The scores of units in the published months of a time.
  func publishedScores(of units: [Int64], from: Month, to: Month) async throws -> [PublishedScore] {
    try await rows(
      """
      SELECT result.unit_id, result.period_id, result.score
        FROM run
        JOIN unit_result AS result
          ON result.period_id = run.period_id AND result.run_id = run.id
       WHERE run.state = 'published'
         AND run.period_id BETWEEN \(from.periodID) AND \(to.periodID)
         AND result.unit_id = ANY (\(units))
      """, as: PublishedScore.self)
  }

  /// The last month that is published and not after `month`.
  func lastPublishedMonth(notAfter month: Month) async throws -> Month? {
    let period = try await value(
      """
      SELECT max(period_id) FROM run WHERE state = 'published' AND period_id <= \(month.periodID)
      """, as: Int32?.self)
    return (period ?? nil).flatMap { Month(periodID: $0) }
  }
}

private struct Freeze: Readable {
  let moment: Instant?
  init(_ row: Row) throws { moment = try row.value("frozen_at") }
}
