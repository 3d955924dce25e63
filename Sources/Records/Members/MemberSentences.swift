import Basics

extension MemberError {
  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "member_code_once": Phrase(vi: "Mã đã được dùng.", en: "The code is in use."),
    "member_personal_id_once": Phrase(
      vi: "Số định danh này đã thuộc về hồ sơ khác.", en: "This personal number is another's."),
    "member_party_card_once": Phrase(
      vi: "Số thẻ này đã thuộc về hồ sơ khác.", en: "This party card is another's."),
    "member_full_name_length": Phrase(
      vi: "Họ tên từ 1 đến 200 ký tự.", en: "A full name has 1 to 200 characters."),
    "member_sex_known": Phrase(vi: "Giới tính: male, female.", en: "Sex: male, female."),
    "member_personal_id_form": Phrase(
      vi: "Số định danh có 12 chữ số.", en: "A personal number has 12 digits."),
    "member_party_card_form": Phrase(
      vi: "Số thẻ đảng viên có 12 chữ số.", en: "A party card has 12 digits."),
    "member_old_party_card_form": Phrase(
      vi: "Số thẻ cũ có 8 chữ số.", en: "An old party card has 8 digits."),
    "member_joined_after_birth": Phrase(
      vi: "Ngày vào Đảng phải sau ngày sinh.", en: "Joining comes after birth."),
    "member_official_after_joined": Phrase(
      vi: "Ngày chính thức không trước ngày vào Đảng.",
      en: "Recognition does not come before joining."),
    "member_version_positive": Phrase(vi: "Phiên bản bắt đầu từ 1.", en: "Versions start at 1."),
    "member_not_merged_into_itself": Phrase(
      vi: "Không thể gộp hồ sơ vào chính nó.", en: "A record cannot be merged into itself."),
    "member_merged_into_known": Phrase(
      vi: "Không có hồ sơ nhận.", en: "There is no record to merge into."),
    "member_profile_member_known": noMember,
    "cell_membership_member_known": noMember,
    "cell_membership_tree_party": Phrase(
      vi: "Chi bộ thuộc hệ thống Đảng.", en: "A cell is a unit of the party tree."),
    "cell_membership_cell_in_party": Phrase(
      vi: "Không có chi bộ ấy trong hệ thống Đảng.",
      en: "There is no such unit of the party tree."),
    "cell_membership_append_only": appendOnly,
    "post_holding_member_known": noMember,
    "post_holding_tree_state": Phrase(
      vi: "Cơ quan thuộc hệ thống chính quyền.", en: "An agency is a unit of the state tree."),
    "post_holding_agency_in_state": Phrase(
      vi: "Không có cơ quan ấy trong hệ thống chính quyền.",
      en: "There is no such unit of the state tree."),
    "post_holding_position_length": Phrase(
      vi: "Chức vụ dài quá 200 ký tự.", en: "The position is longer than 200 characters."),
    "post_holding_form_known": Phrase(vi: "Mẫu: staff, leader.", en: "Forms: staff, leader."),
    "post_holding_manager_known": Phrase(
      vi: "Không có người quản lý ấy.", en: "There is no such manager."),
    "post_holding_not_own_manager": Phrase(
      vi: "Không thể tự quản lý mình.", en: "Nobody is their own manager."),
    "post_holding_append_only": appendOnly,
    "party_standing_member_known": noMember,
    "party_standing_status_known": Phrase(
      vi: "Không có tình trạng ấy.", en: "There is no such status."),
    "party_standing_append_only": appendOnly,
    "dues_basis_member_known": noMember,
    "dues_basis_category_known": Phrase(
      vi: "Không có đối tượng đảng phí ấy.", en: "There is no such category of dues."),
    "dues_basis_base_range": Phrase(
      vi: "Căn cứ đảng phí không được âm.", en: "The base of dues is not negative."),
    "dues_basis_append_only": appendOnly,
    "dossier_entry_member_known": noMember,
    "dossier_entry_introducer_known": noMember,
    "dossier_entry_kind_known": Phrase(vi: "Không có loại mục ấy.", en: "There is no such kind."),
    "dossier_entry_title_given": Phrase(
      vi: "Mục hồ sơ cần tên hoặc mã.", en: "An entry needs a title or a code."),
    "dossier_entry_some_days": Phrase(
      vi: "Ngày kết thúc phải sau ngày bắt đầu.", en: "An entry ends after it begins."),
    "dossier_entry_discipline_level": Phrase(
      vi: "Kỷ luật: reprimand, warning, dismissal, expulsion.",
      en: "Discipline: reprimand, warning, dismissal, expulsion."),
    "dossier_entry_badge_years": Phrase(
      vi: "Huy hiệu: 30, 40, 45 … 90 năm.", en: "Badges: 30, 40, 45 … 90 years."),
    "dossier_entry_rank_whole": Phrase(
      vi: "Ngạch cần mã dạng 01.003, bậc và hệ số.",
      en: "A rank needs a code such as 01.003, a step and a coefficient."),
    "dossier_entry_political_theory_level": Phrase(
      vi: "Lý luận chính trị: elementary, intermediate, advanced, bachelor.",
      en: "Political theory: elementary, intermediate, advanced, bachelor."),
    "dossier_entry_withdrawn_whole": noEvent,
    "dossier_entry_event_known": noEvent,
    "dossier_entry_withdraw_event_known": noEvent,
    "member_merge_once": Phrase(
      vi: "Hồ sơ này đã được gộp.", en: "This record has been merged already."),
    "member_merge_kept_known": noMember,
    "member_merge_duplicate_known": noMember,
    "member_merge_two_records": Phrase(vi: "Hai mã là một hồ sơ.", en: "The codes are one record."),
    "member_merge_undone_whole": noEvent,
    "member_merge_event_known": noEvent,
    "member_merge_undo_event_known": noEvent,
  ]

  private static let noMember = Phrase(vi: "Không có hồ sơ ấy.", en: "There is no such member.")
  private static let noEvent = Phrase(
    vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail.")
  private static let appendOnly = Phrase(
    vi: "Quá trình chỉ được ghi thêm, không sửa, không xoá.",
    en: "History is only added to, never changed or deleted.")
}
