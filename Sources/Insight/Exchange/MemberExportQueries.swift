import Basics
import Members
import Postgres

/// One exported row: the texts of its columns, as they go into the file.
private struct ExportedRow: Readable {
  let fields: [String]
  init(_ row: Row) throws { fields = try row.value("fields") }
}

extension Transaction {
  /// Streams the rows of an export in byte order of codes.
  func exportMembers(
    _ layout: MemberLayout, visible: [Int64]?, on day: Day,
    _ take: ([String]) throws -> Void
  ) async throws {
    let fields: SQL =
      switch layout {
      case .standard: standardFields
      case .national: nationalFields
      }
    let rows = copyOut(
      """
      SELECT ARRAY[\(raw: fields)] AS fields
        FROM member
        LEFT JOIN member_profile AS profile ON profile.member_id = member.id
        LEFT JOIN \(raw: latest("cell_membership", on: day)) AS membership
          ON membership.member_id = member.id
        LEFT JOIN \(raw: latest("post_holding", on: day)) AS post ON post.member_id = member.id
        LEFT JOIN \(raw: latest("party_standing", on: day)) AS standing
          ON standing.member_id = member.id
        LEFT JOIN \(raw: latest("dues_basis", on: day)) AS dues ON dues.member_id = member.id
        LEFT JOIN unit AS cell ON cell.id = membership.cell_id
        LEFT JOIN unit AS agency ON agency.id = post.agency_id
        LEFT JOIN member AS manager ON manager.id = post.manager_id
       WHERE member.merged_into IS NULL
         AND (\(visible)::bigint[] IS NULL
           OR membership.cell_id = ANY (\(visible)) OR post.agency_id = ANY (\(visible)))
       ORDER BY member.code
      """, as: ExportedRow.self)
    for try await batch in rows.batches {
      for row in batch { try take(row.fields) }
    }
  }

  /// For each member the last fact of a chain that holds on that day.
  private func latest(_ chain: StaticString, on day: Day) -> SQL {
    """
    (SELECT DISTINCT ON (member_id) * FROM \(raw: chain)
      WHERE valid_from <= \(day) ORDER BY member_id, valid_from DESC, known_at DESC)
    """
  }

  private var standardFields: SQL {
    """
    member.code::text, member.full_name, coalesce(member.sex, ''),
    coalesce(to_char(member.birth_date, 'YYYY-MM-DD'), ''), coalesce(member.personal_id, ''),
    coalesce(member.party_card, ''), coalesce(to_char(member.joined_on, 'YYYY-MM-DD'), ''),
    coalesce(to_char(member.official_on, 'YYYY-MM-DD'), ''), coalesce(cell.code, ''),
    coalesce(agency.code, ''), coalesce(post.position, ''), coalesce(post.form, ''),
    coalesce(manager.code, ''), coalesce(dues.category, ''), coalesce(dues.base::text, ''),
    coalesce(standing.status, 'active'),
    CASE WHEN standing.valid_from > '-infinity' THEN to_char(standing.valid_from, 'YYYY-MM-DD')
         ELSE '' END,
    coalesce(member.old_party_card, '')
    """
  }

  private var nationalFields: SQL {
    """
    (row_number() OVER (ORDER BY member.code))::text, member.code, member.full_name,
    coalesce(profile.other_name, ''),
    CASE member.sex WHEN 'male' THEN 'Nam' WHEN 'female' THEN 'Nữ' ELSE '' END,
    coalesce(to_char(member.birth_date, 'DD/MM/YYYY'), ''), coalesce(profile.ethnicity, ''),
    coalesce(profile.religion, ''), coalesce(member.personal_id, ''),
    coalesce(member.party_card, ''), coalesce(profile.card_issued_by, ''),
    coalesce(to_char(profile.card_issued_on, 'DD/MM/YYYY'), ''),
    coalesce(member.old_party_card, ''), coalesce(cell.code, ''),
    coalesce(profile.birth_country, ''), coalesce(profile.birth_province, ''),
    coalesce(profile.birth_address, ''), coalesce(profile.native_country, ''),
    coalesce(profile.native_province, ''), coalesce(profile.native_address, ''),
    coalesce(profile.residence_country, ''), coalesce(profile.residence_province, ''),
    coalesce(profile.residence_address, ''),
    coalesce(to_char(member.joined_on, 'DD/MM/YYYY'), ''),
    coalesce(to_char(member.official_on, 'DD/MM/YYYY'), ''),
    coalesce(profile.old_id_number, ''),
    CASE coalesce(standing.status, 'active')
      WHEN 'active' THEN CASE WHEN membership.cell_id IS NULL THEN 'Đã chuyển sinh hoạt'
                              ELSE 'Đang sinh hoạt Đảng' END
      WHEN 'exempt' THEN 'Miễn sinh hoạt Đảng'
      WHEN 'temporarily_exempt' THEN 'Tạm miễn sinh hoạt Đảng'
      WHEN 'left' THEN 'Đã ra khỏi Đảng' ELSE 'Đã từ trần' END,
    CASE WHEN standing.status <> 'active' AND standing.valid_from > '-infinity'
         THEN to_char(standing.valid_from, 'DD/MM/YYYY') ELSE '' END
    """
  }
}
