import Basics
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

@Suite struct `The way to the next grade` {
  static let late =
    Given.general("9", "9", "9")
    + [
      Given.product("W1", k: "1", q: "10", p: "10", t: "4"),
      Given.product("W2", k: "2", q: "10", p: "10", t: "4"),
      Given.product("W3", k: "1", q: "10", p: "10", t: "4"),
    ]

  @Test func `names the least work that has to be on time`() throws {
    // 27 + 70·(40 + 40 + 0)/120 = 73.67; W2 on time: 85.33; W1 with it: 91.17.
    let steps = Distance.toNextGrade(Self.late, by: Given.staff, unitResults: .full)
    let step = try #require(steps.first)
    #expect(steps.count == 1)
    #expect(step.words.vi == "2 công việc trễ hạn ít hơn là lên mức A: W1, W2")
    #expect(step.words.en == "2 fewer late: grade A: W1, W2")
    #expect(step.reaches == .a)
    let after = Given.score(step.applying(to: Self.late), by: Given.staff)
    #expect(after.rating?.total.description == "91.17")
    let words = Distance.words(Self.late, by: Given.staff, unitResults: .full)
    #expect(words.map(\.vi) == ["Còn thiếu 16.33 điểm để tới mức A", step.words.vi])
  }

  @Test func `puts missing points on the criteria with room`() throws {
    let entries =
      Given.general("5", "9", "8") + [Given.product("W1", k: "1", q: "10", p: "9")]
    // 22 + 63 = 85: 5 points are missing, and G1 has room for them.
    let step = try #require(
      Distance.toNextGrade(entries, by: Given.staff, unitResults: .full).first)
    #expect(step.words.vi == "thêm 5.00 điểm tiêu chí là lên mức A: G1 10")
    #expect(
      Given.score(step.applying(to: entries), by: Given.staff).rating?.total.description
        == "90.00")
  }

  @Test func `says so where no single change does it`() {
    let entries =
      Given.general("0", "0", "0")
      + [Given.product("W1", k: "1", q: "10", p: "0"), Given.event("disciplined")]
    #expect(Distance.toNextGrade(entries, by: Given.staff, unitResults: .full).isEmpty)
    #expect(
      Distance.words(entries, by: Given.staff, unitResults: .full).last?.vi
        == "Không có thay đổi đơn lẻ nào đưa lên mức C")
  }

  @Test func `has nothing to say of the best grade and of a sheet that is not rated`() {
    let best =
      Given.general("10", "10", "10") + [Given.product("W1", k: "1", q: "1", p: "1")]
    #expect(Distance.words(best, by: Given.staff, unitResults: .full).isEmpty)
    #expect(Distance.words([], by: Given.staff, unitResults: .full).isEmpty)
  }

  @Test func `lets a gate be passed by doing more than was assigned`() throws {
    let entries =
      Given.general("10", "10", "10")
      + (1...4).map { Given.product("W\($0)", k: "1", q: "10", p: "10") }
    let steps = Distance.toNextGrade(entries, by: Given.gated, unitResults: .full)
    #expect(steps.map(\.words.vi) == ["2 công việc vượt số được giao là lên mức A: W1, W2"])
  }

  @Test func `is true of every change that it names, and every change can stand on a sheet`() {
    var sheets = RandomSheets(random: .forTest())
    var (found, none) = (0, 0)
    for _ in 0..<400 {
      let framework = sheets.framework()
      let entries = sheets.sheet(for: framework, .small, whole: true)
      guard let before = Given.score(entries, by: framework).rating else { continue }
      let steps = Distance.toNextGrade(entries, by: framework, unitResults: .full)
      none += steps.isEmpty ? 1 : 0
      for step in steps {
        found += 1
        let changed = step.applying(to: entries)
        let after = Given.score(changed, by: framework).rating
        #expect(after?.grade == step.reaches)
        #expect(step.reaches > before.grade)
        #expect(changed.count == entries.count)
        #expect(EntryRules.flaws(of: step.changed, by: framework).isEmpty)
      }
      let sizes = steps.map(\.changed.count)
      #expect(sizes == sizes.sorted())
    }
    #expect(found > 50 && none > 20)
  }
}
