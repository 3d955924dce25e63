import Basics
import Foundation
import Letters
import TestKit
import Testing

@testable import Reports

@Suite struct `A letter on paper` {
  @Test(arguments: LetterKind.allCases)
  func `has what was frozen, its number and its code`(kind: LetterKind) async throws {
    let issuer = kind == .introduction ? GivenLetters.committee : GivenLetters.cell
    let paper = GivenLetters.paper(try GivenLetters.content(kind, of: issuer))
    let text = try await Self.text(of: [paper])
    expectGolden(text, "letter-\(kind.rawValue).pdf.txt")
    #expect(text.components(separatedBy: "\u{0C}").count == 2, "one page")
    let words = [
      "Số 12-\(paper.content.symbol)", "Hà Nội, ngày 05 tháng 11 năm 2026", "K7MF-2QXP-9D39",
      "ĐẢNG CỘNG SẢN VIỆT NAM", "Nguyễn Thị Ánh", "Đỗ Quỳnh Như", "Nơi nhận:",
      "cadre letter verify K7MF-2QXP-9D39", "Có giá trị đến hết ngày 03/02/2027",
    ]
    for words in words { #expect(text.contains(words), "\(words)") }
    #expect(!text.contains("DỰ THẢO") && !text.contains("BẢN SAO") && !text.contains("THU HỒI"))
  }

  @Test(arguments: LetterKind.allCases)
  func `says nothing of what the record has not`(kind: LetterKind) async throws {
    var issuer = GivenLetters.cell
    (issuer.above, issuer.place) = ("", "")
    let content = try GivenLetters.content(kind, of: issuer, GivenLetters.little)
    let text = try await Self.text(of: [GivenLetters.paper(content)])
    expectGolden(text, "letter-little-\(kind.rawValue).pdf.txt")
    #expect(!text.contains("Ngày sinh") && !text.contains("{") && !text.contains("  :"))
    #expect(!text.contains("cấp theo đề nghị") && !text.contains("Kính gửi: \n"))
  }

  @Test func `of a state office has the head of the State`() async throws {
    let paper = GivenLetters.paper(
      try GivenLetters.content(.scoreStatement, of: GivenLetters.agency))
    let text = try await Self.text(of: [paper])
    expectGolden(text, "letter-state.pdf.txt")
    #expect(text.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n") && text.contains("Số: 12/GXN"))
    #expect(text.contains("Độc lập - Tự do - Hạnh phúc") && !text.contains("ĐẢNG CỘNG SẢN"))
  }

  @Test func `that is not signed is a draft without number, day and code`() async throws {
    let content = try GivenLetters.content(.activityConfirmation)
    let text = try await Self.text(of: [GivenLetters.paper(content, issued: nil)])
    expectGolden(text, "letter-draft.pdf.txt")
    #expect(text.contains("DỰ THẢO") && text.contains("Số ……-XN/CB"))
    #expect(!text.contains("Mã kiểm tra") && !text.contains("K7MF") && !text.contains("2026-XN"))
  }

  @Test func `that was taken back says so, when, why and what stands in its place`() async throws {
    let content = try GivenLetters.content(.activityConfirmation)
    let revoked = LetterPaper.Revoked(
      day: try #require(Day(2026, 11, 20)), reason: "ghi sai ngày chính thức",
      replacedBy: "15-XN/CB")
    let paper = GivenLetters.paper(content, revoked: revoked, isCopy: true)
    let text = try await Self.text(of: [paper])
    expectGolden(text, "letter-revoked.pdf.txt")
    for words in [
      "ĐÃ THU HỒI ngày 20/11/2026 – không còn giá trị", "Lý do: ghi sai ngày chính thức",
      "Thay bằng số 15-XN/CB", "BẢN SAO",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    let copy = GivenLetters.paper(content, isCopy: true)
    expectGolden(try await Self.text(of: [copy]), "letter-copy.pdf.txt")
  }

  @Test func `of long names is whole`() async throws {
    var issuer = GivenLetters.committee
    issuer.above = "Đảng ủy các cơ quan Đảng và các cơ quan trực thuộc Thành ủy thành phố Hà Nội"
    issuer.name =
      "Đảng ủy Trung tâm Phục vụ hành chính công và Chuyển đổi số thành phố Hà Nội, chi nhánh "
      + "số 7 phường Văn Miếu - Quốc Tử Giám"
    var fields = GivenLetters.full
    fields[.fullName] = "Công Tằng Tôn Nữ Hoàng Thị Diễm Phượng Nguyễn Phúc Vĩnh Thụy Thiên Hương"
    fields[.destination] = issuer.above
    fields[.comment] = Array(repeating: "Gương mẫu, tận tụy, trách nhiệm.", count: 28)
      .joined(separator: " ")
    var texts = ""
    for kind in LetterKind.allCases {
      texts += try await Self.text(
        of: [GivenLetters.paper(try GivenLetters.content(kind, of: issuer, fields))])
    }
    expectGolden(texts, "letter-long.pdf.txt")
    #expect(texts.contains("Thiên Hương") && texts.contains("QUỐC TỬ GIÁM"))
  }
}

extension `A letter on paper` {
  @Test(.enabled(if: Scanner.isThere, Scanner.missing))
  func `has a code that phones read`() async throws {
    var issued = GivenLetters.issued
    for scan in [issued.scan, String(repeating: "Đảng viên 7;", count: 30) + "hết"] {
      issued.scan = scan
      #expect(scan.utf8.count <= 500)
      let content = try GivenLetters.content(.activityConfirmation)
      let folder = try Scratch.folder("scan")
      try LetterPaper.write(
        [GivenLetters.paper(content, issued: issued)], to: folder + "/it.pdf")
      let drawn = try await Program(path: "/usr/bin/pdftoppm").run([
        "-png", "-r", "200", folder + "/it.pdf", folder + "/it",
      ])
      #expect(drawn.code == 0)
      let image = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix("png") })
      let read = try await Program(path: Scanner.path).run([
        "--quiet", "--raw", "--oneshot", folder + "/" + image,
      ])
      // The reader ends its line, or not, as it was called.
      #expect(read.output.trimmingCharacters(in: .newlines) == scan)
    }
  }

