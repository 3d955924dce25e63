import TestKit
import Testing

@testable import Drawing

@Suite struct `Text in a chart` {
  private let style = TextStyle(face: .sans, size: 9)

  @Test func `is broken at spaces, and within words that are too long`() {
    #expect(
      PlainText.wrapped("Chi bộ Văn phòng Đảng ủy", to: 60, in: style, most: 9)
        == ["Chi bộ Văn", "phòng Đảng", "ủy"])
    #expect(
      PlainText.wrapped("mmmmmm i", to: 27, in: style, most: 9) == ["mmm", "mmm", "i"])
    #expect(
      PlainText.wrapped("một\nhai\r\nba", to: 90, in: style, most: 9) == ["một", "hai", "ba"])
    #expect(PlainText.wrapped("", to: 90, in: style, most: 9) == [""])
  }

  @Test func `ends in three dots where there is more`() {
    #expect(PlainText.wrapped("mmm mmm mmm", to: 40, in: style, most: 2) == ["mmm", "mmm…"])
    #expect(PlainText.fitted("mmmmmmmm", to: 40, in: style) == "mmm…")
  }

  @Test func `is taken for at least as wide as the letters of this machine make it`() throws {
    let letters = try Typesetter()
    let texts = [
      "Nguyễn Ánh Dương", "ĐẢNG CỘNG SẢN VIỆT NAM", "A – Hoàn thành xuất sắc", "12 (20 %)",
      "1234567890.25", "Chi bộ Trường Tiểu học Nguyễn Thị Minh Khai", "11/2025",
    ]
    for bold in [false, true] {
      let style = TextStyle(face: .sans, size: 9, bold: bold)
      for text in texts {
        let (guess, real) = (
          PlainText.width(of: text, in: style), letters.width(of: text, in: style)
        )
        #expect((real...real * 1.35).contains(guess), "\(text): \(guess) for \(real)")
      }
    }
  }

  @Test func `is wrapped on paper without losing a letter`() throws {
    let letters = try Typesetter()
    var random = Seeded.forTest()
    for _ in 0..<40 {
      let words = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        (0..<Int.random(in: 1...20, using: &random)).map { _ in
          ["a", "ộ", "Đ", "ư", "m", "😀", "e\u{323}\u{302}"].randomElement(using: &random) ?? "a"
        }.joined()
      }
      let text = words.joined(separator: " ")
      let width = Double.random(in: 20...300, using: &random)
      let lines = letters.wrapped(text, to: width, in: style)
      #expect(lines.joined() == text)
      for line in lines where line.count > 1 {
        let trimmed = String(line.reversed().drop { $0 == " " }.reversed())
        #expect(letters.width(of: trimmed, in: style) <= width + 0.01, "\(trimmed)")
      }
    }
  }

  @Test func `is wrapped however long it is`() throws {
    let letters = try Typesetter()
    // The second is wider than 32 bits can count.
    for (unit, times, least) in [
      ("một hai ba ", 4_000, 900), ("0", 500_000, 12_000), ("\u{301}", 10_000, 1),
    ] {
      let text = String(repeating: unit, count: times)
      let lines = letters.wrapped(text, to: 200, in: style)
      #expect(lines.joined().utf8.elementsEqual(text.utf8))
      #expect(lines.count >= least)
      #expect(lines.allSatisfy { letters.width(of: $0, in: style) < 206 })
    }
  }
}
