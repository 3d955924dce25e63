import ArgumentParser
import Basics
import Dues

extension DuesCommands {
  package struct Pay: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ghi một khoản nộp: trả tháng nợ cũ nhất trước, phần dư để lại.",
        en: "Books a payment: the oldest open month first, the rest stays as credit."),
      discussion: words(
        vi: """
          Gõ hai lần vẫn chỉ ghi một lần: theo --reference, còn tiền mặt không có số tham chiếu
          thì theo người, ngày và số tiền. Tiền mặt có biên lai.
          Ví dụ: cadre dues pay M12 --amount 123457
                 cadre dues pay M12 --amount 500000 --channel bank --reference FT26325
                 cadre dues pay M12 --amount 200000 --voluntary 50000 --paid-by M20
          """,
        en: """
          Typed twice it is booked once: by --reference, and cash without one by member, day and
          sum. Cash gets a receipt.
          Example: cadre dues pay M12 --amount 123457
                   cadre dues pay M12 --amount 500000 --channel bank --reference FT26325
                   cadre dues pay M12 --amount 200000 --voluntary 50000 --paid-by M20
          """))
    @Argument(help: help(vi: "Mã người được nộp.", en: "For whom it is paid.")) var code: String
    @Option(help: help(vi: "Số tiền, đồng.", en: "The sum, in đồng.")) var amount: String
    @Option(
      help: help(vi: "Hình thức: cash, bank, portal.", en: "How it came: cash, bank, portal."))
    var channel = Payment.Channel.cash
    @Option(
      help: help(
        vi: "Số tham chiếu của ngân hàng, của cổng, hoặc số phiếu thu.",
        en: "The reference of the bank or the portal, or the number of a slip."))
    var reference: String?
    @Option(
      help: help(
        vi: "Phần tự nguyện trong số tiền, ngoài mức phải đóng.",
        en: "The part of it that is given beyond what is owed."))
    var voluntary = "0"
    @Option(help: help(vi: "Mã đảng viên nộp thay.", en: "The member who paid instead."))
    var paidBy: String?
    @Option(help: help(vi: "Tên người nộp thay.", en: "The name of somebody else who paid."))
    var payer = ""
    @Option(help: help(vi: "Ngày nộp (mặc định hôm nay).", en: "The day (default today)."))
    var on: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (member, sum) = (try Console.code(code), try money("--amount", amount))
      let (part, other) = (try money("--voluntary", voluntary), try paidBy.map(Console.code))
      let outside = try reference.map { try clean("--reference", $0, limit: 100) }
      let (name, basis) = (try clean("--payer", payer), try why.basis())
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      let draft = try PaymentDraft(
        member: member, channel: channel, reference: outside, amount: sum, voluntary: part,
        payer: other, payerName: name, paidOn: try day(on, or: office.today), today: office.today)
      let answer = try await office.dues(by: rules).pay(
        draft, today: office.today, by: office.actor, basis: basis)
      try PaymentScreen(answer: answer, terminal: desk.terminal).say(as: format.format)
    }
  }

  package struct Reverse: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đảo một khoản ghi nhầm; các tháng mới nhất đã trả thì mở lại.",
        en: "Takes back what was booked by mistake; the newest months open again."),
      discussion: words(
        vi: """
          Khoản cũ vẫn còn trong sổ, có dấu đã đảo; biên lai không còn giá trị.
          Ví dụ: cadre dues reverse 12 --reason "ghi nhầm người"
                 cadre dues reverse 3 --refund --reason "không chuyển được"
          """,
        en: """
          The payment stays in the book, marked as reversed; its receipt is no longer valid.
          Example: cadre dues reverse 12 --reason "booked for the wrong person"
                   cadre dues reverse 3 --refund --reason "could not be transferred"
          """))
    @Argument(
      help: help(vi: "Số khoản nộp (xem dues status).", en: "The payment's number (dues status)."))
    var number: Int64
    @Flag(help: help(vi: "Số ấy là khoản hoàn trả.", en: "The number is that of a refund."))
    var refund = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (rules, basis) = (try desk.duesRules, try why.basis())
      let office = try await desk.open(actingAs.account)
      let dues = office.dues(by: rules)
      if refund {
        try await dues.reverse(
          refund: number, today: office.today, by: office.actor, basis: basis)
        return desk.terminal.line(
          vi: "Đã đảo khoản hoàn trả số \(number).", en: "Reversed the refund \(number).")
      }
      let answer = try await dues.reverse(
        payment: number, today: office.today, by: office.actor, basis: basis)
      let (payment, sum) = (answer.payment, answer.payment.amount)
      desk.terminal.line(
        vi: "Đã đảo khoản nộp số \(number) của \(payment.member): "
          + "\(sum.text(in: .vietnamese)).",
        en: "Reversed the payment \(number) of \(payment.member): \(sum.text(in: .english)).")
      PaymentScreen(answer: answer, terminal: desk.terminal).standing()
    }
  }

  package struct RefundCredit: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "refund",
      abstract: words(vi: "Hoàn trả số dư của một người.", en: "Pays somebody's credit back."),
      discussion: words(
        vi: """
          Ví dụ: cadre dues refund M12 --reason "chuyển đi nơi khác"
                 cadre dues refund M12 --amount 50000 --reason "nộp thừa"
          """,
        en: """
          Example: cadre dues refund M12 --reason "moved away"
                   cadre dues refund M12 --amount 50000 --reason "too much"
          """))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Option(help: help(vi: "Số tiền (mặc định cả số dư).", en: "The sum (default all of it)."))
    var amount: String?
    @Option(
      help: help(vi: "Số phiếu chi, số giao dịch.", en: "The number of the slip or transfer."))
    var reference: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (member, sum) = (try Console.code(code), try amount.map { try money("--amount", $0) })
      let outside = try reference.map { try clean("--reference", $0, limit: 100) }
      let (rules, basis) = (try desk.duesRules, try why.basis())
      let office = try await desk.open(actingAs.account)
      let refund = try await office.dues(by: rules).refund(
        member, amount: sum, reference: outside, today: office.today, by: office.actor,
        basis: basis)
      let (paid, left) = (refund.amount, refund.credit)
      if refund.wasBooked {
        desk.terminal.line(
          vi: "Khoản hoàn trả này đã ghi từ trước (số \(refund.number)); không ghi thêm.",
          en: "This refund was booked before (number \(refund.number)); nothing was added.")
      } else {
        desk.terminal.line(
          vi: "Đã ghi hoàn trả số \(refund.number) cho \(member): "
            + "\(paid.text(in: .vietnamese)).",
          en: "Booked the refund \(refund.number) to \(member): \(paid.text(in: .english)).")
      }
      desk.terminal.line(
        vi: "Số dư còn \(left.text(in: .vietnamese)).",
        en: "Credit left: \(left.text(in: .english)).")
    }
  }
}

