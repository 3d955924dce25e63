import Foundation
import LocalCluster
import TestKit
import Testing

/// The drill that every office should hold: a backup is worth what its restore is worth.
@Suite(.timeLimit(.minutes(15))) struct `A backup` {
  @Test func `restored into an empty home gives the same members, and every check holds`()
    async throws
  {
    try await TestHome.town { home in
      try await home.done(
        "member", "edit", "M002", "--set", "cell_code=CB02", "--reason", "Moved house")
      let before = try await home.done("member", "export")
      let history = try await home.done("member", "history", "M002", "--format", "csv")
      let file = home.desk + "/b.dump"
      #expect(try await home.done("db", "backup", file).contains("SHA-256"))
      #expect(try Self.mode(file) == 0o600)
      #expect(!FileManager.default.fileExists(atPath: file + ".partial"))
      try await TestHome.beside { drill in
        let restored = try await drill.done("db", "restore", file)
        #expect(restored.contains("holds") && !restored.contains("✘"))
        #expect(try await drill.done("member", "export") == before)
        #expect(try await drill.done("member", "history", "M002", "--format", "csv") == history)
        // It goes on as the first did: the next change has the next version.
        let edited = try await drill.done("member", "edit", "M002", "--set", "position=Phó phòng")
        #expect(edited.contains("version 3"))
        try await drill.done("db", "check")
      }
    }
  }

  @Test func `overwrites no file and fills no place that is in use`() async throws {
    try await TestHome.town { home in
      let file = home.desk + "/b.dump"
      try await home.done("db", "backup", file)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      let twice = try await home.cadre("db", "backup", file)
      #expect(twice.code == 5, "\(twice.errors)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == bytes)

      let before = try await home.done("member", "export")
      let full = try await home.cadre("db", "restore", file)
      #expect(full.code == 5 && full.errors.contains("not empty"), "\(full.errors)")
      #expect(try await home.done("member", "export") == before)
      let nowhere = try await home.cadre("db", "backup", home.desk + "/no/such/folder/b.dump")
      #expect(nowhere.code == 4, "\(nowhere.code) \(nowhere.errors)")
    }
  }

  @Test func `that is cut short, altered or no backup at all is refused`() async throws {
    try await TestHome.town { home in
      let file = home.desk + "/b.dump"
      try await home.done("member", "import", try home.lay("m.csv", Town.members(many: 5000)))
      try await home.done("db", "backup", file)
      let good = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      let digest = try home.read("b.dump.sha256")
      var altered = good
      // All over: by itself a file only notices what hits its data, not the words of a comment.
      for place in 1..<40 { altered[good.count * place / 40] ^= 0x55 }
      try await TestHome.beside { drill in
        let damaged: [(String, [UInt8], String?)] = [
          ("short.dump", Array(good.prefix(good.count / 2)), digest),
          ("altered.dump", altered, digest),
          ("short-alone.dump", Array(good.prefix(good.count / 2)), nil),
          ("altered-alone.dump", altered, nil), ("head-alone.dump", Array(good.prefix(100)), nil),
          ("text.dump", Array("hello\n".utf8), nil), ("empty.dump", [], nil),
        ]
        for (name, bytes, digest) in damaged {
          let path = try drill.lay(name, bytes)
          if let digest { _ = try drill.lay(name + ".sha256", digest) }
          let outcome = try await drill.cadre("db", "restore", path)
          #expect(outcome.code == 3, "\(name): \(outcome.code) \(outcome.errors)")
          #expect(outcome.errors.split(separator: "\n").count == 2, "\(outcome.errors)")
          #expect(!outcome.output.contains("Restored"))
        }
        // After all that the place is still empty, and the good one goes in.
        try await drill.done("db", "restore", file)
        #expect(try await drill.members() == Town.memberCount + 5000)
      }
    }
  }

  @Test func `whose restore was killed half-way leaves a place for the next try`() async throws {
    var dice = Seeded.forTest()
    let pauses = (0..<3).map { _ in UInt64.random(in: 50...1200, using: &dice) }
    try await TestHome.town { home in
      let many = try home.lay("many.csv", Town.members(many: 5000))
      try await home.done("member", "import", many)
      let before = try await home.done("member", "export")
      let file = home.desk + "/b.dump"
      try await home.done("db", "backup", file)
      try await TestHome.beside { drill in
        for pause in pauses {
          let restore = try Running(drill, ["db", "restore", file])
          try await Task.sleep(for: .milliseconds(pause))
          let outcome = await restore.killed()
          guard outcome == .signal(SIGKILL) else { break }  // It was faster.
          let again = try await drill.cadre("db", "restore", file)
          #expect(again.code == 0 || again.code == 5, "\(pause) ms: \(again.errors)")
          if again.code == 0 { break }
        }
        #expect(try await drill.done("member", "export") == before)
        try await drill.done("db", "check")
      }
    }
  }

  private static func mode(_ file: String) throws -> Int {
    let facts = try FileManager.default.attributesOfItem(atPath: file)
    return (facts[.posixPermissions] as? Int ?? 0) & 0o777
  }
}
