import Basics
import Boards
import Runs
import Scoring
import Tabular

/// The last part of the demonstration: what a scored month says, published and printed.
///
/// Only reads, but for the publication, which does nothing when it has been done.
struct DemoResults {
  let month: Month
  let folder: String
  let office: Office
  let screen: DemoScreen

  /// The commune that is looked at.
  private static let commune = "UB00004"
  /// How many rows of a board's list are shown; longer ones are only counted.
  private static let shownRows = 30

  private var period: [String] { ["--period", "\(month)"] }

  func show() async throws {
    guard let run = try await office.runs.final(of: month, for: office.actor) else { return }
    let scores = report("scores-\(month).csv")
    try await screen.show(["score", "export"] + period + ["--output", scores])
    let picks = try DemoPicks(scores: scores)
    if let member = picks.member {
      try await screen.show(["score", "explain", member] + period)
    }
    try await screen.show("score", "verify", "\(run.number)")
    try await showBoard(picks)
    try await screen.show(["rank", "show"] + period + ["--under", Self.commune, "--level", "3"])
    // What somebody made of a reopened month is for them to publish.
    if run.revision == 1 {
      try await screen.show("score", "publish", "\(run.number)", "--leave", "all")
    }
    try await writeReports()
    suggest(picks)
  }

  /// A list where members tie, or else where the quota takes an A: of those few that are looked at
  /// the one that shows most and still fits a screen.
  private func showBoard(_ picks: DemoPicks) async throws {
    var (best, shortest): (BoardList?, BoardList?)
    for unit in try await boards(of: picks.units) {
      let list = try await office.boards.list(
        unit, in: month, run: nil, for: office.actor)
      if list.rowCount < shortest?.rowCount ?? .max { shortest = list }
      guard list.rowCount <= Self.shownRows else { continue }
      if best.map({ list.interest > $0.interest }) ?? true { best = list }
    }
    guard let shown = best ?? shortest else { return }
    let words = ["board", "list", shown.unit.text] + period
    guard best == nil else { return try await screen.show(words) }
    screen.heading(words)
    screen.terminal.line(
      vi: "(\(shown.rowCount) dòng, không in ở đây.)",
      en: "(\(shown.rowCount) rows, not printed here.)")
  }

  /// The units where members compete, and those where their groups stand.
  private func boards(of units: [String]) async throws -> [Code] {
    var found: [Code] = []
    for unit in try units.map({ try Console.code($0) }) {
      let list = try await office.boards.list(unit, in: month, run: nil, for: office.actor)
      let places = list.groups.filter { !$0.lostByQuota.isEmpty }.map(\.unit)
      for place in [unit] + places where !found.contains(place) { found.append(place) }
    }
    return found
  }

  private func writeReports() async throws {
    let ward = Self.commune
    let month = "\(month)"
    for file in ["\(ward)-\(month).pdf", "\(ward)-\(month).xlsx"] {
      try await screen.show(["report", "month", ward] + period + ["--output", report(file)])
    }
    try await screen.show(
      ["report", "ranking"] + period
        + ["--tree", "state", "--level", "2", "--output", report("ranking-\(month).pdf")])
    try await screen.show(
      ["report", "distribution", ward] + period + [
        "--output", report("grades-\(ward)-\(month).svg"),
      ])
    try await screen.show(
      ["report", "trend", ward] + period
        + ["--months", "6", "--output", report("trend-\(ward)-\(month).png")])
    screen.terminal.line()
    screen.terminal.line(
      vi: "Tệp nhập nằm trong \(folder), báo cáo trong \(folder)/reports.",
      en: "The files read are in \(folder), the reports in \(folder)/reports.")
  }

  private func report(_ name: String) -> String { folder + "/reports/" + name }

  private func suggest(_ picks: DemoPicks) {
    let terminal = screen.terminal
    let moved = terminal.say(vi: "Chuyển chi bộ", en: "Moved")
    let appeal = terminal.say(vi: "Chưa tính một sản phẩm", en: "A product was not counted")
    let member = picks.member ?? "M0000001"
    var commands = [
      ["rank", "history", Self.commune], ["report", "month", Self.commune] + period,
      ["report", "readiness", Self.commune] + period + ["--members"],
      ["sheet", "show", member] + period,
      ["sheet", "appeal", member] + period + ["--grounds", appeal],
      ["score", "simulate"] + period + ["--quota-of", "good_or_better"],
    ]
    if let unit = picks.units.first { commands.append(["board", "list", unit] + period) }
    commands += [
      ["dues", "inbox"], ["dues", "arrears", "--unit", "CB00004-1"],
      ["dues", "rules", "--period", "\(month)"], ["dues", "remit", "--period", "\(month)"],
      ["period", "open", "\(month.adding(months: 1))"],
      ["member", "edit", "M0000002", "--set", "cell_code=CB00008-1", "--reason", moved],
      ["member", "history", "M0000002"], ["db", "check"], ["--help"],
    ]
    screen.suggest(commands)
  }
}

extension BoardList {
  fileprivate var rowCount: Int { groups.map(\.rows.count).reduce(0, +) }

  /// Ties before losses, then the longer list.
  fileprivate var interest: Int {
    (groups.contains { !$0.undecidedTies.isEmpty } ? 1000 : 0) + rowCount
  }
}

/// Whom and what it is worth to look at in a scored month, found in the file of its scores.
struct DemoPicks {
  /// Somebody who lost an A by the quota, or else somebody with a grade.
  private(set) var member: String?
  /// Some units where that happened, those of ties first.
  private(set) var units: [String] = []

  private static let mostUnits = 6

  /// - Parameter path: what `score export` wrote, of any length: it is read once, row by row.
  /// - Throws: a `Problem` where the file cannot be read.
  init(scores path: String) throws {
    let reader = try CSVReader(path: path)
    var (lost, graded): (String?, String?)
    var (tied, cut): ([String], [String]) = ([], [])
    func note(_ unit: String, in units: inout [String]) {
      if units.count < Self.mostUnits, !units.contains(unit) { units.append(unit) }
    }
    while let item = try reader.next() {
      guard case .row(let row) = item, row.fields.count == CanonicalScore.header.count else {
        continue
      }
      let (member, unit, grade) = (row.fields[1], row.fields[2], row.fields[10])
      if graded == nil, !grade.isEmpty { graded = member }
      let reasons = row.fields[11].split(separator: ";")
      if reasons.contains("quota_tie") { note(unit, in: &tied) }
      guard reasons.contains("quota") else { continue }
      note(unit, in: &cut)
      if lost == nil { lost = member }
    }
    member = lost ?? graded
    units = Array((tied + cut.filter { !tied.contains($0) }).prefix(Self.mostUnits))
  }
}
