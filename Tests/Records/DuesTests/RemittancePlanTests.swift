import Basics
import ConfigFile
import Organisation
import TestKit
import Testing

@testable import Dues

@Suite struct `Remitting dues up the tree` {
  private func unit(
    _ number: Int64, under parent: Int64? = nil, _ level: Int, _ dong: Int64, passed: Int64 = 0
  ) -> RemittancePlan.Collection {
    .init(
      unit: Unit.ID(number), parent: parent.map { Unit.ID($0) }, level: level,
      collected: Money(dong: dong), passedBefore: Money(dong: passed))
  }

  private func words(_ plan: RemittancePlan) -> [String] {
    plan.lines.map {
      "\($0.unit): \($0.collected) + \($0.received) = \($0.kept) + \($0.passed), due \($0.due)"
    }
  }

  @Test func `keeps a share at each level and passes the rest, by rule 342`() throws {
    let chain = try Given.split().chain(for: Given.month("2026-01"))
    let units = [
      unit(1, 1, 0), unit(2, under: 1, 2, 0), unit(3, under: 2, 3, 100_001, passed: 20_000),
      unit(4, under: 2, 3, 333), unit(5, under: 1, 2, 7), unit(6, under: 5, 3, 0),
    ]
    let plan = try RemittancePlan(units, by: chain)
    #expect(
      words(plan) == [
        // 2 and 5 pass 5017 and 1 up; 2509 is half of 5018.
        "1: 0 + 5018 = 2509 + 2509, due 2509",
        "2: 0 + 50166 = 45149 + 5017, due 5017",
        // 50,000.5 and 166.5 are kept rounded up, and the rest is passed.
        "3: 100001 + 0 = 50001 + 50000, due 30000",
        "4: 333 + 0 = 167 + 166, due 166",
        "5: 7 + 0 = 6 + 1, due 1",
        "6: 0 + 0 = 0 + 0, due 0",
      ])
    #expect(plan.collected == plan.kept + plan.leaving)
    #expect(plan.leaving.dong == 2509)
  }

  @Test func `says which file to fill in where no split is known`() throws {
    let split = try Given.split()
    for month in ["2010-12", "2026-02", "2026-11", "2030-01"] {
      let problem = #expect(throws: RemittanceError.self) {
        try split.chain(for: Given.month(month))
      }
      #expect(problem?.kind == .refused)
      #expect(problem?.message.vi.contains(month) == true)
      #expect(problem?.message.en.contains("config/dues/split.yaml") == true)
      #expect(problem?.hint?.en.contains("keep (the share kept, 0 to 1)") == true)
    }
    #expect(try split.chain(for: Given.month("2011-01")).steps.count == 3)
  }

  @Test func `names a level without a step`() throws {
    let chain = try Given.split().chain(for: Given.month("2026-01"))
    let problem = #expect(throws: RemittanceError.self) {
      try RemittancePlan([unit(1, 1, 5), unit(2, under: 1, 4, 5)], by: chain)
    }
    #expect(problem?.message.en.contains("level 4") == true)
    #expect(problem?.hint?.vi.contains("level: 4") == true)
  }

  @Test func `refuses what is no tree`() throws {
    let chain = try Given.split().chain(for: Given.month("2026-01"))
    for units in [
      [unit(1, under: 2, 2, 1), unit(2, under: 1, 2, 1)],
      [unit(1, under: 1, 2, 1)], [unit(1, 1, 1), unit(1, 1, 1)],
      [unit(1, 2, 1), unit(2, under: 1, 1, 1)],
    ] {
      #expect(throws: RemittanceError.notATree(Unit.ID(1)).self) {
        do throws(RemittanceError) { _ = try RemittancePlan(units, by: chain) } catch {
          guard case .notATree = error else { throw error }
          throw RemittanceError.notATree(Unit.ID(1))
        }
      }
    }
    #expect(try RemittancePlan([], by: chain).lines == [])
  }

  @Test func `balances to the đồng in any tree, by any split`() throws {
    var random = Seeded.forTest()
    for _ in 0..<300 {
      let depth = Int.random(in: 1...6, using: &random)
      let steps = (1...depth).map { level in
        let keep = ExactDecimal(
          mantissa: Int128(Int.random(in: 0...1_000_000, using: &random)), scale: 6)
        return DuesSplit.Step(
          level: level, name: Phrase(vi: "", en: ""), keep: keep ?? ExactDecimal(0),
          origin: .init(source: Phrase(vi: "", en: ""), checked: Phrase(vi: "", en: "")))
      }
      let chain = DuesSplit.Chain(
        file: "split.yaml", from: try Given.month("2026-02"), through: nil, steps: steps)
      var units: [RemittancePlan.Collection] = []
      for number in 1...Int64.random(in: 1...60, using: &random) {
        let above = units.filter { $0.level < depth }.randomElement(using: &random)
        let level = Int.random(in: (above.map { $0.level + 1 } ?? 1)...depth, using: &random)
        let dong = Int64.random(in: -50...1_000_000, using: &random)
        units.append(unit(number, under: above?.unit.number, level, dong))
      }
      units.shuffle(using: &random)
      let plan = try RemittancePlan(units, by: chain)
      #expect(plan.lines.map(\.unit) == units.map(\.unit))
      for line in plan.lines {
        #expect(line.kept + line.passed == line.collected + line.received)
        let below = plan.lines.filter { $0.parent == line.unit }
        #expect(line.received == below.reduce(.zero) { $0 + $1.passed })
        // The nearest whole đồng to the share, whatever way it was found.
        let exact = Int128((line.collected + line.received).dong) * line.keep.mantissa
        let scale = (0..<line.keep.scale).reduce(Int128(1)) { product, _ in product * 10 }
        #expect((Int128(line.kept.dong) * scale - exact).magnitude * 2 <= scale.magnitude)
      }
      #expect(plan.collected == plan.kept + plan.leaving)
      #expect(plan.collected.dong == units.reduce(0) { $0 + $1.collected.dong })
    }
  }
}
