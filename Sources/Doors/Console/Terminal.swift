import Basics
import Foundation
import Synchronization

/// Where words go: standard output and standard error, and what they can show.
package struct Terminal: Sendable {
  package let language: Language
  /// Whether standard output is a terminal: then tables may have colour and progress a bar.
  package let isInteractive: Bool
  package let errorsAreInteractive: Bool
  package let usesColour: Bool
  /// `CADRE_DEBUG=1`: errors tell all they know.
  package let debugs: Bool

  package init(environment: [String: String]) {
    language = Language(environment: environment)
    isInteractive = isatty(STDOUT_FILENO) == 1
    errorsAreInteractive = isatty(STDERR_FILENO) == 1
    debugs = environment["CADRE_DEBUG"] == "1"
    usesColour = isInteractive && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }

  package func say(_ phrase: Phrase) -> String { phrase.text(in: language) }

  package func say(vi: String, en: String) -> String { Phrase(vi: vi, en: en).text(in: language) }

  /// Prints a line to standard output.
  package func line(_ text: String = "") { Terminal.write(text + "\n", to: STDOUT_FILENO) }

  package func line(vi: String, en: String) { line(say(vi: vi, en: en)) }

  /// A text from outside as it may be shown: what would steer the terminal, or hide or turn around
  /// other letters, becomes `�`.
  package static func harmless(_ text: String) -> String {
    let isHarmless: (Unicode.Scalar) -> Bool = { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: false
      default: true
      }
    }
    guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { isHarmless($0) ? $0 : "\u{FFFD}" }))
  }

  package func heading(_ text: String) { line(usesColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text) }

  /// Prints a line to standard error.
  package func error(_ text: String) { Terminal.write(text + "\n", to: STDERR_FILENO) }

  /// Why the last words to standard output could not be written; 0 where all went well.
  package static var outputFailure: Int32 { lost.withLock { $0 } }

  private static let lost = Mutex<Int32>(0)

  /// Writes all of a text; a reader that has gone away is not an error of ours.
  ///
  /// What else stops standard output, such as a full disk, is kept as ``outputFailure``.
  package static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let reason = errno
        if descriptor == STDOUT_FILENO, reason != EPIPE { lost.withLock { $0 = reason } }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
