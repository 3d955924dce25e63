/// One scoring of a month: `scoring.md` §8.
package struct Run: Sendable, Hashable {
  /// What the inputs were when it was started.
  package enum Kind: String, Sendable, CaseIterable, Hashable {
    /// The period was open.
    case provisional
    /// The period was closed: its inputs are frozen.
    case final
  }

  package enum State: String, Sendable, CaseIterable, Hashable {
    case building, finished, abandoned, published, superseded
  }
}
