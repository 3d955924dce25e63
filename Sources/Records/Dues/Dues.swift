import Basics
import Postgres

/// Everything that can be done to dues: each verb is one transaction and one event on the trail.
///
/// The ledger itself is kept by the database (migration 0011): a verb writes what happened, a
/// charge, a payment, a refund, a reversal, a remittance, and triggers move the money.
package struct Dues: Sendable {
  package let database: Database
  package let rules: DuesRules

  package init(database: Database, rules: DuesRules) {
    self.database = database
    self.rules = rules
  }
}
