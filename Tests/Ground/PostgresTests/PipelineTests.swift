import Basics
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(15))) struct `A pipeline` {
  @Test func `answers every statement in order`() async throws {
    let database = try await PrivateCluster.shared.database(
      PoolLimits(connections: 1, waitSeconds: 120, preparedStatements: 4))
    let (values, touched) = try await database.write { db in
      let queries = (0..<5000).map { number in
        number % 2 == 0 ? "SELECT \(number)" as SQL : "SELECT \(number) WHERE false"
      }
      let values = try await db.pipeline(values: queries, as: Int.self)
      // More statements than the connection keeps.
      let touched = try await db.pipeline(
        (1...20).map { SQL(trusted: "SELECT generate_series(1, \($0))") })
      return (values, touched)
    }
    #expect(values == (0..<5000).map { $0 % 2 == 0 ? $0 : nil })
    #expect(touched == Array(1...20))
    await database.close()
  }

  @Test func `does not stand still when both sides have much to say`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let text = String(repeating: "năm", count: 20_000)
    let lengths = try await database.read { db in
      let queries = (0..<600).map { _ in "SELECT \(text)" as SQL }
      return try await db.pipeline(values: queries, as: String.self).map { $0?.count }
    }
    #expect(lengths == Array(repeating: 60_000, count: 600))
    await database.close()
  }

  @Test func `says which statement failed and leaves the connection usable`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let error = await #expect(throws: PostgresError.self) {
      try await database.write { db in
        try await db.pipeline(
          (0..<1000).map { "SELECT 1000 / (\($0) - 500)" })
      }
    }
    #expect(error?.sqlstate == "22012")
    #expect(error?.query == "SELECT 1000 / ($1 - 500)")
    #expect(try await database.read { try await $0.value("SELECT \(1)", as: Int.self) } == 1)
    #expect(database.counts.connections == 1)
    await database.close()
  }

  @Test func `stops when its task is cancelled`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let task = Task {
      try await database.write { db in
        try await db.pipeline((0..<1000).map { _ in "SELECT pg_sleep(1)" })
      }
    }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await database.read { try await $0.value("SELECT \(1)", as: Int.self) } == 1)
    await database.close()
  }
}

@Suite(.timeLimit(.minutes(15))) struct `Listening` {
  @Test func `hears what is said on its channel, and ends when cancelled`() async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    var notifications = database.listen(on: #"Kênh "một""#).makeAsyncIterator()
    try await notifications.start()
    try await database.write { db in
      try await db.execute(
        "SELECT pg_notify(\(#"Kênh "một""#), n::text) FROM generate_series(1, 3) n")
      try await db.execute("SELECT pg_notify('another', 'x')")
    }
    for number in 1...3 { #expect(try await notifications.next()?.payload == String(number)) }
    let listener = Task { [database] in
      var count = 0
      for try await _ in database.listen(on: "quiet") { count += 1 }
      return count
    }
    try await Task.sleep(for: .milliseconds(50))
    listener.cancel()
    #expect(try await listener.value == 0)
    await database.close()
  }
}

@Suite(.timeLimit(.minutes(15))) struct `An error of the database` {
  private func failure(of script: String) async throws -> PostgresError {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let error = await #expect(throws: PostgresError.self) {
      try await database.write { db in
        try await db.script("CREATE TEMP TABLE p (name text CONSTRAINT p_name CHECK (name < 'b'))")
        try await db.script("CREATE UNIQUE INDEX p_once ON p (name)")
        try await db.script(script)
      }
    }
    await database.close()
    return try #require(error)
  }

  @Test func `quotes no data, whoever prints it`() async throws {
    let scripts = [
      "INSERT INTO p VALUES ('secretive')",
      "INSERT INTO p VALUES ('a secretive'), ('a secretive')",
      "SELECT 'secretive'::int4",
      "SELECT '{secretive'::json",
    ]
    for script in scripts {
      let error = try await failure(of: script)
      var dumped = ""
      dump(error, to: &dumped)
      let printed = "\(error)\(String(reflecting: error))\(error.message)\(dumped)"
      #expect(!printed.contains("secretive"))
      #expect(error.description.contains("PipelineTests.swift:"))
    }
  }

  @Test func `names the constraint, for a noun to put into words`() async throws {
    let check = try await failure(of: "INSERT INTO p VALUES ('c')")
    #expect((check.constraint, check.kind) == ("p_name", .refused))
    #expect(check.detail != nil)
    #expect(
      check.description == "PostgreSQL refused, SQLSTATE 23514, constraint p_name, "
        + "at PostgresTests/PipelineTests.swift:\(check.line ?? 0)")
    let unique = try await failure(of: "INSERT INTO p VALUES ('a'), ('a')")
    #expect((unique.constraint, unique.kind) == ("p_once", .conflict))
    #expect(try await failure(of: "SELECT 1 FROM nowhere").kind == .fault)
    #expect(try await failure(of: "SET ROLE pg_read_all_data; CREATE TABLE x ()").kind == .refused)
  }
}
