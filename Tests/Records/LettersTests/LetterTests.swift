import Access
import Basics
import Members
import Organisation
import RecordsKit
import Signatures
import Testing

@testable import Letters

@Suite(.timeLimit(.minutes(15))) struct `A letter` {
  @Test func `is asked for, drafted from the record, reviewed, signed and good`() async throws {
    try await LetterStory.with { story in
      var request = LetterStory.confirmation
      request.purpose = "vay vốn"
      let id = try await story.ask("M2", request)
      let drafted = try await story.take(.draft, id)
      #expect(drafted.state == .drafted && drafted.draftedBy == Cast.code("clerk"))
      try await story.take(.review, id)
      let issued = try await story.take(.issue, id)
      let issue = try #require(issued.issue)
      #expect(issue.number == 1 && issue.year == 2026 && issue.day == Cast.today)
      let view = try await story.letters.show(id, today: Cast.today, for: LetterStory.clerk)
      let content = try #require(view.content)
      #expect(content.values["full_name"] == "Trần Văn Bình")
      #expect(content.values["purpose"] == "vay vốn")
      #expect(content.values["facts_on"] == "15/07/2026")
      #expect(content.above == "Đảng uỷ phường Bạch Mai" && content.symbol == "XN/CB")
      #expect(view.steps.map(\.step) == [.request, .draft, .review, .issue])
      let verdict = try await story.letters.verify(issue.code, today: Cast.today)
      #expect(verdict.isGood && verdict.signed.seal.number == "1-XN/CB")
      #expect(verdict.signed.seal.member == "M2 Trần Văn Bình")
      let scanned = try #require(SignedSeal(scan: verdict.signed.scan))
      #expect(try await story.letters.verify(scanned, today: Cast.today) == verdict)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `says what the record said on the day of its draft`() async throws {
    try await LetterStory.with { story in
      let id = try await story.ask("M2")
      try await story.take(.draft, id)
      try await story.cast.edit("M2", [.fullName: "Trần Văn Bính"])
      try await story.take(.review, id)
      try await story.take(.issue, id)
      let view = try await story.letters.show(id, today: Cast.today, for: LetterStory.clerk)
      #expect(view.content?.values["full_name"] == "Trần Văn Bình")
    }
  }

  @Test func `is drafted anew before it is signed, never after`() async throws {
    try await LetterStory.with { story in
      let id = try await story.ask("M2")
      try await story.take(.draft, id)
      try await story.cast.edit("M2", [.position: "Phó Phòng"])
      try await story.take(.draft, id)
      try await story.take(.review, id)
      try await story.take(.return, id)
      try await story.take(.draft, id)
      try await story.take(.review, id)
      let letter = try await story.take(.issue, id)
      #expect(letter.steps == 8)
      let view = try await story.letters.show(id, today: Cast.today, for: LetterStory.clerk)
      #expect(view.content?.values["position"] == "Phó Phòng")
      await #expect(throws: LetterError.cannot(.draft, id: id, in: .issued)) {
        try await story.take(.draft, id)
      }
      await #expect(throws: LetterError.cannot(.issue, id: id, in: .issued)) {
        try await story.take(.issue, id)
      }
    }
  }

  @Test func `needs two people, and nobody signs their own`() async throws {
    try await LetterStory.with { story in
      let id = try await story.ask("M2")
      let own = LetterStory.actor("binh", member: try await story.number(of: "M2"))
      try await story.refusal(.own) { try await story.take(.draft, id, by: own) }
      try await story.take(.draft, id)
      try await story.refusal(.sameKey) {
        try await story.take(.review, id, by: LetterStory.clerk)
      }
      try await story.take(.review, id)
      try await story.refusal(.own) { try await story.take(.issue, id, by: own) }
      try await story.refusal(.sameKey) {
        try await story.take(.issue, id, by: LetterStory.clerk)
      }
    }
  }

  @Test func `is asked for and taken back by the member, who does nothing else to it`()
    async throws
  {
    try await LetterStory.with { story in
      let member = try await story.member("M2")
      let id = try await story.ask("M2", by: member)
      #expect(try await story.letters.show(id, today: Cast.today, for: member).letter.id == id)
      for step in [Letter.Step.draft, .review, .issue, .refuse] {
        await #expect(throws: (any Error).self) { try await story.take(step, id, by: member) }
      }
      var filter = Letters.Filter()
      filter.member = Cast.code("M2")
      #expect(try await story.letters.list(filter, today: Cast.today, for: member).count == 1)
      // Of others not even that there is one.
      let other = try await story.member("M4")
      await #expect(throws: LetterError.unknown(id)) {
        _ = try await story.letters.show(id, today: Cast.today, for: other)
      }
      await #expect(throws: MemberError.unknown("M2")) { try await story.ask("M2", by: other) }
      await #expect(throws: LetterError.unknown(id)) {
        try await story.take(.cancel, id, by: other)
      }
      #expect(try await story.take(.cancel, id, by: member).state == .cancelled)
    }
  }

  @Test func `is given by the cell's people and by those above, not by those beside`()
    async throws
  {
    try await LetterStory.with { story in
      let beside = try story.person("beside", .cellSecretary, over: "CB2")
      await #expect(throws: MemberError.unknown("M2")) { try await story.ask("M2", by: beside) }
      let here = try story.person("here", .cellSecretary, over: "CB1")
      let above = try story.person("above", .organisationBoard, over: "QU")
      let id = try await story.ask("M2", by: here)
      try await story.take(.draft, id, by: here)
      await #expect(throws: LetterError.unknown(id)) {
        try await story.take(.review, id, by: beside)
      }
      try await story.take(.review, id, by: above)
      try await story.take(.issue, id, by: above)
      // The committee may be asked to issue it itself; a unit beside may not.
      var request = LetterStory.confirmation
      request.issuer = Cast.code("QU")
      let second = try await story.issue("M2", request)
      #expect(second.issuerCode == Cast.code("QU") && second.issue?.number == 1)
      request.issuer = Cast.code("CB2")
      try await story.refusal(.notUnder(Cast.code("CB2"))) { try await story.ask("M2", request) }
    }
  }

  @Test func `is revoked with a reason, replaced once, and whoever checks it sees so`()
    async throws
  {
    try await LetterStory.with { story in
      let old = try await story.issue("M2")
      let code = try #require(old.issue?.code)
      await #expect(throws: LetterError.reasonMissing(.revoke)) {
        _ = try await story.letters.replace(
          old.id, today: Cast.today, by: LetterStory.secretary, basis: .none)
      }
      let id = try await story.letters.replace(
        old.id, today: Cast.today, by: LetterStory.secretary, basis: LetterStory.basis)
      try await story.take(.draft, id)
      try await story.take(.review, id)
      let new = try await story.take(.issue, id)
      #expect(new.issue?.number == 2 && new.replaces == old.id)
      let verdict = try await story.letters.verify(code, today: Cast.today)
      #expect(verdict.findings == [.revoked(on: Cast.today)])
      #expect(verdict.record?.replacedBy == new.issue?.code)
      #expect(verdict.record?.reason == "for a test")
      await #expect(throws: LetterError.cannot(.revoke, id: old.id, in: .revoked)) {
        _ = try await story.letters.replace(
          old.id, today: Cast.today, by: LetterStory.secretary, basis: LetterStory.basis)
      }
      #expect(
        try await story.letters.verify(try #require(new.issue?.code), today: Cast.today).isGood)
      try await story.cast.database.expectSound()
    }
  }

  @Test func `stays good when the key changes, and the new one signs what comes`() async throws {
    try await LetterStory.with { story in
      let first = try await story.issue("M2")
      _ = try await story.letters.signatures.rotate(
        today: Cast.today, by: Cast.actor(.accountAdministrator), basis: LetterStory.basis)
      let second = try await story.issue("M2")
      #expect(first.issue?.key != second.issue?.key)
      for letter in [first, second] {
        let code = try #require(letter.issue?.code)
        #expect(try await story.letters.verify(code, today: Cast.today).isGood)
      }
    }
  }

  @Test func `counts on in the book of its unit and year`() async throws {
    try await LetterStory.with { story in
      let next = Cast.day(2027, 1, 4)
      var numbers: [String] = []
      for day in [Cast.today, Cast.today, next, next] {
        let id = try await story.ask("M2")
        try await story.take(.draft, id)
        try await story.take(.review, id)
        let issue = try await story.take(.issue, id, on: day).issue
        numbers.append("\(issue?.number ?? 0)/\(issue?.year ?? 0)")
      }
      #expect(numbers == ["1/2026", "2/2026", "1/2027", "2/2027"])
      let other = try await story.issue("M4")
      #expect(other.issuerCode == Cast.code("CB2") && other.issue?.number == 1)
      try await story.cast.database.expectSound()
    }
  }
}

