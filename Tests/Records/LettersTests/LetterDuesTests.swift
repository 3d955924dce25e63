import Basics
import Postgres
import RecordsKit
import Testing

@testable import Letters

@Suite(.timeLimit(.minutes(15))) struct `A letter says of dues` {
  @Test(
    arguments: [
      // Nothing was ever paid.
      ([], nil), ([("2026-05", 100, 0)], nil), ([("2026-05", 100, 40)], nil),
      ([("2026-04", 100, 100), ("2026-05", 100, 100)], "05/2026"),
      ([("2026-04", 100, 100), ("2026-05", 100, 40), ("2026-06", 100, 100)], "04/2026"),
      // Nobody asked for the months between, or what was asked was taken back.
      ([("2026-02", 100, 100), ("2026-05", 100, 0)], "02/2026"),
      ([("2026-02", 100, 100), ("2026-03", 0, 0), ("2026-05", 100, 0)], "02/2026"),
      ([("2026-03", 0, 0)], nil),
    ] as [([(month: String, charged: Int, settled: Int)], String?)])
  func `through which month they were paid, as far as they were`(
    months: [(month: String, charged: Int, settled: Int)], through: String?
  ) async throws {
    try await LetterStory.with { story in
      try await story.cast.database.asOwner { owner in
        try await owner.write {
          for month in months {
            try await $0.script(
              """
              INSERT INTO dues_month (member_id, month, charged, settled)
              SELECT id, '\(month.month)-01', \(month.charged), \(month.settled)
                FROM member WHERE code = 'M2'
              """)
          }
        }
      }
      let id = try await story.ask("M2")
      try await story.take(.draft, id)
      let view = try await story.letters.show(id, today: Cast.today, for: LetterStory.clerk)
      #expect(view.content?.values["dues_through"] == through)
      let text = view.content?.text ?? ""
      #expect(text.contains("đã đóng đến hết") == (through != nil))
    }
  }
}
