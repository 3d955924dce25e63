import Basics
import Frameworks
import Members
import Postgres
import Sheets

/// What the database found wrong with a sheet of the stage, or with a line of it.
struct SheetFlaw: Readable {
  let line: Int
  let column: String
  let value: String
  let cause: Cause
  /// What the cause speaks of: another line, another member, a status, a form.
  let other: String

  enum Cause: String, PostgresText, CaseIterable {
    case unknownMember = "unknown_member"
    case unknownUnit = "unknown_unit"
    case closedUnit = "closed_unit"
    case merged, outside
    case notActive = "not_active"
    case noForm = "no_form"
    case noUnit = "no_unit"
    case twoFrameworks = "two_frameworks"
    case otherForm = "other_form"
    case signed, own, twice
    case withSheet = "with_sheet"
  }

  init(_ row: Row) throws {
    line = try row.value("line")
    column = try row.value("column_name")
    value = try row.value("value")
    cause = try row.value("cause")
    other = try row.value("other")
  }

  var rowFlaw: RowFlaw {
    if cause == .twice { return .twice(value, line: line, other: Int(other) ?? 0) }
    return RowFlaw(line: line, column: column, value: value, reason: reason)
  }

  private var reason: Phrase {
    switch cause {
    case .unknownMember: Phrase(vi: "không có hồ sơ này", en: "there is no such member")
    case .unknownUnit: Phrase(vi: "không có đơn vị này", en: "there is no such unit")
    case .closedUnit:
      Phrase(
        vi: "đơn vị không hoạt động vào cuối kỳ", en: "the unit is not open at the month's end")
    case .merged:
      Phrase(
        vi: "là hồ sơ trùng đã gộp vào “\(other)”", en: "is a duplicate merged into “\(other)”")
    case .outside:
      Phrase(
        vi: "ngoài phạm vi tài khoản được nhập", en: "lies outside of what the account may import")
    case .notActive: notActive
    case .noForm:
      Phrase(
        vi: "không thuộc diện đánh giá trong kỳ: hồ sơ không có mẫu đánh giá",
        en: "is not expected in the month: the record has no evaluation form")
    case .noUnit:
      Phrase(
        vi: "không thuộc diện đánh giá trong kỳ: không ở chi bộ hay cơ quan nào",
        en: "is not expected in the month: stands in no cell and no agency")
    case .twoFrameworks:
      Phrase(
        vi: "một phiếu chỉ có một bộ tiêu chí; dòng \(other) dùng bộ khác",
        en: "a sheet has one framework; line \(other) names another")
    case .otherForm: otherForm
    case .signed:
      Phrase(
        vi: "phiếu đã \(state.vi): trả lại trước (cadre sheet return), rồi mới nhập bản nháp",
        en: "the sheet is \(state.en): return it first (cadre sheet return), then import a draft")
    case .own:
      Phrase(
        vi: "là phiếu của chính bạn; người khác phải nhập phiếu đã quyết định",
        en: "is your own sheet; somebody else has to bring it decided")
    case .twice: Phrase(vi: "trùng", en: "is there twice")
    case .withSheet:
      Phrase(
        vi: "cùng phiếu với dòng \(other) bị từ chối",
        en: "is of one sheet with line \(other), which is refused")
    }
  }

  private var notActive: Phrase {
    let status =
      Member.Status(rawValue: other)?.title
      ?? Phrase(vi: "không có trong hồ sơ", en: "not on record")
    return Phrase(
      vi: "không thuộc diện đánh giá trong kỳ: tình trạng cuối kỳ là “\(status.vi)”",
      en: "is not expected in the month: the status at its end is “\(status.en)”")
  }

  private var otherForm: Phrase {
    let form = Framework.Form(rawValue: other)?.title ?? Phrase(vi: other, en: other)
    return Phrase(
      vi: "bộ tiêu chí này không dành cho \(form.vi)", en: "this framework is not for \(form.en)")
  }

  private var state: Phrase {
    switch Sheet.State(rawValue: other) {
    case .selfScored: Phrase(vi: "tự chấm", en: "self-scored")
    case .reviewed: Phrase(vi: "thẩm định", en: "reviewed")
    default: Phrase(vi: "được quyết định", en: "decided")
    }
  }
}

extension Transaction {
  /// Everything that is wrong with sheets and that no line can know by itself.
  ///
  /// - Parameters:
  ///   - last: the last day of the month.
  ///   - visible: units whose members the account may import; `nil`: all.
  ///   - draft: whether the sheets come as drafts.
  ///   - own: the officer as a member: nobody decides on themselves.
  ///   - scattered: whether some sheets came in several parts.
  ///   - limit: how many are said; all count.
  /// - Returns: the flaws by line; the stage keeps them all.
  /// - Throws: a `PostgresError`.
  func findSheetFlaws(
    on last: Day, visible: [Int64]?, draft: Bool, own: Int64?, scattered: Bool, limit: Int
  ) async throws -> [SheetFlaw] {
    try await findUnknownSubjects()
    try await findUnexpectedMembers(on: last, visible: visible)
    try await findWrongUnits(on: last, visible: visible)
    try await findSheetsOutOfPlace(visible: visible, draft: draft, own: own)
    if scattered { try await findScatteredFlaws() }
    return try await rows(
      """
      SELECT line, column_name, value, cause, other FROM sheet_flaw
       ORDER BY line LIMIT \(Int64(limit))
      """, as: SheetFlaw.self)
  }

  private func findUnknownSubjects() async throws {
    try await execute(
      """
      INSERT INTO sheet_flaw
      SELECT block, line, 'member_code', subject,
             CASE WHEN is_unit THEN 'unknown_unit' ELSE 'unknown_member' END, ''
        FROM resolved WHERE subject_id IS NULL
      """)
    try await execute(
      """
      INSERT INTO sheet_flaw
      SELECT block, line, 'member_code', subject, 'merged', kept.code
        FROM resolved JOIN member AS kept ON kept.id = resolved.merged_into
      """)
  }

