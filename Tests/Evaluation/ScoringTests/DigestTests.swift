import Basics
import Frameworks
import Sheets
import TestKit
import Testing

@testable import Scoring

/// Expected digests were taken with another program (Python's hashlib) over lines typed by hand.
@Suite struct `Canonical lines and digests` {
  static let staff = Framework.Reference(code: Given.code("decree-335-2025.staff"), version: 1)
  static let indicators = Framework.Reference(code: Given.code("kpi-okr"), version: 12)
  static let collective = Framework.Reference(code: Given.code("collective-2025"), version: 1)

  static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static let entries: [(String, Framework.Reference, Entry)] = {
    var work = Given.product("W2", k: "2.0", q: "5", p: "4", f: "1")
    work.title = "Báo cáo"
    var criterion = Given.criterion("G1", "8.50")
    criterion.selfPoints = Given.quantity("9")
    let falling = Given.indicator("I1", k: "1", target: "3", actual: "0", .down)
    return [
      ("M1", staff, work), ("M1", staff, criterion), ("M10", staff, Given.criterion("G1", "10")),
      (
        "M10", indicators,
        Given.keyResult("K1", of: "O1", k: "0.2500", from: "120", to: "90", at: "")
      ), ("M10", indicators, falling), ("unit:U1", collective, Given.event("disciplined")),
    ]
  }()

