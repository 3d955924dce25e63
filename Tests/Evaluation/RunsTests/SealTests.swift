import Basics
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Runs

@Suite struct `A published run` {
  static let tables = [
    "run_member", "score", "failed_subordinate", "unit_input", "quota_group", "quota_unit",
    "quota_change", "unit_result",
  ]

  @Test func `refuses every change by the program and by the owner of the tables`() async throws {
    try await OfficeStory.scored { story, run in
      try await story.publish(run)
      let month = story.cast.database
      for table in Self.tables {
        let part = "\(table)_\(OfficeStory.month.periodID)"
        let changes = [
          "UPDATE \(table) SET run_id = run_id", "UPDATE \(part) SET run_id = run_id",
          "DELETE FROM \(table)", "DELETE FROM \(part)", "TRUNCATE \(part)", "TRUNCATE \(table)",
        ]
        for change in changes {
          await Self.expectRefused(change, by: month.app)
          try await month.asOwner { await Self.expectRefused(change, by: $0) }
        }
      }
      for change in [
        "UPDATE run SET run_digest = repeat('0', 64)", "UPDATE run SET state = 'finished'",
        "UPDATE run SET state = 'abandoned'", "DELETE FROM run", "TRUNCATE run CASCADE",
        "UPDATE publication SET ties_left = '{}'", "DELETE FROM publication",
        "UPDATE sheet_entry SET points = 0", "DELETE FROM sheet_entry",
        "UPDATE sheet SET state = 'draft'",
      ] {
        await Self.expectRefused(change, by: month.app)
        try await month.asOwner { await Self.expectRefused(change, by: $0) }
      }
      #expect(try await story.verify(run).holds)
    }
  }

  @Test func `takes no row more`() async throws {
    try await OfficeStory.scored { story, run in
      for (table, key) in [
        ("score", "member_id"), ("failed_subordinate", "member_id"), ("unit_input", "unit_id"),
        ("quota_group", "number"), ("quota_unit", "unit_id"), ("quota_change", "member_id"),
        ("unit_result", "unit_id"),
      ] {
        // A row of the run again, under a number that it does not have yet.
        let addition = """
          INSERT INTO \(table)
          SELECT (jsonb_populate_record(NULL::\(table), to_jsonb(one) || '{"\(key)": 999}')).*
            FROM (SELECT * FROM \(table) LIMIT 1) AS one
          """
        await Self.expectRefused(addition, by: story.database)
        try await story.cast.database.asOwner { await Self.expectRefused(addition, by: $0) }
      }
      #expect(try await story.verify(run).holds)
    }
  }

  /// Refused by a rule or for want of a right, and not because the statement is wrong.
  static func expectRefused(
    _ statement: String, by database: Database, sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let error = await #expect(
      throws: PostgresError.self, "\(statement)", sourceLocation: sourceLocation
    ) {
      try await database.write { try await $0.script(statement) }
    }
    let refusals = ["23001", "42501", "55000"]
    #expect(
      refusals.contains(error?.sqlstate ?? ""), "\(statement): \(String(describing: error))",
      sourceLocation: sourceLocation)
  }
}
