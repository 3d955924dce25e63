import ArgumentParser
import Basics
import Foundation
import Letters
import Reports
import Signatures

/// Looking at letters: some, one, whether one is good.
extension LetterCommands {
  package struct List: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Các giấy; mặc định những giấy chưa xong.",
        en: "Letters; those that are unfinished unless asked otherwise."),
      discussion: words(
        vi: """
          Ví dụ: cadre letter list --unit CB01
                 cadre letter list --member M002 --all --format csv
          """,
        en: """
          Example: cadre letter list --unit CB01
                   cadre letter list --member M002 --all --format csv
          """))
    @Option(help: help(vi: "Do đơn vị này cấp.", en: "Issued by this unit, or below it."))
    var unit: String?
    @Option(help: help(vi: "Loại giấy.", en: "Of this kind.")) var kind: LetterKind?
    @Option(help: help(vi: "Trạng thái; ghi nhiều lần được.", en: "A state; may be repeated."))
    var state: [Letter.State] = []
    @Option(help: help(vi: "Về người này.", en: "About this member.")) var member: String?
    @Flag(help: help(vi: "Cả những giấy đã xong.", en: "Finished ones too.")) var all = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let office = try await desk.open(actingAs.account)
      var filter = Letters.Filter()
      filter.unit = try unit.map(Console.code)
      filter.member = try member.map(Console.code)
      filter.kind = kind
      filter.states = !state.isEmpty ? state : Letter.State.allCases.filter { all || $0.isOpen }
      let words = LetterWords(terminal: desk.terminal, format: format.format)
      var listing = Listing(LetterWords.columns)
      for letter in try await desk.letters(in: office).list(
        filter, today: office.today, for: office.actor)
      {
        listing.add(words.cells(letter))
      }
      try listing.print(as: format.format, to: desk.terminal)
    }
  }

  package struct Show: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Một giấy: nội dung, các bước; --output in ra PDF.",
        en: "One letter: what it says and its steps; --output prints it."),
      discussion: words(
        vi: "Ví dụ: cadre letter show 12 --output giay-12.pdf --copy",
        en: "Example: cadre letter show 12 --output letter-12.pdf --copy"))
    @Argument(help: help(vi: "Số đề nghị.", en: "The request's number.")) var number: Int64
    @Option(name: .shortAndLong, help: help(vi: "Tệp .pdf.", en: "A .pdf file."))
    var output: String?
    @Flag(help: help(vi: "Ghi dấu BẢN SAO.", en: "Marks it as a COPY.")) var copy = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      if let output { try DuesPrint.check(output) }
      let office = try await desk.open(actingAs.account)
      let view = try await desk.letters(in: office).show(
        number, today: office.today, for: office.actor)
      let words = LetterWords(terminal: desk.terminal, format: format.format)
      guard let output else {
        if format.format == .table {
          for line in words.page(view) { desk.terminal.line(line) }
        } else {
          try words.listing(of: view).print(as: format.format, to: desk.terminal)
        }
        return
      }
      let day = view.letter.issue?.day ?? office.today
      guard
        let paper = LetterPrint.paper(view, isCopy: copy, made: day.startInVietnam)
      else { throw LetterError.cannot(.issue, id: number, in: view.letter.state) }
      let pages = try LetterPaper.write([paper], to: output)
      desk.terminal.line(
        vi: "Đã ghi \(pages) trang vào \(output).", en: "Wrote \(pages) pages to \(output).")
    }
  }

  package struct Print: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "In lại mọi giấy đã ký của một đơn vị vào một tệp PDF.",
        en: "Prints the issued letters of a unit into one PDF."),
      discussion: words(
        vi: "Ví dụ: cadre letter print --unit CB01 --on 2026-11-05 --output ca-chi-bo.pdf",
        en: "Example: cadre letter print --unit CB01 --on 2026-11-05 --output cell.pdf"))
    @Option(help: help(vi: "Do đơn vị này cấp.", en: "Issued by this unit, or below it."))
    var unit: String
    @Option(help: help(vi: "Loại giấy.", en: "Of this kind.")) var kind: LetterKind?
    @Option(help: help(vi: "Chỉ những giấy ký ngày này.", en: "Issued on this day."))
    var on: String?
    @Flag(help: help(vi: "Ghi dấu BẢN SAO.", en: "Marks them as COPIES.")) var copy = false
    @Option(name: .shortAndLong, help: help(vi: "Tệp .pdf.", en: "A .pdf file."))
    var output: String
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      try DuesPrint.check(output)
      let office = try await desk.open(actingAs.account)
      var filter = Letters.Filter()
      (filter.unit, filter.kind, filter.states) = (try Console.code(unit), kind, [.issued])
      let day = try on.map { try Console.day($0, or: office.today) }
      let letters = try await desk.letters(in: office).list(
        filter, today: office.today, for: office.actor
      ).filter { day == nil || $0.issue?.day == day }.reversed()
      guard !letters.isEmpty else {
        throw PlainProblem(
          .notFound,
          Phrase(vi: "Không có giấy đã ký nào.", en: "No letter was issued there."),
          hint: Phrase(
            vi: "Xem: cadre letter list --unit \(unit) --all.",
            en: "See: cadre letter list --unit \(unit) --all."))
      }
      let pages = try await LetterPrint.write(
        Array(letters), to: output, isCopy: copy, at: desk, in: office)
      desk.terminal.line(
        vi: "Đã ghi \(letters.count) giấy, \(pages) trang, vào \(output).",
        en: "Wrote \(letters.count) letters on \(pages) pages to \(output).")
    }
  }

  package struct Verify: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Giấy này có thật không: theo mã 12 chữ, hoặc nội dung mã QR.",
        en: "Whether a letter is good: by its code, or by the text of its QR code."),
      discussion: words(
        vi: """
          So các dòng in ra với tờ giấy trong tay. Có --key thì kiểm tra không cần máy chủ.
          Ví dụ: cadre letter verify K7MF-2QXP-9D39
                 cadre letter verify --scan quet.txt --key khoa-phuong.txt
          """,
        en: """
          Compare the lines with the paper in hand. With --key no database is needed.
          Example: cadre letter verify K7MF-2QXP-9D39
                   cadre letter verify --scan scanned.txt --key ward-key.txt
          """))
    @Argument(help: help(vi: "Mã kiểm tra.", en: "The check code.")) var code: [String] = []
    @Option(help: help(vi: "Tệp chứa nội dung mã QR; - là bàn phím.", en: "A file with the scan."))
    var scan: String?
    @Option(help: help(vi: "Tệp khoá công khai.", en: "A file with public keys, one a line."))
    var key: String?
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let verdict: LetterVerdict
      // As it stands on the paper, or with spaces where the dashes are.
      switch (code.isEmpty ? nil : code.joined(separator: "-"), scan) {
      case (let text?, nil) where key == nil:
        guard let code = LetterCode(text) else { throw LetterError.mistyped(text) }
        let office = try await desk.open(actingAs.account)
        verdict = try await desk.letters(in: office).verify(code, today: office.today)
      case (nil, let path?):
        guard let signed = SignedSeal(scan: try TextFile.read(path)) else {
          throw LetterError.unreadableScan
        }
        if let key {
          let keys = try KeyFile.read(key)
          verdict = LetterVerdict(
            signed: signed, findings: signed.findings(with: keys, today: desk.today), record: nil)
        } else {
          let office = try await desk.open(actingAs.account)
          verdict = try await desk.letters(in: office).verify(signed, today: office.today)
        }
      default:
        throw wrong(
          vi: "Cần mã kiểm tra, hoặc --scan TỆP (và --key).",
          en: "Give the check code, or --scan FILE (and --key).")
      }
      let words = LetterWords(terminal: desk.terminal, format: format.format)
      try words.print(verdict)
      guard verdict.isGood else { throw words.problem(verdict) }
    }
  }
}

