import ArgumentParser
import Basics
import Sheets

extension SheetCommands {
  package struct Review: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Thẩm định phiếu: người quản lý, hoặc hội đồng của đơn vị.",
        en: "Reviews sheets, as the manager or the board of the unit."),
      discussion: words(
        vi: """
          Ví dụ: cadre sheet review M002 --points G1=8.5 --period 2026-10
                 cadre sheet review --unit VP01 --period 2026-10
          """,
        en: """
          Example: cadre sheet review M002 --points G1=8.5 --period 2026-10
                   cadre sheet review --unit VP01 --period 2026-10
          """))
    @OptionGroup var signing: SigningOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      try await signing.run(.review, at: desk) { sheets, name, month, points, actor, basis in
        try await sheets.review(name, in: month, points: points, by: actor, basis: basis)
      }
    }
  }

  package struct Decide: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Quyết định phiếu: từ đây điểm có giá trị.",
        en: "Decides sheets: from here on their points count."),
      discussion: words(
        vi: """
          Tiêu chí nào người duyệt không chấm thì lấy điểm tự chấm.
          Ví dụ: cadre sheet decide M002 M003 --period 2026-10
                 cadre sheet decide --unit VP01 --period 2026-10
          """,
        en: """
          Where no approver gave points, the person's own are taken over.
          Example: cadre sheet decide M002 M003 --period 2026-10
                   cadre sheet decide --unit VP01 --period 2026-10
          """))
    @OptionGroup var signing: SigningOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      try await signing.run(.decide, at: desk) { sheets, name, month, points, actor, basis in
        try await sheets.decide(name, in: month, points: points, by: actor, basis: basis)
      }
    }
  }

  package struct Return: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Trả phiếu lại để sửa, kèm lý do.", en: "Sends a sheet back, with the reason."),
      discussion: words(
        vi: "Ví dụ: cadre sheet return M002 --reason \"thiếu kết quả W2\" --period 2026-10",
        en: "Example: cadre sheet return M002 --reason \"no result of W2\" --period 2026-10"))
    @Argument(help: help(vi: "Mã người, unit:MÃ.", en: "A member's code, or unit:CODE."))
    var code: String
    @OptionGroup var which: SheetOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let name = try subject(code)
      let office = try await desk.open(which.actingAs.account)
      let month = try await which.month(office)
      let outcome = try await office.sheets.return(
        name, in: month, by: office.actor, basis: try which.why.basis())
      SheetCommands.say(outcome, name, month, to: desk)
    }
  }

  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Xem phiếu: các dòng, nguyên nhân khách quan, các bước đã qua.",
        en: "Shows a sheet: entries, objective causes, and every step."),
      discussion: words(
        vi: "Ví dụ: cadre sheet show M002 --period 2026-10",
        en: "Example: cadre sheet show M002 --period 2026-10"))
    @Argument(help: help(vi: "Mã người, unit:MÃ.", en: "A member's code, or unit:CODE."))
    var code: String
    @Option(
      help: help(
        vi: "Kỳ, YYYY-MM (mặc định: kỳ mới nhất đã mở).",
        en: "The month, YYYY-MM (default: the latest that was opened)."))
    var period: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let name = try subject(code)
      let office = try await desk.open(actingAs.account)
      let month = try await office.month(period)
      let view = try await office.sheets.show(name, in: month, for: office.actor)
      let terminal = desk.terminal
      if format.format == .table { SheetPage.head(of: view, on: terminal) }
      let forPeople = format.format == .table
      try SheetPage.entries(of: view, in: forPeople ? terminal.language : nil)
        .print(as: format.format, to: terminal)
      if format.format == .table { SheetPage.foot(of: view, on: terminal) }
    }
  }

  /// Takes a step on all sheets of a unit.
  static func takeAll(
    _ step: Sheet.Step, _ unit: String, _ which: SheetOptions, _ codes: [String], _ desk: Desk
  ) async throws {
    guard codes.isEmpty else {
      throw PlainProblem(
        .usage, Phrase(vi: "Chọn các mã, hoặc --unit.", en: "Either codes or --unit."))
    }
    let unit = try Console.code(unit)
    let office = try await desk.open(which.actingAs.account)
    let month = try await which.month(office)
    let outcome = try await office.sheets.takeAll(
      step, under: unit, in: month, by: office.actor, basis: try which.why.basis())
    desk.terminal.line(
      vi: "\(unit), kỳ \(month): \(step.title.vi) \(outcome.taken) phiếu; "
        + "\(outcome.left) người khác không ở bước này.",
      en: "\(unit), \(month): \(outcome.taken) sheets taken on (\(step.title.en)); "
        + "\(outcome.left) others are elsewhere.")
  }
}
