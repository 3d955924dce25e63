import Access
import Audit
import Basics
import Configuration
import Frameworks
import Members
import Organisation
import Postgres
import Ranking
import RecordsKit
import Reports
import Runs
import Sheets
import Testing

/// A ward with hostile names, a unit without members, and two scored months.
///
/// May 2026 is published; June has one of every kind: rated A to D, on leave, incomplete,
/// undecided, without a sheet.
struct Ward {
  let database: TestDatabase
  let numbers: [Code: Int64]

  static let may = Month(containing: Cast.day(2026, 5, 1))
  static let june = Month(containing: Cast.day(2026, 6, 1))
  static let july = Month(containing: Cast.day(2026, 7, 1))
  static let officer = Cast.actor(.hrOfficer)
  /// 2026-07-10 09:00:00 in Viet Nam: what printed reports say, so that they stay the same.
  static let made = Instant(microseconds: 1_783_648_800_000_000)

  static let longName =
    "Chi bộ Trường Tiểu học Nguyễn Thị Minh Khai, phường Bạch Mai, quận Hai Bà Trưng cũ, nay thuộc "
    + "phường Bạch Mai mới sau khi sắp xếp đơn vị hành chính từ ngày 01 tháng 7 năm 2025 của TP"

  static let units: [Unit.Draft] = [
    Cast.unit("DU", "Đảng uỷ phường Bạch Mai", under: nil, .party, 1),
    Cast.unit("CB0", "Chi bộ chưa có đảng viên", under: "DU", .party, 2),
    Cast.unit("CB1", "Chi bộ Văn phòng", under: "DU", .party, 2),
    Cast.unit("CB2", "Chi bộ \"Kinh tế, Đô thị\"; số 2", under: "DU", .party, 2),
    Cast.unit("CB3", longName, under: "DU", .party, 2),
    Cast.unit("UB", "Uỷ ban nhân dân phường Bạch Mai", under: nil, .state, 1),
    Cast.unit("VP", "Văn phòng", under: "UB", .state, 2),
    Cast.unit("KT", "=SUM(A1:A9)", under: "UB", .state, 2),
  ]

  /// Code, name, cell, agency, form, manager.
  static let members: [[String]] = [
    ["L1", "Nguyễn Thị Ánh", "CB1", "VP", "leader", ""],
    ["N1", "Trần Văn Bình", "CB1", "VP", "staff", "L1"],
    ["N2", "Lê Đức Cường", "CB1", "VP", "staff", "L1"],
    ["N3", "Phạm Ngọc Đào", "CB1", "VP", "staff", "L1"],
    ["N4", "Vũ Ngọc Ẩn", "CB1", "VP", "staff", "L1"],
    ["N5", "=cmd|'/c calc'!A1", "CB2", "KT", "staff", "L1"],
    ["N6", "Trần, Thị \"Bé\"", "CB2", "KT", "staff", "L1"],
    ["N7", "H’Hen Niê Kđăm", "CB2", "KT", "staff", "L1"],
    ["N8", "Đỗ Quỳnh Như", "CB2", "KT", "staff", "L1"],
    ["N9", "Lê Hữu Phước", "CB3", "", "staff", ""],
    ["N10", "Hoàng Ỷ", "CB3", "", "staff", ""],
    ["N11", "Đặng Uyên Ương", "", "KT", "staff", "L1"],
    ["X1", "Bùi Đã Nghỉ", "CB3", "", "", ""],
  ]

  /// What stands on the sheets: points of the three criteria, and how many of ten were done.
  ///
  /// Staff get criteria + 7 × done. `open`: not reported; `leave`: on leave; `draft`: never
  /// decided; `none`: no sheet.
  static let marks: [Month: [(String, criteria: [Int], done: String)]] = [
    may: [
      ("L1", [9, 9, 9], "10"), ("N1", [8, 8, 8], "8"), ("N2", [10, 10, 10], "10"),
      ("N3", [9, 9, 9], "7"), ("N4", [9, 9, 9], "9"), ("N5", [10, 9, 9], "9"),
      ("N6", [8, 8, 8], "8"), ("N7", [8, 8, 8], "7"), ("N8", [7, 7, 7], "6"),
      ("N9", [8, 8, 8], "7"), ("N10", [9, 9, 9], "8"), ("N11", [7, 7, 7], "8"),
    ],
    june: [
      ("L1", [10, 9, 9], "10"), ("N1", [10, 10, 10], "10"), ("N2", [9, 10, 10], "10"),
      ("N3", [9, 9, 9], "9"), ("N4", [9, 8, 8], "7"), ("N5", [10, 10, 9], "10"),
      ("N6", [8, 8, 8], "leave"), ("N7", [8, 8, 8], "open"), ("N8", [8, 8, 8], "draft"),
      ("N9", [7, 7, 6], "5"), ("N10", [4, 3, 3], "3"), ("N11", [8, 8, 8], "none"),
    ],
  ]

