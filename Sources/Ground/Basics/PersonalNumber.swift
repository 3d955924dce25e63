/// A 12-digit personal identification number (số định danh, CCCD).
///
/// `PPP G YY NNNNNN`: place of birth registration, century and sex, year of birth, six digits; no
/// check digit. Legal basis and certainty: Law on Identification; structure from public pages.
package struct PersonalNumber: Hashable, Sendable {
  package let text: String

  /// Reads 12 digits, nothing else.
  package init?(_ text: String) {
    guard text.utf8.count == 12, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    self.text = text
  }

  /// What in the number speaks against the record; a warning, never a block, because records and
  /// registers both have errors and a person's sex can change.
  package func doubts(sex: Sex?, birthDate: Day?) -> [Doubt] {
    let digits = Array(text.utf8).map { Int($0 - 48) }
    let century = 1900 + digits[3] / 2 * 100
    var doubts: [Doubt] = []
    if let sex, (digits[3] % 2 == 0) != (sex == .male) { doubts.append(.sex) }
    if let birthDate, birthDate != .beginning,
      birthDate.civil.year != century + digits[4] * 10 + digits[5]
    {
      doubts.append(.birthYear)
    }
    return doubts
  }

  package enum Doubt: Hashable, Sendable {
    case sex, birthYear
  }
}

/// Sex as in the civil register.
package enum Sex: String, Sendable, CaseIterable {
  case male, female
}
