import Basics
import ConfigFile
import Foundation
import TestKit
import Testing

@testable import Frameworks

/// A file that says nothing usable is refused with the place and the reason of each flaw.
@Suite struct `A broken framework file` {
  struct Break: Sendable {
    let name: String
    let text: String
  }

  /// One place of the good file changed; the first column stands in it once.
  static let places = table(
    """
    in the file                          → | becomes
    version: 1                             | version: 1\\ncolour: red
    version: 1                             | version: 1\\nversion: 2
    version: 1                             | version: 0
    version: 1                             | version: 1.5
    version: 1                             | version: "1"
    version: 1                             | version: one
    version: 1                             | version:
    version: 1\\n                          |
    id: test.staff                         | id: thử nghiệm
    id: test.staff                         | id: [a, b]
    title: {vi: Bộ thử, en: A test}        | title: {vi: Bộ thử}
    title: {vi: Bộ thử, en: A test}        | title: "chữ\\u200Bẩn"
    title: {vi: Bộ thử, en: A test}        | title: ~
    checked: secondary sources             | checked: ""
    articles: [12, 14]                     | articles: 12
    2026-01-01                             | 2026-13-01
    form: staff                            | form: everybody
    form: staff                            | form: collective
    max: 50                                | max: 40
    max: 50                                | max: 50.005
    max: 50                                | max: 5e1
    max: 50                                | max: 050
    max: 50                                | max: -50
    max: 50                                | max: .nan
    max: 50                                | max: .inf
    max: 50                                | max: 1_0
    max: 50                                | max: 0
    code: results                          | code: general
    family: kpi, cap: 1.2                  | family: abc3, quality_step: 0.5, progress_step: 0.5
    family: kpi, cap: 1.2                  | family: okr
    family: kpi, cap: 1.2                  | family: kpis
    family: kpi, cap: 1.2                  | family: kpi, quality_step: 0.25
    family: kpi, cap: 1.2                  | cap: 1.2
    cap: 1.2                               | cap: 0
    family: abc3                           | family: abcdde6
    quality_step: 0.25                     | quality_step: 25
    quality_step: 0.25                     | quality_step: 0
    quality_step: 0.25, progress_step      | progress_step
    progress_step: 0.25                    | progress_step: 0.25, denominator: done
    {code: G1, max: 20}                    | {code: G1, max: 15}
    {code: G2, max: 10}                    | {code: G1, max: 10}
    {code: G2, max: 10}                    | {code: G2, max: 10, optional: yes}
    {code: G2, max: 10}                    | G2
    {O1: 2, O2: 1}                         | {O1: 0, "O 2": 1}
    scale: 2                               | scale: 1
    half_up                                | half_even
    {grade: B, from: 70}                   | {grade: B, from: 90}
    {grade: B, from: 70}, {grade: C        | {grade: C
    {grade: B, from: 70}                   | {grade: E, from: 70}
    {grade: A, from: 90}                   | {grade: A, from: 101}
    {grade: D, from: 0}                    | {grade: D, from: 10}
    when: disciplined                      | when: was_rude
    when: disciplined                      | when: any_below
    when: disciplined                      | when: "any_below: 1.5"
    when: disciplined                      | when: disciplined, value: 0.5
    when: disciplined                      | when: disciplined, any_below: 0.5
    when: disciplined                      | any_below: 0.5, value: 0.5
    when: disciplined, grade: D            | when: disciplined
    when: disciplined, grade: D            | when: disciplined, grade: D, at_most: B
    - {when: disciplined, grade: D}        | - {late_any: 1, grade: D}
    {when: disciplined, grade: D}  | {when: late_any, grade: D}\\n  - {when: late_any, grade: C}
    share: 0.20                            | share: 1.01
    share: 0.20                            | share: 0.30
    share: 0.20                            | share: 20 %
    of: good                               | of: everybody
    group: unit                            | group: unit, ties: coin
    grade: A, share                        | grade: B, share
    id: test.staff                         | id: &x test.staff
    id: test.staff                         | id: *x
    id: test.staff                         | id: !!binary aGVsbG8=
    id: test.staff                         | \\tid: test.staff
    form: staff                            | form: "staff
    sections:                              | sections: {
    """)

  static let broken: [Break] =
    places.compactMap { row in
      let (old, new) = (unescaped(row[0]), unescaped(row[1]))
      return Given.text(old, new).map { Break(name: "\(row[0]) → \(row[1])", text: $0) }
    } + [
      Break(name: "an empty file", text: ""),
      Break(name: "comments only", text: "# chưa có gì\n"),
      Break(name: "a list", text: "- a\n- b\n"),
      Break(name: "a word", text: "hello"),
      Break(name: "two documents", text: Given.text + "---\n" + Given.text),
      Break(name: "NUL", text: Given.text + "\u{0}"),
      Break(name: "a direction mark", text: Given.text + "# \u{202E}elif\n"),
      Break(name: "many flaws at once", text: manyFlaws),
    ]

