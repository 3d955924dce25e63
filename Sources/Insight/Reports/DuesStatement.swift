import Basics
import Drawing

/// A member's statement of account (sao kê đảng phí), as it is printed.
package struct DuesStatement: Sendable, Hashable {
  /// What a month asked for, and what was paid for it.
  package struct Line: Sendable, Hashable {
    package var month: Month
    package var charge: Money
    package var paid: Money
    /// What is owed after the month; below zero: credit.
    package var balance: Money
    /// Such as the ground of a reduction; empty for none.
    package var note: String

    package init(month: Month, charge: Money, paid: Money, balance: Money, note: String = "") {
      self.month = month
      self.charge = charge
      self.paid = paid
      self.balance = balance
      self.note = note
    }
  }

  /// Money that came in.
  package struct Payment: Sendable, Hashable {
    package var day: Day
    package var channel: DuesPaper.Channel
    /// The number of the receipt, or the reference of a transfer.
    package var reference: String
    package var amount: Money

    package init(day: Day, channel: DuesPaper.Channel, reference: String, amount: Money) {
      self.day = day
      self.channel = channel
      self.reference = reference
      self.amount = amount
    }
  }

  /// A code to pay what is owed by.
  package struct Code: Sendable, Hashable {
    package var code: QRCode
    package var caption: Phrase

    package init(_ code: QRCode, caption: Phrase) {
      self.code = code
      self.caption = caption
    }
  }

  package var issuer: DuesPaper.Issuer
  package var member: DuesPaper.Named
  package var months: ClosedRange<Month>
  /// What was owed before the first month; below zero: credit.
  package var opening = Money.zero
  package var lines: [Line]
  package var payments: [Payment] = []
  /// What else a reader has to know, such as that the current month is not over.
  package var remarks: [Phrase] = []
  package var code: Code?
  /// The moment of making, which the file says of itself.
  package var made: Instant

  package init(
    issuer: DuesPaper.Issuer, member: DuesPaper.Named, months: ClosedRange<Month>, lines: [Line],
    made: Instant
  ) {
    self.issuer = issuer
    self.member = member
    self.months = months
    self.lines = lines
    self.made = made
  }

  /// What is owed at the end; below zero: credit.
  package var closing: Money { lines.last?.balance ?? opening }

  /// The statement as it is printed.
  package func document(in language: Language) -> Document {
    var parts: [Document.Part] = [
      .fields([
        Document.Field(
          Phrase(vi: "Đảng viên", en: "Member").text(in: language), member.text, bold: true),
        Document.Field(Phrase(vi: "Chi bộ", en: "Cell").text(in: language), issuer.cell.text),
      ]),
      .table(table(in: language)), .paragraph(conclusion.text(in: language)),
    ]
    if !payments.isEmpty { parts.append(.table(paymentTable(in: language))) }
    if let code {
      parts.append(.code(code.code, width: 120, caption: code.caption.text(in: language)))
    }
    if !remarks.isEmpty { parts.append(.notes(remarks.map { $0.text(in: language) })) }
    parts.append(
      .blocks([
        DuesPaper.signing(Phrase(vi: "NGƯỜI LẬP", en: "PREPARED BY"), room: 3, in: language),
        DuesPaper.signing(
          Phrase(vi: "T/M CHI BỘ", en: "ON BEHALF OF THE CELL"), room: 3, in: language),
      ]))
    let source = Phrase(
      vi: "Sao kê đảng phí · \(issuer.cell.code) · \(member.code)",
      en: "Statement of dues · \(issuer.cell.code) · \(member.code)")
    return Document(
      title: Phrase(vi: "SAO KÊ ĐẢNG PHÍ", en: "STATEMENT OF PARTY DUES").text(in: language),
      subtitle: period.text(in: language),
      head: DuesPaper.head(of: issuer, number: nil, in: language), parts: parts,
      footer: source.text(in: language), made: made
    ) { page, pages in
      Phrase(vi: "Trang \(page)/\(pages)", en: "Page \(page)/\(pages)").text(in: language)
    }
  }

  /// Writes the statement as PDF; the file appears under its name only when it is whole.
  ///
  /// - Parameters:
  ///   - path: the file, which is replaced where there is one.
  ///   - language: of all that people read.
  /// - Returns: how many pages it has.
  /// - Throws: what stands in the way of the file.
  @discardableResult
  package func write(to path: String, in language: Language) throws -> Int {
    try document(in: language).writePDF(to: path)
  }

  private var period: Phrase {
    let (from, to) = (Words.month(months.lowerBound), Words.month(months.upperBound))
    return from == to
      ? Phrase(vi: "Tháng \(from)", en: "Month \(from)")
      : Phrase(vi: "Từ tháng \(from) đến tháng \(to)", en: "From \(from) to \(to)")
  }

  private func table(in language: Language) -> PrintedTable {
    func say(_ vi: String, _ en: String) -> String { Phrase(vi: vi, en: en).text(in: language) }
    let hasNotes = lines.contains { !$0.note.isEmpty }
    let columns = [
      PrintedTable.Column(say("Tháng", "Month")),
      PrintedTable.Column(say("Phải nộp", "Charged"), .right),
      PrintedTable.Column(say("Đã nộp", "Paid"), .right),
      PrintedTable.Column(say("Còn phải nộp", "Balance"), .right),
    ]
    let notes = hasNotes ? [PrintedTable.Column(say("Ghi chú", "Note"))] : []
    let before =
      opening == .zero
      ? [] : [[say("Chuyển sang", "Brought forward"), "", "", opening.text(in: language)]]
    let rows = lines.map { line in
      [Words.month(line.month)]
        + [line.charge, line.paid, line.balance].map { $0.text(in: language) }
        + (hasNotes ? [line.note] : [])
    }
    let sums = [lines.map(\.charge), lines.map(\.paid)].map { $0.reduce(.zero, +) } + [closing]
    return PrintedTable(
      columns: columns + notes, rows: before + rows,
      total: [say("Cộng", "Total")] + sums.map { $0.text(in: language) },
      none: say("Không có tháng nào phải nộp", "No month was charged"))
  }

  private func paymentTable(in language: Language) -> PrintedTable {
    func say(_ vi: String, _ en: String) -> String { Phrase(vi: vi, en: en).text(in: language) }
    return PrintedTable(
      caption: say("Các lần nộp", "Payments"),
      columns: [
        PrintedTable.Column(say("Ngày", "Day")), PrintedTable.Column(say("Hình thức", "Channel")),
        PrintedTable.Column(say("Biên lai, mã giao dịch", "Receipt, reference")),
        PrintedTable.Column(say("Số tiền", "Amount"), .right),
      ],
      rows: payments.map { payment in
        [
          Words.day(payment.day), payment.channel.phrase.text(in: language), payment.reference,
          payment.amount.text(in: language),
        ]
      },
      total: [
        say("Cộng", "Total"), "", "",
        payments.map(\.amount).reduce(.zero, +).text(in: language),
      ])
  }

  private var conclusion: Phrase {
    let (owed, credit) = (closing, Money.zero - closing)
    if owed > .zero {
      return Phrase(
        vi: "Còn phải nộp: \(owed.text(in: .vietnamese)) (\(DuesPaper.words(owed))).",
        en: "Still to be paid: \(owed.text(in: .english)).")
    }
    return owed == .zero
      ? Phrase(vi: "Đã nộp đủ.", en: "All is paid.")
      : Phrase(
        vi: "Đã nộp dư: \(credit.text(in: .vietnamese)), trừ vào các tháng sau.",
        en: "Credit for months to come: \(credit.text(in: .english)).")
  }
}
