import Basics
import Testing

@testable import Postgres

struct Mark: Readable, Writable, Equatable {
  let id: Int64
  let name: String?
  let day: Day
  let points: Points

  init(number: Int) {
    id = Int64(number)
    name = number % 10 == 0 ? nil : "Đồng chí \(number)"
    day = Day.first.adding(days: number)
    points = Points(hundredths: Int64(number))
  }

  init(_ row: Row) throws {
    id = try row.value("id")
    name = try row.value("name")
    day = try row.value("day")
    points = try row.value("points")
  }

  func write(to row: inout RowWriter) throws {
    try row.put(id)
    try row.put(name)
    try row.put(day)
    try row.put(points)
  }
}

@Suite(.timeLimit(.minutes(15))) struct `COPY` {
  private static let columns = ["id", "name", "day", "points"]

  /// A transaction with an empty table `mark`, rolled back with its end.
  private func withTable<R: Sendable>(
    _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let value = try await database.write { db in
      try await db.script(
        """
        CREATE DOMAIN score AS numeric(9,2);
        CREATE TABLE mark (id int8, name varchar(40), day date, points score);
        """)
      let value = try await body(db)
      try await db.script("DROP TABLE mark; DROP DOMAIN score")
      return value
    }
    await database.close()
    return value
  }

  @Test func `carries 100,000 rows in and out again`() async throws {
    try await withTable { db async throws in
      let taken = try await db.copyIn(into: "mark", columns: Self.columns) { writer in
        for number in 0..<100_000 { try await writer.append(Mark(number: number)) }
      }
      #expect(taken == 100_000)
      let least = 10
      var next = least
      let query: SQL = "SELECT points, day, id, name FROM mark WHERE id >= \(least) ORDER BY id"
      for try await mark in db.copyOut(query, as: Mark.self) {
        if mark != Mark(number: next) { Issue.record("row \(next) differs") }
        next += 1
      }
      #expect(next == 100_000)
      var count = 0
      for try await batch in db.copyOut(query, as: Mark.self).batches { count += batch.count }
      #expect(count == 99_990)
    }
  }

  @Test func `takes values one by one, and sequences`() async throws {
    try await withTable { db async throws in
      let day = try #require(Day(2026, 11, 21))
      try await db.copyIn(into: "public.mark", columns: ["day", "id", "name"]) { writer in
        try await writer.append(day, 5 as Int64, String?.none)
        try await writer.append(day, ID<Person>(6), "x")
      }
      let marks = AsyncStream<Mark> { stream in
        for number in 0..<3 { stream.yield(Mark(number: number)) }
        stream.finish()
      }
      #expect(try await db.copyIn(marks, into: "mark", columns: Self.columns) == 3)
      #expect(try await db.value("SELECT count(*) FROM mark", as: Int.self) == 5)
    }
  }

  @Test func `binds values of every kind, NULL too`() async throws {
    struct One: Readable {
      let text: String?
      init(_ row: Row) throws { text = try row.value("text") }
    }
    try await withTable { db async throws in
      let (tricky, days) = ("'; DROP TABLE mark; --\\", [Day.beginning])
      let nothing: String? = nil
      let query: SQL = """
        SELECT concat_ws('|', \(tricky), \(nothing)::text, \(7), \(days), \(true)) AS text
        """
      var texts: [String?] = []
      for try await one in db.copyOut(query, as: One.self) { texts.append(one.text) }
      #expect(texts == ["'; DROP TABLE mark; --\\|7|{-infinity}|t"])
    }
  }

  @Test func `broken off in the middle leaves nothing`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    try await database.write { try await $0.script("CREATE TABLE half (id int8)") }
    await #expect(throws: Stop.self) {
      try await database.write { db in
        try await db.copyIn(into: "half", columns: ["id"]) { writer in
          for number in 0..<50_000 { try await writer.append(number) }
          throw Stop()
        }
      }
    }
    let task = Task {
      try await database.write { db in
        try await db.copyIn(into: "half", columns: ["id"]) { writer in
          for number in 0... { try await writer.append(number) }
        }
      }
    }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let left = try await database.read { db in
      try await db.value("SELECT count(*) FROM half", as: Int.self)
    }
    #expect(left == 0)
    #expect(database.counts.connections == 1)
    try await database.write { try await $0.script("DROP TABLE half") }
    await database.close()
  }

  @Test func `refuses values of another type, too many, too few, and unknown columns`()
    async throws
  {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let table = "wrong_copy"
    try await database.write { try await $0.script("CREATE TABLE wrong_copy (a int4, b date)") }
    let attempts: [@Sendable (CopyInWriter) async throws -> Void] = [
      { try await $0.append(Day.beginning, 1 as Int32) },
      { try await $0.append(1, Day.beginning) },
      { try await $0.append(1 as Int32) },
      { try await $0.append(1 as Int32, Day.beginning, 2 as Int32) },
    ]
    for attempt in attempts {
      await #expect(throws: PostgresError.self) {
        try await database.write { db in
          try await db.copyIn(into: table, columns: ["a", "b"], attempt)
        }
      }
    }
    let error = await #expect(throws: PostgresError.self) {
      try await database.write { db in
        try await db.copyIn(into: table, columns: ["c"]) { try await $0.append(1) }
      }
    }
    #expect(error?.description.contains("has no column c") == true)
    #expect(database.counts.connections == 1)
    try await database.write { try await $0.script("DROP TABLE wrong_copy") }
    await database.close()
  }

  @Test func `says what the server refused`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let error = await #expect(throws: PostgresError.self) {
      try await database.write { db in
        try await db.script("CREATE TEMP TABLE once (id int8 CONSTRAINT only_once UNIQUE)")
        try await db.copyIn(into: "once", columns: ["id"]) { writer in
          for number in [1, 2, 1] { try await writer.append(number) }
        }
      }
    }
    #expect(error?.constraint == "only_once")
    #expect(error?.kind == .conflict)
    await database.close()
  }

  @Test func `that is left early lets the next statement through, and holds others meanwhile`()
    async throws
  {
    try await withTable { db async throws in
      let query: SQL =
        """
        SELECT n::int8 AS id, 'x' AS name, date '2026-01-01' AS day, 1.00 AS points
          FROM generate_series(1, 5000) n
        """
      for try await mark in db.copyOut(query, as: Mark.self) {
        let error = await #expect(throws: PostgresError.self) { try await db.execute("SELECT 1") }
        #expect(error?.reason == .misuse("A COPY is under way on this connection."))
        if mark.id == 3 { break }
      }
      #expect(try await db.value("SELECT \(1)", as: Int.self) == 1)
    }
  }

  @Test func `that is left by an error does not spoil the connection`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    await #expect(throws: Stop.self) {
      try await database.read { db in
        let query: SQL = "SELECT n::text AS id FROM generate_series(1, 100000000) n"
        for try await _ in db.copyOut(query, format: .text) { throw Stop() }
      }
    }
    #expect(try await database.read { try await $0.value("SELECT \(1)", as: Int.self) } == 1)
    await database.close()
  }

  @Test func `gives bytes as text`() async throws {
    try await withTable { db async throws in
      var text: [UInt8] = []
      let limit = 3
      let query: SQL = "SELECT n, NULL AS nothing FROM generate_series(1, \(limit)) n"
      for try await chunk in db.copyOut(query, format: .csvWithHeader) { text += chunk }
      #expect(String(decoding: text, as: UTF8.self) == "n,nothing\n1,\n2,\n3,\n")
    }
  }
}
