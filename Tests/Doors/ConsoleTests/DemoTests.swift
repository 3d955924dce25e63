import Foundation
import TestKit
import Testing

/// `make demo` is the first thing that anybody sees of the program.
@Suite(.timeLimit(.minutes(15))) struct `The demonstration` {
  static let size = ["demo", "--members", "400"]
  static let month = "2026-10"

  @Test func `goes through a month, and changes nothing when it runs again`() async throws {
    try await TestHome.empty { home in
      let first = try await home.with(["CADRE_LANG": "vi"]).cadre(Self.size)
      #expect(first.code == 0, "\(first.errors)")
      // A row of twelve months is drawn with a block that bars of progress use too.
      #expect(strange(first.output.replacing("█", with: "")).isEmpty)
      let lines = first.output.split(separator: "\n").map(String.init)
      #expect(lines.count < 350)
      // Each step of the month, in its order.
      var rest = lines[...]
      for start in Self.steps {
        guard let place = rest.firstIndex(where: { $0.hasPrefix(start) }) else {
          Issue.record("“\(start)” is missing, or out of order:\n\(first.output)")
          break
        }
        rest = rest[(place + 1)...]
      }
      try await Self.checkReports(home)
      let before = try await Self.record(of: home)
      #expect(before.contains("final,published"))

      let second = try await home.cadre(Self.size)
      #expect(second.code == 0, "\(second.errors)")
      #expect(second.output.contains("400 members are here from before"))
      #expect(second.output.contains("\(Self.month) was published before: nothing is changed."))
      #expect(second.output.contains("Run 3 was published before"))
      #expect(!second.output.contains("Applied."))
      let after = try await Self.record(of: home)
      #expect(after == before, "\(difference(from: before, to: after))")
      try await Self.checkReports(home)
      try await home.done("db", "check")
    }
  }

  @Test(arguments: ["2026-08", "$ cadre sheet review"])
  func `goes on after it was ended half-way, to the same digest`(moment: String) async throws {
    try await TestHome.empty { home in
      let running = try Running(home, Self.size)
      while running.isAlive, !running.output.contains(moment) {
        try await Task.sleep(for: .milliseconds(5))
      }
      _ = await running.killed()
      let again = try await home.cadre(Self.size)
      #expect(again.code == 0, "\(again.errors)")
      #expect(try await Self.digest(of: home) == Self.undisturbed.value)
      try await home.done("db", "check")
    }
  }

  @Test func `goes on in a later month, whose payments are booked too`() async throws {
    try await TestHome.empty { home in
      try await home.done("demo", "--members", "400")
      let december = home.with(["CADRE_TODAY": "2026-12-05"])
      let later = try await december.cadre(Self.size)
      #expect(later.code == 0, "\(later.errors)")
      #expect(later.output.contains("statement-2026-11.csv"))
      #expect(later.output.contains(/Matched [1-9][0-9]* · waiting/))
      let record = try await Self.record(of: december)
      let again = try await december.cadre(Self.size)
      #expect(again.code == 0 && !again.output.contains("Applied."), "\(again.errors)")
      #expect(try await Self.record(of: december) == record)
      // The letter given out at first has expired by then.
      let spring = try await home.with(["CADRE_TODAY": "2027-05-10"]).cadre(Self.size)
      #expect(spring.code == 0, "\(spring.errors)")
      try await home.done("db", "check")
    }
  }

  @Test func `is not mixed with a sample of another size`() async throws {
    try await TestHome.empty { home in
      try await home.done("demo", "--members", "126")
      let before = try await Self.record(of: home)
      let other = try await home.cadre(Self.size)
      #expect(other.code == 3, "\(other.errors)")
      #expect(other.errors.contains("another size than 400"))
      #expect(try await Self.record(of: home) == before)
    }
  }

  /// What every step begins with, in Vietnamese.
  private static let steps = [
    "$ cadre unit import", "Đã ghi.", "$ cadre member import", "Đã ghi.", "$ cadre unit tree",
    "$ cadre member find", "2026-08: ", "2026-09: ", "$ cadre period open 2026-10", "Đã mở kỳ",
    "$ cadre sheet import", "Đã ghi.", "$ cadre sheet self", "$ cadre sheet review",
    "$ cadre sheet decide", "$ cadre sheet show", "$ cadre report readiness",
    "$ cadre period close 2026-10", "$ cadre score run --period 2026-10 --dry-run",
    "Diễn tập, chưa ghi gì.", "$ cadre score run --period 2026-10", "Lần chấm 3 (chính thức)",
    "$ cadre score explain", "Kết quả:", "$ cadre score verify 3", "✔ Lần chấm 3",
    "$ cadre board list", "$ cadre rank show", "$ cadre score publish 3 --leave all",
    "Đã công bố lần chấm 3", "$ cadre report month", "$ cadre report ranking",
    "$ cadre report distribution", "$ cadre report trend", "Thử tiếp:",
  ]

  /// The digest of a demonstration that nobody interrupts, in a home of its own.
  private static let undisturbed = Task {
    try await TestHome.beside { home in
      try await home.done("demo", "--members", "400")
      return try await digest(of: home)
    }
  }

  private static func digest(of home: TestHome) async throws -> String {
    let runs = try CSV.rows(
      try await home.done("score", "list", "--period", month, "--format", "csv"))
    let place = try #require(runs.first?.firstIndex(of: "run_digest"))
    #expect(runs.count == 2, "one run of the month")
    return try #require(runs.last)[place]
  }

  /// All that a demonstration leaves on record.
  private static func record(of home: TestHome) async throws -> String {
    var text = ""
    for words in [
      ["unit", "list", "--format", "csv"], ["member", "export"],
      ["period", "list", "--format", "csv"], ["score", "list", "--format", "csv"],
      ["period", "status", month, "--format", "csv"], ["score", "export", "--period", month],
      ["rank", "export", "--period", month],
    ] {
      let outcome = try await home.cadre(words)
      #expect(outcome.code == 0, "\(words): \(outcome.errors)")
      text += outcome.output
    }
    return text
  }

  /// Every file is there, and is what its name says.
  private static func checkReports(_ home: TestHome) async throws {
    let folder = home.path + "/sample/reports/"
    func start(_ name: String) throws -> String {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + name))
      #expect(bytes.count > 500, "\(name)")
      return String(decoding: bytes.prefix(5), as: UTF8.self)
    }
    #expect(try start("UB00004-2026-10.xlsx").hasPrefix("PK"))
    #expect(try start("grades-UB00004-2026-10.svg").hasPrefix("<"))
    #expect(try start("trend-UB00004-2026-10.png").contains("PNG"))
    #expect(try start("scores-2026-10.csv") == "perio")
    for (name, text) in [
      ("UB00004-2026-10.pdf", "UBND phường Ba Đình"), ("ranking-2026-10.pdf", "phường Hoàn Kiếm"),
    ] {
      #expect(try start(name) == "%PDF-")
      let printed = try await Program(path: "/usr/bin/pdftotext").run([
        "-layout", "-enc", "UTF-8", folder + name, "-",
      ])
      #expect(printed.code == 0 && printed.output.contains(text), "\(name): \(printed.errors)")
    }
  }
}
