import Access
import Audit
import Basics
import Members
import Organisation
import Postgres

/// Assesses one piece of members: reads what is on record, asks the rule, writes what is new.
struct Assessor: Sendable {
  let rule: DuesRule
  /// The units of the first day of the month.
  let tree: UnitTree
  let today: Day
  let actor: Actor
  let basis: Audit.Basis
  let rehearses: Bool

  func assess(_ piece: AssessmentPiece, in transaction: Transaction) async throws -> Assessment {
    // Held before reading: two assessments of one month follow each other, and a payment either
    // sees the charge or is seen by it.
    if !rehearses {
      try await transaction.holdOffStatements()
      for stripe in piece.stripes { try await transaction.holdDues(stripe: stripe) }
    }
    let waivers = try await transaction.waivers(of: piece.choice, in: rule.month)
    let known = try await transaction.owing(piece.choice, in: rule.month)
    var (result, fresh) = (Assessment(month: rule.month, warnings: []), [NewCharge]())
    var regions: [Int64: Int?] = [:]
    for owing in known {
      let duty = DuesDuty.of(
        rule.month, status: owing.status, hasCell: owing.hasCell, joinedOn: owing.joinedOn)
      // A duplicate that was merged owes nothing: the kept record does.
      guard duty == .owes, !owing.isMerged, let cell = owing.cell else {
        note(void: owing, &result, &fresh)
        continue
      }
      let region = regions[cell] ?? tree.wageRegion(of: Unit.ID(cell))
      regions[cell] = .some(region)
      note(owing, cell, region, waivers[owing.id] ?? [], &result, &fresh)
    }
    if !rehearses, !fresh.isEmpty { try await write(fresh, result, in: transaction) }
    return result
  }

  private func note(
    _ owing: OwingMember, _ cell: Int64, _ region: Int?, _ waivers: [DuesCase.Waiver],
    _ result: inout Assessment, _ fresh: inout [NewCharge]
  ) {
    let given = DuesCase(
      category: owing.category, base: owing.base, sex: owing.sex, birthDate: owing.birthDate,
      joinedOn: owing.joinedOn, wageRegion: region, waivers: waivers)
    let charge: DuesCharge
    do {
      charge = try rule.charge(given)
    } catch {
      let name = tree[Unit.ID(cell)]?.name ?? ""
      result.refused.append(.init(member: owing.code, flaw: error, cell: name))
      return
    }
    result.net = result.net + charge.net
    if charge.percent == 100 { result.exempt += 1 }
    if charge.warnings.contains(.joinedOnMissing) { result.missingJoinedOn += 1 }
    guard let before = owing.before else {
      result.charged += 1
      result.difference = result.difference + charge.net
      fresh.append(NewCharge(member: owing.id, cell: cell, revision: 1, charge: charge))
      return
    }
    guard !before.says(the: charge) else {
      result.unchanged += 1
      return
    }
    result.adjusted += 1
    result.difference = result.difference + charge.net - before.net
    fresh.append(
      NewCharge(member: owing.id, cell: cell, revision: before.revision + 1, charge: charge))
  }

  /// Somebody who does not owe: what was charged before is taken back.
  private func note(
    void owing: OwingMember, _ result: inout Assessment, _ fresh: inout [NewCharge]
  ) {
    result.notOwing += 1
    guard let before = owing.before, !before.isVoid, let cell = owing.cell else { return }
    result.voided += 1
    result.difference = result.difference - before.net
    fresh.append(
      NewCharge(member: owing.id, cell: cell, revision: before.revision + 1, charge: nil))
  }

  private func write(
    _ fresh: [NewCharge], _ result: Assessment, in transaction: Transaction
  ) async throws {
    let event = try await Audit.note(
      "dues.assess", of: .init(kind: "month", code: "\(rule.month)"), by: actor, basis: basis,
      detail: [
        AuditDetail("charged", new: "\(result.charged)"),
        AuditDetail("adjusted", new: "\(result.adjusted)"),
        AuditDetail("voided", new: "\(result.voided)"),
        AuditDetail("difference", new: "\(result.difference)"),
      ], in: transaction)
    try await transaction.insert(
      fresh, month: rule.month, rule: rule.regulation.id, today: today, event: event)
  }
}

/// A member as an assessment finds them.
struct OwingMember: Sendable {
  let id: Int64
  let code: Code
  let sex: Sex?
  let birthDate: Day?
  let joinedOn: Day?
  let status: Member.Status?
  let hasCell: Bool
  let isMerged: Bool
  /// The cell that charged this month, else the one on its first day.
  let cell: Int64?
  let category: Member.DuesCategory?
  let base: Money?
  /// What this month was charged last.
  let before: Before?

  /// The last revision of a charge.
  struct Before: Sendable {
    let revision: Int16
    let category: Member.DuesCategory?
    let base: Money?
    let rate: ExactDecimal?
    let amount: Money?
    let percent: Int16
    let ground: DuesGround?
    let net: Money
    let isVoid: Bool

    func says(the charge: DuesCharge) -> Bool {
      !isVoid && net == charge.net && amount == charge.amount && base == charge.base
        && category == charge.category && Int(percent) == charge.percent
        && ground == charge.ground && rate == charge.rate
    }
  }
}

/// A charge that is to be written; without one it is void.
struct NewCharge: Sendable {
  let member: Int64
  let cell: Int64
  let revision: Int16
  let charge: DuesCharge?
}
