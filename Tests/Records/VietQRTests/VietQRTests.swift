import Basics
import TestKit
import Testing

@testable import VietQR

@Suite struct `A VietQR code` {
  /// The worked example of `domain.md` §10.4.
  static let example =
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704540515930"
    + "5802VN62180814DP 202602 T00163044E27"

  private static func code(
    bank: String = "970403", account: String = "0011012345678", amount: Int64? = 15_930,
    purpose: String = "DP 202602 T001"
  ) throws(VietQRError) -> VietQR {
    try VietQR(
      bank: bank, account: account, amount: amount.map(Money.init(dong:)), purpose: purpose)
  }

  @Test func `of the worked example is that, byte for byte`() throws {
    #expect(try Self.code().payload == Self.example)
    #expect(try VietQR(parsing: Self.example) == Self.code())
  }

  @Test(
    arguments: table(
      """
      text      | checksum
                | FFFF
      123456789 | 29B1
      A         | B915
      """))
  func `has the checksum CRC-16/CCITT-FALSE`(row: [String]) {
    #expect(VietQR.checksum(of: row[0]) == row[1])
  }

  @Test func `without an amount is for many payments`() throws {
    let code = try Self.code(amount: nil, purpose: "")
    #expect(code.payload.hasPrefix("000201010211"))
    #expect(!code.payload.contains("5405") && code.payload.contains("5303704" + "5802VN" + "6304"))
    #expect(try VietQR(parsing: code.payload) == code)
  }

  @Test func `has a purpose without accents`() throws {
    let code = try Self.code(purpose: " Đảng phí  tháng 11 Ưởng ")
    #expect(code.purpose == "Dang phi thang 11 Uong")
    #expect(code.payload.contains("62260822Dang phi thang 11 Uong6304"))
    #expect(try Self.code(purpose: String(repeating: "Ộ", count: 25)).purpose.count == 25)
  }

