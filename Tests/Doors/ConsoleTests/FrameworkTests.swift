import Foundation
import TestKit
import Testing

/// A clerk takes a framework that comes with the program, bends it, and is told what is wrong.
@Suite(.timeLimit(.minutes(10))) struct `A framework at the console` {
  @Test func `is checked, published, listed, shown and compared`() async throws {
    try await TestHome.town { home in
      let shipped = try await home.done("framework", "show", "hanoi-2018", "--source")
      let file = try home.lay("mine.yaml", shipped.replacing("max: 20", with: "max: 25"))
      let refused = try await home.cadre("framework", "validate", file)
      #expect(refused.code == 1 && refused.errors.contains("1 file cannot be used, 1 flaw."))
      #expect(refused.output.contains("mine.yaml:"))
      #expect(refused.output.contains("the sections add up to 105.00 points"))
      let rows = try await home.cadre("framework", "validate", file, "--format", "csv")
      #expect(rows.code == 1 && rows.output.hasPrefix("file,line,column,key,reason\n"))
      #expect(rows.output.contains("mine.yaml,20,1,sections,"))
      let unpublished = try await home.cadre("framework", "publish", file)
      #expect(unpublished.code == 1 && unpublished.errors.contains("add up to 105.00 points"))
      #expect(unpublished.errors.split(separator: "\n").count == 2)

      let mended = shipped.replacing("share: 0.30", with: "share: 0.35")
        .replacing("id: hanoi-2018", with: "id: phuong-bach-mai")
      let good = try home.lay("good.yaml", mended)
      #expect(try await home.done("framework", "validate", good).contains("phuong-bach-mai@1"))
      #expect(
        try await home.done("framework", "publish", good, "--document", "12-QĐ/ĐU")
          == "Published phuong-bach-mai@1.\n")
      #expect(try await home.done("framework", "publish", good).contains("no change"))
      #expect(try await home.done("framework", "show", "phuong-bach-mai", "--source") == mended)

      // As Notepad saves it; byte for byte another file.
      let marked = try home.lay("bom.yaml", "\u{FEFF}" + mended)
      #expect(try await home.done("framework", "publish", marked).contains("Replaced"))
      let kept = try await home.done("framework", "show", "phuong-bach-mai", "--source")
      #expect(Array(kept.utf8) == Array(("\u{FEFF}" + mended).utf8))
      let empty = try await home.cadre("framework", "publish", try home.lay("empty.yaml", ""))
      #expect(empty.code == 1 && empty.errors.contains("the file is empty"), "\(empty.errors)")

      let list = try await home.done("framework", "list", "--format", "csv")
      #expect(list.contains("phuong-bach-mai,1,staff,2026-01-01,published,"))
      #expect(list.contains("kpi-okr,1,staff,2026-01-01,shipped,"))
      #expect(
        try await home.done("framework", "diff", "hanoi-2018@1", "phuong-bach-mai")
          == "Quota on A: share: 0.3 → 0.35\n")
      #expect(try await home.done("framework", "diff", good, good) == "They say the same.\n")
      let figures = try await home.done("framework", "show", "phuong-bach-mai")
      #expect(figures.contains("3814-QĐ/TU") && figures.contains("How far checked"))
    }
  }
}
