import ArgumentParser
import Basics
import ConfigFile
import Foundation
import Frameworks

/// `cadre framework`: the rules by which a month is scored.
package struct FrameworkCommands: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "framework",
    abstract: words(
      vi: "Bộ tiêu chí đánh giá, có ngày và phiên bản.",
      en: "Frameworks: the dated rules of the evaluation."),
    discussion: words(
      vi: "Ví dụ: cadre framework list", en: "Example: cadre framework list"),
    subcommands: [Validate.self, Publish.self, List.self, Show.self, Diff.self])

  package init() {}

  package struct Validate: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Kiểm tra tệp, mỗi lỗi có dòng và lý do; không ghi gì.",
        en: "Checks files, each flaw with line and reason; writes nothing."),
      discussion: words(
        vi: "Ví dụ: cadre framework validate config/frameworks/hanoi-2018.yaml",
        en: "Example: cadre framework validate config/frameworks/hanoi-2018.yaml"))
    @Argument(help: help(vi: "Các tệp .yaml.", en: "The .yaml files.")) var files: [String]
    @OptionGroup var format: FormatOption
    package init() {}

    package func run(at desk: Desk) async throws {
      var (flaws, good): ([FileFlaw], [(file: String, framework: Framework)]) = ([], [])
      for file in files {
        do {
          good.append((file, try FrameworkCommands.read(file).framework))
        } catch let problem as FrameworkProblem { flaws += problem.flaws }
      }
      if format.format == .table {
        for (file, framework) in good {
          let name = Terminal.harmless(file)
          desk.terminal.line("✔ \(name): \(framework.reference)")
        }
        for flaw in flaws {
          desk.terminal.line("✘ " + Terminal.harmless(desk.terminal.say(flaw.sentence)))
        }
      } else {
        var listing = Listing(FrameworkCommands.flawColumns)
        for flaw in flaws {
          listing.add(
            flaw.file, "\(flaw.line)", "\(flaw.column)", flaw.key,
            desk.terminal.say(flaw.reason))
        }
        try listing.print(as: format.format, to: desk.terminal)
      }
      guard !flaws.isEmpty else { return }
      let bad = files.count - good.count
      throw PlainProblem(
        .rowsRefused,
        Phrase(
          vi: "\(bad) tệp chưa đúng, \(flaws.count) lỗi.",
          en: "\(bad) \(bad == 1 ? "file" : "files") cannot be used, \(flaws.count) "
            + (flaws.count == 1 ? "flaw." : "flaws.")),
        hint: FrameworkProblem(flaws).hint)
    }
  }

  package struct Publish: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Ban hành một bộ tiêu chí từ tệp; phiên bản đã dùng thì không thay được.",
        en: "Puts a framework on record; a version that a period has used stays as it is."),
      discussion: words(
        vi: "Ví dụ: cadre framework publish bo-tieu-chi.yaml --document 12-QĐ/ĐU",
        en: "Example: cadre framework publish my-framework.yaml --document 12-QĐ/ĐU"))
    @Argument(help: help(vi: "Tệp .yaml.", en: "A .yaml file.")) var file: String
    @OptionGroup var why: BasisOptions
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let text = try FrameworkCommands.text(of: file)
      let basis = try why.basis()
      let office = try await desk.open(actingAs.account)
      let done = try await office.frameworks.publish(
        text: text, name: file, by: office.actor, basis: basis)
      let reference = done.reference
      switch done.publication {
      case .published:
        desk.terminal.line(vi: "Đã ban hành \(reference).", en: "Published \(reference).")
      case .replaced:
        desk.terminal.line(
          vi: "Đã thay nội dung \(reference); chưa kỳ nào dùng phiên bản này.",
          en: "Replaced \(reference); no period has used this version yet.")
      case .unchanged:
        desk.terminal.line(
          vi: "\(reference) đã có đúng như tệp: không thay đổi gì.",
          en: "\(reference) is on record as the file has it: no change.")
      }
    }
  }

  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Mọi phiên bản đã có, và những bộ kèm theo chương trình.",
        en: "All versions on record, and those that come with the program."),
      discussion: words(
        vi: "Ví dụ: cadre framework list --format csv",
        en: "Example: cadre framework list --format csv"))
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      let lines = try await office.frameworks.list()
      let known = Set(lines.map(\.reference))
      var rows = lines.map { line in
        Row(
          reference: line.reference, form: line.form, title: line.title,
          validFrom: line.validFrom, state: line.isFrozen ? .frozen : .published,
          digest: line.digest)
      }
      for file in try desk.frameworks() {
        let framework = try FrameworkFile.read(text: file.text, name: file.name)
        guard !known.contains(framework.reference) else { continue }
        rows.append(
          Row(
            reference: framework.reference, form: framework.form, title: framework.title,
            validFrom: framework.validFrom, state: .shipped,
            digest: Frameworks.digest(of: file.text)))
      }
      var listing = Listing(FrameworkCommands.columns)
      for row in rows.sorted(by: { $0.reference < $1.reference }) {
        listing.add(
          row.reference.code.text, "\(row.reference.version)",
          format.format == .table ? desk.terminal.say(row.form.title) : row.form.rawValue,
          "\(row.validFrom)",
          format.format == .table ? desk.terminal.say(row.state.title) : row.state.rawValue,
          desk.terminal.say(row.title),
          format.format == .table ? String(row.digest.prefix(12)) : row.digest)
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }
}

