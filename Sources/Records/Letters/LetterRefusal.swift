import Basics
import Members

/// Why there is no letter, or no step, for one member.
package enum LetterRefusal: Error, Hashable, Sendable {
  /// There is no such member, or none whom the actor may see.
  case noMember
  case merged(into: Code)
  case gone(Member.Status)
  /// There is a letter of the kind that is not finished.
  case openAlready(Int64)
  /// The yearly comment of the year is there, or on its way.
  case roundAlready(Int64)
  /// Outside the party's cells.
  case noCell
  case noUnit
  /// Nobody knows with which residence cell they keep ties.
  case noResidence
  /// Of a group that the yearly round leaves out.
  case exempt(ResidenceTie.Exemption)
  /// The member is no longer under the unit that was to issue the letter.
  case notUnder(Code)
  /// The comment has to be written by the cell at the residence.
  case commentMissing
  /// Nobody acts on a letter about themselves.
  case own
  /// Whoever drafted does not review or issue.
  case sameKey
  /// The letter does not wait for the step.
  case notWaiting(Letter.State)
  /// A statement about months that have nothing in them.
  case nothingInMonths

  package var kind: ProblemKind {
    switch self {
    case .noMember: .notFound
    case .openAlready, .roundAlready, .notWaiting, .merged: .conflict
    default: .refused
    }
  }

  /// Begins small and has no full stop.
  package var reason: Phrase {
    switch self {
    case .noMember: Phrase(vi: "không có trong hồ sơ", en: "is not on record")
    case .merged(let kept):
      Phrase(vi: "đã gộp vào hồ sơ \(kept)", en: "was merged into \(kept)")
    case .gone(let status):
      Phrase(
        vi: "\(status.title.vi): không còn là đảng viên để cấp giấy",
        en: "\(status.title.en): no letter is given about somebody who is not a member")
    case .openAlready(let id):
      Phrase(
        vi: "đang có giấy cùng loại chưa xong, số đề nghị \(id)",
        en: "has an unfinished letter of the kind, request \(id)")
    case .roundAlready(let id):
      Phrase(
        vi: "đã có nhận xét của năm ấy, số đề nghị \(id)",
        en: "has a comment of that year, request \(id)")
    case .noCell: Phrase(vi: "không ở chi bộ nào", en: "is in no cell")
    case .noUnit: Phrase(vi: "không thuộc đơn vị nào", en: "belongs to no unit")
    case .noResidence:
      Phrase(
        vi: "chưa ghi chi bộ nơi cư trú (cadre letter residence)",
        en: "has no residence cell on record (cadre letter residence)")
    case .exempt(let group):
      Phrase(
        vi: "thuộc diện không lấy nhận xét hằng năm: \(group.title.vi)",
        en: "is left out of the yearly comment: \(group.title.en)")
    default: stepReason
    }
  }

  private var stepReason: Phrase {
    switch self {
    case .notUnder(let unit):
      Phrase(
        vi: "không còn thuộc \(unit), nơi được đề nghị cấp giấy",
        en: "is no longer under \(unit), which was to issue the letter")
    case .commentMissing:
      Phrase(
        vi: "chưa có lời nhận xét của chi bộ nơi cư trú (--comment, --comments)",
        en: "the residence cell's comment is missing (--comment, --comments)")
    case .own:
      Phrase(
        vi: "không ai soạn, soát, ký giấy về chính mình",
        en: "nobody drafts, reviews or signs a letter about themselves")
    case .sameKey:
      Phrase(
        vi: "người soạn không soát và không ký",
        en: "whoever drafted does not review or sign")
    case .notWaiting(let state):
      Phrase(vi: "hiện “\(state.title.vi)”", en: "is “\(state.title.en)”")
    default:
      Phrase(
        vi: "không có gì trong các tháng ấy", en: "there is nothing in those months")
    }
  }

  /// What to do next; empty where nothing helps.
  package var hint: Phrase? {
    switch self {
    case .openAlready(let id), .roundAlready(let id):
      Phrase(vi: "Xem: cadre letter show \(id).", en: "See: cadre letter show \(id).")
    case .merged(let kept):
      Phrase(vi: "Dùng mã \(kept).", en: "Use the code \(kept).")
    case .exempt:
      Phrase(
        vi: "Khi cần cho việc cụ thể: --occasion personnel, reward hoặc discipline.",
        en: "Where one is needed: --occasion personnel, reward or discipline.")
    case .commentMissing:
      Phrase(
        vi: "cadre letter draft SỐ --comment \"…\" --conclusion \"…\".",
        en: "cadre letter draft NUMBER --comment \"…\" --conclusion \"…\".")
    case .sameKey:
      Phrase(
        vi: "Nhờ người khác trong chi ủy làm bước này bằng tài khoản của họ.",
        en: "Ask another member of the committee to take the step with their own account.")
    case .notUnder:
      Phrase(
        vi: "Rút đề nghị này (letter cancel) và đề nghị lại ở nơi mới.",
        en: "Cancel this request and ask again at the new place.")
    default: nil
    }
  }
}
