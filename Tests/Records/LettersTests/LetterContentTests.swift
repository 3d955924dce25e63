import Basics
import Foundation
import TestKit
import Testing

@testable import Letters

@Suite struct `The content of a letter` {
  @Test(arguments: LetterKind.allCases)
  func `has one spelling`(kind: LetterKind) throws {
    let content = try Given.content(kind)
    expectGolden(content.text, "\(kind.rawValue).json")
    #expect(try LetterContent(text: content.text) == content)
  }

  @Test func `has below whom is signed for the post of who signs`() throws {
    var content = try Given.content(.activityConfirmation)
    let usual = content.signing
    content.sign(as: "")
    #expect(content.signing == usual)
    content.signing = [["NƠI NHẬN"], ["T/M CHI BỘ", "BÍ THƯ", "(Ký tên)"]]
    content.sign(as: "Phó Bí thư")
    #expect(content.signing == [["NƠI NHẬN"], ["T/M CHI BỘ", "PHÓ BÍ THƯ", "(Ký tên)"]])
    (content.isParty, content.signing) = (false, [["THỦ TRƯỞNG CƠ QUAN"]])
    content.sign(as: "phó thủ trưởng")
    #expect(content.signing == [["KT. THỦ TRƯỞNG CƠ QUAN", "PHÓ THỦ TRƯỞNG"]])
    for signing in [[], [["(Ký tên)"]]] {
      content.signing = signing
      content.sign(as: "PHÓ")
      #expect(content.signing == signing)
    }
  }

  @Test func `is refused where a single byte is another`() throws {
    let text = try Given.content(.scoreStatement).text
    #expect(throws: LetterContent.Refusal.unreadable) { try LetterContent(text: "") }
    #expect(throws: LetterContent.Refusal.unreadable) {
      try LetterContent(text: String(text.dropLast()))
    }
    for other in [
      text + " ", text.replacing(",\"", with: ", \"", maxReplacements: 1),
      text.replacing("}", with: ",\"more\":1}", maxReplacements: 1),
      text.replacing("/", with: "\\/", maxReplacements: 1),
      text.replacing("\"above\":", with: "\"validDays\":null,\"above\":", maxReplacements: 1),
      text.replacing("<place>", with: "\\u003cplace>", maxReplacements: 1) + "\n",
      text.decomposedStringWithCanonicalMapping,
    ] {
      #expect(throws: LetterContent.Refusal.notCanonical) { try LetterContent(text: other) }
    }
  }

  @Test func `of any texts is read as it was written`() throws {
    var chance = Seeded.forTest()
    let scalars: [Unicode.Scalar] = [
      "a", "n", "e", "\"", "\\", "/", "{", "}", "\n", "\t", "\u{0}", "\u{7F}", "\u{2028}",
      "\u{301}", "\u{323}", "ế", "Đ", "₫", "\u{FEFF}", "😀", " ", "\u{202E}",
    ]
    func text() -> String {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &chance) {
        view.append(scalars.randomElement(using: &chance) ?? "a")
      }
      return String(view)
    }
    func texts() -> [String] { (0..<Int.random(in: 0...3, using: &chance)).map { _ in text() } }
    for _ in 0..<300 {
      var content = try Given.content(
        LetterKind.allCases.randomElement(using: &chance) ?? .introduction)
      (content.issuer, content.addressee, content.symbol) = (text(), text(), text())
      content.parts += [
        .paragraph(text: text()), .fields(rows: [.init(name: text(), value: text())]),
        .table(
          content: LetterTableContent(
            caption: text(), columns: texts().map { .init($0, .centre) }, rows: [texts(), texts()],
            total: Bool.random(using: &chance) ? texts() : nil)),
      ]
      content.signing = [texts()]
      content.values = [text(): text(), text() + "2": text()]
      content.validDays = Bool.random(using: &chance) ? Int.random(in: -1...9, using: &chance) : nil
      let written = content.text
      let read = try LetterContent(text: written)
      #expect(read.text.utf8.elementsEqual(written.utf8))
      #expect(read == content)
    }
  }
}
