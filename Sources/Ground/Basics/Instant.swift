/// A moment, in microseconds from 1970-01-01 00:00 UTC: as fine as PostgreSQL's `timestamptz`.
package struct Instant: Hashable, Sendable {
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// The offset of Viet Nam's civil time from UTC: +7 hours the whole year, without summer time.
  package static let vietnamOffsetSeconds: Int64 = 7 * 3600

  /// The calendar day in Viet Nam at this moment: the only day that rules speak of.
  package var dayInVietnam: Day {
    let seconds = microseconds.dividedFloor(by: 1_000_000) + Instant.vietnamOffsetSeconds
    let day = Int32(clamping: seconds.dividedFloor(by: 86_400))
    return Day(number: day) ?? (day < 0 ? .first : .last)
  }
}

extension Instant: Comparable {
  package static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Instant: CustomStringConvertible {
  /// `YYYY-MM-DD hh:mm:ss` in Viet Nam's civil time.
  package var description: String {
    let seconds = microseconds.dividedFloor(by: 1_000_000) + Instant.vietnamOffsetSeconds
    let inDay = Int(seconds - seconds.dividedFloor(by: 86_400) * 86_400)
    let (hour, minute, second) = (inDay / 3600, inDay / 60 % 60, inDay % 60)
    return
      "\(dayInVietnam) \(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))"
  }
}

extension Int64 {
  /// Division that rounds towards minus infinity.
  func dividedFloor(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
  }
}

extension Day {
  /// The first moment of the day in Viet Nam.
  package var startInVietnam: Instant {
    Instant(
      microseconds: (Int64(number) * 86_400 - Instant.vietnamOffsetSeconds) * 1_000_000)
  }

  /// The last moment of the day in Viet Nam.
  package var endInVietnam: Instant {
    let seconds = (Int64(number) + 1) * 86_400 - Instant.vietnamOffsetSeconds
    return Instant(microseconds: seconds * 1_000_000 - 1)
  }
}
