import Access
import Audit
import Basics
import Configuration
import Frameworks
import Members
import Postgres
import RecordsKit
import Runs
import Sheets
import Testing

@testable import Boards

/// July 2026 in the cast's offices, with sheets whose totals are 70 and the general points.
///
/// `VP` has twelve staff: `S01` with 98, `S02` and `S03` with 95 (a tie at the second place),
/// `S04` with 92, and eight with 80: two may keep A, and one place waits for the two who tie. `KT`
/// has `K1` with 91 and `K2` with 85, too few for a place. The accounts `chair`, `clerk`, `second`
/// and `s02` can sign in; `s02` is the member `S02`.
struct BoardStory: Sendable {
  let cast: Cast

  static let month = Month(containing: Cast.today)
  static let basis = Audit.Basis(reason: "vượt tiến độ", document: "12-BB/HĐ")

  var database: Database { cast.database.app }
  var boards: Boards { Boards(database: database) }
  var appeals: Appeals { Appeals(database: database) }
  var runs: Runs { Runs(database: database, programVersion: "test", weights: .standard) }

  static let staff: [(code: String, unit: String, general: Int)] =
    [("S01", "VP", 28), ("S02", "VP", 25), ("S03", "VP", 25), ("S04", "VP", 22)]
    + (5...12).map { ("S\($0 < 10 ? "0" : "")\($0)", "VP", 10) }
    + [("K1", "KT", 21), ("K2", "KT", 15)]

  /// Somebody of the staff with their general points.
  typealias Person = (code: String, unit: String, general: Int)

