import Basics
import Members

/// The columns of the national clean-up sheet of party-member data, in their order (domain §5.1).
package enum NationalColumn: Int, Sendable, CaseIterable, Hashable {
  case ordinal, id, fullName, otherName, sex, birthDate, ethnicity, religion, personalID, partyCard
  case cardIssuedBy, cardIssuedOn, oldPartyCard, organisation
  case birthCountry, birthProvince, birthAddress
  case nativeCountry, nativeProvince, nativeAddress
  case residenceCountry, residenceProvince, residenceAddress
  case joinedOn, officialOn, oldIDNumber, status, leftOn

  /// The heading of the sheet.
  package var title: String {
    switch self {
    case .ordinal: "STT"
    case .id: "ID"
    case .fullName: "Họ và tên"
    case .otherName: "Tên gọi khác"
    case .sex: "Giới tính"
    case .birthDate: "Ngày sinh"
    case .ethnicity: "Dân tộc"
    case .religion: "Tôn giáo"
    case .personalID: "Số định danh cá nhân"
    case .partyCard: "Số thẻ đảng viên"
    case .cardIssuedBy: "Nơi cấp thẻ"
    case .cardIssuedOn: "Ngày cấp thẻ"
    case .oldPartyCard: "Số thẻ theo Quyết định 85"
    case .organisation: "Tổ chức đảng đang sinh hoạt"
    case .birthCountry: "Quốc gia đăng ký khai sinh"
    case .birthProvince: "Tỉnh/thành phố đăng ký khai sinh"
    case .birthAddress: "Địa chỉ đăng ký khai sinh"
    case .nativeCountry: "Quốc gia quê quán"
    case .nativeProvince: "Tỉnh/thành phố quê quán"
    case .nativeAddress: "Địa chỉ quê quán"
    case .residenceCountry: "Quốc gia thường trú"
    case .residenceProvince: "Tỉnh/thành phố thường trú"
    case .residenceAddress: "Địa chỉ thường trú"
    case .joinedOn: "Ngày vào Đảng"
    case .officialOn: "Ngày chính thức"
    case .oldIDNumber: "Số CMND cũ"
    case .status: "Trạng thái hoạt động"
    case .leftOn: "Ngày rời Đảng/từ trần/miễn sinh hoạt"
    }
  }

  /// Marked with a star in the sheet.
  var isRequired: Bool {
    switch self {
    case .ordinal, .id, .otherName, .cardIssuedBy, .cardIssuedOn, .oldPartyCard, .oldIDNumber,
      .status, .leftOn:
      false
    default: true
    }
  }

  static func map(_ header: [String]) throws -> HeaderMap<NationalColumn> {
    try HeaderMap(
      header, names: Dictionary(uniqueKeysWithValues: allCases.map { ($0, [$0.title]) }),
      required: allCases, title: \.title)
  }

  /// The column that holds the same in `members.csv`.
  var standard: MemberColumn? {
    switch self {
    case .fullName: .fullName
    case .sex: .sex
    case .birthDate: .birthDate
    case .personalID: .personalID
    case .partyCard: .partyCard
    case .oldPartyCard: .oldPartyCard
    case .joinedOn: .joinedOn
    case .officialOn: .officialOn
    case .leftOn: .statusSince
    default: nil
    }
  }

  /// The flaw under the heading that the sheet has for its column.
  static func retitled(_ flaw: FieldFlaw) -> FieldFlaw {
    let own = allCases.first { $0.standard?.rawValue == flaw.column }
    return FieldFlaw(column: own?.title ?? flaw.column, value: flaw.value, reason: flaw.reason)
  }
}

/// Reads rows of the national sheet as rows of `members.csv` with particulars beside them.
enum NationalSheet {
  /// The sheet's statuses, as they are written there.
  static let statuses: [(text: String, status: Member.Status)] = [
    ("Đang sinh hoạt Đảng", .active), ("Đã chuyển sinh hoạt", .active),
    ("Đã từ trần", .deceased), ("Đã ra khỏi Đảng", .left),
    ("Miễn sinh hoạt Đảng", .exempt), ("Tạm miễn sinh hoạt Đảng", .temporarilyExempt),
  ]

