import CLibpq

extension Connection {
  /// Begins to stream a query; with a format as bytes, without one as rows to be decoded.
  func beginCopyOut(
    _ sql: SQL, in epoch: UInt64, at site: CallSite, interest: CopyInterest,
    format: CopyFormat? = nil
  ) async throws {
    do {
      try await cancellable {
        let handle = try session(epoch)
        // A COPY names no types, so the query is described first.
        let columns = format == nil ? try describe(sql, on: handle) : nil
        let text = try withoutParameters(sql, on: handle)
        let options = format?.options ?? CopyFormat.binary.options
        try startCopy("COPY (\(text)) TO STDOUT (\(options))", on: handle)
        copy = CopyProgress(.toProgram, interest: interest, columns: columns)
      }
    } catch let error as PostgresError {
      throw error.at(site, query: sql.text)
    }
  }

  /// The columns that a query will have.
  private func describe(_ sql: SQL, on handle: OpaquePointer) throws(PostgresError) -> Columns {
    let statement = try prepared(sql, on: handle)
    if let columns = statement.columns { return columns }
    let result = PQdescribePrepared(handle, statement.name)
    defer { PQclear(result) }
    guard let result, PQresultStatus(result) == PGRES_COMMAND_OK else {
      throw PostgresError(result, from: handle)
    }
    let columns = Columns(of: result)
    statement.columns = columns
    return columns
  }

  /// The query's text without `$1`: a COPY cannot bind.
  ///
  /// The values are bound to settings of the transaction instead, which the text then reads.
  private func withoutParameters(
    _ sql: SQL, on handle: OpaquePointer
  ) throws(PostgresError) -> String {
    if let (number, error) = sql.refusal { throw PostgresError(.parameter(number, error)) }
    guard !sql.parameters.isEmpty else { return sql.text }
    guard PQtransactionStatus(handle) == PQTRANS_INTRANS else {
      throw PostgresError(.misuse("A COPY that binds values needs a transaction."))
    }
    for (index, parameter) in sql.parameters.enumerated() where parameter.offset != nil {
      let setting = try prepared(sql.setting(ofParameter: index), on: handle)
      let result = sql.setting(ofParameter: index).withParameters { count, values, sizes, formats in
        PQexecPrepared(handle, setting.name, count, values, sizes, formats, 1)
      }
      try finish(result, on: handle)
    }
    return sql.textReadingSettings
  }

  /// Some rows of the COPY, at least one; `nil` at its end.
  func copyBatch<T: Readable>(
    of type: T.Type, for interest: CopyInterest, at site: CallSite, query: SQL
  ) async throws -> [T]? {
    do {
      return try await cancellable {
        let (copy, handle) = try progress(of: interest)
        var rows: [T] = []
        rows.reserveCapacity(1000)
        while rows.count < 1000, let row = try nextRow(of: copy, on: handle) {
          defer { PQfreemem(row.buffer) }
          guard try copy.parse(row.bytes) else { continue }
          guard let columns = copy.columns else { continue }
          rows.append(try T(Row(columns: columns, source: .cells(copy.cells))))
        }
        return rows.isEmpty ? nil : rows
      }
    } catch let error as PostgresError {
      throw error.at(site, query: query.text)
    }
  }

  /// Some 64 KiB of the COPY; `nil` at its end.
  func copyChunk(for interest: CopyInterest, at site: CallSite) async throws -> [UInt8]? {
    do {
      return try await cancellable {
        let (copy, handle) = try progress(of: interest)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(80_000)
        while bytes.count < 65_536, let row = try nextRow(of: copy, on: handle) {
          bytes.append(contentsOf: row.bytes)
          PQfreemem(row.buffer)
        }
        return bytes.isEmpty ? nil : bytes
      }
    } catch let error as PostgresError {
      throw error.at(site)
    }
  }

  /// What the client library holds of one row; whoever asked for it frees it.
  private struct CopyRow {
    let buffer: UnsafeMutablePointer<CChar>
    let bytes: UnsafeRawBufferPointer
  }

  private func nextRow(
    of progress: CopyProgress, on handle: OpaquePointer
  ) throws(PostgresError) -> CopyRow? {
    // The end has been read with the rows before.
    guard copy === progress else { return nil }
    var buffer: UnsafeMutablePointer<CChar>?
    let count = PQgetCopyData(handle, &buffer, 0)
    guard count > 0, let buffer else {
      guard count == -1 else { throw PostgresError(nil, from: handle) }
      progress.interest.finish()
      _ = try finishCopy(on: handle)
      return nil
    }
    return CopyRow(
      buffer: buffer, bytes: UnsafeRawBufferPointer(start: buffer, count: Int(count)))
  }
}

extension CopyProgress {
  /// Finds the cells of a row; `false` for the trailer at the end.
  func parse(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) -> Bool {
    guard let start = bytes.baseAddress else { throw Self.malformed }
    var offset = 0
    if isBeforeHeader {
      // Signature, flags, and an extension whose length is told.
      guard bytes.count >= 19 else { throw Self.malformed }
      let flags = Int32(bigEndian: start.loadUnaligned(fromByteOffset: 11, as: Int32.self))
      let skip = Int32(bigEndian: start.loadUnaligned(fromByteOffset: 15, as: Int32.self))
      guard flags == 0, skip == 0 else { throw Self.malformed }
      isBeforeHeader = false
      offset = 19
      if offset == bytes.count { return false }
    }
    guard bytes.count >= offset + 2 else { throw Self.malformed }
    let found = Int16(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Int16.self))
    if found == -1 { return false }
    offset += 2
    let count = columns?.count ?? 0
    guard Int(found) == count else { throw Self.malformed }
    for index in 0..<count {
      guard offset + 4 <= bytes.count else { throw Self.malformed }
      let length = Int(
        Int32(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
      offset += 4
      guard length >= 0 else {
        cells[index] = CopyCell(start: nil, count: 0)
        continue
      }
      guard offset + length <= bytes.count else { throw Self.malformed }
      cells[index] = CopyCell(start: start + offset, count: length)
      offset += length
    }
    guard offset == bytes.count else { throw Self.malformed }
    return true
  }

  private static var malformed: PostgresError {
    PostgresError(.misuse("The server's COPY is not in the form that was asked for."))
  }
}
