/// A cell while its elements are being read.
struct SheetCell {
  /// What the cell says it holds (ECMA-376 part 1, 18.18.11).
  enum Kind {
    case number, shared, text, truth, error, day

    init(_ type: UnsafePointer<CChar>?) {
      guard let type else {
        self = .number
        return
      }
      let name = XMLName(type)
      if name("inlineStr") || name("str") {
        self = .text
      } else if name("s") {
        self = .shared
      } else if name("b") {
        self = .truth
      } else if name("e") {
        self = .error
      } else {
        self = name("d") ? .day : .number
      }
    }
  }

  private(set) var column = -1
  /// The text of the value so far; its memory goes from cell to cell.
  var bytes: [UInt8] = []
  private(set) var kind = Kind.number
  /// The index of the cell's format.
  private(set) var format = 0
  var isOpen = false
  private(set) var hasFormula = false
  private(set) var isCollecting = false
  private var isSound = false

  /// Stands before the first cell of a row.
  mutating func startRow() {
    column = -1
    isOpen = false
    isCollecting = false
  }

  mutating func open(column: Int, kind: Kind, format: Int) {
    self.column = column
    self.kind = kind
    self.format = format
    bytes.removeAll(keepingCapacity: true)
    (isOpen, hasFormula, isCollecting, isSound) = (true, false, false, false)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func start(_ element: XMLName) {
    guard isOpen else { return }
    if element("v") || element("t") {
      isCollecting = !isSound
    } else if element("f") {
      hasFormula = true
    } else if element("rPh") {
      isSound = true
    }
  }

  mutating func end(_ element: XMLName) {
    if element("v") || element("t") {
      isCollecting = false
    } else if element("rPh") {
      isSound = false
    }
  }
}

/// Places in a sheet, such as `BC12`.
enum SheetReference {
  /// A whole number of at most seven digits.
  static func number(_ text: UnsafePointer<CChar>) -> Int? {
    var (value, at) = (0, text)
    while (48...57).contains(at.pointee), at - text < 8 {
      value = value * 10 + Int(at.pointee - 48)
      at += 1
    }
    return at.pointee == 0 && at > text && at - text < 8 ? value : nil
  }

  /// The column from 0, where the reference has one that exists and the row it stands in.
  static func column(_ text: UnsafePointer<CChar>, inRow row: Int) -> Int? {
    var (value, at) = (0, text)
    while (65...90).contains(at.pointee), at - text < 4 {
      value = value * 26 + Int(at.pointee - 64)
      at += 1
    }
    guard at > text, at - text < 4, number(at) == row else { return nil }
    return value - 1
  }
}
