import Access
import Audit
import Basics
import Configuration
import Postgres
import RecordsKit
import Schema
import Testing

@testable import Dues

/// The cast with dues: by the rules that come with the program.
struct Collected {
  let cast: Cast
  let dues: Dues

  static let july = month("2026-07")

  static func month(_ text: String) -> Month { Month(text) ?? Month(containing: .first) }

  static func with<R>(_ body: (Collected) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      let rules = try DuesRules.read(Configuration.dues())
      return try await body(
        Collected(cast: cast, dues: Dues(database: cast.database.app, rules: rules)))
    }
  }

  func assess(
    _ month: Month = july, _ scope: AssessmentScope = .everybody, by actor: Actor? = nil
  ) async throws -> Assessment {
    try await dues.assess(
      month, scope: scope, today: Cast.today, by: actor ?? Cast.actor(.hrOfficer),
      basis: Cast.basis)
  }

  func draft(
    _ member: String, _ amount: Int64, _ reference: String? = nil,
    channel: Payment.Channel = .cash, voluntary: Int64 = 0, payer: String? = nil,
    on day: Day = Cast.today
  ) throws -> PaymentDraft {
    try PaymentDraft(
      member: Cast.code(member), channel: channel, reference: reference,
      amount: Money(dong: amount), voluntary: Money(dong: voluntary),
      payer: payer.map(Cast.code), paidOn: day, today: Cast.today)
  }

  @discardableResult
  func pay(
    _ member: String, _ amount: Int64, _ reference: String? = nil,
    channel: Payment.Channel = .cash, voluntary: Int64 = 0, payer: String? = nil,
    by actor: Actor? = nil
  ) async throws -> PaymentAnswer {
    try await dues.pay(
      try draft(
        member, amount, reference, channel: channel, voluntary: voluntary, payer: payer),
      today: Cast.today, by: actor ?? Cast.actor(.hrOfficer))
  }

  func status(_ member: String) async throws -> DuesStatus {
    try await dues.status(
      of: Cast.code(member), today: Cast.today, for: Cast.actor(.hrOfficer))
  }

  /// Months as `2026-07 90000/150000`: paid of owed.
  func months(_ member: String) async throws -> [String] {
    try await status(member).months.map { "\($0.month) \($0.paid)/\($0.net)" }
  }

  /// What `db check` finds wrong with the ledger.
  func findings() async throws -> [String] {
    let invariant = try #require(
      try Schema.invariants().first { $0.query.contains("dues_movement") })
    return try await cast.database.asOwner { owner in
      try await owner.read { try await $0.values(SQL(trusted: invariant.query), as: String.self) }
    }
  }
}
