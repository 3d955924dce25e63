import Access
import Basics
import Postgres
import RecordsKit
import Testing

@testable import Audit

@Suite struct `The trail` {
  static let actor = Cast.actor(.hrOfficer)

  static func note(_ reason: String, in database: TestDatabase) async throws -> Int64 {
    try await database.app.write { transaction in
      try await Audit.note(
        "unit.add", of: .unit(Cast.code("QU")), by: actor,
        basis: .init(reason: reason, document: "12-NQ/ĐU"),
        detail: [AuditDetail("name", old: nil, new: "“Đảng uỷ”\n\\"), AuditDetail("x", new: nil)],
        in: transaction)
    }
  }

  static func events(in database: TestDatabase) async throws -> [AuditEvent] {
    try await database.app.read {
      try await $0.auditEvents(subjectKind: nil, subjectCode: nil, account: nil, limit: 100)
    }
  }

  @Test func `says who did what to whom, from where, when, why and by which document`()
    async throws
  {
    try await TestDatabase.with { database in
      let number = try await Self.note("sáp nhập", in: database)
      let event = try #require(try await Self.events(in: database).first)
      #expect(event.number == number)
      #expect(event.account == "test" && event.origin == "console tester@here")
      #expect(event.verb == "unit.add")
      #expect(event.subjectKind == "unit" && event.subjectCode == "QU")
      #expect(event.reason == "sáp nhập" && event.document == "12-NQ/ĐU")
      #expect(event.detail == #"{"x": [null, null], "name": [null, "“Đảng uỷ”\n\\"]}"#)
    }
  }

  @Test func `is written in the transaction of the change, or not at all`() async throws {
    try await TestDatabase.with { database in
      struct Stop: Error {}
      await #expect(throws: Stop.self) {
        try await database.app.write { transaction in
          try await Audit.note(
            "unit.add", of: .unit(Cast.code("QU")), by: Self.actor, in: transaction)
          throw Stop()
        }
      }
      let events = try await Self.events(in: database)
      #expect(events.isEmpty)
    }
  }

  @Test func `is found by subject and by account, newest first`() async throws {
    try await TestDatabase.with { database in
      let numbers = [
        try await Self.note("one", in: database), try await Self.note("two", in: database),
      ]
      let found = try await database.app.read { transaction in
        (
          try await transaction.auditEvents(
            subjectKind: "unit", subjectCode: "QU", account: "test", limit: 10
          ).map(\.number),
          try await transaction.auditEvents(
            subjectKind: "unit", subjectCode: "UB", account: nil, limit: 10
          ).map(\.number),
          try await transaction.auditEvents(
            subjectKind: nil, subjectCode: nil, account: nil, limit: 1
          ).map(\.number)
        )
      }
      #expect(found.0 == numbers.reversed())
      #expect(found.1 == [])
      #expect(found.2 == [numbers[1]])
    }
  }

  static let changes = [
    "UPDATE cadre.audit_event SET reason = 'another'", "DELETE FROM cadre.audit_event",
    "TRUNCATE cadre.audit_event CASCADE",
  ]

  @Test(arguments: changes)
  func `cannot be changed by the program, which has no right to`(statement: String) async throws {
    try await TestDatabase.with { database in
      _ = try await Self.note("why", in: database)
      let error = await #expect(throws: PostgresError.self) {
        try await database.app.write { try await $0.script(statement) }
      }
      #expect(error?.sqlstate == "42501")
      #expect(try await Self.events(in: database).map(\.reason) == ["why"])
    }
  }

  @Test(arguments: changes)
  func `cannot be changed by its owner, whom a trigger stops`(statement: String) async throws {
    try await TestDatabase.with { database in
      _ = try await Self.note("why", in: database)
      let error = await #expect(throws: PostgresError.self) {
        try await database.asOwner { owner in
          try await owner.write { try await $0.script(statement) }
        }
      }
      #expect(error?.sqlstate == "23001")
      #expect(error?.constraint?.hasSuffix("_append_only") == true)
      #expect(try await Self.events(in: database).map(\.reason) == ["why"])
    }
  }

  @Test(arguments: changes)
  func `cannot be changed as a replica applies changes, where common triggers sleep`(
    statement: String
  ) async throws {
    try await TestDatabase.with { database in
      _ = try await Self.note("why", in: database)
      let error = await #expect(throws: PostgresError.self) {
        try await database.asSuperuser { superuser in
          try await superuser.write {
            try await $0.script("SET LOCAL session_replication_role = replica; " + statement)
          }
        }
      }
      #expect(error?.sqlstate == "23001")
      #expect(try await Self.events(in: database).map(\.reason) == ["why"])
    }
  }

  @Test(arguments: [
    "unit_placement", "cell_membership", "post_holding", "party_standing", "dues_basis",
  ])
  func `keeps the chains of facts the same way`(chain: String) async throws {
    try await Cast.with { cast in
      for statement in [
        "UPDATE cadre.\(chain) SET event_id = event_id", "DELETE FROM cadre.\(chain)",
        "TRUNCATE cadre.\(chain)",
      ] {
        let refused = await #expect(throws: PostgresError.self) {
          try await cast.database.app.write { try await $0.script(statement) }
        }
        #expect(refused?.sqlstate == "42501", "\(statement)")
        let stopped = await #expect(throws: PostgresError.self) {
          try await cast.database.asSuperuser { superuser in
            try await superuser.write {
              try await $0.script("SET LOCAL session_replication_role = replica; " + statement)
            }
          }
        }
        #expect(stopped?.constraint == chain + "_append_only", "\(statement)")
      }
    }
  }

  @Test func `refuses a malformed verb and a reason without end`() async throws {
    try await TestDatabase.with { database in
      for (verb, reason, constraint) in [
        ("Unit Add", "", "audit_event_verb_form"),
        ("unit.add", String(repeating: "a", count: 1001), "audit_event_reason_length"),
        ("unit.add", "a\u{202E}b", "clean_text_form"),
      ] {
        let error = await #expect(throws: PostgresError.self) {
          try await database.app.write { transaction in
            try await Audit.note(
              verb, of: .unit(Cast.code("QU")), by: Self.actor,
              basis: .init(reason: reason, document: ""), in: transaction)
          }
        }
        #expect(error?.constraint == constraint)
      }
    }
  }
}
