import Basics
import Dues
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Exchange

@Suite struct `A long bank statement` {
  /// One line as it was made up, and the member whom it names.
  struct Made {
    let reference: String
    let amount: Int64
    let content: String
    let member: String?

    var line: String { "2026-07-10,\(reference),\(amount),\(content)" }
  }

  static func one(
    _ number: Int, of codes: [String], using random: inout Seeded
  ) -> Made {
    let amount = Int64.random(in: 1...400_000, using: &random)
    let code = codes.randomElement(using: &random) ?? ""
    let month = ["2026-05", "2026-06", "2026-07", "2026-08"].randomElement(using: &random) ?? ""
    let clean = "DP \(month) \(code)"
    let plain = clean.replacing(" ", with: "").replacing("-", with: "")
    var (content, member): (String, String?) = (clean, code)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: content = plain
    case 1: content = plain.lowercased()
    case 2: content = "MBVCB.\(number).\(clean) chuyen tien"
    case 3: content = "Tiền tháng này; \(clean.lowercased())."
    case 4: (content, member) = ("DP \(month) X\(number)", nil)
    case 5: (content, member) = ("ung ho quy \(number)", nil)
    default: break
    }
    return Made(reference: "FT\(number)", amount: amount, content: content, member: member)
  }

  /// By reference as `FT1 M1 1000`.
  static func booked(in given: Treasury) async throws -> [String] {
    try await given.database.read {
      try await $0.values(
        """
        SELECT concat_ws(' ', payment.reference, member.code, payment.amount)
          FROM dues_payment AS payment JOIN member ON member.id = member_id
          JOIN dues_statement_line AS line ON line.payment_id = payment.id
         WHERE outcome = 'booked' ORDER BY payment.reference COLLATE "C"
        """, as: String.self)
    }
  }

  @Test func `of 20,000 random lines books each matched one once, and leaves the rest`()
    async throws
  {
    var random = Seeded.forTest()
    try await Treasury.with { given in
      let codes = try await given.add(60, prefix: "T")
      for month in ["2026-06", "2026-07"] { _ = try await given.assess(try #require(Month(month))) }
      let made = (1...20_000).map { Self.one($0, of: codes, using: &random) }
      // Some come twice, in one piece or in two, as when a bank sends a page again.
      let repeated = made.shuffled(using: &random).prefix(700)
      let lines = (made + repeated).shuffled(using: &random).map(\.line)
      let file = try Treasury.statement(lines)
      let report = try await given.take(file, pieceSize: 2300)
      let matched = made.filter { $0.member != nil }
      #expect(report.numbers == [20_700, 20_000, 0, 700, 0], "seed \(random.seed)")
      #expect(report.waiting == 20_000 - matched.count, "seed \(random.seed)")
      let expected = matched.map { "\($0.reference) \($0.member ?? "") \($0.amount)" }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      #expect(try await Self.booked(in: given).sorted() == expected.sorted(), "seed \(random.seed)")
      let waiting = try await given.dues.inbox(for: Cast.hr).map(\.reference)
      #expect(
        Set(waiting) == Set(made.filter { $0.member == nil }.map(\.reference)),
        "seed \(random.seed)")
      try await given.cast.database.expectSound("seed \(random.seed)")
      let again = try await given.take(file, pieceSize: 999)
      #expect(again.numbers == [20_700, 0, 0, 20_700, 0], "seed \(random.seed)")
    }
  }

  @Test func `ends where the file ends, whatever the size of a piece`() async throws {
    try await Treasury.with { given in
      var count = 0
      for (round, size) in [1, 2, 3, 4, 5].enumerated() {
        let lines = (1...4).map { "2026-07-10,R\(round)F\($0),1000,DP 2026-07 M\($0)" }
        let report = try await given.take(try Treasury.statement(lines), pieceSize: size)
        #expect(report.numbers == [4, 4, 0, 0, 0] && report.applied)
        count += 4
        #expect(try await given.payments().count == count)
      }
      let empty = try await given.take(try Treasury.statement([]), pieceSize: 1)
      #expect(empty.numbers == [0, 0, 0, 0, 0] && !empty.applied)
    }
  }

  @Test func `taken by four at once is booked once, and the late are told to come again`()
    async throws
  {
    try await Treasury.with { given in
      let codes = try await given.add(30, prefix: "T")
      let file = try Treasury.statement(
        (1...600).map { "2026-07-10,FT\($0),1000,DP 2026-07 \(codes[$0 % 30])" })
      let reports = try await withThrowingTaskGroup(of: ImportReport?.self) { group in
        for _ in 0..<4 {
          group.addTask {
            do { return try await given.take(file, pieceSize: 50) } catch ImportError.busy {
              return nil
            }
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(reports.count { $0?.applied == true } == 1)
      #expect(reports.allSatisfy { $0 == nil || $0?.applied == true || $0?.unchanged == 600 })
      #expect(try await given.payments().count == 600)
      try await given.cast.database.expectSound()
    }
  }

  @Test func `is taken while months are assessed and people pay, some of them the same payments`()
    async throws
  {
    let seeds = Seeded.forTest()
    try await Treasury.with { given in
      let codes = try await given.add(40, prefix: "T")
      let months = ["2026-05", "2026-06", "2026-07", "2026-08"].compactMap { Month($0) }
      let lines = (1...4000).map { number in
        "2026-07-15,FT\(number),1000,DP 2026-07 \(codes[number % 40])"
      }
      let file = try Treasury.statement(lines)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          let report = try await given.take(file, pieceSize: 40)
          #expect(report.numbers == [4000, 4000, 0, 0, 0] && report.applied)
        }
        group.addTask {
          for month in months + months { _ = try await given.assess(month) }
        }
        for person in 0..<6 {
          var random = Seeded(seed: seeds.seed &+ UInt64(person))
          group.addTask {
            for turn in 0..<40 {
              let number = Int.random(in: 1...4000, using: &random)
              let code = codes[number % 40]
              // The same payment as in the file, or one of its own in cash.
              if turn % 2 == 0 {
                try await given.pay(code, 1000, "FT\(number)")
              } else {
                try await given.pay(code, 500, "cash \(person) \(turn)", channel: .cash)
              }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await given.payments().count == 4000, "seed \(seeds.seed)")
      #expect(try await Self.booked(in: given).count == 4000, "seed \(seeds.seed)")
      try await given.cast.database.expectSound("seed \(seeds.seed)")
      #expect(try await given.take(file).unchanged == 4000, "seed \(seeds.seed)")
    }
  }
}
