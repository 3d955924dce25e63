import Basics
import Configuration
import Console
import Foundation

/// The files of dues: those of the program, and those of the office in their place.
///
/// A file of the same name takes the place of one that comes with the program; others are added.
struct DuesFolder: Sendable {
  /// Where the office lays its files; need not exist.
  let path: String

  private static let split = "split.yaml"

  var files: DuesFiles {
    DuesFiles(folder: path, rules: { try rules() }, split: { try split() })
  }

  private func rules() throws -> [(name: String, text: String)] {
    let own = try names().filter { $0 != Self.split }
    let shipped = try Configuration.dues().filter { file in
      !own.contains { file.name.hasSuffix("/" + $0) }
    }
    return try shipped + own.map { (path + "/" + $0, try text(of: $0)) }
  }

  /// Named by the path to write, also where it is the program's own.
  private func split() throws -> (name: String, text: String) {
    let name = path + "/" + Self.split
    guard try names().contains(Self.split) else {
      return (name, try Configuration.duesSplit().text)
    }
    return (name, try text(of: Self.split))
  }

  private func names() throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Self.unreadable(path)
    }
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
  }

  /// A rule file has some kilobytes; one byte over the limit is enough to be refused.
  private static let most = 200_000

  private func text(of name: String) throws -> String {
    let path = path + "/" + name
    guard let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Self.most + 1),
      let text = String(validating: data, as: UTF8.self)
    else { throw Self.unreadable(path) }
    try? file.close()
    return text
  }

  private static func unreadable(_ path: String) -> PlainProblem {
    PlainProblem(
      .usage,
      Phrase(
        vi: "Không đọc được “\(path)”, hoặc tệp không phải UTF-8.",
        en: "“\(path)” cannot be read, or is not UTF-8."),
      hint: Phrase(
        vi: "Kiểm tra quyền đọc và cách lưu tệp; hoặc bỏ tệp ấy đi.",
        en: "Check the right to read it and how it was saved; or take it away."))
  }
}
