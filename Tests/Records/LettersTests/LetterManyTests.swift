import Access
import Basics
import Members
import RecordsKit
import Testing
import Transfers

@testable import Letters

@Suite(.timeLimit(.minutes(15))) struct `Letters of a cell` {
  static func all(
    _ step: Letter.Step, at unit: String, in story: LetterStory,
    comments: [Code: ResidenceComment] = [:], on today: Day = Cast.today
  ) async throws -> Letters.Outcome {
    try await story.letters.take(
      step, on: .waiting(at: Cast.code(unit), kind: nil), comments: comments, today: today,
      by: step == .draft ? LetterStory.clerk : LetterStory.secretary, basis: LetterStory.basis)
  }

  @Test func `are asked for, drafted, reviewed and issued at once, and once only`() async throws {
    try await LetterStory.with { story in
      try await story.setStatus("deceased", of: "M3")
      let asked = try await story.letters.request(
        LetterStory.confirmation, for: .unit(Cast.code("QU")), today: Cast.today,
        by: LetterStory.clerk, basis: LetterStory.basis)
      let again = try await story.letters.request(
        LetterStory.confirmation, for: .unit(Cast.code("QU")), today: Cast.today,
        by: LetterStory.clerk, basis: LetterStory.basis)
      #expect(asked.ids.count == 4 && asked.left.isEmpty)
      #expect(again.ids.isEmpty && again.left.count == 4)
      #expect(try await Self.all(.draft, at: "QU", in: story).taken.count == 4)
      #expect(try await Self.all(.review, at: "CB2", in: story).left.isEmpty)
      #expect(try await Self.all(.review, at: "QU", in: story).left.isEmpty)
      let issued = try await Self.all(.issue, at: "QU", in: story)
      let books = Dictionary(grouping: issued.taken, by: \.issuerCode)
      for (_, letters) in books {
        #expect(letters.compactMap { $0.issue?.number }.sorted() == Array(1...letters.count))
      }
      #expect(issued.taken.count == 4)
      await #expect(throws: LetterError.nothingWaits(.issue, unit: Cast.code("QU"))) {
        _ = try await Self.all(.issue, at: "QU", in: story)
      }
      try await story.cast.database.expectSound()
    }
  }

  @Test func `are not taken back all at once`() async throws {
    try await LetterStory.with { story in
      try await story.ask("M1")
      for step in Letter.Step.allCases where step.needsReason {
        await #expect(throws: LetterError.oneByOne(step)) {
          _ = try await Self.all(step, at: "QU", in: story)
        }
      }
    }
  }

  @Test func `leave out whom they cannot be given, and say why`() async throws {
    try await LetterStory.with { story in
      for member in ["M1", "M2"] { try await story.ask(member) }
      try await story.cast.edit("M2", [.cellCode: "CB2"])
      let drafted = try await Self.all(.draft, at: "CB1", in: story)
      #expect(drafted.taken.map(\.memberCode) == [Cast.code("M1")])
      #expect(drafted.left.map(\.refusal) == [.notUnder(Cast.code("CB1"))])
    }
  }

  @Test func `leave out who has moved or left since the draft, and go on with the others`()
    async throws
  {
    try await LetterStory.with { story in
      for member in ["M1", "M2", "M5"] { try await story.ask(member) }
      _ = try await Self.all(.draft, at: "CB1", in: story)
      let (later, last) = (Cast.today.adding(days: 5), Cast.today.adding(days: 9))
      try await story.cast.edit("M2", [.cellCode: "CB2"], from: later)
      let reviewed = try await Self.all(.review, at: "CB1", in: story, on: later)
      #expect(reviewed.taken.map(\.memberCode) == [Cast.code("M1"), Cast.code("M5")])
      #expect(reviewed.left.map(\.refusal) == [.notUnder(Cast.code("CB1"))])
      try await story.cast.edit("M5", [.status: "left"], from: last)
      let issued = try await Self.all(.issue, at: "CB1", in: story, on: last)
      #expect(issued.taken.map(\.memberCode) == [Cast.code("M1")])
      #expect(issued.left.map(\.refusal) == [.gone(.left)])
      try await story.cast.database.expectSound()
    }
  }

  @Test func `at the residence leave out the exempt, who get one when there is a reason`()
    async throws
  {
    try await LetterStory.with { story in
      func live(_ member: String, _ exemption: ResidenceTie.Exemption? = nil) async throws {
        let cell = exemption == .specialMission ? nil : Cast.code("CB2")
        try await story.letters.state(
          .init(cell: cell, exemption: exemption), of: Cast.code(member), from: Cast.today,
          by: LetterStory.clerk, basis: LetterStory.basis)
      }
      try await live("M1")
      try await live("M2", .mobile)
      try await live("M3", .specialMission)
      let ties = try await story.letters.residents(
        of: Cast.code("CB2"), on: Cast.today, for: LetterStory.clerk)
      #expect(ties.map(\.member) == [Cast.code("M1"), Cast.code("M2")])
      let rehearsed = try await story.letters.openRound(
        of: 2026, in: Cast.code("CB2"), rehearses: true, today: Cast.today,
        by: LetterStory.clerk, basis: LetterStory.basis)
      #expect(rehearsed.ids.isEmpty && rehearsed.members == 1)
      let round = try await story.letters.openRound(
        of: 2026, in: Cast.code("CB2"), today: Cast.today, by: LetterStory.clerk,
        basis: LetterStory.basis)
      #expect(round.ids.count == 1 && round.left.map(\.refusal) == [.exempt(.mobile)])
      // The words of the cell are needed, and stand in the draft.
      let bare = try await Self.all(.draft, at: "CB2", in: story)
      #expect(bare.taken.isEmpty && bare.left.map(\.refusal) == [.commentMissing])
      let comment = ResidenceComment(comment: "Gương mẫu.", conclusion: "Hoàn thành tốt")
      let drafted = try await Self.all(
        .draft, at: "CB2", in: story, comments: [Cast.code("M1"): comment])
      #expect(drafted.taken.count == 1)
      let view = try await story.letters.show(
        try #require(round.ids.first), today: Cast.today, for: LetterStory.clerk)
      #expect(view.content?.values["comment"] == "Gương mẫu.")
      let again = try await story.letters.openRound(
        of: 2026, in: Cast.code("CB2"), today: Cast.today, by: LetterStory.clerk,
        basis: LetterStory.basis)
      #expect(
        again.ids.isEmpty && again.left.contains { $0.refusal == .roundAlready(round.ids[0]) })
      var request = LetterRequest(kind: .residenceComment)
      request.occasion = .personnel
      try await story.ask("M2", request)
      try await story.refusal(.noResidence) { try await story.ask("M3", request) }
      try await story.cast.database.expectSound()
    }
  }
}