/// Public keys as a file: one `cadre-key` line each.
enum KeyFile {
  static func read(_ path: String) throws -> [KeyRecord] {
    let lines = try TextFile.read(path).split(whereSeparator: \.isNewline).filter {
      !$0.hasPrefix("#")
    }
    let keys = lines.compactMap { PublicKey(line: String($0)) }
    guard !keys.isEmpty, keys.count == lines.count else {
      throw PlainProblem(
        .usage,
        Phrase(
          vi: "“\(path)” không phải tệp khoá công khai.", en: "“\(path)” is no file of keys."),
        hint: Phrase(
          vi: "Mỗi dòng: cadre-key ed25519 và 64 chữ số (cadre letter keys --export).",
          en: "Each line: cadre-key ed25519 and 64 digits (cadre letter keys --export)."))
    }
    return keys.map { KeyRecord(key: $0, holder: path, addedOn: .first, retiredOn: nil) }
  }
}

/// A small text that somebody hands over: a file, or `-` for what is typed.
enum TextFile {
  /// A seal with its signature has some hundred bytes, a list of keys some thousand.
  private static let most = 100_000

  static func read(_ path: String) throws -> String {
    let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
    guard let file, let data = try? file.read(upToCount: most + 1) ?? Data(), data.count <= most,
      let text = String(validating: data, as: UTF8.self)
    else {
      throw PlainProblem(
        .notFound,
        Phrase(
          vi: "Không đọc được “\(path)”, hoặc tệp quá lớn, không phải UTF-8.",
          en: "“\(path)” cannot be read, is too large or not UTF-8."),
        hint: Phrase(
          vi: "Kiểm tra đường dẫn và quyền đọc tệp.",
          en: "Check the path and the right to read it."))
    }
    return text.unicodeScalars.first == "\u{FEFF}"
      ? String(text.unicodeScalars.dropFirst()) : text
  }
}
