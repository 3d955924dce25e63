import Access
import Audit
import Basics
import Configuration
import Postgres
import RecordsKit
import Testing

@testable import Frameworks

@Suite struct `Frameworks on record` {
  static let officer = Cast.actor(.hrOfficer)

  static func publish(
    _ text: String, in database: TestDatabase, by actor: Actor = officer
  ) async throws -> Frameworks.Publication {
    try await Frameworks(database: database.app).publish(
      text: text, name: "given.yaml", by: actor, basis: Cast.basis
    ).publication
  }

  /// An event to hang a freeze on, as opening a period makes one.
  static func freeze(_ reference: String, in database: TestDatabase) async throws {
    try await database.app.write { transaction in
      let stored = try await transaction.resolveFramework(reference, on: Cast.today)
      let event = try await Audit.note(
        "period.open", of: .init(kind: "period", code: "2026-07"), by: officer, in: transaction)
      try await transaction.freezeFrameworks(ids: [stored.id, stored.id], event: event)
      try await transaction.freezeFrameworks(ids: [stored.id], event: event)
    }
  }

  static func events(in database: TestDatabase) async throws -> [AuditEvent] {
    try await database.app.read { transaction in
      try await transaction.auditEvents(
        subjectKind: "framework", subjectCode: nil, account: nil, limit: 50)
    }
  }

  @Test func `are published once, with an event`() async throws {
    try await TestDatabase.with { database in
      #expect(try await Self.publish(Given.text, in: database) == .published)
      #expect(try await Self.publish(Given.text, in: database) == .unchanged)
      let events = try await Self.events(in: database)
      #expect(events.map(\.verb) == ["framework.publish"])
      #expect(events.first?.subjectCode == "test.staff@1")
      #expect(events.first?.document == Cast.basis.document)
      let frameworks = Frameworks(database: database.app)
      #expect(try await frameworks.source("test.staff") == Given.text)
      #expect(try await frameworks.show("test.staff@1").framework == Given.framework())
      let line = try #require(try await frameworks.list().first)
      #expect(line.digest == Frameworks.digest(of: Given.text) && !line.isFrozen)
      #expect(line.title.vi == "Bộ thử" && line.form == .staff)
    }
  }

