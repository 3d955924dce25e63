import Basics
import Members
import Organisation

/// Money that came in for a member: booked once for each channel and reference.
package struct Payment: Sendable, Hashable {
  package enum Channel: String, Sendable, CaseIterable, Hashable {
    case cash, bank, portal
  }

  /// Number of the payment in this database: what `dues reverse` and `dues receipt` take.
  package let number: Int64
  package let member: Code
  /// The unit that took the money.
  package let unit: Code
  package let channel: Channel
  /// The outside reference, such as the bank's.
  package let reference: String
  package let amount: Money
  /// The part of it given beyond what is owed (01-QĐ/TW, article 5).
  package let voluntary: Money
  /// Another member who paid; `nil`: the member, or ``payerName``.
  package let payer: Code?
  package let payerName: String
  /// The day on which the money was handed over.
  package let paidOn: Day
  package let bookedOn: Day
  /// Of a payment in cash.
  package let receipt: ReceiptNumber?
  /// Whether it was taken back as a mistake.
  package let isReversed: Bool
  /// The event on the trail that booked it.
  let event: Int64
  let memberID: Member.ID
}

/// The number of a receipt: without gaps in its cell and year.
package struct ReceiptNumber: Sendable, Hashable, CustomStringConvertible {
  package let year: Int
  package let number: Int

  package init(year: Int, number: Int) {
    self.year = year
    self.number = number
  }

  /// As it is printed: `12/2026`.
  package var description: String { "\(number)/\(year)" }
}

extension Payment.Channel {
  package var title: Phrase {
    switch self {
    case .cash: Phrase(vi: "tiền mặt", en: "cash")
    case .bank: Phrase(vi: "chuyển khoản", en: "bank")
    case .portal: Phrase(vi: "Cổng DVC", en: "portal")
    }
  }
}

/// A payment as somebody tells it.
package struct PaymentDraft: Sendable, Hashable {
  package let member: Code
  package let channel: Payment.Channel
  package let reference: String
  package let amount: Money
  package let voluntary: Money
  package let payer: Code?
  package let payerName: String
  package let paidOn: Day

  /// Checks what needs no database.
  ///
  /// - Parameters:
  ///   - member: for whom it is paid.
  ///   - channel: how the money came.
  ///   - reference: of the bank or the portal; cash may do without: then the same member, day and
  ///     sum is the same payment, so that a command typed twice books once.
  ///   - amount: in đồng, above zero.
  ///   - voluntary: the part of it beyond what is owed.
  ///   - payer: another member who paid.
  ///   - payerName: somebody else who paid and is no member.
  ///   - paidOn: the day on which the money was handed over.
  ///   - today: it may not lie after this day.
  /// - Throws: ``DuesError``.
  package init(
    member: Code, channel: Payment.Channel, reference: String?, amount: Money,
    voluntary: Money = .zero, payer: Code? = nil, payerName: String = "", paidOn: Day, today: Day
  ) throws(DuesError) {
    guard amount > .zero, amount <= PaymentDraft.most else { throw .amountOutOfRange(amount) }
    guard voluntary >= .zero, voluntary <= amount else {
      throw .voluntaryTooLarge(voluntary, of: amount)
    }
    guard paidOn <= today else { throw .paidInFuture(paidOn) }
    guard payer == nil || payerName.isEmpty else { throw .twoPayers }
    if let reference {
      guard (1...100).contains(reference.count) else { throw .referenceLength }
      self.reference = reference
    } else {
      guard channel == .cash else { throw .referenceMissing(channel) }
      self.reference = "\(member) \(paidOn) \(amount.dong)"
    }
    self.member = member
    self.channel = channel
    self.amount = amount
    self.voluntary = voluntary
    self.payer = payer
    self.payerName = payerName
    self.paidOn = paidOn
  }

  /// No payment is larger.
  package static let most = Money(dong: 999_999_999_999)
}

/// What booking a payment came to; the same answer however often it is told.
package struct PaymentAnswer: Sendable {
  package let payment: Payment
  /// It was booked before, and nothing changed now.
  package let wasBooked: Bool
  /// The months that it settled, oldest first.
  package let settled: [(month: Month, amount: Money)]
  /// What the member has over now.
  package let credit: Money
  /// What the member still owes, of all months charged.
  package let open: Money
}
