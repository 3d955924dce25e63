import Basics
import Frameworks
import Scoring

/// A row of `rank export`: one unit in one month.
package struct RankingRow: Sendable, Hashable {
  package var month: Month
  package var tree: String
  package var level: Int
  package var unitCode: Code
  package var score: Points?
  package var rank: Int?
  package var membersRated: Int
  package var a: Int
  package var b: Int
  package var c: Int
  package var d: Int
  package var membersMean: Points?
  package var collective: Points?
  package var previousRank: Int?
  package var note: UnitStanding.Note

  package init(month: Month, _ tally: UnitTally, _ standing: UnitStanding) {
    self.month = month
    (tree, level, unitCode) = (tally.tree, tally.level, tally.code)
    (score, rank, note) = (standing.score, standing.rank, standing.note)
    membersRated = tally.rated
    (a, b, c, d) = (tally.a, tally.b, tally.c, tally.d)
    membersMean = standing.membersMean
    (collective, previousRank) = (tally.collective, tally.previousRank)
  }

  /// Places gained since the month before; `nil` without a rank in both.
  package var change: Int? {
    guard let rank, let previousRank else { return nil }
    return previousRank - rank
  }

  /// The fields of `rank export` in their order, joined by `|` and ended by `\n` (`scoring.md` §8).
  package func appendCanonicalLine(to bytes: inout [UInt8]) {
    bytes.append(canonical: month)
    bytes.endField()
    bytes.append(canonical: tree)
    bytes.endField()
    bytes.append(canonical: Int64(level))
    bytes.endField()
    bytes.append(canonical: unitCode.text)
    bytes.endField()
    if let score { bytes.append(canonical: score) }
    bytes.endField()
    if let rank { bytes.append(canonical: Int64(rank)) }
    for count in [membersRated, a, b, c, d] {
      bytes.endField()
      bytes.append(canonical: Int64(count))
    }
    bytes.endField()
    if let membersMean { bytes.append(canonical: membersMean) }
    bytes.endField()
    if let collective { bytes.append(canonical: collective) }
    bytes.endField()
    if let previousRank { bytes.append(canonical: Int64(previousRank)) }
    bytes.endField()
    bytes.append(canonical: note.rawValue)
    bytes.append(UInt8(ascii: "\n"))
  }
}

/// The digest of a ranking.
package enum RankingDigest {
  /// SHA-256 over the rows, in byte order of unit_code, each ended by `\n`.
  ///
  /// - Parameter rows: in any order.
  /// - Returns: lower-case hex.
  package static func of(_ rows: [RankingRow]) -> String {
    of(inOrder: rows.sorted { $0.unitCode < $1.unitCode })
  }

  /// The same of rows that are in order; they need not be there at once.
  package static func of(inOrder rows: some Sequence<RankingRow>) -> String {
    var hash = CanonicalHash()
    for row in rows { hash.add { row.appendCanonicalLine(to: &$0) } }
    return hash.hex()
  }
}
