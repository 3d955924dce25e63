import Basics
import Members

/// Why one member cannot be charged; the others go on.
package enum DuesFlaw: Problem, Hashable {
  case missingCategory
  case missingBase(Member.DuesCategory)
  case missingSex
  case missingBirthDate
  /// Neither the cell's unit nor any above it has a region; the caller knows the unit's name.
  case noWageRegion
  case baseBelowZero(Money)
  case baseOutsideBand(Money, least: Money, most: Money)
  /// The committee's sum of the old rule is not configured.
  case fixedSumMissing(
    Member.DuesCategory, rule: Code, least: Money, most: Money,
    folder: String = DuesRules.usualFolder)

  /// Whether something is missing, rather than wrong; who is exempt does not need it.
  package var isMissing: Bool {
    switch self {
    case .missingCategory, .missingBase, .missingSex, .missingBirthDate, .noWageRegion,
      .fixedSumMissing:
      true
    case .baseBelowZero, .baseOutsideBand: false
    }
  }

  package var kind: ProblemKind { .refused }

  package var message: Phrase { message(unit: nil) }

  /// What happened; `unit` is the name of the member's cell.
  package func message(unit: String?) -> Phrase {
    switch self {
    case .missingCategory:
      Phrase(vi: "Chưa có đối tượng đảng phí.", en: "There is no dues category.")
    case .missingBase(let category):
      Phrase(
        vi: "Chưa có căn cứ đảng phí cho đối tượng “\(category.title.vi)”.",
        en: "There is no dues base for the category “\(category.title.en)”.")
    case .missingSex:
      Phrase(
        vi: "Chưa có giới tính nên không tính được tuổi nghỉ hưu.",
        en: "The sex is missing, so the retirement age cannot be told.")
    case .missingBirthDate:
      Phrase(
        vi: "Chưa có ngày sinh nên không tính được tuổi nghỉ hưu.",
        en: "The birth date is missing, so the retirement age cannot be told.")
    case .noWageRegion:
      Phrase(
        vi: "\(unit.map { "Đơn vị “\($0)”" } ?? "Chi bộ") và các cấp trên không có vùng lương.",
        en: "\(unit.map { "The unit “\($0)”" } ?? "The cell") and those above have no wage region.")
    case .baseBelowZero(let base):
      Phrase(
        vi: "Căn cứ đảng phí \(base.text(in: .vietnamese)) nhỏ hơn 0.",
        en: "The dues base \(base.text(in: .english)) is below zero.")
    case .baseOutsideBand(let base, let least, let most):
      Phrase(
        vi: "Mức \(base.text(in: .vietnamese)) ngoài khung từ \(least.text(in: .vietnamese)) "
          + "đến \(most.text(in: .vietnamese)).",
        en: "The amount \(base.text(in: .english)) is outside the band from "
          + "\(least.text(in: .english)) to \(most.text(in: .english)).")
    case .fixedSumMissing(let category, let rule, _, _, _):
      Phrase(
        vi: "Theo \(rule), đối tượng “\(category.title.vi)” đóng mức cấp uỷ đã đặt, "
          + "mà tệp chưa ghi.",
        en: "By \(rule) the category “\(category.title.en)” pays what the committee had set, "
          + "and the file does not say it.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .missingCategory: Self.edit("dues_category=insured")
    case .missingBase, .baseBelowZero: Self.edit("dues_base=12345678")
    case .baseOutsideBand: Self.edit("dues_base=100000")
    case .missingSex: Self.edit("sex=male")
    case .missingBirthDate: Self.edit("birth_date=1965-04-20")
    case .noWageRegion:
      Phrase(
        vi: "Ghi vùng 1 đến 4 cho đơn vị hoặc cấp trên: cadre unit import, cột wage_region.",
        en: "Give the unit or one above a region 1 to 4: cadre unit import, column wage_region.")
    case .fixedSumMissing(let category, let rule, let least, let most, let folder):
      Phrase(
        vi: "Ghi vào \(folder)/\(rule).yaml, như fixed: {\(category.rawValue): \(least)}, "
          + "từ \(least) đến \(most).",
        en: "Put it into \(folder)/\(rule).yaml, such as "
          + "fixed: {\(category.rawValue): \(least)}, from \(least) to \(most).")
    }
  }

  private static func edit(_ setting: String) -> Phrase {
    Phrase(
      vi: "Ghi vào hồ sơ, như: cadre member edit MÃ --set \(setting).",
      en: "Put it on record, such as: cadre member edit CODE --set \(setting).")
  }
}
