import Basics
import Members
import Organisation
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Dues

@Suite struct `An assessment` {
  @Test func `charges everybody who owes, names who cannot be, and again changes nothing`()
    async throws
  {
    try await Collected.with { given in
      let first = try await given.assess()
      #expect((first.charged, first.adjusted, first.exempt) == (4, 0, 1))
      #expect(first.net == Money(dong: 150_000 + 90_000 + 85_000))
      #expect(first.refused.map(\.member) == [Cast.code("M5")])
      #expect(first.refused.first?.flaw == .missingCategory)
      let again = try await given.assess()
      #expect(again.isUnchanged && again.unchanged == 4 && again.difference == .zero)
      let veteran = try #require(try await given.status("M4").months.first)
      #expect(veteran.ground == .partyAge50 && veteran.net == .zero)
      #expect(veteran.amount == Money(dong: 25_000))
      #expect(try await given.findings() == [])
    }
  }

  @Test func `rehearsed says the same and writes nothing`() async throws {
    try await Collected.with { given in
      let rehearsal = try await given.dues.assess(
        Collected.july, rehearses: true, today: Cast.today, by: Cast.actor(.hrOfficer))
      #expect(rehearsal.charged == 4)
      #expect(try await given.months("M1") == [])
      #expect(try await given.assess().net == rehearsal.net)
    }
  }

  @Test func `done by four at once charges once`() async throws {
    try await Collected.with { given in
      let all = try await withThrowingTaskGroup(of: Assessment.self) { group in
        for _ in 0..<4 { group.addTask { try await given.assess() } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(all.reduce(0) { $0 + $1.charged } == 4)
      #expect(try await given.findings() == [])
    }
  }

  @Test func `follows a late change of base by an adjustment, up and down`() async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      try await given.pay("M1", 150_000, "R1")
      try await given.cast.edit("M1", [.duesBase: "16000000"], from: Cast.day(2026, 7, 1))
      let raised = try await given.assess()
      #expect((raised.adjusted, raised.difference) == (1, Money(dong: 10_000)))
      #expect(try await given.months("M1") == ["2026-07 150000/160000"])
      try await given.cast.edit("M1", [.duesBase: "14000000"], from: Cast.day(2026, 7, 1))
      let lowered = try await given.assess()
      #expect((lowered.adjusted, lowered.difference) == (1, Money(dong: -20_000)))
      #expect(try await given.months("M1") == ["2026-07 140000/140000"])
      let status = try await given.status("M1")
      #expect(status.credit == Money(dong: 10_000))
      #expect(status.months.first?.revision == 3)
      #expect(try await given.findings() == [])
    }
  }

