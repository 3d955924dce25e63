import Basics
import ConfigFile
import Foundation

@testable import Frameworks

/// A good framework file to start from.
enum Given {
  static let text = """
    id: test.staff
    version: 1
    title: {vi: Bộ thử, en: A test}
    basis: {document: 335/2025/NĐ-CP, articles: [12, 14], checked: secondary sources}
    valid_from: 2026-01-01
    form: staff
    sections:
      - {code: general, max: 30, family: criteria,
         criteria: [{code: G1, max: 20}, {code: G2, max: 10}]}
      - {code: results, max: 50, family: abc3, quality_step: 0.25, progress_step: 0.25}
      - {code: kpi, max: 10, family: kpi, cap: 1.2}
      - {code: okr, max: 10, family: okr, objective_weights: {O1: 2, O2: 1}}
    rounding: {scale: 2, mode: half_up}
    grades: [{grade: A, from: 90}, {grade: B, from: 70}, {grade: C, from: 50}, {grade: D, from: 0}]
    gates:
      - {when: disciplined, grade: D}
    quota: {grade: A, share: 0.20, of: good, group: unit, exception_share: 0.25}

    """

  /// The file with one place changed; `nil` where there is no such place.
  static func text(_ old: String, _ new: String) -> String? {
    guard let place = text.range(of: old) else { return nil }
    return text.replacingCharacters(in: place, with: new)
  }

  static func framework() throws -> Framework {
    try FrameworkFile.read(text: text, name: "given.yaml")
  }

  /// What is wrong with a file; empty for a good one.
  static func flaws(_ text: String, name: String = "given.yaml") -> [FileFlaw] {
    do {
      _ = try FrameworkFile.read(text: text, name: name)
      return []
    } catch { return error.flaws }
  }

  static func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? ExactDecimal(0) }
  static func points(_ whole: Int64) -> Points { Points(hundredths: whole * 100) }
  static func code(_ text: String) -> Code { Code(text) ?? .blank }
}
