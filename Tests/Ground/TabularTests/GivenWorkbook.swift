import CZip
import Foundation
import Tabular

/// A folder that is gone after the test.
final class Folder {
  let path: String

  init() throws {
    let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    path = place.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: self(name))))
  }

  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(filePath: self(name)))
    return self(name)
  }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}

/// A zip made byte by byte, so that it can lie.
struct RawZip {
  struct Entry {
    var name: String
    var bytes: [UInt8]
    var flags: UInt16 = 0
    var method: UInt16 = 0
    var claimedSize: UInt32?
    var localName: String?
    var crc: UInt32?
    var hasDescriptor = false
    var attributes: UInt32 = 0
  }

  var entries: [Entry] = []
  var claimedCount: UInt16?

  var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = UInt32(file.count)
      let crc = entry.crc ?? Self.checksum(entry.bytes)
      let size = UInt32(entry.bytes.count)
      let flags = entry.flags | (entry.hasDescriptor ? 8 : 0)
      let (sum, length): (UInt32, UInt32) = entry.hasDescriptor ? (0, 0) : (crc, size)
      let local = Array((entry.localName ?? entry.name).utf8)
      file.put(0x0403_4B50 as UInt32, 20 as UInt16, flags, entry.method, 0 as UInt32)
      file.put(sum, length, entry.hasDescriptor ? length : entry.claimedSize ?? size)
      file.put(UInt16(local.count), 0 as UInt16)
      file += local + entry.bytes
      if entry.hasDescriptor { file.put(0x0807_4B50 as UInt32, crc, size, size) }
      let name = Array(entry.name.utf8)
      directory.put(0x0201_4B50 as UInt32, 0x0314 as UInt16, 20 as UInt16, flags)
      directory.put(entry.method, 0 as UInt32, crc, size, entry.claimedSize ?? size)
      directory.put(UInt16(name.count), 0 as UInt32, 0 as UInt32, entry.attributes, offset)
      directory += name
    }
    let count = claimedCount ?? UInt16(truncatingIfNeeded: entries.count)
    let start = UInt32(file.count)
    file += directory
    file.put(0x0605_4B50 as UInt32, 0 as UInt32, count, count, UInt32(directory.count), start)
    file.put(0 as UInt16)
    return file
  }

  /// CRC-32 as in ISO 3309.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

extension [UInt8] {
  fileprivate mutating func put(_ numbers: any FixedWidthInteger...) {
    for number in numbers { append(little: number) }
  }

  private mutating func append(little number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

/// A workbook whose every part can be replaced.
struct GivenWorkbook {
  var parts: [(name: String, text: String)]

  /// A workbook around these rows, which are XML.
  init(
    rows: String, before: String = "", texts: [String] = [], formats: String = "",
    calendar: String = ""
  ) {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let shared = texts.map { "<si><t xml:space=\"preserve\">\($0)</t></si>" }.joined()
    parts = [
      (
        "_rels/.rels",
        """
        <Relationships><Relationship Id="a" Type="\(office)/officeDocument" \
        Target="xl/workbook.xml"/></Relationships>
        """
      ),
      (
        "xl/workbook.xml",
        """
        <workbook xmlns="\(main)" xmlns:r="\(office)"><workbookPr \(calendar)/><sheets>\
        <sheet name="S" sheetId="1" r:id="s1"/></sheets></workbook>
        """
      ),
      (
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships>\
        <Relationship Id="s1" Type="\(office)/worksheet" Target="worksheets/sheet1.xml"/>\
        <Relationship Id="t" Type="\(office)/sharedStrings" Target="/xl/sharedStrings.xml"/>\
        <Relationship Id="f" Type="\(office)/styles" Target="styles.xml"/></Relationships>
        """
      ),
      ("xl/sharedStrings.xml", "<sst xmlns=\"\(main)\">\(shared)</sst>"),
      ("xl/styles.xml", "<styleSheet xmlns=\"\(main)\">\(formats)</styleSheet>"),
      (
        "xl/worksheets/sheet1.xml",
        """
        <?xml version="1.0"?>\(before)<worksheet xmlns="\(main)">\
        <dimension ref="A1:XFD1048576"/><sheetData>\(rows)</sheetData></worksheet>
        """
      ),
    ]
  }

  var zip: RawZip {
    RawZip(entries: parts.map { RawZip.Entry(name: $0.name, bytes: Array($0.text.utf8)) })
  }

  subscript(name: String) -> String {
    get { parts.first { $0.name == name }?.text ?? "" }
    set { parts = parts.map { $0.name == name ? (name, newValue) : $0 } }
  }

  func reading(limits: TableLimits = .standard) throws -> Reading {
    try zip.reading(limits: limits)
  }

  /// Packs the parts with deflate, which is what bombs are made of.
  func pack(to path: String) -> Bool {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else { return false }
    for part in parts {
      let bytes = Array(part.text.utf8)
      guard let copy = malloc(max(1, bytes.count)) else { return false }
      copy.copyMemory(from: bytes, byteCount: bytes.count)
      let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1)
      guard zip_file_add(archive, part.name, source, 0) >= 0 else { return false }
    }
    return zip_close(archive) == 0
  }
}

extension RawZip {
  func reading(limits: TableLimits = .standard) throws -> Reading {
    let folder = try Folder()
    let path = try folder.write(bytes, to: "book.csv")
    return try Reading(openTable(path: path, limits: limits))
  }
}

/// An inline text cell.
func cell(_ place: String, _ text: String) -> String {
  "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(text)</t></is></c>"
}

/// A header of these names in row 1.
func headerRow(_ names: String...) -> String {
  let cells = zip("ABCDEFGH", names).map { cell("\($0)1", $1) }
  return "<row r=\"1\">\(cells.joined())</row>"
}
