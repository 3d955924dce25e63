import Foundation
import TestKit
import Testing

/// A published month of the small town, looked at and mishandled.
@Suite(.timeLimit(.minutes(10))) struct `A month of evaluation` {
  static let listings = [
    "framework list", "framework show kpi-okr", "framework diff hanoi-2018 kpi-okr",
    "period list", "period status 2026-10", "sheet show M001 --period 2026-10",
    "sheet show unit:VP --period 2026-10", "sheet appeals --period 2026-10",
    "excuse list --period 2026-10", "product list", "product inbox", "score list",
    "score export --period 2026-10", "score explain M002 --period 2026-10",
    "score explain unit:VP --period 2026-10",
    "score simulate --period 2026-10 --quota-share 0.5", "rank show --period 2026-10",
    "rank export --period 2026-10", "rank history VP", "board list VP --period 2026-10",
    "report month UB --period 2026-10", "report ranking --period 2026-10",
    "report readiness --period 2026-10", "report distribution --period 2026-10",
    "report trend VP",
  ]

  static let sheets = """
    member_code,framework,entry,code,title,weight,target,actual,quality_failures,delays,points
    M001,decree-335-2025.leader,criterion,G1,,,,,,,9
    M001,decree-335-2025.leader,criterion,G2,,,,,,,9
    M001,decree-335-2025.leader,criterion,G3,,,,,,,9
    M001,decree-335-2025.leader,work,W1,"Báo cáo, tháng",1,4,4,0,1,
    M001,decree-335-2025.leader,factor,organising,,,,,,,1
    M001,decree-335-2025.leader,factor,cohesion,,,,,,,1
    M002,decree-335-2025.staff,criterion,G1,,,,,,,8
    M002,decree-335-2025.staff,criterion,G2,,,,,,,8
    M002,decree-335-2025.staff,criterion,G3,,,,,,,8
    M002,decree-335-2025.staff,work,W1,Tờ trình,1,4,3,0,0,
    unit:VP,collective-2025,criterion,G1,,,,,,,9
    unit:VP,collective-2025,criterion,G2,,,,,,,9
    unit:VP,collective-2025,criterion,G3,,,,,,,9
    unit:VP,collective-2025,work,W1,Việc chung,1,4,4,0,0,

    """

  /// The month published: `M001` and `M002` rated, the office's own sheet made by the import.
  static func published(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.town { home in
      try await home.done("period", "open", "2026-10")
      let file = try home.lay("sheets.csv", sheets)
      try await home.done("sheet", "import", file, "--period", "2026-10")
      try await home.done("period", "close", "2026-10")
      try await home.done("score", "run", "--period", "2026-10")
      try await home.done("score", "publish", "1", "--leave", "all")
      try await body(home)
    }
  }

  @Test func `is shown whole as csv and as json, to readers that stay and that go`() async throws {
    try await Self.published { home in
      for command in Self.listings {
        try await `Piped output`.compare(command, home)
        let shown = try await home.cadre(command.split(separator: " ").map(String.init))
        #expect(shown.code == 0 && shown.errors.isEmpty, "\(command): \(shown.errors)")
        // The bars of a chart are no bar of progress.
        #expect(strange(shown.output.replacing("█", with: "")).isEmpty, "\(command)")
        #expect(!shown.output.isEmpty, "\(command)")
        let words = "exec 3> >(:); wait $!; '\(Program.cadre.path)' \(command) >&3; echo $?"
        let gone = try await Program(path: "/bin/bash").run(
          ["-c", words], environment: home.environment)
        #expect(gone.output == "0\n" && gone.errors.isEmpty, "\(command): \(gone.errors)")
      }
      try await home.done("db", "check")
    }
  }

  @Test func `is in words for people, and in keys for programs`() async throws {
    try await Self.published { home in
      let people = home.with(["CADRE_LANG": "vi"])
      for (command, word, key) in [
        ("sheet show M001 --period 2026-10", "tiêu chí", "criterion"),
        ("sheet show unit:VP --period 2026-10", "nhập từ tệp → đã quyết định", "work"),
        ("framework list", "lãnh đạo, quản lý", "leader"),
        ("score list", "chính thức", "final"), ("period list", "đã công bố", "published"),
      ] {
        let words = command.split(separator: " ").map(String.init)
        let shown = try await people.cadre(words)
        #expect(shown.output.contains(word), "\(command): \(shown.output)")
        let kept = try await people.cadre(words + ["--format", "csv"])
        #expect(kept.output.contains(key), "\(command): \(kept.output)")
      }
    }
  }

  @Test func `takes the good rows of a file, and mends the others step by step`() async throws {
    try await TestHome.town { home in
      try await home.done("period", "open", "2026-10")
      let bad = Self.sheets.replacing("criterion,G3,,,,,,,8", with: "criterion,G3,,,,,,,88")
      var file = try home.lay("bad.csv", bad)
      for _ in 1...2 {
        let part = try await home.cadre(
          "sheet", "import", file, "--period", "2026-10", "--partial")
        #expect(part.code == 1 && part.output.contains("points = “88”"), "\(part.errors)")
        file += ".rejected.csv"
        #expect(part.errors.contains("\(file) and import that file."), "\(part.errors)")
        #expect(!part.errors.contains("--partial"))
      }
      let mended = try home.read("bad.csv.rejected.csv").replacing(",88,", with: ",8,")
      try await home.done(
        "sheet", "import", try home.lay("mended.csv", mended), "--period", "2026-10")

      let products = try home.lay("p.csv", "code,title,coefficient\nSP1,Tờ trình,1.5\n")
      let undated = try await home.cadre("product", "import", products)
      #expect(undated.code == 1 && undated.errors.contains("valid_from"))
      try await home.done("product", "import", products, "--from", "2026-03-01")
      let list = try await home.done("product", "list", "--format", "csv")
      #expect(list.contains("2026-03-01"), "\(list)")
      let again = try await home.done("product", "import", products, "--from", "2026-04-01")
      #expect(again.contains("no change"))
    }
  }

  /// A blank inside a word is written `␣`.
  static let mistakes = table(
    """
    code | command                                                                  | says
    2 | period open October                                                         | not a month
    5 | period open 2026-10                                                         | published
    4 | period status 2026-09                                                       | 2026-09
    4 | period close 2026-09                                                        | 2026-09
    3 | period reopen 2026-10                                                       | reason
    5 | sheet import sheets.csv --period 2026-10                                    | published
    4 | sheet import sheets.csv --period 2026-09                                    | 2026-09
    4 | sheet import nowhere.csv --period 2026-10                                   | nowhere.csv
    2 | sheet import sheets.csv                                                     | --period
    5 | sheet self M002 --points G1=9 --period 2026-10                              | published
    2 | sheet self M002 --points G1=9 --points G1=8                                 | “G1” twice
    2 | sheet edit M002 --self-points G1=9 --self-points G1=8                       | “G1” twice
    2 | sheet decide M002 --points G1=9 --points G1=8                               | “G1” twice
    2 | sheet self M002 --work W1=1 --work W1:1:4:2                                 | “W1” twice
    2 | sheet self M002 --event on_leave --event on_leave                           | on_leave
    4 | sheet show NOPE --period 2026-10                                            | “NOPE” that
    4 | sheet show unit:NOPE --period 2026-10                                       | “unit:NOPE”
    4 | score run --period 2026-09                                                  | 2026-09
    2 | score run --period 2026-10 --workers 0                                      | --workers
    4 | score export --period 2026-10 --run 99                                      | 99
    2 | score export --period 2026-10 --output /nowhere/a.csv                       | /nowhere
    2 | score export --period 2026-10 --output a.pdf                                | a.pdf
    4 | score explain NOPE --period 2026-10                                         | “NOPE”
    4 | score verify 99                                                             | 99
    2 | score verify first                                                          | first
    4 | score publish 99                                                            | 99
    2 | score simulate --period 2026-10                                             | try
    2 | score simulate --period 2026-10 --quota-share 5                             | --quota-share
    4 | rank show --period 2026-09                                                  | 2026-09
    2 | rank show --period 2026-10 --tree church                                    | party or state
    4 | rank history NOPE                                                           | NOPE
    2 | rank history VP --output a.doc                                              | a.doc
    4 | board list NOPE --period 2026-10                                            | NOPE
    5 | board award M001 --period 2026-10 --reason x                                | published
    2 | board move M001 --to E --period 2026-10 --reason x                          | --to
    2 | board exception UB --share 0.25 --period 2026-10 --reason x                 | legal
    3 | excuse add M001 --work W1 --delays 1 --cause storm --period 2026-10         | document
    5 | excuse add M001 --work W1 --delays 1 --cause a --document b --period 2026-10 | published
    3 | excuse withdraw 1                                                           | reason
    4 | excuse withdraw 1 --reason x                                                | number 1
    4 | product import a␣b.csv                                                      | a b.csv
    4 | product reject 7 --reason x                                                 | 7
    4 | report month NOPE --period 2026-10                                          | NOPE
    2 | report month UB --period 2026-10 --output month.doc                         | month.doc
    2 | report trend VP --months 0                                                  | --months
    """)

  @Test func `says what is wrong, with the code that scripts go by`() async throws {
    try await Self.published { home in
      for row in Self.mistakes {
        let outcome = try await home.cadre(`What goes wrong`.words(of: row[1]))
        #expect("\(outcome.code)" == row[0], "\(row[1]): \(outcome.errors)")
        #expect(outcome.errors.contains(row[2]), "\(row[1]): \(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 2, "\(row[1]): \(outcome.errors)")
        #expect(outcome.output.isEmpty, "\(row[1]): \(outcome.output)")
      }
      try await home.done("db", "check")
    }
  }
}
