import Foundation
import TestKit
import Testing

/// What the README shows is what the program does.
@Suite(.timeLimit(.minutes(15))) struct `The tour of the README` {
  static let readme =
    (#filePath as NSString).deletingLastPathComponent + "/../../../README.md"

  @Test func `runs in order in a fresh home and prints what is written`() async throws {
    guard let data = FileManager.default.contents(atPath: Self.readme) else {
      return note("there is no README.md yet, so there is no tour to replay")
    }
    let tour = Tour(String(decoding: data, as: UTF8.self))
    guard !tour.steps.isEmpty else {
      return note("README.md has no block marked console yet, so there is no tour to replay")
    }
    let rewrites = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
    try await TestHome.empty { home in
      let place = (Program.cadre.path as NSString).deletingLastPathComponent
      var environment = home.with(["CADRE_LANG": "vi"]).environment
      environment["PATH"] = place + ":/usr/local/bin:/usr/bin:/bin"
      environment["LC_ALL"] = "C.UTF-8"
      var outputs: [[String]?] = []
      for step in tour.steps {
        let outcome = try await Program(path: "/bin/bash").run(
          ["-c", "exec 2>&1\n" + step.command], environment: environment, folder: home.desk,
          timeout: .seconds(300))
        let good = try Tour.matches(outcome.output, step.expected)
        let output = Tour.masked(outcome.output, home: home.path)
        outputs.append(good ? nil : output)
        guard !good, !rewrites else { continue }
        let differences = difference(
          from: step.expected.joined(separator: "\n"), to: output.joined(separator: "\n"))
        Issue.record(
          """
          README.md, line \(step.place.lowerBound): $ \(step.command)
          (- written, + now; UPDATE_GOLDEN=1 rewrites it)
          \(differences)
          """)
      }
      if rewrites {
        try Data(tour.rewritten(outputs).utf8).write(to: URL(fileURLWithPath: Self.readme))
      }
    }
  }

  @Test func `is read as commands and what they print`() {
    let tour = Tour(
      """
      # Title
      ```sh
      $ make setup
      ```
      ```console
      $ cadre unit list
      A  B
      …

      $ cadre member find \\
          anh
      ```
      ```console
      $ cadre db stop
      ```
      """)
    #expect(
      tour.steps.map(\.command)
        == ["cadre unit list", "cadre member find \\\n    anh", "cadre db stop"])
    #expect(tour.steps.map(\.expected) == [["A  B", "…", ""], [], []])
    let rewritten = tour.rewritten([["C"], ["D", "E", ""], nil])
    #expect(rewritten.contains("list\nC\n\n$ cadre member"))
    #expect(rewritten.contains("    anh\nD\nE\n```"))
    #expect(rewritten.hasSuffix("$ cadre db stop\n```"))
  }

  @Test(
    arguments: table(
      """
      output          | expected        | matches
      a/b/            | a/b             | yes
      a/b/            | a               | no
      a/b/c/          | a/…/c           | yes
      a/c/            | a/…/c           | yes
      a/b/c/          | …               | yes
      a/b/            | …/c             | no
      id 12f at 9:00/ | id ‹x› at ‹y›   | yes
      id  at 9:00/    | id ‹x› at ‹y›   | no
      a.c/            | a.c             | yes
      abc/            | a.c             | no
      a…/             | a…              | yes
      """))
  func `is compared line by line, with gaps and masks`(row: [String]) throws {
    let output = row[0].replacing("/", with: "\n")
    let expected = row[1].split(separator: "/").map(String.init)
    #expect(try Tour.matches(output, expected) == (row[2] == "yes"))
  }

  @Test func `masks what differs from run to run, and matches itself then`() throws {
    let digest = String(repeating: "ab", count: 32)
    let output = "in /home/x\nby \(digest)\nat 2026-11-21 08:14:11 ok\n"
    let masked = Tour.masked(output, home: "/home/x")
    #expect(masked == ["in ‹CADRE_HOME›", "by ‹mã›", "at ‹lúc› ok"])
    #expect(try Tour.matches(output, masked))
  }
}

private func note(_ text: String) {
  FileHandle.standardError.write(Data("tour: \(text)\n".utf8))
}
