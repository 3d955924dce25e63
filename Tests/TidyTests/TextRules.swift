/// Rules that one look at one file decides.
enum TextRules {
  static let widest = 100
  static let longestFile = 400
  static let longestFunction = 70

  static func tooWide(_ file: SourceFile) -> [Finding] {
    file.lines.enumerated().compactMap { index, line in
      // Bytes first: counting letters is slow, and most lines are short.
      guard line.utf8.count > widest, line.count > widest else { return nil }
      return Finding(path: file.path, line: index + 1, what: "\(line.count) columns")
    }
  }

  static func tooLong(_ file: SourceFile) -> [Finding] {
    let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
    guard count > longestFile else { return [] }
    return [Finding(path: file.path, line: count, what: "\(count) lines in one file")]
  }

  /// What would take a promise of the compiler away, or end the program in the user's face.
  static func unsafeWords(_ file: SourceFile) -> [Finding] {
    ["@unchecked Sendable", "nonisolated(unsafe)", "try!", "fatalError("].flatMap {
      found($0, in: file)
    }
  }

  /// Only doors, tools and the roof speak to a terminal.
  static func prints(_ file: SourceFile) -> [Finding] {
    guard file.isUnder("Sources"),
      !file.isUnder("Sources/Doors", "Sources/Tools", "Sources/Cadre")
    else { return [] }
    return ["print(", "debugPrint(", "dump("].flatMap { found($0, in: file, asWord: true) }
  }

  /// Files that may look at a clock, and why.
  static let clockReaders = [
    "Sources/Ground/LocalCluster/FileLock.swift": "waits for locks and servers, with a limit",
    "Sources/Ground/Postgres/Pool.swift": "waits for a connection, and knows how old each is",
    "Sources/Doors/Console/ProgressLine.swift": "says how long work has taken",
  ]

  /// Time comes in through the door: a rule that reads the clock cannot be tested or repeated.
  static func clockReads(_ file: SourceFile, allowing readers: Set<String>) -> [Finding] {
    guard file.isUnder("Sources"), !file.isUnder("Sources/Cadre", "Sources/Tools"),
      !readers.contains(file.path)
    else { return [] }
    let calls = [
      "Date()", "Date.now", "Date(timeIntervalSinceNow", "Instant.now", "Clock.now",
      "Clock().now", "DispatchTime.now", "DispatchWallTime.now", "clock_gettime(",
      "gettimeofday(", "time(nil)",
    ]
    return calls.flatMap { found($0, in: file) }
  }

  /// Work left for later belongs in an issue, not in the text.
  static func loose(_ file: SourceFile) -> [Finding] {
    ["TO" + "DO", "FIX" + "ME"].flatMap { word in
      lines(of: word, in: file.comments).map {
        Finding(path: file.path, line: $0, what: word)
      }
    }
  }

  /// `PQescape…` builds statements out of text; `PQfn` goes around prepared statements.
  static func forbiddenLibpq(_ file: SourceFile) -> [Finding] {
    found("PQescape", in: file, asWord: true)
      + places(of: "PQfn", in: file.code).filter { place in
        // `PQfname` and `PQfnumber` only look at a result.
        place + 4 >= file.code.count || !isWordByte(file.code[place + 4])
      }.map { Finding(path: file.path, line: line(at: $0, in: file.code), what: "PQfn") }
  }

  /// Statements stand in `…Queries.swift`, next to what reads their rows, so that one look at a
  /// module's SQL is a look at all of it.
  static func strayQueries(_ file: SourceFile) -> [Finding] {
    guard file.isUnder("Sources"), !file.name.hasSuffix("Queries.swift"),
      !file.isUnder(
        "Sources/Ground/Postgres", "Sources/Ground/LocalCluster", "Sources/Tools")
    else { return [] }
    let openers = ["SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "MERGE INTO"]
    return openers.flatMap { opener in
      places(of: opener, in: file.text).filter { place in
        isStatement(opener, at: place, in: file.text)
      }.map { Finding(path: file.path, line: line(at: $0, in: file.text), what: opener) }
    }
  }

  private static func isStatement(_ opener: String, at place: Int, in text: [UInt8]) -> Bool {
    let end = place + opener.utf8.count
    if place > 0, isWordByte(text[place - 1]) { return false }
    guard end < text.count, text[end] == blank || text[end] == newline else { return false }
    guard opener == "UPDATE" else { return true }
    // An UPDATE alone may be a word of a message; with SET soon after it is a statement.
    let rest = text[end..<min(end + 200, text.count)]
    return !places(of: " SET ", in: Array(rest)).isEmpty
      || !places(of: "\nSET ", in: Array(rest)).isEmpty
  }

  private static func found(
    _ needle: String, in file: SourceFile, asWord: Bool = false
  ) -> [Finding] {
    places(of: needle, in: file.code).filter { place in
      guard asWord, place > 0 else { return true }
      let before = file.code[place - 1]
      return !isWordByte(before) && before != UInt8(ascii: ".")
    }.map { Finding(path: file.path, line: line(at: $0, in: file.code), what: needle) }
  }
}
