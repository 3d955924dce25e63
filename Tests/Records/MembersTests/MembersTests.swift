import Access
import Audit
import Basics
import Organisation
import Postgres
import RecordsKit
import Testing

@testable import Members

@Suite struct `Members on record` {
  static let hr = Cast.actor(.hrOfficer)

  static func row(_ changes: [MemberColumn: String]) throws -> MemberRow {
    try MemberRow.read(today: Cast.today) { column in
      changes[column] ?? (column == .status ? "active" : column == .fullName ? "Đỗ Thử" : "")
    }.get()
  }

  static func add(_ changes: [MemberColumn: String], in cast: Cast) async throws {
    try await cast.members.add(
      try row(changes), today: Cast.today, by: hr, basis: Cast.basis)
  }

  @Test func `are added with their facts, as far back as the record reaches`() async throws {
    try await Cast.with { cast in
      let view = try await cast.view("M1", on: Cast.day(1999, 1, 1))
      #expect(view.member.fullName.reveal(for: .display) == "Nguyễn Thị Ánh")
      #expect(view.facts.cell.fact(on: .beginning) != nil)
      #expect(view.facts.post.fact(on: Cast.today)?.position == "Chánh Văn phòng")
      #expect(view.facts.dues.fact(on: Cast.today)?.base == Money(dong: 15_000_000))
      let second = try await cast.view("M2")
      #expect(second.manager == Cast.code("M1"))
      try await cast.database.expectSound()
    }
  }

