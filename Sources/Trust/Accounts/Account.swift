import Access
import Basics

/// Somebody who can act in the program.
package struct Account: Sendable, Hashable {
  package typealias ID = Basics.ID<Account>

  package let id: ID
  package let name: Code
  package let fullName: String
  /// The system user who may act as this account at the console; `nil`: nobody.
  package let systemUser: String?
  package let disabled: Bool
  /// The member that this person is, by number; `nil`: nobody on record.
  package let member: Int64?
  package let memberCode: Code?
}

/// A grant as it is on record.
package struct GrantRecord: Sendable, Hashable {
  package let number: Int64
  package let account: Code
  package let role: Role
  /// The top of the part of the tree; `nil`: everything.
  package let unit: Code?
  package let unitNumber: Int64?
  package let from: Day
  package let until: Day?
  package let revoked: Bool

  /// The grant as the policy reads it; `nil` once revoked.
  package var grant: Grant? {
    guard !revoked, let period = Period(from: from, until: until) else { return nil }
    return Grant(
      role: role, scope: unitNumber.map { .subtree(of: $0) } ?? .everything, period: period)
  }
}

/// Where a request comes from: the person at the console.
package struct ConsoleUser: Sendable, Hashable {
  /// The system's name of the user.
  package let systemUser: String
  package let host: String
  /// Whether this system user owns the embedded database: its first operator, without ceremony.
  package let ownsDatabase: Bool

  package init(systemUser: String, host: String, ownsDatabase: Bool) {
    self.systemUser = systemUser
    self.host = host
    self.ownsDatabase = ownsDatabase
  }

  package var origin: String { "console \(systemUser)@\(host)" }
}
