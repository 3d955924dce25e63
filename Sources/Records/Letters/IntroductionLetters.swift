import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Signatures
import Transfers

extension Letters {
  /// The introduction letters of transfers: issued with the release, revoked where the transfer
  /// does not come about.
  ///
  /// - Parameter letters: asked for only where a letter is issued.
  /// - Returns: what `Transfers` needs of them.
  package static func ofTransfers(
    _ letters: @escaping @Sendable () throws -> Letters
  ) -> TransferLetters {
    TransferLetters(
      prepare: { today, actor in
        let letters = try letters()
        let templates = try letters.templates()
        let key = try await letters.signatures.current(today: today, by: actor)
        return { transfer, step, transaction in
          try await transaction.issueIntroduction(
            transfer, step, templates: templates, key: key)
        }
      },
      end: { transfer, step, transaction in
        try await transaction.revokeIntroduction(transfer, step)
      })
  }
}

extension Transaction {
  /// Asks for, draws up and issues the introduction letter of a transfer that was just released.
  ///
  /// - Returns: the number on the letter, such as `45-GT/ĐU`.
  fileprivate func issueIntroduction(
    _ transfer: Transfer, _ step: TransferLetters.Step, templates: LetterTemplates,
    key: SigningKey
  ) async throws -> String {
    let request = LetterRequest(kind: .introduction)
    guard let subject = try await letterSubjects([transfer.memberCode], on: step.day).first else {
      throw MemberError.unknown(transfer.memberCode.text)
    }
    let planned = PlannedLetter(
      subject: subject, issuer: transfer.authority, transfer: transfer.number)
    let ids = try await insert(
      [planned], of: request, replacing: nil, by: step.actor, on: step.day, reason: "",
      event: step.event)
    let units = UnitTree(try await units(on: step.day))
    let basis = Audit.Basis.none
    func round(_ taken: Letter.Step) -> LetterRound {
      LetterRound(
        step: taken, today: step.day, actor: step.actor, basis: basis, templates: templates,
        comments: [:], post: "", event: step.event)
    }
    let (_, left) = try await draft(
      try await letters(ids), round(.draft), templates, in: units)
    if let left = left.first {
      throw LetterError.refused(member: left.member, left.refusal)
    }
    _ = try await issue(try await letters(ids), round(.issue), in: units, key: key)
    return try await seals(of: ids).first?.value.seal.number ?? ""
  }

  fileprivate func revokeIntroduction(
    _ transfer: Transfer, _ step: TransferLetters.Step
  ) async throws {
    let issued = try await introductions(of: transfer.number)
    guard !issued.isEmpty else { return }
    try await insert(
      .revoke, to: .revoked, of: issued, by: step.actor, on: step.day, reason: step.reason,
      event: step.event)
  }
}
