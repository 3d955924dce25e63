import Basics
import CLibpq
import Glibc

extension Statements {
  /// Runs many small statements without waiting for each one's answer; says how many rows each
  /// touched.
  ///
  /// - Throws: the first error; what came before it stands until the transaction is rolled back.
  @discardableResult
  package func pipeline(
    _ statements: [SQL], file: StaticString = #fileID, line: UInt = #line
  ) async throws -> [Int] {
    let site = CallSite(file: file, line: line)
    return try await connection.pipeline(statements, in: epoch, at: site) { $0.affected }
  }

  /// Runs many small queries without waiting for each one's answer; the rows of each.
  @inlinable
  package func pipeline<T: Readable>(
    _ statements: [SQL], as type: T.Type, file: StaticString = #fileID, line: UInt = #line
  ) async throws -> [[T]] {
    let site = CallSite(file: file, line: line)
    return try await connection.pipeline(statements, in: epoch, at: site) { try $0.rows(as: type) }
  }

  /// Runs many small queries of one column and one row at most; the value of each.
  @inlinable
  package func pipeline<T: PostgresValue>(
    values statements: [SQL], as type: T.Type, file: StaticString = #fileID, line: UInt = #line
  ) async throws -> [T?] {
    let site = CallSite(file: file, line: line)
    return try await connection.pipeline(statements, in: epoch, at: site) { answer in
      try answer.expect(atMost: 1)
      return try answer.values(as: type).first
    }
  }
}

extension Connection {
  @usableFromInline
  func pipeline<T: Sendable>(
    _ statements: [SQL], in epoch: UInt64, at site: CallSite,
    read: @escaping @Sendable (Answer) throws -> T
  ) async throws -> [T] {
    guard !statements.isEmpty else { return [] }
    do {
      return try await cancellable {
        try run(Pipeline(statements: statements, read: read), on: session(epoch))
      }
    } catch let error as PostgresError {
      throw error.at(site)
    }
  }

  private func run<T>(_ pipeline: Pipeline<T>, on handle: OpaquePointer) throws -> [T] {
    var pipeline = pipeline
    // Statements that make room for each other must last until all of them have run.
    for sql in pipeline.statements {
      pipeline.prepared.append(try prepared(sql, on: handle, keepingAbandoned: true))
    }
    guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
      throw PostgresError(nil, from: handle)
    }
    defer {
      _ = PQexitPipelineMode(handle)
      PQsetnonblocking(handle, 0)
    }
    while !pipeline.isFinished {
      try pipeline.send(on: handle)
      let rest = PQflush(handle)
      guard rest >= 0 else { throw PostgresError(nil, from: handle) }
      if try receive(&pipeline, on: handle) { continue }
      // Waiting for room to write alone could last for ever: the server may itself be waiting
      // for room to answer.
      var descriptor = pollfd(
        fd: PQsocket(handle), events: Int16(rest > 0 ? POLLIN | POLLOUT : POLLIN), revents: 0)
      _ = poll(&descriptor, 1, -1)
      guard PQconsumeInput(handle) == 1 else { throw PostgresError(nil, from: handle) }
    }
    if let failure = pipeline.failure { throw failure }
    return pipeline.values
  }

  /// Reads the answers that are there; whether there were any.
  private func receive<T>(
    _ pipeline: inout Pipeline<T>, on handle: OpaquePointer
  ) throws -> Bool {
    var found = false
    while !pipeline.isFinished, PQisBusy(handle) == 0 {
      guard let result = PQgetResult(handle) else {
        // Each statement's answer is followed by nothing, once.
        guard PQstatus(handle) == CONNECTION_OK else { throw PostgresError(nil, from: handle) }
        guard pipeline.isBetween else { return found }
        pipeline.isBetween = false
        continue
      }
      found = true
      switch PQresultStatus(result) {
      case PGRES_PIPELINE_SYNC:
        PQclear(result)
        pipeline.isFinished = true
      case PGRES_PIPELINE_ABORTED:
        PQclear(result)
        pipeline.skip()
      default:
        pipeline.take { statement in try accept(result, of: statement, on: handle) }
      }
    }
    return found
  }
}

/// Statements on their way and the answers that have come back.
private struct Pipeline<T> {
  let statements: [SQL]
  let read: (Answer) throws -> T
  var prepared: [PreparedStatement] = []
  private(set) var values: [T] = []
  private(set) var failure: (any Error)?
  private var sent = 0
  private var received = 0
  private var isSynced = false
  var isBetween = false
  var isFinished = false

  /// How many statements are sent before their answers are asked for.
  static var window: Int { 256 }

  init(statements: [SQL], read: @escaping (Answer) throws -> T) {
    self.statements = statements
    self.read = read
    prepared.reserveCapacity(statements.count)
    values.reserveCapacity(statements.count)
  }

  /// Queues the next window, unless two are on their way.
  mutating func send(on handle: OpaquePointer) throws(PostgresError) {
    guard !isSynced, sent - received <= Self.window else { return }
    let end = min(sent + Self.window, statements.count)
    while sent < end {
      let name = prepared[sent].name
      let accepted = statements[sent].withParameters { count, values, lengths, formats in
        PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
      }
      guard accepted == 1 else { throw PostgresError(nil, from: handle) }
      sent += 1
    }
    isSynced = sent == statements.count
    guard (isSynced ? PQpipelineSync(handle) : PQsendFlushRequest(handle)) == 1 else {
      throw PostgresError(nil, from: handle)
    }
  }

  mutating func skip() {
    received += 1
    isBetween = true
  }

  mutating func take(_ accept: (PreparedStatement) throws -> Answer) {
    defer { skip() }
    do {
      let answer = try accept(prepared[received])
      if failure == nil { values.append(try read(answer)) }
    } catch let error as PostgresError {
      var error = error
      error.query = statements[received].text
      failure = failure ?? error
    } catch {
      failure = failure ?? error
    }
  }
}
