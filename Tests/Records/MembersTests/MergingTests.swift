import Access
import Basics
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Members

@Suite struct `Two records of one person` {
  static let hr = Cast.actor(.hrOfficer)

  static func merge(_ duplicate: String, into kept: String, in cast: Cast) async throws {
    _ = try await cast.members.merge(
      Cast.code(duplicate), into: Cast.code(kept), today: Cast.today, by: hr, basis: Cast.basis)
  }

  static func unmerge(_ duplicate: String, in cast: Cast) async throws {
    try await cast.members.unmerge(
      Cast.code(duplicate), today: Cast.today, by: hr, basis: Cast.basis)
  }

  @Test func `become one, which takes what it lacks, and come apart as they were`() async throws {
    try await Cast.with { cast in
      try await `Members on record`.add(
        [
          .code: "D5", .fullName: "H’Hen Niê", .sex: "female", .personalID: "001192000055",
          .cellCode: "CB1",
        ], in: cast)
      try await Self.merge("D5", into: "M5", in: cast)
      let kept = try await cast.view("M5")
      #expect(kept.member.sex == .female)
      #expect(kept.member.personalID.reveal(for: .comparison) == "001192000055")
      #expect(kept.member.fullName.reveal(for: .comparison) == "H’Hen Niê Kđăm")
      #expect(kept.duplicates == [Cast.code("D5")])
      #expect(try await cast.view("D5").member.mergedInto == Cast.code("M5"))
      #expect(try await `Finding members`.find("h’hen nie", in: cast) == ["M5"])
      await #expect(throws: MemberError.merged(Cast.code("D5"), into: Cast.code("M5"))) {
        try await cast.edit("D5", [.position: "X"])
      }
      try await cast.database.expectSound("merged")

      try await Self.unmerge("D5", in: cast)
      let (again, other) = (try await cast.view("M5"), try await cast.view("D5"))
      #expect(again.member.sex == nil && again.duplicates.isEmpty)
      #expect(again.member.personalID.reveal(for: .comparison) == nil)
      #expect(again.member.oldPartyCard.reveal(for: .comparison) == "12345678")
      #expect(other.member.personalID.reveal(for: .comparison) == "001192000055")
      #expect(other.member.mergedInto == nil)
      try await cast.database.expectSound("apart")
    }
  }

  @Test func `are not merged with themselves, twice, in a circle, or by who may not`()
    async throws
  {
    try await Cast.with { cast in
      await #expect(throws: MemberError.sameRecord) {
        try await Self.merge("M1", into: "M1", in: cast)
      }
      await #expect(throws: MemberError.unknown("NO")) {
        try await Self.merge("NO", into: "M1", in: cast)
      }
      try await Self.merge("M5", into: "M4", in: cast)
      await #expect(throws: MemberError.merged(Cast.code("M5"), into: Cast.code("M4"))) {
        try await Self.merge("M5", into: "M3", in: cast)
      }
      await #expect(throws: MemberError.merged(Cast.code("M5"), into: Cast.code("M4"))) {
        try await Self.merge("M4", into: "M5", in: cast)
      }
      await #expect(throws: MemberError.notMerged(Cast.code("M1"))) {
        try await Self.unmerge("M1", in: cast)
      }
      let part = try cast.actor(.organisationBoard, over: "CB1")
      await #expect(throws: AccessError.self) {
        _ = try await cast.members.merge(
          Cast.code("M3"), into: Cast.code("M1"), today: Cast.today, by: part, basis: Cast.basis)
      }
      try await cast.database.expectSound()
    }
  }

  @Test func `stay one once the kept record was changed`() async throws {
    try await Cast.with { cast in
      try await Self.merge("M5", into: "M4", in: cast)
      try await cast.edit("M4", [.position: "Cộng tác viên"])
      await #expect(throws: MemberError.cannotUndo(Cast.code("M5"))) {
        try await Self.unmerge("M5", in: cast)
      }
      try await cast.database.expectSound()
    }
  }

  @Test func `are merged once when four people do it at once`() async throws {
    try await Cast.with { cast in
      let done = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<4 {
          group.addTask {
            do {
              if number % 2 == 0 {
                try await Self.merge("M5", into: "M4", in: cast)
              } else {
                try await Self.merge("M4", into: "M5", in: cast)
              }
              return true
            } catch { return false }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(done == 1)
      try await cast.database.expectSound()
    }
  }
}

@Suite struct `The files of a member` {
  static let hr = Cast.actor(.hrOfficer)

  static func enter(_ draft: DossierEntry.Draft, in cast: Cast) async throws -> Int64 {
    try await cast.members.enter(
      draft, of: Cast.code("M1"), today: Cast.today, by: hr, basis: Cast.basis)
  }

  @Test func `take entries of every kind, and keep what was withdrawn`() async throws {
    try await Cast.with { cast in
      let day = Cast.day(2020, 1, 1)
      var number: Int64 = 0
      for kind in DossierEntry.Kind.allCases {
        var draft = DossierEntry.Draft(
          kind: kind, code: DossierEntry.codes(of: kind)?.first ?? "", title: "Mục", from: day)
        if kind == .rank {
          (draft.code, draft.step, draft.amount) = ("01.003", 3, ExactDecimal("3.00"))
        }
        if kind == .introducer { draft.introducer = Cast.code("M4") }
        number = try await Self.enter(draft, in: cast)
      }
      var entries = try await cast.view("M1").dossier
      #expect(entries.count == DossierEntry.Kind.allCases.count)
      #expect(entries.first { $0.kind == .introducer }?.introducer == Cast.code("M4"))
      #expect(entries.first { $0.kind == .rank }?.amount == ExactDecimal("3"))
      try await cast.members.withdraw(
        number, of: Cast.code("M1"), today: Cast.today, by: Self.hr, basis: Cast.basis)
      entries = try await cast.view("M1").dossier
      #expect(entries.filter(\.withdrawn).map(\.number) == [number])
      await #expect(throws: MemberError.unknownEntry(number)) {
        try await cast.members.withdraw(
          number, of: Cast.code("M1"), today: Cast.today, by: Self.hr, basis: Cast.basis)
      }
      try await cast.database.expectSound()
    }
  }

  @Test func `refuse an entry that its kind does not allow`() async throws {
    try await Cast.with { cast in
      let day = Cast.day(2020, 1, 1)
      for draft in [
        DossierEntry.Draft(kind: .badge, code: "35", from: day),
        DossierEntry.Draft(kind: .discipline, code: "shouting", from: day),
        DossierEntry.Draft(kind: .rank, code: "01.003", from: day),
        DossierEntry.Draft(kind: .reward, from: day),
        DossierEntry.Draft(kind: .reward, title: "a\u{202E}b", from: day),
        DossierEntry.Draft(kind: .reward, title: "Bằng khen", from: day, until: day),
      ] {
        await #expect(throws: FieldFlaw.self, "\(draft)") { try await Self.enter(draft, in: cast) }
      }
      await #expect(throws: MemberError.unknown("NO")) {
        try await Self.enter(
          DossierEntry.Draft(kind: .introducer, from: day, introducer: Cast.code("NO")), in: cast)
      }
    }
  }
}

