/// Whether a cell format shows a number as a number, a day or a time.
enum CellFormat: Sendable {
  case number, day, time

  /// The meaning of a format that every workbook knows by number (ECMA-376 part 1, 18.8.30).
  init(builtIn number: Int) {
    switch number {
    case 14...17, 22, 27...31, 34...36, 50...54, 56...58: self = .day
    case 18...21, 32, 33, 45...47, 55: self = .time
    default: self = .number
    }
  }

  /// The meaning of a written format such as `dd/mm/yyyy;@`: what its first section asks for
  /// outside quotes, escapes and brackets.
  init(code: String) {
    var letters: Set<Character> = []
    var rest = code.lowercased()[...]
    scan: while let character = rest.popFirst() {
      switch character {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        // Elapsed hours, minutes or seconds, such as [h].
        if let first = inside.first, inside.allSatisfy({ $0 == first }), "hms".contains(first) {
          letters.insert("h")
        }
        rest = rest.dropFirst(inside.count + 1)
      case ";": break scan
      case "g" where rest.hasPrefix("eneral"): rest = rest.dropFirst(6)
      default: letters.insert(character)
      }
    }
    if letters.contains("y") || letters.contains("d") {
      self = .day
    } else if letters.contains("h") || letters.contains("s") {
      self = .time
    } else {
      self = letters.contains("m") ? .day : .number
    }
  }
}

/// The formats that cells point to by index.
final class FormatList: XMLHandler {
  private(set) var formats: [CellFormat] = []
  private var written: [Int: CellFormat] = [:]
  private var isOfCells = false

  func start(_ element: XMLName, _ attributes: XMLAttributes) throws(TableProblem) {
    if element("numFmt"), let number = attributes.string("numFmtId").flatMap({ Int($0) }),
      let code = attributes.string("formatCode")
    {
      written[number] = CellFormat(code: code)
    } else if element("cellXfs") {
      isOfCells = true
    } else if isOfCells, element("xf") {
      let number = attributes.string("numFmtId").flatMap { Int($0) } ?? 0
      formats.append(written[number] ?? CellFormat(builtIn: number))
    }
  }

  func end(_ element: XMLName) throws(TableProblem) {
    if element("cellXfs") { isOfCells = false }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(TableProblem) {}
}
