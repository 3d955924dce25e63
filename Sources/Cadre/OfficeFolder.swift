import Basics
import Configuration
import Console
import Foundation

/// Files that come with the program, and those of the office in their place.
///
/// A file of the same name takes the place of one of the program; others are added.
struct OfficeFolder: Sendable {
  /// Where the office lays its files; need not exist.
  let path: String
  /// The program's own, by names that end in `/` and the name of the file.
  let shipped: @Sendable () throws -> [(name: String, text: String)]

  /// All files but one: the program's first, then those of the office.
  func files(without other: String? = nil) throws -> [(name: String, text: String)] {
    let own = try names().filter { $0 != other }
    let replaced = own + [other].compactMap { $0 }
    let shipped = try shipped().filter { file in
      !replaced.contains { file.name.hasSuffix("/" + $0) }
    }
    return try shipped + own.map { (path + "/" + $0, try text(of: $0)) }
  }

  /// One file, named by the path to write also where it is the program's own.
  func file(_ name: String) throws -> (name: String, text: String) {
    let path = path + "/" + name
    if try names().contains(name) { return (path, try text(of: name)) }
    return (path, try shipped().first { $0.name.hasSuffix("/" + name) }?.text ?? "")
  }

  private func names() throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Self.unreadable(path)
    }
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
  }

  /// Such a file has some kilobytes; one byte over the limit is enough to be refused.
  private static let most = 200_000

  private func text(of name: String) throws -> String {
    let path = path + "/" + name
    guard let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Self.most + 1) ?? Data(),
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

extension DuesFiles {
  private static let split = "split.yaml"

  /// The files of dues, in a folder of the office and of the program.
  init(inFolder path: String) {
    let folder = OfficeFolder(path: path) {
      try Configuration.dues() + [try Configuration.duesSplit()]
    }
    self.init(
      folder: path, rules: { try folder.files(without: Self.split) },
      split: { try folder.file(Self.split) })
  }
}

extension LetterFiles {
  /// The templates of letters, in a folder of the office and of the program.
  init(inFolder path: String) {
    let folder = OfficeFolder(path: path, shipped: Configuration.letters)
    self.init(folder: path, templates: { try folder.files() })
  }
}
