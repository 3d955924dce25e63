import Basics
import Frameworks
import Postgres
import Scoring
import Sheets

/// The frameworks that a file of sheets may name, each read once.
struct SheetFrameworks {
  /// A framework as a sheet names it.
  struct Named {
    let number: Int32
    let reference: Framework.Reference
    let rules: EntryRules
  }

  /// What a name stands for.
  enum Answer {
    case known(Named)
    case refused(Phrase)
  }

  private let rows: [FrameworkRow]
  private let month: Month
  private var answers: [String: Answer] = [:]
  private var last: (name: String, answer: Answer)?

  init(_ rows: [FrameworkRow], month: Month) {
    self.rows = rows
    self.month = month
  }

  /// The framework of that name: `id`, the latest version that holds in the month, or `id@version`.
  ///
  /// - Throws: a `Problem` where a published framework can no longer be read.
  mutating func answer(_ name: String) throws -> Answer {
    if let last, last.name == name { return last.answer }
    let answer = try answers[name] ?? look(for: name)
    // A file can name no more frameworks than there are; what it invents is not kept.
    if case .known = answer { answers[name] = answer }
    last = (name, answer)
    return answer
  }

  private func look(for name: String) throws -> Answer {
    guard !name.isEmpty else {
      return .refused(Phrase(vi: "không được để trống", en: "must not be empty"))
    }
    guard let asked = FrameworkName(name) else {
      return .refused(
        Phrase(
          vi: "phải là mã bộ tiêu chí, hoặc MÃ@PHIÊN_BẢN",
          en: "is the id of a framework, or ID@VERSION"))
    }
    let versions = rows.filter {
      $0.code == asked.code && (asked.version == nil || asked.version == $0.version)
    }
    guard let newest = versions.max(by: { $0.version < $1.version }) else {
      return .refused(
        Phrase(
          vi: "không có bộ tiêu chí này; xem: cadre framework list",
          en: "there is no such framework; see: cadre framework list"))
    }
    let holding = versions.filter { $0.validFrom <= month.firstDay }
    guard let row = holding.max(by: { $0.version < $1.version }) else {
      return .refused(
        Phrase(
          vi: "chỉ có hiệu lực từ \(newest.validFrom), sau kỳ \(month)",
          en: "holds from \(newest.validFrom) only, after \(month)"))
    }
    let reference = Framework.Reference(code: row.code, version: row.version)
    let framework = try FrameworkFile.read(text: row.source, name: reference.description)
    return .known(
      Named(number: row.number, reference: reference, rules: EntryRules(framework)))
  }
}

/// A framework as it was published.
struct FrameworkRow: Readable, Sendable {
  let number: Int32
  let code: Code
  let version: Int
  let validFrom: Day
  let source: String

  init(_ row: Row) throws {
    number = try row.value("id")
    code = try row.value("code")
    version = try row.value("version")
    validFrom = try row.value("valid_from")
    source = try row.value("source")
  }
}
