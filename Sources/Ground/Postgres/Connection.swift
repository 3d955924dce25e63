package import Basics
import CLibpq
import Dispatch

/// Runs an actor's work on a queue of its own, so blocking C calls never hold the cooperative pool.
final class QueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

/// Where a database is and as whom to go there: keywords of libpq with their values.
package struct DatabaseAddress: Sendable {
  package var keywords: [(name: String, value: String)]

  package init(_ keywords: [(name: String, value: String)]) { self.keywords = keywords }
}

/// One session with the server.
package actor Connection {
  private let executor = QueueExecutor(label: "postgres")
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }
  private let handle: OpaquePointer
  private var prepared: [String: String] = [:]

  package init(_ address: DatabaseAddress) throws {
    let all =
      [("client_encoding", "UTF8"), ("connect_timeout", "5")] + address.keywords.map { ($0, $1) }
    var names = all.map { strdup($0.0) as UnsafeMutablePointer<CChar>? } + [nil]
    var values = all.map { strdup($0.1) as UnsafeMutablePointer<CChar>? } + [nil]
    defer { (names + values).forEach { free($0) } }
    let made = names.withUnsafeMutableBufferPointer { names in
      values.withUnsafeMutableBufferPointer { values in
        names.withMemoryRebound(to: UnsafePointer<CChar>?.self) { names in
          values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
            PQconnectdbParams(names.baseAddress, values.baseAddress, 1)
          }
        }
      }
    }
    guard let made else {
      throw PostgresError(serverMessage: "out of memory", file: #fileID, line: #line)
    }
    guard PQstatus(made) == CONNECTION_OK else {
      let text = String(cString: PQerrorMessage(made))
      PQfinish(made)
      throw PostgresError(serverMessage: text, file: #fileID, line: #line)
    }
    PQsetNoticeProcessor(made, { _, _ in }, nil)
    handle = made
  }

  isolated deinit { PQfinish(handle) }

  var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE && PQstatus(handle) == CONNECTION_OK }

  package var serverVersion: Int { Int(PQserverVersion(handle)) }

  /// Runs `body` on this connection's own thread.
  func perform<R: Sendable>(
    begin: String, now: Instant?, _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    try simple(begin)
    do {
      var now = now ?? Instant(microseconds: 0)
      now = try run("SELECT transaction_timestamp()").first?.value() ?? now
      let result = try await body(Transaction(connection: self, now: now))
      try Task.checkCancellation()
      try simple("COMMIT")
      return result
    } catch {
      try? simple("ROLLBACK")
      throw error
    }
  }

  func simple(_ text: String, file: String = #fileID, line: Int = #line) throws {
    let result = PQexec(handle, text)
    defer { PQclear(result) }
    try check(result, text, file, line)
  }

  private func check(_ result: OpaquePointer?, _ text: String, _ file: String, _ line: Int) throws {
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_EMPTY_QUERY:
      return
    default: break
    }
    func field(_ code: Character) -> String? {
      guard let value = PQresultErrorField(result, Int32(code.asciiValue ?? 0)) else { return nil }
      return String(cString: value)
    }
    throw PostgresError(
      sqlState: field("C"), serverMessage: field("M") ?? String(cString: PQerrorMessage(handle)),
      detail: field("D"), serverHint: field("H"), constraint: field("n"), query: text, file: file,
      line: line)
  }

  func run(_ sql: SQL, file: String = #fileID, line: Int = #line) throws -> ResultSet {
    if let refusal = sql.refusal {
      throw PostgresError(
        sqlState: "22000", serverMessage: "parameter \(refusal.number): \(refusal.error)",
        query: sql.text, file: file, line: line)
    }
    try Task.checkCancellation()
    let types = sql.parameters.map { Oid($0.type.oid) }
    let lengths = sql.parameters.map { Int32($0.count) }
    let formats = [Int32](repeating: 1, count: types.count)
    let result = sql.bytes.bytes.withUnsafeBytes { bytes in
      let values = sql.parameters.map { parameter in
        parameter.offset.map { offset in
          (bytes.baseAddress.map { $0 + offset } ?? UnsafeRawPointer(bitPattern: 1))?
            .assumingMemoryBound(to: CChar.self)
        } ?? nil
      }
      return PQexecParams(
        handle, sql.text, Int32(types.count), types, values, lengths, formats, 1)
    }
    do {
      try check(result, sql.text, file, line)
    } catch {
      PQclear(result)
      throw error
    }
    return ResultSet(result)
  }

  func beginCopy(_ text: String, file: String, line: Int) throws {
    let result = PQexec(handle, text)
    defer { PQclear(result) }
    try check(result, text, file, line)
  }

  func putCopy(_ bytes: [UInt8]) throws {
    try Task.checkCancellation()
    let sent = bytes.withUnsafeBytes {
      PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
    }
    guard sent == 1 else {
      throw PostgresError(
        serverMessage: String(cString: PQerrorMessage(handle)), file: #fileID, line: #line)
    }
  }

  func endCopy(_ reason: String?, file: String, line: Int) throws -> Int {
    PQputCopyEnd(handle, reason)
    var count = 0
    var failure: (any Error)?
    while let result = PQgetResult(handle) {
      do { try check(result, "COPY", file, line) } catch { failure = error }
      count = Int(String(cString: PQcmdTuples(result))) ?? count
      PQclear(result)
    }
    if let failure, reason == nil { throw failure }
    return count
  }
}

/// The rows that a statement gave.
final class ResultSet {
  let handle: OpaquePointer?
  let names: [String]
  let count: Int

  init(_ handle: OpaquePointer?) {
    self.handle = handle
    count = Int(PQntuples(handle))
    names = (0..<PQnfields(handle)).map { String(cString: PQfname(handle, $0)) }
  }

  deinit { PQclear(handle) }

  var affected: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }
  var first: Row? { count > 0 ? Row(result: self, index: 0) : nil }
}

/// One row, valid while it is being read.
package struct Row {
  let result: ResultSet
  let index: Int

  /// The value of a column by its name.
  package func value<T: PostgresValue>(_ name: StaticString) throws -> T {
    guard let column = result.names.firstIndex(of: name.description) else {
      throw PostgresError(
        sqlState: "42703", serverMessage: "no column \(name)", file: #fileID, line: #line)
    }
    return try value(at: column)
  }

  func value<T: PostgresValue>(at column: Int = 0) throws -> T {
    let (row, field) = (Int32(index), Int32(column))
    do {
      if PQgetisnull(result.handle, row, field) == 1 { return try T.decodeNull() }
      guard let start = PQgetvalue(result.handle, row, field) else { return try T.decodeNull() }
      return try T.decode(
        Cell(
          start: UnsafeRawPointer(start), count: Int(PQgetlength(result.handle, row, field)),
          type: PostgresType(oid: PQftype(result.handle, field))))
    } catch {
      throw PostgresError(
        sqlState: "22000", serverMessage: "column \(result.names[column]): \(error)",
        file: #fileID, line: #line)
    }
  }
}

/// What a row of a result can be read as.
package protocol Readable: Sendable { init(_ row: Row) throws }
