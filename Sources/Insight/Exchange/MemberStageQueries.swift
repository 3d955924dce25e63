import Basics
import Members
import Organisation
import Postgres

/// The stage of an import: a temporary table that rows stream into and sets are asked of.
extension Transaction {
  func createStage() async throws {
    try await execute(
      """
      CREATE TEMPORARY TABLE stage (
        line int, code text COLLATE "C", full_name text, sex text, birth_date date,
        personal_id text COLLATE "C", party_card text COLLATE "C", old_party_card text,
        joined_on date, official_on date, cell_code text COLLATE "C",
        agency_code text COLLATE "C", position text, form text, manager_code text COLLATE "C",
        dues_category text, dues_base bigint, status text, status_since date,
        profile text[], card_issued_on date) ON COMMIT DROP
      """)
  }

  /// COPY into the stage; `write` appends the rows.
  func copyStage(_ write: (CopyInWriter) async throws -> Void) async throws {
    try await copyIn(
      into: "stage",
      columns: [
        "line", "code", "full_name", "sex", "birth_date", "personal_id", "party_card",
        "old_party_card", "joined_on", "official_on", "cell_code", "agency_code", "position",
        "form", "manager_code", "dues_category", "dues_base", "status", "status_since", "profile",
        "card_issued_on",
      ], write)
  }

  /// Finds what the codes of the stage stand for, in one pass.
  func resolveStage(on day: Day) async throws {
    try await execute("SET LOCAL work_mem = '128MB'")
    try await execute("ANALYZE stage")
    // No unit that the file names closes until the import is over.
    try await execute(
      """
      SELECT id FROM unit
       WHERE code IN (SELECT cell_code FROM stage UNION SELECT agency_code FROM stage)
       ORDER BY id FOR KEY SHARE
      """)
    try await execute(
      """
      CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
      WITH open_unit AS MATERIALIZED (
        SELECT unit.id, unit.code, unit.tree
          FROM (SELECT DISTINCT ON (unit_id) unit_id, open FROM unit_placement
                 WHERE valid_from <= \(day)
                 ORDER BY unit_id, valid_from DESC, known_at DESC) AS placement
          JOIN unit ON unit.id = placement.unit_id
         WHERE placement.open
           AND NOT EXISTS (
             SELECT FROM (
               SELECT DISTINCT ON (valid_from) open FROM unit_placement AS later
                WHERE later.unit_id = unit.id AND later.valid_from > \(day)
                ORDER BY valid_from, known_at DESC) AS later
              WHERE NOT later.open))
      SELECT stage.*, member.id AS existing_id, member.version AS existing_version,
             member.merged_into, coalesce(member.id, nextval('cadre.member_id_seq')) AS member_id,
             cell.id AS cell_id, agency.id AS agency_id
        FROM stage
        LEFT JOIN member ON member.code = stage.code
        LEFT JOIN open_unit AS cell ON cell.code = stage.cell_code AND cell.tree = 'party'
        LEFT JOIN open_unit AS agency ON agency.code = stage.agency_code AND agency.tree = 'state'
      """)
    try await execute("ANALYZE resolved")
    try await keepClosedUnits(on: day)
  }

  /// Somebody who stands in a unit that has closed may be said to stand there still.
  ///
  /// Statements of their own: within the join above they would cost every row a search.
  private func keepClosedUnits(on day: Day) async throws {
    try await execute(
      """
      UPDATE resolved SET cell_id = unit.id
        FROM unit
       WHERE unit.code = resolved.cell_code AND resolved.cell_id IS NULL
         AND unit.id = (SELECT cell_id FROM cell_membership
                         WHERE member_id = resolved.existing_id AND valid_from <= \(day)
                         ORDER BY valid_from DESC, known_at DESC LIMIT 1)
      """)
    try await execute(
      """
      UPDATE resolved SET agency_id = unit.id
        FROM unit
       WHERE unit.code = resolved.agency_code AND resolved.agency_id IS NULL
         AND unit.id = (SELECT agency_id FROM post_holding
                         WHERE member_id = resolved.existing_id AND valid_from <= \(day)
                         ORDER BY valid_from DESC, known_at DESC LIMIT 1)
      """)
  }

  func dropFromStage(_ lines: Set<Int>) async throws {
    guard !lines.isEmpty else { return }
    try await execute(
      "DELETE FROM resolved WHERE line = ANY (\(lines.sorted().map(Int32.init(clamping:))))")
  }

  /// Codes of the open party units, by code and by name without accents.
  func partyUnitNames(on day: Day) async throws -> [String: [Code]] {
    var names: [String: [Code]] = [:]
    for unit in try await units(on: day) where unit.tree == .party {
      names[unit.code.text] = [unit.code]
      names[VietnameseText.searchKey(unit.name), default: []].append(unit.code)
    }
    return names
  }

  func refreshStatistics() async throws {
    try await execute("SELECT cadre.refresh_statistics()")
  }
}

extension CopyInWriter {
  /// Appends one row to the stage, in the order of its columns.
  func append(_ member: ImportedMember, line: Int) async throws {
    let row = member.row
    try await append(
      Int32(clamping: line), row.code.text, row.fullName, row.sex?.rawValue, row.birthDate,
      row.personalID, row.partyCard, row.oldPartyCard, row.joinedOn, row.officialOn,
      row.cell?.text, row.agency?.text, row.position, row.form?.rawValue, row.manager?.text,
      row.duesCategory?.rawValue, row.duesBase, row.status.rawValue, row.statusSince,
      member.profile, member.cardIssuedOn)
  }
}
