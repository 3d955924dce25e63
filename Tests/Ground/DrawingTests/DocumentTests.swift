import Basics
import Foundation
import Tabular
import TestKit
import Testing

@testable import Drawing

@Suite struct `A document on paper` {
  @Test func `has its accents, its titles, its page numbers and its total`() async throws {
    let document = Given.document([
      .paragraph("Căn cứ quy định, Đảng ủy báo cáo như sau."), .table(Given.table(50)),
      .notes(["(1) Điểm tính đến hai chữ số thập phân."]),
    ])
    let pages = try await Given.text(of: try document.pdf())
    #expect(pages.count == 2)
    for (number, page) in pages.enumerated() {
      for title in Given.columns.map(\.title) { #expect(page.contains(title)) }
      #expect(page.contains("Trang \(number + 1)/\(pages.count)"))
      #expect(page.contains("Lần tính 2026-10 · SHA-256 9f86d081884c7d65"))
    }
    let all = pages.joined()
    for text in [
      "ĐẢNG CỘNG SẢN VIỆT NAM", "BÁO CÁO KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI ĐẢNG VIÊN",
      "Tháng 10 năm 2026", "Nguyễn Ánh Dương", "Trần Thị Mỹ Lệ", "Đỗ Quỳnh Như", "Lê Hữu Phước",
      "Vũ Ngọc Ẩn", "Căn cứ quy định, Đảng ủy báo cáo như sau.",
      "(1) Điểm tính đến hai chữ số thập phân.",
    ] {
      #expect(all.contains(text), "\(text)")
    }
    let total = all.split(separator: "\n").filter { $0.contains("Tổng cộng") }
    #expect(total.count == 1 && total.allSatisfy { $0.contains("4321.50") })
    // What pages begin and end with is written once, the rows are neither lost nor doubled.
    #expect(all.components(separatedBy: "BÁO CÁO").count == 2)
    for row in Given.rows(50) {
      #expect(all.components(separatedBy: " \(row[3]) ").count == 2, "\(row[3])")
    }
  }

  @Test func `is the same bytes every time, on any thread`() async throws {
    let document = Given.document([
      .chart(Given.grades), .chart(Given.trend), .table(Given.table(40)),
    ])
    let once = try document.pdf()
    #expect(once.count > 10_000)
    let again = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<4 { group.addTask { try document.pdf() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(again.count == 4 && again.allSatisfy { $0 == once })
  }

  @Test func `says the moment that it was given, and its title`() async throws {
    let path = try Scratch.folder("info") + "/it.pdf"
    let document = Given.document([], paper: .landscape)
    #expect(try document.writePDF(to: path) == 1)
    let run = try await Program(path: "/usr/bin/pdfinfo").run(
      ["-isodates", path], environment: ["TZ": "Asia/Ho_Chi_Minh"])
    #expect(run.output.contains("CreationDate:    2026-11-21T10:00:00+07"), "\(run.output)")
    #expect(run.output.contains("ModDate:         2026-11-21T10:00:00+07"))
    #expect(run.output.contains("BÁO CÁO KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI ĐẢNG VIÊN"))
    #expect(run.output.contains("841.89 x 595.28"))
  }

  @Test func `has a table without rows, and says so`() async throws {
    let pages = try await Given.text(of: try Given.document([.table(Given.table(0))]).pdf())
    #expect(pages.count == 1)
    #expect(pages[0].contains("Không có đảng viên nào"))
    #expect(pages[0].contains("Họ và tên"))
    let bare = Given.document([.table(PrintedTable(columns: [], rows: [])), .notes([])])
    #expect(try await Given.text(of: try bare.pdf()).count == 1)
  }

  @Test func `keeps what is signed together on one page`() async throws {
    let signing = Document.Part.blocks([
      [Document.Line("Nơi nhận:", bold: true, alignment: .left)],
      [
        Document.Line("T/M BAN THƯỜNG VỤ"), Document.Line("BÍ THƯ", bold: true),
        Document.Line(""), Document.Line(""), Document.Line("Lê Hữu Phước", bold: true),
      ],
    ])
    // Wherever the text before it ends on the page.
    for lines in 36...46 {
      let text = (1...lines).map { "Dòng \($0)" }.joined(separator: "\n")
      let pages = try await Given.text(of: try Given.document([.paragraph(text), signing]).pdf())
      let place = try #require(pages.first { $0.contains("T/M BAN THƯỜNG VỤ") })
      #expect(place.contains("Lê Hữu Phước") && place.contains("Nơi nhận:"))
    }
  }
}

@Suite struct `Several documents in one file` {
  @Test func `keep their order, their paper and the count of their pages`() async throws {
    let path = try Scratch.folder("several") + "/it.pdf"
    let long = (1...60).map { "Dòng \($0)" }.joined(separator: "\n")
    let documents = [
      Given.document(title: "MỘT", [.paragraph("đầu")], paper: .slip),
      Given.document(title: "HAI", [.paragraph(long)], paper: .portrait),
      Given.document(title: "BA", [.paragraph("cuối")], paper: .slip),
    ]
    let count = try Document.writePDF(of: documents, title: "Biên lai", made: Given.made, to: path)
    #expect(count == 4)
    let pages = try await Given.text(of: Array(Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(pages.count == 4)
    for (page, words) in zip(
      pages,
      [
        ["MỘT", "đầu", "Trang 1/1"], ["HAI", "Dòng 1\n", "Trang 1/2"], ["Dòng 60", "Trang 2/2"],
        ["BA", "cuối", "Trang 1/1"],
      ])
    {
      for word in words { #expect(page.contains(word), "\(word)") }
    }
    let run = try await Program(path: "/usr/bin/pdfinfo").run(["-l", "9", path])
    for line in [
      "Page    1 size:  595.28 x 419.53", "Page    2 size:  595.28 x 841.89",
      "Page    4 size:  595.28 x 419.53", "Biên lai",
    ] {
      #expect(run.output.contains(line), "\(run.output)")
    }
  }

  @Test func `of which there is one are the file of that one`() throws {
    let path = try Scratch.folder("one") + "/it.pdf"
    let document = Given.document([.table(Given.table(3))])
    try Document.writePDF(of: [document], title: document.title, made: document.made, to: path)
    #expect(try document.pdf() == Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }
}

@Suite struct `A form on paper` {
  @Test func `has the values below one another, however long they are`() async throws {
    let long = (1...40).map { "từ\($0)" }.joined(separator: " ")
    let document = Given.document([
      .fields([
        Document.Field("Họ và tên", "Nguyễn Ánh Dương", bold: true),
        Document.Field("Số tiền", "Một đồng"),
        Document.Field("Lý do", long), Document.Field(long, "ngắn"), Document.Field("Trống", ""),
      ])
    ])
    let text = try await Given.text(of: try document.pdf()).joined()
    let lines = text.split(separator: "\n").map(String.init)
    let name = try #require(lines.first { $0.contains("Họ và tên") })
    let sum = try #require(lines.first { $0.contains("Số tiền") })
    func column(of word: String, in line: String) -> Int? {
      line.range(of: word).map { line.distance(from: line.startIndex, to: $0.lowerBound) }
    }
    let edge = try #require(column(of: "Nguyễn", in: name))
    #expect(abs(try #require(column(of: "Một", in: sum)) - edge) <= 1)
    #expect(lines.contains { $0.contains("Trống") })
    let found = text.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("từ") }
    #expect(found.count == 80 && Set(found).count == 40)
  }
}

@Suite struct `A document of strange text` {
  @Test func `prints what means something to others, and leaves out what no page can show`()
    async throws
  {
    let odd = "A & B < C > \"D\" 'E' %s \\ </text>\u{0}\u{7}\u{1B}[31m 😀 \u{202E}đảo\u{202C}"
    let rows = [
      [odd], ["e\u{323}\u{302}"], [String(repeating: "\u{301}", count: 300)], ["漢字 עברית"],
    ]
    let table = PrintedTable(columns: [PrintedTable.Column(odd)], rows: rows, total: [odd])
    let document = Given.document(title: odd, [.heading(odd), .table(table), .notes([odd])])
    let text = try await Given.text(of: try document.pdf()).joined()
    #expect(text.components(separatedBy: "A & B < C > \"D\" 'E' %s \\ </text>").count >= 6)
    #expect(text.contains("😀"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
    #expect(text.contains(" đảo"))
  }

  @Test func `breaks what is too long, and loses nothing`() async throws {
    let word = (0..<4_000).map { String($0 % 10) }.joined()
    let words = (1...6_000).map { "từ\($0)" }
    let rows = [
      ["1", word, "x"], ["2", words.joined(separator: " "), "y"], ["3", "sau cùng", "z"],
    ]
    let table = PrintedTable(
      columns: [
        PrintedTable.Column("STT", .right), PrintedTable.Column("Tên"),
        PrintedTable.Column("Ghi chú"),
      ], rows: rows)
    let pages = try await Given.text(of: try Given.document([.table(table)]).pdf())
    #expect(pages.count > 3)
    for page in pages { #expect(page.contains("Ghi chú")) }
    let found = pages.joined(separator: " ").split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(found.filter { $0.hasPrefix("từ") } == words)
    // What is left of the word for its last line is shorter.
    let digits = found.filter { $0.count > 20 && $0.allSatisfy(\.isNumber) }.joined()
    #expect(word.hasPrefix(digits) && word.count - digits.count < 100)
    #expect(pages.joined().contains("sau cùng"))
  }

  @Test func `has as many columns as a row has cells`() async throws {
    let table = PrintedTable(
      columns: [PrintedTable.Column("Một")], rows: [[], ["a"], ["b", "bên ngoài", "xa"]],
      total: ["", "", "", "cuối"])
    let text = try await Given.text(of: try Given.document([.table(table)]).pdf()).joined()
    for word in ["Một", "a", "b", "bên ngoài", "xa", "cuối"] { #expect(text.contains(word)) }
  }

  @Test func `makes the letters smaller where there are many columns`() throws {
    let letters = try Typesetter()
    func widths(_ count: Int) -> ColumnWidths {
      let columns = (0..<count).map { PrintedTable.Column("Cột \($0)", .right) }
      let table = PrintedTable(columns: columns, rows: [columns.indices.map { "\(1000 + $0).25" }])
      return ColumnWidths(of: table, columns: columns, room: 500, letters: letters)
    }
    #expect(widths(5).style.size == PageStyle.report.cell.size)
    let (some, many) = (widths(13), widths(80))
    #expect(some.style.size < PageStyle.report.cell.size && some.style.size > 6)
    #expect((0..<13).allSatisfy { some.fits(row: 0, column: $0) })
    #expect(many.style.size == 6)
    for found in [widths(5), some, many] {
      #expect(abs(found.widths.reduce(0, +) - 500) < 0.001)
      #expect(found.widths.allSatisfy { $0 > 0 })
    }
    let wide = PrintedTable(columns: [], rows: [(0..<80).map { "\($0)" }])
    #expect(try Given.document([.table(wide)]).pdf().count > 1_000)
  }

  @Test func `gives names their room before long texts`() throws {
    let columns = [PrintedTable.Column("Họ và tên"), PrintedTable.Column("Ghi chú")]
    let long = Array(repeating: "rất dài", count: 60).joined(separator: " ")
    let table = PrintedTable(columns: columns, rows: [["Nguyễn Thị Quỳnh Hương", long]])
    let found = ColumnWidths(of: table, columns: columns, room: 400, letters: try Typesetter())
    #expect(found.fits(row: 0, column: 0) && !found.fits(row: 0, column: 1))
  }
}

@Suite struct `A document that cannot be written` {
  @Test func `is refused where there is no such folder, and leaves nothing`() throws {
    let folder = try Scratch.folder("none")
    #expect {
      try Given.document([]).writePDF(to: folder + "/no/it.pdf")
    } throws: {
      ($0 as? any Problem)?.kind == .usage
    }
    #expect(throws: (any Error).self) {
      try Given.grades.writeSVG(to: folder + "/no/it.svg")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  /// A disk on which only so much has room.
  final class SmallDisk: ByteSink {
    struct Full: Error {}
    private var room: Int
    init(room: Int) { self.room = room }
    func write(_ bytes: UnsafeRawBufferPointer) throws {
      room -= bytes.count
      if room < 0 { throw Full() }
    }
    func finish() throws {}
  }

  @Test(arguments: [0, 100, 5_000, 20_000])
  func `says what the disk said`(room: Int) throws {
    let document = Given.document([.table(Given.table(200))])
    #expect(throws: SmallDisk.Full.self) { try document.writePDF(into: SmallDisk(room: room)) }
    #expect { try document.writePDF(to: "/dev/full") } throws: { $0 is any Problem }
  }

  @Test func `leaves the file that was there as it was`() throws {
    let folder = try Scratch.folder("kept")
    let path = folder + "/it.pdf"
    try Data("trước".utf8).write(to: URL(fileURLWithPath: path))
    let tall = BarChart(
      title: "", bars: (0..<2_000).map { BarChart.Bar("\($0)", Figure(ExactDecimal(1))) })
    #expect {
      try tall.writePNG(to: path)
    } throws: {
      ($0 as? DrawingProblem)?.cause == .tooLarge(width: 1440, height: 72_040)
    }
    #expect(FileManager.default.contents(atPath: path) == Data("trước".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["it.pdf"])
    try Given.document([]).writePDF(to: path)
    #expect(FileManager.default.contents(atPath: path)?.starts(with: Data("%PDF".utf8)) == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["it.pdf"])
  }

  @Test func `needs its letters`() {
    #expect(throws: DrawingProblem(.noFont("Không có phông này"))) {
      try Typesetter(families: ["DejaVu Sans", "Không có phông này"])
    }
    let causes: [DrawingProblem.Cause] = [
      .cairo(code: 1, said: "out of memory"), .tooLarge(width: 1, height: 2), .noFont("X"),
    ]
    for problem in causes.map(DrawingProblem.init) {
      #expect(problem.message.vi != problem.message.en)
      #expect(problem.hint != nil)
    }
  }
}
