import Basics

/// What can go wrong with dues, said to people.
package enum DuesError: Problem, Hashable {
  case amountOutOfRange(Money)
  case voluntaryTooLarge(Money, of: Money)
  case paidInFuture(Day)
  case twoPayers
  case referenceLength
  case referenceMissing(Payment.Channel)
  case referenceTaken(Payment.Channel, String, member: Code, amount: Money)
  case refundTaken(String, member: Code, amount: Money)
  case noCell(Code)
  case unknownPayment(Int64)
  case unknownRefund(Int64)
  case alreadyReversed(Int64)
  case notEnoughCredit(Code, wanted: Money, has: Money)
  case reasonMissing
  case documentMissing
  case unknownWaiver(Int64)
  case waiverWithdrawn(Int64)
  case alreadyExcused(Code, Month)
  case noReceipt(Int64)
  case unknownLine(String)
  case lineAnswered(String)
  case noBankAccount(Code)
  case nothingToRefund(Code)

  package var kind: ProblemKind {
    switch self {
    case .unknownPayment, .unknownRefund, .unknownWaiver, .unknownLine, .noReceipt,
      .noBankAccount:
      .notFound
    case .referenceTaken, .refundTaken, .alreadyReversed, .waiverWithdrawn, .lineAnswered,
      .alreadyExcused:
      .conflict
    case .twoPayers, .referenceMissing, .referenceLength: .usage
    default: .refused
    }
  }
}

extension DuesError {
  package var message: Phrase {
    switch self {
    case .amountOutOfRange(let amount):
      Phrase(
        vi: "Số tiền \(amount.dong) không hợp lệ: từ 1 đến 999999999999 đồng.",
        en: "The amount \(amount.dong) is out of range: 1 to 999999999999 đồng.")
    case .voluntaryTooLarge(let part, let amount):
      Phrase(
        vi: "Phần tự nguyện \(part.dong) không nằm trong số tiền nộp \(amount.dong).",
        en: "The voluntary part \(part.dong) does not lie within the payment \(amount.dong).")
    case .paidInFuture(let day):
      Phrase(
        vi: "Ngày nộp \(day) nằm sau hôm nay.", en: "The day of payment \(day) is in the future.")
    case .twoPayers:
      Phrase(
        vi: "Người nộp là một đảng viên (--paid-by) hoặc một tên (--payer), không phải cả hai.",
        en: "The payer is a member (--paid-by) or a name (--payer), not both.")
    case .referenceLength:
      Phrase(
        vi: "Số tham chiếu từ 1 đến 100 ký tự.", en: "A reference has 1 to 100 characters.")
    case .referenceMissing(let channel):
      Phrase(
        vi: "Nộp qua \(channel.title.vi) phải có số tham chiếu.",
        en: "A payment by \(channel.title.en) needs its reference.")
    case .referenceTaken(let channel, let reference, let member, let amount):
      Phrase(
        vi: """
          Số tham chiếu “\(reference)” (\(channel.title.vi)) đã ghi cho \(member) với số tiền \
          \(amount.dong) đồng.
          """,
        en: """
          The reference “\(reference)” (\(channel.title.en)) is booked for \(member) with \
          \(amount.dong) đồng.
          """)
    case .refundTaken(let reference, let member, let amount):
      Phrase(
        vi: "Số tham chiếu hoàn trả “\(reference)” đã ghi cho \(member): \(amount.dong) đồng.",
        en: "The refund “\(reference)” is booked for \(member): \(amount.dong) đồng.")
    case .noCell(let code):
      Phrase(
        vi: "“\(code)” không thuộc chi bộ nào và chưa từng phải nộp đảng phí.",
        en: "“\(code)” stands in no cell and was never charged.")
    case .nothingToRefund(let code):
      Phrase(vi: "“\(code)” không có số dư có.", en: "“\(code)” has no credit.")
    default: laterMessage
    }
  }

