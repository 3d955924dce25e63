import Basics
import Members
import Postgres

/// What the rows of a stage come to.
struct StageCounts: Readable {
  let added: Int
  let changed: Int
  let unchanged: Int
  /// A digest of the records that would be changed, with their versions.
  let touched: String

  init(_ row: Row) throws {
    added = try row.value("added")
    changed = try row.value("changed")
    unchanged = try row.value("unchanged")
    touched = try row.value("touched")
  }
}

/// From the stage into the record.
extension Transaction {
  /// Holds the rows of known members against the record, part by part.
  func compareStage(_ stated: StatedParts, from day: Day) async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
      SELECT resolved.line, resolved.code, resolved.member_id, resolved.existing_version,
             ROW(member.full_name, member.sex, member.birth_date, member.personal_id,
                 member.party_card, member.joined_on, member.official_on)
               IS DISTINCT FROM
               ROW(resolved.full_name, resolved.sex, resolved.birth_date, resolved.personal_id,
                 resolved.party_card, resolved.joined_on, resolved.official_on)
               OR \(stated.oldPartyCard)
                 AND member.old_party_card IS DISTINCT FROM resolved.old_party_card AS person,
             membership.cell_id IS DISTINCT FROM resolved.cell_id AS cell,
             \(stated.service)
               AND ROW(post.agency_id, coalesce(post.position, ''), post.form, post.manager_id)
                 IS DISTINCT FROM
                 ROW(resolved.agency_id, resolved.position, resolved.form,
                   coalesce(boss.member_id, manager.id)) AS post,
             standing.status IS DISTINCT FROM resolved.status AS status,
             \(stated.service)
               AND ROW(dues.category, dues.base)
                 IS DISTINCT FROM ROW(resolved.dues_category, resolved.dues_base) AS dues,
             \(stated.profile)
               AND ROW(coalesce(profile.texts, array_fill(''::text, ARRAY[14])),
                 profile.card_issued_on)
                 IS DISTINCT FROM ROW(resolved.profile, resolved.card_issued_on) AS profile
        FROM resolved
        JOIN member ON member.id = resolved.existing_id
        LEFT JOIN resolved AS boss ON boss.code = resolved.manager_code
        LEFT JOIN member AS manager ON manager.code = resolved.manager_code
        LEFT JOIN LATERAL (SELECT cell_id FROM cell_membership
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS membership ON true
        LEFT JOIN LATERAL (SELECT agency_id, position, form, manager_id FROM post_holding
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS post ON true
        LEFT JOIN LATERAL (SELECT status FROM party_standing
           WHERE member_id = member.id AND valid_from <= coalesce(resolved.status_since, \(day))
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS standing ON true
        LEFT JOIN LATERAL (SELECT category, base FROM dues_basis
           WHERE member_id = member.id AND valid_from <= \(day)
           ORDER BY valid_from DESC, known_at DESC LIMIT 1) AS dues ON true
        LEFT JOIN LATERAL (SELECT ARRAY[other_name, ethnicity, religion, birth_country,
             birth_province, birth_address, native_country, native_province, native_address,
             residence_country, residence_province, residence_address, old_id_number,
             card_issued_by]::text[] AS texts, card_issued_on
           FROM member_profile WHERE member_id = member.id) AS profile ON true
      """)
  }

  func stageCounts() async throws -> StageCounts {
    let counts = try await first(
      """
      SELECT (SELECT count(*) FROM resolved WHERE existing_id IS NULL) AS added,
             count(*) FILTER (WHERE changed) AS changed,
             count(*) FILTER (WHERE NOT changed) AS unchanged,
             encode(sha256(convert_to(coalesce(string_agg(
               concat_ws('|', code, existing_version, person, cell, post, status, dues, profile),
               E'\\n' ORDER BY code) FILTER (WHERE changed), ''), 'UTF8')), 'hex') AS touched
        FROM (SELECT compared.*, person OR cell OR post OR status OR dues OR profile AS changed
                FROM compared) AS compared
      """, as: StageCounts.self)
    guard let counts else {
      throw PlainProblem(.fault, Phrase(vi: "Không đếm được.", en: "Nothing could be counted."))
    }
    return counts
  }

  /// Writes the stage: persons first, then the chains of facts, each in one statement.
  func applyStage(
    _ stated: StatedParts, from day: Day, newFrom: Day, event: Int64
  ) async throws {
    let known = try await knownNow()
    try await insertPersons(event: event, known: known)
    try await updatePersons(stated, event: event, known: known)
    try await insertCells(from: day, newFrom: newFrom, event: event, known: known)
    try await insertPosts(from: day, newFrom: newFrom, event: event, known: known)
    try await insertStandings(from: day, newFrom: newFrom, event: event, known: known)
    try await insertDues(from: day, newFrom: newFrom, event: event, known: known)
    if stated.profile { try await saveProfiles() }
  }

  /// One moment for the whole import, after every moment that is known of a record it touches.
  private func knownNow() async throws -> Instant {
    let known = try await value(
      """
      SELECT greatest(clock_timestamp(), (
        SELECT max(changed_at) + interval '1 microsecond'
          FROM member JOIN compared ON compared.member_id = member.id))
      """, as: Instant.self)
    return known ?? now
  }

  private func insertPersons(event: Int64, known: Instant) async throws {
    try await execute(
      """
      INSERT INTO member (id, code, full_name, sex, birth_date, personal_id, party_card,
        old_party_card, joined_on, official_on, changed_at, event_id)
      SELECT member_id, code, full_name, sex, birth_date, personal_id, party_card,
             old_party_card, joined_on, official_on, \(known), \(event)
        FROM resolved WHERE existing_id IS NULL
       ORDER BY member_id
      """)
  }

  /// Every touched record rises by one version, and no version may have changed meanwhile.
  private func updatePersons(
    _ stated: StatedParts, event: Int64, known: Instant
  ) async throws {
    let expected = try await value(
      """
      SELECT count(*) FROM compared WHERE person OR cell OR post OR status OR dues OR profile
      """, as: Int64.self)
    try await execute(
      """
      UPDATE member
         SET full_name = resolved.full_name, sex = resolved.sex,
             birth_date = resolved.birth_date, personal_id = resolved.personal_id,
             party_card = resolved.party_card,
             old_party_card = CASE WHEN \(stated.oldPartyCard) THEN resolved.old_party_card
               ELSE member.old_party_card END,
             joined_on = resolved.joined_on, official_on = resolved.official_on,
             version = version + 1, event_id = \(event),
             changed_at = \(known)
        FROM resolved JOIN compared USING (line)
       WHERE member.id = resolved.existing_id AND member.version = resolved.existing_version
         AND (compared.person OR compared.cell OR compared.post OR compared.status
           OR compared.dues OR compared.profile)
      """, expecting: Int(expected ?? 0))
  }

  private func insertCells(
    from day: Day, newFrom: Day, event: Int64, known: Instant
  ) async throws {
    try await execute(
      """
      INSERT INTO cell_membership (member_id, valid_from, known_at, cell_id, event_id)
      SELECT resolved.member_id,
             CASE WHEN existing_id IS NULL THEN \(newFrom) ELSE \(day) END,
             \(known), cell_id, \(event)
        FROM resolved LEFT JOIN compared USING (line)
       WHERE existing_id IS NULL AND cell_id IS NOT NULL OR compared.cell
       ORDER BY resolved.member_id
      """)
  }

  private func insertPosts(
    from day: Day, newFrom: Day, event: Int64, known: Instant
  ) async throws {
    try await execute(
      """
      INSERT INTO post_holding (member_id, valid_from, known_at, agency_id, position, form,
        manager_id, event_id)
      SELECT resolved.member_id,
             CASE WHEN resolved.existing_id IS NULL THEN \(newFrom) ELSE \(day) END,
             \(known), resolved.agency_id, resolved.position, resolved.form,
             coalesce(boss.member_id, manager.id), \(event)
        FROM resolved
        LEFT JOIN compared ON compared.line = resolved.line
        LEFT JOIN resolved AS boss ON boss.code = resolved.manager_code
        LEFT JOIN member AS manager
          ON manager.code = resolved.manager_code AND boss.line IS NULL
       WHERE resolved.existing_id IS NULL
             AND (resolved.agency_id IS NOT NULL OR resolved.position <> ''
               OR resolved.form IS NOT NULL OR resolved.manager_code IS NOT NULL)
          OR compared.post
       ORDER BY resolved.member_id
      """)
  }

  private func insertStandings(
    from day: Day, newFrom: Day, event: Int64, known: Instant
  ) async throws {
    try await execute(
      """
      INSERT INTO party_standing (member_id, valid_from, known_at, status, event_id)
      SELECT resolved.member_id,
             coalesce(status_since,
               CASE WHEN existing_id IS NULL THEN \(newFrom) ELSE \(day) END),
             \(known), resolved.status, \(event)
        FROM resolved LEFT JOIN compared USING (line)
       WHERE existing_id IS NULL OR compared.status
       ORDER BY resolved.member_id
      """)
  }

  private func insertDues(
    from day: Day, newFrom: Day, event: Int64, known: Instant
  ) async throws {
    try await execute(
      """
      INSERT INTO dues_basis (member_id, valid_from, known_at, category, base, event_id)
      SELECT resolved.member_id,
             CASE WHEN existing_id IS NULL THEN \(newFrom) ELSE \(day) END,
             \(known), dues_category, dues_base, \(event)
        FROM resolved LEFT JOIN compared USING (line)
       WHERE existing_id IS NULL AND (dues_category IS NOT NULL OR dues_base IS NOT NULL)
          OR compared.dues
       ORDER BY resolved.member_id
      """)
  }

  private func saveProfiles() async throws {
    try await execute(
      """
      INSERT INTO member_profile (member_id, other_name, ethnicity, religion, birth_country,
        birth_province, birth_address, native_country, native_province, native_address,
        residence_country, residence_province, residence_address, old_id_number, card_issued_by,
        card_issued_on)
      SELECT resolved.member_id, resolved.profile[1], resolved.profile[2], resolved.profile[3],
             resolved.profile[4], resolved.profile[5], resolved.profile[6], resolved.profile[7],
             resolved.profile[8], resolved.profile[9], resolved.profile[10], resolved.profile[11],
             resolved.profile[12], resolved.profile[13], resolved.profile[14],
             resolved.card_issued_on
        FROM resolved LEFT JOIN compared USING (line)
       WHERE existing_id IS NULL OR compared.profile
      ON CONFLICT (member_id) DO UPDATE SET
        other_name = excluded.other_name, ethnicity = excluded.ethnicity,
        religion = excluded.religion, birth_country = excluded.birth_country,
        birth_province = excluded.birth_province, birth_address = excluded.birth_address,
        native_country = excluded.native_country, native_province = excluded.native_province,
        native_address = excluded.native_address,
        residence_country = excluded.residence_country,
        residence_province = excluded.residence_province,
        residence_address = excluded.residence_address, old_id_number = excluded.old_id_number,
        card_issued_by = excluded.card_issued_by, card_issued_on = excluded.card_issued_on
      """)
  }
}
