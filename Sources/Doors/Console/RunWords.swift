import Basics
import Runs

/// What a run has come to, in words and as a row.
struct RunWords {
  let outcome: Runs.Outcome
  let isRehearsal: Bool

  /// How many skipped members are named on the screen.
  static let shownSkipped = 20

  func say(as format: RowFormat, to terminal: Terminal) throws {
    guard format == .table else {
      return try Self.listing(
        of: [outcome.run], full: true, areRehearsed: isRehearsal, terminal
      ).print(as: format, to: terminal)
    }
    let run = outcome.run
    if outcome.resumed, !isRehearsal {
      terminal.line(
        vi: "Làm tiếp lần chấm \(run.number) đã bắt đầu.",
        en: "Went on with run \(run.number), which had been begun.")
    }
    for one in outcome.skipped.prefix(Self.shownSkipped) {
      terminal.line(
        vi: "! bỏ qua \(one.code): không có đơn vị nào (\(one.reason))",
        en: "! skipped \(one.code): in no unit (\(one.reason))")
    }
    guard let seal = run.seal else { return }
    terminal.line(Self.line(seal.counts, terminal))
    if seal.counts.tiesWaiting > 0 {
      terminal.line(
        vi: "\(seal.counts.tiesWaiting) người bằng điểm ở ngưỡng, "
          + "còn \(seal.counts.placesOpen) chỗ chờ hội đồng.",
        en: "\(seal.counts.tiesWaiting) members tie at a line, "
          + "\(seal.counts.placesOpen) places wait for a board.")
    }
    if outcome.inputsMoved {
      terminal.line(
        vi: "! Có phiếu đã đổi trong lúc chấm tạm: chấm lại để có số mới nhất.",
        en: "! Sheets changed while this provisional run read them: score again for the latest.")
    }
    if isRehearsal {
      terminal.line(vi: "Diễn tập, chưa ghi gì.", en: "A rehearsal, nothing was written.")
    } else {
      terminal.line(
        vi: "Lần chấm \(run.number) (\(Self.kind(run).vi)) · mã \(seal.runDigest.prefix(16))… · "
          + "kiểm chứng: cadre score verify \(run.number)",
        en: "Run \(run.number) (\(Self.kind(run).en)) · digest \(seal.runDigest.prefix(16))… · "
          + "verify: cadre score verify \(run.number)")
    }
  }

  /// The one line that a rehearsal and the real run both print.
  static func line(_ counts: Run.Counts, _ terminal: Terminal) -> String {
    terminal.say(
      vi: "Thuộc diện \(counts.expected) · ghi \(counts.toWrite) · "
        + "giữ nguyên \(counts.unchanged) · bỏ qua \(counts.skipped) · "
        + "xếp loại \(counts.rated) · không xếp loại \(counts.notRated) · "
        + "chưa đủ \(counts.incomplete) · nhóm vượt hạn mức \(counts.groupsOver)",
      en: "Expected \(counts.expected) · to write \(counts.toWrite) · unchanged "
        + "\(counts.unchanged) · skipped \(counts.skipped) · rated \(counts.rated) · not rated "
        + "\(counts.notRated) · incomplete \(counts.incomplete) · groups over quota "
        + "\(counts.groupsOver)")
  }

  static func kind(_ run: Run) -> Phrase {
    switch run.kind {
    case .provisional: Phrase(vi: "tạm", en: "provisional")
    case .final: Phrase(vi: "chính thức", en: "final")
    }
  }

  static func state(_ run: Run) -> Phrase {
    switch run.state {
    case .building: Phrase(vi: "đang chấm", en: "building")
    case .finished: Phrase(vi: "xong", en: "finished")
    case .abandoned: Phrase(vi: "đã bỏ", en: "abandoned")
    case .published: Phrase(vi: "đã công bố", en: "published")
    case .superseded: Phrase(vi: "đã thay thế", en: "superseded")
    }
  }

  /// Runs as rows; for people only what fits a screen.
  ///
  /// What was only rehearsed has no number.
  static func listing(
    of runs: [Run], full: Bool, areRehearsed: Bool = false, _ terminal: Terminal
  ) -> Listing {
    var columns: [Listing.Column] = [
      .init("run", vi: "Lần", en: "Run", isNumber: true),
      .init("period", vi: "Kỳ", en: "Period"),
      .init("revision", vi: "Bản", en: "Revision", isNumber: true),
      .init("kind", vi: "Loại", en: "Kind"), .init("state", vi: "Trạng thái", en: "State"),
      .init("expected", vi: "Thuộc diện", en: "Expected", isNumber: true),
      .init("rated", vi: "Xếp loại", en: "Rated", isNumber: true),
      .init("not_rated", vi: "Không xếp", en: "Not rated", isNumber: true),
      .init("incomplete", vi: "Chưa đủ", en: "Incomplete", isNumber: true),
      .init("unchanged", vi: "Giữ nguyên", en: "Unchanged", isNumber: true),
      .init("ties_waiting", vi: "Bằng điểm", en: "Ties", isNumber: true),
      .init("run_digest", vi: "Mã băm", en: "Digest"),
    ]
    if full {
      columns += [
        .init("input_digest", vi: "Mã đầu vào", en: "Input digest"),
        .init("ranking_digest", vi: "Mã xếp hạng", en: "Ranking digest"),
        .init("frameworks", vi: "Bộ tiêu chí", en: "Frameworks"),
        .init("skipped", vi: "Bỏ qua", en: "Skipped", isNumber: true),
        .init("to_write", vi: "Ghi", en: "To write", isNumber: true),
        .init("groups_over", vi: "Nhóm vượt", en: "Groups over", isNumber: true),
        .init("places_open", vi: "Chỗ chờ", en: "Places open", isNumber: true),
        .init("previous_run", vi: "Lần trước", en: "Previous run", isNumber: true),
        .init("started_by", vi: "Người chạy", en: "Started by"),
        .init("started_at", vi: "Bắt đầu", en: "Started"),
        .init("program_version", vi: "Phiên bản", en: "Program"),
      ]
    }
    var listing = Listing(columns)
    for run in runs {
      var cells = cells(of: run, full: full, terminal)
      if areRehearsed {
        for (place, column) in columns.enumerated() {
          if column.key == "run" { cells[place] = "" }
          if column.key == "state" { cells[place] = "rehearsal" }
        }
      }
      listing.add(cells)
    }
    return listing
  }

  private static func cells(of run: Run, full: Bool, _ terminal: Terminal) -> [String] {
    let counts = run.seal?.counts
    func number(_ count: Int?) -> String { count.map(String.init) ?? "" }
    let digest = run.seal?.runDigest ?? ""
    var cells = [
      "\(run.number)", "\(run.month)", "\(run.revision)",
      full ? run.kind.rawValue : terminal.say(kind(run)),
      full ? run.state.rawValue : terminal.say(state(run)),
      number(counts?.expected), number(counts?.rated), number(counts?.notRated),
      number(counts?.incomplete), number(counts?.unchanged), number(counts?.tiesWaiting),
      full ? digest : String(digest.prefix(12)),
    ]
    if full {
      cells += [
        run.seal?.inputDigest ?? "", run.seal?.rankingDigest ?? "",
        run.seal?.frameworkDigests ?? "", number(counts?.skipped), number(counts?.toWrite),
        number(counts?.groupsOver), number(counts?.placesOpen),
        run.previous.map(String.init) ?? "", run.startedBy.text, "\(run.startedAt)",
        run.programVersion,
      ]
    }
    return cells
  }
}
