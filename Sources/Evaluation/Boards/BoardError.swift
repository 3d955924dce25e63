import Basics
import Frameworks

/// What can go wrong on a board, said to people.
package enum BoardError: Problem, Hashable {
  case unknownUnit(String)
  case noRun(Month)
  case otherRevision(Month, run: Int32)
  case published(Month)
  case nothingThere(Code, Month)
  case notRated(Code, run: Int32)
  case own(Code)
  case noTie(Code, run: Int32)
  case noPlace(Code, unit: Code, allowed: Int)
  case decidedAlready(Code, Decision, Framework.Grade)
  case sameGrade(Code, Framework.Grade)
  case noDecision(Code, Month)
  case reasonMissing
  case documentMissing
  case noGroup(unit: Code, framework: String)
  case whichFramework(unit: Code, [Framework.Reference])
  case noQuota(Framework.Reference)
  case noExceptionForeseen(Framework.Reference)
  case shareOutside(ExactDecimal, over: ExactDecimal, atMost: ExactDecimal)
  case exceptionThere(unit: Code, Framework.Reference, ExactDecimal)
  case noException(unit: Code, Framework.Reference)
  case notInRunYet(unit: Code, run: Int32)
  case tiesWaiting(unit: Code, [Code], places: Int)

  package var kind: ProblemKind {
    switch self {
    case .unknownUnit, .noRun, .nothingThere, .noDecision, .noGroup, .noException: .notFound
    case .otherRevision, .published, .decidedAlready, .exceptionThere, .notInRunYet:
      .conflict
    case .reasonMissing, .documentMissing, .whichFramework: .usage
    case .notRated, .own, .noTie, .noPlace, .sameGrade, .noQuota, .noExceptionForeseen,
      .shareOutside, .tiesWaiting:
      .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknownUnit, .noRun, .otherRevision, .published, .nothingThere, .notRated, .own:
      messageOfTheMonth
    case .noTie, .noPlace, .decidedAlready, .sameGrade, .noDecision, .reasonMissing,
      .documentMissing, .tiesWaiting:
      messageOfADecision
    default: messageOfAnException
    }
  }

  private var messageOfTheMonth: Phrase {
    switch self {
    case .unknownUnit(let code):
      Phrase(vi: "Không có đơn vị nào mang mã “\(code)”.", en: "There is no unit “\(code)”.")
    case .noRun(let month):
      Phrase(vi: "Kỳ \(month) chưa được chấm.", en: "The month \(month) has not been scored yet.")
    case .otherRevision(let month, let run):
      Phrase(
        vi: "Kỳ \(month) đã mở lại sau lần chấm \(run).",
        en: "The month \(month) was reopened after run \(run).")
    case .published(let month):
      Phrase(
        vi: "Kết quả kỳ \(month) đã công bố; hội đồng không quyết định thêm.",
        en: "The scores of \(month) are published; the board decides nothing more.")
    case .nothingThere(let code, let month):
      Phrase(
        vi: "Không có ai được xếp loại tại đơn vị \(code) trong kỳ \(month).",
        en: "Nobody is rated at the unit \(code) in \(month).")
    case .notRated(let code, let run):
      Phrase(
        vi: "\(code) không được xếp loại trong lần chấm \(run).",
        en: "\(code) is not rated in run \(run).")
    case .own(let code):
      Phrase(
        vi: "\(code) là chính người quyết định; không ai quyết định về mình.",
        en: "\(code) is the very person who decides; nobody decides about themselves.")
    default: messageOfADecision
    }
  }

  private var messageOfADecision: Phrase {
    switch self {
    case .noTie(let code, let run):
      Phrase(
        vi: "\(code) không nằm trong nhóm bằng điểm nào đang chờ ở lần chấm \(run).",
        en: "\(code) is in no tie that waits in run \(run).")
    case .noPlace(let code, let unit, let allowed):
      Phrase(
        vi: "Nhóm tại \(unit) chỉ có \(allowed) chỗ mức A và đã hết; không còn chỗ cho \(code).",
        en: "The group at \(unit) has \(allowed) places for A and none is left for \(code).")
    case .decidedAlready(let code, let decision, let grade):
      Phrase(
        vi: "\(code) đã có quyết định của hội đồng: \(decision.title.vi) \(grade.rawValue).",
        en: "A board has decided about \(code) already: \(decision.title.en) \(grade.rawValue).")
    case .sameGrade(let code, let grade):
      Phrase(vi: "\(code) đang ở mức \(grade.rawValue).", en: "\(code) has \(grade.rawValue) now.")
    case .noDecision(let code, let month):
      Phrase(
        vi: "Không có quyết định nào của hội đồng về \(code) trong kỳ \(month).",
        en: "There is no decision of a board about \(code) in \(month).")
    case .reasonMissing:
      Phrase(
        vi: "Quyết định của hội đồng phải nêu lý do.", en: "A board's decision needs a reason.")
    case .documentMissing:
      Phrase(
        vi: "Ngoại lệ phải có căn cứ pháp lý.", en: "An exception needs its legal basis.")
    case .tiesWaiting(let unit, let codes, let places):
      Self.ties(unit, codes, places)
    default: messageOfAnException
    }
  }

  private var messageOfAnException: Phrase {
    switch self {
    case .noGroup(let unit, ""):
      Phrase(
        vi: "Không có nhóm hạn mức nào đứng tại \(unit).",
        en: "No quota group stands at \(unit).")
    case .noGroup(let unit, let framework):
      Phrase(
        vi: "Không có nhóm hạn mức nào theo \(framework) đứng tại \(unit).",
        en: "No quota group under \(framework) stands at \(unit).")
    case .whichFramework(let unit, let references):
      Phrase(
        vi: "Tại \(unit) có nhiều nhóm: \(Self.list(references)).",
        en: "Several groups stand at \(unit): \(Self.list(references)).")
    case .noQuota(let reference):
      Phrase(vi: "\(reference) không có hạn mức.", en: "\(reference) has no quota.")
    case .noExceptionForeseen(let reference):
      Phrase(
        vi: "\(reference) không cho phép ngoại lệ.", en: "\(reference) foresees no exception.")
    case .shareOutside(let share, let over, let atMost):
      Phrase(
        vi: "Tỷ lệ \(share) phải lớn hơn \(over) và không quá \(atMost).",
        en: "The share \(share) has to be more than \(over) and at most \(atMost).")
    case .exceptionThere(let unit, let reference, let share):
      Phrase(
        vi: "Nhóm tại \(unit) theo \(reference) đã có ngoại lệ \(share).",
        en: "The group at \(unit) under \(reference) has the exception \(share) already.")
    case .noException(let unit, let reference):
      Phrase(
        vi: "Nhóm tại \(unit) theo \(reference) không có ngoại lệ nào.",
        en: "The group at \(unit) under \(reference) has no exception.")
    case .notInRunYet(let unit, let run):
      Phrase(
        vi: "Lần chấm \(run) chưa có các thay đổi mới của hội đồng tại \(unit).",
        en: "Run \(run) does not know the latest changes of the board at \(unit).")
    default: Phrase(vi: "Hội đồng không quyết định được.", en: "The board cannot decide this.")
    }
  }

  private static func list(_ references: [Framework.Reference]) -> String {
    references.map(\.description).joined(separator: ", ")
  }

  private static func ties(_ unit: Code, _ codes: [Code], _ places: Int) -> Phrase {
    let names = codes.prefix(20).map(\.text).joined(separator: ", ")
    let more = codes.count > 20 ? ", …" : ""
    return Phrase(
      vi: "Tại \(unit) còn \(places) chỗ cho \(codes.count) người bằng điểm: \(names)\(more).",
      en: "At \(unit) \(places) places wait for \(codes.count) who tie: \(names)\(more).")
  }
}

extension Decision {
  /// The decision in words, before a grade.
  package var title: Phrase {
    switch self {
    case .award: Phrase(vi: "trao", en: "awarded")
    case .move: Phrase(vi: "chuyển sang", en: "moved to")
    }
  }
}
