import Basics
import BigInt
import Frameworks
import Sheets

/// A sheet with all its parts becomes points and a grade: `scoring.md` §3 and §4.
enum SheetRules<Number: WholeNumber> {
  static func score(
    _ entries: ArraySlice<Entry>, by framework: Framework, unitResults: UnitResults
  ) throws(Number.Failure) -> Score {
    var sections: [SectionPoints] = []
    sections.reserveCapacity(framework.sections.count)
    var (total, others) = (Ratio<Number>(0), Ratio<Number>(0))
    for section in framework.sections {
      let exact = try SectionRules<Number>.points(
        of: section, entries, unitResults: unitResults)
      total = try total + exact
      if !sections.isEmpty { others = try others + exact }
      sections.append(
        SectionPoints(
          code: section.code, exact: Fraction(exact), shown: try exact.rounded()))
    }
    total = try SectionRules<Number>.smaller(total, Ratio(100))
    let rounded = try total.rounded()
    let band = framework.grade(from: rounded)
    let facts = SheetFacts(entries, readsWork: framework.readsWork)
    let (grade, reasons) = try graded(band, framework.gates, facts, entries)
    let rating = Rating(
      sections: sections, exactTotal: Fraction(total),
      general: sections.first?.shown ?? Points(hundredths: 0),
      results: sections.count == 2 ? sections[1].shown : try others.rounded(), total: rounded,
      bandGrade: band, grade: grade, exceeded: facts.exceeded, works: facts.works)
    return Score(status: .rated, reasons: reasons, rating: rating)
  }

  /// The grade after the gates, in their order, and the names of those that hold.
  static func graded(
    _ band: Framework.Grade, _ gates: [Framework.Gate], _ facts: SheetFacts,
    _ entries: ArraySlice<Entry>
  ) throws(Number.Failure) -> (Framework.Grade, [String]) {
    var (grade, reasons): (Framework.Grade, [String]) = (band, [])
    for gate in gates where try GateRules<Number>.holds(gate.when, facts, entries) {
      grade = gate.effect.applied(to: grade)
      reasons.append(gate.when.name)
    }
    return (grade, reasons)
  }
}

extension Framework {
  /// The first band, from the top, that the points reach; D below all of them.
  package func grade(from total: Points) -> Grade {
    bands.first { $0.from <= total }?.grade ?? .d
  }

  var readsWork: Bool {
    sections.contains { if case .work = $0.family { true } else { false } }
  }
}
