import Basics
import Frameworks
import Scoring
import TestKit
import Testing

@testable import Ranking

/// The quota said a second time: whole numbers tried one after the other, a walk down the tree
/// instead of levels upwards, and everybody asked how many are ahead instead of a sorted list.
struct SecondQuota {
  let rule: Framework.Quota
  let children: [Int64: [Int64]]
  let exceptions: [Int64: ExactDecimal]

  struct Pool {
    var unit: Int64
    var pooled = false
    var rated = 0
    var a = 0
    var b = 0
    var members: [QuotaCandidate] = []
  }

  func allowed(_ pool: Pool) -> Int {
    let share = Fraction(exceptions[pool.unit] ?? rule.share)
    let all = 0...pool.rated
    return all.last { x in
      let base =
        switch rule.of {
        case .good: pool.a + pool.b - x
        case .goodOrBetter: pool.a + pool.b
        case .all: pool.rated
        }
      return Fraction(Int64(x)) <= share * Fraction(Int64(base))
    } ?? 0
  }

  private func isStarved(_ pool: Pool) -> Bool {
    rule.smallGroups == .poolUp && pool.a >= 1 && allowed(pool) == 0
  }

  /// Settles all below a unit and gives back what is starved at it.
  private func walk(
    _ unit: Int64, _ own: [Int64: Pool], _ settled: inout [Pool]
  ) -> [Pool] {
    var merged: Pool?
    for child in children[unit] ?? [] {
      for pool in walk(child, own, &settled) {
        var sum = merged ?? Pool(unit: unit, pooled: true)
        sum.rated += pool.rated
        sum.a += pool.a
        sum.b += pool.b
        sum.members += pool.members
        merged = sum
      }
    }
    var starved: [Pool] = []
    for pool in [own[unit], merged].compactMap({ $0 }) {
      if isStarved(pool) { starved.append(pool) } else { settled.append(pool) }
    }
    return starved
  }

  func answer(roots: [Int64], _ own: [Int64: Pool]) -> (changes: Set<String>, groups: Set<String>) {
    var settled: [Pool] = []
    for root in roots { settled += walk(root, own, &settled) }
    var (changes, groups): (Set<String>, Set<String>) = ([], [])
    for pool in settled { give(pool, &changes, &groups) }
    return (changes, groups)
  }

  private func give(_ pool: Pool, _ changes: inout Set<String>, _ groups: inout Set<String>) {
    let x = allowed(pool)
    var (used, kept, waiting) = (0, 0, 0)
    for member in pool.members {
      switch member.decision {
      case .none: break
      case .awarded:
        used += 1
        kept += member.grade == .a ? 1 : 0
        changes.insert("\(member.member) A board_award")
      case .moved(let grade):
        used += grade == .a ? 1 : 0
        kept += grade == .a && member.grade == .a ? 1 : 0
        changes.insert("\(member.member) \(grade.rawValue) board_move")
      }
    }
    let rest = pool.members.filter { $0.decision == .none && $0.grade == .a }
    let places = max(0, x - used)
    var keptByOrder = 0
    for member in rest {
      let ahead = rest.filter { key($0).lexicographicallyPrecedes(key(member), by: >) }.count
      let equal = rest.filter { key($0) == key(member) }.count
      if ahead + equal <= places {
        keptByOrder += 1
      } else if ahead < places, rule.ties == .in {
        kept += 1
      } else if ahead < places, rule.ties == .decide {
        waiting += 1
        changes.insert("\(member.member) B quota_tie")
      } else {
        changes.insert("\(member.member) B quota")
      }
    }
    let open = waiting > 0 ? places - keptByOrder : 0
    groups.insert(
      "\(pool.unit) \(pool.pooled) \(pool.rated) \(pool.a) \(pool.b) \(x) "
        + "\(kept + keptByOrder) \(waiting) \(open)")
  }

  private func key(_ member: QuotaCandidate) -> [Fraction] {
    [Fraction(member.total), member.shareForTests, member.first]
  }
}

extension QuotaCandidate {
  /// The exceeded share as the test gave it: kept in the member's number.
  fileprivate var shareForTests: Fraction {
    Fraction(member / 1000 % 10, over: max(1, member / 10_000 % 10)) ?? Fraction(0)
  }
}

