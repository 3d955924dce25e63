import Access
import Basics
import Configuration
import Dues
import Members
import Organisation
import Postgres
import Ranking
import RecordsKit
import Scoring
import TestKit
import Testing

@testable import Runs

/// The offices of July with dues that count in the ranking, and a committee between cells and top:
/// `QU` over `CB1`, `CB2` and `BP`, `BP` over `CB4` and `CB5`.
struct DuesStory: Sendable {
  let story: OfficeStory
  let dues: Dues

  static let parents = ["CB1": "QU", "CB2": "QU", "BP": "QU", "CB4": "BP", "CB5": "BP"]
  /// What the cast owes for July; `M4` is exempt.
  static let cast: [(code: String, cell: String, net: Int64)] = [
    ("M1", "CB1", 150_000), ("M2", "CB1", 90_000), ("M3", "CB2", 85_000),
  ]

  static func opened<R>(_ body: (DuesStory) async throws -> R) async throws -> R {
    try await OfficeStory.opened { story in
      let units = [
        Cast.unit("BP", "Đảng bộ bộ phận", under: "QU", .party, 2),
        Cast.unit("CB4", "Chi bộ 4", under: "BP", .party, 3),
        Cast.unit("CB5", "Chi bộ 5", under: "BP", .party, 3),
      ]
      for unit in units {
        try await story.cast.units.add(
          unit, from: .beginning, by: Cast.actor(.hrOfficer), basis: Cast.basis)
      }
      let rules = try DuesRules.read(Configuration.dues())
      let dues = Dues(database: story.database, rules: rules)
      return try await body(DuesStory(story: story, dues: dues))
    }
  }

  static func weights(_ dues: String) throws -> RankingWeights {
    try RankingWeights(
      members: ExactDecimal(1), collective: ExactDecimal(1), dues: #require(ExactDecimal(dues)),
      minimumMembers: 3)
  }

  func runs(_ dues: String) throws -> Runs {
    Runs(database: story.database, programVersion: "test", weights: try Self.weights(dues))
  }

  func score(_ dues: String) async throws -> Run {
    try await runs(dues).score(OfficeStory.month, by: Cast.actor(.hrOfficer)).run
  }

  func verify(_ run: Run, _ dues: String) async throws -> Verification {
    try await runs(dues).verify(run.number, by: Cast.actor(.hrOfficer))
  }

  func assess() async throws {
    _ = try await dues.assess(
      OfficeStory.month, today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
  }

  func pay(_ member: String, _ amount: Int64, _ reference: String) async throws {
    _ = try await dues.pay(
      try PaymentDraft(
        member: Cast.code(member), channel: .cash, reference: reference,
        amount: Money(dong: amount), paidOn: Cast.today, today: Cast.today),
      today: Cast.today, by: Cast.actor(.hrOfficer))
  }

  func results(of run: Run) async throws -> [String: StoredUnitResult] {
    let results = try await story.database.read { transaction in
      try await transaction.unitResults(of: try await transaction.run(run.number))
    }
    return Dictionary(results.map { ($0.tally.code.text, $0) }) { first, _ in first }
  }

  /// Scores and ranks by unit.
  func words(of run: Run) async throws -> [String: String] {
    try await results(of: run).mapValues { "\($0.score?.description ?? "-") \($0.rank ?? 0)" }
  }

  func frozen(_ run: Run) async throws -> [String] {
    try await story.database.read {
      try await $0.values(
        """
        SELECT concat_ws(' ', code, collected || '/' || assessed)
          FROM run_dues JOIN unit ON unit.id = cell_id
         WHERE run_id = \(run.number) ORDER BY code
        """, as: String.self)
    }
  }
}

@Suite struct `A run in which dues count` {
  @Test func `scores every unit by what it and all below it have collected, exactly`() async throws
  {
    var random = Seeded.forTest()
    try await DuesStory.opened { given in
      var owing = DuesStory.cast
      for number in 1...14 {
        let cell = ["CB1", "CB2", "BP", "CB4", "CB4", "QU"].randomElement(using: &random) ?? ""
        let net = Int64.random(in: 20...3000, using: &random) * 100
        let code = "D\(number)"
        try await given.story.cast.members.add(
          try Cast.row([
            code, "Người \(code)", "male", "1980-01-01", "", "", "2010-01-01", "", cell, "", "",
            "", "", "insured", "\(net * 100)", "active",
          ]), today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
        owing.append((code, cell, net))
      }
      try await given.assess()
      var (assessed, collected): ([String: Int64], [String: Int64]) = ([:], [:])
      for one in owing {
        let paid = Int64.random(in: 0...one.net * 3 / 2, using: &random)
        if paid > 0 { try await given.pay(one.code, paid, "R \(one.code)") }
        var unit: String? = one.cell
        while let code = unit {
          assessed[code, default: 0] += one.net
          collected[code, default: 0] += min(paid, one.net)
          unit = DuesStory.parents[code]
        }
      }
      let (over, under) = (Int128(Int64.random(in: 1...40, using: &random)), Int128(10))
      let weight = try #require(ExactDecimal(mantissa: over, scale: 1)).description
      let run = try await given.score(weight)
      for (code, result) in try await given.results(of: run) {
        let (rated, sum) = (Int128(result.tally.rated), Int128(result.tally.pointsSum))
        let (charge, paid) = (Int128(assessed[code] ?? 0), Int128(collected[code] ?? 0))
        // The mean is sum/(100·rated), the dues are 100·paid/charge, their weight is over/under.
        let fraction: (Int128, Int128)? =
          switch (rated > 0, charge > 0) {
          case (true, true):
            (sum * charge * under + 10_000 * over * paid * rated, rated * charge * (over + under))
          case (true, false): (sum, rated)
          case (false, true): (10_000 * paid, charge)
          case (false, false): nil
          }
        let expected = fraction.map { ($0.0 * 2 + $0.1) / ($0.1 * 2) }
        #expect(
          result.score.map { Int128($0.hundredths) } == expected,
          "\(code), weight \(weight), seed \(random.seed)")
      }
      #expect(try await given.verify(run, weight).holds, "seed \(random.seed)")
    }
  }

