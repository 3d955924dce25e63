import Basics
import Members
import Organisation
import Postgres

extension BankAccount: Readable {
  package init(_ row: Row) throws {
    self.init(
      unit: try row.value("unit_code"), from: try row.value("valid_from"),
      bankBIN: try row.value("bank_bin"), number: try row.value("account_number"))
  }
}

extension Transaction {
  /// The account of a unit itself on a day.
  func bankAccount(of unit: Int64, on day: Day) async throws -> BankAccount? {
    try await first(
      """
      SELECT unit.code AS unit_code, valid_from, bank_bin, account_number
        FROM dues_bank_account JOIN unit ON unit.id = unit_id
       WHERE unit_id = \(unit) AND valid_from <= \(day)
       ORDER BY valid_from DESC, known_at DESC LIMIT 1
      """, as: BankAccount.self)
  }

  func insertBankAccount(
    of unit: Unit.ID, bankBIN: String, number: String, from day: Day, event: Int64
  ) async throws {
    try await execute(
      """
      INSERT INTO dues_bank_account
        (unit_id, valid_from, known_at, bank_bin, account_number, event_id)
      VALUES (\(unit), \(day), clock_timestamp(), \(bankBIN), \(number), \(event))
      """, expecting: 1)
  }

  func firstOpenMonth(of member: Member.ID) async throws -> Month? {
    try await value(
      """
      SELECT month::date FROM dues_month WHERE member_id = \(member) AND settled < charged
       ORDER BY month LIMIT 1
      """, as: Month.self)
  }
}
