import Access
import Basics
import Configuration
import Foundation
import Frameworks
import LocalCluster
import Postgres

/// A month of evaluation at full size, each part beside a floor measured in the same run.
///
/// Everything runs on a private server of its own. Seconds hang on the machine; ratios should not.
/// The first argument, or `MEMBERS`, is the number of members; everybody is evaluated with ten
/// entries. Further arguments name the parts to run: all without any. `KEEP=1` leaves the folder
/// with the server's data behind, and `FOLDER` takes up one that was left.
@main
struct Benchmark {
  static func main() async {
    let words = CommandLine.arguments.dropFirst()
    let size = words.first.flatMap(Int.init) ?? Int(Bench.setting("MEMBERS") ?? "") ?? 500_000
    let wanted = words.filter { Int($0) == nil }
    do {
      let bench = try Bench(members: size)
      do {
        if !bench.isTakenUp { try await bench.prepare() }
        for part in Bench.parts where wanted.isEmpty || wanted.contains(part.name) {
          try await part.run(bench)
        }
        await bench.end()
      } catch {
        await bench.end()
        throw error
      }
    } catch {
      print(error)
      exit(1)
    }
  }
}

/// One run of the benchmark in a folder of its own.
struct Bench: Sendable {
  /// A part measures something and says so; it finds what the parts before it left.
  struct Part: Sendable {
    let name: String
    let run: @Sendable (Bench) async throws -> Void
  }

  /// In the order in which they run.
  static let parts: [Part] = [
    Part(name: "open") { try await $0.open() },
    Part(name: "import") { try await $0.importSheets() },
    Part(name: "month-end") { try await $0.monthEnd() },
    Part(name: "proof") { try await $0.proof() },
  ]

  let members: Int
  let folder: String
  /// The folder has a server with members already.
  let isTakenUp: Bool
  let program: String
  let month: Month

  init(members: Int) throws {
    self.members = members
    guard let month = Month(2026, 10) else { throw BenchFault.setting("the month") }
    self.month = month
    isTakenUp = Bench.setting("FOLDER") != nil
    folder = Bench.setting("FOLDER") ?? "/tmp/cadre-evaluation-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    // The program lies beside this one, built by the same command.
    program =
      URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("cadre").path
  }

  static func setting(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  var home: String { folder + "/home" }

  func end() async {
    try? await cadre(["db", "stop"])
    if Bench.setting("KEEP") == nil, !isTakenUp {
      try? FileManager.default.removeItem(atPath: folder)
    }
  }

  func say(_ text: String) { print(text) }
  func shown(_ number: Double) -> String { String(format: "%.2f", number) }

  func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    let spent = (ContinuousClock.now - start).components
    return Double(spent.seconds) + Double(spent.attoseconds) / 1e18
  }

  /// Runs the real program to its end.
  func cadre(_ words: [String]) async throws {
    var environment = Child.plainEnvironment
    environment["CADRE_HOME"] = home
    try await run([program] + words, environment: environment)
  }

  /// Statements of the floor, by the server's own client.
  func psql(_ commands: [String]) async throws {
    let running = try await server()
    var environment = Child.plainEnvironment
    environment["PGHOST"] = running.socketDirectory
    environment["PGPORT"] = String(running.port)
    environment["PGUSER"] = running.superuser
    environment["PGDATABASE"] = "cadre"
    environment["PGOPTIONS"] = "-c search_path=cadre,pg_catalog"
    let words = commands.flatMap { ["-c", $0] }
    try await run(
      ["/usr/bin/psql", "-qX", "-v", "ON_ERROR_STOP=1"] + words, environment: environment)
  }

  private func run(_ command: [String], environment: [String: String]) async throws {
    let pipe = try ChildPipe()
    let child: Child
    do {
      defer { close(pipe.entry) }
      child = try Child(
        command, environment: environment,
        streams: .init(output: pipe.entry, errors: pipe.entry))
    }
    let text = String(decoding: await pipe.drained(), as: UTF8.self)
    guard await child.exit() == .code(0) else { throw BenchFault.failed(command, text) }
  }

  func server() async throws -> LocalCluster.Running {
    try await LocalCluster(
      home: home, programs: .installed(environment: ProcessInfo.processInfo.environment)
    ).start()
  }

  /// Lends the database as the program has it.
  func withDatabase<R>(_ body: (Database) async throws -> R) async throws -> R {
    let running = try await server()
    let database = Database(
      address: DatabaseAddress(
        host: running.socketDirectory, port: running.port, database: "cadre", user: "cadre_app"
      ).setting("search_path", "cadre,pg_catalog,pg_temp"))
    let result: Result<R, any Error>
    do { result = .success(try await body(database)) } catch { result = .failure(error) }
    await database.close()
    return try result.get()
  }

  /// Somebody who may do everything that is measured.
  func officer() throws -> Actor {
    guard let account = Code("bench"), let always = Period(from: .beginning),
      let today = Day(2026, 11, 2)
    else { throw BenchFault.setting("the officer") }
    return Actor(
      account: account, origin: "bench",
      grants: [Grant(role: .hrOfficer, scope: .everything, period: always)], today: today)
  }
}

enum BenchFault: Error {
  case failed([String], String)
  case setting(String)
}

/// The most memory that this process has held at once.
enum PeakMemory {
  /// Forgets the peak: from here on it is counted anew.
  static func forget() {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    file.write(Data("5".utf8))
    try? file.close()
  }

  /// In MB; 0 where the system does not say.
  static var megabytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
    return (number ?? 0) / 1024
  }
}
