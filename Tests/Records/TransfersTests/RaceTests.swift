import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(10))) struct `Eight clerks at once` {
  /// What became of eight who tried the same: how each was told.
  static func tell(_ work: @escaping @Sendable (Int) async throws -> Void) async -> [ProblemKind?] {
    await withTaskGroup(of: ProblemKind?.self) { group in
      for clerk in 0..<8 {
        group.addTask {
          do {
            try await work(clerk)
            return nil
          } catch let problem as any Problem { return problem.kind } catch { return .fault }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func `ask for one member: one is taken, the others are told which`() async throws {
    try await TransferStory.with { story in
      let told = await Self.tell { clerk in
        try await story.ask("M2", to: "CB2", by: TransferStory.actor("clerk\(clerk)"))
      }
      #expect(told.count { $0 == nil } == 1 && told.count { $0 == .conflict } == 7)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `receive one transfer: it moves once`() async throws {
    try await TransferStory.with { story in
      let number = try await story.ask("M2", to: "CB2")
      try await story.bring(number, to: .inTransit)
      let told = await Self.tell { clerk in
        try await story.take(.receive, number, by: TransferStory.actor("clerk\(clerk)"))
      }
      #expect(told.count { $0 == nil } == 1 && told.count { $0 == .conflict } == 7)
      #expect(try await story.cell("M2") == "CB2")
      try await story.cast.database.expectSound()
    }
  }

  @Test func `receive, return, cancel, edit and merge units: one story comes of it`()
    async throws
  {
    for _ in rounds(3, soak: 100) {
      try await TransferStory.with { story in
        let number = try await story.ask("M2", to: "CB2")
        try await story.bring(number, to: .inTransit)
        let told = await Self.tell { clerk in
          let actor = TransferStory.actor("clerk\(clerk)")
          switch clerk {
          case 0, 1, 2: try await story.take(.receive, number, by: actor)
          case 3, 4: try await story.take(.return, number, by: actor)
          case 5: try await story.take(.cancel, number, by: actor)
          case 6: try await story.cast.edit("M2", [.cellCode: "QU"])
          default:
            _ = try await story.cast.units.merge(
              [Cast.code("CB1")], into: Cast.code("CB2"), from: Cast.today,
              by: Cast.actor(.hrOfficer), basis: Cast.basis
            ) { transaction, old, new, event in
              try await transaction.moveMembers(
                from: old.id.number, to: new.id.number, on: Cast.today, event: event)
            }
          }
        }
        let view = try await story.transfers.show(
          number, today: Cast.today, for: TransferStory.office)
        #expect(view.steps.count == 5 || view.transfer.state == .inTransit)
        #expect(told.allSatisfy { [nil, .conflict, .refused].contains($0) }, "\(told)")
        try await story.cast.database.expectSound()
      }
    }
  }
}

@Suite(.timeLimit(.minutes(10))) struct `Whatever clerks do to transfers` {
  @Test func `everybody is in one cell at every moment, and each transfer in one state`()
    async throws
  {
    for round in rounds(2, soak: 60) {
      var random = Seeded.forTest("\(#function) \(round)")
      var plans: [[Move]] = []
      for _ in 0..<6 {
        plans.append((0..<40).map { _ in Move(&random) })
      }
      try await TransferStory.with { story in
        await withTaskGroup(of: Void.self) { group in
          for (clerk, plan) in plans.enumerated() {
            group.addTask {
              for move in plan { await move.make(in: story, by: clerk) }
            }
          }
        }
        try await story.cast.database.expectSound()
        let told = try await story.moments()
        #expect(told == [], "CADRE_SEED=\(random.seed)")
        let moved = try await story.transfers.list(
          .everything, today: Cast.today, for: TransferStory.office)
        #expect(moved.count > 3 && moved.contains { $0.transfer.state == .received })
      }
    }
  }

  /// One thing that a clerk tries: mostly what is next as they see it, else anything.
  struct Move: Sendable {
    /// `nil`: what is next.
    let step: Transfer.Step?
    let member: String
    let cell: String
    let day: Day
    let last: Day?

    init(_ random: inout Seeded) {
      let isWild = Int.random(in: 0..<4, using: &random) == 0
      step = isWild ? Transfer.Step.allCases.randomElement(using: &random) : nil
      member = "M\(Int.random(in: 1...5, using: &random))"
      cell = ["CB1", "CB2", "QU"].randomElement(using: &random) ?? "QU"
      day = Cast.today.adding(days: Int.random(in: -40...40, using: &random))
      last = Bool.random(using: &random) ? day.adding(days: 120) : nil
    }

    func make(in story: TransferStory, by clerk: Int) async {
      let actor = TransferStory.actor("clerk\(clerk)")
      do {
        let found = try await story.latest(of: member)
        let step = step ?? found?.state.usual(travels: found?.travels ?? true) ?? .request
        if step == .request {
          try await story.ask(member, to: cell, from: day, by: actor) {
            if let last {
              $0.kind = .temporary
              $0.lastOn = last
            }
          }
        } else {
          try await story.take(step, found?.number ?? 99, by: actor) {
            if step == .extend || step == .end { $0.lastOn = day.adding(days: 100) }
          }
        }
      } catch let error as any Problem {
        // Refused, or late: never a deadlock, never a fault of ours.
        #expect(
          [.refused, .conflict, .notFound].contains(error.kind) && !(error is PostgresError),
          "\(error)")
      } catch {
        Issue.record("\(error)")
      }
    }
  }
}

extension Transfer.State {
  /// What an office would do next.
  fileprivate func usual(travels: Bool) -> Transfer.Step? {
    switch self {
    case .submitted: .review
    case .reviewed: .release
    case .released: travels ? .send : .receive
    case .inTransit: .receive
    default: nil
    }
  }
}

extension Transfers.Filter {
  static var everything: Self {
    var filter = Self()
    filter.states = Transfer.State.allCases
    return filter
  }
}

extension TransferStory {
  /// The transfer of a member that was asked for last.
  func latest(of member: String) async throws -> Transfer? {
    var filter = Transfers.Filter.everything
    filter.member = Cast.code(member)
    return try await transfers.list(filter, today: Self.today, for: Self.office).last?.transfer
  }

  /// Members and days on which the record does not give exactly one cell, over three years.
  func moments() async throws -> [String] {
    try await cast.database.app.read { transaction in
      try await transaction.values(
        """
        WITH chain AS (
          SELECT DISTINCT ON (member_id, valid_from) member_id, valid_from, cell_id
            FROM cell_membership ORDER BY member_id, valid_from, known_at DESC),
        stretch AS (
          SELECT member_id, cell_id, valid_from, coalesce(lead(valid_from)
                   OVER (PARTITION BY member_id ORDER BY valid_from), 'infinity') AS valid_until
            FROM chain)
        SELECT format('%s on %s: %s', member.code, day::date, count(cell_id))
          FROM member
         CROSS JOIN generate_series('2025-06-01'::date, '2028-06-01', '1 day') AS day
          LEFT JOIN stretch ON stretch.member_id = member.id
           AND valid_from <= day::date AND day::date < valid_until
         GROUP BY member.code, day HAVING count(cell_id) <> 1
         ORDER BY 1 LIMIT 20
        """, as: String.self)
    }
  }
}
