import Foundation
import LocalCluster
import TestKit
import Testing

/// A home of its own for the real program, whose server ends with the test.
///
/// A few live at a time, whatever the number of tests: two cores have no use for more.
struct TestHome: Sendable {
  let path: String
  /// What every command gets; a test adds its own.
  var environment: [String: String]
  /// Where commands run and where a test lays its files.
  let desk: String

  static let today = "2026-11-21"

  init(at path: String) throws {
    self.path = path
    desk = try Scratch.folder("desk")
    environment = [
      "CADRE_HOME": path, "CADRE_LANG": "en", "CADRE_TODAY": Self.today, "CADRE_UNSAFE_FAST": "1",
    ]
  }

  /// Runs `body` with an empty home; the server is stopped afterwards, however the body ended.
  static func empty<Value: Sendable>(
    _ body: (TestHome) async throws -> Value
  ) async throws -> Value {
    try await gate.pass { try await TestHome(at: Scratch.folder("home")).lend(to: body) }
  }

  /// The same with the home that ``SharedHome`` copies: the units and members of ``Town``.
  static func town<Value: Sendable>(
    _ body: (TestHome) async throws -> Value
  ) async throws -> Value {
    let template = try await SharedHome.template.value
    return try await gate.pass {
      let path = try Scratch.folder("home")
      try await copy(template, to: path)
      return try await TestHome(at: path).lend(to: body)
    }
  }

  /// Another empty home within the test of a first one.
  static func beside<Value: Sendable>(
    _ body: (TestHome) async throws -> Value
  ) async throws -> Value { try await TestHome(at: Scratch.folder("beside")).lend(to: body) }

  /// The same with a home that lies there already.
  static func using<Value: Sendable>(
    _ path: String, _ body: (TestHome) async throws -> Value
  ) async throws -> Value { try await TestHome(at: path).lend(to: body) }

  private static let gate = Gate(width: 2)
  private static let runs = Gate(width: 4)

  static func copy(_ template: String, to path: String) async throws {
    let (exit, text) = try await Child.capture(
      ["/bin/cp", "-a", "--reflink=auto", "-T", template, path])
    guard exit == .code(0) else { throw TestKitProblem(text) }
  }

  private func lend<Value: Sendable>(
    to body: (TestHome) async throws -> Value
  ) async throws -> Value {
    let result: Result<Value, any Error>
    do { result = .success(try await body(self)) } catch { result = .failure(error) }
    let stopped = try? await cadre("db", "stop")
    #expect(stopped?.code == 0, "db stop: \(stopped?.errors ?? "did not run")")
    #expect(processes.isEmpty, "processes are left behind: \(processes)")
    return try result.get()
  }

  /// Runs the program to its end.
  func cadre(
    _ words: String..., input: String = "", timeout: Duration = .seconds(240)
  ) async throws -> Program.Outcome { try await cadre(words, input: input, timeout: timeout) }

  func cadre(
    _ words: [String], input: String = "", timeout: Duration = .seconds(240)
  ) async throws -> Program.Outcome {
    try await Self.runs.pass {
      try await Program.cadre.run(
        words, environment: environment, input: input, folder: desk, timeout: timeout)
    }
  }

  /// Runs a command that has to go well, and gives back what it printed.
  @discardableResult
  func done(
    _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let outcome = try await cadre(words)
    #expect(
      outcome.code == 0, "cadre \(words.joined(separator: " ")): \(outcome.errors)",
      sourceLocation: sourceLocation)
    return outcome.output
  }

  /// The same home seen by another environment.
  func with(_ more: [String: String]) -> TestHome {
    var copy = self
    copy.environment.merge(more) { $1 }
    return copy
  }

  /// Lays a file on the desk and gives back its path.
  func lay(_ name: String, _ text: String) throws -> String { try lay(name, Array(text.utf8)) }

  func lay(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = desk + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: desk + "/" + name)), as: UTF8.self)
  }

  /// How many members there are, by the trustiest way a clerk has.
  func members() async throws -> Int {
    try await done("member", "export").split(separator: "\n").count - 1
  }

  /// The number of the server's first process, or `nil` where none runs.
  var server: pid_t? {
    let file = path + "/data/postmaster.pid"
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    return text.split(separator: "\n").first.flatMap { pid_t($0) }
  }

  /// Processes that work in this home.
  var processes: [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter { pid in
      let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
      return folder?.hasPrefix(path + "/") ?? false
    }
  }
}

/// Homes that are made once: one to copy from, one that every test may read.
enum SharedHome {
  /// A stopped home with the units and members of ``Town``.
  static let template = Task {
    let home = try TestHome(at: Scratch.folder("template"))
    for words in [
      ["unit", "import", try home.lay("units.csv", Town.units), "--reason", "Founded"],
      ["member", "import", try home.lay("members.csv", Town.members), "--reason", "Counted"],
      ["account", "add", "lan", "--full-name", "Trần Thị Lan"],
      ["db", "stop"],
    ] {
      let outcome = try await home.cadre(words)
      guard outcome.code == 0 else { throw TestKitProblem("\(words): \(outcome.errors)") }
    }
    return home.path
  }

  /// A running copy for tests that change nothing; it ends with the test process.
  static func reading() async throws -> TestHome { try await kept.value }

  /// Another one, for tests that try in vain to change something; refused imports leave traces
  /// beside the record, on which the readers of the first one do not stumble.
  static func battered() async throws -> TestHome { try await struck.value }

  private static let kept = Task { try await started() }
  private static let struck = Task { try await started() }

  private static func started() async throws -> TestHome {
    let path = try Scratch.folder("shared")
    try await TestHome.copy(template.value, to: path)
    let home = try TestHome(at: path)
    _ = try await home.cadre("db", "start")
    return home
  }
}

/// Lets a few in at a time, in the order they came.
actor Gate {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(width: Int) { free = width }

  nonisolated func pass<Value: Sendable>(
    _ body: () async throws -> Value
  ) async throws -> Value {
    await enter()
    let result: Result<Value, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    await leave()
    return try result.get()
  }

  private func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
