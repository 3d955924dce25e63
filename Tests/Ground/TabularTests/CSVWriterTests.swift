import Basics
import Tabular
import Testing

@Suite struct `A CSV file that is written` {
  static func text(
    _ rows: [[String]], header: [String] = ["a", "b"], style: CSVWriter.Style = .init()
  ) throws -> String {
    let sink = MemorySink()
    let writer = try CSVWriter(to: sink, header: header, style: style)
    for row in rows { try writer.write(row) }
    try writer.finish()
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  @Test func `quotes only what needs quotes`() throws {
    #expect(try Self.text([["1", "x;y"], ["a,b", "\""]]) == "a,b\n1,x;y\n\"a,b\",\"\"\"\"\n")
    #expect(try Self.text([[""], []], header: ["a"]) == "a\n\"\"\n\"\"\n")
    #expect(try Self.text([["1"]]) == "a,b\n1,\n")
  }

  @Test func `is dressed for a spreadsheet`() throws {
    let style = CSVWriter.Style(separator: .semicolon, excel: true)
    #expect(try Self.text([["1", "x,y"]], style: style) == "\u{FEFF}a;b\r\n1;\"x,y\"\r\n")
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+84", "'+84"), ("-1+2", "'-1+2"), ("@SUM", "'@SUM"), ("\tx", "'\tx"),
    ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠x", "'＠x"), ("'=1", "''=1"), ("-", "'-"),
    ("-12.5", "-12.5"), ("-3", "-3"), ("-12,5", "-12,5"), ("'tis", "'tis"), ("a=b", "a=b"),
    ("'-3", "'-3"), ("=\u{301}", "'=\u{301}"), ("", ""), ("-1.2.3", "'-1.2.3"),
  ])
  func `keeps text from being a formula, and gives it back`(text: String, written: String) {
    #expect(Neutralising.applied(to: text) == written)
    #expect(Neutralising.removed(from: written) == text)
  }

  @Test func `writes numbers and days plainly`() throws {
    let sink = MemorySink()
    let writer = try CSVWriter(to: sink, header: ["a", "b", "c", "d", "e"])
    let half = try #require(ExactDecimal("-0.50"))
    let day = try #require(Day(2024, 2, 29))
    try writer.write([.text("00123"), .whole(-7), .decimal(half), .day(day), .empty])
    try writer.finish()
    #expect(String(decoding: sink.bytes, as: UTF8.self).hasSuffix("00123,-7,-0.50,2024-02-29,\n"))
  }

  @Test func `takes no NUL and no row wider than its header`() throws {
    #expect(throws: TableProblem.self) { try Self.text([["a\0b", ""]]) }
    #expect(throws: TableProblem.self) { try Self.text([["1", "2", "3"]]) }
  }

  @Test(arguments: CSVSeparator.allCases, [false, true])
  func `is read back as it was`(separator: CSVSeparator, excel: Bool) throws {
    let seed = freshSeed()
    var dice = Dice(seed: seed)
    for _ in 0..<300 {
      let (header, rows) = dice.table()
      let style = CSVWriter.Style(separator: separator, excel: excel)
      let text = try Self.text(rows, header: header, style: style)
      let block = Int.random(in: 1...40, using: &dice)
      let reading = try Reading(text, block: block, neutralised: true)
      #expect(reading.header == header, "seed \(seed)")
      #expect(reading.rows == rows, "seed \(seed), blocks of \(block)")
      #expect(reading.bad.isEmpty, "seed \(seed)")
    }
  }
}
