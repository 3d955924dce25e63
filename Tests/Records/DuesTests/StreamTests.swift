import Basics
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Dues

/// Everything at once: eight people who assess, pay, waive, repeat, reverse, refund and move, and
/// every second answer is lost, so that what was asked is asked again.
@Suite struct `A stream of dues` {
  @Test func `from eight people at once, with half of the answers lost, balances`() async throws {
    try await Collected.with { given in
      for number in 6...17 {
        let fields = [
          "M\(number)", "Người Thứ \(number)", "male", "1980-01-01", "", "", "2010-01-01",
          "2011-01-01", number % 2 == 0 ? "CB1" : "CB2", "", "", "", "", "insured",
          "\(number)000000", "active",
        ]
        try await given.cast.members.add(
          try Cast.row(fields), today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      }
      let seeds = Seeded.forTest()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for person in 0..<8 {
          var random = Seeded(seed: seeds.seed &+ UInt64(person))
          group.addTask {
            for turn in 0..<25 {
              let deed = Deed.any(person, turn, using: &random)
              let isLost = Bool.random(using: &random)
              try await deed.done(on: given)
              if isLost { try await deed.done(on: given) }
            }
          }
        }
        try await group.waitForAll()
      }
      // Once more, by one: now everything that was waived or moved meanwhile is charged as it is.
      for month in Deed.months { _ = try await given.assess(month) }
      for month in Deed.months { #expect(try await given.assess(month).isUnchanged) }
      #expect(try await given.findings() == [])
      try await given.expectHistory()
    }
  }
}

/// Something that one person does; done again, it is the same deed told twice.
private enum Deed: Sendable {
  case assess(Month)
  case pay(String, Int64, String)
  case waive(String, Int, Month)
  case reverse(Int64)
  case refund(String, Int64, String)
  case move(String, String)
  case base(String, Int64)

  static let months = ["2026-05", "2026-06", "2026-07", "2026-08"].map(Collected.month)

  static func any(_ person: Int, _ turn: Int, using random: inout Seeded) -> Deed {
    let number = ([1, 2, 3] + Array(6...17)).randomElement(using: &random) ?? 1
    let member = "M\(number)"
    let month = months.randomElement(using: &random) ?? Collected.july
    let name = "P\(person)T\(turn)"
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<3: return .assess(month)
    case 3..<13: return .pay(member, Int64.random(in: 1...250_000, using: &random), name)
    case 13: return .waive(member, [30, 50, 70, 100].randomElement(using: &random) ?? 30, month)
    case 14..<16: return .reverse(Int64.random(in: 1...60, using: &random))
    case 16: return .refund(member, Int64.random(in: 1...50_000, using: &random), name)
    case 17: return .base(member, Int64.random(in: 3_000_000...20_000_000, using: &random))
    default: return .move(member, Bool.random(using: &random) ? "CB1" : "CB2")
    }
  }

  /// Does it; what a rule may answer to it, such as no credit to refund, is an answer too.
  func done(on given: Collected) async throws {
    let officer = Cast.actor(.hrOfficer)
    do {
      switch self {
      case .assess(let month): _ = try await given.assess(month)
      case .pay(let member, let amount, let name): try await given.pay(member, amount, name)
      case .waive(let member, let percent, let month):
        _ = try await given.dues.waive(
          Cast.code(member), ground: .difficulty, percent: percent, from: month, until: month,
          today: Cast.today, by: officer, basis: Cast.basis)
      case .reverse(let number):
        _ = try await given.dues.reverse(
          payment: number, today: Cast.today, by: officer, basis: Cast.basis)
      case .refund(let member, let amount, let name):
        _ = try await given.dues.refund(
          Cast.code(member), amount: Money(dong: amount), reference: name, today: Cast.today,
          by: officer, basis: Cast.basis)
      case .move(let member, let cell):
        try await given.cast.edit(member, [.cellCode: cell], from: Cast.day(2026, 6, 15))
      case .base(let member, let base):
        try await given.cast.edit(member, [.duesBase: "\(base)"], from: Cast.day(2026, 6, 1))
      }
    } catch let error as DuesError {
      switch error {
      case .unknownPayment, .alreadyReversed, .notEnoughCredit, .nothingToRefund: break
      default: throw error
      }
    } catch let error as MemberError {
      switch error {
      case .nothingToChange, .changedMeanwhile: break
      default: throw error
      }
    } catch let error as PostgresError where error.constraint == "dues_reversal_payment_once" {
      // Two reversed one payment at the same moment.
    }
  }
}

extension Collected {
  /// Every member's balance equals the history, replayed here by plain sums: what was paid, less
  /// what was taken back and refunded, first pays for what is charged, and the rest is credit.
  func expectHistory() async throws {
    var (charged, held) = (Int64(0), Int64(0))
    for number in 1...17 {
      let status = try await status("M\(number)")
      let paid = status.payments.filter { !$0.isReversed }
        .reduce(Int64(0)) { $0 + $1.amount.dong - $1.voluntary.dong }
      let refunded = status.refunds.filter { !$0.isReversed }
        .reduce(Int64(0)) { $0 + $1.amount.dong }
      let owed = status.months.reduce(Int64(0)) { $0 + $1.net.dong }
      #expect(status.open.dong == max(0, owed - (paid - refunded)), "M\(number)")
      #expect(status.credit.dong == max(0, paid - refunded - owed), "M\(number)")
      let references = status.payments.map(\.reference)
      #expect(Set(references).count == references.count)
      charged += owed
      held += paid - refunded
    }
    // The tree sums to the whole: what the cells hold is what came in, what they raised is what was
    // charged.
    let sums = try await cast.database.app.read { transaction in
      try await transaction.values(
        """
        SELECT unnest(ARRAY[
          sum(CASE WHEN debit = 'fund' THEN amount WHEN credit = 'fund' THEN -amount ELSE 0 END),
          sum(CASE WHEN credit = 'dues' THEN amount WHEN debit = 'dues' THEN -amount ELSE 0 END)
        ])::bigint FROM dues_movement
        """, as: Int64.self)
    }
    #expect(sums == [held, charged])
  }
}
