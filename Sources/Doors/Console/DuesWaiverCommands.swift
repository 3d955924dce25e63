import ArgumentParser
import Basics
import Dues

extension DuesCommands {
  package struct Waive: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ghi quyết định miễn hoặc giảm đảng phí, hoặc rút một quyết định.",
        en: "Records a decision that exempts or reduces, or withdraws one."),
      discussion: words(
        vi: """
          Đủ 50 năm tuổi Đảng thì tự được miễn theo hồ sơ, không cần ghi.
          Ví dụ: cadre dues waive M12 --ground hardship --from 2026-11 --document 08-QĐ
                 cadre dues waive M12 --ground difficulty --reduce 30 \\
                   --from 2026-11 --until 2027-10 --document 08-QĐ
                 cadre dues waive M12 --withdraw 4 --reason "hết khó khăn"
          """,
        en: """
          50 years of party age exempt by the record alone and need no decision.
          Example: cadre dues waive M12 --ground hardship --from 2026-11 --document 08-QĐ
                   cadre dues waive M12 --ground difficulty --reduce 30 \\
                     --from 2026-11 --until 2027-10 --document 08-QĐ
                   cadre dues waive M12 --withdraw 4 --reason "no longer"
          """))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Option(
      help: help(
        vi: "Căn cứ: social_allowance, hardship hoặc difficulty.",
        en: "The ground: social_allowance, hardship or difficulty."))
    var ground: DuesGround?
    @Option(
      help: help(
        vi: "Giảm 30, 50 hoặc 70 %; không có thì miễn hết.",
        en: "Reduces by 30, 50 or 70 %; without it exempts."))
    var reduce: Int?
    @Option(
      help: help(vi: "Tháng đầu, YYYY-MM.", en: "The first month, YYYY-MM."))
    var from: String?
    @Option(
      help: help(
        vi: "Tháng cuối, YYYY-MM; difficulty phải có, nhiều nhất 12 tháng.",
        en: "The last month, YYYY-MM; difficulty needs one, at most 12 months."))
    var until: String?
    @Option(
      help: help(vi: "Rút quyết định có số này.", en: "Withdraws the decision of this number."))
    var withdraw: Int64?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (member, basis) = (try Console.code(code), try why.basis())
      if let withdraw {
        guard ground == nil, reduce == nil, from == nil, until == nil else {
          throw wrong(
            vi: "--withdraw không đi cùng --ground, --reduce, --from, --until.",
            en: "--withdraw does not go with --ground, --reduce, --from or --until.")
        }
        let rules = try desk.duesRules
        let office = try await desk.open(actingAs.account)
        let assessed = try await office.dues(by: rules).withdrawWaiver(
          withdraw, of: member, today: office.today, by: office.actor, basis: basis)
        desk.terminal.line(
          vi: "Đã rút quyết định miễn, giảm số \(withdraw) của \(member).",
          en: "Withdrew the waiver \(withdraw) of \(member).")
        return again(assessed, member, desk.terminal)
      }
      guard let ground, let from else {
        throw wrong(
          vi: "Cần --ground và --from, hoặc --withdraw SỐ.",
          en: "It needs --ground and --from, or --withdraw NUMBER.")
      }
      let (first, last) = (try month(from), try until.map(month))
      let (percent, rules) = (reduce ?? 100, try desk.duesRules)
      try check(ground, percent, first, last, by: rules)
      let office = try await desk.open(actingAs.account)
      let waiver = try await office.dues(by: rules).waive(
        member, ground: ground, percent: percent, from: first, until: last, today: office.today,
        by: office.actor, basis: basis)
      let span = Phrase(
        vi: "từ \(first)" + (last.map { " đến hết \($0)" } ?? ""),
        en: "from \(first)" + (last.map { " through \($0)" } ?? ""))
      let what = Phrase(
        vi: percent == 100 ? "miễn" : "giảm \(percent) %",
        en: percent == 100 ? "exempt" : "reduced by \(percent) %")
      desk.terminal.line(
        vi: (waiver.wasRecorded ? "Đã ghi từ trước" : "Đã ghi")
          + ", số \(waiver.number): \(what.vi) cho \(member) \(span.vi), \(ground.title.vi).",
        en: (waiver.wasRecorded ? "On record already" : "Recorded")
          + ", number \(waiver.number): \(member) is \(what.en) \(span.en), \(ground.title.en).")
      again(waiver.assessed, member, desk.terminal)
    }

    /// What the rule says of such a decision, in better words than the database.
    private func check(
      _ ground: DuesGround, _ percent: Int, _ first: Month, _ last: Month?, by rules: DuesRules
    ) throws {
      let regulation = try rules.rule(for: first).regulation
      if let last, last < first {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "--until \(last) trước --from \(first).",
            en: "--until \(last) is before --from \(first)."))
      }
      let months = last.map { Int($0.number - first.number) + 1 }
      if let most = regulation.waiver(on: ground)?.months, months == nil {
        throw PlainProblem(
          .refused,
          Phrase(
            vi: "Quyết định “\(ground.rawValue)” phải có tháng cuối, nhiều nhất \(most) tháng.",
            en: "A decision on “\(ground.rawValue)” needs its last month, \(most) months at most."),
          hint: Phrase(
            vi: "Thêm --until \(first.adding(months: most - 1)) hoặc sớm hơn.",
            en: "Add --until \(first.adding(months: most - 1)) or earlier."))
      }
      guard let objection = regulation.objection(to: ground, percent: percent, months: months ?? 1)
      else { return }
      throw PlainProblem(
        .refused, Phrase(vi: objection.vi + ".", en: objection.en + "."),
        hint: Phrase(
          vi: "Xem quy định của tháng: cadre dues rules --period \(first).",
          en: "See the rule of the month: cadre dues rules --period \(first)."))
    }

    /// Months that were charged before: what to type to bring them in line.
    private func again(_ months: [Month], _ member: Code, _ terminal: Terminal) {
      guard !months.isEmpty else { return }
      let names = months.map(\.description).joined(separator: ", ")
      terminal.line(
        vi: "Đã tính từ trước: \(names). Tính lại để áp dụng:",
        en: "Assessed already: \(names). To apply it, assess again:")
      for month in months {
        terminal.line("  cadre dues assess --period \(month) --member \(member)")
      }
    }
  }

  package struct ExcuseMonth: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "excuse",
      abstract: words(
        vi: "Ghi lý do chính đáng của một tháng chưa nộp: không tính vào ba tháng.",
        en: "Records a good reason for an unpaid month: it no longer counts to the three."),
      discussion: words(
        vi: "Ví dụ: cadre dues excuse M000123 --period 2026-09 --reason \"nằm viện\"",
        en: "Example: cadre dues excuse M000123 --period 2026-09 --reason \"in hospital\""))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @OptionGroup var of: DuesMonth
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (member, month, basis) = (try Console.code(code), try of.month, try why.basis())
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      try await office.dues(by: rules).excuse(
        member, month: month, today: office.today, by: office.actor, basis: basis)
      desk.terminal.line(
        vi: "Đã ghi lý do chưa nộp tháng \(month) của \(member). Số phải nộp không đổi.",
        en: "Recorded why \(month) of \(member) is unpaid. What is owed stays.")
    }
  }
}
