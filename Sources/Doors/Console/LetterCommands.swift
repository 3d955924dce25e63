import ArgumentParser
import Basics
import Letters

/// `cadre letter`: what an office gives out about members, numbered, signed and checkable.
package struct LetterCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "letter",
    abstract: words(
      vi: "Giấy xác nhận, giấy giới thiệu, nhận xét nơi cư trú: cấp và kiểm tra.",
      en: "Confirmations, introductions and comments: giving them out and checking them."),
    discussion: words(
      vi: """
        Đề nghị, soạn từ hồ sơ, soát, ký. Người soạn không ký; không ai ký giấy về chính mình.
        Ví dụ: cadre letter request M002 --kind activity_confirmation --purpose "vay vốn"
               cadre letter verify K7MF-2QXP-9D39
        """,
      en: """
        Asked for, drafted from the record, reviewed, signed. Whoever drafts does not sign.
        Example: cadre letter request M002 --kind activity_confirmation --purpose "a loan"
                 cadre letter verify K7MF-2QXP-9D39
        """),
    subcommands: [
      Request.self, Round.self, Draft.self, Review.self, Return.self, Refuse.self, Cancel.self,
      Issue.self, Revoke.self, Replace.self, List.self, Show.self, Print.self, Verify.self,
      Check.self, Residence.self, Residents.self, Keys.self, Templates.self,
    ])

  package init() {}

  package struct Request: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đề nghị cấp giấy cho một người, hoặc cho cả chi bộ.",
        en: "Asks for a letter about one member, or about everybody of a cell."),
      discussion: words(
        vi: """
          Mỗi lúc một người có một giấy chưa xong của mỗi loại. Giấy giới thiệu: transfer release.
          Ví dụ: cadre letter request M002 --kind activity_confirmation --purpose "vay vốn"
                 cadre letter request M002 --kind dues_statement --from 2026-01 --to 2026-10
                 cadre letter request M002 --kind residence_comment --occasion personnel
                 cadre letter request --unit CB01 --kind activity_confirmation --dry-run
          """,
        en: """
          One unfinished letter of a kind at a time. Introduction letters: transfer release.
          Example: cadre letter request M002 --kind activity_confirmation --purpose "a loan"
                   cadre letter request M002 --kind dues_statement --from 2026-01 --to 2026-10
                   cadre letter request M002 --kind residence_comment --occasion personnel
                   cadre letter request --unit CB01 --kind activity_confirmation --dry-run
          """))
    @Argument(help: help(vi: "Mã người.", en: "The member's code.")) var code: String?
    @Option(help: help(vi: "Mọi người của đơn vị này.", en: "Everybody of this unit."))
    var unit: String?
    @Option(help: help(vi: "Loại giấy.", en: "Which letter.")) var kind: LetterKind
    @Option(help: help(vi: "Để làm gì.", en: "What for.")) var purpose = ""
    @Option(help: help(vi: "Gửi nơi nào.", en: "To whom it is written.")) var addressee = ""
    @Option(help: help(vi: "Dịp nhận xét nơi cư trú.", en: "What a residence comment is for."))
    var occasion: Letter.Occasion?
    @Option(help: help(vi: "Năm của nhận xét hằng năm.", en: "The year of a yearly comment."))
    var year: String?
    @Option(help: help(vi: "Từ tháng (YYYY-MM).", en: "From this month (YYYY-MM)."))
    var from: String?
    @Option(help: help(vi: "Đến tháng (YYYY-MM).", en: "To this month (YYYY-MM)."))
    var to: String?
    @Option(
      help: help(
        vi: "Đơn vị cấp giấy (mặc định: chi bộ, cơ quan hoặc chi bộ nơi cư trú).",
        en: "Who issues it (default: the cell, the agency or the cell at the residence)."))
    var issuer: String?
    @Flag(help: help(vi: "Chỉ diễn tập, không ghi.", en: "Only say what would be.")) var dryRun =
      false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let audience: LetterAudience
      switch (code, unit) {
      case (let code?, nil): audience = .member(try Console.code(code))
      case (nil, let unit?): audience = .unit(try Console.code(unit))
      default:
        throw wrong(vi: "Cần một mã người, hoặc --unit ĐƠN_VỊ.", en: "Give a member, or --unit.")
      }
      let office = try await desk.open(actingAs.account)
      var request = LetterRequest(kind: kind)
      request.purpose = try clean("--purpose", purpose, limit: 300)
      request.addressee = try clean("--addressee", addressee, limit: 300)
      request.occasion = occasion
      if occasion == .yearly || year != nil {
        request.year = try Console.year(year, or: office.today)
      }
      request.months = try months()
      request.issuer = try issuer.map(Console.code)
      let asked = try await desk.letters(in: office).request(
        request, for: audience, rehearses: dryRun, today: office.today, by: office.actor,
        basis: try why.basis())
      try LetterReport.tell(asked, dryRun: dryRun, unit: unit, at: desk)
    }

    private func months() throws -> ClosedRange<Month>? {
      guard let from = try from.map(Console.month) else {
        guard to == nil else { throw wrong(vi: "--to đi cùng --from.", en: "--to needs --from.") }
        return nil
      }
      let last = try to.map(Console.month) ?? from
      guard from <= last else {
        throw wrong(vi: "--to trước --from.", en: "--to lies before --from.")
      }
      return from...last
    }
  }

  package struct Round: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đợt nhận xét nơi cư trú hằng năm; các diện miễn được bỏ qua.",
        en: "The yearly comments at the place of residence; exempt groups are left out."),
      discussion: words(
        vi: """
          Theo 213-QĐ/TW và 33-HD/BTCTW. Làm lại không hại gì: ai đã có thì thôi.
          Ví dụ: cadre letter round --unit CB01 --year 2026 --dry-run
          """,
        en: """
          By 213-QĐ/TW and 33-HD/BTCTW. Again does no harm: who has one is left out.
          Example: cadre letter round --unit CB01 --year 2026 --dry-run
          """))
    @Option(help: help(vi: "Chi bộ nơi cư trú, hoặc cấp trên.", en: "A residence cell, or above."))
    var unit: String
    @Option(help: help(vi: "Năm (mặc định năm nay).", en: "The year (default this year)."))
    var year: String?
    @Flag(help: help(vi: "Chỉ diễn tập, không ghi.", en: "Only say what would be.")) var dryRun =
      false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let asked = try await desk.letters(in: office).openRound(
        of: try Console.year(year, or: office.today), in: try Console.code(unit),
        rehearses: dryRun, today: office.today, by: office.actor, basis: try why.basis())
      try LetterReport.tell(asked, dryRun: dryRun, unit: unit, at: desk)
    }
  }
}

