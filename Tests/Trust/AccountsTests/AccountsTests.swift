import Access
import Audit
import Basics
import Postgres
import RecordsKit
import Testing

@testable import Accounts

@Suite struct `Accounts at the console` {
  static let owner = ConsoleUser(systemUser: "lan", host: "pc1", ownsDatabase: true)
  static let guest = ConsoleUser(systemUser: "minh", host: "pc2", ownsDatabase: false)
  static let today = Cast.today

  static func with(_ body: (Accounts, TestDatabase) async throws -> Void) async throws {
    try await TestDatabase.with { try await body(Accounts(database: $0.app), $0) }
  }

  /// An administrator who is there, and another account without any grant.
  static func withTwo(
    _ body: (Accounts, TestDatabase, Actor) async throws -> Void
  ) async throws {
    try await with { accounts, database in
      let first = try await accounts.actor(for: owner, as: nil, today: today)
      try await accounts.add(
        name: Cast.code("minh"), fullName: "Đỗ Minh", systemUser: "minh", by: first,
        basis: Cast.basis)
      try await body(accounts, database, first)
    }
  }

  static func disable(_ name: String, in database: TestDatabase) async throws {
    try await database.app.write {
      try await $0.execute(
        "UPDATE account SET disabled_at = clock_timestamp() WHERE name = \(name)", expecting: 1)
    }
  }

  @Test func `make the owner of an embedded database its first operator, without ceremony`()
    async throws
  {
    try await Self.with { accounts, database in
      let actor = try await accounts.actor(for: Self.owner, as: nil, today: Self.today)
      #expect(actor.account == Cast.code("lan") && actor.origin == "console lan@pc1")
      #expect(Set(actor.grants.map(\.role)) == Set(Accounts.operatorRoles))
      #expect(actor.mayEverywhere(.administerAccounts) && actor.mayEverywhere(.importRecords))
      let again = try await accounts.actor(for: Self.owner, as: nil, today: Self.today)
      #expect(again.account == actor.account)
      #expect(try await accounts.list(for: again).count == 1)
      try await database.expectSound()
    }
  }

  @Test func `turn away a system user who has no account`() async throws {
    try await Self.with { accounts, _ in
      await #expect(throws: AccountError.noAccountYet(systemUser: "minh")) {
        try await accounts.actor(for: Self.guest, as: nil, today: Self.today)
      }
      _ = try await accounts.actor(for: Self.owner, as: nil, today: Self.today)
      await #expect(throws: AccountError.noAccountYet(systemUser: "minh")) {
        try await accounts.actor(for: Self.guest, as: nil, today: Self.today)
      }
    }
  }

  @Test func `are made once when the first commands come at once`() async throws {
    try await Self.with { accounts, _ in
      let names = try await withThrowingTaskGroup(of: Code.self) { group in
        for _ in 0..<8 {
          group.addTask {
            try await accounts.actor(for: Self.owner, as: nil, today: Self.today).account
          }
        }
        return try await group.reduce(into: Set<Code>()) { $0.insert($1) }
      }
      #expect(names == [Cast.code("lan")])
      let actor = try await accounts.actor(for: Self.owner, as: nil, today: Self.today)
      let listed = try await accounts.list(for: actor)
      #expect(listed.count == 1)
      #expect(listed.first?.grants.count == Accounts.operatorRoles.count)
    }
  }

  @Test func `let the first one be made by name once, and refuse the second`() async throws {
    try await Self.with { accounts, _ in
      try await accounts.makeFirst(
        name: Cast.code("chi"), fullName: "Lê Chi", for: Self.guest, today: Self.today)
      let actor = try await accounts.actor(for: Self.guest, as: nil, today: Self.today)
      #expect(actor.account == Cast.code("chi"))
      let other = ConsoleUser(systemUser: "an", host: "pc3", ownsDatabase: false)
      await #expect(throws: AccountError.alreadyFirst) {
        try await accounts.makeFirst(
          name: Cast.code("an"), fullName: "", for: other, today: Self.today)
      }
      await #expect(throws: AccountError.alreadyFirst) {
        try await accounts.makeFirst(
          name: Cast.code("chi"), fullName: "", for: other, today: Self.today)
      }
      #expect(try await accounts.list(for: actor).count == 1)
    }
  }

  @Test(arguments: [
    ("lan", "lan"), ("Nguyễn Lan", "Nguy-n-Lan"), ("DOMAIN\\lan", "DOMAIN-lan"), ("", ""),
  ])
  func `take a system user's name as far as a code can hold it`(name: String, code: String) throws {
    #expect((try? Accounts.code(from: name))?.text ?? "" == code)
  }

  @Test func `refuse one that is disabled, foreign or unknown`() async throws {
    try await Self.withTwo { accounts, database, _ in
      await #expect(throws: AccountError.notYours(Cast.code("lan"), systemUser: "minh")) {
        try await accounts.actor(for: Self.guest, as: Cast.code("lan"), today: Self.today)
      }
      await #expect(throws: AccountError.unknown("ai")) {
        try await accounts.actor(for: Self.guest, as: Cast.code("ai"), today: Self.today)
      }
      try await Self.disable("minh", in: database)
      await #expect(throws: AccountError.disabled(Cast.code("minh"))) {
        try await accounts.actor(for: Self.guest, as: nil, today: Self.today)
      }
      await #expect(throws: AccountError.disabled(Cast.code("minh"))) {
        try await accounts.actor(for: Self.guest, as: Cast.code("minh"), today: Self.today)
      }
    }
  }

  @Test func `may be several for one system user, who says as whom`() async throws {
    try await Self.withTwo { accounts, _, first in
      try await accounts.add(
        name: Cast.code("minh2"), fullName: "", systemUser: "minh", by: first, basis: .none)
      let plain = try await accounts.actor(for: Self.guest, as: nil, today: Self.today)
      #expect(plain.account == Cast.code("minh"))
      let named = try await accounts.actor(
        for: Self.guest, as: Cast.code("minh2"), today: Self.today)
      #expect(named.account == Cast.code("minh2"))
    }
  }

  @Test func `cannot be added twice, nor by who may not`() async throws {
    try await Self.withTwo { accounts, _, first in
      await #expect(throws: AccountError.nameTaken(Cast.code("minh"))) {
        try await accounts.add(
          name: Cast.code("minh"), fullName: "", systemUser: nil, by: first, basis: .none)
      }
      let guest = try await accounts.actor(for: Self.guest, as: nil, today: Self.today)
      await #expect(throws: AccessError.self) {
        try await accounts.add(
          name: Cast.code("x"), fullName: "", systemUser: nil, by: guest, basis: .none)
      }
      await #expect(throws: AccessError.self) { try await accounts.list(for: guest) }
      for role in Role.allCases {
        await #expect(throws: AccessError.self) {
          try await accounts.grant(
            role, to: Cast.code("minh"), over: nil, period: try Cast.always(), by: guest,
            basis: .none)
        }
      }
    }
  }
}
