import Basics
import LocalCluster
import Postgres
import Schema
import Synchronization
import TestKit
import Testing

/// A database of its own for one test: bootstrapped and migrated as a real one, dropped at the end.
///
/// It is cloned from a template that the first test of the process prepares, which takes a tenth of
/// a second and not the seconds of a new cluster.
package struct TestDatabase: Sendable {
  package let name: String
  /// Signed in as `cadre_app`, as the program is.
  package let app: Database

  /// Lends a new database to `body`, and drops it whatever comes of it.
  package static func with<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    try await lend(copyOf: try await template.value, to: body)
  }

  /// Lends a database in which nothing was prepared: no schema, no grants.
  package static func withEmpty<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    _ = try await template.value
    return try await lend(copyOf: "template0", to: body)
  }

  private static func lend<R>(
    copyOf template: String, to body: (TestDatabase) async throws -> R
  ) async throws -> R {
    await turns.take()
    defer { turns.give() }
    let name = "cadre_test_\(number.add(1, ordering: .relaxed).newValue)"
    try await root { connection in
      try await connection.script("CREATE DATABASE \(name) TEMPLATE \(template)")
      // What hangs on the database itself is not part of a template.
      try await connection.script(
        """
        GRANT TEMPORARY ON DATABASE \(name) TO cadre_app;
        GRANT CREATE ON DATABASE \(name) TO cadre_owner
        """)
    }
    let lent = TestDatabase(
      name: name, app: Database(address: try await address(of: name, as: "cadre_app"), limits: many)
    )
    let result: Result<R, any Error>
    do { result = .success(try await body(lent)) } catch { result = .failure(error) }
    await lent.app.close()
    try await root { try await $0.script("DROP DATABASE \(name) WITH (FORCE)") }
    return try result.get()
  }

  /// Enough for sixteen editors at once, and patient with a busy machine.
  private static let many = PoolLimits(connections: 18, waitSeconds: 120)
  private static let number = Atomic(0)
  private static let turns = Turns(6)
  private static let oneByOne = Turns(1)
}

extension TestDatabase {
  /// Another way in: as the migrator who has become the owner.
  package func asOwner<R: Sendable>(
    _ body: @Sendable (Database) async throws -> R
  ) async throws -> R {
    let address = try await Self.address(of: name, as: "cadre_migrator")
      .setting("role", "cadre_owner").setting("lock_timeout", "120s")
    return try await Self.open(address, body)
  }

  /// Another way in: as the superuser of the cluster.
  package func asSuperuser<R: Sendable>(
    _ body: @Sendable (Database) async throws -> R
  ) async throws -> R {
    try await Self.open(try await Self.address(of: name, as: "postgres"), body)
  }

  private static func open<R: Sendable>(
    _ address: DatabaseAddress, _ body: @Sendable (Database) async throws -> R
  ) async throws -> R {
    let database = Database(address: address)
    let result: Result<R, any Error>
    do { result = .success(try await body(database)) } catch { result = .failure(error) }
    await database.close()
    return try result.get()
  }

  /// Expects that everything holds which must always hold (`sql/invariants`).
  package func expectSound(
    _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for invariant in try Schema.invariants() {
      let findings = try await app.read {
        try await $0.values(SQL(trusted: invariant.query), as: String.self)
      }
      #expect(
        findings.isEmpty, "\(invariant.name): \(findings) \(comment())",
        sourceLocation: sourceLocation)
    }
  }

  private static func address(of database: String, as user: String) async throws
    -> DatabaseAddress
  {
    let running = try await TestCluster.running()
    return DatabaseAddress(
      host: running.socketDirectory, port: running.port, database: database, user: user
    ).setting("search_path", "cadre,pg_catalog,pg_temp")
  }

  private static func root(_ body: @Sendable (Connection) async throws -> Void) async throws {
    try await open(try await address(of: "postgres", as: "postgres")) { database in
      try await database.withConnection { try await body($0) }
    }
  }

  /// All migrations of the program.
  package static func migrations() throws -> [Migration] {
    try Schema.migrations().map {
      Migration(number: $0.number, name: $0.name, text: $0.text, check: $0.check)
    }
  }

  /// Roles and schema, as `cadre db migrate` makes them before the first migration.
  ///
  /// One at a time: roles belong to the whole cluster, and two databases would change one at once.
  package func bootstrap() async throws {
    await Self.oneByOne.take()
    defer { Self.oneByOne.give() }
    try await asSuperuser { database in
      try await database.write { try await $0.script(try Schema.bootstrap()) }
    }
  }

  private static let template = Task {
    let name = "cadre_template"
    try await root { try await $0.script("CREATE DATABASE \(name)") }
    let prepared = TestDatabase(
      name: name, app: Database(address: try await address(of: name, as: "cadre_app")))
    try await prepared.bootstrap()
    _ = try await prepared.asOwner {
      try await Migrator(database: $0, migrations: try migrations()).migrate()
    }
    await prepared.app.close()
    return name
  }
}

/// Lets so many in at once, in the order in which they came.
final class Turns: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(_ count: Int) { state = Mutex(State(free: count)) }

  func take() async {
    await withCheckedContinuation { turn in
      let now = state.withLock { state in
        guard state.free == 0 else {
          state.free -= 1
          return true
        }
        state.waiting.append(turn)
        return false
      }
      if now { turn.resume() }
    }
  }

  func give() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.free += 1
      return nil
    }
    next?.resume()
  }
}
