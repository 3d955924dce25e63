import Access
import Basics
import Configuration
import Dues
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Exchange

/// The cast with dues and the statements of their bank.
struct Treasury: Sendable {
  let cast: Cast
  let dues: Dues

  static let july = Month(containing: Cast.today)

  var database: Database { cast.database.app }

  static func with<R>(_ body: (Treasury) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      let rules = try DuesRules.read(Configuration.dues())
      return try await body(
        Treasury(cast: cast, dues: Dues(database: cast.database.app, rules: rules)))
    }
  }

  /// A statement of these lines, `date,reference,amount,content`.
  static func statement(_ lines: [String]) throws -> GivenFile {
    let text = (["date,reference,amount,content"] + lines).map { $0 + "\n" }.joined()
    return try GivenFile(text, name: "statement.csv")
  }

  func take(
    _ file: GivenFile, pieceSize: Int = 5000, by actor: Actor = Cast.hr,
    _ adjust: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions(today: Cast.today)
    adjust(&options)
    var statement = StatementImport(database: database)
    statement.pieceSize = pieceSize
    return try await statement.run(
      path: file.path, options: options, by: actor, basis: Cast.basis)
  }

  func take(
    _ lines: [String], _ adjust: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    try await take(try Self.statement(lines), adjust)
  }

  func add(_ codes: String..., cell: String = "CB1") async throws {
    for code in codes {
      try await cast.members.add(
        try Cast.row([
          code, "Người \(code)", "male", "1980-01-01", "", "", "2010-01-01", "2011-01-01", cell, "",
          "", "", "", "insured", "10000000", "active",
        ]), today: Cast.today, by: Cast.hr, basis: Cast.basis)
    }
  }

  /// Adds many by a file; the codes.
  func add(_ count: Int, prefix: String) async throws -> [String] {
    let codes = (1...count).map { number in
      prefix + String(repeating: "0", count: 5 - "\(number)".count) + "\(number)"
    }
    let rows = codes.enumerated().map { place, code in
      GivenFile.row([
        .code: code, .cellCode: place % 2 == 0 ? "CB1" : "CB2", .joinedOn: "2010-01-01",
        .duesCategory: "insured", .duesBase: "\(5_000_000 + place * 1000)",
      ])
    }
    let report = try await cast.importMembers(try GivenFile.members(rows))
    #expect(report.applied && report.added == count)
    return codes
  }

  func assess(_ month: Month = july) async throws -> Assessment {
    try await dues.assess(month, today: Cast.today, by: Cast.hr, basis: Cast.basis)
  }

  @discardableResult
  func pay(
    _ member: String, _ amount: Int64, _ reference: String, channel: Payment.Channel = .bank
  ) async throws -> PaymentAnswer {
    try await dues.pay(
      try PaymentDraft(
        member: Cast.code(member), channel: channel, reference: reference,
        amount: Money(dong: amount), paidOn: Cast.today, today: Cast.today),
      today: Cast.today, by: Cast.hr)
  }

  /// Payments by bank as `FT1 M1 CB1 150000`, by reference.
  func payments() async throws -> [String] {
    try await database.read {
      try await $0.values(
        """
        SELECT concat_ws(' ', reference, member.code, unit.code, amount)
          FROM dues_payment JOIN member ON member.id = member_id JOIN unit ON unit.id = unit_id
         WHERE channel = 'bank' ORDER BY reference COLLATE "C"
        """, as: String.self)
    }
  }

  /// Lines on record as `FT1 booked M1`, by reference; what waits has no outcome.
  func lines() async throws -> [String] {
    try await dues.inbox(all: true, for: Cast.hr).map { line in
      [line.reference, line.outcome?.rawValue, line.member?.text].compactMap { $0 }
        .joined(separator: " ")
    }.sorted()
  }

  /// How many rows of any kind the ledger has.
  func size() async throws -> [Int64] {
    try await database.read { transaction in
      var sizes: [Int64] = []
      for table in ["dues_statement_line", "dues_payment", "dues_movement", "audit_event"] {
        let count = try await transaction.value(
          SQL(trusted: "SELECT count(*) FROM \(table)"), as: Int64.self)
        sizes.append(count ?? -1)
      }
      return sizes
    }
  }
}
