/// An error written for the person at the screen.
///
/// `message` says what happened, `hint` says what to do next, and `kind` is what every door turns
/// into its own signal: an HTTP status, a CLI exit code, a job's retry decision.
package protocol Problem: Error, Sendable {
  var kind: ProblemKind { get }
  var message: Phrase { get }
  var hint: Phrase? { get }
}

/// What sort of thing went wrong, in the words that doors translate.
package enum ProblemKind: String, Sendable, CaseIterable {
  /// Some rows were refused; a report says which.
  case rowsRefused
  /// The request itself makes no sense.
  case usage
  /// A rule or a permission says no.
  case refused
  /// There is no such thing, or none that this person may know of.
  case notFound
  /// Somebody else changed it first, or it is already closed.
  case conflict
  /// The database cannot be reached.
  case unavailable
  /// A fault of the program.
  case fault
}

/// A problem that needs no type of its own.
package struct PlainProblem: Problem, Hashable {
  package let kind: ProblemKind
  package let message: Phrase
  package let hint: Phrase?

  package init(_ kind: ProblemKind, _ message: Phrase, hint: Phrase? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }
}
