import Basics
import Testing

@testable import Postgres

enum Shade: String, CaseIterable { case light, dark }
extension Shade: PostgresText {}

@Suite(.timeLimit(.minutes(15))) struct `A value` {
  /// Sends a value, lets the server print it, and reads it back.
  private func roundTrip<Value: PostgresValue & Equatable>(
    _ value: Value, prints text: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let database = try await PrivateCluster.shared.database(connections: 1)
    let (printed, back) = try await database.read { db in
      (
        try await db.value("SELECT \(value)::text", as: String.self),
        try await db.value("SELECT \(value)", as: Value.self)
      )
    }
    #expect(printed == text, sourceLocation: sourceLocation)
    #expect(back == value, sourceLocation: sourceLocation)
    await database.close()
  }

  /// What the server makes of an expression, read as `Value`.
  private func read<Value: PostgresValue>(
    _ expression: String, as type: Value.Type = Value.self
  ) async throws -> Value {
    let database = try await PrivateCluster.shared.database(connections: 1)
    defer { Task { await database.close() } }
    let sql = SQL(trusted: "SELECT " + expression)
    return try #require(try await database.read { try await $0.values(sql, as: type) }.first)
  }

  @Test func `goes to the server and comes back`() async throws {
    try await roundTrip(true, prints: "true")
    try await roundTrip(Int16.min, prints: "-32768")
    try await roundTrip(Int32.max, prints: "2147483647")
    try await roundTrip(Int64.min, prints: "-9223372036854775808")
    try await roundTrip(42, prints: "42")
    try await roundTrip("Đảng viên 🇻🇳", prints: "Đảng viên 🇻🇳")
    try await roundTrip([UInt8](0...255), prints: hex([UInt8](0...255)))
    try await roundTrip([UInt8](), prints: "\\x")
    try await roundTrip(Money(dong: -5), prints: "-5")
    try await roundTrip(ID<Person>(7), prints: "7")
    try await roundTrip(try #require(Code("X-1.a_b")), prints: "X-1.a_b")
    try await roundTrip(Shade.dark, prints: "dark")
    try await roundTrip(try #require(Day(2024, 2, 29)), prints: "2024-02-29")
    try await roundTrip(Day.beginning, prints: "-infinity")
    try await roundTrip(Day.first, prints: "0001-01-01")
    try await roundTrip(Day.last, prints: "9999-12-31")
    try await roundTrip(try #require(Month(2026, 11)), prints: "2026-11-01")
    try await roundTrip(JSONText(#"{"a": 1}"#), prints: #"{"a": 1}"#)
    try await roundTrip(Personal("bí mật"), prints: "bí mật")
    var generator = SystemRandomNumberGenerator()
    let id = UniqueID.random(using: &generator)
    try await roundTrip(id, prints: id.description)
    #expect(UniqueID(id.description) == id)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    "\\x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test(arguments: [
    "0", "0.00", "1", "-1", "10000", "0.0001", "0.00001", "123456789.123456789", "-0.5", "9999",
    "10000.0001", "9999999999999999999999999999", "0.000000000000000001", "100000000",
    "-1234567890.123456789012345678",
  ])
  func `is an exact decimal on both sides`(text: String) async throws {
    let decimal = try #require(ExactDecimal(text))
    try await roundTrip(decimal, prints: text)
    let read: ExactDecimal = try await read("'\(text)'::numeric")
    #expect(read.description == text)
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity", "1e30", "1e-19"])
  func `is refused as a decimal where it is not one`(text: String) async throws {
    await #expect(throws: PostgresError.self) {
      _ = try await read("'\(text)'::numeric", as: ExactDecimal.self)
    }
    await #expect(throws: PostgresError.self) {
      _ = try await read("'\(text)'::numeric", as: Points.self)
    }
  }

  @Test func `is points by hundredths, random ones too`() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    var hundredths = (0..<300).map { _ in
      Int64.random(in: -999_999_999...999_999_999, using: &generator)
        / ([1, 100, 10_000, 1_000_000].randomElement(using: &generator) ?? 1)
    }
    hundredths += [0, 1, 99, 100, 9999, 10_000, 1_000_000, 1_000_001, 999_999_999, -999_999_999]
    let points = hundredths.map { Points(hundredths: $0) }
    let database = try await PrivateCluster.shared.database(connections: 1)
    let (printed, back) = try await database.read { db in
      (
        try await db.values("SELECT unnest(\(points))::text", as: String.self),
        try await db.values("SELECT unnest(\(points))::numeric(9,2)", as: Points.self)
      )
    }
    #expect(printed == points.map(\.description), "seed \(seed)")
    #expect(back == points, "seed \(seed)")
    await database.close()
    await #expect(throws: PostgresError.self) {
      _ = try await read("1.500::numeric(9,3)", as: Points.self)
    }
    #expect(try await read("1.5", as: Points.self) == Points(hundredths: 150))
    #expect(try await read("-7::numeric", as: Points.self) == Points(hundredths: -700))
  }

  @Test func `is a moment to the microsecond`() async throws {
    let moment = Instant(microseconds: 1_700_000_000_123_456)
    let read: Instant = try await read("'2023-11-14 22:13:20.123456+00'::timestamptz")
    #expect(read == moment)
    for bad in ["infinity", "-infinity"] {
      await #expect(throws: PostgresError.self) {
        _ = try await self.read("'\(bad)'::timestamptz", as: Instant.self)
      }
    }
    await #expect(throws: PostgresError.self) {
      _ = try await self.read("'infinity'::date", as: Day.self)
    }
    await #expect(throws: PostgresError.self) {
      _ = try await self.read("'10000-01-01'::date", as: Day.self)
    }
    await #expect(throws: PostgresError.self) {
      _ = try await self.read("'2026-11-02'::date", as: Month.self)
    }
  }

  @Test func `is a period of days`() async throws {
    let (from, until) = (try #require(Day(2026, 1, 1)), Day(2026, 2, 1))
    let closed = try #require(Period(from: from, until: until))
    let open = try #require(Period(from: from))
    let ever = try #require(Period(from: .beginning))
    try await roundTrip(closed, prints: "[2026-01-01,2026-02-01)")
    try await roundTrip(open, prints: "[2026-01-01,)")
    try await roundTrip(ever, prints: "[-infinity,)")
    #expect(
      try await read("daterange('2026-01-01', '2026-01-31', '[]')", as: Period.self) == closed)
    #expect(try await read("daterange(NULL, NULL)", as: Period.self) == ever)
    #expect(try await read("daterange('2026-01-01', 'infinity')", as: Period.self) == open)
    await #expect(throws: PostgresError.self) {
      _ = try await self.read("'empty'::daterange", as: Period.self)
    }
    let (low, high) = (Instant(microseconds: 0), Instant(microseconds: 1_000_000))
    let moments = PostgresRange(from: low, to: high, includesUpper: true)
    #expect(try await read("tstzrange('epoch', 'epoch'::timestamptz + '1s', '[]')") == moments)
    #expect(try await read("'empty'::tstzrange") == PostgresRange<Instant>.empty)
    #expect(try await read("tstzrange(NULL, NULL)") == PostgresRange<Instant>(from: nil, to: nil))
  }

  @Test func `is an array, with NULLs where they are allowed`() async throws {
    try await roundTrip(["a", "", "ă\"{}"], prints: #"{a,"","ă\"{}"}"#)
    try await roundTrip([Int?.some(1), nil, 3], prints: "{1,NULL,3}")
    try await roundTrip([String](), prints: "{}")
    try await roundTrip([Day.beginning], prints: "{-infinity}")
    #expect(try await read("'{1,2}'::int2[]", as: [Int].self) == [1, 2])
    #expect(try await read("ARRAY[true, NULL]", as: [Bool?].self) == [true, nil])
    await #expect(throws: PostgresError.self) {
      _ = try await read("ARRAY[1, NULL]", as: [Int32].self)
    }
    await #expect(throws: PostgresError.self) {
      _ = try await read("ARRAY[[1], [2]]", as: [Int32].self)
    }
    await #expect(throws: PostgresError.self) { _ = try await read("ARRAY[1]", as: [Day].self) }
    await #expect(throws: PostgresError.self) { _ = try await read("1", as: [Int32].self) }
  }

  @Test func `is never read as another type of the same width`() async throws {
    await #expect(throws: PostgresError.self) { _ = try await read("1::int4", as: Day.self) }
    await #expect(throws: PostgresError.self) { _ = try await read("now()", as: Int64.self) }
    await #expect(throws: PostgresError.self) { _ = try await read("1::int8", as: Instant.self) }
    await #expect(throws: PostgresError.self) { _ = try await read("1::int4", as: Int64.self) }
    await #expect(throws: PostgresError.self) { _ = try await read("1.0::float8", as: Int64.self) }
    await #expect(throws: PostgresError.self) { _ = try await read("'grey'", as: Shade.self) }
    await #expect(throws: PostgresError.self) { _ = try await read("'a b'", as: Code.self) }
  }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
