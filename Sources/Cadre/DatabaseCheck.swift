import Basics
import Console
import LocalCluster
import Postgres
import Schema

/// What must always hold, asked of the database (reliability, §1: C2, C5, C7, C8).
extension DatabaseEngine {
  func check() async throws -> [CheckResult] {
    _ = try await open()
    // As the owner: the catalogue shows all grants only to whoever gave them.
    let address: DatabaseAddress
    if isEmbedded {
      address = ownerAddress(local(try await cluster.start(), user: "cadre_migrator"))
    } else {
      address = ownerAddress(try remote(role: nil))
    }
    let database = Database(address: address)
    defer { Task { await database.close() } }
    var results = [
      try await timed("schema", Self.schemaSentence) { try await schemaFindings(database) },
      try await timed("migrations", Self.migrationSentence) {
        try await migrationFindings(database)
      },
    ]
    for invariant in try Schema.invariants() {
      let sentence = Phrase(vi: invariant.vietnamese, en: invariant.english)
      results.append(
        try await timed(invariant.name, sentence) {
          try await database.read {
            try await $0.values(SQL(trusted: invariant.query), as: String.self)
          }
        })
    }
    results.append(
      try await timed("checksums", Self.checksumSentence) {
        let setting = try await database.read { try await $0.setting("data_checksums") }
        return setting == "on" ? [] : ["data_checksums = \(setting)"]
      })
    if isEmbedded {
      results.append(
        try await timed("pages", Self.pageSentence) { try await pageFindings() })
    }
    return results
  }

  private static let schemaSentence = Phrase(
    vi: "Lược đồ đúng như bản đã duyệt: bảng, ràng buộc, quyền, khoá.",
    en: "The schema is the reviewed one: tables, constraints, grants, triggers.")
  private static let migrationSentence = Phrase(
    vi: "Điều mỗi thay đổi lược đồ hứa vẫn đúng.", en: "What each migration promised still holds.")
  private static let checksumSentence = Phrase(
    vi: "Trang dữ liệu có mã kiểm tra.", en: "Data pages carry checksums.")
  private static let pageSentence = Phrase(
    vi: "Mọi bảng và chỉ mục đọc được và khớp nhau (pg_amcheck).",
    en: "Every table and index is readable and agrees (pg_amcheck).")

  private func timed(
    _ name: String, _ sentence: Phrase, _ work: () async throws -> [String]
  ) async throws -> CheckResult {
    let start = ContinuousClock.now
    let findings = try await work()
    let spent = (ContinuousClock.now - start).components
    return CheckResult(
      name: name, statement: sentence, findings: findings,
      milliseconds: Int(spent.seconds * 1000 + spent.attoseconds / 1_000_000_000_000_000))
  }

  private func schemaFindings(_ database: Database) async throws -> [String] {
    let found = try await Self.catalogue(of: database)
    let golden = try Schema.golden().split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let difference = found.difference(from: golden)
    return difference.map { step in
      switch step {
      case .insert(_, let line, _): "+ \(line)"
      case .remove(_, let line, _): "- \(line)"
      }
    }
  }

  /// The schema as it is, line by line, in the words of `sql/reports/catalogue.sql`.
  static func catalogue(of database: Database) async throws -> [String] {
    let report = try Schema.report("catalogue")
    let lines = try await database.read { transaction in
      try await transaction.execute("SET LOCAL search_path = pg_catalog")
      return try await transaction.values(SQL(trusted: report), as: String.self)
    }
    return lines.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init) + [""]
  }

  private func migrationFindings(_ database: Database) async throws -> [String] {
    var findings: [String] = []
    for migration in migrations {
      do {
        try await database.write { try await $0.script(migration.check) }
      } catch let error as PostgresError where error.kind != .unavailable {
        findings.append("\(migration.title): \(error.message.en)")
      }
    }
    return findings
  }

  private func pageFindings() async throws -> [String] {
    do {
      try await run(
        "pg_amcheck", ["--heapallindexed", "--install-missing=pg_catalog", "--database=cadre"],
        database: Self.databaseName)
      return []
    } catch EngineProblem.program(_, let text) {
      return [text]
    }
  }
}
