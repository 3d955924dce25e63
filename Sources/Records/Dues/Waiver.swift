import Access
import Audit
import Basics
import Members
import Postgres

/// A recorded decision that exempts a member from dues or reduces them (01-QĐ/TW, article 5).
package struct Waiver: Sendable, Hashable {
  package let number: Int64
  /// One of ``DuesGround/recorded``.
  package let ground: DuesGround
  /// 100 exempts; 30, 50 or 70 reduces.
  package let percent: Int
  package let from: Month
  /// The last month; `nil`: until withdrawn.
  package let until: Month?
  package let reason: String
  package let document: String
  package let isWithdrawn: Bool
}

extension Dues {
  /// Records a decision that exempts or reduces; the same decision told again changes nothing.
  ///
  /// Months that were assessed before are brought in line by assessing them again.
  ///
  /// - Parameters:
  ///   - code: whose dues.
  ///   - ground: why.
  ///   - percent: 100 exempts; 30, 50 and 70 only for ``DuesGround/difficulty``.
  ///   - from: the first month.
  ///   - until: the last month, itself included; required for difficulty, at most twelve months.
  ///   - today: the day of the booking.
  ///   - actor: needs ``Act/waiveDues`` over the cell.
  ///   - basis: the document is required: it is the decision.
  /// - Returns: the number of the waiver, the months in it that have been assessed already, and
  ///   whether it was on record before.
  /// - Throws: ``DuesError``, `MemberError`, an access error; `PostgresError` with the name of the
  ///   constraint for months or a percentage that the rule does not know.
  package func waive(
    _ code: Code, ground: DuesGround, percent: Int, from: Month, until: Month?, today: Day,
    by actor: Actor, basis: Audit.Basis
  ) async throws -> (number: Int64, assessed: [Month], wasRecorded: Bool) {
    guard !basis.document.isEmpty else { throw DuesError.documentMissing }
    return try await database.write { transaction in
      let party = try await transaction.party(code, on: today, for: .waiveDues, by: actor)
      try await transaction.holdMember(party.id)
      let assessed = try await transaction.assessedMonths(of: party.id, from: from, until: until)
      if let known = try await transaction.waivers(of: [party.id.number]).first(where: {
        !$0.isWithdrawn && $0.ground == ground && $0.percent == percent && $0.from == from
          && $0.document == basis.document && $0.until == until
      }) {
        return (known.number, assessed, true)
      }
      let event = try await Audit.note(
        "dues.waive", of: .member(code), by: actor, basis: basis,
        detail: [
          AuditDetail("ground", new: ground.rawValue), AuditDetail("percent", new: "\(percent)"),
          AuditDetail("from", new: "\(from)"), AuditDetail("until", new: until.map { "\($0)" }),
        ], in: transaction)
      let number = try await transaction.insertWaiver(
        of: party.id, ground: ground, percent: percent, from: from, until: until, basis: basis,
        event: event)
      return (number, assessed, false)
    }
  }

  /// Withdraws a waiver: from the next assessment on it no longer counts.
  ///
  /// - Returns: the months in it that have been assessed already.
  /// - Throws: ``DuesError``, `MemberError`, an access error; nothing is changed then.
  package func withdrawWaiver(
    _ number: Int64, of code: Code, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> [Month] {
    guard !basis.reason.isEmpty else { throw DuesError.reasonMissing }
    return try await database.write { transaction in
      let party = try await transaction.party(code, on: today, for: .waiveDues, by: actor)
      try await transaction.holdMember(party.id)
      guard
        let waiver = try await transaction.waivers(of: [party.id.number]).first(where: {
          $0.number == number
        })
      else { throw DuesError.unknownWaiver(number) }
      guard !waiver.isWithdrawn else { throw DuesError.waiverWithdrawn(number) }
      let event = try await Audit.note(
        "dues.withdraw", of: .member(code), by: actor, basis: basis,
        detail: [AuditDetail("waiver", old: "\(number)", new: nil)], in: transaction)
      try await transaction.withdrawWaiver(number, of: party.id, event: event)
      return try await transaction.assessedMonths(
        of: party.id, from: waiver.from, until: waiver.until)
    }
  }

  /// Records a good reason for which a month is unpaid: it no longer counts towards the three
  /// months after which a removal is considered (01-QĐ/TW).
  ///
  /// - Throws: ``DuesError``, `MemberError`, an access error; nothing is recorded then.
  package func excuse(
    _ code: Code, month: Month, today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws {
    guard !basis.reason.isEmpty else { throw DuesError.reasonMissing }
    try await database.write { transaction in
      let party = try await transaction.party(code, on: today, for: .waiveDues, by: actor)
      let event = try await Audit.note(
        "dues.excuse", of: .member(code), by: actor, basis: basis,
        detail: [AuditDetail("month", new: "\(month)")], in: transaction)
      guard
        try await transaction.insertReason(
          of: party.id, month: month, basis: basis, event: event)
      else { throw DuesError.alreadyExcused(code, month) }
    }
  }
}
