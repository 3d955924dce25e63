import Basics
import Postgres
import Sheets

extension Transaction {
  /// The units that grade somebody expected.
  func gradingSpans() async throws -> [ChunkPlan.Span] {
    try await rows(
      """
      SELECT unit_id, count(*)::int AS members, min(member_id) AS first, max(member_id) AS last
        FROM expected WHERE unit_id IS NOT NULL GROUP BY unit_id
      """, as: ChunkPlan.Span.self)
  }

  /// Writes down the members of a run while other transactions read out whom they have staged.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - run: the number of the run.
  ///   - stages: of the leaders.
  ///   - units: the chunk of each grading unit.
  ///   - reading: what has the temporary table `expected`; not this transaction.
  /// - Returns: the chunks that they come to.
  /// - Throws: a `PostgresError`.
  func insertMembers(
    of plan: RunPlan, run: Int32, stages: [Int64: Int16], units: [Int64: Int32],
    from reading: [Transaction]
  ) async throws -> ChunkList {
    let period = plan.month.periodID
    var chunks = ChunkList()
    try await copyIn(
      into: "run_member",
      columns: [
        "period_id", "run_id", "chunk", "member_id", "member_code", "unit_id", "cell_id",
        "agency_id", "form", "manager_id", "stage",
      ]
    ) { writer in
      for one in reading {
        let expected = one.copyOut(
          """
          SELECT member_id, member_code, unit_id, cell_id, agency_id, form, manager_id
            FROM expected WHERE unit_id IS NOT NULL
          """, as: ExpectedMember.self)
        for try await batch in expected.batches {
          for member in batch {
            let (chunk, stage) = (units[member.unit] ?? 1, stages[member.id] ?? 0)
            chunks.add(member.id, stage: stage, chunk: chunk)
            try await writer.append(
              RunMemberRow(
                period: period, run: run, chunk: chunk, member: member, stage: stage))
          }
        }
      }
    }
    return chunks
  }

  func insert(_ chunks: [Chunk], of run: Int32) async throws {
    try await copyIn(
      into: "run_chunk",
      columns: ["run_id", "number", "stage", "members", "first_member_id", "last_member_id"]
    ) { writer in
      for chunk in chunks {
        try await writer.append(
          run, chunk.number, chunk.stage, Int32(chunk.members), chunk.first, chunk.last)
      }
    }
  }
}

extension ChunkPlan.Span: Readable {
  init(_ row: Row) throws {
    unit = try row.value("unit_id")
    members = try row.value("members")
    first = try row.value("first")
    last = try row.value("last")
  }
}

/// Somebody expected whom a unit grades.
private struct ExpectedMember: Readable {
  let id: Int64
  let code: String
  let unit: Int64
  let cell: Int64?
  let agency: Int64?
  let form: String
  let manager: Int64?

  init(_ row: Row) throws {
    id = try row.value("member_id")
    code = try row.value("member_code")
    unit = try row.value("unit_id")
    cell = try row.value("cell_id")
    agency = try row.value("agency_id")
    form = try row.value("form")
    manager = try row.value("manager_id")
  }
}

/// One row of `run_member`, as it goes in.
private struct RunMemberRow: Writable {
  let period: Int32
  let run: Int32
  let chunk: Int32
  let member: ExpectedMember
  let stage: Int16

  func write(to row: inout RowWriter) throws {
    try row.put(period)
    try row.put(run)
    try row.put(chunk)
    try row.put(member.id)
    try row.put(member.code)
    try row.put(member.unit)
    try row.put(member.cell)
    try row.put(member.agency)
    try row.put(member.form)
    try row.put(member.manager)
    try row.put(stage)
  }
}

extension Transaction {
  /// Expected members whom no unit grades; the temporary table `expected` has them.
  func skippedExpected() async throws -> [Skipped] {
    try await rows(
      """
      SELECT member_code, 'no_unit' AS reason FROM expected WHERE unit_id IS NULL
       ORDER BY member_code
      """, as: Skipped.self)
  }

  /// The same of a run that was laid out before.
  func skippedMembers(of run: Run) async throws -> [Skipped] {
    try await stageExpected(
      on: run.month.lastDay, knownAt: run.knownAt, of: try await memberNumbers() ?? 0...0)
    return try await skippedExpected()
  }

  /// The frameworks that sheets of the month name.
  func frameworksUsed(in month: Month) async throws -> [Int32] {
    try await values(
      """
      SELECT DISTINCT framework_id FROM sheet
       WHERE period_id = \(month.periodID) AND touched ORDER BY framework_id
      """, as: Int32.self)
  }
}
