import Basics

/// What a report can be written as.
package enum ReportFormat: String, Sendable, CaseIterable, Hashable {
  case table, csv, xlsx, pdf, svg, png

  /// What a file can be.
  package static let files: [ReportFormat] = [.csv, .xlsx, .pdf, .svg, .png]

  /// What the ending of a file's name asks for.
  ///
  /// - Throws: ``ReportError/unknownEnding(_:)``, which names the endings that there are.
  package init(path: String) throws(ReportError) {
    let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last
    let found = Self.files.first { $0.rawValue == ending?.lowercased() }
    guard let found else { throw .unknownEnding(path) }
    self = found
  }
}
