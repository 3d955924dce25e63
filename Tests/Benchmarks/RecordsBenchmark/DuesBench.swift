import Access
import Audit
import Basics
import Configuration
import Dues
import Exchange
import Foundation
import LocalCluster
import Postgres
import Synchronization
import Tabular

/// Dues of everybody: a month assessed beside the bare writing of its rows, a bank statement, and
/// payments by eight at once beside what pgbench reaches with the same writes.
extension Bench {
  static let statementLines = 100_000
  static let cashiers = 8
  static let paymentsEach = 1000

  func dues() async throws {
    guard let month = Month(2026, 10) else { throw BenchFault.unexpected("no month") }
    try await psql(["VACUUM ANALYZE", "CHECKPOINT"], home: ours)
    let database = try await database(limits: PoolLimits(connections: Self.cashiers))
    let result: Result<Void, any Error>
    do {
      let dues = Dues(
        database: database, rules: try DuesRules.read(try Configuration.dues()))
      try await assess(month, dues)
      try await readStatement(month, database)
      try await payTogether(dues)
      result = .success(())
    } catch { result = .failure(error) }
    await database.close()
    try result.get()
  }

  private func assess(_ month: Month, _ dues: Dues) async throws {
    let (actor, today) = try officer()
    var first: Assessment?
    let spent = try await seconds {
      first = try await dues.assess(month, today: today, by: actor)
    }
    guard let first, first.charged + first.refused.count == members else {
      throw BenchFault.unexpected("not everybody was assessed")
    }
    let floor = try await writtenAlone()
    let again = try await seconds {
      guard try await dues.assess(month, today: today, by: actor).isUnchanged else {
        throw BenchFault.unexpected("assessed again, something changed")
      }
    }
    say(
      "dues        \(first.charged) members assessed: \(shown(spent)) s (goal ≤ 10 s) · its rows "
        + "written by SQL alone: \(shown(floor)) s · ratio \(shown(spent / floor)) · again "
        + "\(shown(again)) s, nothing changes")
  }

  /// The floor: charges, movements and balances as they came out, into the same tables of another
  /// schema, with their keys and checks, in one transaction.
  private func writtenAlone() async throws -> Double {
    let tables = ["dues_charge", "dues_movement", "dues_month"]
    try await psql(
      ["CREATE SCHEMA floor"]
        + tables.map { "CREATE TABLE floor.\($0) (LIKE cadre.\($0) INCLUDING ALL)" }
        + ["CHECKPOINT"], home: ours)
    let spent = try await seconds {
      try await psql(
        ["BEGIN"]
          + tables.map {
            "INSERT INTO floor.\($0) OVERRIDING SYSTEM VALUE SELECT * FROM cadre.\($0)"
          } + ["COMMIT"], home: ours)
    }
    try await psql(["DROP SCHEMA floor CASCADE", "CHECKPOINT"], home: ours)
    return spent
  }

  private func readStatement(_ month: Month, _ database: Database) async throws {
    let (actor, today) = try officer()
    let lines = min(Self.statementLines, members)
    let path = folder + "/statement.csv"
    let codes = try await database.read { transaction in
      try await transaction.values(
        "SELECT code FROM cadre.member ORDER BY md5(code) LIMIT \(lines)", as: Code.self)
    }
    let writer = try CSVWriter(path: path, header: ["date", "reference", "amount", "content"])
    for (number, code) in codes.enumerated() {
      let asked = StatementContent.text(month: month, code: code)
      let content =
        switch number % 4 {
        case 0: asked
        case 1: asked.lowercased() + " chuyen khoan"
        case 2: "IBFT " + asked.filter { $0 != " " }
        default: "dang phi"
        }
      try writer.write(["2026-11-05", "FT\(number)", "\(50_000 + number % 7 * 1000)", content])
    }
    try writer.finish()
    let options = ImportOptions(today: today)
    var report: ImportReport?
    let spent = try await seconds {
      report = try await StatementImport(database: database).run(
        path: path, options: options, by: actor, basis: .none)
    }
    guard let report, report.added == lines, report.waiting == lines / 4 else {
      throw BenchFault.unexpected("the statement was not read as it was written")
    }
    try await psql(
      [
        "CREATE TABLE cadre.floor_line (day date, reference text PRIMARY KEY, amount bigint, "
          + "content text)"
      ], home: ours)
    let floor = try await seconds {
      try await psql(
        [
          "\\copy cadre.floor_line FROM '\(path)' CSV HEADER"
        ], home: ours)
    }
    try await psql(["DROP TABLE cadre.floor_line"], home: ours)
    var repeated: ImportReport?
    let again = try await seconds {
      repeated = try await StatementImport(database: database).run(
        path: path, options: options, by: actor, basis: .none)
    }
    say(
      "statement   \(lines) lines matched and booked: \(shown(spent)) s (goal ≤ 10 s) · \\copy of "
        + "the lines alone: \(shown(floor)) s · again \(shown(again)) s, "
        + "\(repeated?.unchanged ?? 0) unchanged")
  }

