import Foundation

/// The files of this folder that the program needs at run time.
package enum Configuration {
  /// The 126 wards and communes of Hanoi since July 2025: `code,name,kind`.
  package static func hanoiCommunes() throws -> String { try text("sample/hanoi-communes.csv") }

  /// The frameworks that come with the program, by the names of their files.
  package static func frameworks() throws -> [(name: String, text: String)] {
    try yaml(in: "frameworks").map { ($0, try text("frameworks/\($0)")) }
  }

  /// The dated rules of dues, by the names of their files.
  package static func dues() throws -> [(name: String, text: String)] {
    try yaml(in: "dues").filter { $0 != "split.yaml" }.map {
      ("config/dues/\($0)", try text("dues/\($0)"))
    }
  }

  /// How dues are split between the levels: the file's name and text.
  package static func duesSplit() throws -> (name: String, text: String) {
    ("config/dues/split.yaml", try text("dues/split.yaml"))
  }

  /// The templates of letters, by the names of their files.
  package static func letters() throws -> [(name: String, text: String)] {
    try yaml(in: "letters").map { ("config/letters/\($0)", try text("letters/\($0)")) }
  }

  /// What makes up the score of a unit: `ranking.yaml`.
  package static func ranking() throws -> String { try text("ranking.yaml") }

  /// Public holidays and made-up days of Viet Nam: `date,kind,name,document,checked`.
  package static func holidays() throws -> String { try text("holidays/vn.csv") }

  private static var folder: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }

  private static func yaml(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(name).path)
      .filter { $0.hasSuffix(".yaml") }.sorted()
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }
}
