import Basics
import Frameworks

/// What can go wrong with a month of evaluation, said to people.
package enum PeriodError: Problem, Hashable {
  case unknown(Month)
  case closed(Month, EvaluationPeriod.State)
  case cannot(EvaluationPeriod.Step, Month, from: EvaluationPeriod.State)
  case noFramework(FrameworkName, Month)
  case otherForm(FrameworkName, Framework.Form, wanted: Framework.Form)
  case frameworkChosen(Month, Framework.Form, FrameworkName)
  case reasonMissing
  case alreadyRequested(Month, by: Code)
  case notRequested(Month)
  case samePerson(Code)
  /// Members who manage each other: the month could not be scored.
  case ring([Code], Month)
  case tooEarly(Month, today: Day)

  package var kind: ProblemKind {
    switch self {
    case .unknown, .noFramework: .notFound
    case .closed, .cannot, .frameworkChosen, .alreadyRequested: .conflict
    case .otherForm, .reasonMissing, .notRequested, .samePerson, .ring, .tooEarly: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let month):
      Phrase(vi: "Kỳ \(month) chưa được mở.", en: "The month \(month) was never opened.")
    case .closed(let month, let state):
      Phrase(
        vi: "Kỳ \(month) \(state.title.vi): không ghi thêm được.",
        en: "The month \(month) is \(state.title.en): nothing more is written.")
    case .cannot(let step, let month, let state):
      Phrase(
        vi: "Kỳ \(month) \(state.title.vi), không \(step.title.vi) được.",
        en: "The month \(month) is \(state.title.en); it is not possible to \(step.title.en) it.")
    case .noFramework(let name, let month):
      Phrase(
        vi: "Không có bộ tiêu chí “\(name)” có hiệu lực cho kỳ \(month).",
        en: "There is no framework “\(name)” that holds in \(month).")
    case .otherForm(let name, let form, let wanted):
      Phrase(
        vi: "Bộ tiêu chí “\(name)” dành cho \(form.title.vi), không phải \(wanted.title.vi).",
        en: "The framework “\(name)” is for \(form.title.en), not for \(wanted.title.en).")
    case .frameworkChosen(let month, let form, let name):
      Phrase(
        vi: "Kỳ \(month) đã chọn bộ tiêu chí khác cho \(form.title.vi); không đổi sang “\(name)”.",
        en: "\(month) has another framework for \(form.title.en) already, not “\(name)”.")
    case .reasonMissing:
      Phrase(vi: "Mở lại kỳ phải nêu lý do.", en: "Reopening a month needs a reason.")
    case .alreadyRequested(let month, let account):
      Phrase(
        vi: "“\(account)” đã đề nghị mở lại kỳ \(month).",
        en: "“\(account)” has asked to reopen \(month) already.")
    case .notRequested(let month):
      Phrase(
        vi: "Chưa ai đề nghị mở lại kỳ \(month).", en: "Nobody has asked to reopen \(month).")
    case .samePerson(let account):
      Phrase(
        vi: "“\(account)” là người đề nghị; người xác nhận phải là người khác.",
        en: "“\(account)” asked for it; somebody else has to confirm.")
    case .ring(let codes, _): Stages.Ring.words(codes)
    case .tooEarly(let month, let today):
      Phrase(
        vi: "Hôm nay là \(today); kỳ \(month) còn ở xa, chưa mở được.",
        en: "Today is \(today); \(month) is too far ahead to be opened.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknown(let month):
      Phrase(vi: "Mở kỳ: cadre period open \(month).", en: "Open it: cadre period open \(month).")
    case .closed(let month, _):
      Phrase(
        vi: "Cần sửa thì mở lại, hai người: cadre period reopen \(month) --reason LÝ_DO.",
        en: "To correct it two people reopen it: cadre period reopen \(month) --reason WHY.")
    case .cannot(_, let month, _):
      Phrase(
        vi: "Xem: cadre period status \(month).", en: "See: cadre period status \(month).")
    case .noFramework, .otherForm, .frameworkChosen:
      Phrase(vi: "Xem: cadre framework list.", en: "See: cadre framework list.")
    case .reasonMissing: Phrase(vi: "Thêm --reason.", en: "Add --reason.")
    case .alreadyRequested(let month, _):
      Phrase(
        vi: "Người thứ hai xác nhận: cadre period reopen \(month) --confirm.",
        en: "A second person confirms: cadre period reopen \(month) --confirm.")
    case .notRequested(let month):
      Phrase(
        vi: "Người thứ nhất đề nghị: cadre period reopen \(month) --reason LÝ_DO.",
        en: "A first person asks: cadre period reopen \(month) --reason WHY.")
    case .samePerson:
      Phrase(
        vi: "Người khác chạy lệnh này với tài khoản của mình.",
        en: "Somebody else runs this command with an account of their own.")
    case .ring(_, let month):
      Phrase(
        vi: "Sửa trước khi đóng, nếu không thì không chấm được: "
          + "cadre member edit MÃ --set manager_code=… --from \(month.firstDay).",
        en: "Mend it before closing, or the month cannot be scored: "
          + "cadre member edit CODE --set manager_code=… --from \(month.firstDay).")
    case .tooEarly(_, let today):
      Phrase(
        vi: "Mở được kỳ này và kỳ sau: \(Month(containing: today)), "
          + "\(Month(containing: today).adding(months: 1)).",
        en: "This month and the next can be opened: \(Month(containing: today)), "
          + "\(Month(containing: today).adding(months: 1)).")
    }
  }
}

extension EvaluationPeriod.Step {
  /// The step in words.
  package var title: Phrase {
    switch self {
    case .beginClosing: Phrase(vi: "báo sắp đóng", en: "begin to close")
    case .resume: Phrase(vi: "mở tiếp", en: "resume")
    case .close: Phrase(vi: "đóng", en: "close")
    case .publish: Phrase(vi: "công bố", en: "publish")
    case .requestReopening: Phrase(vi: "đề nghị mở lại", en: "ask to reopen")
    case .reopen: Phrase(vi: "mở lại", en: "reopen")
    }
  }
}
