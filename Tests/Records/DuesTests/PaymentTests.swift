import Basics
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Dues

@Suite struct `A payment` {
  @Test func `settles the oldest open month first, and what is over stays as credit`() async throws
  {
    try await Collected.with { given in
      for month in ["2026-05", "2026-06", "2026-07"] {
        _ = try await given.assess(Collected.month(month))
      }
      let answer = try await given.pay("M1", 200_000)
      #expect(
        answer.settled.map { "\($0.month) \($0.amount)" } == ["2026-05 150000", "2026-06 50000"])
      #expect(answer.credit == .zero)
      #expect(answer.open == Money(dong: 250_000))
      #expect(answer.payment.receipt == ReceiptNumber(year: 2026, number: 1))
      let more = try await given.pay("M1", 300_000)
      #expect(more.credit == Money(dong: 50_000))
      #expect(
        try await given.months("M1")
          == ["2026-05 150000/150000", "2026-06 150000/150000", "2026-07 150000/150000"])
      _ = try await given.assess(Collected.month("2026-08"))
      #expect(try await given.months("M1").last == "2026-08 50000/150000")
      #expect(try await given.status("M1").credit == .zero)
      #expect(try await given.findings() == [])
    }
  }

  @Test func `told twice is booked once, and answered the same way`() async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      let first = try await given.pay("M1", 150_000, "FT1", channel: .bank)
      let again = try await given.pay("M1", 150_000, "FT1", channel: .bank)
      #expect(!first.wasBooked && again.wasBooked)
      #expect(first.payment == again.payment)
      #expect(first.settled.map(\.month) == again.settled.map(\.month))
      #expect(again.payment.receipt == nil)
      // Another channel is another reference.
      #expect(try await !given.pay("M1", 10_000, "FT1", channel: .portal).wasBooked)
      // Cash without a reference: the same member, day and sum is the same payment.
      #expect(try await !given.pay("M2", 90_000).wasBooked)
      #expect(try await given.pay("M2", 90_000).wasBooked)
      #expect(try await given.status("M2").payments.count == 1)
    }
  }

  @Test func `with the reference of another sum or member is a conflict`() async throws {
    try await Collected.with { given in
      try await given.pay("M1", 150_000, "FT1", channel: .bank)
      let taken = DuesError.referenceTaken(
        .bank, "FT1", member: Cast.code("M1"), amount: Money(dong: 150_000))
      await #expect(throws: taken) {
        try await given.pay("M1", 150_001, "FT1", channel: .bank)
      }
      await #expect(throws: taken) {
        try await given.pay("M2", 150_000, "FT1", channel: .bank)
      }
      #expect(taken.kind == .conflict)
      #expect(try await given.status("M2").payments.isEmpty)
    }
  }

  @Test func `told by eight at once is booked once`() async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      let answers = try await withThrowingTaskGroup(of: PaymentAnswer.self) { group in
        for _ in 0..<8 { group.addTask { try await given.pay("M1", 150_000, "R1") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.count { !$0.wasBooked } == 1)
      #expect(Set(answers.map(\.payment.number)).count == 1)
      #expect(try await given.status("M1").payments.count == 1)
      #expect(try await given.findings() == [])
    }
  }

  @Test func `in the future, of nothing, or without the bank's reference is refused`() throws {
    let given = (member: Cast.code("M1"), today: Cast.today)
    func draft(
      _ amount: Int64, channel: Payment.Channel = .cash, voluntary: Int64 = 0,
      on day: Day = Cast.today
    ) throws(DuesError) {
      _ = try PaymentDraft(
        member: given.member, channel: channel, reference: nil, amount: Money(dong: amount),
        voluntary: Money(dong: voluntary), paidOn: day, today: given.today)
    }
    let tomorrow = Cast.today.adding(days: 1)
    #expect(throws: DuesError.paidInFuture(tomorrow)) { try draft(1, on: tomorrow) }
    #expect(throws: DuesError.amountOutOfRange(.zero)) { try draft(0) }
    #expect(throws: DuesError.amountOutOfRange(Money(dong: -5))) { try draft(-5) }
    #expect(throws: DuesError.referenceMissing(.bank)) { try draft(1, channel: .bank) }
    #expect(throws: DuesError.voluntaryTooLarge(Money(dong: 2), of: Money(dong: 1))) {
      try draft(1, voluntary: 2)
    }
  }

  @Test func `can be made for another, ahead of time, and beyond what is owed`() async throws {
    try await Collected.with { given in
      let answer = try await given.pay("M4", 60_000, "R1", voluntary: 10_000, payer: "M1")
      #expect(answer.payment.payer == Cast.code("M1"))
      #expect(answer.credit == Money(dong: 50_000))
      #expect(answer.settled.isEmpty)
      await #expect(throws: MemberError.unknown("M99")) {
        try await given.pay("M4", 60_000, "R2", payer: "M99")
      }
      #expect(try await given.findings() == [])
    }
  }

  @Test func `needs the right over the cell`() async throws {
    try await Collected.with { given in
      let secretary = try given.cast.actor(.cellSecretary, over: "CB1")
      _ = try await given.pay("M1", 5_000, by: secretary)
      await #expect(throws: MemberError.unknown("M4")) {
        try await given.pay("M4", 5_000, by: secretary)
      }
      await #expect(throws: (any Error).self) {
        try await given.pay("M1", 6_000, by: Cast.actor(.inspector))
      }
    }
  }
}

