import Basics
import BigInt
import Frameworks
import Sheets

/// The arithmetic of one section in words and numbers.
struct SectionWorking {
  typealias Rules = SectionRules<BigInt>

  let section: Framework.Section
  let entries: ArraySlice<Entry>
  let unitResults: UnitResults

  init(
    _ section: Framework.Section, _ entries: ArraySlice<Entry>, unitResults: UnitResults
  ) {
    self.section = section
    self.entries = entries
    self.unitResults = unitResults
  }

  func title(number: Int) -> Phrase {
    let name = section.title ?? Phrase(vi: section.code.text, en: section.code.text)
    return Phrase(
      vi: "\(number). \(name.vi): tối đa \(maximum) điểm",
      en: "\(number). \(name.en): at most \(maximum) points")
  }

  private var maximum: String { Fraction(section.maximum).decimal }

  func result(_ exact: Fraction) -> Phrase {
    Phrase(vi: "Điểm của phần: \(exact.shown)", en: "Points of the section: \(exact.shown)")
  }

  var lines: [Phrase] {
    switch section.family {
    case .criteria(let criteria): criteriaLines(criteria)
    case .work(let rule): workLines(rule)
    case .kpi(let cap): indicatorLines(Ratio(cap))
    case .okr(let weights): objectiveLines(weights)
    }
  }

  private func same(_ text: String) -> Phrase { Phrase(vi: text, en: text) }

  // MARK: Criteria

  private func criteriaLines(_ criteria: [Framework.Criterion]) -> [Phrase] {
    var lines: [Phrase] = []
    var terms: [String] = []
    for criterion in criteria {
      let entry = entries.first { $0.kind == .criterion && $0.code == criterion.code.text }
      let limit = Fraction(criterion.maximum).decimal
      let name = name(of: criterion)
      guard let points = entry?.points else {
        lines.append(
          Phrase(
            vi: "\(name.vi): không có, tính 0 (điểm thưởng, tối đa \(limit))",
            en: "\(name.en): absent, counts 0 (a bonus of at most \(limit))"))
        continue
      }
      terms.append("\(points)")
      lines.append(
        Phrase(
          vi: "\(name.vi): \(points) (tối đa \(limit))",
          en: "\(name.en): \(points) (at most \(limit))"))
    }
    let sum = Fraction(Rules.awarded(criteria, entries)).short
    if terms.count > 1 { lines.append(same("\(terms.joined(separator: " + ")) = \(sum)")) }
    return lines
  }

  private func name(of criterion: Framework.Criterion) -> Phrase {
    guard let title = criterion.title else { return same(criterion.code.text) }
    return Phrase(vi: "\(criterion.code) \(title.vi)", en: "\(criterion.code) \(title.en)")
  }

  // MARK: Work

  private var works: [Entry] { entries.filter { $0.kind == .work } }

  private func workLines(_ rule: Framework.WorkRule) -> [Phrase] {
    let each = works.map { WorkSums<BigInt>([$0], rule) }
    let sums = WorkSums<BigInt>(entries, rule)
    var lines = [Self.workLetters]
    if rule.withFactors { lines.append(Self.factorLetters) }
    lines += works.map(line(ofWork:))
    lines += [
      same(sum("S = Σ k·q", each.map(\.assignedShown), sums.assignedShown)),
      same(sum("A = Σ k·min(p, q)", each.map(\.completedShown), sums.completedShown)),
      same(
        sum(
          "B = Σ k·min(p, q)·max(0, 1 − \(rule.qualityStep.reduced)·f)",
          each.map(\.qualityShown), sums.qualityShown)),
      same(
        sum(
          "C = Σ k·min(p, q)·max(0, 1 − \(rule.progressStep.reduced)·t)",
          each.map(\.progressShown), sums.progressShown)),
    ]
    let shares = Fraction(sums.sumOfShares(rule.denominator))
    lines.append(same("\(formulaOfShares(rule, sums)) = \(shares.shown)"))
    if rule.withFactors {
      lines += factorLines()
      let factors = Fraction(Rules.factorSum(entries, unitResults: unitResults))
      let text = "\(maximum)·(\(shares.short) + \(factors.short))/6"
      lines.append(same(text + " = " + Fraction(points).shown))
    } else {
      lines.append(same("\(maximum)·\(shares.short)/3 = \(Fraction(points).shown)"))
    }
    return lines
  }

  private static let workLetters = Phrase(
    vi: "k: hệ số · q: giao · p: xong · f: lần không đạt chất lượng · t: lần chậm",
    en: "k: weight · q: assigned · p: done · f: quality failures · t: delays")

  private static let factorLetters: Phrase = {
    let titles = [Entry.Factor.unitResults, .organising, .cohesion].map(\.title)
    return Phrase(
      vi: titles.map(\.vi).joined(separator: " · "), en: titles.map(\.en).joined(separator: " · "))
  }()

  private var points: Ratio<BigInt> {
    Rules.points(of: section, entries, unitResults: unitResults)
  }

  private func formulaOfShares(
    _ rule: Framework.WorkRule, _ sums: WorkSums<BigInt>
  ) -> String {
    let (s, a) = (sums.assignedShown, sums.completedShown)
    let (b, c) = (sums.qualityShown, sums.progressShown)
    switch rule.denominator {
    case .assigned: return "(A + B + C)/S = (\(a) + \(b) + \(c))/\(s)"
    case .completed where sums.completed == 0: return "A/S + B/A + C/A, A = 0"
    case .completed: return "A/S + B/A + C/A = \(a)/\(s) + \(b)/\(a) + \(c)/\(a)"
    }
  }

