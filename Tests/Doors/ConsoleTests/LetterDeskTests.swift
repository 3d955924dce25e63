import Foundation
import TestKit
import Testing

/// Letters of a whole cell, statements, and comments at the place of residence.
@Suite(.timeLimit(.minutes(15))) struct `A desk of letters` {
  @Test func `states the dues of some months, as they were charged and paid`() async throws {
    try await TestHome.charged { home in
      try await home.letInHoa()
      try await home.done("dues", "assess", "--period", "2026-11")
      _ = try await home.pay("M001", 120_000)
      let missing = try await home.cadre(
        "letter", "request", "M001", "--kind", "dues_statement")
      #expect(missing.code == 3 || missing.code == 2, "\(missing.errors)")
      try await home.done(
        "letter", "request", "M001", "--kind", "dues_statement", "--from", "2025-01", "--to",
        "2025-06")
      let nothing = try await home.cadre("letter", "draft", "1")
      #expect(nothing.code == 3 && nothing.errors.contains("nothing in those months"))
      try await home.done("letter", "cancel", "1", "--reason", "other months")
      // Of the first month on record nothing is paid.
      _ = try await home.issued(
        "M003", "--kind", "dues_statement", "--from", "2026-10", output: "unpaid.pdf")
      #expect(try await !home.text(ofPDF: "unpaid.pdf").contains("đến hết tháng"))
      let row = try await home.issued(
        "M001", "--kind", "dues_statement", "--from", "2026-10", "--to", "2026-11",
        output: "dues.pdf")
      #expect(row["kind"] == "dues_statement")
      let paper = Transcript.paper(try await home.text(ofPDF: "dues.pdf"))
      expectGolden(paper, "letters/dues.pdf.txt")
      // The month that runs is not overdue; what is open in it is said all the same.
      #expect(paper.contains("còn phải đóng 60.000 ₫ (1 tháng)"))
      // What was signed stays as it was, though the rest is paid since.
      _ = try await home.pay("M001", 60_000)
      try await home.done("letter", "show", "3", "--output", "again.pdf")
      #expect(Transcript.paper(try await home.text(ofPDF: "again.pdf")) == paper)
      try await home.done("letter", "show", "3", "--output", "copy.pdf", "--copy")
      #expect(try await home.text(ofPDF: "copy.pdf").contains("BẢN SAO"))
    }
  }

  @Test func `states the scores of published months`() async throws {
    try await `A month of evaluation`.published { home in
      try await home.letInHoa()
      let kind = ["--kind", "score_statement", "--from", "2026-10"]
      let row = try await home.issued("M002", kind[0], kind[1], kind[2], kind[3], output: "s.pdf")
      #expect(row["issuer"] == "VP")
      let paper = Transcript.paper(try await home.text(ofPDF: "s.pdf"))
      expectGolden(paper, "letters/scores.pdf.txt")
      let code = try #require(row["check_code"])
      try await home.done("letter", "verify", code)
    }
  }

  @Test func `takes the letters of a cell together, and leaves those it cannot`() async throws {
    try await TestHome.letters { home in
      try await home.done(
        "letter", "request", "M004", "--kind", "activity_confirmation", "--as", "hoa")
      try await home.done("letter", "draft", "1", "--as", "hoa")
      let kind = ["--kind", "activity_confirmation"]
      let rehearsed = try await home.done(
        "letter", "request", "--unit", "DU", kind[0], kind[1], "--dry-run")
      #expect(rehearsed.contains("4 letters can be asked for, 1 left out"))
      var story = Transcript(home)
      try await story.type("letter", "request", "--unit", "DU", kind[0], kind[1])
      try await story.type("letter", "request", "--unit", "DU", kind[0], kind[1])
      try await story.type("letter", "draft", "--unit", "DU")
      try await story.type("letter", "draft", "--unit", "DU", exit: 5)
      try await story.type("letter", "review", "--unit", "DU", "--as", "hoa", exit: 1)
      try await story.type("letter", "issue", "--unit", "CB03", "--as", "hoa")
      try await story.type(
        "letter", "issue", "--unit", "DU", "--as", "hoa", "--output", "all.pdf")
      try await story.type("letter", "list")
      expectGolden(story.masked, "letters/batch.en.txt")
      let pages = try await home.text(ofPDF: "all.pdf").components(separatedBy: "\u{0C}")
      #expect(pages.dropLast().count == 3)
      for page in 1...3 {
        _ = try home.lay("one.txt", try await home.scan(ofPDF: "all.pdf", page: page))
        try await home.done("letter", "verify", "--scan", "one.txt")
      }
      let printed = try await home.done(
        "letter", "print", "--unit", "DU", "--on", "2026-11-21", "--output", "print.pdf")
      #expect(printed.contains("4 letters on 4 pages"))
      let none = try await home.cadre(
        "letter", "print", "--unit", "DU", "--on", "2026-11-20", "--output", "none.pdf")
      #expect(none.code == 4, "\(none.errors)")
      let wrong = try await home.cadre(
        "letter", "issue", "--unit", "DU", "--as", "hoa", "--output", "all.txt")
      #expect(wrong.code == 2, "\(wrong.errors)")
      try await home.done("db", "check")
    }
  }

  @Test func `comments on who lives there, once a year, and not on the exempt`() async throws {
    try await TestHome.letters { home in
      let committee = try await home.cadre("letter", "residence", "M003", "--cell", "DU")
      #expect(committee.code == 3 && committee.errors.contains("not a cell"), "\(committee.errors)")
      try await home.done("letter", "residence", "M003", "--cell", "CB01", "--from", "2026-01-01")
      try await home.done("letter", "residence", "M004", "--cell", "CB01", "--exempt", "mobile")
      try await home.done("letter", "residence", "M005", "--cell", "CB01")
      try await home.done("letter", "residence", "M001", "--exempt", "special_mission")
      var story = Transcript(home.with(["CADRE_LANG": "vi"]))
      let round = ["letter", "round", "--unit", "CB01", "--year", "2026"]
      try await story.type("letter", "residents", "CB01")
      try await story.type(round[0], round[1], round[2], round[3], "--dry-run")
      try await story.type(round[0], round[1], round[2], round[3], round[4], round[5])
      try await story.type(round[0], round[1], round[2], round[3], round[4], round[5])
      _ = try home.lay(
        "bad.csv",
        """
        Mã đảng viên,Nhận xét,Kết luận
        M003,Gương mẫu ở khu phố,Hoàn thành tốt
        ,Tốt,Tốt
        M003,Lại một lần nữa,Tốt
        M005,Có dấu\u{202E} lạ,Tốt

        """)
      try await story.type("letter", "draft", "--unit", "CB01", "--comments", "bad.csv", exit: 1)
      _ = try home.lay("short.csv", "Mã đảng viên,Nhận xét\nM003,Tốt\n")
      try await story.type("letter", "draft", "--unit", "CB01", "--comments", "short.csv", exit: 1)
      _ = try home.lay(
        "some.csv",
        """
        Mã đảng viên,Nhận xét,Kết luận
        M003,"Gương mẫu, tham gia đủ các buổi họp khu phố",Hoàn thành tốt
        M050,Gõ nhầm mã,Tốt

        """)
      try await story.type("letter", "draft", "--unit", "CB01", "--comments", "some.csv", exit: 1)
      try await story.type("letter", "draft", "2", exit: 3)
      try await story.type(
        "letter", "draft", "2", "--comment", "Sinh viên chăm ngoan", "--conclusion", "Tốt")
      try await story.type("letter", "review", "--unit", "CB01", "--as", "hoa")
      try await story.type(
        "letter", "issue", "--unit", "CB01", "--as", "hoa", "--output", "round.pdf")
      try await story.type(
        "letter", "request", "M004", "--kind", "residence_comment", "--occasion", "yearly",
        exit: 3)
      try await story.type(
        "letter", "request", "M004", "--kind", "residence_comment", "--occasion", "reward")
      expectGolden(story.masked, "letters/residence.vi.txt")
      let papers = Transcript.paper(try await home.text(ofPDF: "round.pdf"))
      expectGolden(papers, "letters/residence.pdf.txt")
      try await home.done("db", "check")
    }
  }

  @Test func `tells who releases which letter it gave, and how it is printed`() async throws {
    try await TestHome.letters { home in
      try await home.done("transfer", "request", "M002", "--to", "DV", "--paper", "self_review=4")
      try await home.done("transfer", "review", "1")
      var story = Transcript(home.with(["CADRE_LANG": "vi"]))
      try await story.type("transfer", "release", "1", "--as", "hoa")
      try await story.type("letter", "show", "1", "--output", "introduction.pdf")
      expectGolden(story.masked, "letters/release.vi.txt")
      expectGolden(
        Transcript.paper(try await home.text(ofPDF: "introduction.pdf")),
        "letters/introduction.pdf.txt")
      let row = try #require(try await home.rows("letter", "list", "--all").first)
      let code = try #require(row["check_code"])
      try await home.done("letter", "verify", code)
      // The transfer does not come about, and its letter is good no more.
      try await home.done("transfer", "cancel", "1", "--reason", "stays")
      let ended = try await home.cadre("letter", "verify", code)
      #expect(ended.code == 3 && ended.errors.contains("revoked"), "\(ended.errors)")
    }
  }
}
