import ArgumentParser
import Basics
import Exchange

/// Whether an import is a rehearsal, of which one, and what becomes of good rows beside bad ones.
package struct RehearsalFlags: ParsableArguments {
  @Flag(
    help: help(vi: "Chỉ diễn tập: nói sẽ đổi gì, không ghi.", en: "Only say what would change."))
  var dryRun = false

  @Option(
    help: help(
      vi: "Chỉ áp dụng nếu đúng như lần diễn tập có mã này.",
      en: "Apply only what the rehearsal of this digest said."))
  var rehearsal: String?

  @Flag(
    help: help(
      vi: "Ghi các dòng đúng, bỏ các dòng bị từ chối.",
      en: "Apply the good rows, leave the refused."))
  var partial = false

  package init() {}

  func options(today: Day) -> ImportOptions {
    var options = ImportOptions(today: today)
    options.rehearsal = dryRun
    options.expectedPlan = rehearsal
    options.partial = partial
    return options
  }
}

/// Options of imports of the record: what is dated.
package struct ImportFlags: ParsableArguments {
  @OptionGroup var flags: RehearsalFlags

  @Option(
    help: help(
      vi: "Thay đổi có hiệu lực từ ngày này (mặc định hôm nay).",
      en: "Changes hold from this day (default today)."))
  var from: String?

  @OptionGroup var format: FormatOption

  package init() {}

  func options(today: Day) throws -> ImportOptions {
    var options = flags.options(today: today)
    if let from {
      options.from = try Console.day(from, or: today)
      options.newFrom = options.from
    }
    return options
  }
}

/// Runs an import and says what came of it.
enum ImportRun {
  /// How many flaws are shown on the screen; the rejected file has all of them.
  static let shownFlaws = 20

  /// - Throws: a `Problem` of kind `rowsRefused` where rows were refused, after the report.
  static func run(
    _ file: String, how: ImportFlags, desk: Desk,
    _ work: (@escaping @Sendable (ImportStep) -> Void) async throws -> ImportReport
  ) async throws {
    try await run(
      file, isRehearsal: how.flags.dryRun, isPartial: how.flags.partial,
      format: how.format.format, desk: desk, work)
  }

  /// - Throws: a `Problem` of kind `rowsRefused` where rows were refused, after the report.
  static func run(
    _ file: String, isRehearsal: Bool, isPartial: Bool = false, format: RowFormat, desk: Desk,
    _ work: (@escaping @Sendable (ImportStep) -> Void) async throws -> ImportReport
  ) async throws {
    let progress = ProgressLine(desk.terminal)
    defer { progress.finish() }
    let report = try await work { step in
      switch step {
      case .reading(let bytes, let total):
        progress.show(Phrase(vi: "Đọc tệp", en: "Reading"), done: bytes, of: total)
      case .checking:
        progress.show(Phrase(vi: "Kiểm tra", en: "Checking"), force: true)
      case .comparing:
        progress.show(Phrase(vi: "So sánh", en: "Comparing"), force: true)
      case .writing: progress.show(Phrase(vi: "Ghi", en: "Writing"), force: true)
      }
    }
    progress.finish()
    var rejected: String?
    if !report.flaws.isEmpty {
      rejected = try RejectedRows.write(report.flaws, of: file, language: desk.terminal.language)
    }
    if format == .table {
      say(report, isRehearsal: isRehearsal, to: desk.terminal)
    } else {
      try listing(of: report).print(as: format, to: desk.terminal)
    }
    guard report.refused == 0 else {
      throw refusal(report, rejected: rejected, isPartial: isPartial)
    }
  }

  private static func refusal(
    _ report: ImportReport, rejected: String?, isPartial: Bool
  ) -> PlainProblem {
    let file = rejected ?? ""
    return PlainProblem(
      .rowsRefused,
      report.applied
        ? Phrase(
          vi: "\(report.refused) dòng bị từ chối; các dòng khác đã ghi.",
          en: "\(report.refused) rows were refused; the others were applied.")
        : Phrase(
          vi: "\(report.refused) dòng bị từ chối; chưa ghi gì.",
          en: "\(report.refused) rows were refused; nothing was written."),
      hint: isPartial
        ? Phrase(
          vi: "Sửa các dòng trong \(file) rồi nhập tệp ấy.",
          en: "Mend the rows in \(file) and import that file.")
        : Phrase(
          vi: "Sửa các dòng trong \(file) rồi nhập lại, hoặc thêm --partial để ghi các dòng đúng.",
          en: "Mend the rows in \(file) and import again, or add --partial to apply the good ones.")
    )
  }