  @Test func `write an entry plainly`() {
    let lines = Self.entries.map { code, framework, entry in
      Self.text {
        CanonicalLine.entry(memberCode: code, framework: framework, entry, into: &$0)
      }
    }
    #expect(
      lines == [
        "M1|decree-335-2025.staff@1|work|W2||2|5|4|||1|0|\n",
        "M1|decree-335-2025.staff@1|criterion|G1|||||||0|0|8.5\n",
        "M10|decree-335-2025.staff@1|criterion|G1|||||||0|0|10\n",
        "M10|kpi-okr@12|key_result|K1|O1|0.25|90|||120|0|0|\n",
        "M10|kpi-okr@12|kpi|I1||1|3|0|down||0|0|\n",
        "unit:U1|collective-2025@1|event|disciplined|||||||0|0|\n",
      ])
  }

  private static func head(_ entry: (String, Framework.Reference, Entry)) -> String {
    "\(entry.0)|\(entry.1)"
  }

  @Test func `say whose lines come first by the bar behind the code`() {
    let codes = ["A", "M1", "M10", "M1z", "M1~", "M2", "unit:M1", ""]
    for one in codes {
      for other in codes {
        let bytes = [one, other].map { Array(($0 + "|").utf8) }
        #expect(
          EntryDigests.isBefore(one, other) == bytes[0].lexicographicallyPrecedes(bytes[1]),
          "\(one) \(other)")
      }
    }
  }

  @Test func `digest the entries of a unit in byte order of their lines`() {
    var random = Seeded.forTest()
    var digests = EntryDigests()
    #expect(digests.digests().isEmpty)
    let sheets = Dictionary(grouping: Self.entries) { Self.head($0) }.values
    let hex = "63b582329b492a40fe7766c61c40c0b49e7b8bb38d143a105a3f24695f4756e0"
    for _ in 0..<20 {
      digests.reset()
      let inOrder = sheets.sorted { EntryDigests.isBefore(Self.head($0[0]), Self.head($1[0])) }
      let cut = Int.random(in: 0...inOrder.count, using: &random)
      // Two units beside each other, neither of which sees the other's lines: of the one some
      // sheets come in order first.
      for sheet in inOrder[..<cut] + inOrder[cut...].shuffled(using: &random) {
        let isNext = inOrder[..<cut].contains { Self.head($0[0]) == Self.head(sheet[0]) }
        digests.add(
          7, memberCode: sheet[0].0, framework: sheet[0].1,
          sheet.map(\.2).shuffled(using: &random)[...], isNext ? .next : .anyOrder)
      }
      for sheet in sheets.shuffled(using: &random) {
        digests.add(
          5, memberCode: sheet[0].0, framework: sheet[0].1,
          sheet.map(\.2).shuffled(using: &random)[...], .anyOrder)
      }
      digests.add(6, memberCode: "M3", framework: Self.staff, [], .anyOrder)
      let found = digests.digests()
      #expect(found.map(\.unit) == [5, 7] && found.allSatisfy { $0.hex == hex })
    }
  }

  static func line(
    _ code: String, _ total: Int64?, _ grade: Framework.Grade?, final: Framework.Grade?,
    reasons: String, quota: String = ""
  ) -> CanonicalScore {
    let isRated = total != nil
    let general: Int64 = total == 9000 ? 3000 : 2750
    return CanonicalScore(
      month: Month(2026, 10) ?? Month(containing: .first), memberCode: Given.code(code),
      unitCode: Given.code("U1"), form: isRated ? .staff : .leader,
      framework: isRated ? staff : nil, status: isRated ? .rated : .incomplete,
      general: isRated ? Points(hundredths: general) : nil,
      results: isRated ? Points(hundredths: total == 9000 ? 6000 : 6013) : nil,
      total: total.map { Points(hundredths: $0) }, grade: grade, finalGrade: final,
      reasons: reasons, quotaReason: quota)
  }

  static let scores = [
    line("M1", 8763, .b, final: .b, reasons: "late_any"),
    line("M10", nil, nil, final: nil, reasons: "no_sheet"),
    line("M2", 9000, .a, final: .b, reasons: "late_any", quota: "quota"),
  ]
  static let scoreHex = "f25614b74c4cd14a4bc2b57278b5e282a12a6612db4de81167c1c35d36bd7dad"

  @Test func `write a score as its export does`() {
    #expect(
      Self.scores.map { line in Self.text { CanonicalLine.score(line, into: &$0) } } == [
        "2026-10|M1|U1|staff|decree-335-2025.staff@1|rated|27.50|60.13|87.63|B|B|late_any\n",
        "2026-10|M10|U1|leader||incomplete||||||no_sheet\n",
        "2026-10|M2|U1|staff|decree-335-2025.staff@1|rated|30.00|60.00|90.00|A|B|"
          + "late_any;quota\n",
      ])
  }

  @Test func `digest the scores of a unit in byte order of member codes, not of lines`() {
    var random = Seeded.forTest()
    var digest = ScoreDigest()
    #expect(digest.hex() == nil)
    for _ in 0..<5 {
      digest.reset()
      for line in Self.scores.shuffled(using: &random) { digest.add(line) }
      #expect(digest.hex() == Self.scoreHex)
    }
  }

  @Test func `digest a run over its units in byte order of their codes`() {
    let units = [
      (Given.code("U1"), Self.scoreHex), (Given.code("U10"), String(repeating: "0", count: 64)),
      (Given.code("A-1"), String(repeating: "f", count: 64)),
    ].map { (unitCode: $0.0, hex: $0.1) }
    let expected = "c1744ae9d7b08dbaf51e0d4f09529e19e53582451c08db71e007a8da2eb71b1d"
    #expect(RunDigest.of(units) == expected)
    #expect(RunDigest.of(units.reversed()) == expected)
  }

  @Test func `take a score as it was given`() throws {
    let score = Given.score(Given.general("9", "10", "8.5") + Given.exampleWork, by: Given.staff)
    let line = CanonicalScore(
      month: try #require(Month(2026, 10)), memberCode: Given.code("M1"),
      unitCode: Given.code("U1"), form: .staff, framework: Self.staff, score)
    #expect(
      Self.text { CanonicalLine.score(line, into: &$0) }
        == "2026-10|M1|U1|staff|decree-335-2025.staff@1|rated|27.50|60.13|87.63|B|B|\n")
  }

  @Test func `spell every quantity as it spells itself`() throws {
    var random = Seeded.forTest()
    for _ in 0..<3_000 {
      let bits = Int64.random(in: 0...43, using: &random)
      let number = Int64.random(
        in: 0...min(1 << bits, Quantity.maximum.tenThousandths), using: &random)
      let quantity = try #require(Quantity(tenThousandths: number))
      #expect(Self.text { $0.append(canonical: quantity) } == quantity.description)
      let points = Points(hundredths: number - 5_000)
      #expect(Self.text { $0.append(canonical: points) } == points.description)
      #expect(Self.text { $0.append(canonical: number - 7) } == "\(number - 7)")
    }
    #expect(Self.text { $0.append(canonical: Int64.min) } == "\(Int64.min)")
  }
}
