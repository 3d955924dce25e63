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
        copy = CopyProgress(
          .toProgram, on: handle, interest: interest, columns: columns)
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
  @inlinable
  func copyBatch<T: Readable>(
    of type: T.Type, for interest: CopyInterest, at site: CallSite, query: SQL
  ) async throws -> [T]? {
    do {
      return try await cancellable {
        guard let progress = try reading(for: interest), let row = progress.row else { return nil }
        var rows: [T] = []
        rows.reserveCapacity(CopyProgress.batch)
        while rows.count < CopyProgress.batch, try progress.advance() { rows.append(try T(row)) }
        try stopReading(progress)
        return rows.isEmpty ? nil : rows
      }
    } catch {
      throw Self.placed(error, at: site, query)
    }
  }

  /// Lends some rows of the COPY where they lie.
  ///
  /// - Returns: whether there were any.
  func lendCopyRows(
    for interest: CopyInterest, at site: CallSite, query: SQL,
    _ take: @Sendable (inout CopyRows) throws -> Void
  ) async throws -> Bool {
    do {
      return try await cancellable {
        guard let progress = try reading(for: interest), let row = progress.row else {
          return false
        }
        var rows = CopyRows(progress, row)
        try take(&rows)
        try stopReading(progress)
        return rows.count > 0
      }
    } catch {
      throw Self.placed(error, at: site, query)
    }
  }

  /// The COPY that is to be read on; `nil` if it has been read to its end.
  @usableFromInline
  func reading(for interest: CopyInterest) throws -> CopyProgress? {
    if copy == nil, handle != nil { return nil }
    return try progress(of: interest).0
  }

  /// Reads the server's last word, if the rows have come to their end.
  @usableFromInline
  func stopReading(_ progress: CopyProgress) throws {
    if progress.isAtEnd { _ = try finishCopy(on: progress.handle) }
  }

  /// Some 64 KiB of the COPY; `nil` at its end.
  func copyChunk(for interest: CopyInterest, at site: CallSite) async throws -> [UInt8]? {
    do {
      return try await cancellable {
        guard let progress = try reading(for: interest) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(80_000)
        while bytes.count < 65_536, let row = try progress.nextBytes() {
          bytes.append(contentsOf: row)
        }
        try stopReading(progress)
        return bytes.isEmpty ? nil : bytes
      }
    } catch let error as PostgresError {
      throw error.at(site)
    }
  }
}

extension CopyProgress {
  /// Goes on to the next row; `false` at the end.
  @usableFromInline
  func advance() throws -> Bool {
    while let bytes = try nextBytes() {
      if try parse(bytes) { return true }
    }
    return false
  }

  /// The bytes of the next row, valid until the ones after them.
  func nextBytes() throws(PostgresError) -> UnsafeRawBufferPointer? {
    PQfreemem(state.pointee.buffer)
    state.pointee.buffer = nil
    guard !state.pointee.isAtEnd else { return nil }
    let count = PQgetCopyData(handle, &state.pointee.buffer, 0)
    guard count > 0 else {
      guard count == -1 else { throw PostgresError(nil, from: handle) }
      state.pointee.isAtEnd = true
      return nil
    }
    return UnsafeRawBufferPointer(start: state.pointee.buffer, count: Int(count))
  }

  /// Finds the cells of a row; `false` for the trailer at the end.
  func parse(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) -> Bool {
    guard let start = bytes.baseAddress else { throw Self.malformed }
    var offset = 0
    if state.pointee.isBeforeHeader {
      // Signature, flags, and an extension whose length is told.
      guard bytes.count >= 19 else { throw Self.malformed }
      let flags = Int32(bigEndian: start.loadUnaligned(fromByteOffset: 11, as: Int32.self))
      let skip = Int32(bigEndian: start.loadUnaligned(fromByteOffset: 15, as: Int32.self))
      guard flags == 0, skip == 0 else { throw Self.malformed }
      state.pointee.isBeforeHeader = false
      offset = 19
      if offset == bytes.count { return false }
    }
    guard bytes.count >= offset + 2 else { throw Self.malformed }
    let found = Int16(bigEndian: start.loadUnaligned(fromByteOffset: offset, as: Int16.self))
    if found == -1 { return false }
    offset += 2
    let (count, cells) = (self.count, self.cells)
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
