import Basics

extension DuesError {
  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    ledgerSentences, paymentsSentences, decisionsSentences,
  ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

  private static let ledgerSentences: [String: Phrase] = [
    "month_start_first": Phrase(
      vi: "Tháng được ghi bằng ngày đầu tháng.",
      en: "A month is written by its first day."),
    "dues_charge_member_known": Phrase(
      vi: "Không có hồ sơ phải nộp ấy.",
      en: "There is no such member to charge."),
    "dues_charge_cell_known": Phrase(
      vi: "Không có chi bộ thu ấy.",
      en: "There is no such cell to charge for."),
    "dues_charge_revision_positive": Phrase(
      vi: "Lần tính đảng phí từ 1.",
      en: "Revisions of a charge start at 1."),
    "dues_charge_category_known": Phrase(
      vi: "Không có loại đối tượng đóng đảng phí ấy.",
      en: "There is no such category of dues."),
    "dues_charge_base_range": Phrase(
      vi: "Căn cứ tính ngoài khoảng cho phép.",
      en: "The base lies outside its range."),
    "dues_charge_rate_range": Phrase(
      vi: "Tỷ lệ đóng trên 0 và không quá 1.",
      en: "A rate is above 0 and at most 1."),
    "dues_charge_amount_range": Phrase(
      vi: "Mức đóng ngoài khoảng cho phép.",
      en: "The amount lies outside its range."),
    "dues_charge_ground_known": Phrase(
      vi: "Miễn, giảm phải có căn cứ hợp lệ.",
      en: "A reduction has a ground that fits it."),
    "dues_charge_net_follows": Phrase(
      vi: "Số phải nộp không khớp với mức đóng và phần giảm.",
      en: "What is owed does not follow from the amount and its reduction."),
    "dues_charge_void_owes_nothing": Phrase(
      vi: "Khoản đã huỷ thì không còn phải nộp gì.",
      en: "A void charge owes nothing."),
    "dues_charge_rule_given": Phrase(
      vi: "Khoản tính thiếu quy định làm căn cứ.",
      en: "A charge names its rule."),
    "dues_charge_append_only": Phrase(
      vi: "Khoản đảng phí đã tính không sửa được; tính lại sẽ ghi điều chỉnh.",
      en: "A charge is never edited; assessing again books an adjustment."),
    "dues_charge_revisions_follow": Phrase(
      vi: "Điều chỉnh một khoản chưa từng tính, hoặc của chi bộ khác.",
      en: "A charge is revised that was not made, or made for another cell."),
    "dues_movement_amount_positive": Phrase(
      vi: "Mỗi dòng sổ có số tiền lớn hơn 0.",
      en: "A movement's amount is above 0."),
    "dues_movement_kind_known": Phrase(
      vi: "Dòng sổ sai loại hoặc sai cặp tài khoản.",
      en: "A movement's kind and accounts do not fit."),
    "dues_movement_units_named": Phrase(
      vi: "Dòng sổ thiếu đơn vị của tài khoản.",
      en: "A movement names the units of its accounts."),
    "dues_movement_two_accounts": Phrase(
      vi: "Dòng sổ phải đi giữa hai tài khoản khác nhau.",
      en: "A movement lies between two accounts."),
    "dues_movement_month_named": Phrase(
      vi: "Dòng sổ thiếu tháng, hoặc thừa tháng.",
      en: "A movement names its month where it has one."),
    "dues_movement_subject_whole": Phrase(
      vi: "Dòng sổ sai người hoặc đơn vị.",
      en: "A movement names the member or the unit that it is about."),
    "dues_movement_reversal_whole": Phrase(
      vi: "Bút toán đảo phải nêu dòng mà nó đảo.",
      en: "A reversal names the movement that it takes back."),
    "dues_movement_reversed_once": Phrase(
      vi: "Dòng sổ ấy đã được đảo.",
      en: "That movement was taken back already."),
    "dues_movement_append_only": Phrase(
      vi: "Sổ đảng phí chỉ được ghi thêm.",
      en: "The ledger is only added to."),
    "dues_month_not_negative": Phrase(
      vi: "Số phải nộp và đã nộp của một tháng không âm.",
      en: "What is charged and settled for a month is not negative."),
    "dues_month_not_overpaid": Phrase(
      vi: "Một tháng không nhận quá số phải nộp; phần dư ở số dư có.",
      en: "A month takes no more than it owes; the rest is credit."),
    "dues_month_charged_first": Phrase(
      vi: "Tháng ấy chưa được tính đảng phí.",
      en: "That month was never charged."),
    "dues_account_credit_enough": Phrase(
      vi: "Số dư có của đảng viên không đủ.",
      en: "The member has not that much credit."),
  ]

