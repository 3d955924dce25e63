import Access
import Basics
import Foundation
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Exchange

@Suite struct `A file of members` {
  static let two = [
    GivenFile.row([
      .code: "A1", .fullName: "Hoàng Yến", .sex: "female", .birthDate: "1991-03-08",
      .personalID: "001191000011", .partyCard: "001200000011", .joinedOn: "19/5/2015",
      .officialOn: "2016-05-19", .cellCode: "CB1", .agencyCode: "VP", .position: "Văn thư",
      .form: "staff", .managerCode: "A2", .duesCategory: "insured", .duesBase: "8000000",
    ]),
    GivenFile.row([.code: "A2", .fullName: "Bùi Quang Đạt", .cellCode: "CB1", .status: "exempt"]),
  ]

  static func codes(in cast: Cast) async throws -> [String] {
    try await cast.database.app.read {
      try await $0.values("SELECT code::text FROM member ORDER BY code", as: String.self)
    }
  }

  @Test func `puts people on record, a manager later in the file too, with one line on the trail`()
    async throws
  {
    try await Cast.with { cast in
      let report = try await cast.importMembers(try GivenFile.members(Self.two))
      #expect(report.numbers == [2, 2, 0, 0, 0] && report.applied)
      let view = try await cast.view("A1")
      #expect(view.manager == Cast.code("A2"))
      #expect(view.member.joinedOn == Cast.day(2015, 5, 19))
      #expect(view.facts.dues.fact(on: Cast.today)?.base == Money(dong: 8_000_000))
      let verbs = try await cast.database.app.read {
        try await $0.auditEvents(
          subjectKind: "import", subjectCode: report.planDigest, account: nil, limit: 5
        ).map(\.verb)
      }
      #expect(verbs == ["member.import"])
      try await cast.database.expectSound()
    }
  }

  @Test func `changes nothing the second time, and says so`() async throws {
    try await Cast.with { cast in
      let file = try GivenFile.members(Self.two)
      _ = try await cast.importMembers(file)
      let before = try await cast.view("A1").member.version
      let again = try await cast.importMembers(file)
      #expect(again.numbers == [2, 0, 0, 2, 0] && !again.applied)
      #expect(try await cast.view("A1").member.version == before)
    }
  }

  @Test func `changes what it says from its day on, and leaves the past`() async throws {
    try await Cast.with { cast in
      var row = Cast.rows[1]
      (row[8], row[10]) = ("CB2", "Phó phòng")
      let report = try await cast.importMembers(try GivenFile.members([row])) {
        $0.from = Cast.day(2026, 7, 1)
      }
      #expect(report.numbers == [1, 0, 1, 0, 0] && report.applied)
      #expect(try await cast.places(of: "M2", on: Cast.day(2026, 6, 30)).cell == "CB1")
      #expect(try await cast.places(of: "M2", on: Cast.day(2026, 7, 1)).cell == "CB2")
      try await cast.database.expectSound()
    }
  }

  @Test func `with one bad row is applied whole or not at all, unless asked for the good rows`()
    async throws
  {
    try await Cast.with { cast in
      let bad = GivenFile.row([.code: "B1", .cellCode: "NO"])
      let file = try GivenFile.members(Self.two + [bad])
      let whole = try await cast.importMembers(file)
      #expect(whole.numbers == [3, 2, 0, 0, 1] && !whole.applied)
      #expect(try await Self.codes(in: cast) == ["M1", "M2", "M3", "M4", "M5"])
      let partial = try await cast.importMembers(file) { $0.partial = true }
      #expect(partial.numbers == [3, 2, 0, 0, 1] && partial.applied)
      #expect(try await Self.codes(in: cast).prefix(2) == ["A1", "A2"])
      try await cast.database.expectSound()
    }
  }

  @Test(
    arguments: table(
      """
      column        | value             | reason
      code          |                   | must not be empty
      code          | Đ1                | a code has 1 to 40
      full_name     |                   | must not be empty
      full_name     | a\u{200B}b        | invisible character U+200B
      full_name     | a\u{202E}b        | direction mark U+202E
      full_name     | a\u{7}b           | control character U+0007
      sex           | x                 | male or female
      birth_date    | 2023-02-29        | is not a day
      birth_date    | 31/04/1990        | is not a day
      birth_date    | 2026-07-16        | future
      birth_date    | 0001-01-01        | is not a day
      personal_id   | 12345678901       | exactly 12 digits
      personal_id   | ١٢٣٤٥٦٧٨٩٠١٢      | exactly 12 digits
      party_card    | 12345678901A      | exactly 12 digits
      cell_code     | NO                | no such unit
      cell_code     | VP                | other tree
      cell_code     | OLD               | closed
      agency_code   | CB1               | other tree
      agency_code   | a b               | a code has 1 to 40
      form          | boss              | staff, leader
      manager_code  | NO                | neither on record
      manager_code  | Z1                | their own manager
      dues_category | rich              | insured
      dues_base     | 1.5               | whole đồng
      dues_base     | -1                | negative
      status        | gone              | active, exempt
      status        |                   | must not be empty
      personal_id   | 001175000001      | belongs to the member “M1”
      party_card    | 001200000002      | belongs to the member “M2”
      """))
  func `refuses a row by line, column, value and reason`(row: [String]) async throws {
    try await Cast.with { cast in
      try await cast.units.add(
        Cast.unit("OLD", "Chi bộ cũ", under: "QU", .party, 2), from: .beginning, by: Cast.hr,
        basis: Cast.basis)
      try await cast.units.close(
        Cast.code("OLD"), from: Cast.today, by: Cast.hr, basis: Cast.basis
      ) { _, _, _ in 0 }
      let column = try #require(MemberColumn(rawValue: row[0]))
      let bad = GivenFile.row([.code: "Z1"].merging([column: row[1]]) { $1 })
      let file = try GivenFile.members(Self.two + [bad])
      let report = try await cast.importMembers(file)
      #expect(report.refused == 1 && !report.applied)
      let flaw = try #require(report.flaws.first)
      #expect(report.places == ["4 \(row[0])"])
      #expect(flaw.value == row[1])
      #expect(flaw.reason.en.contains(row[2]), "\(flaw.reason.en)")
    }
  }

