import Audit
import Basics
import Members
import Transfers

/// What a package says of a member, every field read through the gates of the record.
struct PackageReading: Sendable {
  let row: MemberRow
  let effectiveOn: Day
  let days: RequestDays
  let basis: Audit.Basis
  let steps: [(step: Transfer.Step, day: Day, details: ForeignStep)]
  let papers: [Transfer.Paper: String]
  let load: HandoverLoad

  /// - Parameters:
  ///   - content: what was signed.
  ///   - code: the code of a new record; `nil`: the sender's.
  ///   - today: no date of the person may lie after it.
  /// - Throws: ``HandoverError/malformed(_:)``, or the flaw of a field of the member.
  init(_ content: HandoverContent, code: Code?, today: Day) throws {
    guard let member = content.member, let move = content.transfer, let load = content.load else {
      throw HandoverError.malformed("member")
    }
    // Where somebody stood there is no place of this record.
    var fields = member.fields
    for column in [MemberColumn.cellCode, .agencyCode, .form, .managerCode, .position] {
      fields[column.rawValue] = nil
    }
    if let code { fields[MemberColumn.code.rawValue] = code.text }
    switch MemberRow.read(today: today, { fields[$0.rawValue] ?? "" }) {
    case .success(let row): self.row = row
    case .failure(let flaws): throw flaws.flaws.first ?? HandoverError.malformed("member")
    }
    guard move.kind == Transfer.Kind.official.rawValue else {
      throw HandoverError.onlyOfficial(move.number)
    }
    effectiveOn = try Self.day(move.effectiveOn, "effective_on")
    days = RequestDays(
      event: try Self.day(move.eventOn, "event_on"), asked: try Self.day(move.askedOn, "asked_on"),
      startBy: try Self.day(move.startBy, "start_by"))
    _ = try Self.clean(move.letterCode, "letter_code", limit: 40)
    basis = Audit.Basis(
      reason: try Self.clean(move.reason, "reason", limit: 1000),
      document: try Self.clean(move.document, "document", limit: 300))
    let presentBy = try Self.day(move.presentBy, "present_by")
    steps = try [Transfer.Step.review, .release, .send].map { step in
      guard let taken = move.steps.last(where: { $0.step == step.rawValue }) else {
        throw HandoverError.malformed(step.rawValue)
      }
      var details = ForeignStep()
      details.document = try Self.clean(taken.document, "document", limit: 300)
      if step == .release {
        details.duesReason = try Self.clean(taken.duesReason, "dues_reason", limit: 1000)
        details.presentBy = presentBy
      }
      return (step, try Self.day(taken.day, step.rawValue), details)
    }
    papers = Dictionary(
      try move.papers.map { key, number in
        guard let paper = Transfer.Paper(rawValue: key) else {
          throw HandoverError.malformed("papers")
        }
        return (paper, try Self.clean(number, "papers", limit: 100))
      }, uniquingKeysWith: { first, _ in first })
    try Self.check(load)
    self.load = load
  }

  func request(_ member: Code, to cell: Code) -> TransferRequest {
    var request = TransferRequest([.init(member: member, to: cell)], effectiveOn: effectiveOn)
    request.kind = .official
    request.eventOn = days.event
    return request
  }

  /// Columns in which the sender's record and the one found here are held against each other.
  static func compared(_ column: String) -> Bool {
    [
      MemberColumn.fullName, .sex, .birthDate, .personalID, .partyCard, .joinedOn, .officialOn,
      .oldPartyCard,
    ].contains { $0.rawValue == column }
  }

  /// Everything that is shown or stored as it came.
  private static func check(_ load: HandoverLoad) throws {
    for month in load.dues {
      guard Month(month.month) != nil, let sum = Money(month.sum), sum > .zero else {
        throw HandoverError.malformed("dues")
      }
    }
    guard load.paidThrough.isEmpty || Month(load.paidThrough) != nil, Money(load.credit) != nil
    else { throw HandoverError.malformed("paid_through") }
    let digest = load.scores.isEmpty ? "" : HandoverScore.digest(load.scores)
    guard digest == load.scoresDigest, Set(load.scores.map(\.month)).count == load.scores.count,
      load.scores.allSatisfy({ Month($0.month) != nil && !$0.line.dropLast().contains("\n") }),
      load.scores.allSatisfy({ $0.line.count(where: { $0 == "|" }) == 11 })
    else { throw HandoverError.malformed("scores") }
    for score in load.scores { _ = try clean(score.unitName, "scores", limit: 200) }
    for sheet in load.work {
      guard Month(sheet.month) != nil else { throw HandoverError.malformed("work") }
      _ = try clean(sheet.framework, "work", limit: 100)
      _ = try clean(sheet.state, "work", limit: 20)
      for entry in sheet.entries {
        _ = try clean(entry.title, "work", limit: 300)
        for text in [
          entry.kind, entry.code, entry.group, entry.weight, entry.target, entry.actual,
        ] { _ = try clean(text, "work", limit: 40) }
      }
    }
  }

  fileprivate static func day(_ text: String, _ field: String) throws -> Day {
    guard let day = Day(text) else { throw HandoverError.malformed(field) }
    return day
  }

  /// A text that has to be clean already: the sender's gate is the same.
  fileprivate static func clean(_ text: String, _ field: String, limit: Int) throws -> String {
    guard let cleaned = try? TextGate.clean(text, limit: limit),
      Array(cleaned.utf8) == Array(text.utf8)
    else { throw HandoverError.malformed(field) }
    return cleaned
  }
}

/// What an answer says.
struct ReceiptReading: Sendable {
  let package: String
  let digest: String
  let step: Transfer.Step
  let details: ForeignStep

  var state: Transfer.State { step == .receive ? .received : .returned }

  init(_ content: HandoverContent) throws {
    guard let receipt = content.receipt, let step = Transfer.Step(rawValue: receipt.step),
      step == .receive || step == .return
    else { throw HandoverError.malformed("receipt") }
    (package, digest) = (receipt.package, receipt.digest)
    self.step = step
    _ = try PackageReading.day(receipt.day, "day")
    var details = ForeignStep()
    details.reason = try PackageReading.clean(receipt.reason, "reason", limit: 1000)
    details.document = try PackageReading.clean(receipt.document, "document", limit: 300)
    self.details = details
  }
}
