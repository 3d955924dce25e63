import Access
import Audit
import Basics
import Organisation
import Postgres
import Runs

/// Everything that can be reported of a month; each report is read in one transaction.
///
/// Who is named needs the right to view sheets, and leaves an event on the trail; the ranking of a
/// published run needs the right to view units.
package struct Reports: Sendable {
  package let database: Database

  package init(database: Database) { self.database = database }

  /// What a report of a run stands on.
  struct Ground {
    let run: Run
    /// The units of the last day of the month, as the run knew them.
    let units: UnitTree
    /// The act that lets somebody see them.
    let act: Act
    /// Where the actor may see; `nil`: everywhere.
    let tops: Set<Int64>?
    let made: Instant

    func sees(_ unit: Unit.ID) -> Bool { Reports.sees(unit, in: units, under: tops) }

    /// The title of a chart, which stands alone and has to say what its numbers are.
    func chartTitle(_ phrase: Phrase, in language: Language) -> String {
      [phrase, run.warning].compactMap { $0?.text(in: language) }.joined(separator: " – ")
    }

    func name(of unit: Int64) -> String { units[Unit.ID(unit)]?.name ?? "" }

    func code(of unit: Int64) -> String { units[Unit.ID(unit)]?.code.text ?? "" }
  }

  static func sees(_ unit: Unit.ID, in units: UnitTree, under tops: Set<Int64>?) -> Bool {
    guard let tops else { return true }
    return units.line(of: unit).map { !tops.isDisjoint(with: $0.units) } ?? false
  }

  /// The unit of that code, if the actor may do the act there.
  ///
  /// - Throws: ``UnitError/unknown(_:)`` also for a unit that the actor may not see at all.
  static func unit(
    _ code: Code, in units: UnitTree, for actor: Actor, to act: Act
  ) throws -> Unit {
    guard let unit = units[code], let line = units.line(of: unit.id),
      actor.may(.viewUnits, on: [line])
    else { throw UnitError.unknown(code.text) }
    try actor.require(act, on: [line])
    return unit
  }
}

extension Transaction {
  /// The run that a report is of, and what it needs beside it.
  ///
  /// Without a number it is the newest run; who may not see that before it is published gets the
  /// published one.
  ///
  /// - Throws: a ``RunError`` or ``ReportError`` where there is none to be seen.
  func ground(of month: Month, run number: Int32?, for actor: Actor) async throws -> Reports.Ground
  {
    try actor.requireSomewhere(.viewUnits)
    let seesSheets = actor.units(for: .viewSheets).map { !$0.isEmpty } ?? true
    let run: Run
    if let number {
      run = try await self.run(number)
      guard run.month == month else { throw ReportError.otherMonth(run: number, month) }
      guard run.state.isSealed else { throw RunError.notFinished(number) }
      guard run.isPublic || seesSheets else { throw ReportError.notPublished(month) }
    } else {
      _ = try await freeze(of: month)
      guard let latest = try await shownRun(of: month) else { throw RunError.noRun(month) }
      if latest.isPublic || seesSheets {
        run = latest
      } else if let published = try await publishedRun(of: month) {
        run = published
      } else {
        throw ReportError.notPublished(month)
      }
    }
    let act: Act = run.isPublic ? .viewUnits : .viewSheets
    let units = try await units(on: month.lastDay, knownAt: run.knownAt)
    return Reports.Ground(
      run: run, units: UnitTree(units), act: act, tops: actor.units(for: act), made: now)
  }
}
