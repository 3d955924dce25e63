import Basics
import Members
import Organisation
import Postgres

extension HandoverContent.Kind: PostgresText {}

/// A package that came from another installation.
package struct KeptHandover: Sendable, Readable {
  package let id: String
  package let keyID: String
  package let digest: String
  let signed: String
  let signature: String
  package let holder: String

  package init(_ row: Row) throws {
    id = try row.value("package_id")
    keyID = try row.value("key_id")
    digest = try row.value("digest")
    signed = try row.value("signed")
    signature = try row.value("signature")
    holder = try row.value("holder")
  }
}

/// A file that left this installation.
struct ExportedHandover: Readable {
  let kind: HandoverContent.Kind
  let transfer: Int64
  let digest: String
  let addressee: String?

  init(_ row: Row) throws {
    kind = try row.value("kind")
    transfer = try row.value("transfer_id")
    digest = try row.value("digest")
    addressee = try row.value("to_key_id")
  }
}

extension Transaction {
  /// The package by which a transfer came; `nil` for one that was asked for here.
  func handover(of transfer: Int64) async throws -> KeptHandover? {
    try await first(
      """
      SELECT package_id, key_id, digest, signed, signature, holder
        FROM handover_import JOIN signing_key ON signing_key.id = key_id
       WHERE transfer_id = \(transfer) AND kind = 'member'
      """, as: KeptHandover.self)
  }

  /// The code of the introduction letter that was issued for a transfer; empty: none was.
  func letterCode(of transfer: Int64) async throws -> String {
    try await value(
      """
      SELECT issue.code FROM letter_issue AS issue JOIN letter ON letter.id = letter_id
       WHERE letter.transfer_id = \(transfer) AND letter.state = 'issued'
       ORDER BY issue.event_id DESC LIMIT 1
      """, as: String.self) ?? ""
  }

  /// Signed files about a transfer, the oldest first.
  func exports(of transfer: Int64) async throws -> [Handovers.Export] {
    try await rows(
      """
      SELECT day, kind, digest, coalesce(holder, '') AS holder
        FROM handover_export LEFT JOIN signing_key ON signing_key.id = to_key_id
       WHERE transfer_id = \(transfer) ORDER BY handover_export.event_id
      """, as: Handovers.Export.self)
  }

  func exported(_ package: String) async throws -> ExportedHandover? {
    try await first(
      """
      SELECT kind, transfer_id, digest, to_key_id FROM handover_export
       WHERE package_id = \(package)
      """, as: ExportedHandover.self)
  }

  /// The transfer of a file that was imported before.
  func importedTransfer(of package: String) async throws -> Int64? {
    try await value(
      "SELECT transfer_id FROM handover_import WHERE package_id = \(package)", as: Int64.self)
  }

  /// The transfer here of another file about the same transfer of the same sender.
  ///
  /// A transfer is handed over once, however many files were signed of it and by which of the
  /// sender's keys.
  func importedTransfer(like file: HandoverFile) async throws -> Int64? {
    guard let move = file.content.transfer else { return nil }
    return try await value(
      """
      SELECT transfer_id FROM handover_import JOIN signing_key ON signing_key.id = key_id
       WHERE kind = 'member' AND handover_transfer(signed) = \(move.number)
         AND holder = (SELECT holder FROM signing_key WHERE id = \(file.keyID))
       ORDER BY transfer_id LIMIT 1
      """, as: Int64.self)
  }

  /// Codes of who has the card, then of who has the personal number; held until the end.
  func holders(card: String?, personalID: String?) async throws -> [Code] {
    _ = try await values(
      """
      SELECT id FROM member WHERE party_card = \(card) OR personal_id = \(personalID)
       ORDER BY id FOR UPDATE
      """, as: Int64.self)
    return try await values(
      """
      SELECT code FROM member WHERE party_card = \(card) OR personal_id = \(personalID)
       ORDER BY (party_card = \(card)) IS TRUE DESC
      """, as: Code.self)
  }

  func insertExport(
    _ file: HandoverFile, of transfer: Int64, day: Day, event: Int64
  ) async throws {
    let content = file.content
    try await execute(
      """
      INSERT INTO handover_export
        (package_id, kind, transfer_id, digest, key_id, to_key_id, day, event_id)
      VALUES (\(content.id), \(content.kind), \(transfer), \(file.digest), \(file.keyID),
        nullif(\(content.to), ''), \(day), \(event))
      """, expecting: 1)
  }

  func insertImport(
    _ file: HandoverFile, of transfer: Int64, answers: String? = nil, event: Int64
  ) async throws {
    let content = file.content
    let signedOn = Day(content.day)
    try await execute(
      """
      INSERT INTO handover_import (package_id, kind, transfer_id, answers, key_id, signed, digest,
        signature, scores_digest, signed_on, event_id)
      VALUES (\(content.id), \(content.kind), \(transfer), \(answers), \(file.keyID),
        \(file.signed), \(file.digest), \(file.signature), \(content.load?.scoresDigest ?? ""),
        \(signedOn), \(event))
      """, expecting: 1)
  }

  func insertScores(
    _ scores: [HandoverScore], of file: HandoverFile, event: Int64
  ) async throws {
    for score in scores {
      try await execute(
        """
        INSERT INTO imported_score (package_id, month, unit_code, unit_name, form, framework,
          status, general, results, total, grade, final_grade, reasons, run_digest, event_id)
        VALUES (\(file.content.id), \(score.month), \(score.unit), \(score.unitName),
          \(score.form), \(score.framework), \(score.status), \(score.general),
          \(score.results), \(score.total), \(score.grade), \(score.finalGrade),
          \(score.reasons), \(score.run), \(event))
        """, expecting: 1)
    }
  }
}

extension Transaction {
  func keptHandover(_ package: String) async throws -> KeptHandover? {
    try await first(
      """
      SELECT package_id, key_id, digest, signed, signature, holder
        FROM handover_import JOIN signing_key ON signing_key.id = key_id
       WHERE package_id = \(package)
      """, as: KeptHandover.self)
  }

  /// All scores of a file, by month.
  func allScores(of package: String) async throws -> [HandoverScore] {
    try await rows(
      """
      SELECT imported_score.*, scores_digest, '' AS holder
        FROM imported_score JOIN handover_import USING (package_id)
       WHERE package_id = \(package) ORDER BY month
      """, as: ImportedScore.self
    ).map(\.score)
  }

  /// Cells that are to receive the member.
  func openDestinations(of member: Member.ID) async throws -> [Unit.ID] {
    try await values(
      """
      SELECT to_cell_id FROM transfer
       WHERE member_id = \(member) AND to_cell_id IS NOT NULL
         AND state IN ('submitted', 'reviewed', 'released', 'in_transit')
      """, as: Unit.ID.self)
  }
}
