import ArgumentParser
import Audit
import Basics
import Letters

/// Options of every step: of which letter, or of all that wait for it at a unit.
package struct LetterStepOptions: ParsableArguments {
  @Argument(help: help(vi: "Số đề nghị.", en: "The request's number.")) var number: Int64?
  @Option(help: help(vi: "Mọi giấy đang chờ ở đơn vị này.", en: "All that wait at this unit."))
  var unit: String?
  @Option(help: help(vi: "Cùng --unit: chỉ loại này.", en: "With --unit: only of this kind."))
  var kind: LetterKind?
  @OptionGroup var why: BasisOptions
  @OptionGroup var actingAs: ActingAs

  package init() {}

  func scope() throws -> LetterScope {
    switch (number, unit) {
    case (let number?, nil) where kind == nil: .one(number)
    case (nil, let unit?): .waiting(at: try Console.code(unit), kind: kind)
    default:
      throw wrong(
        vi: "Cần số đề nghị, hoặc --unit ĐƠN_VỊ (và --kind).",
        en: "Give a request's number, or --unit UNIT (and --kind).")
    }
  }

  /// Takes the step and says where it leads; of many, whoever was left makes it exit 1.
  @discardableResult
  func take(
    _ step: Letter.Step, comments: [Code: ResidenceComment] = [:], post: String = "",
    at desk: Desk
  ) async throws -> Letters.Outcome {
    let scope = try scope()
    let office = try await desk.open(actingAs.account)
    let outcome = try await desk.letters(in: office).take(
      step, on: scope, comments: comments, post: post, today: office.today, by: office.actor,
      basis: try why.basis())
    LetterReport.tell(outcome.left, at: desk)
    switch scope {
    case .one(let id):
      guard let letter = outcome.taken.first else { break }
      let state = desk.terminal.say(letter.state.title)
      desk.terminal.line(
        vi: "Đề nghị số \(id), \(letter.memberCode): \(state).",
        en: "Request \(id), \(letter.memberCode): \(state).")
      tellNext(after: letter, by: office.actor.account, at: desk)
    case .waiting(let unit, _):
      desk.terminal.line(
        vi: "\(step.title.vi): \(outcome.taken.count) giấy, còn lại \(outcome.left.count).",
        en: "\(step.title.en): \(outcome.taken.count) letters, \(outcome.left.count) left.")
      guard let letter = outcome.taken.first, let verb = Self.verb(after: letter) else { break }
      Self.tell(
        "\(verb) --unit \(unit)", after: letter, by: office.actor.account, at: desk)
    }
    return outcome
  }

  private func tellNext(after letter: Letter, by account: Code, at desk: Desk) {
    guard let verb = Self.verb(after: letter) else { return }
    Self.tell("\(verb) \(letter.id)", after: letter, by: account, at: desk)
  }

  /// Says what comes next, and that it is for somebody else where it is.
  private static func tell(
    _ command: String, after letter: Letter, by account: Code, at desk: Desk
  ) {
    let isForAnother = letter.state != .requested && letter.draftedBy == account
    desk.terminal.line(
      vi: "Tiếp\(isForAnother ? ", người khác làm" : ""): cadre letter \(command)",
      en: "Next\(isForAnother ? ", by somebody else" : ""): cadre letter \(command)")
  }

  private static func verb(after letter: Letter) -> String? {
    switch letter.state {
    case .requested: "draft"
    case .drafted where letter.transfer == nil: "review"
    case .drafted, .reviewed: "issue"
    default: nil
    }
  }
}

extension Letters.Outcome {
  /// Ends the command with exit 1 where somebody was left.
  func requireAll() throws {
    guard !left.isEmpty else { return }
    throw PlainProblem(
      .rowsRefused,
      Phrase(
        vi: "\(left.count) giấy chưa làm được, lý do ở trên; \(taken.count) giấy đã xong.",
        en: "\(left.count) letters could not be done, as said above; \(taken.count) are done."),
      hint: Phrase(
        vi: "Sửa các giấy ấy rồi chạy lại: giấy đã xong không bị làm lại.",
        en: "Mend those and run it again: what is done is not done twice."))
  }
}

