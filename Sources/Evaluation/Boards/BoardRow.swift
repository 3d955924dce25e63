import Basics
import Frameworks
import Scoring

/// A rated member as a run left them, before the board ranks them.
package struct BoardCandidate: Sendable, Hashable {
  package let number: Int64
  package let member: Code
  package let name: String
  package let gradingUnit: Code
  package let total: Points
  package let exceeded: Int
  package let works: Int
  /// Exact points of the first section.
  package let first: Fraction
  package let grade: Framework.Grade
  package let final: Framework.Grade
  /// `quota`, `quota_tie`, `board_award`, `board_move`; empty where nothing changed the grade.
  package let reason: String
  /// A decision in force, whether the run knows it or not.
  package let decision: BoardDecision?
  /// Lost A only by the quota in the published run of the month before.
  package let lostLastMonth: Bool

  package init(
    number: Int64, member: Code, name: String, gradingUnit: Code, total: Points, exceeded: Int,
    works: Int, first: Fraction, grade: Framework.Grade, final: Framework.Grade, reason: String,
    decision: BoardDecision?, lostLastMonth: Bool
  ) {
    self.number = number
    self.member = member
    self.name = name
    self.gradingUnit = gradingUnit
    self.total = total
    self.exceeded = exceeded
    self.works = works
    self.first = first
    self.grade = grade
    self.final = final
    self.reason = reason
    self.decision = decision
    self.lostLastMonth = lostLastMonth
  }

  /// Whether this one comes before the other; `nil` for a tie, which no code and no name breaks.
  ///
  /// By total, exceeded share (0 without work), exact points of the first section (`scoring.md`
  /// §5).
  package func isAhead(of other: BoardCandidate) -> Bool? {
    if total != other.total { return total > other.total }
    let (mine, theirs) = (exceeded * max(other.works, 1), other.exceeded * max(works, 1))
    if mine != theirs { return mine > theirs }
    return first == other.first ? nil : first > other.first
  }
}

/// What a board decided about a member.
package struct BoardDecision: Sendable, Hashable {
  package let number: Int64
  package let kind: Decision
  package let grade: Framework.Grade
  package let reason: String
  package let by: Code
  package let at: Instant

  package init(
    number: Int64, kind: Decision, grade: Framework.Grade, reason: String, by: Code, at: Instant
  ) {
    self.number = number
    self.kind = kind
    self.grade = grade
    self.reason = reason
    self.by = by
    self.at = at
  }

  /// The reason by which a run records it.
  package var runReason: String { "board_\(kind.rawValue)" }
}

/// A member in the ranking of a group.
@dynamicMemberLookup
package struct BoardRow: Sendable, Hashable {
  package let candidate: BoardCandidate
  /// Standard competition ranking: those who tie have one rank.
  package let rank: Int
  /// Where they stand to the line of the quota; `nil` for whoever did not reach A.
  package let line: Line?
  /// Points between the own total and the line; 0 for a tie, `nil` where there is no line.
  package let margin: Points?

  package enum Line: String, Sendable, CaseIterable, Hashable {
    case above, tie, below
    /// A board has settled it.
    case board
  }

  package subscript<Value>(dynamicMember path: KeyPath<BoardCandidate, Value>) -> Value {
    candidate[keyPath: path]
  }

  /// The final grade with the decision in force, as the next run will say it.
  package var outcome: Framework.Grade { candidate.decision?.grade ?? candidate.final }

  /// `board_award` or `board_move` where a board settled the grade, else empty.
  package var settledBy: String {
    candidate.decision?.runReason ?? (line == .board ? candidate.reason : "")
  }

  /// The run still has a decision that does not stand any more.
  package var isWithdrawn: Bool {
    candidate.decision == nil && line == .board
  }
}

extension BoardGroup {
  /// Everybody with rank, line and margin.
  static func ranked(_ candidates: [BoardCandidate]) -> [BoardRow] {
    let ordered = candidates.sorted { $0.isAhead(of: $1) ?? ($0.member < $1.member) }
    let lines = ordered.map(line)
    var lowestKept: Points?
    var highestLost: Points?
    for (candidate, line) in zip(ordered, lines) {
      if line == .above { lowestKept = candidate.total }
      if line == .tie || line == .below, highestLost == nil { highestLost = candidate.total }
    }
    // Whoever is below a tie looks up at the tie.
    let tie = zip(ordered, lines).first { $0.1 == .tie }?.0.total
    var rows: [BoardRow] = []
    var rank = 0
    for (index, candidate) in ordered.enumerated() {
      if index == 0 || ordered[index - 1].isAhead(of: candidate) != nil { rank = index + 1 }
      let other: Points? =
        switch lines[index] {
        case .above: highestLost
        case .tie: candidate.total
        case .below: tie ?? lowestKept
        case .board, nil: nil
        }
      rows.append(
        BoardRow(
          candidate: candidate, rank: rank, line: lines[index],
          margin: other.map {
            Points(hundredths: candidate.total.hundredths - $0.hundredths)
          }))
    }
    return rows
  }

  private static func line(_ candidate: BoardCandidate) -> BoardRow.Line? {
    switch candidate.reason {
    case "quota": .below
    case "quota_tie": .tie
    case "board_award", "board_move": .board
    default: candidate.grade == .a ? .above : nil
    }
  }
}