  /// Members on record who are not expected, each with the reason why.
  private func findUnexpectedMembers(on last: Day, visible: [Int64]?) async throws {
    try await execute(
      """
      INSERT INTO sheet_flaw
      SELECT resolved.block, resolved.line, 'member_code', resolved.subject,
             CASE WHEN NOT (\(visible)::bigint[] IS NULL
                    OR coalesce(cell.cell_id = ANY (\(visible)), false)
                    OR coalesce(post.agency_id = ANY (\(visible)), false)) THEN 'outside'
                  WHEN standing.status IS DISTINCT FROM 'active' THEN 'not_active'
                  ELSE 'no_form' END,
             coalesce(standing.status, '')
        FROM (SELECT resolved.* FROM resolved LEFT JOIN expected USING (member_id)
               WHERE resolved.member_id IS NOT NULL AND merged_into IS NULL
                 AND expected.member_id IS NULL) AS resolved
        LEFT JOIN LATERAL (SELECT cell_id FROM cell_membership
           WHERE member_id = resolved.member_id AND valid_from <= \(last)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS cell ON true
        LEFT JOIN LATERAL (SELECT agency_id FROM post_holding
           WHERE member_id = resolved.member_id AND valid_from <= \(last)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS post ON true
        LEFT JOIN LATERAL (SELECT status FROM party_standing
           WHERE member_id = resolved.member_id AND valid_from <= \(last)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing ON true
      """)
  }

  private func findWrongUnits(on last: Day, visible: [Int64]?) async throws {
    try await execute(
      """
      INSERT INTO sheet_flaw
      SELECT block, line, 'member_code', subject,
             CASE WHEN \(visible)::bigint[] IS NULL OR unit_id = ANY (\(visible))
                  THEN 'closed_unit' ELSE 'outside' END, ''
        FROM resolved
        LEFT JOIN LATERAL (SELECT open FROM unit_placement
           WHERE unit_id = resolved.unit_id AND valid_from <= \(last)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS placement ON true
       WHERE is_unit AND unit_id IS NOT NULL
         AND (placement.open IS NOT TRUE
           OR NOT (\(visible)::bigint[] IS NULL OR unit_id = ANY (\(visible))))
      """)
  }

  /// Sheets of the expected that the account may not bring, or not in this way.
  private func findSheetsOutOfPlace(
    visible: [Int64]?, draft: Bool, own: Int64?
  ) async throws {
    try await execute(
      """
      INSERT INTO sheet_flaw
      SELECT block, line, CASE WHEN cause IN ('two_frameworks', 'other_form') THEN 'framework'
               ELSE 'member_code' END,
             CASE WHEN cause IN ('two_frameworks', 'other_form')
               THEN framework_code || '@' || framework_version ELSE subject END, cause,
             CASE cause WHEN 'other_form' THEN form WHEN 'signed' THEN known_state
               ELSE '' END
        FROM (
          SELECT resolved.block, resolved.line, resolved.subject, resolved.known_state,
                 framework.code AS framework_code, framework.version AS framework_version,
                 coalesce(expected.form, 'collective') AS form,
                 CASE WHEN NOT is_unit AND \(visible)::bigint[] IS NOT NULL
                        AND NOT coalesce(expected.cell_id = ANY (\(visible)), false)
                        AND NOT coalesce(expected.agency_id = ANY (\(visible)), false)
                      THEN 'outside'
                      WHEN NOT is_unit AND expected.unit_id IS NULL THEN 'no_unit'
                      WHEN framework.form <> coalesce(expected.form, 'collective')
                      THEN 'other_form'
                      WHEN \(draft) AND known_state <> 'draft' THEN 'signed'
                      WHEN NOT \(draft) AND resolved.member_id = \(own) THEN 'own' END AS cause
            FROM resolved
            LEFT JOIN expected USING (member_id)
            LEFT JOIN framework ON framework.id = resolved.framework_id
           WHERE (is_unit AND resolved.unit_id IS NOT NULL OR expected.member_id IS NOT NULL)
             AND merged_into IS NULL) AS sheet
       WHERE cause IS NOT NULL
      """)
  }

  /// What only sheets in several parts can have wrong: two frameworks, an entry twice.
  private func findScatteredFlaws() async throws {
    try await execute(
      """
      INSERT INTO sheet_flaw
      SELECT part.block, part.first_line, 'framework', framework.code || '@' || framework.version,
             'two_frameworks', claimed.line::text
        FROM claimed
        JOIN stage AS home ON home.block = claimed.block AND home.first_line = claimed.line
        JOIN stage AS part ON part.block = claimed.block AND part.first_line IS NOT NULL
        JOIN framework ON framework.id = part.framework_id
       WHERE claimed.blocks > 1 AND part.framework_id <> home.framework_id
      """)
    try await execute(
      """
      INSERT INTO sheet_flaw
      SELECT stage.block, stage.line, 'code', stage.code, 'twice',
             (CASE WHEN stage.line = twice.first_line THEN twice.last_line
                   ELSE twice.first_line END)::text
        FROM (SELECT stage.block, kind, code, min(stage.line) AS first_line,
                     max(stage.line) AS last_line
                FROM stage JOIN claimed USING (block)
               WHERE claimed.blocks > 1 AND code IS NOT NULL
               GROUP BY stage.block, kind, code HAVING count(*) > 1) AS twice
        JOIN stage ON stage.block = twice.block AND stage.kind = twice.kind
          AND stage.code = twice.code
      """)
  }
}
