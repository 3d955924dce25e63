import Access
import Audit
import Basics
import Configuration
import Dues
import Members
import Organisation
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Transfers

/// Every two verbs that touch a membership, at the same moment, on a member of their own.
@Suite(.timeLimit(.minutes(10))) struct `Two verbs at once on one member` {
  enum Verb: String, CaseIterable, Sendable {
    case receive, `return`, cancel, ask, joinRecords, leave, die, expel, mergeUnit, closeUnit, pay,
      edit

    /// Steps of which the workflow lets one through.
    var endsTransfer: Bool { self == .receive || self == .return || self == .cancel }
  }

  @Test(arguments: [Transfer.State.submitted, .inTransit])
  func `one wins, or both are consistent, and nobody is told of a deadlock`(state: Transfer.State)
    async throws
  {
    for _ in rounds(1, soak: 20) {
      try await TransferStory.with { story in
        let scene = Scene(
          story: story,
          dues: Dues(
            database: story.cast.database.app, rules: try DuesRules.read(Configuration.dues())))
        var pairs: [(Verb, Verb)] = []
        for (index, one) in Verb.allCases.enumerated() {
          pairs += Verb.allCases[index...].map { (one, $0) }
        }
        for (number, pair) in pairs.enumerated() {
          let told = try await scene.play(pair, number, in: state)
          // The second of two who write the same finds nothing to change.
          let allowed: [ProblemKind?] = [nil, .conflict, .refused, .usage]
          #expect(told.allSatisfy(allowed.contains), "\(pair) \(told)")
          // Before it is released nothing can be received, so that one alone may win or none.
          if pair.0.endsTransfer, pair.1.endsTransfer {
            let possible = state == .inTransit || pair.0 != .receive || pair.1 != .receive
            #expect(told.count { $0 == nil } == (possible ? 1 : 0), "\(pair) \(told)")
          }
        }
        try await story.cast.database.expectSound()
        #expect(try await story.moments() == [])
      }
    }
  }

  /// A member of CB-A, a duplicate of theirs, and the cells A and B of the pair.
  struct Scene {
    let story: TransferStory
    let dues: Dues

    func play(
      _ pair: (Verb, Verb), _ number: Int, in state: Transfer.State
    ) async throws -> [ProblemKind?] {
      let (cast, hr) = (story.cast, Cast.actor(.hrOfficer))
      for cell in ["A\(number)", "B\(number)"] {
        try await cast.units.add(
          Cast.unit(cell, cell, under: "QU", .party, 2), from: .beginning, by: hr,
          basis: Cast.basis)
      }
      for member in ["P\(number)", "D\(number)"] {
        try await cast.members.add(
          try Cast.row([
            member, "Người \(member)", "", "", "", "", "", "", "A\(number)", "", "", "", "",
            "insured", "5000000", "active",
          ]), today: Cast.today, by: hr, basis: Cast.basis)
      }
      let transfer = try await story.ask("P\(number)", to: "B\(number)")
      try await story.bring(transfer, to: state)
      return await withTaskGroup(of: ProblemKind?.self) { group in
        for (clerk, verb) in [pair.0, pair.1].enumerated() {
          group.addTask {
            do {
              try await act(verb, number, transfer, by: clerk)
              return nil
            } catch let problem as any Problem { return problem.kind } catch { return .fault }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }

    private func act(_ verb: Verb, _ number: Int, _ transfer: Int64, by clerk: Int) async throws {
      let member = "P\(number)"
      let actor = TransferStory.actor("clerk\(clerk)")
      switch verb {
      case .receive: try await story.take(.receive, transfer, by: actor)
      case .return: try await story.take(.return, transfer, by: actor)
      case .cancel: try await story.take(.cancel, transfer, by: actor)
      case .ask: try await story.ask(member, to: "QU", by: actor)
      case .joinRecords: try await story.join("D\(number)", to: member)
      case .leave: try await story.cast.edit(member, [.status: "left"])
      case .die: try await story.cast.edit(member, [.status: "deceased"])
      case .expel:
        _ = try await story.cast.members.enter(
          DossierEntry.Draft(
            kind: .discipline, code: "expulsion", title: "12-QĐ", from: Cast.today),
          of: Cast.code(member), today: Cast.today, by: Cast.actor(.hrOfficer), basis: Cast.basis)
        try await story.cast.edit(member, [.status: "left"])
      case .mergeUnit: try await story.merge("A\(number)", into: "QU")
      case .closeUnit:
        try await story.cast.units.close(
          Cast.code("B\(number)"), from: Cast.today, by: Cast.actor(.hrOfficer),
          basis: Cast.basis, mayEnd: { try await $0.requireUntied($1, from: Cast.today) }
        ) { try await $0.countMembers(in: $1, on: $2) }
      case .pay:
        _ = try await dues.pay(
          try PaymentDraft(
            member: Cast.code(member), channel: .cash, reference: "R\(number).\(clerk)",
            amount: Money(dong: 50_000), voluntary: .zero, paidOn: Cast.today, today: Cast.today),
          today: Cast.today, by: Cast.actor(.hrOfficer))
      case .edit: try await story.cast.edit(member, [.position: "Việc \(clerk)"])
      }
    }
  }
}
