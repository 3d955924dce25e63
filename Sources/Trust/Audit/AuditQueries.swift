import Access
import Basics
import Postgres

/// One event as it is shown.
package struct AuditEvent: Sendable, Readable {
  package let number: Int64
  package let at: Instant
  package let account: String
  package let origin: String
  package let verb: String
  package let subjectKind: String
  package let subjectCode: String
  package let reason: String
  package let document: String
  package let detail: String

  package init(_ row: Row) throws {
    number = try row.value("id")
    at = try row.value("at")
    account = try row.value("account")
    origin = try row.value("origin")
    verb = try row.value("verb")
    subjectKind = try row.value("subject_kind")
    subjectCode = try row.value("subject_code")
    reason = try row.value("reason")
    document = try row.value("document")
    detail = try row.value("detail")
  }
}

extension Transaction {
  func insertEvent(
    _ verb: String, of subject: Audit.Subject, by actor: Actor, basis: Audit.Basis, detail: String
  ) async throws -> Int64 {
    let number = try await value(
      """
      INSERT INTO audit_event
        (account, origin, verb, subject_kind, subject_code, reason, document, detail)
      VALUES (\(actor.account), \(actor.origin), \(verb), \(subject.kind), \(subject.code),
        \(basis.reason), \(basis.document), \(detail)::jsonb)
      RETURNING id
      """, as: Int64.self)
    return number ?? 0
  }

  /// Events, newest first, of one subject or of all, at most `limit` of them.
  package func auditEvents(
    subjectKind: String?, subjectCode: String?, account: String?, limit: Int
  ) async throws -> [AuditEvent] {
    try await rows(
      """
      SELECT id, at, account, origin, verb, subject_kind, subject_code, reason, document,
             detail::text AS detail
        FROM audit_event
       WHERE (\(subjectKind)::text IS NULL OR subject_kind = \(subjectKind))
         AND (\(subjectCode)::text IS NULL OR subject_code = \(subjectCode))
         AND (\(account)::text IS NULL OR account = \(account))
       ORDER BY id DESC
       LIMIT \(limit)
      """, as: AuditEvent.self)
  }

  /// Who opened the record of a member, newest first.
  package func readings(ofMember code: Code, limit: Int) async throws -> [AuditEvent] {
    try await rows(
      """
      SELECT id, at, account, origin, verb, subject_kind, subject_code, reason, document,
             detail::text AS detail
        FROM audit_event
       WHERE subject_kind = 'member' AND subject_code = \(code.text)
         AND verb IN ('member.show', 'member.history', 'sheet.show', 'dues.show',
           'transfer.show', 'transfer.scores', 'transfer.export')
       ORDER BY id DESC
       LIMIT \(limit)
      """, as: AuditEvent.self)
  }
}
