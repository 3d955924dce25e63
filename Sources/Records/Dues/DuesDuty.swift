import Basics
import Members

/// Whether a member owes dues for a month, by what was on record on its first day.
package enum DuesDuty: Sendable, Hashable {
  case owes
  case owesNot(Reason)

  package enum Reason: Sendable, Hashable {
    case noCell
    /// Owes from the month after joining.
    case joinedLater(from: Month)
    case status(Member.Status)
    case noStatus
  }

  /// Decides.
  ///
  /// Probationary members owe like the others; status `exempt` is from activity, not from dues.
  ///
  /// - Parameters:
  ///   - month: any, a future one too.
  ///   - status: on the first day of the month; `nil` where none is on record.
  ///   - hasCell: whether the member had a cell on that day.
  ///   - joinedOn: the day of joining; without it a member owes, and ``DuesRule`` warns.
  /// - Returns: whether the month is to be charged, and if not, why.
  package static func of(
    _ month: Month, status: Member.Status?, hasCell: Bool, joinedOn: Day?
  ) -> DuesDuty {
    switch status {
    case nil: return .owesNot(.noStatus)
    case .left?: return .owesNot(.status(.left))
    case .deceased?: return .owesNot(.status(.deceased))
    case .active?, .exempt?, .temporarilyExempt?: break
    }
    if let joinedOn, joinedOn >= month.firstDay {
      return .owesNot(.joinedLater(from: joinedOn.month.adding(months: 1)))
    }
    return hasCell ? .owes : .owesNot(.noCell)
  }
}

extension DuesDuty.Reason {
  package var phrase: Phrase {
    switch self {
    case .noCell:
      Phrase(
        vi: "ngày đầu tháng không thuộc chi bộ nào", en: "in no cell on the first day of the month")
    case .joinedLater(let from):
      Phrase(vi: "vào Đảng sau đó: đóng từ tháng \(from)", en: "joined later: owes from \(from) on")
    case .status(let status): status.title
    case .noStatus:
      Phrase(
        vi: "ngày đầu tháng chưa có tình trạng đảng viên",
        en: "no party status on the first day of the month")
    }
  }
}