  private var laterMessage: Phrase {
    switch self {
    case .unknownPayment(let number):
      Phrase(vi: "Không có khoản nộp số \(number).", en: "There is no payment \(number).")
    case .unknownRefund(let number):
      Phrase(vi: "Không có khoản hoàn trả số \(number).", en: "There is no refund \(number).")
    case .alreadyReversed(let number):
      Phrase(
        vi: "Khoản số \(number) đã được đảo lại.", en: "Number \(number) was reversed already.")
    case .notEnoughCredit(let code, let wanted, let has):
      Phrase(
        vi: "“\(code)” có số dư \(has.dong) đồng, ít hơn \(wanted.dong) đồng.",
        en: "“\(code)” has a credit of \(has.dong) đồng, less than \(wanted.dong) đồng.")
    case .reasonMissing: Phrase(vi: "Việc này phải nêu lý do.", en: "This needs a reason.")
    case .documentMissing:
      Phrase(vi: "Miễn, giảm phải nêu quyết định.", en: "A waiver needs its decision.")
    case .unknownWaiver(let number):
      Phrase(
        vi: "Không có quyết định miễn, giảm số \(number).", en: "There is no waiver \(number).")
    case .waiverWithdrawn(let number):
      Phrase(
        vi: "Quyết định miễn, giảm số \(number) đã được rút.",
        en: "The waiver \(number) was withdrawn already.")
    case .alreadyExcused(let code, let month):
      Phrase(
        vi: "Tháng \(month) của “\(code)” đã có lý do chưa nộp.",
        en: "\(month) of “\(code)” has its reason already.")
    case .noReceipt(let number):
      Phrase(
        vi: "Khoản nộp số \(number) không phải tiền mặt nên không có biên lai.",
        en: "The payment \(number) was not in cash and has no receipt.")
    case .unknownLine(let reference):
      Phrase(
        vi: "Không có dòng sao kê “\(reference)”.",
        en: "There is no statement line “\(reference)”.")
    case .lineAnswered(let reference):
      Phrase(
        vi: "Dòng sao kê “\(reference)” đã được xử lý.",
        en: "The statement line “\(reference)” was answered already.")
    case .noBankAccount(let code):
      Phrase(
        vi: "“\(code)” và các đơn vị trên nó chưa có tài khoản ngân hàng thu đảng phí.",
        en: "“\(code)” and the units above it have no bank account for dues.")
    default: Phrase(vi: "Không thực hiện được.", en: "It cannot be done.")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .referenceMissing: Phrase(vi: "Thêm --reference SỐ.", en: "Add --reference NUMBER.")
    case .referenceTaken:
      Phrase(
        vi: "Xem: cadre dues status MÃ. Nếu là khoản khác, ghi số tham chiếu khác.",
        en: "See: cadre dues status CODE. For another payment use another reference.")
    case .noCell:
      Phrase(
        vi: "Ghi chi bộ cho hồ sơ: cadre member edit MÃ --set cell_code=CHI_BỘ.",
        en: "Put the member into a cell: cadre member edit CODE --set cell_code=CELL.")
    case .unknownPayment, .unknownRefund, .alreadyReversed, .notEnoughCredit, .unknownWaiver,
      .nothingToRefund, .noReceipt:
      Phrase(vi: "Xem: cadre dues status MÃ.", en: "See: cadre dues status CODE.")
    case .reasonMissing: Phrase(vi: "Thêm --reason.", en: "Add --reason.")
    case .documentMissing: Phrase(vi: "Thêm --document.", en: "Add --document.")
    case .unknownLine, .lineAnswered:
      Phrase(
        vi: "Xem các dòng đang chờ: cadre dues inbox.", en: "See what waits: cadre dues inbox.")
    case .noBankAccount:
      Phrase(
        vi: "Ghi tài khoản: cadre dues bank-account ĐƠN_VỊ --bin MÃ --account SỐ.",
        en: "Record one: cadre dues bank-account UNIT --bin BIN --account NUMBER.")
    default: nil
    }
  }
}
