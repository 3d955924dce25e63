import Access
import Basics
import Members
import Organisation

/// What the record says, on one day, of somebody about whom a letter is asked for.
struct LetterSubject: Sendable {
  let code: Code
  /// `nil`: not on record.
  let id: Member.ID?
  let name: Personal<String>
  let mergedInto: Code?
  let status: Member.Status
  let cell: Unit.ID?
  let agency: Unit.ID?
  let residence: Unit.ID?
  let exemption: ResidenceTie.Exemption?
  /// An unfinished letter of the kind.
  let open: Int64?
  /// The comment of the year.
  let ofRound: Int64?

  func lines(in tree: UnitTree) -> [UnitLine] {
    [cell, agency].compactMap { $0.flatMap { tree.line(of: $0) } }
  }

  /// Goes on only where the actor may know of the member.
  ///
  /// - Returns: the member.
  /// - Throws: `MemberError/unknown(_:)`, also for somebody whom the actor may not see.
  func visible(to actor: Actor, in tree: UnitTree) throws -> Member.ID {
    let lines =
      lines(in: tree) + [residence.flatMap { tree.line(of: $0) }].compactMap(\.self)
    guard let id, id.number == actor.member || actor.may(.viewMembers, on: lines) else {
      throw MemberError.unknown(code.text)
    }
    return id
  }

  /// The letter about this member, as it would be written down.
  func plan(
    _ request: LetterRequest, in tree: UnitTree
  ) throws(LetterRefusal) -> PlannedLetter {
    guard id != nil else { throw .noMember }
    if let mergedInto { throw .merged(into: mergedInto) }
    if status == .left || status == .deceased { throw .gone(status) }
    // The yearly round leaves out whom nobody asks about, before it asks what there is already.
    if request.occasion == .yearly, let exemption { throw .exempt(exemption) }
    if let ofRound { throw .roundAlready(ofRound) }
    if let open { throw .openAlready(open) }
    let usual = try usualIssuer(of: request.kind)
    guard let asked = request.issuer else { return PlannedLetter(subject: self, issuer: usual) }
    guard let unit = tree[asked], tree.line(of: usual)?.units.contains(unit.id.number) == true
    else { throw .notUnder(asked) }
    return PlannedLetter(subject: self, issuer: unit.id)
  }

  /// The unit that issues unless another one is asked for: the cell for what it answers for, the
  /// agency for scores where there is one, the cell at the residence for its comment.
  func usualIssuer(of kind: LetterKind) throws(LetterRefusal) -> Unit.ID {
    switch kind {
    case .residenceComment:
      guard let residence else { throw .noResidence }
      return residence
    case .scoreStatement:
      guard let unit = agency ?? cell else { throw .noUnit }
      return unit
    default:
      guard let cell else { throw .noCell }
      return cell
    }
  }
}

extension LetterSubject {
  /// Why a letter about this member may not go on as the record stands.
  func refusal(of letter: Letter, in tree: UnitTree) -> LetterRefusal? {
    if let mergedInto { return .merged(into: mergedInto) }
    if status == .left || status == .deceased { return .gone(status) }
    do throws(LetterRefusal) {
      try letter.requireIssuer(cell: cell, agency: agency, residence: residence, in: tree)
      return nil
    } catch { return error }
  }
}

extension Letter {
  /// Goes on only where the issuer still answers for the member, who stands in these units.
  func requireIssuer(
    cell: Unit.ID?, agency: Unit.ID?, residence: Unit.ID?, in tree: UnitTree
  ) throws(LetterRefusal) {
    let under: [Unit.ID?]
    switch kind {
    // The transfer says whose letter it is.
    case .introduction: return
    case .residenceComment:
      guard residence != nil else { throw .noResidence }
      under = [residence]
    case .scoreStatement: under = [agency, cell]
    default: under = [cell]
    }
    let isUnder = under.compactMap { $0.flatMap { tree.line(of: $0) } }.contains {
      $0.units.contains(issuer.number)
    }
    guard isUnder else { throw .notUnder(issuerCode) }
  }
}

/// A letter that can be written down.
struct PlannedLetter: Sendable {
  let subject: LetterSubject
  let issuer: Unit.ID
  var transfer: Int64?

  init(subject: LetterSubject, issuer: Unit.ID, transfer: Int64? = nil) {
    self.subject = subject
    self.issuer = issuer
    self.transfer = transfer
  }
}