  static let manyFlaws = """
    id: a b
    version: 1
    title: T
    basis: {document: X, articles: [], checked: no}
    valid_from: soon
    form: staff
    sections:
      - {code: general, max: 30, family: criteria, criteria: [{code: G1, max: 10}]}
      - {code: results, max: 60, family: abc3, quality_step: 2, progress_step: 0.25}
    grades: [{grade: A, from: 90}, {grade: B, from: 95}, {grade: C, from: 50}, {grade: D, from: 0}]
    gates: [{when: nothing, grade: D}]
    quota: {share: 2, of: good, group: unit}

    """

  static func unescaped(_ text: String) -> String {
    text.replacingOccurrences(of: "\\n", with: "\n").replacingOccurrences(of: "\\t", with: "\t")
      .replacingOccurrences(of: "\\u200B", with: "\u{200B}")
  }

  @Test func `is refused with the place and the reason, all flaws at once`() {
    #expect(Self.broken.count == Self.places.count + 8)
    var report = ""
    for broken in Self.broken {
      let flaws = Given.flaws(broken.text)
      #expect(!flaws.isEmpty, "taken: \(broken.name)")
      report += "\(broken.name)\n"
      for flaw in flaws {
        let place = "\(flaw.line):\(flaw.column) \(flaw.key)"
        report += "  \(place)\n    \(flaw.reason.vi)\n    \(flaw.reason.en)\n"
      }
    }
    expectGolden(report, "broken.txt")
  }

  @Test func `names the file, the line, the column and the key in one sentence`() throws {
    let text = try #require(Given.text("max: 50", "max: 40"))
    let flaw = try #require(Given.flaws(text, name: "mine.yaml").first)
    #expect(flaw.line == 7 && flaw.key == "sections")
    #expect(
      flaw.sentence.en
        == "mine.yaml:7:1, sections: the sections add up to 90.00 points; it has to be exactly 100")
    let problem = FrameworkProblem([flaw])
    #expect(problem.kind == .rowsRefused && problem.message.vi.contains("90.00"))
  }

  @Test func `is refused when it is no UTF-8, with the line`() throws {
    let bytes = Array("id: a\ntitle: ".utf8) + [0xC3, 0x28] + Array("\n".utf8)
    let problem = #expect(throws: FrameworkProblem.self) {
      try FrameworkFile.read(bytes: bytes, name: "latin.yaml")
    }
    #expect(problem?.flaws.map(\.line) == [2])
    #expect(problem?.flaws.first?.reason.en == "is not UTF-8")
  }

  /// Some text again and again: the runner prints arguments, and nobody reads a megabyte of them.
  struct Repeated: Sendable, CustomTestStringConvertible {
    let part: String
    let count: Int
    var end = ""
    var text: String { String(repeating: part, count: count) + end }
    var testDescription: String { "\(count) × \(part.debugDescription)" }
  }

  @Test(arguments: [
    Repeated(part: "# đệm\n", count: 150_000), Repeated(part: "[", count: 90_000),
    Repeated(part: "{a: ", count: 40_000), Repeated(part: "- ", count: 90_000),
    Repeated(part: "? ", count: 90_000),
    Repeated(part: "[a,", count: 900, end: "a" + String(repeating: "]", count: 900)),
    Repeated(part: "[", count: 990, end: String(repeating: "]", count: 990)),
    Repeated(part: "{a: ", count: 990, end: "a" + String(repeating: "}", count: 990)),
    Repeated(part: "- ", count: 990, end: "a\n"), Repeated(part: "x", count: 190_000),
  ])
  func `is refused without harm, however long or deep`(repeated: Repeated) {
    Self.expectRefused(repeated.text)
  }

  @Test(arguments: [
    "a: &a [x, x, x]\n" + (1...40).map { "b\($0): &b\($0) [*a, *a, *a]\n" }.joined(),
    "? &k [*k, *k]\n: 1\n", "%YAML 9.9\n---\nid: a\n", "--- !<tag:x> {}\n", "\u{85}",
    "a: |\n  b\n c\n", "\"", "'", "?",
    ":", "@", "`", "%", "*", "&", "!", "|", ">", "[", "{", "}", "- -", "a: b: c", "<<: {a: 1}\n",
  ])
  func `is refused, however hostile, without harm`(text: String) { Self.expectRefused(text) }

  @Test func `is refused without harm where a text of it is long`() {
    Self.expectRefused("a: \"" + String(repeating: "\\U0001F600", count: 10_000) + "\"\n")
  }

  private static func expectRefused(_ text: String) {
    let flaws = Given.flaws(text)
    #expect(!flaws.isEmpty)
    #expect(flaws.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.reason.vi.isEmpty })
  }

  @Test func `is refused or read, wherever it is cut or bent`() throws {
    var random = Seeded.forTest()
    let bytes = Array(Given.text.utf8)
    for _ in 0..<400 {
      var bent = bytes
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bent.removeLast(Int.random(in: 1..<bytes.count, using: &random))
      case 1: bent.remove(at: Int.random(in: 0..<bytes.count, using: &random))
      default:
        bent[Int.random(in: 0..<bytes.count, using: &random)] =
          Array("[]{}:,-#&*!|>'\"%@ \n0".utf8).randomElement(using: &random) ?? 32
      }
      do {
        let framework = try FrameworkFile.read(bytes: bent, name: "bent.yaml")
        #expect(framework.sections.reduce(0) { $0 + $1.maximum.hundredths } == 10_000)
      } catch { #expect(!error.flaws.isEmpty) }
    }
  }
}