@Suite struct `The quota said twice` {
  @Test func `agrees on groups and trees of every shape, in any order`() {
    var random = Seeded.forTest()
    var (pooledGroups, ties) = (0, 0)
    for _ in 0..<400 {
      var given = RandomQuota(random: random)
      given.fill()
      random = given.random
      let expected = given.second.answer(roots: given.roots, given.pools)
      for _ in 0..<2 {
        let (changes, groups) = Given.allot(
          given.pieces().shuffled(using: &random), given.rule, parents: given.parents,
          exceptions: Dictionary(
            uniqueKeysWithValues: given.exceptions.map {
              (QuotaPlace(unit: $0.key, framework: 1), $0.value)
            }),
          order: { $0.shuffled(using: &random) })
        #expect(Set(Given.words(changes)) == expected.changes)
        #expect(changes.count == expected.changes.count)
        #expect(changes.map(\.member) == changes.map(\.member).sorted())
        let words = groups.map {
          "\($0.unit) \($0.pooled) \($0.rated) \($0.a) \($0.b) \($0.allowed) \($0.kept) "
            + "\($0.tiesWaiting) \($0.placesOpen)"
        }
        #expect(Set(words) == expected.groups)
        #expect(groups.count == expected.groups.count)
        pooledGroups += groups.filter(\.pooled).count
        ties += groups.filter { $0.tiesWaiting > 0 }.count
      }
    }
    // A generator that never pools or ties would prove nothing about it.
    #expect(pooledGroups > 50 && ties > 20)
  }
}

/// A small tree with people in it.
struct RandomQuota {
  var random: Seeded
  var parents: [Int64: Int64] = [:]
  var roots: [Int64] = []
  var pools: [Int64: SecondQuota.Pool] = [:]
  var exceptions: [Int64: ExactDecimal] = [:]
  var rule = Given.rule()

  init(random: Seeded) { self.random = random }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  mutating func fill() {
    rule = Given.rule(
      pick(["0.2", "0.3", "0.35", "0.1", "1"]), of: pick(Framework.Quota.Base.allCases),
      small: pick([.poolUp, .poolUp, .alone]), ties: pick(Framework.Quota.Ties.allCases))
    let count = Int64.random(in: 1...12, using: &random)
    for unit in 1...count {
      if unit == 1 || Int.random(in: 0..<6, using: &random) == 0 {
        roots.append(unit)
      } else {
        parents[unit] = Int64.random(in: 1..<unit, using: &random)
      }
      if Int.random(in: 0..<10, using: &random) == 0 {
        exceptions[unit] = Given.decimal(pick(["0.25", "0.5"]))
      }
      if Int.random(in: 0..<4, using: &random) > 0 { people(of: unit) }
    }
  }

  private mutating func people(of unit: Int64) {
    var pool = SecondQuota.Pool(unit: unit)
    for number in 0..<Int64.random(in: 1...12, using: &random) {
      let grade = pick([Framework.Grade.a, .a, .b, .b, .c, .d])
      pool.rated += 1
      pool.a += grade == .a ? 1 : 0
      pool.b += grade == .b ? 1 : 0
      let isDecided = Int.random(in: 0..<12, using: &random) == 0
      guard grade == .a || isDecided else { continue }
      let decision: QuotaDecision =
        !isDecided
        ? .none : pick([.awarded, .moved(to: .a), .moved(to: .b), .moved(to: .d)])
      let works = Int.random(in: 0...2, using: &random)
      let exceeded = works == 0 ? 0 : Int.random(in: 0...works, using: &random)
      // The number of the member says its work as well, so that the second statement can read it.
      let member = unit * 100_000 + Int64(works) * 10_000 + Int64(exceeded) * 1000 + number
      pool.members.append(
        Given.candidate(
          member, pick([9_000, 9_500]), exceeded, of: works,
          first: pick([Fraction(30), Fraction(30), Fraction(89, over: 3) ?? Fraction(0)]),
          grade: grade, decided: decision))
    }
    pools[unit] = pool
  }

  var second: SecondQuota {
    var children: [Int64: [Int64]] = [:]
    for (child, parent) in parents { children[parent, default: []].append(child) }
    return SecondQuota(rule: rule, children: children, exceptions: exceptions)
  }

  /// The groups, some of them in two pieces.
  mutating func pieces() -> [Given.Group] {
    var groups: [Given.Group] = []
    for pool in pools.values {
      let cut = Int.random(in: 0...pool.members.count, using: &random)
      let whole = pool.members.shuffled(using: &random)
      groups.append(
        Given.Group(
          value: QuotaGroup(
            framework: 1, form: .staff, unit: pool.unit, rated: pool.rated, a: pool.a, b: 0),
          candidates: Array(whole[..<cut])))
      groups.append(
        Given.Group(
          value: QuotaGroup(
            framework: 1, form: .staff, unit: pool.unit, rated: 0, a: 0, b: pool.b),
          candidates: Array(whole[cut...])))
    }
    return groups
  }
}
