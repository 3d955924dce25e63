package import Basics
import Synchronization

package enum Isolation: String, Sendable {
  case readCommitted = "READ COMMITTED"
  case repeatableRead = "REPEATABLE READ"
  case serializable = "SERIALIZABLE"
}

/// A database with a pool of connections.
package final class Database: Sendable {
  private let address: DatabaseAddress
  private let idle = Mutex<[Connection]>([])

  package init(address: DatabaseAddress) { self.address = address }

  private func leased<R: Sendable>(_ body: (Connection) async throws -> R) async throws -> R {
    let connection = try idle.withLock { $0.popLast() } ?? Connection(address)
    let result: R
    do {
      result = try await body(connection)
    } catch {
      if await connection.isIdle { idle.withLock { $0.append(connection) } }
      throw error
    }
    if await connection.isIdle { idle.withLock { $0.append(connection) } }
    return result
  }

  package func withConnection<R: Sendable>(_ body: (Connection) async throws -> R) async throws -> R {
    try await leased(body)
  }

  package func read<R: Sendable>(
    _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    try await leased {
      try await $0.perform(begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", now: nil, body)
    }
  }

  package func write<R: Sendable>(
    isolation: Isolation = .readCommitted, _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    try await leased {
      try await $0.perform(begin: "BEGIN ISOLATION LEVEL \(isolation.rawValue)", now: nil, body)
    }
  }

  package func close() async { idle.withLock { $0.removeAll() } }
}

/// A transaction, for as long as its body runs.
package struct Transaction: Sendable {
  let connection: Connection
  package let now: Instant

  @discardableResult
  package func execute(_ sql: SQL, file: String = #fileID, line: Int = #line) async throws -> Int {
    try await connection.affected(sql, file, line)
  }

  @discardableResult
  package func execute(
    _ sql: SQL, expecting count: Int, file: String = #fileID, line: Int = #line
  ) async throws -> Int {
    let found = try await connection.affected(sql, file, line)
    guard found == count else {
      throw PostgresError(
        sqlState: "P0002", serverMessage: "\(found) rows, expected \(count)", query: sql.text,
        file: file, line: line)
    }
    return found
  }

  package func rows<T: Readable>(
    _ sql: SQL, as: T.Type, file: String = #fileID, line: Int = #line
  ) async throws -> [T] {
    try await connection.decoded(sql, file, line) { try T($0) }
  }

  package func first<T: Readable>(
    _ sql: SQL, as: T.Type, file: String = #fileID, line: Int = #line
  ) async throws -> T? {
    try await rows(sql, as: T.self, file: file, line: line).first
  }

  package func values<T: PostgresValue>(
    _ sql: SQL, as: T.Type, file: String = #fileID, line: Int = #line
  ) async throws -> [T] {
    try await connection.decoded(sql, file, line) { try $0.value() }
  }

  package func value<T: PostgresValue>(
    _ sql: SQL, as: T.Type, file: String = #fileID, line: Int = #line
  ) async throws -> T? {
    try await values(sql, as: T.self, file: file, line: line).first
  }

  /// Runs several statements of a file of ours at once.
  package func script(_ text: String, file: String = #fileID, line: Int = #line) async throws {
    try await connection.simple(text, file: file, line: line)
  }

  package func copyIn(
    into table: String, columns: [String], file: String = #fileID, line: Int = #line,
    _ body: (CopyInWriter) async throws -> Void
  ) async throws {
    let names = columns.map(SQL.quoted).joined(separator: ", ")
    try await connection.beginCopy(
      "COPY \(SQL.quoted(table)) (\(names)) FROM STDIN (FORMAT binary)", file: file, line: line)
    let writer = CopyInWriter(connection)
    do {
      try await body(writer)
      try await writer.finish()
    } catch {
      _ = try? await connection.endCopy("given up", file: file, line: line)
      throw error
    }
    _ = try await connection.endCopy(nil, file: file, line: line)
  }

  /// Reads the rows of a query a few thousand at a time.
  package func stream<T: Readable>(
    _ sql: SQL, as: T.Type, file: String = #fileID, line: Int = #line,
    _ body: (T) throws -> Void
  ) async throws {
    try await execute("DECLARE streamed NO SCROLL CURSOR FOR " + sql, file: file, line: line)
    while true {
      let some = try await rows("FETCH 5000 FROM streamed", as: T.self, file: file, line: line)
      if some.isEmpty { break }
      for row in some { try body(row) }
    }
    try await execute("CLOSE streamed")
  }
}

/// Rows on their way into a table by binary COPY.
package final class CopyInWriter {
  private let connection: Connection
  private var buffer = ByteWriter()

  init(_ connection: Connection) {
    self.connection = connection
    buffer.bytes = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
  }

  package func append<each Value: PostgresValue>(_ value: repeat each Value) async throws {
    var count: Int16 = 0
    for _ in repeat (each value) { count += 1 }
    buffer.append(count)
    for one in repeat (each value) { try buffer.appendCounted(one) }
    if buffer.count > 1 << 17 { try await flush() }
  }

  private func flush() async throws {
    try await connection.putCopy(buffer.bytes)
    buffer.bytes.removeAll(keepingCapacity: true)
  }

  func finish() async throws {
    buffer.append(Int16(-1))
    try await flush()
  }
}

extension Connection {
  func affected(_ sql: SQL, _ file: String, _ line: Int) throws -> Int {
    try run(sql, file: file, line: line).affected
  }

  func decoded<T: Sendable>(
    _ sql: SQL, _ file: String, _ line: Int, _ read: @Sendable (Row) throws -> T
  ) throws -> [T] {
    let result = try run(sql, file: file, line: line)
    return try (0..<result.count).map { try read(Row(result: result, index: $0)) }
  }
}
