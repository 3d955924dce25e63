/// A calendar month: the beat of evaluation and dues.
package struct Month: Hashable, Sendable {
  /// Months from January of the year 0: `year * 12 + month - 1`.
  package let number: Int32

  package init?(_ year: Int, _ month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    number = Int32(year * 12 + month - 1)
  }

  package init(containing day: Day) {
    let civil = (day == .beginning ? Day.first : day).civil
    number = Int32(civil.year * 12 + civil.month - 1)
  }

  private init(unchecked number: Int32) { self.number = number }

  package var year: Int { Int(number) / 12 }
  package var monthOfYear: Int { Int(number) % 12 + 1 }

  package var firstDay: Day { Day(year, monthOfYear, 1) ?? .first }

  package var lastDay: Day {
    Day(year, monthOfYear, Month.length(year: year, month: monthOfYear)) ?? .last
  }

  /// The month that many months later, held inside the calendar.
  package func adding(months: Int) -> Month {
    Month(unchecked: Int32(clamping: min(max(Int(number) + months, 12), 9999 * 12 + 11)))
  }

  /// How many days the month of that year has.
  static func length(year: Int, month: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

extension Month: Comparable {
  package static func < (left: Month, right: Month) -> Bool { left.number < right.number }
}

extension Month: LosslessStringConvertible {
  /// Reads `YYYY-MM`.
  package init?(_ text: String) {
    guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})/), let year = Int(match.1),
      let month = Int(match.2)
    else { return nil }
    self.init(year, month)
  }

  package var description: String { "\(padded(year, to: 4))-\(padded(monthOfYear, to: 2))" }
}
