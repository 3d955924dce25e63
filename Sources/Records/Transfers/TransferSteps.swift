import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// One transfer, or all of a list that wait for a step.
package enum TransferScope: Sendable, Hashable {
  case one(Int64)
  case list(Int64)
}

/// What somebody gives with a step.
package struct StepDetails: Sendable {
  /// Why the introduction letter is given although dues are unpaid.
  package var duesReason = ""
  /// Of a stay that is extended or ended: its last day.
  package var lastOn: Day?
  package var papers: [Transfer.Paper: String] = [:]

  package init() {}
}

extension Transfers {
  /// What a step came to.
  package struct Outcome: Sendable {
    /// As they stand now.
    package let taken: [Transfer]
    /// Of a list: not yet, or no more, where the step begins.
    package let left: Int
  }

  /// Takes a transfer, or all of a list that wait for it, one step on.
  ///
  /// - Parameters:
  ///   - step: any but `request`.
  ///   - scope: which transfers.
  ///   - details: what the step needs.
  ///   - today: the day of the step.
  ///   - actor: needs the act of the step over the side whose step it is.
  ///   - basis: why.
  /// - Returns: what was taken.
  /// - Throws: ``TransferError`` or an access error, with nothing changed.
  package func take(
    _ step: Transfer.Step, on scope: TransferScope, _ details: StepDetails = StepDetails(),
    today: Day, by actor: Actor, basis: Audit.Basis
  ) async throws -> Outcome {
    if step.needsReason, basis.reason.isEmpty { throw TransferError.reasonMissing(step) }
    let issue = try await issuing(step, on: scope, details, today: today, by: actor)
    return try await database.write(retry: Self.retry) { transaction in
      let found = try await transaction.heldTransfers(scope)
      let trees = try await transaction.transferTrees(on: today, and: today)
      try Self.open(found, of: scope, in: trees, to: actor)
      let (waiting, to) = try await transaction.waiting(for: step, in: found, of: scope)
      try Self.require(step, on: waiting, in: trees, of: actor)
      let round = StepRound(
        step: step, to: to, transfers: waiting, details: details, today: today, actor: actor,
        basis: basis)
      try await transaction.check(round, isList: scope.isList)
      let event = try await Audit.note(
        "transfer.\(step.rawValue)" + (scope.isList ? "_list" : ""),
        of: scope.subject(waiting), by: actor, basis: basis, detail: round.trail,
        in: transaction)
      let numbers = waiting.map(\.number)
      try await transaction.insert(details.papers, of: numbers, event: event)
      if step == .send || step == .release { try await transaction.requirePapers(round) }
      try await transaction.insertSteps(
        round, presentBy: TransferDeadline.present(after: today, calendar: calendar), event: event)
      try await follow(round, event: event, issue: issue, in: transaction)
      return Outcome(
        taken: try await transaction.transfers(numbers), left: found.count - waiting.count)
    }
  }

  /// Whoever may not see a transfer is not told that it exists.
  package static func open(
    _ found: [Transfer], of scope: TransferScope, in trees: TransferTrees, to actor: Actor
  ) throws {
    let seen = found.allSatisfy { transfer in
      actor.member == transfer.member.number
        || actor.may(.viewMembers, on: transfer.lines(in: trees))
    }
    guard seen, !found.isEmpty else {
      switch scope {
      case .one(let number): throw TransferError.unknown(number)
      case .list(let number): throw TransferError.unknownList(number)
      }
    }
  }

  private static func require(
    _ step: Transfer.Step, on transfers: [Transfer], in trees: TransferTrees, of actor: Actor
  ) throws {
    var allowed: Set<[Unit.ID?]> = []
    for transfer in transfers {
      let (act, unit) = transfer.key(of: step)
      if step == .cancel, transfer.state <= .reviewed, actor.member == transfer.member.number {
        continue
      }
      guard allowed.insert([unit, act == .requestTransfers ? nil : transfer.authority]).inserted
      else { continue }
      try actor.require(act, on: trees.line(of: unit).map { [$0] } ?? [])
    }
  }
}

extension TransferScope {
  var isList: Bool {
    switch self {
    case .one: false
    case .list: true
    }
  }

  func subject(_ transfers: [Transfer]) -> Audit.Subject {
    switch self {
    case .one: .member(transfers.first?.memberCode ?? .blank)
    case .list(let number): Audit.Subject(kind: "transfer_list", code: "\(number)")
    }
  }
}

extension Transfer {
  /// The key to a step: the act, and the unit over which it is needed.
  ///
  /// The sender lets go, the receiver takes in. What comes from outside is let in by the authority
  /// of the receiving side, what goes outside is confirmed by that of the departing one.
  package func key(of step: Step) -> (act: Act, unit: Unit.ID?) {
    let (here, there) = (from ?? to, to ?? authority)
    return switch (step, state) {
    case (.review, _), (.return, .submitted): (.reviewTransfers, here)
    case (.release, _), (.send, _), (.return, .reviewed): (.releaseTransfers, authority)
    case (.cancel, .released), (.cancel, .inTransit): (.releaseTransfers, authority)
    case (.receive, _), (.return, _): (.receiveTransfers, there)
    default: (.requestTransfers, here)
    }
  }

  /// Under which units it can be seen.
  func lines(in trees: TransferTrees) -> [UnitLine] {
    [from, to].compactMap { trees.line(of: $0) }
      + (from == nil || to == nil ? [authority].compactMap { trees.line(of: $0) } : [])
  }
}

