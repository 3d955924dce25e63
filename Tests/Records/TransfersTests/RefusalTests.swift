import Access
import Audit
import Basics
import Configuration
import Dues
import Members
import Organisation
import Postgres
import RecordsKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(15))) struct `A transfer is refused` {
  let today = TransferStory.today

  @Test func `with the rule that says so, and nothing is written`() async throws {
    try await TransferStory.with { story in
      let first = try await story.ask("M1", to: "CB2")
      let before = try await story.count()
      try await story.refusal(.alreadyOpen(first, .submitted)) {
        try await story.ask("M1", to: "CB2")
      }
      try await story.refusal(.ownCell(Cast.code("CB1"))) {
        try await story.ask("M2", to: "CB1")
      }
      try await story.refusal(.unknownCell(Cast.code("VP"))) {
        try await story.ask("M2", to: "VP")
      }
      try await story.refusal(.unknownCell(Cast.code("NO"))) {
        try await story.ask("M2", to: "NO")
      }
      let early = Cast.day(2010, 1, 1)
      try await story.refusal(.beforeJoining(early, joined: Cast.day(2012, 2, 3))) {
        try await story.ask("M2", to: "CB2", from: early)
      }
      try await story.refusal(.otherOrganisation) {
        try await story.ask("M2", to: "CB2") { $0.kind = .internal }
      }
      await #expect(throws: MemberError.unknown("M99")) {
        try await story.ask("M99", to: "CB2")
      }
      for change: (inout TransferRequest) -> Void in [
        { $0.destination = "Đà Nẵng" }, { $0.kind = .abroad },
        {
          $0.kind = .return
          $0.destination = "Lào"
        },
      ] {
        await #expect(throws: TransferError.placeMissing) {
          try await story.ask("M2", to: "CB2", change)
        }
      }
      #expect(try await story.count() == before)
    }
  }

  @Test func `for somebody who has left, has died, or is a duplicate`() async throws {
    try await TransferStory.with { story in
      try await story.cast.edit("M2", [.status: "left"])
      try await story.cast.edit("M4", [.status: "deceased"])
      try await story.refusal(.gone(.left)) { try await story.ask("M2", to: "CB2") }
      try await story.refusal(.gone(.deceased)) { try await story.ask("M4", to: "CB1") }
      let number = try await story.ask("M3", to: "CB1")
      try await story.bring(number, to: .inTransit)
      try await story.cast.edit("M3", [.status: "deceased"])
      try await story.refusal(.obstacle(.memberGone)) {
        try await story.take(.receive, number, by: TransferStory.other)
      }
    }
  }

  @Test func `into a cell that is closed, or closes before it is received`() async throws {
    try await TransferStory.with { story in
      try await story.cast.units.add(
        Cast.unit("CB3", "Chi bộ 3", under: "QU", .party, 2), from: .beginning,
        by: Cast.actor(.hrOfficer), basis: Cast.basis)
      let number = try await story.ask("M2", to: "CB3")
      try await story.bring(number, to: .inTransit)
      // A record of before the guard may have such a cell.
      try await story.guarding("unit_placement", by: "unit_placement_free", is: false)
      try await story.cast.units.close(
        Cast.code("CB3"), from: Cast.day(2026, 10, 1), by: Cast.actor(.hrOfficer),
        basis: Cast.basis
      ) { _, _, _ in 0 }
      try await story.guarding("unit_placement", by: "unit_placement_free", is: true)
      try await story.refusal(.closedCell(Cast.code("CB3"), today)) {
        try await story.ask("M3", to: "CB3")
      }
      try await story.refusal(.obstacle(.toCellClosed)) {
        try await story.take(.receive, number, by: TransferStory.other)
      }
      try await story.take(.return, number)
      #expect(try await story.cell("M2") == "CB1")
      try await story.cast.database.expectSound()
    }
  }

  @Test func `where the record has moved the member meanwhile`() async throws {
    try await TransferStory.with { story in
      let number = try await story.ask("M2", to: "CB2", from: Cast.day(2026, 9, 1))
      try await story.bring(number, to: .inTransit)
      try await story.cast.edit("M2", [.cellCode: "QU"], from: Cast.day(2026, 8, 1))
      try await story.refusal(.obstacle(.fromCellLeft)) {
        try await story.take(.receive, number, by: TransferStory.other)
      }
      try await story.take(.return, number)
      // Before the reception too: the introduction letter would say what is not so.
      let later = try await story.ask("M3", to: "CB1", from: Cast.day(2026, 9, 1))
      try await story.cast.edit("M3", [.cellCode: "QU"], from: Cast.day(2026, 8, 1))
      try await story.refusal(.obstacle(.fromCellLeft)) { try await story.take(.review, later) }
      try await story.take(.cancel, later)
      try await story.cast.edit("M3", [.cellCode: "CB2"], from: Cast.day(2026, 8, 1))
      try await story.cast.edit("M3", [.cellCode: "QU"], from: Cast.day(2026, 12, 1))
      try await story.refusal(.laterCell(Cast.day(2026, 12, 1))) {
        try await story.ask("M3", to: "CB1")
      }
    }
  }

  @Test func `while dues are unpaid, unless a reason is given and written down`() async throws {
    try await TransferStory.with { story in
      let dues = Dues(
        database: story.cast.database.app, rules: try DuesRules.read(Configuration.dues()))
      for month in [Month(2026, 5), Month(2026, 7)] {
        _ = try await dues.assess(
          try #require(month), scope: .everybody, today: today, by: Cast.actor(.hrOfficer),
          basis: Cast.basis)
      }
      let number = try await story.ask("M2", to: "CB2")
      try await story.take(.review, number)
      // July is not over yet: May alone is owed.
      let view = try await story.transfers.show(number, today: today, for: TransferStory.office)
      #expect(view.dues.months == 1 && view.dues.sum > .zero)
      try await story.refusal(.unpaidDues(months: 1, sum: view.dues.sum)) {
        try await story.take(.release, number)
      }
      try await story.take(.release, number) { $0.duesReason = "nằm viện" }
      let steps = try await story.transfers.show(number, today: today, for: TransferStory.office)
        .steps
      #expect(steps.last?.duesReason == "nằm viện")
    }
  }

  @Test func `when the step is not in the workflow, and says where it stands`() async throws {
    try await TransferStory.with { story in
      let number = try await story.ask("M2", to: "CB2")
      let early = await #expect(throws: TransferError.self) {
        try await story.take(.receive, number, by: TransferStory.other)
      }
      #expect(early?.kind == .refused)
      try await story.bring(number, to: .received)
      let late = await #expect(throws: TransferError.self) {
        try await story.take(.receive, number, by: TransferStory.other)
      }
      let said = TransferError.cannot(
        .receive, number: number, in: .received, by: TransferStory.other.account)
      #expect(late == said && late?.kind == .conflict)
      await #expect(throws: TransferError.unknown(999)) { try await story.take(.review, 999) }
    }
  }

  @Test func `in words of both languages, whatever the rule`() {
    let code = Cast.code("M1")
    let refusals: [TransferRefusal] =
      [
        .unknownMember, .merged(into: code), .gone(.left), .unknownCell(code),
        .closedCell(code, today), .ownCell(code), .noCell(today), .hasCell(code),
        .laterCell(today), .beforeJoining(today, joined: today), .alreadyOpen(1, .submitted),
        .withinOrganisation, .otherOrganisation, .staying(until: today), .twiceInList(line: 2),
        .unpaidDues(months: 1, sum: .zero), .own, .sameKey,
      ] + TransferRefusal.Obstacle.allCases.map { .obstacle($0) }
    let reasons = refusals.map(\.reason)
    #expect(Set(reasons).count == refusals.count)
    #expect(reasons.allSatisfy { $0.vi != $0.en && !$0.vi.isEmpty })
  }
}

extension TransferStory {
  func count() async throws -> Int64? {
    try await cast.database.app.read {
      try await $0.value(
        "SELECT (SELECT count(*) FROM transfer) + (SELECT count(*) FROM transfer_step)",
        as: Int64.self)
    }
  }

  /// Switches a guard of the database off or on.
  func guarding(_ table: String, by trigger: String, is on: Bool) async throws {
    try await cast.database.asOwner { owner in
      try await owner.write {
        try await $0.script(
          "ALTER TABLE \(table) \(on ? "ENABLE ALWAYS" : "DISABLE") TRIGGER \(trigger)")
      }
    }
  }
}
