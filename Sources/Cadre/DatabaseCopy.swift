import Basics
import Exchange
import Foundation
import LocalCluster
import Postgres

/// Backups and restores, by PostgreSQL's own programs.
extension DatabaseEngine {
  /// Writes everything into one file, which appears under its name only when it is whole.
  func backup(to path: String) async throws -> (bytes: Int, digest: String) {
    let target = URL(fileURLWithPath: path).standardizedFileURL.path
    guard !FileManager.default.fileExists(atPath: target) else {
      throw EngineProblem.fileExists(target)
    }
    let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw EngineProblem.noFolder(folder)
    }
    _ = try await open()
    let half = target + ".partial"
    defer { try? FileManager.default.removeItem(atPath: half) }
    // For its owner alone from its first byte on.
    guard
      FileManager.default.createFile(
        atPath: half, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw EngineProblem.noFolder(folder) }
    try await run(
      "pg_dump",
      ["--format=custom", "--compress=1", "--schema=cadre", "--no-password", "--file=\(half)"],
      database: Self.databaseName)
    guard let file = FileHandle(forUpdatingAtPath: half) else {
      throw EngineProblem.noBackup(half)
    }
    defer { try? file.close() }
    let (bytes, digest) = try FileDigest.of(file)
    try file.synchronize()
    try FileManager.default.moveItem(atPath: half, toPath: target)
    let name = URL(fileURLWithPath: target).lastPathComponent
    try Data("\(digest)  \(name)\n".utf8).write(to: URL(fileURLWithPath: target + ".sha256"))
    return (bytes, digest)
  }

  /// Reads a backup into an empty place: all of it, or nothing.
  func restore(from path: String) async throws {
    let source = URL(fileURLWithPath: path).standardizedFileURL.path
    guard FileManager.default.isReadableFile(atPath: source) else {
      throw EngineProblem.noBackup(path)
    }
    try verifyDigest(of: source)
    try await run("pg_restore", ["--list", source], database: nil)
    let (root, target) = try await emptyPlace()
    try await bootstrap(target)
    // The backup brings the schema itself; the roles it names are there now.
    try await target.write { try await $0.script("DROP SCHEMA cadre") }
    await target.close()
    do {
      try await run(
        "pg_restore",
        ["--single-transaction", "--no-password", "--dbname=\(try targetName())", source],
        database: Self.databaseName)
    } catch {
      // An embedded database goes as it came; elsewhere the empty schema comes back.
      if let root {
        try? await root.withConnection { try await $0.script("DROP DATABASE cadre WITH (FORCE)") }
      } else {
        try? await bootstrap(Database(address: try remote(role: nil)))
      }
      if case EngineProblem.program(_, let text) = error {
        throw EngineProblem.notRestored(path, text)
      }
      throw error
    }
    let database = try await open()
    try await database.write { try await $0.refreshStatistics() }
  }

  /// A database with nothing in it, made where it is ours to make.
  private func emptyPlace() async throws -> (root: Database?, target: Database) {
    guard isEmbedded else {
      let target = Database(address: try remote(role: nil))
      try await gate(target)
      try await refuseFull(target)
      return (nil, target)
    }
    let running = try await cluster.start()
    let root = Database(address: local(running, user: running.superuser, database: "postgres"))
    let known = try await root.withConnection { try await $0.hasDatabase(Self.databaseName) }
    let target = Database(address: local(running, user: running.superuser))
    if !known {
      try await root.withConnection { try await $0.script("CREATE DATABASE cadre") }
    } else {
      try await refuseFull(target)
    }
    return (root, target)
  }

  /// The database that is restored into: ours, or the one that `DATABASE_URL` names.
  private func targetName() throws -> String {
    guard !isEmbedded else { return Self.databaseName }
    let address = try remote(role: nil)
    return address["dbname"] ?? address["user"] ?? settings.systemUser
  }

  private func refuseFull(_ database: Database) async throws {
    let tables = try await database.read { try await $0.tableCount() }
    guard tables == 0 else { throw EngineProblem.notEmpty }
  }

  /// A digest beside the file is held against it.
  private func verifyDigest(of path: String) throws {
    guard let line = try? String(contentsOfFile: path + ".sha256", encoding: .utf8),
      let expected = line.split(separator: " ").first,
      let file = FileHandle(forReadingAtPath: path)
    else { return }
    defer { try? file.close() }
    guard try FileDigest.of(file).digest == expected else { throw EngineProblem.damaged(path) }
  }

  /// Runs one of PostgreSQL's programs; where to is said in its environment, never in its words.
  func run(_ program: String, _ arguments: [String], database: String?) async throws {
    let programs = try await PostgresPrograms.installed(environment: settings.environment).choose(
      major: nil)
    var environment = Child.plainEnvironment
    if let database {
      let address: DatabaseAddress
      if isEmbedded {
        let running = try await cluster.start()
        address = local(running, user: running.superuser, database: database)
      } else {
        address = try remote(role: nil)
      }
      for (keyword, variable) in Self.variables {
        if let value = address[keyword] { environment[variable] = value }
      }
    }
    let pipe = try ChildPipe()
    let child: Child
    do {
      defer { close(pipe.entry) }
      let output = program == "pg_restore" && database == nil ? nil : pipe.entry
      child = try Child(
        [programs.path(program)] + arguments, environment: environment,
        streams: .init(output: output, errors: pipe.entry))
    } catch {
      close(pipe.outlet)
      throw error
    }
    let text = String(decoding: await pipe.drained(), as: UTF8.self)
    guard await child.exit() == .code(0) else {
      if database == nil { throw EngineProblem.damaged(arguments.last ?? "") }
      let line = text.split(separator: "\n").first.map(String.init) ?? program
      throw EngineProblem.program(program, line)
    }
  }

  private static let variables = [
    ("host", "PGHOST"), ("port", "PGPORT"), ("dbname", "PGDATABASE"), ("user", "PGUSER"),
    ("password", "PGPASSWORD"), ("sslmode", "PGSSLMODE"), ("sslrootcert", "PGSSLROOTCERT"),
  ]
}
