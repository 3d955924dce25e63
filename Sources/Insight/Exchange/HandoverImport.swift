import Access
import Audit
import Basics
import Foundation
import Members
import Organisation
import Postgres
import Signatures
import Transfers

extension Handovers {
  /// What an import did, or would do.
  package struct Imported: Sendable {
    package let kind: HandoverContent.Kind
    /// Whose key signed it.
    package let holder: String
    package let member: Code
    package let name: Personal<String>
    /// Whether a record was made; else one was found by card or personal number.
    package let isNew: Bool
    /// The transfer; of a rehearsed package only what its number would have been.
    package let number: Int64
    package let state: Transfer.State
    /// What the package says otherwise than the record that was found.
    package let differences: [AuditDetail]
    package let load: HandoverLoad?
  }

  /// Takes over a member, or the answer about one.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - cell: which cell is to receive; none for an answer.
  ///   - code: the code of a new record; `nil`: the sender's.
  ///   - rehearses: only says what would be done.
  ///   - today: the day of the import.
  ///   - actor: of a package needs ``Act/receiveTransfers`` and ``Act/changeMembers`` over the
  ///     cell, of an answer ``Act/releaseTransfers`` over the authority.
  ///   - basis: why.
  /// - Returns: what came of it.
  /// - Throws: ``HandoverError``, `TransferError`, `MemberError` or an access error; nothing is
  ///   changed then.
  package func `import`(
    _ path: String, to cell: Code?, code: Code?, rehearses: Bool, today: Day, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Imported {
    try actor.requireSomewhere(.viewMembers)
    let bytes = try Self.bytes(of: path)
    do {
      return try await database.write(retry: .upTo(6)) { transaction in
        let done = try await take(
          bytes, to: cell, code: code, today: today, by: actor, basis: basis, transaction)
        // A rehearsal does everything, so that the database is asked too; all of it is undone.
        if rehearses { throw Rehearsed(outcome: done) }
        return done
      }
    } catch let rehearsed as Rehearsed {
      return rehearsed.outcome
    }
  }

  private struct Rehearsed: Error { let outcome: Imported }

  private func take(
    _ bytes: Data, to cell: Code?, code: Code?, today: Day, by actor: Actor, basis: Audit.Basis,
    _ transaction: Transaction
  ) async throws -> Imported {
    let keys = try await transaction.keyRecords()
    let file = try HandoverFile(bytes, trusting: keys)
    let content = file.content
    if let known = try await transaction.importedTransfer(of: content.id) {
      throw HandoverError.importedBefore(known)
    }
    if let known = try await transaction.importedTransfer(like: file) {
      throw HandoverError.handedOverBefore(known)
    }
    if !content.to.isEmpty, !keys.contains(where: { $0.isOwn && $0.key.id == content.to }) {
      throw HandoverError.forAnother(content.to)
    }
    let holder = keys.first { $0.key.id == file.keyID }?.holder ?? ""
    let round = ImportRound(
      file: file, holder: holder, keys: keys, today: today, actor: actor, basis: basis)
    switch content.kind {
    case .member:
      guard let cell else { throw HandoverError.cellMissing }
      return try await take(
        try PackageReading(content, code: code, today: today), round, in: cell, transaction)
    case .receipt:
      guard cell == nil, code == nil else { throw HandoverError.cellNeedless }
      return try await answer(round, transaction)
    }
  }

  /// One file as it is taken.
  struct ImportRound: Sendable {
    let file: HandoverFile
    let holder: String
    let keys: [KeyRecord]
    let today: Day
    let actor: Actor
    let basis: Audit.Basis

    var account: Code { Handovers.account(of: file.keyID) }

    var trail: [AuditDetail] {
      [
        AuditDetail("package", new: file.content.id), AuditDetail("key", new: file.keyID),
        AuditDetail("digest", new: file.digest),
      ]
    }
  }

  private static func bytes(of path: String) throws -> Data {
    _ = try FileDigest.of(path: path)
    guard let file = FileHandle(forReadingAtPath: path) else { throw HandoverError.noFile(path) }
    defer { try? file.close() }
    return try file.read(upToCount: HandoverFile.limit + 1) ?? Data()
  }

  // MARK: A member who comes

  private func take(
    _ package: PackageReading, _ round: ImportRound, in cell: Code, _ transaction: Transaction
  ) async throws -> Imported {
    let unit = try await transaction.openUnit(cell, on: package.effectiveOn, locked: false)
    let lines = try await transaction.line(of: unit, on: round.today)
    try round.actor.require(.receiveTransfers, on: lines)
    try round.actor.require(.changeMembers, on: lines)
    let found = try await known(package, on: round.today, transaction)
    if found == nil, try await transaction.member(package.row.code) != nil {
      throw HandoverError.codeTaken(package.row.code)
    }
    let code = found?.code ?? package.row.code
    var differences: [AuditDetail] = []
    if let found {
      let row = try await transaction.memberRow(found.code, on: round.today)
      differences = row.differences(to: package.row).filter { PackageReading.compared($0.field) }
    } else {
      try await Members.add(
        package.row, today: round.today, under: lines, by: round.actor, basis: round.basis,
        in: transaction)
    }
    let event = try await Audit.note(
      "transfer.import", of: .member(code), by: round.actor, basis: round.basis,
      detail: round.trail + [AuditDetail("to", new: cell.text)], in: transaction)
    let number = try await transfers.takeOver(
      package.request(code, to: cell), days: package.days, today: round.today, by: round.actor,
      basis: package.basis, in: transaction)
    try await transaction.insertImport(round.file, of: number, event: event)
    try await transaction.insert(package.papers, of: [number], event: event)
    for step in package.steps {
      try await transaction.take(
        step.step, of: number, inTheNameOf: round.account, on: step.day, step.details,
        event: event)
    }
    try await transaction.insertScores(package.load.scores, of: round.file, event: event)
    return Imported(
      kind: .member, holder: round.holder, member: code, name: Personal(package.row.fullName),
      isNew: found == nil, number: number, state: .inTransit,
      differences: differences, load: package.load)
  }

  /// The record of the member, if there is one: by card, or by personal number.
  private func known(
    _ package: PackageReading, on today: Day, _ transaction: Transaction
  ) async throws -> Member? {
    let holders = try await transaction.holders(
      card: package.row.partyCard, personalID: package.row.personalID)
    guard Set(holders).count < 2 else { throw HandoverError.twoRecords(holders[0], holders[1]) }
    guard let code = holders.first, let member = try await transaction.member(code) else {
      return nil
    }
    let facts = try await transaction.facts(of: member.id)
    for day in [today, package.effectiveOn] {
      guard let cell = facts.cell.fact(on: day) ?? nil else { continue }
      let party = try await transaction.party(cell.number, on: today)
      throw HandoverError.hasCell(code, Code(party.code) ?? .blank)
    }
    return member
  }

  // MARK: The answer

  private func answer(_ round: ImportRound, _ transaction: Transaction) async throws -> Imported {
    let reading = try ReceiptReading(round.file.content)
    guard let exported = try await transaction.exported(reading.package),
      exported.digest == reading.digest, exported.kind == .member
    else { throw HandoverError.unknownPackage }
    if let addressee = exported.addressee {
      guard round.keys.first(where: { $0.key.id == addressee })?.holder == round.holder else {
        throw HandoverError.answeredByAnother
      }
    }
    let found = try await transaction.heldTransfers(.one(exported.transfer))
    let trees = try await transaction.transferTrees(on: round.today, and: round.today)
    try Transfers.open(found, of: .one(exported.transfer), in: trees, to: round.actor)
    guard let transfer = found.first else { throw TransferError.unknown(exported.transfer) }
    try round.actor.require(
      .releaseTransfers, on: trees.line(of: transfer.authority).map { [$0] } ?? [])
    try await transaction.requireTakeable(reading.step, transfer)
    let event = try await Audit.note(
      "transfer.import", of: .member(transfer.memberCode), by: round.actor, basis: round.basis,
      detail: round.trail + [
        AuditDetail("transfer", new: "\(transfer.number)"),
        AuditDetail("state", old: transfer.state.rawValue, new: reading.state.rawValue),
      ], in: transaction)
    try await transaction.insertImport(
      round.file, of: transfer.number, answers: reading.package, event: event)
    try await transfers.answer(
      reading.step, to: transfer, inTheNameOf: round.account, on: round.today, reading.details,
      by: round.actor, event: event, in: transaction)
    let line = try await transaction.memberRow(transfer.memberCode, on: round.today)
    return Imported(
      kind: .receipt, holder: round.holder, member: transfer.memberCode,
      name: Personal(line.fullName), isNew: false, number: transfer.number, state: reading.state,
      differences: [], load: nil)
  }
}
