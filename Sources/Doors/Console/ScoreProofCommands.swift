import ArgumentParser
import Basics
import Frameworks
import Runs
import Scoring
import Sheets

/// Explaining a score, proving a run, publishing it.
extension ScoreCommands {
  package struct Explain: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Một điểm số từ đầu vào đến xếp loại, từng bước, kèm căn cứ.",
        en: "One score from its inputs to the grade, step by step, with the articles."),
      discussion: words(
        vi: """
          Ví dụ: cadre score explain M0000002 --period 2026-10
                 cadre score explain unit:UB00004 --period 2026-10
          """,
        en: """
          Example: cadre score explain M0000002 --period 2026-10
                   cadre score explain unit:UB00004 --period 2026-10
          """))
    @Argument(
      help: help(vi: "Mã người, hoặc unit:MÃ.", en: "A member's code, or unit:CODE."))
    var code: String
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Option(
      name: .customLong("run"),
      help: help(vi: "Lần chấm (mặc định mới nhất).", en: "The run (default the newest)."))
    var number: Int32?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      guard let name = SubjectName(code) else { _ = try Console.code(code); return }
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      let found = try await office.runs.explain(name, in: month, run: number, for: office.actor)
      let words = ExplanationWords(found, terminal: desk.terminal)
      if format.format == .table {
        for line in words.lines { desk.terminal.line(line) }
      } else {
        try words.listing.print(as: format.format, to: desk.terminal)
      }
    }
  }

  package struct Verify: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Tính lại một lần chấm từ đầu vào đã chốt và so từng dòng, từng mã băm.",
        en: "Computes a run again from its frozen inputs and compares every line and digest."),
      discussion: words(
        vi: "Ví dụ: cadre score verify 3", en: "Example: cadre score verify 3"))
    @Argument(help: help(vi: "Số của lần chấm.", en: "The number of the run.")) var number: Int32
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let progress = ProgressLine(desk.terminal)
      defer { progress.finish() }
      let found = try await office.runs.verify(number, by: office.actor) { progress.show($0) }
      progress.finish()
      guard let difference = found.difference else {
        let digest = found.run.seal?.runDigest ?? ""
        return desk.terminal.line(
          vi: "✔ Lần chấm \(number) (\(found.run.month)): \(found.members) người, đúng từng dòng. "
            + "Mã: \(digest)",
          en: "✔ Run \(number) (\(found.run.month)): \(found.members) members, every line holds. "
            + "Digest: \(digest)")
      }
      throw PlainProblem(
        .refused, difference.words(run: number),
        hint: Phrase(
          vi: found.run.kind == .provisional
            ? "Lần chấm tạm đọc phiếu khi kỳ đang mở; phiếu có thể đã đổi sau đó. Chấm lại để so."
            : "Dữ liệu của lần chấm đã bị đụng tới: dừng công bố, xem nhật ký (cadre audit show) "
              + "và bản sao lưu.",
          en: found.run.kind == .provisional
            ? "A provisional run reads sheets of an open period; they may have changed since. "
              + "Score again to compare."
            : "What this run has read or written was touched: stop publishing, look at the trail "
              + "(cadre audit show) and the backup."))
    }
  }

  package struct Publish: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Công bố lần chấm chính thức mới nhất của kỳ đã đóng.",
        en: "Publishes the newest final run of a closed period."),
      discussion: words(
        vi: """
          Người bằng điểm ở ngưỡng phải được hội đồng quyết định, hoặc để nguyên, nêu tên.
          Ví dụ: cadre score publish 3 --document "45-TB/ĐU"
                 cadre score publish 3 --leave M0000007,M0000012
          """,
        en: """
          Ties at a line have to be decided by a board, or left by name.
          Example: cadre score publish 3 --document "45-TB/ĐU"
                   cadre score publish 3 --leave M0000007,M0000012
          """))
    @Argument(help: help(vi: "Số của lần chấm.", en: "The number of the run.")) var number: Int32
    @Option(
      help: help(
        vi: "Để nguyên những người bằng điểm này: các mã cách nhau bởi dấu phẩy, hoặc all.",
        en: "Leave the ties of these members: codes with commas, or all."))
    var leave: [String] = []
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let names = leave.flatMap { $0.split(separator: ",").map(String.init) }
      let ties: TiesLeft =
        names == ["all"] ? .all : .named(Set(try names.map { try Console.code($0) }))
      let basis = try why.basis()
      let office = try await desk.open(actingAs.account)
      let lastDay = try desk.appealWindow()
      let found = try await office.runs.publish(
        number, leaving: ties, by: office.actor, basis: basis, appealUntil: lastDay)
      if found.wasPublished {
        return desk.terminal.line(
          vi: "Lần chấm \(number) đã công bố từ trước; kiến nghị đến hết \(found.appealUntil).",
          en: "Run \(number) was published before; appeals until \(found.appealUntil).")
      }
      if let old = found.superseded {
        desk.terminal.line(
          vi: "Lần chấm \(old) được thay thế; vẫn in lại được.",
          en: "Run \(old) is superseded; it still prints.")
      }
      desk.terminal.line(
        vi: "Đã công bố lần chấm \(number) của kỳ \(found.run.month). Kiến nghị đến hết "
          + "\(found.appealUntil).",
        en: "Published run \(number) of \(found.run.month). Appeals until \(found.appealUntil).")
    }
  }
}

extension Verification.Difference {
  /// What differs, in words.
  func words(run number: Int32) -> Phrase {
    switch self {
    case .population(let code):
      Phrase(
        vi: "Lần chấm \(number) khác: \(code) không còn thuộc diện, hoặc thuộc diện ở chỗ khác.",
        en: "Run \(number) differs: \(code) is not expected any more, or stands elsewhere.")
    case .member(let code, let stored, let computed):
      Phrase(
        vi: "Lần chấm \(number) khác, trước hết ở \(code): đã ghi “\(stored)”, "
          + "tính lại “\(computed)”.",
        en: "Run \(number) differs, first at \(code): stored “\(stored)”, computed “\(computed)”.")
    case .inputs(let unit):
      Phrase(
        vi: "Lần chấm \(number) khác: phiếu ở đơn vị \(unit) đã đổi.",
        en: "Run \(number) differs: sheets in the unit \(unit) have changed.")
    case .unit(let unit):
      Phrase(
        vi: "Lần chấm \(number) khác ở đơn vị \(unit).",
        en: "Run \(number) differs in the unit \(unit).")
    case .quota(let unit):
      Phrase(
        vi: "Lần chấm \(number) khác ở hạn mức tại đơn vị \(unit).",
        en: "Run \(number) differs in the quota at the unit \(unit).")
    case .digest(let name, let stored, let computed):
      Phrase(
        vi: "Lần chấm \(number) khác ở \(name): đã ghi \(stored.prefix(16))…, tính lại "
          + "\(computed.prefix(16))….",
        en: "Run \(number) differs in \(name): stored \(stored.prefix(16))…, computed "
          + "\(computed.prefix(16))….")
    }
  }
}
