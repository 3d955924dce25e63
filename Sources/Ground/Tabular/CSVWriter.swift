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
  private let style: Style
  private let columns: Int
  private var buffer: [UInt8] = []
  private var isHeader = true

  /// Starts a file; it appears under its name at ``finish()``.
  package convenience init(path: String, header: [String], style: Style = Style()) throws {
    try self.init(to: try FileSink(path: path), header: header, style: style)
  }

  /// Starts a table in any sink.
  ///
  /// - Throws: a `Problem` where the header would not be read back, or the sink fails.
  package init(to sink: any ByteSink, header: [String], style: Style = Style()) throws {
    self.sink = sink
    self.style = style
    columns = try TableHeader(header, line: 1).names.count
    buffer.reserveCapacity(Self.flushBytes + 4096)
    if style.excel { buffer += [0xEF, 0xBB, 0xBF] }
    try write(header)
    isHeader = false
  }

  package func write(_ cells: [Cell]) throws { try write(cells.map(\.text)) }

  package func write(_ fields: [String]) throws {
    guard fields.count <= columns else {
      throw TableProblem(.fieldCount(expected: columns, found: fields.count))
    }
    for column in 0..<columns {
      if column > 0 { buffer.append(style.separator.rawValue) }
      guard column < fields.count else { continue }
      let text = style.neutralising ? Neutralising.applied(to: fields[column]) : fields[column]
      try append(text, isAlone: columns == 1)
    }
    // A lone empty field must not look like a blank line.
    if columns == 1, fields.isEmpty { buffer += [Self.quote, Self.quote] }
    if style.excel { buffer.append(0x0D) }
    buffer.append(0x0A)
    if buffer.count >= Self.flushBytes { try flush() }
  }

  package func finish() throws {
    try flush()
    try sink.finish()
  }

  private static let quote = UInt8(ascii: "\"")

  private func append(_ text: String, isAlone: Bool) throws {
    var text = text
    try text.withUTF8 { bytes in
      guard !bytes.contains(0) else { throw TableProblem(.nul) }
      guard needsQuotes(bytes, isAlone: isAlone) else {
        buffer.append(contentsOf: bytes)
        return
      }
      buffer.append(Self.quote)
      for byte in bytes {
        if byte == Self.quote { buffer.append(Self.quote) }
        buffer.append(byte)
      }
      buffer.append(Self.quote)
    }
  }

  /// A header is also quoted for the separator it does not use, or that would be guessed wrong; so
  /// are the fields of a lone column, where there is nothing to guess by, and those for a
  /// spreadsheet, which may split at the separator of its own country.
  private func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>, isAlone: Bool) -> Bool {
    guard let first = bytes.first else { return isAlone }
    let wary = isHeader || style.excel || columns == 1
    // A byte-order mark in front would be taken off by a reader.
    if isHeader, first == 0xEF { return true }
    return bytes.contains { byte in
      switch byte {
      case Self.quote, 0x0A, 0x0D, style.separator.rawValue: true
      case CSVSeparator.comma.rawValue, CSVSeparator.semicolon.rawValue, 0x09: wary
      default: false
      }
    }
  }

  private func flush() throws {
    try buffer.withUnsafeBytes { try sink.write($0) }
    buffer.removeAll(keepingCapacity: true)
  }
}
