import Basics
import BigInt
import Frameworks
import Sheets

@testable import Scoring

/// A fraction as one writes it on paper: always in lowest terms, never fast.
struct Paper: Comparable, Hashable, CustomStringConvertible {
  let over: BigInt
  let under: BigInt

  init(_ over: BigInt, _ under: BigInt = 1) {
    let divisor = over.greatestCommonDivisor(with: under) * (under < 0 ? -1 : 1)
    self.over = over / divisor
    self.under = under / divisor
  }

  /// Reads a plain decimal by its letters.
  init(_ text: String) {
    let parts = text.split(separator: ".")
    let digits = BigInt(String(parts[0]) + (parts.count > 1 ? String(parts[1]) : "")) ?? 0
    self.init(digits, parts.count > 1 ? BigInt(10).power(parts[1].count) : 1)
  }

  init(_ quantity: Quantity?) { self.init(quantity?.description ?? "0") }

  static func + (left: Paper, right: Paper) -> Paper {
    Paper(left.over * right.under + right.over * left.under, left.under * right.under)
  }
  static func - (left: Paper, right: Paper) -> Paper { left + Paper(-right.over, right.under) }
  static func * (left: Paper, right: Paper) -> Paper {
    Paper(left.over * right.over, left.under * right.under)
  }
  static func / (left: Paper, right: Paper) -> Paper {
    left * Paper(right.under, right.over)
  }
  static func < (left: Paper, right: Paper) -> Bool { (left - right).over < 0 }

  static func sum(_ parts: [Paper]) -> Paper { parts.reduce(Paper(0), +) }

  /// Half away from zero; nothing here is below zero.
  var hundredths: BigInt { (over * 200 + under) / (under * 2) }

  var description: String { under == 1 ? "\(over)" : "\(over)/\(under)" }
}

/// The rules said a second time, sentence by sentence, from the page and not from the program.
struct SecondStatement {
  let entries: [Entry]
  let framework: Framework
  let isDecided: Bool
  let derived: Paper

  struct Answer: Hashable {
    var status = "rated"
    var reasons: [String] = []
    var sections: [String] = []
    var total: BigInt?
    var exact: String?
    var general: BigInt?
    var results: BigInt?
    var band = ""
    var grade = ""
    var exceeded = 0
    var works = 0
  }

  func all(_ kind: Entry.Kind) -> [Entry] { entries.filter { $0.kind == kind } }
  func one(_ kind: Entry.Kind, _ code: String) -> Entry? { all(kind).first { $0.code == code } }

  var answer: Answer {
    var answer = Answer()
    let events = all(.event).map(\.code)
    // "Event on_leave or nothing_to_report: status not_rated; the reasons are the codes of all
    // events on the sheet in byte order."
    if events.contains("on_leave") || events.contains("nothing_to_report") {
      answer.status = "not_rated"
      answer.reasons = events.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      return answer
    }
    if !isDecided {
      (answer.status, answer.reasons) = ("incomplete", ["undecided"])
      return answer
    }
    let assigned: [Entry.Kind] = framework.sections.compactMap {
      switch $0.family {
      case .criteria: nil
      case .work: .work
      case .kpi: .kpi
      case .okr: .keyResult
      }
    }
    if assigned.contains(where: { all($0).isEmpty }) {
      (answer.status, answer.reasons) = ("not_rated", ["nothing_assigned"])
      return answer
    }
    let lacking = framework.sections.flatMap(lacks)
    if !lacking.isEmpty {
      (answer.status, answer.reasons) = ("incomplete", lacking.map { "missing:\($0)" })
      return answer
    }
    rate(&answer)
    return answer
  }

  private func lacks(_ section: Framework.Section) -> [String] {
    func bytes(_ codes: [String]) -> [String] {
      codes.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }
    switch section.family {
    case .criteria(let criteria):
      return criteria.filter { !$0.optional && one(.criterion, $0.code.text)?.points == nil }
        .map(\.code.text)
    case .work(let rule):
      let factors = rule.withFactors ? ["organising", "cohesion"] : []
      return bytes(
        factors.filter { one(.factor, $0)?.points == nil }
          + all(.work).filter { $0.actual == nil }.map(\.code))
    case .kpi: return bytes(all(.kpi).filter { $0.actual == nil }.map(\.code))
    case .okr: return bytes(all(.keyResult).filter { $0.actual == nil }.map(\.code))
    }
  }

