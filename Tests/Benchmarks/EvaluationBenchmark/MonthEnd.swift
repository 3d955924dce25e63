import Basics
import Foundation
import Ranking
import Runs
import Sample
import Sheets
import Synchronization
import Tabular

/// The month-end of everybody against what PostgreSQL alone needs for the sum, the insert and the
/// rank.
extension Bench {
  func monthEnd() async throws {
    let officer = try officer()
    try await psql(["VACUUM ANALYZE", "CHECKPOINT"])
    let floor = try await floor()
    try await withDatabase { database in
      _ = try await Periods(database: database).close(month, by: officer, basis: .none)
    }
    try await psql(["CHECKPOINT"])
    let clock = RunClock()
    PeakMemory.forget()
    var run: Run?
    let spent = try await withDatabase { database in
      try await seconds {
        run = try await Runs(
          database: database, programVersion: "bench", weights: .standard
        ).score(
          month, by: officer, progress: { clock.note($0) }
        ).run
      }
    }
    guard let run else { return }
    say(
      "month-end   \(members) members, \(members * 10) entries: \(shown(spent)) s · sum, insert "
        + "and rank by SQL alone: \(shown(floor)) s · ratio \(shown(spent / floor)) (goal ≤ 1.25)")
    say("            \(clock.summary) · peak \(clock.peak) MB (goal ≤ 300)")
    say("            run digest \(run.seal?.runDigest.prefix(16) ?? "none")")
  }

  /// The sum joined, graded and inserted, and rank() by unit into a new table, in whole numbers.
  private func floor() async throws -> Double {
    let period = month.year * 100 + month.monthOfYear
    try await psql([
      """
      CREATE TABLE cadre.floor_member AS
      SELECT member_id, agency_id AS unit_id FROM cadre.post_holding ORDER BY member_id
      """,
      "CREATE TABLE cadre.floor_score (member_id bigint PRIMARY KEY, unit_id bigint, total bigint, "
        + "grade text)",
      "ANALYZE cadre.floor_member", "CHECKPOINT",
    ])
    let spent = try await seconds {
      try await psql([
        """
        INSERT INTO cadre.floor_score
        SELECT subject_id, unit_id, total, CASE WHEN total >= 900 THEN 'A'
                 WHEN total >= 700 THEN 'B' WHEN total >= 500 THEN 'C' ELSE 'D' END
          FROM (SELECT subject_id,
                       sum((coalesce(weight, 0) / 10000 * coalesce(least(actual, target), 0) / 10000
                         + coalesce(points, 0) / 100)::int) AS total
                  FROM cadre.sheet_entry_\(period) GROUP BY subject_id) AS entry
          JOIN cadre.floor_member ON member_id = subject_id
        """,
        """
        CREATE TABLE cadre.floor_rank AS
        SELECT member_id, unit_id, total,
               rank() OVER (PARTITION BY unit_id ORDER BY total DESC) AS rank
          FROM cadre.floor_score
        """,
      ])
    }
    try await psql(["DROP TABLE cadre.floor_member, cadre.floor_score, cadre.floor_rank"])
    return spent
  }

  /// The proof, the explanation and the export of what came out.
  func proof() async throws {
    let officer = try officer()
    try await withDatabase { database in
      let runs = Runs(database: database, programVersion: "bench", weights: .standard)
      guard let number = try await runs.list(month, for: officer).first?.number else { return }
      PeakMemory.forget()
      let verified = try await seconds {
        guard try await runs.verify(number, by: officer).holds else {
          throw BenchFault.setting("a run that holds")
        }
      }
      var times: [Double] = []
      for place in 0..<200 {
        let code = SampleCity.memberCode(place * (members / 200) + 1)
        guard let name = SubjectName(code) else { continue }
        times.append(
          try await seconds { _ = try await runs.explain(name, in: month, for: officer) })
      }
      times.sort()
      let path = folder + "/scores.csv"
      let exported = try await seconds {
        _ = try await runs.export(
          month, run: number, by: officer,
          to: { try CSVWriter(path: path, header: ["line"] + (2...12).map { "\($0)" }) })
      }
      let again = try await seconds { _ = try await runs.score(month, by: officer) }
      say(
        "explain     median \(shown(times[times.count / 2] * 1000)) ms, slowest of \(times.count) "
          + "\(shown((times.last ?? 0) * 1000)) ms (goal < 100 ms)")
      say(
        "            verify \(shown(verified)) s · export \(shown(exported)) s · scored again, "
          + "every line compared \(shown(again)) s · peak \(PeakMemory.megabytes) MB")
    }
  }
}

/// How long each step of a run took, by when the next began, and the most memory held in it.
final class RunClock: Sendable {
  private struct Step {
    let name: String
    let at: ContinuousClock.Instant
    var peak = 0
  }

  private let state = Mutex<[Step]>([])

  func note(_ step: RunStep) {
    let name =
      switch step {
      case .freezing: "freeze"
      case .scoring: "score"
      case .settling: "settle"
      case .storing: "store"
      }
    state.withLock { steps in
      guard steps.last?.name != name else { return }
      Self.close(&steps)
      steps.append(Step(name: name, at: .now))
    }
  }

  private static func close(_ steps: inout [Step]) {
    if !steps.isEmpty { steps[steps.count - 1].peak = PeakMemory.megabytes }
    PeakMemory.forget()
  }

  /// In MB; asked once the last step is over.
  var peak: Int { state.withLock { steps in steps.map(\.peak).max() ?? 0 } }

  var summary: String {
    let steps = state.withLock { steps in
      Self.close(&steps)
      return steps
    }
    let ends = steps.dropFirst().map(\.at) + [ContinuousClock.now]
    return zip(steps, ends).map { step, end in
      let spent = (end - step.at).components
      let seconds = Double(spent.seconds) + Double(spent.attoseconds) / 1e18
      return "\(step.name) " + String(format: "%.1f", seconds) + " s, \(step.peak) MB"
    }.joined(separator: "; ")
  }
}
