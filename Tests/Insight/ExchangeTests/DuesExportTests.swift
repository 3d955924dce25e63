import Access
import Audit
import Basics
import Dues
import Members
import Organisation
import RecordsKit
import Tabular
import TestKit
import Testing

@testable import Exchange

@Suite struct `An export of dues` {
  static func export(
    _ given: Treasury, _ month: Month = Treasury.july, under unit: String? = nil,
    by actor: Actor = Cast.hr, today: Day = Cast.today
  ) async throws -> [String] {
    let path = try Scratch.folder("out") + "/dues.csv"
    let count = try await DuesExport(database: given.database).run(
      month, under: unit.map(Cast.code), today: today, by: actor, basis: Cast.basis,
      to: {
        try CSVWriter(
          path: path, header: DuesExport.header, style: .init(neutralising: false))
      })
    let lines = try GivenFile(existing: path).text.split(separator: "\n").map(String.init)
    #expect(lines.count == count + 1)
    return lines
  }

  static func members(_ lines: [String]) -> [String] {
    lines.dropFirst().map { $0.split(separator: ",").map(String.init)[1] }
  }

  /// July with rows of every kind: paid, paid in part, too much, adjusted, waived, exempt with and
  /// without a base, by wage, as a sum; a void one and a refused one, which are not there.
  static func month(_ body: (Treasury) async throws -> Void) async throws {
    try await Treasury.with { given in
      let people: [(code: String, category: String, base: String, cell: String, born: String)] = [
        ("N1", "uninsured", "", "CB1", "1960-04-20"), ("N2", "student", "", "CB2", "1990-06-20"),
        ("N3", "abroad_other", "45000", "CB1", "1990-06-20"),
        ("N4", "pensioner", "7777777", "CB2", "1950-06-20"),
        ("N5", "insured", "12345678", "CB1", "1990-06-20"),
        ("N6", "insured", "20000000", "CB2", "1990-06-20"),
        ("N7", "pensioner", "", "CB1", "1945-06-20"),
        ("n8", "uninsured", "", "QU", "1990-06-20"),
      ]
      for one in people {
        try await given.cast.members.add(
          try Cast.row([
            one.code, "Người \(one.code)", "male", one.born, "", "",
            one.code == "N7" ? "1970-01-01" : "2015-01-01", "", one.cell, "", "", "", "",
            one.category, one.base, "active",
          ]), today: Cast.today, by: Cast.hr, basis: Cast.basis)
      }
      _ = try await given.assess()
      _ = try await given.dues.waive(
        Cast.code("N4"), ground: .difficulty, percent: 30, from: Treasury.july,
        until: Treasury.july, today: Cast.today, by: Cast.hr, basis: Cast.basis)
      try await given.cast.edit("N5", [.duesBase: "13000000"], from: Cast.day(2026, 7, 1))
      try await given.cast.edit("N6", [.status: "left"], from: Cast.day(2026, 6, 30))
      let again = try await given.assess()
      #expect((again.adjusted, again.voided) == (2, 1))
      try await given.pay("M1", 150_000, "F1")
      try await given.pay("M2", 40_000, "F2")
      try await given.pay("N2", 50_000, "F3")
      try await body(given)
    }
  }

  @Test func `has everybody who owes as it stands now, with base, rate, relief and what is paid`()
    async throws
  {
    try await Self.month { given in
      let lines = try await Self.export(given)
      expectGolden(lines.joined(separator: "\n"), "dues.csv")
      let codes = Self.members(lines)
      #expect(codes == codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      #expect(!codes.contains("N6") && !codes.contains("M5"))
      #expect(try await Self.export(given, try #require(Month("2026-06"))).count == 1)
    }
  }

