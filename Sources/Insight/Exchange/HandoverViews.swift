import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Signatures
import Transfers

extension Handovers {
  /// What travels with a transfer, and what is to be done about it.
  package struct Checklist: Sendable {
    package let load: HandoverLoad
    /// Of a transfer that came by file: what was signed, by whom.
    package let origin: Origin?
    /// Signed files about it that have left, the oldest first.
    package let exports: [Export]
    /// Scores and work stand there only for whoever may see sheets.
    package let showsSheets: Bool
  }

  package struct Export: Sendable, Readable {
    package let day: Day
    package let kind: HandoverContent.Kind
    package let digest: String
    /// Whom it is for; empty: whoever trusts the signer.
    package let holder: String

    package init(_ row: Row) throws {
      day = try row.value("day")
      kind = try row.value("kind")
      digest = try row.value("digest")
      holder = try row.value("holder")
    }
  }

  package struct Origin: Sendable {
    package let party: HandoverContent.Party
    package let authority: HandoverContent.Party
    package let holder: String
    /// By which the introduction letter can be checked over there; empty: written by hand.
    package let letterCode: String
    /// Whether the signature over what is kept on record is good.
    package let isVerified: Bool
  }

  /// The checklist of a transfer that the actor may see; to be asked where it is shown.
  package func checklist(
    of number: Int64, today: Day, for actor: Actor
  ) async throws -> Checklist? {
    try await database.read { transaction in
      guard let transfer = try await transaction.transfers([number]).first else { return nil }
      let trees = try await transaction.transferTrees(on: today, and: today)
      try Transfers.open([transfer], of: .one(number), in: trees, to: actor)
      let lines = [transfer.from, transfer.to].compactMap { trees.line(of: $0) }
      let showsSheets = actor.may(.viewSheets, on: lines)
      let exports = try await transaction.exports(of: number)
      var (load, origin): (HandoverLoad, Origin?)
      if let kept = try await transaction.handover(of: number) {
        let keys = try await transaction.keyRecords()
        let file = try? HandoverFile(
          signed: kept.signed, keyID: kept.keyID, signature: kept.signature, trusting: keys)
        (load, origin) = (
          file?.content.load ?? HandoverLoad(),
          Origin(
            party: file?.content.unit ?? .init(code: "", name: ""),
            authority: file?.content.authority ?? .init(code: "", name: ""), holder: kept.holder,
            letterCode: file?.content.transfer?.letterCode ?? "",
            isVerified: file != nil)
        )
      } else {
        guard transfer.from != nil, transfer.state.isOpen || !exports.isEmpty else { return nil }
        (load, origin) = (
          try await transaction.handoverLoad(of: transfer.member, on: today), nil
        )
      }
      if !showsSheets { (load.scores, load.work) = ([], []) }
      return Checklist(
        load: load, origin: origin, exports: exports, showsSheets: showsSheets)
    }
  }

  /// Scores of a member that came from other installations; it leaves a line on the trail.
  ///
  /// - Throws: `MemberError/unknown(_:)` also for somebody whom the actor may not see.
  package func scores(
    of code: Code, today: Day, for actor: Actor
  ) async throws -> [(score: ImportedScore, isVerified: Bool)] {
    try await database.write(isolation: .repeatableRead) { transaction in
      guard let member = try await transaction.member(code) else {
        throw MemberError.unknown(code.text)
      }
      let facts = try await transaction.facts(of: member.id)
      var lines = try await transaction.lines(of: member, facts: facts, on: today)
      // Until they are received they stand nowhere but in the request.
      let trees = try await transaction.transferTrees(on: today, and: today)
      for cell in try await transaction.openDestinations(of: member.id) {
        if let line = trees.line(of: cell) { lines.append(line) }
      }
      let isOwn = actor.member == member.id.number
      guard isOwn || actor.may(.viewMembers, on: lines) else {
        throw MemberError.unknown(code.text)
      }
      if !isOwn { try actor.require(.viewSheets, on: lines) }
      try await Audit.note("transfer.scores", of: .member(code), by: actor, in: transaction)
      let scores = try await transaction.importedScores(of: member.id)
      let keys = try await transaction.keyRecords()
      var good: [String: Bool] = [:]
      for package in Set(scores.map(\.package)) {
        good[package] = try await transaction.isSound(package, keys: keys)
      }
      return scores.map { ($0, good[$0.package] ?? false) }
    }
  }
}

extension Transaction {
  /// Whether the signature is good and the scores are those that were signed.
  fileprivate func isSound(_ package: String, keys: [KeyRecord]) async throws -> Bool {
    guard let kept = try await keptHandover(package),
      let file = try? HandoverFile(
        signed: kept.signed, keyID: kept.keyID, signature: kept.signature, trusting: keys)
    else { return false }
    return try await allScores(of: package) == file.content.load?.scores
  }
}
