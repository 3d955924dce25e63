import Basics
import Boards
import Products
import Reports
import Sheets

/// Words of tables for people; csv and json keep the keys that programs go by.
extension Entry.Kind {
  var title: Phrase {
    switch self {
    case .criterion: Phrase(vi: "tiêu chí", en: "criterion")
    case .work: Phrase(vi: "công việc", en: "work")
    case .kpi: Phrase(vi: "chỉ số", en: "KPI")
    case .keyResult: Phrase(vi: "kết quả then chốt", en: "key result")
    case .factor: Phrase(vi: "hệ số lãnh đạo", en: "factor")
    case .event: Phrase(vi: "sự kiện", en: "event")
    }
  }
}

extension Product.Proposal.Outcome {
  var title: Phrase {
    switch self {
    case .approved: Phrase(vi: "đã duyệt", en: "approved")
    case .rejected: Phrase(vi: "từ chối", en: "rejected")
    }
  }
}

extension BoardRow.Line {
  var title: Phrase {
    switch self {
    case .above: Phrase(vi: "trên", en: "above")
    case .tie: Phrase(vi: "bằng điểm", en: "tie")
    case .below: Phrase(vi: "dưới", en: "below")
    case .board: Phrase(vi: "hội đồng", en: "board")
    }
  }
}
