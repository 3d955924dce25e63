import Basics

extension TransferError {
  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = transferSentences.merging(
    stepSentences, uniquingKeysWith: { first, _ in first }
  ).merging(beside, uniquingKeysWith: { first, _ in first })

  private static let transferSentences: [String: Phrase] = [
    "transfer_member_known": noMember,
    "transfer_tree_party": noCell,
    "transfer_from_cell_in_party": noCell,
    "transfer_to_cell_in_party": noCell,
    "transfer_authority_in_party": noCell,
    "transfer_list_known": Phrase(
      vi: "Không có danh sách ấy.", en: "There is no such list of members."),
    "transfer_event_known": noEvent,
    "transfer_kind_known": Phrase(
      vi: "Loại chuyển sinh hoạt: official, temporary, internal, abroad, return.",
      en: "A transfer is official, temporary, internal, abroad or return."),
    "transfer_state_known": Phrase(
      vi: "Không có trạng thái ấy.", en: "There is no such state of a transfer."),
    "transfer_two_cells": Phrase(
      vi: "Không chuyển về chính chi bộ mình.", en: "Nobody transfers into the own cell."),
    "transfer_one_place": Phrase(
      vi: "Cần đúng một nơi đến.", en: "A transfer goes to exactly one place."),
    "transfer_places_suit_kind": Phrase(
      vi: "Nơi đi, nơi đến không hợp với loại chuyển sinh hoạt.",
      en: "The places do not suit the kind of transfer."),
    "transfer_stay_length": Phrase(
      vi: "Sinh hoạt tạm thời từ 3 tháng, dưới 1 năm; đi học đến 2 năm.",
      en: "A temporary stay lasts 3 months to less than a year, for study up to 2 years."),
    "transfer_start_after_event": Phrase(
      vi: "Hạn làm thủ tục phải sau ngày quyết định.", en: "The deadline lies after the event."),
    "transfer_reason_length": Phrase(
      vi: "Lý do chuyển dài quá 1000 ký tự.",
      en: "The reason of a transfer is longer than 1000 characters."),
    "transfer_document_length": Phrase(
      vi: "Tên văn bản của đề nghị dài quá 300 ký tự.",
      en: "The document of a transfer is longer than 300 characters."),
    "transfer_released_whole": Phrase(
      vi: "Giấy giới thiệu cần người, ngày và hạn nộp.",
      en: "A release has its account, its day and its deadline."),
    "transfer_open_once": Phrase(
      vi: "Người này đang có một đề nghị chuyển sinh hoạt; mỗi lúc chỉ một.",
      en: "The member has an open transfer already; one at a time."),
    "transfer_list_members_positive": Phrase(
      vi: "Danh sách không có ai.", en: "Nobody stands on the list."),
    "transfer_list_event_known": noEvent,
  ]

  private static let stepSentences: [String: Phrase] = [
    "transfer_step_transfer_known": noTransfer,
    "transfer_step_event_known": noEvent,
    "transfer_step_number_positive": Phrase(
      vi: "Các bước đánh số từ 1.", en: "Steps are numbered from 1."),
    "transfer_step_reason_given": Phrase(
      vi: "Trả lại, huỷ, gia hạn, kết thúc sớm phải nêu lý do (đến 1000 ký tự).",
      en: "To return, cancel, extend or end needs a reason of at most 1000 characters."),
    "transfer_step_document_length": Phrase(
      vi: "Tên văn bản của bước dài quá 300 ký tự.",
      en: "The document of a step is longer than 300 characters."),
    "transfer_step_dues_reason_of_release": Phrase(
      vi: "Lý do còn nợ đảng phí chỉ ghi khi giới thiệu.",
      en: "A reason for unpaid dues belongs to a release."),
    "transfer_step_present_by_of_release": Phrase(
      vi: "Hạn nộp giấy giới thiệu ghi khi giới thiệu.",
      en: "The deadline to present the letter belongs to its release."),
    "transfer_step_last_on_of_stay": Phrase(
      vi: "Ngày cuối chỉ ghi khi gia hạn hoặc kết thúc sớm.",
      en: "A last day belongs to a stay that is extended or ended."),
    "transfer_step_extended_once": Phrase(
      vi: "Sinh hoạt tạm thời chỉ gia hạn một lần.", en: "A temporary stay is extended once."),
    "transfer_step_append_only": appendOnly,
    "transfer_step_follows": Phrase(
      vi: "Người khác vừa làm một bước của lần chuyển này.",
      en: "Somebody else has just taken a step of this transfer."),
    "transfer_step_in_workflow": Phrase(
      vi: "Bước này không có trong quy trình.", en: "The step is not in the workflow."),
    "transfer_step_two_keys": Phrase(
      vi: "Người đã giới thiệu không được tiếp nhận.", en: "Whoever released may not receive."),
    "transfer_step_not_own": Phrase(
      vi: "Không ai xét, giới thiệu hay tiếp nhận cho chính mình.",
      en: "Nobody reviews, releases or receives themselves."),
    "transfer_member_gone": obstacle(.memberGone),
    "transfer_from_cell_left": obstacle(.fromCellLeft),
    "transfer_stay_running": obstacle(.stayRunning),
    "transfer_to_cell_closed": obstacle(.toCellClosed),
  ]

