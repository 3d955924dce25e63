import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Signatures
import Transfers

/// Members handed over to another installation, and taken over from one, by signed files.
///
/// Each verb is one transaction and one event on the trail. The two keys of a transfer stay two: of
/// one side a person signs, of the other its installation.
package struct Handovers: Sendable {
  package let transfers: Transfers
  package let signatures: Signatures

  package init(transfers: Transfers, signatures: Signatures) {
    self.transfers = transfers
    self.signatures = signatures
  }

  var database: Database { transfers.database }

  /// The name under which another installation takes steps.
  static func account(of key: String) -> Code { Code("key.\(key)") ?? .blank }

  /// What was exported.
  package struct Exported: Sendable {
    package let kind: HandoverContent.Kind
    package let member: Code
    package let id: String
    package let digest: String
    /// The text of the file.
    package let text: String
  }

  /// Signs a file about a transfer: for one that is on its way to another installation the member's
  /// package, for one that came from there the answer.
  ///
  /// - Parameters:
  ///   - number: the transfer.
  ///   - addressee: the number of a trusted key of whom the file is for; of an answer it is known.
  ///   - today: the day of the signature.
  ///   - actor: needs the act of the step over its side, and ``Act/exportRecords`` there.
  ///   - basis: why.
  /// - Returns: the file, of which the trail knows.
  /// - Throws: ``HandoverError``, `TransferError` or an access error; nothing is on record then.
  package func export(
    _ number: Int64, to addressee: String?, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> Exported {
    // Asked first: whoever may not export makes no key.
    _ = try await database.read {
      try await self.held(number, today: today, for: actor, locked: false, in: $0)
    }
    let key = try await signatures.current(today: today, by: actor)
    return try await database.write { transaction in
      let (transfer, incoming) = try await held(number, today: today, for: actor, in: transaction)
      let keys = try await transaction.keyRecords()
      var content: HandoverContent
      if let incoming {
        content = try await answer(to: incoming, transfer, today: today, in: transaction)
      } else {
        content = try await package(transfer, today: today, in: transaction)
        content.to = addressee ?? ""
      }
      if !content.to.isEmpty {
        guard keys.contains(where: { $0.key.id == content.to && !$0.isOwn }) else {
          throw HandoverError.untrustedAddressee(content.to)
        }
      }
      let file = try HandoverFile(content, with: key)
      let event = try await Audit.note(
        "transfer.export", of: .member(transfer.memberCode), by: actor, basis: basis,
        detail: [
          AuditDetail("transfer", new: "\(number)"),
          AuditDetail("kind", new: content.kind.rawValue),
          AuditDetail("package", new: content.id), AuditDetail("digest", new: file.digest),
          AuditDetail("to", new: content.to.isEmpty ? nil : content.to),
        ], in: transaction)
      try await transaction.insertExport(file, of: number, day: today, event: event)
      return Exported(
        kind: content.kind, member: transfer.memberCode, id: content.id, digest: file.digest,
        text: file.text)
    }
  }

  /// The transfer, and the package that it came by, if the actor may hand it over or answer.
  private func held(
    _ number: Int64, today: Day, for actor: Actor, locked: Bool = true, in transaction: Transaction
  ) async throws -> (Transfer, KeptHandover?) {
    let found =
      locked
      ? try await transaction.heldTransfers(.one(number))
      : try await transaction.transfers([number])
    let trees = try await transaction.transferTrees(on: today, and: today)
    try Transfers.open(found, of: .one(number), in: trees, to: actor)
    guard let transfer = found.first else { throw TransferError.unknown(number) }
    let incoming = try await transaction.handover(of: number)
    let (act, unit): (Act, Unit.ID?) =
      incoming == nil ? (.releaseTransfers, transfer.authority) : (.receiveTransfers, transfer.to)
    try actor.require(act, on: trees.line(of: unit).map { [$0] } ?? [])
    let side = incoming == nil ? transfer.from : transfer.to
    try actor.require(.exportRecords, on: trees.line(of: side).map { [$0] } ?? [])
    if incoming == nil {
      guard transfer.to == nil else { throw HandoverError.notOutside(number) }
      guard transfer.kind == .official else { throw HandoverError.onlyOfficial(number) }
      guard transfer.state == .inTransit else { throw HandoverError.notInTransit(number) }
    } else {
      guard [.received, .returned, .cancelled].contains(transfer.state) else {
        throw HandoverError.notAnswered(number)
      }
    }
    return (transfer, incoming)
  }

  private func package(
    _ transfer: Transfer, today: Day, in transaction: Transaction
  ) async throws -> HandoverContent {
    var content = HandoverContent(
      id: Self.random(), kind: .member, day: "\(today)",
      unit: try await transaction.party(transfer.from?.number, on: today),
      authority: try await transaction.party(transfer.authority.number, on: today))
    let row = try await transaction.memberRow(transfer.memberCode, on: today)
    var fields: [String: String] = [:]
    for column in MemberColumn.standard + [.oldPartyCard] {
      let text = row.text(of: column)
      if !text.isEmpty { fields[column.rawValue] = text }
    }
    content.member = .init(
      fields: fields, history: try await transaction.stretches(of: transfer.member))
    let papers = try await transaction.papers(of: transfer.number)
    content.transfer = .init(
      number: transfer.number, kind: transfer.kind.rawValue, destination: transfer.destination,
      effectiveOn: "\(transfer.effectiveOn)", eventOn: "\(transfer.eventOn)",
      askedOn: "\(transfer.askedOn)", startBy: "\(transfer.startBy)",
      presentBy: transfer.presentBy.map { "\($0)" } ?? "", reason: transfer.reason,
      document: transfer.document,
      steps: try await transaction.transferSteps(of: transfer.number).map {
        .init(
          step: $0.step.rawValue, day: "\($0.day)", document: $0.document,
          duesReason: $0.duesReason)
      },
      letterCode: try await transaction.letterCode(of: transfer.number),
      papers: Dictionary(papers.map { ($0.paper.rawValue, $0.number) }) { first, _ in first })
    content.load = try await transaction.handoverLoad(of: transfer.member, on: today)
    return content
  }

  private func answer(
    to package: KeptHandover, _ transfer: Transfer, today: Day, in transaction: Transaction
  ) async throws -> HandoverContent {
    let last = try await transaction.transferSteps(of: transfer.number).last {
      [.receive, .return, .cancel].contains($0.step)
    }
    guard let last else { throw HandoverError.notAnswered(transfer.number) }
    var content = HandoverContent(
      id: Self.random(), kind: .receipt, day: "\(today)",
      unit: try await transaction.party(transfer.to?.number, on: today),
      authority: try await transaction.party(transfer.authority.number, on: today))
    content.to = package.keyID
    content.receipt = .init(
      package: package.id, digest: package.digest,
      // Whoever cancels here does not take the member either.
      step: (last.step == .receive ? Transfer.Step.receive : .return).rawValue, day: "\(last.day)",
      reason: last.reason, document: last.document, code: transfer.memberCode.text)
    return content
  }

  private static func random() -> String {
    var random = SystemRandomNumberGenerator()
    return Hex.text((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
  }
}
