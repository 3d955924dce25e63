import CLibpq

extension Connection {
  /// Runs a statement, prepared on its first use, and waits for all of its result.
  @usableFromInline
  func ask(_ sql: SQL, in epoch: UInt64, at site: CallSite) async throws -> Answer {
    do {
      return try await cancellable { try answer(sql, in: epoch) }
    } catch let error as PostgresError {
      throw error.at(site, query: sql.text)
    }
  }

  private func answer(_ sql: SQL, in epoch: UInt64) throws(PostgresError) -> Answer {
    let handle = try session(epoch)
    let isOutside = PQtransactionStatus(handle) == PQTRANS_IDLE
    do throws(PostgresError) {
      return try run(prepared(sql, on: handle), sql, on: handle)
    } catch {
      guard error.isStalePlan, isOutside else { throw error }
      return try run(prepared(sql, on: handle), sql, on: handle)
    }
  }

  private func run(
    _ statement: PreparedStatement, _ sql: SQL, on handle: OpaquePointer
  ) throws(PostgresError) -> Answer {
    let result = sql.withParameters { count, values, lengths, formats in
      PQexecPrepared(handle, statement.name, count, values, lengths, formats, 1)
    }
    return try accept(result, of: statement, on: handle)
  }

  /// Makes an answer of a successful result; frees any other.
  func accept(
    _ result: OpaquePointer?, of statement: PreparedStatement, on handle: OpaquePointer
  ) throws(PostgresError) -> Answer {
    guard let result else { throw PostgresError(nil, from: handle) }
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
      let columns = statement.columns ?? Columns(of: result)
      statement.columns = columns
      return Answer(result, columns: columns)
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      PQclear(result)
      endCopy(on: handle, because: "COPY has verbs of its own")
      throw PostgresError(.misuse("A COPY is not a statement; use copyIn or copyOut."))
    case PGRES_EMPTY_QUERY:
      PQclear(result)
      throw PostgresError(.misuse("The statement is empty."))
    default:
      let error = PostgresError(result, from: handle)
      PQclear(result)
      if error.isStalePlan { statements.forgetAll() }
      throw error
    }
  }

  /// The statement as the server keeps it, parsed now if it is new.
  func prepared(
    _ sql: SQL, on handle: OpaquePointer, keepingAbandoned: Bool = false
  ) throws(PostgresError) -> PreparedStatement {
    if let (number, error) = sql.refusal { throw PostgresError(.parameter(number, error)) }
    if let statement = statements.find(sql) { return statement }
    guard !sql.text.utf8.contains(0) else {
      throw PostgresError(.misuse("The statement contains a NUL character."))
    }
    statements.makeRoom()
    if !keepingAbandoned { discardAbandoned(on: handle) }
    let statement = statements.draft(sql)
    let types = statement.types.map(\.oid)
    try finish(PQprepare(handle, statement.name, sql.text, Int32(types.count), types), on: handle)
    statements.keep(statement)
    return statement
  }

  /// Frees what the server keeps for statements that left the cache; in a failed transaction the
  /// server would refuse, so it waits.
  private func discardAbandoned(on handle: OpaquePointer) {
    guard !statements.abandoned.isEmpty, PQtransactionStatus(handle) != PQTRANS_INERROR else {
      return
    }
    for name in statements.takeAbandoned() {
      // The name is a letter and a number of our own.
      PQclear(PQexec(handle, "DEALLOCATE \(name)"))
    }
  }

  /// Runs one of the program's own fixed commands.
  func command(_ text: StaticString, on handle: OpaquePointer) throws(PostgresError) {
    try finish(text.withUTF8Buffer { PQexec(handle, $0.baseAddress) }, on: handle)
  }

  /// Frees a result that holds nothing to read.
  func finish(_ result: OpaquePointer?, on handle: OpaquePointer) throws(PostgresError) {
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
    default: throw PostgresError(result, from: handle)
    }
  }

  /// Runs the statements of a file of the program's own, which bind nothing.
  func script(_ text: String, in epoch: UInt64, at site: CallSite) async throws {
    do {
      try await cancellable {
        let handle = try session(epoch)
        guard !text.utf8.contains(0) else {
          throw PostgresError(.misuse("The script contains a NUL character."))
        }
        let before = PQtransactionStatus(handle)
        let result = PQexec(handle, text)
        switch PQresultStatus(result) {
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
          PQclear(result)
          endCopy(on: handle, because: "a script may not COPY")
          throw PostgresError(.misuse("A script may not COPY."))
        case PGRES_EMPTY_QUERY: PQclear(result)
        default: try finish(result, on: handle)
        }
        guard PQtransactionStatus(handle) == before else {
          throw PostgresError(.misuse("The script ended or began a transaction."))
        }
      }
    } catch let error as PostgresError {
      throw error.at(site)
    }
  }
}

extension SQL {
  /// Lends the bound values in the form that the client library takes: all of them binary.
  func withParameters<R>(
    _ body: (
      Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> R
  ) -> R {
    let count = parameters.count
    guard count > 0 else { return body(0, nil, nil, nil) }
    return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) {
      pointers in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
        bytes.bytes.withUnsafeBufferPointer { bytes in
          // A value of no bytes still needs an address: without one it would be NULL.
          withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1) { nothing in
            for (index, parameter) in parameters.enumerated() {
              var address: UnsafePointer<CChar>?
              if let offset = parameter.offset {
                address =
                  bytes.baseAddress.map {
                    UnsafeRawPointer($0 + offset).assumingMemoryBound(to: CChar.self)
                  } ?? UnsafePointer(nothing.baseAddress)
              }
              pointers.initializeElement(at: index, to: address)
              numbers.initializeElement(at: index, to: Int32(parameter.count))
              numbers.initializeElement(at: count + index, to: 1)
            }
            let lengths = numbers.baseAddress.map { UnsafePointer($0) }
            return body(
              Int32(count), pointers.baseAddress.map { UnsafePointer($0) }, lengths,
              lengths.map { $0 + count })
          }
        }
      }
    }
  }
}
