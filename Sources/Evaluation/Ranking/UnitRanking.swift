import Basics
import Frameworks
import Scoring

/// What a month adds up to in one unit and below it: `scoring.md` §7.
package struct UnitTally: Sendable, Hashable {
  package var unit: Int64
  package var code: Code
  /// `party` or `state`.
  package var tree: String
  package var level: Int
  /// Rated members in the unit and below it; of them by final grade.
  package var rated: Int
  package var a: Int
  package var b: Int
  package var c: Int
  package var d: Int
  /// Sum of their rounded totals, in hundredths.
  package var pointsSum: Int64
  /// Total of the unit's own sheet, where it has one that is rated.
  package var collective: Points?
  /// What the unit and all below it have charged and collected, where the run keeps it.
  package var dues: CollectedDues?
  /// Rank in the published run of the month before.
  package var previousRank: Int?

  package init(
    unit: Int64, code: Code, tree: String, level: Int, rated: Int, a: Int, b: Int, c: Int, d: Int,
    pointsSum: Int64, collective: Points?, dues: CollectedDues? = nil, previousRank: Int?
  ) {
    self.unit = unit
    self.code = code
    self.tree = tree
    self.level = level
    self.rated = rated
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.pointsSum = pointsSum
    self.collective = collective
    self.dues = dues
    self.previousRank = previousRank
  }

  /// The exact mean of the members' totals; `nil` where none is rated.
  package var membersMean: Fraction? {
    rated > 0 ? Fraction(pointsSum, over: Int64(rated) * 100) : nil
  }
}

/// Where a unit stands among its peers.
package struct UnitStanding: Sendable, Hashable {
  package let unit: Int64
  /// Rounded once; `nil` without any component.
  package let score: Points?
  /// Standard competition rank (1, 2, 2, 4); `nil` where the note says why.
  package let rank: Int?
  package let note: Note
  /// The mean of the members, rounded for showing.
  package let membersMean: Points?

  package enum Note: String, Sendable, CaseIterable, Hashable {
    case none = ""
    /// Fewer rated members than the minimum: a score without a rank.
    case tooSmall = "too_small"
    /// Neither members nor a sheet of its own: no score.
    case noneRated = "none_rated"
  }
}

package enum UnitRanking {
  /// Σ w·component / Σ w over the components that exist, exact; `nil` without any.
  package static func exactScore(of tally: UnitTally, by weights: RankingWeights) -> Fraction? {
    let components = [
      (Fraction(weights.members), tally.membersMean),
      (Fraction(weights.collective), tally.collective.map { Fraction($0) }),
      (Fraction(weights.dues), tally.dues?.component),
    ]
    var (sum, weight) = (Fraction(0), Fraction(0))
    for (share, component) in components {
      guard let component else { continue }
      (sum, weight) = (sum + share * component, weight + share)
    }
    return sum / weight
  }

  /// Scores and ranks units among their peers: those of one tree and one level.
  ///
  /// - Parameters:
  ///   - tallies: of all units, in any order.
  ///   - weights: of the components, and how many members a rank takes.
  /// - Returns: a standing for each tally, in the same order.
  package static func standings(
    of tallies: [UnitTally], by weights: RankingWeights
  ) -> [UnitStanding] {
    let scores = tallies.map { exactScore(of: $0, by: weights)?.rounded() }
    var peers: [PeerGroup: [Points]] = [:]
    for (tally, score) in zip(tallies, scores) {
      guard let score, tally.rated >= weights.minimumMembers else { continue }
      peers[PeerGroup(tally), default: []].append(score)
    }
    let ranks = peers.mapValues(ranksByScore)
    return zip(tallies, scores).map { tally, score in
      let isLarge = tally.rated >= weights.minimumMembers
      return UnitStanding(
        unit: tally.unit, score: score,
        rank: isLarge ? score.flatMap { ranks[PeerGroup(tally)]?[$0] } : nil,
        note: score == nil ? .noneRated : isLarge ? .none : .tooSmall,
        membersMean: tally.membersMean?.rounded())
    }
  }

  private struct PeerGroup: Hashable {
    let tree: String
    let level: Int

    init(_ tally: UnitTally) { (tree, level) = (tally.tree, tally.level) }
  }

  /// The rank of each score: one more than how many are better.
  private static func ranksByScore(_ scores: [Points]) -> [Points: Int] {
    var ranks: [Points: Int] = [:]
    for (better, score) in scores.sorted(by: >).enumerated() where ranks[score] == nil {
      ranks[score] = better + 1
    }
    return ranks
  }
}
