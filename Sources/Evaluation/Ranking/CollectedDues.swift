import Basics
import Scoring

/// What a unit and all below it have charged for a month and collected of it: `scoring.md` §7.
package struct CollectedDues: Sendable, Hashable {
  package var assessed: Money
  package var collected: Money

  package init(assessed: Money, collected: Money) {
    self.assessed = assessed
    self.collected = collected
  }

  /// 100·collected/assessed, exact; `nil` where nothing was to be collected.
  package var component: Fraction? {
    Fraction(collected.dong, over: assessed.dong).map { Fraction(100) * $0 }
  }

  package static func + (left: CollectedDues, right: CollectedDues) -> CollectedDues {
    CollectedDues(
      assessed: left.assessed + right.assessed, collected: left.collected + right.collected)
  }
}