/// What a payment came to.
struct PaymentScreen {
  let answer: PaymentAnswer
  let terminal: Terminal

  func say(as format: RowFormat) throws {
    guard format == .table else { return try listing.print(as: format, to: terminal) }
    let payment = answer.payment
    let sum = payment.amount
    let receipt = payment.receipt.map {
      Phrase(
        vi: ", biên lai \($0) của \(payment.unit)", en: ", receipt \($0) of \(payment.unit)")
    }
    if answer.wasBooked {
      terminal.line(
        vi: "Khoản này đã ghi từ trước (số \(payment.number), ngày \(payment.paidOn)"
          + "\(receipt?.vi ?? "")); không ghi thêm.",
        en: "This payment was booked before (number \(payment.number), of \(payment.paidOn)"
          + "\(receipt?.en ?? "")); nothing was added.")
      if payment.isReversed {
        terminal.line(vi: "! Khoản ấy đã bị đảo.", en: "! It has been reversed since.")
      }
    } else {
      terminal.line(
        vi: "Đã ghi khoản nộp số \(payment.number) của \(payment.member): "
          + "\(sum.text(in: .vietnamese)), \(payment.channel.title.vi)\(receipt?.vi ?? "").",
        en: "Booked the payment \(payment.number) of \(payment.member): "
          + "\(sum.text(in: .english)), \(payment.channel.title.en)\(receipt?.en ?? "").")
    }
    for part in answer.settled {
      terminal.line(
        vi: "  tháng \(part.month): \(part.amount.text(in: .vietnamese))",
        en: "  \(part.month): \(part.amount.text(in: .english))")
    }
    if payment.voluntary > .zero {
      terminal.line(
        vi: "  tự nguyện: \(payment.voluntary.text(in: .vietnamese))",
        en: "  voluntary: \(payment.voluntary.text(in: .english))")
    }
    standing()
  }

  /// What the member owes and has over now.
  func standing() {
    let (open, credit) = (answer.open, answer.credit)
    terminal.line(
      vi: open > .zero
        ? "Còn phải nộp \(open.text(in: .vietnamese))."
        : "Đã nộp đủ các tháng đã tính; số dư \(credit.text(in: .vietnamese)).",
      en: open > .zero
        ? "Still to pay: \(open.text(in: .english))."
        : "All months assessed are paid; credit \(credit.text(in: .english)).")
  }

  private var listing: Listing {
    var listing = Listing([
      .init("payment", vi: "Khoản nộp", en: "Payment", isNumber: true),
      .init("member_code", vi: "Mã", en: "Code"), .init("unit", vi: "Nơi thu", en: "Unit"),
      .init("channel", vi: "Hình thức", en: "Channel"),
      .init("reference", vi: "Tham chiếu", en: "Reference"),
      .init("amount", vi: "Số tiền", en: "Amount", isNumber: true),
      .init("voluntary", vi: "Tự nguyện", en: "Voluntary", isNumber: true),
      .init("paid_on", vi: "Ngày nộp", en: "Paid on"),
      .init("receipt", vi: "Biên lai", en: "Receipt"),
      .init("booked_before", vi: "Đã ghi từ trước", en: "Booked before"),
      .init("settled", vi: "Trả cho", en: "Settled"),
      .init("credit", vi: "Số dư", en: "Credit", isNumber: true),
      .init("open", vi: "Còn phải nộp", en: "Open", isNumber: true),
    ])
    let payment = answer.payment
    listing.add(
      "\(payment.number)", payment.member.text, payment.unit.text, payment.channel.rawValue,
      payment.reference, "\(payment.amount)", "\(payment.voluntary)", "\(payment.paidOn)",
      payment.receipt?.description ?? "", "\(answer.wasBooked)",
      answer.settled.map { "\($0.month)=\($0.amount)" }.joined(separator: ";"),
      "\(answer.credit)", "\(answer.open)")
    return listing
  }
}
