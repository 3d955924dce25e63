import Basics
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

@Suite struct `Entries that a framework refuses` {
  /// An entry written as fields in the order of `sheets.csv` from `entry` on, without the title.
  static func entry(_ text: String) throws -> Entry {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).trimmingPrefix(" ")
    }.map(String.init)
    func quantity(_ place: Int) -> Quantity? {
      place < fields.count && fields[place] != "" ? Quantity(fields[place]) : nil
    }
    var entry = Entry(kind: try #require(Entry.Kind(rawValue: fields[0])), code: fields[1])
    entry.group = fields.count > 2 && fields[2] != "" ? fields[2] : nil
    (entry.weight, entry.target, entry.actual) = (quantity(3), quantity(4), quantity(5))
    entry.direction = fields.count > 6 ? Entry.Direction(rawValue: fields[6]) : nil
    entry.baseline = quantity(7)
    entry.qualityFailures = quantity(8) ?? .zero
    entry.delays = quantity(9) ?? .zero
    (entry.points, entry.selfPoints) = (quantity(10), quantity(11))
    return entry
  }

  static let frameworks = [
    "staff": Given.staff, "leader": Given.leader, "kpi": Given.indicators,
    "weighed": Given.framework(
      "weighed", .staff,
      [
        Given.section(
          "okr", "100",
          .okr(objectiveWeights: [
            Given.code("O1"): ExactDecimal(2), Given.code("O2"): ExactDecimal(1),
          ]))
      ]),
  ]

  @Test(
    arguments: table(
      """
      framework | entry | field | value
      staff | criterion,G1,,,,,,,,,10,9.99     |             |
      staff | criterion,G1                     |             |
      staff | criterion,G1,,,,,,,,,10.01       | points      | 10.01
      staff | criterion,G1,,,,,,,,,1,10.01     | self_points | 10.01
      staff | criterion,G1,,,,,,,,,1.001       | points      | 1.001
      staff | criterion,G1,,,,,,,,,1,0.0001    | self_points | 0.0001
      staff | criterion,G4,,,,,,,,,1           | code        | G4
      staff | criterion,g1,,,,,,,,,1           | code        | g1
      staff | criterion,G 1,,,,,,,,,1          | code        | G 1
      staff | criterion,,,,,,,,,,1             | code        |
      staff | criterion,G1,,1,,,,,,,1          | weight      | 1
      staff | criterion,G1,,,,,,,1,,1          | quality_failures | 1
      staff | work,W1,,1,1,0,,,3,2             |             |
      staff | work,W1,,1,1                     |             |
      staff | work,W1,,,1,0                    | weight      |
      staff | work,W1,,0,1,0                   | weight      | 0
      staff | work,W1,,1,,0                    | target      |
      staff | work,W1,,1,0,0                   | target      | 0
      staff | work,W1,O1,1,1,0                 | group       | O1
      staff | work,W1,,1,1,0,up                | direction   | up
      staff | work,W1,,1,1,0,,5                | baseline    | 5
      staff | work,W1,,1,1,0,,,,,5             | points      | 5
      staff | kpi,I1,,1,1,0,up                 | entry       | kpi
      staff | key_result,K1,O1,1,1,0,,0        | entry       | key_result
      staff | factor,cohesion,,,,,,,,,1        | entry       | factor
      staff | event,anything                   |             |
      staff | event,anything,,,,,,,,,1         | points      | 1
      staff | event,anything,,,,1              | actual      | 1
      leader | factor,cohesion,,,,,,,,,1       |             |
      leader | factor,cohesion,,,,,,,,,0.5,1   |             |
      leader | factor,unit_results             |             |
      leader | factor,cohesion,,,,,,,,,0.75    | points      | 0.75
      leader | factor,cohesion,,,,,,,,,0       | points      | 0
      leader | factor,cohesion,,,,,,,,,1,2     | self_points | 2
      leader | factor,spirit,,,,,,,,,1         | code        | spirit
      kpi   | kpi,I1,,1,1,0,up                 |             |
      kpi   | kpi,I1,,1,1,0                    | direction   |
      kpi   | kpi,I1,,1,1,0,up,,,1             | delays      | 1
      kpi   | key_result,K1,O1,1,1,0,,0        |             |
      kpi   | key_result,K1,O1,1,0,0,,5        |             |
      kpi   | key_result,K1,,1,1,0,,0          | group       |
      kpi   | key_result,K1,O 1,1,1,0,,0       | group       | O 1
      kpi   | key_result,K1,O1,,1,0,,0         | weight      |
      kpi   | key_result,K1,O1,0,1,0,,0        | weight      | 0
      kpi   | key_result,K1,O1,1,,0,,0         | target      |
      kpi   | key_result,K1,O1,1,1,0           | baseline    |
      kpi   | key_result,K1,O1,1,5,0,,5        | target      | 5
      kpi   | work,W1,,1,1,0                   | entry       | work
      weighed | key_result,K1,O2,1,1,0,,0      |             |
      weighed | key_result,K1,O3,1,1,0,,0      | group       | O3
      weighed | criterion,G1                   | entry       | criterion
      """))
  func `each by the field at fault`(row: [String]) throws {
    let framework = try #require(Self.frameworks[row[0]])
    let flaw = EntryRules(framework).flaw(of: try Self.entry(row[1]))
    #expect((flaw?.field ?? "") == row[2])
    #expect((flaw?.value ?? "") == row[3])
    if let flaw { #expect(!flaw.reason.vi.isEmpty && !flaw.reason.en.isEmpty) }
  }

  @Test func `the same kind and code twice, but not the same code of another kind`() {
    let once = Given.general("1", "1", "1") + [Given.product("G1", k: "1", q: "1", p: "1")]
    #expect(EntryRules.flaws(of: once, by: Given.staff).isEmpty)
    let flaws = EntryRules.flaws(
      of: once + [Given.criterion("G2", "1"), Given.criterion("G4", "1")], by: Given.staff)
    #expect(flaws.map(\.index) == [4, 5])
    #expect(flaws.map(\.value) == ["G2", "G4"])
  }

  @Test func `nothing that is let in stops the scoring`() {
    var sheets = RandomSheets(random: .forTest())
    var refused = 0
    for _ in 0..<500 {
      let framework = sheets.framework()
      // A sheet made for one framework and given to another.
      let entries = sheets.sheet(for: sheets.framework(), .fine)
      let flaws = EntryRules.flaws(of: entries, by: framework)
      refused += flaws.isEmpty ? 0 : 1
      let flawed = Set(flaws.map(\.index))
      let rest = entries.indices.filter { !flawed.contains($0) }.map { entries[$0] }
      let score = Given.score(rest, by: framework)
      #expect((score.rating == nil) == (score.status != .rated))
      #expect(score.rating.map { $0.total <= Points(hundredths: 10_000) } ?? true)
    }
    #expect(refused > 50)
  }
}