  @Test(
    arguments: [
      (VietQRError.bank("97040"), "97040", "1", 1, ""),
      (.bank("97040a"), "97040a", "1", 1, ""),
      (.bank("٩٧٠٤٠٣"), "٩٧٠٤٠٣", "1", 1, ""),
      (.account(""), "970403", "", 1, ""),
      (.account("12345678901234567890"), "970403", "12345678901234567890", 1, ""),
      (.account("12 34"), "970403", "12 34", 1, ""),
      (.account("12é4"), "970403", "12é4", 1, ""),
      (.amount(Money(dong: 0)), "970403", "1", 0, ""),
      (.amount(Money(dong: -5)), "970403", "1", -5, ""),
      (.amount(Money(dong: 10_000_000_000_000)), "970403", "1", 10_000_000_000_000, ""),
      (
        .purposeTooLong("Dang phi thang muoi mot 26"), "970403", "1", 1,
        "Đảng phí tháng mười một 26"
      ),
      (.purposeLetter("漢"), "970403", "1", 1, "漢字"),
      (.purposeLetter("\u{7}"), "970403", "1", 1, "a\u{7}"),
    ] as [(VietQRError, String, String, Int64, String)])
  func `is refused with the reason`(
    error: VietQRError, bank: String, account: String, amount: Int64, purpose: String
  ) {
    #expect(throws: error) {
      try Self.code(bank: bank, account: account, amount: amount, purpose: purpose)
    }
    Self.expectSentences(error)
  }

  /// Sealed with a checksum that is right, so that it is the content that is refused.
  @Test(
    arguments: [
      (VietQRError.field(id: "01", value: "22"), "010212", "010222"),
      (.field(id: "01", value: "11"), "010212", "010211"),
      (.field(id: "00", value: "02"), "000201", "000202"),
      (.field(id: "53", value: "840"), "5303704", "5303840"),
      (.field(id: "54", value: "1593x"), "540515930", "54051593x"),
      (.field(id: "58", value: "US"), "5802VN", "5802US"),
      (.field(id: "38.00", value: "A000000728"), "A000000727", "A000000728"),
      (.field(id: "38.02", value: "QRIBFTTC"), "QRIBFTTA", "QRIBFTTC"),
      (.missing(id: "53"), "5303704", ""),
      (
        .missing(id: "38.02"), "38570010A00000072701270006970403011300110123456780208QRIBFTTA",
        "38450010A0000007270127000697040301130011012345678"
      ),
      (.cutOff(id: "62"), "62180814", "62990814"), (.cutOff(id: "62.08"), "62180814", "62180815"),
      (.cutOff(id: "38.01"), "01270006", "01570006"),
      (.notOurs, "540515930", "5406015930"), (.notOurs, "5802VN", "5802VN5902AB"),
      (.notOurs, "53037045405159305802VN", "54051593053037045802VN"),
      (.notOurs, "5802VN", "5802VN5802VN"), (.notOurs, "62180814DP 202602 T001", "6200"),
      (.bank("97040x"), "970403", "97040x"), (.account("00110123 5678"), "12345678", "123 5678"),
      (.amount(Money(dong: 0)), "540515930", "54010"),
    ] as [(VietQRError, String, String)])
  func `that others have written otherwise is refused`(
    error: VietQRError, old: String, new: String
  ) throws {
    #expect(Self.example.contains(old))
    let text = Self.example.dropLast(8).replacing(old, with: new) + "6304"
    #expect(throws: error) { try VietQR(parsing: text + VietQR.checksum(of: String(text))) }
    Self.expectSentences(error)
  }

  @Test(arguments: ["", "6304", "63041D0F", "Đảng phí tháng 11", "0002\n0102126304ABCD"])
  func `is not any text`(text: String) {
    #expect(throws: VietQRError.self) { try VietQR(parsing: text) }
  }

  @Test func `is read as it was written, and never with one character changed`() throws {
    var random = Seeded.forTest()
    let letters = Array("ABCXYZabcxyz0123456789")
    let marks = letters + Array(" .,-/:ĐđƯưộễ")
    for _ in 0..<300 {
      func text(_ length: ClosedRange<Int>, of letters: [Character]) -> String {
        String(
          (0..<Int.random(in: length, using: &random)).map { _ in
            letters.randomElement(using: &random) ?? "0"
          })
      }
      let amount = Int64.random(in: 1...VietQR.largestAmount.dong, using: &random)
      let code = try Self.code(
        bank: text(6...6, of: Array("0123456789")), account: text(1...19, of: letters),
        amount: Bool.random(using: &random)
          ? nil : max(1, amount >> Int64.random(in: 0...40, using: &random)),
        purpose: text(0...25, of: marks))
      let payload = code.payload
      #expect(try VietQR(parsing: payload) == code)
      var bytes = Array(payload.utf8)
      let place = Int.random(in: bytes.indices, using: &random)
      let old = bytes[place]
      while bytes[place] == old { bytes[place] = UInt8.random(in: 0x20...0x7E, using: &random) }
      let damaged = String(decoding: bytes, as: UTF8.self)
      #expect(throws: VietQRError.self, "\(damaged)") { try VietQR(parsing: damaged) }
    }
  }

  @Test func `of the example is refused with any character at any place`() {
    let bytes = Array(Self.example.utf8)
    for place in bytes.indices {
      for byte in UInt8(0)...0x7F where byte != bytes[place] {
        var changed = bytes
        changed[place] = byte
        let text = String(decoding: changed, as: UTF8.self)
        if (try? VietQR(parsing: text)) != nil { Issue.record("taken: \(text)") }
      }
      #expect(throws: VietQRError.self) {
        try VietQR(parsing: String(decoding: bytes[..<place], as: UTF8.self))
      }
    }
  }

  private static func expectSentences(_ error: VietQRError) {
    #expect(error.kind == .usage && error.message.vi != error.message.en && error.hint != nil)
  }
}
