import ArgumentParser
import Basics
import Exchange
import Members
import Tabular

/// Looking at members: one, some, their history, all of them in a file.
extension MemberCommands {
  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Một người, vào một ngày, theo những gì biết đến một lúc.",
        en: "One person, as of a day, as known at a moment."),
      discussion: words(
        vi: """
          Ví dụ: cadre member show M000123
                 cadre member show M000123 --on 2026-10-31 --known-on 2026-11-05
          """,
        en: """
          Example: cadre member show M000123
                   cadre member show M000123 --on 2026-10-31 --known-on 2026-11-05
          """))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @Option(help: help(vi: "Vào ngày (mặc định hôm nay).", en: "As of this day (default today)."))
    var on: String?
    @Option(
      help: help(
        vi: "Theo những gì biết đến hết ngày này.", en: "As known at the end of this day."))
    var knownOn: String?
    @Flag(help: help(vi: "Hiện đủ số định danh và số thẻ.", en: "Show numbers in full."))
    var reveal = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let known = try knownOn.map { try day($0, or: office.today).endInVietnam }
      let view = try await office.members.show(
        try Console.code(code), on: try day(on, or: office.today), knownAt: known,
        for: office.actor)
      let sheet = MemberSheet(
        view: view, today: office.today, reveal: reveal, terminal: desk.terminal)
      if format.format == .table {
        for line in sheet.lines { desk.terminal.line(line) }
      } else {
        try sheet.listing.print(as: format.format, to: desk.terminal)
      }
    }
  }

  package struct Find: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Tìm theo tên không dấu, số định danh, số thẻ hoặc mã.",
        en: "Finds by name without accents, personal number, card or code."),
      discussion: words(
        vi: """
          Ví dụ: cadre member find "nguyen thi anh"
                 cadre member find 001175012345
          """,
        en: """
          Example: cadre member find "nguyen thi anh"
                   cadre member find 001175012345
          """))
    @Argument(help: help(vi: "Tên, số hoặc mã.", en: "A name, number or code.")) var text: [String]
    @Option(help: help(vi: "Nhiều nhất bao nhiêu dòng.", en: "The most lines.")) var limit = 50
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let typed = try clean("TEXT", text.joined(separator: " "))
      let office = try await desk.open(actingAs.account)
      let found = try await office.members.find(
        typed, limit: max(1, limit), today: office.today, for: office.actor)
      var listing = Listing([
        .init("code", vi: "Mã", en: "Code"), .init("full_name", vi: "Họ và tên", en: "Name"),
        .init("birth_date", vi: "Ngày sinh", en: "Born"),
        .init("personal_id", vi: "Số định danh", en: "Personal ID"),
        .init("status", vi: "Tình trạng", en: "Status"),
        .init("cell_code", vi: "Chi bộ", en: "Cell"),
        .init("cell_name", vi: "Tên chi bộ", en: "Cell's name"),
        .init("agency_code", vi: "Cơ quan", en: "Agency"),
        .init("position", vi: "Chức vụ", en: "Post"),
      ])
      for line in found.lines {
        listing.add(
          line.code.text, line.fullName.reveal(for: .display),
          line.birthDate.reveal(for: .display)?.description ?? "",
          MemberLine.masked(line.personalID.reveal(for: .display)),
          line.status.map { format.format == .table ? desk.terminal.say($0.title) : $0.rawValue }
            ?? "",
          line.cell ?? "", line.cellName ?? "", line.agency ?? "", line.position ?? "")
      }
      guard !found.lines.isEmpty || format.format != .table else {
        throw PlainProblem(
          .notFound,
          Phrase(vi: "Không tìm thấy “\(typed)”.", en: "Nobody was found for “\(typed)”."),
          hint: Phrase(
            vi: "Thử ít chữ hơn, không cần dấu; hoặc số định danh, số thẻ, mã.",
            en: "Try fewer words, accents do not matter; or a number, a card, a code."))
      }
      try listing.print(as: format.format, to: desk.terminal)
      if found.more {
        desk.terminal.error(
          desk.terminal.say(
            vi: "Còn nữa: gõ thêm chữ để tìm chính xác hơn, hoặc --limit.",
            en: "There are more: type more words, or use --limit."))
      }
    }
  }

  package struct History: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Mọi điều từng được ghi về một người: từ ngày nào, biết lúc nào, ai ghi.",
        en: "Everything ever recorded of a person: from when, known since when, by whom."),
      discussion: words(
        vi: "Ví dụ: cadre member history M000123", en: "Example: cadre member history M000123"))
    @Argument(help: help(vi: "Mã.", en: "The code.")) var code: String
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let changes = try await office.members.history(
        try Console.code(code), today: office.today, for: office.actor)
      var listing = Listing([
        .init("known_at", vi: "Biết lúc", en: "Known at"),
        .init("valid_from", vi: "Từ ngày", en: "From"), .init("what", vi: "Điều gì", en: "What"),
        .init("value", vi: "Giá trị", en: "Value"), .init("account", vi: "Ai", en: "Who"),
        .init("verb", vi: "Việc", en: "Verb"), .init("reason", vi: "Lý do", en: "Why"),
        .init("document", vi: "Văn bản", en: "Document"),
      ])
      for change in changes {
        listing.add(
          "\(change.knownAt)", change.from?.shown(as: format.format) ?? "", change.what,
          change.value,
          change.account, change.verb, change.reason, change.document)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Export: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Xuất hồ sơ ra tệp .csv hoặc .xlsx, nhập lại được.",
        en: "Writes members to a .csv or .xlsx file that can be read back."),
      discussion: words(
        vi: """
          Ví dụ: cadre member export --output members.csv
                 cadre member export --layout national --under DU004 --output bieu.xlsx
          """,
        en: """
          Example: cadre member export --output members.csv
                   cadre member export --layout national --under DU004 --output sheet.xlsx
          """))
    @Option(
      name: .shortAndLong,
      help: help(vi: "Tệp; không có thì in ra màn hình.", en: "The file; else printed."))
    var output: String?
    @Option(
      help: help(vi: "standard hoặc national (28 cột).", en: "standard or national (28 columns)."))
    var layout = MemberLayout.standard
    @Option(help: help(vi: "Chỉ đơn vị này và cấp dưới.", en: "Only this unit and below."))
    var under: String?
    @Option(help: help(vi: "Vào ngày (mặc định hôm nay).", en: "As of this day (default today)."))
    var on: String?
    @Flag(help: help(vi: "CSV cho bảng tính: BOM và CRLF.", en: "CSV for spreadsheets: BOM, CRLF."))
    var excel = false
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let (path, excel) = (output, excel)
      let header = MemberExport.header(layout)
      let progress = ProgressLine(desk.terminal)
      defer { progress.finish() }
      let count = try await MemberExport(database: office.database).run(
        layout, under: try under.map(Console.code), on: try day(on, or: office.today),
        by: office.actor, basis: try why.basis(),
        to: { try TableFile.writer(path, header: header, excel: excel) }
      ) { count in
        progress.show(Phrase(vi: "Đã xuất \(count) dòng", en: "\(count) rows written"))
      }
      progress.finish()
      if let output {
        desk.terminal.line(
          vi: "Đã xuất \(count) hồ sơ vào \(output).", en: "Wrote \(count) members to \(output).")
      }
    }
  }
}

/// Where an export goes, by the name of the file.
enum TableFile {
  /// - Parameters:
  ///   - path: the file; `nil`: standard output, as CSV.
  ///   - header: the names of the columns.
  ///   - excel: dressed the way a spreadsheet wants it.
  ///   - neutralising: whether what a spreadsheet would take for a formula is made harmless.
  /// - Returns: what takes the rows.
  /// - Throws: a `Problem` where the file cannot be made.
  static func writer(
    _ path: String?, header: [String], excel: Bool, neutralising: Bool = true
  ) throws -> any TableWriter {
    let style = CSVWriter.Style(excel: excel, neutralising: neutralising)
    guard let path else {
      return try CSVWriter(to: DescriptorSink.standardOutput(), header: header, style: style)
    }
    if path.lowercased().hasSuffix(".xlsx") {
      return try XLSXWriter(path: path, sheetName: "cadre", header: header)
    }
    return try CSVWriter(path: path, header: header, style: style)
  }
}
