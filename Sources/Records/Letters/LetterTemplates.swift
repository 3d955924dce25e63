import Basics
import ConfigFile

/// The templates of all letters: one of each kind.
package struct LetterTemplates: Sendable {
  private let activityConfirmation: LetterTemplate
  private let introduction: LetterTemplate
  private let residenceComment: LetterTemplate
  private let scoreStatement: LetterTemplate
  private let duesStatement: LetterTemplate

  /// Where an office lays its own files, unless another folder is named.
  package static let usualFolder = "config/letters"

  package subscript(kind: LetterKind) -> LetterTemplate {
    switch kind {
    case .activityConfirmation: activityConfirmation
    case .introduction: introduction
    case .residenceComment: residenceComment
    case .scoreStatement: scoreStatement
    case .duesStatement: duesStatement
    }
  }

  /// Reads the files of `config/letters`.
  ///
  /// - Parameters:
  ///   - files: names, for flaws, and texts; those of the office in place of those of the program.
  ///   - folder: where an office lays its own, for messages.
  /// - Returns: the templates, all of them there.
  /// - Throws: `FileProblem` with everything that is wrong in a file, and for a kind that is
  ///   missing or stands twice.
  package static func read(
    _ files: [(name: String, text: String)], folder: String = usualFolder
  ) throws(FileProblem) -> LetterTemplates {
    var (flaws, found): ([FileFlaw], [LetterKind: LetterTemplate]) = ([], [:])
    for file in files {
      do throws(FileProblem) {
        let template = try LetterTemplate.read(text: file.text, name: file.name)
        if found.updateValue(template, forKey: template.kind) != nil {
          let reason = Phrase(
            vi: "đã có một mẫu khác của \(template.kind.title.vi)",
            en: "there is another template of the \(template.kind.title.en)")
          flaws.append(FileFlaw(file: file.name, line: 1, column: 1, key: "kind", reason: reason))
        }
      } catch { flaws += error.flaws }
    }
    for kind in LetterKind.allCases where found[kind] == nil {
      let name = kind.rawValue + ".yaml"
      // A file that is there and wrong was spoken of.
      if files.contains(where: { $0.name == name || $0.name.hasSuffix("/" + name) }) { continue }
      let reason = Phrase(
        vi: "thiếu mẫu \(name) (\(kind.title.vi))",
        en: "the template \(name) is missing (\(kind.title.en))")
      flaws.append(FileFlaw(file: folder, line: 1, column: 1, key: "", reason: reason))
    }
    guard flaws.isEmpty, let templates = LetterTemplates(found) else { throw FileProblem(flaws) }
    return templates
  }

  private init?(_ found: [LetterKind: LetterTemplate]) {
    guard let activityConfirmation = found[.activityConfirmation],
      let introduction = found[.introduction], let residenceComment = found[.residenceComment],
      let scoreStatement = found[.scoreStatement], let duesStatement = found[.duesStatement]
    else { return nil }
    self.activityConfirmation = activityConfirmation
    self.introduction = introduction
    self.residenceComment = residenceComment
    self.scoreStatement = scoreStatement
    self.duesStatement = duesStatement
  }
}
