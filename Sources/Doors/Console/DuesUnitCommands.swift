import ArgumentParser
import Basics
import Dues

extension DuesCommands {
  package struct Statement: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Bảng thu đảng phí của một chi bộ, hay một đảng bộ, trong tháng.",
        en: "A cell's, or a committee's, dues of a month: owed, paid, open."),
      discussion: words(
        vi: "Ví dụ: cadre dues statement CB00004-1 --period 2026-11",
        en: "Example: cadre dues statement CB00004-1 --period 2026-11"))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @OptionGroup var of: DuesMonth
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (unit, month, rules) = (try code(unit), try of.month, try desk.duesRules)
      let office = try await desk.open(actingAs.account)
      let dues = try await office.dues(by: rules).collection(
        of: unit, month: month, today: office.today, for: office.actor)
      let (terminal, format) = (desk.terminal, format.format)
      var listing = Listing([
        .init("cell_code", vi: "Chi bộ", en: "Cell"), .init("member_code", vi: "Mã", en: "Code"),
        .init("full_name", vi: "Họ và tên", en: "Name"),
        .init("category", vi: "Đối tượng", en: "Category"),
        .init("net", vi: "Phải đóng", en: "Owed", isNumber: true),
        .init("paid", vi: "Đã nộp", en: "Paid", isNumber: true),
        .init("open", vi: "Còn lại", en: "Open", isNumber: true),
        .init("ground", vi: "Miễn, giảm", en: "Waived"),
      ])
      func sums(_ some: Money...) -> [String] {
        some.map { $0.shown(as: format, in: terminal.language) }
      }
      for line in dues.lines where !line.isVoid {
        let category = line.category.map {
          format == .table ? terminal.say($0.title) : $0.rawValue
        }
        listing.add(
          [
            line.cell.text, line.member.text, line.name.reveal(for: .display), category ?? "",
          ] + sums(line.net, line.paid, line.open)
            + [DuesWords.relief(line.ground, line.percent, as: format, terminal)])
      }
      if format == .table {
        terminal.heading("\(unit)  \(dues.head.name) · \(month)")
        guard !dues.lines.isEmpty else {
          return terminal.line(
            vi: "Tháng này chưa tính: cadre dues assess --period \(month) --unit \(unit)",
            en: "Not assessed yet: cadre dues assess --period \(month) --unit \(unit)")
        }
        let paid = dues.lines.count { !$0.isVoid && $0.open == .zero }
        listing.add(
          [
            terminal.say(vi: "Cộng", en: "Total"), "",
            terminal.say(
              vi: "\(paid)/\(listing.rows.count) người đã xong",
              en: "\(paid) of \(listing.rows.count) are done"), "",
          ] + sums(dues.net, dues.paid, dues.open) + [""])
      }
      try listing.print(as: format, to: terminal)
    }
  }

  package struct ListArrears: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "arrears",
      abstract: words(
        vi: "Ai còn nợ tháng nào trong năm; ba tháng trở lên thì nêu để xem xét.",
        en: "Who has unpaid months in a year; three and more are put up for consideration."),
      discussion: words(
        vi: """
          Chương trình chỉ nêu danh sách; xem xét và quyết định là việc của chi bộ và cấp uỷ.
          Ví dụ: cadre dues arrears --year 2026 --unit DU00004
          """,
        en: """
          The program only lists; to consider and decide is for the cell and the committee.
          Example: cadre dues arrears --year 2026 --unit DU00004
          """))
    @Option(help: help(vi: "Năm (mặc định năm nay).", en: "The year (default this year)."))
    var year: String?
    @Option(help: help(vi: "Chỉ đơn vị này và cấp dưới.", en: "Only this unit and below."))
    var unit: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (below, rules) = (try unit.map(code), try desk.duesRules)
      let office = try await desk.open(actingAs.account)
      let chosen = try Console.year(year, or: office.today)
      let found = try await office.dues(by: rules).arrears(
        in: chosen, under: below, today: office.today, for: office.actor)
      let (terminal, format) = (desk.terminal, format.format)
      var listing = Listing([
        .init("member_code", vi: "Mã", en: "Code"),
        .init("full_name", vi: "Họ và tên", en: "Name"),
        .init("cell_code", vi: "Chi bộ", en: "Cell"),
        .init("unpaid", vi: "Số tháng", en: "Unpaid", isNumber: true),
        .init("excused", vi: "Có lý do", en: "Excused", isNumber: true),
        .init("open", vi: "Còn nợ", en: "Open", isNumber: true),
        .init("considered", vi: "Xem xét", en: "Consider"),
        .init("months", vi: "Các tháng", en: "Months"),
      ])
      for arrears in found {
        let mark =
          format == .table
          ? (arrears.isToBeConsidered ? "!" : "") : "\(arrears.isToBeConsidered)"
        let months = arrears.months.map { "\($0.month)" + ($0.isExcused ? "*" : "") }
        listing.add(
          arrears.member.text, arrears.name.reveal(for: .display), arrears.cell.text,
          "\(arrears.counted)", "\(arrears.months.count - arrears.counted)",
          arrears.open.shown(as: format, in: terminal.language), mark,
          months.joined(separator: format == .table ? ", " : ";"))
      }
      if format == .table, found.isEmpty {
        return terminal.line(
          vi: "Năm \(chosen) không ai còn nợ.", en: "Nobody has unpaid months in \(chosen).")
      }
      try listing.print(as: format, to: terminal)
      guard format == .table else { return }
      footnotes(found, chosen, by: rules, terminal)
    }

    private func footnotes(
      _ found: [Arrears], _ year: Int, by rules: DuesRules, _ terminal: Terminal
    ) {
      if found.contains(where: { $0.counted < $0.months.count }) {
        terminal.line(
          vi: "* có lý do chính đáng được ghi, không tính.",
          en: "* has a recorded reason and does not count.")
      }
      let considered = found.count(where: \.isToBeConsidered)
      let removal = Month(year, 12).flatMap { try? rules.rule(for: $0) }?.regulation.removal
      guard considered > 0 else { return }
      let source = removal?.origin.source ?? Phrase(vi: "01-QĐ/TW", en: "01-QĐ/TW")
      terminal.line(
        vi: "! \(considered) người từ \(Arrears.consideredFrom) tháng trở lên trong năm không có "
          + "lý do: chi bộ xem xét (\(source.vi)). Chương trình không xoá tên ai.",
        en: "! \(considered) with \(Arrears.consideredFrom) or more months of the year without a "
          + "reason: for the cell to consider (\(source.en)). The program removes nobody.")
    }
  }

  package struct Remit: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Trích nộp lên trên số tiền ghi sổ trong tháng, theo tỷ lệ từng cấp.",
        en: "Passes up the money booked in a month, by the split between the levels."),
      discussion: words(
        vi: """
          Chạy lại chỉ nộp phần mới. Tỷ lệ ở split.yaml: cadre dues rules --split
          Ví dụ: cadre dues remit --period 2026-11 --dry-run
          """,
        en: """
          Again, it passes only what is new. The split is in split.yaml: cadre dues rules --split
          Example: cadre dues remit --period 2026-11 --dry-run
          """))
    @OptionGroup var of: DuesMonth
    @Flag(help: help(vi: "Chỉ nói sẽ nộp gì, không ghi.", en: "Only say what would move."))
    var dryRun = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (month, basis) = (try of.month, try why.basis())
      let (rules, split) = (try desk.duesRules, try desk.duesSplit)
      let office = try await desk.open(actingAs.account)
      let remitted = try await office.dues(by: rules).remit(
        month, by: split, rehearses: dryRun, today: office.today, by: office.actor, basis: basis)
      let (terminal, format) = (desk.terminal, format.format)
      var listing = Listing([
        .init("unit_code", vi: "Đơn vị", en: "Unit"), .init("unit_name", vi: "Tên", en: "Name"),
        .init("upper_code", vi: "Nộp lên", en: "Passes to"),
        .init("collected", vi: "Tự thu", en: "Collected", isNumber: true),
        .init("received", vi: "Nhận từ dưới", en: "Received", isNumber: true),
        .init("kept", vi: "Giữ lại", en: "Kept", isNumber: true),
        .init("passed", vi: "Nộp lên trên", en: "Passed", isNumber: true),
      ])
      for line in remitted.lines {
        listing.add(
          [line.unit.text, line.name, line.upper?.text ?? ""]
            + [line.collected, line.received, line.kept, line.passed].map {
              $0.shown(as: format, in: terminal.language)
            })
      }
      if format == .table, remitted.lines.isEmpty {
        return terminal.line(
          vi: "Tháng \(month) không có gì mới để nộp lên.",
          en: "\(month) has nothing new to pass up.")
      }
      try listing.print(as: format, to: terminal)
      guard format == .table else { return }
      let plan = remitted.plan
      terminal.line(
        vi: "Cả tháng: thu \(plan.collected.text(in: .vietnamese)) = giữ lại "
          + "\(plan.kept.text(in: .vietnamese)) + ra khỏi hệ thống "
          + "\(plan.leaving.text(in: .vietnamese)). Tỷ lệ: \(remitted.split).",
        en: "The whole month: collected \(plan.collected.text(in: .english)) = kept "
          + "\(plan.kept.text(in: .english)) + out of the top "
          + "\(plan.leaving.text(in: .english)). Split: \(remitted.split).")
      if dryRun {
        terminal.line(vi: "Diễn tập, chưa ghi gì.", en: "A rehearsal, nothing was written.")
      }
    }
  }
}

/// Words that several commands about dues share.
enum DuesWords {
  /// The ground of an exemption or reduction: words for people, the key for programs.
  static func relief(
    _ ground: DuesGround?, _ percent: Int, as format: RowFormat, _ terminal: Terminal
  ) -> String {
    guard let ground else { return "" }
    guard format == .table else { return ground.rawValue }
    return percent == 100
      ? terminal.say(vi: "miễn: \(ground.title.vi)", en: "exempt: \(ground.title.en)")
      : terminal.say(
        vi: "giảm \(percent) %: \(ground.title.vi)", en: "less \(percent) %: \(ground.title.en)")
  }
}
