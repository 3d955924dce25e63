import Access
import Audit
import Basics
import Postgres
import Runs

extension Boards {
  /// What signing the list of one unit came to.
  package struct Signed: Sendable, Hashable {
    package let unit: Code
    package let run: Int32
    package let digest: String
    package let members: Int
    /// The same list was signed before; nothing was changed.
    package let wasSigned: Bool
    /// The run was made while the month was open: its list may still change.
    package let isProvisional: Bool
  }

  /// Signs the lists of units, all of them or none.
  ///
  /// `leavingTies` says whether places may stay open among those who tie. The actor needs
  /// ``Act/sitOnBoard`` over each unit.
  ///
  /// - Throws: ``BoardError/tiesWaiting(unit:_:places:)``; ``BoardError/notInRunYet(unit:run:)``
  ///   while an exception or a withdrawal waits for another run.
  package func sign(
    _ units: [Code], in month: Month, leavingTies: Bool, by actor: Actor, basis: Audit.Basis
  ) async throws -> [Signed] {
    try await database.write { transaction in
      let run = try await transaction.sitting(month)
      var signed: [Signed] = []
      for unit in units {
        let seat = try await transaction.boardUnit(unit, in: month)
        try actor.require(.sitOnBoard, on: seat.line)
        let list = try await transaction.boardList(of: seat.unit, in: run)
        try list.requireSettled(leavingTies: leavingTies)
        let (digest, number) = (list.digest, seat.unit.id.number)
        let wasSigned = list.signature?.digest == digest
        if !wasSigned {
          let event = try await Audit.note(
            "board.sign", of: .unit(unit), by: actor, basis: basis,
            detail: [
              AuditDetail("period", new: "\(month)"), AuditDetail("run", new: "\(run.number)"),
              AuditDetail("list", old: list.signature?.digest, new: digest),
            ], in: transaction)
          _ = try await transaction.clearSignatures(of: [number], in: month, event: event)
          try await transaction.insertSignature(
            of: number, in: run, digest: digest, by: actor.account, event: event)
        }
        signed.append(
          Signed(
            unit: unit, run: run.number, digest: digest,
            members: list.groups.reduce(0) { $0 + $1.rows.count }, wasSigned: wasSigned,
            isProvisional: list.isProvisional))
      }
      return signed
    }
  }
}

extension BoardList {
  /// Goes on only where nothing of this unit's own groups waits for a decision or for a run.
  func requireSettled(leavingTies: Bool) throws {
    if groups.contains(where: \.needsAnotherRun) {
      throw BoardError.notInRunYet(unit: unit, run: run)
    }
    guard !leavingTies else { return }
    for group in groups where group.unit == unit && group.placesToAward > 0 {
      let waiting = group.undecidedTies
      guard waiting.isEmpty else {
        throw BoardError.tiesWaiting(
          unit: unit, waiting.map(\.member), places: group.placesToAward)
      }
    }
  }
}
