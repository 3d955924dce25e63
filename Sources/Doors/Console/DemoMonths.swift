import Access
import Basics
import Exchange
import Foundation
import Runs
import Sample
import Sheets
import Tabular

/// The months of the demonstration: some done without a word, so that there is a past, and one
/// that is shown step by step.
///
/// Every step first looks where the month stands, so that a demonstration that was interrupted
/// goes on and one that was done changes nothing.
struct DemoMonths {
  let city: SampleCity
  let folder: String
  let office: Office
  let screen: DemoScreen

  // MARK: - Quietly

  /// Brings a month from nothing to its publication.
  func prepare(_ month: Month) async throws {
    let period = try await period(month)
    guard !isDone(period) else {
      return screen.terminal.line(
        vi: "\(month): đã làm từ trước, để nguyên.", en: "\(month): done before, left as it is.")
    }
    if period?.state.takesWrites ?? true { try await collect(month) }
    let progress = ProgressLine(screen.terminal)
    defer { progress.finish() }
    let run: Run
    if let found = try await office.runs.final(of: month, for: office.actor) {
      run = found
    } else {
      run = try await office.runs.score(month, by: office.actor) { progress.show($0) }.run
    }
    _ = try await office.runs.publish(
      run.number, leaving: .all, by: office.actor, basis: DemoRecord.basis,
      appealUntil: try screen.desk.appealWindow())
    progress.finish()
    let counts = run.seal?.counts ?? .init()
    screen.terminal.line(
      vi: "\(month): thuộc diện \(counts.expected), xếp loại \(counts.rated); lần chấm "
        + "\(run.number) đã công bố.",
      en: "\(month): \(counts.expected) expected, \(counts.rated) rated; run \(run.number) is "
        + "published.")
  }

  /// Opened, filled from a file that is not kept, closed.
  private func collect(_ month: Month) async throws {
    let (periods, actor, basis) = (office.periods, office.actor, DemoRecord.basis)
    _ = try await periods.open(
      month, shipped: try screen.desk.frameworks(), by: actor, basis: basis)
    let path = try write(month, leavingOut: "")
    let progress = ProgressLine(screen.terminal)
    defer { progress.finish() }
    let report = try await SheetImport(database: office.database).run(
      path: path, month: month, options: ImportOptions(today: office.today), by: actor,
      basis: basis
    ) { step in
      if case .reading(let bytes, let total) = step {
        progress.show(Phrase(vi: "Đọc phiếu", en: "Reading sheets"), done: bytes, of: total)
      } else {
        progress.show(Phrase(vi: "Ghi phiếu", en: "Writing sheets"), force: true)
      }
    }
    guard report.refused == 0 else { throw DemoMonths.refused(report.refused, of: path) }
    _ = try await periods.close(month, by: actor, basis: basis)
    try FileManager.default.removeItem(atPath: path)
  }

  private static func refused(_ lines: Int, of path: String) -> PlainProblem {
    PlainProblem(
      .rowsRefused,
      Phrase(
        vi: "\(lines) dòng của \(path) bị từ chối.", en: "\(lines) lines of \(path) were refused."),
      hint: Phrase(
        vi: "Xem từng dòng: cadre sheet import \(path) --dry-run --period …",
        en: "See each line: cadre sheet import \(path) --dry-run --period …"))
  }

  // MARK: - Shown

  /// The month as an office goes through it, until it is scored.
  func show(_ month: Month) async throws {
    let period = try await period(month)
    guard !isDone(period) else {
      screen.terminal.line()
      return screen.terminal.line(
        vi: "Kỳ \(month) đã công bố: không thay đổi gì. Đây là kết quả.",
        en: "\(month) was published before: nothing is changed. Here are its results.")
    }
    if period?.state.takesWrites ?? true {
      try await screen.show("period", "open", "\(month)")
      let path = try write(month, leavingOut: hand)
      try await screen.show("sheet", "import", path, "--period", "\(month)")
      try await byHand(month)
      try await screen.show("report", "readiness", "UB00004", "--period", "\(month)")
      try await screen.show("period", "close", "\(month)")
    }
    guard try await office.runs.final(of: month, for: office.actor) == nil else { return }
    try await screen.show("score", "run", "--period", "\(month)", "--dry-run")
    try await screen.show("score", "run", "--period", "\(month)")
  }

  /// Whose sheet is not in the file: an officer of the first commune, or, in the smallest cities,
  /// where a commune has no other, one of its leaders.
  private var hand: String { SampleCity.memberCode(handIsLeader ? 2 : 6) }
  private var handIsLeader: Bool { city.members / city.communes.count < 6 }

  /// One sheet through all hands: the person, who reviews, who decides.
  private func byHand(_ month: Month) async throws {
    guard let name = SubjectName(hand) else { return }
    let period = ["--period", "\(month)"]
    let view = try await office.sheets.show(name, in: month, for: office.actor)
    if view.state == .draft {
      var work = view.entries.filter { $0.kind == .work }.flatMap { entry in
        ["--work", entry.target.map { "\(entry.code)=\($0)" } ?? "\(entry.code):1:10:10"]
      }
      if work.isEmpty { work = ["--work", "SP01:1:4:4", "--work", "SP02:2:6:6"] }
      try await screen.show(
        ["sheet", "self", hand, "--points", "G1=9.5", "--points", "G2=9.5", "--points", "G3=9"]
          + work + period)
    }
    if [.draft, .selfScored].contains(view.state) {
      try await screen.show(["sheet", "review", hand, "--points", "G2=9"] + period)
    }
    if view.state != .decided {
      let factors = ["--points", "organising=1", "--points", "cohesion=1"]
      try await screen.show(["sheet", "decide", hand] + (handIsLeader ? factors : []) + period)
    }
    try await screen.show(["sheet", "show", hand] + period)
  }

  // MARK: - Both

  private func period(_ month: Month) async throws -> EvaluationPeriod? {
    try await office.periods.list(for: office.actor).first { $0.month == month }
  }

  /// Published, or reopened since by somebody who is at work on it.
  private func isDone(_ period: EvaluationPeriod?) -> Bool {
    guard let period else { return false }
    return period.state == .published || period.revision > 1
  }

  private func write(_ month: Month, leavingOut code: String) throws -> String {
    let path = folder + "/sheets-\(month).csv"
    let progress = ProgressLine(screen.terminal)
    defer { progress.finish() }
    let file = try CSVWriter(path: path, header: SampleCity.sheetColumns)
    try city.writeSheets(to: LeavingOut(code, of: file), month: month) { done in
      progress.show(
        Phrase(vi: "Viết phiếu \(month)", en: "Writing sheets of \(month)"), done: done,
        of: city.members)
    }
    return path
  }
}

/// Passes on the lines of all sheets but one.
private final class LeavingOut: TableWriter {
  private let code: String
  private let writer: any TableWriter

  init(_ code: String, of writer: any TableWriter) {
    self.code = code
    self.writer = writer
  }

  func write(_ fields: [String]) throws {
    if fields.first != code { try writer.write(fields) }
  }

  func write(_ cells: [Cell]) throws { try writer.write(cells) }

  func finish() throws { try writer.finish() }
}

extension Runs {
  /// The final run of a month that counts now, if it was scored.
  func final(of month: Month, for actor: Actor) async throws -> Run? {
    try await list(month, for: actor).first {
      $0.kind == .final && $0.state.isSealed && $0.state != .superseded
    }
  }
}
