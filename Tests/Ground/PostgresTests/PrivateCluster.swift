import Foundation
import Postgres
import Testing

/// A PostgreSQL of this test process's own, on a Unix socket in a temporary directory.
///
/// A shell starts the server, watches the test process, and when that is gone stops the server and
/// removes the directory: no server outlives a test run, however the run ends.
struct PrivateCluster: Sendable {
  let directory: String

  private static let started = Task { try await PrivateCluster() }

  /// The cluster, started by the first test that asks.
  static var shared: PrivateCluster { get async throws { try await started.value } }

  /// The address of the database `postgres` for its superuser.
  var address: DatabaseAddress {
    DatabaseAddress(host: directory, database: "postgres", user: "postgres")
  }

  private static let script = """
    set -eu
    mkdir -m 0700 "$1"
    cd "$1"
    bin=/usr/lib/postgresql/15/bin
    "$bin/initdb" -D "$1/data" -U postgres --no-sync --auth=trust --encoding=UTF8 --locale=C.UTF-8
    "$bin/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c fsync=off -c max_connections=200 \
      -c full_page_writes=off -c synchronous_commit=off -c max_wal_size=4GB \
      -c log_min_messages=panic &
    server=$!
    while [ -d "/proc/$2" ] && [ -d "/proc/$server" ]; do sleep 0.2; done
    kill -QUIT "$server" || true
    wait "$server" || true
    cd /
    rm -rf "$1"
    """

  private init() async throws {
    let template = FileManager.default.temporaryDirectory.path + "/cadre-postgres-"
    let path = template + String(UInt32.random(in: .min ... .max), radix: 36)
    directory = path
    let shell = ["/bin/sh", "-c", Self.script, "cluster", path, String(getpid())]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
    process.arguments = (geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] : []) + shell
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try await waitUntilReady()
  }

  private func waitUntilReady() async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      do {
        let connection = Connection(to: address)
        try await connection.open()
        await connection.close()
        return
      } catch {
        guard ContinuousClock.now < deadline else { throw error }
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  /// A pool on the cluster, with the patience that a busy machine needs: where all tests begin at
  /// once, a server takes seconds to let somebody in.
  func database(connections: Int = 4) -> Database {
    database(PoolLimits(connections: connections, waitSeconds: 120))
  }

  /// A pool on the cluster, with limits of the test's own.
  func database(_ limits: PoolLimits) -> Database { Database(address: address, limits: limits) }
}
