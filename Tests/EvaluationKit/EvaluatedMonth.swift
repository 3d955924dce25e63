import Access
import Accounts
import Audit
import Basics
import Frameworks
import Postgres
import RecordsKit
import Sheets
import Testing

/// The cast in July 2026, the month in which all stories play.
///
/// Expected are `M1` (a leader), `M2` and `M3` (staff, managed by `M1`).
package struct EvaluatedMonth: Sendable {
  package let cast: Cast

  package static let month = Month(containing: Cast.today)
  /// The frameworks that stories name, version 1.
  package static let frameworks: [(code: String, form: Framework.Form)] = [
    ("decree-335-2025.staff", .staff), ("decree-335-2025.leader", .leader),
    ("kpi-okr", .staff), ("collective-2025", .collective),
  ]

  package var database: TestDatabase { cast.database }
  package var periods: Periods { Periods(database: cast.database.app) }
  package var sheets: Sheets { Sheets(database: cast.database.app) }
  package var excuses: Excuses { Excuses(sheets: sheets) }

  /// A new database with the cast, the frameworks and an opened month.
  package static func with<R>(_ body: (EvaluatedMonth) async throws -> R) async throws -> R {
    try await unopened { story in
      _ = try await story.periods.open(month, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      return try await body(story)
    }
  }

  /// The same before anybody opened the month.
  package static func unopened<R>(_ body: (EvaluatedMonth) async throws -> R) async throws -> R {
    try await Cast.with { cast in
      try await cast.database.app.write { try await $0.insertFrameworks() }
      return try await body(EvaluatedMonth(cast: cast))
    }
  }
}

extension EvaluatedMonth {
  /// Somebody with an account of their own name and a role over everything.
  package static func actor(_ account: String, _ roles: Role...) -> Actor {
    let grants = Cast.actor(roles.map { ($0, .everything) }).grants
    return Actor(
      account: Cast.code(account), origin: "console \(account)@here", grants: grants,
      today: Cast.today)
  }

  /// The office: may run the month and write on every sheet.
  package static let office = actor("office", .hrOfficer)
  /// The board: may review, decide and return every sheet.
  package static let board = actor("board", .organisationBoard)

  /// A member of the cast at their own account, which is made and linked at the first call.
  package func person(_ code: String, _ roles: Role...) async throws -> Actor {
    let name = Cast.code("account-\(code)")
    let accounts = Accounts(database: database.app)
    let administrator = Cast.actor(.accountAdministrator)
    do {
      try await accounts.add(
        name: name, fullName: code, systemUser: nil, by: administrator, basis: Cast.basis)
      try await accounts.link(
        name, to: Cast.code(code), by: administrator, basis: Cast.basis)
    } catch AccountError.nameTaken {}
    let number = try await database.app.read {
      try await $0.value("SELECT id FROM member WHERE code = \(code)", as: Int64.self)
    }
    return Actor(
      account: name, origin: "web \(code)",
      grants: Cast.actor(roles.map { ($0, .everything) }).grants, today: Cast.today, member: number)
  }

  package static func name(_ code: String) -> SubjectName { .member(Cast.code(code)) }

  /// A quantity written as a decimal; 0 where it is none.
  package static func quantity(_ text: String) -> Quantity { Quantity(text) ?? .zero }

  /// Work with weight, assigned, completed, failures and delays.
  package static func work(
    _ code: String, _ weight: String, _ target: String, _ actual: String?,
    failures: String = "0", delays: String = "0"
  ) -> EntryEdit {
    var edit = EntryEdit(.work, Cast.code(code))
    (edit.weight, edit.target) = (quantity(weight), quantity(target))
    edit.actual = actual.map(quantity)
    (edit.qualityFailures, edit.delays) = (quantity(failures), quantity(delays))
    return edit
  }

  /// The staff sheet of the worked example of `scoring.md` §9: 87.63, B.
  package static let example: [EntryEdit] = [
    .selfPoints(Cast.code("G1"), quantity("9")), .selfPoints(Cast.code("G2"), quantity("10")),
    .selfPoints(Cast.code("G3"), quantity("8.5")), work("W1", "1", "10", "10"),
    work("W2", "2", "5", "4", failures: "1"), work("W3", "3", "2", "3", delays: "2"),
  ]

  /// Brings a sheet with the entries of the example as far as that state.
  package func bring(
    _ code: String, to state: Sheet.State, in month: Month = month,
    _ entries: [EntryEdit] = example
  ) async throws {
    let name = Self.name(code)
    _ = try await sheets.edit(name, in: month, entries, by: Self.office, basis: Cast.basis)
    guard state != .draft else { return }
    _ = try await sheets.score(name, in: month, by: Self.office, basis: Cast.basis)
    guard state != .selfScored else { return }
    _ = try await sheets.review(name, in: month, by: Self.board, basis: Cast.basis)
    guard state != .reviewed else { return }
    _ = try await sheets.decide(name, in: month, by: Self.board, basis: Cast.basis)
  }
}

extension Transaction {
  fileprivate func insertFrameworks() async throws {
    let event = try await Audit.note(
      "framework.publish", of: .init(kind: "framework", code: "all"), by: Cast.actor(.hrOfficer),
      basis: Cast.basis, in: self)
    for framework in EvaluatedMonth.frameworks {
      try await execute(
        """
        INSERT INTO framework
          (code, version, form, title_vi, title_en, valid_from, digest, source, event_id)
        VALUES (\(framework.code), 1, \(framework.form.rawValue), \(framework.code),
          \(framework.code), '2026-01-01', repeat('0', 64), 'a test', \(event))
        """, expecting: 1)
    }
  }
}