extension LetterKind: ExpressibleByArgument {}
extension Letter.Occasion: ExpressibleByArgument {}
extension Letter.State: ExpressibleByArgument {}

extension Desk {
  /// Everything that can be done to letters; a broken template is refused where one is drafted.
  func letters(in office: Office) -> Letters {
    Letters(
      database: office.database, signatures: signatures(in: office),
      templates: { try letterTemplates })
  }
}

/// What requests and steps came to, said to people.
enum LetterReport {
  static func tell(
    _ asked: Letters.Asked, dryRun: Bool, unit: String?, at desk: Desk
  ) throws {
    tell(asked.left, at: desk)
    if dryRun {
      desk.terminal.line(
        vi: "Diễn tập: \(asked.members) giấy có thể đề nghị, bỏ qua \(asked.left.count) người.",
        en: "A rehearsal: \(asked.members) letters can be asked for, \(asked.left.count) left out.")
    } else if let unit {
      desk.terminal.line(
        vi: "Đã đề nghị \(asked.ids.count) giấy, bỏ qua \(asked.left.count) người.",
        en: "Asked for \(asked.ids.count) letters, \(asked.left.count) members left out.")
      if !asked.ids.isEmpty {
        desk.terminal.line(
          vi: "Tiếp: cadre letter draft --unit \(unit)",
          en: "Next: cadre letter draft --unit \(unit)")
      }
    } else if let id = asked.ids.first {
      desk.terminal.line(
        vi: "Đề nghị số \(id). Tiếp: cadre letter draft \(id)",
        en: "Request \(id). Next: cadre letter draft \(id)")
    }
  }

  /// Says whose comments were brought and not asked for: mostly a mistyped code.
  static func tell(unused members: [Code], at desk: Desk) {
    for member in members.sorted(by: { $0.text < $1.text }).prefix(ImportRun.shownFlaws) {
      desk.terminal.line(
        vi: "! \(member): có lời nhận xét trong tệp nhưng không có đề nghị nào đang chờ soạn.",
        en: "! \(member): a comment is in the file, but no request waits for it.")
    }
  }

  /// Says for whom nothing was done, the first ones by name.
  static func tell(_ left: [Letters.Left], at desk: Desk) {
    for one in left.prefix(ImportRun.shownFlaws) {
      let (name, reason) = (one.name.reveal(for: .display), desk.terminal.say(one.refusal.reason))
      desk.terminal.line("· \(one.member) \(name): \(reason)")
    }
    if left.count > ImportRun.shownFlaws {
      desk.terminal.line(
        vi: "… tất cả \(left.count) người.", en: "… \(left.count) members in all.")
    }
  }
}
