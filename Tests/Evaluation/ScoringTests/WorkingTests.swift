import Basics
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

@Suite struct `The working of a score` {
  static let sheets: [(String, [Entry], Framework, UnitResults, Bool)] = [
    ("staff", Given.general("9", "10", "8.5") + Given.exampleWork, Given.staff, .full, true),
    ("leader", `The worked examples`.leadersSheet, Given.leader, .half, true),
    (
      "bonus",
      [Given.criterion("T1", "18.25")]
        + [Given.product("W1", k: "0.5", q: "3", p: "2", f: "5", t: "1")], Given.hanoi, .full, true
    ),
    (
      "indicators",
      [
        Given.criterion("G1", "28"),
        Given.indicator("I1", k: "2", target: "30", actual: "31"),
        Given.indicator("I2", k: "1", target: "3", actual: "7", .down),
        Given.indicator("I3", k: "1", target: "3", actual: "0", .down),
        Given.keyResult("K1", of: "O1", k: "1", from: "120", to: "90", at: "100"),
        Given.keyResult("K2", of: "O1", k: "2", from: "0", to: "4", at: "5"),
        Given.keyResult("K3", of: "O2", k: "1", from: "10", to: "20", at: "5"),
      ], Given.indicators, .full, true
    ),
    (
      "gated",
      Given.general("10", "10", "10")
        + [
          Given.product("W1", k: "1", q: "10", p: "11"),
          Given.product("W2", k: "1", q: "10", p: "4"),
          Given.product("W3", k: "1", q: "10", p: "10"),
        ], Given.gated, .full, true
    ),
    (
      "completed", Given.general("10", "10", "10") + Given.exampleWork,
      Given.framework("completed", .staff, [Given.general, Given.work("70", .completed)]), .full,
      true
    ),
    ("missing", [Given.criterion("G2", "9")] + Given.exampleWork, Given.staff, .full, true),
    ("excused", [Given.event("on_leave"), Given.event("thanked")], Given.staff, .full, true),
    ("undecided", [], Given.staff, .full, false),
  ]

  @Test(arguments: sheets.indices)
  func `is written out with its real numbers`(place: Int) {
    let (name, entries, framework, unitResults, isDecided) = Self.sheets[place]
    let working = Working(
      entries, by: framework, isDecided: isDecided, unitResults: unitResults)
    #expect(
      working.score
        == Given.score(entries, by: framework, isDecided: isDecided, unitResults: unitResults))
    for language in Language.allCases {
      expectGolden(working.text(in: language), "working/\(name).\(language.rawValue).txt")
    }
  }

  @Test func `does not depend on the order of the entries`() {
    var random = Seeded.forTest()
    let (_, entries, framework, _, _) = Self.sheets[3]
    let first = Working(entries, by: framework, isDecided: true, unitResults: .full)
    for _ in 0..<20 {
      let again = Working(
        entries.shuffled(using: &random), by: framework, isDecided: true, unitResults: .full)
      #expect(again == first)
    }
  }

  @Test func `holds for sheets of every shape`() {
    var sheets = RandomSheets(random: .forTest())
    for _ in 0..<200 {
      let framework = sheets.framework()
      let entries = sheets.sheet(for: framework, .hostile)
      let working = Working(entries, by: framework, isDecided: true, unitResults: .half)
      #expect(working.score == Given.score(entries, by: framework, unitResults: .half))
      #expect(!working.steps.isEmpty)
    }
  }
}