  static func with<R>(
    _ more: [Person] = [], _ body: (BoardStory) async throws -> R
  ) async throws -> R {
    try await Cast.with { cast in
      let story = BoardStory(cast: cast)
      for one in staff + more {
        try await cast.members.add(
          Cast.row([
            one.code, "Người \(one.code)", "", "", "", "", "", "", "CB1", one.unit, "", "staff",
            "", "", "", "active",
          ]), today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      }
      for file in try Configuration.frameworks() {
        _ = try await Frameworks(database: cast.database.app).publish(
          text: file.text, name: file.name, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      }
      _ = try await Periods(database: cast.database.app).open(
        month, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      try await story.write(staff + more)
      return try await body(story)
    }
  }

  /// The same with a run.
  static func scored<R>(
    _ more: [Person] = [], _ body: (BoardStory) async throws -> R
  ) async throws -> R {
    try await with(more) { story in
      _ = try await story.score()
      return try await body(story)
    }
  }

  @discardableResult
  func score() async throws -> Run {
    try await runs.score(Self.month, by: Cast.actor(.hrOfficer)).run
  }

  private func write(_ people: [Person]) async throws {
    try await database.write { transaction in
      for one in people {
        try await transaction.sign(one.code, general: one.general, in: Self.month)
      }
      for (account, member) in [
        ("chair", nil), ("clerk", nil), ("second", nil), ("s02", "S02"),
      ] as [(String, String?)] {
        try await transaction.execute(
          """
          INSERT INTO account (name, full_name, event_id, member_id)
          VALUES (\(account), \(account), 1, (SELECT id FROM member WHERE code = \(member)))
          """, expecting: 1)
      }
    }
  }

  // MARK: People

  /// Somebody by the name of an account, with a role over a unit, or over everything.
  func person(
    _ account: String, _ role: Role = .organisationBoard, over unit: String? = nil,
    today: Day = Cast.today
  ) throws -> Actor {
    let scope: Scope
    if let unit {
      scope = .subtree(of: try #require(cast.numbers[Cast.code(unit)]))
    } else {
      scope = .everything
    }
    return Actor(
      account: Cast.code(account), origin: "console tester@here",
      grants: [Grant(role: role, scope: scope, period: try Cast.always())], today: today)
  }

  func chair() throws -> Actor { try person("chair") }

  // MARK: Steps

  @discardableResult
  func award(_ codes: String...) async throws -> [Boards.Settled] {
    try await boards.award(
      codes.map(Cast.code), in: Self.month, by: chair(), basis: Self.basis)
  }

  @discardableResult
  func move(_ code: String, to grade: Framework.Grade) async throws -> Boards.Settled {
    try await boards.move(
      Cast.code(code), to: grade, in: Self.month, by: chair(), basis: Self.basis)
  }

  @discardableResult
  func withdraw(_ code: String) async throws -> Boards.Settled {
    try await boards.withdraw(Cast.code(code), in: Self.month, by: chair(), basis: Self.basis)
  }

  @discardableResult
  func except(
    _ share: String, at unit: String, by actor: Actor? = nil, basis: Audit.Basis = basis
  ) async throws -> Boards.Excepted {
    try await boards.except(
      try #require(ExactDecimal(share)), at: Cast.code(unit), framework: nil, in: Self.month,
      by: try actor ?? chair(), basis: basis)
  }

  @discardableResult
  func sign(_ units: String..., leavingTies: Bool = false) async throws -> [Boards.Signed] {
    try await boards.sign(
      units.map(Cast.code), in: Self.month, leavingTies: leavingTies, by: chair(), basis: .none)
  }

  func list(_ unit: String, run: Int32? = nil) async throws -> BoardList {
    try await boards.list(Cast.code(unit), in: Self.month, run: run, for: chair())
  }

  /// `code rank line grade→outcome margin` of each row.
  func lines(_ unit: String) async throws -> [String] {
    try await list(unit).groups.flatMap(\.rows).map { row in
      "\(row.member) \(row.rank) \(row.line?.rawValue ?? "-") "
        + "\(row.grade.rawValue)→\(row.outcome.rawValue) \(row.margin?.description ?? "")"
    }
  }

  /// Closes the month and publishes a final run.
  @discardableResult
  func publish(until: Day = Cast.today.adding(days: 7)) async throws -> Run {
    try await close()
    let run = try await score()
    try await publish(run, until: until)
    return run
  }

  func publish(_ run: Run, until: Day = Cast.today.adding(days: 7)) async throws {
    _ = try await runs.publish(
      run.number, leaving: .all, by: Cast.actor(.hrOfficer), basis: Cast.basis,
      appealUntil: { _ in until })
  }

  func close() async throws {
    try await database.write { try await $0.closePeriod(Self.month) }
  }

  /// Reopens the month as its next revision, as two people would.
  func reopen() async throws {
    try await database.write { try await $0.reopenPeriod(Self.month) }
  }

  func texts(_ query: SQL) async throws -> [String] {
    try await database.read { try await $0.values(query, as: String.self) }
  }
}

extension Transaction {
  /// A decided sheet: general points, and work done as assigned.
  fileprivate func sign(_ code: String, general: Int, in month: Month) async throws {
    let period = month.periodID
    try await execute(
      """
      UPDATE sheet SET touched = true, state = 'decided'
       WHERE period_id = \(period) AND member_id = (SELECT id FROM member WHERE code = \(code))
      """, expecting: 1)
    let (third, rest) = (general / 3, general - 2 * (general / 3))
    for (kind, entry, points) in [
      ("criterion", "G1", third), ("criterion", "G2", third), ("criterion", "G3", rest),
      ("work", "W1", nil),
    ] as [(String, String, Int?)] {
      let amount: Int64? = kind == "work" ? 100_000 : nil
      try await execute(
        """
        INSERT INTO sheet_entry
          (period_id, subject_id, revision, kind, code, weight, target, actual, points)
        SELECT \(period), id, 1, \(kind), \(entry), \(amount), \(amount), \(amount),
               \(points.map { Int64($0) * 10_000 })
          FROM member WHERE code = \(code)
        """, expecting: 1)
    }
    try await execute(
      """
      INSERT INTO sheet_step (period_id, subject_id, number, revision, step, from_state, to_state,
        account, at, reason, event_id)
      SELECT \(period), id, 1, 1, 'decide', 'reviewed', 'decided', 'decider', \(now), '', 1
        FROM member WHERE code = \(code)
      """, expecting: 1)
  }

  fileprivate func closePeriod(_ month: Month) async throws {
    try await execute(
      """
      UPDATE period SET state = 'closed', frozen_at = clock_timestamp()
       WHERE id = \(month.periodID)
      """, expecting: 1)
    try await execute("SELECT guard_period_tables(\(month.periodID))")
  }

  fileprivate func reopenPeriod(_ month: Month) async throws {
    try await execute(
      """
      INSERT INTO period_reopening (period_id, revision, requested_by, requested_at, reason,
        document, event_id, confirmed_by, confirmed_at)
      SELECT id, revision + 1, 'first', \(now), 'a test', '', 1, 'second', \(now)
        FROM period WHERE id = \(month.periodID)
      ON CONFLICT (period_id, revision) DO UPDATE
        SET confirmed_by = 'confirmer', confirmed_at = \(now)
      """, expecting: 1)
    try await execute(
      """
      UPDATE period SET state = 'open', frozen_at = NULL, revision = revision + 1
       WHERE id = \(month.periodID)
      """, expecting: 1)
    try await execute("SELECT guard_period_tables(\(month.periodID))")
  }
}
