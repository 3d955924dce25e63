import Access
import Audit
import Basics
import Organisation
import Postgres

/// What the codes in a row stand for in this database, on one day.
struct MemberTarget: Sendable {
  let cell: Unit.ID?
  let agency: Unit.ID?
  let manager: Member.ID?
  /// The lines that a grant has to cover.
  let lines: [UnitLine]
}

extension Transaction {
  /// Looks up the units and the manager of a row.
  ///
  /// Only what is `stated` has to be open and known (`nil`: all of it); the rest stays as `facts`
  /// say, so that somebody in a unit that has closed can still be corrected.
  ///
  /// - Throws: ``MemberError`` for a unit that is unknown, of the other tree or not open that day.
  func resolve(
    _ row: MemberRow, on day: Day, stated: Set<MemberColumn>? = nil,
    facts: Member.Facts = .none
  ) async throws -> MemberTarget {
    func isStated(_ column: MemberColumn) -> Bool { stated?.contains(column) ?? true }
    let post = facts.post.fact(on: day)
    let cell =
      isStated(.cellCode)
      ? try await unit(row.cell, column: .cellCode, tree: .party, on: day)
      : facts.cell.fact(on: day) ?? nil
    let agency =
      isStated(.agencyCode)
      ? try await unit(row.agency, column: .agencyCode, tree: .state, on: day) : post?.agency
    var manager = isStated(.managerCode) ? nil : post?.manager
    if let code = row.manager, isStated(.managerCode) {
      guard let found = try await member(code), found.mergedInto == nil else {
        throw MemberError.unknownManager(code)
      }
      manager = found.id
    }
    let lines = try await lines(cell: cell, agency: agency, on: day)
    return MemberTarget(cell: cell, agency: agency, manager: manager, lines: lines)
  }

  private func unit(
    _ code: Code?, column: MemberColumn, tree: Tree, on day: Day
  ) async throws -> Unit.ID? {
    guard let code else { return nil }
    try await holdUnit(code)
    // A fact "from the beginning" names a unit as it stands in the record at all.
    let found = try await unit(code, on: day == .beginning ? .last : day)
    guard let found, found.tree == tree, found.placement.open else {
      throw MemberError.unknownUnit(column, code)
    }
    return found.id
  }

  /// Goes on only where no unit closes while the member is to stand in it, today or later.
  func requireOpenUnits(of id: Member.ID, from day: Day) async throws {
    guard let stay = try await closedStay(of: id, from: day) else { return }
    throw MemberError.unknownUnit(MemberColumn(rawValue: stay.column) ?? .cellCode, stay.unit)
  }

  func lines(cell: Unit.ID?, agency: Unit.ID?, on day: Day) async throws -> [UnitLine] {
    var lines: [UnitLine] = []
    for unit in [cell, agency] {
      guard let unit else { continue }
      if let line = UnitLine(try await unitLine(of: unit, on: day)) { lines.append(line) }
    }
    return lines
  }

  /// The lines under which a member stands on that day: the cell's and the agency's.
  package func lines(
    of member: Member, facts: Member.Facts, on day: Day
  ) async throws -> [UnitLine] {
    try await lines(
      cell: facts.cell.fact(on: day) ?? nil, agency: facts.post.fact(on: day)?.agency, on: day)
  }

  /// The member, held against other changes, if it may be edited at all.
  ///
  /// - Throws: ``MemberError`` for an unknown code, a merged duplicate or a stale version.
  func editable(_ code: Code, version: Int?) async throws -> Member {
    guard let member = try await lockedMember(code) else { throw MemberError.unknown(code.text) }
    if let kept = member.mergedInto { throw MemberError.merged(code, into: kept) }
    if let version, version != member.version {
      throw MemberError.changedMeanwhile(code, yours: version, now: member.version)
    }
    return member
  }

  /// Turns away a number that is somebody else's.
  func refuseTaken(_ row: MemberRow, except own: Code?) async throws {
    for (column, number) in [
      (MemberColumn.personalID, row.personalID), (.partyCard, row.partyCard),
    ] {
      guard let number, let holder = try await memberCode(holding: column, number), holder != own
      else { continue }
      throw MemberError.numberTaken(column, by: holder)
    }
  }

  /// The record of that code as a row of `members.csv`, with the facts of that day.
  ///
  /// - Throws: ``MemberError/unknown(_:)``.
  package func memberRow(_ code: Code, on day: Day) async throws -> MemberRow {
    guard let member = try await member(code) else { throw MemberError.unknown(code.text) }
    return try await row(of: member, facts: try await facts(of: member.id), on: day)
  }

  /// The record as a row of `members.csv`, with the facts of that day.
  func row(of member: Member, facts: Member.Facts, on day: Day) async throws -> MemberRow {
    let post = facts.post.fact(on: day) ?? .none
    let dues = facts.dues.fact(on: day) ?? .none
    let names = try await unitNames(
      [facts.cell.fact(on: day) ?? nil, post.agency].compactMap(\.self))
    var manager: Code?
    if let id = post.manager { manager = try await memberCode(of: id) }
    return MemberRow(
      code: member.code, fullName: member.fullName.reveal(for: .comparison), sex: member.sex,
      birthDate: member.birthDate.reveal(for: .comparison),
      personalID: member.personalID.reveal(for: .comparison),
      partyCard: member.partyCard.reveal(for: .comparison),
      oldPartyCard: member.oldPartyCard.reveal(for: .comparison), joinedOn: member.joinedOn,
      officialOn: member.officialOn,
      cell: (facts.cell.fact(on: day) ?? nil).flatMap { names[$0]?.code },
      agency: post.agency.flatMap { names[$0]?.code }, position: post.position, form: post.form,
      manager: manager, duesCategory: dues.category, duesBase: dues.base,
      status: facts.status.fact(on: day) ?? .active, statusSince: nil)
  }
}

extension MemberRow {
  /// The text of a column, as a file would hold it.
  package func text(of column: MemberColumn) -> String {
    switch column {
    case .code: code.text
    case .fullName: fullName
    case .sex: sex?.rawValue ?? ""
    case .birthDate: birthDate?.description ?? ""
    case .personalID: personalID ?? ""
    case .partyCard: partyCard ?? ""
    case .joinedOn: joinedOn?.description ?? ""
    case .officialOn: officialOn?.description ?? ""
    case .cellCode: cell?.text ?? ""
    case .agencyCode: agency?.text ?? ""
    case .position: position
    case .form: form?.rawValue ?? ""
    case .managerCode: manager?.text ?? ""
    case .duesCategory: duesCategory?.rawValue ?? ""
    case .duesBase: duesBase?.description ?? ""
    case .status: status.rawValue
    case .statusSince: statusSince?.description ?? ""
    case .oldPartyCard: oldPartyCard ?? ""
    }
  }

  /// What is different in `other`, column by column, for the trail.
  package func differences(to other: MemberRow) -> [AuditDetail] {
    MemberColumn.allCases.compactMap { column in
      let (old, new) = (text(of: column), other.text(of: column))
      return old == new ? nil : AuditDetail(column.rawValue, old: old, new: new)
    }
  }
}
