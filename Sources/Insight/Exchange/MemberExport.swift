import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Tabular

/// Members to a file of any size, in the layout that the import reads.
package struct MemberExport: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// The header of a layout.
  package static func header(_ layout: MemberLayout) -> [String] {
    switch layout {
    case .standard: (MemberColumn.standard + MemberColumn.optional).map(\.rawValue)
    case .national: NationalColumn.allCases.map(\.title)
    }
  }

  /// Writes every member that the actor may export, in byte order of codes.
  ///
  /// - Parameters:
  ///   - layout: which columns.
  ///   - unit: only members standing in this unit or below it; `nil`: everybody.
  ///   - day: the day whose facts are written.
  ///   - actor: who exports; the trail keeps who and how many.
  ///   - basis: why, and by which document.
  ///   - makeWriter: opens what takes the rows; finished here.
  ///   - progress: told how many rows are written.
  /// - Returns: how many rows were written.
  /// - Throws: an access error, or what stands in the way of the file; no file appears then.
  package func run(
    _ layout: MemberLayout, under unit: Code?, on day: Day, by actor: Actor, basis: Audit.Basis,
    to makeWriter: @Sendable () throws -> any TableWriter,
    progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> Int {
    try actor.requireSomewhere(.exportRecords)
    // Read and noted in one transaction: nobody leaves with a list and without a trace.
    return try await database.write(isolation: .repeatableRead) { transaction in
      let visible = try await visibleUnits(under: unit, on: day, for: actor, in: transaction)
      let writer = try makeWriter()
      var count = 0
      try await transaction.exportMembers(layout, visible: visible, on: day) { fields in
        try writer.write(fields)
        count += 1
        if count % 4096 == 0 { progress(count) }
      }
      try await Audit.note(
        "member.export", of: .init(kind: "export", code: layout.rawValue), by: actor,
        basis: basis,
        detail: [
          AuditDetail("rows", new: "\(count)"), AuditDetail("unit", new: unit?.text),
          AuditDetail("day", new: "\(day)"),
        ], in: transaction)
      try writer.finish()
      return count
    }
  }

  private func visibleUnits(
    under unit: Code?, on day: Day, for actor: Actor, in transaction: Transaction
  ) async throws -> [Int64]? {
    let allowed = try await transaction.unitsBelow(actor.units(for: .exportRecords), on: day)
    guard let unit else { return allowed }
    let top = try await transaction.openUnit(unit, on: day, locked: false)
    guard actor.may(.exportRecords, on: try await transaction.line(of: top, on: day)) else {
      throw UnitError.unknown(unit.text)
    }
    return try await transaction.unitsBelow([top.id.number], on: day)
  }
}
