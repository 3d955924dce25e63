import Basics

/// What is wrong at one place of a file.
package struct FileFlaw: Sendable, Hashable {
  package let file: String
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in characters.
  package let column: Int
  /// The way to the place, such as `sections[2].max`; items of a list are counted from 1.
  package let key: String
  package let reason: Phrase

  package init(file: String, line: Int, column: Int, key: String, reason: Phrase) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.reason = reason
  }

  /// `file:line:column, key: reason`, as editors and people read it.
  package var sentence: Phrase {
    let place = "\(file):\(line):\(column)" + (key.isEmpty ? "" : ", \(key)")
    return Phrase(vi: "\(place): \(reason.vi)", en: "\(place): \(reason.en)")
  }
}

/// A file that says nothing usable, with everything that is wrong with it.
package struct FileProblem: Problem, Hashable {
  /// Never empty; by file, in the order of the lines.
  package let flaws: [FileFlaw]

  package init(_ flaws: [FileFlaw]) {
    self.flaws = flaws.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
  }

  package var kind: ProblemKind { .rowsRefused }

  /// The first ten flaws.
  package var message: Phrase {
    let (shown, more) = (flaws.prefix(10), flaws.count - 10)
    return Phrase(
      vi: shown.map(\.sentence.vi).joined(separator: "\n")
        + (more > 0 ? "\n… và \(more) lỗi nữa" : ""),
      en: shown.map(\.sentence.en).joined(separator: "\n")
        + (more > 0 ? "\n… and \(more) more" : ""))
  }

  package var hint: Phrase? {
    Phrase(
      vi: "Sửa tệp theo dòng đã nêu rồi chạy lại.",
      en: "Mend the file at the lines named, then run the command again.")
  }
}
