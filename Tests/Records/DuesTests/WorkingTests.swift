import Basics
import Members
import TestKit
import Testing

@testable import Dues

@Suite struct `The arithmetic in words` {
  /// Everything that a member may ask about, as the golden file has it.
  static func cases() throws -> [(String, String, DuesCase)] {
    let thirty = DuesCase.Waiver(id: 12, ground: .difficulty, percent: 30)
    let all = DuesCase.Waiver(id: 13, ground: .hardship, percent: 100)
    let odd = DuesCase.Waiver(id: 14, ground: .hardship, percent: 30)
    return [
      ("insured", "2026-11", try Given.member(.insured, 12_345_678)),
      ("a whole amount", "2026-11", try Given.member(.insured, 12_000_000)),
      ("pensioner, reduced", "2026-11", try Given.member(.pensioner, 7_777_777, waivers: [thirty])),
      ("in hardship", "2026-11", try Given.member(.allowance, 2_000_000, waivers: [all])),
      ("50 years", "2026-11", try Given.member(.pensioner, 7_000_000, joined: "1976-11-01")),
      ("50 years, no base", "2026-11", try Given.member(.pensioner, joined: "1976-11-01")),
      ("uninsured, reached", "2026-11", try Given.uninsured(born: "1965-04-20")),
      ("uninsured, below", "2026-11", try Given.uninsured(born: "1965-06-20", joined: nil)),
      ("uninsured, 2028", "2028-01", try Given.uninsured(.female, born: "1990-01-31", region: 4)),
      ("student", "2026-11", try Given.member(.student, waivers: [odd])),
      ("abroad", "2026-11", try Given.member(.abroadOther, 250_000)),
      ("before 2026-02", "2026-01", try Given.member(.insured, 12_345_678)),
    ]
  }

  @Test func `names the rule, the base, each step and its source`() throws {
    var report = ""
    for (name, month, given) in try Self.cases() {
      let rule = try Given.rule(month)
      let steps = rule.working(of: try rule.charge(given), for: given)
      report += "\(name)\n" + steps.map { "  \($0.vi)\n    \($0.en)\n" }.joined()
    }
    expectGolden(report, "working.txt")
  }

  @Test func `can be had of a charge on record alone`() throws {
    for (_, month, given) in try Self.cases() {
      let rule = try Given.rule(month)
      let charge = try rule.charge(given)
      let steps = rule.working(of: charge)
      let net = charge.net.text(in: .english)
      #expect(steps.contains { $0.en == "To pay: \(net)." })
      #expect(steps.allSatisfy { !$0.vi.isEmpty && !$0.vi.contains("nil") })
    }
  }
}
