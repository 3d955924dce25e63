import Basics
import Members
import Postgres
import Sheets

/// What is read for a handover.
private struct DuesRow: Readable {
  let month: Day
  let open: Money

  init(_ row: Row) throws {
    month = try row.value("month")
    open = try row.value("open")
  }
}

private struct ScoreRow: Readable {
  let score: HandoverScore

  init(_ row: Row) throws {
    func points(_ name: StaticString) throws -> String {
      (try row.value(name) as Int?).map { Points(hundredths: Int64($0)).description } ?? ""
    }
    let period: Int32 = try row.value("period_id")
    score = HandoverScore(
      month: "\(Month(Int(period) / 100, Int(period) % 100) ?? Month(containing: .first))",
      unit: try row.value("unit_code"), unitName: try row.value("unit_name"),
      form: try row.value("form"), framework: try row.value("framework"),
      status: try row.value("status"), general: try points("general"),
      results: try points("results"), total: try points("total"),
      grade: try row.value("grade"), finalGrade: try row.value("final_grade"),
      reasons: try row.value("reasons"), run: try row.value("run_digest"))
  }
}

/// A score that came from another installation.
package struct ImportedScore: Sendable, Hashable, Readable {
  package let score: HandoverScore
  /// The file that it came in.
  package let package: String
  /// Whose key signed it.
  package let holder: String
  let scoresDigest: String

  package init(_ row: Row) throws {
    score = HandoverScore(
      month: try row.value("month"), unit: try row.value("unit_code"),
      unitName: try row.value("unit_name"), form: try row.value("form"),
      framework: try row.value("framework"), status: try row.value("status"),
      general: try row.value("general"), results: try row.value("results"),
      total: try row.value("total"), grade: try row.value("grade"),
      finalGrade: try row.value("final_grade"), reasons: try row.value("reasons"),
      run: try row.value("run_digest"))
    package = try row.value("package_id")
    holder = try row.value("holder")
    scoresDigest = try row.value("scores_digest")
  }
}

private struct SheetRow: Readable {
  let period: Int32
  let subject: Int64
  let revision: Int16
  let framework: String
  let state: String

  init(_ row: Row) throws {
    period = try row.value("period_id")
    subject = try row.value("subject_id")
    revision = try row.value("revision")
    framework = try row.value("framework")
    state = try row.value("state")
  }
}

private struct EntryRow: Readable {
  let entry: HandoverLoad.Entry

  init(_ row: Row) throws {
    func quantity(_ name: StaticString) throws -> String {
      (try row.value(name) as Int64?).flatMap(Quantity.init(tenThousandths:))?.description ?? ""
    }
    entry = HandoverLoad.Entry(
      kind: try row.value("kind"), code: try row.value("code"), title: try row.value("title"),
      group: try row.value("group_code"), weight: try quantity("weight"),
      target: try quantity("target"), actual: try quantity("actual"))
  }
}

private struct StretchRow: Readable {
  let stretch: HandoverContent.Stretch

  init(_ row: Row) throws {
    let from: Day = try row.value("valid_from")
    stretch = HandoverContent.Stretch(
      from: from == .beginning ? "" : "\(from)", kind: try row.value("kind"),
      code: try row.value("code"), name: try row.value("name"))
  }
}

extension Transaction {
  /// What travels with a member: their own and what merged duplicates left.
  func handoverLoad(of member: Member.ID, on today: Day) async throws -> HandoverLoad {
    var load = HandoverLoad()
    let months = try await rows(
      """
      SELECT month, sum(charged - settled)::bigint AS open FROM dues_month
        JOIN member ON member.id = dues_month.member_id
       WHERE \(member) IN (member.id, member.merged_into)
       GROUP BY month ORDER BY month
      """, as: DuesRow.self)
    load.dues = months.filter { $0.open > .zero }.map {
      .init(month: "\($0.month.month)", sum: "\($0.open)")
    }
    let paid = months.prefix { $0.open == .zero }
    load.paidThrough = paid.last.map { "\($0.month.month)" } ?? ""
    let credit = try await value(
      """
      SELECT coalesce(sum(credit), 0)::bigint FROM dues_account
        JOIN member ON member.id = dues_account.member_id
       WHERE \(member) IN (member.id, member.merged_into)
      """, as: Money.self)
    load.credit = "\(credit ?? .zero)"
    load.scores = try await handoverScores(of: member)
    load.scoresDigest = load.scores.isEmpty ? "" : HandoverScore.digest(load.scores)
    load.work = try await openWork(of: member)
    return load
  }

