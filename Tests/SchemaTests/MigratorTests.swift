import Postgres
import RecordsKit
import Schema
import Testing

@Suite struct `Migrations` {
  static func migrate(
    _ database: TestDatabase, _ migrations: [Migration],
    before: @escaping @Sendable (Migration) -> Void = { _ in }
  ) async throws -> [String] {
    try await database.asOwner {
      try await Migrator(database: $0, migrations: migrations).migrate(before: before)
    }
  }

  static func edited(
    _ migrations: [Migration], _ number: Int, text: (String) -> String = { $0 },
    check: (String) -> String = { $0 }
  ) -> [Migration] {
    migrations.map { old in
      guard old.number == number else { return old }
      return Migration(
        number: old.number, name: old.name, text: text(old.text), check: check(old.check))
    }
  }

  @Test func `make the whole schema of an empty database, and do nothing the second time`()
    async throws
  {
    try await TestDatabase.withEmpty { database in
      let migrations = try TestDatabase.migrations()
      try await database.bootstrap()
      #expect(try await Self.migrate(database, migrations) == migrations.map(\.title))
      let made = try await `The schema`.catalogue(of: database)
      #expect(made.joined(separator: "\n") + "\n" == (try Schema.golden()))
      try await database.bootstrap()
      #expect(try await Self.migrate(database, migrations) == [])
      #expect(try await `The schema`.catalogue(of: database) == made)
      try await Migrator(database: database.app, migrations: migrations).verify()
    }
  }

  @Test func `can be run by three at once`() async throws {
    try await TestDatabase.withEmpty { database in
      let migrations = try TestDatabase.migrations()
      try await database.bootstrap()
      let applied = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<3 {
          group.addTask { try await Self.migrate(database, migrations) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(applied.sorted() == migrations.map(\.title))
    }
  }

  @Test func `are refused once an old one was edited`() async throws {
    try await TestDatabase.with { database in
      let migrations = try TestDatabase.migrations()
      let edited = Self.edited(migrations, 3, text: { $0 + "\n" })
      let title = migrations[2].title
      await #expect(throws: MigrationProblem.edited(title)) {
        try await Self.migrate(database, edited)
      }
      await #expect(throws: MigrationProblem.edited(title)) {
        try await Migrator(database: database.app, migrations: edited).verify()
      }
    }
  }

  @Test func `of a newer program, and of an older one, are told from ours`() async throws {
    try await TestDatabase.with { database in
      let migrations = try TestDatabase.migrations()
      let count = migrations.count
      let more = migrations + [Migration(number: count + 1, name: "more", text: "", check: "")]
      await #expect(throws: MigrationProblem.behind(applied: count, known: count + 1)) {
        try await Migrator(database: database.app, migrations: more).verify()
      }
      await #expect(throws: MigrationProblem.newerDatabase(number: count, known: count - 1)) {
        try await Migrator(database: database.app, migrations: migrations.dropLast()).verify()
      }
    }
  }

  @Test func `are missed in a database that was never prepared`() async throws {
    try await TestDatabase.withEmpty { database in
      let migrations = try TestDatabase.migrations()
      await #expect(throws: MigrationProblem.notPrepared) {
        try await database.asSuperuser {
          try await Migrator(database: $0, migrations: migrations).verify()
        }
      }
    }
  }

  /// Where the migrator dies: after a statement of the file, or in its check.
  enum Death: CaseIterable { case atTheStart, halfWay, atTheEnd, inTheCheck }

  @Test(arguments: [1, 3, 5], Death.allCases)
  func `leave the catalogue as it was before or after a file, wherever the migrator dies`(
    number: Int, death: Death
  ) async throws {
    try await TestDatabase.withEmpty { database in
      let migrations = try TestDatabase.migrations()
      try await database.bootstrap()
      _ = try await Self.migrate(database, Array(migrations.prefix(number - 1)))
      let before = try await `The schema`.catalogue(of: database)
      // The server ends the session: to the database, that is what a kill looks like.
      let end = "\nSELECT pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());\n"
      let dying = Self.edited(
        migrations, number,
        text: { text in
          switch death {
          case .atTheStart: end + text
          case .halfWay: Self.halved(text, by: end)
          case .atTheEnd: text + end
          case .inTheCheck: text
          }
        }, check: { death == .inTheCheck ? end + $0 : $0 })
      await #expect(throws: PostgresError.self) { try await Self.migrate(database, dying) }
      #expect(try await `The schema`.catalogue(of: database) == before)
      let rest = migrations.dropFirst(number - 1).map(\.title)
      #expect(try await Self.migrate(database, migrations) == rest)
      let made = try await `The schema`.catalogue(of: database)
      #expect(made.joined(separator: "\n") + "\n" == (try Schema.golden()))
    }
  }

  /// The file with `insert` after about half of its statements; never inside of a function body.
  static func halved(_ text: String, by insert: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let tables = lines.indices.filter { lines[$0].hasPrefix("CREATE TABLE") }
    let place = tables.isEmpty ? lines.count : tables[tables.count / 2]
    return lines[..<place].joined(separator: "\n") + insert
      + lines[place...].joined(separator: "\n")
  }
}
