import Basics
import Foundation
import LocalCluster
import Postgres

/// Compares the module with libpq used by hand, on one server in one run.
///
/// On a private server of its own, or on the one whose connection string is its argument.
@main enum Main {
  static let repetitions = 7

  static func main() async throws {
    if CommandLine.arguments.count > 1 { return try await run(on: CommandLine.arguments[1]) }
    let home = "/tmp/cadre-bench-\(getpid())"
    let cluster = LocalCluster(
      home: home, programs: .installed(environment: ProcessInfo.processInfo.environment))
    let running = try await cluster.start()
    do {
      try await run(
        on: "host=\(running.socketDirectory) port=\(running.port) dbname=postgres "
          + "user=\(running.superuser)")
    } catch {
      report("\(error)")
    }
    try await cluster.stop()
    try FileManager.default.removeItem(atPath: home)
  }

  private static func run(on conninfo: String) async throws {
    let address = try DatabaseAddress(conninfo)
    let ours = Ours(database: Database(address: address, limits: PoolLimits(connections: 1)))
    let raw = try Raw(conninfo: conninfo)
    raw.command(Workload.setUp)
    raw.command("VACUUM ANALYZE postgres_benchmark")
    defer { raw.command(Workload.tearDown) }
    report("what, ours ms, libpq ms, ratio of speed (medians of \(repetitions))")
    try await compare("500,000 rows of 5 columns", ours.rows, raw.rows)
    try await compare("20,000 single-row queries", ours.queries, raw.queries)
    try await compare("20,000 pipelined", ours.pipelined, raw.pipelined)
    try await compare("COPY out, row by row", ours.copyOut, raw.copyOut)
    try await compare("COPY out, in batches", ours.copyOutBatches, raw.copyOut)
    try await compare("COPY in", ours.copyIn, raw.copyIn)
    try await compare("2,000 transactions of one query", ours.transactions, raw.transactions)
    await ours.database.close()
  }

  private static func compare(
    _ name: String, _ ours: () async throws -> Int, _ raw: () -> Int
  ) async throws {
    var times: (ours: [Duration], raw: [Duration]) = ([], [])
    let clock = ContinuousClock()
    for round in 0...repetitions {
      var sums = (0, 0)
      let ourTime = try await clock.measure { sums.0 = try await ours() }
      let rawTime = clock.measure { sums.1 = raw() }
      precondition(sums.0 == sums.1, "\(name): \(sums)")
      // The first round warms caches on both sides.
      guard round > 0 else { continue }
      times.ours.append(ourTime)
      times.raw.append(rawTime)
    }
    let (mine, theirs) = (median(times.ours), median(times.raw))
    report("\(name), \(mine / 1000), \(theirs / 1000), \(theirs * 100 / max(mine, 1)) %")
  }

  /// In microseconds.
  private static func median(_ times: [Duration]) -> Int64 {
    let sorted = times.sorted()
    let (seconds, attoseconds) = sorted[sorted.count / 2].components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}

/// What both sides do.
enum Workload {
  static let rowCount = 500_000
  static let queryCount = 20_000

  static let setUp = """
    DROP TABLE IF EXISTS postgres_benchmark, postgres_benchmark_in;
    CREATE TABLE postgres_benchmark
      (id int8 PRIMARY KEY, name text NOT NULL, born date NOT NULL, grade int4 NOT NULL,
       points numeric(9,2) NOT NULL);
    INSERT INTO postgres_benchmark
    SELECT n, 'Nguyễn Văn ' || n, date '1950-01-01' + n % 20000, n % 7, n % 10000 / 100.0
      FROM generate_series(1, 500000) n;
    CREATE UNLOGGED TABLE postgres_benchmark_in (LIKE postgres_benchmark);
    """
  static let tearDown = "DROP TABLE postgres_benchmark, postgres_benchmark_in"
}

/// One row of the workload, the same for both sides.
struct Entry: Readable, Writable {
  let id: Int64
  let name: String
  let born: Day
  let grade: Int32
  let points: Points

  init(id: Int64, name: String, born: Day, grade: Int32, points: Points) {
    (self.id, self.name, self.born, self.grade, self.points) = (id, name, born, grade, points)
  }

  init(_ row: Row) throws {
    id = try row.value("id")
    name = try row.value("name")
    born = try row.value("born")
    grade = try row.value("grade")
    points = try row.value("points")
  }

  func write(to row: inout RowWriter) throws {
    try row.put(id)
    try row.put(name)
    try row.put(born)
    try row.put(grade)
    try row.put(points)
  }

  /// Something that depends on every column.
  var check: Int {
    Int(id) &+ name.utf8.count &+ Int(born.number) &+ Int(grade) &+ Int(points.hundredths)
  }

  static func made(_ number: Int) -> Entry {
    Entry(
      id: Int64(number), name: "Nguyễn Văn \(number)",
      born: Day.first.adding(days: number % 20_000),
      grade: Int32(number % 7), points: Points(hundredths: Int64(number % 10_000)))
  }
}

func report(_ line: String) {
  var line = line + "\n"
  line.withUTF8 { _ = write(1, $0.baseAddress, $0.count) }
}
