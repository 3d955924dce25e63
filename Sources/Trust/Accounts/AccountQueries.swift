import Access
import Basics
import Postgres

extension Account: Readable {
  package init(_ row: Row) throws {
    self.init(
      id: try row.value("id"), name: try row.value("name"), fullName: try row.value("full_name"),
      systemUser: try row.value("system_user_name"), disabled: try row.value("disabled"),
      member: try row.value("member_id"), memberCode: try row.value("member_code"))
  }
}

extension Role: PostgresText {}

extension GrantRecord: Readable {
  package init(_ row: Row) throws {
    self.init(
      number: try row.value("id"), account: try row.value("account"), role: try row.value("role"),
      unit: try row.value("unit"), unitNumber: try row.value("unit_id"),
      from: try row.value("valid_from"), until: try row.value("valid_until"),
      revoked: try row.value("revoked"))
  }
}

extension Transaction {
  private var accountColumns: SQL {
    """
    account.id, account.name, account.full_name, system_user_name,
    disabled_at IS NOT NULL AS disabled, member_id, member.code AS member_code
      FROM account LEFT JOIN member ON member.id = account.member_id
    """
  }

  func account(named name: Code) async throws -> Account? {
    try await first(
      """
      SELECT \(raw: accountColumns) WHERE account.name = \(name)
      """, as: Account.self)
  }

  /// The accounts that a system user may act as, in the order in which they were made.
  func accounts(ofSystemUser user: String) async throws -> [Account] {
    try await rows(
      """
      SELECT \(raw: accountColumns) WHERE system_user_name = \(user) ORDER BY account.id
      """, as: Account.self)
  }

  func allAccounts() async throws -> [Account] {
    try await rows(
      """
      SELECT \(raw: accountColumns) ORDER BY account.name
      """, as: Account.self)
  }

  func grants(of account: Account.ID? = nil) async throws -> [GrantRecord] {
    try await rows(
      """
      SELECT account_grant.id, account.name AS account, role, unit.code AS unit,
             account_grant.unit_id, valid_from, valid_until, revoked_at IS NOT NULL AS revoked
        FROM account_grant
        JOIN account ON account.id = account_grant.account_id
        LEFT JOIN unit ON unit.id = account_grant.unit_id
       WHERE (\(account)::bigint IS NULL OR account_id = \(account))
       ORDER BY account.name, role, unit.code, valid_from
      """, as: GrantRecord.self)
  }

  /// Holds back everybody else who makes or ends administrators until this transaction is over.
  func lockAccounts() async throws {
    try await execute("SELECT pg_advisory_xact_lock(41, 1)")
  }

  func insertAccount(
    name: Code, fullName: String, systemUser: String?, event: Int64
  ) async throws -> Account.ID? {
    try await value(
      """
      INSERT INTO account (name, full_name, system_user_name, event_id)
      VALUES (\(name), \(fullName), \(systemUser), \(event))
      ON CONFLICT ON CONSTRAINT account_name_once DO NOTHING
      RETURNING id
      """, as: Account.ID.self)
  }

  func memberNumber(of code: Code) async throws -> Int64? {
    try await value(
      "SELECT id FROM member WHERE code = \(code) AND merged_into IS NULL", as: Int64.self)
  }

  /// Says which member the account is; `nil`: none.
  func link(_ account: Account.ID, to member: Int64?, event: Int64) async throws {
    try await execute(
      "UPDATE account SET member_id = \(member), event_id = \(event) WHERE id = \(account)",
      expecting: 1)
  }

  func unitNumber(of code: Code) async throws -> Int64? {
    try await value("SELECT id FROM unit WHERE code = \(code)", as: Int64.self)
  }

  func insertGrant(
    _ role: Role, to account: Account.ID, over unit: Int64?, period: Period, event: Int64
  ) async throws -> Bool {
    try await execute(
      """
      INSERT INTO account_grant (account_id, role, unit_id, valid_from, valid_until, event_id)
      VALUES (\(account), \(role), \(unit), \(period.from), \(period.until), \(event))
      ON CONFLICT DO NOTHING
      """) == 1
  }

  func revokeGrants(
    _ role: Role, of account: Account.ID, over unit: Int64?, event: Int64
  ) async throws -> Int {
    try await execute(
      """
      UPDATE account_grant SET revoked_at = clock_timestamp(), revoke_event_id = \(event)
       WHERE account_id = \(account) AND role = \(role) AND revoked_at IS NULL
         AND unit_id IS NOT DISTINCT FROM \(unit)
      """)
  }
}
