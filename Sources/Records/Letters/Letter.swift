import Basics
import Members
import Organisation

/// A letter that a unit gives out about a member, from request to issue.
package struct Letter: Sendable, Hashable {
  /// The number of the request, by which the office speaks of it.
  package let id: Int64
  package let kind: LetterKind
  package let member: Member.ID
  package let memberCode: Code
  package let memberName: Personal<String>
  /// The unit in whose book it gets its number.
  package let issuer: Unit.ID
  package let issuerCode: Code
  package let purpose: String
  package let addressee: String
  /// Of a comment at the place of residence.
  package let occasion: Occasion?
  /// Of a yearly comment.
  package let year: Int?
  /// Of an introduction letter.
  package let transfer: Int64?
  /// Of a statement.
  package let months: ClosedRange<Month>?
  /// The revoked letter in whose place it stands.
  package let replaces: Int64?
  package let state: State
  package let steps: Int
  package let draftedBy: Code?
  /// Where it was issued.
  package let issue: Issue?

  /// What an issued letter has.
  package struct Issue: Sendable, Hashable {
    package let number: Int
    package let year: Int
    package let code: LetterCode
    package let day: Day
    package let validUntil: Day?
    package let account: Code
    package let key: String
  }
}

extension Letter {
  package enum State: String, Sendable, CaseIterable, Hashable {
    case requested, drafted, reviewed, issued, refused, cancelled, revoked

    /// Whether a second letter of its kind about the member would be one too many.
    package var isOpen: Bool { self == .requested || self == .drafted || self == .reviewed }
  }

  package enum Step: String, Sendable, CaseIterable, Hashable {
    case request
    /// Drawn up from the record, with the day on which that was read.
    case draft
    case review
    /// Back to whoever drafts.
    case `return`
    case refuse
    /// Taken back by whoever asked.
    case cancel
    /// Numbered and signed.
    case issue
    case revoke
  }

  /// What a comment at the place of residence is for; outside the yearly round it is given only
  /// where one of the others asks for it (33-HD/BTCTW).
  package enum Occasion: String, Sendable, CaseIterable, Hashable {
    case yearly, personnel, reward, discipline
  }
}

extension Letter.Step {
  /// The workflow, whole: a pair that is not here is a step that cannot be taken.
  ///
  /// The database has the same table as `letter_workflow`; a test compares them.
  ///
  /// - Parameters:
  ///   - state: where the letter stands; `nil`: there is none yet.
  ///   - ofTransfer: of an introduction letter, whose transfer has had its two keys.
  /// - Returns: where it stands afterwards.
  package func after(_ state: Letter.State?, ofTransfer: Bool) -> Letter.State? {
    switch (state, self) {
    case (nil, .request): .requested
    case (.requested, .draft), (.drafted, .draft): .drafted
    case (.drafted, .review) where !ofTransfer: .reviewed
    case (.drafted, .return) where !ofTransfer, (.reviewed, .return) where !ofTransfer: .requested
    case (.reviewed, .issue) where !ofTransfer, (.drafted, .issue) where ofTransfer: .issued
    case (.requested, .refuse), (.drafted, .refuse): .refused
    case (.reviewed, .refuse) where !ofTransfer: .refused
    case (.requested, .cancel), (.drafted, .cancel): .cancelled
    case (.reviewed, .cancel) where !ofTransfer: .cancelled
    case (.issued, .revoke): .revoked
    default: nil
    }
  }

  /// Whether it has to be said why.
  package var needsReason: Bool {
    switch self {
    case .return, .refuse, .cancel, .revoke: true
    default: false
    }
  }

  /// Whether another account has to take it than the one that drafted.
  package var needsSecondKey: Bool { self == .review || self == .issue }

  /// Whether nobody may take it on a letter about themselves.
  package var isRefusedOnOwn: Bool {
    switch self {
    case .draft, .review, .issue, .revoke: true
    default: false
    }
  }
}

extension Letter.State {
  package var title: Phrase {
    switch self {
    case .requested: Phrase(vi: "đã đề nghị", en: "requested")
    case .drafted: Phrase(vi: "đã soạn, chờ soát", en: "drafted")
    case .reviewed: Phrase(vi: "đã soát, chờ ký", en: "reviewed")
    case .issued: Phrase(vi: "đã ký", en: "issued")
    case .refused: Phrase(vi: "bị từ chối", en: "refused")
    case .cancelled: Phrase(vi: "đã rút", en: "cancelled")
    case .revoked: Phrase(vi: "đã thu hồi", en: "revoked")
    }
  }
}

extension Letter.Step {
  package var title: Phrase {
    switch self {
    case .request: Phrase(vi: "đề nghị", en: "request")
    case .draft: Phrase(vi: "soạn", en: "draft")
    case .review: Phrase(vi: "soát", en: "review")
    case .return: Phrase(vi: "trả lại", en: "return")
    case .refuse: Phrase(vi: "từ chối", en: "refuse")
    case .cancel: Phrase(vi: "rút", en: "cancel")
    case .issue: Phrase(vi: "ký", en: "issue")
    case .revoke: Phrase(vi: "thu hồi", en: "revoke")
    }
  }
}

extension Letter.Occasion {
  package var title: Phrase {
    switch self {
    case .yearly: Phrase(vi: "nhận xét hằng năm", en: "yearly comment")
    case .personnel: Phrase(vi: "công tác cán bộ", en: "personnel matter")
    case .reward: Phrase(vi: "khen thưởng", en: "reward")
    case .discipline: Phrase(vi: "kỷ luật", en: "discipline")
    }
  }
}
