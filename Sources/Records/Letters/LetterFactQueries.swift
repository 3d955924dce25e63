import Basics
import Members
import Organisation
import Postgres

/// What the record says of the member of one letter, on one day.
struct LetterFacts: Readable, Sendable {
  let letter: Int64
  let sex: Sex?
  let birthDate: Personal<Day?>
  let personalID: Personal<String?>
  let partyCard: Personal<String?>
  let joinedOn: Day?
  let officialOn: Day?
  let mergedInto: Code?
  let status: Member.Status
  let cell: Unit.ID?
  let cellSince: Day?
  let agency: Unit.ID?
  let position: String
  let residence: Unit.ID?
  /// The last month that was charged and paid before the first that is not; `nil` where there is
  /// none.
  let duesThrough: Day?
  let openMonths: Int
  let openSum: Money
  /// Entries of discipline that hold, joined by `; `.
  let discipline: String

  init(_ row: Row) throws {
    letter = try row.value("letter_id")
    sex = try row.value("sex")
    birthDate = Personal(try row.value("birth_date"))
    personalID = Personal(try row.value("personal_id"))
    partyCard = Personal(try row.value("party_card"))
    joinedOn = try row.value("joined_on")
    officialOn = try row.value("official_on")
    mergedInto = try row.value("merged_into")
    status = try row.value("status")
    cell = try row.value("cell_id")
    cellSince = try row.value("cell_since")
    agency = try row.value("agency_id")
    position = try row.value("position")
    residence = try row.value("residence_id")
    duesThrough = try row.value("dues_through")
    openMonths = try row.value("open_months")
    openSum = try row.value("open_sum")
    discipline = try row.value("discipline")
  }
}

/// A published month of one member.
struct PublishedMonth: Readable, Sendable {
  let letter: Int64
  let period: Int
  let unit: String
  let framework: String
  let status: String
  /// In hundredths.
  let total: Int?
  let grade: String?

  init(_ row: Row) throws {
    letter = try row.value("letter_id")
    period = try row.value("period_id")
    unit = try row.value("unit_name")
    framework = try row.value("framework")
    status = try row.value("status")
    total = try row.value("total")
    grade = try row.value("grade")
  }
}

/// A charged month of one member.
struct DuesMonth: Readable, Sendable {
  let letter: Int64
  let month: Day
  let charged: Money
  let settled: Money

  init(_ row: Row) throws {
    letter = try row.value("letter_id")
    month = try row.value("month")
    charged = try row.value("charged")
    settled = try row.value("settled")
  }
}

