import Access
import Audit
import Basics
import Frameworks
import Postgres
import Ranking
import Scoring
import Sheets

/// The working of one score, from what stands on the sheet to the final grade.
package struct Explanation: Sendable {
  package let person: SheetSubject
  package let unit: Code
  /// The run that it is of; `nil`: a preview of the sheet as it stands now.
  package let run: Run?
  package let framework: Framework?
  package let score: Score
  package let steps: [Working.Step]
  /// What became of the grade by the quota and the board.
  package let quota: [Phrase]
  package let finalGrade: Framework.Grade?
  /// What the register excused, and what would reach the next grade.
  package let excused: [Phrase]
  package let distance: [Phrase]
  /// The line of `score export`, joined by `|`; of the run, where that has one.
  package let line: String
  /// What the run has, where the sheet was changed since; the working is then of the sheet as it is
  /// now, before any quota.
  package let recorded: Recorded?

  package struct Recorded: Sendable, Hashable {
    package let status: Status
    package let total: Points?
    package let grade: Framework.Grade?
    package let finalGrade: Framework.Grade?
    /// `nil` for a collective.
    let line: String?
  }
}

extension Runs {
  /// Explains the score of one member, or of a unit as a whole, in a month.
  ///
  /// Out of the newest finished run, or the run of that number; where the month has not been scored
  /// it is a preview. Members see their own only once it is published.
  ///
  /// - Throws: ``SheetError/unknown(_:)`` also for somebody whom the actor may not see;
  ///   ``RunError``.
  package func explain(
    _ name: SubjectName, in month: Month, run number: Int32? = nil, for actor: Actor
  ) async throws -> Explanation {
    try await database.write(isolation: .repeatableRead) { transaction in
      let (person, relation) = try await transaction.relation(of: actor, to: name, in: month)
      let mayPreview = relation.views || relation.isManager || relation.decides
      let run = try await transaction.explainedRun(number, of: month, isPublic: !mayPreview)
      if !relation.isOwn {
        try await Audit.note(
          "score.explain", of: person.auditSubject, by: actor,
          detail: [AuditDetail("period", new: "\(month)")], in: transaction)
      }
      return try await Explainer(
        person: person, month: month, run: run, transaction: transaction
      ).explanation()
    }
  }
}

extension Transaction {
  fileprivate func explainedRun(
    _ number: Int32?, of month: Month, isPublic: Bool
  ) async throws -> Run? {
    if isPublic {
      // What was published stays so when a later revision takes its place.
      let run =
        if let number { try await runs(of: month).first { $0.number == number } } else {
          try await publishedRun(of: month)
        }
      guard let run, run.state == .published || run.state == .superseded else {
        throw RunError.notPublishedYet(month)
      }
      return run
    }
    if number != nil { return try await sealedRun(number, of: month) }
    _ = try await knownPeriod(month)
    return try await shownRun(of: month)
  }
}

/// Gathers what a working needs.
private struct Explainer {
  let person: SheetSubject
  let month: Month
  let run: Run?
  let transaction: Transaction

  func explanation() async throws -> Explanation {
    let shelf = try await transaction.ruleShelf()
    let planned = try await plannedMember()
    let revision = try await transaction.knownPeriod(month).revision
    let read = try await ReadSheets(
      .these([person.subject.number]), in: month, until: run?.revision ?? Int16(revision),
      from: transaction)
    let unit = try await gradingUnit(planned)
    guard let sheet = read.sheets.first, let rules = shelf[sheet.framework] else {
      let recorded = try await recorded(planned, unit, shelf, unless: .noSheet, by: nil)
      return explanation(unit, nil, .noSheet, steps: [], read: [], failed: [], nil, recorded)
    }
    let entries = Array(read.entries(of: sheet))
    let failed = try await failedSubordinates(entries, rules.framework)
    let results: UnitResults = failed.isEmpty ? .full : .half
    let isDecided = sheet.isDecided || run?.kind != .final
    let working = Working(
      entries, by: rules.framework, isDecided: isDecided, unitResults: results)
    let recorded = try await recorded(planned, unit, shelf, unless: working.score, by: rules)
    var found = explanation(
      unit, rules.framework, working.score, steps: working.steps, read: entries, failed: failed,
      recorded == nil ? try await settled(planned, rules) : nil, recorded)
    if working.score.status == .rated {
      found = found.adding(
        distance: Distance.words(entries, by: rules.framework, unitResults: results))
    }
    return found.adding(
      excused: try await transaction.excuses(in: month, of: person.subject)
        .filter { $0.withdrawnAt == nil }.map(\.words))
  }

  private func plannedMember() async throws -> PlannedMember? {
    guard let run, case .member = person.subject else { return nil }
    guard let found = try await transaction.plannedMember(person.name.code, in: run) else {
      throw RunError.notExpected(person.name.code, month)
    }
    return found
  }

  private func gradingUnit(_ planned: PlannedMember?) async throws -> Code {
    if case .unit = person.subject { return person.name.code }
    guard let unit = planned?.unit ?? person.agency ?? person.cell else { return .blank }
    return try await transaction.codeOfUnit(unit) ?? .blank
  }