  @Test func `are refused with a taken code or number, an unknown unit or manager`() async throws {
    try await Cast.with { cast in
      await #expect(throws: MemberError.codeTaken(Cast.code("M1"))) {
        try await Self.add([.code: "M1"], in: cast)
      }
      await #expect(throws: MemberError.numberTaken(.personalID, by: Cast.code("M1"))) {
        try await Self.add([.code: "X", .personalID: "001175000001"], in: cast)
      }
      await #expect(throws: MemberError.numberTaken(.partyCard, by: Cast.code("M2"))) {
        try await Self.add([.code: "X", .partyCard: "001200000002"], in: cast)
      }
      for (column, code) in [
        (MemberColumn.cellCode, "VP"), (.agencyCode, "CB1"), (.cellCode, "NO"),
      ] {
        await #expect(throws: MemberError.unknownUnit(column, Cast.code(code))) {
          try await Self.add([.code: "X", column: code], in: cast)
        }
      }
      await #expect(throws: MemberError.unknownManager(Cast.code("NO"))) {
        try await Self.add([.code: "X", .managerCode: "NO"], in: cast)
      }
      await #expect(throws: MemberError.unknown("X")) { try await cast.view("X") }
    }
  }

  @Test func `change from a day on, and the old value stays`() async throws {
    try await Cast.with { cast in
      let (june, july) = (Cast.day(2026, 6, 1), Cast.day(2026, 7, 1))
      let before = try await cast.view("M2")
      let version = try await cast.edit(
        "M2", [.position: "Phó phòng", .form: "leader", .agencyCode: "KT"], from: july)
      #expect(version == before.member.version + 1)
      let (old, new) = (try await cast.view("M2", on: june), try await cast.view("M2", on: july))
      #expect(old.facts.post.fact(on: june)?.position == "Chuyên viên")
      #expect(new.facts.post.fact(on: july)?.position == "Phó phòng")
      #expect(try await cast.places(of: "M2", on: june).agency == "VP")
      #expect(try await cast.places(of: "M2", on: july).agency == "KT")
      #expect(new.manager == Cast.code("M1"))
      let history = try await cast.members.history(
        Cast.code("M2"), today: Cast.today, for: Self.hr)
      #expect(history.contains { $0.what == "post" && $0.value.contains("VP · Chuyên viên") })
      #expect(history.first { $0.what == "post" }?.reason == Cast.basis.reason)
    }
  }

  @Test func `answer as of a day and as known at a moment`() async throws {
    try await Cast.with { cast in
      try await cast.edit("M3", [.cellCode: "CB1"], from: Cast.day(2026, 3, 1))
      let history = try await cast.members.history(
        Cast.code("M3"), today: Cast.today, for: Self.hr)
      let known = try #require(history.first?.knownAt)
      // Found out later: it was February, and it is corrected.
      try await cast.edit("M3", [.cellCode: "CB1"], from: Cast.day(2026, 2, 1))
      func cell(_ month: Int, _ knownAt: Instant?) async throws -> String? {
        let day = Cast.day(2026, month, 15)
        let view = try await cast.view("M3", on: day, knownAt: knownAt)
        return (view.facts.cell.fact(on: day) ?? nil).flatMap { view.units[$0]?.code.text }
      }
      #expect(try await cell(1, nil) == "CB2")
      #expect(try await cell(2, nil) == "CB1")
      #expect(try await cell(3, nil) == "CB1")
      #expect(try await cell(1, known) == "CB2")
      #expect(try await cell(2, known) == "CB2")
      #expect(try await cell(3, known) == "CB1")
    }
  }

  @Test func `refuse a stale version, a field that cannot hold the value, and no change at all`()
    async throws
  {
    try await Cast.with { cast in
      let version = try await cast.view("M1").member.version
      try await cast.edit("M1", [.position: "Chủ tịch"], version: version)
      let stale = MemberError.changedMeanwhile(
        Cast.code("M1"), yours: version, now: version + 1)
      await #expect(throws: stale) {
        try await cast.edit("M1", [.position: "Bí thư"], version: version)
      }
      for (column, text) in [
        (MemberColumn.birthDate, "2026-02-30"), (.personalID, "123"), (.status, "gone"),
        (.fullName, ""), (.fullName, "a\u{0}b"), (.duesBase, "-1"), (.code, "M9"),
        (.managerCode, "M1"), (.joinedOn, "1970-01-01"), (.birthDate, "2030-01-01"),
      ] {
        await #expect(throws: FieldFlaw.self, "\(column) \(text)") {
          try await cast.edit("M1", [column: text])
        }
      }
      #expect(try await cast.view("M1").member.version == version + 1)
    }
  }

  @Test(arguments: [
    (MemberColumn.fullName, "Nguyễn Thị Ánh"), (.position, "Chánh Văn phòng"), (.cellCode, "CB1"),
    (.status, "active"), (.duesBase, "15000000"),
  ])
  func `say so where an edit states what is on record already`(
    column: MemberColumn, text: String
  ) async throws {
    try await Cast.with { cast in
      let before = try await cast.view("M1").member.version
      await #expect(throws: MemberError.nothingToChange) {
        try await cast.edit("M1", [column: text])
      }
      #expect(try await cast.view("M1").member.version == before)
    }
  }

  @Test func `change for exactly one of two editors who looked at the same version`()
    async throws
  {
    try await Cast.with { cast in
      let version = try await cast.view("M1").member.version
      let kinds = await withTaskGroup(of: ProblemKind?.self) { group in
        for number in 0..<2 {
          group.addTask {
            do {
              try await cast.edit("M1", [.position: "Chức \(number)"], version: version)
              return nil
            } catch let problem as any Problem { return problem.kind } catch { return .fault }
          }
        }
        return await group.reduce(into: [ProblemKind?]()) { $0.append($1) }
      }
      #expect(Set(kinds) == [nil, .conflict])
      #expect(try await cast.view("M1").member.version == version + 1)
    }
  }

  @Test func `are seen by a secretary only in the own cell; hidden and absent are one`()
    async throws
  {
    try await Cast.with { cast in
      let secretary = try cast.actor(.cellSecretary, over: "CB1")
      _ = try await cast.members.show(Cast.code("M1"), on: Cast.today, for: secretary)
      for code in ["M3", "M4", "NO"] {
        await #expect(throws: MemberError.unknown(code)) {
          try await cast.members.show(Cast.code(code), on: Cast.today, for: secretary)
        }
        await #expect(throws: MemberError.unknown(code)) {
          try await cast.members.history(Cast.code(code), today: Cast.today, for: secretary)
        }
      }
      await #expect(throws: AccessError.self) {
        try await cast.members.edit(
          Cast.code("M1"), setting: [.position: "X"], from: Cast.today, version: nil,
          today: Cast.today, by: secretary, basis: Cast.basis)
      }
      await #expect(throws: MemberError.unknown("M1")) {
        try await cast.members.show(Cast.code("M1"), on: Cast.today, for: Cast.stranger)
      }
      let masked = MemberLine.masked("001175000001")
      #expect(masked == "••••••••0001" && MemberLine.masked(nil) == "")
    }
  }

  @Test func `are moved only by who may change them at both ends`() async throws {
    try await Cast.with { cast in
      let part = try cast.actor(.hrOfficer, over: "CB1")
      func move(_ code: String, to cell: String) async throws {
        _ = try await cast.members.edit(
          Cast.code(code), setting: [.cellCode: cell], from: Cast.today, version: nil,
          today: Cast.today, by: part, basis: Cast.basis)
      }
      await #expect(throws: AccessError.self) { try await move("M4", to: "CB1") }
      await #expect(throws: AccessError.self) { try await move("M1", to: "CB2") }
      await #expect(throws: AccessError.self) {
        try await cast.members.add(
          try Self.row([.code: "X", .cellCode: "CB2"]), today: Cast.today, by: part,
          basis: Cast.basis)
      }
      try await cast.members.add(
        try Self.row([.code: "X", .cellCode: "CB1"]), today: Cast.today, by: part,
        basis: Cast.basis)
    }
  }

  @Test func `leave who looked at them on the trail`() async throws {
    try await Cast.with { cast in
      _ = try await cast.view("M1")
      let readers = try await cast.database.app.read {
        try await $0.readings(ofMember: Cast.code("M1"), limit: 10).map(\.account)
      }
      #expect(readers == ["test"])
    }
  }
}
