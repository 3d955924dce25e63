import Basics
import Members

/// Why somebody pays less than the rule says, or nothing (01-QĐ/TW, article 5).
package enum DuesGround: String, Sendable, CaseIterable, Hashable {
  /// So many years since joining; by the record, without an application.
  case partyAge50 = "party_age_50"
  case socialAllowance = "social_allowance"
  case hardship
  case difficulty

  /// The grounds that a decision can name.
  package static let recorded: [DuesGround] = [.socialAllowance, .hardship, .difficulty]
}

extension DuesGround: Titled {
  package var title: Phrase {
    switch self {
    case .partyAge50: Phrase(vi: "đủ 50 năm tuổi Đảng", en: "50 years of party age")
    case .socialAllowance:
      Phrase(vi: "hưởng trợ cấp hưu trí xã hội", en: "on the social retirement allowance")
    case .hardship:
      Phrase(vi: "hoàn cảnh đặc biệt khó khăn", en: "in special hardship")
    case .difficulty: Phrase(vi: "có khó khăn khác", en: "in other difficulty")
    }
  }
}
