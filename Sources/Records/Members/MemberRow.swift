import Basics

/// One row of `members.csv`, read and checked by itself: what it says, not yet what is on record.
///
/// The one definition of what a field may hold: imports, `member add` and `member edit` read
/// through it.
package struct MemberRow: Sendable, Hashable {
  package var code: Code
  package var fullName: String
  package var sex: Sex?
  package var birthDate: Day?
  package var personalID: String?
  package var partyCard: String?
  package var oldPartyCard: String?
  package var joinedOn: Day?
  package var officialOn: Day?
  package var cell: Code?
  package var agency: Code?
  package var position: String
  package var form: Member.Form?
  package var manager: Code?
  package var duesCategory: Member.DuesCategory?
  package var duesBase: Money?
  package var status: Member.Status
  package var statusSince: Day?

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - today: no date may lie after it.
  ///   - decimalComma: whether `1,5` is a number here (files with semicolons).
  ///   - field: the text of a column, empty where the file has no such column.
  /// - Returns: the row, or everything that is wrong with it.
  package static func read(
    today: Day, decimalComma: Bool = false, _ field: (MemberColumn) -> String
  ) -> Result<MemberRow, MemberRowFlaws> {
    var reader = FieldReader(today: today, decimalComma: decimalComma)
    let row = MemberRow(
      code: reader.code(.code, field(.code)) ?? .blank,
      fullName: reader.text(.fullName, field(.fullName), required: true),
      sex: reader.sex(field(.sex)),
      birthDate: reader.day(.birthDate, field(.birthDate)),
      personalID: reader.digits(12, .personalID, field(.personalID)),
      partyCard: reader.digits(12, .partyCard, field(.partyCard)),
      oldPartyCard: reader.oldCard(field(.oldPartyCard)),
      joinedOn: reader.day(.joinedOn, field(.joinedOn)),
      officialOn: reader.day(.officialOn, field(.officialOn)),
      cell: reader.optionalCode(.cellCode, field(.cellCode)),
      agency: reader.optionalCode(.agencyCode, field(.agencyCode)),
      position: reader.text(.position, field(.position), required: false),
      form: reader.choice(.form, field(.form), among: Member.Form.self),
      manager: reader.optionalCode(.managerCode, field(.managerCode)),
      duesCategory: reader.choice(
        .duesCategory, field(.duesCategory), among: Member.DuesCategory.self),
      duesBase: reader.money(.duesBase, field(.duesBase)),
      status: reader.status(field(.status)),
      statusSince: reader.day(.statusSince, field(.statusSince)))
    reader.checkTogether(row)
    return reader.flaws.isEmpty ? .success(row) : .failure(MemberRowFlaws(reader.flaws))
  }

  /// What speaks against the row without refusing it.
  package func doubts() -> [FieldFlaw] {
    var doubts: [FieldFlaw] = []
    if let text = personalID, let number = PersonalNumber(text) {
      for doubt in number.doubts(sex: sex, birthDate: birthDate) {
        doubts.append(
          FieldFlaw(column: MemberColumn.personalID.rawValue, value: text, reason: doubt.phrase))
      }
    }
    if status == .active, cell != nil, joinedOn == nil {
      doubts.append(
        FieldFlaw(
          column: MemberColumn.joinedOn.rawValue, value: "",
          reason: Phrase(vi: "chưa có ngày vào Đảng", en: "no date of joining the Party")))
    }
    return doubts
  }
}

/// Everything that is wrong with one row.
package struct MemberRowFlaws: Error, Sendable, Hashable {
  package let flaws: [FieldFlaw]
  package init(_ flaws: [FieldFlaw]) { self.flaws = flaws }
}

extension PersonalNumber.Doubt {
  fileprivate var phrase: Phrase {
    switch self {
    case .sex:
      Phrase(vi: "số định danh không khớp giới tính", en: "the number speaks of the other sex")
    case .birthYear:
      Phrase(vi: "số định danh không khớp năm sinh", en: "the number speaks of another birth year")
    }
  }
}
