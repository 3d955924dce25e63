/// Makers of files that nobody should send.
enum Hostile {
  static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    var bytes: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    for unit in text.utf16 {
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      bytes += bigEndian ? [high, low] : [low, high]
    }
    return bytes
  }

  /// Workbooks that unpack to far too much, or that no spreadsheet program would write.
  static func workbooks() -> [(name: String, bytes: [UInt8])] {
    var bomb = Zip()
    bomb.addBomb("xl/worksheets/sheet1.xml", megabytes: 200)
    for part in parts.dropLast() { bomb.add(part.name, part.text) }
    let entity = "<!DOCTYPE x [<!ENTITY a \"b\">]>"
    var empty = Zip()
    empty.add("readme.txt", "no sheet here")
    return [
      ("bomb.xlsx", bomb.whole), ("empty.xlsx", empty.whole), ("none.xlsx", Zip().whole),
      ("doctype.xlsx", workbook(rows: "", before: entity)),
      ("cut.xlsx", Array(workbook(rows: "").dropLast(40))),
      ("far.xlsx", workbook(rows: "<row r=\"1\"><c r=\"ZZZ99999999\"><v>1</v></c></row>")),
      ("open.xlsx", workbook(rows: "<row r=\"1\"><c r=\"A1\">")),
    ]
  }

  /// A workbook of one sheet, from the XML of its rows.
  static func workbook(rows: String, before: String = "") -> [UInt8] {
    var zip = Zip()
    for part in parts.dropLast() { zip.add(part.name, part.text) }
    if let sheet = parts.last {
      zip.add(sheet.name, before + sheet.text.replacing("ROWS", with: rows))
    }
    return zip.whole
  }

  /// A row whose cells hold texts, but for what is given as XML.
  static func row(_ number: Int, _ texts: [String], replacing cells: [Int: String] = [:]) -> String
  {
    let xml = texts.enumerated().map { index, text in
      let place = "\(Unicode.Scalar(UInt8(65 + index)))\(number)"
      return cells[index].map { "<c r=\"\(place)\"\($0)</c>" }
        ?? "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
    }
    return "<row r=\"\(number)\">\(xml.joined())</row>"
  }

  private static let office = "http://schemas.openxmlformats.org/"
  private static let parts: [(name: String, text: String)] = [
    (
      "[Content_Types].xml",
      """
      <Types xmlns="\(office)package/2006/content-types">\
      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.\
      relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>
      """
    ),
    (
      "_rels/.rels",
      """
      <Relationships xmlns="\(office)package/2006/relationships"><Relationship Id="r1" \
      Type="\(office)officeDocument/2006/relationships/officeDocument" \
      Target="xl/workbook.xml"/></Relationships>
      """
    ),
    (
      "xl/workbook.xml",
      """
      <workbook xmlns="\(office)spreadsheetml/2006/main" \
      xmlns:r="\(office)officeDocument/2006/relationships"><sheets>\
      <sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>
      """
    ),
    (
      "xl/_rels/workbook.xml.rels",
      """
      <Relationships xmlns="\(office)package/2006/relationships"><Relationship Id="r1" \
      Type="\(office)officeDocument/2006/relationships/worksheet" \
      Target="worksheets/sheet1.xml"/></Relationships>
      """
    ),
    (
      "xl/worksheets/sheet1.xml",
      """
      <worksheet xmlns="\(office)spreadsheetml/2006/main"><sheetData>ROWS</sheetData></worksheet>
      """
    ),
  ]
}

/// A zip archive put together by hand, so that it can hold what no honest program writes.
struct Zip {
  private var body: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  /// A part that is stored as it is.
  mutating func add(_ name: String, _ text: String) {
    let bytes = Array(text.utf8)
    add(name, bytes, method: 0, checksum: Self.checksum(bytes), size: bytes.count)
  }

  /// A part of blanks, a hundred and fifty times larger than its packed form.
  mutating func addBomb(_ name: String, megabytes: Int) {
    let size = megabytes << 20
    var bits = BitWriter()
    bits.put(0b011, count: 3)  // the last block, fixed codes
    bits.putReversed(0x50, count: 8)  // a blank
    for _ in 0..<((size - 1) / 258) {
      bits.putReversed(0xC5, count: 8)  // 258 bytes …
      bits.put(0, count: 5)  // … from one byte back
    }
    bits.put(0, count: 7)
    add(name, bits.finished, method: 8, checksum: 0, size: (size - 1) / 258 * 258 + 1)
  }

  var whole: [UInt8] {
    var end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    end += Self.little(count) + Self.little(count)
    end += Self.little(UInt32(directory.count)) + Self.little(UInt32(body.count)) + [0, 0]
    return body + directory + end
  }

  private mutating func add(
    _ name: String, _ bytes: [UInt8], method: UInt16, checksum: UInt32, size: Int
  ) {
    let offset = Self.little(UInt32(body.count))
    let facts =
      Self.little(UInt16(20)) + Self.little(UInt16(0)) + Self.little(method)
      + Self.little(UInt32(0x5C21_0000)) + Self.little(checksum)
      + Self.little(UInt32(bytes.count)) + Self.little(UInt32(size))
      + Self.little(UInt16(name.utf8.count)) + Self.little(UInt16(0))
    body += [0x50, 0x4B, 3, 4] + facts + Array(name.utf8) + bytes
    directory += [0x50, 0x4B, 1, 2] + Self.little(UInt16(20)) + facts
    directory += [UInt8](repeating: 0, count: 10) + offset + Array(name.utf8)
    count += 1
  }

  private static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  /// CRC-32, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF as UInt32) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { step, _ in
        step & 1 == 1 ? step >> 1 ^ 0xEDB8_8320 : step >> 1
      }
    }
  }
}

/// Bits in the order of deflate.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt32 = 0
  private var width = 0

  mutating func put(_ value: UInt32, count: Int) {
    pending |= value << width
    width += count
    while width >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      width -= 8
    }
  }

  /// Huffman codes stand with their highest bit first.
  mutating func putReversed(_ value: UInt32, count: Int) {
    for bit in (0..<count).reversed() { put(value >> bit & 1, count: 1) }
  }

  var finished: [UInt8] { width == 0 ? bytes : bytes + [UInt8(truncatingIfNeeded: pending)] }
}
