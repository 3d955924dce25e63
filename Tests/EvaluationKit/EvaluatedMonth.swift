import Access
import Audit
import Basics
import Frameworks
import Postgres
import RecordsKit
import Sheets
import Testing

/// The cast in July 2026, the month in which all stories play.
///
/// Expected are `M1` (a leader), `M2` and `M3` (staff, managed by `M1`).
package struct EvaluatedMonth: Sendable {
  package let cast: Cast

  package static let month = Month(containing: Cast.today)
  /// The frameworks that stories name, version 1.
  package static let frameworks: [(code: String, form: Framework.Form)] = [
    ("decree-335-2025.staff", .staff), ("decree-335-2025.leader", .leader),
    ("kpi-okr", .staff), ("collective-2025", .collective),
  ]

  package var database: TestDatabase { cast.database }
  package var periods: Periods { Periods(database: cast.database.app) }

  /// A new database with the cast, the frameworks and an opened month.
  package static func with<R>(_ body: (EvaluatedMonth) async throws -> R) async throws -> R {
    try await unopened { story in
      _ = try await story.periods.open(month, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      return try await body(story)
    }
  }

  /// The same before anybody opened the month.
  package static func unopened<R>(_ body: (EvaluatedMonth) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      try await cast.database.app.write { try await $0.insertFrameworks() }
      return try await body(EvaluatedMonth(cast: cast))
    }
  }
}

extension Transaction {
  fileprivate func insertFrameworks() async throws {
    let event = try await Audit.note(
      "framework.publish", of: .init(kind: "framework", code: "all"), by: Cast.actor(.hrOfficer),
      basis: Cast.basis, in: self)
    for framework in EvaluatedMonth.frameworks {
      try await execute(
        """
        INSERT INTO framework
          (code, version, form, title_vi, title_en, valid_from, digest, source, event_id)
        VALUES (\(framework.code), 1, \(framework.form.rawValue), \(framework.code),
          \(framework.code), '2026-01-01', repeat('0', 64), 'a test', \(event))
        """, expecting: 1)
    }
  }
}
