import Basics

/// What can go wrong with units, said to people.
package enum UnitError: Problem, Hashable {
  case unknown(String)
  case codeTaken(Code)
  case otherTree(Code, parent: Code)
  case parentNotAbove(Code, level: Int, parent: Code, parentLevel: Int)
  case topNeedsLevelOne(Code, level: Int)
  case closed(Code)
  case notOpenYet(Code, Day)
  case closesLater(Code, Day)
  case stillHasUnits(Code, count: Int)
  case stillHasMembers(Code, count: Int)
  case changedMeanwhile(Code)
  case nothingToMerge
  case text(String, Phrase)

  package var kind: ProblemKind {
    switch self {
    case .unknown: .notFound
    case .codeTaken, .changedMeanwhile: .conflict
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let code):
      Phrase(vi: "Không có đơn vị nào mang mã “\(code)”.", en: "There is no unit “\(code)”.")
    case .codeTaken(let code):
      Phrase(vi: "Mã đơn vị “\(code)” đã được dùng.", en: "The unit code “\(code)” is in use.")
    case .otherTree(let code, let parent):
      Phrase(
        vi: "“\(code)” và đơn vị cấp trên “\(parent)” không cùng một hệ thống (Đảng, chính quyền).",
        en: "“\(code)” and the unit above, “\(parent)”, are not of one tree (party, state).")
    case .parentNotAbove(let code, let level, let parent, let parentLevel):
      Phrase(
        vi: "“\(code)” ở bậc \(level) không thể đứng dưới “\(parent)” ở bậc \(parentLevel).",
        en: "“\(code)” at level \(level) cannot stand under “\(parent)” at level \(parentLevel).")
    case .topNeedsLevelOne(let code, let level):
      Phrase(
        vi: "“\(code)” ở bậc \(level) phải có đơn vị cấp trên; chỉ bậc 1 đứng đầu.",
        en: "“\(code)” at level \(level) needs a unit above; only level 1 stands at the top.")
    case .closed(let code):
      Phrase(vi: "Đơn vị “\(code)” đã đóng.", en: "The unit “\(code)” is closed.")
    case .notOpenYet(let code, let day):
      Phrase(
        vi: "Đơn vị “\(code)” chưa có vào ngày \(day).",
        en: "The unit “\(code)” is not open on \(day).")
    case .closesLater(let code, let day):
      Phrase(
        vi: "Đơn vị “\(code)” đóng từ ngày \(day): không nhận thêm được.",
        en: "The unit “\(code)” closes on \(day): it cannot carry on another.")
    case .stillHasUnits(let code, let count):
      Phrase(
        vi: "“\(code)” còn \(count) đơn vị trực thuộc.",
        en: "“\(code)” still has \(count) units below it.")
    case .stillHasMembers(let code, let count):
      Phrase(
        vi: "“\(code)” còn \(count) đảng viên, công chức.",
        en: "“\(code)” still has \(count) members.")
    case .changedMeanwhile(let code):
      Phrase(
        vi: "“\(code)” vừa được người khác thay đổi.",
        en: "“\(code)” was changed by somebody else meanwhile.")
    case .nothingToMerge:
      Phrase(
        vi: "Cần ít nhất một đơn vị khác để gộp.", en: "A merge needs at least one other unit.")
    case .text(let field, let flaw):
      Phrase(vi: "\(field) \(flaw.vi).", en: "\(field) \(flaw.en).")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknown:
      Phrase(vi: "Xem mã bằng: cadre unit list.", en: "See the codes with: cadre unit list.")
    case .codeTaken:
      Phrase(vi: "Chọn mã khác.", en: "Choose another code.")
    case .stillHasUnits, .stillHasMembers:
      Phrase(
        vi: "Chuyển họ đi trước, hoặc gộp cả đơn vị: cadre unit merge MÃ --into MÃ_MỚI.",
        en: "Move them first, or merge the whole unit: cadre unit merge CODE --into NEW_CODE.")
    case .changedMeanwhile:
      Phrase(
        vi: "Xem lại rồi làm lại: cadre unit show MÃ.",
        en: "Look again, then repeat: cadre unit show CODE.")
    case .parentNotAbove, .topNeedsLevelOne, .otherTree:
      Phrase(
        vi: "Bậc 1 ở trên cùng; đơn vị cấp dưới có số bậc lớn hơn. Sửa bậc, cây hoặc mã cấp trên.",
        en:
          "Level 1 is the top; a unit below has a larger level. Mend level, tree or the unit above."
      )
    case .closesLater:
      Phrase(
        vi: "Chọn đơn vị khác, hoặc xem: cadre unit show MÃ.",
        en: "Choose another unit, or see: cadre unit show CODE.")
    case .closed, .notOpenYet, .nothingToMerge, .text: nil
    }
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "unit_code_once": Phrase(vi: "Mã đơn vị đã được dùng.", en: "The unit code is in use."),
    "unit_tree_known": Phrase(
      vi: "Hệ thống phải là party hoặc state.", en: "The tree is party or state."),
    "unit_level_range": Phrase(vi: "Bậc từ 1 đến 20.", en: "Levels run from 1 to 20."),
    "unit_version_positive": Phrase(vi: "Phiên bản bắt đầu từ 1.", en: "Versions start at 1."),
    "unit_event_known": Phrase(
      vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail."),
    "unit_placement_unit_known": Phrase(vi: "Không có đơn vị ấy.", en: "There is no such unit."),
    "unit_placement_parent_in_tree": Phrase(
      vi: "Đơn vị cấp trên phải cùng hệ thống.", en: "The unit above must be of the same tree."),
    "unit_placement_parent_above": Phrase(
      vi: "Đơn vị cấp trên phải có bậc nhỏ hơn.", en: "The unit above must have a smaller level."),
    "unit_placement_parent_whole": Phrase(
      vi: "Đơn vị cấp trên và bậc của nó đi cùng nhau.",
      en: "A unit above and its level go together."),
    "unit_placement_name_given": Phrase(
      vi: "Tên đơn vị từ 1 đến 200 ký tự.", en: "A unit's name has 1 to 200 characters."),
    "unit_placement_region_range": Phrase(
      vi: "Vùng lương từ 1 đến 4.", en: "Wage regions: 1 to 4."),
    "unit_placement_event_known": Phrase(
      vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail."),
    "unit_placement_append_only": Phrase(
      vi: "Quá trình của đơn vị chỉ được ghi thêm.", en: "A unit's history is only added to."),
    "unit_succession_predecessor_known": Phrase(
      vi: "Không có đơn vị trước.", en: "There is no such predecessor."),
    "unit_succession_successor_known": Phrase(
      vi: "Không có đơn vị sau.", en: "There is no such successor."),
    "unit_succession_two_units": Phrase(
      vi: "Một đơn vị không thể kế tục chính nó.", en: "A unit cannot succeed itself."),
    "unit_succession_kind_known": Phrase(
      vi: "Kế tục là gộp hoặc tách.", en: "A succession is a merge or a split."),
    "unit_succession_event_known": Phrase(
      vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail."),
  ]
}
