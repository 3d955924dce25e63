import Foundation
import LocalCluster

/// The one command behind `make test`: everything that has to hold before a change is shared.
///
/// Runs the steps in order, stops at the first that fails, and exits with its code. The last line,
/// `N passed, N failed`, is counted from what the test runner says of each test, and is left out
/// where no test ran.
@main struct Check {
  static func main() async throws {
    var tally = Tally()
    for step in Step.all where await step.applies() {
      say("\n==> \(step.name): \(step.command.joined(separator: " "))")
      let clock = ContinuousClock()
      let start = clock.now
      let code = step.countsTests ? try await step.count(into: &tally) : try await step.run()
      let seconds = String(format: "%.1f", (clock.now - start) / .seconds(1))
      guard code == 0 else {
        say("==> \(step.name) failed after \(seconds) s (exit code \(code))")
        if step.countsTests { say(tally.closing) }
        exit(code)
      }
      say("==> \(step.name) passed in \(seconds) s")
    }
    // A runner that found nothing to run is a fault of the build, not a success.
    say(tally.closing)
    exit(tally.ran ? 0 : 1)
  }
}

/// One thing to check, with the command that checks it.
struct Step: Sendable {
  let name: String
  let command: [String]
  var countsTests = false
  /// How long a step that counts tests may say nothing.
  var patience: Duration = .seconds(600)
  /// Asked first; the step is left out where it fails.
  var condition: [String]?

  static var all: [Step] {
    let places = ["Sources", "Tests", "sql", "config", "Package.swift"].filter {
      FileManager.default.fileExists(atPath: $0)
    }
    return [
      Step(
        name: "format",
        command: ["swift", "format", "lint", "--strict", "--recursive", "--parallel"] + places),
      Step(
        name: "build",
        command: [
          "swift", "build", "--build-tests", "--explicit-target-dependency-import-check", "error",
        ]),
      Step(
        name: "test", command: ["swift", "test", "--skip-build", "--parallel"], countsTests: true),
      Step(
        name: "golden", command: ["git", "diff", "--exit-code", "--stat", "--", "*/Golden/*"],
        condition: ["git", "rev-parse", "--is-inside-work-tree"]),
    ]
  }

  func applies() async -> Bool {
    guard let condition else { return true }
    let asked = try? await start(condition, output: nil, errors: nil).exit()
    return asked == .code(0)
  }

  /// Runs the step with our own output.
  func run() async throws -> Int32 {
    try await start(command, output: STDOUT_FILENO, errors: STDERR_FILENO).exit().code
  }

  /// Runs the step, passes on what it writes line by line, and counts tests in it.
  ///
  /// A runner that says nothing for ``patience`` is ended, with what it runs: a test that waits for
  /// ever fails the check and has its name said, instead of keeping everybody waiting.
  ///
  /// - Parameters:
  ///   - tally: counts.
  ///   - pass: gets each line, and what is said of the step itself.
  /// - Returns: the code as a shell counts it.
  /// - Throws: a ``ClusterProblem`` for a command that cannot be started.
  func count(
    into tally: inout Tally, pass: @escaping @Sendable (String) -> Void = say
  ) async throws -> Int32 {
    let pipe = try ChildPipe()
    let child = try start(command, output: pipe.entry, errors: pipe.entry)
    close(pipe.entry)
    let quiet = Quiet()
    let guardian = Task {
      while quiet.lasted < patience { try await Task.sleep(for: .seconds(1)) }
      pass("==> \(name): not a word for \(patience.components.seconds) s; it is ended")
      // The runner's own child first: then the runner still passes on what it holds of its words.
      for process in Processes.below(child.pid) { kill(process, SIGKILL) }
      try await Task.sleep(for: .seconds(20))
      kill(child.pid, SIGKILL)
    }
    for await line in FileHandle(fileDescriptor: pipe.outlet, closeOnDealloc: true).lines() {
      quiet.isOver()
      pass(line)
      tally.read(line)
    }
    let code = await child.exit().code
    guardian.cancel()
    return code
  }

  private func start(_ words: [String], output: Int32?, errors: Int32?) throws -> Child {
    try Child(
      ["/usr/bin/env"] + words, environment: ProcessInfo.processInfo.environment,
      folder: FileManager.default.currentDirectoryPath,
      streams: Child.Streams(output: output, errors: errors))
  }
}

extension Child.Exit {
  /// The code as a shell counts it.
  var code: Int32 {
    switch self {
    case .code(let code): code
    case .signal(let signal): 128 + signal
    }
  }
}

extension FileHandle {
  /// The lines as they arrive, until the last writer is gone.
  func lines() -> AsyncStream<String> {
    AsyncStream { lines in
      DispatchQueue.global().async {
        var pending = Data()
        while case let chunk = self.availableData, !chunk.isEmpty {
          pending += chunk
          while let end = pending.firstIndex(of: 10) {
            lines.yield(String(decoding: pending[..<end], as: UTF8.self))
            pending = Data(pending[(end + 1)...])
          }
        }
        if !pending.isEmpty { lines.yield(String(decoding: pending, as: UTF8.self)) }
        lines.finish()
      }
    }
  }
}

/// Writes a line at once, so that it stands where it belongs between the lines of our children.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