  private static func say(_ report: ImportReport, isRehearsal: Bool, to terminal: Terminal) {
    if !report.unknownColumns.isEmpty {
      let names = Terminal.harmless(report.unknownColumns.joined(separator: ", "))
      terminal.line(vi: "Cột không dùng đến: \(names)", en: "Columns not used: \(names)")
    }
    show(report.flaws, mark: "✘", to: terminal)
    show(report.warnings, mark: "!", to: terminal)
    if report.warningCount > shownFlaws {
      terminal.line(
        vi: "… tất cả \(report.warningCount) điều cần xem lại.",
        en: "… \(report.warningCount) warnings in all.")
    }
    let counts = terminal.say(
      vi: "Đọc \(report.read) · mới \(report.added) · thay đổi \(report.changed) · "
        + "giữ nguyên \(report.unchanged) · từ chối \(report.refused)",
      en: "Read \(report.read) · new \(report.added) · changed \(report.changed) · "
        + "unchanged \(report.unchanged) · refused \(report.refused)")
    terminal.line(counts)
    if let waiting = report.waiting {
      terminal.line(
        vi: "Khớp \(report.added - waiting) · chờ xử lý \(waiting)"
          + (waiting > 0 ? ": cadre dues inbox" : ""),
        en: "Matched \(report.added - waiting) · waiting \(waiting)"
          + (waiting > 0 ? ": cadre dues inbox" : ""))
    }
    if let sheets = report.sheets {
      terminal.line(
        vi: "Số phiếu được ghi: \(sheets)", en: "Sheets to write: \(sheets)")
    }
    if isRehearsal {
      terminal.line(
        vi: "Diễn tập, chưa ghi gì. Để làm đúng như vậy: --rehearsal \(report.planDigest)",
        en: "A rehearsal, nothing was written. To do exactly this: --rehearsal \(report.planDigest)"
      )
    } else if report.applied {
      terminal.line(vi: "Đã ghi.", en: "Applied.")
    } else if report.refused == 0 {
      terminal.line(
        vi: "Tệp không có gì mới: không thay đổi gì.", en: "The file says nothing new: no change.")
    }
  }

  private static func show(_ flaws: [RowFlaw], mark: String, to terminal: Terminal) {
    for flaw in flaws.prefix(shownFlaws) {
      let reason = terminal.say(flaw.reason)
      let (column, value) = (Terminal.harmless(flaw.column), Terminal.harmless(flaw.value))
      // A row of the wrong length is wrong in no one column.
      let cell = column.isEmpty ? "" : ", \(column) = “\(value)”"
      terminal.line(
        vi: "\(mark) dòng \(flaw.line)\(cell): \(reason)",
        en: "\(mark) line \(flaw.line)\(cell): \(reason)")
    }
  }

  private static func listing(of report: ImportReport) -> Listing {
    var columns: [Listing.Column] = [
      .init("read", vi: "Đọc", en: "Read", isNumber: true),
      .init("added", vi: "Mới", en: "New", isNumber: true),
      .init("changed", vi: "Thay đổi", en: "Changed", isNumber: true),
      .init("unchanged", vi: "Giữ nguyên", en: "Unchanged", isNumber: true),
      .init("refused", vi: "Từ chối", en: "Refused", isNumber: true),
      .init("warnings", vi: "Cảnh báo", en: "Warnings", isNumber: true),
      .init("applied", vi: "Đã ghi", en: "Applied"),
      .init("rehearsal", vi: "Mã", en: "Digest"),
    ]
    var cells = [
      "\(report.read)", "\(report.added)", "\(report.changed)", "\(report.unchanged)",
      "\(report.refused)", "\(report.warningCount)", "\(report.applied)", report.planDigest,
    ]
    if let waiting = report.waiting {
      columns.append(.init("waiting", vi: "Chờ xử lý", en: "Waiting", isNumber: true))
      cells.append("\(waiting)")
    }
    var listing = Listing(columns)
    listing.add(cells)
    return listing
  }
}
