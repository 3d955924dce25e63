/// Parts a Swift file into code, comments and text, just well enough for house rules.
///
/// Each of the three has the length of the file, with blanks where another part is, so a place in
/// one is a place in all.
struct Lexer {
  enum Part: UInt8 { case code, comment, text, name }

  private let source: [UInt8]
  private var parts: [Part]
  private var at = 0

  init(_ source: String) {
    self.source = Array(source.utf8)
    parts = Array(repeating: .code, count: self.source.count)
    readCode(insideText: false)
  }

  /// The bytes of one part; line ends are kept everywhere.
  func bytes(of part: Part) -> [UInt8] {
    zip(source, parts).map { byte, its in its == part || byte == newline ? byte : blank }
  }

  /// Reads code, up to the parenthesis that ends an interpolation where we are in one.
  private mutating func readCode(insideText: Bool) {
    var depth = 0
    while at < source.count {
      switch source[at] {
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): take(.comment, to: lineEnd)
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): readBlockComment()
      case UInt8(ascii: "/"): readRegexOrOperator()
      case UInt8(ascii: "`"): readName()
      case UInt8(ascii: "\""), UInt8(ascii: "#"): readTextOrHash()
      case UInt8(ascii: "("):
        depth += 1
        at += 1
      case UInt8(ascii: ")"):
        depth -= 1
        at += 1
        if insideText && depth < 0 { return }
      default: at += 1
      }
    }
  }

  private mutating func readBlockComment() {
    let start = at
    var depth = 0
    repeat {
      if peek(0) == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        depth += 1
        at += 2
      } else if peek(0) == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        depth -= 1
        at += 2
      } else {
        at += 1
      }
    } while depth > 0 && at < source.count
    mark(.comment, from: start)
  }

  /// A slash begins a regular expression where an operand may stand and no blank follows it.
  private mutating func readRegexOrOperator() {
    let before = source[..<at].last { $0 != blank } ?? newline
    let mayStandHere = "\n(,=:[{?!&|;".utf8.contains(before)
    var end = at + 1
    while end < lineEnd, source[end] != UInt8(ascii: "/") {
      end += source[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard mayStandHere, peek(1) != blank, end < lineEnd else {
      at += 1
      return
    }
    take(.text, to: end + 1)
  }

  private mutating func readName() {
    let start = at
    at += 1
    while at < lineEnd, source[at] != UInt8(ascii: "`") { at += 1 }
    at = min(at + 1, source.count)
    mark(.name, from: start)
  }

  private mutating func readTextOrHash() {
    var hashes = 0
    while peek(hashes) == UInt8(ascii: "#") { hashes += 1 }
    guard peek(hashes) == UInt8(ascii: "\"") else {
      at += max(1, hashes)
      return
    }
    at += hashes
    let quotes = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"") ? 3 : 1
    at += quotes
    readText(quotes: quotes, hashes: hashes)
  }

  private mutating func readText(quotes: Int, hashes: Int) {
    var start = at
    while at < source.count {
      if source[at] == UInt8(ascii: "\""), isRun(of: "\"", quotes, from: 0),
        isRun(of: "#", hashes, from: quotes)
      {
        mark(.text, from: start)
        at += quotes + hashes
        return
      }
      if source[at] == newline, quotes == 1 { break }
      if source[at] == UInt8(ascii: "\\"), isRun(of: "#", hashes, from: 1) {
        if peek(hashes + 1) == UInt8(ascii: "(") {
          mark(.text, from: start)
          at += hashes + 2
          readCode(insideText: true)
          start = at
        } else {
          at += hashes + 2
        }
      } else {
        at += 1
      }
    }
    mark(.text, from: start)
  }

  private func isRun(of byte: Unicode.Scalar, _ count: Int, from offset: Int) -> Bool {
    (0..<count).allSatisfy { peek(offset + $0) == UInt8(ascii: byte) }
  }

  private func peek(_ offset: Int) -> UInt8? {
    at + offset < source.count ? source[at + offset] : nil
  }

  private var lineEnd: Int { source[at...].firstIndex(of: newline) ?? source.count }

  private mutating func take(_ part: Part, to end: Int) {
    let start = at
    at = min(end, source.count)
    mark(part, from: start)
  }

  private mutating func mark(_ part: Part, from start: Int) {
    for index in start..<min(at, source.count) { parts[index] = part }
  }
}

let newline = UInt8(ascii: "\n")
let blank = UInt8(ascii: " ")
