import Postgres

extension Statements {
  /// `server_version_num`, such as 150020.
  func serverVersion() async throws -> Int {
    try await value("SELECT current_setting('server_version_num')::int", as: Int.self) ?? 0
  }

  func setting(_ name: String) async throws -> String {
    try await value("SELECT current_setting(\(name))", as: String.self) ?? ""
  }

  /// Whether the schema is there and the application's role with it.
  func isPrepared() async throws -> Bool {
    let prepared = try await value(
      """
      SELECT to_regclass('cadre.migration') IS NOT NULL
         AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'cadre_app')
      """, as: Bool.self)
    return prepared ?? false
  }

  func hasDatabase(_ name: String) async throws -> Bool {
    let found = try await value(
      "SELECT EXISTS (SELECT FROM pg_database WHERE datname = \(name))", as: Bool.self)
    return found ?? false
  }

  func tableCount() async throws -> Int {
    let count = try await value(
      """
      SELECT count(*) FROM pg_catalog.pg_class
       WHERE relkind = 'r' AND relnamespace = to_regnamespace('cadre')
      """, as: Int64.self)
    return Int(count ?? 0)
  }

  /// Until the session ends: CREATE DATABASE cannot run in a transaction.
  func holdPreparation() async throws {
    try await script("SET lock_timeout = 0")
    try await script("SELECT pg_advisory_lock(41, 0)")
  }

  func holdMigrations() async throws {
    try await script("SET LOCAL lock_timeout = 0")
    try await execute("SELECT pg_advisory_xact_lock(41, 0)")
  }

  func refreshStatistics() async throws {
    try await script("SELECT cadre.refresh_statistics()")
  }
}
