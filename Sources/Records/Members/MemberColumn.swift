import Basics

/// A column of `members.csv`, and so a field that `member edit --set` can state.
package enum MemberColumn: String, Sendable, CaseIterable, Hashable {
  case code
  case fullName = "full_name"
  case sex
  case birthDate = "birth_date"
  case personalID = "personal_id"
  case partyCard = "party_card"
  case joinedOn = "joined_on"
  case officialOn = "official_on"
  case cellCode = "cell_code"
  case agencyCode = "agency_code"
  case position, form
  case managerCode = "manager_code"
  case duesCategory = "dues_category"
  case duesBase = "dues_base"
  case status
  case statusSince = "status_since"
  case oldPartyCard = "old_party_card"

  /// The columns that every `members.csv` has, in their order.
  package static let standard: [MemberColumn] = [
    .code, .fullName, .sex, .birthDate, .personalID, .partyCard, .joinedOn, .officialOn, .cellCode,
    .agencyCode, .position, .form, .managerCode, .duesCategory, .duesBase, .status,
  ]

  /// Columns that a file may have besides.
  package static let optional: [MemberColumn] = [.statusSince, .oldPartyCard]

  /// The same column in Vietnamese.
  package var vietnamese: String {
    switch self {
    case .code: "Mã"
    case .fullName: "Họ và tên"
    case .sex: "Giới tính"
    case .birthDate: "Ngày sinh"
    case .personalID: "Số định danh cá nhân"
    case .partyCard: "Số thẻ đảng viên"
    case .joinedOn: "Ngày vào Đảng"
    case .officialOn: "Ngày chính thức"
    case .cellCode: "Mã chi bộ"
    case .agencyCode: "Mã cơ quan"
    case .position: "Chức vụ"
    case .form: "Mẫu đánh giá"
    case .managerCode: "Mã người quản lý"
    case .duesCategory: "Đối tượng đảng phí"
    case .duesBase: "Căn cứ đảng phí"
    case .status: "Tình trạng"
    case .statusSince: "Tình trạng từ ngày"
    case .oldPartyCard: "Số thẻ cũ"
    }
  }

  /// What the column is called in a sentence.
  package var title: Phrase {
    Phrase(vi: vietnamese, en: rawValue.replacing("_", with: " ").capitalizedFirst)
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// Why one field of a row was refused.
package struct FieldFlaw: Error, Hashable, Sendable {
  package let column: String
  package let value: String
  package let reason: Phrase

  package init(column: String, value: String, reason: Phrase) {
    self.column = column
    self.value = value
    self.reason = reason
  }
}

extension FieldFlaw: Problem {
  package var kind: ProblemKind { .refused }
  package var message: Phrase {
    Phrase(
      vi: "\(column) = “\(value)”: \(reason.vi).", en: "\(column) = “\(value)”: \(reason.en).")
  }
  package var hint: Phrase? { nil }
}
