import ArgumentParser
import Basics

/// `cadre db`: the database itself.
package struct DatabaseCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: words(vi: "Cơ sở dữ liệu: bật, tắt, sao lưu, kiểm tra.", en: "The database itself."),
    discussion: words(
      vi: "Ví dụ: cadre db status", en: "Example: cadre db status"),
    subcommands: [
      Start.self, Stop.self, Status.self, Migrate.self, Backup.self, Restore.self, Check.self,
    ])

  package init() {}

  package struct Start: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Bật cơ sở dữ liệu kèm theo; các lệnh khác tự bật khi cần.",
        en: "Starts the embedded database; other commands do so when they need it."),
      discussion: words(vi: "Ví dụ: cadre db start", en: "Example: cadre db start"))
    package init() {}

    package func run(at desk: Desk) async throws {
      try await desk.engine.start()
      desk.terminal.line(vi: "Cơ sở dữ liệu đang chạy.", en: "The database is running.")
    }
  }

  package struct Stop: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(vi: "Tắt cơ sở dữ liệu kèm theo.", en: "Stops the embedded database."),
      discussion: words(vi: "Ví dụ: cadre db stop", en: "Example: cadre db stop"))
    package init() {}

    package func run(at desk: Desk) async throws {
      try await desk.engine.stop()
      desk.terminal.line(vi: "Cơ sở dữ liệu đã tắt.", en: "The database is stopped.")
    }
  }

  package struct Status: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Cơ sở dữ liệu ở đâu, đang chạy hay không, phiên bản nào.",
        en: "Where the database is, whether it runs, which version."),
      discussion: words(
        vi: "Ví dụ: cadre db status --format json", en: "Example: cadre db status --format json"))
    @OptionGroup var format: FormatOption
    package init() {}

    package func run(at desk: Desk) async throws {
      var listing = Listing([
        .init("name", vi: "Mục", en: "Item"), .init("value", vi: "Giá trị", en: "Value"),
      ])
      for item in try await desk.engine.status() {
        listing.add(format.format == .table ? desk.terminal.say(item.title) : item.key, item.value)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Migrate: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Đưa lược đồ lên bản mới; chạy lại không hại gì.",
        en: "Brings the schema up to date; running it again does no harm."),
      discussion: words(
        vi: "Ví dụ: DATABASE_URL=postgres://… cadre db migrate",
        en: "Example: DATABASE_URL=postgres://… cadre db migrate"))
    package init() {}

    package func run(at desk: Desk) async throws {
      let applied = try await desk.engine.migrate()
      for name in applied { desk.terminal.line(vi: "Đã áp dụng \(name)", en: "Applied \(name)") }
      if applied.isEmpty {
        desk.terminal.line(vi: "Lược đồ đã là bản mới nhất.", en: "The schema is up to date.")
      }
    }
  }

  package struct Backup: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Sao lưu toàn bộ vào một tệp, kèm mã kiểm tra.",
        en: "Copies everything into one file, with its digest."),
      discussion: words(
        vi: "Ví dụ: cadre db backup /sao-luu/2026-11-21.dump",
        en: "Example: cadre db backup /backups/2026-11-21.dump"))
    @Argument(help: help(vi: "Tệp sẽ tạo; không được có sẵn.", en: "The file to make."))
    var file: String
    package init() {}

    package func run(at desk: Desk) async throws {
      let progress = ProgressLine(desk.terminal)
      progress.show(Phrase(vi: "Đang sao lưu", en: "Backing up"), force: true)
      defer { progress.finish() }
      let result = try await desk.engine.backup(to: file)
      progress.finish()
      desk.terminal.line(
        vi: "Đã sao lưu \(result.bytes) byte vào \(file) (SHA-256 \(result.digest)).",
        en: "Backed up \(result.bytes) bytes to \(file) (SHA-256 \(result.digest)).")
      desk.terminal.line(
        vi: "Thử phục hồi vào chỗ trống: CADRE_HOME=/chỗ/trống cadre db restore \(file)",
        en: "Try it in an empty place: CADRE_HOME=/an/empty/place cadre db restore \(file)")
    }
  }

  package struct Restore: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Phục hồi từ tệp sao lưu vào một chỗ trống, rồi kiểm tra.",
        en: "Restores a backup into an empty place, and checks it."),
      discussion: words(
        vi: "Ví dụ: CADRE_HOME=/tam cadre db restore /sao-luu/2026-11-21.dump",
        en: "Example: CADRE_HOME=/tmp/drill cadre db restore /backups/2026-11-21.dump"))
    @Argument(help: help(vi: "Tệp sao lưu.", en: "The backup."))
    var file: String
    package init() {}

    package func run(at desk: Desk) async throws {
      let progress = ProgressLine(desk.terminal)
      progress.show(Phrase(vi: "Đang phục hồi", en: "Restoring"), force: true)
      defer { progress.finish() }
      try await desk.engine.restore(from: file)
      progress.finish()
      desk.terminal.line(vi: "Đã phục hồi từ \(file).", en: "Restored from \(file).")
      try Check.report(try await desk.engine.check(), as: .table, to: desk.terminal)
    }
  }

  package struct Check: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Kiểm tra mọi điều phải luôn đúng trong dữ liệu.",
        en: "Checks everything that must always hold."),
      discussion: words(vi: "Ví dụ: cadre db check", en: "Example: cadre db check"))
    @OptionGroup var format: FormatOption
    package init() {}

    package func run(at desk: Desk) async throws {
      let results = try await desk.engine.check()
      try Check.report(results, as: format.format, to: desk.terminal)
    }

    static func report(
      _ results: [CheckResult], as format: RowFormat, to terminal: Terminal
    ) throws {
      var listing = Listing([
        .init("check", vi: "Kiểm tra", en: "Check"),
        .init("statement", vi: "Điều phải đúng", en: "What must hold"),
        .init("result", vi: "Kết quả", en: "Result"),
        .init("milliseconds", vi: "ms", en: "ms", isNumber: true),
      ])
      for result in results {
        let good = result.findings.isEmpty
        listing.add(
          result.name, terminal.say(result.statement),
          good ? terminal.say(vi: "✔ đúng", en: "✔ holds") : "✘ \(result.findings.count)",
          String(result.milliseconds))
      }
      try listing.print(as: format, to: terminal)
      let findings = results.flatMap { result in
        result.findings.map { "\(result.name): \($0)" }
      }
      for finding in findings.prefix(50) { terminal.error(finding) }
      guard findings.isEmpty else {
        throw PlainProblem(
          .refused,
          Phrase(
            vi: "Có \(findings.count) điều không đúng trong dữ liệu.",
            en: "\(findings.count) things do not hold."),
          hint: Phrase(
            vi: "Đừng sửa tay; giữ bản sao lưu và báo người quản trị.",
            en: "Mend nothing by hand; keep the backup and tell the administrator."))
      }
    }
  }
}