  @Test func `are replaced as long as no period has used them, and kept from then on`() async throws
  {
    try await TestDatabase.with { database in
      let other = try #require(Given.text("from: 90", "from: 88"))
      _ = try await Self.publish(Given.text, in: database)
      #expect(try await Self.publish(other, in: database) == .replaced)
      try await Self.freeze("test.staff", in: database)
      #expect(try await Self.publish(other, in: database) == .unchanged)
      let error = await #expect(throws: FrameworkError.self) {
        try await Self.publish(Given.text, in: database)
      }
      guard case .frozen(let reference, let next)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect("\(reference)" == "test.staff@1" && next == 2)
      #expect(error?.kind == .conflict && error?.hint?.en.contains("version: 2") == true)
      let second = try #require(Given.text("version: 1", "version: 2"))
      #expect(try await Self.publish(second, in: database) == .published)
      let frameworks = Frameworks(database: database.app)
      #expect(try await frameworks.list().map(\.isFrozen) == [true, false])
      let diff = try await frameworks.diff("test.staff@1", "test.staff@2")
      #expect(diff.changes.map(\.sentence.vi) == ["Ngưỡng A: 88 → 90"])
    }
  }

  @Test(arguments: [
    "UPDATE framework SET source = source || ' ' WHERE version = 1",
    "UPDATE framework SET valid_from = '2020-01-01'",
    "UPDATE framework SET digest = digest",
    "DELETE FROM framework", "TRUNCATE framework CASCADE",
    "DELETE FROM framework_freeze", "UPDATE framework_freeze SET event_id = event_id",
    "TRUNCATE framework_freeze", "ALTER TABLE framework DISABLE TRIGGER framework_frozen",
  ])
  func `are kept by the database, whoever asks,`(statement: String) async throws {
    try await TestDatabase.with { database in
      _ = try await Self.publish(Given.text, in: database)
      try await Self.freeze("test.staff@1", in: database)
      let refused = await #expect(throws: PostgresError.self) {
        try await database.app.write { try await $0.script(statement) }
      }
      let state = refused?.sqlstate ?? ""
      #expect(["42501", "23001"].contains(state), "\(statement): \(refused as Any)")
      guard !statement.hasPrefix("ALTER") else { return }
      // Not even the owner, while the triggers are on.
      let owner = await #expect(throws: PostgresError.self) {
        try await database.asOwner { owner in
          try await owner.write { try await $0.script("SET search_path = cadre; " + statement) }
        }
      }
      #expect(owner?.sqlstate == "23001", "\(statement): \(owner as Any)")
      #expect(try await Frameworks(database: database.app).source("test.staff") == Given.text)
    }
  }

  @Test func `wait for each other: a replacement and a freeze never both win`() async throws {
    try await TestDatabase.with { database in
      let other = try #require(Given.text("from: 90", "from: 88"))
      _ = try await Self.publish(Given.text, in: database)
      // The freeze holds its row and is not done yet.
      async let replacement: Result<Frameworks.Publication, any Error> = {
        do { return .success(try await Self.publish(other, in: database)) } catch {
          return .failure(error)
        }
      }()
      try await Self.freeze("test.staff@1", in: database)
      let outcome = await replacement
      let text = try await Frameworks(database: database.app).source("test.staff")
      switch outcome {
      case .success: #expect(text == other)
      case .failure(let error):
        #expect(error is FrameworkError, "\(error)")
        #expect(text == Given.text)
      }
    }
  }

  @Test func `are named by id or id@version, for the months they are valid in`() async throws {
    try await TestDatabase.with { database in
      let second = try #require(Given.text("version: 1", "version: 2")).replacing(
        "2026-01-01", with: "2026-07-02")
      _ = try await Self.publish(Given.text, in: database)
      _ = try await Self.publish(second, in: database)
      func resolve(_ text: String, _ year: Int, _ month: Int) async throws -> String {
        try await database.app.read { transaction in
          try await transaction.resolveFramework(text, on: Cast.day(year, month, 15))
            .framework.reference.description
        }
      }
      #expect(try await resolve("test.staff", 2026, 6) == "test.staff@1")
      // July's first day is before the second version holds.
      #expect(try await resolve("test.staff", 2026, 7) == "test.staff@1")
      #expect(try await resolve("test.staff", 2026, 8) == "test.staff@2")
      #expect(try await resolve("test.staff@1", 2026, 8) == "test.staff@1")
      for (text, month, kind) in [
        ("test.staff", 0, ProblemKind.refused), ("test.staff@2", 7, .refused),
        ("test.staff@3", 8, .notFound), ("other", 8, .notFound), ("a b", 8, .usage),
        ("test.staff@", 8, .usage), ("test.staff@01", 8, .usage), ("test.staff@-1", 8, .usage),
        ("test.staff@1@2", 8, .usage), ("", 8, .usage), ("@1", 8, .usage),
        ("test.staff@99999999999999999999", 8, .usage),
      ] {
        let error = await #expect(throws: FrameworkError.self, "\(text)") {
          month == 0 ? try await resolve(text, 2025, 12) : try await resolve(text, 2026, month)
        }
        #expect(error?.kind == kind, "\(text)")
      }
      let newest = try await database.app.read { try await $0.frameworks(on: Cast.day(2026, 8, 1)) }
      #expect(newest.map { "\($0.framework.reference)" } == ["test.staff@2"])
    }
  }

  @Test func `have the shipped ones added where they are missing, and nothing else touched`()
    async throws
  {
    try await TestDatabase.with { database in
      let files = try Configuration.frameworks()
      let staff = try #require(files.first { $0.name == "decree-335-2025.staff.yaml" })
      let mine = staff.text.replacing("from: 90", with: "from: 91")
      _ = try await Self.publish(mine, in: database)
      // A name of ours that somebody has given to something else.
      let taken = Given.text.replacing("id: test.staff", with: "id: collective-2025")
        .replacing("version: 1", with: "version: 7")
      _ = try await Self.publish(taken, in: database)
      let added = try await database.app.write {
        try await Frameworks.ensureShipped(files, in: $0, by: Cast.stranger)
      }
      #expect(added.count == files.count - 2)
      let again = try await database.app.write {
        try await Frameworks.ensureShipped(files, in: $0, by: Cast.stranger)
      }
      #expect(again == [])
      let frameworks = Frameworks(database: database.app)
      #expect(try await frameworks.source("decree-335-2025.staff") == mine)
      let shipped = try #require(files.first { $0.name == "kpi-okr.yaml" })
      #expect(try await frameworks.source("kpi-okr") == shipped.text)
      #expect(try await Self.events(in: database).count == files.count)
    }
  }

  @Test func `are published by those who may, and keep one form`() async throws {
    try await TestDatabase.with { database in
      for actor in [Cast.stranger, Cast.actor(.inspector), Cast.actor(.organisationBoard)] {
        await #expect(throws: AccessError.self) {
          try await Self.publish(Given.text, in: database, by: actor)
        }
      }
      _ = try await Self.publish(Given.text, in: database)
      let leader = try #require(Given.text("form: staff", "form: leader")).replacing(
        "version: 1", with: "version: 2")
      let error = await #expect(throws: FrameworkError.self) {
        try await Self.publish(leader, in: database)
      }
      #expect(error?.kind == .refused)
      await #expect(throws: FrameworkProblem.self) {
        try await Self.publish("nonsense", in: database)
      }
      #expect(try await Frameworks(database: database.app).list().count == 1)
    }
  }

  @Test func `can be published by many at once`() async throws {
    try await TestDatabase.with { database in
      let outcomes = try await withThrowingTaskGroup { group in
        for _ in 1...8 {
          group.addTask { try await Self.publish(Given.text, in: database) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == .published } == 1)
      #expect(outcomes.count { $0 == .unchanged } == 7)
    }
  }
}
