import Basics
import RecordsKit
import Runs
import TestKit
import Testing

@testable import Reports

@Suite struct `A value of a report` {
  @Test func `is rounded once, half away from zero`() {
    for row in table(
      """
      sum | count | mean
      0 | 0 | none
      0 | 3 | 0
      1 | 2 | 1
      1 | 3 | 0
      2 | 3 | 1
      8763 | 1 | 8763
      19999 | 2 | 10000
      """
    ) {
      let mean = Exact.mean(of: Int64(row[0]) ?? -1, count: Int(row[1]) ?? -1)
      #expect(mean.map(String.init) ?? "none" == row[2], "\(row)")
    }
    #expect(Exact.share(1, of: 3) == 333 && Exact.share(2, of: 3) == 667)
    #expect(Exact.share(1, of: 16) == 63 && Exact.share(0, of: 0) == nil)
  }

  @Test func `has a face for programs and one for people`() {
    for row in table(
      """
      value | data | shown
      points | 87.63 | 87.63
      rise | 1.25 | +1.25
      fall | -0.05 | -0.05
      climb | 2 | ▲2
      drop | -1 | ▼1
      still | 0 | =
      """
    ) {
      let value: ReportValue? =
        switch row[0] {
        case "points": .points(8763)
        case "rise": .change(125)
        case "fall": .change(-5)
        case "climb": .climb(2)
        case "drop": .climb(-1)
        case "still": .climb(0)
        default: nil
        }
      #expect(value?.data == row[1] && value?.shown(in: .vietnamese) == row[2], "\(row)")
    }
    #expect(ReportValue.share(2, of: 3).data == "66.7")
    #expect(ReportValue.share(2, of: 3).shown(in: .english) == "66.7 %")
    #expect(ReportValue.share(0, of: 0).shown(in: .english).isEmpty)
  }

  @Test func `says every reason in words, and a strange one as it is`() {
    let words = Words.reasons("missing:G1;disciplined;quota_tie;of_tomorrow")
    #expect(words.vi == "thiếu G1; bị kỷ luật; bằng điểm ở ngưỡng tỷ lệ; of_tomorrow")
    #expect(words.en == "G1 is missing; disciplined; a tie at the line of the quota; of_tomorrow")
    #expect(Words.reasons("").vi.isEmpty)
  }

  @Test func `is written only as what the ending of a file can be`() throws {
    for format in ReportFormat.files {
      #expect(try ReportFormat(path: "/tmp/a.b/bao cao.\(format.rawValue.uppercased())") == format)
    }
    for path in ["a.doc", "pdf", "/tmp/x.pdf/report", "a.table", ""] {
      #expect(throws: ReportError.unknownEnding(path)) { _ = try ReportFormat(path: path) }
    }
    #expect(ReportError.unknownEnding("a.doc").hint?.vi.contains(".pdf") == true)
    #expect(ReportError.unknownEnding("a.doc").kind == .usage)
  }
}
