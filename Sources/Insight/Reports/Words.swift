import Basics
import Organisation
import Runs

/// The words of the office for what a run says by keys.
package enum Words {
  package static let grades = ["A", "B", "C", "D"]

  /// A grade in words (Decree 335/2025/NĐ-CP, article 20; Regulation 366-QĐ/TW).
  package static func grade(_ grade: String) -> Phrase {
    switch grade {
    case "A":
      Phrase(vi: "A – Hoàn thành xuất sắc nhiệm vụ", en: "A – excellent")
    case "B": Phrase(vi: "B – Hoàn thành tốt nhiệm vụ", en: "B – good")
    case "C": Phrase(vi: "C – Hoàn thành nhiệm vụ", en: "C – completed")
    case "D": Phrase(vi: "D – Không hoàn thành nhiệm vụ", en: "D – not completed")
    default: Phrase(vi: grade, en: grade)
    }
  }

  package static func status(_ status: String) -> Phrase {
    switch status {
    case "rated": Phrase(vi: "đã xếp loại", en: "rated")
    case "not_rated": Phrase(vi: "không xếp loại", en: "not rated")
    case "incomplete": Phrase(vi: "chưa đủ", en: "incomplete")
    default: Phrase(vi: status, en: status)
    }
  }

  package static func tree(_ tree: Tree) -> Phrase {
    switch tree {
    case .party: Phrase(vi: "hệ thống Đảng", en: "party")
    case .state: Phrase(vi: "hệ thống chính quyền", en: "state")
    }
  }

  package static func note(_ note: String) -> Phrase {
    switch note {
    case "too_small": Phrase(vi: "ít người, không xếp hạng", en: "too small to be ranked")
    case "none_rated": Phrase(vi: "chưa có ai được xếp loại", en: "nobody rated")
    default: Phrase(vi: note, en: note)
    }
  }

  /// Reasons joined by `;`, in words.
  package static func reasons(_ keys: String) -> Phrase {
    let phrases = keys.split(separator: ";").map { reason(String($0)) }
    return Phrase(
      vi: phrases.map(\.vi).joined(separator: "; "),
      en: phrases.map(\.en).joined(separator: "; "))
  }

  /// One reason of a status or of a grade; a key that is not known stands for itself.
  package static func reason(_ key: String) -> Phrase {
    if key.hasPrefix("missing:") {
      let code = key.dropFirst("missing:".count)
      return Phrase(vi: "thiếu \(code)", en: "\(code) is missing")
    }
    return reasonWords[key] ?? Phrase(vi: key, en: key)
  }

  private static let reasonWords: [String: Phrase] = [
    "no_sheet": Phrase(vi: "chưa có phiếu", en: "no sheet"),
    "undecided": Phrase(vi: "phiếu chưa được quyết định", en: "the sheet was never decided"),
    "nothing_assigned": Phrase(vi: "chưa được giao việc", en: "nothing was assigned"),
    "on_leave": Phrase(vi: "nghỉ trong tháng", en: "on leave"),
    "nothing_to_report": Phrase(vi: "không có việc để báo cáo", en: "nothing to report"),
    "disciplined": Phrase(vi: "bị kỷ luật", en: "disciplined"),
    "incomplete_any": Phrase(vi: "có việc chưa hoàn thành", en: "some work was not completed"),
    "exceeded_share_below": Phrase(
      vi: "tỷ lệ việc vượt mức chưa đủ", en: "too little work beyond what was assigned"),
    "late_any": Phrase(vi: "có việc chậm tiến độ", en: "some work was late"),
    "late_share_over": Phrase(vi: "quá nhiều việc chậm tiến độ", en: "too much work was late"),
    "any_below": Phrase(vi: "có việc đạt quá thấp", en: "some work fell far short"),
    "failed_share_over": Phrase(
      vi: "quá nhiều việc không đạt một nửa", en: "too much work did not reach half"),
    "quota": Phrase(vi: "hết tỷ lệ xuất sắc", en: "the quota was full"),
    "quota_tie": Phrase(vi: "bằng điểm ở ngưỡng tỷ lệ", en: "a tie at the line of the quota"),
    "board_award": Phrase(vi: "hội đồng công nhận", en: "awarded by the board"),
    "board_move": Phrase(vi: "hội đồng điều chỉnh", en: "moved by the board"),
  ]

  /// `10/2026`.
  package static func month(_ month: Month) -> String {
    let number = String(month.monthOfYear)
    return (number.count < 2 ? "0" : "") + number + "/" + String(month.year)
  }

  /// `21/11/2026`.
  package static func day(_ day: Day) -> String {
    let (year, month, number) = day.civil
    return "\(number < 10 ? "0" : "")\(number)/\(month < 10 ? "0" : "")\(month)/\(year)"
  }
}

extension Run {
  /// Whether everybody who sees units may see its ranking.
  var isPublic: Bool { state == .published || state == .superseded }

  /// What a reader must not overlook.
  var warning: Phrase? {
    if kind == .provisional {
      return Phrase(
        vi: "LẦN CHẤM TẠM – chưa phải kết quả chính thức",
        en: "PROVISIONAL RUN – these are not the final results")
    }
    switch state {
    case .published: return nil
    case .superseded:
      return Phrase(
        vi: "ĐÃ ĐƯỢC THAY THẾ bằng lần chấm công bố sau", en: "SUPERSEDED by a later publication")
    case .building, .finished, .abandoned:
      return Phrase(vi: "CHƯA CÔNG BỐ", en: "NOT PUBLISHED")
    }
  }

  /// The line at the foot of a page.
  var source: Phrase {
    let digest = seal?.runDigest ?? ""
    return Phrase(
      vi: "Lần chấm \(number), kỳ \(Words.month(month)) (sửa đổi \(revision)) · SHA-256 \(digest)",
      en: "Run \(number) of \(month) (revision \(revision)) · SHA-256 \(digest)")
  }
}
