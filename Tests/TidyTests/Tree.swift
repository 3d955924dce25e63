import Foundation

/// One Swift file of ours, with its parts.
struct SourceFile: Sendable {
  /// From the top of the repository, such as `Sources/Ground/Basics/Day.swift`.
  let path: String
  let lines: [String]
  let code: [UInt8]
  let comments: [UInt8]
  let text: [UInt8]

  init(path: String, _ source: String) {
    self.path = path
    lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let lexer = Lexer(source)
    code = lexer.bytes(of: .code)
    comments = lexer.bytes(of: .comment)
    text = lexer.bytes(of: .text)
  }

  private var folders: [Substring] { path.split(separator: "/") }

  /// The height of its floor, from 0; `nil` outside the floors.
  var floor: Int? {
    guard folders.count > 2, folders[0] == "Sources" else { return nil }
    if folders[1] == "Cadre" { return Floors.names.count }
    return Floors.names.firstIndex(of: String(folders[1]))
  }

  /// The module it belongs to; the roof is a module itself.
  var module: String {
    guard folders.count > 2 else { return "" }
    return String(floor == Floors.names.count ? folders[1] : folders[2])
  }

  var name: String { folders.last.map(String.init) ?? path }

  func isUnder(_ places: String...) -> Bool { places.contains { path.hasPrefix($0 + "/") } }

  /// The modules it imports, with the lines that do.
  var imports: [(module: String, line: Int)] {
    let statements = String(decoding: code, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    // `@testable import A`, `package import A`, `import struct A.B`.
    let pattern = /^\s*(?:@?[a-z_]+\s+)*?import\s+(?:[a-z]+\s+)?(\w+).*/
    return statements.enumerated().compactMap { index, statement in
      guard statement.contains("import") else { return nil }
      return statement.wholeMatch(of: pattern).map { (String($0.1), index + 1) }
    }
  }
}

enum Floors {
  static let names = [
    "Ground", "Trust", "Records", "Work", "Evaluation", "Insight", "Doors",
  ]
}

/// What breaks a rule, and where.
struct Finding: Hashable, Sendable, CustomStringConvertible {
  let path: String
  let line: Int
  let what: String
  var description: String { "\(path):\(line): \(what)" }
}

/// The repository that these tests were built from.
enum Tree {
  static let root: String = {
    let here = #filePath.split(separator: "/").dropLast(3)
    return "/" + here.joined(separator: "/")
  }()

  /// Every Swift file of ours, read once.
  static let files: [SourceFile] = {
    let found = paths(under: ["Sources", "Tests", "sql"], ending: ".swift")
    return (found + ["Package.swift"]).map { SourceFile(path: $0, read($0)) }
  }()

  static func paths(under folders: [String], ending: String) -> [String] {
    folders.flatMap { folder in
      let inside = FileManager.default.enumerator(atPath: root + "/" + folder)
      return (inside?.allObjects as? [String] ?? []).filter { $0.hasSuffix(ending) }
        .map { folder + "/" + $0 }
    }.sorted()
  }

  static func read(_ path: String) -> String {
    let data = FileManager.default.contents(atPath: root + "/" + path) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// What lies at the top, hidden files aside.
  static var topLevel: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }
}

/// The lines on which `needle` stands, found by bytes.
func lines(of needle: String, in bytes: [UInt8]) -> [Int] {
  places(of: needle, in: bytes).map { line(at: $0, in: bytes) }
}

/// The offsets at which `needle` stands.
func places(of needle: String, in bytes: [UInt8]) -> [Int] {
  let wanted = Array(needle.utf8)
  return bytes.withUnsafeBytes { whole in
    var found: [Int] = []
    var from = 0
    while let base = whole.baseAddress, from + wanted.count <= whole.count,
      let hit = memchr(base + from, Int32(wanted[0]), whole.count - wanted.count + 1 - from)
    {
      let place = base.distance(to: hit)
      if memcmp(hit, wanted, wanted.count) == 0 { found.append(place) }
      from = place + 1
    }
    return found
  }
}

func line(at place: Int, in bytes: [UInt8]) -> Int {
  bytes[..<place].reduce(1) { $1 == newline ? $0 + 1 : $0 }
}

func isWordByte(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "_") || (48...57).contains(byte) || (65...90).contains(byte)
    || (97...122).contains(byte)
}