  /// Payments by eight at once, each its own transaction, committed to disk.
  private func payTogether(_ dues: Dues) async throws {
    let (actor, today) = try officer()
    let codes = try await dues.database.read { transaction in
      try await transaction.values(
        """
        SELECT code FROM cadre.member ORDER BY md5('pay' || code)
         LIMIT \(Self.cashiers * Self.paymentsEach)
        """, as: Code.self)
    }
    let spent = try await seconds {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for cashier in 0..<Self.cashiers {
          group.addTask {
            for turn in 0..<Self.paymentsEach {
              let place = (cashier * Self.paymentsEach + turn) % codes.count
              let draft = try PaymentDraft(
                member: codes[place], channel: .cash, reference: "K\(cashier)-\(turn)",
                amount: Money(dong: 60_000), paidOn: today, today: today)
              _ = try await dues.pay(draft, today: today, by: actor)
            }
          }
        }
        try await group.waitForAll()
      }
    }
    let ours = Double(Self.cashiers * Self.paymentsEach) / spent
    let floor = try await pgbench()
    say(
      "payments    \(Self.cashiers) connections: \(Int(ours)) posted a second · pgbench with the "
        + "same writes: \(Int(floor)) a second · ratio \(shown(ours / floor))")
  }

  /// What pgbench reaches with an event on the trail and a payment, which the database books.
  private func pgbench() async throws -> Double {
    let script = folder + "/pay.sql"
    let text = """
      \\set member random(1, \(members))
      BEGIN;
      WITH event AS (
        INSERT INTO cadre.audit_event
          (account, origin, verb, subject_kind, subject_code, reason, document, detail)
        VALUES ('bench', 'pgbench', 'dues.pay', 'member', :member::text, '', '', '{}')
        RETURNING id)
      INSERT INTO cadre.dues_payment
        (member_id, unit_id, channel, reference, amount, paid_on, booked_on, booked_at, event_id)
      SELECT member_id, cell_id, 'cash', gen_random_uuid()::text, 60000, '2026-11-21',
             '2026-11-21', now(), event.id
        FROM event, LATERAL (
          SELECT member_id, cell_id FROM cadre.cell_membership
           WHERE member_id >= :member AND cell_id IS NOT NULL ORDER BY member_id LIMIT 1) AS place;
      COMMIT;

      """
    try text.write(toFile: script, atomically: true, encoding: .utf8)
    let running = try await server(of: ours)
    var environment = Child.plainEnvironment
    environment["PGHOST"] = running.socketDirectory
    environment["PGPORT"] = String(running.port)
    environment["PGUSER"] = "cadre_app"
    let programs = try await PostgresPrograms.installed(
      environment: ProcessInfo.processInfo.environment
    ).choose(major: nil)
    let said = try await run(
      [
        programs.path("pgbench"), "-n", "-c", "\(Self.cashiers)", "-j", "2", "-T", "10", "-M",
        "prepared", "-f", script, "cadre",
      ], environment: environment)
    guard let match = said.firstMatch(of: /tps = ([0-9.]+)/), let rate = Double(match.1) else {
      throw BenchFault.unexpected(said)
    }
    return rate
  }
}
