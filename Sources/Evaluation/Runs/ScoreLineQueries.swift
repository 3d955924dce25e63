import Basics
import Frameworks
import Postgres
import Ranking
import Scoring

/// A score with what became of its grade.
private struct LineRow: Readable {
  let score: StoredScore
  let finalGrade: Framework.Grade?
  let reason: QuotaChange.Reason?

  init(_ row: Row) throws {
    score = try StoredScore(row)
    finalGrade = try row.value("final_grade")
    reason = try row.value("final_reason")
  }
}

extension QuotaChange.Reason: PostgresText {}

/// A framework by its number.
private struct ReferenceRow: Readable {
  let id: Int32
  let reference: Framework.Reference

  init(_ row: Row) throws {
    id = try row.value("id")
    reference = Framework.Reference(
      code: try row.value("code"), version: try row.value("version"))
  }
}

private struct CodeRow: Readable {
  let id: Int64
  let code: Code

  init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
  }
}

extension Transaction {
  /// `id@version` of every framework, by its number.
  package func frameworkReferences() async throws -> [Int32: Framework.Reference] {
    let rows = try await rows(
      "SELECT id, code, version FROM framework", as: ReferenceRow.self)
    return Dictionary(rows.map { ($0.id, $0.reference) }, uniquingKeysWith: { first, _ in first })
  }

  private func unitCodes() async throws -> [Int64: Code] {
    let rows = try await rows("SELECT id, code FROM unit", as: CodeRow.self)
    return Dictionary(rows.map { ($0.id, $0.code) }, uniquingKeysWith: { first, _ in first })
  }

  /// Lines of a run in byte order of member codes; `members`: only of these.
  func eachLine(
    of run: Run, visible: [Int64]? = nil, members: [Int64]? = nil,
    _ take: (CanonicalScore) throws -> Void
  ) async throws {
    let (references, units) = (try await frameworkReferences(), try await unitCodes())
    // Rows that were written a moment ago have no statistics: all of a run is joined with all.
    if members == nil { try await execute("SET LOCAL enable_nestloop = off") }
    let rows = copyOut(
      """
      SELECT score.member_id, member_code, unit_id, cell_id, agency_id, form, framework_id,
             status, general, results, total, grade, reasons, final_grade,
             quota_change.reason AS final_reason
        FROM score
        LEFT JOIN quota_change ON quota_change.period_id = score.period_id
         AND quota_change.run_id = score.run_id AND quota_change.member_id = score.member_id
       WHERE score.period_id = \(run.month.periodID) AND score.run_id = \(run.number)
         AND (\(visible)::bigint[] IS NULL OR unit_id = ANY (\(visible)))
         AND (\(members)::bigint[] IS NULL OR score.member_id = ANY (\(members)))
       ORDER BY member_code
      """, as: LineRow.self)
    for try await batch in rows.batches {
      for row in batch {
        try take(
          row.score.line(
            finalGrade: row.finalGrade, reason: row.reason, month: run.month,
            unitCode: units[row.score.unit] ?? .blank,
            framework: row.score.framework.flatMap { references[$0] }))
      }
    }
    if members == nil { try await execute("SET LOCAL enable_nestloop = on") }
  }
}
