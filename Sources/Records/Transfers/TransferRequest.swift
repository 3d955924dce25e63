import Access
import Basics
import Members
import Organisation
import Postgres

/// What is asked for: one member, or a list of members who move on one day.
package struct TransferRequest: Sendable {
  package struct Row: Sendable, Hashable {
    /// Of the file; 1 for a single request.
    package let line: Int
    package let member: Code
    /// The cell that is to receive; `nil`: a place outside.
    package let to: Code?

    package init(line: Int = 1, member: Code, to: Code?) {
      self.line = line
      self.member = member
      self.to = to
    }
  }

  package var rows: [Row]
  package var isList: Bool
  /// `nil`: official or internal, as the two cells say.
  package var kind: Transfer.Kind?
  /// A place outside the record, in words; empty for a cell.
  package var destination = ""
  package var purpose = Transfer.Purpose.move
  /// First day at the other place.
  package var effectiveOn: Day
  /// Last day of a temporary stay.
  package var lastOn: Day?
  /// The day of the decision or the move; `nil`: the first day at the other place.
  package var eventOn: Day?
  package var papers: [Transfer.Paper: String] = [:]

  package init(_ rows: [Row], isList: Bool = false, effectiveOn: Day) {
    self.rows = rows
    self.isList = isList
    self.effectiveOn = effectiveOn
  }

  /// - Throws: the ``TransferError`` of a request that no record could make possible.
  func check() throws(TransferError) {
    for row in rows where (row.to == nil) == destination.isEmpty { throw .placeMissing }
    if kind == .abroad, destination.isEmpty { throw .placeMissing }
    if kind == .return || kind == .internal, !destination.isEmpty { throw .placeMissing }
    guard (kind == .temporary) == (lastOn != nil) else { throw .stayNeedsDays }
    guard let lastOn else { return }
    do throws(StayLength.Flaw) {
      try StayLength.check(purpose, from: effectiveOn, through: lastOn)
    } catch {
      throw error == .tooShort ? .stayTooShort : .stayTooLong(purpose)
    }
  }
}

/// What the record says of a member who is asked for, on the day of the move.
struct TransferSubject: Sendable, Readable {
  let line: Int
  let code: Code
  let id: Member.ID?
  let mergedInto: Code?
  let joinedOn: Day?
  let status: Member.Status
  let cell: Unit.ID?
  let cellCode: Code?
  /// From when the record names yet another cell.
  let laterCellFrom: Day?
  let open: Int64?
  let openState: Transfer.State?
  /// Last day of a stay that is running on the day or later.
  let stayUntil: Day?
  let toCode: Code?
  let to: Unit.ID?
  let toIsOpen: Bool

  init(_ row: Row) throws {
    line = try row.value("line")
    code = try row.value("code")
    id = try row.value("member_id")
    mergedInto = try row.value("merged_into")
    joinedOn = try row.value("joined_on")
    status = try row.value("status")
    cell = try row.value("cell_id")
    cellCode = try row.value("cell_code")
    laterCellFrom = try row.value("later_cell_from")
    open = try row.value("open_id")
    openState = try row.value("open_state")
    stayUntil = try row.value("stay_until")
    toCode = try row.value("to_code")
    to = try row.value("to_id")
    toIsOpen = try row.value("to_is_open")
  }
}

/// A transfer that may be written down.
struct PlannedTransfer: Sendable, Hashable {
  let line: Int
  let member: Member.ID
  let kind: Transfer.Kind
  let from: Unit.ID?
  let to: Unit.ID?
  let authority: Unit.ID
}

/// The tree of the day on which something is asked for, beside that of the day of the move: a cell
/// may have closed or opened in between.
package struct TransferTrees: Sendable {
  let now: UnitTree
  let then: UnitTree
  /// Units on record as grassroots organisations.
  let grassroots: Set<Int64>

  package func line(of unit: Unit.ID?) -> UnitLine? {
    unit.flatMap { now.line(of: $0) ?? then.line(of: $0) }
  }

  func authority(of unit: Unit.ID?) -> TransferAuthority? {
    line(of: unit).map { TransferAuthority(line: $0, stated: grassroots) }
  }
}

extension TransferRequest {
  /// What becomes of one row, or the rule that refuses it.
  func plan(
    _ subject: TransferSubject, in trees: TransferTrees
  ) throws(TransferRefusal) -> PlannedTransfer {
    guard let id = subject.id else { throw .unknownMember }
    if let kept = subject.mergedInto { throw .merged(into: kept) }
    if [.left, .deceased].contains(subject.status) { throw .gone(subject.status) }
    if let number = subject.open, let state = subject.openState {
      throw .alreadyOpen(number, state)
    }
    if let code = subject.toCode {
      guard subject.to != nil else { throw .unknownCell(code) }
      if subject.to == subject.cell { throw .ownCell(code) }
      guard subject.toIsOpen else { throw .closedCell(code, effectiveOn) }
    }
    if let joined = subject.joinedOn, effectiveOn < joined {
      throw .beforeJoining(effectiveOn, joined: joined)
    }
    if let day = subject.laterCellFrom, kind != .temporary { throw .laterCell(day) }
    let kind = try kind(of: subject, in: trees)
    if let day = subject.stayUntil, kind != .internal { throw .staying(until: day) }
    guard let rule = trees.authority(of: subject.cell ?? subject.to) else {
      throw .noCell(effectiveOn)
    }
    return PlannedTransfer(
      line: subject.line, member: id, kind: kind, from: subject.cell, to: subject.to,
      authority: .init(kind == .internal ? rule.grassroots : rule.superior))
  }

  private func kind(
    of subject: TransferSubject, in trees: TransferTrees
  ) throws(TransferRefusal) -> Transfer.Kind {
    switch kind {
    case .return:
      if let code = subject.cellCode { throw .hasCell(code) }
      return .return
    case .temporary, .abroad:
      guard subject.cell != nil else { throw .noCell(effectiveOn) }
      return kind ?? .official
    case .internal, .official, nil:
      guard subject.cell != nil || kind != .internal, subject.cell != nil || subject.to != nil
      else { throw .noCell(effectiveOn) }
      let isInside =
        subject.cell != nil && subject.to != nil
        && trees.authority(of: subject.cell)?.grassroots
          == trees.authority(of: subject.to)?.grassroots
      if kind == .official, isInside { throw .withinOrganisation }
      if kind == .internal, !isInside { throw .otherOrganisation }
      return isInside ? .internal : .official
    }
  }
}
