import Basics
import Foundation
import TestKit
import Testing

@testable import Drawing

@Suite struct `A letter as it is laid out` {
  @Test func `says on every page what must not be overlooked`() async throws {
    var document = Given.document([.table(Given.table(60))])
    document.look = .letter
    document.banner = "DỰ THẢO\nchưa có giá trị"
    let pages = try await Given.text(of: try document.pdf())
    #expect(pages.count > 1)
    for page in pages {
      #expect(page.contains("DỰ THẢO") && page.contains("chưa có giá trị"))
    }
    // The frame takes its room from what is below it.
    let letters = try Typesetter()
    let plain = Given.document([.table(Given.table(60))])
    let baselines = [plain, document].map { tops(of: Layout.pages(of: $0, letters)[1]) }
    // The second of both has its banner's lines first.
    let (bare, framed) = (baselines[0].sorted(), baselines[1].sorted())
    #expect(bare[0] < 62 && framed[2] > 48 + 2 * PageStyle.letter.banner.lineHeight + 22)
  }

  @Test func `draws in the first line of a paragraph, and only that`() throws {
    var document = Given.document([
      .paragraph(Array(repeating: "Căn cứ quy định", count: 30).joined(separator: " "))
    ])
    document.look = .letter
    let letters = try Typesetter()
    let lines = texts(Layout.pages(of: document, letters)[0]).filter { $0.text.contains("Căn cứ") }
    #expect(lines.count > 3)
    let left = try #require(lines.map(\.place.x).min())
    #expect(lines[0].place.x == left + PageStyle.letter.indent)
    #expect(lines.dropFirst().allSatisfy { $0.place.x == left })
    for line in lines {
      let width = letters.width(of: line.text.trimmingCharacters(in: .whitespaces), in: line.style)
      #expect(line.place.x + width <= 595.28 - 42)
    }
    #expect(lines.map(\.text).joined().count(where: { $0 == "C" }) == 30)
  }

  @Test func `has lines in the middle that are about as long as each other`() throws {
    let letters = try Typesetter()
    let style = PageStyle.letter.head
    let text = "ỦY BAN NHÂN DÂN PHƯỜNG VĂN MIẾU - QUỐC TỬ GIÁM"
    let most = letters.width(of: text, in: style) * 0.95
    let (greedy, lines) = (
      letters.wrapped(text, to: most, in: style), letters.balanced(text, to: most, in: style)
    )
    #expect(greedy.count == 2 && lines.count == 2)
    #expect(lines.joined(separator: " ") == text)
    let widths = lines.map { letters.width(of: $0, in: style) }
    #expect((widths.min() ?? 0) / (widths.max() ?? 1) > 0.7)
    #expect(letters.balanced("", to: 100, in: style) == [""])
    #expect(letters.balanced("Một", to: 100, in: style) == ["Một"])
  }

  @Test func `has its code at the foot of the page, and beside it what to do`() async throws {
    let code = try QRCode("CADRE1;12/2026;K7MF-2QXP-9D39")
    let lines = [Document.Line("Mã kiểm tra: K7MF", bold: true), Document.Line("Kiểm tra: a b")]
    let short = Given.document([.paragraph("Ngắn."), .seal(code, width: 70...70, lines)])
    let full = Given.document([.table(Given.table(22)), .seal(code, width: 70...70, lines)])
    let letters = try Typesetter()
    for document in [short, full] {
      let pages = Layout.pages(of: document, letters)
      let last = try #require(pages.last)
      let box = try #require(
        last.compactMap { if case .code(_, let box) = $0 { box } else { nil } }.first)
      #expect(abs(box.bottom - (841.89 - 58)) < 10)
      let words = texts(last).filter { $0.text.contains("iểm tra") }
      #expect(words.count == 2 && words.allSatisfy { $0.place.x > box.right })
      #expect(words.allSatisfy { $0.place.y <= 841.89 - 58 })
    }
    #expect(Layout.pages(of: short, letters).count == 1)
  }

  @Test func `has a code as wide as there is room for, and one that asks for no other page`() throws
  {
    let code = try QRCode("CADRE1;12/2026;K7MF-2QXP-9D39")
    let letters = try Typesetter()
    func width(_ lines: Int) throws -> (width: Double, pages: Int) {
      let text = (1...lines).map { "Dòng \($0)." }.joined(separator: "\n")
      let pages = Layout.pages(
        of: Given.document([.paragraph(text), .seal(code, width: 40...120, [])]), letters)
      let boxes = pages.joined().compactMap { if case .code(_, let box) = $0 { box } else { nil } }
      return (try #require(boxes.first).width, pages.count)
    }
    let short = try width(1)
    let squares = Double(code.size) / Double(code.size + 2 * QRCode.quietZone)
    #expect(short.pages == 1 && abs(short.width - 120 * squares) < 0.01)
    let found = try (20...80).map(width)
    #expect(found.contains { $0.pages == 1 && $0.width < 119 * squares })
    #expect(found.allSatisfy { $0.width >= 40 * squares - 0.01 })
    // A second page has all the room again.
    #expect(found.allSatisfy { $0.pages == 1 || abs($0.width - 120 * squares) < 0.01 })
  }

  @Test func `goes on over pages where its blocks are higher than one`() async throws {
    let column = (1...120).map { Document.Line("Dòng \($0)", small: true, alignment: .left) }
    let document = Given.document([.blocks([column, [Document.Line("Bên phải", italic: true)]])])
    let text = try await Given.text(of: try document.pdf()).joined()
    for number in 1...120 {
      #expect(text.components(separatedBy: "Dòng \(number)\n").count == 2 || number == 1)
    }
    #expect(text.components(separatedBy: "Bên phải").count == 2)
  }

  @Test func `is added to a book one by one`() throws {
    let path = try Scratch.folder("book") + "/it.pdf"
    let book = try DocumentBook(path: path, title: "Sổ", made: Given.made)
    for _ in 0..<3 { try book.add(Given.document([.table(Given.table(50))])) }
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try book.finish() == 6 && book.pages == 6)
    #expect(FileManager.default.fileExists(atPath: path))
  }

  private struct Text {
    let text: String
    let place: Place
    let style: TextStyle
  }

  private func texts(_ marks: [Mark]) -> [Text] {
    marks.compactMap { mark in
      guard case .text(let text, let place, let style, _, _) = mark else { return nil }
      return Text(text: text, place: place, style: style)
    }
  }

  private func tops(of marks: [Mark]) -> [Double] { texts(marks).map(\.place.y) }
}
