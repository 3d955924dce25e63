import Foundation
import Testing

/// The house rules; each names the file and the line that breaks it.
@Suite struct `The house rules` {
  private func expectNone(
    _ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for finding in findings { Issue.record("\(finding)", sourceLocation: sourceLocation) }
  }

  private func expectNone(
    in files: [SourceFile] = Tree.files, _ rule: (SourceFile) -> [Finding],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectNone(files.flatMap(rule), sourceLocation: sourceLocation)
  }

  @Test func `are asked of this very tree`() {
    #expect(Tree.files.contains { $0.path == "Sources/Ground/Basics/Day.swift" })
    #expect(Tree.files.count > 20)
  }

  @Test func `no module imports a floor above its own`() {
    expectNone(TreeRules.upwardImports(Tree.files))
  }

  @Test func `every import of ours is declared in the manifest`() async throws {
    let manifest = try await Manifest.read(at: Tree.root)
    #expect(manifest["LocalCluster"]?.contains("Basics") == true)
    expectNone(TreeRules.undeclaredImports(Tree.files, manifest: manifest))
  }

  @Test func `no line is wider than 100 columns`() { expectNone(TextRules.tooWide) }

  @Test func `no file is longer than 400 lines`() { expectNone(TextRules.tooLong) }

  @Test func `no function is longer than 70 lines`() { expectNone(FunctionRules.tooLong) }

  @Test func `statements stand in Queries files`() { expectNone(TextRules.strayQueries) }

  @Test func `nothing below the doors prints`() { expectNone(TextRules.prints) }

  @Test func `nothing is unchecked, unsafe, forced or fatal`() {
    expectNone(TextRules.unsafeWords)
  }

  @Test func `nothing below the roof reads a clock`() {
    let readers = Set(TextRules.clockReaders.keys)
    expectNone { TextRules.clockReads($0, allowing: readers) }
    // A file that no longer needs its place on the list gives it back.
    for file in Tree.files where readers.contains(file.path) {
      #expect(!TextRules.clockReads(file, allowing: []).isEmpty, "\(file.path) reads no clock")
    }
  }

  @Test func `nothing is left for later in a comment`() { expectNone(TextRules.loose) }

  @Test func `no statement is built by escaping`() { expectNone(TextRules.forbiddenLibpq) }

  @Test func `every migration has a header and a check`() {
    let texts = Tree.paths(under: ["sql/migrations"], ending: ".sql").map { path in
      (String(path.dropFirst("sql/migrations/".count)), Tree.read(path))
    }
    let checks = Tree.paths(under: ["sql/checks"], ending: ".sql").map {
      String($0.dropFirst("sql/checks/".count))
    }
    let migrations = Dictionary(texts) { first, _ in first }
    expectNone(TreeRules.incomplete(migrations: migrations, checks: Set(checks)))
  }

  @Test func `only the asked layout lies at the top`() {
    expectNone(TreeRules.strangers(atTop: Tree.topLevel))
  }
}
