import Basics

/// What an office gives out about a member.
package enum LetterKind: String, Codable, Sendable, CaseIterable, Hashable {
  /// That a member takes part in the activity of a cell.
  case activityConfirmation = "activity_confirmation"
  /// With which a member moves to another organisation (294-QĐ/TW, point 6.3.1).
  case introduction
  /// What the cell at the place of residence says of a member (213-QĐ/TW, 33-HD/BTCTW).
  case residenceComment = "residence_comment"
  case scoreStatement = "score_statement"
  case duesStatement = "dues_statement"

  package var title: Phrase {
    switch self {
    case .activityConfirmation:
      Phrase(vi: "giấy xác nhận sinh hoạt đảng", en: "activity confirmation")
    case .introduction:
      Phrase(vi: "giấy giới thiệu sinh hoạt đảng", en: "introduction letter")
    case .residenceComment:
      Phrase(vi: "nhận xét của nơi cư trú", en: "comment at the place of residence")
    case .scoreStatement:
      Phrase(vi: "xác nhận kết quả đánh giá", en: "statement of scores")
    case .duesStatement:
      Phrase(vi: "xác nhận đóng đảng phí", en: "statement of dues")
    }
  }

  /// What a template of this kind may ask for.
  package var fields: Set<LetterField> { LetterField.common.union(own) }

  /// The tables that a template of this kind may hold.
  package var tables: Set<LetterTable> {
    switch self {
    case .activityConfirmation, .introduction, .residenceComment: []
    case .scoreStatement: [.scores]
    case .duesStatement: [.dues]
    }
  }

  /// Without which a letter of this kind says nothing; a template has to hold them unguarded.
  package var required: [LetterField] {
    let common: [LetterField] = [.issuer, .fullName, .factsOn]
    return switch self {
    case .activityConfirmation: common + [.cell]
    case .introduction: common + [.destination, .presentBy]
    case .residenceComment: common + [.year, .comment]
    case .scoreStatement, .duesStatement: common + [.firstMonth, .lastMonth]
    }
  }

  private var own: Set<LetterField> {
    switch self {
    case .activityConfirmation: []
    case .introduction:
      [
        .transfer, .transferKind, .destination, .effectiveOn, .lastOn, .presentBy, .papers,
        .duesReason, .decision,
      ]
    case .residenceComment: [.year, .residenceCell, .occasion, .comment, .conclusion]
    case .scoreStatement, .duesStatement: [.firstMonth, .lastMonth]
    }
  }
}

/// A value that a template may ask for, as `{full_name}`; empty where the record has none.
package enum LetterField: String, Sendable, CaseIterable, Hashable {
  // Of every letter.
  case issuer
  case issuerAbove = "issuer_above"
  case place
  case memberCode = "member_code"
  case fullName = "full_name"
  case sex
  case birthDate = "birth_date"
  case personalID = "personal_id"
  case partyCard = "party_card"
  case joinedOn = "joined_on"
  case officialOn = "official_on"
  case position, status, cell, grassroots
  case cellSince = "cell_since"
  case agency
  /// The day on which the record was read.
  case factsOn = "facts_on"
  case purpose, addressee
  /// `đồng chí`, `ông`, `bà`.
  case salutation
  /// `10/2026`.
  case duesThrough = "dues_through"
  /// Such as `45.000 ₫ (2 tháng)`; empty where nothing is owed.
  case duesOpen = "dues_open"
  case discipline

  // Of an introduction.
  case transfer
  case transferKind = "transfer_kind"
  case destination
  case effectiveOn = "effective_on"
  case lastOn = "last_on"
  case presentBy = "present_by"
  case papers
  case duesReason = "dues_reason"
  case decision

  // Of a comment at the place of residence.
  case year
  case residenceCell = "residence_cell"
  case occasion, comment, conclusion

  // Of statements.
  case firstMonth = "first_month"
  case lastMonth = "last_month"

  /// What a template of any kind may ask for.
  package static let common: Set<LetterField> = [
    .issuer, .issuerAbove, .place, .memberCode, .fullName, .sex, .birthDate, .personalID,
    .partyCard, .joinedOn, .officialOn, .position, .status, .cell, .grassroots, .cellSince,
    .agency, .factsOn, .purpose, .addressee, .salutation, .duesThrough, .duesOpen, .discipline,
  ]
}

/// A table that a template may ask for, as `{table: scores}`.
package enum LetterTable: String, Sendable, CaseIterable, Hashable { case scores, dues }

/// On which side the texts of a column stand.
package enum LetterAlignment: String, Codable, Sendable, CaseIterable, Hashable {
  case left, right, centre
}

/// A table as it stands on a letter.
package struct LetterTableContent: Codable, Sendable, Hashable {
  package struct Column: Codable, Sendable, Hashable {
    package var title: String
    package var alignment: LetterAlignment

    package init(_ title: String, _ alignment: LetterAlignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// Empty for none.
  package var caption: String
  package var columns: [Column]
  package var rows: [[String]]
  /// The last row, in bold.
  package var total: [String]?

  package init(
    caption: String = "", columns: [Column], rows: [[String]], total: [String]? = nil
  ) {
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.total = total
  }
}

/// As what a unit gives out a letter: who signs and how the number is written hang on it.
package enum LetterIssuerRole: String, Sendable, CaseIterable, Hashable {
  /// A party cell.
  case cell
  /// A party committee above cells.
  case committee
  /// A unit of the state tree.
  case agency
}

/// The unit that gives out a letter.
package struct LetterIssuer: Sendable, Hashable {
  package var code: Code
  package var name: String
  /// The name of the unit above; empty at the top.
  package var above: String
  /// What stands before the date, such as `Hà Nội`; empty for none.
  package var place: String
  package var role: LetterIssuerRole

  package init(code: Code, name: String, above: String, place: String, role: LetterIssuerRole) {
    self.code = code
    self.name = name
    self.above = above
    self.place = place
    self.role = role
  }
}

/// What a letter is drafted from: texts as they are printed, days as `dd/mm/yyyy`.
package struct LetterValues: Sendable, Hashable {
  package var issuer: LetterIssuer
  /// What is missing is empty; `issuer`, `issuer_above` and `place` are taken from the issuer.
  package var fields: [LetterField: String]
  package var tables: [LetterTable: LetterTableContent]

  package init(
    issuer: LetterIssuer, fields: [LetterField: String],
    tables: [LetterTable: LetterTableContent] = [:]
  ) {
    self.issuer = issuer
    self.fields = fields
    self.tables = tables
  }

  func text(of field: LetterField) -> String {
    switch field {
    case .issuer: issuer.name
    case .issuerAbove: issuer.above
    case .place: issuer.place
    default: fields[field] ?? ""
    }
  }

  func isEmpty(_ field: LetterField) -> Bool { text(of: field).allSatisfy(\.isWhitespace) }
}
