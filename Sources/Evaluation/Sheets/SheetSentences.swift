import Basics

extension PeriodError {
  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "period_id_form": Phrase(
      vi: "Kỳ đánh giá là một tháng: năm nhân 100 cộng tháng.",
      en: "A period is a month: year times 100 plus month."),
    "period_state_known": Phrase(
      vi: "Trạng thái của kỳ không hợp lệ.",
      en: "The state of the period is not known."),
    "period_revision_positive": Phrase(
      vi: "Lần mở của kỳ từ 1.",
      en: "Revisions of a period start at 1."),
    "period_version_positive": Phrase(
      vi: "Phiên bản của kỳ từ 1.",
      en: "Versions of a period start at 1."),
    "period_frozen_when_closed": Phrase(
      vi: "Kỳ đã đóng phải có thời điểm đóng.",
      en: "A closed period has the moment of its closing."),
    "period_staff_framework_known": Phrase(
      vi: "Không có bộ tiêu chí ấy cho người không giữ chức vụ.",
      en: "There is no such framework for staff."),
    "period_leader_framework_known": Phrase(
      vi: "Không có bộ tiêu chí ấy cho lãnh đạo.",
      en: "There is no such framework for leaders."),
    "period_event_known": Phrase(
      vi: "Thay đổi của kỳ thiếu dòng nhật ký.",
      en: "The change of the period has no event on the trail."),
    "period_step_period_known": Phrase(
      vi: "Không có kỳ của bước này.",
      en: "The step is of no known period."),
    "period_step_event_known": Phrase(
      vi: "Bước của kỳ thiếu dòng nhật ký.",
      en: "The step of the period has no event on the trail."),
    "period_step_append_only": Phrase(
      vi: "Các bước của kỳ chỉ được ghi thêm.",
      en: "The steps of a period are only added to."),
    "period_step_allowed": Phrase(
      vi: "Kỳ đánh giá không đi được bước này.",
      en: "The period cannot take this step."),
    "period_reopening_period_known": Phrase(
      vi: "Không có kỳ để mở lại.",
      en: "There is no such period to reopen."),
    "period_reopening_revision_range": Phrase(
      vi: "Mở lại bắt đầu từ lần 2.",
      en: "Reopening begins with revision 2."),
    "period_reopening_reason_given": Phrase(
      vi: "Mở lại kỳ phải nêu lý do, không quá 1000 ký tự.",
      en: "Reopening needs a reason of at most 1000 characters."),
    "period_reopening_two_people": Phrase(
      vi: "Mở lại kỳ cần hai người khác nhau.",
      en: "Reopening a period takes two people."),
    "period_reopening_confirmed_whole": Phrase(
      vi: "Xác nhận mở lại phải có người và thời điểm.",
      en: "A confirmation has who and when."),
    "period_reopening_event_known": Phrase(
      vi: "Đề nghị mở lại thiếu dòng nhật ký.",
      en: "The request to reopen has no event on the trail."),
  ]
}

