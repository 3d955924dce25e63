import Basics
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

@Suite struct `The status of a sheet` {
  static let whole = Given.general("9", "10", "8.5") + Given.exampleWork

  static func outcome(
    _ entries: [Entry], by framework: Framework = Given.staff, isDecided: Bool = true
  ) -> String {
    let score = Given.score(entries, by: framework, isDecided: isDecided)
    return "\(score.status.rawValue) \(score.joinedReasons)"
  }

  static func unreported(_ code: String) -> Entry {
    var entry = Given.product(code, k: "1", q: "1", p: "1")
    entry.actual = nil
    return entry
  }

  @Test func `is rated without a reason where everything is there`() {
    #expect(Self.outcome(Self.whole) == "rated ")
  }

  @Test func `names all events of somebody excused, in byte order`() {
    let events = ["thanked", "on_leave", "disciplined", "Bonus"].map(Given.event)
    #expect(
      Self.outcome(Self.whole + events) == "not_rated Bonus;disciplined;on_leave;thanked")
    #expect(Self.outcome([Given.event("nothing_to_report")]) == "not_rated nothing_to_report")
  }

  @Test func `goes by the first that applies: excused, undecided, nothing assigned, missing`() {
    let empty: [Entry] = []
    let leave = [Given.event("on_leave")]
    #expect(Self.outcome(leave, isDecided: false) == "not_rated on_leave")
    #expect(Self.outcome(empty, isDecided: false) == "incomplete undecided")
    #expect(Self.outcome(empty) == "not_rated nothing_assigned")
    #expect(
      Self.outcome([Self.unreported("W1")] + Given.general("1", "1", "1"))
        == "incomplete missing:W1")
  }

  @Test func `names what is missing in the order of the framework, then of codes`() {
    var noPoints = Given.criterion("G2", "1")
    noPoints.points = nil
    let entries = [Self.unreported("b"), Self.unreported("W9"), Self.unreported("W10"), noPoints]
    #expect(
      Self.outcome(entries)
        == "incomplete missing:G1;missing:G2;missing:G3;missing:W10;missing:W9;missing:b")
    #expect(
      Self.outcome(entries + Given.general("1", "1", "1").dropLast(), by: Given.leader)
        == "incomplete missing:G3;missing:W10;missing:W9;missing:b;missing:cohesion;"
        + "missing:organising")
  }

  @Test func `awaits points that nobody gave, and neither results nor points of one's own`() {
    var own = Given.criterion("G2", "1")
    (own.points, own.selfPoints) = (nil, Given.quantity("1"))
    let entries = [Self.unreported("W1"), Given.criterion("G1", "1"), own]
    #expect(Score.awaitedPoints(entries, by: Given.staff) == ["G3"])
    #expect(
      Score.awaitedPoints(entries, by: Given.leader) == ["G3", "cohesion", "organising"])
    #expect(Score.awaitedPoints(Self.whole, by: Given.staff) == [])
  }

  @Test func `needs a result for each of several kinds of task`() {
    let half = [
      Given.criterion("G1", "30"), Given.indicator("I", k: "1", target: "1", actual: "1"),
    ]
    #expect(Self.outcome(half, by: Given.indicators) == "not_rated nothing_assigned")
    let key = Given.keyResult("K", of: "O", k: "1", from: "0", to: "1", at: "1")
    #expect(Self.outcome(half + [key], by: Given.indicators) == "rated ")
  }

  @Test func `does without an optional criterion`() throws {
    let entries = [Given.criterion("T1", "20")] + Given.exampleWork
    let rating = try #require(Given.score(entries, by: Given.hanoi).rating)
    #expect(rating.total.description == "80.13")
    #expect(rating.results.description == "60.13")
    let bonus = try #require(
      Given.score(entries + [Given.criterion("X1", "9.99")], by: Given.hanoi).rating)
    #expect(bonus.total.description == "90.12")
    #expect(bonus.grade == .a)
  }

  @Test func `is incomplete for a row that lacks what its arithmetic divides by`() {
    for spoil in [\Entry.weight, \Entry.target] {
      for value in [nil, Quantity.zero] {
        var entry = Given.product("W1", k: "1", q: "1", p: "1")
        entry[keyPath: spoil] = value
        #expect(
          Self.outcome(Given.general("1", "1", "1") + [entry]) == "incomplete missing:W1")
      }
    }
  }

  @Test func `of somebody without a sheet is incomplete`() {
    #expect(Score.noSheet.status == .incomplete)
    #expect(Score.noSheet.reasons == ["no_sheet"])
  }
}
