import Basics
import Members
import Organisation

/// The move of a member from one party cell to another, or for a while (294-QĐ/TW, point 6).
package struct Transfer: Sendable, Hashable {
  /// The number that people use.
  package let number: Int64
  package let member: Member.ID
  package let memberCode: Code
  package let kind: Kind
  /// The official cell; `nil`: comes from outside the record.
  package let from: Unit.ID?
  package let fromCode: Code?
  /// The cell that receives; `nil`: goes outside the record.
  package let to: Unit.ID?
  package let toCode: Code?
  /// The place outside, in words; empty for a cell of the record.
  package let destination: String
  /// The committee that the rule names for the introduction letter.
  package let authority: Unit.ID
  package let authorityCode: Code
  package let purpose: Purpose?
  /// First day at the other place.
  package let effectiveOn: Day
  /// Last day of a temporary stay, as it stands now.
  package let lastOn: Day?
  /// The day of the decision or of the move, from which the first deadline counts.
  package let eventOn: Day
  package let askedOn: Day
  package let startBy: Day
  package let reason: String
  package let document: String
  /// The list that it stands on.
  package let list: Int64?
  package let state: State
  package let steps: Int
  package let releasedBy: Code?
  package let releasedOn: Day?
  package let presentBy: Day?
  /// The stay was extended; a second time is not.
  package let isExtended: Bool
}

extension Transfer {
  package enum Kind: String, Sendable, CaseIterable, Hashable {
    /// To another grassroots organisation, or out of the record.
    case official
    /// For a while; the official cell stays.
    case temporary
    /// Between cells of one grassroots committee.
    case `internal`
    /// To another country for 12 months or more.
    case abroad
    /// Home from abroad.
    case `return`
  }

  /// What a temporary stay is for: the limits hang on it (232-QĐ/TW, point 6.3.2).
  package enum Purpose: String, Sendable, CaseIterable, Hashable {
    /// From 3 months to less than a year.
    case move
    /// Full-time study in the country, 3 months to 2 years.
    case study
  }

  package enum State: String, Sendable, CaseIterable, Hashable {
    case submitted, reviewed, released
    case inTransit = "in_transit"
    case received, returned, cancelled

    /// Whether no other transfer of the member may begin.
    package var isOpen: Bool { self < .received }
  }

  package enum Step: String, Sendable, CaseIterable, Hashable {
    case request
    /// The meeting of the departing cell.
    case review
    /// The introduction letter.
    case release
    /// The papers are complete, the file is sealed and handed to the member.
    case send
    /// The meeting of the other side.
    case receive
    case `return`
    case cancel
    /// A temporary stay gets a later last day, once.
    case extend
    /// A temporary stay gets an earlier last day.
    case end
  }

  /// Whether the member carries papers to the other place.
  ///
  /// Inside one grassroots committee there is no letter, from abroad the papers have come already,
  /// and a list is the letter of all who stand on it.
  package var travels: Bool { kind.travels && list == nil }
}

extension Transfer.State: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Transfer.Kind {
  /// Whether one member alone carries papers to the other place.
  package var travels: Bool { self == .official || self == .temporary || self == .abroad }
}

extension Transfer.Step {
  /// The workflow, whole: a pair that is not here is a step that cannot be taken.
  ///
  /// The database has the same table as `transfer_workflow`; a test compares them.
  ///
  /// - Parameters:
  ///   - state: where the transfer stands; `nil`: there is none yet.
  ///   - travels: whether the member carries papers.
  /// - Returns: where it stands afterwards.
  package func after(_ state: Transfer.State?, travels: Bool) -> Transfer.State? {
    switch (state, self) {
    case (nil, .request): .submitted
    case (.submitted, .review): .reviewed
    case (.reviewed, .release): .released
    case (.released, .send) where travels: .inTransit
    case (.released, .receive) where !travels: .received
    case (.inTransit, .receive) where travels: .received
    case (.submitted, .return), (.reviewed, .return): .returned
    case (.released, .return) where !travels: .returned
    case (.inTransit, .return) where travels: .returned
    case (.submitted, .cancel), (.reviewed, .cancel), (.released, .cancel): .cancelled
    case (.inTransit, .cancel) where travels: .cancelled
    case (.received, .extend) where travels, (.received, .end) where travels: .received
    default: nil
    }
  }

  /// Whether it has to be said why.
  package var needsReason: Bool {
    switch self {
    case .return, .cancel, .extend, .end: true
    default: false
    }
  }
}

extension Transfer {
  /// One step that was taken.
  package struct Taken: Sendable, Hashable {
    package let number: Int
    package let step: Step
    package let state: State
    package let account: Code
    package let day: Day
    package let reason: String
    package let document: String
    package let duesReason: String
    package let lastOn: Day?
  }

  /// Which deadline runs, and until when.
  package enum Clock: String, Sendable, CaseIterable, Hashable { case start, present }

  /// The deadline that runs just now; `nil` where none does.
  ///
  /// Until the introduction letter the 60 working days to start, from then on the 30 working days
  /// to present it.
  package var deadline: (clock: Clock, day: Day)? {
    switch state {
    case .submitted, .reviewed: (.start, startBy)
    case .released, .inTransit: presentBy.map { (.present, $0) }
    default: nil
    }
  }

  /// Who has to act next.
  package enum Holder: String, Sendable, CaseIterable, Hashable {
    case departingCell = "departing_cell"
    case authority
    case receivingCell = "receiving_cell"
    case nobody
  }

  package var holder: Holder {
    switch state {
    case .submitted: .departingCell
    case .reviewed: .authority
    case .released: travels ? .authority : .receivingCell
    case .inTransit: .receivingCell
    default: .nobody
    }
  }
}
