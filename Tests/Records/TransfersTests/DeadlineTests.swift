import Access
import Audit
import Basics
import Configuration
import RecordsKit
import TestKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(15))) struct `The deadlines of a transfer` {
  // Counted by hand on the calendar of config/holidays/vn.csv: the day itself does not count.
  @Test(
    arguments: table(
      """
      event      | start by   | why
      2026-01-05 | 2026-04-03 | over Tết: 16 to 20 February are days off, 10 January is made up
      2026-02-13 | 2026-05-20 | a Friday before Tết; 27 April, 30 April and 1 May are off too
      2026-02-15 | 2026-05-20 | a Sunday before Tết
      2026-02-20 | 2026-05-20 | the last day of Tết
      2026-06-10 | 2026-09-04 | over 2 September: 31 August to 2 September are off, 22 August is not
      2026-06-05 | 2026-08-27 | ends before the holiday
      2026-11-21 | 2027-02-23 | over New Year and Tết 2027
      """))
  func `to start is 60 working days after the event`(row: [String]) throws {
    let calendar = try HolidayFile.read(try Configuration.holidays())
    let event = try #require(Day(row[0]))
    let found = TransferDeadline.start(after: event, calendar: calendar)
    #expect(found.description == row[1], "\(row[2])")
    #expect(calendar.count(after: event, through: found) == 60 && calendar.isWorkingDay(found))
  }

  @Test(
    arguments: table(
      """
      letter     | present by | why
      2026-01-30 | 2026-03-20 | over Tết
      2026-02-16 | 2026-04-03 | written on a day off
      2026-07-20 | 2026-08-28 | ends on the eve of the holiday, worked by Saturday 22 August
      2026-08-21 | 2026-10-06 | over 2 September; Saturday 22 August is worked
      2026-09-01 | 2026-10-14 | written on a day off
      """))
  func `to present is 30 working days after the letter`(row: [String]) throws {
    let calendar = try HolidayFile.read(try Configuration.holidays())
    let letter = try #require(Day(row[0]))
    let found = TransferDeadline.present(after: letter, calendar: calendar)
    #expect(found.description == row[1], "\(row[2])")
    #expect(calendar.count(after: letter, through: found) == 30 && calendar.isWorkingDay(found))
  }

  @Test func `are listed when they are over or within the week, the most urgent first`()
    async throws
  {
    try await TransferStory.with { story in
      let office = TransferStory.office
      // The 60 working days were over on 29 June, are over on 22 July, and have time.
      let late = try await story.ask("M1", to: "CB2") { $0.eventOn = Cast.day(2026, 4, 1) }
      let soon = try await story.ask("M2", to: "CB2") { $0.eventOn = Cast.day(2026, 4, 24) }
      try await story.ask("M3", to: "CB1")
      let due = try await story.transfers.overdue(under: nil, today: Cast.today, for: office)
      #expect(due.map(\.transfer.number) == [late, soon])
      #expect(due.map(\.clock) == [.start, .start])
      #expect(due[0].workingDaysLeft < 0 && due[1].workingDaysLeft >= 0)
      try await story.bring(late, to: .inTransit)
      let after = try await story.transfers.overdue(under: nil, today: Cast.today, for: office)
      #expect(after.map(\.transfer.number) == [soon])
      let autumn = try await story.transfers.overdue(
        under: Cast.code("CB2"), today: Cast.day(2026, 8, 27), for: office)
      #expect(autumn.map(\.clock) == [.start, .present])
      let far = try story.person("xa", .inspector, over: "CB2")
      #expect(
        try await story.transfers.overdue(under: nil, today: Cast.today, for: far).count == 1)
    }
  }

  @Test func `that are over are said with the reason why`() async throws {
    try await TransferStory.with { story in
      let event = Cast.day(2026, 3, 2)
      let by = TransferDeadline.start(after: event, calendar: story.transfers.calendar)
      await #expect(throws: TransferError.tooLate(.start, by)) {
        _ = try await story.transfers.request(
          story.asked("M2", to: "CB2") { $0.eventOn = event }, today: Cast.today,
          by: TransferStory.office, basis: .none)
      }
      let number = try await story.ask("M2", to: "CB2") { $0.eventOn = event }
      try await story.bring(number, to: .inTransit)
      let later = Cast.day(2026, 12, 1)
      let due = TransferDeadline.present(after: Cast.today, calendar: story.transfers.calendar)
      await #expect(throws: TransferError.tooLate(.present, due)) {
        try await story.take(
          .receive, number, by: TransferStory.other, on: later, basis: .none)
      }
      try await story.take(.receive, number, by: TransferStory.other, on: later)
    }
  }
}
