import Basics
import Members
import RecordsKit
import TestKit
import Testing

@testable import Exchange

@Suite struct `What was exported` {
  @Test(arguments: [false, true])
  func `can be imported again and changes nothing`(workbook: Bool) async throws {
    try await Cast.with { cast in
      _ = try await cast.importMembers(try GivenFile.members(`A file of members`.two))
      try await cast.edit("M2", [.status: "exempt", .statusSince: "2025-02-03"])
      try await cast.edit("M3", [.cellCode: "", .managerCode: ""])
      let file = try await cast.export(workbook: workbook)
      let report = try await cast.importMembers(file)
      #expect(report.numbers == [7, 0, 0, 7, 0], "\(report.flaws)")
      #expect(report.unknownColumns.isEmpty)
    }
  }

  @Test func `can be imported again after a cell has closed, and nobody new gets into it`()
    async throws
  {
    try await Cast.with { cast in
      try await cast.edit("M3", [.cellCode: "CB1"])
      try await cast.edit("M4", [.status: "deceased"])
      try await cast.units.close(
        Cast.code("CB2"), from: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis
      ) { transaction, unit, day in try await transaction.countMembers(in: unit, on: day) }
      let report = try await cast.importMembers(try await cast.export(workbook: false))
      #expect(report.numbers == [5, 0, 0, 5, 0], "\(report.flaws)")
      let newcomer = GivenFile.row([.code: "Z9", .cellCode: "CB2"])
      let refused = try await cast.importMembers(try GivenFile.members([newcomer]))
      #expect(refused.numbers == [1, 0, 0, 0, 1])
      #expect(refused.flaws.first?.column == "cell_code")
    }
  }

  @Test func `stands in byte order of codes, in the columns of the import`() async throws {
    try await Cast.with { cast in
      _ = try await cast.importMembers(
        try GivenFile.members(["m9", "M10", "_", "A"].map { GivenFile.row([.code: $0]) }))
      let lines = try await cast.export().text.split(separator: "\n")
      #expect(lines.first?.split(separator: ",").prefix(3) == ["code", "full_name", "sex"])
      let codes = lines.dropFirst().map { String($0.prefix { $0 != "," }) }
      #expect(codes == ["A", "M1", "M10", "M2", "M3", "M4", "M5", "_", "m9"])
    }
  }
}

@Suite struct `The national sheet` {
  static let header = NationalColumn.allCases.map(\.title)

  static func row(_ changes: [NationalColumn: String]) -> [String] {
    let usual: [NationalColumn: String] = [
      .ordinal: "1", .id: "N1", .fullName: "Đinh Thị Ngà", .sex: "Nữ", .birthDate: "07/11/1985",
      .ethnicity: "Kinh", .religion: "Không", .personalID: "001185000021",
      .partyCard: "001200000021", .cardIssuedBy: "Thành uỷ Hà Nội", .cardIssuedOn: "03/02/2012",
      .oldPartyCard: "12.000021", .organisation: "chi bo 1", .birthCountry: "Việt Nam",
      .birthProvince: "Hà Nội", .birthAddress: "Phường Bạch Mai", .nativeCountry: "Việt Nam",
      .nativeProvince: "Nam Định", .nativeAddress: "Xã A", .residenceCountry: "Việt Nam",
      .residenceProvince: "Hà Nội", .residenceAddress: "Số 1; ngõ 2", .joinedOn: "19/05/2010",
      .officialOn: "19/05/2011", .status: "Đang sinh hoạt Đảng",
    ]
    return NationalColumn.allCases.map { changes[$0] ?? usual[$0] ?? "" }
  }

  static func file(_ rows: [[String]]) throws -> GivenFile {
    try GivenFile(GivenFile.csv(rows, header: header))
  }

  @Test func `has 28 columns, and is read, kept and written back`() async throws {
    try await Cast.with { cast in
      #expect(Self.header.count == 28)
      let second = Self.row([
        .id: "", .personalID: "001185000022", .partyCard: "001200000022", .oldPartyCard: "",
        .organisation: "CB2", .status: "Tạm miễn sinh hoạt Đảng", .leftOn: "01/06/2026",
      ])
      let report = try await cast.importMembers(
        try Self.file([Self.row([:]), second]), layout: .national)
      #expect(report.numbers == [2, 2, 0, 0, 0], "\(report.flaws)")
      let view = try await cast.view("N1")
      #expect(view.member.oldPartyCard.reveal(for: .comparison) == "12000021")
      #expect(try await cast.places(of: "N1").cell == "CB1")
      #expect(view.profile.contains { $0 == ("native_province", "Nam Định") })
      let other = try await cast.view("001185000022")
      #expect(other.facts.status.fact(on: Cast.today) == .temporarilyExempt)
      #expect(other.facts.status.fact(on: Cast.day(2026, 5, 31)) == nil)
      try await cast.database.expectSound()
    }
  }

  @Test func `written out can be read again and changes nothing`() async throws {
    try await Cast.with { cast in
      let rows = [
        Self.row([:]),
        Self.row([
          .id: "N2", .personalID: "001185000022", .partyCard: "001200000022",
          .organisation: "CB2", .status: "Đã từ trần", .leftOn: "01/06/2026",
        ]),
      ]
      _ = try await cast.importMembers(try Self.file(rows), layout: .national)
      for workbook in [false, true] {
        let file = try await cast.export(.national, workbook: workbook)
        let report = try await cast.importMembers(file, layout: .national)
        #expect(report.numbers == [7, 0, 0, 7, 0], "\(report.flaws.prefix(9))")
      }
    }
  }

