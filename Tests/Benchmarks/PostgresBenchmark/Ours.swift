import Basics
import Postgres

/// The workload through the module.
struct Ours {
  let database: Database

  private static let all: SQL = "SELECT id, name, born, grade, points FROM postgres_benchmark"

  func rows() async throws -> Int {
    try await database.read { db in
      try await db.rows(Ours.all, as: Entry.self).reduce(0) { $0 &+ $1.check }
    }
  }

  func queries() async throws -> Int {
    try await database.read { db in
      var sum = 0
      for number in 1...Workload.queryCount {
        let entry = try await db.first(
          "SELECT id, name, born, grade, points FROM postgres_benchmark WHERE id = \(number)",
          as: Entry.self)
        sum &+= entry?.check ?? 0
      }
      return sum
    }
  }

  func pipelined() async throws -> Int {
    try await database.read { db in
      let queries = (1...Workload.queryCount).map { number in
        "SELECT id, name, born, grade, points FROM postgres_benchmark WHERE id = \(number)" as SQL
      }
      return try await db.pipeline(queries, as: Entry.self)
        .reduce(0) { $0 &+ ($1.first?.check ?? 0) }
    }
  }

  func copyOut() async throws -> Int {
    try await database.read { db in
      var sum = 0
      for try await entry in db.copyOut(Ours.all, as: Entry.self) { sum &+= entry.check }
      return sum
    }
  }

  func copyOutBatches() async throws -> Int {
    try await database.read { db in
      var sum = 0
      for try await batch in db.copyOut(Ours.all, as: Entry.self).batches {
        for entry in batch { sum &+= entry.check }
      }
      return sum
    }
  }

  func copyIn() async throws -> Int {
    try await database.write { db in
      try await db.execute("TRUNCATE postgres_benchmark_in")
      return try await db.copyIn(
        into: "postgres_benchmark_in", columns: ["id", "name", "born", "grade", "points"]
      ) { writer in
        for number in 1...Workload.rowCount { try await writer.append(Entry.made(number)) }
      }
    }
  }

  func transactions() async throws -> Int {
    var sum = 0
    for number in 1...2000 {
      sum &+= try await database.read { db in
        try await db.value("SELECT grade FROM postgres_benchmark WHERE id = \(number)") ?? 0
      }
    }
    return sum
  }
}
