import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import RecordsKit
import Testing

@testable import Transfers

/// What may not end while a transfer is open or somebody stays.
@Suite(.timeLimit(.minutes(15))) struct `Under an open transfer or a running stay` {
  let today = TransferStory.today

  @Test func `no unit closes, on either side, and it is said which transfer it is`() async throws {
    try await TransferStory.with { story in
      let number = try await story.ask("M2", to: "CB2")
      let ties = TransferTies(transfers: [number])
      for cell in ["CB1", "CB2"] {
        await #expect(throws: TransferError.unitTied(Cast.code(cell), ties)) {
          try await story.close(cell)
        }
        try await story.expectGuard("transfer_unit_ends") {
          try await story.close(cell, asks: false)
        }
        await #expect(throws: TransferError.unitTied(Cast.code(cell), ties)) {
          try await story.merge(cell, into: "QU")
        }
        try await story.expectGuard("transfer_unit_ends") {
          try await story.merge(cell, into: "QU", asks: false)
        }
      }
      let error = TransferError.unitTied(Cast.code("CB1"), ties)
      #expect(error.message.en.contains("“CB1” has 1 open transfers (\(number))"))
      #expect(error.hint?.en.contains("cadre transfer show \(number)") == true)
      try await story.take(.cancel, number)
      try await story.merge("CB1", into: "CB2")
      try await story.cast.database.expectSound()
    }
  }

  @Test func `no unit closes while somebody stays in it, until the stay has ended`() async throws {
    try await TransferStory.with { story in
      let last = Cast.day(2026, 12, 31)
      let number = try await story.stay("M2", in: "CB2", until: last)
      let ties = TransferTies(stays: [number])
      for day in [today, last] {
        await #expect(throws: TransferError.unitTied(Cast.code("CB2"), ties)) {
          try await story.close("CB2", from: day)
        }
        try await story.expectGuard("temporary_stay_unit_ends") {
          try await story.close("CB2", from: day, asks: false)
        }
      }
      // The day after its last one is free already.
      try await story.close("CB2", from: last.adding(days: 1))
      try await story.cast.database.expectSound()
    }
  }

  @Test func `no merge of units makes a guest of somebody at home`() async throws {
    try await TransferStory.with { story in
      let number = try await story.stay("M2", in: "CB2", until: Cast.day(2026, 12, 31))
      let ties = TransferTies(stays: [number])
      await #expect(throws: TransferError.unitTied(Cast.code("CB2"), ties)) {
        try await story.merge("CB1", into: "CB2")
      }
      try await story.expectGuard("temporary_stay_at_home") {
        try await story.merge("CB1", into: "CB2", asks: false)
      }
      try await story.merge("CB1", into: "QU")
      #expect(try await story.cell("M2") == "QU")
      try await story.cast.database.expectSound()
    }
  }

  @Test(arguments: [true, false])
  func `no record is merged, whichever of the two is tied`(isKept: Bool) async throws {
    try await TransferStory.with { story in
      let (duplicate, kept) = isKept ? ("M5", "M2") : ("M2", "M5")
      let number = try await story.ask("M2", to: "CB2")
      let open = TransferError.memberTied(Cast.code("M2"), TransferTies(transfers: [number]))
      await #expect(throws: open) { try await story.join(duplicate, to: kept) }
      try await story.expectGuard("transfer_member_merges") {
        try await story.join(duplicate, to: kept, asks: false)
      }
      try await story.take(.cancel, number)
      // Long enough to run by the clock of the database too.
      let stay = try await story.ask("M2", to: "CB2") {
        ($0.kind, $0.purpose, $0.lastOn) = (.temporary, .study, Cast.day(2028, 7, 14))
      }
      try await story.bring(stay, to: .received)
      let staying = TransferError.memberTied(Cast.code("M2"), TransferTies(stays: [stay]))
      await #expect(throws: staying) { try await story.join(duplicate, to: kept) }
      try await story.expectGuard("temporary_stay_member_merges") {
        try await story.join(duplicate, to: kept, asks: false)
      }
      try await story.take(.end, stay) { $0.lastOn = today }
      try await story.join(duplicate, to: kept, on: today.adding(days: 1))
      try await story.cast.database.expectSound()
    }
  }

  @Test func `a unit that has closed already can still be renamed`() async throws {
    try await TransferStory.with { story in
      // It closes in a year; until then somebody of it may go elsewhere for a while.
      let day = Cast.day(2027, 9, 1)
      for code in ["M1", "M2", "M5"] {
        try await story.cast.edit(code, [.cellCode: "CB2"], from: day)
      }
      try await story.close("CB1", from: day)
      try await story.ask("M2", to: "CB2") {
        ($0.kind, $0.lastOn) = (.temporary, Cast.day(2026, 12, 31))
      }
      try await story.cast.units.rename(
        Cast.code("CB1"), to: "Chi bộ Một", from: Cast.day(2026, 1, 1),
        by: Cast.actor(.hrOfficer), basis: Cast.basis)
      try await story.cast.database.expectSound()
    }
  }
}

extension TransferStory {
  private static let hr = Cast.actor(.hrOfficer)

  /// Closes a cell in which nobody is counted; `asks`: as the program does it.
  func close(_ cell: String, from day: Day = today, asks: Bool = true) async throws {
    try await cast.units.close(
      Cast.code(cell), from: day, by: Self.hr, basis: Cast.basis,
      mayEnd: { if asks { try await $0.requireUntied($1, from: day) } }
    ) { _, _, _ in 0 }
  }

  func merge(_ cell: String, into other: String, asks: Bool = true) async throws {
    _ = try await cast.units.merge(
      [Cast.code(cell)], into: Cast.code(other), from: Self.today, by: Self.hr,
      basis: Cast.basis,
      mayEnd: { if asks { try await $0.requireUntied($1, carriedOnBy: $2, from: Self.today) } }
    ) { transaction, old, new, event in
      try await transaction.moveMembers(
        from: old.id.number, to: new.id.number, on: Self.today, event: event)
    }
  }

  func join(
    _ duplicate: String, to kept: String, on day: Day = today, asks: Bool = true
  ) async throws {
    _ = try await cast.members.merge(
      Cast.code(duplicate), into: Cast.code(kept), today: day, by: Self.hr, basis: Cast.basis,
      mayMerge: { if asks { try await $0.requireUntied($1, on: day) } })
  }

  /// Expects that the database itself refuses.
  func expectGuard(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
  ) async throws {
    let error = await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) {
      try await body()
    }
    #expect(error?.constraint == name, sourceLocation: sourceLocation)
  }
}
