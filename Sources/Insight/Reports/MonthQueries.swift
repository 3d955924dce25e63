import Basics
import Organisation
import Postgres
import Runs
import Sheets

/// The month of a member in a run, beside the month before; amounts in hundredths.
struct MemberMonth: Readable {
  let code: Code
  let fullName: Personal<String>
  /// Where the member stands in the tree of the report: the cell or the agency.
  let place: Int64
  let form: String
  let status: String
  let total: Int?
  let grade: String?
  let finalGrade: String?
  let reasons: String
  let previousTotal: Int?
  let previousGrade: String?

  init(_ row: Row) throws {
    code = try row.value("member_code")
    fullName = Personal(try row.value("full_name"))
    place = try row.value("place")
    form = try row.value("form")
    status = try row.value("status")
    total = try row.value("total")
    grade = try row.value("grade")
    finalGrade = try row.value("final_grade")
    reasons = try row.value("reasons")
    previousTotal = try row.value("previous_total")
    previousGrade = try row.value("previous_grade")
  }
}

/// How many members of one place have one grade before the quota and one after it.
struct GradeCount: Readable {
  let cell: Int64?
  let agency: Int64?
  let grade: String
  let finalGrade: String
  let count: Int

  init(_ row: Row) throws {
    cell = try row.value("cell_id")
    agency = try row.value("agency_id")
    grade = try row.value("grade")
    finalGrade = try row.value("final_grade")
    count = try row.value("members")
  }

  func place(in tree: Tree) -> Int64? { tree == .party ? cell : agency }
}

extension Transaction {
  /// The members that stand in the units, whatever became of their sheets, in byte order of codes.
  ///
  /// - Parameters:
  ///   - run: the run.
  ///   - previous: the run of the month before, if there is one.
  ///   - units: the units, all of one tree.
  ///   - tree: that tree: members stand in it by cell or by agency.
  /// - Returns: one row a member.
  /// - Throws: a ``PostgresError``.
  func memberMonths(
    of run: Run, after previous: Run?, in units: [Int64], of tree: Tree
  ) async throws -> [MemberMonth] {
    let place: SQL = tree == .party ? "score.cell_id" : "score.agency_id"
    return try await rows(
      """
      SELECT score.member_code, member.full_name, \(raw: place) AS place, score.form, score.status,
             score.total, score.grade, coalesce(change.final_grade, score.grade) AS final_grade,
             concat_ws(';', nullif(score.reasons, ''), change.reason) AS reasons,
             before.total AS previous_total,
             coalesce(was.final_grade, before.grade) AS previous_grade
        FROM score
        JOIN member ON member.id = score.member_id
        LEFT JOIN quota_change AS change
          ON change.period_id = \(run.month.periodID) AND change.run_id = \(run.number)
             AND change.member_id = score.member_id
        LEFT JOIN score AS before
          ON before.period_id = \(previous?.month.periodID) AND before.run_id = \(previous?.number)
             AND before.member_id = score.member_id
        LEFT JOIN quota_change AS was
          ON was.period_id = \(previous?.month.periodID) AND was.run_id = \(previous?.number)
             AND was.member_id = score.member_id
       WHERE score.period_id = \(run.month.periodID) AND score.run_id = \(run.number)
         AND \(raw: place) = ANY (\(units))
       ORDER BY score.member_code
      """, as: MemberMonth.self)
  }

  /// The grades of everybody rated, by cell and agency, before the quota and after it.
  func gradeCounts(of run: Run) async throws -> [GradeCount] {
    try await rows(
      """
      SELECT score.cell_id, score.agency_id, score.grade,
             coalesce(change.final_grade, score.grade) AS final_grade, count(*)::int AS members
        FROM score
        LEFT JOIN quota_change AS change
          ON change.period_id = \(run.month.periodID) AND change.run_id = \(run.number)
             AND change.member_id = score.member_id
       WHERE score.period_id = \(run.month.periodID) AND score.run_id = \(run.number)
         AND score.status = 'rated'
       GROUP BY score.cell_id, score.agency_id, score.grade,
                coalesce(change.final_grade, score.grade)
      """, as: GradeCount.self)
  }
}