  /// The ward with May published and June scored; `closing` says whether June was closed before.
  static func with<R>(closing: Bool = true, _ body: (Ward) async throws -> R) async throws -> R {
    try await TestDatabase.with { database in
      let ward = try await founded(on: database)
      try await ward.score(may, closing: true)
      try await ward.publish(may)
      try await ward.score(june, closing: closing)
      return try await body(ward)
    }
  }

  /// The ward before any month was opened.
  static func founded(on database: TestDatabase) async throws -> Ward {
    let units = Units(database: database.app)
    for draft in Self.units {
      try await units.add(draft, from: .beginning, by: officer, basis: Cast.basis)
    }
    let members = Members(database: database.app)
    for line in Self.members {
      let fields =
        [line[0], line[1], "female", "", "", "", "", "", line[2], line[3], ""]
        + [line[4], line[5], "", "", line[4].isEmpty ? "exempt" : "active"]
      try await members.add(
        try Cast.row(fields), today: Cast.today, by: officer, basis: Cast.basis)
    }
    let frameworks = Frameworks(database: database.app)
    for (name, text) in try Configuration.frameworks() {
      _ = try await frameworks.publish(text: text, name: name, by: officer, basis: Cast.basis)
    }
    let numbers = try await database.app.read { transaction in
      try await transaction.units(on: Cast.today).map { ($0.code, $0.id.number) }
    }
    return Ward(database: database, numbers: Dictionary(numbers) { first, _ in first })
  }

  func actor(_ role: Role, over unit: String) throws -> Actor {
    Cast.actor([(role, .subtree(of: try #require(numbers[Cast.code(unit)])))])
  }

  var reports: Reports { Reports(database: database.app) }

  func open(_ month: Month) async throws {
    _ = try await Periods(database: database.app).open(
      month, by: Self.officer, basis: Cast.basis)
  }

  @discardableResult
  func score(_ month: Month, closing: Bool) async throws -> Run {
    try await open(month)
    try await fill(month)
    if closing {
      try await database.asOwner { owner in
        try await owner.write { transaction in
          try await transaction.execute(
            """
            UPDATE period SET state = 'closed', frozen_at = clock_timestamp()
             WHERE id = \(month.periodID)
            """, expecting: 1)
        }
      }
    }
    let weights = RankingWeights(
      members: ExactDecimal(1), collective: ExactDecimal(1), minimumMembers: 2)
    return try await Runs(database: database.app, programVersion: "test", weights: weights)
      .score(month, by: Self.officer).run
  }

  func publish(_ month: Month) async throws {
    try await database.app.write { transaction in
      try await transaction.execute(
        """
        UPDATE run SET state = 'published'
         WHERE period_id = \(month.periodID) AND state = 'finished'
        """, expecting: 1)
      try await transaction.execute(
        """
        INSERT INTO publication
          (run_id, period_id, published_by, published_at, appeal_until, ties_left, event_id)
        SELECT id, period_id, 'test', clock_timestamp(), '2026-12-31', '{}', event_id
          FROM run WHERE period_id = \(month.periodID) AND state = 'published'
        """, expecting: 1)
    }
  }

  /// Writes on the sheets what ``marks`` says.
  func fill(_ month: Month) async throws {
    try await database.app.write { transaction in
      for (member, criteria, done) in Self.marks[month] ?? [] {
        guard done != "none" else { continue }
        try await transaction.execute(
          """
          UPDATE sheet SET touched = true, state = \(done == "draft" ? "draft" : "decided")
           WHERE period_id = \(month.periodID)
             AND member_id = (SELECT id FROM member WHERE code = \(member))
          """, expecting: 1)
        let isLeader = member == "L1"
        for (number, points) in criteria.enumerated() {
          try await transaction.enter(
            month, member, "criterion", "G\(number + 1)", points: Int64(points) * 10_000)
        }
        let actual = done == "open" ? nil : Int64(done) ?? 5
        try await transaction.enter(
          month, member, "work", "P1", weight: 10_000, target: 100_000,
          actual: actual.map { $0 * 10_000 })
        if done == "leave" { try await transaction.enter(month, member, "event", "on_leave") }
        for factor in isLeader ? ["organising", "cohesion"] : [] {
          try await transaction.enter(month, member, "factor", factor, points: 10_000)
        }
      }
    }
  }
}

extension Transaction {
  fileprivate func enter(
    _ month: Month, _ member: String, _ kind: String, _ code: String, weight: Int64? = nil,
    target: Int64? = nil, actual: Int64? = nil, points: Int64? = nil
  ) async throws {
    try await execute(
      """
      INSERT INTO sheet_entry
        (period_id, subject_id, revision, kind, code, weight, target, actual, points)
      SELECT \(month.periodID), id, 1, \(kind), \(code), \(weight), \(target), \(actual),
             \(points)
        FROM member WHERE code = \(member)
      """, expecting: 1)
  }
}