extension SheetError {
  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "sheet_member_known": Phrase(
      vi: "Phiếu của người không có hồ sơ.",
      en: "The sheet's member is not on record."),
    "sheet_unit_known": Phrase(
      vi: "Phiếu của đơn vị không có.",
      en: "The sheet's unit is not on record."),
    "sheet_subject_whole": Phrase(
      vi: "Phiếu là của một người hoặc một đơn vị.",
      en: "A sheet is a member's or a unit's."),
    "sheet_state_known": Phrase(
      vi: "Trạng thái của phiếu không hợp lệ.",
      en: "The state of the sheet is not known."),
    "sheet_touched_before_signed": Phrase(
      vi: "Phiếu chưa ai ghi thì chưa ký được.",
      en: "A sheet that nobody wrote on cannot be signed."),
    "sheet_revision_positive": Phrase(
      vi: "Lần mở của phiếu từ 1.",
      en: "Revisions of a sheet start at 1."),
    "sheet_version_positive": Phrase(
      vi: "Phiên bản của phiếu từ 1.",
      en: "Versions of a sheet start at 1."),
    "sheet_period_closed": Phrase(
      vi: "Kỳ đã đóng: phiếu không ghi được nữa.",
      en: "The period is closed: nothing is written on its sheets."),
    "sheet_entry_form": Phrase(
      vi: "Dòng trên phiếu thiếu hoặc thừa trường so với loại của nó.",
      en: "An entry lacks, or has too many, fields for its kind."),
    "sheet_entry_range": Phrase(
      vi: "Số trên phiếu từ 0 đến 1.000.000.000.",
      en: "Numbers on a sheet are from 0 to 1,000,000,000."),
    "sheet_entry_points_scale": Phrase(
      vi: "Điểm có nhiều nhất 2 chữ số thập phân.",
      en: "Points have at most 2 decimals."),
    "sheet_entry_title_length": Phrase(
      vi: "Tên việc trên phiếu dài quá 300 ký tự.",
      en: "The title of an entry is longer than 300 characters."),
    "sheet_step_step_known": Phrase(
      vi: "Bước của phiếu không hợp lệ.",
      en: "The step of the sheet is not known."),
    "sheet_step_reason_length": Phrase(
      vi: "Lý do của bước dài quá 1200 ký tự.",
      en: "The reason of a step is longer than 1200 characters."),
    "sheet_step_append_only": Phrase(
      vi: "Các bước của phiếu chỉ được ghi thêm.",
      en: "The steps of a sheet are only added to."),
    "sheet_step_not_own": Phrase(
      vi: "Không ai ký phiếu của chính mình.",
      en: "Nobody signs a sheet of their own."),
  ]
}

extension ExcuseError {
  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "excuse_once": Phrase(
      vi: "Nguyên nhân này, theo văn bản này, đã có trong sổ.",
      en: "This cause by this document is on the register already."),
    "excuse_period_known": Phrase(
      vi: "Không có kỳ của nguyên nhân này.",
      en: "The excuse is of no known period."),
    "excuse_member_known": Phrase(
      vi: "Nguyên nhân ghi cho người không có hồ sơ.",
      en: "The excuse's member is not on record."),
    "excuse_unit_known": Phrase(
      vi: "Nguyên nhân ghi cho đơn vị không có.",
      en: "The excuse's unit is not on record."),
    "excuse_subject_whole": Phrase(
      vi: "Nguyên nhân là của một người hoặc một đơn vị.",
      en: "An excuse is a member's or a unit's."),
    "excuse_something": Phrase(
      vi: "Phải nêu số lần không đạt hoặc chậm được loại trừ.",
      en: "An excuse is for some failure or delay."),
    "excuse_cause_given": Phrase(
      vi: "Nguyên nhân từ 1 đến 1000 ký tự.",
      en: "A cause has 1 to 1000 characters."),
    "excuse_document_given": Phrase(
      vi: "Phải có văn bản xác nhận, không quá 300 ký tự.",
      en: "An excuse needs a document of at most 300 characters."),
    "excuse_withdrawn_whole": Phrase(
      vi: "Việc rút phải có dòng nhật ký.",
      en: "A withdrawal has its event."),
    "excuse_event_known": Phrase(
      vi: "Nguyên nhân thiếu dòng nhật ký.",
      en: "The excuse has no event on the trail."),
    "excuse_withdraw_event_known": Phrase(
      vi: "Việc rút thiếu dòng nhật ký.",
      en: "The withdrawal has no event on the trail."),
    "excuse_not_own": Phrase(
      vi: "Không ai tự xác nhận nguyên nhân khách quan cho chính mình.",
      en: "Nobody confirms an objective cause for themselves."),
    "excuse_period_closed": Phrase(
      vi: "Kỳ đã đóng: sổ nguyên nhân khách quan không ghi thêm.",
      en: "The period is closed: its register takes nothing more."),
  ]
}
