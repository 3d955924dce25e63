import Basics
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

/// `scoring.md` §9, to the letter.
@Suite struct `The worked examples` {
  static func rating(
    _ entries: [Entry], by framework: Framework, _ unitResults: UnitResults = .full
  ) throws -> Rating {
    let score = Given.score(entries, by: framework, unitResults: unitResults)
    #expect(score.status == .rated)
    return try #require(score.rating)
  }

  @Test func `staff with three products reach 87.63 and B`() throws {
    let rating = try Self.rating(
      Given.general("9", "10", "8.5") + Given.exampleWork, by: Given.staff)
    #expect(rating.sections[0].exact.description == "55/2")
    #expect(rating.sections[1].exact == Fraction(70 * 67, over: 78))
    #expect(rating.sections[1].exact.decimal == "60.1282")
    #expect(rating.exactTotal.decimal == "87.6282")
    #expect(rating.general.description == "27.50")
    #expect(rating.results.description == "60.13")
    #expect(rating.total.description == "87.63")
    #expect(rating.grade == .b)
    #expect(rating.exceeded == 1)
    #expect(rating.works == 3)
    #expect(rating.first == Fraction(55, over: 2))
  }

  @Test func `6 of 7 done with full general points is 90 exactly, and A`() throws {
    let rating = try Self.rating(
      Given.general("10", "10", "10") + [Given.product("W1", k: "1", q: "7", p: "6")],
      by: Given.staff)
    #expect(rating.sections[1].exact == Fraction(60))
    #expect(rating.exactTotal == Fraction(90))
    #expect(rating.total.description == "90.00")
    #expect(rating.grade == .a)
  }

  static let leadersSheet =
    Given.general("10", "10", "8") + Given.exampleWork + [
      Given.factor("organising", "0.5"), Given.factor("cohesion", "1"),
    ]

  @Test func `a leader reaches 87.23, and 81.40 with one subordinate at D`() throws {
    let full = try Self.rating(Self.leadersSheet, by: Given.leader)
    #expect(full.sections[1].exact.decimal == "59.2308")
    #expect(full.total.description == "87.23")
    #expect(full.grade == .b)
    let half = try Self.rating(Self.leadersSheet, by: Given.leader, .half)
    #expect(half.sections[1].exact.decimal == "53.3974")
    #expect(half.total.description == "81.40")
    #expect(half.grade == .b)
  }

  @Test func `what the sheet says of the unit's results counts before what is derived`() throws {
    let stated = Self.leadersSheet + [Given.factor("unit_results", "0.5")]
    #expect(Score.usesUnitResults(Self.leadersSheet, by: Given.leader))
    #expect(!Score.usesUnitResults(stated, by: Given.leader))
    #expect(!Score.usesUnitResults(Self.leadersSheet, by: Given.staff))
    #expect(try Self.rating(stated, by: Given.leader).total.description == "81.40")
  }

  @Test func `five failures take off a product's quality and no more`() throws {
    let rating = try Self.rating(
      Given.general("10", "10", "10")
        + [Given.product("W1", k: "1", q: "1", p: "1", f: "5")], by: Given.staff)
    #expect(rating.sections[1].exact == Fraction(140, over: 3))
  }
}
