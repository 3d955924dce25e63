import Basics
import Tabular

/// Writes the refused rows of a file beside it, each with its cause, ready to be mended.
package enum RejectedRows {
  static let columns = ["rejected_line", "rejected_column", "rejected_value", "rejected_reason"]

  /// Reads the file once more and writes the rows that have a flaw to `FILE.rejected.csv`.
  ///
  /// A row stands there once, whatever is wrong with it. Where the file is itself one of refused
  /// rows, its causes give way to the new ones. Returns the path of the new file.
  package static func write(_ flaws: [RowFlaw], of path: String, language: Language) throws
    -> String
  {
    let target = path + ".rejected.csv"
    let byLine = Dictionary(grouping: flaws, by: \.line)
    let table = try openTable(path: path, neutralised: true)
    let kept = table.header.indices.filter { !columns.contains(table.header[$0]) }
    let writer = try CSVWriter(path: target, header: kept.map { table.header[$0] } + columns)
    while let item = try table.next() {
      let (line, fields): (Int, [String])
      switch item {
      case .row(let row): (line, fields) = (row.line, row.fields)
      case .bad(let problem): (line, fields) = (problem.line ?? 0, problem.row?.fields ?? [])
      }
      guard let found = byLine[line], !found.isEmpty else { continue }
      let cells = kept.map { $0 < fields.count ? fields[$0] : "" }
      try writer.write(
        cells + [
          "\(line)", found.map(\.column).joined(separator: "; "),
          found.map(\.value).joined(separator: "; "),
          found.map { $0.reason.text(in: language) }.joined(separator: "; "),
        ])
    }
    try writer.finish()
    return target
  }
}
