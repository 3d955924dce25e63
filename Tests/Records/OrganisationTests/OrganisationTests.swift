import Access
import Basics
import Members
import Postgres
import RecordsKit
import Testing

@testable import Organisation

@Suite struct `Units over time` {
  static let board = Cast.actor(.organisationBoard)

  static func draft(
    _ code: String, under parent: String?, _ tree: Tree = .party, _ level: Int = 3
  ) -> Unit.Draft {
    Cast.unit(code, "Tổ " + code, under: parent, tree, level)
  }

  static func day(_ month: Int, _ day: Int = 1) -> Day { Cast.day(2026, month, day) }

  static func codes(_ tree: UnitTree) -> [String] {
    tree.units.values.map(\.code.text).sorted()
  }

  @Test func `open, are renamed, moved and closed, each from a day on`() async throws {
    try await Cast.with { cast in
      let (units, code) = (cast.units, Cast.code("TO1"))
      try await units.add(
        Self.draft("TO1", under: "CB1"), from: Self.day(1), by: Self.board, basis: Cast.basis)
      try await units.rename(
        code, to: "Tổ đảng số 1", from: Self.day(2), by: Self.board, basis: Cast.basis)
      try await units.move(
        code, under: Cast.code("CB2"), from: Self.day(3), by: Self.board, basis: Cast.basis)
      try await units.close(code, from: Self.day(4), by: Self.board, basis: Cast.basis) { _, _, _ in
        0
      }
      var seen: [String] = []
      for day in [Cast.day(2025, 12, 31), Self.day(1), Self.day(2), Self.day(3), Self.day(4)] {
        let tree = try await units.tree(on: day, for: Self.board)
        let unit = tree[code]
        let parent = unit?.placement.parent.flatMap { tree[$0]?.code.text }
        seen.append("\(unit?.name ?? "-") \(parent ?? "-")")
      }
      #expect(seen == ["- -", "Tổ TO1 CB1", "Tổ đảng số 1 CB1", "Tổ đảng số 1 CB2", "- -"])
      try await cast.database.expectSound()
    }
  }

