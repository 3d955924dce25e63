import Basics
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Transfers

@Suite struct `The workflow of a transfer` {
  static var lines: [String] {
    [(true, "the member carries papers"), (false, "no papers travel")].flatMap { way, title in
      ["\(title):"]
        + ([nil] + Transfer.State.allCases).flatMap { state in
          Transfer.Step.allCases.compactMap { step in
            step.after(state, travels: way).map {
              "  \(state?.rawValue ?? "") —\(step.rawValue)→ \($0.rawValue)"
            }
          }
        }
    }
  }

  @Test func `is one table`() {
    expectGolden(Self.lines.joined(separator: "\n"), "transfer-workflow.txt")
  }

  struct Row: Readable, Hashable {
    let travels: Bool
    let from: String
    let step: String
    let to: String

    init(_ row: Postgres.Row) throws {
      travels = try row.value("travels")
      from = try row.value("from_state")
      step = try row.value("step")
      to = try row.value("to_state")
    }

    init(_ travels: Bool, _ from: Transfer.State?, _ step: Transfer.Step, _ to: Transfer.State) {
      self.travels = travels
      self.from = from?.rawValue ?? ""
      self.step = step.rawValue
      self.to = to.rawValue
    }
  }

  @Test func `is the same table in the database`() async throws {
    let ours = [true, false].flatMap { way in
      ([nil] + Transfer.State.allCases).flatMap { state in
        Transfer.Step.allCases.compactMap { step in
          step.after(state, travels: way).map { Row(way, state, step, $0) }
        }
      }
    }
    try await TestDatabase.with { database in
      let theirs = try await database.app.read {
        try await $0.rows(
          "SELECT travels, from_state, step, to_state FROM transfer_workflow", as: Row.self)
      }
      #expect(Set(ours) == Set(theirs) && ours.count == theirs.count)
    }
  }

  @Test func `ends where it was received, returned or cancelled`() {
    for state in Transfer.State.allCases where !state.isOpen {
      for step in Transfer.Step.allCases {
        let next = step.after(state, travels: true)
        #expect(next == nil || next == state && state == .received)
        #expect(step.after(state, travels: false) == nil)
      }
    }
  }

  @Test func `names the papers of each kind and the rights of a stay`() {
    var lines = Transfer.Kind.allCases.flatMap { kind in
      [true, false].map { isOfficial in
        let papers = Transfer.papers(for: kind, isOfficial: isOfficial).map(\.rawValue)
        return "\(kind.rawValue), \(isOfficial ? "official" : "probationary") member: "
          + (papers.isEmpty ? "none" : papers.joined(separator: ", "))
      }
    }
    let rights = Transfer.Right.allCases.map { right in
      "\(right.rawValue) \(Transfer.rightsOfStay.contains(right) ? "there" : "at home only")"
    }
    lines.append("temporary stay: " + rights.joined(separator: ", "))
    expectGolden(lines.joined(separator: "\n"), "papers-and-rights.txt")
  }
}
