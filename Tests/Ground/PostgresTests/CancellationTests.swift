import Basics
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(15))) struct `Cancelling` {
  @Test func `a task stops its statement and leaves the connection usable`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let before = try await process(of: database)
    let clock = ContinuousClock()
    let passed = await clock.measure {
      for milliseconds in [0, 1, 5, 50] {
        let task = Task {
          try await database.write { try await $0.execute("SELECT pg_sleep(60)") }
        }
        try? await Task.sleep(for: .milliseconds(milliseconds))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
      }
    }
    #expect(passed < .seconds(30))
    #expect(try await process(of: database) == before)
    await database.close()
  }

  @Test func `a task before COMMIT stores nothing`() async throws {
    let database = try await PrivateCluster.shared.database()
    let task = Task {
      try await database.write { db in
        try await db.script("CREATE TABLE never_stored (n int)")
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    let found = try await database.read { db in
      try await db.value("SELECT to_regclass('never_stored') IS NOT NULL", as: Bool.self)
    }
    #expect(found == false)
    await database.close()
  }

  @Test func `never hits the statement that comes next`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    for round in 0..<100 {
      let task = Task { try await database.read { try await $0.execute("SELECT pg_sleep(0.002)") } }
      try await Task.sleep(for: .microseconds(round * 40))
      task.cancel()
      _ = await task.result
      let next = try await database.read { try await $0.value("SELECT \(round)", as: Int.self) }
      #expect(next == round)
    }
    await database.close()
  }

  @Test func `a statement that takes too long is not the caller's doing`() async throws {
    var address = try await PrivateCluster.shared.address
    address.settings["statement_timeout"] = "50"
    let database = Database(address: address, limits: PoolLimits(waitSeconds: 120))
    let error = await #expect(throws: PostgresError.self) {
      try await database.read { try await $0.execute("SELECT pg_sleep(60)") }
    }
    #expect(error?.sqlstate == "57014")
    #expect(error?.kind == .unavailable)
    await database.close()
  }

  private func process(of database: Database) async throws -> Int32? {
    try await database.read { try await $0.value("SELECT pg_backend_pid()") }
  }
}

/// The only connection of a pool, in somebody's hands until they let go.
private struct Held: Sendable {
  private let task: Task<Void, any Error>
  private let stop: AsyncStream<Void>.Continuation

  /// Returns when it is held; throws when it could not be had, and then nobody waits for it.
  init(_ database: Database) async throws {
    let (started, go) = AsyncStream<Void>.makeStream()
    let (finished, stop) = AsyncStream<Void>.makeStream()
    self.stop = stop
    task = Task {
      defer { go.finish() }
      try await database.read { _ in
        go.yield()
        for await _ in finished {}
      }
    }
    for await _ in started { return }
    try await task.value
  }

  /// Gives it back.
  func end() async throws {
    stop.finish()
    try await task.value
  }
}

@Suite(.timeLimit(.minutes(10))) struct `A pool` {
  @Test func `refuses who waits too long, and serves who comes later`() async throws {
    let database = try await PrivateCluster.shared.database(
      PoolLimits(connections: 1, waitSeconds: 1))
    // On a busy machine a server takes more than a second to let somebody in; once it has, the
    // connection is lent without waiting.
    while database.counts.idle == 0 {
      _ = try? await database.read { try await $0.value("SELECT 1", as: Int.self) }
      try await Task.sleep(for: .milliseconds(20))
    }
    let held = try await Held(database)
    let error = await #expect(throws: PostgresError.self) {
      try await database.read { try await $0.execute("SELECT 1") }
    }
    #expect(error?.reason == .exhausted)
    #expect(error?.kind == .unavailable)
    try await held.end()
    #expect(try await database.read { try await $0.value("SELECT 1", as: Int.self) } == 1)
    await database.close()
  }

  @Test func `forgets a caller that is cancelled while it waits`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let held = try await Held(database)
    let waiters = (0..<20).map { _ in
      Task { try await database.read { try await $0.execute("SELECT 1") } }
    }
    while database.counts.waiters < 20 { try await Task.sleep(for: .milliseconds(5)) }
    for waiter in waiters { waiter.cancel() }
    for waiter in waiters {
      await #expect(throws: CancellationError.self) { try await waiter.value }
    }
    #expect(database.counts.waiters == 0)
    try await held.end()
    await database.close()
  }

  @Test func `serves many callers with few connections and leaves none in a transaction`()
    async throws
  {
    let database = try await PrivateCluster.shared.database(connections: 3)
    try await withThrowingTaskGroup(of: Int?.self) { group in
      for number in 0..<200 {
        group.addTask {
          let body: @Sendable (Transaction) async throws -> Int? = { db in
            if number % 7 == 0 { throw Stop() }
            if number % 5 == 0 { _ = try await db.execute("SELECT 1 / 0") }
            return try await db.value("SELECT \(number)")
          }
          return try? await database.write(body)
        }
      }
      for try await _ in group {}
    }
    #expect(database.counts.connections <= 3)
    let other = try await PrivateCluster.shared.database(connections: 1)
    let name = "idle in transaction"
    #expect(
      try await other.read { db in
        try await db.value(
          """
          SELECT count(*) FROM pg_stat_activity
           WHERE state LIKE \(name) || '%' AND application_name = 'pool test'
          """, as: Int.self)
      } == 0)
    await other.close()
    await database.close()
    await #expect(throws: PostgresError.self) {
      try await database.read { try await $0.execute("SELECT 1") }
    }
  }

  @Test func `says where it tried to connect, without the password`() async throws {
    let address = DatabaseAddress(
      host: "/nowhere", port: 5433, database: "cadre", user: "clerk", password: "hunter2")
    let error = await #expect(throws: PostgresError.self) {
      try await Database(address: address, limits: PoolLimits(waitSeconds: 60)).read {
        try await $0.execute("SELECT 1")
      }
    }
    #expect(error?.kind == .unavailable)
    let message = try #require(error?.message.en)
    for part in ["/nowhere", "5433", "cadre", "clerk"] { #expect(message.contains(part)) }
    let everything = "\(String(reflecting: error))\(message)\(error?.hint?.vi ?? "")\(address)"
    #expect(!everything.contains("hunter2"))
  }

  @Test func `refuses a server that is too old`() async throws {
    var address = try await PrivateCluster.shared.address
    address.minimumServerVersion = 990_000
    let error = await #expect(throws: PostgresError.self) {
      try await Connection(to: address).open()
    }
    #expect(error?.kind == .unavailable)
  }

  @Test func `reads addresses as URL and as keywords`() throws {
    let url = try DatabaseAddress("postgres://an:s%20x@db.vn:5433/cadre?sslmode=verify-full")
    #expect(url["user"] == "an")
    #expect(url["password"] == "s x")
    #expect(url["sslmode"] == "verify-full")
    #expect(url.description == "host=db.vn port=5433 dbname=cadre user=an")
    #expect(try DatabaseAddress("host=/tmp dbname=x")["host"] == "/tmp")
    #expect(throws: PostgresError.self) { try DatabaseAddress("postgres://x:y@[") }
  }
}
