import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Signatures

/// Everything that can be done to letters: each verb is one transaction and one event on the trail.
package struct Letters: Sendable {
  package let database: Database
  package let signatures: Signatures
  /// Read only where a letter is drawn up, so that a broken file stands in the way of nothing else.
  package let templates: @Sendable () throws -> LetterTemplates

  package init(
    database: Database, signatures: Signatures,
    templates: @escaping @Sendable () throws -> LetterTemplates
  ) {
    self.database = database
    self.signatures = signatures
    self.templates = templates
  }

  /// How often a verb that met another one is run again before somebody is told.
  static let retry = Retry.upTo(6)

  /// Revokes an issued letter and asks for another in its place.
  ///
  /// - Parameters:
  ///   - id: the letter that is not to count any more.
  ///   - today: the day of the change.
  ///   - actor: needs ``Act/signLetters`` over the unit that issued it.
  ///   - basis: why; has to be given.
  /// - Returns: the number of the new request.
  /// - Throws: ``LetterError``, or an access error, with nothing changed.
  package func replace(
    _ id: Int64, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> Int64 {
    if basis.reason.isEmpty { throw LetterError.reasonMissing(.revoke) }
    return try await database.write(retry: Self.retry) { transaction in
      let units = UnitTree(try await transaction.units(on: today))
      guard let old = try await transaction.heldLetters([id]).first,
        try await transaction.maySee(old, in: units, actor)
      else { throw LetterError.unknown(id) }
      try actor.require(.signLetters, on: [units.line(of: old.issuer)].compactMap(\.self))
      guard let next = Letter.Step.revoke.after(old.state, ofTransfer: old.transfer != nil) else {
        throw LetterError.cannot(.revoke, id: id, in: old.state)
      }
      if old.member.number == actor.member {
        throw LetterError.refused(member: old.memberCode, .own)
      }
      try await transaction.holdForLetters([old.memberCode])
      var request = LetterRequest(kind: old.kind)
      (request.purpose, request.addressee) = (old.purpose, old.addressee)
      (request.occasion, request.year, request.months) = (old.occasion, old.year, old.months)
      guard
        let subject = try await transaction.letterSubjects(
          [old.memberCode], on: today, request
        ).first
      else { throw LetterError.unknown(id) }
      if let open = subject.open {
        throw LetterError.refused(member: old.memberCode, .openAlready(open))
      }
      let event = try await Audit.note(
        "letter.replace", of: .member(old.memberCode), by: actor, basis: basis,
        detail: [AuditDetail("letter", old: "\(id)", new: nil)], in: transaction)
      try await transaction.insert(
        .revoke, to: next, of: [id], by: actor, on: today, reason: basis.reason, event: event)
      let planned = PlannedLetter(
        subject: subject, issuer: old.issuer, transfer: old.transfer)
      let ids = try await transaction.insert(
        [planned], of: request, replacing: id, by: actor, on: today, reason: basis.reason,
        event: event)
      return ids[0]
    }
  }
}
