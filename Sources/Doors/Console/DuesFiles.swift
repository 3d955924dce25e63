import Basics
import Dues
import Postgres

/// The files of dues: those of the program, and in their place those that an office has laid.
package struct DuesFiles: Sendable {
  /// Where an office lays its own files; named in messages, and need not exist.
  package let folder: String
  /// The dated rules: names and texts.
  package let rules: @Sendable () throws -> [(name: String, text: String)]
  /// How dues are split between the levels; its name is the path to write.
  package let split: @Sendable () throws -> (name: String, text: String)

  package init(
    folder: String, rules: @escaping @Sendable () throws -> [(name: String, text: String)],
    split: @escaping @Sendable () throws -> (name: String, text: String)
  ) {
    self.folder = folder
    self.rules = rules
    self.split = split
  }
}

extension Desk {
  /// The dated rules of dues.
  package var duesRules: DuesRules {
    get throws { try DuesRules.read(try dues.rules(), folder: dues.folder) }
  }

  /// What each level keeps of the dues.
  package var duesSplit: DuesSplit {
    get throws {
      let file = try dues.split()
      return try DuesSplit.read(text: file.text, name: file.name)
    }
  }
}

extension Office {
  /// Everything that can be done to dues, by these rules.
  package func dues(by rules: DuesRules) -> Dues { Dues(database: database, rules: rules) }
}
