import Foundation
import Testing

@testable import Basics

@Suite struct `Vietnamese text` {
  @Test func `passes in one spelling, whichever way it was typed`() throws {
    let composed = "Nguyễn Thị Ánh"
    let decomposed = "Nguye\u{302}\u{303}n Thi\u{323} A\u{301}nh"
    #expect(Array(try TextGate.clean(decomposed).utf8) == Array(composed.utf8))
    #expect(Array(try TextGate.clean("  Nguyễn \t Thị\u{A0} Ánh\n").utf8) == Array(composed.utf8))
    #expect(try TextGate.clean(composed) == composed)
    #expect(try TextGate.clean(" ").isEmpty)
  }

  @Test(arguments: [
    ("a\u{0}b", TextGate.Flaw.control("\u{0}")), ("a\u{1B}b", .control("\u{1B}")),
    ("a\u{200B}b", .invisible("\u{200B}")), ("a\u{202E}b", .direction("\u{202E}")),
    ("\u{FEFF}a", .invisible("\u{FEFF}")), ("a\u{E0041}", .invisible("\u{E0041}")),
    ("a\u{327}\u{328}\u{32D}", .tooManyMarks),
    (String(repeating: "ă", count: 201), .tooLong(limit: 200)),
  ])
  func `is turned away with its flaw named`(text: String, flaw: TextGate.Flaw) {
    #expect(throws: flaw) { try TextGate.clean(text) }
  }

  @Test func `is found without accents, case or đ`() {
    #expect(VietnameseText.searchKey("  Đặng  THỊ Ưởng ") == "dang thi uong")
  }

  @Test func `loses its accents and nothing else`() {
    #expect(
      VietnameseText.unaccented("Đặng  THỊ Ưởng, đảng phí 5 ₫") == "Dang  THI Uong, dang phi 5 ₫")
    let all = "ăằẳẵắặâầẩẫấậàảãáạđêềểễếệèẻẽéẹìỉĩíịôồổỗốộơờởỡớợòỏõóọưừửữứựùủũúụỳỷỹýỵ"
    for text in [all, all.uppercased(), all.decomposedStringWithCanonicalMapping] {
      #expect(VietnameseText.unaccented(text).utf8.allSatisfy { $0 < 0x80 })
      #expect(VietnameseText.unaccented(text).count == all.count)
    }
  }

  @Test func `sorts people by given name, then family name, letters before tones`() {
    let sorted = [
      "Trần Thị An", "Lê Văn Ân", "Nguyễn Bình", "Phạm Cường", "Lê Dũng", "Lê Đạt", "Trần Hoa",
      "Nguyễn Hòa", "Nguyễn Hoà Hỏa", "Lê Hoá", "Bùi Thị Ơn", "Lê Yên",
    ]
    let shuffled = sorted.shuffled()
    let result = shuffled.sorted {
      VietnameseText.nameSortKey($0).lexicographicallyPrecedes(VietnameseText.nameSortKey($1))
    }
    #expect(result == sorted)
  }

  @Test func `doubts a personal number that speaks of another sex or year`() throws {
    let number = try #require(PersonalNumber("001175012345"))
    #expect(number.doubts(sex: .female, birthDate: Day(1975, 3, 2)) == [])
    #expect(number.doubts(sex: .male, birthDate: Day(1975, 3, 2)) == [.sex])
    #expect(number.doubts(sex: nil, birthDate: Day(1976, 3, 2)) == [.birthYear])
    #expect(PersonalNumber("00117501234") == nil)
    #expect(PersonalNumber("00117501234x") == nil)
  }
}

@Suite struct `Exact numbers` {
  @Test(arguments: [
    ("0", "0"), ("-12.50", "-12.50"), ("0.05", "0.05"), ("1000000000.0001", "1000000000.0001"),
  ])
  func `are read and written as they are`(text: String, written: String) throws {
    #expect(try #require(ExactDecimal(text)).description == written)
  }

  @Test(arguments: ["", ".", "1.", ".5", "1e3", "+1", "1,5", "--1", "NaN", "1.1.1", "１"])
  func `refuse anything that is not a plain decimal`(text: String) {
    #expect(ExactDecimal(text) == nil)
    #expect(Points(text) == nil)
    #expect(Money(text) == nil)
  }

  @Test func `are equal whatever their scale, and compared exactly`() throws {
    #expect(ExactDecimal("1.50") == ExactDecimal("1.5"))
    let wide = try #require(ExactDecimal("9999999999.999999999999999999"))
    #expect(try #require(ExactDecimal("9999999999.999999999999999998")) < wide)
    #expect(try #require(ExactDecimal("-1.5")) < #require(ExactDecimal("-1.49")))
  }

  @Test func `never round or overflow silently`() {
    #expect(Points("87.5")?.hundredths == 8750)
    #expect(Points("87.555") == nil)
    #expect(Points("99999999") == nil)
    #expect(Money("12345.0")?.dong == 12345)
    #expect(Money("1.5") == nil)
    #expect(Money("99999999999999999999999") == nil)
    #expect(Money(dong: -1_234_567).text(in: .vietnamese) == "-1.234.567 ₫")
  }

  @Test func `a personal fact does not show itself`() {
    let name = Personal("Nguyễn Thị Ánh")
    #expect("\(name)" == "‹personal›")
    #expect(String(reflecting: [name]) == "[‹personal›]")
    #expect(name.reveal(for: .display) == "Nguyễn Thị Ánh")
  }
}