  private static let paymentsSentences: [String: Phrase] = [
    "dues_payment_reference_once": Phrase(
      vi: "Số tham chiếu ấy đã được ghi sổ.",
      en: "That reference is booked already."),
    "dues_payment_member_known": Phrase(
      vi: "Không có hồ sơ được nộp đảng phí ấy.",
      en: "There is no such member to pay for."),
    "dues_payment_unit_known": Phrase(
      vi: "Không có đơn vị thu ấy.",
      en: "There is no such collecting unit."),
    "dues_payment_payer_known": Phrase(
      vi: "Không có hồ sơ người nộp ấy.",
      en: "There is no such paying member."),
    "dues_payment_channel_known": Phrase(
      vi: "Hình thức nộp: cash, bank hoặc portal.",
      en: "The channel is cash, bank or portal."),
    "dues_payment_reference_given": Phrase(
      vi: "Số tham chiếu từ 1 đến 100 ký tự.",
      en: "A reference has 1 to 100 characters."),
    "dues_payment_amount_range": Phrase(
      vi: "Số tiền nộp từ 1 đến 999.999.999.999 đồng.",
      en: "A payment is 1 to 999,999,999,999 đồng."),
    "dues_payment_voluntary_part": Phrase(
      vi: "Phần tự nguyện nằm trong số tiền nộp.",
      en: "The voluntary part lies within the payment."),
    "dues_payment_payer_length": Phrase(
      vi: "Tên người nộp dài quá 200 ký tự.",
      en: "The payer's name is longer than 200 characters."),
    "dues_payment_not_ahead": Phrase(
      vi: "Ngày nộp nằm sau hôm nay.",
      en: "The day of payment lies in the future."),
    "dues_payment_event_known": Phrase(
      vi: "Khoản nộp thiếu dòng nhật ký.",
      en: "The payment has no event on the trail."),
    "dues_payment_append_only": Phrase(
      vi: "Khoản nộp không sửa, không xoá được; ghi nhầm thì đảo lại: cadre dues reverse.",
      en: "A payment is never edited; a mistake is reversed: cadre dues reverse."),
    "dues_receipt_book_known": Phrase(
      vi: "Biên lai không có quyển của nó.",
      en: "The receipt has no book."),
    "dues_receipt_book_number_positive": Phrase(
      vi: "Số biên lai từ 1.",
      en: "Receipt numbers start at 1."),
    "dues_receipt_book_unit_known": Phrase(
      vi: "Không có chi bộ của quyển biên lai ấy.",
      en: "There is no such cell for a receipt book."),
    "dues_receipt_number_positive": Phrase(
      vi: "Số biên lai phải từ 1.",
      en: "A receipt's number is 1 or more."),
    "dues_receipt_payment_known": Phrase(
      vi: "Biên lai không có khoản nộp của nó.",
      en: "The receipt has no payment."),
    "dues_receipt_payment_once": Phrase(
      vi: "Khoản nộp ấy đã có biên lai.",
      en: "That payment has its receipt."),
    "dues_receipt_append_only": Phrase(
      vi: "Biên lai không sửa, không xoá được.",
      en: "A receipt is never edited."),
    "dues_refund_reference_once": Phrase(
      vi: "Số tham chiếu hoàn trả ấy đã được ghi sổ.",
      en: "That refund's reference is booked already."),
    "dues_refund_member_known": Phrase(
      vi: "Không có hồ sơ được hoàn trả ấy.",
      en: "There is no such member to refund."),
    "dues_refund_unit_known": Phrase(
      vi: "Không có đơn vị hoàn trả ấy.",
      en: "There is no such refunding unit."),
    "dues_refund_reference_given": Phrase(
      vi: "Số tham chiếu hoàn trả từ 1 đến 100 ký tự.",
      en: "A refund's reference has 1 to 100 characters."),
    "dues_refund_amount_range": Phrase(
      vi: "Số tiền hoàn trả từ 1 đến 999.999.999.999 đồng.",
      en: "A refund is 1 to 999,999,999,999 đồng."),
    "dues_refund_reason_given": Phrase(
      vi: "Hoàn trả phải nêu lý do (1 đến 1000 ký tự).",
      en: "A refund needs a reason (1 to 1000 characters)."),
    "dues_refund_document_length": Phrase(
      vi: "Tên văn bản hoàn trả dài quá 300 ký tự.",
      en: "The refund's document is longer than 300 characters."),
    "dues_refund_event_known": Phrase(
      vi: "Khoản hoàn trả thiếu dòng nhật ký.",
      en: "The refund has no event on the trail."),
    "dues_refund_append_only": Phrase(
      vi: "Khoản hoàn trả không sửa được; ghi nhầm thì đảo lại: cadre dues reverse.",
      en: "A refund is never edited; a mistake is reversed: cadre dues reverse."),
    "dues_reversal_payment_once": Phrase(
      vi: "Khoản nộp ấy đã được đảo lại.",
      en: "That payment was reversed already."),
    "dues_reversal_refund_once": Phrase(
      vi: "Khoản hoàn trả ấy đã được đảo lại.",
      en: "That refund was reversed already."),
    "dues_reversal_payment_known": Phrase(
      vi: "Không có khoản nộp để đảo lại.",
      en: "There is no such payment to reverse."),
    "dues_reversal_refund_known": Phrase(
      vi: "Không có khoản hoàn trả để đảo lại.",
      en: "There is no such refund to reverse."),
    "dues_reversal_of_one": Phrase(
      vi: "Một bút toán đảo chỉ trả lời một khoản.",
      en: "A reversal answers one thing."),
    "dues_reversal_reason_given": Phrase(
      vi: "Đảo lại phải nêu lý do (1 đến 1000 ký tự).",
      en: "A reversal needs a reason (1 to 1000 characters)."),
    "dues_reversal_document_length": Phrase(
      vi: "Tên văn bản của bút toán đảo dài quá 300 ký tự.",
      en: "The reversal's document is longer than 300 characters."),
    "dues_reversal_event_known": Phrase(
      vi: "Bút toán đảo thiếu dòng nhật ký.",
      en: "The reversal has no event on the trail."),
    "dues_reversal_append_only": Phrase(
      vi: "Bút toán đảo không sửa được.",
      en: "A reversal is never edited."),
  ]

