import Access
import Audit
import Basics
import Frameworks
import Postgres
import Scoring
import Sheets

/// What a correction of one sheet changes, on that sheet and on the sheets above it.
///
/// A leader's factor d halves when somebody whom the leader manages has grade D (Decree
/// 335/2025/NĐ-CP, article 15; `scoring.md` §6), so a correction may climb from manager to manager.
/// Quotas are not looked at: they are settled by the next run.
package struct Ripple: Sendable, Hashable {
  /// The corrected sheet first, then those above it, as far as anything changes.
  package let changes: [Change]

  package struct Change: Sendable, Hashable {
    package let code: Code
    package let before: Outcome
    package let after: Outcome
  }

  /// A score as far as people ask for it; the status where there is no rating.
  package struct Outcome: Sendable, Hashable {
    package let status: Status
    package let total: Points?
    package let grade: Framework.Grade?

    init(_ score: Score) {
      status = score.status
      total = score.rating?.total
      grade = score.rating?.grade
    }
  }

  /// The sheets above the corrected one that change with it.
  package var above: [Change] { Array(changes.dropFirst()) }
}

extension Runs {
  /// Says beforehand what a correction would change.
  ///
  /// The correction is made as it would be, with everything that may refuse it, and undone.
  ///
  /// - Parameters:
  ///   - name: whose sheet is to be corrected.
  ///   - edits: the correction.
  ///   - month: the month.
  ///   - version: the version of the sheet that the writer looked at; `nil` takes what stands now.
  ///   - sheets: what would make it.
  ///   - actor: must be allowed to make it.
  ///   - basis: what it would be made by.
  /// - Returns: the changes, in the order of the managers.
  /// - Throws: whatever the correction itself would be refused with; ``RunError``.
  package func ripple(
    of name: SubjectName, _ edits: [EntryEdit], in month: Month, version: Int? = nil,
    on sheets: Sheets, by actor: Actor, basis: Audit.Basis
  ) async throws -> Ripple {
    try await database.undone(isolation: .readCommitted) { transaction in
      let (person, _) = try await transaction.relation(of: actor, to: name, in: month)
      let period = try await transaction.knownPeriodNow(month)
      let climb = Climb(
        month: month, revision: Int16(period.revision), shelf: try await transaction.ruleShelf(),
        run: try await transaction.latestSealedRun(of: month), transaction: transaction)
      let before = try await climb.sheet(of: person.subject)
      _ = try await sheets.edit(
        name, in: month, edits, version: version, by: actor, basis: basis, in: transaction)
      return try await climb.ripple(from: person, before: before)
    }
  }
}

/// Walks up from a corrected sheet.
private struct Climb {
  let month: Month
  let revision: Int16
  let shelf: RuleShelf
  /// Whose results stand for what the walk does not touch.
  let run: Run?
  let transaction: Transaction

  typealias Read = (entries: [Entry], rules: StoredRules)

  /// The changes, once the sheet has been corrected.
  func ripple(from person: SheetSubject, before: Read?) async throws -> Ripple {
    let corrected = try await sheet(of: person.subject)
    let failed = try await failedSubordinates(of: person)
    let results: UnitResults = failed.isEmpty ? .full : .half
    var change = (
      before: score(before?.entries, before?.rules, results),
      after: score(corrected?.entries, corrected?.rules, results)
    )
    var changes = [
      Ripple.Change(
        code: person.name.code, before: .init(change.before), after: .init(change.after))
    ]
    var (below, seen): (SheetSubject, Set<Int64>) = (person, [person.subject.number])
    while fell(change.before) != fell(change.after),
      let leader = try await leader(of: below), seen.insert(leader.subject.number).inserted,
      let sheet = try await sheet(of: leader.subject),
      Score.usesUnitResults(sheet.entries, by: sheet.rules.framework)
    {
      let others = try await failedSubordinates(of: leader).contains { $0 != below.name.code }
      change = (
        score(sheet.entries, sheet.rules, others || fell(change.before) ? .half : .full),
        score(sheet.entries, sheet.rules, others || fell(change.after) ? .half : .full)
      )
      guard change.before != change.after else { break }
      changes.append(
        Ripple.Change(
          code: leader.name.code, before: .init(change.before), after: .init(change.after)))
      below = leader
    }
    return Ripple(changes: changes)
  }

  private func fell(_ score: Score) -> Bool { score.rating?.grade == .d }

  private func score(_ entries: [Entry]?, _ rules: StoredRules?, _ results: UnitResults) -> Score {
    guard let entries, let rules else { return .noSheet }
    return Score.of(entries, by: rules.framework, isDecided: true, unitResults: results)
  }

  func sheet(of subject: Sheet.Subject) async throws -> Read? {
    let read = try await ReadSheets(
      .these([subject.number]), in: month, until: revision, from: transaction)
    guard let sheet = read.sheets.first, let rules = shelf[sheet.framework] else { return nil }
    return (Array(read.entries(of: sheet)), rules)
  }

  /// The manager, where that is a leader who is expected.
  private func leader(of person: SheetSubject) async throws -> SheetSubject? {
    guard let code = person.managerCode,
      let leader = try await transaction.sheetSubject(.member(code), on: month.lastDay),
      leader.isActive, leader.form == .leader
    else { return nil }
    return leader
  }

  private func failedSubordinates(of person: SheetSubject) async throws -> [Code] {
    guard let run, case .member(let id) = person.subject else { return [] }
    return try await transaction.failedSubordinates(of: id, in: run)
  }
}
