import Basics

/// One line of a sheet: `scoring.md` §2 says which fields each kind uses.
package struct Entry: Sendable, Hashable {
  package var kind: Kind
  /// The criterion, product, indicator, key result, factor or event.
  package var code: String
  package var title = ""
  /// The objective of a key result.
  package var group: String?
  package var weight: Quantity?
  package var target: Quantity?
  /// What was completed or measured; `nil`: not reported yet, and not zero.
  package var actual: Quantity?
  package var direction: Direction?
  package var baseline: Quantity?
  /// Without what the objective-cause register excuses; empty is 0.
  package var qualityFailures = Quantity.zero
  package var delays = Quantity.zero
  /// Points of the approver: these count.
  package var points: Quantity?
  /// Points that the person gave: kept beside them.
  package var selfPoints: Quantity?

  package init(kind: Kind, code: String) {
    self.kind = kind
    self.code = code
  }

  package enum Kind: String, Sendable, CaseIterable, Hashable {
    case criterion, work, kpi
    case keyResult = "key_result"
    case factor, event
  }

  package enum Direction: String, Sendable, CaseIterable, Hashable { case up, down }
}

extension Entry {
  /// Factors of leaders (Decree 335/2025/NĐ-CP, article 15): d, đ and e.
  package enum Factor: String, Sendable, CaseIterable, Hashable {
    case unitResults = "unit_results"
    case organising, cohesion
  }

  /// Events that a rule reads; any other code is kept and changes nothing.
  package enum Event: String, Sendable, CaseIterable, Hashable {
    case disciplined
    case onLeave = "on_leave"
    case nothingToReport = "nothing_to_report"

    /// Leaves the month unrated.
    package var excuses: Bool { self != .disciplined }
  }
}
