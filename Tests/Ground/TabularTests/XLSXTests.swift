import Basics
import Tabular
import Testing

@Suite struct `A workbook that is written` {
  static func write(
    _ rows: [[Cell]], header: [String], to path: String, sheet: String = "Đảng viên"
  ) throws {
    let writer = try XLSXWriter(path: path, sheetName: sheet, header: header)
    for row in rows { try writer.write(row) }
    try writer.finish()
  }

  @Test func `is read back as it was`() throws {
    let folder = try Folder()
    let seed = freshSeed()
    var dice = Dice(seed: seed)
    for _ in 0..<60 {
      let (header, rows) = dice.table()
      let path = folder("table.xlsx")
      try Self.write(rows.map { $0.map(Cell.text) }, header: header, to: path)
      let reading = try Reading(openTable(path: path))
      #expect(reading.header == header, "seed \(seed)")
      #expect(reading.rows == rows.filter { !$0.allSatisfy(\.isEmpty) }, "seed \(seed)")
      #expect(reading.bad.isEmpty, "seed \(seed)")
    }
  }

  @Test func `keeps the types of its cells`() throws {
    let folder = try Folder()
    let path = folder("types.xlsx")
    let rows: [[Cell]] = [
      [
        .text("001"), .whole(-7), .decimal(try #require(ExactDecimal("8.20"))),
        .day(try #require(Day(2024, 2, 29))),
      ],
      [
        .text("=1+1"), .whole(.max), .decimal(try #require(ExactDecimal("0.1234567890123456"))),
        .day(try #require(Day(1899, 5, 1))),
      ],
      [.text("_x000D_"), .empty, .text("\r\u{1}\u{FFFE}"), .day(try #require(Day(1900, 3, 1)))],
    ]
    try Self.write(rows, header: ["a", "b", "c", "d"], to: path)
    let reader = try XLSXReader(path: path)
    var found: [TableRow] = []
    while case .row(let row)? = try reader.next() { found.append(row) }
    #expect(
      found.map(\.fields) == [
        ["001", "-7", "8.2", "2024-02-29"],
        ["=1+1", "9223372036854775807", "0.1234567890123456", "1899-05-01"],
        ["_x000D_", "", "\r\u{1}\u{FFFE}", "1900-03-01"],
      ])
    #expect(found.map(\.line) == [2, 3, 4])
    #expect((0..<4).map { found[0].numbers.contains($0) } == [false, true, true, false])
    #expect(found[1].numbers.isEmpty)
    #expect(reader.progress.bytesRead == reader.progress.totalBytes)
  }

  @Test func `has the same bytes for the same table`() throws {
    let folder = try Folder()
    for name in ["a.xlsx", "b.xlsx"] {
      try Self.write([[.text("x"), .whole(1)]], header: ["k", "v"], to: folder(name))
    }
    #expect(try folder.bytes("a.xlsx") == folder.bytes("b.xlsx"))
  }

  @Test func `does not appear before it is finished`() throws {
    let folder = try Folder()
    do {
      let writer = try XLSXWriter(path: folder("a.xlsx"), sheetName: "a/b[c]", header: ["a"])
      try writer.write(["1"])
    }
    do {
      let writer = try CSVWriter(path: folder("a.csv"), header: ["a"])
      try writer.write(["1"])
    }
    #expect(folder.names.isEmpty)
    let writer = try CSVWriter(path: folder("a.csv"), header: ["a"])
    try writer.finish()
    #expect(folder.names == ["a.csv"])
  }

  @Test func `refuses what a sheet cannot hold`() throws {
    let folder = try Folder()
    let writer = try XLSXWriter(path: folder("a.xlsx"), sheetName: "", header: ["a"])
    #expect(throws: TableProblem.self) { try writer.write([String(repeating: "đ", count: 32_768)]) }
    #expect(throws: TableProblem.self) { try writer.write(["a\0b"]) }
    #expect(throws: TableProblem.self) { try writer.write(["1", "2"]) }
    #expect(throws: (any Error).self) {
      try XLSXWriter(path: folder("no/such/folder.xlsx"), sheetName: "", header: ["a"]).finish()
    }
  }
}

@Suite struct `A workbook` {
  static let formats = """
    <numFmts><numFmt numFmtId="164" formatCode="[$-42A]dd\\/mm\\/yyyy;@"/>\
    <numFmt numFmtId="165" formatCode="[Red]#,##0 &quot;day&quot;"/>\
    <numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>\
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>\
    <xf numFmtId="166"/></cellXfs>
    """

  static func number(_ value: String, format: Int, calendar: String = "") throws -> Reading {
    try GivenWorkbook(
      rows: headerRow("a") + "<row r=\"2\"><c r=\"A2\" s=\"\(format)\"><v>\(value)</v></c></row>",
      formats: formats, calendar: calendar
    ).reading()
  }

  @Test(arguments: [
    ("45351", "45351"), ("8.1999999999999993", "8.2"), ("0.30000000000000004", "0.3"),
    ("1.00E+11", "100000000000"), ("1.5E-3", "0.0015"), ("-0", "0"), ("-12.50", "-12.50"),
    ("79201001234", "79201001234"), ("9.9999999999999999E-1", "1"), (".5", "0.5"),
    ("123456789012345678", "123456789012345678"),
    ("1.2345678901234567E+19", "12345678901234600000"),
  ])
  func `shows numbers as plain decimals`(value: String, shown: String) throws {
    #expect(try Self.number(value, format: 0).rows == [[shown]])
    #expect(try Self.number(value, format: 3).rows == [[shown]])
  }

  @Test(arguments: [
    "1e999", "abc", "1.2.3", "--1", "nan", "inf", "1e", "+", "1E300", "1E-9223372036854775808",
  ])
  func `reports what is no number`(value: String) throws {
    let reading = try Self.number(value, format: 0)
    #expect(reading.bad.map(\.cause) == [.badNumber])
    #expect(reading.bad.map(\.column) == ["a"])
    #expect(reading.bad.map(\.value) == [value])
  }

  @Test(arguments: [
    ("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"), ("45351", "2024-02-29"),
    ("2958465", "9999-12-31"), ("45351.5", "2024-02-29 12:00:00"),
    ("45350.99999999999", "2024-02-29"),
  ])
  func `shows days of the calendar from 1900`(value: String, day: String) throws {
    #expect(try Self.number(value, format: 1).rows == [[day]])
    #expect(try Self.number(value, format: 2).rows == [[day]])
  }

  @Test(arguments: ["60", "60.5", "0", "-1", "2958466", "1e9", "abc"])
  func `reports days that never were`(value: String) throws {
    #expect(try Self.number(value, format: 1).bad.map(\.cause) == [.badDay])
  }

  @Test func `counts from 1904 where it says so`() throws {
    let calendar = "date1904=\"1\""
    #expect(try Self.number("0", format: 1, calendar: calendar).rows == [["1904-01-01"]])
    #expect(try Self.number("43889", format: 1, calendar: calendar).rows == [["2024-02-29"]])
    #expect(try Self.number("0.75", format: 4).rows == [["18:00:00"]])
  }

  @Test func `reads shared, rich, inline and plain cells, and fills the gaps`() throws {
    var book = GivenWorkbook(
      rows: headerRow("a", "b", "c", "d") + """
        <row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="b"><v>1</v></c></row>
        <row r="5"/><row r="6"><c r="A6" s="9"/><c r="B6" t="inlineStr"><is><t></t></is></c></row>
        <row><c t="s"><v>1</v></c><c t="str"><v>x</v></c>\
        <c t="d"><v>2024-02-29T00:00:00</v></c></row>
        """, texts: ["Nguyễn &amp; Ánh"])
    book["xl/sharedStrings.xml"] = """
      <x:sst xmlns:x="urn:x"><x:si><x:t>Ánh &amp; _x0041_</x:t></x:si>\
      <x:si><x:r><x:t>ri</x:t></x:r>\
      <x:r><x:t>ch</x:t></x:r><x:rPh><x:t>sound</x:t></x:rPh></x:si></x:sst>
      """
    let reading = try book.reading()
    #expect(reading.rows == [["", "Ánh & A", "", "TRUE"], ["rich", "x", "2024-02-29", ""]])
    #expect(reading.lines == [3, 7])
  }

  @Test func `takes the first sheet that people see`() throws {
    var book = GivenWorkbook(rows: headerRow("right"))
    book["xl/workbook.xml"] = """
      <workbook xmlns:r="urn:r"><sheets><sheet state="hidden" r:id="t"/><sheet r:id="f"/>\
      <sheet sheetId="2" r:id="s1"/><sheet r:id="s1"/></sheets></workbook>
      """
    #expect(try book.reading().header == ["right"])
  }

  @Test func `reports formulas and error values, and goes on`() throws {
    let reading = try GivenWorkbook(
      rows: headerRow("a", "b") + """
        <row r="2"><c r="A2"><f>HYPERLINK("x")</f><v>5</v></c></row>
        <row r="3"><c r="B3" t="e"><v>#N/A</v></c></row>
        <row r="4">\(cell("C4", "beyond"))</row>
        <row r="5">\(cell("A5", "a"))\(cell("B5", "b"))</row>
        <row r="6">\(cell("A6", "x_x0000_y"))</row>
        <row r="7">\(cell("A7", "ok"))</row>
        """
    ).reading()
    #expect(reading.rows == [["ok", ""]])
    #expect(
      reading.bad.map(\.cause) == [
        .formula, .errorValue, .outsideHeader, .headerAgain, .nul,
      ])
    #expect(reading.bad.map(\.line) == [2, 3, 4, 5, 6])
    #expect(reading.bad.map(\.column) == ["a", "b", "3", nil, "a"])
  }
}