  @Test func `refuses days in the wrong order`() async throws {
    try await Cast.with { cast in
      let report = try await cast.importMembers(
        try GivenFile.members([
          GivenFile.row([.code: "Z1", .birthDate: "2000-01-01", .joinedOn: "1999-01-01"]),
          GivenFile.row([.code: "Z2", .joinedOn: "2020-01-02", .officialOn: "2020-01-01"]),
        ]))
      #expect(report.places == ["2 joined_on", "3 official_on"])
    }
  }

  @Test(arguments: [MemberColumn.code, .personalID, .partyCard])
  func `refuses both rows that give one number to two people`(column: MemberColumn) async throws {
    try await Cast.with { cast in
      let rows = ["Z1", "Z2"].map { code in
        GivenFile.row([.code: code].merging([column: "001200009999"]) { $1 })
      }
      let report = try await cast.importMembers(try GivenFile.members(Self.two + rows))
      #expect(report.places == ["4 \(column.rawValue)", "5 \(column.rawValue)"])
      #expect(report.flaws.map(\.reason.en) == ["stands on line 5 too", "stands on line 4 too"])
      #expect(report.flaws.allSatisfy { $0.value == "001200009999" })
    }
  }

  @Test func `takes a row down with the row of its manager, all the way`() async throws {
    try await Cast.with { cast in
      let report = try await cast.importMembers(
        try GivenFile.members([
          GivenFile.row([.code: "Z1", .managerCode: "Z2"]),
          GivenFile.row([.code: "Z2", .managerCode: "Z3"]),
          GivenFile.row([.code: "Z3", .cellCode: "NO"]), GivenFile.row([.code: "Z4"]),
        ])
      ) { $0.partial = true }
      #expect(report.numbers == [4, 1, 0, 0, 3])
      #expect(report.places == ["2 manager_code", "3 manager_code", "4 cell_code"])
    }
  }

  @Test func `keeps a name that looks like a formula as text, and disarms it on the way out`()
    async throws
  {
    try await Cast.with { cast in
      let name = "=HYPERLINK(1)"
      let file = try GivenFile.members([GivenFile.row([.code: "Z1", .fullName: name])])
      let report = try await cast.importMembers(file)
      #expect(report.applied)
      #expect(try await cast.view("Z1").member.fullName.reveal(for: .display) == name)
      let out = try await cast.export()
      #expect(try out.text.contains("Z1,'=HYPERLINK(1),"))
      let again = try await cast.importMembers(out)
      #expect(again.numbers == [6, 0, 0, 6, 0])
    }
  }

  @Test func `brings text to one form: NFC, single spaces, none at the ends`() async throws {
    try await Cast.with { cast in
      let name = "  Nguye\u{302}\u{303}n   Va\u{306}n\u{A0}A "
      _ = try await cast.importMembers(
        try GivenFile.members([GivenFile.row([.code: "Z1", .fullName: name])]))
      let kept = try await cast.view("Z1").member.fullName.reveal(for: .comparison)
      #expect(kept.utf8.elementsEqual("Nguyễn Văn A".precomposedStringWithCanonicalMapping.utf8))
    }
  }

  @Test func `holds a status from its own day`() async throws {
    try await Cast.with { cast in
      let header = GivenFile.memberHeader + ["status_since"]
      let row = GivenFile.row([.code: "Z1", .cellCode: "CB1", .status: "exempt"]) + ["2025-03-01"]
      let file = try GivenFile(GivenFile.csv([row], header: header))
      _ = try await cast.importMembers(file)
      let status = try await cast.view("Z1").facts.status
      #expect(status.fact(on: Cast.day(2025, 3, 1)) == .exempt)
      #expect(status.fact(on: Cast.day(2025, 2, 28)) == nil)
      #expect(try await cast.importMembers(file).numbers == [1, 0, 0, 1, 0])
      // The same person comes back to activity.
      let back = GivenFile.row([.code: "Z1", .cellCode: "CB1"]) + ["2026-01-01"]
      _ = try await cast.importMembers(try GivenFile(GivenFile.csv([back], header: header)))
      let later = try await cast.view("Z1").facts.status
      #expect(later.fact(on: Cast.day(2025, 12, 31)) == .exempt)
      #expect(later.fact(on: Cast.day(2026, 1, 1)) == .active)
    }
  }
}
