import Basics

/// One change of the schema, with what must be true once it is applied.
package struct Migration: Sendable, Hashable {
  package let number: Int
  package let name: String
  package let text: String
  package let check: String

  package init(number: Int, name: String, text: String, check: String) {
    self.number = number
    self.name = name
    self.text = text
    self.check = check
  }

  /// As people name it: `0003_organisation`.
  package var title: String {
    String(repeating: "0", count: max(0, 4 - String(number).count)) + "\(number)_\(name)"
  }
}

/// What stands between the schema of a database and that of the program.
package enum MigrationProblem: Problem, Hashable {
  /// A file that has been applied was edited afterwards.
  case edited(String)
  /// The database has been through changes that this program does not know.
  case newerDatabase(number: Int, known: Int)
  /// The database lacks changes; nobody migrates it by accident.
  case behind(applied: Int, known: Int)
  /// There is no schema of ours in this database.
  case notPrepared

  package var kind: ProblemKind { .refused }

  package var message: Phrase {
    switch self {
    case .edited(let name):
      Phrase(
        vi: "Tệp lược đồ \(name) đã bị sửa sau khi áp dụng.",
        en: "The schema file \(name) was edited after it had been applied.")
    case .newerDatabase(let number, let known):
      Phrase(
        vi: "Cơ sở dữ liệu ở bản lược đồ \(number), chương trình này chỉ biết đến \(known).",
        en: "The database is at schema \(number), this program knows up to \(known).")
    case .behind(let applied, let known):
      Phrase(
        vi: "Lược đồ của cơ sở dữ liệu là \(applied), chương trình cần \(known).",
        en: "The database is at schema \(applied), the program needs \(known).")
    case .notPrepared:
      Phrase(
        vi: "Cơ sở dữ liệu chưa được chuẩn bị cho Cadre.",
        en: "The database has not been prepared for Cadre.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .edited:
      Phrase(
        vi: "Dùng đúng bản cài của chương trình; thay đổi mới phải là tệp mới.",
        en: "Use the released program; a new change is a new file.")
    case .newerDatabase:
      Phrase(vi: "Cập nhật chương trình.", en: "Update the program.")
    case .behind, .notPrepared:
      Phrase(
        vi: "Sao lưu rồi chạy: cadre db migrate.", en: "Back up, then run: cadre db migrate.")
    }
  }
}

/// Brings the schema of a database forward, one file at a time, each in a transaction of its own.
///
/// Killed at any point, the schema is that before or after a file, never between; running again
/// goes on from there. Two migrators at once wait for each other.
package struct Migrator: Sendable {
  let database: Database
  let migrations: [Migration]

  /// - Parameters:
  ///   - database: signed in as who may become the owner, with the schema in the search path.
  ///   - migrations: all there are, in their order, numbered from 1.
  package init(database: Database, migrations: [Migration]) {
    self.database = database
    self.migrations = migrations
  }

  /// Applies what is missing.
  ///
  /// - Parameter before: told of each file right before it is applied.
  /// - Returns: the titles of what was applied.
  /// - Throws: ``MigrationProblem``, or what the server says; files before that one stay applied.
  package func migrate(before: @Sendable (Migration) -> Void = { _ in }) async throws -> [String] {
    var applied: [String] = []
    for migration in migrations {
      let done = try await database.write { transaction in
        // Another migrator is waited for however long it takes; tables are not.
        try await transaction.script("SET LOCAL lock_timeout = 0")
        try await transaction.execute("SELECT pg_advisory_xact_lock(41, 0)")
        try await transaction.script("SET LOCAL lock_timeout TO DEFAULT")
        let known = try await transaction.appliedMigrations()
        if let checksum = known[migration.number] {
          try await transaction.compare(migration, checksum: checksum)
          return false
        }
        before(migration)
        try await transaction.script(migration.text)
        try await transaction.script(migration.check)
        try await transaction.execute(
          """
          INSERT INTO cadre.migration (number, name, checksum)
          VALUES (\(Int32(clamping: migration.number)), \(migration.name),
            encode(sha256(convert_to(\(migration.text), 'UTF8')), 'hex'))
          """, expecting: 1)
        return true
      }
      if done { applied.append(migration.title) }
    }
    return applied
  }

  /// Goes on only where the database is exactly at this program's schema.
  ///
  /// - Throws: ``MigrationProblem``.
  package func verify() async throws {
    try await database.read { transaction in
      let known = try await transaction.appliedMigrations()
      guard let last = known.keys.max() else { throw MigrationProblem.notPrepared }
      guard last <= migrations.count else {
        throw MigrationProblem.newerDatabase(number: last, known: migrations.count)
      }
      guard last == migrations.count else {
        throw MigrationProblem.behind(applied: last, known: migrations.count)
      }
      for migration in migrations {
        guard let checksum = known[migration.number] else {
          throw MigrationProblem.behind(applied: migration.number - 1, known: migrations.count)
        }
        try await transaction.compare(migration, checksum: checksum)
      }
    }
  }
}

private struct AppliedMigration: Readable {
  let number: Int
  let checksum: String

  init(_ row: Row) throws {
    number = try row.value("number")
    checksum = try row.value("checksum")
  }
}

extension Transaction {
  /// Checksums of what has been applied, by number; empty where there is no schema of ours.
  fileprivate func appliedMigrations() async throws -> [Int: String] {
    guard
      try await value("SELECT to_regclass('cadre.migration') IS NOT NULL", as: Bool.self) == true
    else { return [:] }
    let found = try await rows(
      "SELECT number, checksum FROM cadre.migration", as: AppliedMigration.self)
    return Dictionary(found.map { ($0.number, $0.checksum) }, uniquingKeysWith: { one, _ in one })
  }

  fileprivate func compare(_ migration: Migration, checksum: String) async throws {
    let own = try await value(
      "SELECT encode(sha256(convert_to(\(migration.text), 'UTF8')), 'hex')", as: String.self)
    guard own == checksum else { throw MigrationProblem.edited(migration.title) }
  }
}
