import Basics

/// What can go wrong with members, said to people.
package enum MemberError: Problem, Hashable {
  case unknown(String)
  case codeTaken(Code)
  case numberTaken(MemberColumn, by: Code)
  case unknownUnit(MemberColumn, Code)
  case unknownManager(Code)
  case changedMeanwhile(Code, yours: Int, now: Int)
  case merged(Code, into: Code)
  case sameRecord
  case notMerged(Code)
  case cannotUndo(Code)
  case nothingToChange
  case unknownField(String)
  case unknownEntry(Int64)

  package var kind: ProblemKind {
    switch self {
    case .unknown, .unknownEntry: .notFound
    case .codeTaken, .numberTaken, .changedMeanwhile, .cannotUndo: .conflict
    case .unknownField, .nothingToChange: .usage
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let code):
      Phrase(vi: "Không có hồ sơ nào mang mã “\(code)”.", en: "There is no member “\(code)”.")
    case .codeTaken(let code):
      Phrase(vi: "Mã “\(code)” đã được dùng.", en: "The code “\(code)” is in use.")
    case .numberTaken(let column, let code):
      Phrase(
        vi: "\(column.vietnamese) này đã thuộc về hồ sơ “\(code)”.",
        en: "This \(column.rawValue) belongs to the member “\(code)”.")
    case .unknownUnit(let column, let code):
      Phrase(
        vi: "\(column.vietnamese) “\(code)”: không có đơn vị mở nào như vậy trong hệ thống ấy.",
        en: "\(column.rawValue) “\(code)”: there is no such open unit in that tree.")
    case .unknownManager(let code):
      Phrase(
        vi: "Không có hồ sơ “\(code)” để làm người quản lý.",
        en: "There is no member “\(code)” to be the manager.")
    case .changedMeanwhile(let code, let yours, let now):
      Phrase(
        vi: "“\(code)” đã được người khác sửa: bản của bạn là \(yours), bản hiện nay là \(now).",
        en: "“\(code)” was changed by somebody else: yours is version \(yours), now it is \(now).")
    case .merged(let code, let kept):
      Phrase(
        vi: "“\(code)” là hồ sơ trùng, đã gộp vào “\(kept)”.",
        en: "“\(code)” is a duplicate that was merged into “\(kept)”.")
    case .sameRecord:
      Phrase(vi: "Hai mã là một hồ sơ.", en: "The two codes are one record.")
    case .notMerged(let code):
      Phrase(vi: "“\(code)” chưa từng được gộp.", en: "“\(code)” has not been merged.")
    case .cannotUndo(let code):
      Phrase(
        vi: "Hồ sơ nhận “\(code)” đã thay đổi sau khi gộp; không hoàn tác tự động được.",
        en: "“\(code)” has been merged into a record that was changed since; it cannot be undone.")
    case .nothingToChange:
      Phrase(vi: "Không có gì để thay đổi.", en: "There is nothing to change.")
    case .unknownField(let name):
      Phrase(vi: "Không có trường “\(name)”.", en: "There is no field “\(name)”.")
    case .unknownEntry(let number):
      Phrase(vi: "Không có mục hồ sơ số \(number).", en: "There is no dossier entry \(number).")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknown:
      Phrase(
        vi: "Tìm theo tên không dấu hoặc số: cadre member find TÊN.",
        en: "Find by name or number: cadre member find TEXT.")
    case .changedMeanwhile:
      Phrase(
        vi: "Xem bản mới rồi sửa lại: cadre member show MÃ.",
        en: "Look at the new version, then edit again: cadre member show CODE.")
    case .numberTaken:
      Phrase(
        vi: "Nếu là cùng một người: cadre member merge MÃ_TRÙNG --into MÃ.",
        en: "If it is one person: cadre member merge DUPLICATE --into CODE.")
    case .unknownUnit:
      Phrase(vi: "Xem: cadre unit list.", en: "See: cadre unit list.")
    case .unknownField:
      Phrase(
        vi: "Các trường: \(MemberColumn.allCases.map(\.rawValue).joined(separator: ", ")).",
        en: "The fields: \(MemberColumn.allCases.map(\.rawValue).joined(separator: ", ")).")
    default: nil
    }
  }
}
