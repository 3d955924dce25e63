import Basics
import Frameworks
import Scoring
import TestKit
import Testing

@testable import Ranking

@Suite struct `The ranking of units` {
  static func tally(
    _ code: String, _ tree: String = "party", _ level: Int = 3, rated: Int, sum: Int64,
    collective: Int64? = nil, previous: Int? = nil
  ) -> UnitTally {
    UnitTally(
      unit: Int64(code.utf8.reduce(0) { $0 * 7 + Int($1) }), code: Code(code) ?? .blank,
      tree: tree, level: level, rated: rated, a: 0, b: rated, c: 0, d: 0, pointsSum: sum,
      collective: collective.map { Points(hundredths: $0) }, previousRank: previous)
  }

  static func words(_ tallies: [UnitTally], _ weights: RankingWeights = .standard) -> [String] {
    zip(tallies, UnitRanking.standings(of: tallies, by: weights)).map { tally, standing in
      let (score, rank) = (
        standing.score?.description ?? "-", standing.rank.map(String.init) ?? "-"
      )
      return "\(tally.code) \(score) \(rank) \(standing.note.rawValue)"
    }
  }

  @Test func `goes 1, 2, 2, 4 by falling score among peers`() {
    let tallies = [
      Self.tally("D", rated: 3, sum: 24_000), Self.tally("A", rated: 4, sum: 36_000),
      Self.tally("C", rated: 3, sum: 25_500), Self.tally("B", rated: 10, sum: 85_000),
      Self.tally("E", "state", rated: 3, sum: 3), Self.tally("F", "party", 2, rated: 3, sum: 0),
    ]
    #expect(
      Self.words(tallies)
        == ["D 80.00 4 ", "A 90.00 1 ", "C 85.00 2 ", "B 85.00 2 ", "E 0.01 1 ", "F 0.00 1 "])
  }

  @Test func `shows small units without a rank, and empty ones without a score`() {
    let tallies = [
      Self.tally("A", rated: 2, sum: 20_000), Self.tally("B", rated: 0, sum: 0),
      Self.tally("C", rated: 0, sum: 0, collective: 9_000), Self.tally("D", rated: 3, sum: 1),
    ]
    #expect(
      Self.words(tallies) == [
        "A 100.00 - too_small", "B - - none_rated", "C 90.00 - too_small", "D 0.00 1 ",
      ])
    let open = RankingWeights(
      members: ExactDecimal(1), collective: ExactDecimal(1), minimumMembers: 0)
    #expect(
      Self.words(tallies, open)
        == ["A 100.00 1 ", "B - - none_rated", "C 90.00 2 ", "D 0.00 3 "])
  }

  @Test func `weighs members and collective exactly and rounds once`() throws {
    // Members 80.005 exactly, shown 80.01; collective 90.00: the mean is 85.0025, shown 85.00.
    let tally = Self.tally("A", rated: 6, sum: 48_003, collective: 9_000)
    #expect(UnitRanking.exactScore(of: tally, by: .standard)?.description == "34001/400")
    let standing = try #require(UnitRanking.standings(of: [tally], by: .standard).first)
    #expect(standing.score?.description == "85.00")
    #expect(standing.membersMean?.description == "80.01")
    let heavy = try RankingWeights(
      members: #require(ExactDecimal("2.5")), collective: #require(ExactDecimal("0.5")),
      minimumMembers: 3)
    #expect(UnitRanking.exactScore(of: tally, by: heavy)?.description == "19601/240")
    let none = RankingWeights(
      members: ExactDecimal(0), collective: ExactDecimal(0), minimumMembers: 3)
    #expect(UnitRanking.exactScore(of: tally, by: none) == nil)
  }

  @Test func `agrees with counting who is better, for any units`() {
    var random = Seeded.forTest()
    for _ in 0..<200 {
      let weights = RankingWeights(
        members: ExactDecimal(Int64.random(in: 0...3, using: &random)),
        collective: ExactDecimal(Int64.random(in: 1...3, using: &random)),
        minimumMembers: Int.random(in: 0...4, using: &random))
      let tallies = (0..<Int.random(in: 1...30, using: &random)).map { number in
        let rated = Int.random(in: 0...8, using: &random)
        return Self.tally(
          "U\(number)", Bool.random(using: &random) ? "party" : "state",
          Int.random(in: 1...2, using: &random), rated: rated,
          sum: Int64(rated) * Int64.random(in: 88...92, using: &random) * 100,
          collective: Bool.random(using: &random)
            ? nil : Int64.random(in: 88...92, using: &random) * 100)
      }
      let standings = UnitRanking.standings(of: tallies, by: weights)
      for (tally, standing) in zip(tallies, standings) {
        #expect(standing.unit == tally.unit)
        let better = zip(tallies, standings).filter { other, its in
          guard let score = its.score, let mine = standing.score else { return false }
          return other.tree == tally.tree && other.level == tally.level
            && other.rated >= weights.minimumMembers && score > mine
        }
        let isRanked = standing.score != nil && tally.rated >= weights.minimumMembers
        #expect(standing.rank == (isRanked ? better.count + 1 : nil))
        #expect((standing.rank == nil) == (standing.note != .none))
      }
    }
  }

  /// The digest was taken with another program (Python's hashlib) over lines typed by hand.
  @Test func `is digested in byte order of unit codes`() throws {
    let month = try #require(Month(2026, 10))
    let tallies = [
      UnitTally(
        unit: 1, code: Code("CB1") ?? .blank, tree: "party", level: 3, rated: 24, a: 4, b: 18, c: 1,
        d: 1, pointsSum: 209_790, collective: Points(hundredths: 9_000), previousRank: 3),
      UnitTally(
        unit: 2, code: Code("CB2") ?? .blank, tree: "party", level: 3, rated: 0, a: 0, b: 0, c: 0,
        d: 0, pointsSum: 0, collective: nil, previousRank: nil),
      UnitTally(
        unit: 3, code: Code("A1") ?? .blank, tree: "state", level: 2, rated: 2, a: 0, b: 2, c: 0,
        d: 0, pointsSum: 15_000, collective: nil, previousRank: nil),
    ]
    let better = UnitTally(
      unit: 4, code: Code("Z") ?? .blank, tree: "party", level: 3, rated: 3, a: 3, b: 0, c: 0, d: 0,
      pointsSum: 29_000, collective: nil, previousRank: nil)
    let weights = RankingWeights(
      members: ExactDecimal(1), collective: ExactDecimal(0), minimumMembers: 3)
    let standings = UnitRanking.standings(of: tallies + [better], by: weights)
    let rows = zip(tallies, standings).map { RankingRow(month: month, $0, $1) }
    #expect(rows[0].rank == 2 && rows[0].change == 1 && rows[1].change == nil)
    var bytes: [UInt8] = []
    for row in rows { row.appendCanonicalLine(to: &bytes) }
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        2026-10|party|3|CB1|87.41|2|24|4|18|1|1|87.41|90.00|3|
        2026-10|party|3|CB2|||0|0|0|0|0||||none_rated
        2026-10|state|2|A1|75.00||2|0|2|0|0|75.00|||too_small

        """)
    #expect(
      RankingDigest.of(rows)
        == "c0d0134da17fc534a99905172d07489605dfd0b649eab5ccb80b26f335dd0a70")
    #expect(RankingDigest.of(rows.reversed()) == RankingDigest.of(rows))
  }
}
