import Access
import Audit
import Basics
import Postgres
import Signatures

/// What was found when every issued letter was checked.
package struct LetterSweep: Sendable {
  /// One letter whose record is not what was signed.
  package struct Flaw: Sendable, Hashable {
    package let letter: Int64
    package let finding: LetterVerdict.Finding
  }

  package var letters = 0
  package var flaws: [Flaw] = []
}

extension Letters {
  /// Checks the signature and the draft of every letter on record, revoked ones too.
  ///
  /// The database holds digests against texts whenever somebody writes; only a key tells whether
  /// somebody with all rights to it has changed both.
  ///
  /// - Parameters:
  ///   - actor: needs ``Act/viewMembers`` everywhere.
  ///   - progress: called with how many were checked so far, and how many there are.
  /// - Returns: what does not hold, by letter.
  /// - Throws: an access error.
  package func sweep(
    by actor: Actor, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> LetterSweep {
    try actor.requireEverywhere(.viewMembers)
    return try await database.read { transaction in
      let keys = try await transaction.keyRecords()
      let total = try await transaction.issuedLetters()
      var (sweep, last) = (LetterSweep(), Int64(0))
      while true {
        let ids = try await transaction.issuedLetters(after: last, limit: 1000)
        guard let end = ids.last else { return sweep }
        let (seals, drafts) = (
          try await transaction.seals(of: ids), try await transaction.drafts(of: ids)
        )
        for id in ids {
          guard let signed = seals[id] else { continue }
          // A letter that has expired, or was revoked, is still what was signed.
          for finding in signed.findings(with: keys, today: .first) {
            sweep.flaws.append(.init(letter: id, finding: finding))
          }
          if Hex.digest(drafts[id] ?? "") != signed.seal.draft {
            sweep.flaws.append(.init(letter: id, finding: .changedOnRecord))
          }
        }
        sweep.letters += ids.count
        last = end
        progress(sweep.letters, total)
      }
    }
  }
}
