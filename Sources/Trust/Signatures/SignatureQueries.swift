import Basics
import Postgres

extension KeyRecord: Readable {
  package init(_ row: Row) throws {
    let hex: String = try row.value("public_key")
    guard let key = PublicKey(hex: hex) else { throw SignatureError.unknown(hex) }
    self.init(
      key: key, holder: try row.value("holder"), addedOn: try row.value("added_on"),
      retiredOn: try row.value("retired_on"))
  }
}

extension Transaction {
  /// All keys, in the order in which they came.
  package func keyRecords() async throws -> [KeyRecord] {
    try await rows(
      """
      SELECT public_key, holder, added_on, retirement.day AS retired_on
        FROM signing_key LEFT JOIN signing_key_retirement AS retirement
          ON retirement.key_id = signing_key.id
       ORDER BY signing_key.event_id
      """, as: KeyRecord.self)
  }

  func insert(_ key: PublicKey, of holder: String, on day: Day, event: Int64) async throws {
    try await execute(
      """
      INSERT INTO signing_key (id, public_key, holder, added_on, event_id)
      VALUES (\(key.id), \(key.hex), \(holder), \(day), \(event))
      """, expecting: 1)
  }

  func retire(_ key: PublicKey, on day: Day, event: Int64) async throws {
    try await execute(
      """
      INSERT INTO signing_key_retirement (key_id, day, event_id)
      VALUES (\(key.id), \(day), \(event))
      """, expecting: 1)
  }
}
