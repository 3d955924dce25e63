import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import RecordsKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(15))) struct `A list of members` {
  let today = TransferStory.today

  static func list(_ rows: [(String, String)], from day: Day = TransferStory.today)
    -> TransferRequest
  {
    TransferRequest(
      rows.enumerated().map { index, row in
        .init(line: index + 2, member: Cast.code(row.0), to: Cast.code(row.1))
      }, isList: true, effectiveOn: day)
  }

  @Test func `moves together, one step a time, by two people`() async throws {
    try await TransferStory.with { story in
      let asked = try await story.transfers.request(
        Self.list([("M1", "CB2"), ("M2", "CB2"), ("M5", "CB2")]), today: today,
        by: TransferStory.office, basis: TransferStory.basis)
      let list = try #require(asked.list)
      #expect(asked.numbers.count == 3)
      // One of them stays: the list goes on without her.
      try await story.take(.cancel, asked.numbers[0])
      for (step, actor) in [
        (Transfer.Step.review, TransferStory.office), (.release, TransferStory.office),
        (.receive, TransferStory.other),
      ] {
        let outcome = try await story.transfers.take(
          step, on: .list(list), today: today, by: actor, basis: TransferStory.basis)
        #expect(outcome.taken.count == 2 && outcome.left == 1)
      }
      #expect(try await story.cell("M1") == "CB1")
      #expect(try await story.cell("M2") == "CB2")
      #expect(try await story.cell("M5") == "CB2")
      await #expect(throws: TransferError.nothingWaits(.receive, list: list)) {
        _ = try await story.transfers.take(
          .receive, on: .list(list), today: today, by: TransferStory.other, basis: .none)
      }
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is refused as a whole, with the rule of each line`() async throws {
    try await TransferStory.with { story in
      let open = try await story.ask("M3", to: "CB1")
      let error = await #expect(throws: TransferError.self) {
        _ = try await story.transfers.request(
          Self.list([
            ("M1", "CB2"), ("M1", "CB2"), ("M3", "CB1"), ("NO", "CB1"), ("M4", "CB2"),
            ("M2", "XX"), ("M5", "CB2"),
          ]), today: today, by: TransferStory.office, basis: TransferStory.basis)
      }
      let expected: [TransferError.Line] = [
        .init(line: 3, member: Cast.code("M1"), refusal: .twiceInList(line: 2)),
        .init(line: 4, member: Cast.code("M3"), refusal: .alreadyOpen(open, .submitted)),
        .init(line: 5, member: Cast.code("NO"), refusal: .unknownMember),
        .init(line: 6, member: Cast.code("M4"), refusal: .ownCell(Cast.code("CB2"))),
        .init(line: 7, member: Cast.code("M2"), refusal: .unknownCell(Cast.code("XX"))),
      ]
      #expect(error == .listRefused(expected) && error?.kind == .rowsRefused)
      let lines = try await story.transfers.list(
        .everything, today: today, for: TransferStory.office)
      #expect(lines.map(\.transfer.number) == [open])
    }
  }

  @Test func `needs the key to each of its cells`() async throws {
    try await TransferStory.with { story in
      let secretary = try story.person("bithu", .cellSecretary, over: "CB1")
      await #expect(throws: MemberError.unknown("M3")) {
        _ = try await story.transfers.request(
          Self.list([("M1", "CB2"), ("M3", "CB1")]), today: today, by: secretary,
          basis: TransferStory.basis)
      }
      let asked = try await story.transfers.request(
        Self.list([("M1", "CB2"), ("M3", "CB1")]), today: today, by: TransferStory.office,
        basis: TransferStory.basis)
      let list = try #require(asked.list)
      for step in [Transfer.Step.review, .release] {
        _ = try await story.transfers.take(
          step, on: .list(list), today: today, by: TransferStory.office,
          basis: TransferStory.basis)
      }
      let one = try story.person("nhan", .organisationBoard, over: "CB2")
      await #expect(throws: TransferError.unknownList(77)) {
        _ = try await story.transfers.take(
          .receive, on: .list(77), today: today, by: one, basis: TransferStory.basis)
      }
      await #expect(throws: AccessError.self) {
        _ = try await story.transfers.take(
          .receive, on: .list(list), today: today, by: one, basis: TransferStory.basis)
      }
      #expect(try await story.cell("M1") == "CB1")
    }
  }

  @Test func `of a unit that merges takes its members along before the unit closes`()
    async throws
  {
    try await TransferStory.with { story in
      let day = Cast.day(2026, 10, 1)
      let asked = try await story.transfers.request(
        Self.list([("M3", "CB1"), ("M4", "CB1")], from: day), today: today,
        by: TransferStory.office, basis: TransferStory.basis)
      let list = try #require(asked.list)
      for (step, actor) in [
        (Transfer.Step.review, TransferStory.office), (.release, TransferStory.office),
        (.receive, TransferStory.other),
      ] {
        _ = try await story.transfers.take(
          step, on: .list(list), today: today, by: actor, basis: TransferStory.basis)
      }
      try await story.cast.edit("M3", [.agencyCode: "VP"], from: day)
      try await story.cast.units.close(
        Cast.code("CB2"), from: day, by: Cast.actor(.hrOfficer), basis: Cast.basis
      ) { transaction, unit, day in try await transaction.countMembers(in: unit, on: day) }
      #expect(try await story.cell("M4", on: day) == "CB1")
      #expect(try await story.cell("M4") == "CB2")
      try await story.cast.database.expectSound()
    }
  }
}