  private func rate(_ answer: inout Answer) {
    let points = framework.sections.map(points)
    let total = min(Paper(100), Paper.sum(points))
    answer.sections = points.map(\.description)
    answer.exact = total.description
    answer.total = total.hundredths
    answer.general = points.first?.hundredths
    answer.results = Paper.sum(Array(points.dropFirst())).hundredths
    let shown = Paper(total.hundredths, 100)
    let band = framework.bands.first { Paper($0.from.description) <= shown }
    answer.band = band?.grade.rawValue ?? "D"
    let works =
      framework.sections.contains { if case .work = $0.family { true } else { false } }
      ? all(.work) : []
    answer.works = works.count
    answer.exceeded = works.filter { Paper($0.actual) > Paper($0.target) }.count
    var grade = answer.band
    for gate in framework.gates where holds(gate.when, works) {
      answer.reasons.append(gate.when.name)
      switch gate.effect {
      case .grade(let fixed): grade = fixed.rawValue
      // A is the least letter: no better than the limit is no less than it.
      case .atMost(let limit): grade = max(grade, limit.rawValue)
      }
    }
    answer.grade = grade
  }

  private func holds(_ gate: Framework.Gate.Condition, _ works: [Entry]) -> Bool {
    func count(_ test: (Entry) -> Bool) -> Paper { Paper(BigInt(works.filter(test).count)) }
    let n = Paper(BigInt(works.count))
    switch gate {
    case .disciplined: return all(.event).contains { $0.code == "disciplined" }
    case .incompleteAny: return count { Paper($0.actual) < Paper($0.target) } > Paper(0)
    case .lateAny: return count { Paper($0.delays) > Paper(0) } > Paper(0)
    case .anyBelow(let x):
      return works.contains { Paper($0.actual) < Paper(x.description) * Paper($0.target) }
    case .exceededShareBelow(let x):
      return !works.isEmpty
        && count { Paper($0.actual) > Paper($0.target) } / n < Paper(x.description)
    case .lateShareOver(let x):
      return !works.isEmpty && count { Paper($0.delays) > Paper(0) } / n > Paper(x.description)
    case .failedShareOver(let x):
      return !works.isEmpty
        && count { Paper($0.actual) < Paper($0.target) / Paper(2) } / n > Paper(x.description)
    }
  }

  private func points(_ section: Framework.Section) -> Paper {
    let m = Paper(section.maximum.description)
    switch section.family {
    case .criteria(let criteria):
      return min(m, Paper.sum(criteria.map { Paper(one(.criterion, $0.code.text)?.points) }))
    case .work(let rule): return m * work(rule)
    case .kpi(let cap):
      let weights = Paper.sum(all(.kpi).map { Paper($0.weight) })
      let reached = all(.kpi).map { Paper($0.weight) * achievement($0, Paper(cap.description)) }
      return min(m, m * Paper.sum(reached) / weights)
    case .okr(let weights):
      let groups = Set(all(.keyResult).compactMap(\.group))
      let means = groups.map { group -> (weight: Paper, mean: Paper) in
        let own = all(.keyResult).filter { $0.group == group }
        let mean =
          Paper.sum(own.map { Paper($0.weight) * progress($0) })
          / Paper.sum(own.map { Paper($0.weight) })
        let weight = Code(group).flatMap { weights[$0] }
        return (weights.isEmpty ? Paper(1) : Paper(weight?.description ?? "0"), mean)
      }
      return m * Paper.sum(means.map { $0.weight * $0.mean }) / Paper.sum(means.map(\.weight))
    }
  }

  private func achievement(_ entry: Entry, _ cap: Paper) -> Paper {
    let (v, t) = (Paper(entry.actual), Paper(entry.target))
    if entry.direction == .up { return min(cap, v / t) }
    return v == Paper(0) ? cap : min(cap, t / v)
  }

  private func progress(_ entry: Entry) -> Paper {
    let (s, t, v) = (Paper(entry.baseline), Paper(entry.target), Paper(entry.actual))
    return max(Paper(0), min(Paper(1), (v - s) / (t - s)))
  }

  private func work(_ rule: Framework.WorkRule) -> Paper {
    var (s, a, b, c) = (Paper(0), Paper(0), Paper(0), Paper(0))
    for entry in all(.work) {
      let (k, q, p) = (Paper(entry.weight), Paper(entry.target), Paper(entry.actual))
      let done = min(p, q)
      let steps = (Paper(rule.qualityStep.description), Paper(rule.progressStep.description))
      s = s + k * q
      a = a + k * done
      b = b + k * done * max(Paper(0), Paper(1) - steps.0 * Paper(entry.qualityFailures))
      c = c + k * done * max(Paper(0), Paper(1) - steps.1 * Paper(entry.delays))
    }
    let shares: Paper
    if rule.denominator == .assigned {
      shares = (a + b + c) / s
    } else {
      shares = a / s + (a == Paper(0) ? Paper(0) : b / a) + (a == Paper(0) ? Paper(0) : c / a)
    }
    guard rule.withFactors else { return shares / Paper(3) }
    let d = one(.factor, "unit_results")?.points.map { Paper($0) } ?? derived
    let rest = ["organising", "cohesion"].map { Paper(one(.factor, $0)?.points) }
    return (shares + d + Paper.sum(rest)) / Paper(6)
  }
}
