import Foundation
import Tabular
import Testing

@Suite struct `A hostile workbook is refused` {
  static let row = "<row r=\"2\">\(cell("A2", "x"))</row>"
  static let good = GivenWorkbook(rows: headerRow("a") + row)

  static func cause(
    _ book: GivenWorkbook, limits: TableLimits = .standard
  ) -> TableProblem.Cause? {
    cause(book.zip, limits: limits)
  }

  static func cause(_ zip: RawZip, limits: TableLimits = .standard) -> TableProblem.Cause? {
    do {
      _ = try zip.reading(limits: limits)
      return nil
    } catch {
      return (error as? TableProblem)?.cause
    }
  }

  /// The good workbook with one entry more.
  static func with(_ entry: RawZip.Entry) -> RawZip {
    var zip = good.zip
    zip.entries.append(entry)
    return zip
  }

  @Test func `unless it is good, which this one is`() throws {
    #expect(try Self.good.reading().rows == [["x"]])
    var zip = Self.good.zip
    for index in zip.entries.indices { zip.entries[index].hasDescriptor = true }
    #expect(try zip.reading().rows == [["x"]])
    // Nothing is unpacked to disk, so that a link is only a part like others.
    let link = RawZip.Entry(name: "xl/link", bytes: Array("/etc".utf8), attributes: 0xA1FF_0000)
    #expect(try Self.with(link).reading().rows == [["x"]])
    // A zip inside is never opened.
    let inner = Self.with(RawZip.Entry(name: "xl/inner.zip", bytes: Self.good.zip.bytes))
    #expect(try inner.reading().rows == [["x"]])
  }

  @Test func `where it is locked`() {
    var zip = Self.good.zip
    for index in zip.entries.indices { zip.entries[index].flags = 1 }
    #expect(Self.cause(zip) == .encrypted)
  }

  @Test(arguments: ["/etc/passwd", "../up", "xl/../../up", "..\\up", "c:/x", "", "a/.."])
  func `where parts have strange names`(name: String) {
    #expect(Self.cause(Self.with(RawZip.Entry(name: name, bytes: []))) == .strangePartName)
  }

  @Test func `where parts have the same name`() {
    for name in ["xl/worksheets/sheet1.xml", "XL/Worksheets/Sheet1.XML"] {
      #expect(Self.cause(Self.with(RawZip.Entry(name: name, bytes: []))) == .repeatedPart)
    }
  }

  @Test func `where there are too many parts`() {
    var zip = Self.good.zip
    for number in 0..<65_000 {
      zip.entries.append(RawZip.Entry(name: "x\(number)", bytes: []))
    }
    #expect(Self.cause(zip) == .tooManyParts(limit: 1_000))
  }

  @Test func `where it claims or unpacks too much`() throws {
    let zip = Self.with(RawZip.Entry(name: "big", bytes: [], claimedSize: 0xFFFF_FFF0))
    #expect(Self.cause(zip) == .unpacksTooLarge(limit: 4 << 30))
    var limits = TableLimits()
    limits.unpackedBytes = 1_000
    #expect(Self.cause(Self.good, limits: limits) == .unpacksTooLarge(limit: 1_000))
  }

  @Test(arguments: ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
  func `where a part is a bomb`(part: String) throws {
    let folder = try Folder()
    var book = Self.good
    book[part] += String(repeating: " ", count: 8 << 20)
    #expect(book.pack(to: folder("bomb.xlsx")))
    let problem = #expect(throws: TableProblem.self) {
      try Reading(openTable(path: folder("bomb.xlsx")))
    }
    #expect(problem?.cause == .unpacksTooFar(ratio: 100))
  }

  @Test func `where the zip is damaged or lies`() {
    let whole = Self.good.zip.bytes
    for length in stride(from: 4, to: whole.count, by: 97) {
      let folder = try? Folder()
      let path = (try? folder?.write(Array(whole[..<length]), to: "cut.xlsx")) ?? ""
      #expect(throws: TableProblem.self) { try Reading(openTable(path: path)) }
    }
    for index in Self.good.zip.entries.indices {
      var zip = Self.good.zip
      zip.entries[index].crc = 1
      #expect(Self.cause(zip) == .brokenWorkbook)
      zip = Self.good.zip
      zip.entries[index].claimedSize = 10
      #expect(Self.cause(zip) == .brokenWorkbook)
      zip = Self.good.zip
      zip.entries[index].method = 12
      #expect(Self.cause(zip) == .brokenWorkbook)
    }
  }

