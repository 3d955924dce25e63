import Basics
import Scoring
import TestKit
import Testing

@testable import Ranking

@Suite struct `The component of dues` {
  static func dues(_ collected: Int64, of assessed: Int64) -> CollectedDues {
    CollectedDues(assessed: Money(dong: assessed), collected: Money(dong: collected))
  }

  @Test func `is the exact share of what was assessed, and is none without dues`() {
    #expect(Self.dues(1, of: 3).component?.description == "100/3")
    #expect(Self.dues(0, of: 5310).component == Fraction(0))
    #expect(Self.dues(5310, of: 5310).component == Fraction(100))
    #expect(Self.dues(0, of: 0).component == nil)
    let most = Self.dues(4_000_000_000_000_000_000, of: 8_000_000_000_000_000_000)
    #expect(most.component == Fraction(50))
  }

  @Test func `counts only where it has a weight`() throws {
    var tally = `The ranking of units`.tally("A", rated: 3, sum: 27_000, collective: 8_000)
    let counted = RankingWeights(
      members: ExactDecimal(1), collective: ExactDecimal(1), dues: ExactDecimal(2),
      minimumMembers: 3)
    let without = UnitRanking.exactScore(of: tally, by: counted)
    #expect(without == UnitRanking.exactScore(of: tally, by: .standard))
    tally.dues = Self.dues(1, of: 4)
    #expect(UnitRanking.exactScore(of: tally, by: .standard) == without)
    // (90 + 80 + 2·25) / 4
    #expect(UnitRanking.exactScore(of: tally, by: counted) == Fraction(55))
    tally.dues = Self.dues(0, of: 0)
    #expect(UnitRanking.exactScore(of: tally, by: counted) == without)
  }

  @Test func `gives a unit without members a score and no rank`() {
    var tally = `The ranking of units`.tally("A", rated: 0, sum: 0)
    tally.dues = Self.dues(1, of: 8)
    let counted = RankingWeights(
      members: ExactDecimal(1), collective: ExactDecimal(1), dues: ExactDecimal(1),
      minimumMembers: 3)
    #expect(`The ranking of units`.words([tally], counted) == ["A 12.50 - too_small"])
    #expect(`The ranking of units`.words([tally]) == ["A - - none_rated"])
  }

  @Test func `agrees with plain arithmetic for any weights and sums`() throws {
    var random = Seeded.forTest()
    for _ in 0..<2000 {
      let (members, dues) = (
        Int64.random(in: 1...40, using: &random), Int64.random(in: 0...40, using: &random)
      )
      let weights = try RankingWeights(
        members: #require(ExactDecimal(mantissa: Int128(members), scale: 1)),
        collective: ExactDecimal(1),
        dues: #require(ExactDecimal(mantissa: Int128(dues), scale: 1)), minimumMembers: 0)
      let rated = Int.random(in: 1...500, using: &random)
      let sum = Int64(rated) * Int64.random(in: 0...10_000, using: &random)
      let assessed = Int64.random(in: 1...9_000_000_000, using: &random)
      let collected = Int64.random(in: 0...assessed, using: &random)
      var tally = `The ranking of units`.tally("A", rated: rated, sum: sum)
      tally.dues = Self.dues(collected, of: assessed)
      // (members·sum/(100·rated) + dues·100·collected/assessed) / (members + dues), in hundredths.
      let over = Int128(members) * Int128(sum) * Int128(assessed)
      let part = Int128(dues) * 10_000 * Int128(collected) * Int128(rated)
      let under = Int128(rated) * Int128(assessed) * Int128(members + dues)
      let hundredths = ((over + part) * 2 + under) / (under * 2)
      let standing = try #require(UnitRanking.standings(of: [tally], by: weights).first)
      #expect(
        standing.score?.hundredths == Int64(hundredths),
        "\(members) \(dues) \(sum)/\(rated) \(collected)/\(assessed), seed \(random.seed)")
    }
  }
}