extension FrameworkCommands {
  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Mọi con số của một bộ tiêu chí, căn cứ và mức độ kiểm tra.",
        en: "All figures of a framework, each with its source and how far it was checked."),
      discussion: words(
        vi: """
          Ví dụ: cadre framework show decree-335-2025.staff
                 cadre framework show decree-335-2025.staff@1 --source > ban-cua-toi.yaml
          """,
        en: """
          Example: cadre framework show decree-335-2025.staff
                   cadre framework show decree-335-2025.staff@1 --source > mine.yaml
          """))
    @Argument(
      help: help(
        vi: "MÃ, MÃ@PHIÊN_BẢN hoặc tệp .yaml.", en: "ID, ID@VERSION or a .yaml file."))
    var framework: String
    @Flag(help: help(vi: "In tệp, đúng từng byte.", en: "Prints the file, byte for byte."))
    var source = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let found = try await FrameworkCommands.find(framework, at: desk, as: actingAs.account)
      if source { return Terminal.write(found.text, to: 1) }
      // People read the words, programs the keys; what is no figure stands above the table.
      let forPeople = format.format == .table
      if forPeople {
        let title = desk.terminal.say(found.framework.title)
        desk.terminal.heading("\(found.framework.reference)  \(title)")
      }
      var listing = Listing(Array(FrameworkCommands.figureColumns.dropFirst(forPeople ? 1 : 0)))
      for figure in found.framework.figures {
        let cells = [figure.title, figure.value].map(desk.terminal.say)
        if !forPeople {
          listing.add(
            [figure.key] + cells + [figure.source, desk.terminal.say(figure.checked)])
        } else if figure.checked.en.isEmpty {
          desk.terminal.line("  \(cells[0]): \(cells[1])")
        } else {
          listing.add(cells + [figure.source, desk.terminal.say(figure.checked)])
        }
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Diff: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Hai phiên bản khác nhau ở đâu, nói bằng lời.",
        en: "What differs between two versions, in words."),
      discussion: words(
        vi: "Ví dụ: cadre framework diff decree-335-2025.staff@1 monthly-gated@1",
        en: "Example: cadre framework diff decree-335-2025.staff@1 monthly-gated@1"))
    @Argument(
      help: help(
        vi: "MÃ, MÃ@PHIÊN_BẢN hoặc tệp .yaml.", en: "ID, ID@VERSION or a .yaml file."))
    var old: String
    @Argument(
      help: help(
        vi: "MÃ, MÃ@PHIÊN_BẢN hoặc tệp .yaml.", en: "ID, ID@VERSION or a .yaml file."))
    var new: String
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let before = try await FrameworkCommands.find(old, at: desk, as: actingAs.account)
      let after = try await FrameworkCommands.find(new, at: desk, as: actingAs.account)
      let diff = FrameworkDiff(from: before.framework, to: after.framework)
      guard format.format == .table else {
        var listing = Listing(FrameworkCommands.changeColumns)
        for change in diff.changes {
          listing.add(
            change.key, desk.terminal.say(change.title), change.before.map(desk.terminal.say) ?? "",
            change.after.map(desk.terminal.say) ?? "")
        }
        return try listing.print(as: format.format, to: desk.terminal)
      }
      for change in diff.changes { desk.terminal.line(desk.terminal.say(change.sentence)) }
      if diff.changes.isEmpty {
        desk.terminal.line(vi: "Không khác gì nhau.", en: "They say the same.")
      }
    }
  }
}

