import Foundation
import TestKit
import Testing

/// Commands about letters, as the tests give them.
extension TestHome {
  /// A copy of the town with a second account, `hoa`, which reviews and signs.
  static func letters(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.town { home in
      try await home.letInHoa()
      try await body(home)
    }
  }

  /// Lets whoever runs the tests act as a second person too.
  func letInHoa() async throws {
    let user = Self.user
    try await done("account", "add", "hoa", "--full-name", "Lê Hoa", "--system-user", user)
    try await done("account", "grant", "hoa", "hr_officer")
  }

  static let user = String(cString: getpwuid(geteuid()).pointee.pw_name)

  /// Takes a letter from the request to the signature; its row in the list.
  func issued(_ request: String..., output: String? = nil) async throws -> [String: String] {
    let asked = try await cadre(["letter", "request"] + request)
    let number = try #require(
      asked.output.firstMatch(of: /Request (\d+)\./)?.1, "\(request): \(asked.errors)")
    try await done("letter", "draft", String(number))
    try await done("letter", "review", String(number), "--as", "hoa")
    let printed = output.map { ["--output", $0] } ?? []
    let issue = try await cadre(["letter", "issue", String(number), "--as", "hoa"] + printed)
    #expect(issue.code == 0, "\(issue.errors)")
    let all = try await rows("letter", "list", "--all")
    return try #require(all.first { $0["request"] == String(number) })
  }

  /// The text of the QR code on a page of a PDF on the desk, as a scanner reads it off the paper.
  func scan(ofPDF name: String, page: Int = 1) async throws -> String {
    let stem = name + ".page"
    let drawn = try await Program(path: "/usr/bin/pdftoppm").run(
      ["-singlefile", "-f", "\(page)", "-png", "-r", "200", name, stem], folder: desk)
    guard drawn.code == 0 else { throw TestKitProblem("pdftoppm: \(drawn.errors)") }
    let read = try await Program(path: "/usr/bin/zbarimg").run(
      ["--quiet", "--raw", "--oneshot", stem + ".png"], folder: desk)
    #expect(read.code == 0, "zbarimg: \(read.errors)")
    return read.output
  }

  /// Lays a template where those of the office lie.
  @discardableResult
  func layTemplate(_ name: String, _ text: String) throws -> String {
    let folder = path + "/config/letters"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    return folder + "/" + name
  }

  /// The files of the private keys.
  var keyFiles: [String] {
    let folder = path + "/keys"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".key") }.sorted().map { folder + "/" + $0 }
  }
}

/// What was typed and what was printed, with all that differs from run to run masked.
struct Transcript {
  private(set) var text = ""
  let home: TestHome

  init(_ home: TestHome) { self.home = home }

  /// Runs a command that has to end so.
  @discardableResult
  mutating func type(
    _ words: String..., exit: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let outcome = try await home.cadre(words)
    #expect(
      outcome.code == exit, "\(words): \(outcome.errors)", sourceLocation: sourceLocation)
    let typed = words.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ")
    text += "$ cadre \(typed)\n\(outcome.output)\(outcome.errors)"
    text += (exit == 0 ? "" : "[exit \(exit)]\n") + "\n"
    return outcome.output
  }

  var masked: String { Self.masked(text) }

  /// The same for what is on paper: how far its columns stand apart hangs on the letters of codes.
  static func paper(_ text: String) -> String {
    masked(text).replacing("\u{0C}", with: "\n").split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The same text with `‹…›` for codes, keys and digests, as wide as they are.
  static func masked(_ text: String) -> String {
    let code =
      /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/
    // The usual edges of words let a digest that follows a comma slip through.
    return text.replacing(code.wordBoundaryKind(.simple)) { _ in "‹code········›" }
      .replacing(/\b[0-9a-f]{64}\b/.wordBoundaryKind(.simple)) { _ in
        "‹" + String(repeating: "·", count: 62) + "›"
      }
      .replacing(/\b[0-9a-f]{16}\b/.wordBoundaryKind(.simple)) { _ in "‹key···········›" }
      .replacing(", \(TestHome.user)\n", with: ", ‹me›\n")
  }
}
