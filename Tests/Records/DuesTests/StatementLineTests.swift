import Access
import Audit
import Basics
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Dues

@Suite struct `A line that waits` {
  /// Puts lines on record as an import leaves them: reference, day, sum and content.
  static func put(
    _ lines: [(reference: String, day: Day, amount: Int64, content: String)], on given: Collected
  ) async throws {
    try await given.cast.database.app.write { transaction in
      let event = try await Audit.note(
        "dues.import_statement", of: .init(kind: "import", code: "test"),
        by: Cast.actor(.hrOfficer), in: transaction)
      for line in lines {
        try await transaction.execute(
          """
          INSERT INTO dues_statement_line (reference, paid_on, amount, content, event_id)
          VALUES (\(line.reference), \(line.day), \(line.amount), \(line.content), \(event))
          """, expecting: 1)
      }
    }
  }

  static func with<R>(_ body: (Collected) async throws -> R) async throws -> R {
    try await Collected.with { given in
      _ = try await given.assess()
      try await put(
        [
          ("F2", Cast.day(2026, 7, 9), 200_000, "nop dang phi cho me"),
          ("F1", Cast.day(2026, 7, 10), 5000, "tien an trua"),
          ("F3", Cast.day(2026, 7, 9), 90_000, "binh"),
        ], on: given)
      return try await body(given)
    }
  }

  static func match(
    _ given: Collected, _ reference: String, to member: String, by actor: Actor? = nil,
    basis: Audit.Basis = Cast.basis
  ) async throws -> PaymentAnswer {
    try await given.dues.match(
      reference, to: Cast.code(member), today: Cast.today, by: actor ?? Cast.actor(.hrOfficer),
      basis: basis)
  }

  static func inbox(_ given: Collected, all: Bool = false) async throws -> [String] {
    try await given.dues.inbox(all: all, for: Cast.actor(.hrOfficer)).map { line in
      [
        line.reference, "\(line.amount)", line.outcome?.rawValue, line.member?.text, line.answer,
      ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  @Test func `is shown oldest first, and answered only once`() async throws {
    try await Self.with { given in
      #expect(try await Self.inbox(given) == ["F2 200000", "F3 90000", "F1 5000"])
      let answer = try await Self.match(given, "F2", to: "M1")
      #expect(!answer.wasBooked && answer.payment.channel == .bank)
      #expect(answer.payment.paidOn == Cast.day(2026, 7, 9))
      #expect(answer.payment.bookedOn == Cast.today && answer.payment.receipt == nil)
      #expect(answer.settled.map { "\($0.month) \($0.amount)" } == ["2026-07 150000"])
      #expect(answer.credit == Money(dong: 50_000))
      try await given.dues.dismiss("F1", by: Cast.actor(.hrOfficer), basis: Cast.basis)
      #expect(try await Self.inbox(given) == ["F3 90000"])
      #expect(
        try await Self.inbox(given, all: true)
          == ["F2 200000 booked M1 for a test", "F3 90000", "F1 5000 dismissed for a test"])
      for reference in ["F1", "F2"] {
        let answered = DuesError.lineAnswered(reference)
        #expect(answered.kind == .conflict)
        await #expect(throws: answered) { try await Self.match(given, reference, to: "M2") }
        await #expect(throws: answered) {
          try await given.dues.dismiss(
            reference, by: Cast.actor(.hrOfficer), basis: Cast.basis)
        }
      }
      #expect(try await given.status("M2").payments.isEmpty)
      #expect(try await given.findings() == [])
    }
  }

  @Test func `answered by eight at once is booked once, and the others are told`() async throws {
    try await Self.with { given in
      let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<8 {
          group.addTask {
            do {
              _ = try await Self.match(given, "F3", to: number % 2 == 0 ? "M1" : "M2")
              return true
            } catch DuesError.lineAnswered("F3") { return false }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.count { $0 } == 1)
      let paid = try await (given.status("M1").payments, given.status("M2").payments)
      #expect(paid.0.count + paid.1.count == 1)
      #expect(try await given.findings() == [])
    }
  }

  @Test func `joins the same payment where somebody typed it in meanwhile`() async throws {
    try await Self.with { given in
      let typed = try await given.pay("M2", 90_000, "F3", channel: .bank)
      await #expect(
        throws: DuesError.referenceTaken(
          .bank, "F3", member: Cast.code("M2"), amount: Money(dong: 90_000))
      ) { try await Self.match(given, "F3", to: "M1") }
      #expect(try await Self.inbox(given).contains("F3 90000"))
      let answer = try await Self.match(given, "F3", to: "M2")
      #expect(answer.wasBooked && answer.payment == typed.payment)
      #expect(try await given.status("M2").payments.count == 1)
      #expect(try await Self.inbox(given) == ["F2 200000", "F1 5000"])
      // One that was taken back is not joined: its money would be lost.
      let wrong = try await given.pay("M1", 200_000, "F2", channel: .bank)
      _ = try await given.dues.reverse(
        payment: wrong.payment.number, today: Cast.today, by: Cast.actor(.hrOfficer),
        basis: Cast.basis)
      await #expect(throws: DuesError.self) { try await Self.match(given, "F2", to: "M1") }
      #expect(try await given.findings() == [])
    }
  }

  @Test func `needs the right over everything, a reason, a line and a member`() async throws {
    try await Self.with { given in
      for actor in [
        try given.cast.actor(.hrOfficer, over: "QU"), Cast.actor(.inspector), Cast.stranger,
      ] {
        await #expect(throws: AccessError.self) { try await given.dues.inbox(for: actor) }
        await #expect(throws: AccessError.self) {
          try await Self.match(given, "F1", to: "M1", by: actor)
        }
        await #expect(throws: AccessError.self) {
          try await given.dues.dismiss("F1", by: actor, basis: Cast.basis)
        }
      }
      await #expect(throws: DuesError.reasonMissing) {
        try await Self.match(given, "F1", to: "M1", basis: .none)
      }
      await #expect(throws: DuesError.reasonMissing) {
        try await given.dues.dismiss("F1", by: Cast.actor(.hrOfficer), basis: .none)
      }
      await #expect(throws: DuesError.unknownLine("F9")) {
        try await Self.match(given, "F9", to: "M1")
      }
      await #expect(throws: DuesError.unknownLine("F9")) {
        try await given.dues.dismiss("F9", by: Cast.actor(.hrOfficer), basis: Cast.basis)
      }
      await #expect(throws: MemberError.unknown("M99")) {
        try await Self.match(given, "F1", to: "M99")
      }
      #expect(try await Self.inbox(given).count == 3)
    }
  }
}

