import Access
import Basics
import Foundation
import Members
import Organisation
import RecordsKit
import Tabular
import TestKit
import Testing

@testable import Exchange

@Suite struct `The header and the form of a file` {
  static let rows = `A file of members`.two

  @Test func `may be in Vietnamese, in any order and case, with columns of others`() async throws {
    try await Cast.with { cast in
      let order = Array(MemberColumn.standard.indices.reversed())
      let names = MemberColumn.standard.map(\.vietnamese)
      let header = order.map { $0 % 2 == 0 ? names[$0].uppercased() : names[$0] } + ["Ghi chú"]
      let rows = Self.rows.map { row in order.map { row[$0] } + ["x"] }
      let report = try await cast.importMembers(try GivenFile(GivenFile.csv(rows, header: header)))
      #expect(report.numbers == [2, 2, 0, 0, 0] && report.applied)
      #expect(report.unknownColumns == ["Ghi chú"])
    }
  }

  @Test func `lacks no column and has none twice`() async throws {
    try await Cast.with { cast in
      let short = Array(GivenFile.memberHeader.dropLast(2))
      let missing = try GivenFile(
        GivenFile.csv(Self.rows.map { Array($0.dropLast(2)) }, header: short))
      await #expect(throws: ImportError.missingColumns(["dues_base", "status"])) {
        try await cast.importMembers(missing)
      }
      let double = try GivenFile(
        GivenFile.csv(Self.rows.map { $0 + [""] }, header: GivenFile.memberHeader + ["Mã"]))
      await #expect(throws: ImportError.repeatedColumn("Mã")) {
        try await cast.importMembers(double)
      }
      let same = try GivenFile(
        GivenFile.csv(Self.rows.map { $0 + [""] }, header: GivenFile.memberHeader + ["code"]))
      await #expect(throws: TableProblem.self) { try await cast.importMembers(same) }
      let none = missing.path + ".none"
      await #expect(throws: ImportError.noFile(none)) {
        try await cast.importMembers(GivenFile(existing: none))
      }
      await #expect(throws: TableProblem.self) { try await cast.importMembers(try GivenFile("")) }
    }
  }

  @Test func `may have semicolons, a byte-order mark, CRLF and a decimal comma`() async throws {
    try await Cast.with { cast in
      var rows = Self.rows
      rows[0][14] = "8000000,0"
      let text = GivenFile.csv(rows).replacing(",", with: ";")
        .replacing("8000000;0", with: "8000000,0")
      let file = try GivenFile("\u{FEFF}" + text.replacing("\n", with: "\r\n"))
      let report = try await cast.importMembers(file)
      #expect(report.numbers == [2, 2, 0, 0, 0] && report.applied)
      let dues = try await cast.view("A1").facts.dues.fact(on: Cast.today)
      #expect(dues?.base == Money(dong: 8_000_000))
    }
  }

  @Test func `may be a workbook, which says the same as the text`() async throws {
    try await Cast.with { cast in
      let book = try GivenFile(workbook: GivenFile.memberHeader, Self.rows)
      let report = try await cast.importMembers(book)
      #expect(report.numbers == [2, 2, 0, 0, 0] && report.applied)
      let again = try await cast.importMembers(try GivenFile.members(Self.rows))
      #expect(again.numbers == [2, 0, 0, 2, 0])
    }
  }

  @Test func `refuses rows that are too short or too long, by their line`() async throws {
    try await Cast.with { cast in
      let file = try GivenFile(
        GivenFile.csv([Self.rows[1], ["Z1", "ngắn"], Self.rows[0] + ["dài"]]))
      let report = try await cast.importMembers(file) { $0.partial = true }
      #expect(report.refused == 2)
      #expect(report.flaws.map(\.line) == [3, 4])
    }
  }

  @Test func `ends at a NUL byte: such a file is damaged, and nothing of it is taken`()
    async throws
  {
    try await Cast.with { cast in
      let bad = GivenFile.row([.code: "Z2", .fullName: "a\u{0}b"])
      let error = await #expect(throws: TableProblem.self) {
        try await cast.importMembers(try GivenFile.members(Self.rows + [bad])) {
          $0.partial = true
        }
      }
      #expect(error?.line == 4 && error?.column == "full_name")
      let codes = try await `A file of members`.codes(in: cast)
      #expect(codes.count == 5)
    }
  }

  @Test func `gives the refused rows back with their causes, to be mended and imported again`()
    async throws
  {
    try await Cast.with { cast in
      let bad = GivenFile.row([.code: "Z1", .cellCode: "NO", .fullName: "=1+1"])
      let file = try GivenFile.members(Self.rows + [bad])
      let report = try await cast.importMembers(file) { $0.partial = true }
      let path = try RejectedRows.write(report.flaws, of: file.path, language: .english)
      #expect(path == file.path + ".rejected.csv")
      let rejected = GivenFile(existing: path)
      let lines = try rejected.text.split(separator: "\n").map(String.init)
      #expect(lines.count == 2)
      #expect(lines[0].hasSuffix("rejected_line,rejected_column,rejected_value,rejected_reason"))
      #expect(lines[1].hasSuffix("4,cell_code,NO,there is no such unit"))
      #expect(lines[1].hasPrefix("Z1,'=1+1,"))
      let two = GivenFile.row([.code: "Z2", .sex: "x", .form: "y"])
      let twice = try await cast.importMembers(try GivenFile.members([two]))
      let once = try RejectedRows.write(twice.flaws, of: file.path, language: .english)
      #expect(twice.flaws.count == 2)
      #expect(try GivenFile(existing: once).text.split(separator: "\n").count == 2)
      _ = try RejectedRows.write(report.flaws, of: file.path, language: .english)
      let still = try await cast.importMembers(rejected)
      #expect(still.places == ["2 cell_code"])
      let next = try RejectedRows.write(still.flaws, of: path, language: .vietnamese)
      #expect(next == path + ".rejected.csv")
      let left = try GivenFile(existing: next).text.split(separator: "\n").map(String.init)
      #expect(left.count == 2 && left[0] == lines[0] && left[1].hasPrefix("Z1,'=1+1,"))
      #expect(left[1].contains(",2,cell_code,NO,") && !left[1].contains(",4,cell_code"))
      try rejected.write(try rejected.text.replacing(",NO,", with: ",CB1,"))
      let mended = try await cast.importMembers(rejected)
      #expect(mended.numbers == [1, 1, 0, 0, 0])
      #expect(mended.unknownColumns == RejectedRows.columns)
      #expect(try await cast.view("Z1").member.fullName.reveal(for: .display) == "=1+1")
    }
  }
}