@Suite struct `At every instant` {
  /// Each chain answers once for a member, a day and a moment, and the newest answer stands.
  static func expectOneAnswer(_ cast: Cast) async throws {
    let double = try await cast.database.app.read {
      try await $0.values(
        """
        SELECT format('%s has %s cells', member.code, count(*))
          FROM member
          CROSS JOIN (SELECT DISTINCT valid_from AS day FROM cell_membership) AS day
          CROSS JOIN (SELECT DISTINCT known_at AS moment FROM cell_membership) AS moment
          CROSS JOIN LATERAL (
            SELECT cell_id FROM cell_membership
             WHERE member_id = member.id AND valid_from <= day AND known_at <= moment
               AND (valid_from, known_at) = (
                 SELECT valid_from, known_at FROM cell_membership
                  WHERE member_id = member.id AND valid_from <= day AND known_at <= moment
                  ORDER BY valid_from DESC, known_at DESC LIMIT 1)) AS answer
         GROUP BY member.code, day, moment HAVING count(*) > 1
        """, as: String.self)
    }
    #expect(double == [])
    try await cast.database.expectSound()
  }

  @Test func `a member is in one cell, after any edits, which an independent list agrees with`()
    async throws
  {
    var random = Seeded.forTest()
    try await Cast.with { cast in
      // The record said apart: every edit in its order; the last that reaches a day stands.
      let start = Cast.today.adding(days: -60)
      var expected = Array(repeating: "CB1", count: 61)
      for _ in 0..<25 {
        let (offset, cell) = (
          Int.random(in: 0...60, using: &random),
          ["CB1", "CB2"].randomElement(using: &random) ?? "CB1"
        )
        let old = expected[offset]
        guard cell != old else { continue }
        try await cast.edit("M1", [.cellCode: cell], from: start.adding(days: offset))
        for index in offset...60 {
          guard expected[index] == old else { break }
          expected[index] = cell
        }
        for index in 0...60 {
          let cell = try await cast.places(of: "M1", on: start.adding(days: index)).cell
          #expect(cell == expected[index], "day \(index), seed \(random.seed)")
        }
      }
      try await Self.expectOneAnswer(cast)
    }
  }

  @Test func `a member is in one cell, after sixteen editors at once`() async throws {
    try await Cast.with { cast in
      let before = try await cast.view("M1").member.version
      let done = await withTaskGroup(of: Int.self) { group in
        for editor in 0..<16 {
          group.addTask {
            var done = 0
            for turn in 0..<4 {
              let day = Cast.today.adding(days: -(editor * 7 + turn * 3) % 40)
              let cell = (editor + turn) % 2 == 0 ? "CB1" : "CB2"
              do {
                try await cast.edit(
                  "M1", [.cellCode: cell, .position: "\(editor).\(turn)"], from: day)
                done += 1
              } catch { continue }
            }
            return done
          }
        }
        return await group.reduce(0, +)
      }
      #expect(done == 64)
      #expect(try await cast.view("M1").member.version == before + done)
      try await Self.expectOneAnswer(cast)
    }
  }

  @Test func `nobody stands in a unit that was closed while they moved into it`() async throws {
    try await Cast.with { cast in
      let board = Cast.actor(.organisationBoard)
      for round in 0..<8 {
        let code = "N\(round)"
        try await cast.units.add(
          Cast.unit(code, code, under: "QU", .party, 2), from: .beginning, by: board,
          basis: Cast.basis)
        await withTaskGroup(of: Void.self) { group in
          group.addTask {
            try? await cast.units.close(
              Cast.code(code), from: Cast.today, by: board, basis: Cast.basis
            ) { try await $0.countMembers(in: $1, on: $2) }
          }
          group.addTask { _ = try? await cast.edit("M\(round % 4 + 1)", [.cellCode: code]) }
        }
      }
      try await cast.database.expectSound()
    }
  }
}
