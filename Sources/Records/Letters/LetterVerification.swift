import Basics
import Postgres
import Signatures

/// What can be said of a letter that somebody holds in their hand.
package struct LetterVerdict: Sendable, Hashable {
  /// What was signed, to be compared with the paper.
  package let signed: SignedSeal
  package let findings: [Finding]
  /// What the record says of it; `nil` where it was checked by a key alone.
  package let record: Record?

  package init(signed: SignedSeal, findings: [Finding], record: Record?) {
    self.signed = signed
    self.findings = findings
    self.record = record
  }

  package struct Record: Sendable, Hashable {
    package let id: Int64
    package let state: Letter.State
    package let revokedOn: Day?
    package let reason: String
    /// The code of the letter in its place.
    package let replacedBy: LetterCode?
  }

  /// Why a letter is not good.
  package enum Finding: Sendable, Hashable {
    /// The signature is not over this text.
    case forged
    /// No such key is known.
    case unknownKey(String)
    /// Signed on a day when the key had been retired.
    case keyRetired(String, on: Day)
    /// What is on record is another text than the one that was signed.
    case changedOnRecord
    /// The record has no such letter.
    case notOnRecord
    case revoked(on: Day)
    case expired(on: Day)
  }

  package var isGood: Bool { findings.isEmpty }
}

extension SignedSeal {
  /// What the signature alone says, with the keys that are known.
  ///
  /// - Parameters:
  ///   - keys: own ones and trusted ones.
  ///   - today: the day on which it is asked.
  /// - Returns: nothing where all is well.
  package func findings(
    with keys: [KeyRecord], today: Day
  ) -> [LetterVerdict.Finding] {
    guard let record = keys.first(where: { $0.key.id == key }) else { return [.unknownKey(key)] }
    guard holds(with: record.key) else { return [.forged] }
    var findings: [LetterVerdict.Finding] = []
    if let day = record.retiredOn, seal.day > day { findings.append(.keyRetired(key, on: day)) }
    if let day = seal.validUntil, today > day { findings.append(.expired(on: day)) }
    return findings
  }
}

extension Letters {
  /// Checks a letter by its short code: signature, draft and record.
  ///
  /// Whoever has the paper may ask, without any right; the code cannot be guessed.
  ///
  /// - Throws: ``LetterError/unknownCode(_:)``.
  package func verify(_ code: LetterCode, today: Day) async throws -> LetterVerdict {
    try await database.read { transaction in
      guard let id = try await transaction.letterID(of: code),
        let signed = try await transaction.seals(of: [id])[id]
      else { throw LetterError.unknownCode(code) }
      return try await transaction.verdict(on: signed, of: id, today: today)
    }
  }

  /// Checks a letter by the text of its QR code: the signature, and the record where it is here.
  package func verify(_ scanned: SignedSeal, today: Day) async throws -> LetterVerdict {
    try await database.read { transaction in
      let keys = try await transaction.keyRecords()
      let findings = scanned.findings(with: keys, today: today)
      // Letters of a trusted installation are on record there and not here.
      let isForeign = keys.contains { $0.key.id == scanned.key && !$0.isOwn }
      guard let id = try await transaction.letterID(of: scanned.seal.code) else {
        return LetterVerdict(
          signed: scanned, findings: findings + (isForeign ? [] : [.notOnRecord]), record: nil)
      }
      let known = try await transaction.seals(of: [id])[id]
      var verdict = try await transaction.verdict(on: scanned, of: id, today: today)
      if known?.seal != scanned.seal, !verdict.findings.contains(.forged) {
        verdict = LetterVerdict(
          signed: scanned, findings: [.changedOnRecord] + verdict.findings,
          record: verdict.record)
      }
      return verdict
    }
  }
}

extension Transaction {
  fileprivate func verdict(
    on signed: SignedSeal, of id: Int64, today: Day
  ) async throws -> LetterVerdict {
    guard let letter = try await letters([id]).first else { throw LetterError.unknown(id) }
    var findings = signed.findings(with: try await keyRecords(), today: today)
    let draft = try await drafts(of: [id])[id] ?? ""
    if Hex.digest(draft) != signed.seal.draft { findings.append(.changedOnRecord) }
    let revocation = try await letterSteps(of: id).last { $0.step == .revoke }
    if let revocation { findings.append(.revoked(on: revocation.day)) }
    return LetterVerdict(
      signed: signed, findings: findings,
      record: .init(
        id: id, state: letter.state, revokedOn: revocation?.day,
        reason: revocation?.reason ?? "",
        replacedBy: try await replacement(of: id)?.issue?.code))
  }
}
