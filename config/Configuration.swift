import Foundation

/// The files of this folder that the program needs at run time.
package enum Configuration {
  /// The 126 wards and communes of Hanoi since July 2025: `code,name,kind`.
  package static func hanoiCommunes() throws -> String { try text("sample/hanoi-communes.csv") }

  /// The frameworks that come with the program, by the names of their files.
  package static func frameworks() throws -> [(name: String, text: String)] {
    try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("frameworks").path
    ).filter { $0.hasSuffix(".yaml") }.sorted().map { ($0, try text("frameworks/\($0)")) }
  }

  /// What makes up the score of a unit: `ranking.yaml`.
  package static func ranking() throws -> String { try text("ranking.yaml") }

  private static var folder: URL { Bundle.module.resourceURL ?? Bundle.module.bundleURL }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }
}
