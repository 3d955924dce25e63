import Foundation
import TestKit
import Testing

/// A reform of units: every change has its day, and the past stays to be looked at.
@Suite(.timeLimit(.minutes(15))) struct `A reform` {
  @Test func `moves, renames, merges, splits and closes units from days on`() async throws {
    try await TestHome.town { home in
      try await home.done("unit", "rename", "CB03", "Chi bộ Ba", "--from", "2026-01-01")
      try await home.done(
        "unit", "move", "CB03", "--under", "DV", "--from", "2026-03-01", "--reason", "Reform")
      try await home.done(
        "unit", "add", "CB04", "Chi bộ 4", "--tree", "party", "--level", "3",
        "--parent", "DV", "--from", "2026-05-01")
      let merged = try await home.done(
        "unit", "merge", "CB02", "--into", "CB01", "--from", "2026-07-01", "--document", "7-QĐ")
      #expect(merged.contains("Merged CB02 into CB01; 2 records moved along."))
      try await home.done(
        "unit", "split", "CB04", "--into", "CB41:Chi bộ 4A", "--into", "CB42:Chi bộ 4B", "--from",
        "2026-09-01")
      try await home.done("unit", "close", "CB04", "--from", "2026-09-02")

      let trees = [
        ("2025-12-31", ["CB01", "CB02", "CB03"], []), ("2026-03-01", ["CB01", "CB02"], ["CB03"]),
        ("2026-05-01", ["CB01", "CB02"], ["CB03", "CB04"]),
        ("2026-07-01", ["CB01"], ["CB03", "CB04"]),
        ("2026-09-01", ["CB01"], ["CB03", "CB04", "CB41", "CB42"]),
        ("2026-09-02", ["CB01"], ["CB03", "CB41", "CB42"]),
      ]
      for (day, below, beside) in trees {
        #expect(try await Self.children("DU", on: day, home) == below, "\(day)")
        #expect(try await Self.children("DV", on: day, home) == beside, "\(day)")
      }
      let old = try await home.done("unit", "tree", "DU", "--on", "2025-12-31")
      #expect(old.contains("└─ CB03  Chi bộ 3"))
      let new = try await home.done("unit", "tree", "DV")
      #expect(new.contains("├─ CB03  Chi bộ Ba") && new.contains("└─ CB42  Chi bộ 4B"))
      let member = try await home.done("member", "show", "M003", "--on", "2026-06-30")
      #expect(member.contains("CB02  Chi bộ 2"))
      #expect(try await home.done("member", "show", "M003").contains("CB01  Chi bộ 1"))
      try await Self.compare(home)
      try await home.done("db", "check")
    }
  }

  private static func children(_ code: String, on day: String, _ home: TestHome) async throws
    -> [String]
  {
    let rows = try CSV.rows(
      try await home.done("unit", "tree", code, "--on", day, "--format", "csv"))
    return rows.dropFirst().filter { $0[2] == code }.map { $0[0] }.sorted()
  }

  private static func compare(_ home: TestHome) async throws {
    let rows = try CSV.rows(
      try await home.done(
        "unit", "compare", "--between", "2025-12-31", "--and", "2026-11-21", "--format", "csv"))
    let changes = Dictionary(grouping: rows.dropFirst(), by: { $0[0] })
    #expect(Set(changes.keys) == ["CB02", "CB03", "CB41", "CB42"])
    #expect(changes["CB03"]?.count == 2)
    let nothing = try await home.done("unit", "compare", "--between", "2026-11-20")
    #expect(nothing.split(separator: "\n").count == 2)
    let show = try await home.done("unit", "show", "CB02")
    #expect(
      show.contains("2026-07-01") && show.contains("CB02 → CB01") && show.contains("not open"))
  }

  @Test func `by a file changes names and places from a day on`() async throws {
    try await TestHome.town { home in
      let file = try home.lay(
        "u.csv", Town.unitHeader + "\nCB03,Chi bộ Ba,DV,party,3,\nCB09,Chi bộ 9,DV,party,3,\n")
      let done = try await home.done("unit", "import", file, "--from", "2026-07-01")
      #expect(done.contains("new 1 · changed 1 · unchanged 0"))
      #expect(try await home.done("unit", "tree", "DU", "--on", "2026-06-30").contains("CB03"))
      #expect(try await !home.done("unit", "tree", "DU").contains("CB03"))
      #expect(try await !home.done("unit", "list", "--on", "2026-06-30").contains("CB09"))
      let twice = try await home.done("unit", "import", file, "--from", "2026-07-01")
      #expect(twice.contains("nothing new"))
    }
  }

  @Test func `that would make a circle, or lose people, is refused`() async throws {
    try await TestHome.town { home in
      let file = try home.lay(
        "u.csv",
        Town.unitHeader
          + "\nA,A,B,party,3,\nB,B,C,party,4,\nC,C,A,party,5,\nD,D,NOPE,party,3,\nE,E,DU,state,3,\n"
      )
      let outcome = try await home.cadre("unit", "import", file)
      #expect(outcome.code == 1)
      #expect(outcome.output.contains("a cycle: A → B → C → A"))
      #expect(outcome.output.contains("there is no such unit above"))
      #expect(outcome.output.contains("the unit above is of the other tree"))
      let partial = try await home.cadre("unit", "import", file, "--partial")
      #expect(partial.code == 1)
      #expect(try await home.cadre("unit", "close", "CB01").code == 3)
      #expect(try await home.cadre("unit", "merge", "UB", "--into", "CB01").code == 3)
      let listed = try CSV.rows(try await home.done("unit", "list", "--format", "csv"))
      #expect(listed.count == Town.unitCount + 1)
    }
  }
}
