import Access
import Audit
import Basics
import Frameworks
import Members
import Postgres
import Sheets
import Tabular

/// Sheets of a month from a file of any size: every line is checked, then all sheets are taken or
/// none.
///
/// The lines stream into a temporary table by COPY, each checked by the rules of its framework on
/// the way; whose sheets they are, and what of them is new, is asked of the database in sets. So
/// memory stays flat, and one transaction holds it all. A sheet is taken whole: it falls with any
/// line of it, and replaces what was on record.
package struct SheetImport: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// Reads a file of sheets and applies it.
  ///
  /// - Parameters:
  ///   - path: `sheets.csv`, or the same as `.xlsx`.
  ///   - month: an opened month.
  ///   - draft: sheets come as drafts; otherwise they come decided, and the officer answers for it.
  ///   - options: rehearsal, partial.
  ///   - actor: an HR officer; sheets outside of what they may import are refused one by one.
  ///   - basis: why.
  ///   - progress: told what is going on.
  /// - Returns: what was done, in lines of the file; with refused ones and not `partial`, nothing.
  /// - Throws: a `Problem` where the file as a whole cannot be taken, or the month is closed or was
  ///   never opened (`PeriodError`); nothing is changed then.
  package func run(
    path: String, month: Month, draft: Bool = false, options: ImportOptions, by actor: Actor,
    basis: Audit.Basis, progress: @Sendable (ImportStep) -> Void = { _ in }
  ) async throws -> ImportReport {
    try actor.requireSomewhere(.importSheets)
    let fileDigest = try FileDigest.of(path: path)
    let report = try await database.write { transaction in
      try await transaction.holdImports()
      guard let period = try await transaction.heldPeriod(month) else {
        throw PeriodError.unknown(month)
      }
      guard period.state.takesWrites else { throw PeriodError.closed(month, period.state) }
      var report = ImportReport()
      report.fileDigest = fileDigest
      let scattered = try await stage(path, month, &report, transaction, progress)
      progress(.checking)
      try await check(period, draft, actor, options, scattered, &report, transaction)
      progress(.comparing)
      try await transaction.planSheets(month, state: draft ? .draft : .decided)
      try await count(&report, period, draft, options, transaction)
      if let expected = options.expectedPlan, expected != report.planDigest {
        throw ImportError.planChanged(expected: expected, found: report.planDigest)
      }
      guard !options.rehearsal, report.refused == 0 || options.partial,
        report.added + report.changed > 0
      else { return report }
      progress(.writing)
      let event = try await Audit.note(
        "sheet.import", of: .init(kind: "import", code: report.planDigest), by: actor,
        basis: basis, detail: detail(of: report, period, draft: draft), in: transaction)
      try await transaction.freezeFrameworks(
        ids: try await transaction.plannedFrameworks(), event: event)
      try await transaction.applySheets(
        period, state: draft ? .draft : .decided, reason: basis.reason, by: actor, event: event)
      try await transaction.insertBatch("sheet", report, event: event)
      report.applied = true
      return report
    }
    if report.applied, report.added + report.changed > 1000 {
      try await database.write { try await $0.refreshPeriodStatistics(month) }
    }
    return report
  }

  /// Streams the file into the stage.
  ///
  /// - Returns: whether some sheets came in several parts.
  private func stage(
    _ path: String, _ month: Month, _ report: inout ImportReport, _ transaction: Transaction,
    _ progress: @Sendable (ImportStep) -> Void
  ) async throws -> Bool {
    let table = try openTable(path: path, neutralised: true)
    let header = try HeaderMap(
      table.header, names: SheetColumn.names, required: SheetColumn.required,
      title: { "\($0.rawValue) (\($0.vietnamese))" })
    report.unknownColumns = header.unknown
    let digits = [SheetColumn.memberCode, .code, .group].compactMap { column in
      header.place(of: column).map { ($0, column.rawValue) }
    }
    let frameworks = SheetFrameworks(try await transaction.frameworkRows(), month: month)
    let start = SheetStaging(
      header: header, decimalComma: table.separator == .semicolon, frameworks: frameworks,
      report: report)
    try await transaction.createSheetStage()
    var staging = start
    try await transaction.copySheetStage { writer in
      try await staging.read(table, digits: digits, into: writer, progress: progress)
    }
    report = staging.report
    return try await transaction.gatherSheets() > 0
  }

  /// Asks the database what no line can know by itself; refused sheets leave the stage.
  private func check(
    _ period: EvaluationPeriod, _ draft: Bool, _ actor: Actor, _ options: ImportOptions,
    _ scattered: Bool, _ report: inout ImportReport, _ transaction: Transaction
  ) async throws {
    let last = period.month.lastDay
    let tops = actor.units(for: .importSheets)
    let visible = try await transaction.unitsBelow(tops, on: min(last, options.today))
    _ = try await transaction.stageExpected(on: last, knownAt: transaction.now)
    try await transaction.resolveSheets(period.month)
    let flaws = try await transaction.findSheetFlaws(
      on: last, visible: visible, draft: draft, own: actor.member, scattered: scattered,
      limit: ImportReport.flawLimit)
    for flaw in flaws { report.refuse(flaw.rowFlaw) }
    report.refused += try await transaction.dropRefusedSheets()
    let room = ImportReport.flawLimit - report.flaws.count
    if report.refused > 0, room > 0 {
      for flaw in try await transaction.linesRefusedWithTheirSheet(limit: room) {
        report.refuse(flaw.rowFlaw)
      }
    }
    report.flaws.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private func count(
    _ report: inout ImportReport, _ period: EvaluationPeriod, _ draft: Bool,
    _ options: ImportOptions, _ transaction: Transaction
  ) async throws {
    let counts = try await transaction.sheetCounts()
    (report.added, report.changed) = (counts.added, counts.changed)
    report.unchanged = counts.unchanged
    report.sheets = counts.sheets
    let lines = [
      "sheet", report.fileDigest, "\(period.month) \(period.revision)", "\(draft)",
      "\(options.partial)",
      "\(report.read) \(report.added) \(report.changed) \(report.unchanged) \(report.refused)",
      counts.touched,
    ]
    report.planDigest = FileDigest.of(text: lines.joined(separator: "\n") + "\n")
  }

  private func detail(
    of report: ImportReport, _ period: EvaluationPeriod, draft: Bool
  ) -> [AuditDetail] {
    report.counts + [
      AuditDetail("period", new: period.month.description),
      AuditDetail("revision", new: "\(period.revision)"),
      AuditDetail("sheets", new: "\(report.sheets ?? 0)"),
      AuditDetail("state", new: (draft ? Sheet.State.draft : .decided).rawValue),
    ]
  }
}
