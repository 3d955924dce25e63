/// A calendar day, without a time and without a zone.
///
/// Counted in days from 1970-01-01 in the Gregorian calendar, years 1 to 9999. ``beginning`` stands
/// for "as far back as the record reaches".
package struct Day: Hashable, Sendable {
  package let number: Int32

  /// Before every other day: a fact that holds "as far back as the record reaches".
  package static let beginning = Day(unchecked: .min)

  package static let first = Day(unchecked: -719_162)
  package static let last = Day(unchecked: 2_932_896)

  /// The day `number` days after 1970-01-01, or `nil` outside the years 1 to 9999.
  package init?(number: Int32) {
    guard (Day.first.number...Day.last.number).contains(number) else { return nil }
    self.number = number
  }

  private init(unchecked number: Int32) { self.number = number }

  /// The day of that year, month and day of the month, or `nil` where the calendar has none.
  package init?(_ year: Int, _ month: Int, _ day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Month.length(year: year, month: month)).contains(day)
    else { return nil }
    self.number = Int32(Day.count(year: year, month: month, day: day))
  }

  /// Days from 1970-01-01, by eras of 400 years (Howard Hinnant, "chrono-Compatible Low-Level
  /// Date Algorithms").
  private static func count(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month and day of the month.
  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The day that many days later, held inside the calendar.
  package func adding(days: Int) -> Day {
    guard self != .beginning else { return self }
    let sum = Int(number) + days
    return Day(
      unchecked: Int32(clamping: min(max(sum, Int(Day.first.number)), Int(Day.last.number))))
  }

  package var month: Month { Month(containing: self) }
}

extension Day: Comparable {
  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day: LosslessStringConvertible {
  /// Reads `YYYY-MM-DD` or `dd/mm/yyyy` (the day and month may have one digit).
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    if bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
      let day = Self.digits(bytes[8..<10])
    {
      self.init(year, month, day)
      return
    }
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 3, (1...2).contains(parts[0].count), (1...2).contains(parts[1].count),
      parts[2].count == 4, let day = Self.digits(parts[0]), let month = Self.digits(parts[1]),
      let year = Self.digits(parts[2])
    else { return nil }
    self.init(year, month, day)
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }

  /// `YYYY-MM-DD`; `-infinity` for ``beginning``.
  package var description: String {
    guard self != .beginning else { return "-infinity" }
    let (year, month, day) = civil
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }
}

/// A whole number with leading zeros.
func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
