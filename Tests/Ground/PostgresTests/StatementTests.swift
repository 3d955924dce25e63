import Basics
import Glibc
import Testing

@testable import Postgres

struct Person: Readable, Equatable {
  let id: Int64
  let name: String
  let born: Day?

  init(_ row: Row) throws {
    id = try row.value("id")
    name = try row.value("name")
    born = try row.value("born")
  }
}

@Suite(.timeLimit(.minutes(15))) struct `A statement` {
  @Test func `binds what is interpolated and numbers it`() throws {
    let name = "Nguyễn'; DROP TABLE member; --"
    let condition: SQL = " AND kind = \("a") AND n = \(7 as Int32)"
    let sql: SQL = "SELECT 1 FROM \(identifier: "app.member") WHERE name = \(name)\(raw: condition)"
    #expect(
      sql.text
        == #"SELECT 1 FROM "app"."member" WHERE name = $1 AND kind = $2 AND n = $3"#)
    #expect(sql.parameters.map(\.type) == [.text, .text, .int4])
    let sum = ("a\(1)" as SQL) + "b\(2)c\(3)" + " LIMIT 5"
    #expect(sum.text == "a$1b$2c$3 LIMIT 5")
    #expect(sum.parameters.map(\.offset) == [0, 8, 16])
    #expect(SQL.joined(["x = \(1)", "y = \(2)"], by: " AND ").text == "x = $1 AND y = $2")
    #expect(SQL.quoted(#"we"ird"#) == #""we""ird""#)
  }

  @Test func `reads rows by the names of their columns`() async throws {
    let database = try await PrivateCluster.shared.database()
    let people = try await database.read { db in
      try await db.rows(
        """
        SELECT born, name, id
          FROM (VALUES (1::int8, 'An', '2000-02-29'::date), (2, 'Bình', NULL)) AS p(id, name, born)
         WHERE id <= \(5)
        """, as: Person.self)
    }
    #expect(people.map(\.name) == ["An", "Bình"])
    #expect(people.map(\.born) == [Day(2000, 2, 29), nil])
    await database.close()
  }

  @Test func `gives one value, one row, or says that there are more`() async throws {
    let database = try await PrivateCluster.shared.database()
    try await database.read { db async throws in
      #expect(try await db.value("SELECT 41 + \(1)", as: Int.self) == 42)
      #expect(try await db.value("SELECT 1 WHERE false", as: Int.self) == nil)
      #expect(try await db.values("SELECT generate_series(1, 3)") == [1 as Int32, 2, 3])
    }
    await #expect(throws: PostgresError.self) {
      try await database.read { try await $0.value("SELECT generate_series(1, 2)", as: Int.self) }
    }
    await database.close()
  }

  @Test func `runs on one thread from the beginning of a transaction to its end`() async throws {
    let database = try await PrivateCluster.shared.database()
    let moves = try await database.read { db in
      db.connection.preconditionIsolated()
      let thread = pthread_self()
      var moves = 0
      for number in 0..<200 {
        _ = try await db.value("SELECT \(number)", as: Int.self)
        if pthread_self() != thread { moves += 1 }
        db.connection.preconditionIsolated()
      }
      return moves
    }
    #expect(moves == 0)
    await database.close()
  }

  @Test func `refuses a column that is missing, double, null or of another type`() async throws {
    struct Pair: Readable {
      init(_ row: Row) throws {
        let _: Int64 = try row.value("a")
      }
    }
    let database = try await PrivateCluster.shared.database()
    let cases: [(SQL, PostgresError.Reason)] = [
      ("SELECT 1 AS b", .misuse("No column is called a.")),
      ("SELECT 1::int8 AS a, 2::int8 AS a", .misuse("Two columns are called a.")),
      ("SELECT NULL::int8 AS a", .column("a", .null)),
      ("SELECT 1::int4 AS a", .column("a", .wrongType(.int4, wanted: .int8))),
      ("SELECT '1' AS a", .column("a", .wrongType(.text, wanted: .int8))),
    ]
    for (sql, reason) in cases {
      let error = await #expect(throws: PostgresError.self) {
        try await database.read { try await $0.rows(sql, as: Pair.self) }
      }
      #expect(error?.reason == reason)
      #expect(error?.query == sql.text)
      #expect(error?.description.contains("StatementTests.swift:") == true)
    }
    await database.close()
  }

  @Test func `refuses NUL in text instead of cutting it`() async throws {
    let database = try await PrivateCluster.shared.database()
    let error = await #expect(throws: PostgresError.self) {
      try await database.read { try await $0.value("SELECT \("admin\0-evil")", as: String.self) }
    }
    #expect(error?.reason == .parameter(1, .containsNUL))
    await database.close()
  }

  @Test func `tells apart the empty text and NULL`() async throws {
    let database = try await PrivateCluster.shared.database()
    let (empty, none) = ("", String?.none)
    let answers = try await database.read { db in
      try await db.values("SELECT \(empty) UNION ALL SELECT \(none)", as: String?.self)
    }
    #expect(answers == ["", nil])
    await database.close()
  }

  @Test func `counts rows and demands the number it was told`() async throws {
    let database = try await PrivateCluster.shared.database()
    try await database.write { db in
      try await db.script("CREATE TEMP TABLE t (n int); INSERT INTO t VALUES (1), (2), (3)")
      #expect(try await db.execute("UPDATE t SET n = n WHERE n > \(1)") == 2)
      try await db.execute("DELETE FROM t WHERE n = 1", expecting: 1)
      let error = await #expect(throws: PostgresError.self) {
        try await db.execute("DELETE FROM t WHERE n = 1", expecting: 1)
      }
      #expect(error?.reason == .rowCount(expected: 1, found: 0))
      #expect(error?.kind == .conflict)
    }
    await database.close()
  }

  @Test func `is prepared once, and the least used makes room`() async throws {
    let database = try await PrivateCluster.shared.database(
      PoolLimits(connections: 1, waitSeconds: 120, preparedStatements: 3))
    let names = try await database.read { db in
      for round in 0..<5 {
        for limit in 1...4 { _ = try await db.value(SQL(trusted: "SELECT \(limit)"), as: Int.self) }
        _ = try await db.value("SELECT \(round)", as: Int.self)
      }
      return try await db.values(
        "SELECT statement FROM pg_prepared_statements", as: String.self)
    }
    #expect(names.count == 3)
    #expect(names.contains("SELECT $1"))
    await database.close()
  }

  @Test func `survives a schema that changes under it`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    try await database.write { try await $0.script("CREATE TABLE stale (a int)") }
    let sql: SQL = "SELECT * FROM stale"
    _ = try await database.read { try await $0.values(sql, as: Int.self) }
    try await database.write { try await $0.script("ALTER TABLE stale ALTER a TYPE int8") }
    let error = await #expect(throws: PostgresError.self) {
      try await database.read { try await $0.values(sql, as: Int.self) }
    }
    #expect(error?.isStalePlan == true)
    #expect(error?.kind == .unavailable)
    _ = try await database.read { try await $0.values(sql, as: Int.self) }
    try await database.write { try await $0.script("ALTER TABLE stale ALTER a TYPE int2") }
    _ = try await database.write(retry: .upTo(2)) { try await $0.values(sql, as: Int.self) }
    try await database.write { try await $0.script("DROP TABLE stale") }
    await database.close()
  }
}