@Suite struct `A rehearsal` {
  static func plan(_ cast: Cast, _ file: GivenFile) async throws -> String {
    let report = try await cast.importMembers(file) { $0.rehearsal = true }
    #expect(!report.applied && report.added == 2)
    return report.planDigest
  }

  static func isRefused(_ error: (any Error)?) -> Bool {
    if case .planChanged = error as? ImportError { true } else { false }
  }

  @Test func `writes nothing, and what it named is what is done`() async throws {
    try await Cast.with { cast in
      let file = try GivenFile.members(`A file of members`.two)
      let digest = try await Self.plan(cast, file)
      #expect(try await `A file of members`.codes(in: cast).count == 5)
      let report = try await cast.importMembers(file) { $0.expectedPlan = digest }
      #expect(report.applied && report.planDigest == digest)
    }
  }

  enum Change: CaseIterable { case file, day, newDay, partial, record }

  @Test(arguments: Change.allCases)
  func `no longer holds after a change of`(change: Change) async throws {
    try await Cast.with { cast in
      var second = Cast.rows[1]
      second[10] = "Trưởng phòng"
      let file = try GivenFile.members(`A file of members`.two + [second])
      let digest = try await Self.plan(cast, file)
      switch change {
      case .file: try file.write(try file.text.replacing("Hoàng Yến", with: "Hoàng Yên"))
      case .record: try await cast.edit("M2", [.position: "Cán sự"])
      default: break
      }
      let error = await #expect(throws: ImportError.self) {
        try await cast.importMembers(file) { options in
          options.expectedPlan = digest
          if change == .day { options.from = Cast.day(2026, 7, 1) }
          if change == .newDay { options.newFrom = Cast.day(2026, 7, 1) }
          if change == .partial { options.partial = true }
        }
      }
      #expect(Self.isRefused(error))
      #expect(try await `A file of members`.codes(in: cast).count == 5)
    }
  }

  @Test func `and any import is refused while another one runs`() async throws {
    try await Cast.with { cast in
      let file = try GivenFile.members(`A file of members`.two)
      try await cast.database.app.write { transaction in
        try await transaction.holdImports()
        await #expect(throws: ImportError.busy) { try await cast.importMembers(file) }
        await #expect(throws: ImportError.busy) {
          try await cast.importUnits("code,name,parent_code,tree,level,wage_region\n")
        }
      }
      #expect(try await cast.importMembers(file).applied)
    }
  }
}

@Suite struct `An officer of a part` {
  @Test func `imports only members of the units of that part, and takes nobody from elsewhere`()
    async throws
  {
    try await Cast.with { cast in
      let part = try cast.actor(.hrOfficer, over: "CB1")
      var stolen = Cast.rows[3]
      stolen[8] = "CB1"
      var given = Cast.rows[4]
      (given[8], given[9]) = ("CB2", "")
      let file = try GivenFile.members([
        GivenFile.row([.code: "Z1", .cellCode: "CB1"]),
        GivenFile.row([.code: "Z2", .cellCode: "CB2"]), GivenFile.row([.code: "Z3"]), stolen,
        given,
      ])
      let report = try await cast.importMembers(file, by: part) { $0.partial = true }
      #expect(report.places == ["3 code", "4 code", "5 code", "6 code"])
      #expect(report.added == 1 && report.applied)
      await #expect(throws: AccessError.self) {
        try await cast.importMembers(file, by: Cast.actor(.organisationBoard))
      }
      await #expect(throws: AccessError.self) {
        try await cast.importUnits("code,name,parent_code,tree,level,wage_region\n", by: part)
      }
    }
  }

  @Test func `exports only members of the units of that part, and leaves a line on the trail`()
    async throws
  {
    try await Cast.with { cast in
      let part = try cast.actor(.hrOfficer, over: "CB2")
      let text = try await cast.export(by: part).text
      #expect(text.split(separator: "\n").map { $0.prefix(2) } == ["co", "M3", "M4"])
      let one = try await cast.export(under: "KT").text
      #expect(one.split(separator: "\n").map { $0.prefix(2) } == ["co", "M3", "M5"])
      await #expect(throws: UnitError.unknown("CB1")) {
        try await cast.export(under: "CB1", by: part)
      }
      await #expect(throws: AccessError.self) { try await cast.export(by: Cast.stranger) }
      let noted = try await cast.database.app.read {
        try await $0.auditEvents(
          subjectKind: "export", subjectCode: nil, account: nil, limit: 10
        ).map(\.detail)
      }
      #expect(noted.count == 2 && noted.allSatisfy { $0.contains("\"rows\": [null, \"2\"]") })
    }
  }
}
