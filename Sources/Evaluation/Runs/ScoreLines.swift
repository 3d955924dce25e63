import Access
import Audit
import Basics
import Members
import Postgres
import Scoring
import Tabular

extension CanonicalScore {
  /// The header of `score export`.
  package static let header = [
    "period", "member_code", "unit_code", "form", "framework", "status", "general", "results",
    "total", "grade", "final_grade", "reasons",
  ]

  /// The twelve fields, in their order.
  package var fields: [String] {
    [
      "\(month)", memberCode.text, unitCode.text, form.rawValue, framework?.description ?? "",
      status.rawValue, general?.description ?? "", results?.description ?? "",
      total?.description ?? "", grade?.rawValue ?? "", finalGrade?.rawValue ?? "",
      [reasons, quotaReason].filter { !$0.isEmpty }.joined(separator: ";"),
    ]
  }
}

extension Runs {
  /// Streams the lines of a run in byte order of member codes.
  ///
  /// - Parameters:
  ///   - month: the month.
  ///   - number: the run; `nil`: the newest that is finished.
  ///   - actor: needs the right to see sheets; only members of their units come.
  ///   - makeWriter: opens what takes the rows; finished here.
  ///   - progress: told how many rows are written.
  /// - Returns: the run, and how many rows were written.
  /// - Throws: ``RunError``, an access error, or what stands in the way of the file.
  @discardableResult
  package func export(
    _ month: Month, run number: Int32?, by actor: Actor,
    to makeWriter: @Sendable () throws -> any TableWriter,
    progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> (run: Run, rows: Int) {
    try actor.requireSomewhere(.viewSheets)
    return try await database.write(isolation: .repeatableRead) { transaction in
      let run = try await transaction.sealedRun(number, of: month)
      let visible = try await transaction.unitsBelow(
        actor.units(for: .viewSheets), on: run.month.lastDay)
      let writer = try makeWriter()
      var rows = 0
      try await transaction.eachLine(of: run, visible: visible) { line in
        try writer.write(line.fields)
        rows += 1
        if rows % 4096 == 0 { progress(rows) }
      }
      try await Audit.note(
        "score.export", of: .init(kind: "run", code: "\(run.number)"), by: actor,
        detail: [AuditDetail("rows", new: "\(rows)")], in: transaction)
      try writer.finish()
      return (run, rows)
    }
  }

  /// All runs, newest first.
  package func list(_ month: Month?, for actor: Actor) async throws -> [Run] {
    try actor.requireSomewhere(.viewUnits)
    return try await database.read { try await $0.runs(of: month) }
  }
}

extension Transaction {
  /// The run of that number, or the newest of the month; its results may be read.
  package func sealedRun(_ number: Int32?, of month: Month) async throws -> Run {
    guard let number else {
      _ = try await knownPeriod(month)
      guard let shown = try await shownRun(of: month) else { throw RunError.noRun(month) }
      return shown
    }
    let run = try await run(number)
    guard run.month == month else { throw RunError.unknown(number) }
    guard run.state.isSealed else { throw RunError.notFinished(number) }
    return run
  }
}
