import ArgumentParser
import Audit
import Basics
import Letters
import Transfers

/// Options of every step: of which transfer or list, why, who.
package struct TransferStepOptions: ParsableArguments {
  @Argument(help: help(vi: "Số đề nghị.", en: "The transfer's number.")) var number: Int64?
  @Option(help: help(vi: "Cả danh sách số này.", en: "All on the list of this number."))
  var list: Int64?
  @OptionGroup var why: BasisOptions
  @OptionGroup var actingAs: ActingAs

  package init() {}

  func scope() throws -> TransferScope {
    switch (number, list) {
    case (let number?, nil): .one(number)
    case (nil, let list?): .list(list)
    default:
      throw PlainProblem(
        .usage,
        Phrase(
          vi: "Cần số đề nghị, hoặc --list SỐ.", en: "Needs a transfer's number, or --list NUMBER."
        ))
    }
  }

  /// Takes the step and says where it leads.
  func take(
    _ step: Transfer.Step, _ details: StepDetails = StepDetails(), at desk: Desk
  ) async throws {
    let scope = try scope()
    let office = try await desk.open(actingAs.account)
    let outcome = try await telling(desk) {
      try await desk.transfers(in: office).take(
        step, on: scope, details, today: office.today, by: office.actor, basis: try why.basis())
    }
    guard let first = outcome.taken.first else { return }
    let state = desk.terminal.say(first.state.title)
    switch scope {
    case .one(let number):
      desk.terminal.line(
        vi: "Số \(number), \(first.memberCode): \(state).",
        en: "Transfer \(number), \(first.memberCode): \(state).")
    case .list(let number):
      desk.terminal.line(
        vi: "Danh sách số \(number): \(outcome.taken.count) người \(state), còn lại "
          + "\(outcome.left).",
        en: "List \(number): \(outcome.taken.count) members \(state), \(outcome.left) left.")
    }
    guard first.state.isOpen, let (_, day) = first.deadline else { return }
    desk.warnOfUnknownHolidays(day)
    if step == .release {
      desk.terminal.line(
        vi: "Nộp giấy giới thiệu chậm nhất ngày \(day).",
        en: "The letter is to be presented by \(day).")
      for transfer in outcome.taken { try await tellLetter(of: transfer, at: desk, in: office) }
    }
  }
}

extension TransferStepOptions {
  /// Says which letter a release has given, and how it is printed.
  private func tellLetter(
    of transfer: Transfer, at desk: Desk, in office: Office
  ) async throws {
    var filter = Letters.Filter()
    (filter.member, filter.kind, filter.states) = (
      transfer.memberCode, .introduction, [.issued]
    )
    let letters = desk.letters(in: office)
    guard
      let letter = try await letters.list(
        filter, today: office.today, for: office.actor
      ).first(where: { $0.transfer == transfer.number }),
      let signed = try await letters.show(
        letter.id, today: office.today, for: office.actor
      ).signed
    else { return }
    desk.terminal.line(
      vi: "Giấy giới thiệu số \(signed.seal.number), mã kiểm tra \(signed.seal.code).",
      en: "Introduction letter \(signed.seal.number), check code \(signed.seal.code).")
    desk.terminal.line(
      vi: "In ra: cadre letter show \(letter.id) --output giay-gioi-thieu.pdf",
      en: "To print: cadre letter show \(letter.id) --output introduction.pdf")
  }
}

