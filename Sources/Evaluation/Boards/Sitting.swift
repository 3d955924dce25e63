import Access
import Audit
import Basics
import Frameworks
import Organisation
import Postgres
import Ranking
import Runs
import Sheets

/// A unit and the line on which acts over it are asked.
struct BoardUnit {
  let unit: Unit
  let line: [UnitLine]
}

/// A member about whom a board is to decide, in their group.
struct Chair {
  let seat: SeatRow
  let row: BoardRow
  /// `nil` where the framework has no quota.
  let group: BoardGroup?
  /// The unit whose board decides.
  let unit: Unit
}

extension Transaction {
  /// Begins a verb: nobody else decides, plans a run or publishes before it is over.
  ///
  /// - Returns: the run that the board has before it.
  func sitting(_ month: Month) async throws -> Run {
    try await holdRuns()
    guard let period = try await heldPeriod(month) else { throw PeriodError.unknown(month) }
    guard period.state != .published else { throw BoardError.published(month) }
    guard let run = try await latestSealedRun(of: month) else { throw BoardError.noRun(month) }
    guard Int(run.revision) == period.revision else {
      throw BoardError.otherRevision(month, run: run.number)
    }
    return run
  }

  /// The run that is asked for, or the one that is shown where nobody names one.
  func boardRun(of month: Month, number: Int32?) async throws -> Run {
    guard let number else {
      if let shown = try await shownRun(of: month) { return shown }
      guard try await period(month) != nil else { throw PeriodError.unknown(month) }
      throw BoardError.noRun(month)
    }
    let run = try await run(number)
    guard run.month == month else { throw RunError.unknown(number) }
    guard run.state.isSealed else { throw RunError.notFinished(number) }
    return run
  }

  func boardUnit(_ code: Code, in month: Month) async throws -> BoardUnit {
    guard let unit = try await unit(code, on: month.lastDay) else {
      throw BoardError.unknownUnit(code.text)
    }
    let line = try await unitLine(of: unit.id, on: month.lastDay)
    return BoardUnit(unit: unit, line: UnitLine(line).map { [$0] } ?? [])
  }

  func boardUnit(number: Int64, in month: Month) async throws -> BoardUnit? {
    guard let code = try await boardUnitCode(number) else { return nil }
    return try await boardUnit(code, in: month)
  }

  /// The groups of a unit, ranked.
  func boardList(of unit: Unit, in run: Run) async throws -> BoardList {
    let found = try await boardGroups(.around(unit.id.number), in: run)
    let members = try await boardCandidates(
      groups: found.map(\.quota.number), orGradedBy: unit.id.number, in: run)
    var groups = found.map { group in
      let whole = group.ranked(members)
      return group.unit == unit.id.number ? whole : whole.only(gradedBy: unit.code)
    }
    let free = Dictionary(grouping: members.filter { $0.group == nil }, by: \.framework)
    for (framework, members) in free.sorted(by: { $0.key < $1.key }) {
      groups.append(
        BoardGroup(
          quota: nil, framework: framework, unit: unit.code,
          candidates: members.map(\.candidate)))
    }
    groups.removeAll { $0.rows.isEmpty }
    guard !groups.isEmpty else { throw BoardError.nothingThere(unit.code, run.month) }
    return BoardList(
      month: run.month, run: run.number, isProvisional: run.kind == .provisional,
      revision: run.revision, unit: unit.code, unitName: unit.name, groups: groups,
      signature: try await boardSignature(of: unit.id.number, in: run.month))
  }

  /// The member with their group, where the actor sits on its board and is not the member.
  func chair(for member: Code, in run: Run, actor: Actor) async throws -> Chair {
    guard let seat = try await seat(of: member, in: run) else {
      throw RunError.notExpected(member, run.month)
    }
    guard seat.isRated else { throw BoardError.notRated(member, run: run.number) }
    var group: BoardGroup?
    var (board, row): (Int64, BoardRow?) = (seat.unit, nil)
    if let number = seat.group, let found = try await boardGroups(.number(number), in: run).first {
      let whole = found.ranked(
        try await boardCandidates(groups: [number], orGradedBy: nil, in: run))
      row = whole.rows.first { $0.number == seat.member }
      (group, board) = (whole, found.unit)
    } else {
      let free = try await boardCandidates(groups: [], orGradedBy: seat.unit, in: run)
      row = BoardGroup.ranked(free.map(\.candidate)).first { $0.number == seat.member }
    }
    guard let row, let unit = try await boardUnit(number: board, in: run.month) else {
      throw BoardError.notRated(member, run: run.number)
    }
    try actor.require(.sitOnBoard, on: unit.line)
    if try await isMember(seat.member, actor.account) { throw BoardError.own(member) }
    return Chair(seat: seat, row: row, group: group, unit: unit.unit)
  }

  func refuseSecond(_ chair: Chair) async throws {
    guard let decision = chair.row.decision else { return }
    throw BoardError.decidedAlready(chair.row.member, decision.kind, decision.grade)
  }

  /// How many may keep A when the exception in force is counted in.
  func allowed(in group: BoardGroup, _ quota: BoardGroup.Quota) async throws -> Int {
    guard let share = quota.pendingShare, let rule = try await quotaRule(of: group.framework)
    else { return quota.allowed }
    return Quota.allowed(
      share: share, of: rule.of, rated: quota.rated, a: quota.a, b: quota.b)
  }

  /// Puts a decision on record and clears the signatures that it makes untrue.
  func settle(
    _ kind: Decision, _ grade: Framework.Grade, about chair: Chair, in run: Run, by actor: Actor,
    basis: Audit.Basis
  ) async throws -> Boards.Settled {
    let member = chair.row.member
    let event = try await Audit.note(
      "board.\(kind.rawValue)", of: .member(member), by: actor, basis: basis,
      detail: [
        AuditDetail("period", new: "\(run.month)"), AuditDetail("run", new: "\(run.number)"),
        AuditDetail("unit", new: chair.unit.code.text),
        AuditDetail("grade", old: chair.row.outcome.rawValue, new: grade.rawValue),
      ], in: self)
    try await insertDecision(
      DecisionDraft(
        unit: chair.unit.id.number, member: chair.seat.member, kind: kind, grade: grade,
        basis: .init(reason: basis.reason, document: basis.document), by: actor.account),
      in: run, event: event)
    let cleared = try await clearSignatures(
      of: [chair.unit.id.number, chair.seat.unit], in: run.month, event: event)
    var left: Int?
    if let group = chair.group, let quota = group.quota {
      let change = (grade == .a ? 1 : 0) - (chair.row.outcome == .a ? 1 : 0)
      let allowed = try await allowed(in: group, quota)
      left =
        kind == .award
        ? max(0, group.placesToAward - 1) : max(0, allowed - group.holders - change)
    }
    return Boards.Settled(unit: chair.unit.code, placesLeft: left, cleared: cleared)
  }
}

extension GroupRow {
  func ranked(_ members: [CandidateRow]) -> BoardGroup {
    BoardGroup(
      quota: quota, framework: framework, unit: unitCode,
      candidates: members.filter { $0.group == quota.number }.map(\.candidate))
  }
}
