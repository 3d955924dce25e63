import Basics
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Dues

/// What the database itself refuses, whatever the client.
@Suite struct `The ledger` {
  /// A charge of member 1 by the cell 2 for a month not assessed yet, with some values instead.
  static func charge(
    member: Int = 1, month: String = "2026-09-01", revision: Int = 1, cell: Int = 2,
    amount: Int = 1, percent: Int = 0, ground: String = "NULL", net: Int = 1
  ) -> String {
    """
    INSERT INTO dues_charge (member_id, month, revision, cell_id, category, base, rate, amount,
      percent, ground, net, void, rule, booked_on, event_id)
    VALUES (\(member), '\(month)', \(revision), \(cell), 'insured', 100, 0.01, \(amount),
      \(percent), \(ground), \(net), false, 'r', '2026-07-15', 1)
    """
  }

  static let noRight = "42501"

  @Test(arguments: [
    ("UPDATE dues_payment SET amount = 1", noRight),
    ("DELETE FROM dues_movement", noRight),
    (
      """
      INSERT INTO dues_movement (subject_id, kind, debit, credit, amount, booked_on, event_id)
      VALUES (1, 'settlement', 'credit', 'due', 5, '2026-07-15', 1)
      """, noRight
    ),
    ("UPDATE dues_month SET settled = 0", noRight),
    ("UPDATE dues_account SET credit = 5", noRight),
    ("UPDATE dues_receipt_book SET last_number = 9", noRight),
    ("INSERT INTO dues_receipt VALUES (2, 2026, 99, 1)", noRight),
    ("UPDATE dues_waiver SET percent = 100", noRight),
    (charge(member: 999), "dues_charge_member_known"),
    (charge(cell: 999), "dues_charge_cell_known"),
    (charge(month: "2026-09-02"), "month_start_first"),
    (charge(revision: 2), "dues_charge_revisions_follow"),
    (charge(month: "2026-07-01", revision: 2, cell: 3), "dues_charge_revisions_follow"),
    (charge(amount: 5, net: 6), "dues_charge_net_follows"),
    (charge(amount: 5, percent: 40, ground: "'difficulty'", net: 3), "dues_charge_ground_known"),
    (charge(month: "2026-07-01"), "dues_charge_pkey"),
  ])
  func `refuses what a client may not write`(statement: String, refusal: String) async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      try await given.pay("M1", 200_000, "R1")
      let numbers = given.cast.numbers
      // The statements speak of the first member and of the cells by their numbers.
      #expect(numbers[Cast.code("CB1")] == 2 && numbers[Cast.code("CB2")] == 3)
      let error = await #expect(throws: PostgresError.self) {
        try await given.cast.database.app.write { transaction in
          _ = try await transaction.execute(SQL(trusted: statement))
        }
      }
      #expect(error?.constraint == refusal || error?.sqlstate == refusal)
      #expect(try await given.findings() == [])
    }
  }

  @Test func `is only added to, even by its owner`() async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      try await given.pay("M1", 200_000, "R1")
      for table in [
        "dues_charge", "dues_payment", "dues_movement", "dues_receipt", "dues_reversal",
        "dues_refund", "dues_remittance", "dues_unpaid_reason", "dues_bank_account",
      ] {
        for statement in ["TRUNCATE cadre.\(table) CASCADE", "DELETE FROM cadre.\(table)"] {
          try await given.cast.database.asOwner { owner in
            do {
              _ = try await owner.write { try await $0.execute(SQL(trusted: statement)) }
            } catch let error as PostgresError {
              #expect(error.sqlstate == "23001", "\(statement): \(error)")
            }
          }
        }
      }
      #expect(try await given.status("M1").payments.count == 1)
    }
  }

  @Test func `shows in db check where a balance was bent`() async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      try await given.pay("M1", 200_000, "R1")
      #expect(try await given.findings() == [])
      for bent in [
        "UPDATE cadre.dues_month SET settled = settled - 1 WHERE member_id = 1",
        "UPDATE cadre.dues_account SET credit = credit + 7 WHERE member_id = 1",
        "UPDATE cadre.dues_receipt_book SET last_number = last_number + 1",
      ] {
        let before = try await given.findings().count
        try await given.cast.database.asSuperuser { database in
          _ = try await database.write { try await $0.execute(SQL(trusted: bent)) }
        }
        #expect(try await given.findings().count > before, "\(bent)")
      }
    }
  }
}
