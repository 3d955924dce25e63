import Foundation

/// A text with blocks of a console in it: commands after `$ `, and what they print.
///
/// A line of output that is only `…` stands for any lines, and `‹words›` inside a line for any
/// text. A command that ends in `\` goes on in the next line.
struct Tour {
  struct Step: Equatable {
    let command: String
    let expected: [String]
    /// Where the expected lines stand in the text, counted from 0.
    let place: Range<Int>
  }

  let lines: [String]
  private(set) var steps: [Step] = []

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var (index, isInside) = (0, false)
    while index < lines.count {
      let line = lines[index]
      index += 1
      if line.hasPrefix("```") {
        isInside = !isInside && line.dropFirst(3).split(separator: " ").first == "console"
        continue
      }
      guard isInside, line.hasPrefix("$ ") else { continue }
      var command = String(line.dropFirst(2))
      while command.hasSuffix("\\"), index < lines.count {
        command += "\n" + lines[index]
        index += 1
      }
      let start = index
      while index < lines.count, !lines[index].hasPrefix("$ "), !lines[index].hasPrefix("```") {
        index += 1
      }
      steps.append(
        Step(command: command, expected: Array(lines[start..<index]), place: start..<index))
    }
  }

  /// Whether `output` is what `expected` says; blank lines at the end do not count.
  static func matches(_ output: String, _ expected: [String]) throws -> Bool {
    let pattern = trimmed(expected).map { line in
      if line == "…" { return "(?:.*\n)*?" }
      let parts = line.split(separator: "‹", omittingEmptySubsequences: false)
      let rest = parts.dropFirst().map { part in
        guard let end = part.firstIndex(of: "›") else { return quoted("‹" + part) }
        return ".+" + quoted(String(part[part.index(after: end)...]))
      }
      return quoted(String(parts[0])) + rest.joined() + "\n"
    }.joined()
    let text = trimmed(
      output.split(separator: "\n", omittingEmptySubsequences: false).map {
        String($0)
      }
    ).map { $0 + "\n" }.joined()
    let expression = try NSRegularExpression(pattern: "\\A" + pattern + "\\z")
    return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }

  /// The text with other outputs below its commands, in the order of the steps; `nil` keeps one.
  func rewritten(_ outputs: [[String]?]) -> String {
    var text = lines
    for (step, output) in zip(steps, outputs).reversed() {
      guard let output else { continue }
      // The blank line that parts it from the next command stays.
      let blanks = step.expected.reversed().prefix { $0.isEmpty }
      text.replaceSubrange(step.place, with: Self.trimmed(output) + blanks)
    }
    return text.joined(separator: "\n")
  }

  /// What differs from run to run, masked: the home, digests, keys, check codes and moments.
  static func masked(_ output: String, home: String) -> [String] {
    var text = output.replacing(home, with: "‹CADRE_HOME›")
    for (pattern, mask) in [
      ("[0-9a-f]{64}", "‹mã›"), ("\\b[0-9a-f]{16}\\b", "‹khoá›"),
      ("\\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}\\b", "‹mã›"),
      ("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}[^ ]*", "‹lúc›"),
    ] {
      text = text.replacingOccurrences(of: pattern, with: mask, options: .regularExpression)
    }
    return trimmed(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  private static func quoted(_ text: some StringProtocol) -> String {
    NSRegularExpression.escapedPattern(for: String(text))
  }

  private static func trimmed(_ lines: [String]) -> [String] {
    Array(lines.reversed().drop { $0.isEmpty }.reversed())
  }
}
