import Foundation
import LocalCluster

/// One private PostgreSQL for the whole test process, started by the first test that asks.
///
/// It keeps nothing safe from a crash of the machine, and ends with the process (see ``Scratch``).
package enum TestCluster {
  /// The server, started if this is the first call.
  ///
  /// - Throws: what kept it from starting, the same for every test that asks.
  package static func running() async throws -> LocalCluster.Running {
    try await started.value
  }

  private static let started = Task {
    try await LocalCluster(
      home: Scratch.folder("pg"), programs: installed, durability: .none, patience: .seconds(60)
    ).start()
  }

  /// PostgreSQL as a test finds it on this machine.
  package static var installed: PostgresPrograms {
    PostgresPrograms.installed(environment: ProcessInfo.processInfo.environment)
  }

  // A database per test, cloned from a migrated template, goes here: a trait
  // `@Suite(.ownDatabase)` that asks `running()` for the server, makes the template once (a second
  // `static let` task), clones it under a name of its own and drops the clone afterwards.
}
