import Basics
import Frameworks

/// The evaluation sheet of a member, or of a unit as a whole, in one month.
package struct Sheet: Sendable, Hashable {
  package let subject: Subject
  package let month: Month
  /// The revision of the month in which it was last written.
  package let revision: Int
  package let framework: KnownFramework
  package let state: State
  /// Whether somebody has written on it; until then it is a proposal and counts as no sheet.
  package let isTouched: Bool
  /// The month from which back an untouched sheet looks for entries to propose.
  package let shape: Month?
  package let version: Int

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

  package enum Step: String, Sendable, CaseIterable, Hashable {
    case edit, `import`
    case score = "self"
    case review, decide
    case `return`
    /// Of the month: not a row of a sheet.
    case publish
    /// On the register of appeals: not a row of a sheet.
    case appeal, answer
  }
}

extension Sheet.State {
  /// The workflow of a sheet, whole: a pair that is not here is a step that cannot be taken.
  ///
  /// Whatever changes what was signed clears the signatures: it leads back to the draft.
  package func after(_ step: Sheet.Step) -> Sheet.State? {
    switch (self, step) {
    case (.draft, .edit), (.selfScored, .edit), (.reviewed, .edit), (.decided, .edit): .draft
    case (.draft, .import), (.selfScored, .import), (.reviewed, .import), (.decided, .import):
      .draft
    case (.draft, .score), (.selfScored, .score): .selfScored
    case (.selfScored, .review), (.reviewed, .review): .reviewed
    case (.reviewed, .decide), (.decided, .decide): .decided
    case (.selfScored, .return), (.reviewed, .return), (.decided, .return): .draft
    case (.decided, .publish): .published
    case (.published, .appeal): .underAppeal
    case (.underAppeal, .answer): .published
    default: nil
    }
  }

  /// The state in words.
  package var title: Phrase {
    switch self {
    case .draft: Phrase(vi: "bản nháp", en: "a draft")
    case .selfScored: Phrase(vi: "đã tự chấm", en: "self-scored")
    case .reviewed: Phrase(vi: "đã thẩm định", en: "reviewed")
    case .decided: Phrase(vi: "đã quyết định", en: "decided")
    case .published: Phrase(vi: "đã công bố", en: "published")
    case .underAppeal: Phrase(vi: "đang kiến nghị", en: "under appeal")
    }
  }
}

extension Sheet.Step {
  /// The step in words.
  package var title: Phrase {
    switch self {
    case .edit: Phrase(vi: "sửa", en: "edit")
    case .import: Phrase(vi: "nhập từ tệp", en: "import")
    case .score: Phrase(vi: "tự chấm", en: "self-score")
    case .review: Phrase(vi: "thẩm định", en: "review")
    case .decide: Phrase(vi: "quyết định", en: "decide")
    case .return: Phrase(vi: "trả lại", en: "return")
    case .publish: Phrase(vi: "công bố", en: "publish")
    case .appeal: Phrase(vi: "kiến nghị", en: "appeal against")
    case .answer: Phrase(vi: "trả lời kiến nghị", en: "answer the appeal against")
    }
  }
}

/// Whose sheet is meant, as people name it: a member's code, or `unit:CODE` for a collective's.
package enum SubjectName: Sendable, Hashable, LosslessStringConvertible {
  case member(Code)
  case unit(Code)

  package init?(_ text: String) {
    if text.hasPrefix("unit:") {
      guard let code = Code(String(text.dropFirst(5))) else { return nil }
      self = .unit(code)
    } else {
      guard let code = Code(text) else { return nil }
      self = .member(code)
    }
  }

  package init(_ code: Code, of subject: Sheet.Subject) {
    switch subject {
    case .member: self = .member(code)
    case .unit: self = .unit(code)
    }
  }

  package var code: Code {
    switch self {
    case .member(let code), .unit(let code): code
    }
  }

  package var description: String {
    switch self {
    case .member(let code): code.text
    case .unit(let code): "unit:\(code)"
    }
  }
}
