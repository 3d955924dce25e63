import Basics
import Foundation
import TestKit
import Testing

@testable import Dues

@Suite struct `The content of a bank line` {
  static let read = table(
    """
    content                                              | readings
    DP 2026-11 M000123                                   | 2026-11 M000123
    dp 2026-11 m000123                                   | 2026-11 M000123
    DP202611M000123                                      | 2026-11 M000123
    dp202611m000123                                      | 2026-11 M000123
    DP 202611 M000123                                    | 2026-11 M000123
    DP2026-11M000123                                     | 2026-11 M000123
    D P 2 0 2 6 - 1 1 M 0 0                              | 2026-11 M M0 M00
    DP 2026/11 M1                                        | 2026-11 M1
    DP: 2026.11: M1                                      | 2026-11 M1
    ĐP 2026-11 M1                                        | 2026-11 M1
    đp 2026-11 m1                                        | 2026-11 M1
    Nguyễn Văn Á nộp đảng phí DP 2026-11 M1              | 2026-11 M1
    MBVCB.1234567.DP 2026-11 M1                          | 2026-11 M1
    DP 2026-11 M1, tu TK 0123                            | 2026-11 M1
    DP 2026-11 M1;CT                                     | 2026-11 M1
    DP 2026-11 M1 tu TK                                  | 2026-11 M1 M1TU M1TUTK
    DP 2026-11 M1-FT26                                   | 2026-11 M1FT26 / M1
    DP 2026-11 M1.                                       | 2026-11 M1
    DP 2026-11 M1.- TU                                   | 2026-11 M1 M1TU
    DP 2026-11 CB-01.A_7                                 | 2026-11 CB01A7 / CB CB01 CB01A
    DP 2026-11 000123                                    | 2026-11 000123
    DP202611000123                                       | 2026-11 000123
    DP 202602 T001                                       | 2026-02 T001
    DP 2026-11 M1, DP 2026-11 M1                         | 2026-11 M1
    NAP DP 123456 DP 2026-12 M9                          | 2026-12 M9
    """)

  @Test(arguments: read)
  func `names the month and every reading of the code`(row: [String]) throws {
    let halves = row[1].split(separator: "/").map { $0.split(separator: " ").map(String.init) }
    for text in [
      row[0], row[0].precomposedStringWithCanonicalMapping,
      row[0].decomposedStringWithCanonicalMapping, "  " + row[0] + "  ",
    ] {
      let content = StatementContent(text)
      let found = try #require(content, "\(text)")
      #expect(found.candidates.map(\.key) == Array(halves[0].dropFirst()), "\(text)")
      #expect(found.cuts.map(\.key) == (halves.count > 1 ? halves[1] : []), "\(text)")
      let months = Set((found.candidates + found.cuts).map { "\($0.month)" })
      #expect(months == [halves[0][0]], "\(text)")
    }
  }

  @Test(arguments: [
    "", "DP", "DP 2026-11", "DP 2026-11 ", "DP 2026-13 M1", "DP 2026-00 M1", "DP 26-11 M1",
    "DP 1926-11 M1", "P 2026-11 M1", "DX 2026-11 M1", "chuyen tien", "2026-11 M000123",
    "D", "DP2026", "DP 2026-11 ---", "DP 2026-11 ,", "DP20X611M1", "\u{0}\u{0}", "🙂",
  ])
  func `without a month and a code is left to people`(text: String) {
    #expect(StatementContent(text) == nil)
  }

  @Test func `is taken only where one reading is a known member`() throws {
    func taken(_ text: String, _ known: Set<String>) -> String? {
      StatementContent(text)?.only { known.contains($0) }?.key
    }
    #expect(taken("DP 2026-11 M1 23", ["M1"]) == "M1")
    #expect(taken("DP 2026-11 M1 23", ["M123"]) == "M123")
    #expect(taken("DP 2026-11 M1 23", ["M1", "M123"]) == nil)
    #expect(taken("DP 2026-11 M1 23", ["M2"]) == nil)
    // The whole word goes before a part of it.
    #expect(taken("DP 2026-11 CB-01", ["CB", "CB01"]) == "CB01")
    #expect(taken("DP 2026-11 CB-01", ["CB"]) == "CB")
    // Two months, two members: for a person.
    #expect(taken("DP 2026-11 M1, DP 2026-12 M1", ["M1"]) == nil)
    #expect(taken("DP 2026-11 M1, DP 2026-11 M2", ["M1", "M2"]) == nil)
  }

  @Test func `is written so that it can be read`() throws {
    let (month, code) = (try Given.month("2026-11"), try #require(Code("M000123")))
    #expect(StatementContent.text(month: month, code: code) == "DP 2026-11 M000123")
    #expect(StatementContent.plainText(month: month, code: code) == "DP 202611 M000123")
  }

  static let words = [
    "CHUYEN KHOAN", "nộp đảng phí", "MBVCB.9876543210", "tháng 11", "FT26325123456", "Nguyễn Ánh",
    "TK 0011004455667", "CT DEN:632512", "đóng phí", "IBFT", "VND 123,457",
  ]

  @Test func `is found again under the noise of banks`() throws {
    var random = Seeded.forTest()
    let first = try Given.month("2020-01")
    let letters = Array("ABCDEFGHJKLMNOQRSTUVWXYZ0123456789abcxyz._-")
    var known: [String: Code] = [:]
    while known.count < 500 {
      let text = String((0..<8).compactMap { _ in letters.randomElement(using: &random) })
      guard let code = Code(text) else { continue }
      let key = StatementContent.key(of: code)
      // As long as each other, so that none can be the beginning of another.
      if key.count == 7 { known[key] = code }
    }
    for (key, code) in known.sorted(by: { $0.key < $1.key }) {
      let month = first.adding(months: Int.random(in: 0..<400, using: &random))
      let clean =
        Bool.random(using: &random)
        ? StatementContent.text(month: month, code: code)
        : StatementContent.plainText(month: month, code: code)
      var noisy = ""
      for scalar in clean {
        if scalar == " ", Bool.random(using: &random) { continue }
        noisy.append(
          Bool.random(using: &random) ? scalar.uppercased() : scalar.lowercased())
        if Int.random(in: 0..<12, using: &random) == 0 { noisy.append(" ") }
      }
      let before = Self.words.randomElement(using: &random) ?? ""
      let after = Self.words.randomElement(using: &random) ?? ""
      let separator = [" ", "; ", ", "].randomElement(using: &random) ?? " "
      noisy = [before, noisy, after].joined(separator: separator)
      if Bool.random(using: &random) { noisy = noisy.decomposedStringWithCanonicalMapping }
      let found = StatementContent(noisy)?.only { known[$0] != nil }
      #expect(found?.key == key && found?.month == month, "\(noisy)")
    }
  }

  @Test func `is read without harm, whatever it is`() {
    var random = Seeded.forTest()
    let pieces = [
      "DP", "D", "P", "2026", "-", "11", " ", "M1", ".", "Đ", "\u{301}", "🙂", "\n", "_",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0..<60, using: &random)).compactMap { _ in
        pieces.randomElement(using: &random)
      }.joined()
      guard let content = StatementContent(text) else { continue }
      for reading in content.candidates + content.cuts {
        #expect((1...40).contains(reading.key.utf8.count))
        #expect(reading.key.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) })
      }
    }
    #expect(StatementContent(String(repeating: "DP202611 A", count: 100_000)) != nil)
    #expect(StatementContent(String(repeating: "D P ", count: 100_000)) == nil)
  }
}
