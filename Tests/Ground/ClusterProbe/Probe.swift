import Foundation
import LocalCluster

/// A process of its own that starts or stops a cluster, for tests that need several, or kill one.
@main struct Probe {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    guard let verb = words.first, let home = words.dropFirst().first else { exit(2) }
    let cluster = LocalCluster(
      home: home,
      programs: .installed(environment: ProcessInfo.processInfo.environment),
      durability: .none, patience: .seconds(60))
    if verb == "stop" { return try await cluster.stop() }
    let running = try await cluster.start()
    print("pid=\(running.pid) created=\(running.wasCreated) started=\(running.wasStarted)")
  }
}
