import Basics
import Postgres

extension DossierEntry.Kind: PostgresText {}

extension DossierEntry: Readable {
  package init(_ row: Row) throws {
    self.init(
      number: try row.value("id"), kind: try row.value("kind"), code: try row.value("code"),
      title: try row.value("title"), step: try row.value("step"), amount: try row.value("amount"),
      from: try row.value("held_from"), until: try row.value("held_until"),
      introducer: try row.value("introducer"), document: try row.value("document"),
      withdrawn: try row.value("withdrawn"))
  }
}

extension Transaction {
  /// Entries of a member and of the duplicates merged into it, oldest first.
  package func dossier(of id: Member.ID) async throws -> [DossierEntry] {
    try await rows(
      """
      SELECT entry.id, entry.kind, entry.code, entry.title, entry.step, entry.amount,
             entry.held_from, entry.held_until, introducer.code AS introducer, entry.document,
             entry.withdrawn_at IS NOT NULL AS withdrawn
        FROM dossier_entry AS entry
        LEFT JOIN member AS introducer ON introducer.id = entry.introducer_id
       WHERE entry.member_id = \(id)
          OR entry.member_id IN (SELECT id FROM member WHERE merged_into = \(id))
       ORDER BY entry.held_from, entry.id
      """, as: DossierEntry.self)
  }

  func insertEntry(
    _ draft: DossierEntry.Draft, of id: Member.ID, introducer: Member.ID?, event: Int64
  ) async throws -> Int64? {
    try await value(
      """
      INSERT INTO dossier_entry (member_id, kind, code, title, step, amount, held_from, held_until,
        introducer_id, document, known_at, event_id)
      VALUES (\(id), \(draft.kind), \(draft.code), \(draft.title),
        \(draft.step.map(Int16.init(clamping:))), \(draft.amount), \(draft.from), \(draft.until),
        \(introducer), \(draft.document), clock_timestamp(), \(event))
      RETURNING id
      """, as: Int64.self)
  }

  func withdrawEntry(_ number: Int64, of id: Member.ID, event: Int64) async throws -> Bool {
    try await execute(
      """
      UPDATE dossier_entry SET withdrawn_at = clock_timestamp(), withdraw_event_id = \(event)
       WHERE id = \(number) AND member_id = \(id) AND withdrawn_at IS NULL
      """) == 1
  }
}
