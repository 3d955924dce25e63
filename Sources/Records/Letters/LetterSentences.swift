import Basics

extension LetterError {
  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = letterSentences.merging(
    stepSentences, uniquingKeysWith: { first, _ in first }
  ).merging(issueSentences, uniquingKeysWith: { first, _ in first })
    .merging(residenceSentences, uniquingKeysWith: { first, _ in first })

  private static let letterSentences: [String: Phrase] = [
    "letter_member_known": noMember,
    "letter_issuer_known": Phrase(vi: "Không có đơn vị ấy.", en: "There is no such unit."),
    "letter_transfer_known": Phrase(
      vi: "Không có lần chuyển sinh hoạt ấy.", en: "There is no such transfer."),
    "letter_replaces_known": noLetter,
    "letter_event_known": noEvent,
    "letter_kind_known": Phrase(vi: "Không có loại giấy ấy.", en: "There is no such letter."),
    "letter_state_known": Phrase(
      vi: "Không có trạng thái ấy.", en: "There is no such state of a letter."),
    "letter_purpose_length": Phrase(
      vi: "Mục đích dài quá 300 ký tự.", en: "The purpose is longer than 300 characters."),
    "letter_addressee_length": Phrase(
      vi: "Nơi nhận dài quá 300 ký tự.", en: "The addressee is longer than 300 characters."),
    "letter_occasion_of_comment": Phrase(
      vi: "Chỉ nhận xét nơi cư trú có dịp: yearly, personnel, reward, discipline.",
      en: "A residence comment, and no other letter, has an occasion."),
    "letter_year_of_round": Phrase(
      vi: "Chỉ nhận xét hằng năm ghi năm.", en: "A yearly comment, and no other, has a year."),
    "letter_transfer_of_introduction": Phrase(
      vi: "Chỉ giấy giới thiệu gắn với lần chuyển sinh hoạt.",
      en: "An introduction letter, and no other, belongs to a transfer."),
    "letter_months_of_statement": Phrase(
      vi: "Chỉ giấy xác nhận đảng phí, kết quả đánh giá ghi từ tháng đến tháng.",
      en: "A statement, and no other letter, has a first and a last month."),
    "letter_drafted_whole": Phrase(
      vi: "Giấy đã soạn phải có người soạn và nội dung.",
      en: "A drafted letter has who drafted it and its content."),
    "letter_open_once": Phrase(
      vi: "Người này đang có một giấy cùng loại chưa xong; mỗi lúc chỉ một.",
      en: "The member has an unfinished letter of the kind already; one at a time."),
    "letter_round_once": Phrase(
      vi: "Mỗi người mỗi năm một nhận xét.", en: "There is one yearly comment a year."),
    "letter_transfer_once": Phrase(
      vi: "Mỗi lần chuyển sinh hoạt một giấy giới thiệu.",
      en: "There is one introduction letter a transfer."),
    "letter_replaced_once": Phrase(
      vi: "Giấy ấy đã được thay rồi.", en: "The letter was replaced already."),
  ]

  private static let stepSentences: [String: Phrase] = [
    "letter_step_letter_known": noLetter,
    "letter_step_event_known": noEvent,
    "letter_step_number_positive": Phrase(
      vi: "Các bước đánh số từ 1.", en: "Steps are numbered from 1."),
    "letter_step_reason_given": Phrase(
      vi: "Trả lại, từ chối, rút, thu hồi phải nêu lý do (đến 1000 ký tự).",
      en: "To return, refuse, cancel or revoke needs a reason of at most 1000 characters."),
    "letter_step_content_of_draft": Phrase(
      vi: "Bản soạn, và chỉ bản soạn, có nội dung; không quá 200.000 byte.",
      en: "A draft, and no other step, has content; of 200,000 bytes at most."),
    "letter_step_append_only": appendOnly,
    "letter_step_follows": Phrase(
      vi: "Người khác vừa làm một bước của giấy này.",
      en: "Somebody else has just taken a step of this letter."),
    "letter_step_in_workflow": Phrase(
      vi: "Bước này không có trong quy trình.", en: "The step is not in the workflow."),
    "letter_step_two_keys": Phrase(
      vi: "Người soạn không soát và không ký.", en: "Whoever drafted does not review or sign."),
    "letter_step_not_own": Phrase(
      vi: "Không ai soạn, soát, ký hay thu hồi giấy về chính mình.",
      en: "Nobody drafts, reviews, signs or revokes a letter about themselves."),
    "letter_step_signed": Phrase(
      vi: "Giấy được ký bằng chữ ký số, không bằng một bước ghi thêm.",
      en: "A letter is issued by its signature, not by a step alone."),
    "letter_member_gone": Phrase(
      vi: "Người ấy không còn là đảng viên trong hồ sơ này.",
      en: "There is no letter about somebody who is not a member."),
  ]

