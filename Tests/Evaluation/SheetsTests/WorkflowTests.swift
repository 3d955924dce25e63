import Access
import Basics
import Foundation
import Sheets
import TestKit
import Testing

@Suite struct `The workflows` {
  @Test func `of a sheet are one table`() {
    var lines: [String] = []
    for state in Sheet.State.allCases {
      for step in Sheet.Step.allCases {
        guard let next = state.after(step) else { continue }
        lines.append("\(state.rawValue) —\(step.rawValue)→ \(next.rawValue)")
      }
    }
    expectGolden(lines.joined(separator: "\n"), "sheet-workflow.txt")
  }

  @Test func `of a month are one table`() {
    var lines: [String] = []
    for state in EvaluationPeriod.State.allCases {
      for step in EvaluationPeriod.Step.allCases {
        guard let next = state.after(step) else { continue }
        lines.append("\(state.rawValue) —\(step.rawValue)→ \(next.rawValue)")
      }
    }
    expectGolden(lines.joined(separator: "\n"), "period-workflow.txt")
  }

  @Test func `let nobody sign what nobody handed in, and change nothing signed in silence`() {
    for state in Sheet.State.allCases {
      #expect(state.after(.edit) == nil || state.after(.edit) == .draft)
      #expect(state.after(.import) == state.after(.edit))
      #expect(state.after(.return) == nil || state.after(.return) == .draft)
    }
    #expect(Sheet.State.draft.after(.review) == nil)
    #expect(Sheet.State.draft.after(.decide) == nil)
    #expect(Sheet.State.selfScored.after(.decide) == nil)
  }

  static let people: [(String, SheetRelation)] = [
    ("nobody", .init()),
    ("the person", .init(isOwn: true)),
    ("the manager", .init(isManager: true)),
    ("a reviewer", .init(reviews: true)),
    ("a reviewer of somebody without manager", .init(hasManager: false, reviews: true)),
    ("a decider", .init(reviews: true, decides: true)),
    ("the office", .init(views: true, writes: true)),
    (
      "the person, with every role",
      .init(
        isOwn: true, views: true, writes: true, reviews: true, decides: true)
    ),
    (
      "the manager, with every role",
      .init(
        isManager: true, views: true, writes: true, reviews: true, decides: true)
    ),
  ]

  @Test func `say who may take which step, as a matrix`() {
    var lines: [String] = []
    for (title, relation) in Self.people {
      lines.append("\(title):")
      for period in [EvaluationPeriod.State.open, .closing] {
        for state in Sheet.State.allCases.prefix(4) {
          let steps: [String] = Sheet.Step.allCases.compactMap { step in
            guard state.after(step) != nil,
              let capacity = try? relation.capacity(for: step, in: state, of: period)
            else { return nil }
            return "\(step.rawValue) (\(capacity.rawValue))"
          }
          let said = steps.isEmpty ? "nothing" : steps.joined(separator: ", ")
          lines.append("  \(period.rawValue), \(state.rawValue): \(said)")
        }
      }
    }
    expectGolden(lines.joined(separator: "\n"), "who-may.txt")
  }

  @Test func `never let anybody sign their own sheet`() {
    for bits in 0..<64 {
      func bit(_ place: Int) -> Bool { bits & (1 << place) != 0 }
      let relation = SheetRelation(
        isOwn: true, isManager: bit(0), hasManager: bit(1), views: bit(2), writes: bit(3),
        reviews: bit(4), decides: bit(5))
      for step in [Sheet.Step.review, .decide, .return] {
        for state in Sheet.State.allCases {
          #expect(throws: SheetRelation.Refusal.own) {
            try relation.capacity(for: step, in: state, of: .open)
          }
        }
      }
    }
  }
}

@Suite struct `Entries of a sheet` {
  @Test(
    arguments: table(
      """
      kind       | weight | target | direction | group | baseline | points | lacks
      work       | 1      | 2      |           |       |          |        |
      work       |        | 2      |           |       |          |        | weight
      work       | 0      | 2      |           |       |          |        | weight
      work       | 1      | 0      |           |       |          |        | target
      work       | 1      | 2      |           |       |          | 3      | points
      kpi        | 1      | 2      | up        |       |          |        |
      kpi        | 1      | 2      |           |       |          |        | direction
      key_result | 1      | 2      |           | O1    | 0        |        |
      key_result | 1      | 2      |           |       | 0        |        | group
      key_result | 1      | 2      |           | O1    | 2        |        | target
      key_result | 1      | 2      |           | O1    |          |        | baseline
      criterion  |        |        |           |       |          | 9.25   |
      criterion  |        |        |           |       |          | 9.255  | points
      criterion  | 1      |        |           |       |          | 9      | points
      event      |        |        |           |       |          |        |
      event      |        |        |           |       |          | 1      | points
      """))
  func `need what their kind needs`(row: [String]) throws {
    var entry = Entry(kind: try #require(Entry.Kind(rawValue: row[0])), code: "X")
    entry.weight = Quantity(row[1])
    entry.target = Quantity(row[2])
    entry.direction = Entry.Direction(rawValue: row[3])
    entry.group = row[4].isEmpty ? nil : row[4]
    entry.baseline = Quantity(row[5])
    entry.points = Quantity(row[6])
    #expect((entry.lack?.rawValue ?? "") == row[7])
  }

  @Test func `begin the next month with what is to be done and without what was done`() throws {
    let code = try #require(Code("W1"))
    var work = EntryEdit(.work, code)
    (work.weight, work.target, work.actual) = (Quantity("1"), Quantity("10"), Quantity("8"))
    (work.delays, work.title) = (Quantity("2"), "Văn bản")
    let entries = try [Entry]().applying([
      work, .selfPoints(try #require(Code("G1")), try #require(Quantity("9"))),
      .event(try #require(Code("on_leave"))),
      .points(try #require(Code("cohesion")), try #require(Quantity("0.5"))),
    ])
    #expect(entries.excuses)
    let next = entries.emptied
    #expect(next.map(\.code) == ["W1", "G1"])
    #expect(next[0].title == "Văn bản" && next[0].target == Quantity("10"))
    #expect(next[0].actual == nil && next[0].delays == .zero && next[1].selfPoints == nil)
    #expect(next.unreported == ["W1"])
    #expect(!next.excuses)
  }
}