@Suite(.timeLimit(.minutes(15))) struct `The introduction letter` {
  static func released(
    _ story: LetterStory, _ change: (inout StepDetails) -> Void = { _ in }
  ) async throws -> Transfer {
    let request = TransferRequest(
      [.init(member: Cast.code("M2"), to: nil)], effectiveOn: Cast.today)
    var outside = request
    outside.destination = "Tỉnh uỷ Bắc Ninh"
    let asked = try await story.transfers.request(
      outside, today: Cast.today, by: LetterStory.clerk, basis: LetterStory.basis)
    let number = try #require(asked.numbers.first)
    for step in [Transfer.Step.review, .release] {
      var details = StepDetails()
      if step == .release { change(&details) }
      _ = try await story.transfers.take(
        step, on: .one(number), details, today: Cast.today, by: LetterStory.secretary,
        basis: LetterStory.basis)
    }
    let view = try await story.transfers.show(
      number, today: Cast.today, for: LetterStory.secretary)
    return view.transfer
  }

  static func letter(of transfer: Transfer, in story: LetterStory) async throws -> Letter? {
    try await story.letters.list(.init(), today: Cast.today, for: LetterStory.clerk)
      .first { $0.transfer == transfer.number }
  }

  @Test func `is issued with the release, and its number stands among the papers`() async throws {
    try await LetterStory.with { story in
      let transfer = try await Self.released(story)
      let letter = try #require(try await Self.letter(of: transfer, in: story))
      #expect(letter.state == .issued && letter.issuerCode == transfer.authorityCode)
      let view = try await story.letters.show(
        letter.id, today: Cast.today, for: LetterStory.clerk)
      let values = try #require(view.content?.values)
      #expect(values["destination"] == "Tỉnh uỷ Bắc Ninh")
      #expect(values["present_by"]?.isEmpty == false)
      let papers = try await story.transfers.show(
        transfer.number, today: Cast.today, for: LetterStory.clerk
      ).papers
      #expect(
        papers.contains {
          $0.paper == .introductionLetter && $0.number == view.signed?.seal.number
        })
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is revoked where the transfer is cancelled after all`() async throws {
    try await LetterStory.with { story in
      let transfer = try await Self.released(story)
      _ = try await story.transfers.take(
        .cancel, on: .one(transfer.number), today: Cast.today, by: LetterStory.secretary,
        basis: LetterStory.basis)
      let letter = try #require(try await Self.letter(of: transfer, in: story))
      #expect(letter.state == .revoked)
      let code = try #require(letter.issue?.code)
      let verdict = try await story.letters.verify(code, today: Cast.today)
      #expect(verdict.findings == [.revoked(on: Cast.today)])
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is not issued where the office wrote one by hand`() async throws {
    try await LetterStory.with { story in
      let transfer = try await Self.released(story) {
        $0.papers = [.introductionLetter: "45-GT/ĐU"]
      }
      #expect(try await Self.letter(of: transfer, in: story) == nil)
    }
  }

  @Test func `is replaced by its signer, and still the only one of its transfer`() async throws {
    try await LetterStory.with { story in
      let transfer = try await Self.released(story)
      let old = try #require(try await Self.letter(of: transfer, in: story))
      var sent = StepDetails()
      sent.papers = Dictionary(
        uniqueKeysWithValues: Transfer.Paper.allCases.filter { $0 != .introductionLetter }.map {
          ($0, "7")
        })
      func take(_ step: Transfer.Step, by actor: Access.Actor) async throws {
        _ = try await story.transfers.take(
          step, on: .one(transfer.number), step == .send ? sent : StepDetails(),
          today: Cast.today, by: actor, basis: LetterStory.basis)
      }
      try await take(.send, by: LetterStory.secretary)
      let id = try await story.letters.replace(
        old.id, today: Cast.today, by: LetterStory.secretary, basis: LetterStory.basis)
      // Nobody comes by a letter that whoever checks it is told not to accept.
      await #expect(throws: TransferError.refused(member: Cast.code("M2"), .letterRevoked)) {
        try await take(.receive, by: LetterStory.clerk)
      }
      try await story.take(.draft, id, by: LetterStory.secretary)
      let new = try await story.take(.issue, id, by: LetterStory.secretary)
      #expect(new.transfer == transfer.number && new.issue?.number == 2)
      try await take(.receive, by: LetterStory.clerk)
      try await story.cast.database.expectSound()
    }
  }
}
