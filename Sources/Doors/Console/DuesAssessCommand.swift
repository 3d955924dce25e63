import ArgumentParser
import Basics
import Dues

extension DuesCommands {
  package struct Assess: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Tính đảng phí một tháng: ai phải đóng bao nhiêu; chạy lại chỉ ghi điều đã đổi.",
        en: "Works out what everybody owes for a month; again, only what has changed."),
      discussion: words(
        vi: """
          Người thiếu căn cứ bị từ chối kèm lý do, những người khác vẫn được tính (mã thoát 1).
          csv và json in những người bị từ chối. Tháng sau cũng tính được, để nộp trước.
          Ví dụ: cadre dues assess --period 2026-11 --dry-run
                 cadre dues assess --period 2026-11 --unit DU00004
          """,
        en: """
          Who lacks something is refused with the reason, the others are charged (exit 1).
          csv and json print the refused. A month to come can be assessed, for paying ahead.
          Example: cadre dues assess --period 2026-11 --dry-run
                   cadre dues assess --period 2026-11 --unit DU00004
          """))
    @OptionGroup var of: DuesMonth
    @Option(help: help(vi: "Chỉ đơn vị này và cấp dưới.", en: "Only this unit and below."))
    var unit: String?
    @Option(help: help(vi: "Chỉ một đảng viên.", en: "Only one member.")) var member: String?
    @Flag(help: help(vi: "Chỉ nói sẽ tính gì, không ghi.", en: "Only say what would be charged."))
    var dryRun = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package var keepsWhatIsDone: Bool { !dryRun }

    package func run(at desk: Desk) async throws {
      guard unit == nil || member == nil else {
        throw wrong(
          vi: "Chọn --unit hoặc --member, không cả hai.", en: "Give --unit or --member, not both.")
      }
      let month = try of.month
      let scope: AssessmentScope =
        if let unit {
          .under(try code(unit))
        } else if let member {
          .member(try code(member))
        } else {
          .everybody
        }
      let (rules, basis) = (try desk.duesRules, try why.basis())
      let office = try await desk.open(actingAs.account)
      let progress = ProgressLine(desk.terminal)
      defer { progress.finish() }
      let result = try await office.dues(by: rules).assess(
        month, scope: scope, rehearses: dryRun, today: office.today, by: office.actor, basis: basis
      ) { done, all in
        progress.show(Phrase(vi: "Tính đảng phí", en: "Assessing"), done: done, of: all)
      }
      progress.finish()
      try AssessmentScreen(result: result, isRehearsal: dryRun, terminal: desk.terminal)
        .say(as: format.format)
    }
  }
}

/// What an assessment came to, in words.
private struct AssessmentScreen {
  let result: Assessment
  let isRehearsal: Bool
  let terminal: Terminal

  /// How many of the refused are shown on the screen; csv and json have all.
  private static let shown = 20

  /// - Throws: a `Problem` of kind `rowsRefused` where members were refused, after the report.
  func say(as format: RowFormat) throws {
    if format == .table {
      counts()
      try refused(result.refused.prefix(Self.shown))
      notes()
    } else {
      try listing(of: result.refused[...]).print(as: format, to: terminal)
    }
    guard result.refused.isEmpty else { throw refusal }
  }

  private func counts() {
    let result = result
    terminal.line(
      vi: "Tháng \(result.month): mới \(result.charged) · điều chỉnh \(result.adjusted) · "
        + "huỷ \(result.voided) · giữ nguyên \(result.unchanged) · "
        + "từ chối \(result.refused.count)",
      en: "\(result.month): charged \(result.charged) · adjusted \(result.adjusted) · "
        + "voided \(result.voided) · unchanged \(result.unchanged) · "
        + "refused \(result.refused.count)")
    let (net, change) = (sum(result.net), sum(result.difference))
    terminal.line(
      vi: "Phải đóng \(net.vi), thay đổi \(change.vi); miễn \(result.exempt), "
        + "không thuộc diện đóng \(result.notOwing).",
      en: "To pay \(net.en), a change of \(change.en); exempt \(result.exempt), "
        + "not owing \(result.notOwing).")
    if isRehearsal {
      terminal.line(
        vi: "Diễn tập, chưa ghi gì.", en: "A rehearsal, nothing was written.")
    } else if result.isUnchanged {
      terminal.line(vi: "Không có gì đổi.", en: "Nothing has changed.")
    }
  }

