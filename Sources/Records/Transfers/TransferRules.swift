import Access
import Basics
import Organisation

/// The deadlines of a transfer (294-QĐ/TW, point 6.3.1), in working days.
package enum TransferDeadline {
  /// From the effect of the decision, or from the move, until the procedure has to be started.
  package static let workingDaysToStart = 60
  /// From the introduction letter until it has to be presented to the new cell committee.
  package static let workingDaysToPresent = 30

  package static func start(after event: Day, calendar: WorkCalendar) -> Day {
    calendar.adding(workingDays: workingDaysToStart, to: event)
  }

  package static func present(after release: Day, calendar: WorkCalendar) -> Day {
    calendar.adding(workingDays: workingDaysToPresent, to: release)
  }
}

/// Whose committee gives the introduction letter (domain: 294-QĐ/TW).
///
/// Members of one grassroots organisation move by its own committee. Who leaves it needs the direct
/// superior committee of the grassroots organisation; where that is the top of the tree, the city's
/// Organisation Commission acts for it.
package struct TransferAuthority: Sendable, Hashable {
  package let grassroots: Int64
  package let superior: Int64

  /// - Parameters:
  ///   - line: from the cell up to the top.
  ///   - stated: units that are on record as grassroots organisations.
  ///
  /// Where nothing is stated, the unit two below the top is taken for the grassroots organisation
  /// (city, superior committee, grassroots organisation), and in a lower tree the cell itself.
  package init(line: UnitLine, stated: Set<Int64>) {
    let units = line.units
    let place = units.firstIndex(where: stated.contains) ?? max(0, units.count - 3)
    grassroots = units[place]
    superior = units[min(place + 1, units.count - 1)]
  }
}

/// How long a temporary stay may be (232-QĐ/TW, point 6.3.2).
package enum StayLength {
  package static let leastMonths = 3

  package enum Flaw: Error, Hashable, Sendable { case tooShort, tooLong }

  /// - Throws: the ``Flaw`` of a stay from `first` through `last`.
  package static func check(
    _ purpose: Transfer.Purpose, from first: Day, through last: Day
  ) throws(Flaw) {
    let end = last.adding(days: 1)
    guard end >= first.adding(months: leastMonths) else { throw .tooShort }
    switch purpose {
    case .move: guard end < first.adding(months: 12) else { throw .tooLong }
    case .study: guard end <= first.adding(months: 24) else { throw .tooLong }
    }
  }

  /// The latest last day that an extension may give.
  ///
  /// The regulation lets a stay be extended and names no length; here the extension itself is held
  /// to what a stay of its purpose may last at most.
  package static func latest(_ purpose: Transfer.Purpose, extending last: Day) -> Day {
    switch purpose {
    case .move: last.adding(months: 12).adding(days: -1)
    case .study: last.adding(months: 24)
    }
  }
}

extension Day {
  /// The same day of a later month, or that month's last day where it has none such.
  func adding(months: Int) -> Day {
    let month = self.month.adding(months: months)
    return Day(month.year, month.monthOfYear, civil.day) ?? month.lastDay
  }
}

extension Transfer {
  /// A paper in the file of a transfer.
  package enum Paper: String, Sendable, CaseIterable, Hashable {
    case decision
    case introductionLetter = "introduction_letter"
    case memberSheet = "member_sheet"
    case partyCard = "party_card"
    /// In place of the card, of a probationary member.
    case admissionFile = "admission_file"
    /// The full member file, sealed; its number is that of the seal.
    case dossier
    case selfReview = "self_review"
  }

  /// The papers without which the file is not complete.
  ///
  /// - Parameters:
  ///   - kind: of the transfer.
  ///   - isOfficial: the member has been recognised as an official one, and so has a card.
  /// - Returns: what has to be there: before the file is sent, and of who returns from abroad
  ///   before the letter.
  package static func papers(for kind: Kind, isOfficial: Bool) -> [Paper] {
    let card: Paper = isOfficial ? .partyCard : .admissionFile
    return switch kind {
    case .official: [.introductionLetter, .memberSheet, card, .dossier, .selfReview]
    case .temporary: [.introductionLetter, card]
    case .abroad: [.decision, .introductionLetter, .selfReview]
    case .return: [.selfReview]
    case .internal: []
    }
  }

  /// What a member may do at a place.
  package enum Right: String, Sendable, CaseIterable, Hashable {
    case attend, speak, vote, stand, elect
    /// Counts among the members of the place.
    case counted
  }

  /// The rights of a temporary stay at the place of the stay; all others stay at home.
  package static let rightsOfStay: Set<Right> = [.attend, .speak]
}
