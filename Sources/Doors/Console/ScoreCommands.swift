import ArgumentParser
import Basics
import Runs
import Scoring
import Tabular

/// `cadre score`: runs, their lines, their workings and their proof.
package struct ScoreCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: words(
      vi: "Chấm điểm một kỳ, giải thích, kiểm chứng, công bố.",
      en: "Scores a period, explains it, verifies it, publishes it."),
    discussion: words(
      vi: "Ví dụ: cadre score run --period 2026-10 --dry-run",
      en: "Example: cadre score run --period 2026-10 --dry-run"),
    subcommands: [
      RunPeriod.self, Export.self, Explain.self, Verify.self, Simulate.self, Publish.self,
      ListRuns.self,
    ])

  package init() {}

  package struct RunPeriod: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: words(
        vi: "Chấm điểm cả kỳ: tạm khi kỳ đang mở, chính thức khi đã đóng.",
        en: "Scores a whole period: provisional while it is open, final once it is closed."),
      discussion: words(
        vi: """
          Dừng giữa chừng (Ctrl-C, mất điện) thì chạy lại sẽ làm tiếp; nhiều máy chạy cùng lúc được.
          Ví dụ: cadre score run --period 2026-10 --dry-run
                 cadre score run --period 2026-10
          """,
        en: """
          Stopped half-way (Ctrl-C, power) it goes on when run again; several may run at once.
          Example: cadre score run --period 2026-10 --dry-run
                   cadre score run --period 2026-10
          """))
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Flag(help: help(vi: "Chỉ diễn tập, không ghi.", en: "Only a rehearsal: nothing is written."))
    var dryRun = false
    @Option(
      help: help(vi: "Bao nhiêu luồng cùng chấm.", en: "How many workers score at once."))
    var workers = 2
    @Option(
      help: help(
        vi: "Khoảng bao nhiêu người trong một lần ghi.", en: "About how many members a commit."))
    var chunk = 20_000
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func validate() throws {
      guard (1...64).contains(workers), (1...1_000_000).contains(chunk) else {
        throw ValidationError(
          words(
            vi: "--workers từ 1 đến 64, --chunk từ 1 đến 1000000.",
            en: "--workers is 1 to 64, --chunk 1 to 1000000."))
      }
    }

    package var keepsWhatIsDone: Bool { !dryRun }

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      let office = try await desk.open(actingAs.account)
      var wanted = Runs.Effort()
      (wanted.workers, wanted.chunkSize) = (workers, chunk)
      let progress = ProgressLine(desk.terminal)
      defer { progress.finish() }
      let told: @Sendable (RunStep) -> Void = { progress.show($0) }
      let (runs, actor, effort) = (office.runs, office.actor, wanted)
      let outcome: Runs.Outcome
      if dryRun {
        outcome = try await runs.rehearse(month, effort: effort, by: actor, progress: told)
      } else {
        do {
          outcome = try await runs.score(month, effort: effort, by: actor, progress: told)
        } catch  where Task.isCancelled {
          throw RunError.stopped(month)
        }
      }
      progress.finish()
      try RunWords(outcome: outcome, isRehearsal: dryRun).say(
        as: format.format, to: desk.terminal)
    }
  }

  package struct Export: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Xuất điểm của một lần chấm, đúng từng byte.",
        en: "Writes the scores of a run, byte for byte."),
      discussion: words(
        vi: """
          Ví dụ: cadre score export --period 2026-10 > diem.csv
                 cadre score export --period 2026-10 --run 3 --output diem.xlsx
          """,
        en: """
          Example: cadre score export --period 2026-10 > scores.csv
                   cadre score export --period 2026-10 --run 3 --output scores.xlsx
          """))
    @Option(help: help(vi: "Kỳ, YYYY-MM.", en: "The period, YYYY-MM.")) var period: String
    @Option(
      name: .customLong("run"),
      help: help(vi: "Lần chấm (mặc định mới nhất).", en: "The run (default the newest)."))
    var number: Int32?
    @Option(
      name: .shortAndLong,
      help: help(vi: "Tệp; không có thì in ra màn hình.", en: "The file; else printed."))
    var output: String?
    @Flag(help: help(vi: "CSV cho bảng tính: BOM và CRLF.", en: "CSV for spreadsheets: BOM, CRLF."))
    var excel = false
    @Option(help: help(vi: "Dạng in: csv, json hoặc table.", en: "csv, json or table."))
    var format = RowFormat.csv
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try Console.month(period)
      try RowFile.check(output)
      let office = try await desk.open(actingAs.account)
      let (path, excel, format, terminal) = (output, excel, format, desk.terminal)
      let progress = ProgressLine(terminal)
      defer { progress.finish() }
      let (run, rows) = try await office.runs.export(
        month, run: number, by: office.actor,
        to: {
          try RowFile.writer(
            path, header: CanonicalScore.header, format: format, excel: excel, terminal)
        },
        progress: { progress.show(Phrase(vi: "Đã xuất \($0) dòng", en: "\($0) rows written")) })
      progress.finish()
      if let output {
        terminal.line(
          vi: "Đã xuất \(rows) dòng của lần chấm \(run.number) vào \(output).",
          en: "Wrote \(rows) lines of run \(run.number) to \(output).")
      }
    }
  }

  package struct ListRuns: DeskCommand {
    package static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: words(
        vi: "Các lần chấm, số liệu và mã băm.", en: "The runs, their counts and digests."),
      discussion: words(
        vi: "Ví dụ: cadre score list --period 2026-10",
        en: "Example: cadre score list --period 2026-10"))
    @Option(help: help(vi: "Chỉ kỳ này.", en: "Only this period.")) var period: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let month = try period.map(Console.month)
      let office = try await desk.open(actingAs.account)
      let runs = try await office.runs.list(month, for: office.actor)
      try RunWords.listing(of: runs, full: format.format != .table, desk.terminal).print(
        as: format.format, to: desk.terminal)
    }
  }
}

extension ProgressLine {
  /// Shows how far a run has come.
  func show(_ step: RunStep) {
    switch step {
    case .freezing:
      show(Phrase(vi: "Chốt danh sách", en: "Freezing"), force: true)
    case .scoring(let done, let all):
      show(Phrase(vi: "Chấm điểm", en: "Scoring"), done: done, of: all)
    case .settling:
      show(Phrase(vi: "Hạn mức, xếp hạng", en: "Quotas, ranking"), force: true)
    case .storing: show(Phrase(vi: "Ghi", en: "Storing"), force: true)
    }
  }
}
