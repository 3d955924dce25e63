import Foundation
import LocalCluster
import TestKit
import Testing

/// Commands of a month's work, as the tests of runs give them.
extension TestHome {
  static let month = "2026-10"

  /// Units and members of a month, put on record.
  func found(_ given: GivenMonth) async throws {
    for (noun, file) in [("unit", "units.csv"), ("member", "members.csv")] {
      try await done(noun, "import", try lay(file, given.files[file] ?? ""))
    }
  }

  /// Opens a month and puts its sheets on record.
  func fill(_ given: GivenMonth, _ month: String = TestHome.month) async throws {
    try await done("period", "open", month)
    for (file, state) in [("sheets.csv", "decided"), ("drafts.csv", "draft")] {
      try await done(
        "sheet", "import", try lay(file, given.files[file] ?? ""), "--period", month, "--as",
        state)
    }
  }

  /// Scores a month; the row of the finished run.
  @discardableResult
  func score(_ month: String = TestHome.month, _ more: String...) async throws -> RunRow {
    let outcome = try await cadre(
      ["score", "run", "--period", month, "--format", "json"] + more)
    #expect(outcome.code == 0, "score run \(more): \(outcome.errors)")
    return try #require(try RunRow.rows(outcome.output).first, "\(outcome.output)")
  }

  /// All runs, newest first.
  func runs() async throws -> [RunRow] {
    try RunRow.rows(try await done("score", "list", "--format", "json"))
  }

  func scores(_ month: String = TestHome.month, _ more: String...) async throws -> String {
    let outcome = try await cadre(["score", "export", "--period", month] + more)
    #expect(outcome.code == 0, "score export: \(outcome.errors)")
    return outcome.output
  }

  func ranking(_ month: String = TestHome.month, _ more: String...) async throws -> String {
    let outcome = try await cadre(["rank", "export", "--period", month] + more)
    #expect(outcome.code == 0, "rank export: \(outcome.errors)")
    return outcome.output
  }
}

/// A row of `score list --format json`.
struct RunRow: Equatable {
  let fields: [String: String]

  subscript(name: String) -> String { fields[name] ?? "" }
  var number: String { self["run"] }

  /// The three digests, in words that a failure shows.
  var digests: [String] {
    ["input_digest", "run_digest", "ranking_digest"].map { "\($0) \(self[$0])" }
  }

  static func rows(_ json: String) throws -> [RunRow] {
    let found = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
    return (found ?? []).map { row in RunRow(fields: row.mapValues { "\($0)" }) }
  }
}

/// The second statement of the rules, in Python, which shares nothing with the program.
struct Reference {
  let scores: String
  let ranking: String
  let digests: [String]

  /// - Parameters:
  ///   - given: the month.
  ///   - month: its name.
  ///   - previous: the ranking that was published for the month before.
  /// - Throws: ``TestKitProblem`` with what Python said.
  init(_ given: GivenMonth, month: String = TestHome.month, previous: String? = nil) async throws {
    let folder = try Scratch.folder("reference")
    for (name, text) in given.files {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    var words = ["/usr/bin/env", "python3", "-B", Self.script, month, folder]
    if let previous {
      words.append(folder + "/previous.csv")
      try Data(previous.utf8).write(to: URL(fileURLWithPath: folder + "/previous.csv"))
    }
    let (exit, text) = try await Child.capture(words)
    guard exit == .code(0) else { throw TestKitProblem("the reference: \(text)") }
    func read(_ name: String) throws -> String {
      try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }
    (scores, ranking) = (try read("scores.csv"), try read("ranking.csv"))
    digests = try read("digests.txt").split(separator: "\n").map(String.init)
  }

  private static let script =
    (#filePath as NSString).deletingLastPathComponent + "/Reference/month.py"
}

/// Expects the same bytes, and shows only what differs.
func expectSame(
  _ ours: String, _ theirs: String, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard !ours.utf8.elementsEqual(theirs.utf8) else { return }
  Issue.record(
    "\(what) (- reference, + program):\n\(difference(from: theirs, to: ours))",
    sourceLocation: sourceLocation)
}

/// A month that is closed and not yet scored, made once; each test works on a copy.
struct SharedMonth {
  let path: String
  let given: GivenMonth
  let reference: Reference

  static let made = Task {
    var dice = Seeded.forTest("the shared month")
    let given = GivenMonth(seed: dice.next())
    let home = try TestHome(at: Scratch.folder("month"))
    try await home.found(given)
    try await home.fill(given)
    try await home.done("period", "close", TestHome.month)
    for account in ["lan", "mai"] {
      try await home.done("account", "add", account, "--full-name", "Trần Thị \(account)")
      try await home.done("account", "grant", account, "hr_officer")
    }
    try await home.done("db", "stop")
    return SharedMonth(path: home.path, given: given, reference: try await Reference(given))
  }
}

extension TestHome {
  /// Runs `body` with a copy of the home of ``SharedMonth``.
  static func closedMonth<Value: Sendable>(
    _ body: (TestHome, SharedMonth) async throws -> Value
  ) async throws -> Value {
    let shared = try await SharedMonth.made.value
    return try await empty { home in
      try await copy(shared.path, to: home.path)
      return try await body(home, shared)
    }
  }
}
