import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Tabular

/// Members from a file of any size: every row is checked, then all are applied or none.
///
/// The rows stream into a temporary table by COPY; what needs other rows or the record is asked of
/// the database in sets. So memory stays flat, and one transaction holds it all.
package struct MemberImport: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// Reads a file of members and applies it.
  ///
  /// - Parameters:
  ///   - path: `members.csv`, the national sheet, or either as `.xlsx`.
  ///   - layout: which columns the file has.
  ///   - options: rehearsal, partial, from which day changed facts hold.
  ///   - actor: an HR officer; rows outside of what they may import are refused one by one.
  ///   - basis: why.
  ///   - progress: told what is going on.
  /// - Returns: what was done; with refused rows and not `partial`, nothing was.
  /// - Throws: a `Problem` where the file as a whole cannot be taken; nothing is changed then.
  package func run(
    path: String, layout: MemberLayout, options: ImportOptions, by actor: Actor,
    basis: Audit.Basis, progress: @Sendable (ImportStep) -> Void = { _ in }
  ) async throws -> ImportReport {
    try actor.requireSomewhere(.importRecords)
    let fileDigest = try FileDigest.of(path: path)
    let report = try await database.write { transaction in
      var report = ImportReport()
      report.fileDigest = fileDigest
      try await transaction.holdImports()
      let cells =
        layout == .national ? try await transaction.partyUnitNames(on: options.from) : [:]
      let table = try openTable(path: path, neutralised: true)
      let source = try MemberRowSource(layout, header: table.header, cells: cells)
      report.unknownColumns = source.unknownColumns
      try await transaction.createStage()
      try await stage(
        table, source, options, into: &report, transaction: transaction, progress: progress)
      progress(.checking)
      try await transaction.resolveStage(on: options.from)
      try await check(actor, options, &report, transaction)
      progress(.comparing)
      try await transaction.compareStage(source.stated, from: options.from)
      try await count(&report, options, layout, transaction)
      if let expected = options.expectedPlan, expected != report.planDigest {
        throw ImportError.planChanged(expected: expected, found: report.planDigest)
      }
      guard !options.rehearsal, report.refused == 0 || options.partial,
        report.added + report.changed > 0
      else { return report }
      progress(.writing)
      let event = try await Audit.note(
        "member.import", of: .init(kind: "import", code: report.planDigest), by: actor,
        basis: basis, detail: report.counts, in: transaction)
      try await transaction.applyStage(
        source.stated, from: options.from, newFrom: options.newFrom, event: event)
      try await transaction.insertBatch("member", report, event: event)
      report.applied = true
      return report
    }
    if report.applied, report.added + report.changed > 1000 {
      try await database.write { try await $0.refreshStatistics() }
    }
    return report
  }

  /// Streams the rows that are right by themselves into the stage.
  private func stage(
    _ table: any TableReader, _ source: MemberRowSource, _ options: ImportOptions,
    into report: inout ImportReport, transaction: Transaction,
    progress: @Sendable (ImportStep) -> Void
  ) async throws {
    let digits = source.digitColumns()
    let comma = table.separator == .semicolon
    var state = report
    try await transaction.copyStage { writer in
      while let item = try table.next() {
        state.read += 1
        switch item {
        case .bad(let problem):
          state.refused += 1
          state.refuse(RowFlaw(problem))
        case .row(let row):
          if let flaw = MemberImport.numberTyped(row, digits) {
            state.refused += 1
            state.refuse(flaw)
            continue
          }
          switch source.read(row.fields, today: options.today, decimalComma: comma) {
          case .success(let member):
            for doubt in member.row.doubts() + member.doubts {
              state.warn(RowFlaw(doubt, line: row.line))
            }
            try await writer.append(member, line: row.line)
          case .failure(let failure):
            state.refused += 1
            for flaw in failure.flaws { state.refuse(RowFlaw(flaw, line: row.line)) }
          }
        }
        if state.read % 4096 == 0 {
          progress(.reading(bytes: table.progress.bytesRead, of: table.progress.totalBytes))
        }
      }
    }
    report = state
  }

  /// A code that a spreadsheet keeps as a number has lost its leading zeros.
  static func numberTyped(
    _ row: TableRow, _ digits: [(place: Int, name: String)]
  ) -> RowFlaw? {
    guard !row.numbers.isEmpty else { return nil }
    for (place, name) in digits where row.numbers.contains(place) {
      return RowFlaw(
        line: row.line, column: name, value: row.fields[place],
        reason: Phrase(
          vi: "ô là kiểu số nên có thể mất số 0 ở đầu; đổi ô sang kiểu văn bản",
          en: "the cell is a number and may have lost leading zeros; make it text"))
    }
    return nil
  }

  /// Asks the database what no row can know by itself, and takes the refused rows off the stage.
  private func check(
    _ actor: Actor, _ options: ImportOptions, _ report: inout ImportReport,
    _ transaction: Transaction
  ) async throws {
    let tops = actor.units(for: .importRecords)
    let visible = try await transaction.unitsBelow(tops, on: options.today)
    var flaws = try await transaction.stageFlaws(visible: visible)
    var refused = Set(flaws.map(\.line))
    try await transaction.dropFromStage(refused)
    // A row falls with the row of its manager, so look again until nothing more falls.
    while true {
      let more = try await transaction.managerFlaws()
      guard !more.isEmpty else { break }
      flaws += more
      let lines = Set(more.map(\.line))
      refused.formUnion(lines)
      try await transaction.dropFromStage(lines)
    }
    report.refused += refused.count
    for flaw in flaws { report.refuse(flaw.rowFlaw) }
    report.flaws.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private func count(
    _ report: inout ImportReport, _ options: ImportOptions, _ layout: MemberLayout,
    _ transaction: Transaction
  ) async throws {
    let counts = try await transaction.stageCounts()
    (report.added, report.changed) = (counts.added, counts.changed)
    report.unchanged = counts.unchanged
    let lines = [
      "member", layout.rawValue, report.fileDigest, "\(options.from)", "\(options.newFrom)",
      "\(options.partial)",
      "\(report.read) \(report.added) \(report.changed) \(report.unchanged) \(report.refused)",
      counts.touched,
    ]
    report.planDigest = FileDigest.of(text: lines.joined(separator: "\n") + "\n")
  }
}
