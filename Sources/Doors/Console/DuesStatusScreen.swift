import Basics
import Dues

/// One member's dues on one screen.
struct DuesStatusScreen {
  let status: DuesStatus
  let today: Day
  let terminal: Terminal

  func say(explaining explained: [ChargedMonth], by rules: DuesRules) throws {
    let cell = [status.head.code?.text ?? "", status.head.name].filter { !$0.isEmpty }
    terminal.heading("\(status.member)  \(status.name.reveal(for: .display))")
    if !cell.isEmpty { terminal.line("  " + cell.joined(separator: "  ")) }
    let (open, credit) = (status.open, status.credit)
    terminal.line(
      vi: open > .zero
        ? "  Còn phải nộp: \(open.text(in: .vietnamese))" : "  Không còn nợ tháng nào đã tính.",
      en: open > .zero
        ? "  To pay: \(open.text(in: .english))" : "  No month that was assessed is open.")
    if credit > .zero {
      terminal.line(
        vi: "  Số dư: \(credit.text(in: .vietnamese)), trừ vào tháng sau",
        en: "  Credit: \(credit.text(in: .english)), for months to come")
    }
    guard !status.months.isEmpty else {
      return terminal.line(
        vi: "  Chưa tháng nào được tính: cadre dues assess --period "
          + "\(today.month) --member \(status.member)",
        en: "  No month was assessed yet: cadre dues assess --period "
          + "\(today.month) --member \(status.member)")
    }
    terminal.line()
    try months(as: .table).print(as: .table, to: terminal)
    why(explained, by: rules)
    try payments()
    waivers()
  }

  /// The months as rows.
  func months(as format: RowFormat) -> Listing {
    var listing = Listing([
      .init("period", vi: "Tháng", en: "Month"), .init("cell_code", vi: "Chi bộ", en: "Cell"),
      .init("category", vi: "Đối tượng", en: "Category"),
      .init("base", vi: "Căn cứ", en: "Base", isNumber: true),
      .init("rate", vi: "Mức", en: "Rate", isNumber: true),
      .init("amount", vi: "Thành tiền", en: "Amount", isNumber: true),
      .init("reduction", vi: "Giảm", en: "Reduction", isNumber: true),
      .init("net", vi: "Phải đóng", en: "To pay", isNumber: true),
      .init("paid", vi: "Đã nộp", en: "Paid", isNumber: true),
      .init("open", vi: "Còn lại", en: "Open", isNumber: true),
      .init("ground", vi: "Miễn, giảm", en: "Waived"), .init("rule", vi: "Quy định", en: "Rule"),
      .init("note", vi: "Ghi chú", en: "Note"),
    ])
    func sum(_ money: Money?) -> String {
      money?.shown(as: format, in: terminal.language) ?? ""
    }
    for month in status.months {
      let category = month.category.map {
        format == .table ? terminal.say($0.title) : $0.rawValue
      }
      listing.add([
        "\(month.month)", month.cell.text, category ?? "", sum(month.base),
        month.rate?.reduced.description ?? "", sum(month.amount), sum(month.reduction),
        sum(month.net), sum(month.paid), sum(month.open),
        DuesWords.relief(month.ground, month.percent, as: format, terminal), month.rule,
        note(month),
      ])
    }
    return listing
  }

  private func note(_ month: ChargedMonth) -> String {
    var notes: [Phrase] = []
    if month.isVoid { notes.append(Phrase(vi: "không phải đóng", en: "nothing due")) }
    if month.isUnpaid(on: today) { notes.append(Phrase(vi: "quá hạn", en: "overdue")) }
    if month.revision > 1 {
      notes.append(Phrase(vi: "sửa lần \(month.revision - 1)", en: "adjusted"))
    }
    if let excuse = month.excuse {
      notes.append(Phrase(vi: "lý do: \(excuse)", en: "excused: \(excuse)"))
    }
    return notes.map(terminal.say).joined(separator: "; ")
  }

  private func why(_ explained: [ChargedMonth], by rules: DuesRules) {
    for month in explained {
      guard let rule = try? rules.rule(for: month.month) else { continue }
      let steps = status.working(of: month, by: rule)
      guard !steps.isEmpty else { continue }
      terminal.line()
      terminal.heading(terminal.say(vi: "Vì sao", en: "Why"))
      for step in steps { terminal.line("  " + terminal.say(step)) }
    }
  }

  private func payments() throws {
    guard !status.payments.isEmpty || !status.refunds.isEmpty else { return }
    terminal.line()
    var listing = Listing([
      .init("number", vi: "Số", en: "Number", isNumber: true),
      .init("day", vi: "Ngày", en: "Day"), .init("what", vi: "Khoản", en: "What"),
      .init("amount", vi: "Số tiền", en: "Amount", isNumber: true),
      .init("voluntary", vi: "Tự nguyện", en: "Voluntary", isNumber: true),
      .init("receipt", vi: "Biên lai", en: "Receipt"),
      .init("reference", vi: "Tham chiếu", en: "Reference"),
      .init("payer", vi: "Người nộp thay", en: "Paid by"), .init("note", vi: "Ghi chú", en: "Note"),
    ])
    let gone = terminal.say(vi: "đã đảo", en: "reversed")
    for payment in status.payments {
      listing.add(
        "\(payment.number)", "\(payment.paidOn)", terminal.say(payment.channel.title),
        payment.amount.text(in: terminal.language),
        payment.voluntary > .zero ? payment.voluntary.text(in: terminal.language) : "",
        payment.receipt?.description ?? "", payment.reference,
        payment.payer?.text ?? payment.payerName, payment.isReversed ? gone : "")
    }
    for refund in status.refunds {
      listing.add(
        "\(refund.number)", "\(refund.bookedOn)", terminal.say(vi: "hoàn trả", en: "refund"),
        (Money.zero - refund.amount).text(in: terminal.language), "", "", refund.reference, "",
        refund.isReversed ? gone : "")
    }
    try listing.print(as: .table, to: terminal)
  }

  private func waivers() {
    guard !status.waivers.isEmpty else { return }
    terminal.line()
    terminal.heading(terminal.say(vi: "Miễn, giảm", en: "Waivers"))
    for waiver in status.waivers {
      let gone = waiver.isWithdrawn ? terminal.say(vi: " (đã rút)", en: " (withdrawn)") : ""
      let until = waiver.until.map { "\($0)" } ?? "…"
      let what = DuesWords.relief(waiver.ground, waiver.percent, as: .table, terminal)
      terminal.line(
        "  #\(waiver.number)  \(waiver.from) – \(until)  \(what)  \(waiver.document)\(gone)")
    }
  }
}
