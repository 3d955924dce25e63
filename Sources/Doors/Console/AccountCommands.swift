import Access
import ArgumentParser
import Basics

/// `cadre account`: who may do what, over which part of the tree, and when.
package struct AccountCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: words(vi: "Tài khoản và vai trò.", en: "Accounts and their roles."),
    discussion: words(
      vi: "Ví dụ: cadre account list", en: "Example: cadre account list"),
    subcommands: [Add.self, Link.self, GrantRole.self, Revoke.self, List.self])

  package init() {}

  package struct Add: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Thêm một tài khoản, chưa có vai trò.", en: "Adds an account, without roles."),
      discussion: words(
        vi: """
          Ví dụ: cadre account add lan --full-name "Trần Thị Lan" --system-user lan
                 DATABASE_URL=postgres://… cadre account add lan --first
          """,
        en: """
          Example: cadre account add lan --full-name "Trần Thị Lan" --system-user lan
                   DATABASE_URL=postgres://… cadre account add lan --first
          """))
    @Argument(help: help(vi: "Tên tài khoản.", en: "The account's name.")) var name: String
    @Option(help: help(vi: "Họ và tên người dùng.", en: "The person's name.")) var fullName = ""
    @Option(
      help: help(
        vi: "Người dùng hệ thống được dùng tài khoản này ở bàn lệnh.",
        en: "The system user who may act as it at the console."))
    var systemUser: String?
    @Option(
      help: help(
        vi: "Mã hồ sơ của chính người này.", en: "The code of the member that this person is."))
    var member: String?
    @Flag(
      help: help(
        vi: "Tài khoản đầu tiên của cơ sở dữ liệu, có quyền quản trị.",
        en: "The first account of a database, its operator."))
    var first = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let full = try clean("--full-name", fullName)
      let name = try Console.code(name)
      if first {
        try await desk.engine.makeFirstAccount(name: name.text, fullName: full)
      } else {
        let office = try await desk.open(actingAs.account)
        try await office.accounts.add(
          name: name, fullName: full, systemUser: systemUser, by: office.actor,
          member: try member.map(Console.code), basis: try why.basis())
      }
      desk.terminal.line(vi: "Đã thêm tài khoản \(name).", en: "Added the account \(name).")
    }
  }

  package struct Link: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Gắn tài khoản với hồ sơ của chính người dùng; không nêu --member: bỏ gắn.",
        en: "Says which member the account is; without --member: none."),
      discussion: words(
        vi: "Ví dụ: cadre account link lan --member M002",
        en: "Example: cadre account link lan --member M002"))
    @Argument(help: help(vi: "Tên tài khoản.", en: "The account's name.")) var name: String
    @Option(help: help(vi: "Mã hồ sơ.", en: "The member's code.")) var member: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try await office.accounts.link(
        try Console.code(name), to: try member.map(Console.code), by: office.actor,
        basis: try why.basis())
      desk.terminal.line(
        vi: "Tài khoản \(name): \(member.map { "hồ sơ \($0)" } ?? "không gắn hồ sơ").",
        en: "The account \(name) is \(member.map { "the member \($0)" } ?? "no member").")
    }
  }

  package struct GrantRole: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "grant",
      abstract: words(
        vi: "Cấp vai trò trên một đơn vị và mọi đơn vị dưới nó.",
        en: "Grants a role over a unit and everything below it."),
      discussion: words(
        vi: """
          Vai trò: \(Role.allCases.map(\.rawValue).joined(separator: ", "))
          Ví dụ: cadre account grant lan cell_secretary --unit CB01 --until 2027-01-01
          """,
        en: """
          Roles: \(Role.allCases.map(\.rawValue).joined(separator: ", "))
          Example: cadre account grant lan cell_secretary --unit CB01 --until 2027-01-01
          """))
    @Argument(help: help(vi: "Tên tài khoản.", en: "The account's name.")) var name: String
    @Argument(help: help(vi: "Vai trò.", en: "The role.")) var role: String
    @Option(help: help(vi: "Mã đơn vị; không có: tất cả.", en: "The unit's code; else everything."))
    var unit: String?
    @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
    var from: String?
    @Option(help: help(vi: "Đến trước ngày.", en: "Until before this day.")) var until: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let from = try day(from, or: office.today)
      guard let period = Period(from: from, until: try until.map { try day($0, or: from) }) else {
        throw PlainProblem(
          .usage, Phrase(vi: "--until phải sau --from.", en: "--until comes after --from."))
      }
      try await office.accounts.grant(
        try AccountCommands.role(role), to: try Console.code(name),
        over: try unit.map(Console.code), period: period, by: office.actor,
        basis: try why.basis())
      desk.terminal.line(
        vi: "Đã cấp \(role) cho \(name).", en: "Granted \(role) to \(name).")
    }
  }

  package struct Revoke: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Thu hồi một vai trò, từ bây giờ.", en: "Takes a role back, from now on."),
      discussion: words(
        vi: "Ví dụ: cadre account revoke lan cell_secretary --unit CB01",
        en: "Example: cadre account revoke lan cell_secretary --unit CB01"))
    @Argument(help: help(vi: "Tên tài khoản.", en: "The account's name.")) var name: String
    @Argument(help: help(vi: "Vai trò.", en: "The role.")) var role: String
    @Option(help: help(vi: "Mã đơn vị; không có: tất cả.", en: "The unit's code; else everything."))
    var unit: String?
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try await office.accounts.revoke(
        try AccountCommands.role(role), from: try Console.code(name),
        over: try unit.map(Console.code), by: office.actor, basis: try why.basis())
      desk.terminal.line(vi: "Đã thu hồi \(role) của \(name).", en: "Revoked \(role) of \(name).")
    }
  }

  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Các tài khoản và vai trò đang có.", en: "Accounts and their roles."),
      discussion: words(vi: "Ví dụ: cadre account list", en: "Example: cadre account list"))
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var listing = Listing([
        .init("name", vi: "Tài khoản", en: "Account"),
        .init("full_name", vi: "Họ và tên", en: "Name"),
        .init("system_user", vi: "Người dùng hệ thống", en: "System user"),
        .init("role", vi: "Vai trò", en: "Role"), .init("unit", vi: "Đơn vị", en: "Unit"),
        .init("from", vi: "Từ", en: "From"), .init("until", vi: "Đến trước", en: "Until"),
      ])
      for (account, grants) in try await office.accounts.list(for: office.actor) {
        let person = [account.name.text, account.fullName, account.systemUser ?? ""]
        if grants.isEmpty { listing.add(person + ["", "", "", ""]) }
        for grant in grants {
          listing.add(
            person + [
              grant.role.rawValue, grant.unit?.text ?? "*", grant.from.shown(as: format.format),
              grant.until?.description ?? "",
            ])
        }
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  static func role(_ text: String) throws -> Role {
    guard let role = Role(rawValue: text) else {
      let names = Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw PlainProblem(
        .usage, Phrase(vi: "Không có vai trò “\(text)”.", en: "There is no role “\(text)”."),
        hint: Phrase(vi: "Các vai trò: \(names).", en: "Roles: \(names)."))
    }
    return role
  }
}