  private func sum(_ formula: String, _ terms: [String], _ result: String) -> String {
    terms.count > 1
      ? "\(formula) = \(terms.joined(separator: " + ")) = \(result)" : "\(formula) = \(result)"
  }

  private func line(ofWork entry: Entry) -> Phrase {
    func text(_ quantity: Quantity?) -> String { quantity?.description ?? "" }
    let numbers =
      "k = \(text(entry.weight)), q = \(text(entry.target)), p = \(text(entry.actual)), "
      + "f = \(entry.qualityFailures), t = \(entry.delays)"
    return same("\(entry.code): \(numbers)")
  }

  private func factorLines() -> [Phrase] {
    let letters: [(Entry.Factor, String)] = [
      (.unitResults, "d"), (.organising, "đ"), (.cohesion, "e"),
    ]
    return letters.compactMap { factor, letter in
      let entry = entries.first { $0.kind == .factor && $0.code == factor.rawValue }
      if let points = entry?.points { return same("\(letter) (\(factor.rawValue)) = \(points)") }
      guard factor == .unitResults else { return nil }
      return switch unitResults {
      case .full:
        Phrase(
          vi: "d (unit_results) = 1: không ai do người này quản lý bị xếp D",
          en: "d (unit_results) = 1: nobody managed by this person has grade D")
      case .half:
        Phrase(
          vi: "d (unit_results) = 0.5: có người do người này quản lý bị xếp D",
          en: "d (unit_results) = 0.5: somebody managed by this person has grade D")
      }
    }
  }

  // MARK: Indicators and key results

  private func indicatorLines(_ cap: Ratio<BigInt>) -> [Phrase] {
    var lines = [
      Phrase(
        vi: "k: trọng số · T: chỉ tiêu · V: thực hiện", en: "k: weight · T: target · V: actual")
    ]
    var (terms, weights): ([String], [String]) = ([], [])
    for entry in entries where entry.kind == .kpi {
      let reached = Fraction(Rules.achievement(of: entry, cap: cap))
      let (weight, target) = (entry.weight ?? .zero, entry.target ?? .zero)
      let actual = entry.actual ?? .zero
      let falls = entry.direction == .down
      let formula =
        falls && actual == .zero
        ? "V = 0" : falls ? "T/V = \(target)/\(actual)" : "V/T = \(actual)/\(target)"
      let limit = Fraction(cap).short
      lines.append(
        Phrase(
          vi: "\(entry.code): k = \(weight), \(formula), tối đa \(limit): đạt \(reached.shown)",
          en: "\(entry.code): k = \(weight), \(formula), at most \(limit): \(reached.shown)"))
      terms.append("\(weight)·\(reached.short)")
      weights.append("\(weight)")
    }
    let mean = Fraction(Rules.achievement(entries, cap: cap))
    let (sum, divisor) = (terms.joined(separator: " + "), weights.joined(separator: " + "))
    lines.append(
      Phrase(
        vi: "Σ k·mức đạt / Σ k = (\(sum))/(\(divisor)) = \(mean.shown)",
        en: "Σ k·achievement / Σ k = (\(sum))/(\(divisor)) = \(mean.shown)"))
    let used = Fraction(Rules.smaller(mean.wide, Ratio(1)))
    lines.append(same("\(maximum)·\(used.short) = \(Fraction(points).shown)"))
    return lines
  }

  private func objectiveLines(_ weights: [Code: ExactDecimal]) -> [Phrase] {
    var lines = [
      Phrase(
        vi: "k: trọng số · s: ban đầu · T: đích · V: thực hiện",
        en: "k: weight · s: start · T: target · V: actual")
    ]
    for objective in Rules.objectives(of: entries) {
      for entry in entries where entry.kind == .keyResult && entry.group == objective {
        lines.append(line(ofKeyResult: entry))
      }
      let mean = Fraction(Rules.progress(ofObjective: objective, entries))
      let weight = Code(objective).flatMap { weights[$0] }.map { " × \($0.reduced)" } ?? ""
      lines.append(
        Phrase(
          vi: "Mục tiêu \(objective)\(weight): \(mean.shown)",
          en: "Objective \(objective)\(weight): \(mean.shown)"))
    }
    let progress = Fraction(Rules.progress(entries, objectiveWeights: weights))
    lines.append(
      Phrase(
        vi: "Trung bình các mục tiêu: \(progress.shown)",
        en: "Mean of the objectives: \(progress.shown)"))
    lines.append(same("\(maximum)·\(progress.short) = \(Fraction(points).shown)"))
    return lines
  }

  private func line(ofKeyResult entry: Entry) -> Phrase {
    let (start, target) = (entry.baseline ?? .zero, entry.target ?? .zero)
    let (weight, actual) = (entry.weight ?? .zero, entry.actual ?? .zero)
    let reached = Fraction(Rules.progress(of: entry)).shown
    let formula = "(V − s)/(T − s) = (\(actual) − \(start))/(\(target) − \(start))"
    return Phrase(
      vi: "\(entry.code): k = \(weight), \(formula), từ 0 đến 1: \(reached)",
      en: "\(entry.code): k = \(weight), \(formula), from 0 to 1: \(reached)")
  }
}

extension WorkSums<BigInt> {
  private func shown(_ number: BigInt, over denominator: BigInt) -> String {
    Fraction(Ratio(number, over: denominator)).short
  }

  fileprivate var assignedShown: String { shown(assigned, over: 100_000_000) }
  fileprivate var completedShown: String { shown(completed, over: 100_000_000) }
  fileprivate var qualityShown: String { shown(quality, over: unit * 100_000_000) }
  fileprivate var progressShown: String { shown(progress, over: unit * 100_000_000) }
}
