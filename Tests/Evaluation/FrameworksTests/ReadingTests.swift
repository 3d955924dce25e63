import Basics
import Foundation
import TestKit
import Testing

@testable import Frameworks

@Suite struct `Reading a framework` {
  @Test func `keeps what the file says`() throws {
    let framework = try Given.framework()
    #expect("\(framework.reference)" == "test.staff@1")
    #expect(framework.title == Phrase(vi: "Bộ thử", en: "A test"))
    #expect(framework.basis.articles == ["12", "14"])
    #expect(framework.validFrom == Day(2026, 1, 1) && framework.form == .staff)
    #expect(framework.sections.map(\.code.text) == ["general", "results", "kpi", "okr"])
    #expect(framework.sections.map(\.maximum.hundredths) == [3000, 5000, 1000, 1000])
    #expect(
      framework.sections.map(\.family) == [
        .criteria([
          .init(code: Given.code("G1"), title: nil, maximum: Given.points(20), optional: false),
          .init(code: Given.code("G2"), title: nil, maximum: Given.points(10), optional: false),
        ]),
        .work(
          .init(
            withFactors: false, qualityStep: Given.decimal("0.25"),
            progressStep: Given.decimal("0.25"), denominator: .assigned)),
        .kpi(cap: Given.decimal("1.2")),
        .okr(objectiveWeights: [
          Given.code("O1"): ExactDecimal(2), Given.code("O2"): ExactDecimal(1),
        ]),
      ])
    #expect(framework.bands.map(\.from.hundredths) == [9000, 7000, 5000, 0])
    #expect(framework.gates == [.init(when: .disciplined, effect: .grade(.d))])
    #expect(
      framework.quota
        == .init(
          share: Given.decimal("0.2"), of: .good, group: .unit, smallGroups: .poolUp,
          exceptionShare: Given.decimal("0.25"), ties: .decide))
  }

  @Test func `does without what has a usual value`() throws {
    let text = try #require(Given.text("rounding: {scale: 2, mode: half_up}\n", ""))
      .replacingOccurrences(of: "gates:\n  - {when: disciplined, grade: D}\n", with: "")
      .replacingOccurrences(of: ", cap: 1.2", with: "")
      .replacingOccurrences(of: ", objective_weights: {O1: 2, O2: 1}", with: "")
    let start = try #require(text.range(of: "quota:"))
    let framework = try FrameworkFile.read(
      text: String(text[..<start.lowerBound]), name: "short.yaml")
    #expect(framework.gates.isEmpty && framework.quota == nil)
    #expect(framework.sections[2].family == .kpi(cap: ExactDecimal(1)))
    #expect(framework.sections[3].family == .okr(objectiveWeights: [:]))
  }

  @Test func `takes a byte-order mark, Windows line ends, quotes and comments`() throws {
    let text =
      "\u{FEFF}# R&D & more, neo\n"
      + Given.text.replacingOccurrences(of: "\n", with: "\r\n")
      .replacingOccurrences(of: "form: staff", with: "form: \"staff\" # người thử")
    #expect(try FrameworkFile.read(text: text, name: "given.yaml") == Given.framework())
  }

  static let gates = table(
    """
    gate                                                   | means
    {when: disciplined, grade: D}                          | disciplined = D
    {when: incomplete_any, at_most: B}                     | incomplete_any ≤ B
    {when: late_any, at_most: C}                           | late_any ≤ C
    {when: {exceeded_share_below: 0.30}, at_most: B}       | exceeded_share_below 0.30 ≤ B
    {when: "exceeded_share_below: 0.30", at_most: B}       | exceeded_share_below 0.30 ≤ B
    {when: exceeded_share_below, value: 0.30, at_most: B}  | exceeded_share_below 0.30 ≤ B
    {exceeded_share_below: 0.30, at_most: B}               | exceeded_share_below 0.30 ≤ B
    {late_share_over: 0.2, grade: C}                       | late_share_over 0.2 = C
    {any_below: 0.5, at_most: C}                           | any_below 0.5 ≤ C
    {when: {failed_share_over: 0.5}, grade: D}             | failed_share_over 0.5 = D
    """)

  @Test(arguments: gates)
  func `takes a gate however it is spelt`(row: [String]) throws {
    let text = try #require(Given.text("{when: disciplined, grade: D}", row[0]))
    let gate = try #require(try FrameworkFile.read(text: text, name: "gate.yaml").gates.first)
    let share: ExactDecimal? =
      switch gate.when {
      case .exceededShareBelow(let share), .lateShareOver(let share), .anyBelow(let share),
        .failedShareOver(let share):
        share
      case .disciplined, .incompleteAny, .lateAny: nil
      }
    let effect =
      switch gate.effect {
      case .atMost(let grade): "≤ \(grade.rawValue)"
      case .grade(let grade): "= \(grade.rawValue)"
      }
    let words = [gate.when.name, share?.description, effect].compactMap { $0 }
    #expect(words.joined(separator: " ") == row[1])
  }

  @Test func `keeps numbers as they were typed`() throws {
    // 0.1 + 0.2 in binary is not 0.3; a share of 0.07 of 100 has to be 7.
    let text = try #require(Given.text("share: 0.20", "share: 0.07"))
    let quota = try #require(try FrameworkFile.read(text: text, name: "a.yaml").quota)
    #expect(quota.share.mantissa == 7 && quota.share.scale == 2)
  }

  @Test func `keeps where a figure comes from`() throws {
    let text = try #require(
      Given.text(
        "{grade: B, from: 70}",
        "{grade: B, from: 70, source: '12-QĐ/ĐU, Điều 3', checked: {vi: đã xem, en: seen}}"))
    let framework = try FrameworkFile.read(text: text, name: "a.yaml")
    let figures = framework.figures
    let band = try #require(figures.first { $0.key == "grades.B" })
    #expect(band.source == "12-QĐ/ĐU, Điều 3" && band.checked.en == "seen")
    let other = try #require(figures.first { $0.key == "grades.A" })
    #expect(other.source == "335/2025/NĐ-CP, Điều 12, 14")
    #expect(other.checked.en == "secondary sources")
    #expect(Set(figures.map(\.key)).count == figures.count)
  }
}
