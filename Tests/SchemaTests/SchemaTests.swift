import Basics
import Console
import Foundation
import Postgres
import RecordsKit
import Schema
import TestKit
import Testing

@Suite struct `The schema` {
  static func catalogue(of database: TestDatabase) async throws -> [String] {
    let report = try Schema.report("catalogue")
    return try await database.asOwner { owner in
      try await owner.read { transaction in
        try await transaction.execute("SET LOCAL search_path = pg_catalog")
        return try await transaction.values(SQL(trusted: report), as: String.self)
      }
    }
  }

  static func names(_ query: SQL, in database: TestDatabase) async throws -> [String] {
    try await database.app.read { try await $0.values(query, as: String.self) }
  }

  @Test func `is the reviewed one, line by line`() async throws {
    try await TestDatabase.with { database in
      let text = try await Self.catalogue(of: database).joined(separator: "\n") + "\n"
      let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/sql"
      let rewrites = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
      let complaint = complaint(about: text, "schema.golden.sql", in: folder, rewrites: rewrites)
      #expect(complaint == nil)
      if !rewrites { #expect(try Schema.golden() == text) }
    }
  }

  @Test func `says of every table and column what it is and how private`() async throws {
    try await TestDatabase.with { database in
      let silent = try await Self.names(
        """
        SELECT relname || coalesce('.' || attname, '') AS name
          FROM pg_class
          LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
         WHERE relnamespace = 'cadre'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
           AND coalesce(col_description(attrelid, attnum), '')
             !~ '^(public|internal|personal|secret): .'
        UNION ALL
        SELECT relname::text FROM pg_class
         WHERE relnamespace = 'cadre'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
           AND coalesce(obj_description(oid, 'pg_class'), '')
             !~ '^(public|internal|personal|secret): .'
        """, in: database)
      #expect(silent == [])
    }
  }

  @Test func `has only constraints that we named, each with a sentence`() async throws {
    try await TestDatabase.with { database in
      let names = try await Self.names(
        """
        SELECT conname::text FROM pg_constraint
         WHERE connamespace = 'cadre'::regnamespace AND contype <> 'p' AND conname !~ '_key$'
        UNION
        SELECT relname::text FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
         WHERE relnamespace = 'cadre'::regnamespace AND indisunique AND NOT indisprimary
           AND relname !~ '_key$'
        UNION
        SELECT tgname::text FROM pg_trigger
         WHERE tgname ~ '_(append_only|settled)$' AND NOT tgisinternal
        UNION
        SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''([a-z_]+)''', 'g'))[1] FROM pg_proc
         WHERE pronamespace = 'cadre'::regnamespace
        """, in: database)
      let sentences = ErrorReport.sentences
      #expect(names.filter { sentences[$0] == nil }.sorted() == [])
      #expect(sentences.keys.filter { !names.contains($0) }.sorted() == [])
    }
  }

  @Test func `names its constraints after their tables`() async throws {
    try await TestDatabase.with { database in
      let strange = try await Self.names(
        """
        SELECT conname::text FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
         WHERE connamespace = 'cadre'::regnamespace AND NOT starts_with(conname, relname || '_')
        UNION ALL
        SELECT conname::text FROM pg_constraint
         WHERE connamespace = 'cadre'::regnamespace AND conname ~ '(_check|_fkey|[0-9])$'
        UNION ALL
        SELECT relname::text FROM pg_class
         WHERE relnamespace = 'cadre'::regnamespace AND relkind = 'i' AND relname ~ '_idx[0-9]*$'
        """, in: database)
      #expect(strange == [])
    }
  }

  @Test func `says each sentence once, in two languages`() {
    let keys = ErrorReport.dictionaries.flatMap(\.keys)
    #expect(keys.count == Set(keys).count)
    for (name, sentence) in ErrorReport.sentences {
      #expect(!sentence.vi.isEmpty && !sentence.en.isEmpty, "\(name)")
      #expect(sentence.vi != sentence.en, "\(name)")
    }
  }

  @Test func `belongs to nobody who signs in`() async throws {
    try await TestDatabase.with { database in
      let owned = try await Self.names(
        """
        SELECT relname || ' is owned by ' || rolname FROM pg_class
          JOIN pg_roles ON pg_roles.oid = relowner
         WHERE relnamespace = 'cadre'::regnamespace AND (rolcanlogin OR rolname <> 'cadre_owner')
        UNION ALL
        SELECT proname || ' is owned by ' || rolname FROM pg_proc
          JOIN pg_roles ON pg_roles.oid = proowner
         WHERE pronamespace = 'cadre'::regnamespace AND rolname <> 'cadre_owner'
        UNION ALL
        SELECT nspname || ' is owned by ' || rolname FROM pg_namespace
          JOIN pg_roles ON pg_roles.oid = nspowner
         WHERE nspname = 'cadre' AND rolname <> 'cadre_owner'
        UNION ALL
        SELECT rolname || ' has too many powers' FROM pg_roles
         WHERE rolname ~ '^cadre_'
           AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
        """, in: database)
      #expect(owned == [])
    }
  }

  @Test(arguments: [
    "DROP TABLE cadre.member", "ALTER TABLE cadre.member ADD COLUMN more text",
    "CREATE TABLE cadre.more (id int)", "CREATE TABLE public.more (id int)",
    "DELETE FROM cadre.member", "DELETE FROM cadre.unit", "DELETE FROM cadre.account",
    "DELETE FROM cadre.migration", "UPDATE cadre.migration SET checksum = checksum",
    "UPDATE cadre.unit SET level = 1", "UPDATE cadre.member SET code = 'X'",
    "UPDATE cadre.account_grant SET role = 'inspector'", "TRUNCATE cadre.import_batch",
    "UPDATE cadre.import_batch SET rows_read = 0", "SET ROLE cadre_owner",
    "ALTER TABLE cadre.audit_event DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
  ])
  func `gives the program no right to`(statement: String) async throws {
    try await TestDatabase.with { database in
      let error = await #expect(throws: PostgresError.self) {
        try await database.app.write { try await $0.script(statement) }
      }
      #expect(error?.sqlstate == "42501", "\(statement)")
    }
  }
}
