import Access
import Audit
import Basics
import Postgres

/// Accounts and what they may do: each verb is one transaction and one event on the trail.
package struct Accounts: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// The roles of whoever sets a database up: everything but inspecting oneself.
  package static let operatorRoles: [Role] = [
    .accountAdministrator, .hrOfficer, .organisationBoard,
  ]

  /// Who acts at the console.
  ///
  /// A named account, linked to the system user. Whoever owns an embedded database and has no
  /// account in it is made its first operator on the spot.
  ///
  /// - Parameters:
  ///   - user: the person at the console.
  ///   - name: the account to act as, where the system user has several.
  ///   - today: the day that dated grants are read on.
  /// - Returns: the account with its grants.
  /// - Throws: ``AccountError`` where there is no account, or one that is not theirs.
  package func actor(for user: ConsoleUser, as name: Code?, today: Day) async throws -> Actor {
    if let found = try await existingActor(for: user, as: name, today: today) { return found }
    guard user.ownsDatabase, name == nil else {
      throw AccountError.noAccountYet(systemUser: user.systemUser)
    }
    try await makeFirst(name: nil, fullName: "", for: user, today: today)
    guard let made = try await existingActor(for: user, as: nil, today: today) else {
      throw AccountError.noAccountYet(systemUser: user.systemUser)
    }
    return made
  }

  private func existingActor(
    for user: ConsoleUser, as name: Code?, today: Day
  ) async throws -> Actor? {
    try await database.read { transaction in
      let account: Account
      if let name {
        guard let named = try await transaction.account(named: name) else {
          throw AccountError.unknown(name.text)
        }
        guard named.systemUser == user.systemUser else {
          throw AccountError.notYours(name, systemUser: user.systemUser)
        }
        account = named
      } else if let own = try await transaction.accounts(ofSystemUser: user.systemUser).first {
        account = own
      } else {
        return nil
      }
      guard !account.disabled else { throw AccountError.disabled(account.name) }
      let grants = try await transaction.grants(of: account.id).compactMap(\.grant)
      return Actor(
        account: account.name, origin: user.origin, grants: grants, today: today,
        member: account.member)
    }
  }

  /// Makes the first account, an operator over everything.
  ///
  /// - Throws: ``AccountError/alreadyFirst`` once there is an account administrator.
  package func makeFirst(
    name: Code?, fullName: String, for user: ConsoleUser, today: Day
  ) async throws {
    let name = try name ?? Accounts.code(from: user.systemUser)
    let actor = Actor(account: name, origin: user.origin, grants: [], today: today)
    try await database.write { transaction in
      try await transaction.lockAccounts()
      let grants = try await transaction.grants()
      if grants.contains(where: { $0.role == .accountAdministrator && !$0.revoked }) {
        // Two first commands at once: the other one has made the same account already.
        if user.ownsDatabase, try await transaction.account(named: name) != nil { return }
        throw AccountError.alreadyFirst
      }
      let event = try await Audit.note(
        "account.add", of: .account(name), by: actor,
        basis: .init(reason: "first operator", document: ""), in: transaction)
      guard
        let id = try await transaction.insertAccount(
          name: name, fullName: fullName, systemUser: user.systemUser, event: event)
      else { throw AccountError.nameTaken(name) }
      for role in Accounts.operatorRoles {
        try await transaction.grant(
          role, to: (id, name), over: nil, period: Period(from: .beginning), by: actor,
          basis: .init(reason: "first operator", document: ""))
      }
    }
  }

  /// Adds an account, without any role.
  package func add(
    name: Code, fullName: String, systemUser: String?, by actor: Actor, member: Code? = nil,
    basis: Audit.Basis
  ) async throws {
    try actor.requireEverywhere(.administerAccounts)
    try await database.write { transaction in
      let event = try await Audit.note(
        "account.add", of: .account(name), by: actor, basis: basis,
        detail: [
          AuditDetail("system_user", new: systemUser), AuditDetail("member", new: member?.text),
        ], in: transaction)
      guard
        let id = try await transaction.insertAccount(
          name: name, fullName: fullName, systemUser: systemUser, event: event)
      else { throw AccountError.nameTaken(name) }
      guard let member else { return }
      guard let number = try await transaction.memberNumber(of: member) else {
        throw AccountError.unknownMember(member)
      }
      try await transaction.link(id, to: number, event: event)
    }
  }

  /// Says which member the account is, so that they can write on their own sheet and sign no sheet
  /// of their own; `nil`: none.
  ///
  /// - Throws: ``AccountError``, or an access error, with nothing changed.
  package func link(
    _ name: Code, to member: Code?, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try actor.requireEverywhere(.administerAccounts)
    try await database.write { transaction in
      try await transaction.lockAccounts()
      let account = try await transaction.existingAccount(name)
      var number: Int64?
      if let member {
        number = try await transaction.memberNumber(of: member)
        guard number != nil else { throw AccountError.unknownMember(member) }
      }
      let event = try await Audit.note(
        "account.link", of: .account(name), by: actor, basis: basis,
        detail: [AuditDetail("member", old: account.memberCode?.text, new: member?.text)],
        in: transaction)
      try await transaction.link(account.id, to: number, event: event)
    }
  }

  /// Grants a role over a unit and all below it (`unit` `nil`: everything) for some days.
  package func grant(
    _ role: Role, to name: Code, over unit: Code?, period: Period, by actor: Actor,
    basis: Audit.Basis
  ) async throws {
    try actor.requireEverywhere(.administerAccounts)
    try await database.write { transaction in
      try await transaction.lockAccounts()
      let account = try await transaction.existingAccount(name)
      let top = try await transaction.existingUnit(unit)
      try await transaction.grant(
        role, to: (account.id, name), over: top, unit: unit, period: period, by: actor,
        basis: basis)
    }
  }

  /// Takes a role back, from now on; what was done under it stays on the trail.
  package func revoke(
    _ role: Role, from name: Code, over unit: Code?, by actor: Actor, basis: Audit.Basis
  ) async throws {
    try actor.requireEverywhere(.administerAccounts)
    try await database.write { transaction in
      try await transaction.lockAccounts()
      let account = try await transaction.existingAccount(name)
      let top = try await transaction.existingUnit(unit)
      let event = try await Audit.note(
        "account.revoke", of: .account(name), by: actor, basis: basis,
        detail: [AuditDetail("role", old: role.rawValue, new: nil)], in: transaction)
      guard
        try await transaction.revokeGrants(role, of: account.id, over: top, event: event) > 0
      else { throw AccountError.noSuchGrant }
      let able = try await transaction.allAccounts().filter { !$0.disabled }.map(\.name)
      let left = try await transaction.grants().filter { able.contains($0.account) }
      guard left.compactMap(\.grant).contains(where: { $0.administers(on: actor.today) }) else {
        throw AccountError.lastAdministrator
      }
    }
  }

  /// All accounts and all grants that stand.
  package func list(for actor: Actor) async throws -> [(account: Account, grants: [GrantRecord])] {
    try actor.requireEverywhere(.viewAccounts)
    return try await database.read { transaction in
      let grants = try await transaction.grants().filter { !$0.revoked }
      return try await transaction.allAccounts().map { account in
        (account, grants.filter { $0.account == account.name })
      }
    }
  }

  /// A system user's name as an account name; what a code does not allow becomes `-`.
  static func code(from systemUser: String) throws -> Code {
    let allowed = systemUser.prefix(40).map { Code(String($0)) == nil ? "-" : $0 }
    guard let code = Code(String(allowed)) else {
      throw AccountError.notForThisUser(systemUser)
    }
    return code
  }
}

