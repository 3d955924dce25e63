import Basics

/// The evaluation sheet of a member, or of a unit as a whole, in one month.
package struct Sheet: Sendable, Hashable {
  /// Whose sheet it is.
  ///
  /// Stored as one number, the member's or minus the unit's, so that both live by one rule.
  package enum Subject: Hashable, Sendable {
    case member(Int64)
    case unit(Int64)

    package var number: Int64 {
      switch self {
      case .member(let id): id
      case .unit(let id): -id
      }
    }

    package init(number: Int64) { self = number < 0 ? .unit(-number) : .member(number) }
  }

  package enum State: String, Sendable, CaseIterable, Hashable {
    case draft
    case selfScored = "self_scored"
    case reviewed, decided
    /// Not stored: its period was published.
    case published
    /// Not stored: an appeal waits for its answer.
    case underAppeal = "under_appeal"
  }
}