  private static let decisionsSentences: [String: Phrase] = [
    "dues_waiver_member_known": Phrase(
      vi: "Không có hồ sơ được miễn, giảm ấy.",
      en: "There is no such member to waive dues for."),
    "dues_waiver_ground_known": Phrase(
      vi: "Căn cứ: social_allowance, hardship (miễn) hoặc difficulty (30, 50, 70, 100 %).",
      en: "The ground: social_allowance or hardship (exempt), or difficulty (30, 50, 70, 100 %)."),
    "dues_waiver_some_months": Phrase(
      vi: "Tháng cuối của quyết định đứng trước tháng đầu.",
      en: "The last month of the decision lies before its first."),
    "dues_waiver_twelve_months": Phrase(
      vi: "Miễn, giảm vì khó khăn: mỗi quyết định nhiều nhất 12 tháng (Điều 5, Quy định 01-QĐ/TW).",
      en: "For difficulty one decision holds for at most 12 months (01-QĐ/TW, article 5)."),
    "dues_waiver_reason_length": Phrase(
      vi: "Lý do miễn, giảm dài quá 1000 ký tự.",
      en: "The reason of the waiver is longer than 1000 characters."),
    "dues_waiver_document_given": Phrase(
      vi: "Miễn, giảm phải nêu quyết định (1 đến 300 ký tự).",
      en: "A waiver names its decision (1 to 300 characters)."),
    "dues_waiver_event_known": Phrase(
      vi: "Quyết định miễn, giảm thiếu dòng nhật ký.",
      en: "The waiver has no event on the trail."),
    "dues_waiver_withdrawn_whole": Phrase(
      vi: "Việc rút quyết định phải đủ: khi nào, dòng nhật ký nào.",
      en: "A withdrawal is whole: when, and by which event."),
    "dues_waiver_withdraw_event_known": Phrase(
      vi: "Việc rút quyết định thiếu dòng nhật ký.",
      en: "The withdrawal has no event on the trail."),
    "dues_waiver_once": Phrase(
      vi: "Quyết định miễn, giảm ấy đã được ghi.",
      en: "That waiver is on record already."),
    "dues_waiver_settled": Phrase(
      vi: "Quyết định đã rút thì không đổi được nữa.",
      en: "A withdrawn waiver does not change."),
    "dues_remittance_unit_known": Phrase(
      vi: "Không có đơn vị nộp lên ấy.",
      en: "There is no such remitting unit."),
    "dues_remittance_upper_known": Phrase(
      vi: "Không có đơn vị cấp trên ấy.",
      en: "There is no such unit above."),
    "dues_remittance_number_positive": Phrase(
      vi: "Lần nộp lên từ 1.",
      en: "Remittances of a month start at 1."),
    "dues_remittance_two_units": Phrase(
      vi: "Đơn vị không nộp lên cho chính mình.",
      en: "A unit does not remit to itself."),
    "dues_remittance_adds_up": Phrase(
      vi: "Phần giữ lại và phần nộp lên không bằng tổng thu.",
      en: "What is kept and what is passed do not add up."),
    "dues_remittance_split_given": Phrase(
      vi: "Khoản nộp lên thiếu tỷ lệ làm căn cứ.",
      en: "A remittance names its split."),
    "dues_remittance_event_known": Phrase(
      vi: "Khoản nộp lên thiếu dòng nhật ký.",
      en: "The remittance has no event on the trail."),
    "dues_remittance_append_only": Phrase(
      vi: "Khoản nộp lên không sửa được; nộp lại sẽ ghi phần chênh lệch.",
      en: "A remittance is never edited; remitting again books the difference."),
    "dues_remittance_numbers_follow": Phrase(
      vi: "Các lần nộp lên của một tháng phải liền số.",
      en: "Remittances of a month follow each other."),
    "dues_unpaid_reason_member_known": Phrase(
      vi: "Không có hồ sơ chưa nộp ấy.",
      en: "There is no such member with an unpaid month."),
    "dues_unpaid_reason_given": Phrase(
      vi: "Lý do chưa nộp từ 1 đến 1000 ký tự.",
      en: "The reason of an unpaid month has 1 to 1000 characters."),
    "dues_unpaid_reason_document_length": Phrase(
      vi: "Tên văn bản của lý do chưa nộp dài quá 300 ký tự.",
      en: "The document of an unpaid month is longer than 300 characters."),
    "dues_unpaid_reason_event_known": Phrase(
      vi: "Lý do chưa nộp thiếu dòng nhật ký.",
      en: "The reason of an unpaid month has no event on the trail."),
    "dues_unpaid_reason_append_only": Phrase(
      vi: "Lý do chưa nộp chỉ được ghi thêm.",
      en: "Reasons of unpaid months are only added to."),
    "dues_statement_line_reference_given": Phrase(
      vi: "Số tham chiếu của dòng sao kê từ 1 đến 100 ký tự.",
      en: "A statement line's reference has 1 to 100 characters."),
    "dues_statement_line_amount_range": Phrase(
      vi: "Số tiền trên sao kê từ 1 đến 999.999.999.999 đồng.",
      en: "A statement line is 1 to 999,999,999,999 đồng."),
    "dues_statement_line_content_length": Phrase(
      vi: "Nội dung chuyển khoản dài quá 500 ký tự.",
      en: "The content of a statement line is longer than 500 characters."),
    "dues_statement_line_outcome_known": Phrase(
      vi: "Dòng sao kê được ghi sổ hoặc bỏ qua.",
      en: "A statement line is booked or dismissed."),
    "dues_statement_line_answer_length": Phrase(
      vi: "Lời giải thích dòng sao kê dài quá 1000 ký tự.",
      en: "The answer to a statement line is longer than 1000 characters."),
    "dues_statement_line_answered_whole": Phrase(
      vi: "Câu trả lời cho dòng sao kê phải đủ.",
      en: "The answer to a statement line is whole."),
    "dues_statement_line_payment_once": Phrase(
      vi: "Khoản nộp ấy đã thuộc dòng sao kê khác.",
      en: "That payment belongs to another statement line."),
    "dues_statement_line_payment_known": Phrase(
      vi: "Dòng sao kê không có khoản nộp của nó.",
      en: "The statement line has no payment."),
    "dues_statement_line_event_known": Phrase(
      vi: "Dòng sao kê thiếu dòng nhật ký.",
      en: "The statement line has no event on the trail."),
    "dues_statement_line_answer_event_known": Phrase(
      vi: "Câu trả lời cho dòng sao kê thiếu dòng nhật ký.",
      en: "The answer to a statement line has no event on the trail."),
    "dues_statement_line_settled": Phrase(
      vi: "Dòng sao kê ấy đã được trả lời.",
      en: "That statement line was answered already."),
    "dues_bank_account_unit_known": Phrase(
      vi: "Không có đơn vị mở tài khoản ấy.",
      en: "There is no such unit with a bank account."),
    "dues_bank_account_bin_form": Phrase(
      vi: "Mã ngân hàng (BIN) gồm 6 chữ số.",
      en: "A bank's BIN has 6 digits."),
    "dues_bank_account_number_form": Phrase(
      vi: "Số tài khoản gồm 1 đến 19 chữ số hoặc chữ cái.",
      en: "An account has 1 to 19 letters or digits."),
    "dues_bank_account_event_known": Phrase(
      vi: "Tài khoản ngân hàng thiếu dòng nhật ký.",
      en: "The bank account has no event on the trail."),
    "dues_bank_account_append_only": Phrase(
      vi: "Tài khoản ngân hàng chỉ được ghi thêm, có ngày hiệu lực.",
      en: "Bank accounts are only added to, each from its day."),
  ]
}
