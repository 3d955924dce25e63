import Basics
import Frameworks
import Sheets
import TestKit

@testable import Scoring

/// Frameworks of every shape and sheets of every size, from one seed.
struct RandomSheets {
  var random: Seeded

  /// How large and how fine the numbers of a sheet are.
  enum Size: CaseIterable { case small, fine, hostile }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &random)]
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func quantity(_ size: Size, from least: Int64 = 0) -> Quantity? {
    let number: Int64 =
      switch size {
      case .small: Int64.random(in: least...12, using: &random) * 10_000
      case .fine: Int64.random(in: least...2_000_000, using: &random)
      case .hostile:
        chance(20)
          ? Quantity.maximum.tenThousandths
          : Int64.random(in: least...Quantity.maximum.tenThousandths, using: &random)
      }
    return Quantity(tenThousandths: number)
  }

  mutating func framework() -> Framework {
    var sections = [criteriaSection("general", ["G1", "G2", "G3"], optional: false)]
    if chance(75) { sections.append(workSection()) }
    if chance(30) {
      let cap = Given.decimal(pick(["1", "1.2", "0.9", "1.333333"]))
      sections.append(Given.section("kpi", maximum(), .kpi(cap: cap)))
    }
    if chance(30) {
      let weights: [Code: ExactDecimal] =
        chance(50)
        ? [:]
        : Dictionary(
          uniqueKeysWithValues: ["O1", "O2", "O3"].map {
            (Given.code($0), Given.decimal(pick(["1", "2.5", "0.0001", "7"])))
          })
      sections.append(Given.section("okr", maximum(), .okr(objectiveWeights: weights)))
    }
    if chance(30) { sections.append(criteriaSection("bonus", ["X1"], optional: true)) }
    return Given.framework("random", .staff, sections, gates: gates())
  }

  private mutating func maximum() -> String { pick(["10", "30", "33.33", "40", "70"]) }

  private mutating func criteriaSection(
    _ code: String, _ criteria: [String], optional: Bool
  ) -> Framework.Section {
    Given.criteria(code, maximum(), criteria.map { ($0, "10", optional || chance(10)) })
  }

  private mutating func workSection() -> Framework.Section {
    let steps = ["0.25", "0.250", "0.1", "0.3333333", "1", "0", "0.000000000000000001"]
    return Given.work(
      maximum(), factors: chance(50), quality: pick(steps), progress: pick(steps),
      chance(70) ? .assigned : .completed)
  }

  private mutating func gates() -> [Framework.Gate] {
    let share = Given.decimal(pick(["0", "0.3", "0.333333", "0.5", "1"]))
    let conditions: [Framework.Gate.Condition] = [
      .disciplined, .incompleteAny, .exceededShareBelow(share), .lateAny, .lateShareOver(share),
      .anyBelow(share), .failedShareOver(share),
    ]
    return conditions.shuffled(using: &random).prefix(Int.random(in: 0...7, using: &random)).map {
      let grade = pick(Framework.Grade.allCases)
      return Framework.Gate(when: $0, effect: chance(50) ? .atMost(grade) : .grade(grade))
    }
  }

  mutating func sheet(for framework: Framework, _ size: Size, whole: Bool = false) -> [Entry] {
    var entries: [Entry] = []
    let gap = whole ? 0 : 2
    for section in framework.sections {
      switch section.family {
      case .criteria(let criteria):
        for criterion in criteria where !chance(criterion.optional ? 40 : gap) {
          var entry = Entry(kind: .criterion, code: criterion.code.text)
          let points = Int64.random(in: 0...1000, using: &random) * 100
          entry.points = chance(gap) ? nil : Quantity(tenThousandths: points)
          entries.append(entry)
        }
      case .work(let rule):
        for number in 0..<Int.random(in: whole ? 1...8 : 0...8, using: &random) {
          entries.append(product(number, size, gap))
        }
        if rule.withFactors { entries += factors(gap) }
      case .kpi:
        for number in 0..<Int.random(in: 1...6, using: &random) {
          var entry = measured(.kpi, "I\(number)", size, gap)
          entry.direction = pick(Entry.Direction.allCases)
          entries.append(entry)
        }
      case .okr:
        for number in 0..<Int.random(in: 1...6, using: &random) {
          entries.append(keyResult(number, size, gap))
        }
      }
    }
    for code in ["disciplined", "on_leave", "nothing_to_report", "thanked", "Z", "a.b"]
    where chance(whole ? 0 : 3) {
      entries.append(Entry(kind: .event, code: code))
    }
    return entries.shuffled(using: &random)
  }

  private mutating func measured(
    _ kind: Entry.Kind, _ code: String, _ size: Size, _ gap: Int
  ) -> Entry {
    var entry = Entry(kind: kind, code: code)
    entry.weight = quantity(size, from: 1)
    entry.target = quantity(size, from: 1)
    entry.actual = chance(gap) ? nil : chance(10) ? .zero : quantity(size)
    return entry
  }

  private mutating func product(_ number: Int, _ size: Size, _ gap: Int) -> Entry {
    var entry = measured(.work, "W\(number)", size, gap)
    if let target = entry.target, let actual = entry.actual, chance(70) {
      entry.actual = chance(60) ? target : min(actual, target)
    }
    if chance(30) { entry.qualityFailures = quantity(size) ?? .zero }
    if chance(30) { entry.delays = quantity(size) ?? .zero }
    return entry
  }

  private mutating func keyResult(_ number: Int, _ size: Size, _ gap: Int) -> Entry {
    var entry = measured(.keyResult, "K\(number)", size, gap)
    entry.group = pick(["O1", "O2", "O3"])
    entry.baseline = quantity(size)
    if entry.baseline == entry.target { entry.baseline = Quantity(tenThousandths: 3) }
    return entry
  }

  private mutating func factors(_ gap: Int) -> [Entry] {
    let wanted = ["organising", "cohesion"] + (chance(50) ? ["unit_results"] : [])
    return wanted.filter { _ in !chance(gap) }.map {
      Given.factor($0, chance(50) ? "1" : "0.5")
    }
  }
}
