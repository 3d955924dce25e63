/// Measures functions, initialisers, and everything else with a body of its own.
enum FunctionRules {
  static func tooLong(_ file: SourceFile) -> [Finding] {
    bodies(in: file).compactMap { body in
      let count = body.last - body.first + 1
      guard count > TextRules.longestFunction else { return nil }
      return Finding(path: file.path, line: body.first, what: "a function of \(count) lines")
    }
  }

  /// First and last line of each function.
  static func bodies(in file: SourceFile) -> [(first: Int, last: Int)] {
    let code = file.code
    return ["func", "init", "deinit", "subscript", "var"].flatMap { keyword in
      places(of: keyword, in: code).compactMap { place in
        guard stands(keyword, at: place, in: code),
          let open = opening(after: place + keyword.utf8.count, in: code),
          let close = closing(of: open, in: code)
        else { return nil }
        return (line(at: place, in: code), line(at: close, in: code))
      }
    }
  }

  private static func stands(_ keyword: String, at place: Int, in code: [UInt8]) -> Bool {
    if place > 0 {
      let before = code[place - 1]
      // `.init(` and `self.init(` are calls.
      if isWordByte(before) || before == UInt8(ascii: ".") { return false }
    }
    let end = place + keyword.utf8.count
    return end < code.count && !isWordByte(code[end])
  }

  /// The brace that opens the body, or `nil` for a requirement or a stored property.
  private static func opening(after start: Int, in code: [UInt8]) -> Int? {
    var depth = 0
    var word: [UInt8] = []
    for place in start..<code.count {
      let byte = code[place]
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "{") where depth == 0: return place
      case UInt8(ascii: "}") where depth == 0: return nil
      // A value follows; a closure in it belongs to somebody else's count.
      case UInt8(ascii: "=") where depth == 0 && !isPartOfOperator(place, in: code): return nil
      default: break
      }
      if depth < 0 { return nil }
      if isWordByte(byte) {
        word.append(byte)
      } else {
        if depth == 0, next.contains(String(decoding: word, as: UTF8.self)) { return nil }
        word = []
      }
    }
    return nil
  }

  private static let next: Set<String> = [
    "func", "var", "let", "init", "deinit", "subscript", "struct", "enum", "class", "actor",
    "extension", "protocol", "case", "import",
  ]

  private static func isPartOfOperator(_ place: Int, in code: [UInt8]) -> Bool {
    let signs = Set("=<>!+-*/".utf8)
    let after = place + 1 < code.count ? code[place + 1] : blank
    return signs.contains(code[place - 1]) || signs.contains(after)
  }

  private static func closing(of open: Int, in code: [UInt8]) -> Int? {
    var depth = 0
    for place in open..<code.count {
      if code[place] == UInt8(ascii: "{") { depth += 1 }
      if code[place] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return place }
      }
    }
    return nil
  }
}
