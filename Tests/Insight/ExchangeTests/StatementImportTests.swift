import Access
import Basics
import Dues
import Members
import RecordsKit
import Tabular
import TestKit
import Testing

@testable import Exchange

@Suite struct `A bank statement` {
  @Test func `is matched by the code in the content, and the rest waits for a person`() async throws
  {
    let contents = table(
      """
      content                                       | member
      DP 2026-07 M1                                 | M1
      dp 2026-07 m1                                 | M1
      DP202607M1                                    | M1
      Dp 2026 07 M 1                                | M1
      MBVCB.6721.DP 202607 M1 chuyen tien           | M1
      Nguyễn Thị Ánh nộp ĐP tháng 7; DP 2026-07 M1. | M1
      DP 2026-06 M1 DP 2026-07 M1                   | -
      DP 2026-07 T-1.a                              | T-1.a
      DP202607T1A                                   | T-1.a
      DP 2026-07 M99                                | -
      M1                                            | -
      DP M1                                         | -
      DP 2026-13 M1                                 | -
      DP 2026-07 M1 DP 2026-07 M2                   | -
      tien an trua                                  | -
      """)
    try await Treasury.with { given in
      try await given.add("T-1.a", cell: "CB2")
      let report = try await given.take(
        contents.enumerated().map { "2026-07-10,F\($0 + 10),1000,\($1[0])" })
      let expected = contents.enumerated().map { place, row in
        row[1] == "-" ? "F\(place + 10)" : "F\(place + 10) booked \(row[1])"
      }
      #expect(try await given.lines() == expected)
      let waiting = contents.count { $0[1] == "-" }
      #expect(report.numbers == [contents.count, contents.count, 0, 0, 0] && report.applied)
      #expect(report.waiting == waiting && report.warningCount == waiting)
      #expect(report.warnings.allSatisfy { $0.column == "content" })
      try await given.cast.database.expectSound()
    }
  }

