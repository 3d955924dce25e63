import Foundation
import LocalCluster
import TestKit

/// A command that a test may interrupt; what it writes goes to files.
struct Running: Sendable {
  private let child: Child
  private let folder: String

  var pid: pid_t { child.pid }

  init(_ home: TestHome, _ words: [String]) throws {
    let folder = try Scratch.folder("run")
    self.folder = folder
    let files = ["out", "err"].map { folder + "/" + $0 }
    let descriptors = files.map { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644) }
    defer { for descriptor in descriptors { close(descriptor) } }
    child = try Child(
      [Program.cadre.path] + words,
      environment: Child.plainEnvironment.merging(home.environment) { $1 }, folder: home.desk,
      streams: Child.Streams(output: descriptors[0], errors: descriptors[1]))
  }

  /// Whether it still runs; one that has ended stays in the table of processes until `exit`.
  var isAlive: Bool {
    let state = try? String(contentsOfFile: "/proc/\(child.pid)/stat", encoding: .utf8)
    return state?.split(separator: ")").last?.hasPrefix(" Z") == false
  }

  /// Waits for the end; to be called once.
  ///
  /// One that takes minutes hangs, and is killed.
  func exit() async -> Child.Exit {
    let guardian = Task {
      try await Task.sleep(for: .seconds(300))
      kill(child.pid, SIGKILL)
    }
    defer { guardian.cancel() }
    return await child.exit()
  }

  /// Ends it at once.
  func killed() async -> Child.Exit {
    kill(child.pid, SIGKILL)
    return await child.exit()
  }

  var errors: String { (try? String(contentsOfFile: folder + "/err", encoding: .utf8)) ?? "" }
  var output: String { (try? String(contentsOfFile: folder + "/out", encoding: .utf8)) ?? "" }
}