extension TransferCommands {
  package struct Review: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Chi bộ nơi đi họp xét và đồng ý.", en: "The departing cell has met and agrees."),
      discussion: words(
        vi: "Ví dụ: cadre transfer review 12 --document 3-BB/CB",
        en: "Example: cadre transfer review 12 --document 3-BB/CB"))
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws { try await options.take(.review, at: desk) }
  }

  package struct Release: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Cấp có thẩm quyền giới thiệu; từ nay có 30 ngày làm việc để nộp giấy.",
        en: "The authority gives the letter; 30 working days to present it begin."),
      discussion: words(
        vi: """
          Còn nợ đảng phí thì không giới thiệu, trừ khi ghi lý do.
          Ví dụ: cadre transfer release 12 --document 45-GT/ĐU
                 cadre transfer release 12 --despite-dues "nằm viện dài ngày"
          """,
        en: """
          Refused while dues are unpaid, unless a reason is written down.
          Example: cadre transfer release 12 --document 45-GT/ĐU
                   cadre transfer release 12 --despite-dues "long in hospital"
          """))
    @Option(
      help: help(
        vi: "Lý do vẫn giới thiệu khi còn nợ đảng phí.", en: "Why, although dues are unpaid."))
    var despiteDues = ""
    @Option(help: help(vi: "GIẤY=SỐ vào hồ sơ.", en: "PAPER=NUMBER into the file."))
    var paper: [String] = []
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      var details = StepDetails()
      details.duesReason = try clean("--despite-dues", despiteDues, limit: 1000)
      details.papers = try papers(paper)
      try await options.take(.release, details, at: desk)
    }
  }

  package struct Send: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Hồ sơ đủ giấy tờ, đã niêm phong, giao cho đảng viên.",
        en: "The file is complete and sealed, and handed to the member."),
      discussion: words(
        vi: "Ví dụ: cadre transfer send 12 --paper introduction_letter=45 --paper dossier=NP-0031",
        en: "Example: cadre transfer send 12 --paper introduction_letter=45 --paper dossier=S-31"))
    @Option(
      help: help(
        vi: "GIẤY=SỐ; của hồ sơ (dossier) là số niêm phong.",
        en: "PAPER=NUMBER; of the dossier the number of its seal."))
    var paper: [String] = []
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      var details = StepDetails()
      details.papers = try papers(paper)
      try await options.take(.send, details, at: desk)
    }
  }

  package struct Receive: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Chi bộ nơi đến họp tiếp nhận: đổi chi bộ từ ngày ghi trong đề nghị.",
        en: "The receiving cell has met: the cell changes from the day asked for."),
      discussion: words(
        vi: "Ví dụ: cadre transfer receive 12 --document 8-BB/CB",
        en: "Example: cadre transfer receive 12 --document 8-BB/CB"))
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws { try await options.take(.receive, at: desk) }
  }

  package struct Return: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Trả lại, kèm lý do; người ấy ở lại chi bộ cũ.",
        en: "Returns it with the reason; the member stays where they are."),
      discussion: words(
        vi: "Ví dụ: cadre transfer return 12 --reason \"thiếu bản tự kiểm điểm\"",
        en: "Example: cadre transfer return 12 --reason \"the self-review is missing\""))
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws { try await options.take(.return, at: desk) }
  }

  package struct Cancel: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Bên đi huỷ đề nghị, kèm lý do.", en: "The departing side takes it back."),
      discussion: words(
        vi: "Ví dụ: cadre transfer cancel 12 --reason \"thôi chuyển công tác\"",
        en: "Example: cadre transfer cancel 12 --reason \"stays in the post\""))
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws { try await options.take(.cancel, at: desk) }
  }

  package struct Extend: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Gia hạn một lần sinh hoạt tạm thời, kèm lý do.",
        en: "Extends a temporary stay, once, with the reason."),
      discussion: words(
        vi: "Ví dụ: cadre transfer extend 12 --until 2027-09-30 --reason \"dự án kéo dài\"",
        en: "Example: cadre transfer extend 12 --until 2027-09-30 --reason \"a longer project\""))
    @Option(help: help(vi: "Ngày cuối mới.", en: "The new last day.")) var until: String
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      var details = StepDetails()
      details.lastOn = try day(until, or: .first)
      try await options.take(.extend, details, at: desk)
    }
  }

  package struct End: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Kết thúc sớm một lần sinh hoạt tạm thời.", en: "Ends a temporary stay early."),
      discussion: words(
        vi: "Ví dụ: cadre transfer end 12 --until 2027-01-31 --reason \"về trước hạn\"",
        en: "Example: cadre transfer end 12 --until 2027-01-31 --reason \"came home\""))
    @Option(help: help(vi: "Ngày cuối.", en: "The last day.")) var until: String
    @OptionGroup var options: TransferStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      var details = StepDetails()
      details.lastOn = try day(until, or: .first)
      try await options.take(.end, details, at: desk)
    }
  }
}
