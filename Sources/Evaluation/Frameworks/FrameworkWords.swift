import Basics

// The words of files, as people say them.

extension Framework.Form {
  package var title: Phrase {
    switch self {
    case .staff:
      Phrase(vi: "người không giữ chức vụ lãnh đạo, quản lý", en: "staff")
    case .leader: Phrase(vi: "lãnh đạo, quản lý", en: "leaders")
    case .collective: Phrase(vi: "tập thể", en: "collectives")
    }
  }
}

extension Framework.Family {
  package var title: Phrase {
    switch self {
    case .criteria: Phrase(vi: "tổng điểm các tiêu chí", en: "sum of the criteria's points")
    case .work(let rule) where rule.withFactors:
      Phrase(
        vi: "số lượng, chất lượng, tiến độ và d, đ, e, chia 6 (abcdde6)",
        en: "quantity, quality, progress and d, đ, e, in sixths (abcdde6)")
    case .work:
      Phrase(
        vi: "số lượng, chất lượng, tiến độ, chia 3 (abc3)",
        en: "quantity, quality, progress, in thirds (abc3)")
    case .kpi: Phrase(vi: "các chỉ số so với mục tiêu (kpi)", en: "indicators by target (kpi)")
    case .okr:
      Phrase(vi: "mục tiêu và kết quả then chốt (okr)", en: "objectives, key results (okr)")
    }
  }
}

extension Framework.WorkRule.Denominator {
  package var title: Phrase {
    switch self {
    case .assigned: Phrase(vi: "việc được giao", en: "the work assigned")
    case .completed: Phrase(vi: "việc đã hoàn thành", en: "the work completed")
    }
  }
}

extension Framework.Gate {
  /// When it holds and what it does.
  package var rule: Phrase {
    Phrase(vi: "\(when.title.vi): \(effect.title.vi)", en: "\(when.title.en): \(effect.title.en)")
  }
}

extension Framework.Gate.Condition {
  package var title: Phrase {
    switch self {
    case .disciplined: Phrase(vi: "bị kỷ luật", en: "disciplined")
    case .incompleteAny:
      Phrase(vi: "có việc chưa đủ số lượng", en: "some work is short of its quantity")
    case .exceededShareBelow(let share):
      Phrase(
        vi: "tỷ lệ việc vượt mức dưới \(share.plain)",
        en: "the share of work above target is below \(share.plain)")
    case .lateAny: Phrase(vi: "có việc chậm", en: "some work is late")
    case .lateShareOver(let share):
      Phrase(
        vi: "tỷ lệ việc chậm trên \(share.plain)",
        en: "the share of late work is over \(share.plain)")
    case .anyBelow(let share):
      Phrase(
        vi: "có việc đạt dưới \(share.plain) số lượng",
        en: "some work is below \(share.plain) of its quantity")
    case .failedShareOver(let share):
      Phrase(
        vi: "tỷ lệ việc đạt chưa đến một nửa trên \(share.plain)",
        en: "the share of work below half is over \(share.plain)")
    }
  }
}

extension Framework.Gate.Effect {
  package var title: Phrase {
    switch self {
    case .atMost(let grade):
      Phrase(vi: "cao nhất là \(grade.rawValue)", en: "at most \(grade.rawValue)")
    case .grade(let grade): Phrase(vi: "xếp \(grade.rawValue)", en: "grade \(grade.rawValue)")
    }
  }
}

extension Framework.Quota.Base {
  package var title: Phrase {
    switch self {
    case .good: Phrase(vi: "số người xếp B (ai không được giữ A thì vào B)", en: "those rated good")
    case .goodOrBetter: Phrase(vi: "số người xếp A và B", en: "those rated good or better")
    case .all: Phrase(vi: "tất cả người được xếp loại", en: "all who are rated")
    }
  }
}

extension Framework.Quota.Group {
  package var title: Phrase {
    switch self {
    case .unit: Phrase(vi: "từng đơn vị", en: "each unit")
    case .parent: Phrase(vi: "các đơn vị cùng cấp trên", en: "the units under one parent")
    }
  }
}

extension Framework.Quota.SmallGroups {
  package var title: Phrase {
    switch self {
    case .poolUp: Phrase(vi: "gộp lên cấp trên", en: "pooled upwards")
    case .alone: Phrase(vi: "để riêng", en: "left alone")
    }
  }
}

extension Framework.Quota.Ties {
  package var title: Phrase {
    switch self {
    case .decide: Phrase(vi: "hội đồng quyết định", en: "a board decides")
    case .in: Phrase(vi: "giữ A cả", en: "all keep A")
    case .out: Phrase(vi: "xuống B cả", en: "all become B")
    }
  }
}