  /// Published scores, by month; those that came from elsewhere too, where there is no own one.
  private func handoverScores(of member: Member.ID) async throws -> [HandoverScore] {
    let own = try await rows(
      """
      SELECT score.period_id, unit.code AS unit_code, coalesce((
               SELECT name FROM unit_placement
                WHERE unit_id = unit.id AND valid_from <=
                  to_date(score.period_id::text, 'YYYYMM') + interval '1 month - 1 day'
                ORDER BY valid_from DESC, known_at DESC LIMIT 1), '') AS unit_name,
             score.form, coalesce(framework.code || '@' || framework.version, '') AS framework,
             score.status, score.general, score.results, score.total,
             coalesce(score.grade, '') AS grade,
             coalesce(quota_change.final_grade, score.grade, '') AS final_grade,
             score.reasons, run.run_digest
        FROM run JOIN score ON score.period_id = run.period_id AND score.run_id = run.id
        JOIN unit ON unit.id = score.unit_id
        LEFT JOIN framework ON framework.id = score.framework_id
        LEFT JOIN quota_change ON quota_change.period_id = score.period_id
         AND quota_change.run_id = score.run_id AND quota_change.member_id = score.member_id
       WHERE run.state = 'published' AND score.member_id = \(member)
       ORDER BY score.period_id
      """, as: ScoreRow.self
    ).map(\.score)
    let months = Set(own.map(\.month))
    let others = try await importedScores(of: member).map(\.score)
      .filter { !months.contains($0.month) }
    return (own + others).sorted { $0.month < $1.month }
  }

  /// Scores that came from other installations, by month; of a month the newest file's.
  func importedScores(of member: Member.ID) async throws -> [ImportedScore] {
    try await rows(
      """
      SELECT DISTINCT ON (month) imported_score.*, scores_digest, holder
        FROM imported_score JOIN handover_import USING (package_id)
        JOIN signing_key ON signing_key.id = key_id
        JOIN transfer ON transfer.id = transfer_id
        JOIN member ON member.id = transfer.member_id
       WHERE \(member) IN (member.id, member.merged_into)
       ORDER BY month, imported_score.event_id DESC
      """, as: ImportedScore.self)
  }

  /// Sheets of months that are open, somebody having written on them.
  private func openWork(of member: Member.ID) async throws -> [HandoverLoad.Sheet] {
    let sheets = try await rows(
      """
      SELECT DISTINCT ON (sheet.period_id) sheet.period_id, subject_id, sheet.revision,
             framework.code || '@' || framework.version AS framework, sheet.state
        FROM period JOIN sheet ON sheet.period_id = period.id
        JOIN framework ON framework.id = sheet.framework_id
       WHERE period.state IN ('open', 'closing') AND sheet.subject_id = \(member) AND touched
       ORDER BY sheet.period_id, sheet.revision DESC
      """, as: SheetRow.self)
    var work: [HandoverLoad.Sheet] = []
    for sheet in sheets {
      let entries = try await rows(
        """
        SELECT kind, code, coalesce(title, '') AS title, coalesce(group_code, '') AS group_code,
               weight, target, actual
          FROM sheet_entry
         WHERE period_id = \(sheet.period) AND subject_id = \(sheet.subject)
           AND revision = \(sheet.revision)
         ORDER BY kind, code
        """, as: EntryRow.self)
      let month = Month(Int(sheet.period) / 100, Int(sheet.period) % 100)
      work.append(
        .init(
          month: month.map { "\($0)" } ?? "", framework: sheet.framework, state: sheet.state,
          entries: entries.map(\.entry)))
    }
    return work
  }

  /// Where the member was, the oldest first.
  func stretches(of member: Member.ID) async throws -> [HandoverContent.Stretch] {
    try await rows(
      """
      SELECT valid_from, 'cell' AS kind, coalesce(unit.code, '') AS code, coalesce((
               SELECT name FROM unit_placement AS named WHERE named.unit_id = unit.id
                ORDER BY named.valid_from <= known.valid_from DESC, named.valid_from DESC,
                         named.known_at DESC LIMIT 1), '') AS name
        FROM (SELECT DISTINCT ON (valid_from) valid_from, cell_id FROM cell_membership
               WHERE member_id = \(member) ORDER BY valid_from, known_at DESC) AS known
        LEFT JOIN unit ON unit.id = known.cell_id
      UNION ALL
      SELECT valid_from, 'post', coalesce(unit.code, ''), position
        FROM (SELECT DISTINCT ON (valid_from) valid_from, agency_id, position FROM post_holding
               WHERE member_id = \(member) ORDER BY valid_from, known_at DESC) AS known
        LEFT JOIN unit ON unit.id = known.agency_id
       ORDER BY valid_from, kind
      """, as: StretchRow.self
    ).map(\.stretch)
  }

  /// The code and the name of a unit on a day.
  func party(_ unit: Int64?, on day: Day) async throws -> HandoverContent.Party {
    guard let unit,
      let code = try await value("SELECT code FROM unit WHERE id = \(unit)", as: Code.self)
    else { return .init(code: "", name: "") }
    let name = try await value(
      """
      SELECT name FROM unit_placement WHERE unit_id = \(unit) AND valid_from <= \(day)
       ORDER BY valid_from DESC, known_at DESC LIMIT 1
      """, as: String.self)
    return .init(code: code.text, name: name ?? "")
  }
}

extension HandoverScore {
  /// SHA-256 over the lines, in the order of the months.
  static func digest(_ scores: [HandoverScore]) -> String {
    FileDigest.of(text: scores.map(\.line).joined())
  }
}
