/// What separates the fields of a CSV file.
package enum CSVSeparator: UInt8, Sendable, CaseIterable {
  case comma = 0x2C
  /// As spreadsheets write it where the decimal sign is a comma, so that `2,5` is a number here.
  case semicolon = 0x3B
}

/// Finds the fields of one record at a time, over blocks that may end anywhere.
///
/// It only points into the bytes: positions count from the start of the buffer, and ``shift(by:)``
/// follows when the buffer moves. RFC 4180, with LF, CRLF or CR as line ends.
struct CSVScanner {
  struct Field {
    var start: Int
    var end: Int
    /// Whether the field holds doubled quotes that stand for one.
    var doubled: Bool
  }

  enum Outcome {
    case needsMore
    case record
    case fault(TableProblem.Cause, at: Int)
  }

  private enum State {
    case recordStart, fieldStart, plain, quoted, quoteInQuoted
  }

  var separator = CSVSeparator.comma.rawValue
  private(set) var fields: [Field] = []
  /// Where the record starts, and where the scan goes on.
  private(set) var start = 0
  private(set) var position = 0
  /// Physical lines before the record, plus one.
  private(set) var line = 1
  private var state = State.recordStart
  private var fieldStart = 0
  private var doubled = false
  private var hasQuotes = false
  private var swallowsLF = false
  private let limits: TableLimits

  init(limits: TableLimits) { self.limits = limits }

  mutating func shift(by distance: Int) {
    start -= distance
    position -= distance
    fieldStart -= distance
    for index in fields.indices {
      fields[index].start -= distance
      fields[index].end -= distance
    }
  }

  /// Passes over bytes before the first record, such as a byte-order mark.
  mutating func skip(_ count: Int) {
    start += count
    position += count
  }

  /// Leaves the record behind and stands before the next.
  mutating func advance(_ bytes: UnsafeBufferPointer<UInt8>) {
    line += hasQuotes ? Self.lineEnds(in: bytes[start..<position]) : 1
    fields.removeAll(keepingCapacity: true)
    start = position
    state = .recordStart
    hasQuotes = false
  }

  /// Goes on to the end of the record, or of the bytes.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    var index = position
    defer { position = index }
    while index < bytes.count {
      switch state {
      case .recordStart:
        if let outcome = begin(bytes, &index) { return outcome }
      case .fieldStart:
        fieldStart = index
        doubled = false
        if bytes[index] == UInt8(ascii: "\"") {
          index += 1
          fieldStart = index
          hasQuotes = true
          state = .quoted
        } else {
          state = .plain
        }
      case .plain:
        if let outcome = plain(bytes, &index) { return outcome }
      case .quoted:
        if let fault = quoted(bytes, &index) { return fault }
      case .quoteInQuoted:
        if let outcome = afterQuote(bytes, &index) { return outcome }
      }
    }
    return sizeFault(at: index, limits.fieldBytes) ?? .needsMore
  }

  /// Ends the last record, which no line end follows.
  mutating func finish(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    switch state {
    case .recordStart: return .needsMore
    case .fieldStart:
      fieldStart = position
      return end(at: position) ?? .record
    case .plain: return end(at: position) ?? .record
    case .quoteInQuoted: return end(at: position - 1) ?? .record
    case .quoted: return .fault(.unclosedQuote, at: fieldStart - 1)
    }
  }

  /// Line ends among these bytes: LF, CRLF or CR.
  static func lineEnds(in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var (count, afterCR) = (0, false)
    for byte in bytes {
      if byte == 0x0A { count += afterCR ? 0 : 1 } else if byte == 0x0D { count += 1 }
      afterCR = byte == 0x0D
    }
    return count
  }

  /// Skips blank lines and the LF of a CRLF, up to the first byte of a record.
  private mutating func begin(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> Outcome? {
    let byte = bytes[index]
    if byte == 0x0A || byte == 0x0D {
      if !(byte == 0x0A && swallowsLF) { line += 1 }
      swallowsLF = byte == 0x0D
      index += 1
      start = index
      return nil
    }
    swallowsLF = false
    start = index
    state = .fieldStart
    return nil
  }

  private mutating func plain(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> Outcome? {
    var at = index
    let (count, separator) = (bytes.count, separator)
    while at < count {
      let byte = bytes[at]
      if byte == separator || byte == 0x0A || byte == 0x0D || byte == 0 { break }
      at += 1
    }
    index = at
    guard at < count else { return nil }
    return close(bytes[at], fieldEnd: at, &index)
  }

  private mutating func quoted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> Outcome? {
    var at = index
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != 0 { at += 1 }
    index = at
    guard at < bytes.count else { return nil }
    guard bytes[at] != 0 else { return .fault(.nul, at: at) }
    index = at + 1
    state = .quoteInQuoted
    return nil
  }

  private mutating func afterQuote(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> Outcome? {
    let byte = bytes[index]
    if byte == UInt8(ascii: "\"") {
      doubled = true
      index += 1
      state = .quoted
      return nil
    }
    guard byte == separator || byte == 0x0A || byte == 0x0D else {
      return .fault(byte == 0 ? .nul : .textAfterQuote, at: index)
    }
    return close(byte, fieldEnd: index - 1, &index)
  }

  /// Ends a field at a separator or a line end, and with the latter the record.
  private mutating func close(_ byte: UInt8, fieldEnd: Int, _ index: inout Int) -> Outcome? {
    guard byte != 0 else { return .fault(.nul, at: index) }
    if let fault = end(at: fieldEnd) { return fault }
    index += 1
    guard byte != separator else {
      state = .fieldStart
      return nil
    }
    swallowsLF = byte == 0x0D
    return .record
  }

  private mutating func end(at fieldEnd: Int) -> Outcome? {
    if let fault = sizeFault(at: fieldEnd, limits.fieldBytes) { return fault }
    guard fields.count < limits.columns else {
      return .fault(.tooManyColumns(limit: limits.columns), at: fieldStart)
    }
    fields.append(Field(start: fieldStart, end: fieldEnd, doubled: doubled))
    return nil
  }

  private func sizeFault(at end: Int, _ limit: Int) -> Outcome? {
    guard state != .recordStart, state != .fieldStart else { return nil }
    if end - fieldStart > limit {
      return .fault(
        state == .plain ? .fieldTooLong(limit: limit) : .unclosedOrTooLong(limit: limit),
        at: fieldStart)
    }
    guard end - start > limits.recordBytes else { return nil }
    return .fault(.recordTooLong(limit: limits.recordBytes), at: start)
  }
}
