import Access
import Basics
import Members
import Organisation
import Postgres

/// A member as the ledger meets them: with the cell that collects on a day.
struct DuesParty: Sendable, Readable {
  let id: Member.ID
  let code: Code
  let name: Personal<String>
  let mergedInto: Code?
  /// The cell on the day; of somebody without one the cell that charged last, or had them last.
  let cell: Unit.ID?
  let cellCode: Code?

  init(_ row: Row) throws {
    id = try row.value("id")
    code = try row.value("code")
    name = Personal(try row.value("full_name"))
    mergedInto = try row.value("merged_into_code")
    cell = try row.value("cell_id")
    cellCode = try row.value("cell_code")
  }
}

extension Transaction {
  /// The member of a code and their cell, if the actor may do this about them.
  ///
  /// - Parameters:
  ///   - code: of the member.
  ///   - day: whose cell counts.
  ///   - act: what is to be done.
  ///   - actor: who; what is one's own may be viewed without a grant.
  /// - Returns: the member.
  /// - Throws: `MemberError` for a code that is not known, is a merged duplicate, or is nobody whom
  ///   the actor may see; an access error.
  func party(
    _ code: Code, on day: Day, for act: Act, by actor: Actor
  ) async throws -> DuesParty {
    guard let party = try await duesParty(code, on: day) else {
      throw MemberError.unknown(code.text)
    }
    let isOwn = act == .viewDues && actor.member == party.id.number
    if !isOwn, !actor.mayEverywhere(act) {
      var lines: [UnitLine] = []
      if let cell = party.cell, let line = UnitLine(try await unitLine(of: cell, on: day)) {
        lines = [line]
      }
      // Who may not see somebody is not told that they exist.
      guard actor.may(.viewDues, on: lines) else { throw MemberError.unknown(code.text) }
      try actor.require(act, on: lines)
    }
    if let kept = party.mergedInto { throw MemberError.merged(code, into: kept) }
    return party
  }
}
