import Access
import Audit
import Basics
import Members
import RecordsKit
import Testing

@testable import Transfers

@Suite(.timeLimit(.minutes(15))) struct `A transfer` {
  let today = TransferStory.today

  @Test func `moves the cell when the other side receives, on its day and not before`()
    async throws
  {
    try await TransferStory.with { story in
      let secretary = try story.person("bithu", .cellSecretary, over: "CB1")
      let board = try story.person("banto", .organisationBoard, over: "QU")
      let receiver = try story.person("nhan", .organisationBoard, over: "CB2")
      let day = Cast.day(2026, 9, 1)
      let number = try await story.ask("M2", to: "CB2", from: day, by: secretary)
      try await story.take(.review, number, by: secretary)
      let released = try await story.take(.release, number, by: board)
      #expect(released.state == .released && released.releasedBy == board.account)
      #expect(released.kind == .official && released.authorityCode == Cast.code("QU"))
      try await story.take(.send, number, by: board)
      #expect(try await story.cell("M2", on: day) == "CB1")
      let received = try await story.take(.receive, number, by: receiver)
      #expect(received.state == .received)
      #expect(try await story.cell("M2", on: Cast.day(2026, 8, 31)) == "CB1")
      #expect(try await story.cell("M2", on: day) == "CB2")
      let view = try await story.transfers.show(number, today: today, for: board)
      #expect(view.steps.map(\.step) == [.request, .review, .release, .send, .receive])
      #expect(view.steps.map(\.account.text) == ["bithu", "bithu", "banto", "banto", "nhan"])
      #expect(view.missing.isEmpty && view.papers.count == Transfer.Paper.allCases.count)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `takes two keys, each over its own side`() async throws {
    try await TransferStory.with { story in
      let secretary = try story.person("bithu", .cellSecretary, over: "CB1")
      let stranger = try story.person("xa", .cellSecretary, over: "CB2")
      let receiver = try story.person("nhan", .organisationBoard, over: "CB2")
      await #expect(throws: MemberError.unknown("M2")) {
        try await story.ask("M2", to: "CB2", by: stranger)
      }
      await #expect(throws: AccessError.self) {
        try await story.ask("M2", to: "CB2", by: try story.person("tt", .inspector))
      }
      let number = try await story.ask("M2", to: "CB2", by: secretary)
      await #expect(throws: AccessError.self) {
        try await story.take(.review, number, by: stranger)
      }
      try await story.take(.review, number, by: secretary)
      for actor in [secretary, receiver, try story.person("gan", .organisationBoard, over: "CB1")] {
        await #expect(throws: AccessError.self, "\(actor.account)") {
          try await story.take(.release, number, by: actor)
        }
      }
      try await story.take(.release, number)
      try await story.take(.send, number)
      await #expect(throws: AccessError.self) {
        try await story.take(.receive, number, by: secretary)
      }
      try await story.refusal(.sameKey) { try await story.take(.receive, number) }
      try await story.take(.receive, number, by: receiver)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `is signed by nobody for themselves, and asked for by anybody for themselves`()
    async throws
  {
    try await TransferStory.with { story in
      let id = try await story.cast.view("M2").member.id.number
      let own = try story.person("binh", .member, over: "CB2", member: id)
      let number = try await story.ask("M2", to: "CB2", by: own)
      let chief = try story.person("sep", .hrOfficer, member: id)
      try await story.refusal(.own) { try await story.take(.review, number, by: chief) }
      try await story.take(.cancel, number, by: own)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `inside one grassroots committee is internal, and carries no papers`() async throws {
    try await TransferStory.with { story in
      try await story.transfers.mark(
        Cast.code("QU"), asGrassroots: true, from: .beginning, by: Cast.actor(.hrOfficer),
        basis: TransferStory.basis)
      try await story.refusal(.withinOrganisation) {
        try await story.ask("M2", to: "CB2") { $0.kind = .official }
      }
      let number = try await story.ask("M2", to: "CB2")
      try await story.take(.review, number)
      let released = try await story.take(.release, number)
      #expect(released.kind == .internal && released.authorityCode == Cast.code("QU"))
      try await story.take(.receive, number, by: TransferStory.other)
      #expect(try await story.cell("M2") == "CB2")
      try await story.cast.database.expectSound()
    }
  }

  @Test func `abroad ends in no cell of the record, and the way back begins there`() async throws {
    try await TransferStory.with { story in
      try await story.refusal(.hasCell(Cast.code("CB1"))) {
        try await story.ask("M2", to: "CB2") { $0.kind = .return }
      }
      let out = try await story.ask("M2", to: nil) {
        $0.kind = .abroad
        $0.destination = "Nhật Bản"
        $0.papers = TransferStory.allPapers
      }
      try await story.bring(out, to: .received)
      #expect(try await story.cell("M2") == nil)
      let day = Cast.day(2027, 8, 1)
      let back = try await story.ask("M2", to: "CB2", from: day) { $0.kind = .return }
      try await story.take(.review, back)
      await #expect(throws: TransferError.papersMissing([.selfReview])) {
        try await story.take(.release, back)
      }
      try await story.take(.release, back) { $0.papers = [.selfReview: "1/ĐSQ"] }
      try await story.take(.receive, back, by: TransferStory.other)
      #expect(try await story.cell("M2", on: day) == "CB2")
      #expect(try await story.cell("M2", on: Cast.day(2027, 7, 31)) == nil)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `goes nowhere without its papers`() async throws {
    try await TransferStory.with { story in
      let number = try await story.ask("M2", to: "CB2") { $0.papers = [.selfReview: "1"] }
      try await story.bring(number, to: .released)
      let missing: [Transfer.Paper] = [.introductionLetter, .memberSheet, .partyCard, .dossier]
      await #expect(throws: TransferError.papersMissing(missing)) {
        try await story.take(.send, number) { $0.papers = [:] }
      }
      let view = try await story.transfers.show(number, today: today, for: TransferStory.office)
      #expect(view.missing == missing && view.papers.map(\.number) == ["1"])
      try await story.take(.send, number) {
        for paper in missing { $0.papers[paper] = "9" }
      }
    }
  }

  @Test func `that is returned or cancelled says why, moves nobody, and makes room`() async throws {
    try await TransferStory.with { story in
      for (state, step) in [
        (Transfer.State.submitted, Transfer.Step.return), (.reviewed, .return),
        (.inTransit, .return), (.submitted, .cancel), (.released, .cancel), (.inTransit, .cancel),
      ] {
        let number = try await story.ask("M3", to: "CB1")
        try await story.bring(number, to: state)
        await #expect(throws: TransferError.reasonMissing(step)) {
          try await story.take(step, number, basis: .none)
        }
        let ended = try await story.take(step, number)
        #expect(!ended.state.isOpen)
        await #expect(throws: TransferError.self) {
          try await story.take(.receive, number, by: TransferStory.other)
        }
      }
      #expect(try await story.cell("M3") == "CB2")
      try await story.cast.database.expectSound()
    }
  }
}