@Suite(.timeLimit(.minutes(15))) struct `A letter is refused` {
  @Test func `for somebody who has left, at the request and at every step after it`()
    async throws
  {
    try await LetterStory.with { story in
      let id = try await story.ask("M2")
      try await story.take(.draft, id)
      try await story.setStatus("left", of: "M2")
      try await story.refusal(.gone(.left)) { try await story.take(.review, id) }
      try await story.refusal(.gone(.left)) { try await story.take(.draft, id) }
      let now = try await story.letters.show(id, today: Cast.today, for: LetterStory.clerk)
      #expect(now.letter.state == .drafted && now.steps.count == 2)
      try await story.take(.cancel, id)
      try await story.refusal(.gone(.left)) { try await story.ask("M2") }
      try await story.cast.database.expectSound()
    }
  }

  @Test func `while one of the kind is unfinished, and for nobody`() async throws {
    try await LetterStory.with { story in
      let id = try await story.ask("M2")
      try await story.refusal(.openAlready(id)) { try await story.ask("M2") }
      await #expect(throws: MemberError.unknown("M99")) { try await story.ask("M99") }
      await #expect(throws: LetterError.unknown(77)) { try await story.take(.draft, 77) }
      await #expect(throws: LetterError.comesWithTransfer) {
        try await story.ask("M2", LetterRequest(kind: .introduction))
      }
    }
  }

  @Test func `where the member has moved to another cell meanwhile`() async throws {
    try await LetterStory.with { story in
      let id = try await story.ask("M2")
      try await story.cast.edit("M2", [.cellCode: "CB2"])
      try await story.refusal(.notUnder(Cast.code("CB1"))) { try await story.take(.draft, id) }
    }
  }

  @Test func `where the member moves between the draft and the review or the issue`()
    async throws
  {
    try await LetterStory.with { story in
      let (moved, back) = (Cast.today.adding(days: 5), Cast.today.adding(days: 9))
      let id = try await story.ask("M2")
      try await story.take(.draft, id)
      try await story.cast.edit("M2", [.cellCode: "CB2"], from: moved)
      try await story.cast.edit("M2", [.cellCode: "CB1"], from: back)
      for step in [Letter.Step.review, .issue] {
        try await story.refusal(.notUnder(Cast.code("CB1"))) {
          try await story.take(step, id, on: moved)
        }
        try await story.take(step, id, on: back)
      }
      // The committee above both answers for the member wherever they go.
      var request = LetterStory.confirmation
      request.issuer = Cast.code("QU")
      let other = try await story.ask("M2", request)
      try await story.take(.draft, other)
      for step in [Letter.Step.review, .issue] { try await story.take(step, other, on: moved) }
    }
  }

  @Test func `of a unit that is not there, or not for the one who asks`() async throws {
    try await LetterStory.with { story in
      var request = LetterStory.confirmation
      request.issuer = Cast.code("NOPE")
      await #expect(throws: UnitError.unknown("NOPE")) { try await story.ask("M2", request) }
      let member = try await story.member("M2")
      request.issuer = Cast.code("CB2")
      await #expect(throws: UnitError.unknown("CB2")) {
        try await story.ask("M2", request, by: member)
      }
      request.issuer = Cast.code("QU")
      try await story.ask("M2", request, by: member)
      await #expect(throws: LetterError.notCell(Cast.code("QU"))) {
        try await story.letters.state(
          .init(cell: Cast.code("QU")), of: Cast.code("M2"), from: Cast.today,
          by: LetterStory.clerk, basis: LetterStory.basis)
      }
    }
  }

  @Test func `as a statement about months with nothing in them`() async throws {
    try await LetterStory.with { story in
      for kind in [LetterKind.duesStatement, .scoreStatement] {
        var request = LetterRequest(kind: kind)
        await #expect(throws: LetterError.monthsMissing) { try await story.ask("M2", request) }
        let month = Cast.today.month
        request.months = month...month
        let id = try await story.ask("M2", request)
        try await story.refusal(.nothingInMonths) { try await story.take(.draft, id) }
      }
    }
  }
}
