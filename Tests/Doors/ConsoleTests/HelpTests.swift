import Foundation
import TestKit
import Testing

/// Help is read by people who are stuck: each page is reviewed as a file.
@Suite(.timeLimit(.minutes(10))) struct `Help` {
  static let languages = ["vi": "Ví dụ: ", "en": "Example: "]

  @Test(arguments: ["vi", "en"])
  func `has a reviewed page with an example for every command`(language: String) async throws {
    let example = try #require(Self.languages[language])
    for words in try await CommandTree.all(language) {
      let page = try await Self.help(words, language)
      #expect(
        page.contains(example) && page.contains(" cadre "),
        "cadre \(words.joined(separator: " ")) has no example")
      expectGolden(page, Self.file(words, language))
    }
  }

  @Test func `has no page of a command that is gone`() async throws {
    var expected: Set<String> = []
    for language in Self.languages.keys {
      expected.formUnion(try await CommandTree.all(language).map { Self.file($0, language) })
    }
    let golden = (#filePath as NSString).deletingLastPathComponent + "/Golden/"
    for language in Self.languages.keys {
      let pages = try FileManager.default.contentsOfDirectory(atPath: golden + "help/" + language)
      for page in pages {
        #expect(expected.contains("help/\(language)/\(page)"), "\(page) is nobody's help")
      }
    }
  }

  @Test func `speaks of the same commands and options in both languages`() async throws {
    #expect(try await CommandTree.all("vi") == CommandTree.all("en"))
    for words in try await CommandTree.all("vi") {
      let (vi, en) = (try await Self.help(words, "vi"), try await Self.help(words, "en"))
      #expect(Self.options(vi) == Self.options(en), "cadre \(words.joined(separator: " "))")
    }
  }

  @Test func `comes for a noun without a verb and for nothing at all`() async throws {
    let nothing = try await Program.cadre.run([], environment: ["CADRE_LANG": "en"])
    #expect(nothing.code == 0 && nothing.output.contains("member"))
    let noun = try await Program.cadre.run(["member"], environment: ["CADRE_LANG": "en"])
    #expect(noun.code == 2 && noun.output.contains("find"))
  }

  /// The options that a page lists, in their order.
  private static func options(_ page: String) -> [Substring] {
    page.split(separator: "\n").filter { $0.hasPrefix("  -") }.compactMap {
      $0.split(separator: " ").first
    }
  }

  private static func file(_ words: [String], _ language: String) -> String {
    let name = words.isEmpty ? "cadre" : words.joined(separator: "-")
    return "help/\(language)/\(name).txt"
  }

  private static func help(_ words: [String], _ language: String) async throws -> String {
    let outcome = try await Program.cadre.run(
      words + ["--help"], environment: ["CADRE_LANG": language])
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(words): \(outcome.errors)")
    return outcome.output
  }
}

/// The commands that the program itself says it has.
struct CommandTree: Decodable {
  struct Command: Decodable {
    let commandName: String
    let subcommands: [Command]?

    func paths(below words: [String]) -> [[String]] {
      [words] + (subcommands ?? []).flatMap { $0.paths(below: words + [$0.commandName]) }
    }
  }

  let command: Command

  /// The words of every command, the program itself first; the parser's own `help` left out.
  static func all(_ language: String) async throws -> [[String]] {
    let outcome = try await Program.cadre.run(
      ["--experimental-dump-help"], environment: ["CADRE_LANG": language])
    let tree = try JSONDecoder().decode(CommandTree.self, from: Data(outcome.output.utf8))
    let paths = tree.command.paths(below: []).filter { !$0.contains("help") }
    guard paths.count > 30 else { throw TestKitProblem("only \(paths.count) commands") }
    return paths
  }
}