extension Grant {
  /// Whether whoever holds it can grant roles on that day.
  fileprivate func administers(on day: Day) -> Bool {
    role.acts.contains(.administerAccounts) && scope == .everything && period.contains(day)
  }
}

extension Transaction {
  func existingAccount(_ name: Code) async throws -> Account {
    guard let account = try await account(named: name) else {
      throw AccountError.unknown(name.text)
    }
    return account
  }

  func existingUnit(_ code: Code?) async throws -> Int64? {
    guard let code else { return nil }
    guard let number = try await unitNumber(of: code) else { throw AccountError.unknownUnit(code) }
    return number
  }

  func grant(
    _ role: Role, to account: (id: Account.ID, name: Code), over unit: Int64?,
    unit code: Code? = nil,
    period: Period?, by actor: Actor, basis: Audit.Basis
  ) async throws {
    guard let period else { throw AccountError.alreadyGranted }
    let event = try await Audit.note(
      "account.grant", of: .account(account.name), by: actor, basis: basis,
      detail: [
        AuditDetail("role", new: role.rawValue), AuditDetail("unit", new: code?.text),
        AuditDetail("from", new: "\(period.from)"),
        AuditDetail("until", new: period.until.map(\.description)),
      ], in: self)
    guard
      try await insertGrant(role, to: account.id, over: unit, period: period, event: event)
    else { throw AccountError.alreadyGranted }
  }
}
