import Basics
import Frameworks
import Sheets

@testable import Scoring

/// Frameworks and entries as tests write them down.
enum Given {
  static func code(_ text: String) -> Code { Code(text) ?? .blank }
  static func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? ExactDecimal(-1) }
  static func quantity(_ text: String) -> Quantity? { Quantity(text) }
  static func points(_ text: String) -> Points { Points(text) ?? Points(hundredths: -1) }

  static func criteria(
    _ code: String, _ maximum: String, _ criteria: [(String, String, Bool)]
  ) -> Framework.Section {
    Framework.Section(
      code: self.code(code), title: nil, maximum: points(maximum),
      family: .criteria(
        criteria.map {
          Framework.Criterion(
            code: self.code($0.0), title: nil, maximum: points($0.1), optional: $0.2)
        }), source: nil)
  }

  static let general = criteria(
    "general", "30", [("G1", "10", false), ("G2", "10", false), ("G3", "10", false)])

  static func work(
    _ maximum: String = "70", factors: Bool = false, quality: String = "0.25",
    progress: String = "0.25", _ denominator: Framework.WorkRule.Denominator = .assigned
  ) -> Framework.Section {
    Framework.Section(
      code: code("results"), title: nil, maximum: points(maximum),
      family: .work(
        Framework.WorkRule(
          withFactors: factors, qualityStep: decimal(quality), progressStep: decimal(progress),
          denominator: denominator)),
      source: factors ? "335/2025/NĐ-CP, Điều 15, 16" : "335/2025/NĐ-CP, Điều 14, 16")
  }

  static func section(
    _ code: String, _ maximum: String, _ family: Framework.Family
  ) -> Framework.Section {
    Framework.Section(
      code: self.code(code), title: nil, maximum: points(maximum), family: family, source: nil)
  }

  static let disciplined = Framework.Gate(when: .disciplined, effect: .grade(.d))

  static let bands = zip(Framework.Grade.allCases, ["90", "70", "50", "0"]).map {
    Framework.Band(grade: $0, from: points($1))
  }

  static func framework(
    _ id: String, _ form: Framework.Form = .staff, _ sections: [Framework.Section],
    gates: [Framework.Gate] = [disciplined], bands: [Framework.Band] = bands
  ) -> Framework {
    Framework(
      reference: Framework.Reference(code: code(id), version: 1),
      title: Phrase(vi: "Khung " + id, en: "Framework " + id),
      basis: Framework.Basis(
        document: "335/2025/NĐ-CP", articles: ["12", "14", "16", "20"],
        checked: "secondary sources"),
      validFrom: Day(2026, 1, 1) ?? .first, form: form, sections: sections, bands: bands,
      gates: gates, quota: nil)
  }

  static let staff = framework("decree-335-2025.staff", .staff, [general, work()])
  static let leader = framework(
    "decree-335-2025.leader", .leader, [general, work(factors: true)])
  static let hanoi = framework(
    "hanoi-2018", .staff,
    [
      criteria("general", "20", [("T1", "20", false)]), work(),
      criteria("bonus", "10", [("X1", "10", true)]),
    ])
  static let indicators = framework(
    "kpi-okr", .staff,
    [
      criteria("general", "30", [("G1", "30", false)]),
      section("kpi", "40", .kpi(cap: ExactDecimal(1))),
      section("okr", "30", .okr(objectiveWeights: [:])),
    ])
  static let gated = framework(
    "monthly-gated", .staff, [general, work()],
    gates: [
      disciplined, Framework.Gate(when: .incompleteAny, effect: .atMost(.b)),
      Framework.Gate(when: .exceededShareBelow(decimal("0.30")), effect: .atMost(.b)),
      Framework.Gate(when: .anyBelow(decimal("0.5")), effect: .atMost(.c)),
      Framework.Gate(when: .failedShareOver(decimal("0.5")), effect: .grade(.d)),
    ])

  static func criterion(_ code: String, _ points: String) -> Entry {
    var entry = Entry(kind: .criterion, code: code)
    entry.points = quantity(points)
    return entry
  }

  static func general(_ one: String, _ two: String, _ three: String) -> [Entry] {
    [criterion("G1", one), criterion("G2", two), criterion("G3", three)]
  }

  static func product(
    _ code: String, k: String, q: String, p: String, f: String = "0", t: String = "0"
  ) -> Entry {
    var entry = Entry(kind: .work, code: code)
    (entry.weight, entry.target, entry.actual) = (quantity(k), quantity(q), quantity(p))
    entry.qualityFailures = quantity(f) ?? .zero
    entry.delays = quantity(t) ?? .zero
    return entry
  }

  static func factor(_ code: String, _ points: String) -> Entry {
    var entry = Entry(kind: .factor, code: code)
    entry.points = quantity(points)
    return entry
  }

  static func event(_ code: String) -> Entry { Entry(kind: .event, code: code) }

  static func indicator(
    _ code: String, k: String, target: String, actual: String,
    _ direction: Entry.Direction = .up
  ) -> Entry {
    var entry = Entry(kind: .kpi, code: code)
    (entry.weight, entry.target, entry.actual) = (
      quantity(k), quantity(target), quantity(actual)
    )
    entry.direction = direction
    return entry
  }

  static func keyResult(
    _ code: String, of objective: String, k: String, from: String, to: String, at actual: String
  ) -> Entry {
    var entry = Entry(kind: .keyResult, code: code)
    entry.group = objective
    (entry.weight, entry.baseline) = (quantity(k), quantity(from))
    (entry.target, entry.actual) = (quantity(to), quantity(actual))
    return entry
  }

  /// The work of the first worked example of `scoring.md` §9.
  static let exampleWork = [
    product("W1", k: "1", q: "10", p: "10"), product("W2", k: "2", q: "5", p: "4", f: "1"),
    product("W3", k: "3", q: "2", p: "3", t: "2"),
  ]

  static func score(
    _ entries: [Entry], by framework: Framework, isDecided: Bool = true,
    unitResults: UnitResults = .full
  ) -> Score {
    Score.of(entries, by: framework, isDecided: isDecided, unitResults: unitResults)
  }
}
