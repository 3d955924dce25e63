import Access
import Basics
import Postgres
import RecordsKit
import TestKit
import Testing

@testable import Runs

@Suite struct `Verifying a run` {
  @Test func `holds for every revision, and a correction changes nothing of the one before`()
    async throws
  {
    try await OfficeStory.scored { story, first in
      try await story.publish(first)
      let before = try await story.lines(of: first)
      try await story.reopen()
      try await story.write("S05", general: "30", done: "10")
      try await story.close()
      let second = try await story.score()
      #expect(second.revision == 2)
      #expect(second.previous == first.number)
      #expect(second.seal?.runDigest != first.seal?.runDigest)
      let publication = try await story.publish(second)
      #expect(publication.superseded == first.number)
      #expect(try await story.lines(of: first) == before)
      let after = try await story.lines(of: second)
      #expect(after.first { $0.contains(",S05,") } != before.first { $0.contains(",S05,") })
      for run in [first, second] {
        let found = try await story.verify(run)
        #expect(found.holds, "run \(run.number): \(String(describing: found.difference))")
        #expect(found.members == run.seal?.counts.expected)
      }
    }
  }

  @Test func `is for whoever may see the sheets of all`() async throws {
    try await OfficeStory.scored { story, run in
      let cell = try #require(story.cast.numbers[Cast.code("CB1")])
      let secretary = Cast.actor([(.cellSecretary, .subtree(of: cell))])
      await #expect(throws: AccessError.refused(.viewSheets, account: secretary.account)) {
        try await story.runs.verify(run.number, by: secretary)
      }
    }
  }

  /// What somebody with all rights over the database might do, and what gives it away.
  static let touches: [(table: String, statement: String, names: String)] = [
    (
      "sheet_entry",
      """
      UPDATE t SET actual = 80000 WHERE subject_id = ‹S05› AND kind = 'work'
      """, "S05"
    ),
    (
      "sheet_entry",
      """
      UPDATE t SET actual = 100000 WHERE subject_id = ‹K2› AND kind = 'work'
      """, "K2"
    ),
    (
      "sheet_entry",
      """
      UPDATE t SET actual = 110000 WHERE subject_id = ‹S06› AND kind = 'work'
      """, "VP"
    ),
    ("sheet_entry", "DELETE FROM t WHERE subject_id = ‹S07› AND code = 'G2'", "S07"),
    ("sheet", "UPDATE t SET state = 'draft' WHERE subject_id = ‹S08›", "S08"),
    ("score", "UPDATE t SET total = total + 1 WHERE member_id = ‹S09›", "S09"),
    ("score", "UPDATE t SET grade = 'A' WHERE member_id = ‹S10›", "S10"),
    ("score", "DELETE FROM t WHERE member_id IN (‹S12›, ‹S11›)", "S11"),
    (
      "score",
      """
      INSERT INTO t SELECT (jsonb_populate_record(one, '{"member_id": 999999, \
      "member_code": "X"}')).* FROM cadre.score AS one WHERE member_id = ‹S01›
      """, "X"
    ),
    ("score", "UPDATE t SET exceeded = 1 WHERE member_id = ‹S02›", "S02"),
    ("quota_change", "UPDATE t SET final_grade = 'A' WHERE member_id = ‹S04›", "S04"),
    ("quota_change", "UPDATE t SET reason = 'quota' WHERE member_id = ‹S03›", "S03"),
    ("quota_change", "DELETE FROM t", "K1"),
    (
      "quota_change",
      """
      INSERT INTO t SELECT period_id, run_id, ‹S05›, group_number, 'A', reason FROM t \
      LIMIT 1
      """, "S05"
    ),
    ("quota_group", "UPDATE t SET allowed = allowed + 1 WHERE unit_id = ‹VP›", "VP"),
    ("quota_group", "DELETE FROM t WHERE unit_id = ‹VP›", "VP"),
    ("quota_unit", "DELETE FROM t WHERE unit_id = ‹KT›", "KT"),
    ("unit_input", "UPDATE t SET digest = repeat('0', 64) WHERE unit_id = ‹VP›", "VP"),
    (
      "unit_score",
      """
      INSERT INTO t (period_id, run_id, unit_id, framework_id, status, reasons) SELECT \
      period_id, run_id, ‹KT›, framework_id, 'incomplete', '' FROM quota_unit LIMIT 1
      """, "KT"
    ),
    ("unit_result", "UPDATE t SET rank = 7 WHERE unit_id = ‹VP›", "VP"),
    ("unit_result", "UPDATE t SET a = a + 1, b = b - 1 WHERE unit_id = ‹UB›", "UB"),
    ("unit_result", "UPDATE t SET score_digest = repeat('0', 64) WHERE unit_id = ‹KT›", "KT"),
    ("unit_result", "DELETE FROM t WHERE unit_id = ‹CB2›", "CB2"),
    ("run_member", "DELETE FROM t WHERE member_id = ‹S01›", "S01"),
    ("run_chunk", "DELETE FROM t WHERE stage > 0", "expected"),
    ("run", "UPDATE t SET run_digest = repeat('0', 64)", "run_digest"),
    ("run", "UPDATE t SET ranking_digest = repeat('0', 64)", "ranking_digest"),
    ("run", "UPDATE t SET input_digest = repeat('0', 64)", "input_digest"),
  ]

  @Test func `names what was touched behind the back of the program`() async throws {
    try await OfficeStory.scored { story, run in
      try await story.cast.database.asSuperuser { root in
        try await root.write { try await $0.script(Self.disarming) }
        for touch in Self.touches {
          let statement = try await Self.numbered(touch.statement, root)
          let table = "cadre.\(touch.table)"
          let aimed = statement.replacing(" t ", with: " \(table) ")
            .replacing("FROM t", with: "FROM \(table)")
          try await root.write { transaction in
            try await transaction.script(
              """
              CREATE TABLE kept AS SELECT * FROM \(table);
              SET LOCAL session_replication_role = replica;
              \(aimed)
              """)
          }
          let found = try await story.verify(run)
          #expect(found.difference?.named == touch.names, "\(touch.statement): \(found)")
          try await root.write { transaction in
            try await transaction.script(
              """
              SET LOCAL session_replication_role = replica;
              DELETE FROM \(table);
              INSERT INTO \(table) SELECT * FROM kept;
              DROP TABLE kept
              """)
          }
        }
      }
      let whole = try await story.verify(run)
      #expect(whole.holds, "all was put back: \(whole)")
    }
  }

  /// A superuser may switch off every trigger.
  private static let disarming = """
    DO $$
    DECLARE name regclass;
    BEGIN
      FOR name IN SELECT oid FROM pg_class
        WHERE relnamespace = 'cadre'::regnamespace AND relkind IN ('r', 'p')
      LOOP EXECUTE 'ALTER TABLE ' || name || ' DISABLE TRIGGER USER'; END LOOP;
    END $$
    """

  /// Codes in angle quotes become the numbers of members and units.
  private static func numbered(_ text: String, _ root: Database) async throws -> String {
    var parts = text.split(separator: "‹", omittingEmptySubsequences: false).map(String.init)
    for place in parts.indices.dropFirst() {
      let pair = parts[place].split(separator: "›", omittingEmptySubsequences: false)
      let code = String(pair[0])
      let number = try await root.read {
        try await $0.value(
          """
          SELECT id FROM (SELECT id, code::text FROM cadre.member
                          UNION ALL SELECT id, code::text FROM cadre.unit) AS known
           WHERE code = \(code)
          """, as: Int64.self)
      }
      parts[place] = "\(try #require(number, "\(code)"))" + pair[1]
    }
    return parts.joined()
  }
}

extension String {
  fileprivate func replacing(_ old: String, with new: String) -> String {
    components(separatedBy: old).joined(separator: new)
  }

  private func components(separatedBy old: String) -> [String] {
    var (parts, rest) = ([String](), self[...])
    while let range = rest.firstRange(of: old) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}

extension Verification.Difference {
  /// The member, the unit or the figure that it names.
  var named: String {
    switch self {
    case .population(let code), .member(let code, _, _), .inputs(let code), .unit(let code),
      .quota(let code):
      code.text
    case .digest(let name, _, _): name
    }
  }
}
