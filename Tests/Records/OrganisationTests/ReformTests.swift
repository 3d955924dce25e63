import Access
import Basics
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Organisation

@Suite struct `Reforms` {
  static let board = Cast.actor(.organisationBoard)

  static func merge(
    _ codes: [String], into target: String, from day: Day = Cast.today, in cast: Cast
  ) async throws -> Int {
    try await cast.units.merge(
      codes.map(Cast.code), into: Cast.code(target), from: day, by: board, basis: Cast.basis
    ) { transaction, old, new, event in
      try await transaction.moveMembers(
        from: old.id.number, to: new.id.number, on: day, event: event)
    }
  }

  @Test func `merge units: children and members move, the mapping is kept, the past stays`()
    async throws
  {
    try await Cast.with { cast in
      try await cast.units.add(
        Cast.unit("TO1", "Tổ 1", under: "CB1", .party, 3), from: .beginning, by: Self.board,
        basis: Cast.basis)
      let moved = try await Self.merge(["CB1", "CB2"], into: "CB2", in: cast)
      #expect(moved == 3)
      let tree = try await cast.units.tree(on: Cast.today, for: Self.board)
      #expect(tree[Cast.code("CB1")] == nil)
      let child = try #require(tree[Cast.code("TO1")])
      #expect(child.placement.parent.flatMap { tree[$0]?.code.text } == "CB2")
      let shown = try await cast.units.show(Cast.code("CB2"), on: Cast.today, for: Self.board)
      #expect(
        shown.successions == [
          Unit.Succession(
            predecessor: Cast.code("CB1"), successor: Cast.code("CB2"), day: Cast.today,
            kind: "merge")
        ])
      #expect(try await cast.places(of: "M1").cell == "CB2")
      #expect(try await cast.places(of: "M1", on: Cast.today.adding(days: -1)).cell == "CB1")
      try await cast.database.expectSound()
    }
  }

  @Test func `do not call back whoever has left the unit by then`() async throws {
    try await Cast.with { cast in
      try await cast.edit("M1", [.cellCode: "CB2"], from: Cast.day(2026, 3, 1))
      try await cast.units.add(
        Cast.unit("CB3", "Chi bộ 3", under: "QU", .party, 2), from: .beginning, by: Self.board,
        basis: Cast.basis)
      _ = try await Self.merge(["CB1"], into: "CB3", from: Cast.day(2026, 2, 1), in: cast)
      #expect(try await cast.places(of: "M1", on: Cast.day(2026, 1, 1)).cell == "CB1")
      #expect(try await cast.places(of: "M1", on: Cast.day(2026, 2, 1)).cell == "CB3")
      #expect(try await cast.places(of: "M1", on: Cast.day(2026, 3, 1)).cell == "CB2")
      #expect(try await cast.places(of: "M2").cell == "CB3")
      try await cast.database.expectSound()
    }
  }

  @Test func `refuse to merge nothing, other trees, or a unit into one below it`() async throws {
    try await Cast.with { cast in
      await #expect(throws: UnitError.nothingToMerge) {
        try await Self.merge(["CB1"], into: "CB1", in: cast)
      }
      await #expect(throws: UnitError.otherTree(Cast.code("CB1"), parent: Cast.code("VP"))) {
        try await Self.merge(["CB1"], into: "VP", in: cast)
      }
      await #expect(throws: UnitError.self) {
        try await Self.merge(["QU"], into: "CB1", in: cast)
      }
      let tree = try await cast.units.tree(on: Cast.today, for: Self.board)
      #expect(tree.units.count == 6)
    }
  }

  @Test func `refuse to merge into a unit that is to close`() async throws {
    try await Cast.with { cast in
      let day = Cast.today.adding(days: 60)
      _ = try await Self.merge(["CB2"], into: "CB1", from: day, in: cast)
      await #expect(throws: UnitError.closesLater(Cast.code("CB2"), day)) {
        try await Self.merge(["CB1"], into: "CB2", from: Cast.today, in: cast)
      }
      #expect(try await cast.places(of: "M1", on: day).cell == "CB1")
      try await cast.database.expectSound()
    }
  }

  @Test func `split a unit into new ones beside it, and move nobody by a guess`() async throws {
    try await Cast.with { cast in
      let drafts = ["CB1A", "CB1B"].map { Cast.unit($0, $0, under: nil, .party, 2) }
      try await cast.units.split(
        Cast.code("CB1"), into: drafts, from: Cast.today, by: Self.board, basis: Cast.basis)
      let tree = try await cast.units.tree(on: Cast.today, for: Self.board)
      for code in ["CB1", "CB1A", "CB1B"] {
        let unit = try #require(tree[Cast.code(code)])
        #expect(unit.placement.parent.flatMap { tree[$0]?.code.text } == "QU", "\(code)")
      }
      let shown = try await cast.units.show(Cast.code("CB1"), on: Cast.today, for: Self.board)
      #expect(shown.successions.map(\.successor.text) == ["CB1A", "CB1B"])
      #expect(try await cast.places(of: "M1").cell == "CB1")
      try await cast.database.expectSound()
    }
  }

  @Test(arguments: [
    Cast.unit("X", "X", under: nil, .state, 2), Cast.unit("X", "X", under: nil, .party, 1),
    Cast.unit("CB2", "X", under: nil, .party, 2), Cast.unit("X", " ", under: nil, .party, 2),
  ])
  func `refuse a part of the other tree, of the wrong level, of a taken code, without a name`(
    draft: Unit.Draft
  ) async throws {
    try await Cast.with { cast in
      await #expect(throws: UnitError.self) {
        try await cast.units.split(
          Cast.code("CB1"), into: [draft], from: Cast.today, by: Self.board, basis: Cast.basis)
      }
      try await cast.database.expectSound()
    }
  }

  @Test func `refuse to split a top into parts that would hang in the air`() async throws {
    try await Cast.with { cast in
      await #expect(throws: UnitError.topNeedsLevelOne(Cast.code("X"), level: 2)) {
        try await cast.units.split(
          Cast.code("QU"), into: [Cast.unit("X", "X", under: nil, .party, 2)], from: Cast.today,
          by: Self.board, basis: Cast.basis)
      }
      try await cast.database.expectSound()
    }
  }

  @Test func `in any order, on any day, leave a sound tree and a sound record`() async throws {
    var random = Seeded.forTest()
    for _ in 0..<3 {
      try await Cast.with { cast in
        var done: [String] = []
        var known = Cast.units
        for number in 0..<40 {
          let step = RandomStep(number: number, known: known, random: &random)
          do {
            try await step.run(on: cast)
            done.append("\(step)")
            if step.opens { known.append(step.draft) }
          } catch let error as UnitError where error.kind != .fault {
            continue
          }
          try await cast.database.expectSound("after \(done.suffix(8)), seed \(random.seed)")
        }
        #expect(done.count > 8, "\(done)")
      }
    }
  }

  @Test func `at once with each other and with new units leave no unit under a closed one`()
    async throws
  {
    try await Cast.with { cast in
      for round in 0..<6 {
        let top = "T\(round)"
        try await cast.units.add(
          Cast.unit(top, top, under: "QU", .party, 2), from: Cast.today, by: Self.board,
          basis: Cast.basis)
        await withTaskGroup(of: Void.self) { group in
          group.addTask {
            try? await cast.units.close(
              Cast.code(top), from: Cast.today, by: Self.board, basis: Cast.basis
            ) { try await $0.countMembers(in: $1, on: $2) }
          }
          group.addTask {
            try? await cast.units.add(
              Cast.unit(top + "x", top, under: top, .party, 3), from: Cast.today, by: Self.board,
              basis: Cast.basis)
          }
        }
      }
      try await cast.database.expectSound()
    }
  }
}

