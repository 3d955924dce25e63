import Basics
import CLibpq

package final class CopyInWriter {
  private let connection: Connection
  private let epoch: UInt64
  private var buffer = ByteWriter()

  init(_ connection: Connection, _ epoch: UInt64) {
    self.connection = connection
    self.epoch = epoch
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
    try await connection.put(buffer.bytes, epoch)
    buffer.bytes.removeAll(keepingCapacity: true)
  }

  func finish() async throws {
    buffer.append(Int16(-1))
    try await flush()
  }
}

extension Connection {
  func begin(_ text: String, _ epoch: UInt64) throws {
    let handle = try session(epoch)
    let result = PQexec(handle, text)
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_COPY_IN else { throw PostgresError(result, from: handle) }
  }

  func put(_ bytes: [UInt8], _ epoch: UInt64) throws {
    let handle = try session(epoch)
    let sent = bytes.withUnsafeBytes {
      PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
    }
    guard sent == 1 else { throw PostgresError(nil, from: handle) }
  }

  func end(_ reason: String?, _ epoch: UInt64) throws {
    let handle = try session(epoch)
    PQputCopyEnd(handle, reason)
    var failure: PostgresError?
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) != PGRES_COMMAND_OK, failure == nil {
        failure = PostgresError(result, from: handle)
      }
      PQclear(result)
    }
    if let failure { throw failure }
  }
}

extension Transaction {
  package func copyIn(
    into table: String, columns: [String], _ body: (CopyInWriter) async throws -> Void
  ) async throws {
    let names = columns.map(SQL.quoted).joined(separator: ", ")
    try await connection.begin(
      "COPY \(SQL.quoted(table)) (\(names)) FROM STDIN (FORMAT binary)", epoch)
    let writer = CopyInWriter(connection, epoch)
    do {
      try await body(writer)
      try await writer.finish()
    } catch {
      _ = try? await connection.end("given up", epoch)
      throw error
    }
    try await connection.end(nil, epoch)
  }

  package func stream<T: Readable>(
    _ sql: SQL, as: T.Type, _ body: (T) throws -> Void
  ) async throws {
    try await execute("DECLARE streamed NO SCROLL CURSOR FOR " + sql)
    while true {
      let some = try await rows("FETCH 5000 FROM streamed", as: T.self)
      if some.isEmpty { break }
      for row in some { try body(row) }
    }
    try await execute("CLOSE streamed")
  }
}
