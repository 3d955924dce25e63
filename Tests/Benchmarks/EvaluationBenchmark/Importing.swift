import Basics
import Exchange
import Foundation
import Sample
import Synchronization
import Tabular

/// The sheets of the month from a file, against `\copy` of the same entries into the same table.
extension Bench {
  func importSheets() async throws {
    let path = folder + "/sheets.csv"
    try city().writeSheets(
      to: try CSVWriter(path: path, header: SampleCity.sheetColumns), month: month)
    try await psql(["CHECKPOINT"])
    let (first, steps, peak) = try await importOnce(path)
    let (again, stepsAgain, _) = try await importOnce(path)
    // The floor writes a file of its own: at full size there is no room for two.
    try FileManager.default.removeItem(atPath: path)
    let copied = try await copyEntries()
    say(
      "import      \(members * 10) entries with every check: \(shown(first)) s · \\copy into the "
        + "same table: \(shown(copied)) s · ratio \(shown(first / copied)) (goal ≤ 2.00)")
    say("            \(steps) · peak \(peak) MB (goal ≤ 60)")
    say("            the same file again: \(shown(again)) s, nothing changes (\(stepsAgain))")
  }

  private func importOnce(_ path: String) async throws -> (Double, String, Int) {
    let officer = try officer()
    let clock = StepClock()
    PeakMemory.forget()
    let spent = try await withDatabase { database in
      try await seconds {
        _ = try await SheetImport(database: database).run(
          path: path, month: month, options: ImportOptions(today: officer.today), by: officer,
          basis: .none, progress: { clock.note($0) })
      }
    }
    return (spent, clock.summary, PeakMemory.megabytes)
  }

  /// The entries as our import left them, to a file and into a table of the same make.
  private func copyEntries() async throws -> Double {
    let file = folder + "/entries.csv"
    let entries = "sheet_entry_\(month.year * 100 + month.monthOfYear)"
    try await psql(["\\copy cadre.\(entries) TO '\(file)' CSV"])
    try await psql([
      "CREATE TABLE cadre.floor_entry (LIKE cadre.\(entries) INCLUDING ALL)", "CHECKPOINT",
    ])
    let spent = try await seconds {
      try await psql(["\\copy cadre.floor_entry FROM '\(file)' CSV"])
    }
    try await psql(["DROP TABLE cadre.floor_entry"])
    try FileManager.default.removeItem(atPath: file)
    return spent
  }
}

/// How long each step of an import took, by when the next began.
final class StepClock: Sendable {
  private let state = Mutex<[(name: String, at: ContinuousClock.Instant)]>([])

  func note(_ step: ImportStep) {
    let name =
      switch step {
      case .reading: "reading"
      case .checking: "checking"
      case .comparing: "comparing"
      case .writing: "writing"
      }
    state.withLock { steps in
      if steps.last?.name != name { steps.append((name, .now)) }
    }
  }

  var summary: String {
    let steps = state.withLock { $0 }
    let ends = steps.dropFirst().map(\.at) + [ContinuousClock.now]
    return zip(steps, ends).map { step, end in
      let spent = (end - step.at).components
      let seconds = Double(spent.seconds) + Double(spent.attoseconds) / 1e18
      return "\(step.name) " + String(format: "%.1f", seconds) + " s"
    }.joined(separator: ", ")
  }
}