/// One verb on random units, from a random day.
struct RandomStep: CustomStringConvertible {
  let verb: Int
  let unit: String
  let other: String
  let day: Day
  let draft: Unit.Draft

  /// Mostly between units of one tree, so that most verbs are not refused from the start.
  init(number: Int, known: [Unit.Draft], random: inout Seeded) {
    let first = known.randomElement(using: &random) ?? Cast.units[0]
    let near = known.filter { $0.tree == first.tree }
    let second = (Bool.random(using: &random) ? near : known).randomElement(using: &random) ?? first
    verb = Int.random(in: 0..<6, using: &random)
    (unit, other) = (first.code.text, second.code.text)
    day = Cast.today.adding(days: Int.random(in: -200...100, using: &random))
    let isSplit = verb == 5
    draft = Cast.unit(
      "N\(number)", "Đơn vị \(number)", under: isSplit ? nil : other,
      isSplit ? first.tree : second.tree,
      isSplit ? first.level : second.level + Int.random(in: 1...2, using: &random))
  }

  var opens: Bool { verb == 0 || verb == 5 }

  var description: String {
    let names = ["add", "rename", "move", "close", "merge", "split"]
    return "\(names[verb]) \(verb == 0 ? draft.code.text : unit) \(other) \(day)"
  }

  func run(on cast: Cast) async throws {
    let (units, board, basis) = (cast.units, Reforms.board, Cast.basis)
    switch verb {
    case 0: try await units.add(draft, from: day, by: board, basis: basis)
    case 1:
      try await units.rename(Cast.code(unit), to: "Tên mới", from: day, by: board, basis: basis)
    case 2:
      try await units.move(
        Cast.code(unit), under: Cast.code(other), from: day, by: board, basis: basis)
    case 3:
      try await units.close(Cast.code(unit), from: day, by: board, basis: basis) {
        try await $0.countMembers(in: $1, on: $2)
      }
    case 4: _ = try await Reforms.merge([unit], into: other, from: day, in: cast)
    default:
      try await units.split(Cast.code(unit), into: [draft], from: day, by: board, basis: basis)
    }
  }
}
