import Access
import Basics
import Foundation
import LocalCluster
import Members
import Postgres

/// The records at full size: the register, imported against `\copy` into the same tables; finding
/// people; dues, assessed, paid and read from the bank; a merger's transfers; letters of a ward.
///
/// Everything runs on a private server of its own, both sides of a ratio on the same server in the
/// same run. Seconds hang on the machine; ratios should not. `MEMBERS` is the number of members;
/// arguments name the parts to run, `import`, `find`, `transfers`, `letters` and `dues`: all
/// without any.
@main
struct Benchmark {
  static func main() async {
    let members = Int(ProcessInfo.processInfo.environment["MEMBERS"] ?? "") ?? 500_000
    let wanted = Set(CommandLine.arguments.dropFirst())
    guard let bench = try? Bench(members: members) else { exit(70) }
    do {
      let all: Set = ["import", "find", "transfers", "letters", "dues"]
      try await bench.run(wanted.isEmpty ? all : wanted)
      await bench.end()
    } catch {
      await bench.end()
      print(error)
      exit(1)
    }
  }
}

/// One run of the benchmark in a folder of its own.
struct Bench {
  let members: Int
  let folder: String
  let program: String

  init(members: Int) throws {
    self.members = members
    folder = "/tmp/cadre-bench-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    // The program lies beside this one, built by the same command.
    program =
      URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("cadre").path
  }

  var ours: String { folder + "/ours" }
  var floor: String { folder + "/floor" }

  func run(_ parts: Set<String>) async throws {
    say("machine     \(machine())")
    try SampleFiles.write(members: members, to: folder)
    try await cadre(["unit", "import", folder + "/units.csv"], home: ours)
    let imported = try await seconds {
      try await cadre(["member", "import", folder + "/members.csv"], home: ours)
    }
    if parts.contains("import") { try await measureImport(imported) }
    if parts.contains("find") { try await find() }
    // Before dues: who has not paid is not let go.
    if parts.contains("transfers") { try await transfers() }
    if parts.contains("letters") { try await letters() }
    if parts.contains("dues") { try await dues() }
  }

  private func measureImport(_ imported: Double) async throws {
    try await cadre(["unit", "import", folder + "/units.csv"], home: floor)
    try await copyOut()
    let copied = try await seconds { try await copyIn() }
    report("import", of: members, imported, floor: copied, goal: "≤ 2.00")
    let again = try await seconds {
      try await cadre(["member", "import", folder + "/members.csv"], home: ours)
    }
    say("import      the same file again: \(shown(again)) s, nothing changes")
  }

  func end() async {
    for home in [ours, floor] {
      try? await cadre(["db", "stop"], home: home)
    }
    try? FileManager.default.removeItem(atPath: folder)
  }

  func say(_ text: String) { print(text) }

  private func report(
    _ name: String, of count: Int, _ seconds: Double, floor: Double, goal: String
  ) {
    say(
      "\(name)      \(count) members with every check: \(shown(seconds)) s · \\copy into the same "
        + "tables: \(shown(floor)) s · ratio \(shown(seconds / floor)) (goal \(goal))")
  }

  func shown(_ number: Double) -> String { String(format: "%.2f", number) }

  private func machine() -> String {
    let memory = ProcessInfo.processInfo.physicalMemory / (1 << 30)
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model =
      text.split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "?"
    return "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(memory) GiB, \(model)"
  }

  func seconds(_ work: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    let spent = (ContinuousClock.now - start).components
    return Double(spent.seconds) + Double(spent.attoseconds) / 1e18
  }

  /// Runs the real program to its end.
  func cadre(_ words: [String], home: String) async throws {
    var environment = Child.plainEnvironment
    environment["CADRE_HOME"] = home
    try await run([program] + words, environment: environment)
  }

  @discardableResult
  func run(_ command: [String], environment: [String: String]) async throws -> String {
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
    return text
  }
}

enum BenchFault: Error {
  case failed([String], String)
  case unexpected(String)
}
