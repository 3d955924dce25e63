import CLibpq

/// What can be written as a row of a COPY, in the order of the columns that the COPY names.
@usableFromInline
package protocol Writable: Sendable {
  func write(to row: inout RowWriter) throws
}

/// The row of a COPY that is being written.
@usableFromInline
package struct RowWriter {
  @usableFromInline var bytes = ByteWriter()
  @usableFromInline let types: [PostgresType]
  let names: [String]
  @usableFromInline var next = 0
  private var mark = 0

  init(types: [PostgresType], names: [String]) {
    (self.types, self.names) = (types, names)
    bytes.bytes.reserveCapacity(CopyInWriter.chunk + 4096)
  }

  /// Writes the value of the next column.
  ///
  /// - Throws: a ``PostgresError`` for one value too many, and for a value of another type than
  ///   the column's: a COPY carries no types, so the server would misread it.
  @inlinable
  package mutating func put<Value: PostgresValue>(_ value: Value) throws {
    do throws(ValueError) {
      guard next < types.count else { throw .outOfRange("more values than columns") }
      guard types[next] == Value.postgresType || Value.suits(types[next]) else {
        throw .wrongType(types[next], wanted: Value.postgresType)
      }
      try bytes.appendCounted(value)
    } catch {
      throw problem(error)
    }
    next += 1
  }

  @usableFromInline
  func problem(_ error: ValueError) -> any Error {
    PostgresError(.column(next < names.count ? names[next] : "", error))
  }

  @usableFromInline
  mutating func begin() {
    mark = bytes.count
    next = 0
    bytes.append(Int16(types.count))
  }

  @usableFromInline
  mutating func end() throws {
    guard next == types.count else {
      throw PostgresError(.misuse("Fewer values than the COPY has columns."))
    }
  }

  /// Takes back the row that could not be written to its end.
  @usableFromInline
  mutating func undo() { bytes.bytes.removeLast(bytes.count - mark) }
}

/// Writes the rows of a COPY into a table; valid until the closure that it is given to returns.
@usableFromInline
package final class CopyInWriter {
  /// Bytes that are gathered before they are sent.
  @usableFromInline static var chunk: Int { 65_536 }

  private let connection: Connection
  private let interest: CopyInterest
  @usableFromInline var row: RowWriter

  init(connection: Connection, interest: CopyInterest, row: RowWriter) {
    (self.connection, self.interest, self.row) = (connection, interest, row)
    // Signature, no flags, no extension.
    self.row.bytes.bytes += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
    self.row.bytes.append(Int64(0))
  }

  /// Writes one row; waits while the server is behind.
  @inlinable
  package func append<Row: Writable>(_ value: Row) async throws {
    row.begin()
    do {
      try value.write(to: &row)
      try row.end()
    } catch {
      row.undo()
      throw error
    }
    if row.bytes.count >= Self.chunk { try await flush() }
  }

  /// Writes one row, a value for each column; waits while the server is behind.
  @inlinable
  package func append<each Value: PostgresValue>(_ value: repeat each Value) async throws {
    row.begin()
    do {
      try (repeat row.put(each value))
      try row.end()
    } catch {
      row.undo()
      throw error
    }
    if row.bytes.count >= Self.chunk { try await flush() }
  }

  @usableFromInline
  func flush() async throws {
    guard row.bytes.count > 0 else { return }
    try await connection.send(row.bytes.bytes, for: interest)
    row.bytes.bytes.removeAll(keepingCapacity: true)
  }

  func end() async throws -> Int {
    row.bytes.append(Int16(-1))
    try await flush()
    return try await connection.endCopyIn(for: interest)
  }
}