  @Test func `keeps what it has read: later payments change the next run and not this one`()
    async throws
  {
    try await DuesStory.opened { given in
      try await given.assess()
      try await given.pay("M1", 60_000, "R1")
      let first = try await given.score("1")
      #expect(try await given.frozen(first) == ["CB1 60000/240000", "CB2 0/85000"])
      let words = try await given.words(of: first)
      let plain = try await given.score("0")
      #expect(try await given.frozen(plain) == [])
      #expect(try await given.words(of: plain)["UB"] == words["UB"])
      #expect(first.seal?.runDigest == plain.seal?.runDigest)
      #expect(first.seal?.rankingDigest != plain.seal?.rankingDigest)
      try await given.pay("M3", 85_000, "R2")
      let second = try await given.score("1")
      #expect(try await given.frozen(second) == ["CB1 60000/240000", "CB2 85000/85000"])
      #expect(second.seal?.rankingDigest != first.seal?.rankingDigest)
      #expect(try await given.words(of: first) == words)
      #expect(try await given.words(of: second)["CB1"] == words["CB1"])
      // What is over is no more collected than what is owed; nothing changes, so no digest does.
      try await given.pay("M3", 500_000, "R3")
      let third = try await given.score("1")
      #expect(third.seal?.rankingDigest == second.seal?.rankingDigest)
      #expect(try await given.frozen(third) == given.frozen(second))
      for (run, weight) in [
        (first, "1"), (second, "1"), (third, "1"), (plain, "0"), (plain, "1"), (first, "0"),
        (third, "0.5"),
      ] {
        let found = try await given.verify(run, weight)
        #expect(found.holds, "run \(run.number): \(String(describing: found.difference))")
      }
    }
  }

  @Test func `is proved by the weights it was made with, whatever the office counts by now`()
    async throws
  {
    try await DuesStory.opened { given in
      func runs(_ members: Int64, _ least: Int) -> Runs {
        let weights = RankingWeights(
          members: ExactDecimal(members), collective: ExactDecimal(1), minimumMembers: least)
        return Runs(database: given.story.database, programVersion: "test", weights: weights)
      }
      let officer = Cast.actor(.hrOfficer)
      let month = OfficeStory.month
      let first = try await runs(1, 3).score(month, by: officer).run
      let second = try await runs(7, 1).score(month, by: officer).run
      #expect(first.seal?.rankingDigest != second.seal?.rankingDigest)
      for run in [first, second] {
        for now in [runs(1, 3), runs(7, 1), runs(1, 1)] {
          let found = try await now.verify(run.number, by: officer)
          #expect(found.holds, "run \(run.number): \(String(describing: found.difference))")
        }
      }
    }
  }

  @Test func `without any assessed dues has the digest of one in which they do not count`()
    async throws
  {
    try await DuesStory.opened { given in
      let plain = try await given.score("0")
      let counted = try await given.score("1")
      #expect(counted.seal?.rankingDigest == plain.seal?.rankingDigest)
      #expect(counted.seal?.runDigest == plain.seal?.runDigest)
      #expect(counted.seal?.inputDigest == plain.seal?.inputDigest)
      // Only M4 is left in CB2, who is exempt: nothing to collect, no component.
      try await given.story.cast.edit("M3", [.cellCode: "CB1"], from: Cast.day(2026, 6, 1))
      try await given.assess()
      let exempt = try await given.score("1")
      #expect(try await given.frozen(exempt) == ["CB1 0/325000"])
      let (before, after) = try await (given.words(of: plain), given.words(of: exempt))
      #expect(after["CB2"] == before["CB2"] && after["CB1"] != before["CB1"])
    }
  }

  @Test func `is verified against what it kept, and names the unit whose dues were touched`()
    async throws
  {
    try await DuesStory.opened { given in
      try await given.assess()
      try await given.pay("M3", 40_000, "R1")
      let run = try await given.score("1")
      let part = "cadre.run_dues_\(OfficeStory.month.periodID)"
      try await given.story.cast.database.asSuperuser { root in
        try await root.write {
          try await $0.script(
            """
            ALTER TABLE \(part) DISABLE TRIGGER USER;
            UPDATE cadre.run_dues SET collected = collected + 10000 WHERE collected > 0
            """)
        }
      }
      #expect(try await given.verify(run, "1").difference == .unit(Cast.code("CB2")))
    }
  }

  @Test func `is sealed: neither the program nor the owner changes what it kept`() async throws {
    try await DuesStory.opened { given in
      try await given.assess()
      let run = try await given.score("1")
      let part = "run_dues_\(OfficeStory.month.periodID)"
      let changes = [
        "UPDATE run_dues SET collected = 0", "UPDATE \(part) SET collected = 0",
        "DELETE FROM run_dues", "DELETE FROM \(part)", "TRUNCATE run_dues", "TRUNCATE \(part)",
        """
        INSERT INTO run_dues
        SELECT period_id, run_id, 999, assessed, collected FROM run_dues LIMIT 1
        """,
      ]
      for change in changes {
        await `A published run`.expectRefused(change, by: given.story.database)
        try await given.story.cast.database.asOwner {
          await `A published run`.expectRefused(change, by: $0)
        }
      }
      #expect(try await given.verify(run, "1").holds)
    }
  }
}
