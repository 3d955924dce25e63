import ArgumentParser
import Basics
import Dues

/// `cadre dues`: party dues, from the assessment of a month to the money passed up.
package struct DuesCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "dues",
    abstract: words(
      vi: "Đảng phí: tính, thu, miễn giảm, biên lai, nộp lên trên.",
      en: "Party dues: assessed, paid, waived, receipted, remitted."),
    discussion: words(
      vi: """
        Ví dụ: cadre dues assess --period 2026-11
               cadre dues pay M000123 --amount 123457
               cadre dues status M000123
        """,
      en: """
        Example: cadre dues assess --period 2026-11
                 cadre dues pay M000123 --amount 123457
                 cadre dues status M000123
        """),
    subcommands: [
      Assess.self, Pay.self, Reverse.self, RefundCredit.self, Waive.self, ExcuseMonth.self,
      Status.self, Statement.self, ListArrears.self, Remit.self, Receipt.self, QR.self,
      SetBankAccount.self, ImportStatement.self, Inbox.self, Match.self, Dismiss.self, Rules.self,
      DuesExportCommand.self,
    ])

  package init() {}
}

extension Payment.Channel: ExpressibleByArgument {}
extension DuesGround: ExpressibleByArgument {
  /// Party age is by the record alone; no decision names it.
  package static var allValueStrings: [String] { recorded.map(\.rawValue) }
}

/// Reads a sum of money from the command line.
func money(_ name: String, _ text: String) throws -> Money {
  // A point parts thousands here and decimals there, so there is to be none.
  guard !text.contains("."), let money = Money(text) else {
    throw PlainProblem(
      .usage,
      Phrase(
        vi: "\(name) “\(text)” không phải là số đồng nguyên.",
        en: "\(name) “\(text)” is no whole number of đồng."),
      hint: Phrase(
        vi: "Viết liền các chữ số, không dấu chấm, ví dụ 123457.",
        en: "Write digits only, such as 123457."))
  }
  return money
}

/// Reads a calendar year from the command line.
func year(_ text: String?, or day: Day) throws -> Int {
  guard let text else { return day.civil.year }
  guard text.utf8.count == 4, let year = Int(text), Month(year, 1) != nil else {
    throw PlainProblem(
      .usage, Phrase(vi: "“\(text)” không phải là năm.", en: "“\(text)” is not a year."),
      hint: Phrase(vi: "Viết bốn chữ số, ví dụ 2026.", en: "Write four digits, such as 2026."))
  }
  return year
}

extension Money {
  /// Grouped for people, plain for programs.
  func shown(as format: RowFormat, in language: Language) -> String {
    format == .table ? text(in: language) : description
  }
}

/// A month as an option of a command about dues.
package struct DuesMonth: ParsableArguments {
  @Option(help: help(vi: "Tháng, YYYY-MM.", en: "The month, YYYY-MM.")) package var period: String

  package init() {}

  var month: Month { get throws { try Console.month(period) } }
}

extension ParsableArguments {
  /// A command line that makes no sense.
  func wrong(vi: String, en: String) -> PlainProblem {
    PlainProblem(.usage, Phrase(vi: vi, en: en))
  }
}
