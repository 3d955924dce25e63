import Basics
import LocalCluster
import Postgres

/// As whom, and with which limits, each connection is made.
extension DatabaseEngine {
  /// The embedded cluster, by its socket.
  func local(
    _ running: LocalCluster.Running, user: String, database: String = databaseName
  ) -> DatabaseAddress {
    DatabaseAddress(
      host: running.socketDirectory, port: running.port, database: database, user: user
    ).limited
  }

  /// `DATABASE_URL`, in a role; `nil`: as the URL says.
  ///
  /// - Throws: a `Problem` for an address that cannot be read; it says nothing of a password.
  func remote(role: String?) throws -> DatabaseAddress {
    guard let address = try? DatabaseAddress(settings.databaseURL ?? "").limited else {
      throw EngineProblem.unreadableURL
    }
    return role.map { address.setting("role", $0) } ?? address
  }

  /// The same, as the owner of the schema.
  func ownerAddress(_ address: DatabaseAddress) -> DatabaseAddress {
    address.setting("role", "cadre_owner").setting("lock_timeout", "5s")
      .setting("statement_timeout", "0")
  }

  /// Goes on only with a server whose faults we know to be mended.
  func gate(_ database: Database) async throws {
    let version = try await database.read { try await $0.serverVersion() }
    let verdict = VersionGate.verdict(serverVersionNum: version)
    if let problem = verdict.problem { throw problem }
  }

  /// Goes on only where `cadre db migrate` has been.
  func refuseUnprepared(_ address: DatabaseAddress) async throws {
    let database = Database(address: address)
    try await gate(database)
    let prepared = try await database.read { try await $0.isPrepared() }
    await database.close()
    guard prepared else { throw MigrationProblem.notPrepared }
  }
}

extension DatabaseAddress {
  /// The limits that hang on the role too, for whoever signs in as somebody else.
  fileprivate var limited: DatabaseAddress {
    setting("search_path", "cadre,pg_catalog,pg_temp").setting("lock_timeout", "10s")
      .setting("statement_timeout", "30min")
      .setting("idle_in_transaction_session_timeout", "10min")
  }
}