  private func sum(_ money: Money) -> Phrase {
    Phrase(vi: money.text(in: .vietnamese), en: money.text(in: .english))
  }

  private func notes() {
    if result.missingJoinedOn > 0 {
      terminal.line(
        vi: "! \(result.missingJoinedOn) người thiếu ngày vào Đảng: không biết đã đủ 50 năm tuổi "
          + "Đảng chưa, vẫn tính phải đóng.",
        en: "! \(result.missingJoinedOn) have no day of joining: 50 years of party age cannot be "
          + "told, so they were charged.")
    }
    if let (rule, folder) = unwritten {
      let path = "\(folder)/\(rule).yaml"
      terminal.line(
        vi: "Tệp chưa có ở đó thì in ra trước rồi sửa: "
          + "cadre dues rules --period \(result.month) --source > \(path)",
        en: "Where there is no such file yet, print it first, then mend it: "
          + "cadre dues rules --period \(result.month) --source > \(path)")
    }
    for warning in result.warnings.map(\.phrase) {
      terminal.line(vi: "! \(warning.vi)", en: "! \(warning.en)")
    }
  }

  /// A rule whose file lacks the committee's sum, and where it is to be written.
  private var unwritten: (rule: Code, folder: String)? {
    for case .fixedSumMissing(_, let rule, _, _, let folder) in result.refused.map(\.flaw) {
      return (rule, folder)
    }
    return nil
  }

  private func refused(_ some: ArraySlice<Assessment.Refused>) throws {
    guard !some.isEmpty else { return }
    try listing(of: some).print(as: .table, to: terminal)
    if result.refused.count > some.count {
      terminal.line(
        vi: "… tất cả \(result.refused.count) người: thêm --format csv.",
        en: "… \(result.refused.count) in all: add --format csv.")
    }
  }

  private func listing(of some: ArraySlice<Assessment.Refused>) -> Listing {
    var listing = Listing([
      .init("member_code", vi: "Mã", en: "Code"), .init("cell", vi: "Chi bộ", en: "Cell"),
      .init("reason", vi: "Lý do từ chối", en: "Why refused"),
      .init("next", vi: "Cần làm", en: "What to do"),
    ])
    for refused in some {
      let hint = refused.flaw.hint ?? Phrase(vi: "", en: "")
      let named = Phrase(
        vi: hint.vi.replacing(" MÃ ", with: " \(refused.member) "),
        en: hint.en.replacing(" CODE ", with: " \(refused.member) "))
      listing.add(
        refused.member.text, refused.cell,
        terminal.say(refused.flaw.message(unit: refused.cell.isEmpty ? nil : refused.cell)),
        terminal.say(named))
    }
    return listing
  }

  private var refusal: PlainProblem {
    let done = result.charged + result.adjusted + result.unchanged
    return PlainProblem(
      .rowsRefused,
      isRehearsal
        ? Phrase(
          vi: "\(result.refused.count) người không tính được; \(done) người tính được.",
          en: "\(result.refused.count) members cannot be charged; \(done) can.")
        : Phrase(
          vi: "\(result.refused.count) người không tính được; \(done) người khác đã tính.",
          en: "\(result.refused.count) members were refused; \(done) others are charged."),
      hint: Phrase(
        vi: "Sửa hồ sơ theo cột “Cần làm” rồi chạy lại: chỉ người mới tính được bị đổi.",
        en: "Mend what the table says, then run it again: the others stay as they are."))
  }
}
