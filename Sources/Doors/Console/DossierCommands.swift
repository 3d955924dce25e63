import ArgumentParser
import Basics
import Members

/// Entries in the files of a member: rewards, discipline, badges, ranks and the like.
extension MemberCommands {
  package struct Enter: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ghi một mục hồ sơ: khen thưởng, kỷ luật, huy hiệu, ngạch bậc…",
        en: "Adds an entry: reward, discipline, badge, rank …"),
      discussion: words(
        vi: """
          Ví dụ: cadre member enter M000123 reward --title "Bằng khen" --on 2026-02-03
                 cadre member enter M000123 rank --code 01.003 --step 3 --amount 3.00 \
          --on 2025-01-01
                 cadre member enter M000123 introducer --introducer M000007 --on 2010-05-19
          """,
        en: """
          Example: cadre member enter M000123 reward --title "Certificate" --on 2026-02-03
                   cadre member enter M000123 rank --code 01.003 --step 3 --amount 3.00 \
          --on 2025-01-01
          """))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var member: String
    @Argument(
      help: help(
        vi: "Loại: \(DossierEntry.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
        en: "Kind: \(DossierEntry.Kind.allCases.map(\.rawValue).joined(separator: ", "))."))
    var kind: String
    @Option(help: help(vi: "Mã ngạch, mức kỷ luật, số năm…", en: "Rank code, level, years …"))
    var code = ""
    @Option(help: help(vi: "Tên mục.", en: "Title.")) var title = ""
    @Option(help: help(vi: "Bậc.", en: "Step of a rank.")) var step: Int?
    @Option(help: help(vi: "Hệ số.", en: "Coefficient.")) var amount: String?
    @Option(name: .customLong("on"), help: help(vi: "Từ ngày.", en: "From this day.")) var from:
      String
    @Option(help: help(vi: "Đến trước ngày.", en: "Until before this day.")) var until: String?
    @Option(help: help(vi: "Mã người giới thiệu.", en: "Code of the introducer."))
    var introducer: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      guard let kind = DossierEntry.Kind(rawValue: kind) else {
        throw PlainProblem(
          .usage, Phrase(vi: "Không có loại “\(kind)”.", en: "There is no kind “\(kind)”."),
          hint: Phrase(
            vi: "Các loại: \(DossierEntry.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
            en: "Kinds: \(DossierEntry.Kind.allCases.map(\.rawValue).joined(separator: ", "))."))
      }
      var exact: ExactDecimal?
      if let amount {
        exact = ExactDecimal(amount)
        guard let exact, exact.scale <= 4, exact.mantissa >= 0 else {
          throw PlainProblem(
            .usage, Phrase(vi: "“\(amount)” không phải số.", en: "“\(amount)” is no number."))
        }
      }
      let office = try await desk.open(actingAs.account)
      let draft = DossierEntry.Draft(
        kind: kind, code: code, title: title, step: step, amount: exact,
        from: try day(from, or: office.today),
        until: try until.map { try day($0, or: office.today) },
        introducer: try introducer.map(Console.code), document: why.document)
      let number = try await office.members.enter(
        draft, of: try Console.code(member), today: office.today, by: office.actor,
        basis: try why.basis())
      desk.terminal.line(
        vi: "Đã ghi mục #\(number). Rút lại: cadre member withdraw \(member) \(number)",
        en: "Added entry #\(number). To withdraw: cadre member withdraw \(member) \(number)")
    }
  }

  package struct Withdraw: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Rút một mục hồ sơ; mục ấy vẫn còn, ghi là đã rút.",
        en: "Withdraws an entry; it stays on record as withdrawn."),
      discussion: words(
        vi: "Ví dụ: cadre member withdraw M000123 17 --reason \"Ghi nhầm người\"",
        en: "Example: cadre member withdraw M000123 17 --reason \"Wrong person\""))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var member: String
    @Argument(help: help(vi: "Số của mục.", en: "Number of the entry.")) var entry: Int64
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try await office.members.withdraw(
        entry, of: try Console.code(member), today: office.today, by: office.actor,
        basis: try why.basis())
      desk.terminal.line(vi: "Đã rút mục #\(entry).", en: "Withdrew entry #\(entry).")
    }
  }
}
