import ArgumentParser
import Basics
import Transfers

/// Looking at transfers: some, one, the late ones.
extension TransferCommands {
  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Các lần chuyển sinh hoạt; mặc định những lần chưa xong.",
        en: "Transfers; those that are open unless asked otherwise."),
      discussion: words(
        vi: """
          Ví dụ: cadre transfer list --unit DU004 --state in_transit
                 cadre transfer list --member M002 --all --format csv
          """,
        en: """
          Example: cadre transfer list --unit DU004 --state in_transit
                   cadre transfer list --member M002 --all --format csv
          """))
    @Option(help: help(vi: "Đi hoặc đến đơn vị này.", en: "From or to this unit, or below it."))
    var unit: String?
    @Option(help: help(vi: "Trạng thái; ghi nhiều lần được.", en: "A state; may be repeated."))
    var state: [Transfer.State] = []
    @Option(help: help(vi: "Của người này.", en: "Of this member.")) var member: String?
    @Option(help: help(vi: "Của danh sách số này.", en: "Of the list of this number."))
    var list: Int64?
    @Flag(help: help(vi: "Cả những lần đã xong.", en: "Those that are over too.")) var all = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var filter = Transfers.Filter()
      filter.unit = try unit.map(Console.code)
      filter.member = try member.map(Console.code)
      filter.list = list
      if all { filter.states = Transfer.State.allCases }
      if !state.isEmpty { filter.states = state }
      var listing = Listing(
        TransferWords.columns + [
          .init("effective_on", vi: "Từ ngày", en: "From day"),
          .init("last_on", vi: "Đến hết", en: "Until"),
          .init("due_on", vi: "Hạn", en: "Due"), .init("holder", vi: "Đang ở", en: "Waits for"),
          .init("list", vi: "Danh sách", en: "List", isNumber: true),
        ])
      let words = TransferWords(terminal: desk.terminal, format: format.format)
      for line in try await desk.transfers(in: office).list(
        filter, today: office.today, for: office.actor)
      {
        let transfer = line.transfer
        listing.add(
          words.cells(line) + [
            "\(transfer.effectiveOn)", transfer.lastOn?.description ?? "",
            transfer.deadline?.day.description ?? "", words.holder(of: transfer),
            transfer.list.map(String.init) ?? "",
          ])
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Overdue: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Quá hạn hoặc đến hạn trong 7 ngày tới; gấp nhất trước.",
        en: "What is overdue or due within 7 days, the most urgent first."),
      discussion: words(
        vi: """
          start: 60 ngày làm việc để làm thủ tục; present: 30 ngày làm việc để nộp giấy giới thiệu.
          Ví dụ: cadre transfer overdue --unit DU004
          """,
        en: """
          start: 60 working days to start; present: 30 working days to present the letter.
          Example: cadre transfer overdue --unit DU004
          """))
    @Option(help: help(vi: "Đi hoặc đến đơn vị này.", en: "From or to this unit, or below it."))
    var unit: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var listing = Listing(
        TransferWords.columns + [
          .init("clock", vi: "Hạn gì", en: "Deadline"), .init("due_on", vi: "Hạn", en: "Due"),
          .init("working_days_left", vi: "Còn ngày làm việc", en: "Days left", isNumber: true),
          .init("holder", vi: "Đang ở", en: "Waits for"),
        ])
      let words = TransferWords(terminal: desk.terminal, format: format.format)
      for due in try await desk.transfers(in: office).overdue(
        under: try unit.map(Console.code), today: office.today, for: office.actor)
      {
        listing.add(
          words.cells(due.line) + [
            words.text(due.clock.rawValue, due.clock.title), "\(due.day)",
            "\(due.workingDaysLeft)", words.holder(of: due.transfer),
          ])
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Một lần chuyển: các bước, giấy tờ, hạn, đảng phí còn nợ.",
        en: "One transfer: its steps, papers, deadlines and open dues."),
      discussion: words(
        vi: "Ví dụ: cadre transfer show 12", en: "Example: cadre transfer show 12"))
    @Argument(help: help(vi: "Số đề nghị.", en: "The transfer's number.")) var number: Int64
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let view = try await desk.transfers(in: office).show(
        number, today: office.today, for: office.actor)
      let checklist = try await desk.handovers(in: office).checklist(
        of: number, today: office.today, for: office.actor)
      let words = TransferWords(terminal: desk.terminal, format: format.format)
      if format.format == .table {
        for line in words.page(view) + (checklist.map(words.page) ?? []) {
          desk.terminal.line(line)
        }
      } else {
        try words.listing(of: view, checklist).print(as: format.format, to: desk.terminal)
      }
    }
  }

  package struct Grassroots: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ghi đơn vị là tổ chức cơ sở đảng: quyết định ai giới thiệu.",
        en: "States that a unit is a grassroots organisation: it decides who releases."),
      discussion: words(
        vi: """
          Không ghi thì lấy cấp thứ ba từ trên xuống, cây thấp hơn thì lấy chính chi bộ.
          Ví dụ: cadre transfer grassroots DU004 --from 2025-07-01 --document 12-QĐ/TU
          """,
        en: """
          Unless stated it is the third from the top, and in a lower tree the cell itself.
          Example: cadre transfer grassroots DU004 --from 2025-07-01 --document 12-QĐ/TU
          """))
    @Argument(help: help(vi: "Mã đơn vị.", en: "The unit's code.")) var unit: String
    @Flag(help: help(vi: "Không còn là tổ chức cơ sở.", en: "It is one no longer.")) var no = false
    @OptionGroup var change: ChangeOptions
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(change.actingAs.account)
      try await desk.transfers(in: office).mark(
        try Console.code(unit), asGrassroots: !no, from: try change.day(office), by: office.actor,
        basis: try change.why.basis())
      desk.terminal.line(vi: "Đã ghi \(unit).", en: "Noted for \(unit).")
    }
  }
}
