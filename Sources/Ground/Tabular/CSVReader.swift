/// Reads a CSV file row by row.
///
/// UTF-8 with or without a byte-order mark; comma or semicolon, decided once by which of them the
/// header line has more of outside quotes; quotes as in RFC 4180; LF, CRLF or CR. Blank lines are
/// passed over. Text is checked to be UTF-8 and otherwise kept byte for byte.
///
/// Memory is one block plus the longest record, whatever the size of the file.
package final class CSVReader: TableReader {
  package private(set) var header: [String] = []
  package var separator: CSVSeparator? { decided }
  package var progress: TableProgress {
    TableProgress(bytesRead: bytesRead, totalBytes: source.totalBytes)
  }

  private let source: any ByteSource
  private let limits: TableLimits
  private let neutralised: Bool
  private let blockBytes: Int
  private var decided = CSVSeparator.comma
  private var scanner: CSVScanner
  private var buffer: UnsafeMutableBufferPointer<UInt8>
  private var filled = 0
  private var bytesRead = 0
  private var ended = false
  private var names: TableHeader?
  private var failure: TableProblem?

  /// Opens the file and reads its header.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limits: what is too much.
  ///   - neutralised: whether an apostrophe that only protects from formulas is taken off again.
  /// - Throws: a `Problem`: there is no such file, or its first line cannot be a header.
  package convenience init(
    path: String, limits: TableLimits = .standard, neutralised: Bool = false
  ) throws {
    try self.init(try FileSource(path: path), limits: limits, neutralised: neutralised)
  }

  /// Reads from any source, `blockBytes` at a time.
  package init(
    _ source: any ByteSource, limits: TableLimits = .standard, neutralised: Bool = false,
    blockBytes: Int = 256 << 10
  ) throws {
    self.source = source
    self.limits = limits
    self.neutralised = neutralised
    self.blockBytes = max(1, blockBytes)
    scanner = CSVScanner(limits: limits)
    buffer = .allocate(capacity: max(4, self.blockBytes))
    try readHeader()
  }

  deinit { buffer.deallocate() }

  package func next() throws -> TableItem? {
    if let failure { throw failure }
    guard let names, let row = try nextRecord() else { return nil }
    guard row.fields.count == names.names.count else {
      let cause = TableProblem.Cause.fieldCount(
        expected: names.names.count, found: row.fields.count)
      return .bad(TableProblem(cause, line: row.line, row: row))
    }
    guard !names.isRepeated(by: row) else {
      return .bad(TableProblem(.headerAgain, line: row.line, row: row))
    }
    return .row(row)
  }

  // MARK: The header

  private func readHeader() throws {
    while filled < 4, !ended { try fill() }
    let start = loaded.prefix(4)
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw TableProblem(.utf16, line: 1)
    }
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.skip(3) }
    while !ended, filled < HeaderShape.reach, !HeaderShape.count(headerBytes).isWhole {
      try fill()
    }
    let shape = HeaderShape(headerBytes)
    decided = shape.separator
    scanner.separator = decided.rawValue
    guard let first = try nextRecord() else { throw TableProblem(.empty) }
    guard !shape.hasTabs else { throw TableProblem(.tabs, line: first.line) }
    let checked = try TableHeader(first.fields, line: first.line)
    names = checked
    header = checked.names
  }

  private var headerBytes: Slice<UnsafeBufferPointer<UInt8>> { loaded[scanner.start...] }

  // MARK: Records

  private var loaded: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: buffer[..<filled])
  }

  private func nextRecord() throws -> TableRow? {
    while true {
      var outcome = scanner.scan(loaded)
      if case .needsMore = outcome {
        guard ended else {
          try fill()
          continue
        }
        outcome = scanner.finish(loaded)
      }
      switch outcome {
      case .needsMore: return nil
      case .fault(let cause, let place): throw remembered(problem(cause, at: place))
      case .record:
        let row = try takeRecord()
        scanner.advance(loaded)
        return row
      }
    }
  }

  /// Loads another block behind what is still needed.
  private func fill() throws {
    guard !ended else { return }
    try Task.checkCancellation()
    if scanner.start > 0 {
      let kept = filled - scanner.start
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(loaded)[scanner.start...]))
      filled = kept
      scanner.shift(by: scanner.start)
    }
    if buffer.count - filled < blockBytes {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
        capacity: max(filled + blockBytes, buffer.count * 2))
      _ = larger.update(fromContentsOf: loaded)
      buffer.deallocate()
      buffer = larger
    }
    let space = UnsafeMutableRawBufferPointer(
      rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<filled + blockBytes])
    do {
      let count = try source.read(into: space)
      filled += count
      bytesRead += count
      ended = count == 0
    } catch let problem as TableProblem {
      throw remembered(problem)
    }
  }

  /// Makes texts of the fields.
  ///
  /// The record is checked once as a whole: what separates fields is ASCII, so a record is UTF-8
  /// exactly when its fields are.
  private func takeRecord() throws(TableProblem) -> TableRow {
    let bytes = loaded
    let record = bytes[scanner.start..<scanner.position]
    let checked = try? UTF8Span(validating: UnsafeBufferPointer(rebasing: record).span)
    guard let checked else { throw remembered(notUTF8()) }
    let isASCII = checked.isKnownASCII
    var fields: [String] = []
    fields.reserveCapacity(scanner.fields.count)
    for field in scanner.fields {
      let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
      let text = field.doubled ? Self.undoubled(raw) : Self.text(raw, isASCII: isASCII)
      fields.append(neutralised ? Neutralising.removed(from: text) : text)
    }
    return TableRow(line: scanner.line, fields: fields)
  }

  /// Bytes already known to be UTF-8.
  private static func text(_ raw: UnsafeBufferPointer<UInt8>, isASCII: Bool) -> String {
    String(copying: unsafe UTF8Span(unchecked: raw.span, isKnownASCII: isASCII))
  }

  /// The field with one quote for each doubled one.
  private static func undoubled(_ raw: UnsafeBufferPointer<UInt8>) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(raw.count)
    var afterQuote = false
    for byte in raw {
      afterQuote = byte == UInt8(ascii: "\"") && !afterQuote
      if byte != UInt8(ascii: "\"") || afterQuote { plain.append(byte) }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  // MARK: Problems

  private func remembered(_ problem: TableProblem) -> TableProblem {
    failure = problem
    return problem
  }

  private func problem(_ cause: TableProblem.Cause, at place: Int) -> TableProblem {
    let ofRecord =
      switch cause {
      case .recordTooLong, .tooManyColumns: true
      default: false
      }
    return TableProblem(
      cause, line: line(at: place), column: ofRecord ? nil : name(of: scanner.fields.count),
      value: ofRecord ? nil : String(decoding: loaded[place...].prefix(80), as: UTF8.self))
  }

  /// The first field of the record that is not UTF-8.
  private func notUTF8() -> TableProblem {
    for (column, field) in scanner.fields.enumerated() {
      let raw = UnsafeBufferPointer(rebasing: loaded[field.start..<field.end])
      let offset = UTF8Place.ofFirstFault(in: raw)
      guard offset < raw.count else { continue }
      return TableProblem(
        .notUTF8, line: line(at: field.start + offset), column: name(of: column),
        value: String(decoding: raw.prefix(80), as: UTF8.self))
    }
    return TableProblem(.notUTF8, line: scanner.line)
  }

  private func line(at place: Int) -> Int {
    scanner.line + CSVScanner.lineEnds(in: loaded[scanner.start..<max(place, scanner.start)])
  }

  private func name(of column: Int) -> String { names?.name(of: column) ?? "\(column + 1)" }
}
