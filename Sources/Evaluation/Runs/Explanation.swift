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
  /// The line of `score export`, joined by `|`.
  package let line: String
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
      guard let run = try await publishedRun(of: month), number == nil || number == run.number
      else { throw RunError.notPublishedYet(month) }
      return run
    }
    if number != nil { return try await sealedRun(number, of: month) }
    _ = try await knownPeriod(month)
    return try await latestSealedRun(of: month)
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
      return explanation(unit, nil, .noSheet, steps: [], read: [], failed: [], nil)
    }
    let entries = Array(read.entries(of: sheet))
    let failed = try await failedSubordinates(entries, rules.framework)
    let results: UnitResults = failed.isEmpty ? .full : .half
    let isDecided = sheet.isDecided || run?.kind != .final
    let working = Working(
      entries, by: rules.framework, isDecided: isDecided, unitResults: results)
    var found = explanation(
      unit, rules.framework, working.score, steps: working.steps, read: entries, failed: failed,
      try await settled(planned, rules))
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

  private func explanation(
    _ unit: Code, _ framework: Framework?, _ score: Score, steps: [Working.Step],
    read entries: [Entry], failed: [Code], _ settled: SettledMember?
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
      distance: [], line: line.fields.joined(separator: "|"))
  }
}

extension Explanation {
  fileprivate func adding(distance: [Phrase]? = nil, excused: [Phrase]? = nil) -> Explanation {
    Explanation(
      person: person, unit: unit, run: run, framework: framework, score: score, steps: steps,
      quota: quota, finalGrade: finalGrade, excused: excused ?? self.excused,
      distance: distance ?? self.distance, line: line)
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