  private static let issueSentences: [String: Phrase] = [
    "letter_book_unit_known": Phrase(vi: "Không có đơn vị ấy.", en: "There is no such unit."),
    "letter_book_number_range": Phrase(
      vi: "Số giấy không âm.", en: "Numbers of letters are not negative."),
    "letter_issue_letter_known": noLetter,
    "letter_issue_book_known": Phrase(
      vi: "Chưa có sổ giấy của đơn vị và năm ấy.", en: "There is no book of that unit and year."),
    "letter_issue_number_once": Phrase(
      vi: "Số giấy ấy đã dùng.", en: "The number is in use in its book."),
    "letter_issue_code_once": Phrase(
      vi: "Mã kiểm tra trùng, hãy làm lại.", en: "The check code is in use; do it again."),
    "letter_issue_code_form": Phrase(
      vi: "Mã kiểm tra sai dạng.", en: "The check code is malformed."),
    "letter_issue_signed_with": Phrase(
      vi: "Không có khoá ký ấy.", en: "There is no such signing key."),
    "letter_issue_signature_form": Phrase(
      vi: "Chữ ký sai dạng.", en: "The signature is malformed."),
    "letter_issue_digest_of_seal": Phrase(
      vi: "Mã băm không phải của nội dung đã ký.", en: "The digest is not that of the seal."),
    "letter_issue_year_of_day": Phrase(
      vi: "Năm của sổ phải là năm ký.", en: "The year is that of the day of issue."),
    "letter_issue_valid_until_later": Phrase(
      vi: "Hạn của giấy không trước ngày ký.", en: "A letter holds at least on its own day."),
    "letter_issue_event_known": noEvent,
    "letter_issue_append_only": appendOnly,
    "letter_issue_key_in_use": Phrase(
      vi: "Khoá này không được dùng để ký nữa, hoặc là của nơi khác.",
      en: "The key signs no more, or is another installation's."),
    "letter_issue_seal_of_draft": Phrase(
      vi: "Nội dung ký không phải bản đã soát.", en: "The seal is not that of the draft."),
    "letter_issue_numbers_follow": Phrase(
      vi: "Số giấy phải liền sau số cuối trong sổ.",
      en: "Numbers follow the last one of their book."),
  ]

  private static let residenceSentences: [String: Phrase] = [
    "residence_tie_member_known": noMember,
    "residence_tie_tree_party": noCell,
    "residence_tie_cell_in_party": noCell,
    "residence_tie_one_place": Phrase(
      vi: "Nơi cư trú: một chi bộ trong hồ sơ, hoặc một nơi ghi bằng chữ.",
      en: "A residence is a cell of the record, or a place in words."),
    "residence_tie_exemption_known": Phrase(
      vi: "Không có diện miễn ấy.", en: "There is no such group."),
    "residence_tie_exemption_suits": Phrase(
      vi: "Nhiệm vụ đặc biệt thì không giới thiệu; các diện khác cần chi bộ nơi cư trú.",
      en: "A special mission has no residence cell; the other groups have one."),
    "residence_tie_event_known": noEvent,
    "residence_tie_append_only": appendOnly,
  ]

  private static let noMember = Phrase(vi: "Không có hồ sơ ấy.", en: "There is no such member.")
  private static let noLetter = Phrase(
    vi: "Không có đề nghị cấp giấy ấy.", en: "There is no such letter.")
  private static let noCell = Phrase(
    vi: "Không có đơn vị ấy trong hệ thống Đảng.", en: "There is no such unit of the party tree.")
  private static let noEvent = Phrase(
    vi: "Bước cấp giấy thiếu dòng nhật ký.",
    en: "The step of a letter has no event on the trail.")
  private static let appendOnly = Phrase(
    vi: "Quá trình cấp giấy chỉ được ghi thêm.", en: "The record of letters is only added to.")
}