extension Statements {
  /// Writes many rows into a table by binary COPY, all of them or, if anything fails, none.
  ///
  /// Each column's type is asked of the catalogue first. A table with row-level security refuses:
  /// write into a staging table instead.
  ///
  /// - Returns: how many rows the table took.
  @discardableResult
  package func copyIn(
    into table: String, columns: [String], file: StaticString = #fileID, line: UInt = #line,
    _ body: (CopyInWriter) async throws -> Void
  ) async throws -> Int {
    let site = CallSite(file: file, line: line)
    let interest = CopyInterest()
    defer { interest.abandon() }
    do {
      let types = try await connection.beginCopyIn(
        into: table, columns: columns, in: epoch, interest: interest)
      let writer = CopyInWriter(
        connection: connection, interest: interest, row: RowWriter(types: types, names: columns))
      do {
        try await body(writer)
        return try await writer.end()
      } catch {
        await connection.breakOffCopyIn(for: interest)
        throw error
      }
    } catch let error as PostgresError {
      throw error.at(site)
    }
  }

  /// Writes the rows of a sequence into a table, no faster than the server takes them.
  @discardableResult
  package func copyIn<Rows: AsyncSequence>(
    _ rows: Rows, into table: String, columns: [String], file: StaticString = #fileID,
    line: UInt = #line
  ) async throws -> Int where Rows.Element: Writable {
    try await copyIn(into: table, columns: columns, file: file, line: line) { writer in
      for try await row in rows { try await writer.append(row) }
    }
  }
}

extension Connection {
  /// Begins a COPY into a table; says what its columns are.
  func beginCopyIn(
    into table: String, columns: [String], in epoch: UInt64, interest: CopyInterest
  ) async throws -> [PostgresType] {
    let types = try await types(of: columns, in: table, epoch: epoch)
    let names = columns.map { SQL.quoted(column: $0) }.joined(separator: ", ")
    try await cancellable {
      let handle = try session(epoch)
      let text = "COPY \(SQL.quoted(table)) (\(names)) FROM STDIN (FORMAT binary)"
      try startCopy(text, on: handle)
      copy = CopyProgress(.fromProgram, on: handle, interest: interest)
    }
    return types
  }

  /// The types of a table's columns; of a domain the type beneath it, of an enumeration text.
  private func types(
    of columns: [String], in table: String, epoch: UInt64
  ) async throws -> [PostgresType] {
    let name = SQL.quoted(table)
    let sql: SQL = """
      SELECT CASE t.typtype WHEN 'd' THEN t.typbasetype WHEN 'e' THEN 25 ELSE t.oid END::int8
        FROM unnest(\(columns)) WITH ORDINALITY AS wanted (name, place)
        LEFT JOIN pg_catalog.pg_attribute a
               ON a.attrelid = \(name)::regclass AND a.attname = wanted.name
              AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
       ORDER BY wanted.place
      """
    let found = try await values(sql, as: Int64?.self, in: epoch, at: CallSite())
    var types: [PostgresType] = []
    for (column, oid) in zip(columns, found) {
      guard let oid else { throw PostgresError(.misuse("\(name) has no column \(column).")) }
      types.append(PostgresType(oid: UInt32(truncatingIfNeeded: oid)))
    }
    return types
  }

  func send(_ bytes: [UInt8], for interest: CopyInterest) async throws {
    try await cancellable {
      let (_, handle) = try progress(of: interest)
      let sent = bytes.withUnsafeBytes { bytes in
        PQputCopyData(
          handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
      }
      guard sent == 1 else { throw PostgresError(nil, from: handle) }
    }
    try Task.checkCancellation()
  }

  func endCopyIn(for interest: CopyInterest) async throws -> Int {
    try await cancellable {
      let (_, handle) = try progress(of: interest)
      guard PQputCopyEnd(handle, nil) == 1 else { throw PostgresError(nil, from: handle) }
      return try finishCopy(on: handle)
    }
  }

  /// Gives up a COPY that has not ended; the server forgets the rows that it got.
  func breakOffCopyIn(for interest: CopyInterest) {
    guard let handle, copy?.interest === interest else { return }
    endCopy(on: handle, because: "broken off by the program")
  }
}
