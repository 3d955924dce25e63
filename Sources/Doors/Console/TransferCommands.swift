import ArgumentParser
import Basics
import Exchange
import Letters
import Transfers

/// `cadre transfer`: moves of members between cells, step by step.
package struct TransferCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "transfer",
    abstract: words(
      vi: "Chuyển sinh hoạt đảng: đề nghị, xét, giới thiệu, tiếp nhận.",
      en: "Transfers of members: request, review, release, receive."),
    discussion: words(
      vi: """
        Hai chìa khoá: người giới thiệu không được là người tiếp nhận. Tiếp nhận mới chuyển chi bộ.
        Ví dụ: cadre transfer request M002 --to CB02 --from 2026-12-01
               cadre transfer overdue
        """,
      en: """
        Two keys: whoever releases may not receive. The cell changes when the other side receives.
        Example: cadre transfer request M002 --to CB02 --from 2026-12-01
                 cadre transfer overdue
        """),
    subcommands: [
      Request.self, Review.self, Release.self, Send.self, Receive.self, Return.self, Cancel.self,
      Extend.self, End.self, List.self, Show.self, Overdue.self, Grassroots.self,
      Export.self, Import.self, Scores.self, Trust.self, Key.self,
    ])

  package init() {}

  package struct Request: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đề nghị chuyển sinh hoạt cho một người, hoặc cho cả danh sách.",
        en: "Asks for the transfer of one member, or of all on a list."),
      discussion: words(
        vi: """
          Tệp danh sách có cột member_code,to_cell: hoặc tất cả được ghi, hoặc không ai; dòng bị
          từ chối được ghi vào TỆP.rejected.csv kèm lý do.
          Ví dụ: cadre transfer request M002 --to CB02 --from 2026-12-01
                 cadre transfer request M002 --to CB02 --until 2027-06-30 --purpose study
                 cadre transfer request M002 --outside "Nhật Bản" --kind abroad
                 cadre transfer request --list sapnhap.csv --from 2027-01-01 --dry-run
          """,
        en: """
          The file of a list has the columns member_code,to_cell: all are written or none; rows
          that are refused go to FILE.rejected.csv with the reason.
          Example: cadre transfer request M002 --to CB02 --from 2026-12-01
                   cadre transfer request M002 --to CB02 --until 2027-06-30 --purpose study
                   cadre transfer request M002 --outside "Japan" --kind abroad
                   cadre transfer request --list merger.csv --from 2027-01-01 --dry-run
          """))
    @Argument(help: help(vi: "Mã người.", en: "The member's code.")) var code: String?
    @Option(help: help(vi: "Chi bộ tiếp nhận.", en: "The cell that is to receive.")) var to: String?
    @Option(help: help(vi: "Nơi đến ngoài hồ sơ này.", en: "A place outside this record."))
    var outside = ""
    @Option(
      help: help(
        vi: "Loại chuyển sinh hoạt; mặc định theo hai chi bộ.",
        en: "What kind of transfer; as the two cells say unless given."))
    var kind: Transfer.Kind?
    @Option(help: help(vi: "Từ ngày (mặc định hôm nay).", en: "From this day (default today)."))
    var from: String?
    @Option(help: help(vi: "Ngày cuối của lần tạm thời.", en: "Last day of a temporary stay."))
    var until: String?
    @Option(
      help: help(
        vi: "Tạm thời để làm gì; không ghi là move.",
        en: "What a temporary stay is for; move unless given."))
    var purpose: Transfer.Purpose?
    @Option(
      help: help(
        vi: "Ngày quyết định có hiệu lực, tính 60 ngày làm việc (mặc định: như --from).",
        en: "The day from which the 60 working days count (default: as --from)."))
    var event: String?
    @Option(
      help: help(
        vi: "GIẤY=SỐ đã có trong hồ sơ, ví dụ self_review=4.", en: "PAPER=NUMBER in the file."))
    var paper: [String] = []
    @Option(help: help(vi: "Tệp danh sách .csv hoặc .xlsx.", en: "A .csv or .xlsx list."))
    var list: String?
    @Flag(help: help(vi: "Chỉ diễn tập, không ghi.", en: "Only say whether it could be."))
    var dryRun = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let file = try list.map { try TransferList(path: $0) }
      let request = try request(file, today: office.today)
      let (transfers, basis) = (try desk.transfers(in: office), try why.basis())
      func ask(rehearses: Bool) async throws -> Transfers.Asked {
        try await transfers.request(
          request, rehearses: rehearses, today: office.today, by: office.actor, basis: basis)
      }
      let asked =
        if let file { try await self.ask(file, ask, at: desk) } else {
          try await ask(rehearses: dryRun)
        }
      desk.warnOfUnknownHolidays(asked.startBy)
      if dryRun {
        desk.terminal.line(
          vi: "Diễn tập: \(asked.members) người chuyển được, chưa ghi gì.",
          en: "A rehearsal: \(asked.members) can be asked for, nothing was written.")
      } else if let list = asked.list {
        desk.terminal.line(
          vi: "Danh sách số \(list): \(asked.members) người. Tiếp: transfer review --list \(list)",
          en: "List \(list): \(asked.members) members. Next: transfer review --list \(list)")
      } else if let number = asked.numbers.first {
        desk.terminal.line(
          vi: "Đề nghị số \(number). Hạn làm thủ tục: \(asked.startBy).",
          en: "Transfer \(number). To be started by \(asked.startBy).")
        desk.terminal.line(
          vi: "Tiếp: cadre transfer review \(number)", en: "Next: cadre transfer review \(number)")
      }
    }

    private func request(_ file: TransferList?, today: Day) throws -> TransferRequest {
      guard (code == nil) != (list == nil), list == nil || to == nil else {
        throw PlainProblem(
          .usage,
          Phrase(
            vi: "Cần một mã người, hoặc --list TỆP.", en: "Needs one member's code, or --list FILE."
          ))
      }
      var rows: [TransferRequest.Row] = []
      if let file {
        rows = file.rows
      } else if let code {
        rows = [.init(member: try Console.code(code), to: try to.map(Console.code))]
      }
      let first = try day(from, or: today)
      var request = TransferRequest(rows, isList: file != nil, effectiveOn: first)
      request.destination = try clean("--outside", outside, limit: 300)
      request.lastOn = try until.map { try day($0, or: first) }
      request.kind = kind ?? (request.lastOn == nil ? nil : .temporary)
      request.purpose = purpose ?? .move
      request.eventOn = try event.map { try day($0, or: first) }
      request.papers = try papers(paper)
      return request
    }
  }
}

