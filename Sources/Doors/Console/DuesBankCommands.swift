import ArgumentParser
import Basics
import Dues
import Exchange

extension DuesCommands {
  package struct ImportStatement: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "import-statement",
      abstract: words(
        vi: "Nhập sao kê ngân hàng: dòng nêu đúng một mã thì ghi sổ, dòng khác chờ người xử lý.",
        en: "Reads a bank statement: a line that names one member is booked, others wait."),
      discussion: words(
        vi: """
          Cột: date,reference,amount,content (tên tiếng Việt cũng được). Nhập lại không ghi hai lần.
          Ví dụ: cadre dues import-statement sao-ke.csv --dry-run
          """,
        en: """
          Columns: date,reference,amount,content. Read again, nothing is booked twice.
          Example: cadre dues import-statement statement.csv --dry-run
          """))
    @Argument(help: help(vi: "Tệp .csv hoặc .xlsx.", en: "A .csv or .xlsx file.")) var file: String
    @OptionGroup var flags: RehearsalFlags
    @OptionGroup var why: BasisOptions
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let basis = try why.basis()
      let office = try await desk.open(actingAs.account)
      let options = flags.options(today: office.today)
      try await ImportRun.run(
        file, isRehearsal: flags.dryRun, isPartial: flags.partial, format: format.format,
        desk: desk
      ) { progress in
        try await StatementImport(database: office.database).run(
          path: file, options: options, by: office.actor, basis: basis, progress: progress)
      }
    }
  }

  package struct Inbox: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Các dòng sao kê không khớp ai, đang chờ người xử lý.",
        en: "Lines of statements that matched nobody and wait for a person."),
      discussion: words(
        vi: "Ví dụ: cadre dues inbox --all", en: "Example: cadre dues inbox --all"))
    @Flag(help: help(vi: "Cả những dòng đã ghi, đã gạt.", en: "The booked and dismissed too."))
    var all = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      let found = try await office.dues(by: rules).inbox(all: all, for: office.actor)
      let (terminal, format) = (desk.terminal, format.format)
      var listing = Listing([
        .init("reference", vi: "Tham chiếu", en: "Reference"),
        .init("date", vi: "Ngày", en: "Day"),
        .init("amount", vi: "Số tiền", en: "Amount", isNumber: true),
        .init("content", vi: "Nội dung", en: "Content"),
        .init("outcome", vi: "Kết quả", en: "Outcome"),
        .init("member_code", vi: "Cho", en: "For"), .init("answer", vi: "Vì sao", en: "Why"),
      ])
      for line in found {
        let outcome = line.outcome.map { format == .table ? terminal.say($0.title) : $0.rawValue }
        listing.add(
          line.reference, "\(line.paidOn)", line.amount.shown(as: format, in: terminal.language),
          Terminal.harmless(line.content), outcome ?? "", line.member?.text ?? "", line.answer)
      }
      if format == .table, found.isEmpty {
        return terminal.line(vi: "Không có dòng nào đang chờ.", en: "Nothing waits.")
      }
      try listing.print(as: format, to: terminal)
      if format == .table, found.contains(where: { $0.outcome == nil }) {
        terminal.line(
          vi: "Xử lý: cadre dues match SỐ MÃ --reason …, hoặc cadre dues dismiss SỐ --reason …",
          en: "Answer: cadre dues match REFERENCE CODE --reason …, or cadre dues dismiss "
            + "REFERENCE --reason …")
      }
    }
  }

  package struct Match: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ghi một dòng sao kê đang chờ cho một người.",
        en: "Books a waiting line for a member."),
      discussion: words(
        vi: "Ví dụ: cadre dues match FT26325000111 M000123 --reason \"gọi hỏi người chuyển\"",
        en: "Example: cadre dues match FT26325000111 M000123 --reason \"asked the payer\""))
    @Argument(help: help(vi: "Số tham chiếu của dòng.", en: "The line's reference."))
    var reference: String
    @Argument(help: help(vi: "Mã người được nộp.", en: "For whom it is.")) var code: String
    @OptionGroup var why: BasisOptions
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (member, basis) = (try Console.code(code), try why.basis())
      let rules = try desk.duesRules
      let office = try await desk.open(actingAs.account)
      let answer = try await office.dues(by: rules).match(
        reference, to: member, today: office.today, by: office.actor, basis: basis)
      try PaymentScreen(answer: answer, terminal: desk.terminal).say(as: format.format)
    }
  }

  package struct Dismiss: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Gạt một dòng sao kê: không phải đảng phí, hoặc đã ghi cách khác.",
        en: "Puts a line aside: it is no dues, or was booked otherwise."),
      discussion: words(
        vi: "Ví dụ: cadre dues dismiss FT26325000112 --reason \"tiền thuê nhà\"",
        en: "Example: cadre dues dismiss FT26325000112 --reason \"rent\""))
    @Argument(help: help(vi: "Số tham chiếu của dòng.", en: "The line's reference."))
    var reference: String
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let (rules, basis) = (try desk.duesRules, try why.basis())
      let office = try await desk.open(actingAs.account)
      try await office.dues(by: rules).dismiss(reference, by: office.actor, basis: basis)
      desk.terminal.line(
        vi: "Đã gạt dòng sao kê \(Terminal.harmless(reference)).",
        en: "Put aside the line \(Terminal.harmless(reference)).")
    }
  }
}

extension StatementLine.Outcome {
  fileprivate var title: Phrase {
    switch self {
    case .booked: Phrase(vi: "đã ghi sổ", en: "booked")
    case .dismissed: Phrase(vi: "đã gạt", en: "put aside")
    }
  }
}
