import Basics
import Testing

@testable import Postgres

struct Stop: Error {}

@Suite(.timeLimit(.minutes(15))) struct `A transaction` {
  /// A pool and a table of the test's own, dropped afterwards.
  private func withTable(
    connections: Int = 4, _ body: (Database, String) async throws -> Void
  ) async throws {
    let database = try await PrivateCluster.shared.database(connections: connections)
    let table = "t" + String(UInt64.random(in: 0 ... .max), radix: 36)
    try await database.write { db in
      try await db.execute(
        "CREATE TABLE \(identifier: table) (id int8 UNIQUE, n int4)")
    }
    try await body(database, table)
    try await database.write { try await $0.execute("DROP TABLE \(identifier: table)") }
    #expect(database.counts.waiters == 0)
    await database.close()
  }

  private func count(in table: String, of database: Database) async throws -> Int? {
    try await database.read { try await $0.value("SELECT count(*) FROM \(identifier: table)") }
  }

  @Test func `stores what it did, or nothing when its body throws`() async throws {
    try await withTable { database, table async throws in
      try await database.write { db in
        try await db.execute("INSERT INTO \(identifier: table) VALUES (1, 1)")
      }
      await #expect(throws: Stop.self) {
        try await database.write { db in
          try await db.execute("INSERT INTO \(identifier: table) VALUES (2, 2)")
          throw Stop()
        }
      }
      #expect(try await count(in: table, of: database) == 1)
      #expect(database.counts.connections == 1)
    }
  }

  @Test func `tells the server's time, or the one it was given`() async throws {
    try await withTable { database, _ async throws in
      let (told, asked) = try await database.write { db in
        (db.now, try await db.value("SELECT transaction_timestamp()", as: Instant.self))
      }
      #expect(told == asked)
      let given = Instant(microseconds: 5)
      #expect(try await database.read(now: given) { $0.now } == given)
    }
  }

  @Test func `that only reads cannot write`() async throws {
    try await withTable { database, table async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await database.read { db in
          try await db.execute("INSERT INTO \(identifier: table) VALUES (1, 1)")
        }
      }
      #expect(error?.sqlstate == "25006")
    }
  }

  @Test func `undoes a savepoint and goes on`() async throws {
    try await withTable { database, table async throws in
      let insert: SQL = "INSERT INTO \(identifier: table) VALUES (1, 1)"
      try await database.write { db in
        try await db.execute(insert)
        await #expect(throws: PostgresError.self) {
          try await db.savepoint {
            try await db.savepoint { _ = try await db.execute("SELECT 1") }
            try await db.execute(insert)
          }
        }
        await #expect(throws: Stop.self) {
          try await db.savepoint {
            try await db.execute("INSERT INTO \(identifier: table) VALUES (2, 2)")
            throw Stop()
          }
        }
        try await db.savepoint {
          _ = try await db.execute("INSERT INTO \(identifier: table) VALUES (3, 3)")
        }
      }
      #expect(try await count(in: table, of: database) == 2)
    }
  }

  @Test func `that swallowed an error is not taken for stored`() async throws {
    try await withTable { database, table async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await database.write { db in
          try await db.execute("INSERT INTO \(identifier: table) VALUES (1, 1)")
          _ = try? await db.execute("SELECT 1 / 0")
        }
      }
      #expect(error?.reason == .rolledBack)
      #expect(try await count(in: table, of: database) == 0)
    }
  }

  @Test func `is of no use after it has ended`() async throws {
    try await withTable { database, _ async throws in
      let old = try await database.read { $0 }
      let error = await #expect(throws: PostgresError.self) { try await old.execute("SELECT 1") }
      #expect(error?.reason == .misuse("The transaction is over already."))
      _ = try await database.read { db in
        await #expect(throws: PostgresError.self) { try await old.execute("SELECT 1") }
      }
    }
  }

  @Test func `that ends itself is told so`() async throws {
    try await withTable { database, _ async throws in
      await #expect(throws: PostgresError.self) {
        try await database.write { try await $0.execute("COMMIT") }
      }
      await #expect(throws: PostgresError.self) {
        try await database.write { try await $0.script("SELECT 1; ROLLBACK") }
      }
    }
  }

  @Test func `runs again after losing a race, whole and only when asked`() async throws {
    try await withTable { database, table async throws in
      try await database.write { db in
        try await db.execute("INSERT INTO \(identifier: table) VALUES (1, 0)")
      }
      let increment: @Sendable (Transaction) async throws -> Void = { db in
        let old = try await db.value("SELECT n FROM \(identifier: table)", as: Int.self) ?? 0
        try await Task.sleep(for: .milliseconds(5))
        try await db.execute("UPDATE \(identifier: table) SET n = \(Int32(old + 1))")
      }
      let lost = await withTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask {
            do {
              try await database.write(isolation: .serializable, retry: .upTo(50), increment)
              return 0
            } catch { return 1 }
          }
        }
        return await group.reduce(0, +)
      }
      #expect(lost == 0)
      let sum = try await database.read { db in
        try await db.value("SELECT n FROM \(identifier: table)", as: Int.self)
      }
      #expect(sum == 8)
    }
  }

  @Test func `whose COMMIT is refused says why`() async throws {
    try await withTable { database, table async throws in
      try await database.write { db in
        try await db.execute(
          """
          ALTER TABLE \(identifier: table)
            ADD CONSTRAINT only_later UNIQUE (n) DEFERRABLE INITIALLY DEFERRED
          """)
      }
      let error = await #expect(throws: PostgresError.self) {
        try await database.write { db in
          try await db.execute("INSERT INTO \(identifier: table) VALUES (1, 1), (2, 1)")
        }
      }
      #expect(error?.constraint == "only_later")
      #expect(error?.kind == .conflict)
    }
  }

  @Test func `whose COMMIT gets no answer is told apart`() async throws {
    try await withTable { database, table async throws in
      // A deferred trigger cuts the connection in the middle of COMMIT.
      try await database.write { db in
        try await db.script(
          """
          CREATE FUNCTION \(table)_cut() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
          CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON \(table)
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION \(table)_cut();
          """)
      }
      let error = await #expect(throws: PostgresError.self) {
        try await database.write { db in
          try await db.execute("INSERT INTO \(identifier: table) VALUES (1, 1)")
        }
      }
      #expect(error?.reason == .outcomeUnknown)
      #expect(error?.kind == .unavailable)
      #expect(error?.hint != nil)
      try await database.write { try await $0.script("DROP FUNCTION \(table)_cut CASCADE") }
    }
  }

  @Test func `survives a server process that is killed under it`() async throws {
    try await withTable(connections: 2) { database, table async throws in
      let error = await #expect(throws: PostgresError.self) {
        try await database.write { db in
          let process = try await db.value("SELECT pg_backend_pid()", as: Int32.self)
          try await database.write { other in
            try await other.execute("SELECT pg_terminate_backend(\(process))")
          }
          try await db.execute("INSERT INTO \(identifier: table) VALUES (1, 1)")
        }
      }
      #expect(error?.kind == .unavailable)
      #expect(try await count(in: table, of: database) == 0)
      // Killed while it lies idle, nobody notices.
      let process = try await database.read {
        try await $0.value("SELECT pg_backend_pid()", as: Int32.self)
      }
      let other = try await PrivateCluster.shared.database(connections: 1)
      try await other.write { try await $0.execute("SELECT pg_terminate_backend(\(process))") }
      await other.close()
      try await Task.sleep(for: .milliseconds(50))
      for _ in 0..<3 { #expect(try await count(in: table, of: database) == 0) }
    }
  }
}
