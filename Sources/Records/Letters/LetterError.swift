import Basics

/// What can go wrong with letters, said to people.
package enum LetterError: Problem, Hashable {
  case unknown(Int64)
  case unknownCode(LetterCode)
  /// No code at all, or one with a wrong character.
  case mistyped(String)
  /// Not the text of a letter's QR code.
  case unreadableScan
  case refused(member: Code, LetterRefusal)
  case cannot(Letter.Step, id: Int64, in: Letter.State)
  case nothingWaits(Letter.Step, unit: Code)
  case reasonMissing(Letter.Step)
  /// Of many at once only what has no reason.
  case oneByOne(Letter.Step)
  case comesWithTransfer
  case occasionMissing
  case occasionOnlyOfComment
  case monthsMissing
  case monthsOnlyOfStatement
  case commentOnlyOfComment
  /// A unit with others below it, where a cell at a residence was meant.
  case notCell(Code)
  /// What stands in the record is not what was signed.
  case broken(Int64)

  package var kind: ProblemKind {
    switch self {
    case .unknown, .unknownCode: .notFound
    case .oneByOne, .mistyped, .unreadableScan, .comesWithTransfer, .occasionMissing,
      .occasionOnlyOfComment,
      .monthsMissing, .monthsOnlyOfStatement, .commentOnlyOfComment:
      .usage
    case .refused(_, let refusal): refusal.kind
    case .cannot, .nothingWaits: .conflict
    case .broken: .fault
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let id):
      Phrase(vi: "Không có đề nghị cấp giấy số \(id).", en: "There is no letter request \(id).")
    case .unknownCode(let code):
      Phrase(
        vi: "Không có giấy nào mang mã \(code): giấy này không do hệ thống cấp.",
        en: "No letter has the code \(code): it was not issued here.")
    case .mistyped(let text):
      Phrase(
        vi: "“\(text)” không phải mã kiểm tra, hoặc gõ nhầm một chữ.",
        en: "“\(text)” is no check code, or has a mistyped character.")
    case .unreadableScan:
      Phrase(
        vi: "Nội dung quét không phải mã QR của giấy do hệ thống cấp, hoặc đã bị sửa.",
        en: "The scanned text is not that of a letter's QR code, or was altered.")
    case .refused(let member, let refusal):
      Phrase(vi: "\(member): \(refusal.reason.vi).", en: "\(member): \(refusal.reason.en).")
    case .cannot(let step, let id, let state):
      Phrase(
        vi: "Đề nghị số \(id) hiện “\(state.title.vi)”, không thể \(step.title.vi).",
        en: "Request \(id) is “\(state.title.en)”: no step “\(step.title.en)”.")
    case .nothingWaits(let step, let unit):
      Phrase(
        vi: "Ở \(unit) không có giấy nào chờ \(step.title.vi).",
        en: "At \(unit) no letter waits for the step “\(step.title.en)”.")
    default: ruleMessage
    }
  }

  private var ruleMessage: Phrase {
    switch self {
    case .reasonMissing(let step):
      Phrase(
        vi: "Phải nêu lý do khi \(step.title.vi) (--reason).",
        en: "The step “\(step.title.en)” needs a reason (--reason).")
    case .oneByOne(let step):
      Phrase(
        vi: "\(step.title.vi): từng giấy một, mỗi giấy một lý do.",
        en: "The step “\(step.title.en)” is taken letter by letter, each with its reason.")
    case .comesWithTransfer:
      Phrase(
        vi: "Giấy giới thiệu được cấp khi giới thiệu chuyển sinh hoạt.",
        en: "An introduction letter is issued when a transfer is released.")
    case .occasionMissing:
      Phrase(
        vi: "Nhận xét nơi cư trú cần --occasion: yearly, personnel, reward, discipline.",
        en: "A residence comment needs --occasion: yearly, personnel, reward or discipline.")
    case .occasionOnlyOfComment:
      Phrase(
        vi: "--occasion và --year chỉ dùng cho nhận xét nơi cư trú.",
        en: "--occasion and --year are for a residence comment only.")
    case .monthsMissing:
      Phrase(
        vi: "Giấy xác nhận đảng phí, kết quả đánh giá cần --from và --to (YYYY-MM).",
        en: "A statement of dues or scores needs --from and --to (YYYY-MM).")
    case .monthsOnlyOfStatement:
      Phrase(
        vi: "--from, --to chỉ dùng cho xác nhận đảng phí, kết quả đánh giá.",
        en: "--from and --to are for statements of dues or scores only.")
    case .commentOnlyOfComment:
      Phrase(
        vi: "--comment, --conclusion chỉ dùng cho nhận xét nơi cư trú.",
        en: "--comment and --conclusion are for residence comments only.")
    case .notCell(let unit):
      Phrase(
        vi: "\(unit) là cấp uỷ có đơn vị trực thuộc, không phải chi bộ nơi cư trú.",
        en: "\(unit) is a committee with units below it, not a cell at a residence.")
    case .broken(let id):
      Phrase(
        vi: "Bản lưu của giấy số \(id) không khớp với chữ ký.",
        en: "What is on record of letter \(id) is not what was signed.")
    default: Phrase(vi: "Không cấp được giấy.", en: "The letter cannot be given.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknown, .nothingWaits:
      Phrase(vi: "Xem: cadre letter list.", en: "See: cadre letter list.")
    case .cannot(_, let id, _):
      Phrase(vi: "Xem: cadre letter show \(id).", en: "See: cadre letter show \(id).")
    case .mistyped:
      Phrase(
        vi: "Mã có 12 chữ, in cạnh mã QR, ví dụ K7MF-2QXP-9D39.",
        en: "It has 12 characters beside the QR code, such as K7MF-2QXP-9D39.")
    case .unknownCode:
      Phrase(
        vi: "Hỏi lại nơi ghi là đã cấp giấy.", en: "Ask the office that is named as its issuer.")
    case .unreadableScan:
      Phrase(
        vi: "Quét lại, hoặc gõ mã 12 chữ bên cạnh.",
        en: "Scan it again, or type the 12 characters beside it.")
    case .refused(_, let refusal): refusal.hint
    case .comesWithTransfer:
      Phrase(vi: "Dùng: cadre transfer release.", en: "Use: cadre transfer release.")
    case .notCell(let unit):
      Phrase(
        vi: "Chọn một chi bộ: cadre unit tree \(unit).",
        en: "Choose one of its cells: cadre unit tree \(unit).")
    case .broken: Phrase(vi: "Chạy: cadre db check.", en: "Run: cadre db check.")
    default: nil
    }
  }
}