  @Test func `never crashing, whatever byte is flipped`() throws {
    let seed = freshSeed()
    var dice = Dice(seed: seed)
    let folder = try Folder()
    let whole = Self.good.zip.bytes
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &dice) {
        bytes[Int.random(in: 4..<bytes.count, using: &dice)] = .random(in: 0...255, using: &dice)
      }
      let path = try folder.write(bytes, to: "flipped.xlsx")
      do {
        _ = try Reading(openTable(path: path))
      } catch {
        #expect(error is TableProblem, "seed \(seed)")
      }
    }
  }

  @Test func `where parts are missing`() {
    for name in ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"] {
      var book = Self.good
      book.parts.removeAll { $0.name == name }
      #expect(Self.cause(book) == .brokenWorkbook)
    }
    var book = Self.good
    book["xl/_rels/workbook.xml.rels"] = book["xl/_rels/workbook.xml.rels"]
      .replacingOccurrences(of: "worksheets/sheet1", with: "../../worksheets/sheet1")
    #expect(Self.cause(book) == .brokenWorkbook)
  }

  @Test(arguments: [
    "<!DOCTYPE worksheet>", "<!DOCTYPE x SYSTEM \"http://example.org/x\">",
    "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;]>",
  ])
  func `where XML has a document type`(declaration: String) {
    let book = GivenWorkbook(rows: headerRow("a"), before: declaration)
    #expect(Self.cause(book) == .documentType)
    for part in ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels"] {
      var book = Self.good
      book[part] = declaration + book[part]
      #expect(Self.cause(book) == .documentType)
    }
  }

  @Test(arguments: [
    "<row r=\"2\"><c r=\"A2\"><v>&a;</v></c></row>", "<row r=\"2\">", "</sheetData>",
    "<row r=\"2\"><c r=\"A2\"><v>&#0;</v></c></row>", "<row r=\"2\"><c r=\"A2\" r=\"A2\"/></row>",
  ])
  func `where XML is not well formed`(rows: String) {
    #expect(Self.cause(GivenWorkbook(rows: headerRow("a") + rows)) == .brokenWorkbook)
  }

  // The runner prints arguments, so none of them is a hundred thousand long.
  @Test(arguments: [10_000, 100_000]) func `where XML is nested too deep`(depth: Int) {
    let rows = String(repeating: "<x>", count: depth)
    #expect(Self.cause(GivenWorkbook(rows: headerRow("a") + rows)) == .brokenWorkbook)
  }

  @Test(arguments: [
    "<row r=\"0\"/>", "<row r=\"1\"/>", "<row r=\"1048577\"/>", "<row r=\"-1\"/>",
    "<row r=\"2x\"/>",
    "<row r=\"99999999999999999999\"/>", "<row r=\"2\"><c r=\"ZZZ99999999\"/></row>",
    "<row r=\"2\"><c r=\"XFE2\"/></row>", "<row r=\"2\"><c r=\"A3\"/></row>",
    "<row r=\"2\"><c r=\"B2\"/><c r=\"A2\"/></row>",
    "<row r=\"2\"><c r=\"A2\"/><c r=\"A2\"/></row>",
    "<row r=\"2\"><c r=\"2\"/></row>", "<row r=\"2\"><c r=\"\"/></row>",
    "<row r=\"2\"><c r=\"A2\"><c r=\"B2\"/></c></row>",
  ])
  func `where cells are in impossible places`(rows: String) {
    #expect(Self.cause(GivenWorkbook(rows: headerRow("a") + rows)) == .badReference)
  }

  @Test(arguments: ["1", "-1", "x", "", "99999999999999999999"])
  func `where a shared text is missing`(index: String) {
    let rows = headerRow("a") + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>\(index)</v></c></row>"
    #expect(Self.cause(GivenWorkbook(rows: rows, texts: ["only"])) == .noSharedText)
  }

  @Test func `where an attribute is huge`() {
    for (size, cause) in [(70_000, 64 << 10), (10 << 20, 64 << 10)] {
      let huge = String(repeating: "9", count: size)
      let rows = headerRow("a") + "<row r=\"2\" spans=\"\(huge)\"/>"
      #expect(Self.cause(GivenWorkbook(rows: rows)) == .attributeTooLong(limit: cause))
    }
  }

  @Test func `where a comment never ends`() {
    let rows = headerRow("a") + "<!--" + String(repeating: "x", count: 1 << 20)
    #expect(Self.cause(GivenWorkbook(rows: rows)) == .attributeTooLong(limit: 64 << 10))
  }

  @Test func `where a part and the list of parts do not agree`() {
    for index in Self.good.zip.entries.indices {
      var zip = Self.good.zip
      zip.entries[index].localName = "another"
      #expect(Self.cause(zip) == .brokenWorkbook)
    }
    for claimed: UInt16 in [0, 1, 5, 7, 60_000, .max] {
      var zip = Self.good.zip
      zip.claimedCount = claimed
      #expect(Self.cause(zip) == .brokenWorkbook)
    }
  }

  @Test func `where texts are too long or too many`() {
    var limits = TableLimits()
    limits.fieldBytes = 100
    limits.sharedTextBytes = 1_000
    let long = String(repeating: "x", count: 101)
    let inline = GivenWorkbook(rows: headerRow("a") + "<row r=\"2\">\(cell("A2", long))</row>")
    #expect(Self.cause(inline, limits: limits) == .fieldTooLong(limit: 100))
    let shared = GivenWorkbook(rows: headerRow("a"), texts: [long])
    #expect(Self.cause(shared, limits: limits) == .fieldTooLong(limit: 100))
    let many = GivenWorkbook(rows: headerRow("a"), texts: Array(repeating: "x", count: 100))
    #expect(Self.cause(many, limits: limits) == .sharedTextsTooLarge(limit: 1_000))
  }

  @Test func `where its header cannot name the columns`() {
    func cause(_ rows: String) -> TableProblem.Cause? { Self.cause(GivenWorkbook(rows: rows)) }
    #expect(cause("") == .empty)
    #expect(cause("<row r=\"1\"/><row r=\"7\"><c r=\"A7\"/></row>") == .empty)
    #expect(cause("<row r=\"1\">\(cell("A1", "a"))\(cell("C1", "c"))</row>") == .unnamedColumn)
    #expect(cause(headerRow("a", "b", "a")) == .repeatedColumn)
    #expect(cause("<row r=\"1\">\(cell("XFD1", "a"))</row>") == .tooManyColumns(limit: 1_000))
    #expect(cause("<row r=\"1\"><c r=\"A1\"><f>1</f></c></row>") == .formula)
  }

  @Test func `and so are other kinds of files`() throws {
    let folder = try Folder()
    let old = try folder.write([0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0], to: "old.xls")
    let problem = #expect(throws: TableProblem.self) { try openTable(path: old) }
    #expect(problem?.cause == .oldWorkbook)
    let text = try folder.write(Array("a,b".utf8), to: "text.xlsx")
    let second = #expect(throws: TableProblem.self) { try openTable(path: text) }
    #expect(second?.cause == .notATable)
    let document = try folder.write(RawZip().bytes, to: "empty.zip")
    #expect(throws: TableProblem.self) { try openTable(path: document) }
  }

  @Test func `after the rows before the damage were given`() throws {
    let folder = try Folder()
    let book = GivenWorkbook(rows: headerRow("a") + Self.row + "<row r=\"9\"><c r=\"XFE9\"/></row>")
    let reader = try openTable(path: folder.write(book.zip.bytes, to: "book.xlsx"))
    #expect(try reader.next() != nil)
    let problem = #expect(throws: TableProblem.self) { try reader.next() }
    #expect(problem?.line == 9)
    #expect(throws: TableProblem.self) { try reader.next() }
  }
}
