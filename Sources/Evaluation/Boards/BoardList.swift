import Basics
import Frameworks
import Scoring

/// What a board has before it: the groups of one unit in one run, ranked, with the line of the
/// quota.
package struct BoardList: Sendable {
  package let month: Month
  package let run: Int32
  /// The run was made while the month was open.
  package let isProvisional: Bool
  package let revision: Int16
  package let unit: Code
  package let unitName: String
  /// Groups that stand at the unit, and those of others in which its members compete.
  package let groups: [BoardGroup]
  package let signature: BoardSignature?

  /// The lines that a board signs, each ended by a newline.
  ///
  /// `group_unit|framework|member_code|total|grade|outcome|decision`: what the board settles, and
  /// not the number of the run, so that scoring again with its awards leaves the signature valid.
  package var canonicalLines: String {
    groups.flatMap { group in
      group.rows.map { row in
        [
          group.unit.text, group.framework.description, row.member.text, row.total.description,
          row.grade.rawValue, row.outcome.rawValue, row.settledBy,
        ].joined(separator: "|") + "\n"
      }
    }.joined()
  }

  package var digest: String { CanonicalDigest.hex(of: Array(canonicalLines.utf8)) }

  /// What the signature says of the list as it is now.
  package var signatureState: BoardSignature.State {
    guard let signature else { return .unsigned }
    return signature.digest == digest ? .valid : .outdated
  }
}

/// A signature under the list of a unit.
package struct BoardSignature: Sendable, Hashable {
  package let run: Int32
  package let digest: String
  package let by: Code
  package let at: Instant

  package enum State: String, Sendable, CaseIterable, Hashable {
    case unsigned, valid
    /// The list is another one since.
    case outdated
  }
}

/// The members who share the places of one quota, or those of one unit without a quota.
package struct BoardGroup: Sendable {
  /// The quota of the group in the run; `nil` where the framework has none.
  package let quota: Quota?
  package let framework: Framework.Reference
  /// Where the group stands.
  package let unit: Code
  /// In the order of the ranking; members who tie stand in the order of their codes.
  package let rows: [BoardRow]

  /// How a group's places were given out in the run.
  package struct Quota: Sendable, Hashable {
    package let number: Int32
    /// Starved groups were merged into it.
    package let pooled: Bool
    package let rated: Int
    package let a: Int
    package let b: Int
    /// The share that was used.
    package let share: ExactDecimal
    /// The share is a recorded exception.
    package let excepted: Bool
    package let allowed: Int
    package let kept: Int
    package let tiesWaiting: Int
    package let placesOpen: Int
    /// The share of the exception in force, whether the run knows it or not.
    package let exception: ExactDecimal?

    package init(
      number: Int32, pooled: Bool, rated: Int, a: Int, b: Int, share: ExactDecimal,
      excepted: Bool, allowed: Int, kept: Int, tiesWaiting: Int, placesOpen: Int,
      exception: ExactDecimal?
    ) {
      self.number = number
      self.pooled = pooled
      self.rated = rated
      self.a = a
      self.b = b
      self.share = share
      self.excepted = excepted
      self.allowed = allowed
      self.kept = kept
      self.tiesWaiting = tiesWaiting
      self.placesOpen = placesOpen
      self.exception = exception
    }

    /// A larger share that the run does not know yet.
    package var pendingShare: ExactDecimal? {
      exception.flatMap { excepted && $0 == share ? nil : $0 }
    }

    /// The run knows an exception that was withdrawn since, or does not know one that was recorded.
    var isOutdated: Bool { exception != (excepted ? share : nil) }
  }

  /// Ranks the members and draws the line.
  package init(
    quota: Quota?, framework: Framework.Reference, unit: Code, candidates: [BoardCandidate]
  ) {
    self.quota = quota
    self.framework = framework
    self.unit = unit
    rows = Self.ranked(candidates)
  }

  private init(narrowing group: BoardGroup, to rows: [BoardRow]) {
    (quota, framework, unit) = (group.quota, group.framework, group.unit)
    self.rows = rows
  }

  /// The same group, with the rows of one grading unit only; ranks and margins stay those of all.
  package func only(gradedBy unit: Code) -> BoardGroup {
    BoardGroup(narrowing: self, to: rows.filter { $0.gradingUnit == unit })
  }

  /// How many have A when the decisions in force are counted in.
  package var holders: Int { rows.count { $0.outcome == .a } }

  /// Places for A that nobody has, with the decisions in force; never below zero.
  package func freePlaces(allowed: Int) -> Int { max(0, allowed - holders) }

  /// Places that a board may still award among those who tie.
  package var placesToAward: Int {
    guard let quota else { return 0 }
    let given = rows.count { $0.outcome == .a && $0.final != .a }
    return max(0, quota.placesOpen - given)
  }

  /// Those who tie at the line and about whom nobody decided yet.
  package var undecidedTies: [BoardRow] {
    rows.filter { $0.line == .tie && $0.decision == nil }
  }

  /// The run does not know an exception yet, or knows a decision that was withdrawn: what the list
  /// will be, only another run can tell.
  package var needsAnotherRun: Bool {
    quota?.isOutdated == true || rows.contains { $0.isWithdrawn }
  }

  /// Members who would keep A but for the quota.
  package var lostByQuota: [BoardRow] {
    rows.filter { $0.grade == .a && ($0.line == .tie || $0.line == .below) && $0.outcome != .a }
  }
}
