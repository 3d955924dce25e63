import Basics

extension BoardError {
  package var hint: Phrase? {
    switch self {
    case .unknownUnit:
      Phrase(vi: "Xem mã bằng: cadre unit list.", en: "See the codes with: cadre unit list.")
    case .noRun(let month), .otherRevision(let month, _):
      Phrase(
        vi: "Chấm điểm: cadre score run --period \(month).",
        en: "Score it: cadre score run --period \(month).")
    case .published(let month):
      Phrase(
        vi: "Mở lại kỳ trước, hai người: cadre period reopen \(month) --reason LÝ_DO.",
        en: "Reopen it first, two people: cadre period reopen \(month) --reason WHY.")
    case .own:
      Phrase(
        vi: "Thành viên khác của hội đồng làm việc này.", en: "Another member of the board does it."
      )
    case .noTie:
      Phrase(
        vi: "Đổi mức của người khác: cadre board move MÃ --to MỨC --period KỲ --reason LÝ_DO.",
        en: "To change another grade: cadre board move CODE --to GRADE --period MONTH --reason WHY."
      )
    case .noPlace(_, let unit, _):
      Phrase(
        vi: "Chuyển người khác xuống, hoặc ghi ngoại lệ: cadre board exception \(unit) --share …",
        en: "Move somebody down, or record an exception: cadre board exception \(unit) --share …")
    case .decidedAlready(let code, _, _):
      Phrase(
        vi: "Rút quyết định cũ trước: cadre board withdraw \(code) --period KỲ --reason LÝ_DO.",
        en: "Withdraw it first: cadre board withdraw \(code) --period MONTH --reason WHY.")
    case .reasonMissing: Phrase(vi: "Thêm --reason.", en: "Add --reason.")
    case .documentMissing:
      Phrase(
        vi: "Thêm --document, ví dụ: --document 12-QĐ/ĐU.",
        en: "Add --document, such as --document 12-QĐ/ĐU.")
    case .whichFramework:
      Phrase(vi: "Nêu rõ: --framework MÃ@PHIÊN_BẢN.", en: "Say which: --framework CODE@VERSION.")
    case .exceptionThere(let unit, let reference, _):
      Phrase(
        vi: "Rút trước: cadre board exception \(unit) --framework \(reference) --withdraw …",
        en: "Withdraw it first: cadre board exception \(unit) --framework \(reference) --withdraw …"
      )
    case .notInRunYet:
      Phrase(
        vi: "Chấm lại rồi làm tiếp: cadre score run --period KỲ.",
        en: "Score again, then go on: cadre score run --period MONTH.")
    case .tiesWaiting:
      Phrase(
        vi:
          "Quyết định: cadre board award MÃ --period KỲ --reason LÝ_DO; hoặc ký với --leave-ties.",
        en: "Decide: cadre board award CODE --period MONTH --reason WHY; or sign with --leave-ties."
      )
    case .nothingThere, .noGroup:
      Phrase(
        vi: "Nhóm có thể đứng tại đơn vị cấp trên; xem: cadre board list ĐƠN_VỊ --period KỲ.",
        en: "The group may stand at a unit above; see: cadre board list UNIT --period MONTH.")
    case .notRated(let code, _):
      Phrase(
        vi: "Xem lý do: cadre score explain \(code) --period KỲ.",
        en: "See why: cadre score explain \(code) --period MONTH.")
    case .noQuota, .noExceptionForeseen, .shareOutside:
      Phrase(vi: "Xem: cadre framework show MÃ.", en: "See: cadre framework show CODE.")
    case .sameGrade, .noDecision, .noException: nil
    }
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "board_decision_period_known": noPeriod,
    "board_decision_run_known": noRun,
    "board_decision_unit_known": noUnit,
    "board_decision_member_known": Phrase(
      vi: "Không có hồ sơ ấy.", en: "There is no such member."),
    "board_decision_kind_known": Phrase(
      vi: "Hội đồng trao mức A, hoặc chuyển sang A, B, C, D.",
      en: "A board awards A, or moves to A, B, C or D."),
    "board_decision_settled": Phrase(
      vi: "Quyết định của hội đồng đã rút thì không đổi được nữa.",
      en: "A withdrawn decision of a board does not change."),
    "board_exception_settled": Phrase(
      vi: "Ngoại lệ đã rút thì không đổi được nữa.",
      en: "A withdrawn exception does not change."),
    "board_signature_settled": Phrase(
      vi: "Chữ ký đã xoá thì không đổi được nữa.",
      en: "A cleared signature does not change."),
    "board_decision_not_own": Phrase(
      vi: "Không ai được quyết định về chính mình.", en: "Nobody decides about themselves."),
    "board_decision_reason_given": noReason,
    "board_decision_document_length": Phrase(
      vi: "Tên văn bản dài quá 300 ký tự.", en: "The document is longer than 300 characters."),
    "board_decision_withdrawn_whole": halfWithdrawn,
    "board_decision_event_known": noEvent,
    "board_decision_withdraw_event_known": noEvent,
    "board_decision_once": Phrase(
      vi: "Mỗi người chỉ có một quyết định còn hiệu lực trong một kỳ.",
      en: "Of one member there is one decision in force a month."),
    "board_exception_period_known": noPeriod,
    "board_exception_unit_known": noUnit,
    "board_exception_framework_known": Phrase(
      vi: "Không có bộ tiêu chí ấy.", en: "There is no such framework."),
    "board_exception_share_range": Phrase(
      vi: "Tỷ lệ lớn hơn 0 và không quá 1.", en: "A share is more than 0 and at most 1."),
    "board_exception_reason_given": noReason,
    "board_exception_document_given": Phrase(
      vi: "Ngoại lệ phải có căn cứ pháp lý, không quá 300 ký tự.",
      en: "An exception needs its legal basis, of at most 300 characters."),
    "board_exception_withdrawn_whole": halfWithdrawn,
    "board_exception_event_known": noEvent,
    "board_exception_withdraw_event_known": noEvent,
    "board_exception_once": Phrase(
      vi: "Mỗi nhóm chỉ có một ngoại lệ còn hiệu lực trong một kỳ.",
      en: "Of one group there is one exception in force a month."),
    "board_signature_period_known": noPeriod,
    "board_signature_run_known": noRun,
    "board_signature_unit_known": noUnit,
    "board_signature_digest_form": Phrase(
      vi: "Mã của danh sách hỏng.", en: "The digest of the list is broken."),
    "board_signature_cleared_whole": Phrase(
      vi: "Chữ ký bị huỷ phải có lúc huỷ và dòng nhật ký.",
      en: "A cleared signature has its moment and its event."),
    "board_signature_event_known": noEvent,
    "board_signature_clear_event_known": noEvent,
    "board_signature_once": Phrase(
      vi: "Danh sách của đơn vị đã được ký.", en: "The list of the unit is signed already."),
  ]

  private static let noEvent = Phrase(
    vi: "Quyết định thiếu dòng nhật ký.", en: "The decision has no event on the trail.")
  private static let noPeriod = Phrase(vi: "Không có kỳ ấy.", en: "There is no such month.")
  private static let noRun = Phrase(vi: "Không có lần chấm ấy.", en: "There is no such run.")
  private static let noUnit = Phrase(vi: "Không có đơn vị ấy.", en: "There is no such unit.")
  private static let noReason = Phrase(
    vi: "Lý do từ 1 đến 1000 ký tự.", en: "A reason has 1 to 1000 characters.")
  private static let halfWithdrawn = Phrase(
    vi: "Quyết định bị rút phải có lúc rút và dòng nhật ký.",
    en: "A withdrawn decision has its moment and its event.")
}
