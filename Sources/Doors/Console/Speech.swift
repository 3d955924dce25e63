import ArgumentParser
import Basics
import Foundation

/// The language of help texts, which are made before anything runs.
let helpLanguage = Language(environment: ProcessInfo.processInfo.environment)

func help(vi: String, en: String) -> ArgumentHelp {
  ArgumentHelp(stringLiteral: Phrase(vi: vi, en: en).text(in: helpLanguage))
}

func words(vi: String, en: String) -> String { Phrase(vi: vi, en: en).text(in: helpLanguage) }

/// Reads a code from the command line.
func code(_ text: String) throws -> Code {
  guard let code = Code(text) else {
    throw PlainProblem(
      .usage, Phrase(vi: "“\(text)” không phải là mã.", en: "“\(text)” is not a code."),
      hint: Phrase(
        vi: "Mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
        en: "A code has 1 to 40 of A-Z a-z 0-9 . _ -"))
  }
  return code
}

/// Reads a day from the command line; nothing typed gives `fallback`.
func day(_ text: String?, or fallback: Day) throws -> Day {
  guard let text else { return fallback }
  guard let day = Day(text) else {
    throw PlainProblem(
      .usage, Phrase(vi: "“\(text)” không phải là ngày.", en: "“\(text)” is not a day."),
      hint: Phrase(
        vi: "Viết YYYY-MM-DD hoặc dd/mm/yyyy.", en: "Write YYYY-MM-DD or dd/mm/yyyy."))
  }
  return day
}

/// A text from the command line, through the gate.
func clean(_ name: String, _ text: String, limit: Int = 200) throws -> String {
  do {
    return try TextGate.clean(text, limit: limit)
  } catch {
    throw PlainProblem(
      .usage, Phrase(vi: "\(name) \(error.phrase.vi).", en: "\(name) \(error.phrase.en)."))
  }
}
