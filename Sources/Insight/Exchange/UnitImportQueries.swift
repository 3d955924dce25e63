import Basics
import Organisation
import Postgres

extension Transaction {
  /// Makes this the only import until the transaction is over.
  ///
  /// - Throws: ``ImportError/busy`` at once where another one is running.
  func holdImports() async throws {
    let held = try await value("SELECT pg_try_advisory_xact_lock(41, 2)", as: Bool.self)
    guard held == true else { throw ImportError.busy }
  }

  /// Every unit on record, open or closed, as it stands on that day.
  func allUnits(on day: Day) async throws -> [Code: Unit] {
    let found = try await rows(
      """
      SELECT DISTINCT ON (unit.id) unit.id, unit.code, unit.tree, unit.level, unit.version,
             placement.name, placement.parent_id, placement.wage_region, placement.open
        FROM unit JOIN unit_placement AS placement ON placement.unit_id = unit.id
       ORDER BY unit.id, (placement.valid_from <= \(day)) DESC, placement.valid_from DESC,
             placement.known_at DESC
      """, as: Unit.self)
    return Dictionary(found.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Writes a plan: units first, parents before children, then their placements.
  func applyUnits(
    _ plan: UnitPlan, from day: Day, newFrom: Day, event: Int64
  ) async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE staged_unit (code text, name text, parent_code text, tree text,
        level smallint, wage_region smallint, is_new boolean) ON COMMIT DROP
      """)
    let drafts = plan.added.map { ($0, true) } + plan.changed.map { ($0.draft, false) }
    try await copyIn(
      into: "staged_unit",
      columns: ["code", "name", "parent_code", "tree", "level", "wage_region", "is_new"]
    ) { writer in
      for (draft, isNew) in drafts {
        try await writer.append(
          draft.code.text, draft.name, draft.parent?.text, draft.tree.rawValue,
          Int16(draft.level), draft.wageRegion.map(Int16.init(clamping:)), isNew)
      }
    }
    try await execute(
      """
      INSERT INTO unit (code, tree, level, event_id)
      SELECT code, tree, level, \(event) FROM staged_unit WHERE is_new ORDER BY level, code
      """, expecting: plan.added.count)
    try await execute(
      """
      UPDATE unit SET version = version + 1, event_id = \(event)
        FROM staged_unit AS staged WHERE staged.code = unit.code AND NOT staged.is_new
      """, expecting: plan.changed.count)
    try await execute(
      """
      INSERT INTO unit_placement (unit_id, valid_from, known_at, tree, level, name, parent_id,
        parent_level, wage_region, open, event_id)
      SELECT unit.id, CASE WHEN staged.is_new THEN \(newFrom) ELSE \(day) END,
             clock_timestamp(), unit.tree, unit.level, staged.name, parent.id, parent.level,
             staged.wage_region, true, \(event)
        FROM staged_unit AS staged
        JOIN unit ON unit.code = staged.code
        LEFT JOIN unit AS parent ON parent.code = staged.parent_code
      """, expecting: drafts.count)
  }

  func insertBatch(_ kind: String, _ report: ImportReport, event: Int64) async throws {
    try await execute(
      """
      INSERT INTO import_batch (kind, file_digest, plan_digest, rows_read, rows_added,
        rows_changed, rows_unchanged, rows_refused, event_id)
      VALUES (\(kind), \(report.fileDigest), \(report.planDigest), \(Int64(report.read)),
        \(Int64(report.added)), \(Int64(report.changed)), \(Int64(report.unchanged)),
        \(Int64(report.refused)), \(event))
      """, expecting: 1)
  }
}