  /// Reads one row; `cells` are the codes of open party units by code and by name without accents.
  static func read(
    _ header: HeaderMap<NationalColumn>, _ fields: [String], today: Day, cells: [String: [Code]]
  ) -> Result<ImportedMember, MemberRowFlaws> {
    func text(_ column: NationalColumn) -> String { header.text(column, in: fields) }
    var flaws: [FieldFlaw] = []
    func refuse(_ column: NationalColumn, _ reason: Phrase) {
      flaws.append(FieldFlaw(column: column.title, value: text(column), reason: reason))
    }
    let missing = NationalColumn.allCases.filter { $0.isRequired && text($0).isEmpty }
    if missing.contains(.fullName) {
      refuse(.fullName, Phrase(vi: "không được để trống", en: "must not be empty"))
    }
    let statusText = VietnameseText.searchKey(text(.status))
    let known = statuses.first { VietnameseText.searchKey($0.text) == statusText }
    if known == nil, !statusText.isEmpty {
      let names = statuses.map(\.text).joined(separator: ", ")
      refuse(.status, Phrase(vi: "phải là một trong: \(names)", en: "must be one of: \(names)"))
    }
    let moved = statusText == VietnameseText.searchKey("Đã chuyển sinh hoạt")
    let cell = moved ? nil : self.cell(text(.organisation), among: cells, refuse: refuse)
    let values: [MemberColumn: String] = [
      .code: code(text(.id), personalID: text(.personalID)),
      .cellCode: cell?.text ?? "",
      .status: (known?.status ?? .active).rawValue,
      .statusSince: known?.status == .active ? "" : text(.leftOn),
    ]
    let result = MemberRow.read(today: today) { column in
      if let value = values[column] { return value }
      guard let own = NationalColumn.allCases.first(where: { $0.standard == column }) else {
        return ""
      }
      return text(own)
    }
    let (profile, profileFlaws) = particulars(text)
    flaws += profileFlaws
    var issuedOn: Day?
    if !text(.cardIssuedOn).isEmpty {
      issuedOn = Day(text(.cardIssuedOn))
      if issuedOn == nil {
        refuse(
          .cardIssuedOn, Phrase(vi: "không phải ngày dd/mm/yyyy", en: "is not a day dd/mm/yyyy"))
      }
    }
    switch result {
    case .failure(let failure):
      return .failure(MemberRowFlaws(flaws + failure.flaws.map(NationalColumn.retitled)))
    case .success(let row):
      guard flaws.isEmpty else { return .failure(MemberRowFlaws(flaws)) }
      // A probationary member has no card and no official day: a star left empty is a doubt.
      let doubts = missing.map {
        FieldFlaw(
          column: $0.title, value: "",
          reason: Phrase(vi: "biểu yêu cầu, còn trống", en: "asked for by the sheet, left empty"))
      }
      return .success(
        ImportedMember(row: row, profile: profile, cardIssuedOn: issuedOn, doubts: doubts))
    }
  }

  /// The sheet's own ID where it can be a code, else the personal number.
  private static func code(_ id: String, personalID: String) -> String {
    Code(id) == nil ? personalID : id
  }

  private static func cell(
    _ text: String, among cells: [String: [Code]],
    refuse: (NationalColumn, Phrase) -> Void
  ) -> Code? {
    guard !text.isEmpty else { return nil }
    let found = cells[text] ?? cells[VietnameseText.searchKey(text)] ?? []
    if found.count == 1 { return found.first }
    refuse(
      .organisation,
      found.isEmpty
        ? Phrase(vi: "không có tổ chức đảng nào tên này", en: "no party unit has this name")
        : Phrase(
          vi: "có \(found.count) tổ chức trùng tên; hãy ghi mã đơn vị",
          en: "\(found.count) units have this name; give the unit's code"))
    return nil
  }

  private static func particulars(
    _ text: (NationalColumn) -> String
  ) -> (texts: [String], flaws: [FieldFlaw]) {
    let columns: [NationalColumn] = [
      .otherName, .ethnicity, .religion, .birthCountry, .birthProvince, .birthAddress,
      .nativeCountry, .nativeProvince, .nativeAddress, .residenceCountry, .residenceProvince,
      .residenceAddress, .oldIDNumber, .cardIssuedBy,
    ]
    var flaws: [FieldFlaw] = []
    var texts: [String] = []
    for column in columns {
      do {
        texts.append(try TextGate.clean(text(column)))
      } catch {
        texts.append("")
        flaws.append(
          FieldFlaw(
            column: column.title, value: String(text(column).prefix(60)), reason: error.phrase))
      }
    }
    return (texts, flaws)
  }
}
