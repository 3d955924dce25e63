import Basics
import Frameworks

/// A month of evaluation: opened for everybody at once, closed for everybody at once.
package struct EvaluationPeriod: Sendable, Hashable {
  package let month: Month
  package let state: State
  /// From 1; rises each time the month is reopened.
  package let revision: Int
  /// Since when nothing of this revision changes; `nil` while it is open.
  package let frozenAt: Instant?
  /// The frameworks of those whose sheet names no other, by their numbers in this database.
  package let frameworks: [Framework.Form: Int32]
  package let version: Int

  package enum State: String, Sendable, CaseIterable, Hashable {
    case open
    /// The last call: what people write of themselves is over, the office, the reviewers and the
    /// deciders finish.
    case closing
    case closed, published

    /// Whether sheets may be written at all.
    package var takesWrites: Bool { self == .open || self == .closing }
  }

  package enum Step: String, Sendable, CaseIterable, Hashable {
    case beginClosing = "begin_closing"
    case resume, close, publish
    case requestReopening = "request_reopening"
    case reopen
  }
}

extension EvaluationPeriod.State {
  /// The workflow of a month, whole: a pair that is not here is a step that cannot be taken.
  ///
  /// The database keeps the same by the trigger `period_step_allowed`.
  package func after(_ step: EvaluationPeriod.Step) -> EvaluationPeriod.State? {
    switch (self, step) {
    case (.open, .beginClosing): .closing
    case (.closing, .resume): .open
    case (.open, .close), (.closing, .close): .closed
    // Parts of a month may be published one after the other.
    case (.closed, .publish), (.published, .publish): .published
    case (.closed, .requestReopening): .closed
    case (.published, .requestReopening): .published
    // As a new revision: what an earlier one said stays.
    case (.closed, .reopen), (.published, .reopen): .open
    default: nil
    }
  }

  /// The state in words.
  package var title: Phrase {
    switch self {
    case .open: Phrase(vi: "đang mở", en: "open")
    case .closing: Phrase(vi: "sắp đóng", en: "closing")
    case .closed: Phrase(vi: "đã đóng", en: "closed")
    case .published: Phrase(vi: "đã công bố", en: "published")
    }
  }
}

/// A framework as people name it: `ID`, meaning the latest version that holds, or `ID@VERSION`.
package struct FrameworkName: Sendable, Hashable, LosslessStringConvertible {
  package let code: Code
  package let version: Int?

  package init(_ code: Code, version: Int? = nil) {
    self.code = code
    self.version = version
  }

  package init?(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let code = Code(String(first)) else { return nil }
    guard parts.count == 2 else {
      self.init(code)
      return
    }
    guard let version = Int(parts[1]), version > 0, version < 1_000_000 else { return nil }
    self.init(code, version: version)
  }

  package var description: String { version.map { "\(code)@\($0)" } ?? code.text }

  /// What a form is scored by where nobody says otherwise.
  package static func standard(for form: Framework.Form) -> FrameworkName {
    let text =
      switch form {
      case .staff: "decree-335-2025.staff"
      case .leader: "decree-335-2025.leader"
      case .collective: "collective-2025"
      }
    return FrameworkName(Code(text) ?? .blank)
  }
}
