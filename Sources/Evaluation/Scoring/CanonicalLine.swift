import Basics
import Frameworks
import Sheets

/// The lines that digests are taken over: `scoring.md` §8, each with the `\n` at its end.
package enum CanonicalLine {
  /// An entry of a sheet.
  ///
  /// - Parameters:
  ///   - memberCode: the code of the member; of a collective's sheet `unit:CODE`, as files have it.
  ///   - framework: of the sheet.
  ///   - entry: the entry; its title and self points are no part of the line.
  ///   - bytes: what the line is added to.
  package static func entry(
    memberCode: String, framework: Framework.Reference, _ entry: Entry,
    into bytes: inout [UInt8]
  ) {
    head(memberCode: memberCode, framework: framework, into: &bytes)
    rest(entry, into: &bytes)
  }

  /// What all lines of one sheet begin with.
  static func head(
    memberCode: String, framework: Framework.Reference, into bytes: inout some CanonicalBytes
  ) {
    bytes.append(canonical: memberCode)
    bytes.endField()
    append(framework, to: &bytes)
    bytes.endField()
  }

  /// What of a line differs from entry to entry, to its end.
  static func rest(_ entry: Entry, into bytes: inout some CanonicalBytes) {
    bytes.append(canonical: entry.kind.rawValue)
    bytes.endField()
    bytes.append(canonical: entry.code)
    bytes.endField()
    if let group = entry.group { bytes.append(canonical: group) }
    bytes.endField()
    if let weight = entry.weight { bytes.append(canonical: weight) }
    bytes.endField()
    if let target = entry.target { bytes.append(canonical: target) }
    bytes.endField()
    if let actual = entry.actual { bytes.append(canonical: actual) }
    bytes.endField()
    if let direction = entry.direction { bytes.append(canonical: direction.rawValue) }
    bytes.endField()
    if let baseline = entry.baseline { bytes.append(canonical: baseline) }
    bytes.endField()
    bytes.append(canonical: entry.qualityFailures)
    bytes.endField()
    bytes.append(canonical: entry.delays)
    bytes.endField()
    if let points = entry.points { bytes.append(canonical: points) }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// So many bytes has ``rest(_:into:)`` at most.
  static func room(for entry: Entry) -> Int {
    // A kind, a direction, eight numbers of 20 characters and eleven bars or ends, and some over.
    entry.code.utf8.count + (entry.group?.utf8.count ?? 0) + 256
  }

  /// `id@version`.
  private static func append(
    _ framework: Framework.Reference, to bytes: inout some CanonicalBytes
  ) {
    bytes.append(canonical: framework.code.text)
    bytes.append(UInt8(ascii: "@"))
    bytes.append(canonical: Int64(framework.version))
  }

  /// The twelve fields of `score export`, in their order.
  package static func score(_ line: CanonicalScore, into bytes: inout [UInt8]) {
    bytes.append(canonical: line.month)
    bytes.endField()
    bytes.append(canonical: line.memberCode.text)
    bytes.endField()
    bytes.append(canonical: line.unitCode.text)
    bytes.endField()
    bytes.append(canonical: line.form.rawValue)
    bytes.endField()
    if let framework = line.framework { append(framework, to: &bytes) }
    bytes.endField()
    bytes.append(canonical: line.status.rawValue)
    bytes.endField()
    if let general = line.general { bytes.append(canonical: general) }
    bytes.endField()
    if let results = line.results { bytes.append(canonical: results) }
    bytes.endField()
    if let total = line.total { bytes.append(canonical: total) }
    bytes.endField()
    if let grade = line.grade { bytes.append(canonical: grade.rawValue) }
    bytes.endField()
    if let grade = line.finalGrade { bytes.append(canonical: grade.rawValue) }
    bytes.endField()
    bytes.append(canonical: line.reasons)
    if !line.quotaReason.isEmpty {
      if !line.reasons.isEmpty { bytes.append(UInt8(ascii: ";")) }
      bytes.append(canonical: line.quotaReason)
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

/// A row of `score export`: one member expected in a month.
package struct CanonicalScore: Sendable, Hashable {
  package var month: Month
  package var memberCode: Code
  /// The unit that grades the member.
  package var unitCode: Code
  package var form: Framework.Form
  /// `nil` without a sheet.
  package var framework: Framework.Reference?
  package var status: Status
  /// These five only on a rated sheet.
  package var general: Points?
  package var results: Points?
  package var total: Points?
  package var grade: Framework.Grade?
  package var finalGrade: Framework.Grade?
  /// Joined by `;`, as ``Score/joinedReasons`` and the database have them.
  package var reasons: String
  /// What a quota or a board did to the grade, empty where nothing; it stands last.
  package var quotaReason: String

  package init(
    month: Month, memberCode: Code, unitCode: Code, form: Framework.Form,
    framework: Framework.Reference?, status: Status, general: Points?, results: Points?,
    total: Points?, grade: Framework.Grade?, finalGrade: Framework.Grade?, reasons: String,
    quotaReason: String = ""
  ) {
    self.month = month
    self.memberCode = memberCode
    self.unitCode = unitCode
    self.form = form
    self.framework = framework
    self.status = status
    self.general = general
    self.results = results
    self.total = total
    self.grade = grade
    self.finalGrade = finalGrade
    self.reasons = reasons
    self.quotaReason = quotaReason
  }

  /// The row of a score that no quota and no board has changed.
  package init(
    month: Month, memberCode: Code, unitCode: Code, form: Framework.Form,
    framework: Framework.Reference?, _ score: Score
  ) {
    self.init(
      month: month, memberCode: memberCode, unitCode: unitCode, form: form,
      framework: framework, status: score.status, general: score.rating?.general,
      results: score.rating?.results, total: score.rating?.total, grade: score.rating?.grade,
      finalGrade: score.rating?.grade, reasons: score.joinedReasons)
  }
}
