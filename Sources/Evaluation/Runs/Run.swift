import Basics

/// One scoring of a month: `scoring.md` §8.
package struct Run: Sendable, Hashable {
  /// From 1, without gaps.
  package let number: Int32
  package let month: Month
  /// The revision of the month whose sheets it reads.
  package let revision: Int16
  package let kind: Kind
  package let state: State
  /// People and units are read as known at this moment.
  package let knownAt: Instant
  /// Decisions of boards are read as they stood at this moment.
  package let startedAt: Instant
  package let startedBy: Code
  /// The finished run of the month before it: a chain.
  package let previous: Int32?
  package let programVersion: String
  package let seal: Seal?

  /// What the inputs were when it was started.
  package enum Kind: String, Sendable, CaseIterable, Hashable {
    /// The period was open.
    case provisional
    /// The period was closed: its inputs are frozen.
    case final
  }

  package enum State: String, Sendable, CaseIterable, Hashable {
    case building, finished, abandoned, published, superseded

    /// Whether its results may be read.
    package var isSealed: Bool { self != .building && self != .abandoned }
  }

  /// What a finished run says of itself: counts and digests, lower-case hex of SHA-256.
  package struct Seal: Sendable, Hashable {
    package var counts = Counts()
    package var inputDigest = ""
    package var runDigest = ""
    package var rankingDigest = ""
    /// `id@version:digest` of each framework used, joined by `;`.
    package var frameworkDigests = ""

    package init() {}
  }

  /// The line that a rehearsal and the real run both say.
  package struct Counts: Sendable, Hashable {
    package var expected = 0
    package var rated = 0
    package var notRated = 0
    package var incomplete = 0
    /// Lines equal to those of the previous run.
    package var unchanged = 0
    /// Members that cannot be scored: one without a unit.
    package var skipped = 0
    /// Groups with more A than their quota.
    package var groupsOver = 0
    /// Members who tie at the line of their group.
    package var tiesWaiting = 0
    /// Places that a board may award among them.
    package var placesOpen = 0

    package init() {}

    package var toWrite: Int { expected - unchanged }
  }
}

extension Run: CustomStringConvertible {
  package var description: String { "run \(number) of \(month)" }
}

/// What a run is doing, for a progress bar.
package enum RunStep: Sendable, Hashable {
  case freezing
  case scoring(done: Int, of: Int)
  case settling
  case storing
}
