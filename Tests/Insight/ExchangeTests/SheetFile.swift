import Access
import Basics
import Configuration
import Frameworks
import Postgres
import RecordsKit
import Sheets
import Testing

@testable import Exchange

/// The cast in July 2026 with the frameworks of the program and an opened month.
///
/// Expected are `M1` (a leader), `M2` and `M3` (staff).
struct SheetStory: Sendable {
  let cast: Cast

  static let month = Month(containing: Cast.today)

  static func with<R>(_ body: (SheetStory) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      let frameworks = try Configuration.frameworks()
      _ = try await cast.database.app.write { transaction in
        try await Frameworks.ensureShipped(frameworks, in: transaction, by: Cast.hr)
      }
      let story = SheetStory(cast: cast)
      _ = try await story.periods.open(month, by: Cast.hr, basis: Cast.basis)
      return try await body(story)
    }
  }

  var periods: Periods { Periods(database: cast.database.app) }

  func take(
    _ file: GivenFile, draft: Bool = false, by actor: Actor = Cast.hr,
    month: Month = SheetStory.month, _ adjust: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions(today: Cast.today)
    adjust(&options)
    return try await SheetImport(database: cast.database.app).run(
      path: file.path, month: month, draft: draft, options: options, by: actor,
      basis: Cast.basis)
  }

  func lines(_ query: SQL) async throws -> [String] {
    try await cast.database.app.read { try await $0.values(query, as: String.self) }
  }

  /// Whose sheet, framework, state and revision, and how many entries stand on it.
  func sheets() async throws -> [String] {
    try await lines(
      """
      SELECT concat_ws(' ', coalesce(member.code, 'unit:' || unit.code), framework.code, state,
             sheet.revision, (SELECT count(*) FROM sheet_entry AS entry
               WHERE entry.period_id = sheet.period_id AND entry.subject_id = sheet.subject_id
                 AND entry.revision = sheet.revision))
        FROM sheet JOIN framework ON framework.id = framework_id
        LEFT JOIN member ON member.id = member_id LEFT JOIN unit ON unit.id = unit_id
       WHERE touched ORDER BY coalesce(member.code, 'unit:' || unit.code), revision
      """)
  }

  /// Takes the month through its states as its verbs do, and lets writes in or out.
  func move(to states: [String], revision: Int = 1) async throws {
    try await cast.database.app.write { transaction in
      for state in states {
        try await transaction.execute(
          """
          UPDATE period SET state = \(state), revision = \(Int16(revision)),
                 frozen_at = CASE WHEN \(state) = 'open' THEN NULL ELSE now() END
           WHERE id = \(SheetStory.month.periodID)
          """, expecting: 1)
      }
      try await transaction.guardPeriodTables(SheetStory.month)
    }
  }

  /// Two people have asked for a second revision, and it is open.
  func reopen() async throws {
    try await move(to: ["closed"])
    try await cast.database.app.write { transaction in
      try await transaction.execute(
        """
        INSERT INTO period_reopening (period_id, revision, requested_by, requested_at, reason,
          document, confirmed_by, confirmed_at, event_id)
        SELECT \(SheetStory.month.periodID), 2, 'one', now(), 'a mistake', '', 'two', now(),
               max(id) FROM audit_event
        """, expecting: 1)
    }
    try await move(to: ["open"], revision: 2)
  }
}

extension GivenFile {
  static let sheetHeader = SheetColumn.allCases.map(\.rawValue)

  /// One line of `sheets.csv`; what is not said is empty.
  static func line(_ values: [SheetColumn: String]) -> [String] {
    SheetColumn.allCases.map { values[$0] ?? "" }
  }

  static func sheets(_ rows: [[String]]) throws -> GivenFile {
    try GivenFile(csv(rows, header: sheetHeader), name: "sheets.csv")
  }

  /// A whole sheet: the three general criteria, then work.
  static func sheet(
    _ subject: String, _ framework: String, points: String = "9", works: Int = 2
  ) -> [[String]] {
    let criteria = ["G1", "G2", "G3"].map { code in
      line([
        .memberCode: subject, .framework: framework, .entry: "criterion", .code: code,
        .points: points, .selfPoints: "10",
      ])
    }
    return criteria
      + (0..<works).map { work in
        line([
          .memberCode: subject, .framework: framework, .entry: "work", .code: "SP\(work + 1)",
          .title: "Báo cáo tháng", .weight: "1.5", .target: "10", .actual: "9.25", .delays: "1",
        ])
      }
  }

  static let staff = "decree-335-2025.staff"
  static let leader = "decree-335-2025.leader"

  /// `M1` with the factors of a leader, `M2`, and the office itself.
  static let three: [[String]] =
    sheet("M1", leader)
    + ["organising", "cohesion"].map { code in
      line([
        .memberCode: "M1", .framework: leader, .entry: "factor", .code: code, .points: "0.5",
      ])
    } + sheet("M2", staff + "@1") + sheet("unit:VP", "collective-2025", works: 1)
}
