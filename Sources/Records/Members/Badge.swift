import Basics

/// Party badges (Huy hiệu Đảng): given for years of party age, counted from the day of admission.
///
/// Years: 30, 40, 45 and every five to 90 (domain §5.5, secondary sources). Award days: 3 February,
/// 19 May, 2 September, 7 November.
package enum Badge {
  package static let years = [30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90]

  /// One badge, the day on which the years are full and the first award day from then on.
  package struct Due: Hashable, Sendable {
    package let years: Int
    package let reachedOn: Day
    package let awardDay: Day
  }

  /// The badge that comes next after `day`, and the last that was reached by then.
  package static func around(
    _ day: Day, joinedOn: Day
  ) -> (reached: Due?, next: Due?) {
    let all = years.compactMap { due($0, joinedOn: joinedOn) }
    return (all.last { $0.reachedOn <= day }, all.first { $0.reachedOn > day })
  }

  static func due(_ years: Int, joinedOn: Day) -> Due? {
    guard joinedOn != .beginning else { return nil }
    let (year, month, dayOfMonth) = joinedOn.civil
    // 29 February is full on 28 February of a common year.
    guard
      let reached = Day(year + years, month, dayOfMonth)
        ?? Day(year + years, month, dayOfMonth - 1),
      let award = awardDay(from: reached)
    else { return nil }
    return Due(years: years, reachedOn: reached, awardDay: award)
  }

  private static func awardDay(from day: Day) -> Day? {
    let year = day.civil.year
    let days = [(2, 3), (5, 19), (9, 2), (11, 7)].compactMap { Day(year, $0.0, $0.1) }
    return days.first { $0 >= day } ?? Day(year + 1, 2, 3)
  }
}
