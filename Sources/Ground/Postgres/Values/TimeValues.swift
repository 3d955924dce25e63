import Basics

/// PostgreSQL counts from 2000-01-01, the program from 1970-01-01.
let daysTo2000: Int32 = 10_957
let microsecondsTo2000: Int64 = 946_684_800_000_000

/// A `date`; `-infinity` is ``Day/beginning``, and `infinity` is refused.
extension Day: PostgresValue {
  package static var postgresType: PostgresType { .date }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    writer.append(self == .beginning ? Int32.min : number - daysTo2000)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Day {
    let stored = try cell.integer(Int32.self, of: .date)
    if stored == .min { return .beginning }
    let (number, overflow) = stored.addingReportingOverflow(daysTo2000)
    guard !overflow, let day = Day(number: number) else { throw .malformed("outside the calendar") }
    return day
  }
}

/// A `timestamptz`; the infinities are refused.
extension Instant: PostgresValue {
  package static var postgresType: PostgresType { .timestamptz }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    let (stored, overflow) = microseconds.subtractingReportingOverflow(microsecondsTo2000)
    guard !overflow, stored != .min else { throw .outOfRange("moment") }
    writer.append(stored)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Instant {
    let stored = try cell.integer(Int64.self, of: .timestamptz)
    let (microseconds, overflow) = stored.addingReportingOverflow(microsecondsTo2000)
    guard !overflow, stored != .min else { throw .malformed("infinite moment") }
    return Instant(microseconds: microseconds)
  }
}

/// A `date`: the first day of the month, and no other.
extension Month: PostgresValue {
  package static var postgresType: PostgresType { .date }

  package func encode(into writer: inout ByteWriter) throws(ValueError) {
    try firstDay.encode(into: &writer)
  }

  package static func decode(_ cell: Cell) throws(ValueError) -> Month {
    let day = try Day.decode(cell)
    let month = Month(containing: day)
    guard month.firstDay == day else { throw .malformed("not the first day of a month") }
    return month
  }
}
