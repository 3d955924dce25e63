import Testing

@testable import Basics

@Suite struct `A day` {
  @Test func `counts from 1970 and back again over every day of four centuries`() throws {
    var day = try #require(Day(1799, 12, 31))
    for _ in 0..<146_097 {
      let (year, month, dayOfMonth) = day.civil
      #expect(Day(year, month, dayOfMonth) == day)
      day = day.adding(days: 1)
    }
    #expect(Day(1970, 1, 1)?.number == 0)
  }

  @Test(arguments: [
    "2026-02-29", "2026-13-01", "2026-00-10", "31/04/2026", "2026-1-1", "", "0000-01-01",
  ])
  func `refuses what the calendar does not have`(text: String) {
    #expect(Day(text) == nil)
  }

  @Test func `reads both spellings`() {
    #expect(Day("2024-02-29")?.description == "2024-02-29")
    #expect(Day("29/02/2024") == Day("2024-02-29"))
    #expect(Day("1/2/2024") == Day("2024-02-01"))
  }

  @Test func `turns at midnight in Viet Nam, not in London`() throws {
    let instant = Instant(microseconds: (16 * 3600 + 59 * 60 + 59) * 1_000_000)
    #expect(instant.dayInVietnam == Day(1970, 1, 1))
    #expect(Instant(microseconds: 17 * 3600 * 1_000_000).dayInVietnam == Day(1970, 1, 2))
    #expect(Instant(microseconds: -1).description == "1970-01-01 06:59:59")
  }
}