@Suite struct `A receipt` {
  @Test func `has a number without gaps in its cell and year, whoever books at once`() async throws
  {
    try await Collected.with { given in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in 0..<8 {
          group.addTask {
            for turn in 0..<6 {
              let member = ["M1", "M2", "M3", "M5"][(worker + turn) % 4]
              // Every third one is refused after the payment was written, and rolled back.
              if turn % 3 == 2 {
                _ = try? await given.cast.database.app.write { transaction in
                  _ = try await transaction.insert(
                    try given.draft(member, 1_000, "lost \(worker) \(turn)"),
                    for: .init(1), at: .init(given.cast.numbers[Cast.code("CB1")] ?? 0),
                    payer: nil, today: Cast.today, event: 1)
                  throw DuesError.reasonMissing
                }
              } else {
                try await given.pay(member, 1_000, "kept \(worker) \(turn)")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      for member in ["M1", "M3"] {
        // M1, M2 and M5 stand in one cell, M3 in another.
        let cell = member == "M1" ? ["M1", "M2", "M5"] : ["M3"]
        var numbers: [Int] = []
        for code in cell {
          numbers += try await given.status(code).payments.compactMap(\.receipt?.number)
        }
        #expect(numbers.sorted() == Array(1...max(1, numbers.count)))
      }
      #expect(try await given.findings() == [])
    }
  }

  @Test func `belongs to the year in which the money was handed over`() async throws {
    try await Collected.with { given in
      let old = try given.draft("M1", 1_000, "R1", on: Cast.day(2025, 12, 31))
      let answer = try await given.dues.pay(
        old, today: Cast.today, by: Cast.actor(.hrOfficer))
      #expect(answer.payment.receipt == ReceiptNumber(year: 2025, number: 1))
      #expect("\(try #require(answer.payment.receipt))" == "1/2025")
    }
  }
}

@Suite struct `A reversal` {
  @Test func `opens the newest settled months again, and cannot be made twice`() async throws {
    try await Collected.with { given in
      for month in ["2026-06", "2026-07"] { _ = try await given.assess(Collected.month(month)) }
      let wrong = try await given.pay("M1", 150_000, "R1")
      try await given.pay("M1", 150_000, "R2")
      let answer = try await given.dues.reverse(
        payment: wrong.payment.number, today: Cast.today, by: Cast.actor(.hrOfficer),
        basis: Cast.basis)
      #expect(answer.payment.isReversed)
      #expect(try await given.months("M1") == ["2026-06 150000/150000", "2026-07 0/150000"])
      await #expect(throws: DuesError.alreadyReversed(wrong.payment.number)) {
        _ = try await given.dues.reverse(
          payment: wrong.payment.number, today: Cast.today, by: Cast.actor(.hrOfficer),
          basis: Cast.basis)
      }
      await #expect(throws: DuesError.reasonMissing) {
        _ = try await given.dues.reverse(
          payment: wrong.payment.number, today: Cast.today, by: Cast.actor(.hrOfficer),
          basis: .none)
      }
      #expect(try await given.findings() == [])
    }
  }

  @Test func `takes back credit that has been used since`() async throws {
    try await Collected.with { given in
      let ahead = try await given.pay("M2", 200_000, "R1", voluntary: 20_000)
      for month in ["2026-07", "2026-08"] { _ = try await given.assess(Collected.month(month)) }
      #expect(try await given.months("M2") == ["2026-07 90000/90000", "2026-08 90000/90000"])
      _ = try await given.dues.reverse(
        payment: ahead.payment.number, today: Cast.today, by: Cast.actor(.hrOfficer),
        basis: Cast.basis)
      #expect(try await given.months("M2") == ["2026-07 0/90000", "2026-08 0/90000"])
      #expect(try await given.findings() == [])
    }
  }
}

@Suite struct `A refund` {
  @Test func `pays credit back once, and no more than there is`() async throws {
    try await Collected.with { given in
      try await given.pay("M1", 100_000, "R1")
      func refund(_ amount: Int64?, _ reference: String?) async throws -> (Money, Bool) {
        let answer = try await given.dues.refund(
          Cast.code("M1"), amount: amount.map(Money.init(dong:)), reference: reference,
          today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
        return (answer.credit, answer.wasBooked)
      }
      #expect(try await refund(30_000, "B1") == (Money(dong: 70_000), false))
      #expect(try await refund(30_000, "B1") == (Money(dong: 70_000), true))
      await #expect(
        throws: DuesError.notEnoughCredit(
          Cast.code("M1"), wanted: Money(dong: 70_001), has: Money(dong: 70_000))
      ) { _ = try await refund(70_001, "B2") }
      #expect(try await refund(nil, nil) == (.zero, false))
      await #expect(throws: DuesError.nothingToRefund(Cast.code("M1"))) {
        _ = try await refund(nil, nil)
      }
      let first = try #require(try await given.status("M1").refunds.first)
      try await given.dues.reverse(
        refund: first.number, today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      #expect(try await given.status("M1").credit == Money(dong: 30_000))
      #expect(try await given.findings() == [])
    }
  }
}
