import Frameworks
import Postgres

extension Transaction {
  /// Every framework on record, read from its file's text.
  package func ruleShelf() async throws -> RuleShelf {
    let stored = try await rows(
      "SELECT id, code, version, digest, source FROM framework ORDER BY id", as: SourceRow.self)
    return RuleShelf(
      try stored.map { row in
        StoredRules(
          id: row.id, framework: try FrameworkFile.read(text: row.source, name: row.name),
          digest: row.digest)
      })
  }
}

/// A framework as it was published.
private struct SourceRow: Readable {
  let id: Int32
  let name: String
  let digest: String
  let source: String

  init(_ row: Row) throws {
    id = try row.value("id")
    let (code, version): (String, Int32) = (try row.value("code"), try row.value("version"))
    name = "\(code)@\(version)"
    digest = try row.value("digest")
    source = try row.value("source")
  }
}
