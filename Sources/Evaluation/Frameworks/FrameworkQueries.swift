import Basics
import Postgres

extension Framework.Form: PostgresText {}

/// A framework on record.
package struct StoredFramework: Sendable, Hashable {
  package let id: Int32
  package let framework: Framework
  /// SHA-256 of the source, hex.
  package let digest: String

  package init(id: Int32, framework: Framework, digest: String) {
    self.id = id
    self.framework = framework
    self.digest = digest
  }
}

/// A framework as it stands in a list.
package struct FrameworkLine: Sendable, Readable {
  package let id: Int32
  package let reference: Framework.Reference
  package let form: Framework.Form
  package let title: Phrase
  package let validFrom: Day
  package let digest: String
  package let isFrozen: Bool

  package init(_ row: Row) throws {
    id = try row.value("id")
    reference = .init(code: try row.value("code"), version: try row.value("version"))
    form = try row.value("form")
    title = Phrase(vi: try row.value("title_vi"), en: try row.value("title_en"))
    validFrom = try row.value("valid_from")
    digest = try row.value("digest")
    isFrozen = try row.value("frozen")
  }
}

/// A row with its source, read into a framework afterwards.
private struct FrameworkRow: Readable {
  let line: FrameworkLine
  let source: String

  init(_ row: Row) throws {
    line = try FrameworkLine(row)
    source = try row.value("source")
  }

  /// - Throws: ``FrameworkError/unreadable(_:)`` where this program refuses what another took.
  func stored() throws -> StoredFramework {
    guard let framework = try? FrameworkFile.read(text: source, name: "\(line.reference)") else {
      throw FrameworkError.unreadable(line.reference)
    }
    return StoredFramework(id: line.id, framework: framework, digest: line.digest)
  }
}

extension Transaction {
  /// Every version on record, by code and version.
  package func frameworkLines() async throws -> [FrameworkLine] {
    try await rows(
      """
      SELECT id, code, version, form, title_vi, title_en, valid_from, digest,
             EXISTS (SELECT FROM framework_freeze WHERE framework_id = framework.id) AS frozen
        FROM framework
       ORDER BY code COLLATE "C", version
      """, as: FrameworkLine.self)
  }

  /// One version, read; `nil` where it is not on record.
  package func framework(_ reference: Framework.Reference) async throws -> StoredFramework? {
    try await frameworkRows(reference.code, version: reference.version).first?.stored()
  }

  /// Of each code the newest version that may score the month of `day` (its first day counts).
  ///
  /// Ordered by code. Every call reads the sources again: keep what comes back.
  package func frameworks(on day: Day) async throws -> [StoredFramework] {
    let first = day.month.firstDay
    return try await rows(
      """
      SELECT DISTINCT ON (code) id, code, version, form, title_vi, title_en, valid_from, digest,
             EXISTS (SELECT FROM framework_freeze WHERE framework_id = framework.id) AS frozen,
             source
        FROM framework
       WHERE valid_from <= \(first)
       ORDER BY code, version DESC
      """, as: FrameworkRow.self
    ).map { try $0.stored() }.sorted { $0.framework.reference < $1.framework.reference }
  }

  /// What `id` or `id@version` names on the sheets of the month of `day`.
  ///
  /// Without a version: the newest that is valid on the month's first day.
  ///
  /// - Throws: ``FrameworkError``, with the reason.
  package func resolveFramework(_ text: String, on day: Day) async throws -> StoredFramework {
    let (code, version) = try Framework.Reference.parts(of: text)
    let first = day.month.firstDay
    let found = try await frameworkRows(code, version: version)
    if let row = found.first(where: { $0.line.validFrom <= first }) { return try row.stored() }
    guard let newest = found.first?.line else { throw FrameworkError.unknown(text) }
    throw FrameworkError.notValidYet(newest.reference, from: newest.validFrom, asked: first)
  }

  /// The file of a version, byte for byte; without a version, of the newest.
  package func frameworkSource(
    _ code: Code, version: Int?
  ) async throws -> (line: FrameworkLine, source: String)? {
    try await frameworkRows(code, version: version).first.map { ($0.line, $0.source) }
  }

  /// The newest first.
  private func frameworkRows(_ code: Code, version: Int?) async throws -> [FrameworkRow] {
    try await rows(
      """
      SELECT id, code, version, form, title_vi, title_en, valid_from, digest,
             EXISTS (SELECT FROM framework_freeze WHERE framework_id = framework.id) AS frozen,
             source
        FROM framework
       WHERE code = \(code) AND (\(version)::int IS NULL OR version = \(version))
       ORDER BY version DESC
      """, as: FrameworkRow.self)
  }

  /// From here on these versions are never changed again; some may be frozen already.
  ///
  /// Read them afterwards, in the same transaction: until this returns, somebody may still replace
  /// one.
  ///
  /// - Parameters:
  ///   - ids: numbers in this database, in any order.
  ///   - event: the verb that uses them.
  /// - Throws: what the database says; that is all that can go wrong.
  package func freezeFrameworks(ids: [Int32], event: Int64) async throws {
    // A plain key reference would let a replacement through that began before; this waits for it.
    try await execute(
      "SELECT id FROM framework WHERE id = ANY(\(ids)) ORDER BY id FOR SHARE")
    try await execute(
      """
      INSERT INTO framework_freeze (framework_id, event_id)
      SELECT id, \(event) FROM unnest(\(ids)) AS used (id) ORDER BY id
      ON CONFLICT ON CONSTRAINT framework_freeze_pkey DO NOTHING
      """)
  }

  /// One publication at a time, so that what was looked up still holds when it is written.
  func lockFrameworks() async throws {
    try await execute("SELECT pg_advisory_xact_lock(41, 4)")
  }

  func lockFramework(_ reference: Framework.Reference) async throws {
    try await execute(
      """
      SELECT id FROM framework
       WHERE code = \(reference.code) AND version = \(reference.version)::int FOR UPDATE
      """)
  }

  func insertFramework(
    _ framework: Framework, source: String, digest: String, event: Int64
  ) async throws {
    let reference = framework.reference
    try await execute(
      """
      INSERT INTO framework
        (code, version, form, title_vi, title_en, valid_from, digest, source, event_id)
      VALUES (\(reference.code), \(reference.version)::int, \(framework.form),
        \(framework.title.vi), \(framework.title.en), \(framework.validFrom), \(digest),
        \(source), \(event))
      """, expecting: 1)
  }

  func replaceFramework(
    _ id: Int32, by framework: Framework, source: String, digest: String, event: Int64
  ) async throws {
    try await execute(
      """
      UPDATE framework
         SET form = \(framework.form), title_vi = \(framework.title.vi),
             title_en = \(framework.title.en), valid_from = \(framework.validFrom),
             digest = \(digest), source = \(source), event_id = \(event)
       WHERE id = \(id)
      """, expecting: 1)
  }
}