  private static let beside: [String: Phrase] = [
    "transfer_paper_transfer_known": noTransfer,
    "transfer_paper_known": Phrase(
      vi: "Không có loại giấy tờ ấy.", en: "There is no such paper."),
    "transfer_paper_number_given": Phrase(
      vi: "Số giấy từ 1 đến 100 ký tự.", en: "The number of a paper has 1 to 100 characters."),
    "transfer_paper_event_known": noEvent,
    "transfer_paper_append_only": appendOnly,
    "temporary_stay_member_known": noMember,
    "temporary_stay_tree_party": noCell,
    "temporary_stay_cell_in_party": noCell,
    "temporary_stay_transfer_known": noTransfer,
    "temporary_stay_some_days": Phrase(
      vi: "Ngày cuối không trước ngày đầu.", en: "A stay does not end before it begins."),
    "temporary_stay_event_known": noEvent,
    "temporary_stay_append_only": appendOnly,
    "grassroots_organisation_tree_party": noCell,
    "grassroots_organisation_unit_in_party": noCell,
    "grassroots_organisation_event_known": noEvent,
    "grassroots_organisation_append_only": appendOnly,
    "transfer_unit_ends": Phrase(
      vi: "Còn lần chuyển sinh hoạt chưa xong đi hoặc đến đơn vị này.",
      en: "Open transfers lead from or to this unit."),
    "temporary_stay_unit_ends": Phrase(
      vi: "Còn người sinh hoạt tạm thời ở đơn vị này.",
      en: "Somebody is on a temporary stay in this unit."),
    "temporary_stay_at_home": Phrase(
      vi: "Gộp xong sẽ có người sinh hoạt tạm thời ngay tại chi bộ mình.",
      en: "After the merge somebody would be on a temporary stay in their own cell."),
    "transfer_member_merges": Phrase(
      vi: "Hồ sơ còn lần chuyển sinh hoạt chưa xong thì không gộp.",
      en: "A record with an open transfer is not merged."),
    "temporary_stay_member_merges": Phrase(
      vi: "Hồ sơ đang sinh hoạt tạm thời thì không gộp.",
      en: "A record with a running stay is not merged."),
  ]

  private static func obstacle(_ obstacle: TransferRefusal.Obstacle) -> Phrase {
    Phrase(
      vi: "Không tiếp nhận được: \(obstacle.reason.vi).",
      en: "Cannot be received: the member \(obstacle.reason.en).")
  }

  private static let noMember = Phrase(vi: "Không có hồ sơ ấy.", en: "There is no such member.")
  private static let noTransfer = Phrase(
    vi: "Không có lần chuyển ấy.", en: "There is no such transfer.")
  private static let noCell = Phrase(
    vi: "Không có đơn vị ấy trong hệ thống Đảng.", en: "There is no such unit of the party tree.")
  private static let noEvent = Phrase(
    vi: "Bước chuyển sinh hoạt thiếu dòng nhật ký.",
    en: "The step of a transfer has no event on the trail.")
  private static let appendOnly = Phrase(
    vi: "Quá trình chuyển sinh hoạt chỉ được ghi thêm.",
    en: "The record of transfers is only added to.")
}