  @Test func `waits where two members have one key, and follows a merge to the kept record`()
    async throws
  {
    try await Treasury.with { given in
      try await given.add("A-1", "A1", "M-1", "B7")
      for (duplicate, kept) in [("M-1", "M1"), ("B7", "M3")] {
        _ = try await given.cast.members.merge(
          Cast.code(duplicate), into: Cast.code(kept), today: Cast.today, by: Cast.hr,
          basis: Cast.basis)
      }
      _ = try await given.take([
        "2026-07-10,F1,1000,DP 2026-07 A1", "2026-07-10,F2,1000,DP 2026-07 A-1",
        "2026-07-10,F3,1000,DP 2026-07 M-1", "2026-07-10,F4,1000,DP 2026-07 M1",
        "2026-07-10,F5,1000,DP 2026-07 B7",
      ])
      #expect(
        try await given.lines() == ["F1", "F2", "F3 booked M1", "F4 booked M1", "F5 booked M3"])
      try await given.cast.database.expectSound()
    }
  }

  @Test func `is booked where the member stood on the day of the payment`() async throws {
    try await Treasury.with { given in
      try await given.cast.edit("M1", [.cellCode: "CB2"], from: Cast.day(2026, 7, 5))
      try await given.add("N1", cell: "")
      let report = try await given.take([
        "2026-07-04,F1,1000,DP 2026-07 M1", "05/07/2026,F2,2000,DP 2026-07 M1",
        "2026-07-05,F3,3000,DP 2026-07 N1",
      ])
      #expect(try await given.payments() == ["F1 M1 CB1 1000", "F2 M1 CB2 2000"])
      #expect(try await given.lines().last == "F3")
      #expect(report.warnings.map(\.reason.en).first?.contains("never in a cell") == true)
    }
  }

  @Test func `settles the oldest open months, and again changes nothing`() async throws {
    try await Treasury.with { given in
      for month in ["2026-06", "2026-07"] { _ = try await given.assess(try #require(Month(month))) }
      let file = try Treasury.statement([
        "2026-07-10,F1,200000,DP 2026-07 M1", "2026-07-11,F2,5000,tien an trua",
      ])
      #expect(try await given.take(file).applied)
      let status = try await given.dues.status(
        of: Cast.code("M1"), today: Cast.today, for: Cast.hr)
      #expect(
        status.months.map { "\($0.month) \($0.paid)/\($0.net)" }
          == ["2026-06 150000/150000", "2026-07 50000/150000"])
      let before = (try await given.lines(), try await given.payments())
      let again = try await given.take(file)
      #expect(again.numbers == [2, 0, 0, 2, 0] && !again.applied && again.waiting == 0)
      #expect(try await given.lines() == before.0)
      #expect(try await given.payments() == before.1)
      // One line more than before: only that one is new.
      let more = try await given.take([
        "2026-07-11,F2,5000,tien an trua", "2026-07-12,F3,7000,DP 2026-07 M2",
        "2026-07-10,F1,200000,DP 2026-07 M1", "2026-07-12,F3,7000,DP 2026-07 M2",
      ])
      #expect(more.numbers == [4, 1, 0, 3, 0] && more.applied)
      try await given.cast.database.expectSound()
    }
  }

  @Test(arguments: [1, 2, 5000])
  func `with one reference of two sums is refused, and nothing is booked`(pieceSize: Int)
    async throws
  {
    try await Treasury.with { given in
      _ = try await given.take(["2026-07-10,F1,1000,DP 2026-07 M1"])
      let before = try await given.size()
      let file = try Treasury.statement([
        "2026-07-10,F2,2000,DP 2026-07 M2", "2026-07-10,F1,1001,DP 2026-07 M1",
        "2026-07-10,F2,2001,DP 2026-07 M2", "2026-07-10,F1,1000,DP 2026-07 M1",
        "2026-07-10,F5,0,DP 2026-07 M1",
      ])
      let report = try await given.take(file, pieceSize: pieceSize)
      #expect(report.numbers == [5, 1, 0, 1, 3] && !report.applied)
      #expect(report.places == ["3 amount", "4 amount", "6 amount"])
      #expect(report.flaws.first?.reason.en == "the reference “F1” is known with the amount 1000")
      #expect(try await given.size() == before)
      let partial = try await given.take(file, pieceSize: pieceSize) { $0.partial = true }
      #expect(partial.numbers == [5, 1, 0, 1, 3] && partial.applied)
      #expect(try await given.payments() == ["F1 M1 CB1 1000", "F2 M2 CB1 2000"])
      try await given.cast.database.expectSound()
    }
  }

  @Test(
    arguments: table(
      """
      line                                      | column    | reason
      2026-02-30,F2,1000,DP 2026-07 M1          | date      | is no day
      ,F2,1000,DP 2026-07 M1                    | date      | is no day
      2026-07-16,F2,1000,DP 2026-07 M1          | date      | future
      2026-07-10,F2,0,DP 2026-07 M1             | amount    | above 0
      2026-07-10,F2,-5,DP 2026-07 M1            | amount    | above 0
      2026-07-10,F2,1.5,DP 2026-07 M1           | amount    | whole number
      2026-07-10,F2,1 000,DP 2026-07 M1         | amount    | whole number
      2026-07-10,F2,1000000000000,DP 2026-07 M1 | amount    | whole number
      2026-07-10,,1000,DP 2026-07 M1            | reference | missing
      2026-07-10,F2‹long›,1000,DP 2026-07 M1    | reference | over 100
      2026-07-10,F2,1000,DP ‹long›              | content   | over 500
      2026-07-10,F2,1000,DP\u{200B}             | content   | hidden
      2026-07-10,F2,1000                        |           | 4
      """))
  func `with a wrong line is refused by line, column and reason, and nothing is booked`(
    row: [String]
  ) async throws {
    try await Treasury.with { given in
      let before = try await given.size()
      let wrong = row[0].replacing("‹long›", with: String(repeating: "x", count: 500))
      let lines = ["2026-07-10,F1,1000,DP 2026-07 M1", wrong, "2026-07-10,F3,1000,DP 2026-07 M2"]
      let report = try await given.take(lines)
      #expect(report.numbers == [3, 2, 0, 0, 1] && !report.applied)
      let flaw = try #require(report.flaws.first)
      #expect(flaw.line == 3 && flaw.column == row[1], "\(flaw)")
      #expect(flaw.reason.en.contains(row[2]), "\(flaw.reason.en)")
      #expect(try await given.size() == before)
      #expect(try await given.take(lines) { $0.partial = true }.added == 2)
      #expect(try await given.payments() == ["F1 M1 CB1 1000", "F3 M2 CB1 1000"])
    }
  }

  @Test(arguments: [
    "2026-07-10,F2,10\u{0}00,DP 2026-07 M1", "2026-07-10,F2,1000,\"DP 2026-07 M1",
    "2026-07-10,F2,1000,\"DP\" 2026-07 M1",
  ])
  func `that is broken is refused with the line, even where the good lines were asked for`(
    broken: String
  ) async throws {
    try await Treasury.with { given in
      let before = try await given.size()
      let file = try Treasury.statement([
        "2026-07-10,F1,1000,DP 2026-07 M1", broken, "2026-07-10,F3,1000,DP 2026-07 M2",
      ])
      for partial in [false, true] {
        let problem = await #expect(throws: TableProblem.self) {
          // In pieces of one, so that the first line is booked when the second is read.
          try await given.take(file, pieceSize: 1) { $0.partial = partial }
        }
        #expect(problem?.message.en.contains("3") == true, "\(problem?.message.en ?? "")")
      }
      #expect(try await given.size() == before)
    }
  }

  @Test func `needs the right over everything, and its columns`() async throws {
    try await Treasury.with { given in
      let file = try Treasury.statement(["2026-07-10,F1,1000,DP 2026-07 M1"])
      for actor in [
        try given.cast.actor(.hrOfficer, over: "QU"), Cast.actor(.inspector), Cast.stranger,
      ] {
        await #expect(throws: AccessError.self) { try await given.take(file, by: actor) }
      }
      let short = try GivenFile("date,reference,amount\n2026-07-10,F1,1000\n")
      await #expect(throws: ImportError.missingColumns(["content"])) {
        try await given.take(short)
      }
      let vietnamese = try GivenFile(
        "Nội dung;Số tiền;Ngày;Số tham chiếu;Chi nhánh\nDP 2026-07 M1;1000;10/07/2026;F1;x\n")
      let report = try await given.take(vietnamese)
      #expect(report.applied && report.unknownColumns == ["Chi nhánh"])
      #expect(try await given.payments() == ["F1 M1 CB1 1000"])
    }
  }

  @Test func `as a workbook is the same`() async throws {
    try await Treasury.with { given in
      let file = try GivenFile(
        workbook: ["date", "reference", "amount", "content"],
        [["2026-07-10", "F1", "1000", "DP 2026-07 M1"], ["2026-07-10", "F2", "2000", "x"]])
      #expect(try await given.take(file).numbers == [2, 2, 0, 0, 0])
      #expect(try await given.lines() == ["F1 booked M1", "F2"])
    }
  }
}