  @Test func `are what was known at any past moment, after a correction of the past`()
    async throws
  {
    try await Cast.with { cast in
      let (units, code) = (cast.units, Cast.code("CB1"))
      try await units.rename(
        code, to: "Chi bộ Một", from: Self.day(5), by: Self.board, basis: Cast.basis)
      let before = try await units.show(code, on: Self.day(6), for: Self.board)
      let moment = try #require(before.history.first?.knownAt)
      try await units.rename(
        code, to: "Chi bộ số 1", from: Self.day(2), by: Self.board, basis: Cast.basis)
      var names: [String?] = []
      for day in [Self.day(1), Self.day(2), Self.day(5)] {
        names.append(try await units.tree(on: day, for: Self.board)[code]?.name)
        names.append(try await units.tree(on: day, knownAt: moment, for: Self.board)[code]?.name)
      }
      // The rename in May was meant, so the correction in February stops there.
      #expect(
        names == [
          "Chi bộ 1", "Chi bộ 1", "Chi bộ số 1", "Chi bộ 1", "Chi bộ Một", "Chi bộ Một",
        ])
    }
  }

  @Test func `carry a back-dated correction forward through what only repeated the old value`()
    async throws
  {
    try await Cast.with { cast in
      let (units, code) = (cast.units, Cast.code("CB1"))
      try await units.add(
        Self.draft("CB3", under: "QU", .party, 2), from: .beginning, by: Self.board,
        basis: Cast.basis)
      try await units.add(
        Self.draft("TO1", under: "CB1"), from: Self.day(1), by: Self.board, basis: Cast.basis)
      try await units.rename(
        Cast.code("TO1"), to: "Tổ mới", from: Self.day(6), by: Self.board, basis: Cast.basis)
      try await units.move(
        Cast.code("TO1"), under: Cast.code("CB3"), from: Self.day(3), by: Self.board,
        basis: Cast.basis)
      let july = try await units.tree(on: Self.day(7), for: Self.board)
      let unit = try #require(july[Cast.code("TO1")])
      #expect(unit.name == "Tổ mới")
      #expect(unit.placement.parent.flatMap { july[$0]?.code.text } == "CB3")
      #expect(july[code] != nil)
    }
  }

  @Test func `are told apart between two days`() async throws {
    try await Cast.with { cast in
      let units = cast.units
      try await units.add(
        Self.draft("TO1", under: "CB1"), from: Self.day(3), by: Self.board, basis: Cast.basis)
      try await units.rename(
        Cast.code("KT"), to: "Phòng Kinh tế và Đô thị", from: Self.day(3), by: Self.board,
        basis: Cast.basis)
      let before = try await units.tree(on: Self.day(1), for: Self.board)
      let after = try await units.tree(on: Self.day(4), for: Self.board)
      let found = before.differences(to: after).map { "\($0.code) \($0.kind) \($0.is)" }
      #expect(found == ["KT renamed Phòng Kinh tế và Đô thị", "TO1 opened Tổ TO1"])
      #expect(before.differences(to: before).isEmpty)
    }
  }

  @Test func `take their wage region from the nearest unit above that has one`() async throws {
    try await Cast.with { cast in
      let tree = try await cast.units.tree(on: Cast.today, for: Self.board)
      for (code, region) in [("UB", 1), ("VP", 1), ("KT", 2), ("CB1", 1)] {
        let unit = try #require(tree[Cast.code(code)])
        #expect(tree.wageRegion(of: unit.id) == region, "\(code)")
      }
    }
  }

  @Test func `are refused under the other tree, the same level, themselves or a closed unit`()
    async throws
  {
    try await Cast.with { cast in
      let units = cast.units
      func add(_ draft: Unit.Draft) async throws {
        try await units.add(draft, from: Cast.today, by: Self.board, basis: Cast.basis)
      }
      await #expect(throws: UnitError.otherTree(Cast.code("X"), parent: Cast.code("VP"))) {
        try await add(Self.draft("X", under: "VP"))
      }
      await #expect(
        throws: UnitError.parentNotAbove(
          Cast.code("X"), level: 2, parent: Cast.code("CB1"), parentLevel: 2)
      ) { try await add(Self.draft("X", under: "CB1", .party, 2)) }
      await #expect(throws: UnitError.topNeedsLevelOne(Cast.code("X"), level: 2)) {
        try await add(Self.draft("X", under: nil, .party, 2))
      }
      await #expect(throws: UnitError.codeTaken(Cast.code("CB1"))) {
        try await add(Self.draft("CB1", under: "QU", .party, 2))
      }
      await #expect(throws: UnitError.unknown("NO")) { try await add(Self.draft("X", under: "NO")) }
      await #expect(throws: UnitError.self) {
        try await add(Cast.unit("X", "a\u{202E}b", under: "QU", .party, 2))
      }
      await #expect(throws: UnitError.self) {
        try await units.move(
          Cast.code("QU"), under: Cast.code("CB1"), from: Cast.today, by: Self.board,
          basis: Cast.basis)
      }
      await #expect(throws: UnitError.self) {
        try await units.move(
          Cast.code("CB1"), under: Cast.code("CB1"), from: Cast.today, by: Self.board,
          basis: Cast.basis)
      }
      try await add(Self.draft("TO1", under: "CB1"))
      try await units.close(
        Cast.code("TO1"), from: Cast.today, by: Self.board, basis: Cast.basis
      ) { _, _, _ in 0 }
      await #expect(throws: UnitError.closed(Cast.code("TO1"))) {
        try await add(Self.draft("TO2", under: "TO1", .party, 4))
      }
      let tree = try await units.tree(on: Cast.today, for: Self.board)
      #expect(Self.codes(tree) == ["CB1", "CB2", "KT", "QU", "UB", "VP"])
    }
  }

  @Test func `are not closed over units or members`() async throws {
    try await Cast.with { cast in
      let count: @Sendable (Transaction, Unit.ID, Day) async throws -> Int = {
        try await $0.countMembers(in: $1, on: $2)
      }
      await #expect(throws: UnitError.stillHasUnits(Cast.code("QU"), count: 2)) {
        try await cast.units.close(
          Cast.code("QU"), from: Cast.today, by: Self.board, basis: Cast.basis, members: count)
      }
      await #expect(throws: UnitError.stillHasMembers(Cast.code("CB1"), count: 3)) {
        try await cast.units.close(
          Cast.code("CB1"), from: Cast.today, by: Self.board, basis: Cast.basis, members: count)
      }
      for code in ["M1", "M2", "M5"] { try await cast.edit(code, [.cellCode: "CB2"]) }
      try await cast.units.close(
        Cast.code("CB1"), from: Cast.today, by: Self.board, basis: Cast.basis, members: count)
      try await cast.database.expectSound()
    }
  }

  @Test func `are changed only by who may, and are unknown to who may not see them`()
    async throws
  {
    try await Cast.with { cast in
      let secretary = try cast.actor(.cellSecretary, over: "CB1")
      let tree = try await cast.units.tree(on: Cast.today, for: secretary)
      #expect(Self.codes(tree) == ["CB1"])
      await #expect(throws: AccessError.self) {
        try await cast.units.rename(
          Cast.code("CB1"), to: "X", from: Cast.today, by: secretary, basis: Cast.basis)
      }
      await #expect(throws: UnitError.unknown("CB2")) {
        try await cast.units.show(Cast.code("CB2"), on: Cast.today, for: secretary)
      }
      await #expect(throws: UnitError.unknown("NO")) {
        try await cast.units.show(Cast.code("NO"), on: Cast.today, for: secretary)
      }
      await #expect(throws: AccessError.self) {
        try await cast.units.tree(on: Cast.today, for: Cast.stranger)
      }
      let part = try cast.actor(.organisationBoard, over: "CB1")
      try await cast.units.rename(
        Cast.code("CB1"), to: "Chi bộ Một", from: Cast.today, by: part, basis: Cast.basis)
      await #expect(throws: AccessError.self) {
        try await cast.units.add(
          Self.draft("X", under: "QU", .party, 2), from: Cast.today, by: part, basis: Cast.basis)
      }
      await #expect(throws: AccessError.self) {
        try await cast.units.add(
          Self.draft("X", under: nil, .party, 1), from: Cast.today, by: part, basis: Cast.basis)
      }
    }
  }

  @Test func `change for one of two at once, or for both one after the other`() async throws {
    try await Cast.with { cast in
      let done = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<8 {
          group.addTask {
            do {
              try await cast.units.rename(
                Cast.code("CB1"), to: "Tên \(number)", from: Cast.today, by: Self.board,
                basis: Cast.basis)
              return true
            } catch { return false }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      let shown = try await cast.units.show(Cast.code("CB1"), on: Cast.today, for: Self.board)
      #expect(shown.unit.version == done + 1)
      #expect(shown.history.count == done + 1)
    }
  }

  @Test func `refuse a change that was decided on a stale version`() async throws {
    try await Cast.with { cast in
      let raised = try await cast.database.app.write { transaction -> [Bool] in
        let unit = try await transaction.openUnit(Cast.code("CB1"), on: Cast.today)
        let event = try #require(
          try await transaction.value("SELECT max(id) FROM audit_event", as: Int64.self))
        return [
          try await transaction.raiseVersion(of: unit, event: event),
          try await transaction.raiseVersion(of: unit, event: event),
        ]
      }
      #expect(raised == [true, false])
      #expect(UnitError.changedMeanwhile(Cast.code("CB1")).kind == .conflict)
    }
  }
}
