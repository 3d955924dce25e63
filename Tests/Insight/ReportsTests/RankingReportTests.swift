import Basics
import Crypto
import Organisation
import RecordsKit
import TestKit
import Testing

@testable import Reports

@Suite struct `The ranking of units` {
  @Test func `is ordered by peers and rank, beside the month before`() async throws {
    try await Ward.with { ward in
      let report = try await ward.reports.ranking(of: Ward.june, for: Ward.officer)
      expectGolden(try Papers.text(of: report), "ranking.txt")
      expectGolden(try await Papers.pdf(of: report), "ranking.pdf.txt")
      expectGolden(try Papers.svg(of: report), "ranking.svg")
      let some = try await ward.reports.ranking(
        of: Ward.june, RankingChoice(tree: .party, level: 2), for: Ward.officer)
      #expect(some.main.rows.count == 4)
      let under = try await ward.reports.ranking(
        of: Ward.june, RankingChoice(under: Cast.code("UB")), for: Ward.officer)
      #expect(under.main.rows.count == 3)
    }
  }

  @Test func `is exported with the bytes that its run was sealed with`() async throws {
    try await Ward.with { ward in
      let (run, rows) = try await ward.reports.rankingRows(of: Ward.june, for: Ward.officer)
      let cells = rows.map { RankingFile.cells($0, of: Ward.june).map(\.text) }
      #expect(cells.allSatisfy { $0.count == RankingFile.header.count })
      let bytes = cells.map { $0.joined(separator: "|") + "\n" }.joined()
      let digest = SHA256.hash(data: Array(bytes.utf8)).map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
      #expect(digest == run.seal?.rankingDigest)
      expectGolden(
        ([RankingFile.header] + cells).map { $0.joined(separator: ",") }.joined(separator: "\n"),
        "rank-export.csv")
    }
  }

  @Test func `before it is published is for those who may view sheets`() async throws {
    try await Ward.with { ward in
      let keeper = Cast.actor(.accountAdministrator)
      await #expect(throws: ReportError.notPublished(Ward.june)) {
        _ = try await ward.reports.ranking(of: Ward.june, for: keeper)
      }
      #expect(
        try await ward.reports.ranking(of: Ward.may, for: keeper).main.rows.count
          == Ward.units.count)
      let secretary = try ward.actor(.cellSecretary, over: "CB1")
      let own = try await ward.reports.rankingRows(of: Ward.june, for: secretary).rows
      #expect(own.map(\.code.text) == ["CB1"])
      await #expect(throws: (any Error).self) {
        _ = try await ward.reports.ranking(of: Ward.may, for: Cast.stranger)
      }
    }
  }

  @Test func `of a unit through the months has its peers, and gaps where nothing was published`()
    async throws
  {
    try await Ward.with { ward in
      let gap = try await ward.reports.trend(
        of: Cast.code("CB1"), until: Ward.june, months: 3, for: Ward.officer)
      expectGolden(try Papers.text(of: gap), "trend-gap.txt")
      try await ward.publish(Ward.june)
      let trend = try await ward.reports.trend(of: Cast.code("CB1"), for: Ward.officer)
      expectGolden(try Papers.text(of: trend), "trend.txt")
      expectGolden(try await Papers.pdf(of: trend), "trend.pdf.txt")
      expectGolden(try Papers.svg(of: trend), "trend.svg")
      let history = try await ward.reports.history(of: Cast.code("CB1"), for: Ward.officer)
      expectGolden(try Papers.text(of: history), "history.txt")
      let none = try await ward.reports.history(
        of: Cast.code("CB1"), until: Ward.may.adding(months: -1), for: Ward.officer)
      #expect(try Papers.text(of: none).contains("Chưa có kỳ nào công bố"))
    }
  }
}

@Suite struct `The distribution of grades` {
  @Test func `before and after the quota adds up, unit by unit`() async throws {
    try await Ward.with { ward in
      let results = try await ward.reports.rankingRows(of: Ward.june, for: Ward.officer).rows
      let all = try await ward.reports.distribution(of: Ward.june, for: Ward.officer)
      expectGolden(try Papers.text(of: all), "distribution.txt")
      expectGolden(try await Papers.pdf(of: all), "distribution.pdf.txt")
      for code in ["DU", "UB", "CB1"] {
        let report = try await ward.reports.distribution(
          of: Ward.june, under: Cast.code(code), for: Ward.officer)
        let keys = report.main.places(on: .data).map { report.main.columns[$0].key }
        let rows = report.main.rows.map { row in
          Dictionary(zip(keys, report.main.data(row))) { first, _ in first }
        }
        for row in rows {
          let result = try #require(results.first { $0.code.text == row["unit_code"] })
          #expect(row["members_rated"] == "\(result.rated)")
          #expect(["a", "b", "c", "d"].map { row[$0] } == result.grades.map { "\($0)" })
          let before = ["a_before", "b_before", "c_before", "d_before"].compactMap { key in
            row[key].flatMap { Int($0) }
          }
          #expect(before.reduce(0, +) == result.rated)
        }
        // Everybody stands in the lowest units, so the parts make the whole.
        for key in ["members_rated", "a", "b", "a_before"] where rows.count > 1 {
          let parts = rows.dropFirst().compactMap { $0[key].flatMap { Int($0) } }
          #expect("\(parts.reduce(0, +))" == rows[0][key], "\(code) \(key)")
        }
      }
      let unit = try await ward.reports.distribution(
        of: Ward.june, under: Cast.code("UB"), for: Ward.officer)
      expectGolden(try Papers.svg(of: unit), "distribution.svg")
    }
  }

  @Test func `is for those who may view sheets, and of what they may see`() async throws {
    try await Ward.with { ward in
      let secretary = try ward.actor(.cellSecretary, over: "CB1")
      let own = try await ward.reports.distribution(of: Ward.june, for: secretary)
      #expect(own.main.rows.map { own.main.data($0)[3] } == ["5", "5"])
      await #expect(throws: (any Error).self) {
        _ = try await ward.reports.distribution(
          of: Ward.may, for: Cast.actor(.accountAdministrator))
      }
    }
  }
}