  @Test func `takes a charge back from somebody who had left`() async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      try await given.pay("M2", 90_000, "R1")
      try await given.cast.edit("M2", [.status: "left"], from: Cast.day(2026, 6, 20))
      let assessment = try await given.assess()
      #expect((assessment.voided, assessment.difference) == (1, Money(dong: -90_000)))
      let status = try await given.status("M2")
      #expect(status.months.first?.isVoid == true)
      #expect(status.credit == Money(dong: 90_000))
      #expect(try await given.assess().isUnchanged)
      // And back again, with the money still there.
      try await given.cast.edit("M2", [.status: "active"], from: Cast.day(2026, 6, 20))
      #expect(try await given.assess().adjusted == 1)
      #expect(try await given.months("M2") == ["2026-07 90000/90000"])
      #expect(try await given.findings() == [])
    }
  }

  @Test func `leaves the past where it was paid when somebody is transferred`() async throws {
    try await Collected.with { given in
      _ = try await given.assess(Collected.month("2026-06"))
      try await given.cast.edit("M1", [.cellCode: "CB2"], from: Cast.day(2026, 5, 20))
      _ = try await given.assess(Collected.month("2026-06"))
      _ = try await given.assess()
      #expect(
        try await given.status("M1").months.map { "\($0.month) \($0.cell)" }
          == ["2026-06 CB1", "2026-07 CB2"])
    }
  }

  @Test func `of one cell or one member charges only them`() async throws {
    try await Collected.with { given in
      #expect(try await given.assess(Collected.july, .under(Cast.code("CB2"))).charged == 2)
      #expect(try await given.assess(Collected.july, .member(Cast.code("M1"))).charged == 1)
      #expect(try await given.assess().charged == 1)
      let board = try given.cast.actor(.hrOfficer, over: "CB1")
      let again = try await given.assess(Collected.july, .under(Cast.code("CB1")), by: board)
      #expect(again.unchanged == 2)
      await #expect(throws: (any Error).self) {
        _ = try await given.assess(Collected.july, .everybody, by: board)
      }
      await #expect(throws: UnitError.self) {
        _ = try await given.assess(Collected.july, .under(Cast.code("NO")))
      }
    }
  }

  @Test func `of a month without a rule is refused`() async throws {
    try await Collected.with { given in
      let error = await #expect(throws: DuesRuleError.self) {
        try await given.assess(Collected.month("1999-01")).charged
      }
      #expect(error?.kind == .refused)
    }
  }

  @Test func `counts recorded waivers, and their withdrawal`() async throws {
    try await Collected.with { given in
      let officer = Cast.actor(.hrOfficer)
      _ = try await given.assess()
      func waive(_ percent: Int, until: String?) async throws -> (Int64, Bool) {
        let answer = try await given.dues.waive(
          Cast.code("M1"), ground: .difficulty, percent: percent, from: Collected.july,
          until: until.map(Collected.month), today: Cast.today, by: officer, basis: Cast.basis)
        #expect(answer.assessed == [Collected.july])
        return (answer.number, answer.wasRecorded)
      }
      let (number, _) = try await waive(30, until: "2027-06")
      #expect(try await waive(30, until: "2027-06") == (number, true))
      #expect(try await given.assess().difference == Money(dong: -45_000))
      let month = try #require(try await given.status("M1").months.first)
      #expect((month.net, month.ground) == (Money(dong: 105_000), .difficulty))
      for (percent, until) in [(30, "2027-07"), (40, "2026-12"), (30, nil)] {
        await #expect(throws: PostgresError.self) { _ = try await waive(percent, until: until) }
      }
      #expect(
        try await given.dues.withdrawWaiver(
          number, of: Cast.code("M1"), today: Cast.today, by: officer, basis: Cast.basis)
          == [Collected.july])
      #expect(try await given.assess().difference == Money(dong: 45_000))
      #expect(try await given.findings() == [])
    }
  }

  @Test func `owes nothing for a duplicate that was merged`() async throws {
    try await Collected.with { given in
      _ = try await given.assess()
      _ = try await given.cast.members.merge(
        Cast.code("M3"), into: Cast.code("M2"), today: Cast.today, by: Cast.actor(.hrOfficer),
        basis: Cast.basis)
      #expect(try await given.assess().voided == 1)
      #expect(try await given.status("M2").open == Money(dong: 90_000))
      #expect(try await given.findings() == [])
    }
  }
}

@Suite struct `A list of arrears` {
  @Test func `names who has three unpaid months of a year without a reason`() async throws {
    try await Collected.with { given in
      for month in ["2026-04", "2026-05", "2026-06", "2026-07"] {
        _ = try await given.assess(Collected.month(month))
      }
      try await given.pay("M2", 90_000, "R1")
      func arrears() async throws -> [Arrears] {
        try await given.dues.arrears(
          in: 2026, under: nil, today: Cast.today, for: Cast.actor(.hrOfficer))
      }
      // July is not over on the 15th.
      let found = try await arrears()
      #expect(found.map(\.member.text) == ["M1", "M3", "M2"])
      #expect(found.map(\.counted) == [3, 3, 2])
      #expect(found.map(\.isToBeConsidered) == [true, true, false])
      try await given.dues.excuse(
        Cast.code("M1"), month: Collected.month("2026-05"), today: Cast.today,
        by: Cast.actor(.hrOfficer), basis: Cast.basis)
      #expect(try await arrears().first { $0.member == Cast.code("M1") }?.isToBeConsidered == false)
      await #expect(throws: DuesError.alreadyExcused(Cast.code("M1"), Collected.month("2026-05"))) {
        try await given.dues.excuse(
          Cast.code("M1"), month: Collected.month("2026-05"), today: Cast.today,
          by: Cast.actor(.hrOfficer), basis: Cast.basis)
      }
      let cell = try given.cast.actor(.cellSecretary, over: "CB1")
      let own = try await given.dues.arrears(
        in: 2026, under: nil, today: Cast.today, for: cell)
      #expect(own.map(\.member.text) == ["M1", "M2"])
    }
  }
}