extension FrameworkCommands {
  /// Where a framework stands.
  enum Standing: String {
    case shipped, published, frozen

    var title: Phrase {
      switch self {
      case .shipped: Phrase(vi: "kèm chương trình", en: "shipped")
      case .published: Phrase(vi: "đã ban hành", en: "published")
      case .frozen: Phrase(vi: "đã dùng, khoá", en: "used, frozen")
      }
    }
  }

  private struct Row {
    let reference: Framework.Reference
    let form: Framework.Form
    let title: Phrase
    let validFrom: Day
    let state: Standing
    let digest: String
  }

  /// Reads a framework from the disk.
  static func read(_ path: String) throws -> (text: String, framework: Framework) {
    let text = try text(of: path)
    return (text, try FrameworkFile.read(text: text, name: path))
  }

  /// The text of a file of the disk.
  static func text(of path: String) throws -> String {
    // One byte over the limit is enough to be refused, whatever hides behind the name.
    guard let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: FrameworkFile.byteLimit + 1) ?? Data()
    else {
      throw PlainProblem(
        .notFound,
        Phrase(vi: "Không mở được tệp “\(path)”.", en: "The file “\(path)” cannot be opened."),
        hint: Phrase(
          vi: "Kiểm tra đường dẫn và quyền đọc tệp.",
          en: "Check the path and the right to read it."))
    }
    try? file.close()
    return try FrameworkFile.text(of: Array(data), name: path)
  }

  /// What a name stands for: a file where it looks like one, else a version on record, else one
  /// that comes with the program.
  static func find(
    _ name: String, at desk: Desk, as account: String?
  ) async throws -> (text: String, framework: Framework) {
    if name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      return try read(name)
    }
    let (code, version) = try Framework.Reference.parts(of: name)
    do {
      let found = try await desk.open(account).frameworks.show(name)
      return (found.source, found.framework)
    } catch FrameworkError.unknown {
      for file in try desk.frameworks() {
        let framework = try FrameworkFile.read(text: file.text, name: file.name)
        let (its, number) = (framework.reference.code, framework.reference.version)
        if its == code, version == nil || version == number { return (file.text, framework) }
      }
      throw FrameworkError.unknown(name)
    }
  }

  static let flawColumns: [Listing.Column] = [
    .init("file", vi: "Tệp", en: "File"), .init("line", vi: "Dòng", en: "Line", isNumber: true),
    .init("column", vi: "Cột", en: "Column", isNumber: true),
    .init("key", vi: "Khoá", en: "Key"), .init("reason", vi: "Lý do", en: "Reason"),
  ]
  static let columns: [Listing.Column] = [
    .init("id", vi: "Mã", en: "ID"),
    .init("version", vi: "Phiên bản", en: "Version", isNumber: true),
    .init("form", vi: "Đối tượng", en: "Form"),
    .init("valid_from", vi: "Áp dụng từ", en: "Valid from"),
    .init("state", vi: "Tình trạng", en: "State"), .init("title", vi: "Tên", en: "Title"),
    .init("digest", vi: "Mã kiểm tra", en: "Digest"),
  ]
  static let figureColumns: [Listing.Column] = [
    .init("key", vi: "Khoá", en: "Key"), .init("what", vi: "Nội dung", en: "What"),
    .init("value", vi: "Giá trị", en: "Value"), .init("source", vi: "Căn cứ", en: "Source"),
    .init("checked", vi: "Mức độ kiểm tra", en: "How far checked"),
  ]
  static let changeColumns: [Listing.Column] = [
    .init("key", vi: "Khoá", en: "Key"), .init("what", vi: "Nội dung", en: "What"),
    .init("before", vi: "Trước", en: "Before"), .init("after", vi: "Sau", en: "After"),
  ]
}