@Suite struct `The bank account of a unit` {
  static func set(
    _ given: Collected, _ unit: String, _ number: String, bin: String = "970436",
    from day: Day = Cast.today, by actor: Actor? = nil
  ) async throws -> Bool {
    try await given.dues.setBankAccount(
      of: Cast.code(unit), bankBIN: bin, number: number, from: day,
      by: actor ?? Cast.actor(.hrOfficer), basis: Cast.basis)
  }

  static func target(_ given: Collected, _ member: String, on day: Day = Cast.today) async throws
    -> String
  {
    let target = try await given.dues.transferTarget(
      of: Cast.code(member), today: day, for: Cast.actor(.hrOfficer))
    let month = target.month.map { " \($0)" } ?? ""
    return "\(target.account.unit) \(target.account.number) \(target.open)\(month)"
  }

  @Test func `is that of the cell, or of the nearest unit above that has one`() async throws {
    try await Collected.with { given in
      await #expect(throws: DuesError.noBankAccount(Cast.code("CB1"))) {
        try await Self.target(given, "M1")
      }
      #expect(DuesError.noBankAccount(Cast.code("CB1")).kind == .notFound)
      #expect(try await Self.set(given, "QU", "111"))
      #expect(try await Self.target(given, "M1") == "QU 111 0")
      #expect(try await Self.set(given, "CB1", "222"))
      #expect(try await Self.target(given, "M1") == "CB1 222 0")
      #expect(try await Self.target(given, "M3") == "QU 111 0")
      for month in ["2026-06", "2026-07"] { _ = try await given.assess(Collected.month(month)) }
      try await given.pay("M1", 200_000)
      #expect(try await Self.target(given, "M1") == "CB1 222 100000 2026-07")
      #expect(try await Self.target(given, "M3") == "QU 111 170000 2026-06")
    }
  }

  @Test func `holds from its day, and the same again changes nothing`() async throws {
    try await Collected.with { given in
      let later = Cast.today.adding(days: 10)
      #expect(try await Self.set(given, "CB1", "111", from: Cast.day(2026, 1, 1)))
      #expect(try await Self.set(given, "CB1", "222", from: later))
      #expect(try await Self.target(given, "M1") == "CB1 111 0")
      #expect(try await Self.target(given, "M1", on: later) == "CB1 222 0")
      #expect(try await !Self.set(given, "CB1", "111"))
      #expect(try await !Self.set(given, "CB1", "222", from: later))
      // What is set anew for the same day holds.
      #expect(try await Self.set(given, "CB1", "333", from: later))
      #expect(try await Self.target(given, "M1", on: later) == "CB1 333 0")
      let events = try await given.cast.database.app.read {
        try await $0.auditEvents(
          subjectKind: "unit", subjectCode: "CB1", account: nil, limit: 9)
      }
      #expect(events.count { $0.verb == "dues.bank_account" } == 3)
    }
  }

  @Test func `needs the right over the unit, and numbers of the right form`() async throws {
    try await Collected.with { given in
      let board = try given.cast.actor(.hrOfficer, over: "CB1")
      #expect(try await Self.set(given, "CB1", "111", by: board))
      for (unit, actor) in [("CB2", board), ("QU", board), ("CB1", Cast.actor(.inspector))] {
        await #expect(throws: (any Error).self) { try await Self.set(given, unit, "9", by: actor) }
      }
      for (bin, number) in [("97043", "1"), ("97043a", "1"), ("970436", "1-2"), ("970436", "")] {
        let error = await #expect(throws: PostgresError.self) {
          try await Self.set(given, "CB1", number, bin: bin)
        }
        #expect(error?.constraint.map { DuesError.sentences[$0] != nil } == true, "\(number)")
      }
      #expect(try await Self.target(given, "M1") == "CB1 111 0")
      await #expect(throws: MemberError.unknown("M3")) {
        try await given.dues.transferTarget(of: Cast.code("M3"), today: Cast.today, for: board)
      }
      let own = Actor(
        account: Cast.code("m3"), origin: "portal", grants: [], today: Cast.today)
      await #expect(throws: (any Error).self) {
        try await given.dues.transferTarget(of: Cast.code("M3"), today: Cast.today, for: own)
      }
    }
  }
}
