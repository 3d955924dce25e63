/// Writes a CSV file row by row: UTF-8, quotes only where RFC 4180 needs them.
package final class CSVWriter: TableWriter {
  /// How the file is dressed.
  package struct Style: Sendable, Hashable {
    package var separator: CSVSeparator
    /// A byte-order mark and CRLF, the way a spreadsheet wants it; else neither, and LF.
    package var excel: Bool
    /// Whether text that a spreadsheet would take for a formula gets an apostrophe in front; see
    /// ``Neutralising``.
    package var neutralising: Bool

    package init(
      separator: CSVSeparator = .comma, excel: Bool = false, neutralising: Bool = true
    ) {
      self.separator = separator
      self.excel = excel
      self.neutralising = neutralising
    }
  }

  private static let flushBytes = 64 << 10

  private let sink: any ByteSink
  private var encoder: CSVEncoder

  /// Starts a file; it appears under its name at ``finish()``.
  package convenience init(path: String, header: [String], style: Style = Style()) throws {
    try self.init(to: try FileSink(path: path), header: header, style: style)
  }

  /// Starts a table in any sink.
  ///
  /// - Throws: a `Problem` where the header would not be read back, or the sink fails.
  package init(to sink: any ByteSink, header: [String], style: Style = Style()) throws {
    self.sink = sink
    encoder = CSVEncoder(style: style, columns: try TableHeader(header, line: 1).names.count)
    encoder.bytes.reserveCapacity(Self.flushBytes + 4096)
    if style.excel { encoder.bytes += [0xEF, 0xBB, 0xBF] }
    try encoder.append(header, isHeader: true)
  }

  package func write(_ cells: [Cell]) throws { try write(cells.map(\.text)) }

  package func write(_ fields: [String]) throws {
    try encoder.append(fields)
    if encoder.bytes.count >= Self.flushBytes { try flush() }
  }

  package func finish() throws {
    try flush()
    try sink.finish()
  }

  private func flush() throws {
    try encoder.bytes.withUnsafeBytes { try sink.write($0) }
    encoder.bytes.removeAll(keepingCapacity: true)
  }
}

/// Turns rows into the bytes of a CSV file.
struct CSVEncoder {
  var bytes: [UInt8] = []
  private let style: CSVWriter.Style
  private let columns: Int

  private static let quote = UInt8(ascii: "\"")

  init(style: CSVWriter.Style, columns: Int) {
    self.style = style
    self.columns = columns
  }

  /// Adds one row.
  ///
  /// - Throws: ``TableProblem`` where there are too many fields or one holds a NUL; a part of the
  ///   row may have been added.
  mutating func append(_ fields: [String], isHeader: Bool = false) throws(TableProblem) {
    guard fields.count <= columns else {
      throw TableProblem(.fieldCount(expected: columns, found: fields.count))
    }
    let wary = isHeader || style.excel || columns == 1
    for (column, field) in fields.enumerated() {
      if column > 0 { bytes.append(style.separator.rawValue) }
      let text = style.neutralising ? Neutralising.applied(to: field) : field
      // A byte-order mark in front would be taken off by a reader.
      let isMarked = isHeader && text.utf8.first == 0xEF
      guard append(text, isWary: wary, isQuoted: isMarked) else { throw TableProblem(.nul) }
    }
    for column in fields.count..<columns where column > 0 { bytes.append(style.separator.rawValue) }
    // A lone empty field must not look like a blank line.
    if columns == 1, fields.first?.isEmpty != false { bytes += [Self.quote, Self.quote] }
    if style.excel { bytes.append(0x0D) }
    bytes.append(0x0A)
  }

  /// Adds one field; `false` where it holds a NUL.
  private mutating func append(_ text: String, isWary: Bool, isQuoted: Bool) -> Bool {
    var text = text
    return text.withUTF8 { field in
      guard !field.contains(0) else { return false }
      guard isQuoted || needsQuotes(field, isWary: isWary) else {
        bytes.append(contentsOf: field)
        return true
      }
      bytes.append(Self.quote)
      for byte in field {
        if byte == Self.quote { bytes.append(Self.quote) }
        bytes.append(byte)
      }
      bytes.append(Self.quote)
      return true
    }
  }

  /// Whether a field has to be in quotes.
  ///
  /// A wary writer also quotes for the separator that is not used: in a header, or that would be
  /// guessed wrong; in a lone column, where there is nothing to guess by; and for a spreadsheet,
  /// which may split at the separator of its own country.
  private func needsQuotes(_ field: UnsafeBufferPointer<UInt8>, isWary: Bool) -> Bool {
    let separator = style.separator.rawValue
    for byte in field where byte <= 0x3B {
      switch byte {
      case separator, Self.quote, 0x0A, 0x0D: return true
      case CSVSeparator.comma.rawValue, CSVSeparator.semicolon.rawValue, 0x09:
        if isWary { return true }
      default: continue
      }
    }
    return false
  }
}
