import Access
import Audit
import Basics
import Organisation
import Postgres
import RecordsKit
import Testing

@testable import Accounts

@Suite struct `Grants on record` {
  typealias Console = `Accounts at the console`
  static let minh = Cast.code("minh")

  static func grant(
    _ role: Role, over unit: String? = nil, from: Day = .beginning, until: Day? = nil,
    by actor: Actor, in accounts: Accounts
  ) async throws {
    try await accounts.grant(
      role, to: minh, over: unit.map(Cast.code),
      period: try #require(Period(from: from, until: until)), by: actor, basis: Cast.basis)
  }

  static func guest(_ accounts: Accounts, on day: Day = Cast.today) async throws -> Actor {
    try await accounts.actor(for: Console.guest, as: nil, today: day)
  }

  @Test func `hold from their first day to the day before their end`() async throws {
    try await Console.withTwo { accounts, _, first in
      let (from, until) = (Cast.today, Cast.today.adding(days: 30))
      try await Self.grant(.inspector, from: from, until: until, by: first, in: accounts)
      for (days, may) in [(-1, false), (0, true), (29, true), (30, false)] {
        let actor = try await Self.guest(accounts, on: from.adding(days: days))
        #expect(actor.mayEverywhere(.viewMembers) == may, "\(days)")
      }
    }
  }

  @Test func `are made once, over a unit that is there, to an account that is there`()
    async throws
  {
    try await Console.withTwo { accounts, _, first in
      try await Self.grant(.inspector, by: first, in: accounts)
      await #expect(throws: AccountError.alreadyGranted) {
        try await Self.grant(.inspector, by: first, in: accounts)
      }
      await #expect(throws: AccountError.unknownUnit(Cast.code("NO"))) {
        try await Self.grant(.inspector, over: "NO", by: first, in: accounts)
      }
      await #expect(throws: AccountError.unknown("ai")) {
        try await accounts.grant(
          .inspector, to: Cast.code("ai"), over: nil, period: try Cast.always(), by: first,
          basis: .none)
      }
    }
  }

  @Test func `over a unit open it and what is below, and are taken back at once`() async throws {
    try await Console.withTwo { accounts, database, first in
      let units = Units(database: database.app)
      for draft in Cast.units {
        try await units.add(draft, from: .beginning, by: first, basis: Cast.basis)
      }
      try await Self.grant(.inspector, over: "QU", by: first, in: accounts)
      let guest = try await Self.guest(accounts)
      #expect(!guest.mayEverywhere(.viewUnits))
      let seen = try await units.tree(on: Cast.today, for: guest)
      #expect(Set(seen.units.values.map(\.code.text)) == ["QU", "CB1", "CB2"])

      try await accounts.revoke(
        .inspector, from: Self.minh, over: Cast.code("QU"), by: first, basis: Cast.basis)
      let later = try await Self.guest(accounts)
      await #expect(throws: AccessError.self) {
        try await units.tree(on: Cast.today, for: later)
      }
      await #expect(throws: AccountError.noSuchGrant) {
        try await accounts.revoke(
          .inspector, from: Self.minh, over: Cast.code("QU"), by: first, basis: Cast.basis)
      }
      try await Self.grant(.inspector, over: "QU", by: first, in: accounts)
      try await database.expectSound()
    }
  }

  @Test func `leave a line on the trail each, and so does taking them back`() async throws {
    try await Console.withTwo { accounts, database, first in
      try await Self.grant(.inspector, by: first, in: accounts)
      try await accounts.revoke(
        .inspector, from: Self.minh, over: nil, by: first, basis: Cast.basis)
      let verbs = try await database.app.read {
        try await $0.auditEvents(
          subjectKind: "account", subjectCode: "minh", account: "lan", limit: 10
        ).map(\.verb)
      }
      #expect(verbs == ["account.revoke", "account.grant", "account.add"])
    }
  }

  /// What the second administrator is, who does not count.
  enum Substitute: String, CaseIterable {
    case none, overOneUnit, expired, notYet, disabled
  }

  @Test(arguments: Substitute.allCases)
  func `keep one account administrator who can act`(substitute: Substitute) async throws {
    try await Console.withTwo { accounts, database, first in
      try await Units(database: database.app).add(
        Cast.units[0], from: .beginning, by: first, basis: Cast.basis)
      let (role, today) = (Role.accountAdministrator, Cast.today)
      switch substitute {
      case .none: break
      case .overOneUnit: try await Self.grant(role, over: "QU", by: first, in: accounts)
      case .expired: try await Self.grant(role, until: today, by: first, in: accounts)
      case .notYet:
        try await Self.grant(role, from: today.adding(days: 1), by: first, in: accounts)
      case .disabled:
        try await Self.grant(role, by: first, in: accounts)
        try await Console.disable("minh", in: database)
      }
      await #expect(throws: AccountError.lastAdministrator) {
        try await accounts.revoke(
          role, from: first.account, over: nil, by: first, basis: Cast.basis)
      }
      let still = try await accounts.actor(for: Console.owner, as: nil, today: today)
      #expect(still.mayEverywhere(.administerAccounts))
    }
  }

  @Test func `let one administrator go once there is another, even if both go at once`()
    async throws
  {
    try await Console.withTwo { accounts, _, first in
      try await Self.grant(.accountAdministrator, by: first, in: accounts)
      let second = try await Self.guest(accounts)
      let gone = await withTaskGroup(of: Bool.self) { group in
        for actor in [first, second] {
          group.addTask {
            do {
              try await accounts.revoke(
                .accountAdministrator, from: actor.account, over: nil, by: actor,
                basis: Cast.basis)
              return true
            } catch {
              return false
            }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(gone == 1)
    }
  }
}
