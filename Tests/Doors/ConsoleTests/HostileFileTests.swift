import Foundation
import TestKit
import Testing

/// Files that nobody should have sent: refused with a place and a reason, and nothing is written.
@Suite(.serialized, .timeLimit(.minutes(15))) struct `A hostile file` {
  /// A good row, so that only the oddity of the file keeps it out.
  static let row = "H1,Người Một,male,1980-01-01,,,,,CB01,,,,,,,active\n"

  /// Files that cannot be taken at all: name, bytes, and what is said.
  static let wholes: [(name: String, bytes: @Sendable () -> [UInt8], says: String)] = [
    ("empty.csv", { [] }, "no rows"),
    ("blank.csv", { Array("\n\n\n".utf8) }, "no rows"),
    ("header.csv", { Array((Town.memberHeader + "," + "code\n").utf8) }, "twice"),
    ("missing.csv", { Array("code,full_name\nH1,Một\n".utf8) }, "missing columns sex"),
    ("nameless.csv", { Array((Town.memberHeader + ",\n" + row).utf8) }, "no name"),
    ("utf16le.csv", { Hostile.utf16(Town.memberHeader + "\n" + row, bigEndian: false) }, "UTF-16"),
    ("utf16be.csv", { Hostile.utf16(Town.memberHeader + "\n" + row, bigEndian: true) }, "UTF-16"),
    (
      "unclosed.csv",
      {
        Array((Town.memberHeader + "\n" + row + "H2,\"Người Hai,male\n" + row).utf8)
      }, "quote"
    ),
    (
      "wide.csv", { Array(((1...1001).map { "c\($0)" }.joined(separator: ",") + "\n").utf8) },
      "columns"
    ),
    (
      "unknown.csv", { Array(((1...1000).map { "c\($0)" }.joined(separator: ",") + "\n").utf8) },
      "missing columns"
    ),
    ("picture.xlsx", { Array("GIF89a".utf8) }, "neither"),
    ("old.xls", { [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] }, "old"),
    ("paper.csv", { Array("%PDF-1.7\n".utf8) }, "neither"),
    ("broken.xlsx", { [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 7, count: 200) }, "damaged"),
    (
      "tabs.csv",
      {
        Array((Town.memberHeader.replacing(",", with: "\t") + "\n").utf8)
      }, "tab"
    ),
  ]

  @Test(arguments: wholes.map(\.name))
  func `that is no table is refused as a whole`(name: String) async throws {
    let home = try await SharedHome.battered()
    let given = try #require(Self.wholes.first { $0.name == name })
    let file = try home.lay(name, given.bytes())
    let outcome = try await home.cadre("member", "import", file)
    #expect([1, 2].contains(outcome.code), "\(outcome.code) \(outcome.errors)")
    #expect(outcome.errors.contains(given.says), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 2, "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: file + ".rejected.csv"))
    #expect(try await home.members() == Town.memberCount)
  }

  /// Bytes in the second row after which nothing in the file can be trusted.
  static let breaks: [(name: String, bytes: [UInt8], says: String)] = [
    ("nul", Array("H2,Người\0Hai,male".utf8), "NUL"),
    ("cp1258", Array("H2,Nguy".utf8) + [0xEA, 0xDE] + Array("n,male".utf8), "UTF-8"),
    ("overlong", Array("H2,A".utf8) + [0xC0, 0xAF] + Array(",male".utf8), "UTF-8"),
    ("surrogate", Array("H2,A".utf8) + [0xED, 0xA0, 0x80] + Array(",male".utf8), "UTF-8"),
    ("long", Array("H2,\(String(repeating: "x", count: 5_000_000)),male".utf8), "longer than"),
    ("quoted", Array("H2,\"\(String(repeating: "x", count: 5_000_000)),male".utf8), "longer than"),
    ("after-quote", Array("H2,\"A\"B,male".utf8), "closing quote"),
  ]

  @Test(arguments: breaks.map(\.name))
  func `that breaks off being a table says where, and writes nothing`(name: String) async throws {
    let home = try await SharedHome.battered()
    let given = try #require(Self.breaks.first { $0.name == name })
    let file = try home.lay(name + ".csv", Self.file(given.bytes))
    for more in [[], ["--partial"]] {
      let outcome = try await home.cadre(["member", "import", file] + more)
      #expect(outcome.code == 2, "\(outcome.code) \(outcome.errors)")
      #expect(outcome.errors.hasPrefix("Line 3, column full_name: "), "\(outcome.errors)")
      #expect(outcome.errors.contains(given.says), "\(outcome.errors)")
      #expect(outcome.output.isEmpty && strange(outcome.errors).isEmpty)
      #expect(outcome.errors.split(separator: "\n").count == 2, "\(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: file + ".rejected.csv"))
    #expect(try await home.members() == Town.memberCount)
  }

  /// A good row and the start of a second one.
  private static func file(_ bytes: [UInt8]) -> [UInt8] {
    Array((Town.memberHeader + "\n" + row).utf8) + bytes
      + Array(",1980-01-01,,,,,CB01,,,,,,,active\n".utf8)
  }

  /// Rows that cannot be taken: what stands in them, in which column, and why not.
  static let rows: [(name: String, text: String, column: String, says: String)] = [
    ("bidi", "H2,A\u{202E}B,male", "full_name", "direction mark U+202E"),
    ("zero-width", "H2,A\u{200B}B,male", "full_name", "invisible character U+200B"),
    ("tags", "H2,A\u{E0041}B,male", "full_name", "invisible character U+E0041"),
    ("control", "H2,A\u{7}B,male", "full_name", "control character U+0007"),
    ("escape", "H2,\u{1B}[31mA,male", "full_name", "control character U+001B"),
    (
      "marks", "H2,A\(String(repeating: "\u{301}", count: 1000)),male", "full_name",
      "too many marks"
    ),
    ("name", "H2,\(String(repeating: "x", count: 201)),male", "full_name", "longer than 200"),
    ("code", "H 2,A,male", "code", "1 to 40"),
    ("long-code", "\(String(repeating: "x", count: 41)),A,male", "code", "1 to 40"),
    ("sex", "H2,A,robot", "sex", "male or female"),
  ]

  @Test(arguments: rows.map(\.name))
  func `with a row that cannot be taken says where and why, and writes nothing`(name: String)
    async throws
  {
    let home = try await SharedHome.battered()
    let given = try #require(Self.rows.first { $0.name == name })
    let file = try home.lay(name + ".csv", Self.file(Array(given.text.utf8)))
    let outcome = try await home.cadre("member", "import", file)
    #expect(outcome.code == 1, "\(outcome.code) \(outcome.errors)")
    #expect(outcome.output.contains("line 3, \(given.column) = "), "\(outcome.output.prefix(400))")
    #expect(outcome.output.contains(given.says), "\(outcome.output.prefix(400))")
    #expect(outcome.output.contains("Read 2 · ") && outcome.output.contains("refused 1"))
    #expect(outcome.output.utf8.count < 10_000 && strange(outcome.output).isEmpty)
    #expect(outcome.errors.split(separator: "\n").count == 2)
    let rejected = try CSV.rows(try home.read(name + ".csv.rejected.csv"))
    #expect(rejected.count == 2 && rejected.last?.contains("3") == true)
    #expect(rejected.last?.contains(given.column) == true)
    #expect(try await home.members() == Town.memberCount)
  }

  @Test func `with missing and surplus fields names each line`() async throws {
    let home = try await SharedHome.battered()
    let file = try home.lay(
      "fields.csv", Town.memberHeader + "\nH1,A\n" + Self.row + "H3,A,,,,,,,,,,,,,,active,more\n")
    let outcome = try await home.cadre("member", "import", file)
    #expect(outcome.code == 1 && outcome.output.contains("refused 2"), "\(outcome.output)")
    #expect(outcome.output.contains("✘ line 2: There are 2 fields"), "\(outcome.output)")
    #expect(outcome.output.contains("✘ line 4: There are 17 fields"), "\(outcome.output)")
  }

  @Test func `that repeats people, or takes their numbers, names the lines`() async throws {
    let home = try await SharedHome.battered()
    let file = try home.lay(
      "twice.csv",
      Town.memberHeader + "\n" + Self.row + Self.row
        + "H3,Ba,female,1975-01-01,001175012345,,,,CB01,,,,,,,active\n"
        + "H4,Bốn,female,1975-01-01,,,,,NOPE,,,,,,,active\n"
        + "H5,Năm,female,1975-01-01,,,,,CB01,,,,H4,,,active\n")
    let outcome = try await home.cadre("member", "import", file)
    #expect(outcome.code == 1, "\(outcome.code) \(outcome.errors)")
    for line in 3...6 { #expect(outcome.output.contains("line \(line), "), "\(outcome.output)") }
    #expect(outcome.output.contains("M001"), "\(outcome.output)")
    #expect(try await home.members() == Town.memberCount)
  }

  @Test func `with a formula for a name stays text everywhere`() async throws {
    try await TestHome.town { home in
      let names = ["=1+1", "+84", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "-2+3", "＝1+1"]
      let rows = names.enumerated().map { index, name in
        "F\(index),\"\(name.replacing("\"", with: "\"\""))\",,,,,,,CB03,,,,,,,active\n"
      }
      let file = try home.lay("f.csv", Town.memberHeader + "\n" + rows.joined())
      let outcome = try await home.cadre("member", "import", file)
      #expect(outcome.code == 0 || outcome.code == 1, "\(outcome.errors)")
      guard outcome.code == 0 else { return }
      let export = try CSV.rows(try await home.done("member", "export", "--under", "CB03"))
      for row in export.dropFirst() {
        let first = row[1].unicodeScalars.first
        #expect(first != "=" && first != "+" && first != "@" && first != "-", "\(row[1])")
      }
      let saved = home.desk + "/back.csv"
      try await home.done("member", "export", "--output", saved)
      #expect(try await home.done("member", "import", saved).contains("nothing new"))
    }
  }

  @Test func `that is a bomb is refused before it bursts`() async throws {
    let home = try await SharedHome.battered()
    for (name, bytes) in Hostile.workbooks() {
      let file = try home.lay(name, bytes)
      let outcome = try await home.cadre("member", "import", file)
      #expect([1, 2].contains(outcome.code), "\(name): \(outcome.code) \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 2, "\(name): \(outcome.errors)")
    }
    #expect(try await home.members() == Town.memberCount)
  }

  @Test func `that is a workbook with a formula or a number for a code names the cell`()
    async throws
  {
    let home = try await SharedHome.battered()
    let header = Town.memberHeader.split(separator: ",").map(String.init)
    let good = ["H1", "Một", "male"] + [String](repeating: "", count: 12) + ["active"]
    let rows =
      Hostile.row(1, header) + Hostile.row(2, good)
      + Hostile.row(3, good, replacing: [0: "><v>12</v>"])
      + Hostile.row(4, good, replacing: [1: "><f>1+1</f><v>2</v>"])
    let file = try home.lay("cells.xlsx", Hostile.workbook(rows: rows))
    let outcome = try await home.cadre("member", "import", file)
    #expect(outcome.code == 1, "\(outcome.code) \(outcome.errors)")
    #expect(outcome.output.contains("line 3, code = “12”: the cell is a number"))
    #expect(outcome.output.contains("line 4, full_name = "), "\(outcome.output)")
    #expect(outcome.output.contains("formula"), "\(outcome.output)")
    #expect(outcome.output.contains("refused 2"))
    #expect(try await home.members() == Town.memberCount)
  }

  @Test func `of another kind is refused: a folder, a device, one that may not be read`()
    async throws
  {
    let home = try await SharedHome.battered()
    for path in [home.desk, "/dev/null", "/dev/zero", "/dev/stdin", home.desk + "/none.csv"] {
      let outcome = try await home.cadre("member", "import", path)
      #expect([1, 2, 4].contains(outcome.code), "\(path): \(outcome.code) \(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 2, "\(path): \(outcome.errors)")
    }
  }

  @Test func `in one more good spelling is taken: BOM, semicolons, CRLF, Vietnamese headers`()
    async throws
  {
    try await TestHome.town { home in
      let header =
        "Mã;Họ và tên;Giới tính;Ngày sinh;Số định danh cá nhân;Số thẻ đảng viên;Ngày vào Đảng;"
        + "Ngày chính thức;Mã chi bộ;Mã cơ quan;Chức vụ;Mẫu đánh giá;Mã người quản lý;"
        + "Đối tượng đảng phí;Căn cứ đảng phí;Tình trạng"
      let nfd = "Người Hai".decomposedStringWithCanonicalMapping
      let file = try home.lay(
        "good.csv", "\u{FEFF}\(header)\r\nG1;\(nfd);nữ;2/3/1980;;;;;CB01;;;;;;;active\r\n")
      let outcome = try await home.done("member", "import", file)
      #expect(outcome.contains("new 1"))
      let export = try await home.done("member", "export")
      #expect(
        export.utf8.split(separator: 10).contains {
          $0.starts(
            with: "G1,Người Hai,female,1980-03-02".precomposedStringWithCanonicalMapping.utf8)
        })
    }
  }
}
