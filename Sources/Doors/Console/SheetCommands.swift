import ArgumentParser
import Basics
import Sheets

/// `cadre sheet`: the evaluation sheet of a member or a unit in one month.
package struct SheetCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sheet",
    abstract: words(vi: "Phiếu đánh giá hằng tháng.", en: "Evaluation sheets."),
    discussion: words(
      vi: "Ví dụ: cadre sheet self M002 --points G1=9 --work W1=8 --period 2026-10",
      en: "Example: cadre sheet self M002 --points G1=9 --work W1=8 --period 2026-10"),
    subcommands: [
      Open.self, SheetImportCommand.self, SelfScore.self, Edit.self, Review.self, Decide.self,
      Return.self, Show.self, SheetAppeal.self, SheetAppeals.self,
    ])

  package init() {}

  package struct Open: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Lập phiếu cho một người hay một tập thể, hoặc đổi bộ tiêu chí của phiếu chưa ghi.",
        en: "Opens a sheet for one member or unit, or changes an unwritten one's framework."),
      discussion: words(
        vi: "Ví dụ: cadre sheet open unit:VP01 --framework collective-2025 --period 2026-10",
        en: "Example: cadre sheet open unit:VP01 --framework collective-2025 --period 2026-10"))
    @Argument(help: help(vi: "Mã người hoặc unit:MÃ.", en: "A member's code or unit:CODE."))
    var code: String
    @Option(help: help(vi: "Bộ tiêu chí, ID hoặc ID@SỐ.", en: "Framework, ID or ID@VERSION."))
    var framework: String?
    @OptionGroup var which: SheetOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let (name, wanted) = (try subject(code), try framework.map(frameworkName))
      let office = try await desk.open(which.actingAs.account)
      let month = try await which.month(office)
      let (sheet, changed) = try await office.sheets.open(
        name, in: month, framework: wanted, by: office.actor, basis: try which.why.basis())
      let framework = sheet.framework.reference
      desk.terminal.line(
        vi: changed
          ? "Phiếu của \(name), kỳ \(month): bộ tiêu chí \(framework)."
          : "Phiếu của \(name) đã có, theo \(framework); không đổi gì.",
        en: changed
          ? "The sheet of \(name) in \(month): by \(framework)."
          : "The sheet of \(name) is there, by \(framework); no change.")
    }
  }

  package struct SelfScore: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "self",
      abstract: words(
        vi: "Tự chấm và nộp phiếu (hoặc ghi thay, nếu được quyền).",
        en: "Hands a sheet in, one's own or, with the right to it, somebody's."),
      discussion: words(
        vi: """
          Nghỉ phép và không có gì báo cáo là câu trả lời, không phải điểm 0.
          Ví dụ: cadre sheet self M002 --points G1=9 --work W1=8 --period 2026-10
                 cadre sheet self M002 --event on_leave --period 2026-10
          """,
        en: """
          On leave and nothing to report are answers, not zeros.
          Example: cadre sheet self M002 --points G1=9 --work W1=8 --period 2026-10
                   cadre sheet self M002 --event on_leave --period 2026-10
          """))
    @Argument(help: help(vi: "Mã người, unit:MÃ.", en: "A member's code, or unit:CODE."))
    var code: String?
    @Option(help: help(vi: "Điểm tự chấm: G1=9.", en: "Self points: G1=9.")) var points: [String] =
      []
    @Option(
      help: help(
        vi: "Nộp thay mọi phiếu đã ghi của đơn vị này.",
        en: "Hand in every written sheet of this unit and below."))
    var unit: String?
    @OptionGroup var entries: EntryOptions
    @OptionGroup var which: SheetOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      if let unit {
        return try await SheetCommands.takeAll(.score, unit, which, code.map { [$0] } ?? [], desk)
      }
      guard let code else { throw SheetCommands.noCode }
      var edits = try EntryWords.selfPoints("--points", points)
      edits += try entries.edits()
      let (name, all) = (try subject(code), edits)
      let office = try await desk.open(which.actingAs.account)
      let month = try await which.month(office)
      let outcome = try await office.sheets.score(
        name, in: month, all, by: office.actor, basis: try which.why.basis())
      SheetCommands.say(outcome, name, month, to: desk)
    }
  }

  package struct Edit: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Sửa các dòng trên phiếu; chữ ký đã có bị xoá.",
        en: "Changes entries; signatures are cleared."),
      discussion: words(
        vi: """
          Số không đạt, chậm là số còn lại sau khi trừ nguyên nhân khách quan đã ghi sổ.
          Nói trước điểm của ai ở cấp trên sẽ đổi theo; --dry-run thì chỉ nói.
          Ví dụ: cadre sheet edit M002 --work W4:2:5:5 --remove event:on_leave --period 2026-10
          """,
        en: """
          Failures and delays are those that no entry of the register excuses.
          Says beforehand whose score above changes with it; with --dry-run only that.
          Example: cadre sheet edit M002 --work W4:2:5:5 --remove event:on_leave --period 2026-10
          """))
    @Argument(help: help(vi: "Mã người, unit:MÃ.", en: "A member's code, or unit:CODE."))
    var code: String
    @Option(help: help(vi: "Điểm tự chấm: G1=9.", en: "Self points: G1=9."))
    var selfPoints: [String] = []
    @Option(
      help: help(
        vi: "Điểm chính thức, hệ số lãnh đạo: G1=9, cohesion=0.5.",
        en: "Approver's points, leaders' factors: G1=9, cohesion=0.5."))
    var points: [String] = []
    @Option(
      name: .customLong("sheet-version"),
      help: help(
        vi: "Chỉ sửa nếu phiếu vẫn ở bản này.", en: "Only if the sheet still has this version."))
    var sheetVersion: Int?
    @Flag(
      help: help(
        vi: "Chỉ nói trước điểm nào sẽ đổi, kể cả của cấp trên; không ghi.",
        en: "Only say which scores would change, also those above; writes nothing."))
    var dryRun = false
    @OptionGroup var entries: EntryOptions
    @OptionGroup var which: SheetOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      var edits = try EntryWords.selfPoints("--self-points", selfPoints)
      edits += EntryEdit.points(try EntryWords.points(points))
      edits += try entries.edits()
      let (name, all) = (try subject(code), edits)
      let office = try await desk.open(which.actingAs.account)
      let month = try await which.month(office)
      let basis = try which.why.basis()
      let ripple = try await office.runs.ripple(
        of: name, all, in: month, version: sheetVersion, on: office.sheets, by: office.actor,
        basis: basis)
      RippleWords(ripple: ripple).say(to: desk.terminal)
      guard !dryRun else {
        return desk.terminal.line(
          vi: "Diễn tập, chưa ghi gì.", en: "A rehearsal, nothing was written.")
      }
      let outcome = try await office.sheets.edit(
        name, in: month, all, version: sheetVersion, by: office.actor, basis: basis)
      SheetCommands.say(outcome, name, month, to: desk)
    }
  }

  static func say(
    _ outcome: Sheets.Outcome, _ name: SubjectName, _ month: Month, to desk: Desk
  ) {
    desk.terminal.line(
      vi: "Phiếu của \(name), kỳ \(month): \(outcome.state.title.vi) (bản \(outcome.version)).",
      en: "The sheet of \(name) in \(month) is \(outcome.state.title.en) (version "
        + "\(outcome.version)).")
    if !outcome.missing.isEmpty {
      let codes = outcome.missing.joined(separator: ", ")
      let first = outcome.missing[0]
      desk.terminal.line(
        vi: "! Chưa có điểm: \(codes). Thiếu thì không được xếp loại. Ghi thêm rồi ký lại: "
          + "cadre sheet edit \(name) --points \(first)=… --period \(month).",
        en: "! Without points: \(codes). Without them there is no rating. Add them and sign again: "
          + "cadre sheet edit \(name) --points \(first)=… --period \(month).")
    }
    guard !outcome.unreported.isEmpty else { return }
    let codes = outcome.unreported.joined(separator: ", ")
    desk.terminal.line(
      vi: "! Chưa có kết quả: \(codes). Thiếu thì không được xếp loại.",
      en: "! Without a result: \(codes). Without it there is no rating.")
  }

  static let noCode = PlainProblem(
    .usage,
    Phrase(
      vi: "Thiếu mã người, unit:MÃ hoặc --unit.", en: "A code or --unit is missing."))
}
