import Basics
import Drawing
import Tabular

/// A receipt for dues (biên lai thu đảng phí), as it is printed on half of an A4.
package struct DuesReceipt: Sendable, Hashable {
  /// What was paid for a month.
  package struct Settled: Sendable, Hashable {
    package var month: Month
    package var amount: Money

    package init(_ month: Month, _ amount: Money) {
      self.month = month
      self.amount = amount
    }
  }

  /// That the payment was taken back.
  package struct Reversal: Sendable, Hashable {
    package var day: Day
    package var reason: String

    package init(day: Day, reason: String) {
      self.day = day
      self.reason = reason
    }
  }

  package var issuer: DuesPaper.Issuer
  /// The number in the cell and its year, such as `12/2026`.
  package var number: String
  /// For whom it was paid.
  package var member: DuesPaper.Named
  /// Who paid, where it was somebody else.
  package var payer: DuesPaper.Named?
  package var amount: Money
  /// The months that it settled, wholly or in part, the oldest first.
  package var settled: [Settled] = []
  /// What was given beyond the dues, of free will.
  package var voluntary = Money.zero
  /// What is left for months to come.
  package var credit = Money.zero
  package var channel: DuesPaper.Channel
  /// The reference of a transfer; empty for cash.
  package var reference = ""
  /// The name of who took the money.
  package var collector: String
  /// Whether it was printed before.
  package var isCopy = false
  package var reversal: Reversal?
  /// The moment of making, which the file says of itself.
  package var made: Instant

  package init(
    issuer: DuesPaper.Issuer, number: String, member: DuesPaper.Named, amount: Money,
    channel: DuesPaper.Channel, collector: String, made: Instant
  ) {
    self.issuer = issuer
    self.number = number
    self.member = member
    self.amount = amount
    self.channel = channel
    self.collector = collector
    self.made = made
  }

  /// The receipt as it is printed; the amount in words is Vietnamese in either language.
  package func document(in language: Language) -> Document {
    let payerName = (payer ?? member).name
    let parts: [Document.Part] = [
      .fields(fields.map { $0(language) }),
      .blocks([
        DuesPaper.signing(
          Phrase(vi: "NGƯỜI NỘP TIỀN", en: "PAID BY"), name: payerName, in: language),
        DuesPaper.signing(
          Phrase(vi: "NGƯỜI THU TIỀN", en: "RECEIVED BY"), name: collector, in: language),
      ]),
    ]
    let number = Phrase(vi: "Số: \(number)", en: "No. \(number)")
    let source = Phrase(
      vi: "Biên lai \(self.number) · \(issuer.cell.code) · \(member.code)",
      en: "Receipt \(self.number) · \(issuer.cell.code) · \(member.code)")
    return Document(
      title: Phrase(vi: "BIÊN LAI THU ĐẢNG PHÍ", en: "RECEIPT FOR PARTY DUES").text(in: language),
      subtitle: marks.map { $0.text(in: language) }.joined(separator: " – "), paper: .slip,
      head: DuesPaper.head(of: issuer, number: number, in: language), parts: parts,
      footer: source.text(in: language), made: made
    ) { page, pages in
      // One page needs no number.
      pages == 1
        ? "" : Phrase(vi: "Trang \(page)/\(pages)", en: "Page \(page)/\(pages)").text(in: language)
    }
  }

  /// What must not be overlooked: that it is a copy, or no longer good.
  private var marks: [Phrase] {
    let copy = isCopy ? [Phrase(vi: "BẢN SAO", en: "COPY")] : []
    guard let reversal else { return copy }
    let day = Words.day(reversal.day)
    let reason = reversal.reason.isEmpty ? "" : " (\(reversal.reason))"
    return copy + [
      Phrase(
        vi: "ĐÃ HỦY ngày \(day)\(reason), không còn giá trị",
        en: "REVERSED on \(day)\(reason), no longer valid")
    ]
  }

  private var fields: [(Language) -> Document.Field] {
    func field(
      vi: String, en: String, bold: Bool = false, _ value: @escaping (Language) -> String
    ) -> (Language) -> Document.Field {
      { Document.Field(Phrase(vi: vi, en: en).text(in: $0), value($0), bold: bold) }
    }
    var fields = [
      field(vi: "Đảng viên", en: "Member", bold: true) { _ in member.text },
      field(vi: "Chi bộ", en: "Cell") { _ in issuer.cell.text },
    ]
    if let payer, payer != member {
      fields.append(field(vi: "Người nộp thay", en: "Paid on behalf by") { _ in payer.text })
    }
    fields += [
      field(vi: "Số tiền", en: "Amount", bold: true) { amount.text(in: $0) },
      field(vi: "Bằng chữ", en: "In words") { _ in DuesPaper.words(amount) },
      field(vi: "Nộp cho", en: "Paid for") { months(in: $0) },
    ]
    if voluntary > .zero {
      fields.append(
        field(vi: "Tự nguyện nộp thêm", en: "Given voluntarily") { voluntary.text(in: $0) })
    }
    if credit > .zero {
      fields.append(field(vi: "Còn dư cho kỳ sau", en: "Credit left") { credit.text(in: $0) })
    }
    fields.append(
      field(vi: "Hình thức", en: "Channel") { language in
        [channel.phrase.text(in: language), reference].filter { !$0.isEmpty }
          .joined(separator: " · ")
      })
    return fields
  }

  private func months(in language: Language) -> String {
    guard !settled.isEmpty else {
      return Phrase(vi: "chưa trừ vào tháng nào", en: "no month yet").text(in: language)
    }
    return runs.map { run in
      let (from, to) = (Words.month(run.first.month), Words.month(run.last.month))
      let text =
        run.count == 1
        ? Phrase(
          vi: "tháng \(from): \(run.first.amount.text(in: .vietnamese))",
          en: "\(from): \(run.first.amount.text(in: .english))")
        : Phrase(
          vi: "tháng \(from) – \(to): \(run.count) × \(run.first.amount.text(in: .vietnamese))",
          en: "\(from) – \(to): \(run.count) × \(run.first.amount.text(in: .english))")
      // Kept on one line by spaces that do not break.
      return text.text(in: language).replacing(" ", with: "\u{A0}")
    }.joined(separator: "; ")
  }

  /// The months that were settled, three and more in a row with the same sum taken together, so
  /// that a year paid at once stays on its page.
  private var runs: [(first: Settled, last: Settled, count: Int)] {
    var runs: [(first: Settled, last: Settled, count: Int)] = []
    for part in settled {
      if let run = runs.last, run.last.amount == part.amount,
        run.last.month.adding(months: 1) == part.month
      {
        runs[runs.count - 1] = (run.first, part, run.count + 1)
      } else {
        runs.append((part, part, 1))
      }
    }
    return runs.flatMap { $0.count == 2 ? [($0.first, $0.first, 1), ($0.last, $0.last, 1)] : [$0] }
  }

  /// Writes receipts into one PDF, each on a page of its own; the file appears under its name only
  /// when it is whole.
  ///
  /// - Parameters:
  ///   - receipts: in their order.
  ///   - path: the file, which is replaced where there is one.
  ///   - language: of all but the amount in words.
  /// - Returns: how many pages it has.
  /// - Throws: a `Problem` of kind `notFound` where there are none, of kind `usage` where there are
  ///   more than ``ReportError/mostPrinted``, or what stands in the way of the file.
  @discardableResult
  package static func write(
    _ receipts: [DuesReceipt], to path: String, in language: Language
  ) throws -> Int {
    guard let first = receipts.first, let last = receipts.last else {
      throw PlainProblem(
        .notFound, Phrase(vi: "Không có biên lai nào để in.", en: "There is no receipt to print."),
        hint: Phrase(
          vi: "Kiểm tra số biên lai, chi bộ và năm.",
          en: "Check the number of the receipt, the cell and the year."))
    }
    guard receipts.count <= ReportError.mostPrinted else {
      throw PlainProblem(
        .usage,
        Phrase(
          vi: "\(receipts.count) biên lai là quá nhiều cho một tệp.",
          en: "\(receipts.count) receipts are too many for one file."),
        hint: Phrase(
          vi: "In từng chi bộ, hoặc từng tháng.", en: "Print cell by cell, or month by month."))
    }
    let numbers = receipts.count == 1 ? first.number : "\(first.number) – \(last.number)"
    let title = Phrase(vi: "Biên lai thu đảng phí \(numbers)", en: "Receipts for dues \(numbers)")
    return try Document.writePDF(
      of: receipts.map { $0.document(in: language) }, title: title.text(in: language),
      made: first.made, to: path)
  }
}
