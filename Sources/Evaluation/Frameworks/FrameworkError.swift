import Basics

/// What can go wrong with frameworks on record, said to people.
package enum FrameworkError: Problem, Hashable {
  case unknown(String)
  case notAReference(String)
  case notValidYet(Framework.Reference, from: Day, asked: Day)
  case frozen(Framework.Reference, next: Int)
  case otherForm(Framework.Reference, is: Framework.Form, was: Framework.Form)
  case unreadable(Framework.Reference)

  package var kind: ProblemKind {
    switch self {
    case .unknown: .notFound
    case .notAReference: .usage
    case .frozen: .conflict
    case .notValidYet, .otherForm: .refused
    case .unreadable: .fault
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let text):
      Phrase(
        vi: "Không có bộ tiêu chí “\(text)”.", en: "There is no framework “\(text)”.")
    case .notAReference(let text):
      Phrase(
        vi: "“\(text)” không phải tên bộ tiêu chí.", en: "“\(text)” names no framework.")
    case .notValidYet(let reference, let from, let asked):
      Phrase(
        vi: "Bộ tiêu chí \(reference) áp dụng từ \(from), không dùng cho tháng \(asked.month).",
        en: "The framework \(reference) is valid from \(from), not for the month \(asked.month).")
    case .frozen(let reference, _):
      Phrase(
        vi: "Bộ tiêu chí \(reference) đã được dùng trong một kỳ, không thể thay đổi.",
        en: "The framework \(reference) was used by a period and cannot be changed.")
    case .otherForm(let reference, let form, let was):
      Phrase(
        vi: "\(reference) dành cho \(form.title.vi), các phiên bản khác dành cho \(was.title.vi).",
        en: "\(reference) is for \(form.title.en), its other versions are for \(was.title.en).")
    case .unreadable(let reference):
      Phrase(
        vi: "Bộ tiêu chí \(reference) trong cơ sở dữ liệu không đọc được nữa.",
        en: "The framework \(reference) on record cannot be read any more.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknown:
      Phrase(
        vi: "Xem danh sách: cadre framework list.", en: "See what there is: cadre framework list.")
    case .notAReference:
      Phrase(
        vi: "Viết MÃ hoặc MÃ@PHIÊN_BẢN, như decree-335-2025.staff@1.",
        en: "Write ID or ID@VERSION, such as decree-335-2025.staff@1.")
    case .notValidYet:
      Phrase(
        vi: "Chọn bộ tiêu chí có hiệu lực trong tháng ấy: cadre framework list.",
        en: "Choose a framework that was valid in that month: cadre framework list.")
    case .frozen(_, let next):
      Phrase(
        vi: "Ghi “version: \(next)” trong tệp rồi ban hành lại.",
        en: "Write “version: \(next)” into the file, then publish it again.")
    case .otherForm:
      Phrase(vi: "Đặt một mã (id) khác trong tệp.", en: "Give the file another id.")
    case .unreadable:
      Phrase(
        vi: "Giữ nguyên cơ sở dữ liệu và báo cho người quản trị.",
        en: "Leave the database as it is and tell the administrator.")
    }
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "framework_version_once": Phrase(
      vi: "Phiên bản này của bộ tiêu chí đã có.", en: "This version of the framework exists."),
    "framework_version_positive": Phrase(
      vi: "Phiên bản của bộ tiêu chí bắt đầu từ 1.", en: "Versions of a framework start at 1."),
    "framework_form_known": Phrase(
      vi: "Đối tượng là staff, leader hoặc collective.",
      en: "The form is staff, leader or collective."),
    "framework_title_length": Phrase(
      vi: "Tên bộ tiêu chí từ 1 đến 300 ký tự.", en: "A framework's title has 1 to 300 letters."),
    "framework_digest_form": Phrase(
      vi: "Mã kiểm tra của bộ tiêu chí hỏng.", en: "The digest of the framework is broken."),
    "framework_source_size": Phrase(
      vi: "Tệp bộ tiêu chí trống hoặc quá lớn.", en: "The framework's file is empty or too large."),
    "framework_event_known": Phrase(
      vi: "Bộ tiêu chí thiếu dòng nhật ký.", en: "The framework has no event on the trail."),
    "framework_frozen": Phrase(
      vi: "Bộ tiêu chí đã dùng thì khoá; muốn đổi phải ra phiên bản mới.",
      en: "A framework in use is frozen; a change is a new version."),
    "framework_freeze_framework_known": Phrase(
      vi: "Không có bộ tiêu chí ấy để khoá.", en: "There is no such framework to freeze."),
    "framework_freeze_event_known": Phrase(
      vi: "Việc khoá bộ tiêu chí thiếu dòng nhật ký.", en: "The freeze has no event on the trail."),
    "framework_freeze_append_only": Phrase(
      vi: "Bộ tiêu chí đã khoá thì không mở lại.", en: "A frozen framework stays frozen."),
  ]
}
