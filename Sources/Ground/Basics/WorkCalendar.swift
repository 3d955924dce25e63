/// Which days are worked: Monday to Friday, without public holidays, with the days made up for a
/// swap.
///
/// Labour Code 2019, articles 111 and 112; the days themselves come from `config/holidays`.
package struct WorkCalendar: Sendable, Hashable {
  /// Days off by law, by compensation for a weekend or by a swap; some may fall on a weekend.
  package let holidays: Set<Day>
  /// Days of a weekend on which a swapped day is made up.
  package let workdaysMadeUp: Set<Day>

  package init(holidays: Set<Day>, workdaysMadeUp: Set<Day>) {
    self.holidays = holidays
    self.workdaysMadeUp = workdaysMadeUp
  }

  package func isWorkingDay(_ day: Day) -> Bool {
    if workdaysMadeUp.contains(day) { return true }
    return !day.isWeekend && !holidays.contains(day)
  }

  /// The last of so many working days, counted from the day after `day`; `day` itself for 0.
  ///
  /// The day on which a term begins is not counted (Civil Code 2015, article 147.2), and a term
  /// ends on a working day (article 148.5).
  package func adding(workingDays: Int, to day: Day) -> Day {
    var (current, left) = (day, workingDays)
    while left > 0, current < .last, current != .beginning {
      current = current.adding(days: 1)
      if isWorkingDay(current) { left -= 1 }
    }
    return current
  }

  /// How many working days lie after `start`, up to and including `end`; 0 where `end` is earlier.
  package func count(after start: Day, through end: Day) -> Int {
    var (current, count) = (start == .beginning ? Day.first : start, 0)
    while current < end {
      current = current.adding(days: 1)
      if isWorkingDay(current) { count += 1 }
    }
    return count
  }

  /// Whether the holidays of the day's year are on the list; where not, only weekends are known.
  package func knowsYear(of day: Day) -> Bool {
    let year = day.month.year
    return holidays.contains { $0.month.year == year }
  }
}

extension Day {
  /// Saturday or Sunday.
  package var isWeekend: Bool {
    // 1970-01-01 was a Thursday; Monday is 0.
    let weekday = ((Int(number) + 3) % 7 + 7) % 7
    return weekday >= 5
  }
}

/// How long a published score may be appealed against.
package enum AppealWindow {
  /// Five working days.
  ///
  /// A local default: no article with a number of days for the monthly class was found, neither in
  /// Decree 335/2025/NĐ-CP nor in Regulation 366-QĐ/TW. The day until which one may appeal is
  /// stored with each publication, so another length changes nothing that was published before.
  package static let workingDays = 5

  /// The last day on which an appeal is taken, for scores published on `day`.
  package static func last(from day: Day, calendar: WorkCalendar) -> Day {
    calendar.adding(workingDays: workingDays, to: day)
  }
}
