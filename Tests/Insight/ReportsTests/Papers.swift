import Basics
import Console
import Foundation
import Reports
import TestKit

/// A report in the forms that golden files keep.
enum Papers {
  /// As it stands on a terminal, then as csv.
  static func text(of report: Report, in language: Language = .vietnamese) throws -> String {
    try (ReportScreen.lines(settled(report), in: language) + ["", "--- csv", csv(of: report)])
      .joined(separator: "\n")
  }

  static func csv(of report: Report, excel: Bool = false) throws -> String {
    let path = try Scratch.folder("csv") + "/it.csv"
    try settled(report).write(to: path, excel: excel, in: .vietnamese)
    // Read by hand: a byte-order mark is to be seen.
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  /// The text of the printed pages, as `pdftotext` lays it out.
  static func pdf(of report: Report, in language: Language = .vietnamese) async throws -> String {
    let path = try Scratch.folder("pdf") + "/it.pdf"
    try settled(report).write(to: path, in: language)
    return try await text(ofPDF: path)
  }

  /// What `pdftotext` reads in a file.
  static func text(ofPDF path: String) async throws -> String {
    let run = try await Program(path: "/usr/bin/pdftotext").run([
      "-layout", "-enc", "UTF-8", path, "-",
    ])
    guard run.code == 0 else { throw TestKitProblem("pdftotext: \(run.errors)") }
    return run.output
  }

  static func svg(of report: Report) throws -> String {
    let path = try Scratch.folder("svg") + "/it.svg"
    try settled(report).write(to: path, in: .vietnamese)
    return try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
  }

  /// With the moment of making always the same, and without digests, which follow the clock.
  static func settled(_ report: Report) -> Report {
    var report = report
    report.made = Ward.made
    report.source = Phrase(vi: blank(report.source.vi), en: blank(report.source.en))
    return report
  }

  private static func blank(_ text: String) -> String {
    text.replacing(/[0-9a-f]{64}/, with: "…").replacing(
      /[0-9]{2}\/[0-9]{2}\/[0-9]{4} [0-9:]{8}/, with: "…")
  }
}
