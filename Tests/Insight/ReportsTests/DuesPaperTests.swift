import Basics
import Drawing
import Foundation
import TestKit
import Testing

@testable import Reports

@Suite struct `A receipt for dues` {
  @Test func `says who, what, for which months, in figures and in words`() async throws {
    let text = try await Self.text(of: [Given.receipt])
    expectGolden(text, "dues-receipt.pdf.txt")
    for words in [
      "Số: 12/2026", "Nguyễn Thị Ánh (M001)", "Chi bộ 1 phường Ba Đình (CB00004-1)", "370.371 ₫",
      "Ba trăm bảy mươi nghìn ba trăm bảy mươi mốt đồng", "Hà Nội, ngày 05 tháng 11 năm 2026",
      "tháng 09/2026 – 11/2026: 3 × 123.457 ₫", "tiền mặt", "Đỗ Quỳnh Như",
    ] {
      #expect(text.replacing("\u{A0}", with: " ").contains(words), "\(words)")
    }
    #expect(!text.contains("BẢN SAO") && !text.contains("ĐÃ HỦY") && !text.contains("Trang"))
  }

  @Test func `of everything there can be stays on its page`() async throws {
    var receipt = Given.receipt
    receipt.payer = DuesPaper.Named(name: "Trần Văn Bình", code: "M002")
    receipt.settled = (0..<12).map {
      DuesReceipt.Settled(Given.september.adding(months: $0 - 8), Money(dong: 123_457))
    }
    // A gap, another sum, two alike: what is not in a row stands for itself.
    receipt.settled.remove(at: 8)
    receipt.settled[7].amount = Money(dong: 98_765)
    receipt.settled[10].amount = Money(dong: 21)
    receipt.amount = Money(dong: 2_000_000)
    receipt.voluntary = Money(dong: 100_000)
    receipt.credit = Money(dong: 418_516)
    receipt.channel = .bank
    receipt.reference = "FT26309012345678"
    receipt.isCopy = true
    receipt.reversal = DuesReceipt.Reversal(
      day: try #require(Day(2026, 11, 6)), reason: "thu nhầm chi bộ")
    let text = try await Self.text(of: [receipt])
    expectGolden(text, "dues-receipt-full.pdf.txt")
    expectGolden(try await Self.text(of: [receipt], in: .english), "dues-receipt-full.en.pdf.txt")
    #expect(text.components(separatedBy: "\u{0C}").count == 2)
    #expect(text.contains("BẢN SAO – ĐÃ HỦY ngày 06/11/2026 (thu nhầm chi bộ), không còn giá trị"))
    #expect(text.contains("Trần Văn Bình (M002)"))
    let plain = text.replacing("\u{A0}", with: " ")
    for months in [
      "tháng 01/2026 – 07/2026: 7 × 123.457 ₫;", "tháng 08/2026: 98.765 ₫;",
      "tháng 10/2026: 123.457 ₫;", "tháng 11/2026: 123.457 ₫;", "tháng 12/2026: 21 ₫\n",
    ] {
      #expect(plain.contains(months), "\(months)")
    }
  }

  @Test func `of months that all differ goes on to a second page`() async throws {
    var receipt = Given.receipt
    receipt.settled = (0..<40).map {
      DuesReceipt.Settled(Given.september.adding(months: -$0), Money(dong: 1_001 + Int64($0)))
    }
    let text = try await Self.text(of: [receipt]).replacing("\u{A0}", with: " ")
    #expect(text.contains("Trang 1/2") && text.contains("Trang 2/2"))
    for number in 0..<40 { #expect(text.contains(": 1.0\(number < 9 ? "0" : "")\(number + 1) ₫")) }
  }

  @Test func `of strange names is printed all the same`() async throws {
    var receipt = Given.receipt
    receipt.issuer.above = ""
    receipt.issuer.place = ""
    receipt.member.name = "H’Hen Niê Kđăm <&> \u{202E}\u{7}"
    receipt.issuer.cell.name = Ward.longName
    receipt.settled = []
    receipt.amount = Money(dong: 9_999_999_999_999)
    receipt.payer = receipt.member
    let text = try await Self.text(of: [receipt])
    #expect(text.contains("H’Hen Niê Kđăm <&>") && text.contains("chưa trừ vào tháng nào"))
    #expect(text.contains("Ngày 05 tháng 11 năm 2026") && !text.contains("Người nộp thay"))
  }

  @Test func `stands with others in one file, in their order`() async throws {
    let receipts = (1...40).map { number in
      var receipt = Given.receipt
      receipt.number = "\(number)/2026"
      receipt.amount = Money(dong: Int64(number) * 1_000)
      return receipt
    }
    let text = try await Self.text(of: receipts)
    let pages = text.components(separatedBy: "\u{0C}").dropLast()
    #expect(pages.count == 40)
    for (number, page) in zip(1..., pages) {
      #expect(page.contains("Số: \(number)/2026\n") || page.contains("Số: \(number)/2026 "))
      #expect(page.contains(" \(Money(dong: Int64(number) * 1_000).text(in: .vietnamese))\n"))
    }
  }

  @Test func `is refused where there are none or too many, and leaves no file`() throws {
    let folder = try Scratch.folder("receipts")
    #expect {
      try DuesReceipt.write([], to: folder + "/it.pdf", in: .vietnamese)
    } throws: {
      ($0 as? any Problem)?.kind == .notFound
    }
    let many = Array(repeating: Given.receipt, count: ReportError.mostPrinted + 1)
    #expect {
      try DuesReceipt.write(many, to: folder + "/it.pdf", in: .vietnamese)
    } throws: {
      ($0 as? any Problem)?.message.en == "20001 receipts are too many for one file."
    }
    #expect {
      try DuesReceipt.write([Given.receipt], to: folder + "/no/it.pdf", in: .vietnamese)
    } throws: {
      ($0 as? any Problem)?.kind == .usage
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test func `writes a sum with a capital and the name of the money`() {
    #expect(DuesPaper.words(Money(dong: 15_930)) == "Mười lăm nghìn chín trăm ba mươi đồng")
    #expect(DuesPaper.words(.zero) == "Không đồng")
  }

  private static func text(
    of receipts: [DuesReceipt], in language: Language = .vietnamese
  ) async throws -> String {
    let path = try Scratch.folder("receipt") + "/it.pdf"
    try DuesReceipt.write(receipts, to: path, in: language)
    return try await Papers.text(ofPDF: path)
  }
}

@Suite struct `A statement of dues` {
  @Test func `has each month, the totals and what is owed`() async throws {
    let text = try await Self.text(of: Given.statement)
    expectGolden(text, "dues-statement.pdf.txt")
    expectGolden(
      try await Self.text(of: Given.statement, in: .english), "dues-statement.en.pdf.txt")
    let total = try #require(text.split(separator: "\n").first { $0.contains("Cộng") })
    for sum in ["740.742 ₫", "400.000 ₫", "342.742 ₫"] { #expect(total.contains(sum)) }
    #expect(
      text.contains("Còn phải nộp: 342.742 ₫ (Ba trăm bốn mươi hai nghìn bảy trăm bốn mươi hai"))
  }

