import Basics
import Drawing
import Dues
import Reports

/// Papers about dues, made of what the ledger says.
enum DuesPrint {
  /// Refuses a file that is no PDF before anything is read.
  static func check(_ path: String) throws {
    guard path.lowercased().hasSuffix(".pdf") else {
      throw PlainProblem(
        .usage,
        Phrase(vi: "“\(path)” không phải tệp .pdf.", en: "“\(path)” is no .pdf file."),
        hint: Phrase(vi: "Đặt tên tệp có đuôi .pdf.", en: "Give the file a name in .pdf."))
    }
  }

  private static func issuer(_ head: DuesHead, on day: Day) -> DuesPaper.Issuer {
    DuesPaper.Issuer(
      above: head.above,
      cell: DuesPaper.Named(name: head.name, code: head.code?.text ?? ""), place: "", day: day)
  }

  static func receipt(_ view: DuesReceiptView, isCopy: Bool) -> DuesReceipt {
    let payment = view.payment
    var receipt = DuesReceipt(
      issuer: issuer(view.head, on: payment.paidOn),
      number: payment.receipt?.description ?? "",
      member: .init(name: view.memberName.reveal(for: .display), code: payment.member.text),
      amount: payment.amount, channel: payment.channel.paper,
      collector: view.collector.reveal(for: .display), made: view.bookedAt)
    if let payer = payment.payer {
      receipt.payer = .init(
        name: view.payerName?.reveal(for: .display) ?? "", code: payer.text)
    } else if !payment.payerName.isEmpty {
      receipt.payer = .init(name: payment.payerName, code: "")
    }
    receipt.settled = view.settled.map { .init($0.month, $0.amount) }
    receipt.voluntary = payment.voluntary
    receipt.credit = max(.zero, view.left)
    receipt.isCopy = isCopy
    receipt.reversal = view.reversal.map { .init(day: $0.day, reason: $0.reason) }
    return receipt
  }

  static func statement(
    of status: DuesStatus, code: DuesStatement.Code?, on day: Day, in language: Language
  ) -> DuesStatement {
    var balance = Money.zero
    var lines = status.months.filter { !$0.isVoid }.map { month in
      balance = balance + month.open
      return DuesStatement.Line(
        month: month.month, charge: month.net, paid: month.paid, balance: balance,
        note: note(month).text(in: language))
    }
    // What is over has settled no month yet, so it stands in the balance alone.
    if let last = lines.indices.last { lines[last].balance = balance - status.credit }
    let first = lines.first?.month ?? day.month
    var statement = DuesStatement(
      issuer: issuer(status.head, on: day),
      member: .init(name: status.name.reveal(for: .display), code: status.member.text),
      months: first...max(first, lines.last?.month ?? day.month), lines: lines,
      made: status.readAt)
    if lines.isEmpty { statement.opening = .zero - status.credit }
    statement.payments = status.payments.filter { !$0.isReversed }.map { payment in
      DuesStatement.Payment(
        day: payment.paidOn, channel: payment.channel.paper,
        reference: payment.receipt?.description ?? payment.reference, amount: payment.amount)
    }
    statement.remarks = remarks(status)
    statement.code = code
    return statement
  }

  private static func note(_ month: ChargedMonth) -> Phrase {
    guard let ground = month.ground else { return Phrase(vi: "", en: "") }
    return month.percent == 100
      ? Phrase(vi: "miễn: \(ground.title.vi)", en: "exempt: \(ground.title.en)")
      : Phrase(
        vi: "giảm \(month.percent) %: \(ground.title.vi)",
        en: "less \(month.percent) %: \(ground.title.en)")
  }

  private static func remarks(_ status: DuesStatus) -> [Phrase] {
    var remarks: [Phrase] = []
    let voluntary = status.payments.filter { !$0.isReversed }.reduce(Money.zero) {
      $0 + $1.voluntary
    }
    if voluntary > .zero {
      remarks.append(
        Phrase(
          vi: "Trong các lần nộp có \(voluntary.text(in: .vietnamese)) tự nguyện nộp thêm.",
          en: "Of the payments \(voluntary.text(in: .english)) was given voluntarily."))
    }
    for refund in status.refunds where !refund.isReversed {
      remarks.append(
        Phrase(
          vi: "Đã hoàn trả \(refund.amount.text(in: .vietnamese)) ngày \(refund.bookedOn).",
          en: "\(refund.amount.text(in: .english)) was paid back on \(refund.bookedOn)."))
    }
    let rules = status.months.map(\.rule).reduce(into: [String]()) { all, rule in
      if !all.contains(rule) { all.append(rule) }
    }
    if !rules.isEmpty {
      let names = rules.joined(separator: ", ")
      remarks.append(Phrase(vi: "Tính theo: \(names).", en: "Worked out by: \(names)."))
    }
    return remarks
  }
}

extension Payment.Channel {
  fileprivate var paper: DuesPaper.Channel {
    switch self {
    case .cash: .cash
    case .bank: .bank
    case .portal: .portal
    }
  }
}
