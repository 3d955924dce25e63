import Foundation
import TestKit
import Testing

/// What goes into a pipe or a file is for programs.
@Suite(.timeLimit(.minutes(20))) struct `Piped output` {
  static let listings = [
    "unit list", "unit tree", "unit tree DU --depth 1", "unit show CB01",
    "unit compare --between 2020-01-01", "member show M001", "member find nguyen",
    "member history M001", "account list", "audit show", "db status", "db check",
  ]

  @Test(arguments: listings)
  func `has neither colour nor a progress bar`(command: String) async throws {
    let words = command.split(separator: " ").map(String.init)
    let outcome = try await SharedHome.reading().cadre(words)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(!outcome.output.isEmpty)
    #expect(strange(outcome.output).isEmpty)
  }

  @Test(arguments: listings)
  func `is whole as csv and as json, with the same rows`(command: String) async throws {
    let home = try await SharedHome.reading()
    // Whoever looks leaves a line on the trail, so the trail grows under these tests.
    guard command != "audit show" else {
      return try await TestHome.town { try await Self.compare(command, $0) }
    }
    try await Self.compare(command, home)
  }

  /// What a command prints as csv and as json says the same.
  static func compare(_ command: String, _ home: TestHome) async throws {
    let words = command.split(separator: " ").map(String.init)
    let csv = try await home.cadre(words + ["--format", "csv"])
    let json = try await home.cadre(words + ["--format", "json"])
    #expect(csv.code == 0 && json.code == 0, "\(csv.errors)\(json.errors)")
    #expect(csv.errors.isEmpty && json.errors.isEmpty)
    let table = try CSV.rows(csv.output)
    let header = try #require(table.first)
    #expect(table.allSatisfy { $0.count == header.count })
    let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let objects = try #require(parsed as? [[String: Any]])
    #expect(objects.count == table.count - 1)
    #expect(objects.allSatisfy { Set($0.keys) == Set(header) })
    guard command != "db check", command != "db status" else { return }  // they measure
    for (object, row) in zip(objects, table.dropFirst()) {
      for (key, cell) in zip(header, row) {
        // As a number, 97.00 comes back as 97.
        if let number = object[key] as? NSNumber {
          #expect(number.decimalValue == Decimal(string: cell), "\(key) of \(row)")
        } else {
          #expect("\(object[key] ?? "")" == cell, "\(key) of \(row)")
        }
      }
    }
  }

  @Test func `of an export is the same bytes as the file`() async throws {
    try await TestHome.town { home in
      let printed = try await home.done("member", "export")
      try await home.done("member", "export", "--output", home.desk + "/m.csv")
      #expect(try home.read("m.csv") == printed)
      #expect(!printed.contains("\r") && printed.hasSuffix("\n") && !printed.hasPrefix("\u{FEFF}"))
      try await home.done("member", "export", "--excel", "--output", home.desk + "/e.csv")
      let excel = try Data(contentsOf: URL(fileURLWithPath: home.desk + "/e.csv"))
      #expect(excel.starts(with: [0xEF, 0xBB, 0xBF]))
      #expect(
        String(decoding: excel.dropFirst(3), as: UTF8.self).replacing("\r\n", with: "\n")
          == printed)
    }
  }

  @Test func `of a reader that goes away is no fault`() async throws {
    let home = try await SharedHome.reading()
    let words = "'\(Program.cadre.path)' member export | head -n 1; echo ${PIPESTATUS[0]}"
    let outcome = try await Program(path: "/bin/bash").run(
      ["-c", words], environment: home.environment)
    #expect(outcome.output.hasPrefix("code,") && outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test(arguments: ["member export", "account list --format csv", "unit list", "unit tree"])
  func `of a reader that is gone from the start is no fault`(command: String) async throws {
    let home = try await SharedHome.reading()
    // The reader has ended before the first byte is written.
    let words = "exec 3> >(:); wait $!; '\(Program.cadre.path)' \(command) >&3; echo $?"
    let outcome = try await Program(path: "/bin/bash").run(
      ["-c", words], environment: home.environment)
    #expect(outcome.output == "0\n" && outcome.errors.isEmpty, "\(outcome.errors)")
  }

  @Test func `of an export is on the trail, though its reader goes away`() async throws {
    try await TestHome.town { home in
      let words = "exec 3> >(:); wait $!; '\(Program.cadre.path)' member export >&3"
      _ = try await Program(path: "/bin/bash").run(["-c", words], environment: home.environment)
      let trail = try await home.done("audit", "show", "--format", "csv")
      #expect(trail.contains("member.export"))
    }
  }

  @Test(arguments: ["member export", "account list --format csv", "unit tree"])
  func `of a full disk is a fault that is said`(command: String) async throws {
    let home = try await SharedHome.reading()
    let outcome = try await Program(path: "/bin/bash").run(
      ["-c", "'\(Program.cadre.path)' \(command) > /dev/full; echo $?"],
      environment: home.environment)
    #expect(outcome.output == "2\n" && outcome.errors.contains("28"), "\(outcome.errors)")
  }

  @Test func `lines up with Vietnamese letters`() async throws {
    let page = try await SharedHome.reading().with(["CADRE_LANG": "vi"]).done(
      "member", "find", "hoang")
    let lines = page.split(separator: "\n")
    let place = { (line: Substring, word: String) in
      line.range(of: word).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    #expect(place(lines[0], "Ngày sinh") == place(lines[2], "1999-12-31"))
    #expect(place(lines[0], "Ngày sinh") != nil)
  }
}

/// Control characters and the blocks of a bar.
func strange(_ text: String) -> [Unicode.Scalar] {
  let blocks = "█░\u{7F}".unicodeScalars
  return text.unicodeScalars.filter { ($0.value < 32 && $0 != "\n") || blocks.contains($0) }
}

/// A reader of RFC 4180 of its own, so that no fault hides in both.
enum CSV {
  static func rows(_ text: String) throws -> [[String]] {
    var (rows, row, field, quoted) = ([[String]](), [String](), "", false)
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch (scalar, quoted) {
      case ("\"", true) where scalars.first == "\"":
        field.unicodeScalars.append(scalars.removeFirst())
      case ("\"", true): quoted = false
      case (_, true): field.unicodeScalars.append(scalar)
      case ("\"", false): quoted = true
      case (",", false):
        row.append(field)
        field = ""
      case ("\n", false):
        rows.append(row + [field])
        (row, field) = ([], "")
      default: field.unicodeScalars.append(scalar)
      }
    }
    guard !quoted, row.isEmpty, field.isEmpty else { throw TestKitProblem("CSV without an end") }
    return rows
  }
}
