import Foundation
import TestKit
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A month's end at the console` {
  @Test func `goes from a rehearsal to a publication, and refuses what is out of turn`()
    async throws
  {
    try await TestHome.smallMonth { home in
      // Open: only a provisional run, which nobody publishes.
      let early = try await home.score()
      #expect(early["kind"] == "provisional")
      try await Self.refused(home, 3, "provisional", "score", "publish", early.number)

      // What an open month still lets happen to its sheets, verification sees.
      let sheets = home.desk + "/sheets.csv"
      let other = try home.lay(
        "other.csv",
        SmallMonth.sheets.replacingOccurrences(of: "G1,,,,,,,,,,9,", with: "G1,,,,,,,,,,8,"))
      try await home.done("score", "verify", early.number)
      try await home.done("sheet", "import", other, "--period", TestHome.month)
      try await Self.refused(home, 3, "first at S01", "score", "verify", early.number)
      let explained = ["score", "explain", "S01", "--period", TestHome.month]
      #expect(
        try await home.cadre(explained).output.hasPrefix(
          "The sheet was changed after run 1 (which has: 87.63, B);"))
      try await home.done("sheet", "import", sheets, "--period", TestHome.month)
      try await home.done("score", "verify", early.number)
      #expect(try await !home.cadre(explained).output.contains("changed"))

      try await home.done("period", "close", TestHome.month)
      try await Self.refused(
        home, 5, "closed", "sheet", "import", sheets, "--period", TestHome.month)

      // The rehearsal says the line of the real run, and nothing but that stays.
      let rehearsal = try await home.done("score", "run", "--period", TestHome.month, "--dry-run")
      let row = try await home.score(TestHome.month, "--dry-run")
      #expect(row["state"] == "rehearsal" && row.number.isEmpty)
      #expect(try await home.runs().count == 1)
      let real = try await home.done("score", "run", "--period", TestHome.month)
      let line = try #require(real.split(separator: "\n").first { $0.hasPrefix("Expected") })
      #expect(rehearsal.contains(line + "\n"), "\(rehearsal)\n\(real)")
      #expect(real.contains("skipped X1: in no unit"), "\(real)")

      // Ties are decided or left, by name.
      try await Self.refused(home, 3, "S03, S04", "score", "publish", "2")
      try await Self.refused(home, 3, "S04", "score", "publish", "2", "--leave", "S03")
      try await Self.refused(home, 4, "S05", "score", "publish", "2", "--leave", "S03,S05")
      #expect(try await home.runs().map { $0["state"] } == ["finished", "finished"])

      try await home.score()
      try await Self.refused(home, 5, "latest", "score", "publish", "2", "--leave", "all")
      let publication = try await home.done("score", "publish", "3", "--leave", "S03,S04")
      #expect(publication.contains("Published run 3"))
      let again = try await home.done("score", "publish", "3")
      #expect(again.contains("was published before"))
      // The same once more is no other result: the published one is shown.
      try await home.score()
      let report = try await home.done("rank", "show", "--period", TestHome.month)
      #expect(!report.contains("NOT PUBLISHED") && report.contains("Run 3"), "\(report)")
    }
  }

  @Test func `hears of a correction only what the sheet would take`() async throws {
    try await TestHome.smallMonth { home in
      let edit = ["sheet", "edit", "S01", "--period", TestHome.month, "--reason", "x"]
      for flaw in [["--points", "G1=99"], ["--points", "cohesion=1"]] {
        for more in [[], ["--dry-run"]] {
          let outcome = try await home.cadre(edit + flaw + more)
          #expect(outcome.code != 0 && outcome.output.isEmpty, "\(flaw + more): \(outcome.output)")
        }
      }
      let leave = try await home.with(["CADRE_LANG": "vi"]).cadre(
        edit + ["--event", "on_leave", "--dry-run"])
      #expect(leave.output.contains("87.63 B → không xếp loại"), "\(leave.output)")
    }
  }

  @Test func `of a month that was never opened is not found`() async throws {
    try await TestHome.smallMonth { home in
      for words in [
        ["score", "run"], ["score", "run", "--dry-run"], ["score", "export"],
        ["score", "explain", "S01"], ["score", "simulate", "--ties", "in"], ["rank", "export"],
        ["sheet", "import", home.desk + "/sheets.csv"],
      ] {
        let outcome = try await home.cadre(words + ["--period", "2025-01"])
        #expect(outcome.code == 4, "\(words): \(outcome.code) \(outcome.errors)")
        #expect(outcome.output.isEmpty, "\(words): \(outcome.output)")
        #expect(outcome.errors.contains("cadre period open 2025-01"), "\(outcome.errors)")
      }
      #expect(try await home.cadre("score", "verify", "1").code == 4)
      #expect(try await home.cadre("score", "publish", "1").code == 4)
    }
  }

  @Test func `refuses managers in a ring by name, and scores once it is mended`() async throws {
    let ring = SmallMonth.members(managerOfFirst: "L2")
    try await TestHome.smallMonth(members: ring) { home in
      for more in [[], ["--dry-run"]] {
        let outcome = try await home.cadre(["score", "run", "--period", TestHome.month] + more)
        #expect(outcome.code == 3, "\(outcome.errors)")
        #expect(outcome.errors.contains("L1 → L2 → L1"), "\(outcome.errors)")
      }
      #expect(try await home.runs().isEmpty)
      try await home.done(
        "member", "edit", "L1", "--set", "manager_code=", "--from", "2026-01-01", "--reason",
        "mended")
      let run = try await home.score()
      #expect(run["state"] == "finished")
      try await home.done("db", "check")
    }
  }

  @Test func `explains how each score came about`() async throws {
    try await TestHome.smallMonth { home in
      try await home.done("period", "close", TestHome.month)
      try await home.score()
      for (code, says) in [
        ("S01", "87.63"), ("L1", "81.40"), ("L2", "87.23"), ("S05", "quota"),
        ("S03", "Tied at the line"), ("N1", "no_sheet"), ("H1", "on_leave"), ("K1", "kpi-okr"),
      ] {
        for language in ["vi", "en"] {
          let text = try await home.with(["CADRE_LANG": language])
            .done("score", "explain", code, "--period", TestHome.month)
          expectGolden(text, "explain/\(language)/\(code).txt")
          if language == "en" { #expect(text.contains(says), "\(code): \(text)") }
        }
      }
    }
  }

  @Test func `tries other rules on a real month, and names who would move`() async throws {
    try await TestHome.smallMonth { home in
      try await home.done("period", "close", TestHome.month)
      let run = try await home.score()
      let ties = try await home.done(
        "score", "simulate", "--period", TestHome.month, "--ties", "in", "--format", "csv")
      #expect(
        ties.split(separator: "\n").dropFirst().map { $0.prefix(7) } == ["VP,S03,", "VP,S04,"])
      // A second cut above the eight who have 80, as a file that nobody has published: with them
      // goes the last place at A, and who has no work has nothing that these rules read.
      let shown = try await home.done("framework", "show", "decree-335-2025.staff", "--source")
      let file = try home.lay(
        "other.yaml", shown.replacingOccurrences(of: "from: 70", with: "from: 81"))
      let movers = try await home.done(
        "score", "simulate", "--period", TestHome.month, "--framework", file, "--format", "csv")
      #expect(
        movers.split(separator: "\n").dropFirst().map { row in
          let cells = row.split(separator: ",", omittingEmptySubsequences: false)
          return "\(cells[1]) \(cells[4]) \(cells[5])"
        } == ["K1 B not_rated", "S02 A B"]
          + (6...13).map { "S\($0 < 10 ? "0" : "")\($0) B C" })
      #expect(try await home.runs().map(\.fields) == [run.fields])
      let nothing = try await home.cadre("score", "simulate", "--period", TestHome.month)
      #expect(nothing.code == 2)
    }
  }

  private static func refused(
    _ home: TestHome, _ code: Int32, _ said: String, _ words: String...,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let outcome = try await home.cadre(words)
    #expect(
      outcome.code == code && outcome.errors.contains(said),
      "\(words): \(outcome.code) \(outcome.errors)", sourceLocation: sourceLocation)
  }
}