  @Test func `stands with thousands in one file, one after the other`() async throws {
    let content = try GivenLetters.content(.activityConfirmation)
    let path = try Scratch.folder("letters") + "/it.pdf"
    var number = 0
    let written = try await LetterPaper.write(to: path, title: "Nhiều", made: Ward.made) {
      guard number < 60 else { return nil }
      number += 1
      var issued = GivenLetters.issued
      issued.number = number
      return GivenLetters.paper(content, issued: issued)
    }
    #expect(written == (60, 60))
    let pages = try await Papers.text(ofPDF: path).components(separatedBy: "\u{0C}").dropLast()
    for (number, page) in zip(1..., pages) { #expect(page.contains("Số \(number)-XN/CB")) }
  }

  @Test func `is refused where there are none or too many, and leaves no file`() async throws {
    let folder = try Scratch.folder("letters")
    let paper = GivenLetters.paper(try GivenLetters.content(.activityConfirmation))
    #expect {
      try LetterPaper.write([], to: folder + "/it.pdf")
    } throws: {
      ($0 as? any Problem)?.kind == .notFound
    }
    let many = Array(repeating: paper, count: ReportError.mostPrinted + 1)
    #expect {
      try LetterPaper.write(many, to: folder + "/it.pdf")
    } throws: {
      ($0 as? any Problem)?.message.en == "20001 letters are too many for one file."
    }
    await #expect(throws: CancellationError.self) {
      var count = 0
      try await LetterPaper.write(to: folder + "/it.pdf", title: "", made: Ward.made) {
        count += 1
        if count > 3 { throw CancellationError() }
        return paper
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `is the same bytes each time`() throws {
    let paper = GivenLetters.paper(try GivenLetters.content(.duesStatement))
    #expect(try paper.document().pdf() == paper.document().pdf())
  }

  private static func text(of papers: [LetterPaper]) async throws -> String {
    let path = try Scratch.folder("letter") + "/it.pdf"
    try LetterPaper.write(papers, to: path)
    return try await Papers.text(ofPDF: path)
  }

  private enum Scanner {
    static let path = "/usr/bin/zbarimg"
    static let isThere = FileManager.default.isExecutableFile(atPath: path)
    static let missing: Comment = "zbarimg is not on this machine: install zbar-tools"
  }
}