extension Transaction {
  /// What the record says on a day of the members of these letters, by letter.
  func letterFacts(of ids: [Int64], on day: Day) async throws -> [LetterFacts] {
    try await rows(
      """
      SELECT letter.id AS letter_id, member.sex, member.birth_date, member.personal_id,
             member.party_card, member.joined_on, member.official_on, kept.code AS merged_into,
             coalesce(standing.status, 'active') AS status, official.cell_id,
             CASE WHEN official.cell_id IS NOT NULL THEN arrival.valid_from END AS cell_since,
             post.agency_id, coalesce(post.position, '') AS position, tie.cell_id AS residence_id,
             dues.dues_through, coalesce(dues.open_months, 0) AS open_months,
             coalesce(dues.open_sum, 0) AS open_sum, coalesce(held.discipline, '') AS discipline
        FROM letter JOIN member ON member.id = letter.member_id
        LEFT JOIN member AS kept ON kept.id = member.merged_into
        LEFT JOIN LATERAL (SELECT status FROM party_standing
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing ON true
        LEFT JOIN LATERAL (SELECT cell_id FROM cell_membership
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS official ON true
        -- The first day after which no other cell was known any more.
        LEFT JOIN LATERAL (SELECT min(valid_from) AS valid_from FROM cell_membership AS stretch
             WHERE member_id = member.id AND valid_from <= \(day) AND valid_from > coalesce((
               SELECT max(valid_from) FROM (
                 SELECT DISTINCT ON (valid_from) valid_from, cell_id FROM cell_membership
                  WHERE member_id = member.id AND valid_from <= \(day)
                  ORDER BY valid_from, known_at DESC) AS known
                WHERE known.cell_id IS DISTINCT FROM official.cell_id), '-infinity')
             ) AS arrival ON true
        LEFT JOIN LATERAL (SELECT agency_id, position FROM post_holding
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS post ON true
        LEFT JOIN LATERAL (SELECT cell_id FROM residence_tie
             WHERE member_id = member.id AND valid_from <= \(day)
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS tie ON true
        LEFT JOIN LATERAL (
          -- A month that was never charged, or whose charge was taken back, was not paid.
          SELECT max(month) FILTER (WHERE charged > 0 AND month < first_open) AS dues_through,
                 count(*) FILTER (WHERE settled < charged AND month < \(day.month.firstDay))
                   AS open_months,
                 (sum(charged - settled) FILTER (WHERE month < \(day.month.firstDay)))::bigint
                   AS open_sum
            FROM (SELECT month, charged, settled, coalesce(
                     min(month) FILTER (WHERE settled < charged) OVER (), 'infinity') AS first_open
                    FROM dues_month WHERE member_id = member.id) AS known) AS dues ON true
        LEFT JOIN LATERAL (
          SELECT string_agg(concat_ws(', ', CASE code WHEN 'reprimand' THEN 'Khiển trách'
                     WHEN 'warning' THEN 'Cảnh cáo' WHEN 'dismissal' THEN 'Cách chức'
                     ELSE 'Khai trừ' END,
                   nullif(document, ''), to_char(held_from, 'DD/MM/YYYY')), '; '
                   ORDER BY held_from, id) AS discipline
            FROM dossier_entry
           WHERE member_id = member.id AND kind = 'discipline' AND withdrawn_at IS NULL
             AND held_from <= \(day) AND (held_until IS NULL OR held_until > \(day))) AS held
          ON true
       WHERE letter.id = ANY (\(ids)) ORDER BY letter.id
      """, as: LetterFacts.self)
  }

  /// The published months of the members of these letters, oldest first; of a month that was
  /// published again the later run.
  func publishedMonths(of ids: [Int64]) async throws -> [PublishedMonth] {
    try await rows(
      """
      SELECT letter.id AS letter_id, score.period_id, coalesce(placement.name, unit.code)
               AS unit_name, coalesce(framework.code || '@' || framework.version, '') AS framework,
             score.status, score.total, coalesce(change.final_grade, score.grade) AS grade
        FROM letter
        JOIN score ON score.member_id = letter.member_id
         AND score.period_id BETWEEN to_char(letter.first_month, 'YYYYMM')::int
             AND to_char(letter.last_month, 'YYYYMM')::int
        JOIN run ON run.id = score.run_id AND run.period_id = score.period_id
         AND run.state = 'published'
        JOIN unit ON unit.id = score.unit_id
        LEFT JOIN framework ON framework.id = score.framework_id
        LEFT JOIN quota_change AS change ON change.period_id = score.period_id
         AND change.run_id = score.run_id AND change.member_id = score.member_id
        LEFT JOIN LATERAL (SELECT name FROM unit_placement
             WHERE unit_id = unit.id AND valid_from <= letter.last_month
             ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS placement ON true
       WHERE letter.id = ANY (\(ids)) AND letter.kind = 'score_statement'
       ORDER BY letter.id, score.period_id
      """, as: PublishedMonth.self)
  }

  /// The charged months of the members of these letters, oldest first.
  func duesMonths(of ids: [Int64]) async throws -> [DuesMonth] {
    try await rows(
      """
      SELECT letter.id AS letter_id, known.month::date AS month, known.charged, known.settled
        FROM letter JOIN dues_month AS known ON known.member_id = letter.member_id
         AND known.month BETWEEN letter.first_month AND letter.last_month
       WHERE letter.id = ANY (\(ids)) AND letter.kind = 'dues_statement'
       ORDER BY letter.id, known.month
      """, as: DuesMonth.self)
  }
}
