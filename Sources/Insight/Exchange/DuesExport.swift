import Access
import Audit
import Basics
import Dues
import Members
import Organisation
import Postgres
import Tabular

/// What everybody was charged for a month and what is paid of it, to a file of any size.
package struct DuesExport: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// The columns of `dues export` (`interface.md`).
  package static let header = [
    "period", "member_code", "cell_code", "category", "base", "rate", "amount", "reduction", "net",
    "paid", "ground", "rule",
  ]

  /// Writes a month's charges as they stand now, in byte order of member codes; what was found to
  /// owe nothing is left out.
  ///
  /// A cell counts as the actor's, and as below the unit, by the tree of the month's first day or
  /// of today: neither one that closed since nor one that came under other care is lost.
  ///
  /// - Parameters:
  ///   - month: any that was assessed; of another no row comes.
  ///   - unit: only charges of the cells at this unit or below it; `nil`: all.
  ///   - today: the day whose tree and grants count.
  ///   - actor: needs ``Act/viewDues`` and ``Act/exportRecords``, both over the same cell.
  ///   - basis: why, and by which document.
  ///   - makeWriter: opens what takes the rows; finished here.
  ///   - progress: told how many rows are written.
  /// - Returns: how many rows were written.
  /// - Throws: `UnitError`, an access error, or what stands in the way of the file; no file appears
  ///   then.
  package func run(
    _ month: Month, under unit: Code?, today: Day, by actor: Actor, basis: Audit.Basis,
    to makeWriter: @Sendable () throws -> any TableWriter,
    progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> Int {
    try actor.requireSomewhere(.viewDues)
    try actor.requireSomewhere(.exportRecords)
    // Read and noted in one transaction: nobody leaves with a list and without a trace.
    return try await database.write(isolation: .repeatableRead) { transaction in
      let cells = try await cells(
        under: unit, on: [month.firstDay, today], for: actor, in: transaction)
      let writer = try makeWriter()
      var count = 0
      try await transaction.exportDues(of: month, cells: cells?.sorted()) { fields in
        try writer.write(fields)
        count += 1
        if count % 4096 == 0 { progress(count) }
      }
      try await Audit.note(
        "dues.export", of: .init(kind: "month", code: "\(month)"), by: actor, basis: basis,
        detail: [
          AuditDetail("rows", new: "\(count)"), AuditDetail("unit", new: unit?.text),
        ], in: transaction)
      try writer.finish()
      return count
    }
  }

  /// The cells whose charges are written; `nil`: all.
  private func cells(
    under unit: Code?, on days: [Day], for actor: Actor, in transaction: Transaction
  ) async throws -> Set<Int64>? {
    func below(_ tops: Set<Int64>?) async throws -> Set<Int64>? {
      guard let tops else { return nil }
      var found = tops
      for day in days {
        found.formUnion(try await transaction.unitsBelow(tops, on: day) ?? [])
      }
      return found
    }
    var allowed: Set<Int64>?
    for act in [Act.viewDues, .exportRecords] {
      guard let some = try await below(actor.units(for: act)) else { continue }
      allowed = allowed?.intersection(some) ?? some
    }
    guard let unit else { return allowed }
    let known = try await transaction.unit(unit, on: days[0])
    // Who may not see a unit is not told that it exists.
    guard let known, allowed?.contains(known.id.number) ?? true else {
      throw UnitError.unknown(unit.text)
    }
    let wanted = try await below([known.id.number]) ?? []
    return allowed?.intersection(wanted) ?? wanted
  }
}
