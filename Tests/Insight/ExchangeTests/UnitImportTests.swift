import Basics
import Organisation
import RecordsKit
import TestKit
import Testing

@testable import Exchange

@Suite struct `A file of units` {
  static let header = "code,name,parent_code,tree,level,wage_region\n"
  static let good =
    header + """
      T2,Tổ 2,CB9,party,3,
      CB9,Chi bộ 9,QU,Đảng,2,1
      UB2,Uỷ ban 2,,state,1,2

      """

  @Test func `opens units, children before their parents too, and nothing the second time`()
    async throws
  {
    try await Cast.with { cast in
      let report = try await cast.importUnits(Self.good)
      #expect(report.numbers == [3, 3, 0, 0, 0] && report.applied)
      let tree = try await cast.units.tree(on: Cast.today, for: Cast.hr)
      let unit = try #require(tree[Cast.code("T2")])
      #expect(tree.line(of: unit.id)?.units.count == 3)
      #expect(tree.wageRegion(of: unit.id) == 1)
      let again = try await cast.importUnits(Self.good)
      #expect(again.numbers == [3, 0, 0, 3, 0] && !again.applied)
      try await cast.database.expectSound()
    }
  }

  @Test func `renames and moves from its day on`() async throws {
    try await Cast.with { cast in
      _ = try await cast.importUnits(Self.good)
      let report = try await cast.importUnits(
        Self.header + "T2,Tổ hai,CB1,party,3,\nCB9,Chi bộ 9,QU,party,2,1\n")
      #expect(report.numbers == [2, 0, 1, 1, 0])
      let now = try await cast.units.tree(on: Cast.today, for: Cast.hr)
      let before = try await cast.units.tree(on: Cast.today.adding(days: -1), for: Cast.hr)
      #expect(now[Cast.code("T2")]?.name == "Tổ hai")
      #expect(before[Cast.code("T2")]?.name == "Tổ 2")
    }
  }

  @Test(
    arguments: table(
      """
      row                          | column      | reason
      a b,X,QU,party,2,            | code        | a code has 1 to 40
      X,,QU,party,2,               | name        | must not be empty
      X,a\u{2066}b,QU,party,2,     | name        | direction mark
      X,X,QU,army,2,               | tree        | party or state
      X,X,QU,party,0,              | level       | from 1 to 20
      X,X,QU,party,2.0,            | level       | from 1 to 20
      X,X,QU,party,2,5             | wage_region | 1 to 4
      X,X,,party,2,                | parent_code | only level 1
      X,X,NO,party,2,              | parent_code | no such unit above
      X,X,UB,party,2,              | parent_code | other tree
      X,X,CB1,party,2,             | level       | larger than level 2
      CB1,Chi bộ 1,QU,party,3,     | level       | is 2 for life
      CB1,Chi bộ 1,UB,state,2,     | tree        | for life
      X,X,X,party,2,               | parent_code | a cycle: X → X
      """))
  func `refuses a row by line, column and reason`(row: [String]) async throws {
    try await Cast.with { cast in
      let text = Self.good + row[0] + "\n"
      let report = try await cast.importUnits(text)
      #expect(report.refused == 1 && !report.applied)
      #expect(report.places == ["5 \(row[1])"])
      #expect(report.flaws.first?.reason.en.contains(row[2]) == true, "\(report.flaws)")
      let partial = try await cast.importUnits(text) { $0.partial = true }
      #expect(partial.applied && partial.added == 3)
      try await cast.database.expectSound()
    }
  }

  @Test func `refuses a cycle on every row of it, and the rows that hang on it`() async throws {
    try await Cast.with { cast in
      let report = try await cast.importUnits(
        Self.header + "A,A,C,party,2,\nB,B,A,party,3,\nC,C,B,party,4,\nD,D,C,party,5,\n")
      #expect(report.numbers == [4, 0, 0, 0, 4])
      #expect(report.flaws.map(\.line) == [2, 3, 4, 5])
      #expect(report.flaws[0].reason.en == "a cycle: A → C → B → A")
      #expect(report.flaws[3].reason.en == "the row of the unit above is refused")
    }
  }

  @Test func `refuses a code the second time it stands there`() async throws {
    try await Cast.with { cast in
      let report = try await cast.importUnits(
        Self.header + "X,X,QU,party,2,\nX,Y,QU,party,2,\n")
      #expect(report.places == ["3 code"])
      #expect(report.flaws.first?.reason.en == "the code stands on line 2 too")
    }
  }

  @Test func `is held to its rehearsal`() async throws {
    try await Cast.with { cast in
      let digest = try await cast.importUnits(Self.good) { $0.rehearsal = true }.planDigest
      for adjust: @Sendable (inout ImportOptions) -> Void in [
        { $0.from = Cast.day(2026, 7, 1) }, { $0.newFrom = Cast.day(2026, 7, 1) },
        { $0.partial = true },
      ] {
        await #expect(throws: ImportError.self) {
          try await cast.importUnits(Self.good) { options in
            options.expectedPlan = digest
            adjust(&options)
          }
        }
      }
      let done = try await cast.importUnits(Self.good) { $0.expectedPlan = digest }
      #expect(done.applied)
    }
  }
}