  @Test func `adds up: reduction is amount less net, and the sums are those of the ledger`()
    async throws
  {
    try await Self.month { given in
      var (net, paid): (Int64, Int64) = (0, 0)
      for line in try await Self.export(given).dropFirst() {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if let amount = Int64(fields[6]) {
          #expect(Int64(fields[7]) == amount - (Int64(fields[8]) ?? -1), "\(line)")
        } else {
          #expect(fields[7] == "" && fields[8] == "0", "\(line)")
        }
        net += try #require(Int64(fields[8]))
        paid += try #require(Int64(fields[9]))
      }
      let sums = try await given.database.read { try await $0.duesCollections(of: Treasury.july) }
      #expect(sums.reduce(0) { $0 + $1.assessed.dong } == net)
      #expect(sums.reduce(0) { $0 + $1.collected.dong } == paid)
    }
  }

  @Test func `shows whoever asks only the cells over which they may see dues and export`()
    async throws
  {
    try await Self.month { given in
      let second = ["M3", "M4", "N2", "N4"]
      #expect(Self.members(try await Self.export(given, under: "CB2")) == second)
      let officer = try given.cast.actor(.hrOfficer, over: "CB2")
      #expect(Self.members(try await Self.export(given, by: officer)) == second)
      let board = try given.cast.actor(.hrOfficer, over: "QU")
      #expect(try await Self.export(given, by: board).count == Self.export(given).count)
      #expect(Self.members(try await Self.export(given, under: "CB2", by: board)) == second)
      for unit in ["CB1", "QU", "NO"] {
        await #expect(throws: UnitError.unknown(unit)) {
          _ = try await Self.export(given, under: unit, by: officer)
        }
      }
      // To see dues here and to export there is neither.
      let (first, other) = (
        given.cast.numbers[Cast.code("CB1")], given.cast.numbers[Cast.code("CB2")]
      )
      let both = Cast.actor([
        (.cellSecretary, .subtree(of: try #require(first))),
        (.inspector, .subtree(of: try #require(other))),
      ])
      #expect(Self.members(try await Self.export(given, by: both)) == second)
      // A secretary sees dues and may not export them.
      for actor in [Cast.stranger, try given.cast.actor(.cellSecretary, over: "CB2")] {
        await #expect(throws: AccessError.self) { _ = try await Self.export(given, by: actor) }
      }
    }
  }

  @Test func `of a cell that has closed since is still there, for whoever is above it`()
    async throws
  {
    try await Self.month { given in
      for code in ["M3", "M4", "N2", "N4", "N6"] {
        try await given.cast.edit(code, [.cellCode: "CB1"], from: Cast.day(2026, 8, 1))
      }
      try await given.cast.units.close(
        Cast.code("CB2"), from: Cast.day(2026, 8, 2), by: Cast.hr, basis: Cast.basis
      ) { _, _, _ in 0 }
      let board = try given.cast.actor(.hrOfficer, over: "QU")
      let later = Cast.day(2026, 9, 1)
      let codes = Self.members(try await Self.export(given, by: board, today: later))
      #expect(codes.contains("M3") && codes.contains("M1"))
      #expect(
        Self.members(try await Self.export(given, under: "CB2", by: board, today: later))
          == ["M3", "M4", "N2", "N4"])
    }
  }

  @Test func `leaves a line on the trail, and none where the file failed`() async throws {
    try await Self.month { given in
      func events() async throws -> [AuditEvent] {
        try await given.database.read {
          try await $0.auditEvents(
            subjectKind: "month", subjectCode: "2026-07", account: nil, limit: 99
          ).filter { $0.verb == "dues.export" }
        }
      }
      let lines = try await Self.export(given, under: "CB2")
      let found = try #require(try await events().first)
      #expect(found.detail.contains("CB2") && found.detail.contains("\(lines.count - 1)"))
      #expect(found.reason == Cast.basis.reason)
      await #expect(throws: (any Error).self) {
        _ = try await DuesExport(database: given.database).run(
          Treasury.july, under: nil, today: Cast.today, by: Cast.hr, basis: Cast.basis,
          to: { try CSVWriter(path: "/proc/none/dues.csv", header: DuesExport.header) })
      }
      #expect(try await events().count == 1)
    }
  }
}
