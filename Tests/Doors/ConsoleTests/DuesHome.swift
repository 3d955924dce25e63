import Foundation
import LocalCluster
import TestKit
import Testing

/// Commands about dues, as the tests give them.
extension TestHome {
  /// A copy of the town in which October is assessed; the server runs.
  static func charged(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.town { home in
      try await home.done("dues", "assess", "--period", "2026-10")
      try await body(home)
    }
  }

  /// The rows of a command that prints csv, each by the names of the columns.
  func rows(_ words: String...) async throws -> [[String: String]] {
    let outcome = try await cadre(words + ["--format", "csv"])
    #expect(outcome.code == 0, "\(words): \(outcome.errors)")
    return try Self.rows(of: outcome.output)
  }

  static func rows(of csv: String) throws -> [[String: String]] {
    let table = try CSV.rows(csv)
    let header = try #require(table.first)
    return table.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  /// Books a payment and gives back its row.
  func pay(_ code: String, _ amount: Int, _ more: String...) async throws -> [String: String] {
    let words = ["dues", "pay", code, "--amount", "\(amount)", "--format", "csv"] + more
    let outcome = try await cadre(words)
    #expect(outcome.code == 0, "\(words): \(outcome.errors)")
    return try #require(try Self.rows(of: outcome.output).first)
  }

  /// The numbers of a cell's receipts of the year of today, in the order of its book.
  func receipts(of cell: String) async throws -> [Int] {
    let book = try await done("dues", "receipt", "--unit", cell)
    return book.matches(of: /No\. (\d+)\/2026/).compactMap { Int($0.1) }
  }

  /// Lays a file where the office's own rules of dues lie.
  func layRule(_ name: String, _ text: String) throws {
    let folder = path + "/config/dues"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  /// The text of a PDF on the desk.
  func text(ofPDF name: String) async throws -> String {
    let run = try await Program(path: "/usr/bin/pdftotext").run([
      "-layout", "-enc", "UTF-8", desk + "/" + name, "-",
    ])
    guard run.code == 0 else { throw TestKitProblem("pdftotext: \(run.errors)") }
    return run.output
  }
}
