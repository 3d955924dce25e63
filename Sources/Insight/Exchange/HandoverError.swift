import Basics

/// What can go wrong when a member is handed over by file, said to people.
package enum HandoverError: Problem, Hashable {
  case noFile(String)
  case noPackage
  case otherVersion(Int)
  case unknownKey(String)
  case altered
  case retired(String, Day)
  case own
  /// A field that cannot be what it says; empty: the content as a whole.
  case malformed(String)
  case forAnother(String)
  case importedBefore(Int64)
  /// Another file of the same transfer of the same sender.
  case handedOverBefore(Int64)
  /// The state in which a transfer cannot be handed over, or answered.
  case notInTransit(Int64)
  case notOutside(Int64)
  case notAnswered(Int64)
  case onlyOfficial(Int64)
  case unknownPackage
  case answeredByAnother
  case cellMissing
  case cellNeedless
  case hasCell(Code, Code)
  case twoRecords(Code, Code)
  case codeTaken(Code)
  case untrustedAddressee(String)

  package var kind: ProblemKind {
    switch self {
    case .noFile: .notFound
    case .importedBefore, .handedOverBefore, .hasCell, .codeTaken: .conflict
    case .cellMissing, .cellNeedless: .usage
    default: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .noFile(let path):
      Phrase(vi: "Không đọc được tệp \(path).", en: "The file \(path) cannot be read.")
    case .noPackage:
      Phrase(
        vi: "Tệp này không phải gói bàn giao đảng viên.", en: "This is no file of a handover.")
    case .otherVersion(let version):
      Phrase(
        vi: "Gói bàn giao ở phiên bản \(version), chương trình này đọc phiên bản 1.",
        en: "The handover is of version \(version); this program reads version 1.")
    case .unknownKey(let id):
      Phrase(vi: "Chưa tin khoá \(id) đã ký gói này.", en: "The key \(id) is not trusted.")
    case .altered:
      Phrase(
        vi: "Gói đã bị sửa, hoặc chữ ký không phải của khoá ấy.",
        en: "The file was altered, or the signature is not that key's.")
    case .retired(let id, let day):
      Phrase(
        vi: "Khoá \(id) đã thôi dùng từ ngày \(day), gói ký sau đó.",
        en: "Key \(id) was retired on \(day), and this was signed later.")
    case .own:
      Phrase(vi: "Gói này do chính nơi đây ký.", en: "This file was signed here.")
    case .malformed(let field):
      Phrase(vi: "Nội dung gói sai dạng: \(field).", en: "The content is malformed: \(field).")
    case .forAnother(let id):
      Phrase(vi: "Gói này gửi nơi giữ khoá \(id).", en: "The file is for the holder of \(id).")
    case .importedBefore(let number):
      Phrase(
        vi: "Gói này đã nhập trước đây, là số \(number); không thay đổi gì.",
        en: "This file was imported before, as transfer \(number); nothing was changed.")
    case .handedOverBefore(let number):
      Phrase(
        vi: "Lần chuyển này đã nhập trước đây bằng một gói khác, là số \(number).",
        en: "This transfer was imported before by another file, as transfer \(number).")
    default: ruleMessage
    }
  }

  private var ruleMessage: Phrase {
    switch self {
    case .notInTransit(let number):
      Phrase(
        vi: "Số \(number) chưa ở bước “đang chuyển hồ sơ”: chưa bàn giao được.",
        en: "Transfer \(number) is not in transit: nothing is handed over yet.")
    case .notOutside(let number):
      Phrase(
        vi: "Số \(number) chuyển trong cùng hồ sơ này: không cần gói bàn giao.",
        en: "Transfer \(number) stays within this record: no file is needed.")
    case .notAnswered(let number):
      Phrase(
        vi: "Số \(number) chưa được tiếp nhận hay trả lại: chưa có gì để báo.",
        en: "Transfer \(number) is neither received nor returned: there is no answer yet.")
    case .onlyOfficial(let number):
      Phrase(
        vi: "Số \(number) không phải chuyển chính thức: chỉ loại ấy bàn giao bằng tệp.",
        en: "Transfer \(number) is not official: only those are handed over by file.")
    case .unknownPackage:
      Phrase(
        vi: "Biên nhận không trả lời gói nào đã xuất ở đây.",
        en: "The receipt answers no file that was exported here.")
    case .answeredByAnother:
      Phrase(
        vi: "Biên nhận do nơi khác ký, không phải nơi được bàn giao.",
        en: "The receipt is signed by somebody to whom the member was not handed over.")
    case .cellMissing:
      Phrase(vi: "Cần --to CHI_BỘ tiếp nhận.", en: "Needs --to CELL that is to receive.")
    case .cellNeedless:
      Phrase(
        vi: "Biên nhận không cần --to hay --code.", en: "A receipt takes no --to and no --code.")
    case .hasCell(let member, let cell):
      Phrase(
        vi: "“\(member)” mang số thẻ hoặc số định danh ấy và đang sinh hoạt tại “\(cell)”.",
        en: "“\(member)” has that card or personal number and is in “\(cell)”.")
    case .twoRecords(let one, let other):
      Phrase(
        vi: "Số thẻ là của “\(one)”, số định danh là của “\(other)”.",
        en: "The card is that of “\(one)”, the personal number that of “\(other)”.")
    case .codeTaken(let code):
      Phrase(
        vi: "Mã “\(code)” đã là của người khác ở đây.", en: "“\(code)” is somebody else's here.")
    case .untrustedAddressee(let id):
      Phrase(
        vi: "Khoá \(id) không phải khoá đang được tin của nơi khác.",
        en: "The key \(id) is no trusted key of another installation.")
    default:
      Phrase(vi: "Không nhận được gói này.", en: "The file cannot be taken.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknownKey, .untrustedAddressee:
      Phrase(
        vi: "Nhận khoá công khai của nơi ấy rồi: cadre transfer trust TỆP --name TÊN_NƠI.",
        en: "Get their public key and: cadre transfer trust FILE --name WHOSE.")
    case .noPackage, .altered, .malformed, .forAnother, .otherVersion, .retired:
      Phrase(vi: "Xin nơi đi xuất lại gói.", en: "Ask the sender to export it again.")
    case .importedBefore(let number), .notInTransit(let number), .notAnswered(let number):
      Phrase(vi: "Xem: cadre transfer show \(number).", en: "See: cadre transfer show \(number).")
    case .codeTaken: Phrase(vi: "Chọn mã khác: --code MÃ.", en: "Choose another: --code CODE.")
    case .twoRecords:
      Phrase(
        vi: "Gộp hồ sơ trước: cadre member merge MÃ --into MÃ.",
        en: "Merge them first: cadre member merge CODE --into CODE.")
    default: nil
    }
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "handover_export_id_form": badID, "handover_import_id_form": badID,
    "handover_export_kind_known": badKind, "handover_import_kind_known": badKind,
    "handover_export_digest_form": badDigest,
    "handover_export_transfer_known": noTransfer, "handover_import_transfer_known": noTransfer,
    "handover_export_signed_with": noKey, "handover_import_signed_with": noKey,
    "handover_export_addressee_known": noKey,
    "handover_export_event_known": noEvent, "handover_import_event_known": noEvent,
    "handover_export_append_only": appendOnly, "handover_import_append_only": appendOnly,
    "handover_import_digest_of_text": badDigest,
    "handover_import_signature_form": Phrase(
      vi: "Chữ ký sai dạng.", en: "The signature is malformed."),
    "handover_import_once": Phrase(
      vi: "Một lần chuyển chỉ được nhập một lần.", en: "A transfer is handed over once."),
    "handover_import_answers_known": HandoverError.unknownPackage.message,
    "handover_import_receipt_answers": HandoverError.unknownPackage.message,
    "handover_import_key_trusted": Phrase(
      vi: "Gói không do khoá được tin ký.", en: "The file is not signed by a trusted key."),
    "handover_import_scores_digest_form": badDigest,
    "transfer_step_of_handover": Phrase(
      vi: "Bước của nơi khác phải có gói bàn giao do nơi ấy ký.",
      en: "A step of another installation rests on what it signed."),
    "transfer_step_handed_over": Phrase(
      vi: "Đã bàn giao bằng tệp có ký: trả lại hay huỷ phải ghi văn bản của nơi nhận.",
      en: "A signed file has left: to return or cancel needs the receiver's document."),
    "imported_score_package_known": Phrase(
      vi: "Không có gói bàn giao ấy.", en: "There is no such handover."),
    "imported_score_whole": Phrase(
      vi: "Điểm nhập về sai dạng.", en: "An imported score is malformed."),
    "imported_score_of_package": Phrase(
      vi: "Điểm chỉ nhập cùng gói bàn giao của nó.",
      en: "Scores are imported with their handover only."),
    "imported_score_append_only": appendOnly,
  ]

  private static let badID = Phrase(vi: "Số gói sai dạng.", en: "The file's number is malformed.")
  private static let badKind = Phrase(
    vi: "Gói là bàn giao hoặc biên nhận.", en: "A file is a handover or a receipt.")
  private static let badDigest = Phrase(
    vi: "Mã kiểm tra của gói hỏng.", en: "The digest of the file is broken.")
  private static let noTransfer = Phrase(
    vi: "Không có lần chuyển ấy.", en: "There is no such transfer.")
  private static let noKey = Phrase(vi: "Không có khoá ấy.", en: "There is no such key.")
  private static let noEvent = Phrase(
    vi: "Thay đổi thiếu dòng nhật ký.", en: "The change has no event on the trail.")
  private static let appendOnly = Phrase(
    vi: "Việc bàn giao chỉ được ghi thêm.", en: "Handovers are only added to.")
}