/// A step on some transfers, as it is about to be taken.
struct StepRound: Sendable {
  let step: Transfer.Step
  let to: Transfer.State
  let transfers: [Transfer]
  let details: StepDetails
  let today: Day
  let actor: Actor
  let basis: Audit.Basis

  var numbers: [Int64] { transfers.map(\.number) }

  var trail: [AuditDetail] {
    var trail = [
      AuditDetail("state", old: transfers.first?.state.rawValue, new: to.rawValue)
    ]
    if transfers.count == 1, let only = transfers.first {
      trail.append(AuditDetail("transfer", new: "\(only.number)"))
    } else {
      trail.append(AuditDetail("members", new: "\(transfers.count)"))
    }
    if let day = details.lastOn { trail.append(AuditDetail("last_on", new: "\(day)")) }
    if step == .release, !details.duesReason.isEmpty {
      trail.append(AuditDetail("despite_dues", new: details.duesReason))
    }
    return trail
  }
}

extension Transaction {
  /// Those of `found` from which the step leads on, and where to.
  fileprivate func waiting(
    for step: Transfer.Step, in found: [Transfer], of scope: TransferScope
  ) async throws -> ([Transfer], Transfer.State) {
    let waiting = found.filter { step.after($0.state, travels: $0.travels) != nil }
    if let first = waiting.first, let next = step.after(first.state, travels: first.travels) {
      return (waiting, next)
    }
    switch scope {
    case .one(let number):
      guard let only = found.first else { throw TransferError.unknown(number) }
      let last = try await transferSteps(of: number).last
      throw TransferError.cannot(
        step, number: number, in: only.state, by: last?.account ?? .blank)
    case .list(let number): throw TransferError.nothingWaits(step, list: number)
    }
  }

  /// Goes on only where the rules of the step hold for all of them.
  fileprivate func check(_ round: StepRound, isList: Bool) async throws {
    switch round.step {
    case .extend, .end: return try round.checkStay()
    case .receive:
      if let late = round.transfers.compactMap(\.presentBy).filter({ $0 < round.today }).min(),
        round.basis.reason.isEmpty
      {
        throw TransferError.tooLate(.present, late)
      }
    default: break
    }
    // What became of somebody who was handed over, the other installation says by its answer.
    if [.receive, .return, .cancel].contains(round.step), round.basis.document.isEmpty,
      let number = try await handedOver(round.numbers)
    {
      throw TransferError.handedOver(number)
    }
    let refusals = try await refusals(of: round)
    guard let first = refusals.first else { return }
    guard isList else { throw TransferError.refused(member: first.member, first.refusal) }
    throw TransferError.listRefused(refusals)
  }

  private func refusals(of round: StepRound) async throws -> [TransferError.Line] {
    var refusals: [Int64: TransferRefusal] = [:]
    if round.step == .release, round.details.duesReason.isEmpty {
      for debt in try await unpaidDues(of: round.numbers, before: round.today) {
        refusals[debt.transfer] = .unpaidDues(months: debt.months, sum: debt.sum)
      }
    }
    if [.review, .release, .send, .receive].contains(round.step) {
      // Before the reception only what no other step mends: a letter would say what is not so.
      let stops: Set<TransferRefusal.Obstacle> =
        round.step == .receive
        ? Set(TransferRefusal.Obstacle.allCases) : [.memberGone, .fromCellLeft]
      for found in try await transferObstacles(to: round.numbers)
      where stops.contains(found.obstacle) {
        refusals[found.transfer] = .obstacle(found.obstacle)
      }
    }
    if round.step == .receive {
      for number in try await withoutStandingLetter(round.numbers) {
        refusals[number] = .letterRevoked
      }
      for transfer in round.transfers where transfer.releasedBy == round.actor.account {
        refusals[transfer.number] = .sameKey
      }
    }
    if [.review, .release, .receive].contains(round.step) {
      for transfer in round.transfers where transfer.member.number == round.actor.member {
        refusals[transfer.number] = .own
      }
    }
    return round.transfers.compactMap { transfer in
      refusals[transfer.number].map {
        TransferError.Line(line: nil, member: transfer.memberCode, refusal: $0)
      }
    }
  }

  /// Goes on only where the file is complete.
  fileprivate func requirePapers(_ round: StepRound) async throws {
    guard let transfer = round.transfers.first, transfer.list == nil,
      (round.step == .send) == transfer.travels
    else { return }
    let missing = try await missingPapers(of: transfer)
    guard missing.isEmpty else { throw TransferError.papersMissing(missing) }
  }

  /// Papers that the file lacks, in the order in which they are listed.
  func missingPapers(of transfer: Transfer) async throws -> [Transfer.Paper] {
    let needed = Transfer.papers(
      for: transfer.kind, isOfficial: try await isOfficial(transfer.member, on: transfer.askedOn))
    let there = Set(try await papers(of: transfer.number).map(\.paper))
    return needed.filter { transfer.list == nil && !there.contains($0) }
  }
}

extension StepRound {
  fileprivate func checkStay() throws {
    guard let transfer = transfers.first else { return }
    guard transfer.kind == .temporary, let old = transfer.lastOn, let purpose = transfer.purpose
    else { throw TransferError.notStaying(transfer.number) }
    guard let new = details.lastOn else { throw TransferError.stayNeedsDays }
    let (first, last): (Day, Day)
    if step == .extend {
      if transfer.isExtended { throw TransferError.extendedAlready(transfer.number) }
      (first, last) = (old.adding(days: 1), StayLength.latest(purpose, extending: old))
    } else {
      (first, last) = (transfer.effectiveOn, old.adding(days: -1))
    }
    guard first <= new, new <= last else { throw TransferError.stayEnd(first: first, last: last) }
  }
}
