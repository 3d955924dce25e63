import Basics
import Frameworks
import Scoring

/// What a quota looks at of one member.
///
/// Members with grade A, and everybody about whom a board decided. Small: a group keeps all of its
/// own until the last has come.
package struct QuotaCandidate: Sendable, Hashable {
  /// Number of the member; it orders what is reported and never decides anything.
  package let member: Int64
  private let totalHundredths: Int32
  private let exceededCount: Int32
  private let worksCount: Int32
  private let firstPoints: FirstPoints
  /// The grade after the gates.
  package let grade: Framework.Grade
  package let decision: QuotaDecision

  /// Whole hundredths, as points awarded for criteria are, take no memory of their own.
  private enum FirstPoints: Sendable, Hashable {
    case hundredths(Int32)
    indirect case exact(Fraction)
  }

  /// - Parameters:
  ///   - member: number of the member.
  ///   - grade: after the gates.
  ///   - total: rounded, 0 to 100.
  ///   - exceeded: products completed beyond what was assigned.
  ///   - works: products on the sheet.
  ///   - first: exact points of the first section.
  ///   - decision: what a board decided about the member.
  package init(
    member: Int64, grade: Framework.Grade = .a, total: Points, exceeded: Int, works: Int,
    first: Fraction, decision: QuotaDecision = .none
  ) {
    self.member = member
    self.grade = grade
    totalHundredths = Int32(clamping: total.hundredths)
    exceededCount = Int32(clamping: exceeded)
    worksCount = Int32(clamping: works)
    self.decision = decision
    if let hundredths = first.hundredths, let small = Int32(exactly: hundredths) {
      firstPoints = .hundredths(small)
    } else {
      firstPoints = .exact(first)
    }
  }

  package var total: Points { Points(hundredths: Int64(totalHundredths)) }

  package var first: Fraction {
    switch firstPoints {
    case .hundredths(let number): Fraction(Points(hundredths: Int64(number)))
    case .exact(let fraction): fraction
    }
  }

  /// How two compare by what decides: total, exceeded share (0 without work), first section.
  ///
  /// `nil` for a tie: neither a code nor a name breaks it.
  func isAhead(of other: QuotaCandidate) -> Bool? {
    if totalHundredths != other.totalHundredths {
      return totalHundredths > other.totalHundredths
    }
    let (mine, theirs) = (
      Int64(exceededCount) * Int64(max(other.worksCount, 1)),
      Int64(other.exceededCount) * Int64(max(worksCount, 1))
    )
    if mine != theirs { return mine > theirs }
    if case .hundredths(let one) = firstPoints, case .hundredths(let two) = other.firstPoints {
      return one == two ? nil : one > two
    }
    return first == other.first ? nil : first > other.first
  }
}

/// What a board decided about a member.
package enum QuotaDecision: Sendable, Hashable {
  case none
  /// A place: it keeps A, also when the month is run again.
  case awarded
  /// Another grade, with a reason.
  case moved(to: Framework.Grade)
}

/// Members who share the places of a quota (`scoring.md` §5).
package struct QuotaGroup: Sendable, Hashable {
  /// The number of the framework in the database; another version is another framework.
  package var framework: Int32
  package var form: Framework.Form
  /// Where it stands: see ``Quota/standing(of:by:parentOf:)``.
  package var unit: Int64
  /// All rated; of them with grade A and with grade B.
  package var rated: Int
  package var a: Int
  package var b: Int

  package init(
    framework: Int32, form: Framework.Form, unit: Int64, rated: Int, a: Int, b: Int
  ) {
    self.framework = framework
    self.form = form
    self.unit = unit
    self.rated = rated
    self.a = a
    self.b = b
  }
}

/// Which groups carry a recorded exception.
package struct QuotaPlace: Sendable, Hashable {
  /// The unit at which the group stands.
  package let unit: Int64
  package let framework: Int32

  package init(unit: Int64, framework: Int32) {
    self.unit = unit
    self.framework = framework
  }
}

/// A final grade that a quota or a board settled; everybody else keeps the grade.
///
/// Sixteen bytes: a national month has half a million of them.
package struct QuotaChange: Sendable, Hashable {
  package enum Reason: String, Sendable, CaseIterable, Hashable {
    case quota
    case quotaTie = "quota_tie"
    case boardAward = "board_award"
    case boardMove = "board_move"
  }

  package let member: Int64
  private let groupNumber: Int32?
  package let finalGrade: Framework.Grade
  package let reason: Reason

  init(member: Int64, finalGrade: Framework.Grade, reason: Reason, group: Int?) {
    self.member = member
    groupNumber = group.map { Int32(clamping: $0) }
    self.finalGrade = finalGrade
    self.reason = reason
  }

  /// Place of the group among the reports; `nil` where the framework has no quota.
  package var group: Int? { groupNumber.map { Int($0) } }
}

/// A group after its places were given out.
package struct QuotaReport: Sendable, Hashable {
  package let framework: Int32
  package let form: Framework.Form
  package let unit: Int64
  /// Starved groups were merged into it.
  package let pooled: Bool
  package let rated: Int
  package let a: Int
  package let b: Int
  /// The share that was used.
  package let share: ExactDecimal
  /// The share is a recorded exception.
  package let excepted: Bool
  /// x: how many may keep A.
  package let allowed: Int
  /// Of those with grade A, how many keep it.
  package let kept: Int
  /// Members who tie at the line and wait for a board.
  package let tiesWaiting: Int
  /// Places that the board may award among them.
  package let placesOpen: Int

  /// There are more A than places.
  package var isOver: Bool { a > allowed }
}
