import Basics
import BigInt
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

@Suite struct `The rules said twice` {
  /// What the program answers, in the words of the second statement.
  static func answer(_ score: Score) -> SecondStatement.Answer {
    var answer = SecondStatement.Answer(
      status: score.status.rawValue, reasons: score.reasons)
    guard let rating = score.rating else { return answer }
    answer.sections = rating.sections.map(\.exact.description)
    answer.exact = rating.exactTotal.description
    answer.total = BigInt(rating.total.hundredths)
    answer.general = BigInt(rating.general.hundredths)
    answer.results = BigInt(rating.results.hundredths)
    (answer.band, answer.grade) = (rating.bandGrade.rawValue, rating.grade.rawValue)
    (answer.exceeded, answer.works) = (rating.exceeded, rating.works)
    return answer
  }

  @Test(arguments: RandomSheets.Size.allCases)
  func `agree on sheets of every shape`(size: RandomSheets.Size) {
    var sheets = RandomSheets(random: .forTest("agree on sheets of every shape, \(size)"))
    var statuses: [String: Int] = [:]
    for _ in 0..<700 {
      let framework = sheets.framework()
      let entries = sheets.sheet(for: framework, size)
      let isDecided = Int.random(in: 0..<40, using: &sheets.random) > 0
      let unitResults: UnitResults = Bool.random(using: &sheets.random) ? .full : .half
      let score = Given.score(
        entries, by: framework, isDecided: isDecided, unitResults: unitResults)
      let second = SecondStatement(
        entries: entries, framework: framework, isDecided: isDecided,
        derived: unitResults == .full ? Paper(1) : Paper(1, 2))
      guard Self.answer(score) == second.answer else {
        Issue.record(
          """
          \(Self.answer(score))
          \(second.answer)
          \(entries)
          \(framework.sections)
          """)
        return
      }
      statuses[score.status.rawValue, default: 0] += 1
      #expect(
        Given.score(
          entries.shuffled(using: &sheets.random), by: framework, isDecided: isDecided,
          unitResults: unitResults) == score)
    }
    // A generator that never leaves one of them would prove nothing about it.
    #expect(statuses.values.allSatisfy { $0 > 20 } && statuses.count == 3)
  }

  @Test func `numbers of every width come to the same score`() {
    var sheets = RandomSheets(random: .forTest())
    for _ in 0..<300 {
      let framework = sheets.framework()
      let entries = sheets.sheet(for: framework, .fine, whole: true)
      let narrow = Given.score(entries, by: framework)
      guard narrow.status == .rated else { continue }
      let wide = SheetRules<BigInt>.score(entries[...], by: framework, unitResults: .full)
      #expect(narrow == wide)
    }
  }
}
