import Basics
import Members

/// What the rule has to know of one member on the first day of the month.
///
/// The birth date is revealed by the caller, who knows the reason.
package struct DuesCase: Sendable, Hashable {
  package var category: Member.DuesCategory?
  package var base: Money?
  package var sex: Sex?
  package var birthDate: Day?
  package var joinedOn: Day?
  /// Region 1 to 4 of the cell's unit or of its nearest ancestor that has one.
  package var wageRegion: Int?
  /// The decisions on record that cover the month.
  package var waivers: [Waiver]

  /// A decision that takes something off.
  package struct Waiver: Sendable, Hashable {
    package let id: Int64
    package let ground: DuesGround
    /// What is taken off: 30, 50, 70, or 100 for an exemption.
    package let percent: Int

    package init(id: Int64, ground: DuesGround, percent: Int) {
      self.id = id
      self.ground = ground
      self.percent = percent
    }
  }

  package init(
    category: Member.DuesCategory?, base: Money? = nil, sex: Sex? = nil, birthDate: Day? = nil,
    joinedOn: Day? = nil, wageRegion: Int? = nil, waivers: [Waiver] = []
  ) {
    self.category = category
    self.base = base
    self.sex = sex
    self.birthDate = birthDate
    self.joinedOn = joinedOn
    self.wageRegion = wageRegion
    self.waivers = waivers
  }
}

/// What one member owes for one month, and why.
package struct DuesCharge: Sendable, Hashable {
  package let category: Member.DuesCategory
  /// The declared base, or the regional wage; `nil` where the rule uses neither.
  package let base: Money?
  /// A plain decimal such as 0.003; `nil` where the rule is a sum.
  package let rate: ExactDecimal?
  /// The amount before rounding, in đồng.
  package let exact: ExactDecimal?
  /// Before exemption and reduction, rounded once, half away from zero.
  ///
  /// `nil` for somebody exempt whose base is not known.
  package let amount: Money?
  /// What is taken off, in percent: 0, 30, 50, 70 or 100.
  package let percent: Int
  package let ground: DuesGround?
  /// What is to pay, rounded once from exact values.
  package let net: Money
  /// The regulation.
  package let rule: Code
  /// The decision that took something off.
  package let waiver: Int64?
  package let warnings: [DuesWarning]

  /// A charge as it is on record.
  package init(
    category: Member.DuesCategory, base: Money?, rate: ExactDecimal?, exact: ExactDecimal?,
    amount: Money?, percent: Int, ground: DuesGround?, net: Money, rule: Code, waiver: Int64?,
    warnings: [DuesWarning] = []
  ) {
    self.category = category
    self.base = base
    self.rate = rate
    self.exact = exact
    self.amount = amount
    self.percent = percent
    self.ground = ground
    self.net = net
    self.rule = rule
    self.waiver = waiver
    self.warnings = warnings
  }
}

/// What is charged all the same, but somebody should look at.
package enum DuesWarning: Sendable, Hashable {
  /// Without the day of joining nobody can tell 50 years.
  case joinedOnMissing
  /// The decision's ground or share is not one of the regulation; it was left out.
  case waiverNotInRule(Int64)
  /// The newest row of the wage table is over a year older than the month.
  case wageTableOld(from: Month, month: Month, folder: String = DuesRules.usualFolder)

  package var phrase: Phrase {
    switch self {
    case .joinedOnMissing:
      Phrase(
        vi: "thiếu ngày vào Đảng nên không biết đã đủ 50 năm tuổi Đảng chưa; vẫn tính phải đóng",
        en: "the day of joining is missing, so 50 years of party age cannot be told; charged")
    case .waiverNotInRule(let id):
      Phrase(
        vi: "quyết định miễn, giảm số \(id) không có trong quy định của tháng nên không áp dụng",
        en: "the waiver \(id) is none of the month's regulation and was not applied")
    case .wageTableOld(let from, let month, let folder):
      Phrase(
        vi: "lương tối thiểu vùng mới nhất là từ \(from), cũ hơn một năm so với \(month): "
          + "kiểm tra nghị định mới và thêm vào \(folder)",
        en: "the newest minimum wages are from \(from), over a year older than \(month): "
          + "look for a newer decree and add it to \(folder)")
    }
  }
}
