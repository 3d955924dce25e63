import Basics
import Foundation
import LocalCluster
import TestKit

/// A process of its own that starts or stops a cluster, for tests that need several, or kill one.
@main struct Probe {
  static func main() async {
    do {
      try await run()
    } catch {
      let problem = (error as? any Problem)?.message.en ?? "\(error)"
      FileHandle.standardError.write(Data((problem + "\n").utf8))
      exit(6)
    }
  }

  private static func run() async throws {
    let words = CommandLine.arguments.dropFirst()
    if words.first == "hold" { return try await hold() }
    guard let verb = words.first, let home = words.dropFirst().first else { exit(2) }
    let cluster = LocalCluster(
      home: home,
      programs: .installed(environment: ProcessInfo.processInfo.environment),
      durability: .none, patience: .seconds(60))
    if verb == "stop" { return try await cluster.stop() }
    let running = try await cluster.start()
    print("pid=\(running.pid) created=\(running.wasCreated) started=\(running.wasStarted)")
  }

  /// Stands for a test process: starts the shared server, says where, and waits to be killed.
  private static func hold() async throws {
    let running = try await TestCluster.running()
    let line = "\(try Scratch.root.get()) \(running.pid)\n"
    FileHandle.standardOutput.write(Data(line.utf8))
    try await Task.sleep(for: .seconds(120))
  }
}
