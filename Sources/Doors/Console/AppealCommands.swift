import ArgumentParser
import Basics
import Boards

/// `cadre sheet appeal`: raising and answering.
package struct SheetAppeal: DeskCommand {
  package static let configuration = CommandConfiguration(
    commandName: "appeal",
    abstract: words(
      vi: "Kiến nghị về kết quả đã công bố, và trả lời kiến nghị.",
      en: "Appeals against a published score, and answers an appeal."),
    discussion: words(
      vi: """
        Ví dụ: cadre sheet appeal M000123 --period 2026-10 --grounds "Chưa tính sản phẩm VB-07"
               cadre sheet appeal M000123 --period 2026-10 --answer upheld --reason "Đúng, bổ sung"
        """,
      en: """
        Example: cadre sheet appeal M000123 --period 2026-10 --grounds "Product VB-07 is missing"
                 cadre sheet appeal M000123 --period 2026-10 --answer upheld --reason "Correct"
        """))
  @Argument(help: help(vi: "Mã người.", en: "The member's code.")) var code: String
  @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
  @Option(help: help(vi: "Lý do kiến nghị.", en: "The grounds of the appeal.")) var grounds: String?
  @Option(help: help(vi: "Trả lời: upheld hoặc rejected.", en: "The answer: upheld or rejected."))
  var answer: String?
  @OptionGroup var why: BasisOptions
  @OptionGroup var actingAs: ActingAs
  package init() {}

  package func run(at desk: Desk) async throws {
    let month = try Console.month(period)
    let member = try Console.code(code)
    let outcome = answer.flatMap { Appeal.Outcome(rawValue: $0) }
    guard (grounds == nil) != (answer == nil), answer == nil || outcome != nil else {
      throw PlainProblem(
        .usage,
        Phrase(
          vi: "Cần --grounds để kiến nghị, hoặc --answer upheld|rejected để trả lời.",
          en: "It takes --grounds to appeal, or --answer upheld|rejected to answer."))
    }
    let grounds = try clean("--grounds", grounds ?? "", limit: 2000)
    let basis = try why.basis()
    let office = try await desk.open(actingAs.account)
    guard let outcome else {
      let raised = try await office.appeals.raise(
        for: member, in: month, grounds: grounds, by: office.actor)
      desk.terminal.line(
        vi: "Đã ghi kiến nghị của \(code) về lần chấm \(raised.run)"
          + "\(raised.onBehalf ? " (nộp thay)" : ""); hạn nhận đến hết \(raised.until).",
        en: "Recorded the appeal of \(code) against run \(raised.run)"
          + "\(raised.onBehalf ? " (done for them)" : ""); appeals are taken until \(raised.until)."
      )
      return
    }
    let answered = try await office.appeals.answer(
      for: member, in: month, outcome, by: office.actor, basis: basis)
    desk.terminal.line(
      vi: "Đã trả lời kiến nghị của \(code): \(outcome.title.vi).",
      en: "Answered the appeal of \(code): \(outcome.title.en).")
    desk.terminal.line(desk.terminal.say(Self.next(answered.reopening, month)))
  }

  private static func next(_ reopening: Appeals.Answered.Reopening, _ month: Month) -> Phrase {
    switch reopening {
    case .none:
      Phrase(vi: "Kết quả đã công bố giữ nguyên.", en: "What was published stands.")
    case .requested(let revision):
      Phrase(
        vi: "Đã đề nghị mở lại kỳ \(month) thành bản \(revision); người thứ hai xác nhận: "
          + "cadre period reopen \(month) --confirm",
        en: "Asked to reopen \(month) as revision \(revision); a second person confirms: "
          + "cadre period reopen \(month) --confirm")
    case .waiting(let revision):
      Phrase(
        vi: "Việc mở lại kỳ \(month) (bản \(revision)) đang chờ người thứ hai xác nhận: "
          + "cadre period reopen \(month) --confirm",
        en: "Reopening \(month) (revision \(revision)) waits for a second person: "
          + "cadre period reopen \(month) --confirm")
    case .open(let revision):
      Phrase(
        vi: "Kỳ \(month) đang mở ở bản \(revision): sửa phiếu trong bản ấy.",
        en: "\(month) is open as revision \(revision): correct the sheet there.")
    }
  }
}

/// `cadre sheet appeals`: what was raised in a month and what came of it.
package struct SheetAppeals: DeskCommand {
  package static let configuration = CommandConfiguration(
    commandName: "appeals",
    abstract: words(
      vi: "Các kiến nghị của một kỳ; chưa trả lời đứng trước.",
      en: "The appeals of a month; the open ones first."),
    discussion: words(
      vi: "Ví dụ: cadre sheet appeals --period 2026-10 --open",
      en: "Example: cadre sheet appeals --period 2026-10 --open"))
  @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
  @Flag(help: help(vi: "Chỉ kiến nghị chưa trả lời.", en: "Only the open ones.")) var open = false
  @OptionGroup var format: FormatOption
  @OptionGroup var actingAs: ActingAs
  package init() {}

  package func run(at desk: Desk) async throws {
    let month = try Console.month(period)
    let office = try await desk.open(actingAs.account)
    let found = try await office.appeals.list(in: month, for: office.actor)
    var listing = Listing([
      .init("member_code", vi: "Mã", en: "Code"), .init("full_name", vi: "Họ và tên", en: "Name"),
      .init("unit_code", vi: "Đơn vị", en: "Unit"),
      .init("run", vi: "Lần chấm", en: "Run", isNumber: true),
      .init("raised_by", vi: "Người nộp", en: "Raised by"),
      .init("raised_at", vi: "Lúc", en: "At"), .init("grounds", vi: "Lý do", en: "Grounds"),
      .init("outcome", vi: "Kết quả", en: "Outcome"),
      .init("answered_by", vi: "Người trả lời", en: "Answered by"),
      .init("answered_at", vi: "Trả lời lúc", en: "Answered at"),
      .init("answer", vi: "Trả lời", en: "Answer"),
    ])
    for appeal in found where !open || appeal.outcome == nil {
      let outcome = appeal.outcome.map { outcome in
        format.format == .table ? desk.terminal.say(outcome.title) : outcome.rawValue
      }
      listing.add(
        appeal.member.text, appeal.name, appeal.unit.text, "\(appeal.run)", appeal.raisedBy.text,
        "\(appeal.raisedAt)", appeal.grounds, outcome ?? "", appeal.answeredBy?.text ?? "",
        appeal.answeredAt.map(\.description) ?? "", appeal.answer ?? "")
    }
    try listing.print(as: format.format, to: desk.terminal)
  }
}
