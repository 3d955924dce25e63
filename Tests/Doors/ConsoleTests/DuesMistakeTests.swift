import Foundation
import TestKit
import Testing

/// What goes wrong with dues is said in two lines, and nothing is half-booked.
@Suite(.timeLimit(.minutes(10))) struct `Mistakes with dues` {
  /// A blank inside a word is written `␣`.
  static let commands = table(
    """
    code | command                                                              | says
    2 | dues assess --period October                                            | not a month
    2 | dues assess                                                             | --period
    2 | dues assess --period 2026-10 --unit CB01 --member M001                  | not both
    3 | dues assess --period 2009-12                                            | no rule of dues
    4 | dues assess --period 2026-10 --unit NOPE                                | NOPE
    4 | dues assess --period 2026-10 --member NOPE                              | NOPE
    4 | dues pay NOPE --amount 1000                                             | NOPE
    2 | dues pay M001                                                           | --amount
    2 | dues pay M001 --amount much                                             | no whole number
    2 | dues pay M001 --amount 1.000                                            | no whole number
    3 | dues pay M001 --amount 0                                                | out of range
    3 | dues pay M001 --amount=-5                                               | out of range
    3 | dues pay M001 --amount 1000000000000                                    | out of range
    3 | dues pay M001 --amount 1000 --voluntary 1001                            | voluntary part
    3 | dues pay M001 --amount 1000 --on 2026-11-22                             | in the future
    2 | dues pay M001 --amount 1000 --on tomorrow                               | not a day
    2 | dues pay M001 --amount 1000 --channel gold                              | gold
    2 | dues pay M001 --amount 1000 --channel bank                              | reference
    2 | dues pay M001 --amount 1000 --reference ␣                               | reference
    2 | dues pay M001 --amount 1000 --paid-by M002 --payer Lan                  | not both
    4 | dues pay M001 --amount 1000 --paid-by NOPE                              | NOPE
    5 | dues pay M001 --amount 1001 --channel bank --reference FT1              | is booked for M001
    5 | dues pay M002 --amount 1000 --channel bank --reference FT1              | is booked for M001
    3 | dues pay M001 --amount 1000 --as lan                                    | may not
    4 | dues reverse 99 --reason x                                              | no payment 99
    4 | dues reverse 99 --refund --reason x                                     | no refund 99
    3 | dues reverse 1                                                          | reason
    3 | dues refund M001                                                        | reason
    3 | dues refund M001 --reason x                                             | no credit
    3 | dues refund M001 --amount 0 --reason x                                  | out of range
    2 | dues waive M001 --document 8                                            | --ground
    2 | dues waive M001 --ground poverty --from 2026-10 --document 8            | poverty
    3 | dues waive M001 --ground hardship --from 2026-10                        | decision
    3 | dues waive M001 --ground party_age_50 --from 2026-10 --document 8       | no decisions
    3 | dues waive M001 --ground hardship --reduce 30 --from 2026-10 --document 8 | takes off
    3 | dues waive M001 --ground difficulty --from 2026-10 --document 8         | last month
    3 | dues waive M001 --ground difficulty --from 2026-10 --until 2027-10 --document 8 | at most 12
    2 | dues waive M001 --ground hardship --from 2026-10 --until 2026-09 --document 8 | before
    3 | dues waive M001 --ground hardship --from 2009-10 --document 8           | no rule of dues
    4 | dues waive M001 --withdraw 9 --reason x                                 | no waiver 9
    2 | dues waive M001 --withdraw 9 --ground hardship                          | --withdraw
    3 | dues excuse M001 --period 2026-10                                       | reason
    4 | dues status NOPE                                                        | NOPE
    4 | dues status M001 --period 2026-09                                       | 2026-09
    2 | dues status M001 --output status.doc                                    | status.doc
    4 | dues statement NOPE --period 2026-10                                    | NOPE
    2 | dues arrears --year twenty                                              | not a year
    4 | dues arrears --unit NOPE                                                | NOPE
    3 | dues remit --period 2026-11                                             | no split
    4 | dues receipt 99                                                         | no payment 99
    4 | dues receipt 1                                                          | not in cash
    2 | dues receipt                                                            | --unit
    2 | dues receipt 1 --unit CB01                                              | --unit
    2 | dues receipt 1 --year 2026                                              | --year
    4 | dues receipt --unit CB03 --output book.pdf                              | no receipt
    4 | dues receipt --unit NOPE --output book.pdf                              | NOPE
    4 | dues qr M001                                                            | no bank account
    2 | dues qr M001 --output code.doc                                          | code.doc
    2 | dues bank-account DU --bin 97 --account 1                               | 97
    4 | dues bank-account NOPE --bin 970436 --account 1                         | NOPE
    4 | dues import-statement nowhere.csv                                       | nowhere.csv
    4 | dues match NOPE M001 --reason x                                         | NOPE
    3 | dues match FT9 M001                                                     | reason
    4 | dues dismiss NOPE --reason x                                            | NOPE
    3 | dues rules --period 2009-12                                             | no rule of dues
    3 | dues inbox --as lan                                                     | may not
    """)

  @Test func `have the exit code of their kind and book nothing`() async throws {
    try await TestHome.charged { home in
      _ = try await home.pay("M001", 1000, "--channel", "bank", "--reference", "FT1")
      let before = try await home.done("dues", "statement", "DU", "--period", "2026-10")
      for row in Self.commands {
        let outcome = try await home.cadre(`What goes wrong`.words(of: row[1]))
        #expect("\(outcome.code)" == row[0], "\(row[1]): \(outcome.errors)")
        #expect(outcome.errors.contains(row[2]), "\(row[1]): \(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 2, "\(row[1]): \(outcome.errors)")
        #expect(outcome.output.isEmpty, "\(row[1]): \(outcome.output)")
      }
      #expect(try await home.done("dues", "statement", "DU", "--period", "2026-10") == before)
      try await home.done("db", "check")
    }
  }

  @Test func `in a statement are refused with line and reason, and nothing of it is booked`()
    async throws
  {
    try await TestHome.charged { home in
      let file = try home.lay(
        "bank.csv",
        """
        date,reference,amount,content
        2026-11-03,FT1,90000,DP 2026-10 M001
        2026-11-31,FT2,70000,DP 2026-10 M002
        2026-11-04,FT3,60.000,DP 2026-10 M003
        2026-11-22,FT4,25000,DP 2026-10 M004
        2026-11-04,,5000,DP 2026-10 M005

        """)
      let refused = try await home.cadre("dues", "import-statement", file)
      #expect(refused.code == 1 && refused.errors.contains("4 rows were refused; nothing"))
      for place in ["line 3, date", "line 4, amount", "line 5, date", "line 6, reference"] {
        #expect(refused.output.contains(place), "\(refused.output)")
      }
      let none = try await home.rows("dues", "statement", "DU", "--period", "2026-10")
      #expect(none.allSatisfy { $0["paid"] == "0" })
      let partial = try await home.cadre("dues", "import-statement", file, "--partial")
      #expect(partial.code == 1 && partial.output.contains("Matched 1 · waiting 0"))
      let one = try await home.rows("dues", "statement", "DU", "--period", "2026-10")
      #expect(one.map { $0["paid"] } == ["90000", "0", "0", "0", "0"])
      try await home.done("db", "check")
    }
  }
}
