import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Testing

/// The small cast of every story: three units a tree, five members, one of them awkward.
///
/// Party: `QU` over the cells `CB1` and `CB2`. State: `UB` over `VP` and `KT`. `M1` leads `VP` and
/// manages `M2` and `M3`; `M4` is in `CB2` and no civil servant; `M5` is awkward: no dates, no
/// numbers but an old card, an apostrophe in the name, temporarily exempt.
package struct Cast: Sendable {
  package let database: TestDatabase
  package let numbers: [Code: Int64]

  /// The day on which all stories play.
  package static let today = day(2026, 7, 15)
  package static let basis = Audit.Basis(reason: "for a test", document: "01-QĐ/ĐU")

  /// A day that the calendar has; the first of all days where it has none.
  package static func day(_ year: Int, _ month: Int, _ day: Int) -> Day {
    Day(year, month, day) ?? .first
  }

  /// From the beginning of the record, without an end.
  package static func always() throws -> Period { try #require(Period(from: .beginning)) }

  package static func code(_ text: String) -> Code { Code(text) ?? .blank }

  package static let units: [Unit.Draft] = [
    unit("QU", "Đảng uỷ phường Bạch Mai", under: nil, .party, 1, region: 1),
    unit("CB1", "Chi bộ 1", under: "QU", .party, 2),
    unit("CB2", "Chi bộ 2", under: "QU", .party, 2),
    unit("UB", "Uỷ ban nhân dân phường Bạch Mai", under: nil, .state, 1, region: 1),
    unit("VP", "Văn phòng", under: "UB", .state, 2),
    unit("KT", "Phòng Kinh tế", under: "UB", .state, 2, region: 2),
  ]

  package static func unit(
    _ code: String, _ name: String, under parent: String?, _ tree: Tree, _ level: Int,
    region: Int? = nil
  ) -> Unit.Draft {
    Unit.Draft(
      code: Self.code(code), name: name, parent: parent.map(Self.code), tree: tree, level: level,
      wageRegion: region)
  }

  /// The members as rows of `members.csv`, in the order of ``MemberColumn/standard``.
  package static let rows: [[String]] = [
    [
      "M1", "Nguyễn Thị Ánh", "female", "1975-02-28", "001175000001", "001200000001",
      "1998-05-19", "1999-05-19", "CB1", "VP", "Chánh Văn phòng", "leader", "", "insured",
      "15000000", "active",
    ],
    [
      "M2", "Trần Văn Bình", "male", "1988-11-07", "001088000002", "001200000002", "2012-02-03",
      "2013-02-03", "CB1", "VP", "Chuyên viên", "staff", "M1", "insured", "9000000", "active",
    ],
    [
      "M3", "Lê Đức Cường", "male", "1990-01-31", "001090000003", "001200000003", "2016-09-02",
      "2017-09-02", "CB2", "KT", "Chuyên viên", "staff", "M1", "insured", "8500000", "active",
    ],
    [
      "M4", "Phạm Ngọc Đào", "female", "1950-12-31", "001150000004", "001200000004",
      "1976-02-29", "1977-02-28", "CB2", "", "", "", "", "pensioner", "5000000", "exempt",
    ],
    [
      "M5", "H’Hen Niê Kđăm", "", "", "", "", "", "", "CB1", "KT", "", "", "", "", "",
      "temporarily_exempt",
    ],
  ]

  /// The five rows, read as every door reads them.
  package static func memberRows() throws -> [MemberRow] {
    try rows.map { try row($0) }
  }

  package static func row(_ fields: [String]) throws -> MemberRow {
    let byColumn = Dictionary(zip(MemberColumn.standard, fields)) { first, _ in first }
    return try MemberRow.read(today: today) { byColumn[$0] ?? "" }.get()
  }

  /// Everybody in a new database.
  package static func with<R>(_ body: (Cast) async throws -> R) async throws -> R {
    try await TestDatabase.with { database in
      try await body(try await on(stage: database))
    }
  }

  /// Units and members put on record by the verbs of the program.
  package static func on(stage database: TestDatabase) async throws -> Cast {
    let (units, members) = (Units(database: database.app), Members(database: database.app))
    let founder = actor(.hrOfficer)
    for draft in Self.units {
      try await units.add(draft, from: .beginning, by: founder, basis: basis)
    }
    for row in try memberRows() {
      try await members.add(row, today: today, by: founder, basis: basis)
    }
    _ = try await members.edit(
      code("M5"), setting: [.oldPartyCard: "12.345678"], from: .beginning, version: nil,
      today: today, by: founder, basis: basis)
    let numbers = try await database.app.read { transaction in
      try await transaction.units(on: today).map { ($0.code, $0.id.number) }
    }
    return Cast(
      database: database, numbers: Dictionary(numbers) { first, _ in first })
  }
}

extension Cast {
  package var units: Units { Units(database: database.app) }
  package var members: Members { Members(database: database.app) }

  /// Somebody who holds a role over everything.
  package static func actor(_ role: Role) -> Actor { actor([(role, .everything)]) }

  /// Somebody without any grant.
  package static let stranger = actor([])

  package static func actor(_ grants: [(role: Role, scope: Scope)]) -> Actor {
    Actor(
      account: code("test"), origin: "console tester@here",
      grants: grants.compactMap { grant in
        Period(from: .beginning).map { Grant(role: grant.role, scope: grant.scope, period: $0) }
      }, today: today)
  }

  /// Somebody who holds a role over one unit and all below it.
  package func actor(_ role: Role, over unit: String) throws -> Actor {
    let number = try #require(numbers[Cast.code(unit)])
    return Cast.actor([(role, .subtree(of: number))])
  }

  /// A member as the record shows it to somebody who may see everybody.
  package func view(_ code: String, on day: Day = today, knownAt: Instant? = nil) async throws
    -> MemberView
  {
    try await members.show(
      Cast.code(code), on: day, knownAt: knownAt, for: Cast.actor(.hrOfficer))
  }

  /// Edits a member as an HR officer over everything.
  @discardableResult
  package func edit(
    _ code: String, _ edits: [MemberColumn: String], from day: Day = today, version: Int? = nil
  ) async throws -> Int {
    try await members.edit(
      Cast.code(code), setting: edits, from: day, version: version, today: Cast.today,
      by: Cast.actor(.hrOfficer), basis: Cast.basis
    ).version
  }

  /// The codes of cell and agency of a member on a day.
  package func places(of code: String, on day: Day = today) async throws
    -> (cell: String?, agency: String?)
  {
    let view = try await view(code, on: day)
    let cell = view.facts.cell.fact(on: day) ?? nil
    let agency = view.facts.post.fact(on: day)?.agency
    return (
      cell.flatMap { view.units[$0]?.code.text }, agency.flatMap { view.units[$0]?.code.text }
    )
  }
}
