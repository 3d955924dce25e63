import Access
import Basics
import Members
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Letters

@Suite(.timeLimit(.minutes(10))) struct `Eight people at once` {
  /// What became of eight who tried the same: how each was told.
  static func tell(_ work: @escaping @Sendable (Int) async throws -> Void) async -> [ProblemKind?] {
    await withTaskGroup(of: ProblemKind?.self) { group in
      for one in 0..<8 {
        group.addTask {
          do {
            try await work(one)
            return nil
          } catch let problem as any Problem { return problem.kind } catch { return .fault }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func `issue letters of one book: the numbers have no gaps and no twins`() async throws {
    try await LetterStory.with { story in
      // Five members, each with letters of several kinds, all in the committee's book.
      var ids: [Int64] = []
      for member in ["M1", "M2", "M3", "M4"] {
        var request = LetterStory.confirmation
        request.issuer = Cast.code("QU")
        ids.append(try await story.ask(member, request))
        try await story.letters.state(
          .init(cell: Cast.code("CB1")), of: Cast.code(member), from: Cast.today,
          by: LetterStory.clerk, basis: LetterStory.basis)
        var comment = LetterRequest(kind: .residenceComment)
        (comment.occasion, comment.issuer) = (.reward, Cast.code("QU"))
        ids.append(try await story.ask(member, comment))
      }
      for id in ids {
        try await story.take(.draft, id, comment: .init(comment: "Tốt"))
        try await story.take(.review, id)
      }
      let waiting = ids
      let told = await Self.tell { one in
        try await story.take(.issue, waiting[one], by: LetterStory.actor("signer\(one)"))
      }
      #expect(told.allSatisfy { $0 == nil }, "\(told)")
      let numbers = try await story.letters.list(
        .init(), today: Cast.today, for: LetterStory.clerk
      ).compactMap { $0.issue?.number }
      #expect(numbers.sorted() == Array(1...8))
      try await story.cast.database.expectSound()
    }
  }

  @Test func `issue one letter: it is issued once`() async throws {
    try await LetterStory.with { story in
      let id = try await story.ask("M2")
      try await story.take(.draft, id)
      try await story.take(.review, id)
      let told = await Self.tell { one in
        try await story.take(.issue, id, by: LetterStory.actor("signer\(one)"))
      }
      #expect(told.count { $0 == nil } == 1 && told.count { $0 == .conflict } == 7, "\(told)")
      try await story.cast.database.expectSound()
    }
  }

  @Test func `ask for one member: one letter comes of it`() async throws {
    try await LetterStory.with { story in
      let told = await Self.tell { one in
        try await story.ask("M2", by: LetterStory.actor("clerk\(one)"))
      }
      #expect(told.count { $0 == nil } == 1 && told.count { $0 == .conflict } == 7, "\(told)")
      try await story.cast.database.expectSound()
    }
  }

  @Test func `take any step at any time: every letter has one story, every book no gap`()
    async throws
  {
    for round in rounds(2, soak: 60) {
      var random = Seeded.forTest("\(#function) \(round)")
      let plans = (0..<6).map { _ in (0..<40).map { _ in Move(&random) } }
      try await LetterStory.with { story in
        await withTaskGroup(of: Void.self) { group in
          for (clerk, plan) in plans.enumerated() {
            group.addTask {
              for move in plan { await move.make(in: story, by: clerk) }
            }
          }
        }
        try await story.cast.database.expectSound("CADRE_SEED=\(random.seed)")
        let letters = try await story.letters.list(
          .init(), today: Cast.today, for: LetterStory.clerk)
        #expect(letters.contains { $0.issue != nil }, "CADRE_SEED=\(random.seed)")
        for code in letters.compactMap({ $0.issue?.code }) {
          let verdict = try await story.letters.verify(code, today: Cast.today)
          #expect(verdict.findings.allSatisfy { $0 == .revoked(on: Cast.today) })
        }
      }
    }
  }

  /// One thing that somebody tries: mostly what is next as they see it, else anything.
  struct Move: Sendable {
    let step: Letter.Step?
    let member: String
    let sign: Int

    init(_ random: inout Seeded) {
      let isWild = Int.random(in: 0..<4, using: &random) == 0
      step = isWild ? Letter.Step.allCases.randomElement(using: &random) : nil
      member = "M\(Int.random(in: 1...4, using: &random))"
      sign = Int.random(in: 0..<3, using: &random)
    }

    func make(in story: LetterStory, by clerk: Int) async {
      let actor = LetterStory.actor("clerk\((clerk + sign) % 6)")
      do {
        var filter = Letters.Filter()
        filter.member = Cast.code(member)
        let found = try await story.letters.list(
          filter, today: Cast.today, for: actor
        ).first
        let usual: Letter.Step =
          switch found?.state {
          case .requested: .draft
          case .drafted: .review
          case .reviewed: .issue
          default: .request
          }
        let step = step ?? usual
        if step == .request {
          try await story.ask(member, by: actor)
        } else {
          try await story.take(step, found?.id ?? 99, by: actor)
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
