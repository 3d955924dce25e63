import Access
import Audit
import Basics
import Organisation
import Postgres

/// Joining two records of one person, and undoing it.
extension Members {
  /// Joins `duplicate` to `kept`: what the kept record lacks is filled from the duplicate.
  ///
  /// Nothing is thrown away: the duplicate stays with its history, points to the kept record and is
  /// left out of lists; both are remembered as they were, so that the merge can be undone.
  ///
  /// `mayMerge` asks beforehand what else is tied to them, because members know no transfers.
  ///
  /// - Returns: the columns that were filled.
  package func merge(
    _ duplicateCode: Code, into keptCode: Code, today: Day, by actor: Actor, basis: Audit.Basis,
    mayMerge: @Sendable (Transaction, [Member]) async throws -> Void = { _, _ in }
  ) async throws -> [AuditDetail] {
    guard duplicateCode != keptCode else { throw MemberError.sameRecord }
    return try await database.write { transaction in
      let (kept, duplicate) = try await transaction.pair(keptCode, duplicateCode)
      for member in [kept, duplicate] {
        let facts = try await transaction.facts(of: member.id)
        let lines = try await transaction.lines(of: member, facts: facts, on: today)
        try actor.require(.mergeMembers, on: lines)
      }
      try await mayMerge(transaction, [kept, duplicate])
      let (old, joined) = (kept.plainRow, kept.plainRow.filled(from: duplicate.plainRow))
      let filled = old.differences(to: joined)
      let event = try await Audit.note(
        "member.merge", of: .member(keptCode), by: actor, basis: basis,
        detail: filled + [AuditDetail("duplicate", new: duplicateCode.text)], in: transaction)
      try await Audit.note(
        "member.merge", of: .member(duplicateCode), by: actor, basis: basis,
        detail: [AuditDetail("merged_into", new: keptCode.text)], in: transaction)
      try await transaction.setMerged(duplicate, into: kept.id, event: event)
      guard try await transaction.updateMember(kept, to: joined, event: event) != nil else {
        throw MemberError.changedMeanwhile(
          keptCode, yours: kept.version, now: kept.version + 1)
      }
      try await transaction.insertMerge(
        kept: kept, duplicate: duplicate, keptVersion: kept.version + 1, event: event)
      return filled
    }
  }

  /// Takes a merge back: both records are as they were before it.
  ///
  /// - Throws: ``MemberError/cannotUndo(_:)`` once the kept record was changed afterwards.
  package func unmerge(
    _ duplicateCode: Code, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try await database.write { transaction in
      guard let duplicate = try await transaction.member(duplicateCode) else {
        throw MemberError.unknown(duplicateCode.text)
      }
      guard let keptCode = duplicate.mergedInto,
        let merge = try await transaction.openMerge(of: duplicate.id)
      else { throw MemberError.notMerged(duplicateCode) }
      let (kept, _) = try await transaction.pair(keptCode, duplicateCode, merged: true)
      let facts = try await transaction.facts(of: kept.id)
      try actor.require(
        .mergeMembers, on: try await transaction.lines(of: kept, facts: facts, on: today))
      guard kept.version == merge.keptVersion else {
        throw MemberError.cannotUndo(duplicateCode)
      }
      let event = try await Audit.note(
        "member.unmerge", of: .member(duplicateCode), by: actor, basis: basis,
        detail: [AuditDetail("merged_into", old: keptCode.text, new: nil)], in: transaction)
      try await Audit.note(
        "member.unmerge", of: .member(keptCode), by: actor, basis: basis,
        detail: [AuditDetail("duplicate", old: duplicateCode.text, new: nil)], in: transaction)
      try await transaction.restore(kept.id, from: merge.number, column: .kept, event: event)
      try await transaction.restore(
        duplicate.id, from: merge.number, column: .duplicate, event: event)
      try await transaction.closeMerge(merge.number, event: event)
    }
  }
}

extension Member {
  /// The record without its facts, as a row.
  var plainRow: MemberRow {
    MemberRow(
      code: code, fullName: fullName.reveal(for: .comparison), sex: sex,
      birthDate: birthDate.reveal(for: .comparison),
      personalID: personalID.reveal(for: .comparison),
      partyCard: partyCard.reveal(for: .comparison),
      oldPartyCard: oldPartyCard.reveal(for: .comparison), joinedOn: joinedOn,
      officialOn: officialOn, cell: nil, agency: nil, position: "", form: nil, manager: nil,
      duesCategory: nil, duesBase: nil, status: .active, statusSince: nil)
  }
}

extension MemberRow {
  /// This row, with what it lacks taken from the other.
  func filled(from other: MemberRow) -> MemberRow {
    var row = self
    row.sex = sex ?? other.sex
    row.birthDate = birthDate ?? other.birthDate
    row.personalID = personalID ?? other.personalID
    row.partyCard = partyCard ?? other.partyCard
    row.oldPartyCard = oldPartyCard ?? other.oldPartyCard
    row.joinedOn = joinedOn ?? other.joinedOn
    row.officialOn = officialOn ?? other.officialOn
    return row
  }
}
