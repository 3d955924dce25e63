import Basics
import BigInt
import Frameworks
import Sheets

/// What a sheet is worth: `scoring.md` §3 and §4.
///
/// Pure: the same entries mean the same for ever.
package struct Score: Sendable, Hashable {
  package let status: Status
  /// Why there is no rating; or which gates hold, by their bare names.
  package let reasons: [String]
  /// Only a rated sheet has one.
  package let rating: Rating?

  package init(status: Status, reasons: [String], rating: Rating?) {
    self.status = status
    self.reasons = reasons
    self.rating = rating
  }

  /// Somebody expected of whom there is no sheet.
  package static let noSheet = Score(status: .incomplete, reasons: ["no_sheet"], rating: nil)

  /// The reasons as files and digests have them.
  package var joinedReasons: String { reasons.joined(separator: ";") }
}

/// The points and grades of a rated sheet.
package struct Rating: Sendable, Hashable {
  /// In the order of the framework.
  package let sections: [SectionPoints]
  /// The sum of the sections, at most 100, before it is rounded.
  package let exactTotal: Fraction
  /// Points of the first section, rounded for showing.
  package let general: Points
  /// The exact sum of the other sections, rounded for showing.
  package let results: Points
  /// Rounded once: what is graded.
  package let total: Points
  /// The grade that the total reaches, before the gates.
  package let bandGrade: Framework.Grade
  /// The grade after the gates, before any quota.
  package let grade: Framework.Grade
  /// Products completed beyond what was assigned, and products on the sheet.
  package let exceeded: Int
  package let works: Int

  /// Exact points of the first section: the last thing that an order of equals looks at.
  package var first: Fraction { sections.first?.exact ?? Fraction(0) }
}

package struct SectionPoints: Sendable, Hashable {
  package let code: Code
  package let exact: Fraction
  /// Rounded for showing; never added up.
  package let shown: Points
}

/// d of a leader whose sheet does not state it.
///
/// Decree 335/2025/NĐ-CP, article 15; `scoring.md` §6.
package enum UnitResults: Sendable, Hashable, CaseIterable {
  /// Nobody whom the leader manages was not completed.
  case full
  /// Somebody has grade D.
  case half

  /// 1 or 0.5, in ten-thousandths.
  var tenThousandths: Int128 { self == .full ? 10_000 : 5_000 }
}

extension Score {
  /// Scores one sheet.
  ///
  /// - Parameters:
  ///   - entries: in any order, each kind and code once (see ``EntryRules``).
  ///   - framework: the rules.
  ///   - isDecided: whether the approver has decided the sheet; true for a provisional run.
  ///   - unitResults: the factor d to use where the sheet does not state it.
  /// - Returns: the score; it does not depend on the order of the entries.
  package static func of(
    _ entries: [Entry], by framework: Framework, isDecided: Bool, unitResults: UnitResults
  ) -> Score {
    of(entries[...], by: framework, isDecided: isDecided, unitResults: unitResults)
  }

  /// Scores one sheet out of many that lie behind each other in one array.
  package static func of(
    _ entries: ArraySlice<Entry>, by framework: Framework, isDecided: Bool,
    unitResults: UnitResults
  ) -> Score {
    if let unrated = unrated(entries, by: framework, isDecided: isDecided) { return unrated }
    do throws(Overflow) {
      return try SheetRules<Narrow>.score(entries, by: framework, unitResults: unitResults)
    } catch {
      return SheetRules<BigInt>.score(entries, by: framework, unitResults: unitResults)
    }
  }

  /// The codes of criteria and leaders' factors that have no points, where the approver's are
  /// awaited: as decided, a person's own points stand where nobody gave others.
  ///
  /// Results of work that are missing are not among them.
  package static func awaitedPoints(_ entries: [Entry], by framework: Framework) -> [String] {
    let own = Set(entries.lazy.filter { $0.kind == .criterion && $0.selfPoints != nil }.map(\.code))
    let assigned = Set(entries.lazy.filter { $0.kind.isAssigned }.map(\.code))
    return MissingParts.codes(entries[...], by: framework).filter {
      !own.contains($0) && !assigned.contains($0)
    }
  }

  /// Whether the score waits for those of subordinates: a leader's sheet that does not state d.
  package static func usesUnitResults(_ entries: [Entry], by framework: Framework) -> Bool {
    let hasFactors = framework.sections.contains {
      if case .work(let rule) = $0.family { rule.withFactors } else { false }
    }
    return hasFactors
      && !entries.contains {
        $0.kind.is(.factor) && $0.points != nil && $0.code == Entry.Factor.unitResults.rawValue
      }
  }

  /// The status of a sheet that is not rated, in the order in which statuses are decided.
  private static func unrated(
    _ entries: ArraySlice<Entry>, by framework: Framework, isDecided: Bool
  ) -> Score? {
    // By place: a copy of an entry costs more than everything else that is done with it here.
    if entries.indices.contains(where: { entries[$0].isExcuse }) {
      let codes = entries.filter { $0.kind.is(.event) }.map(\.code)
      return Score(
        status: .notRated,
        reasons: codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, rating: nil)
    }
    guard isDecided else {
      return Score(status: .incomplete, reasons: ["undecided"], rating: nil)
    }
    for section in framework.sections {
      guard let kind = section.family.assignedKind else { continue }
      guard entries.indices.contains(where: { entries[$0].kind.is(kind) }) else {
        return Score(status: .notRated, reasons: ["nothing_assigned"], rating: nil)
      }
    }
    let missing = MissingParts.codes(entries, by: framework)
    guard missing.isEmpty else {
      return Score(status: .incomplete, reasons: missing.map { "missing:" + $0 }, rating: nil)
    }
    return nil
  }
}

extension Entry.Kind {
  /// Something assigned, with a result of its own.
  fileprivate var isAssigned: Bool { self == .work || self == .kpi || self == .keyResult }
}

extension Entry {
  fileprivate var isExcuse: Bool {
    kind.is(.event) && Event(rawValue: code)?.excuses == true
  }
}

extension Framework.Family {
  /// The kind of entry that has to be assigned before the section says anything.
  package var assignedKind: Entry.Kind? {
    switch self {
    case .criteria: nil
    case .work: .work
    case .kpi: .kpi
    case .okr: .keyResult
    }
  }
}
