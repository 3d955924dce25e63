import Basics
import BigInt
import TestKit
import Testing

@testable import Scoring

@Suite struct `Fractions` {
  @Test(
    arguments: table(
      """
      fraction      | hundredths
      1/200         | 1
      -1/200        | -1
      1/201         | 0
      -1/201        | 0
      3/200         | 2
      199/20000     | 1
      2335/39       | 5987
      0             | 0
      5/3           | 167
      170141183460469231731687303715884105727 | 9223372036854775807
      -340282366920938463463374607431768211456/3 | -9223372036854775808
      """))
  func `round half away from zero`(row: [String]) throws {
    let fraction = try #require(Fraction(row[0]))
    #expect(fraction.rounded().hundredths == Int64(row[1]))
  }

  @Test(
    arguments: table(
      """
      text   | read
      6/4    | 3/2
      -6/4   | -3/2
      8/4    | 2
      0/7    | 0
      007/2  | 7/2
      1/0    |
      1/-2   |
      /2     |
      1/     |
      1/2/3  |
      +1     |
      1.5    |
      --1    |
      ١      |
             |
      """))
  func `read what they write, and refuse the rest`(row: [String]) {
    #expect((Fraction(row[0])?.description ?? "") == row[1])
  }

  @Test func `refuse more text than any score has`() {
    #expect(Fraction(String(repeating: "9", count: 1000)) != nil)
    #expect(Fraction(String(repeating: "9", count: 1001)) == nil)
  }

  @Test(
    arguments: table(
      """
      fraction | decimal | shown
      55/2     | 27.5    | 55/2 = 27.5
      2335/39  | 59.8718 | 2335/39 ≈ 59.8718
      26       | 26      | 26
      2/3      | 0.6667  | 2/3 ≈ 0.6667
      1/99999  | 0.0000  | 1/99999 ≈ 0.0000
      -1/8     | -0.125  | -1/8 = -0.125
      1/16     | 0.0625  | 1/16 = 0.0625
      1/32     | 0.0313  | 1/32 ≈ 0.0313
      """))
  func `are shown exactly and in four places`(row: [String]) throws {
    let fraction = try #require(Fraction(row[0]))
    #expect(fraction.decimal == row[1])
    #expect(fraction.shown == row[2])
  }

  @Test func `calculate like fractions on paper, whatever their width`() throws {
    var random = Seeded.forTest()
    func number() -> Int128 {
      let bits = Int.random(in: 1...126, using: &random)
      let number = Int128(truncatingIfNeeded: Int64.random(in: .min ... .max, using: &random))
      return (number << 63 ^ Int128(Int64.random(in: 0 ... .max, using: &random))) >> (127 - bits)
    }
    for _ in 0..<600 {
      let (a, b) = (number(), max(1, number().magnitude >> 1))
      let (c, d) = (number(), max(1, number().magnitude >> 1))
      let (left, right) = (try #require(Fraction("\(a)/\(b)")), try #require(Fraction("\(c)/\(d)")))
      let (one, two) = (Paper(BigInt(a), BigInt(b)), Paper(BigInt(c), BigInt(d)))
      #expect((left + right).description == (one + two).description)
      #expect((left - right).description == (one - two).description)
      #expect((left * right).description == (one * two).description)
      if c != 0 { #expect((left / right)?.description == (one / two).description) }
      #expect((left < right) == (one < two))
      #expect((left == right) == (one == two))
      #expect(left == (left + right) - right)
      #expect((left + right).hashValue == (right + left).hashValue)
    }
    #expect(Fraction(1) / Fraction(0) == nil)
    #expect(Fraction(1, over: 0) == nil)
    #expect(Fraction(1, over: -2)?.description == "-1/2")
  }

  @Test func `know whole hundredths`() {
    #expect(Fraction(55, over: 2)?.hundredths == 2750)
    #expect(Fraction(1, over: 3)?.hundredths == nil)
    #expect(Fraction(-7, over: 2)?.wholePart == -3)
  }
}
