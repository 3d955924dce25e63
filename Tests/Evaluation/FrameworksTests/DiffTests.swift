import Basics
import Configuration
import Foundation
import TestKit
import Testing

@testable import Frameworks

@Suite struct `What differs between two frameworks` {
  static func sentences(_ old: Framework, _ new: Framework) -> String {
    FrameworkDiff(from: old, to: new).changes.map { change in
      "\(change.key)\n  \(change.sentence.vi)\n  \(change.sentence.en)\n"
    }.joined()
  }

  @Test func `is nothing between a framework and itself, whatever its version`() throws {
    let text = try #require(Given.text("version: 1", "version: 2"))
    let next = try FrameworkFile.read(text: text, name: "next.yaml")
    #expect(FrameworkDiff(from: try Given.framework(), to: next).changes.isEmpty)
    for framework in try `The frameworks that come with the program`.shipped().values {
      #expect(FrameworkDiff(from: framework, to: framework).changes.isEmpty)
    }
  }

  @Test func `is said in words`() throws {
    let changes = [
      ("{grade: A, from: 90}", "{grade: A, from: 85, source: \"12-QĐ/ĐU, Điều 3\"}"),
      ("max: 50, family: abc3, quality_step: 0.25", "max: 40, family: abc3, quality_step: 0.2"),
      ("{code: kpi, max: 10, family: kpi, cap: 1.2}", "{code: kpi, max: 20, family: kpi}"),
      ("{code: G2, max: 10}", "{code: G3, max: 10, title: {vi: Đổi mới, en: Innovation}}"),
      ("gates:\n", "gates:\n  - {any_below: 0.5, at_most: C}\n"),
      ("share: 0.20, of: good", "share: 0.25, of: all, ties: in"),
      ("title: {vi: Bộ thử, en: A test}", "title: {vi: Bộ thử hai, en: A second test}"),
      ("2026-01-01", "2026-07-01"), ("O2: 1", "O3: 1.50"),
      ("checked: secondary sources", "checked: {vi: đã đối chiếu, en: compared}"),
    ]
    var text = Given.text
    for (old, new) in changes {
      #expect(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    let new = try FrameworkFile.read(text: text, name: "new.yaml")
    let old = try Given.framework()
    expectGolden(Self.sentences(old, new) + "–\n" + Self.sentences(new, old), "diff.txt")
  }

  @Test func `can be the order alone`() throws {
    let first = "  - {code: kpi, max: 10, family: kpi, cap: 1.2}\n"
    let second = "  - {code: okr, max: 10, family: okr, objective_weights: {O1: 2, O2: 1}}\n"
    let text = try #require(Given.text(first + second, second + first))
    let turned = try FrameworkFile.read(text: text, name: "turned.yaml")
    let changes = FrameworkDiff(from: try Given.framework(), to: turned).changes
    #expect(
      changes.map(\.sentence.vi) == [
        "Thứ tự các phần: general, results, kpi, okr → general, results, okr, kpi"
      ])
  }

  @Test func `is found wherever one figure changes`() throws {
    // Every number of the shipped files in turn: a difference that is not said would be a lie.
    for (name, text) in try Configuration.frameworks() {
      let old = try FrameworkFile.read(text: text, name: name)
      for found in text.matches(of: /(from|share|quality_step|any_below): ([0-9.]+)/) {
        guard var number = ExactDecimal(String(found.2)), number > ExactDecimal(0) else { continue }
        number = ExactDecimal(mantissa: number.mantissa - 1, scale: number.scale) ?? number
        var changed = text
        changed.replaceSubrange(found.2.startIndex..<found.2.endIndex, with: "\(number)")
        guard let new = try? FrameworkFile.read(text: changed, name: name) else { continue }
        #expect(!FrameworkDiff(from: old, to: new).changes.isEmpty, "\(name): \(found.0)")
      }
    }
  }
}
