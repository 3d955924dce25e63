import ArgumentParser
import Basics
import Sheets

/// `cadre excuse`: the objective-cause register.
package struct ExcuseCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "excuse",
    abstract: words(
      vi: "Sổ nguyên nhân khách quan: điều gì không tính cho người thực hiện.",
      en: "The objective-cause register: what is not held against somebody."),
    discussion: words(
      vi: "Ví dụ: cadre excuse list --period 2026-10",
      en: "Example: cadre excuse list --period 2026-10"),
    subcommands: [Add.self, List.self, Withdraw.self])

  package init() {}

  package struct Add: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ghi một nguyên nhân: phiếu bớt lỗi hoặc chậm, và phải ký lại.",
        en: "Puts a cause on the register; the sheet has to be signed anew."),
      discussion: words(
        vi: """
          Người ghi là người xác nhận, không được là chính người có phiếu.
          Ví dụ: cadre excuse add M002 --work W3 --delays 1 --cause "mất điện" --document 34/BB
          """,
        en: """
          Whoever adds it confirms it, and is not the person of the sheet.
          Example: cadre excuse add M002 --work W3 --delays 1 --cause "no power" --document 34/BB
          """))
    @Argument(help: help(vi: "Mã người, unit:MÃ.", en: "A member's code, or unit:CODE."))
    var code: String
    @Option(help: help(vi: "Mã công việc trên phiếu.", en: "The work on the sheet.")) var work:
      String
    @Option(help: help(vi: "Số lần không đạt được loại trừ.", en: "Failures that are excused."))
    var failures = 0
    @Option(help: help(vi: "Số lần chậm được loại trừ.", en: "Delays that are excused."))
    var delays = 0
    @Option(help: help(vi: "Nguyên nhân khách quan.", en: "The objective cause.")) var cause = ""
    @Option(
      help: help(
        vi: "Văn bản xác nhận, ví dụ “34/BB-EVN”.", en: "The document that shows it."))
    var document = ""
    @Option(
      help: help(
        vi: "Kỳ, YYYY-MM (mặc định: kỳ mới nhất đã mở).",
        en: "The month, YYYY-MM (default: the latest that was opened)."))
    var period: String?
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let name = try subject(code)
      let draft = try Excuse.Draft(
        work: try Console.code(work), failures: failures, delays: delays,
        cause: try clean("--cause", cause, limit: 1000),
        document: try clean("--document", document, limit: 300))
      let office = try await desk.open(actingAs.account)
      let month = try await office.month(period)
      let number = try await office.excuses.add(draft, to: name, in: month, by: office.actor)
      desk.terminal.line(
        vi: "Đã ghi sổ, số \(number). Phiếu của \(name) về bản nháp, cần ký lại.",
        en: "On the register as number \(number). The sheet of \(name) is a draft again.")
    }
  }

  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Các nguyên nhân đã ghi sổ.", en: "What is on the register."),
      discussion: words(
        vi: "Ví dụ: cadre excuse list M002 --period 2026-10",
        en: "Example: cadre excuse list M002 --period 2026-10"))
    @Argument(help: help(vi: "Mã người, unit:MÃ; không có: tất cả.", en: "A code; else everybody."))
    var code: String?
    @Option(
      help: help(
        vi: "Kỳ, YYYY-MM (mặc định: kỳ mới nhất đã mở).",
        en: "The month, YYYY-MM (default: the latest that was opened)."))
    var period: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let name = try code.map(subject)
      let office = try await desk.open(actingAs.account)
      let month = try await office.month(period)
      var listing = Listing([
        .init("number", vi: "Số", en: "Number", isNumber: true),
        .init("code", vi: "Phiếu", en: "Sheet"), .init("work", vi: "Việc", en: "Work"),
        .init("failures", vi: "Không đạt", en: "Failures", isNumber: true),
        .init("delays", vi: "Chậm", en: "Delays", isNumber: true),
        .init("cause", vi: "Nguyên nhân", en: "Cause"),
        .init("document", vi: "Văn bản", en: "Document"),
        .init("confirmed_by", vi: "Người xác nhận", en: "Confirmed by"),
        .init("confirmed_at", vi: "Lúc", en: "At"),
        .init("withdrawn_at", vi: "Rút lúc", en: "Withdrawn at"),
      ])
      for excuse in try await office.excuses.list(of: name, in: month, for: office.actor) {
        listing.add(
          "\(excuse.number)", "\(excuse.subject)", excuse.work.text, "\(excuse.failures)",
          "\(excuse.delays)", excuse.cause, excuse.document, excuse.confirmedBy.text,
          "\(excuse.confirmedAt)", excuse.withdrawnAt?.description ?? "")
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Withdraw: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Rút một nguyên nhân: lỗi, chậm tính lại, phiếu phải ký lại.",
        en: "Withdraws a cause: what it excused counts again."),
      discussion: words(
        vi: "Ví dụ: cadre excuse withdraw 12 --reason \"văn bản không đúng việc\"",
        en: "Example: cadre excuse withdraw 12 --reason \"the document is of other work\""))
    @Argument(help: help(vi: "Số trong sổ.", en: "Its number.")) var number: Int64
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try await office.excuses.withdraw(number, by: office.actor, basis: try why.basis())
      desk.terminal.line(
        vi: "Đã rút nguyên nhân số \(number).", en: "Withdrew number \(number).")
    }
  }
}
