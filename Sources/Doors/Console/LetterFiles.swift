import Basics
import Letters

/// The templates of letters: those of the program, and in their place those that an office has
/// laid.
package struct LetterFiles: Sendable {
  /// Where an office lays its own files; named in messages, and need not exist.
  package let folder: String
  /// Names and texts.
  package let templates: @Sendable () throws -> [(name: String, text: String)]

  package init(
    folder: String, templates: @escaping @Sendable () throws -> [(name: String, text: String)]
  ) {
    self.folder = folder
    self.templates = templates
  }
}

extension Desk {
  /// The templates of all letters.
  package var letterTemplates: LetterTemplates {
    get throws { try LetterTemplates.read(try letters.templates(), folder: letters.folder) }
  }
}
