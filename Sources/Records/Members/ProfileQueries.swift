import Basics
import Postgres

/// Particulars of the national sheet of party-member data, kept beside the record.
package struct MemberProfile: Sendable, Hashable {
  /// Text columns of the table, in the order of the sheet.
  package static let textColumns = [
    "other_name", "ethnicity", "religion", "birth_country", "birth_province", "birth_address",
    "native_country", "native_province", "native_address", "residence_country",
    "residence_province", "residence_address", "old_id_number", "card_issued_by",
  ]

  package var texts: [String: String]
  package var cardIssuedOn: Day?

  package init(texts: [String: String], cardIssuedOn: Day?) {
    self.texts = texts
    self.cardIssuedOn = cardIssuedOn
  }
}

extension MemberProfile: Readable {
  package init(_ row: Row) throws {
    texts = [
      "other_name": try row.value("other_name"), "ethnicity": try row.value("ethnicity"),
      "religion": try row.value("religion"), "birth_country": try row.value("birth_country"),
      "birth_province": try row.value("birth_province"),
      "birth_address": try row.value("birth_address"),
      "native_country": try row.value("native_country"),
      "native_province": try row.value("native_province"),
      "native_address": try row.value("native_address"),
      "residence_country": try row.value("residence_country"),
      "residence_province": try row.value("residence_province"),
      "residence_address": try row.value("residence_address"),
      "old_id_number": try row.value("old_id_number"),
      "card_issued_by": try row.value("card_issued_by"),
    ]
    cardIssuedOn = try row.value("card_issued_on")
  }
}

extension Transaction {
  /// The particulars of a member that are filled in, in the order of the sheet.
  func profile(of id: Member.ID) async throws -> [(field: String, value: String)] {
    let found = try await first(
      """
      SELECT other_name, ethnicity, religion, birth_country, birth_province, birth_address,
             native_country, native_province, native_address, residence_country,
             residence_province, residence_address, old_id_number, card_issued_by, card_issued_on
        FROM member_profile WHERE member_id = \(id)
      """, as: MemberProfile.self)
    guard let found else { return [] }
    var lines: [(field: String, value: String)] = []
    for column in MemberProfile.textColumns {
      if let text = found.texts[column], !text.isEmpty { lines.append((column, text)) }
    }
    if let day = found.cardIssuedOn { lines.append(("card_issued_on", "\(day)")) }
    return lines
  }
}