  @Test(
    arguments: table(
      """
      column       | value        | reason
      organisation | Chi bộ 77    | no party unit has this name
      organisation | Trùng tên    | 2 units have this name
      status       | đi xa        | must be one of
      birthDate    | 30/02/1985   | is not a day
      fullName     |              | must not be empty
      personalID   | 12           | exactly 12 digits
      cardIssuedOn | 99/99/2012   | is not a day
      """))
  func `refuses a row by the titles of its columns`(row: [String]) async throws {
    try await Cast.with { cast in
      for code in ["D1", "D2"] {
        try await cast.units.add(
          Cast.unit(code, "Trùng tên", under: "QU", .party, 2), from: .beginning, by: Cast.hr,
          basis: Cast.basis)
      }
      let column = try #require(NationalColumn.allCases.first { "\($0)" == row[0] })
      let report = try await cast.importMembers(
        try Self.file([Self.row([column: row[1]])]), layout: .national)
      #expect(report.refused == 1 && !report.applied)
      #expect(Set(report.places) == ["2 \(column.title)"])
      #expect(report.flaws.first?.reason.en.contains(row[2]) == true, "\(report.flaws)")
    }
  }

  @Test func `leaves alone what it is silent about: agency, post, dues`() async throws {
    try await Cast.with { cast in
      let row = Self.row([
        .id: "M1", .fullName: "Nguyễn Thị Ánh", .birthDate: "28/02/1975",
        .personalID: "001175000001", .partyCard: "001200000001", .joinedOn: "19/05/1998",
        .officialOn: "19/05/1999", .oldPartyCard: "",
      ])
      let report = try await cast.importMembers(try Self.file([row]), layout: .national)
      #expect(report.numbers == [1, 0, 1, 0, 0], "\(report.flaws)")
      let view = try await cast.view("M1")
      #expect(view.facts.post.fact(on: Cast.today)?.position == "Chánh Văn phòng")
      #expect(view.facts.dues.fact(on: Cast.today)?.base == Money(dong: 15_000_000))
    }
  }
}

@Suite struct `Random files of members` {
  /// What the record has to say after some files: for each code the row that was last accepted.
  ///
  /// Stated apart from the import: one plain pass over rows, in the order of the file.
  static func accepted(
    _ rows: [[String]], over record: [String: [String]]
  ) -> [String: [String]] {
    let readable = rows.filter { $0[1] != "" && $0[12] != $0[0] }
    var good = readable.filter { row in
      (row[8] == "" || ["QU", "CB1", "CB2"].contains(row[8]))
        && (row[9] == "" || ["UB", "VP", "KT"].contains(row[9]))
        && readable.count { $0[0] == row[0] } == 1
    }
    while true {
      let names = Set(good.map { $0[0] }).union(record.keys)
      let left = good.filter { $0[12] == "" || names.contains($0[12]) }
      guard left.count < good.count else { break }
      good = left
    }
    return record.merging(good.map { ($0[0], $0) }) { $1 }
  }

  static func row(_ random: inout Seeded) -> [String] {
    func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }
    let codes = (1...14).map { "R\($0)" }
    return GivenFile.row([
      .code: one(codes), .fullName: one(["Lê Văn A", "Trần Thị B", "Đỗ Ước", "", "Ngô C"]),
      .sex: one(["male", "female", ""]), .birthDate: one(["1980-02-29", "1999-12-31", ""]),
      .cellCode: one(["CB1", "CB2", "", "", "VP", "QU"]),
      .agencyCode: one(["VP", "KT", "", "", "", "CB1"]), .position: one(["Chuyên viên", ""]),
      .form: one(["staff", "leader", ""]),
      .managerCode: one(codes + Array(repeating: "", count: 20)),
      .duesCategory: one(["insured", "student", ""]), .duesBase: one(["1000000", "2000000", ""]),
      .status: one(["active", "exempt", "left"]),
    ])
  }

  @Test func `leave on record what an independent statement of the rules says`() async throws {
    var random = Seeded.forTest()
    try await Cast.with { cast in
      var record = Dictionary(Cast.rows.map { ($0[0], $0) }) { first, _ in first }
      for round in 0..<8 {
        let count = Int.random(in: 1...14, using: &random)
        let rows = (0..<count).map { _ in Self.row(&random) }
        record = Self.accepted(rows, over: record)
        let file = try GivenFile.members(rows)
        _ = try await cast.importMembers(file) { $0.partial = true }
        let again = try await cast.importMembers(file) { $0.partial = true }
        #expect(again.added + again.changed == 0, "round \(round), seed \(random.seed)")
        let lines = try await cast.export().text.split(separator: "\n").dropFirst()
        let found = lines.map { line in
          line.split(separator: ",", omittingEmptySubsequences: false).prefix(16).map(String.init)
        }
        let wanted = record.values.sorted { $0[0].utf8.lexicographicallyPrecedes($1[0].utf8) }
        #expect(found == wanted, "round \(round), seed \(random.seed)")
        try await cast.database.expectSound("seed \(random.seed)")
      }
    }
  }
}
