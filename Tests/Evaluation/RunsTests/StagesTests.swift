import Sheets
import TestKit
import Testing

@testable import Runs

@Suite struct `The stages of a run` {
  @Test func `put every leader after the last of those below`() throws {
    var dice = Seeded.forTest()
    for _ in 0..<300 {
      let count = Int64.random(in: 0...40, using: &dice)
      let names = Array(1...max(1, count)).shuffled(using: &dice).prefix(Int(count))
      // Managed by somebody further on in the list: no ring can come of it.
      var edges: [(id: Int64, manager: Int64?)] = []
      for (place, id) in names.enumerated() {
        let above =
          Int64.random(in: 0...3, using: &dice) == 0
          ? nil : names[(place + 1)...].randomElement(using: &dice)
        edges.append((id, above))
      }
      let stages = try Stages.of(edges.shuffled(using: &dice))
      #expect(Set(stages.keys) == Set(names))
      for id in names {
        let below = edges.filter { $0.manager == id }.compactMap { stages[$0.id] }
        #expect(stages[id] == (below.max() ?? 0) + 1, "\(edges)")
      }
    }
  }

  @Test func `refuse a ring and name exactly those in it`() throws {
    var dice = Seeded.forTest()
    for _ in 0..<300 {
      let ring = Array(
        Array(Int64(1)...60).shuffled(using: &dice).prefix(Int.random(in: 1...7, using: &dice)))
      var managers: [Int64: Int64?] = [:]
      for (place, id) in ring.enumerated() { managers[id] = ring[(place + 1) % ring.count] }
      // Others hang below the ring, or stand apart.
      for id in Int64(61)...Int64.random(in: 61...90, using: &dice) {
        managers[id] =
          dice.next() % 3 == 0 ? .some(nil) : managers.keys.sorted().randomElement(using: &dice)
      }
      let found = #expect(throws: Stages.Ring.self) {
        _ = try Stages.of(managers.map { ($0.key, $0.value) }.shuffled(using: &dice))
      }
      let members = try #require(found).members
      #expect(Set(members) == Set(ring) && members.count == ring.count)
      for (one, next) in zip(members, members.dropFirst() + members.prefix(1)) {
        #expect(managers[one] == next, "\(members) of \(ring)")
      }
    }
  }
}

@Suite struct `The chunks of a run` {
  /// Units with random stretches of numbers, in the order of their first.
  private static func spans(_ dice: inout Seeded) -> [ChunkPlan.Span] {
    (1...Int64.random(in: 1...30, using: &dice)).map { unit in
      let first = Int64.random(in: 1...500, using: &dice)
      return ChunkPlan.Span(
        unit: unit, members: Int.random(in: 1...30, using: &dice), first: first,
        last: first + Int64.random(in: 0...60, using: &dice))
    }
    .sorted { ($0.first, $0.unit) < ($1.first, $1.unit) }
  }

  @Test
  func `hold whole units, and no more than asked for unless they are larger or among each other`() {
    var dice = Seeded.forTest()
    for _ in 0..<300 {
      let spans = Self.spans(&dice)
      let size = Int.random(in: 1...100, using: &dice)
      let chunks = ChunkPlan.of(spans, size: size)
      #expect(Set(chunks.keys) == Set(spans.map(\.unit)))
      let inside = Dictionary(grouping: spans) { chunks[$0.unit] ?? 0 }
      #expect(Set(inside.keys) == Set(1...Int32(inside.count)), "no number is left out")
      for units in inside.values where units.count > 1 {
        let isLinked = units.allSatisfy { one in
          units.contains { $0.unit != one.unit && $0.first <= one.last && one.first <= $0.last }
        }
        #expect(
          units.reduce(0) { $0 + $1.members } <= (isLinked ? ChunkPlan.together : 1) * size,
          "\(spans) by \(size)")
      }
    }
  }

  @Test func `keep units together whose members lie among each other, where they fit`() {
    var dice = Seeded.forTest()
    for _ in 0..<300 {
      let spans = Self.spans(&dice)
      let size = Int.random(in: 1...400, using: &dice)
      let chunks = ChunkPlan.of(spans, size: size)
      for one in spans {
        // Everybody who is linked to it by overlapping stretches, found by looking again and again.
        var linked = [one]
        var more = true
        while more {
          let next = spans.filter { span in
            linked.contains { $0.first <= span.last && span.first <= $0.last }
          }
          more = next.count > linked.count
          linked = next
        }
        guard linked.reduce(0, { $0 + $1.members }) <= size * ChunkPlan.together else { continue }
        #expect(Set(linked.compactMap { chunks[$0.unit] }).count == 1, "\(spans) by \(size)")
      }
    }
  }
}
