import Basics
import ConfigFile

/// All regulations of dues, one after the other in time.
package struct DuesRules: Sendable, Hashable {
  /// In the order of their months; each begins where the one before ends.
  package let regulations: [DuesRegulation]
  /// Where an office lays its own files, for those who have to write one.
  package let folder: String

  /// Where the files lie unless somebody says otherwise.
  package static let usualFolder = "config/dues"

  /// Reads the files of `config/dues`.
  ///
  /// - Parameters:
  ///   - files: names, for flaws, and texts.
  ///   - folder: where an office lays its own, for messages.
  /// - Returns: the regulations in the order of their months.
  /// - Throws: ``FileProblem`` with everything that is wrong, each with file, line and reason: in a
  ///   file, and between them months without a rule or with two.
  package static func read(
    _ files: [(name: String, text: String)], folder: String = usualFolder
  ) throws(FileProblem) -> DuesRules {
    var (flaws, placed): ([FileFlaw], [Placed]) = ([], [])
    for file in files {
      do throws(FileProblem) {
        let root = try PlainYAML.read(file.text, file: file.name)
        var reading = FileReading(file: file.name)
        let read = reading.regulation(root)
        let regulation = try reading.result(read)
        placed.append(Placed(file: file.name, root: root, regulation: regulation))
      } catch { flaws += error.flaws }
    }
    placed.sort { $0.regulation.from < $1.regulation.from }
    flaws += flawsBetween(placed)
    if files.isEmpty {
      let reason = Phrase(vi: "không có tệp quy định nào", en: "holds no file of rules")
      flaws.append(FileFlaw(file: folder, line: 1, column: 1, key: "", reason: reason))
    }
    guard flaws.isEmpty else { throw FileProblem(flaws) }
    return DuesRules(regulations: placed.map(\.regulation), folder: folder)
  }

  private struct Placed {
    let file: String
    let root: FilePart
    let regulation: DuesRegulation

    func flaw(at key: String, vi: String, en: String) -> FileFlaw {
      var part = root
      if case .map(let pairs) = root.content, let pair = pairs.first(where: { $0.key == key }) {
        part = pair.part
      }
      return FileFlaw(
        file: file, line: part.line, column: part.column, key: key, reason: Phrase(vi: vi, en: en))
    }
  }

  private static func flawsBetween(_ placed: [Placed]) -> [FileFlaw] {
    var flaws: [FileFlaw] = []
    for (index, later) in placed.enumerated() {
      for earlier in placed[..<index] where earlier.regulation.id == later.regulation.id {
        flaws.append(
          later.flaw(
            at: "id", vi: "mã này đã có trong \(earlier.file)",
            en: "this id is in use in \(earlier.file)"))
      }
    }
    for (earlier, later) in zip(placed, placed.dropFirst()) {
      let from = later.regulation.from
      guard let through = earlier.regulation.through else {
        flaws.append(
          earlier.flaw(
            at: "from", vi: "thiếu through: \(later.file) áp dụng từ \(from)",
            en: "needs through: \(later.file) holds from \(from) on"))
        continue
      }
      if from <= through {
        flaws.append(
          later.flaw(
            at: "from", vi: "chồng lên \(earlier.file), áp dụng đến hết \(through)",
            en: "overlaps \(earlier.file), which holds through \(through)"))
      } else if from > through.adding(months: 1) {
        let gap = through.adding(months: 1)
        flaws.append(
          later.flaw(
            at: "from", vi: "hở các tháng từ \(gap): \(earlier.file) chỉ đến hết \(through)",
            en: "leaves a gap from \(gap) on: \(earlier.file) ends with \(through)"))
      }
    }
    return flaws
  }
}

extension DuesRules {
  /// The rule of a month: the one in force on its first day, with that month's figures.
  ///
  /// Any month can be asked for, a future one too.
  ///
  /// - Throws: ``DuesRuleError/noRule(_:first:last:folder:)`` where none was in force.
  package func rule(for month: Month) throws(DuesRuleError) -> DuesRule {
    let found = regulations.last { $0.from <= month && ($0.through.map { month <= $0 } ?? true) }
    guard let found else {
      throw .noRule(
        month, first: regulations.first?.from, last: regulations.last?.through, folder: folder)
    }
    return DuesRule(found, for: month, folder: folder)
  }
}

/// What can go wrong between a month and the rules, said to people.
package enum DuesRuleError: Problem, Hashable {
  case noRule(
    Month, first: Month?, last: Month?, folder: String = DuesRules.usualFolder)

  package var kind: ProblemKind { .refused }

  package var message: Phrase {
    switch self {
    case .noRule(let month, let first, let last, _):
      let from = first.map(\.description) ?? "–"
      return Phrase(
        vi: "Không có quy định đảng phí cho tháng \(month): các tệp có từ \(from)"
          + (last.map { " đến \($0)" } ?? "") + ".",
        en: "There is no rule of dues for \(month): the files hold from \(from) on"
          + (last.map { ", through \($0)" } ?? "") + ".")
    }
  }

  package var hint: Phrase? {
    switch self {
    case .noRule(_, _, _, let folder):
      Phrase(
        vi: "Chọn tháng khác, hoặc thêm một tệp vào \(folder).",
        en: "Choose another month, or add a file to \(folder).")
    }
  }
}