extension Transfer.Kind: ExpressibleByArgument {}
extension Transfer.Purpose: ExpressibleByArgument {}
extension Transfer.State: ExpressibleByArgument {}

extension TransferCommands.Request {
  /// Asks for all on a list; where rows are refused they are written beside the file and nothing is
  /// asked for.
  private func ask(
    _ list: TransferList, _ ask: (_ rehearses: Bool) async throws -> Transfers.Asked, at desk: Desk
  ) async throws -> Transfers.Asked {
    var flaws = list.flaws
    do {
      // The good rows are held against the rules too, so that one look shows all that is wrong.
      if flaws.isEmpty { return try await ask(dryRun) }
      if !list.rows.isEmpty { _ = try await ask(true) }
    } catch TransferError.listRefused(let lines) {
      flaws += lines.map { RowFlaw($0) }
    }
    flaws.sort { $0.line < $1.line }
    let file = try RejectedRows.write(
      flaws, of: self.list ?? "", language: desk.terminal.language)
    desk.terminal.show(flaws.map { ($0.line, $0.value.isEmpty ? $0.column : $0.value, $0.reason) })
    let count = Set(flaws.map(\.line)).count
    throw PlainProblem(
      .rowsRefused,
      Phrase(
        vi: "\(count) dòng bị từ chối; chưa ghi gì.",
        en: "\(count) rows were refused; nothing was written."),
      hint: Phrase(
        vi: "Xem lý do trong \(file), sửa danh sách rồi làm lại: hoặc tất cả, hoặc không ai.",
        en: "See why in \(file), mend the list and repeat: all or none."))
  }
}

/// Says which members of a list were refused, before the error itself is said.
func telling<Value: Sendable>(
  _ desk: Desk, _ work: () async throws -> Value
) async throws -> Value {
  do { return try await work() } catch let error as TransferError {
    if case .listRefused(let lines) = error {
      desk.terminal.show(lines.map { ($0.line, $0.member.text, $0.refusal.reason) })
    }
    throw error
  }
}

extension Terminal {
  /// The first of many refusals, each in a line.
  fileprivate func show(_ refused: [(line: Int?, what: String, why: Phrase)]) {
    for one in refused.prefix(ImportRun.shownFlaws) {
      let place = one.line.map { say(vi: "dòng \($0), ", en: "line \($0), ") } ?? ""
      line("✘ \(place)\(Terminal.harmless(one.what)): \(say(one.why))")
    }
    if refused.count > ImportRun.shownFlaws {
      line(vi: "… tất cả \(refused.count).", en: "… \(refused.count) in all.")
    }
  }
}

extension Desk {
  func transfers(in office: Office) throws -> Transfers {
    Transfers(
      database: office.database, calendar: try holidays(),
      letters: Letters.ofTransfers { letters(in: office) })
  }

  /// A deadline in a year whose holidays nobody has entered yet falls too early.
  func warnOfUnknownHolidays(_ deadline: Day) {
    guard let calendar = try? holidays(), !calendar.knowsYear(of: deadline) else { return }
    let year = deadline.month.year
    terminal.line(
      vi: "! Chưa có ngày nghỉ năm \(year) trong config/holidays: hạn \(deadline) có thể muộn hơn.",
      en: "! The holidays of \(year) are not in config/holidays: \(deadline) may come later.")
  }
}

/// Reads `PAPER=NUMBER` from the command line.
func papers(_ texts: [String]) throws -> [Transfer.Paper: String] {
  var papers: [Transfer.Paper: String] = [:]
  for text in texts {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let paper = Transfer.Paper(rawValue: parts[0]) else {
      let names = Transfer.Paper.allCases.map(\.rawValue).joined(separator: ", ")
      throw PlainProblem(
        .usage,
        Phrase(
          vi: "--paper cần GIẤY=SỐ; các giấy: \(names).",
          en: "--paper needs PAPER=NUMBER; the papers: \(names)."))
    }
    papers[paper] = try clean("--paper", parts[1], limit: 100)
  }
  return papers
}
