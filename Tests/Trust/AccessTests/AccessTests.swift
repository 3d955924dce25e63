import Basics
import TestKit
import Testing

@testable import Access

@Suite struct `The policy` {
  static let today = Day(2026, 7, 15) ?? .first

  static func actor(_ grants: [Grant], on day: Day = today) throws -> Actor {
    Actor(account: try #require(Code("test")), origin: "", grants: grants, today: day)
  }

  static func grant(
    _ role: Role, _ scope: Scope, from: Day = .beginning, until: Day? = nil
  ) throws -> Grant {
    Grant(
      role: role, scope: scope, period: try #require(Period(from: from, until: until)))
  }

  @Test func `is on one screen`() { expectGolden(Role.matrix, "policy.txt") }

  @Test func `gives nobody everything, and every act to somebody`() {
    for role in Role.allCases { #expect(role.acts.count < Act.allCases.count, "\(role)") }
    let all = Role.allCases.reduce(into: Set<Act>()) { $0.formUnion($1.acts) }
    #expect(all == Set(Act.allCases))
  }

  @Test func `keeps those who change the record apart from those who inspect it`() {
    let changes: Set<Act> = [.changeUnits, .changeMembers, .mergeMembers, .importRecords]
    for role in [Role.inspector, .accountAdministrator, .cellSecretary, .member] {
      #expect(role.acts.isDisjoint(with: changes), "\(role)")
    }
    for role in Role.allCases where role.acts.contains(.administerAccounts) {
      #expect(!role.acts.contains(.viewMembers), "\(role)")
    }
  }

  @Test(arguments: Act.allCases)
  func `lets a stranger do nothing`(act: Act) throws {
    let stranger = try Self.actor([])
    let line = try #require(UnitLine([3, 1]))
    #expect(!stranger.may(act, on: [line]))
    #expect(!stranger.may(act, on: []))
    #expect(!stranger.mayEverywhere(act))
    #expect(stranger.units(for: act) == [])
    let refusal = AccessError.refused(act, account: stranger.account)
    #expect(throws: refusal) { try stranger.require(act, on: [line]) }
    #expect(throws: refusal) { try stranger.requireSomewhere(act) }
    #expect(throws: refusal) { try stranger.requireEverywhere(act) }
  }

  @Test func `lets a grant reach down the tree and neither up nor sideways`() throws {
    let actor = try Self.actor([try Self.grant(.hrOfficer, .subtree(of: 2))])
    // 1 over 2 and 4, 2 over 3.
    for (line, may) in [([2, 1], true), ([3, 2, 1], true), ([1], false), ([4, 1], false)] {
      let line = try #require(UnitLine(line.map(Int64.init)))
      #expect(actor.may(.changeMembers, on: [line]) == may, "\(line.units)")
    }
    #expect(!actor.mayEverywhere(.changeMembers))
    #expect(actor.units(for: .changeMembers) == [2])
  }

  @Test func `opens a member to a grant over the cell or over the agency`() throws {
    let (cell, agency) = (try #require(UnitLine([3, 1])), try #require(UnitLine([8, 7])))
    for top: Int64 in [1, 3, 7, 8] {
      let actor = try Self.actor([try Self.grant(.inspector, .subtree(of: top))])
      #expect(actor.may(.viewMembers, on: [cell, agency]), "\(top)")
    }
    let other = try Self.actor([try Self.grant(.inspector, .subtree(of: 2))])
    #expect(!other.may(.viewMembers, on: [cell, agency]))
  }

  @Test func `shows whoever stands nowhere only to a grant over everything`() throws {
    let part = try Self.actor([try Self.grant(.hrOfficer, .subtree(of: 1))])
    let all = try Self.actor([try Self.grant(.hrOfficer, .everything)])
    #expect(!part.may(.viewMembers, on: []))
    #expect(all.may(.viewMembers, on: []))
    #expect(all.units(for: .viewMembers) == nil)
  }

  @Test func `knows no line without units: no path is a path to everything`() {
    #expect(UnitLine([]) == nil)
  }

  @Test func `reads a grant on its days: the first counts, the last is the day before the end`()
    throws
  {
    let (from, until) = (Self.today, Self.today.adding(days: 10))
    let grant = try Self.grant(.inspector, .everything, from: from, until: until)
    for (days, may) in [(-1, false), (0, true), (9, true), (10, false)] {
      let actor = try Self.actor([grant], on: from.adding(days: days))
      #expect(actor.mayEverywhere(.viewTrail) == may, "\(days)")
      #expect(actor.units(for: .viewTrail) == (may ? nil : []), "\(days)")
    }
    #expect(Period(from: until, until: from) == nil)
    #expect(Period(from: from, until: from) == nil)
  }

  @Test func `says a refusal with the act and a way out, in both languages`() throws {
    for act in Act.allCases {
      let error = AccessError.refused(act, account: try #require(Code("an")))
      #expect(error.kind == .refused)
      #expect(error.message.vi.contains(act.title.vi) && error.message.vi.contains("“an”"))
      #expect(error.message.en.contains(act.title.en))
      #expect(error.hint?.en.contains("cadre account grant") == true)
    }
  }
}

@Suite struct `Taking any grant away` {
  /// A tree of forty units: each stands under an earlier one, or at the top.
  static func lines(_ random: inout Seeded) throws -> [UnitLine] {
    var lines: [[Int64]] = []
    for unit in Int64(1)...40 {
      let parent = lines.isEmpty ? nil : lines.randomElement(using: &random)
      let isTop = Int.random(in: 0..<6, using: &random) == 0
      lines.append([unit] + (isTop ? [] : parent ?? []))
    }
    return try lines.map { try #require(UnitLine($0)) }
  }

  static func grants(_ random: inout Seeded) throws -> [Grant] {
    try (0..<Int.random(in: 1...6, using: &random)).map { _ in
      let role = Role.allCases.randomElement(using: &random) ?? .member
      let unit = Int64.random(in: 1...40, using: &random)
      let start = `The policy`.today.adding(days: Int.random(in: -9...3, using: &random))
      let days = Int.random(in: 1...12, using: &random)
      return try `The policy`.grant(
        role, Int.random(in: 0..<5, using: &random) == 0 ? .everything : .subtree(of: unit),
        from: start, until: Bool.random(using: &random) ? nil : start.adding(days: days))
    }
  }

  @Test func `only shrinks what is allowed`() throws {
    var random = Seeded.forTest()
    for _ in 0..<100 {
      let lines = try Self.lines(&random)
      let grants = try Self.grants(&random)
      let whole = try `The policy`.actor(grants)
      for index in grants.indices {
        var fewer = grants
        fewer.remove(at: index)
        let less = try `The policy`.actor(fewer)
        for act in Act.allCases {
          for line in lines where less.may(act, on: [line]) {
            #expect(whole.may(act, on: [line]), "\(act) on \(line.units) of \(grants)")
          }
          #expect(!less.mayEverywhere(act) || whole.mayEverywhere(act))
          if let units = whole.units(for: act) {
            #expect(less.units(for: act)?.isSubset(of: units) == true)
          }
        }
      }
    }
  }

  @Test func `leaves the list of units and the answer for each unit in agreement`() throws {
    var random = Seeded.forTest()
    for _ in 0..<100 {
      let lines = try Self.lines(&random)
      let actor = try `The policy`.actor(try Self.grants(&random))
      for act in Act.allCases {
        let tops = actor.units(for: act)
        for line in lines {
          let listed = tops.map { !$0.isDisjoint(with: line.units) } ?? true
          #expect(actor.may(act, on: [line]) == listed, "\(act) on \(line.units)")
        }
      }
    }
  }
}
