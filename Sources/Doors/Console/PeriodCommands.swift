import ArgumentParser
import Basics
import Frameworks
import Sheets

/// `cadre period`: months of evaluation, opened and closed for everybody at once.
package struct PeriodCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "period",
    abstract: words(vi: "Kỳ đánh giá hằng tháng.", en: "Months of evaluation."),
    discussion: words(
      vi: "Ví dụ: cadre period open 2026-10", en: "Example: cadre period open 2026-10"),
    subcommands: [Open.self, Status.self, Close.self, Reopen.self, List.self])

  package init() {}

  package struct Open: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Mở kỳ cho toàn hệ thống: mỗi người thuộc diện đánh giá có một phiếu.",
        en: "Opens a month for everybody: a sheet for each person expected."),
      discussion: words(
        vi: """
          Chạy lại thì chỉ thêm phiếu cho người mới thuộc diện, không đổi gì khác.
          Ví dụ: cadre period open 2026-10
          """,
        en: """
          Again, it only adds sheets for those who are expected since.
          Example: cadre period open 2026-10
          """))
    @Argument(help: help(vi: "Tháng, YYYY-MM.", en: "The month, YYYY-MM.")) var month: String
    @Option(
      help: help(
        vi: "Bộ tiêu chí cho người không giữ chức vụ (mặc định decree-335-2025.staff).",
        en: "Framework of staff (default decree-335-2025.staff)."))
    var staffFramework: String?
    @Option(
      help: help(
        vi: "Bộ tiêu chí cho lãnh đạo, quản lý (mặc định decree-335-2025.leader).",
        en: "Framework of leaders (default decree-335-2025.leader)."))
    var leaderFramework: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(month)
      var choice: [Framework.Form: FrameworkName] = [:]
      choice[.staff] = try staffFramework.map(frameworkName)
      choice[.leader] = try leaderFramework.map(frameworkName)
      let office = try await desk.open(actingAs.account)
      let opening = try await office.periods.open(
        month, frameworks: choice, shipped: try desk.frameworks(), today: office.today,
        by: office.actor, basis: try why.basis())
      let counts = Phrase(
        vi: "\(opening.expected) người thuộc diện đánh giá, \(opening.added) phiếu mới",
        en: "\(opening.expected) expected, \(opening.added) new sheets")
      if opening.isNew {
        desk.terminal.line(
          vi: "Đã mở kỳ \(month): \(counts.vi).", en: "Opened \(month): \(counts.en).")
      } else {
        desk.terminal.line(
          vi: "Kỳ \(month) đã mở từ trước: \(counts.vi).",
          en: "\(month) was open already: \(counts.en).")
      }
      if opening.countWithoutUnit > 0 {
        let codes = opening.withoutUnit.map(\.text).joined(separator: ", ")
        let more = opening.countWithoutUnit > opening.withoutUnit.count ? ", …" : ""
        desk.terminal.line(
          vi: "! \(opening.countWithoutUnit) người không ở chi bộ hay cơ quan nào, sẽ không được "
            + "chấm: \(codes)\(more). Sửa: cadre member edit MÃ --set cell_code=….",
          en: "! \(opening.countWithoutUnit) members stand in no cell or agency and will not be "
            + "scored: \(codes)\(more). Mend it: cadre member edit CODE --set cell_code=….")
      }
      desk.terminal.line(
        vi: "Tiếp theo: cadre sheet import TỆP --period \(month), hoặc cadre sheet self MÃ.",
        en: "Next: cadre sheet import FILE --period \(month), or cadre sheet self CODE.")
    }
  }

  package struct Status: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Kỳ đang ở đâu: số phiếu theo trạng thái, theo đơn vị, và các bước đã qua.",
        en: "Where a month stands: sheets by state and unit, and its steps."),
      discussion: words(
        vi: "Ví dụ: cadre period status 2026-10 --format csv",
        en: "Example: cadre period status 2026-10 --format csv"))
    @Argument(
      help: help(vi: "Tháng (mặc định: kỳ mới nhất).", en: "The month (default: the latest)."))
    var month: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let month: Month
      if let text = self.month {
        month = try Console.month(text)
      } else if let latest = try await office.periods.list(for: office.actor).first {
        month = latest.month
      } else {
        throw PeriodError.unknown(Month(containing: office.today))
      }
      let status = try await office.periods.status(month, for: office.actor)
      if format.format == .table {
        desk.terminal.line(
          vi: "Kỳ \(month): \(status.period.state.title.vi), lần \(status.period.revision)",
          en: "\(month): \(status.period.state.title.en), revision \(status.period.revision)")
      }
      var listing = Listing(PeriodCommands.readinessColumns)
      for unit in status.units {
        listing.add([unit.unit?.text ?? ""] + PeriodCommands.cells(unit.readiness))
      }
      if format.format == .table {
        listing.add(
          [desk.terminal.say(vi: "Tất cả", en: "All")] + PeriodCommands.cells(status.total))
      }
      try listing.print(as: format.format, to: desk.terminal)
      guard format.format == .table else { return }
      for step in try await office.periods.show(month, for: office.actor).steps {
        let title = EvaluationPeriod.Step(rawValue: step.step)?.title
        let said = desk.terminal.say(title ?? Phrase(vi: "mở", en: "open"))
        let parts = ["\(step.at)", "\(step.account)", said, step.reason]
        desk.terminal.line(parts.filter { !$0.isEmpty }.joined(separator: "  "))
      }
    }
  }

  package struct Close: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đóng kỳ: từ đó không ai ghi được nữa.",
        en: "Closes a month: from then on nobody writes on it."),
      discussion: words(
        vi: "Ví dụ: cadre period close 2026-10 --document 45-TB/BTCTU",
        en: "Example: cadre period close 2026-10 --document 45-TB/BTCTU"))
    @Argument(help: help(vi: "Tháng, YYYY-MM.", en: "The month, YYYY-MM.")) var month: String
    @Flag(
      help: help(
        vi: "Chỉ báo sắp đóng: hết tự chấm, còn thẩm định và quyết định.",
        en: "Only the last call: no more self-scoring, still reviews and decisions."))
    var begin = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(month)
      let office = try await desk.open(actingAs.account)
      let (actor, basis) = (office.actor, try why.basis())
      let closing =
        begin
        ? try await office.periods.beginClosing(month, by: actor, basis: basis)
        : try await office.periods.close(month, by: actor, basis: basis)
      let state = closing.period.state.title
      desk.terminal.line(
        vi: closing.isNew
          ? "Kỳ \(month): \(state.vi)." : "Kỳ \(month) vốn \(state.vi); không đổi gì.",
        en: closing.isNew
          ? "\(month) is \(state.en)." : "\(month) was \(state.en) already; no change.")
      guard closing.period.state != .published else { return }
      let left = closing.readiness.undecided
      if left > 0 {
        desk.terminal.line(
          vi: "! \(left) trên \(closing.readiness.expected) người chưa có quyết định: "
            + "sẽ không được xếp loại.",
          en: "! \(left) of \(closing.readiness.expected) are not decided: they will not be rated.")
      }
      desk.terminal.line(
        vi: begin
          ? "Xem còn ai: cadre period status \(month)."
          : "Tiếp theo: cadre score run --period \(month).",
        en: begin
          ? "See who is left: cadre period status \(month)."
          : "Next: cadre score run --period \(month).")
    }
  }

  package struct Reopen: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Mở lại kỳ đã đóng: một người đề nghị, người khác xác nhận.",
        en: "Reopens a closed month: one person asks, another confirms."),
      discussion: words(
        vi: """
          Kỳ mở lại là một lần mới; số liệu lần trước giữ nguyên. Kỳ sắp đóng thì mở tiếp ngay.
          Ví dụ: cadre period reopen 2026-10 --reason "sót phiếu chi bộ 3"
                 cadre period reopen 2026-10 --confirm
          """,
        en: """
          It opens as a new revision; what the earlier one said stays. After a last call it resumes.
          Example: cadre period reopen 2026-10 --reason "cell 3 was left out"
                   cadre period reopen 2026-10 --confirm
          """))
    @Argument(help: help(vi: "Tháng, YYYY-MM.", en: "The month, YYYY-MM.")) var month: String
    @Flag(
      help: help(vi: "Người thứ hai xác nhận.", en: "The second person confirms.")) var confirm =
      false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(month)
      let office = try await desk.open(actingAs.account)
      let (periods, actor, basis) = (office.periods, office.actor, try why.basis())
      if confirm {
        let period = try await periods.confirmReopening(month, by: actor, basis: basis)
        return desk.terminal.line(
          vi: "Đã mở lại kỳ \(month), lần \(period.revision).",
          en: "Reopened \(month), revision \(period.revision).")
      }
      if try await periods.show(month, for: actor).period.state == .closing {
        _ = try await periods.resume(month, by: actor, basis: basis)
        return desk.terminal.line(vi: "Kỳ \(month) mở tiếp.", en: "\(month) is open again.")
      }
      try await periods.requestReopening(month, by: actor, basis: basis)
      desk.terminal.line(
        vi: "Đã ghi đề nghị. Người thứ hai: cadre period reopen \(month) --confirm",
        en: "The request is on record. A second person: cadre period reopen \(month) --confirm")
    }
  }

  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Các kỳ đã mở.", en: "The months that were opened."),
      discussion: words(
        vi: "Ví dụ: cadre period list", en: "Example: cadre period list"))
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var listing = Listing([
        .init("period", vi: "Kỳ", en: "Month"), .init("state", vi: "Trạng thái", en: "State"),
        .init("revision", vi: "Lần", en: "Revision", isNumber: true),
        .init("frozen_at", vi: "Đóng lúc", en: "Closed at"),
      ])
      for period in try await office.periods.list(for: office.actor) {
        listing.add(
          "\(period.month)",
          format.format == .table
            ? desk.terminal.say(period.state.title) : period.state.rawValue,
          "\(period.revision)", period.frozenAt?.description ?? "")
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  static let readinessColumns: [Listing.Column] = [
    .init("unit", vi: "Đơn vị", en: "Unit"),
    .init("expected", vi: "Diện đánh giá", en: "Expected", isNumber: true),
    .init("missing", vi: "Thiếu phiếu", en: "Missing", isNumber: true),
    .init("untouched", vi: "Chưa ghi", en: "Untouched", isNumber: true),
    .init("draft", vi: "Nháp", en: "Draft", isNumber: true),
    .init("self_scored", vi: "Tự chấm", en: "Self-scored", isNumber: true),
    .init("reviewed", vi: "Thẩm định", en: "Reviewed", isNumber: true),
    .init("decided", vi: "Quyết định", en: "Decided", isNumber: true),
  ]

  static func cells(_ readiness: Readiness) -> [String] {
    [
      readiness.expected, readiness.missing, readiness.untouched, readiness.draft,
      readiness.selfScored, readiness.reviewed, readiness.decided,
    ].map { "\($0)" }
  }
}

/// Reads a month from the command line.
func month(_ text: String) throws -> Month {
  guard let month = Month(text) else {
    throw PlainProblem(
      .usage, Phrase(vi: "“\(text)” không phải là tháng.", en: "“\(text)” is not a month."),
      hint: Phrase(vi: "Viết YYYY-MM, ví dụ 2026-10.", en: "Write YYYY-MM, such as 2026-10."))
  }
  return month
}

/// Reads the name of a framework, `ID` or `ID@VERSION`.
func frameworkName(_ text: String) throws -> FrameworkName {
  guard let name = FrameworkName(text) else {
    throw PlainProblem(
      .usage,
      Phrase(vi: "“\(text)” không phải mã bộ tiêu chí.", en: "“\(text)” is no framework's id."),
      hint: Phrase(vi: "Viết ID hoặc ID@SỐ.", en: "Write ID or ID@VERSION."))
  }
  return name
}
