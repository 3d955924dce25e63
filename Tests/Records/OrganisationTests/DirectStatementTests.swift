import Basics
import Postgres
import RecordsKit
import Testing

@testable import Organisation

@Suite struct `The database itself` {
  /// A placement written past the program; `$unit` and `$parent` by code.
  static func place(
    _ unit: String, under parent: String?, level: Int? = nil, parentLevel: Int? = nil,
    tree: String = "party", name: String = "X", region: Int? = nil, in database: TestDatabase
  ) async throws {
    try await database.app.write { transaction in
      try await transaction.execute(
        """
        INSERT INTO unit_placement (unit_id, valid_from, known_at, tree, level, name, parent_id,
          parent_level, wage_region, open, event_id)
        SELECT unit.id, '2026-01-01', clock_timestamp(), \(tree),
               coalesce(\(level.map(Int16.init(clamping:))), unit.level), \(name), parent.id,
               coalesce(\(parentLevel.map(Int16.init(clamping:))), parent.level),
               \(region.map(Int16.init(clamping:))), true, 1
          FROM unit LEFT JOIN unit AS parent ON parent.code = \(parent)
         WHERE unit.code = \(unit)
        """, expecting: 1)
    }
  }

  struct Attempt: CustomTestStringConvertible {
    let testDescription: String
    let constraint: String
    let run: @Sendable (TestDatabase) async throws -> Void

    init(
      _ description: String, _ constraint: String,
      _ run: @escaping @Sendable (TestDatabase) async throws -> Void
    ) {
      (testDescription, self.constraint, self.run) = (description, constraint, run)
    }
  }

  static let attempts = [
    Attempt("a unit under itself", "unit_placement_parent_above") {
      try await place("CB1", under: "CB1", in: $0)
    },
    Attempt("a top under its own child", "unit_placement_parent_above") {
      try await place("QU", under: "CB1", in: $0)
    },
    Attempt("a lie about the own level", "unit_placement_unit_known") {
      try await place("QU", under: "CB1", level: 9, in: $0)
    },
    Attempt("a lie about the level above", "unit_placement_parent_in_tree") {
      try await place("CB1", under: "CB2", parentLevel: 1, in: $0)
    },
    Attempt("a parent of the other tree", "unit_placement_parent_in_tree") {
      try await place("CB1", under: "UB", in: $0)
    },
    Attempt("a lie about the own tree", "unit_placement_unit_known") {
      try await place("CB1", under: "UB", tree: "state", in: $0)
    },
    Attempt("a level above without a unit", "unit_placement_parent_whole") {
      try await place("CB1", under: nil, parentLevel: 1, in: $0)
    },
    Attempt("a unit without a name", "unit_placement_name_given") {
      try await place("CB1", under: "QU", name: "", in: $0)
    },
    Attempt("a name that is not in NFC", "clean_text_form") {
      try await place("CB1", under: "QU", name: "Nguye\u{302}\u{303}n", in: $0)
    },
    Attempt("a fifth wage region", "unit_placement_region_range") {
      try await place("CB1", under: "QU", region: 5, in: $0)
    },
    Attempt("a third tree", "unit_tree_known") { database in
      try await database.app.write {
        try await $0.script(
          "INSERT INTO unit (code, tree, level, event_id) VALUES ('X', 'army', 1, 1)")
      }
    },
    Attempt("a level below the deepest", "unit_level_range") { database in
      try await database.app.write {
        try await $0.script(
          "INSERT INTO unit (code, tree, level, event_id) VALUES ('X', 'party', 21, 1)")
      }
    },
    Attempt("a code with a blank", "business_code_form") { database in
      try await database.app.write {
        try await $0.script(
          "INSERT INTO unit (code, tree, level, event_id) VALUES ('X Y', 'party', 1, 1)")
      }
    },
    Attempt("a code that is taken", "unit_code_once") { database in
      try await database.app.write {
        try await $0.script(
          "INSERT INTO unit (code, tree, level, event_id) VALUES ('QU', 'party', 1, 1)")
      }
    },
    Attempt("a unit without an event on the trail", "unit_event_known") { database in
      try await database.app.write {
        try await $0.script(
          "INSERT INTO unit (code, tree, level, event_id) VALUES ('X', 'party', 1, 999999)")
      }
    },
    Attempt("a succession across the trees", "unit_succession_successor_known") { database in
      try await database.app.write {
        try await $0.script(
          """
          INSERT INTO unit_succession
          SELECT a.id, b.id, a.tree, '2026-01-01', 'merge', 1 FROM unit AS a, unit AS b
           WHERE a.code = 'CB1' AND b.code = 'VP'
          """)
      }
    },
    Attempt("a unit that succeeds itself", "unit_succession_two_units") { database in
      try await database.app.write {
        try await $0.script(
          """
          INSERT INTO unit_succession
          SELECT id, id, tree, '2026-01-01', 'merge', 1 FROM unit WHERE code = 'CB1'
          """)
      }
    },
  ]

  @Test(arguments: attempts)
  func `refuses, whoever writes to it,`(attempt: Attempt) async throws {
    try await Cast.with { cast in
      let error = await #expect(throws: PostgresError.self) { try await attempt.run(cast.database) }
      #expect(error?.constraint == attempt.constraint)
      #expect(
        attempt.constraint.hasPrefix("clean") || attempt.constraint.hasPrefix("business")
          || UnitError.sentences[attempt.constraint] != nil)
    }
  }

  @Test func `takes a placement that keeps the rules`() async throws {
    try await Cast.with { cast in
      try await Self.place("CB1", under: "QU", name: "Chi bộ Một", in: cast.database)
    }
  }
}
