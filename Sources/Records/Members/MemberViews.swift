import Basics
import Organisation

/// A member as shown on one day: the record, the facts of that day and what they are called.
package struct MemberView: Sendable {
  package let member: Member
  package let facts: Member.Facts
  package let day: Day
  package let units: [Unit.ID: UnitName]
  package let manager: Code?
  package let dossier: [DossierEntry]
  package let profile: [(field: String, value: String)]
  /// Duplicates that were merged into this record.
  package let duplicates: [Code]

  package struct UnitName: Sendable, Hashable {
    package let code: Code
    package let name: String
  }
}

/// One line of a list of members: what a secretary needs to tell two people apart.
package struct MemberLine: Sendable {
  package let code: Code
  package let fullName: Personal<String>
  package let birthDate: Personal<Day?>
  package let personalID: Personal<String?>
  package let partyCard: Personal<String?>
  package let status: Member.Status?
  package let cell: String?
  package let cellName: String?
  package let agency: String?
  package let agencyName: String?
  package let position: String?

  /// A number with all but its last four digits hidden.
  package static func masked(_ number: String?) -> String {
    guard let number else { return "" }
    return String(repeating: "•", count: max(0, number.count - 4)) + number.suffix(4)
  }
}

/// One line of the history of a member: a fact, from when it holds, since when it is known, and who
/// made it known.
package struct MemberChange: Sendable {
  package let knownAt: Instant
  package let from: Day?
  package let what: String
  package let value: String
  package let account: String
  package let verb: String
  package let reason: String
  package let document: String
}
