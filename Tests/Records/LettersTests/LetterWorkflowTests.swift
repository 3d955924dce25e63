import Basics
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Letters

@Suite struct `The workflow of a letter` {
  static let ways = [(false, "a letter of its own"), (true, "the letter of a transfer")]

  static var lines: [String] {
    ways.flatMap { way, title in
      ["\(title):"]
        + ([nil] + Letter.State.allCases).flatMap { state in
          Letter.Step.allCases.compactMap { step in
            step.after(state, ofTransfer: way).map {
              "  \(state?.rawValue ?? "") —\(step.rawValue)→ \($0.rawValue)"
            }
          }
        }
    }
  }

  @Test func `is one table`() {
    expectGolden(Self.lines.joined(separator: "\n"), "letter-workflow.txt")
  }

  struct Row: Readable, Hashable {
    let ofTransfer: Bool
    let from: String
    let step: String
    let to: String

    init(_ row: Postgres.Row) throws {
      ofTransfer = try row.value("of_transfer")
      from = try row.value("from_state")
      step = try row.value("step")
      to = try row.value("to_state")
    }

    init(_ way: Bool, _ from: Letter.State?, _ step: Letter.Step, _ to: Letter.State) {
      (ofTransfer, self.from) = (way, from?.rawValue ?? "")
      (self.step, self.to) = (step.rawValue, to.rawValue)
    }
  }

  @Test func `is the same table in the database`() async throws {
    let ours = [true, false].flatMap { way in
      ([nil] + Letter.State.allCases).flatMap { state in
        Letter.Step.allCases.compactMap { step in
          step.after(state, ofTransfer: way).map { Row(way, state, step, $0) }
        }
      }
    }
    try await TestDatabase.with { database in
      let theirs = try await database.app.read {
        try await $0.rows(
          "SELECT of_transfer, from_state, step, to_state FROM letter_workflow", as: Row.self)
      }
      #expect(Set(ours) == Set(theirs) && ours.count == theirs.count)
    }
  }

  @Test func `asks for a second key before anything is issued`() {
    // Whatever way leads to an issued letter that is no transfer's, somebody has reviewed it.
    let before = Letter.State.allCases.filter {
      Letter.Step.issue.after($0, ofTransfer: false) != nil
    }
    #expect(before == [.reviewed])
    let reviewed = Letter.State.allCases.filter { state in
      Letter.Step.allCases.contains { step in
        step != .review && step.after(state, ofTransfer: false) == .reviewed
      }
    }
    #expect(reviewed.isEmpty)
    #expect(Letter.Step.review.needsSecondKey && Letter.Step.issue.needsSecondKey)
  }
}