  @Test(
    arguments: table(
      """
      balance | words
      0       | Đã nộp đủ.
      -5000   | Đã nộp dư: 5.000 ₫, trừ vào các tháng sau.
      21      | Còn phải nộp: 21 ₫ (Hai mươi mốt đồng).
      """))
  func `says how the account stands`(row: [String]) async throws {
    var statement = Given.statement
    statement.lines[5].balance = try #require(Money(row[0]))
    #expect(try await Self.text(of: statement).contains(row[1]))
  }

  @Test func `of nothing says so, and of many years goes on over pages`() async throws {
    var statement = Given.statement
    statement.lines = []
    statement.payments = []
    statement.opening = .zero
    let empty = try await Self.text(of: statement)
    #expect(empty.contains("Không có tháng nào phải nộp") && empty.contains("Đã nộp đủ."))
    let first = try #require(Month(2016, 1))
    statement.lines = (0..<120).map {
      DuesStatement.Line(
        month: first.adding(months: $0), charge: Money(dong: 5_000), paid: Money(dong: 5_000),
        balance: .zero)
    }
    let text = try await Self.text(of: statement)
    #expect(text.contains("Trang 3/") && text.contains("12/2025") && text.contains("600.000 ₫"))
  }

  private static func text(
    of statement: DuesStatement, in language: Language = .vietnamese
  ) async throws -> String {
    let path = try Scratch.folder("statement") + "/it.pdf"
    try statement.write(to: path, in: language)
    return try await Papers.text(ofPDF: path)
  }
}

private enum Given {
  static let september = Month(2026, 9) ?? Month(containing: .first)

  static let issuer = DuesPaper.Issuer(
    above: "Đảng ủy phường Ba Đình",
    cell: DuesPaper.Named(name: "Chi bộ 1 phường Ba Đình", code: "CB00004-1"), place: "Hà Nội",
    day: Day(2026, 11, 5) ?? .first)

  static let member = DuesPaper.Named(name: "Nguyễn Thị Ánh", code: "M001")

  static let receipt: DuesReceipt = {
    var receipt = DuesReceipt(
      issuer: issuer, number: "12/2026", member: member, amount: Money(dong: 370_371),
      channel: .cash, collector: "Đỗ Quỳnh Như", made: Ward.made)
    receipt.settled = (0..<3).map {
      DuesReceipt.Settled(september.adding(months: $0), Money(dong: 123_457))
    }
    return receipt
  }()

  static let statement: DuesStatement = {
    let paid: [Int64] = [200_000, 0, 0, 200_000, 0, 0]
    var balance = Money(dong: 2_000)
    let lines = paid.enumerated().map { number, paid in
      balance = balance + Money(dong: 123_457 - paid)
      return DuesStatement.Line(
        month: september.adding(months: number - 5), charge: Money(dong: 123_457),
        paid: Money(dong: paid), balance: balance, note: number == 2 ? "miễn 30 %: 08-QĐ/ĐU" : "")
    }
    var statement = DuesStatement(
      issuer: issuer, member: member, months: september.adding(months: -5)...september,
      lines: lines, made: Ward.made)
    statement.opening = Money(dong: 2_000)
    statement.payments = [
      DuesStatement.Payment(
        day: Day(2026, 4, 20) ?? .first, channel: .cash, reference: "3/2026",
        amount: Money(dong: 200_000)),
      DuesStatement.Payment(
        day: Day(2026, 7, 2) ?? .first, channel: .bank, reference: "FT26183000111",
        amount: Money(dong: 200_000)),
    ]
    statement.remarks = [
      Phrase(vi: "Căn cứ Quy định 01-QĐ/TW năm 2026.", en: "Under Regulation 01-QĐ/TW of 2026.")
    ]
    if let code = try? QRCode("DP 2026-09 M001") {
      statement.code = DuesStatement.Code(
        code, caption: Phrase(vi: "Quét mã để nộp 342.742 ₫", en: "Scan to pay 342,742 ₫"))
    }
    return statement
  }()
}
