import Basics

/// What can go wrong with the catalogue of products, said to people.
package enum ProductError: Problem, Hashable {
  case unknown(Int64)
  case answered(Int64)
  case samePerson(Int64)
  case reasonMissing
  /// A proposal was to be given the code of a product that is in the catalogue.
  case codeInUse(Code, title: String, proposal: Int64)
  case flaw(Product.Flaw)

  package var kind: ProblemKind {
    switch self {
    case .unknown: .notFound
    case .answered, .codeInUse: .conflict
    case .samePerson, .reasonMissing, .flaw: .refused
    }
  }

  package var message: Phrase {
    switch self {
    case .unknown(let number):
      Phrase(vi: "Không có đề xuất số \(number).", en: "There is no proposal \(number).")
    case .answered(let number):
      Phrase(
        vi: "Đề xuất số \(number) đã được trả lời.",
        en: "The proposal \(number) has been answered already.")
    case .samePerson(let number):
      Phrase(
        vi: "Bạn là người đề xuất số \(number); người duyệt phải là người khác.",
        en: "You made the proposal \(number); somebody else has to answer it.")
    case .reasonMissing:
      Phrase(vi: "Từ chối phải nêu lý do.", en: "Rejecting needs a reason.")
    case .codeInUse(let code, let title, _):
      Phrase(
        vi: "Mã “\(code)” đã có trong danh mục: \(title).",
        en: "The code “\(code)” is in the catalogue already: \(title).")
    case .flaw(let flaw):
      Phrase(
        vi: "\(flaw.column) = “\(flaw.value)”: \(flaw.reason.vi).",
        en: "\(flaw.column) = “\(flaw.value)”: \(flaw.reason.en).")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .unknown, .answered:
      Phrase(vi: "Xem hộp thư: cadre product inbox.", en: "See: cadre product inbox.")
    case .reasonMissing: Phrase(vi: "Thêm --reason.", en: "Add --reason.")
    case .codeInUse(let code, _, let number):
      Phrase(
        vi: "Đặt --code khác; nếu là cùng một sản phẩm: cadre product reject \(number) --reason "
          + "\"đã có \(code)\".",
        en: "Give another --code; if it is the same product: cadre product reject \(number) "
          + "--reason \"is \(code)\".")
    case .samePerson, .flaw: nil
    }
  }

  /// What the database's constraints mean, in words.
  package static let sentences: [String: Phrase] = [
    "product_version_positive": Phrase(
      vi: "Phiên bản sản phẩm từ 1.",
      en: "Versions of a product start at 1."),
    "product_title_length": Phrase(
      vi: "Tên sản phẩm từ 1 đến 300 ký tự.",
      en: "The title of a product has 1 to 300 characters."),
    "product_measure_length": Phrase(
      vi: "Đơn vị tính dài quá 100 ký tự.",
      en: "The measure is longer than 100 characters."),
    "product_coefficient_range": Phrase(
      vi: "Hệ số phải lớn hơn 0.",
      en: "A coefficient is above 0."),
    "product_document_length": Phrase(
      vi: "Tên văn bản của sản phẩm dài quá 300 ký tự.",
      en: "The document of a product is longer than 300 characters."),
    "product_event_known": Phrase(
      vi: "Thay đổi danh mục thiếu dòng nhật ký.",
      en: "The change of the catalogue has no event on the trail."),
    "product_append_only": Phrase(
      vi: "Danh mục sản phẩm chỉ được ghi thêm.",
      en: "The catalogue of products is only added to."),
    "product_proposal_unit_known": Phrase(
      vi: "Không có đơn vị đề xuất ấy.",
      en: "There is no such proposing unit."),
    "product_proposal_title_length": Phrase(
      vi: "Tên việc đề xuất từ 1 đến 300 ký tự.",
      en: "The title of a proposal has 1 to 300 characters."),
    "product_proposal_coefficient_range": Phrase(
      vi: "Hệ số đề xuất phải lớn hơn 0.",
      en: "A proposed coefficient is above 0."),
    "product_proposal_outcome_known": Phrase(
      vi: "Đề xuất được duyệt hoặc bị từ chối.",
      en: "A proposal is approved or rejected."),
    "product_proposal_answered_whole": Phrase(
      vi: "Câu trả lời đề xuất phải đủ: ai, khi nào, thế nào.",
      en: "The answer to a proposal is whole: who, when, what."),
    "product_proposal_new_product": Phrase(
      vi: "Đề xuất được duyệt là một sản phẩm mới; mã đã có thì không ghi đè.",
      en: "An approved proposal is a new product; it displaces none that is there."),
    "product_proposal_two_people": Phrase(
      vi: "Người duyệt phải khác người đề xuất.",
      en: "Whoever answers is not who proposed."),
    "product_proposal_product_known": Phrase(
      vi: "Không có sản phẩm ấy trong danh mục.",
      en: "There is no such product in the catalogue."),
    "product_proposal_event_known": Phrase(
      vi: "Đề xuất thiếu dòng nhật ký.",
      en: "The proposal has no event on the trail."),
    "product_proposal_answer_event_known": Phrase(
      vi: "Câu trả lời thiếu dòng nhật ký.",
      en: "The answer has no event on the trail."),
  ]
}
