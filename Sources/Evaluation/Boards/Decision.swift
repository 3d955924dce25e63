/// What a board decides about a grade.
package enum Decision: String, Sendable, CaseIterable, Hashable {
  /// A place that a tie left open.
  case award
  /// Another grade than the quota left, with a reason.
  case move
}
