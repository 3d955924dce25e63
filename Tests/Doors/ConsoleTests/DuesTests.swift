import Foundation
import TestKit
import Testing

/// A month of dues in the small town, by the real program.
@Suite(.timeLimit(.minutes(10))) struct `A month of dues` {
  @Test func `is assessed once, and then only what has changed`() async throws {
    try await TestHome.town { home in
      let tried = try await home.done("dues", "assess", "--period", "2026-10", "--dry-run")
      #expect(tried.contains("charged 5") && tried.contains("nothing was written"))
      let first = try await home.done("dues", "assess", "--period", "2026-10")
      #expect(first.contains("charged 5 ") && first.contains("To pay 250,000 ₫"))
      let again = try await home.done("dues", "assess", "--period", "2026-10")
      #expect(again.contains("unchanged 5 ") && again.contains("Nothing has changed."))
      try await home.done(
        "member", "edit", "M002", "--set", "dues_base=8000000", "--from", "2026-10-01")
      let changed = try await home.done("dues", "assess", "--period", "2026-10")
      #expect(changed.contains("adjusted 1 ") && changed.contains("a change of 10,000 ₫"))
      // A transfer moves the future and leaves the past.
      try await home.done(
        "member", "edit", "M001", "--set", "cell_code=CB02", "--from", "2026-10-15")
      try await home.done("dues", "assess", "--period", "2026-10")
      try await home.done("dues", "assess", "--period", "2026-11", "--unit", "CB02")
      let months = try await home.rows("dues", "status", "M001")
      #expect(months.map { $0["cell_code"] } == ["CB01", "CB02"])
      #expect(months.map { $0["net"] } == ["90000", "90000"])
      try await home.done("db", "check")
    }
  }

  @Test func `is charged though some lack what the rule needs`() async throws {
    try await TestHome.town { home in
      try await home.done(
        "member", "add", "M006", "Người Thiếu", "--set", "cell_code=CB01", "--set",
        "dues_category=insured")
      let outcome = try await home.cadre("dues", "assess", "--period", "2026-12")
      #expect(outcome.code == 1, "\(outcome.errors)")
      #expect(outcome.output.contains("charged 5 ") && outcome.output.contains("refused 1"))
      #expect(outcome.output.contains("cadre member edit M006 --set dues_base="))
      #expect(outcome.errors.split(separator: "\n").count == 2)
      let csv = try await home.cadre(
        "dues", "assess", "--period", "2026-12", "--format", "csv")
      let rows = try TestHome.rows(of: csv.output)
      #expect(csv.code == 1 && rows.map { $0["member_code"] } == ["M006"])
      try await home.done("member", "edit", "M006", "--set", "dues_base=4000000")
      let mended = try await home.done("dues", "assess", "--period", "2026-12")
      #expect(mended.contains("charged 1 ") && mended.contains("unchanged 5 "))
    }
  }

  @Test func `is paid, explained and receipted`() async throws {
    try await TestHome.charged { home in
      try await home.done("dues", "assess", "--period", "2026-11")
      let paid = try await home.done("dues", "pay", "M004", "--amount", "30000")
      #expect(paid.contains("receipt 1/2026 of CB02") && paid.contains("Still to pay: 20,000 ₫."))
      let row = try await home.pay(
        "M004", 40_000, "--channel", "bank", "--reference", "FT1", "--voluntary", "5000",
        "--paid-by", "M003")
      #expect(row["settled"] == "2026-11=20000" && row["credit"] == "15000")
      try await home.done(
        "dues", "waive", "M004", "--ground", "difficulty", "--reduce", "30", "--from", "2026-11",
        "--until", "2027-10", "--document", "08-QĐ/ĐU")
      try await home.done("dues", "assess", "--period", "2026-11", "--member", "M004")
      let people = home.with(["CADRE_LANG": "vi"])
      expectGolden(try await people.done("dues", "status", "M004"), "dues/status.vi.txt")
      expectGolden(try await home.done("dues", "status", "M004"), "dues/status.en.txt")
      expectGolden(try await people.done("dues", "receipt", "1"), "dues/receipt.vi.txt")
      try await people.done("dues", "receipt", "1", "--output", "receipt.pdf")
      expectGolden(try await people.text(ofPDF: "receipt.pdf"), "dues/receipt.pdf.txt")
      try await people.done("dues", "status", "M004", "--output", "statement.pdf")
      expectGolden(try await people.text(ofPDF: "statement.pdf"), "dues/statement.pdf.txt")
      try await home.done("db", "check")
    }
  }

  @Test func `is taken back, and what is over is paid back, by another line of the book`()
    async throws
  {
    try await TestHome.charged { home in
      let first = try await home.pay("M001", 90_000)
      let number = try #require(first["payment"])
      #expect(try await home.rows("dues", "status", "M001").first?["open"] == "0")
      try await home.done("dues", "reverse", number, "--reason", "Wrong person")
      #expect(try await home.rows("dues", "status", "M001").first?["open"] == "90000")
      let twice = try await home.cadre("dues", "reverse", number, "--reason", "Wrong person")
      #expect(twice.code == 5, "\(twice.errors)")
      #expect(try await home.done("dues", "receipt", number).contains("no longer valid"))
      // The same payment told again was booked before: a reversal does not free its reference.
      #expect(try await home.pay("M001", 90_000)["booked_before"] == "true")
      _ = try await home.pay("M001", 100_000)
      let refund = try await home.done("dues", "refund", "M001", "--reason", "Too much")
      #expect(refund.contains("10,000 ₫") && refund.contains("Credit left: 0 ₫"))
      let again = try await home.cadre("dues", "refund", "M001", "--reason", "Too much")
      #expect(again.code == 3 && again.errors.contains("no credit"), "\(again.errors)")
      try await home.done("dues", "reverse", "1", "--refund", "--reason", "Could not be sent")
      #expect(try await home.done("dues", "status", "M001").contains("Credit: 10,000 ₫"))
      try await home.done("db", "check")
    }
  }

  @Test func `comes from the bank, and what names nobody waits for a person`() async throws {
    try await TestHome.charged { home in
      let file = try home.lay(
        "bank.csv",
        """
        date,reference,amount,content
        2026-11-03,FT1,90000,DP 2026-10 M001
        03/11/2026,FT2,70000,chuyen tien dp202610m002 thang 10
        2026-11-04,FT3,60000,Le Hoa nop dang phi
        2026-11-05,FT4,1500000,tien thue nha

        """)
      let tried = try await home.done("dues", "import-statement", file, "--dry-run")
      #expect(tried.contains("Matched 2 · waiting 2: cadre dues inbox"))
      #expect(try await home.rows("dues", "inbox").isEmpty)
      try await home.done("dues", "import-statement", file)
      let again = try await home.done("dues", "import-statement", file)
      #expect(again.contains("unchanged 4") && again.contains("nothing new"))
      #expect(try await home.rows("dues", "inbox").map { $0["reference"] } == ["FT3", "FT4"])
      let matched = try await home.done("dues", "match", "FT3", "M003", "--reason", "Asked him")
      #expect(matched.contains("60,000 ₫, bank") && matched.contains("2026-10: 60,000 ₫"))
      try await home.done("dues", "dismiss", "FT4", "--reason", "Rent")
      let late = try await home.cadre("dues", "match", "FT4", "M001", "--reason", "x")
      #expect(late.code == 5, "\(late.errors)")
      #expect(try await home.rows("dues", "inbox").isEmpty)
      let all = try await home.rows("dues", "inbox", "--all")
      #expect(all.map { $0["outcome"] } == ["booked", "booked", "booked", "dismissed"])
      #expect(all.map { $0["member_code"] } == ["M001", "M002", "M003", ""])
      let cell = try await home.rows("dues", "statement", "DU", "--period", "2026-10")
      #expect(cell.map { $0["paid"] } == ["90000", "70000", "60000", "0", "0"])
      try await home.done("db", "check")
    }
  }

  @Test func `left unpaid three times is put up for consideration, unless there is a reason`()
    async throws
  {
    try await TestHome.town { home in
      for month in ["2026-03", "2026-07", "2026-10", "2026-11"] {
        try await home.done("dues", "assess", "--period", month, "--unit", "CB02")
      }
      let shown = try await home.done("dues", "arrears", "--year", "2026")
      #expect(shown.contains("article 2 clause 1") && shown.contains("The program removes nobody."))
      let rows = try await home.rows("dues", "arrears")
      // November is not over.
      #expect(rows.map { $0["months"] } == Array(repeating: "2026-03;2026-07;2026-10", count: 2))
      #expect(rows.map { $0["considered"] } == ["true", "true"])
      try await home.done("dues", "excuse", "M003", "--period", "2026-07", "--reason", "Ill")
      _ = try await home.pay("M004", 25_000)
      let less = try await home.rows("dues", "arrears", "--unit", "CB02")
      #expect(less.map { $0["unpaid"] } == ["2", "2"])
      #expect(less.map { $0["considered"] } == ["false", "false"])
      #expect(try await home.rows("dues", "arrears", "--year", "2025").isEmpty)
      let standing = try await home.done("member", "show", "M003")
      #expect(!standing.contains("left"))
    }
  }
}