  /// Those at grade D whom the factor d looks at; empty where the sheet states the factor.
  private func failedSubordinates(
    _ entries: [Entry], _ framework: Framework
  ) async throws -> [Code] {
    guard let run, case .member(let id) = person.subject,
      Score.usesUnitResults(entries, by: framework)
    else { return [] }
    return try await transaction.failedSubordinates(of: id, in: run)
  }

  private func settled(
    _ planned: PlannedMember?, _ rules: StoredRules
  ) async throws -> SettledMember? {
    guard let run, let planned else { return nil }
    return try await transaction.settled(planned.id, framework: rules.id, planned.unit, in: run)
  }

  /// What the run has on record; `nil` without a run, and where it is that very score.
  private func recorded(
    _ planned: PlannedMember?, _ unit: Code, _ shelf: RuleShelf, unless score: Score,
    by rules: StoredRules?
  ) async throws -> Explanation.Recorded? {
    guard let run else { return nil }
    let rating = score.rating
    guard let planned else {
      guard case .unit(let id) = person.subject else { return nil }
      let stored = try await transaction.unitScores(of: run).first { $0.unit == id }
      let now = rules.map { StoredUnitScore(ScoredUnit(unit: id, framework: $0.id, score: score)) }
      guard stored != now else { return nil }
      let grade = stored?.grade.flatMap { Framework.Grade(rawValue: $0) }
      return .init(
        status: stored.flatMap { Status(rawValue: $0.status) } ?? .incomplete,
        total: stored?.total.map { Points(hundredths: Int64($0)) }, grade: grade,
        finalGrade: grade, line: nil)
    }
    guard let stored = try await transaction.storedScores(of: .these([planned.id]), in: run).first
    else { return nil }
    let isSame =
      stored.framework == rules?.id && stored.status == score.status
      && stored.reasons == score.joinedReasons && stored.general == rating?.general
      && stored.results == rating?.results && stored.total == rating?.total
      && stored.grade == rating?.grade
    guard !isSame else { return nil }
    var settled: SettledMember?
    if let framework = stored.framework {
      settled = try await transaction.settled(
        planned.id, framework: framework, planned.unit, in: run)
    }
    let line = stored.line(
      finalGrade: settled?.finalGrade, reason: settled?.reason.flatMap { .init(rawValue: $0) },
      month: month, unitCode: unit,
      framework: stored.framework.flatMap { shelf[$0]?.framework.reference })
    return .init(
      status: stored.status, total: stored.total, grade: stored.grade,
      finalGrade: settled?.finalGrade ?? stored.grade, line: line.fields.joined(separator: "|"))
  }

  private func explanation(
    _ unit: Code, _ framework: Framework?, _ score: Score, steps: [Working.Step],
    read entries: [Entry], failed: [Code], _ settled: SettledMember?,
    _ recorded: Explanation.Recorded?
  ) -> Explanation {
    var steps = steps
    if !failed.isEmpty {
      let names = failed.map(\.text).joined(separator: ", ")
      steps.insert(
        Working.Step(
          title: Phrase(vi: "Cấp dưới không hoàn thành", en: "Subordinates not completed"),
          source: framework.map { $0.basis.words },
          lines: [
            Phrase(
              vi: "\(names) xếp loại D (trước hạn mức), nên d = 0.5",
              en: "\(names) at grade D (before the quota), so d = 0.5")
          ]), at: 0)
    }
    let final = settled?.finalGrade ?? score.rating?.grade
    let form = framework?.form ?? person.form ?? .staff
    let line = CanonicalScore(
      month: month, memberCode: person.name.code, unitCode: unit, form: form,
      framework: framework?.reference, status: score.status, general: score.rating?.general,
      results: score.rating?.results, total: score.rating?.total, grade: score.rating?.grade,
      finalGrade: final, reasons: score.joinedReasons, quotaReason: settled?.reason ?? "")
    return Explanation(
      person: person, unit: unit, run: run, framework: framework, score: score, steps: steps,
      quota: settled?.words(grade: score.rating?.grade) ?? [], finalGrade: final, excused: [],
      distance: [], line: recorded?.line ?? line.fields.joined(separator: "|"),
      recorded: recorded)
  }
}

extension Explanation {
  fileprivate func adding(distance: [Phrase]? = nil, excused: [Phrase]? = nil) -> Explanation {
    Explanation(
      person: person, unit: unit, run: run, framework: framework, score: score, steps: steps,
      quota: quota, finalGrade: finalGrade, excused: excused ?? self.excused,
      distance: distance ?? self.distance, line: line, recorded: recorded)
  }
}

extension Excuse {
  fileprivate var words: Phrase {
    Phrase(
      vi: "\(work): \(failures) lần chất lượng, \(delays) lần chậm không tính — \(cause) "
        + "(\(document); \(confirmedBy) xác nhận)",
      en: "\(work): \(failures) failures, \(delays) delays not counted — \(cause) "
        + "(\(document); confirmed by \(confirmedBy))")
  }
}
