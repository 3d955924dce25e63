import Basics
import BigInt
import Frameworks
import Sheets

/// How a score came about, step by step, with the real numbers: what `score explain` prints.
///
/// Every number comes out of the same rules as ``Score/of(_:by:isDecided:unitResults:)``, read with
/// numbers without a limit; whoever has the sheet can follow them by hand.
package struct Working: Sendable, Hashable {
  package let score: Score
  package let steps: [Step]

  /// A step with what it rests on.
  package struct Step: Sendable, Hashable {
    package let title: Phrase
    /// Document and articles.
    package let source: Phrase?
    package let lines: [Phrase]

    package init(title: Phrase, source: Phrase?, lines: [Phrase]) {
      self.title = title
      self.source = source
      self.lines = lines
    }
  }

  /// - Parameters:
  ///   - entries: in any order; they are shown in byte order of their codes.
  ///   - framework: the rules.
  ///   - isDecided: whether the approver has decided the sheet.
  ///   - unitResults: the factor d to use where the sheet does not state it.
  package init(
    _ entries: [Entry], by framework: Framework, isDecided: Bool, unitResults: UnitResults
  ) {
    let entries = entries.sorted {
      if $0.kind != $1.kind { return $0.kind.rawValue < $1.kind.rawValue }
      return $0.code.utf8.lexicographicallyPrecedes($1.code.utf8)
    }[...]
    let score = Score.of(
      entries, by: framework, isDecided: isDecided, unitResults: unitResults)
    self.score = score
    guard let rating = score.rating else {
      steps = [Working.unrated(score, framework)]
      return
    }
    var steps: [Step] = []
    for (section, points) in zip(framework.sections, rating.sections) {
      let working = SectionWorking(section, entries, unitResults: unitResults)
      steps.append(
        Step(
          title: working.title(number: steps.count + 1),
          source: section.source.map { Phrase(vi: $0, en: $0) } ?? framework.basis.words,
          lines: working.lines + [working.result(points.exact)]))
    }
    steps.append(Working.total(rating, framework))
    if !framework.gates.isEmpty {
      steps.append(Working.gates(rating, framework, entries))
    }
    self.steps = steps
  }

  /// The whole as text, a step after the other, without an end of line at the end.
  package func text(in language: Language) -> String {
    var lines: [String] = []
    for step in steps {
      lines.append(step.title.text(in: language))
      if let source = step.source {
        let label = Phrase(vi: "Căn cứ: \(source.vi)", en: "Basis: \(source.en)")
        lines.append("  " + label.text(in: language))
      }
      lines += step.lines.map { "  " + $0.text(in: language) }
    }
    return lines.joined(separator: "\n")
  }

  /// Rounded once, at the total (`scoring.md` §1), and read from the top (§4).
  private static func total(_ rating: Rating, _ framework: Framework) -> Step {
    let parts = rating.sections.map { $0.exact.decimal }.joined(separator: " + ")
    let exact = rating.exactTotal.shown
    let lines = [
      Phrase(vi: "\(parts) → \(exact)", en: "\(parts) → \(exact)"),
      Phrase(
        vi: "Làm tròn một lần, đến 2 chữ số thập phân (nửa thì lên): \(rating.total)",
        en: "Rounded once, to 2 decimals (a half goes up): \(rating.total)"),
      band(rating, framework),
    ]
    return Step(
      title: Phrase(vi: "Tổng điểm và mức theo điểm", en: "Total, and the grade it reaches"),
      source: framework.basis.words, lines: lines)
  }

  private static func band(_ rating: Rating, _ framework: Framework) -> Phrase {
    let grade = rating.bandGrade
    guard let place = framework.bands.firstIndex(where: { $0.grade == grade }) else {
      return Phrase(vi: "Mức theo điểm: \(grade.rawValue)", en: "Grade: \(grade.rawValue)")
    }
    let from = framework.bands[place].from
    guard place > 0 else {
      return Phrase(
        vi: "\(rating.total) từ \(from) trở lên: mức \(grade.rawValue)",
        en: "\(rating.total) is \(from) or more: grade \(grade.rawValue)")
    }
    let next = framework.bands[place - 1].from
    return Phrase(
      vi: "\(rating.total) từ \(from) đến dưới \(next): mức \(grade.rawValue)",
      en: "\(rating.total) is from \(from) to below \(next): grade \(grade.rawValue)")
  }

  private static func gates(
    _ rating: Rating, _ framework: Framework, _ entries: ArraySlice<Entry>
  ) -> Step {
    let facts = SheetFacts(entries, readsWork: framework.readsWork)
    var grade = rating.bandGrade
    var lines: [Phrase] = []
    for gate in framework.gates {
      let holds = GateRules<BigInt>.holds(gate.when, facts, entries)
      let before = grade
      if holds { grade = gate.effect.applied(to: grade) }
      lines.append(
        GateWorking(gate: gate, facts: facts, entries: entries)
          .line(holds: holds, before: before, after: grade))
    }
    lines.append(
      Phrase(
        vi: "Mức sau các điều kiện: \(grade.rawValue)",
        en: "Grade after the gates: \(grade.rawValue)"))
    return Step(
      title: Phrase(vi: "Điều kiện khống chế", en: "Gates"), source: framework.basis.words,
      lines: lines)
  }

  private static func unrated(_ score: Score, _ framework: Framework) -> Step {
    let title =
      score.status == .incomplete
      ? Phrase(vi: "Phiếu chưa đủ để chấm", en: "The sheet is not complete")
      : Phrase(vi: "Không xếp loại tháng này", en: "Not rated this month")
    return Step(
      title: title, source: framework.basis.words, lines: score.reasons.map(reason))
  }

  /// A reason in words, with its name as files have it.
  package static func reason(_ name: String) -> Phrase {
    let words: Phrase
    switch name {
    case "undecided":
      words = Phrase(
        vi: "người có thẩm quyền chưa quyết định", en: "the approver has not decided it")
    case "nothing_assigned":
      words = Phrase(vi: "chưa được giao việc nào", en: "nothing was assigned")
    case "no_sheet": words = Phrase(vi: "chưa có phiếu", en: "there is no sheet")
    case Entry.Event.onLeave.rawValue: words = Phrase(vi: "nghỉ cả tháng", en: "on leave")
    case Entry.Event.nothingToReport.rawValue:
      words = Phrase(vi: "không có gì để báo cáo", en: "nothing to report")
    case Entry.Event.disciplined.rawValue:
      words = Phrase(vi: "bị kỷ luật", en: "disciplined")
    case let name where name.hasPrefix("missing:"):
      let code = name.dropFirst("missing:".count)
      words = Phrase(vi: "thiếu \(code)", en: "\(code) is missing")
    default: words = Phrase(vi: "sự kiện ghi trên phiếu", en: "an event on the sheet")
    }
    return Phrase(vi: "\(name): \(words.vi)", en: "\(name): \(words.en)")
  }
}

extension Framework.Basis {
  /// `335/2025/NĐ-CP, Điều 12, 14`.
  package var words: Phrase {
    guard !articles.isEmpty else { return Phrase(vi: document, en: document) }
    let list = articles.joined(separator: ", ")
    return Phrase(
      vi: "\(document), Điều \(list)",
      en: "\(document), article\(articles.count > 1 ? "s" : "") \(list)")
  }
}

extension Fraction {
  /// `55/2 = 27.5`, `2345/39 ≈ 60.1282`, `26`.
  var shown: String {
    let (exact, decimal) = (description, decimal)
    guard exact != decimal else { return exact }
    return exact + (isFourPlaces ? " = " : " ≈ ") + decimal
  }

  /// Short where it loses nothing, else the fraction.
  var short: String { isFourPlaces ? decimal : description }
}
