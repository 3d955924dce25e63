import Access
import Audit
import Basics
import Organisation
import Postgres
import Tabular

/// Units from a file: all rows are checked first, then all applied or none.
package struct UnitImport: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// Reads `units.csv` (or the same as `.xlsx`) and applies it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - options: rehearsal, partial, from which day changes hold.
  ///   - actor: an HR officer over everything: a file of units can touch every part of a tree.
  ///   - basis: why.
  ///   - progress: told what is going on.
  /// - Returns: what was done; with refused rows and not `partial`, nothing was.
  /// - Throws: a `Problem` where the file as a whole cannot be taken; nothing is changed then.
  package func run(
    path: String, options: ImportOptions, by actor: Actor, basis: Audit.Basis,
    progress: @Sendable (ImportStep) -> Void = { _ in }
  ) async throws -> ImportReport {
    try actor.requireEverywhere(.importRecords)
    var report = ImportReport()
    report.fileDigest = try FileDigest.of(path: path)
    let rows = try read(path, into: &report, progress: progress)
    let start = report
    return try await database.write { transaction in
      var report = start
      progress(.checking)
      try await transaction.holdImports()
      let known = try await transaction.allUnits(on: options.from)
      let plan = UnitPlan(rows, known: known)
      for flaw in plan.flaws { report.refuse(flaw) }
      report.flaws.sort { $0.line < $1.line }
      report.refused += plan.flaws.count
      (report.added, report.changed) = (plan.added.count, plan.changed.count)
      report.unchanged = plan.unchanged
      report.planDigest = Self.digest(report, plan: plan, options: options)
      if let expected = options.expectedPlan, expected != report.planDigest {
        throw ImportError.planChanged(expected: expected, found: report.planDigest)
      }
      guard !options.rehearsal, report.refused == 0 || options.partial,
        !plan.added.isEmpty || !plan.changed.isEmpty
      else { return report }
      progress(.writing)
      let event = try await Audit.note(
        "unit.import", of: .init(kind: "import", code: report.planDigest), by: actor,
        basis: basis, detail: report.counts, in: transaction)
      try await transaction.applyUnits(
        plan, from: options.from, newFrom: options.newFrom, event: event)
      try await transaction.insertBatch("unit", report, event: event)
      report.applied = true
      return report
    }
  }

  private func read(
    _ path: String, into report: inout ImportReport, progress: @Sendable (ImportStep) -> Void
  ) throws -> [UnitRow] {
    let table = try openTable(path: path, neutralised: true)
    let header = try HeaderMap(
      table.header, names: UnitColumn.names, required: UnitColumn.allCases, title: \.rawValue)
    report.unknownColumns = header.unknown
    var rows: [UnitRow] = []
    while let item = try table.next() {
      report.read += 1
      switch item {
      case .bad(let problem):
        report.refused += 1
        report.refuse(RowFlaw(problem))
      case .row(let row):
        switch UnitRow.read(line: row.line, { header.text($0, in: row.fields) }) {
        case .success(let unit): rows.append(unit)
        case .failure(let failure):
          report.refused += 1
          for flaw in failure.flaws { report.refuse(flaw) }
        }
      }
      if report.read % 1024 == 0 {
        progress(.reading(bytes: table.progress.bytesRead, of: table.progress.totalBytes))
      }
    }
    return rows
  }

  /// One name for "exactly this file, with these options, on the record as it stands".
  private static func digest(
    _ report: ImportReport, plan: UnitPlan, options: ImportOptions
  ) -> String {
    let touched = plan.changed.map { "\($0.unit.code)|\($0.unit.version)" }.sorted()
    let lines =
      [
        "unit", report.fileDigest, "\(options.from)", "\(options.newFrom)", "\(options.partial)",
        "\(report.read) \(report.added) \(report.changed) \(report.unchanged) \(report.refused)",
      ] + touched
    return FileDigest.of(text: lines.joined(separator: "\n") + "\n")
  }
}

extension RowFlaw {
  /// A row that the reader of the table could not take.
  init(_ problem: TableProblem) {
    self.init(
      line: problem.line ?? 0, column: problem.column ?? "", value: problem.value ?? "",
      reason: problem.cause.sentence)
  }
}

extension ImportReport {
  /// The counts, for the trail.
  var counts: [AuditDetail] {
    [
      AuditDetail("read", new: "\(read)"), AuditDetail("added", new: "\(added)"),
      AuditDetail("changed", new: "\(changed)"), AuditDetail("unchanged", new: "\(unchanged)"),
      AuditDetail("refused", new: "\(refused)"), AuditDetail("file", new: fileDigest),
    ]
  }
}
