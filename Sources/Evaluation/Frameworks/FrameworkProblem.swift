import Basics
import ConfigFile

/// A framework's file that says nothing usable, with everything that is wrong with it.
package struct FrameworkProblem: Problem, Hashable {
  private let file: FileProblem

  package init(_ flaws: [FileFlaw]) { file = FileProblem(flaws) }

  init(_ file: FileProblem) { self.file = file }

  /// Never empty; in the order of the lines.
  package var flaws: [FileFlaw] { file.flaws }

  package var kind: ProblemKind { file.kind }

  /// The first flaws; `framework validate` shows them all.
  package var message: Phrase { file.message }

  package var hint: Phrase? {
    Phrase(
      vi: "Sửa tệp rồi kiểm tra lại: cadre framework validate TỆP.",
      en: "Mend the file, then check it again: cadre framework validate FILE.")
  }
}
