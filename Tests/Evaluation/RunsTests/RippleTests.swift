import Basics
import EvaluationKit
import RecordsKit
import Sheets
import Testing

@testable import Runs

@Suite struct `A correction says beforehand` {
  /// `K2` at 40 points is a D, so the factor d of `M1`, who manages everybody, is halved.
  static let mended: [EntryEdit] = [
    .actual(.work, Cast.code("W1"), EvaluatedMonth.quantity("10"))
  ]

  @Test func `which sheets above it change, and a whole run says the same`() async throws {
    try await OfficeStory.opened { story in
      let before = try await story.score()
      let ripple = try await story.runs.ripple(
        of: EvaluatedMonth.name("K2"), Self.mended, in: OfficeStory.month,
        on: story.sheets, by: EvaluatedMonth.office, basis: Cast.basis)
      #expect(ripple.changes.map(\.code.text) == ["K2", "M1"])
      #expect(ripple.changes.first?.before.grade == .d)
      #expect(ripple.changes.first?.after.grade == .b)

      let expected = ripple.changes.map {
        "\($0.code) \($0.after.total?.description ?? "") \($0.after.grade?.rawValue ?? "")"
      }
      _ = try await story.sheets.edit(
        EvaluatedMonth.name("K2"), in: OfficeStory.month, Self.mended, by: EvaluatedMonth.office,
        basis: Cast.basis)
      let after = try await story.score()
      let (old, new) = (try await story.lines(of: before), try await story.lines(of: after))
      // Only those whom the ripple named have another line.
      let moved = zip(old, new).filter { $0 != $1 }.map { $1.split(separator: ",") }
      #expect(moved.map { "\($0[1]) \($0[8]) \($0[9])" } == expected.sorted())
    }
  }

  @Test func `that nobody above changes while the grade stays clear of D`() async throws {
    try await OfficeStory.opened { story in
      _ = try await story.score()
      let ripple = try await story.runs.ripple(
        of: EvaluatedMonth.name("K1"),
        [.points(Cast.code("G1"), EvaluatedMonth.quantity("1"))], in: OfficeStory.month,
        on: story.sheets, by: EvaluatedMonth.office, basis: Cast.basis)
      #expect(ripple.changes.map(\.code.text) == ["K1"])
      #expect(ripple.above.isEmpty)
    }
  }

  @Test func `nothing to somebody who may not know of the sheet`() async throws {
    try await OfficeStory.opened { story in
      _ = await #expect(throws: SheetError.self) {
        try await story.runs.ripple(
          of: EvaluatedMonth.name("K2"), Self.mended, in: OfficeStory.month,
          on: story.sheets, by: Cast.actor([]), basis: Cast.basis)
      }
    }
  }

  @Test func `what would refuse it`() async throws {
    try await OfficeStory.opened { story in
      let flaw = SheetError.Flaw(entry: "W1", reason: Phrase(vi: "không", en: "no"))
      let strict = Sheets(database: story.database) { _, _, _ in Sheets.Findings(flaws: [flaw]) }
      await #expect(throws: SheetError.flaws([flaw])) {
        try await story.runs.ripple(
          of: EvaluatedMonth.name("K2"), Self.mended, in: OfficeStory.month, on: strict,
          by: EvaluatedMonth.office, basis: Cast.basis)
      }
      try await story.close()
      await #expect(throws: PeriodError.closed(OfficeStory.month, .closed)) {
        try await story.runs.ripple(
          of: EvaluatedMonth.name("K2"), Self.mended, in: OfficeStory.month, on: story.sheets,
          by: EvaluatedMonth.office, basis: Cast.basis)
      }
    }
  }
}
