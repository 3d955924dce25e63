import Basics

/// What can go wrong with accounts, said to people.
package enum AccountError: Problem, Hashable {
  case unknown(String)
  case nameTaken(Code)
  case noAccountYet(systemUser: String)
  case notYours(Code, systemUser: String)
  case disabled(Code)
  case alreadyFirst
  case unknownUnit(Code)
  case unknownMember(Code)
  case alreadyGranted
  case noSuchGrant
  case notForThisUser(String)
  case lastAdministrator

  package var kind: ProblemKind {
    switch self {
    case .unknown, .unknownUnit, .unknownMember, .noSuchGrant: .notFound
    case .nameTaken, .alreadyFirst, .alreadyGranted: .conflict
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let name):
      Phrase(vi: "Không có tài khoản “\(name)”.", en: "There is no account “\(name)”.")
    case .nameTaken(let name):
      Phrase(vi: "Tên tài khoản “\(name)” đã được dùng.", en: "The account “\(name)” exists.")
    case .noAccountYet(let user):
      Phrase(
        vi: "Người dùng hệ thống “\(user)” chưa có tài khoản trong cơ sở dữ liệu này.",
        en: "The system user “\(user)” has no account in this database.")
    case .notYours(let name, let user):
      Phrase(
        vi: "Người dùng hệ thống “\(user)” không được dùng tài khoản “\(name)”.",
        en: "The system user “\(user)” may not act as “\(name)”.")
    case .disabled(let name):
      Phrase(vi: "Tài khoản “\(name)” đã bị khoá.", en: "The account “\(name)” is disabled.")
    case .alreadyFirst:
      Phrase(
        vi: "Đã có người quản trị; tài khoản đầu tiên chỉ tạo được một lần.",
        en: "There is an administrator already; the first account is made once.")
    case .unknownUnit(let code):
      Phrase(vi: "Không có đơn vị “\(code)”.", en: "There is no unit “\(code)”.")
    case .unknownMember(let code):
      Phrase(vi: "Không có hồ sơ “\(code)”.", en: "There is no member “\(code)”.")
    case .alreadyGranted:
      Phrase(vi: "Vai trò này đã được cấp rồi.", en: "This role has been granted already.")
    case .noSuchGrant:
      Phrase(
        vi: "Không có vai trò nào như vậy để thu hồi.", en: "There is no such grant to revoke.")
    case .notForThisUser(let name):
      Phrase(
        vi: "Không nhận ra tên hoặc vai trò “\(name)”.", en: "“\(name)” is no name or role we know."
      )
    case .lastAdministrator:
      Phrase(
        vi: "Đây là người quản trị tài khoản cuối cùng; không thu hồi được.",
        en: "This is the last account administrator; it cannot be revoked.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .noAccountYet:
      Phrase(
        vi:
          "Cơ sở dữ liệu mới: cadre account add TÊN --first. Nếu không, nhờ người quản trị.",
        en:
          "New database: cadre account add NAME --first. Otherwise ask an administrator to add you."
      )
    case .notYours:
      Phrase(
        vi: "Bỏ CADRE_ACCOUNT hoặc --as, hoặc nhờ người quản trị gắn tài khoản với bạn.",
        en: "Leave out CADRE_ACCOUNT or --as, or ask an administrator to link the account to you.")
    case .unknown, .noSuchGrant, .alreadyGranted:
      Phrase(vi: "Xem: cadre account list.", en: "See: cadre account list.")
    default: nil
    }
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "account_name_once": Phrase(
      vi: "Tên tài khoản đã được dùng.", en: "The account name is in use."),
    "account_full_name_length": Phrase(
      vi: "Họ tên dài quá 200 ký tự.", en: "The full name is longer than 200 characters."),
    "account_system_user_form": Phrase(
      vi: "Tên người dùng hệ thống không hợp lệ.", en: "The system user's name is not valid."),
    "account_member_known": Phrase(
      vi: "Tài khoản gắn với một hồ sơ không có.", en: "The account's member is not on record."),
    "account_event_known": Phrase(
      vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail."),
    "account_grant_account_known": Phrase(
      vi: "Không có tài khoản ấy.", en: "There is no such account."),
    "account_grant_unit_known": Phrase(vi: "Không có đơn vị ấy.", en: "There is no such unit."),
    "account_grant_role_known": Phrase(vi: "Không có vai trò ấy.", en: "There is no such role."),
    "account_grant_some_days": Phrase(
      vi: "Ngày kết thúc phải sau ngày bắt đầu.", en: "A grant ends after it begins."),
    "account_grant_revoked_whole": Phrase(
      vi: "Thu hồi phải có dòng nhật ký.", en: "A revocation has its event on the trail."),
    "account_grant_event_known": Phrase(
      vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail."),
    "account_grant_revoke_event_known": Phrase(
      vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail."),
    "account_grant_once": Phrase(
      vi: "Vai trò này đã được cấp rồi.", en: "This role has been granted already."),
  ]
}
