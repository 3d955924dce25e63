import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// What a member asks: what do I owe, why, what have I paid, my receipts.
package struct DuesStatus: Sendable {
  package let member: Code
  package let name: Personal<String>
  package let cell: Code?
  /// What the arithmetic of a month is explained from, where the rule asks for it.
  package let person: DuesPerson
  /// The cell as papers name it.
  package let head: DuesHead
  /// The moment of reading.
  package let readAt: Instant
  /// Oldest first.
  package let months: [ChargedMonth]
  package let credit: Money
  /// Oldest first, the reversed too.
  package let payments: [Payment]
  package let refunds: [Refund]
  /// In the order in which they were recorded, the withdrawn too.
  package let waivers: [Waiver]

  /// What is owed of all months charged.
  package var open: Money { months.reduce(.zero) { $0 + $1.open } }
}

/// A month of one member as it stands now: the last revision of its charge, and what was paid.
package struct ChargedMonth: Sendable, Hashable {
  package let month: Month
  /// The cell that charged it; a later transfer leaves it.
  package let cell: Code
  package let category: Member.DuesCategory?
  /// In đồng; of `uninsured` the wage; `nil` where the rule takes none.
  package let base: Money?
  /// `nil` where the rule takes none.
  package let rate: ExactDecimal?
  /// Before exemption and reduction; `nil` for the exempt without a base.
  package let amount: Money?
  /// Reduction in percent; 100 exempts.
  package let percent: Int
  /// Of the exemption or reduction.
  package let ground: DuesGround?
  package let net: Money
  package let paid: Money
  /// It was found that nothing was due.
  package let isVoid: Bool
  /// The rule by which it was worked out: a file of `config/dues`.
  package let rule: String
  /// 1, then one more for each adjustment.
  package let revision: Int
  /// The recorded good reason for which it is unpaid.
  package let excuse: String?

  package var open: Money { net - paid }

  /// What reduces it, in đồng.
  package var reduction: Money? { amount.map { $0 - net } }

  /// Whether it is over and not paid (`dues.md`, "The ledger").
  package func isUnpaid(on day: Day) -> Bool { month.lastDay < day && open > .zero }
}

extension Dues {
  /// Everything about the dues of one member; it leaves a line on the trail.
  ///
  /// - Parameters:
  ///   - code: whose; one's own needs no grant.
  ///   - today: the day whose cell and grants count.
  ///   - actor: who asks.
  /// - Returns: every month charged, payments, refunds and waivers.
  /// - Throws: `MemberError/unknown(_:)` also for somebody whom the actor may not see.
  package func status(
    of code: Code, today: Day, for actor: Actor
  ) async throws -> DuesStatus {
    try await database.write(isolation: .repeatableRead) { transaction in
      let party = try await transaction.party(code, on: today, for: .viewDues, by: actor)
      try await Audit.note("dues.show", of: .member(code), by: actor, in: transaction)
      // What was booked on a duplicate before it was merged stays on its code, and is shown here.
      let all = try await transaction.withDuplicates(of: party.id)
      var credit = Money.zero
      for id in all { credit = credit + (try await transaction.balance(of: .init(id))).credit }
      return DuesStatus(
        member: code, name: party.name, cell: party.cellCode,
        person: try await transaction.duesPerson(party.id),
        head: try await transaction.duesHead(of: party.cell, on: today), readAt: transaction.now,
        months: try await transaction.chargedMonths(of: all), credit: credit,
        payments: try await transaction.payments(for: all),
        refunds: try await transaction.refunds(to: all),
        waivers: try await transaction.waivers(of: all))
    }
  }
}
