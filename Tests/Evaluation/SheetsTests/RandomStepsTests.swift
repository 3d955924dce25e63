import Access
import Audit
import Basics
import EvaluationKit
import Postgres
import RecordsKit
import Sheets
import TestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Whatever people do to sheets` {
  let month = EvaluatedMonth.month
  let basis = Audit.Basis(reason: "for a test", document: "")

  /// What the tables say of one sheet, beside what the database says.
  struct Model {
    var state = Sheet.State.draft
    var steps: [Sheet.Step] = []
  }

  @Test func `the database says what the tables say`() async throws {
    var random = Seeded.forTest()
    try await EvaluatedMonth.with { story in
      let actors: [Actor] = [
        EvaluatedMonth.office, EvaluatedMonth.board, Cast.stranger,
        try await story.person("M1"), try await story.person("M2"),
        try await story.person("M3", .organisationBoard),
      ]
      let names = ["M1", "M2", "M3"].map(EvaluatedMonth.name)
      var models = Dictionary(uniqueKeysWithValues: names.map { ($0, Model()) })
      var period = EvaluationPeriod.State.open
      for turn in 0..<160 {
        if turn % 40 == 39 {
          try await close(story, &period)
        }
        let (actor, name) = (
          actors.randomElement(using: &random), names.randomElement(using: &random)
        )
        let step = [Sheet.Step.edit, .score, .review, .decide, .return].randomElement(
          using: &random)
        guard let actor, let name, let step, let before = models[name] else { continue }
        let relation = try await story.database.app.read {
          try await $0.knownRelation(of: actor, to: name, in: month)
        }
        let capacity = try? relation?.capacity(for: step, in: before.state, of: period)
        let expected = period.takesWrites && capacity != nil ? before.state.after(step) : nil
        do {
          try await story.take(step, name, by: actor)
          #expect(expected != nil, "turn \(turn): \(actor.account) may not \(step) \(name)")
        } catch let error as any Problem {
          #expect(
            expected == nil, "turn \(turn): \(actor.account) \(step) \(name): \(error.message.en)")
        }
        if let expected {
          models[name]?.state = expected
          models[name]?.steps.append(step)
        }
        try await compare(models, in: story, turn: turn)
      }
      try await story.database.expectSound()
    }
  }

  private func close(
    _ story: EvaluatedMonth, _ period: inout EvaluationPeriod.State
  ) async throws {
    let (office, second) = (EvaluatedMonth.office, EvaluatedMonth.actor("second", .hrOfficer))
    switch period {
    case .open:
      period = try await story.periods.beginClosing(month, by: office, basis: basis).period.state
    case .closing:
      period = try await story.periods.close(month, by: office, basis: basis).period.state
    case .closed, .published:
      try await story.periods.requestReopening(month, by: office, basis: basis)
      period = try await story.periods.confirmReopening(month, by: second, basis: basis).state
    }
  }

  private func compare(
    _ models: [SubjectName: Model], in story: EvaluatedMonth, turn: Int
  ) async throws {
    for (name, model) in models {
      let view = try await story.sheets.show(name, in: month, for: EvaluatedMonth.board)
      #expect(view.sheet?.state == model.state, "turn \(turn): \(name)")
      #expect(view.steps.map(\.step) == model.steps, "turn \(turn): \(name)")
    }
  }
}

extension Transaction {
  /// What the actor is to the sheet; `nil`: they know of none.
  fileprivate func knownRelation(
    of actor: Actor, to name: SubjectName, in month: Month
  ) async throws -> SheetRelation? {
    do {
      return try await sheetRelation(of: actor, to: name, in: month)
    } catch SheetError.unknown { return nil }
  }
}

@Suite struct `A step on many sheets` {
  let month = EvaluatedMonth.month
  let basis = Audit.Basis(reason: "cả đơn vị", document: "")

  @Test func `takes those that wait, of the unit, and never one's own`() async throws {
    try await EvaluatedMonth.with { story in
      for code in ["M1", "M2", "M3"] { try await story.bring(code, to: .draft) }
      let sheets = story.sheets
      let handedIn = try await sheets.takeAll(
        .score, under: Cast.code("UB"), in: month, by: EvaluatedMonth.office, basis: basis)
      #expect(handedIn == .init(taken: 3, left: 0))
      let near = try story.cast.actor(.organisationBoard, over: "VP")
      await #expect(throws: AccessError.self) {
        try await sheets.takeAll(
          .review, under: Cast.code("UB"), in: month, by: near, basis: basis)
      }
      let reviewed = try await sheets.takeAll(
        .review, under: Cast.code("VP"), in: month, by: near, basis: basis)
      #expect(reviewed == .init(taken: 2, left: 0))
      let one = try await story.person("M2", .organisationBoard)
      let decided = try await sheets.takeAll(
        .decide, under: nil, in: month, by: one, basis: basis)
      #expect(decided == .init(taken: 1, left: 2))
      let m1 = try await sheets.show(EvaluatedMonth.name("M1"), in: month, for: near)
      #expect(m1.state == .decided && m1.steps.map(\.step) == [.edit, .score, .review, .decide])
      // Where no approver gave points, the person's own stand.
      #expect(m1.entries.prefix(3).map { $0.points?.description } == ["9", "10", "8.5"])
      let m2 = try await sheets.show(EvaluatedMonth.name("M2"), in: month, for: near)
      #expect(m2.state == .reviewed && m2.steps.last?.reason == "thay người quản lý M1: cả đơn vị")
      try await story.database.expectSound()
    }
  }

  @Test func `in a reopened month leaves the rows of the earlier revision`() async throws {
    try await EvaluatedMonth.with { story in
      try await story.bring("M2", to: .reviewed)
      let office = EvaluatedMonth.office
      _ = try await story.periods.close(month, by: office, basis: basis)
      try await story.periods.requestReopening(month, by: office, basis: basis)
      _ = try await story.periods.confirmReopening(
        month, by: EvaluatedMonth.actor("second", .hrOfficer), basis: basis)
      let before = try await story.contents(ofRevision: 1)
      let decided = try await story.sheets.takeAll(
        .decide, under: nil, in: month, by: EvaluatedMonth.board, basis: basis)
      #expect(decided == .init(taken: 1, left: 2))
      #expect(try await story.contents(ofRevision: 1) == before)
      let view = try await story.sheets.show(EvaluatedMonth.name("M2"), in: month, for: office)
      #expect(view.sheet?.revision == 2 && view.entries.count == 6 && view.state == .decided)
      try await story.database.expectSound()
    }
  }
}
