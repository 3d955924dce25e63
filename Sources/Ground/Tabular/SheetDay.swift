import Basics

/// Days as the cells of a workbook count them.
enum SheetDay {
  /// What a workbook counts from.
  enum System: Sendable {
    /// Day 1 is 1900-01-01, and there is a day 60 that never was: 1900-02-29.
    case from1900
    /// Day 0 is 1904-01-01.
    case from1904
  }

  /// The serial number in the system of 1900, or `nil` for a day before 1900-03-01, where programs
  /// do not agree.
  static func serial(of day: Day) -> Int? {
    let serial = Int(day.number) + 25_569
    return serial > 60 ? serial : nil
  }

  /// The day with that number; `nil` for one that never was or is out of the calendar.
  static func day(_ serial: Int, in system: System) -> Day? {
    switch system {
    case .from1904 where (0...2_957_003).contains(serial): Day(number: Int32(serial - 24_107))
    case .from1900 where (61...2_958_465).contains(serial): Day(number: Int32(serial - 25_569))
    case .from1900 where (1...59).contains(serial): Day(number: Int32(serial - 25_568))
    default: nil
    }
  }

  /// A day, a time or both, as `YYYY-MM-DD`, `HH:MM:SS` or with a space between.
  ///
  /// - Parameters:
  ///   - serial: days, with the time as a fraction.
  ///   - system: what the days are counted from.
  ///   - isTime: whether the cell shows a time only.
  /// - Returns: `nil` for a day that never was.
  static func text(_ serial: Double, in system: System, isTime: Bool) -> String? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    let seconds = Int((serial * 86_400).rounded())
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let time = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let clock = time.joined(separator: ":")
    if isTime, days == 0 { return clock }
    guard let day = day(days, in: system) else { return nil }
    return rest == 0 ? day.description : "\(day) \(clock)"
  }
}
