/// What the header line says about the rest of a CSV file.
struct HeaderShape {
  /// How far to look for the end of the header line, in bytes.
  static let reach = 1 << 20

  let separator: CSVSeparator
  /// Whether there are tabs where separators should be.
  let hasTabs: Bool

  /// Counts commas and semicolons outside quotes up to the end of the first line that is not blank.
  ///
  /// A tie is a comma, which is what our own exports use.
  init(_ bytes: some Sequence<UInt8>) {
    self.init(Self.count(bytes))
  }

  private init(_ count: Count) {
    separator = count.semicolons > count.commas ? .semicolon : .comma
    hasTabs = count.tabs > 0 && count.commas == 0 && count.semicolons == 0
  }

  struct Count {
    var commas = 0
    var semicolons = 0
    var tabs = 0
    /// Whether the end of the line was seen.
    var isWhole = false
  }

  static func count(_ bytes: some Sequence<UInt8>) -> Count {
    var count = Count()
    var (inQuotes, begun) = (false, false)
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): inQuotes.toggle()
      case CSVSeparator.comma.rawValue where !inQuotes: count.commas += 1
      case CSVSeparator.semicolon.rawValue where !inQuotes: count.semicolons += 1
      case 0x09 where !inQuotes: count.tabs += 1
      case 0x0A where !inQuotes && begun, 0x0D where !inQuotes && begun:
        count.isWhole = true
        return count
      case 0x0A, 0x0D: continue
      default: break
      }
      begun = true
    }
    return count
  }
}

/// Where text stops being UTF-8.
enum UTF8Place {
  /// The offset of the first byte that cannot stand where it stands.
  static func ofFirstFault(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var decoder = UTF8()
    var rest = bytes.makeIterator()
    var place = 0
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      place += UTF8.width(scalar)
    }
    return min(place, bytes.count)
  }
}