extension LetterCommands {
  package struct Draft: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Soạn giấy từ hồ sơ như hôm nay.", en: "Draws letters up from the record of today."),
      discussion: words(
        vi: """
          Nhận xét nơi cư trú cần lời của chi bộ: --comment, hoặc --comments TỆP cho cả đợt
          (cột member_code,comment,conclusion). Cấp phó ký thì ghi chức vụ bằng --post.
          Ví dụ: cadre letter draft 12 --post "PHÓ BÍ THƯ"
                 cadre letter draft 15 --comment "Gương mẫu…" --conclusion "Hoàn thành tốt"
                 cadre letter draft --unit CB01 --comments nhanxet.csv
          """,
        en: """
          A residence comment needs the cell's words: --comment, or --comments FILE for a round
          (columns member_code,comment,conclusion). Where a deputy signs: --post.
          Example: cadre letter draft 12 --post "PHÓ BÍ THƯ"
                   cadre letter draft 15 --comment "Exemplary…" --conclusion "Good"
                   cadre letter draft --unit CB01 --comments comments.csv
          """))
    @Option(help: help(vi: "Lời nhận xét của chi bộ.", en: "The cell's comment.")) var comment = ""
    @Option(help: help(vi: "Kết luận.", en: "Its conclusion.")) var conclusion = ""
    @Option(help: help(vi: "Tệp nhận xét .csv hoặc .xlsx.", en: "A .csv or .xlsx of comments."))
    var comments: String?
    @Option(
      help: help(
        vi: "Chức vụ người sẽ ký, khi không phải cấp trưởng.",
        en: "The post of who will sign, where it is not the head."))
    var post = ""
    @OptionGroup var options: LetterStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let post = try clean("--post", post, limit: 60)
      var known: [Code: ResidenceComment] = [:]
      if let comments { known = try CommentFile.read(comments) }
      if !comment.isEmpty || !conclusion.isEmpty {
        guard let number = options.number, comments == nil else {
          throw wrong(
            vi: "--comment đi cùng số đề nghị; cả đợt: --comments TỆP.",
            en: "--comment goes with a request's number; for a round: --comments FILE.")
        }
        let office = try await desk.open(options.actingAs.account)
        let letter = try await desk.letters(in: office).show(
          number, today: office.today, for: office.actor
        ).letter
        guard letter.kind == .residenceComment else { throw LetterError.commentOnlyOfComment }
        known[letter.memberCode] = ResidenceComment(
          comment: try clean("--comment", comment, limit: 4000),
          conclusion: try clean("--conclusion", conclusion, limit: 300))
      }
      let outcome = try await options.take(.draft, comments: known, post: post, at: desk)
      if options.unit != nil {
        let waited = Set(outcome.taken.map(\.memberCode) + outcome.left.map(\.member))
        LetterReport.tell(unused: known.keys.filter { !waited.contains($0) }, at: desk)
      }
      try outcome.requireAll()
    }
  }

  package struct Review: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đã soát bản soạn và đồng ý; người khác người soạn.",
        en: "The draft was read and is right; by another than who drafted."),
      discussion: words(
        vi: "Ví dụ: cadre letter review 12\n       cadre letter review --unit CB01",
        en: "Example: cadre letter review 12\n         cadre letter review --unit CB01"))
    @OptionGroup var options: LetterStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      try await options.take(.review, at: desk).requireAll()
    }
  }

  package struct Return: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Trả bản soạn lại, kèm lý do.", en: "Gives the draft back with the reason."),
      discussion: words(
        vi: "Ví dụ: cadre letter return 12 --reason \"sai chức vụ\"",
        en: "Example: cadre letter return 12 --reason \"the post is wrong\""))
    @OptionGroup var options: LetterStepOptions
    package init() {}

    package func run(at desk: Desk) async throws { try await options.take(.return, at: desk) }
  }

  package struct Refuse: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Từ chối cấp, kèm lý do.", en: "Refuses the letter with the reason."),
      discussion: words(
        vi: "Ví dụ: cadre letter refuse 12 --reason \"không thuộc thẩm quyền\"",
        en: "Example: cadre letter refuse 12 --reason \"not ours to give\""))
    @OptionGroup var options: LetterStepOptions
    package init() {}

    package func run(at desk: Desk) async throws { try await options.take(.refuse, at: desk) }
  }

  package struct Cancel: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Rút đề nghị, kèm lý do.", en: "Takes the request back."),
      discussion: words(
        vi: "Ví dụ: cadre letter cancel 12 --reason \"không cần nữa\"",
        en: "Example: cadre letter cancel 12 --reason \"no longer needed\""))
    @OptionGroup var options: LetterStepOptions
    package init() {}

    package func run(at desk: Desk) async throws { try await options.take(.cancel, at: desk) }
  }

  package struct Issue: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ký: cho số, mã kiểm tra, chữ ký số, và in ra PDF.",
        en: "Signs: gives number, check code and signature, and prints a PDF."),
      discussion: words(
        vi: """
          Ví dụ: cadre letter issue 12 --output giay-12.pdf
                 cadre letter issue --unit CB01 --kind activity_confirmation --output ca-chi-bo.pdf
          """,
        en: """
          Example: cadre letter issue 12 --output letter-12.pdf
                   cadre letter issue --unit CB01 --kind activity_confirmation --output cell.pdf
          """))
    @Option(name: .shortAndLong, help: help(vi: "Tệp .pdf.", en: "A .pdf file."))
    var output: String?
    @OptionGroup var options: LetterStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      if let output { try DuesPrint.check(output) }
      let outcome = try await options.take(.issue, at: desk)
      for letter in outcome.taken.prefix(ImportRun.shownFlaws) {
        guard let issue = letter.issue else { continue }
        desk.terminal.line(
          vi: "\(letter.memberCode) \(letter.memberName.reveal(for: .display)): giấy số "
            + "\(issue.number)/\(issue.year) của \(letter.issuerCode), mã kiểm tra \(issue.code)",
          en: "\(letter.memberCode) \(letter.memberName.reveal(for: .display)): letter "
            + "\(issue.number)/\(issue.year) of \(letter.issuerCode), check code \(issue.code)")
      }
      if output == nil, let letter = outcome.taken.first, let issue = letter.issue {
        let command =
          options.unit.map { "print --unit \($0) --on \(issue.day)" } ?? "show \(letter.id)"
        desk.terminal.line(
          vi: "In ra: cadre letter \(command) --output giay.pdf",
          en: "To print: cadre letter \(command) --output letter.pdf")
      }
      if let output, !outcome.taken.isEmpty {
        let office = try await desk.open(options.actingAs.account)
        let pages = try await LetterPrint.write(
          outcome.taken, to: output, isCopy: false, at: desk, in: office)
        desk.terminal.line(
          vi: "Đã ghi \(outcome.taken.count) giấy, \(pages) trang, vào \(output).",
          en: "Wrote \(outcome.taken.count) letters on \(pages) pages to \(output).")
      }
      try outcome.requireAll()
    }
  }

  package struct Revoke: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Thu hồi giấy đã ký, kèm lý do; ai kiểm tra sẽ thấy.",
        en: "Revokes an issued letter with the reason; whoever checks it sees so."),
      discussion: words(
        vi: "Ví dụ: cadre letter revoke 12 --reason \"ghi sai ngày vào Đảng\"",
        en: "Example: cadre letter revoke 12 --reason \"the day of joining is wrong\""))
    @OptionGroup var options: LetterStepOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      guard options.unit == nil else {
        throw wrong(vi: "Thu hồi từng giấy một.", en: "Letters are revoked one by one.")
      }
      try await options.take(.revoke, at: desk)
    }
  }

  package struct Replace: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Thu hồi giấy và đề nghị giấy khác thay nó.",
        en: "Revokes a letter and asks for another in its place."),
      discussion: words(
        vi: "Ví dụ: cadre letter replace 12 --reason \"mất giấy\"",
        en: "Example: cadre letter replace 12 --reason \"the paper was lost\""))
    @Argument(help: help(vi: "Số đề nghị.", en: "The request's number.")) var number: Int64
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let id = try await desk.letters(in: office).replace(
        number, today: office.today, by: office.actor, basis: try why.basis())
      desk.terminal.line(
        vi: "Đề nghị số \(number): giấy đã thu hồi. Giấy thay là đề nghị số \(id): "
          + "cadre letter draft \(id)",
        en: "The letter of request \(number) is revoked. In its place request \(id): "
          + "cadre letter draft \(id)")
    }
  }
}
