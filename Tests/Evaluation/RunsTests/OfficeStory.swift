import Access
import Audit
import Basics
import Configuration
import EvaluationKit
import Frameworks
import Members
import Postgres
import RecordsKit
import Sheets
import Testing

@testable import Runs

/// July 2026 in the cast's offices, with sheets whose totals are 70 and the general points.
///
/// `VP` has twelve staff: `S01` with 98, `S02` and `S03` with 95 (a tie at the second place),
/// `S04` with 92, and eight with 80. `KT` has `K1` with 91 and `K2` with 40, too few for a place.
/// `M1` leads them all, `M2` has no sheet, `M3` is on leave.
struct OfficeStory: Sendable {
  let cast: Cast

  static let month = Month(containing: Cast.today)

  static let staff: [(code: String, unit: String, general: String, done: String)] =
    [
      ("S01", "VP", "28", "10"), ("S02", "VP", "25", "10"), ("S03", "VP", "25", "10"),
      ("S04", "VP", "22", "10"),
    ] + (5...12).map { ("S\($0 < 10 ? "0" : "")\($0)", "VP", "10", "10") } + [
      ("K1", "KT", "21", "10"), ("K2", "KT", "5", "5"),
    ]

  var database: Database { cast.database.app }
  var runs: Runs { Runs(database: database, programVersion: "test", weights: .standard) }
  var periods: Periods { Periods(database: database) }
  var sheets: Sheets { Sheets(database: database) }

  /// The closed month with a final run.
  static func scored<R>(_ body: (OfficeStory, Run) async throws -> R) async throws -> R {
    try await opened { story in
      try await story.close()
      return try await body(story, try await story.score())
    }
  }

  /// The month before it is closed.
  static func opened<R>(_ body: (OfficeStory) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      let story = OfficeStory(cast: cast)
      for one in staff {
        try await cast.members.add(
          Cast.row([
            one.code, "Người \(one.code)", "", "", "", "", "", "", "CB1", one.unit, "", "staff",
            "M1", "", "", "active",
          ]), today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      }
      let frameworks = try Configuration.frameworks()
      try await story.database.write { transaction in
        try await Frameworks.ensureShipped(
          frameworks, in: transaction, by: Cast.actor(.hrOfficer))
      }
      _ = try await story.periods.open(
        month, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      for one in staff { try await story.write(one.code, general: one.general, done: one.done) }
      try await story.write(
        "M1", general: "20", done: "10",
        ["organising", "cohesion"].map { .points(Cast.code($0), EvaluatedMonth.quantity("1")) })
      try await story.decide("M3", [.event(Cast.code("on_leave"))])
      return try await body(story)
    }
  }

  /// A decided sheet: general points, and so much done of ten.
  func write(
    _ code: String, general: String, done: String, _ more: [EntryEdit] = []
  ) async throws {
    let points = EvaluatedMonth.quantity(general).tenThousandths
    let third = points / 3 / 100 * 100
    let parts = [third, third, points - 2 * third].compactMap { Quantity(tenThousandths: $0) }
    try await decide(
      code,
      zip(["G1", "G2", "G3"], parts).map { .points(Cast.code($0), $1) }
        + [EvaluatedMonth.work("W1", "1", "10", done)] + more)
  }

  private func decide(_ code: String, _ entries: [EntryEdit]) async throws {
    let name = EvaluatedMonth.name(code)
    let (office, board) = (EvaluatedMonth.office, EvaluatedMonth.board)
    _ = try await sheets.edit(name, in: Self.month, entries, by: office, basis: Cast.basis)
    _ = try await sheets.score(name, in: Self.month, by: office, basis: Cast.basis)
    _ = try await sheets.review(name, in: Self.month, by: board, basis: Cast.basis)
    _ = try await sheets.decide(name, in: Self.month, by: board, basis: Cast.basis)
  }

  func close() async throws {
    _ = try await periods.close(Self.month, by: Cast.actor(.hrOfficer), basis: Cast.basis)
  }

  /// Reopens the month as its next revision, as two people do.
  func reopen() async throws {
    try await periods.requestReopening(
      Self.month, by: EvaluatedMonth.office, basis: Cast.basis)
    _ = try await periods.confirmReopening(
      Self.month, by: EvaluatedMonth.actor("second", .hrOfficer), basis: Cast.basis)
  }

  func score() async throws -> Run {
    try await runs.score(Self.month, by: Cast.actor(.hrOfficer)).run
  }

  @discardableResult
  func publish(_ run: Run) async throws -> Publication {
    try await runs.publish(
      run.number, leaving: .all, by: Cast.actor(.hrOfficer), basis: Cast.basis,
      appealUntil: { $0.adding(days: 7) })
  }

  func verify(_ run: Run) async throws -> Verification {
    try await runs.verify(run.number, by: Cast.actor(.hrOfficer))
  }

  /// The lines of a run as `score export` has them.
  func lines(of run: Run) async throws -> [String] {
    try await database.read { transaction in
      let run = try await transaction.run(run.number)
      var lines: [String] = []
      try await transaction.eachLine(of: run, visible: nil) {
        lines.append($0.fields.joined(separator: ","))
      }
      return lines
    }
  }
}
