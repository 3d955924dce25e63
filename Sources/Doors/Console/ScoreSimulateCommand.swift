import ArgumentParser
import Basics
import Foundation
import Frameworks
import Runs

extension Framework.Quota.Base: ExpressibleByArgument {}
extension Framework.Quota.Group: ExpressibleByArgument {}
extension Framework.Quota.SmallGroups: ExpressibleByArgument {}
extension Framework.Quota.Ties: ExpressibleByArgument {}

extension ScoreCommands {
  package struct Simulate: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Thử bộ tiêu chí khác, hoặc cách hiểu khác về hạn mức, trên một kỳ thật; không ghi gì.",
        en: "Runs other rules, or another reading of the quota, over a real period; writes nothing."
      ),
      discussion: words(
        vi: """
          Ví dụ: cadre score simulate --period 2026-10 --framework moi.yaml
                 cadre score simulate --period 2026-10 --quota-of good_or_better
          """,
        en: """
          Example: cadre score simulate --period 2026-10 --framework other.yaml
                   cadre score simulate --period 2026-10 --quota-of good_or_better
          """))
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Option(
      help: help(
        vi: "Tệp bộ tiêu chí, thay cho mọi bộ cùng hình thức.",
        en: "A framework file, in the place of all of its form."))
    var framework: String?
    @Option(help: help(vi: "Tỷ lệ A, ví dụ 0.25.", en: "The share of A, such as 0.25."))
    var quotaShare: String?
    @Option(
      help: help(
        vi: "Tính trên: good, good_or_better hoặc all.", en: "Of good, good_or_better or all."))
    var quotaOf: Framework.Quota.Base?
    @Option(help: help(vi: "Nhóm: unit hoặc parent.", en: "Group: unit or parent."))
    var quotaGroup: Framework.Quota.Group?
    @Option(
      help: help(vi: "Nhóm nhỏ: pool_up hoặc alone.", en: "Small groups: pool_up or alone."))
    var smallGroups: Framework.Quota.SmallGroups?
    @Option(help: help(vi: "Bằng điểm: decide, in hoặc out.", en: "Ties: decide, in or out."))
    var ties: Framework.Quota.Ties?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      let other = try rules()
      let office = try await desk.open(actingAs.account)
      let progress = ProgressLine(desk.terminal)
      defer { progress.finish() }
      let found = try await office.runs.simulate(month, other, by: office.actor) {
        progress.show($0)
      }
      progress.finish()
      try SimulationWords(found: found).say(as: format.format, to: desk.terminal)
    }

    private func rules() throws -> OtherRules {
      var other = OtherRules()
      if let framework {
        guard let data = FileManager.default.contents(atPath: framework) else {
          throw PlainProblem(
            .notFound,
            Phrase(
              vi: "Không mở được tệp “\(framework)”.",
              en: "The file “\(framework)” cannot be opened."),
            hint: Phrase(
              vi: "Kiểm tra đường dẫn và quyền đọc tệp.",
              en: "Check the path and the right to read it."))
        }
        other.framework = try FrameworkFile.read(bytes: Array(data), name: framework)
      }
      if let quotaShare {
        guard let share = ExactDecimal(quotaShare), share > ExactDecimal(0),
          share <= ExactDecimal(1), share.scale <= 6
        else {
          throw PlainProblem(
            .usage,
            Phrase(
              vi: "--quota-share lớn hơn 0, đến 1, ví dụ 0.25.",
              en: "--quota-share is more than 0 and up to 1, such as 0.25."))
        }
        other.quotaShare = share
      }
      (other.quotaBase, other.quotaGroup) = (quotaOf, quotaGroup)
      (other.quotaSmallGroups, other.quotaTies) = (smallGroups, ties)
      guard !other.changesNothing else {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "Chưa nói thử điều gì: --framework TỆP hoặc --quota-….",
            en: "Nothing to try was named: --framework FILE or --quota-…."))
      }
      return other
    }
  }
}

/// Who would move, by unit.
private struct SimulationWords {
  let found: Simulation

  /// How many movers are named on the screen; csv and json name all.
  static let shown = 40

  func say(as format: RowFormat, to terminal: Terminal) throws {
    guard format == .table else {
      return try listing(of: found.movers).print(as: format, to: terminal)
    }
    let (before, after) = (
      RunWords.line(found.before, terminal), RunWords.line(found.after, terminal)
    )
    terminal.line(terminal.say(vi: "Hiện nay: ", en: "Now:     ") + before)
    terminal.line(terminal.say(vi: "Thử:      ", en: "Instead: ") + after)
    guard !found.movers.isEmpty else {
      return terminal.line(vi: "Không ai đổi xếp loại.", en: "Nobody would move.")
    }
    terminal.line()
    try byUnit.print(as: .table, to: terminal)
    terminal.line()
    try listing(of: Array(found.movers.prefix(Self.shown))).print(as: .table, to: terminal)
    if found.movers.count > Self.shown {
      terminal.line(
        vi: "… tất cả \(found.movers.count) người; xem hết: --format csv.",
        en: "… \(found.movers.count) members in all; see them: --format csv.")
    }
  }

  private var byUnit: Listing {
    var listing = Listing([
      .init("unit_code", vi: "Đơn vị", en: "Unit"), .init("unit_name", vi: "Tên", en: "Name"),
      .init("up", vi: "Lên", en: "Up", isNumber: true),
      .init("down", vi: "Xuống", en: "Down", isNumber: true),
    ])
    let units = Dictionary(grouping: found.movers, by: \.unit)
    let ordered = units.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    for (unit, movers) in ordered.prefix(Self.shown) {
      let up = movers.count { $0.gradeAfter < $0.gradeBefore }
      listing.add(
        unit.text, movers.first?.unitName ?? "", "\(up)", "\(movers.count - up)")
    }
    return listing
  }

  private func listing(of movers: [Simulation.Mover]) -> Listing {
    var listing = Listing([
      .init("unit_code", vi: "Đơn vị", en: "Unit"),
      .init("member_code", vi: "Mã", en: "Code"),
      .init("total_before", vi: "Điểm nay", en: "Total now", isNumber: true),
      .init("total_after", vi: "Điểm thử", en: "Total then", isNumber: true),
      .init("grade_before", vi: "Loại nay", en: "Grade now"),
      .init("grade_after", vi: "Loại thử", en: "Grade then"),
      .init("reasons_after", vi: "Lý do", en: "Reasons"),
    ])
    for mover in movers {
      listing.add(
        mover.unit.text, mover.member.text, mover.totalBefore?.description ?? "",
        mover.totalAfter?.description ?? "", mover.gradeBefore, mover.gradeAfter,
        mover.reasonsAfter)
    }
    return listing
  }
}
