import Basics

/// What can go wrong with appeals, said to people.
package enum AppealError: Problem, Hashable {
  case notPublished(Month)
  case notInRun(Code, run: Int32)
  case notYours(Code)
  case tooLate(Month, until: Day)
  case groundsMissing
  case raisedAlready(Code, run: Int32)
  case noneOpen(Code, Month)
  case own(Code)
  case raisedIt(Code)
  case rated(Code)
  case answerMissing

  package var kind: ProblemKind {
    switch self {
    case .notInRun, .noneOpen: .notFound
    case .notPublished, .notYours, .tooLate, .own, .raisedIt, .rated: .refused
    case .raisedAlready: .conflict
    case .groundsMissing, .answerMissing: .usage
    }
  }

  package var message: Phrase {
    switch self {
    case .notPublished(let month):
      Phrase(
        vi: "Kết quả kỳ \(month) chưa công bố nên chưa có gì để kiến nghị.",
        en: "The scores of \(month) are not published: there is nothing to appeal against yet.")
    case .notInRun(let code, let run):
      Phrase(
        vi: "\(code) không có trong kết quả đã công bố (lần chấm \(run)).",
        en: "\(code) is not among the published scores (run \(run)).")
    case .notYours(let code):
      Phrase(
        vi: "Kiến nghị về \(code) do chính người đó, hoặc người được giao ghi phiếu, đưa ra.",
        en: "An appeal for \(code) is raised by that person, or by who writes sheets for them.")
    case .tooLate(let month, let until):
      Phrase(
        vi: "Hạn kiến nghị của kỳ \(month) đã hết ngày \(until).",
        en: "Appeals against \(month) were taken until \(until).")
    case .groundsMissing:
      Phrase(vi: "Kiến nghị phải nêu lý do.", en: "An appeal needs grounds.")
    case .raisedAlready(let code, let run):
      Phrase(
        vi: "\(code) đã kiến nghị về lần chấm \(run).",
        en: "\(code) has appealed against run \(run) already.")
    case .noneOpen(let code, let month):
      Phrase(
        vi: "\(code) không có kiến nghị nào đang chờ trong kỳ \(month).",
        en: "\(code) has no appeal open in \(month).")
    case .own(let code):
      Phrase(
        vi: "\(code) không tự trả lời kiến nghị của mình.",
        en: "\(code) does not answer their own appeal.")
    case .raisedIt(let account):
      Phrase(
        vi: "“\(account)” đã nộp kiến nghị này nên không trả lời được.",
        en: "“\(account)” raised this appeal and cannot answer it.")
    case .rated(let account):
      Phrase(
        vi: "“\(account)” đã tham gia chấm hoặc quyết định về người này nên không trả lời được.",
        en: "“\(account)” took part in rating this person and cannot answer.")
    case .answerMissing:
      Phrase(
        vi: "Trả lời kiến nghị phải nêu lý do.", en: "The answer to an appeal needs a reason.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .notPublished(let month), .noneOpen(_, let month):
      Phrase(
        vi: "Xem: cadre sheet appeals --period \(month).",
        en: "See: cadre sheet appeals --period \(month).")
    case .tooLate(let month, _):
      Phrase(
        vi: "Sai sót phát hiện muộn: cadre period reopen \(month) --reason LÝ_DO, hai người.",
        en: "A mistake found late: cadre period reopen \(month) --reason WHY, by two people.")
    case .groundsMissing:
      Phrase(vi: "Thêm --grounds \"…\".", en: "Add --grounds \"…\".")
    case .answerMissing: Phrase(vi: "Thêm --reason \"…\".", en: "Add --reason \"…\".")
    case .own, .raisedIt, .rated:
      Phrase(
        vi: "Người không tham gia chấm, có quyền giải quyết kiến nghị, trả lời.",
        en: "Somebody who did not rate, and who may answer appeals, answers it.")
    case .notInRun, .notYours, .raisedAlready: nil
    }
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "appeal_settled": Phrase(
      vi: "Kiến nghị đã trả lời thì không đổi được nữa.",
      en: "An answered appeal does not change."),
    "appeal_answered_by_rater": Phrase(
      vi: "Người trả lời kiến nghị không được là người đã chấm, đã quyết định hoặc chính đương sự.",
      en: "An appeal is answered by somebody who neither rated nor decided, nor made it."),
    "appeal_once": Phrase(
      vi: "Mỗi người kiến nghị một lần về mỗi kết quả đã công bố.",
      en: "There is one appeal of a member against a published run."),
    "appeal_period_known": Phrase(vi: "Không có kỳ ấy.", en: "There is no such month."),
    "appeal_published_run": Phrase(
      vi: "Chỉ kiến nghị về kết quả đã công bố.", en: "One appeals against a published run."),
    "appeal_member_known": Phrase(vi: "Không có hồ sơ ấy.", en: "There is no such member."),
    "appeal_grounds_given": Phrase(
      vi: "Lý do kiến nghị từ 1 đến 2000 ký tự.", en: "Grounds have 1 to 2000 characters."),
    "appeal_answer_given": Phrase(
      vi: "Nội dung trả lời từ 1 đến 1000 ký tự.", en: "An answer has 1 to 1000 characters."),
    "appeal_outcome_known": Phrase(
      vi: "Kiến nghị được chấp nhận hoặc bị bác.", en: "An appeal is upheld or rejected."),
    "appeal_answered_whole": Phrase(
      vi: "Trả lời phải đủ kết quả, người, lúc và nội dung.",
      en: "An answer has its outcome, person, moment and text."),
    "appeal_two_people": Phrase(
      vi: "Người trả lời không phải là người nộp kiến nghị.",
      en: "Whoever answers an appeal did not raise it."),
    "appeal_event_known": Phrase(
      vi: "Kiến nghị thiếu dòng nhật ký.", en: "The appeal has no event on the trail."),
    "appeal_answer_event_known": Phrase(
      vi: "Trả lời thiếu dòng nhật ký.", en: "The answer has no event on the trail."),
  ]
}
