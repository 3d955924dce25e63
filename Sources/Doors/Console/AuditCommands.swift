import Access
import ArgumentParser
import Audit
import Basics
import Members
import Postgres

/// `cadre audit`: the trail.
package struct AuditCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: words(vi: "Nhật ký: ai làm gì, với ai, khi nào, vì sao.", en: "The trail."),
    discussion: words(
      vi: "Ví dụ: cadre audit show", en: "Example: cadre audit show"),
    subcommands: [Show.self, WhoRead.self])

  package init() {}

  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Các việc đã làm, mới nhất trước.", en: "What was done, newest first."),
      discussion: words(
        vi: "Ví dụ: cadre audit show --member M000123",
        en: "Example: cadre audit show --member M000123"))
    @Option(help: help(vi: "Chỉ về người này.", en: "Only of this member.")) var member: String?
    @Option(help: help(vi: "Chỉ về đơn vị này.", en: "Only of this unit.")) var unit: String?
    @Option(help: help(vi: "Chỉ của tài khoản này.", en: "Only by this account.")) var account:
      String?
    @Option(help: help(vi: "Nhiều nhất bao nhiêu dòng.", en: "The most lines.")) var limit = 100
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try office.actor.requireEverywhere(.viewTrail)
      let kind = member != nil ? "member" : unit != nil ? "unit" : nil
      let subject = member ?? unit
      let (who, most) = (account, max(1, limit))
      let events = try await office.database.read { transaction in
        try await transaction.auditEvents(
          subjectKind: kind, subjectCode: subject, account: who, limit: most)
      }
      var listing = Listing([
        .init("number", vi: "Số", en: "No", isNumber: true), .init("at", vi: "Lúc", en: "At"),
        .init("account", vi: "Ai", en: "Who"), .init("origin", vi: "Từ đâu", en: "From"),
        .init("verb", vi: "Việc", en: "What"), .init("subject", vi: "Với", en: "On"),
        .init("reason", vi: "Lý do", en: "Why"), .init("document", vi: "Văn bản", en: "Document"),
        .init("detail", vi: "Chi tiết", en: "Detail"),
      ])
      for event in events {
        listing.add(
          "\(event.number)", "\(event.at)", event.account, event.origin, event.verb,
          "\(event.subjectKind) \(event.subjectCode.prefix(40))", event.reason, event.document,
          event.detail)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct WhoRead: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "who-read",
      abstract: words(
        vi: "Ai đã mở hồ sơ của một người, mới nhất trước.",
        en: "Who opened the record of a person, newest first."),
      discussion: words(
        vi: "Ví dụ: cadre audit who-read M000123", en: "Example: cadre audit who-read M000123"))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Option(help: help(vi: "Nhiều nhất bao nhiêu dòng.", en: "The most lines.")) var limit = 100
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      try office.actor.requireEverywhere(.viewTrail)
      let (member, most) = (try Console.code(code), max(1, limit))
      let reads = try await office.database.read { transaction in
        guard try await transaction.member(member) != nil else {
          throw MemberError.unknown(member.text)
        }
        return try await transaction.readings(ofMember: member, limit: most)
      }
      var listing = Listing([
        .init("at", vi: "Lúc", en: "At"), .init("account", vi: "Ai", en: "Who"),
        .init("origin", vi: "Từ đâu", en: "From"), .init("verb", vi: "Việc", en: "What"),
        .init("reason", vi: "Lý do", en: "Why"),
      ])
      for read in reads {
        listing.add("\(read.at)", read.account, read.origin, read.verb, read.reason)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }
}
