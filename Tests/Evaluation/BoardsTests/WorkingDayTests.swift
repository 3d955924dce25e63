import Basics
import Configuration
import RecordsKit
import TestKit
import Testing

@Suite struct `Working days of Viet Nam` {
  static func calendar() throws -> WorkCalendar {
    try HolidayFile.read(try Configuration.holidays())
  }

  static let days = table(
    """
    day        | worked | because
    2026-07-15 | yes | a Wednesday
    2026-07-18 | no  | a Saturday
    2026-07-19 | no  | a Sunday
    2025-04-26 | yes | a Saturday made up for 2 May
    2025-05-02 | no  | a Friday swapped
    2026-01-10 | yes | a Saturday made up for 2 January
    2026-08-22 | yes | a Saturday made up for 31 August
    2026-08-31 | no  | a Monday swapped
    2026-09-01 | no  | the day beside National Day
    2026-04-26 | no  | the Hung Kings' day, a Sunday
    2026-04-27 | no  | given back for it
    2026-11-24 | no  | the day of culture
    2025-11-24 | yes | before there was one
    2027-02-11 | yes | the first day after Tết
    """)

  @Test(arguments: days) func `are told from days off`(row: [String]) throws {
    let day = try #require(Day(row[0]))
    #expect(try Self.calendar().isWorkingDay(day) == (row[1] == "yes"), "\(row[2])")
  }

  /// The day on which a term ends that begins on a day.
  static let terms = table(
    """
    from       | days | ends       | over
    2026-07-15 | 5  | 2026-07-22 | a weekend
    2026-07-17 | 5  | 2026-07-24 | from a Friday
    2026-07-18 | 5  | 2026-07-24 | from a Saturday
    2026-07-15 | 0  | 2026-07-15 | nothing
    2025-01-24 | 5  | 2025-02-07 | Tết Ất Tỵ
    2025-01-20 | 5  | 2025-02-03 | into Tết Ất Tỵ
    2026-02-10 | 5  | 2026-02-24 | Tết Bính Ngọ
    2026-02-13 | 1  | 2026-02-23 | from the last day before Tết
    2026-02-17 | 5  | 2026-02-27 | from the first day of the year
    2027-02-03 | 5  | 2027-02-17 | Tết Đinh Mùi
    2025-08-29 | 5  | 2025-09-09 | 2 September 2025
    2026-08-20 | 2  | 2026-08-22 | a Saturday made up
    2026-08-28 | 5  | 2026-09-09 | 2 September 2026
    2026-08-28 | 1  | 2026-09-03 | the day after 2 September
    2027-09-01 | 1  | 2027-09-06 | 2 September 2027
    2026-04-24 | 5  | 2026-05-06 | the Hung Kings' day, 30 April and 1 May
    2026-12-31 | 1  | 2027-01-04 | New Year
    """)

  @Test(arguments: terms) func `make up terms that end on one of them`(row: [String]) throws {
    let calendar = try Self.calendar()
    let (from, end) = (try #require(Day(row[0])), try #require(Day(row[2])))
    let days = try #require(Int(row[1]))
    #expect(calendar.adding(workingDays: days, to: from) == end, "\(row[3])")
    #expect(calendar.count(after: from, through: end) == days, "\(row[3])")
  }

  @Test func `count the window of an appeal from the day after publication`() throws {
    let calendar = try Self.calendar()
    let published = try #require(Day("2026-08-28"))
    #expect(AppealWindow.last(from: published, calendar: calendar) == Day("2026-09-09"))
  }

  @Test func `are known for the years on the list`() throws {
    let calendar = try Self.calendar()
    for year in 2025...2027 { #expect(calendar.knowsYear(of: Cast.day(year, 6, 1))) }
    #expect(!calendar.knowsYear(of: Cast.day(2028, 6, 1)))
  }

  @Test func `of every year are those of the Labour Code`() throws {
    let calendar = try Self.calendar()
    for year in 2025...2027 {
      for (month, day) in [(1, 1), (4, 30), (5, 1), (9, 2)] {
        #expect(calendar.holidays.contains(Cast.day(year, month, day)), "\(day)/\(month)/\(year)")
      }
      // 11 days off by article 112, each given back where it falls on a weekend.
      let worked = calendar.holidays.filter { $0.month.year == year && !$0.isWeekend }.count
      let swapped = calendar.workdaysMadeUp.filter { $0.month.year == year }.count
      #expect(worked - swapped == (year == 2025 ? 11 : 12), "\(year)")
    }
  }

  static let flaws = table(
    """
    text                                          | line
    day,kind                                      | 1
    2026-01-01,holiday,Tết,x,law                  | 1
    HEADER;2026-01-01,holiday,Tết,x               | 2
    HEADER;2026-13-01,holiday,Tết,x,law           | 2
    HEADER;2026-01-01,feast,Tết,x,law             | 2
    HEADER;2026-01-02,made_up,Tết,x,law           | 2
    HEADER;# a remark;2026-01-01,holiday,,x,law   | 3
    HEADER;2026-01-01,holiday,a,x,law;2026-01-01,holiday,b,x,law | 3
    """)

  @Test(arguments: flaws) func `are not read from a file that says something else`(
    row: [String]
  ) throws {
    let text = row[0].replacing("HEADER", with: HolidayFile.header).replacing(";", with: "\n")
    let error = #expect(throws: PlainProblem.self) { try HolidayFile.read(text) }
    #expect(error?.message.en.contains("line \(row[1]):") == true, "\(row[0])")
  }
}
