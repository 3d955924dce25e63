import ArgumentParser
import Basics
import Tabular

/// In which form rows are printed.
package enum RowFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case table, csv, json
}

/// Rows with named columns, printed for people, for a spreadsheet or for a program.
package struct Listing: Sendable {
  package struct Column: Sendable {
    /// The field's name in csv and json, the same in every language.
    let key: String
    /// The heading of the table.
    let title: Phrase
    let isNumber: Bool

    package init(_ key: String, _ title: Phrase, isNumber: Bool = false) {
      self.key = key
      self.title = title
      self.isNumber = isNumber
    }

    package init(_ key: String, vi: String, en: String, isNumber: Bool = false) {
      self.init(key, Phrase(vi: vi, en: en), isNumber: isNumber)
    }
  }

  let columns: [Column]
  private(set) var rows: [[String]] = []

  package init(_ columns: [Column]) { self.columns = columns }

  package mutating func add(_ cells: String...) { rows.append(cells) }
  package mutating func add(_ cells: [String]) { rows.append(cells) }

  /// Prints all rows; none is ever cut short.
  package func print(as format: RowFormat, to terminal: Terminal) throws {
    switch format {
    case .table:
      for line in table(in: terminal.language, colour: terminal.usesColour) { terminal.line(line) }
    case .csv:
      let sink = MemorySink()
      let writer = try CSVWriter(
        to: sink, header: columns.map(\.key), style: .init(neutralising: false))
      for row in rows { try writer.write(row) }
      try writer.finish()
      Terminal.write(String(decoding: sink.bytes, as: UTF8.self), to: 1)
    case .json:
      terminal.line(json)
    }
  }

  /// The rows as an array of objects, one to a line.
  var json: String {
    let objects = rows.map { row in
      let fields = zip(columns, row).map { column, cell in
        let plain = column.isNumber && !cell.isEmpty && ExactDecimal(cell) != nil
        return "\(jsonQuoted(column.key)): \(plain ? cell : jsonQuoted(cell))"
      }
      return "  {" + fields.joined(separator: ", ") + "}"
    }
    return objects.isEmpty ? "[]" : "[\n" + objects.joined(separator: ",\n") + "\n]"
  }

  /// The lines of a table whose columns line up.
  func table(in language: Language, colour: Bool) -> [String] {
    let titles = columns.map { $0.title.text(in: language) }
    let widths = columns.indices.map { index in
      ([titles[index]] + rows.map { $0[index] }).map(displayWidth).max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      var text = columns.indices.map { index in
        columns[index].isNumber
          ? cells[index].paddedLeft(toWidth: widths[index])
          : cells[index].padded(toWidth: widths[index])
      }.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    let head = line(titles)
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return [colour ? "\u{1B}[1m\(head)\u{1B}[0m" : head, rule] + rows.map(line)
  }
}