@Suite struct `A bank statement beside payments that were typed in` {
  @Test func `only joins them, whoever its content names`() async throws {
    try await Treasury.with { given in
      try await given.pay("M1", 1000, "F1")
      try await given.pay("M2", 2000, "F2")
      // Another channel is another payment.
      try await given.pay("M2", 3000, "F3", channel: .portal)
      let file = try Treasury.statement([
        "2026-07-10,F1,1000,DP 2026-07 M1", "2026-07-10,F2,2000,tien an trua",
        "2026-07-10,F3,3000,DP 2026-07 M2",
      ])
      let report = try await given.take(file)
      #expect(report.applied && report.waiting == 0)
      #expect(try await given.payments() == ["F1 M1 CB1 1000", "F2 M2 CB1 2000", "F3 M2 CB1 3000"])
      #expect(try await given.lines() == ["F1 booked M1", "F2 booked M2", "F3 booked M2"])
      #expect(try await given.take(file).unchanged == 3)
      // And told again by hand it is the payment of the statement.
      #expect(try await given.pay("M2", 3000, "F3").wasBooked)
      try await given.cast.database.expectSound()
    }
  }

  @Test func `refuses another sum, and leaves a reversed one to a person`() async throws {
    try await Treasury.with { given in
      try await given.pay("M1", 1000, "F1")
      for reference in ["F2", "F3"] {
        let wrong = try await given.pay("M2", 2000, reference)
        _ = try await given.dues.reverse(
          payment: wrong.payment.number, today: Cast.today, by: Cast.hr, basis: Cast.basis)
      }
      let file = try Treasury.statement([
        "2026-07-10,F1,1001,DP 2026-07 M1", "2026-07-10,F2,2000,DP 2026-07 M2",
        "2026-07-10,F3,2001,DP 2026-07 M2",
      ])
      let report = try await given.take(file) { $0.partial = true }
      #expect(report.numbers == [3, 2, 0, 0, 1] && report.places == ["2 amount"])
      #expect(report.warnings.allSatisfy { $0.reason.en.contains("reversed") })
      #expect(try await given.lines() == ["F2", "F3"])
      try await given.cast.database.expectSound()
    }
  }

  @Test func `that a person answered is not asked about again`() async throws {
    try await Treasury.with { given in
      let file = try Treasury.statement([
        "2026-07-10,F1,1000,tien an trua", "2026-07-10,F2,2000,chi M2", "2026-07-10,F3,1,x",
      ])
      _ = try await given.take(file)
      try await given.dues.dismiss("F1", by: Cast.hr, basis: Cast.basis)
      _ = try await given.dues.match(
        "F2", to: Cast.code("M2"), today: Cast.today, by: Cast.hr, basis: Cast.basis)
      #expect(try await given.take(file).numbers == [3, 0, 0, 3, 0])
      #expect(try await given.lines() == ["F1 dismissed", "F2 booked M2", "F3"])
      try await given.cast.database.expectSound()
    }
  }
}

@Suite struct `A bank statement that is rehearsed` {
  @Test func `writes nothing, and holds the import to its digest`() async throws {
    try await Treasury.with { given in
      let file = try Treasury.statement([
        "2026-07-10,F1,1000,DP 2026-07 M1", "2026-07-10,F2,2000,x",
      ])
      let before = try await given.size()
      let rehearsal = try await given.take(file) { $0.rehearsal = true }
      #expect(rehearsal.numbers == [2, 2, 0, 0, 0] && !rehearsal.applied)
      #expect(rehearsal.waiting == 1)
      #expect(try await given.size() == before)
      try await given.pay("M2", 500, "F9")
      await #expect(throws: ImportError.self) {
        try await given.take(file) { $0.expectedPlan = rehearsal.planDigest }
      }
      #expect(try await given.lines() == [])
      let second = try await given.take(file) { $0.rehearsal = true }
      #expect(second.planDigest != rehearsal.planDigest)
      let report = try await given.take(file) { $0.expectedPlan = second.planDigest }
      #expect(report.applied && report.planDigest == second.planDigest)
      #expect(try await given.lines() == ["F1 booked M1", "F2"])
    }
  }
}
