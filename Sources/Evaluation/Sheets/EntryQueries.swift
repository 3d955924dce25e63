import Basics
import Postgres

extension Entry.Kind: PostgresText {}
extension Entry.Direction: PostgresText {}

extension Quantity: PostgresValue {
  package static var postgresType: PostgresType { Int64.postgresType }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    try tenThousandths.encode(into: &writer)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Quantity {
    guard let quantity = Quantity(tenThousandths: try Int64.decode(cell)) else {
      throw .outOfRange("quantity")
    }
    return quantity
  }
}

extension Entry: Readable {
  package init(_ row: Row) throws {
    self.init(kind: try row.value("kind"), code: try row.value("code"))
    title = try row.value("title") ?? ""
    group = try row.value("group_code")
    weight = try row.value("weight")
    target = try row.value("target")
    actual = try row.value("actual")
    direction = try row.value("direction")
    baseline = try row.value("baseline")
    qualityFailures = try row.value("quality_failures") ?? .zero
    delays = try row.value("delays") ?? .zero
    points = try row.value("points")
    selfPoints = try row.value("self_points")
  }
}

extension Transaction {
  private var entryColumns: SQL {
    """
    kind, code, title, group_code, weight, target, actual, direction, baseline, quality_failures,
    delays, points, self_points
    """
  }

  /// The entries that stand on a sheet, by kind and code.
  package func entries(of sheet: Sheet) async throws -> [Entry] {
    try await rows(
      """
      SELECT \(raw: entryColumns) FROM sheet_entry
       WHERE period_id = \(sheet.month.periodID) AND subject_id = \(sheet.subject.number)
         AND revision = \(Int16(clamping: sheet.revision))
       ORDER BY kind, code
      """, as: Entry.self)
  }

  /// The entries that an untouched sheet takes its shape from: those of the latest sheet of the
  /// same framework, of its shape month or one of the twelve before, on which there was work.
  func shapeEntries(of sheet: Sheet) async throws -> [Entry] {
    guard let shape = sheet.shape else { return [] }
    return try await rows(
      """
      SELECT \(raw: entryColumns) FROM sheet_entry
       WHERE subject_id = \(sheet.subject.number)
         AND period_id BETWEEN \(shape.adding(months: -12).periodID) AND \(shape.periodID)
         AND (period_id, revision) = (
           SELECT old.period_id, old.revision
             FROM sheet AS old JOIN framework ON framework.id = old.framework_id
            WHERE old.subject_id = \(sheet.subject.number) AND old.touched
              AND old.period_id BETWEEN \(shape.adding(months: -12).periodID)
                AND \(shape.periodID)
              AND framework.code = \(sheet.framework.reference.code)
              AND EXISTS (SELECT FROM sheet_entry AS entry
                 WHERE entry.period_id = old.period_id AND entry.subject_id = old.subject_id
                   AND entry.revision = old.revision
                   AND kind IN ('criterion', 'work', 'kpi', 'key_result'))
            ORDER BY old.period_id DESC, old.revision DESC LIMIT 1)
       ORDER BY kind, code
      """, as: Entry.self)
  }

  /// Writes what is different between the entries that stand and those that are to stand.
  func replace(
    _ old: [Entry], with new: [Entry], month: Month, subject: Sheet.Subject, revision: Int
  ) async throws {
    func key(_ entry: Entry) -> String { "\(entry.kind.rawValue) \(entry.code)" }
    let before = Dictionary(old.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.map(key))
    for entry in old where !after.contains(key(entry)) {
      try await execute(
        """
        DELETE FROM sheet_entry
         WHERE period_id = \(month.periodID) AND subject_id = \(subject.number)
           AND revision = \(Int16(clamping: revision)) AND kind = \(entry.kind)
           AND code = \(entry.code)
        """, expecting: 1)
    }
    for entry in new where before[key(entry)] != entry {
      try await put(entry, month: month, subject: subject, revision: revision)
    }
  }

  private func put(
    _ entry: Entry, month: Month, subject: Sheet.Subject, revision: Int
  ) async throws {
    try await execute(
      """
      INSERT INTO sheet_entry (period_id, subject_id, revision, kind, code, title, group_code,
        weight, target, actual, direction, baseline, quality_failures, delays, points, self_points)
      VALUES (\(month.periodID), \(subject.number), \(Int16(clamping: revision)), \(entry.kind),
        \(entry.code), nullif(\(entry.title), ''), \(entry.group), \(entry.weight),
        \(entry.target), \(entry.actual), \(entry.direction), \(entry.baseline),
        nullif(\(entry.qualityFailures), 0), nullif(\(entry.delays), 0), \(entry.points),
        \(entry.selfPoints))
      ON CONFLICT (period_id, subject_id, revision, kind, code) DO UPDATE
         SET title = excluded.title, group_code = excluded.group_code, weight = excluded.weight,
             target = excluded.target, actual = excluded.actual, direction = excluded.direction,
             baseline = excluded.baseline, quality_failures = excluded.quality_failures,
             delays = excluded.delays, points = excluded.points,
             self_points = excluded.self_points
      """, expecting: 1)
  }
}
