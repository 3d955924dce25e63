import CLibpq
import Glibc

/// One session with the server.
///
/// An actor on a queue of its own, because libpq blocks: everything that touches the session runs
/// there, and so does the body of a transaction, so that a statement inside it changes no thread.
@usableFromInline
package actor Connection {
  private let executor = QueueExecutor(label: "postgres")
  @usableFromInline package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package nonisolated let address: DatabaseAddress
  var handle: OpaquePointer?
  var canceller: Canceller?
  var statements: StatementCache
  /// Number of the transaction that is running, 0 for none; a later one never has the same.
  var runningEpoch: UInt64 = 0
  var lastEpoch: UInt64 = 0
  /// The COPY that is under way, if any.
  var copy: CopyProgress?

  package init(to address: DatabaseAddress, statementLimit: Int = 256) {
    self.address = address
    statements = StatementCache(limit: statementLimit)
  }

  isolated deinit {
    if let handle { PQfinish(handle) }
  }

  /// Connects, within the address's `connect_timeout`.
  ///
  /// - Throws: a ``PostgresError`` that says what was tried, without the password.
  package func open() throws {
    guard handle == nil else { return }
    let pairs = address.connectionKeywords
    guard !pairs.contains(where: { $0.value.utf8.contains(0) }),
      let opened = Self.connect(pairs)
    else { throw PostgresError(.misuse("The address of the database cannot be used.")) }
    do {
      try check(opened)
    } catch {
      PQfinish(opened)
      throw error
    }
    // Notices are for psql's terminal; a server program has no business printing them.
    PQsetNoticeProcessor(opened, { _, _ in }, nil)
    handle = opened
    canceller = Canceller(for: opened)
  }

  private static func connect(_ pairs: [(keyword: String, value: String)]) -> OpaquePointer? {
    let copies = pairs.map { (strdup($0.keyword), strdup($0.value)) }
    defer { for (keyword, value) in copies { for text in [keyword, value] { free(text) } } }
    let keywords = copies.map { UnsafePointer<CChar>($0.0) } + [nil]
    let values = copies.map { UnsafePointer<CChar>($0.1) } + [nil]
    return PQconnectdbParams(keywords, values, 0)
  }

  private func check(_ opened: OpaquePointer) throws(PostgresError) {
    var error = PostgresError(.connection)
    error.address = describe(opened)
    guard PQstatus(opened) == CONNECTION_OK else {
      error.sqlstate = "08001"
      error.serverMessage = PQerrorMessage(opened).map { PostgresError.line(String(cString: $0)) }
      throw error
    }
    let version = PQserverVersion(opened)
    guard version >= address.minimumServerVersion else {
      error.serverMessage =
        "server version \(version) is older than \(address.minimumServerVersion)"
      throw error
    }
  }

  /// What was tried: host, port, database and user as the client library resolved them.
  private func describe(_ opened: OpaquePointer) -> String {
    let parts = [
      ("host", PQhost(opened)), ("port", PQport(opened)), ("database", PQdb(opened)),
      ("user", PQuser(opened)),
    ]
    return parts.compactMap { name, value in
      value.map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : "\(name) \($0)" }
    }.joined(separator: ", ")
  }

  /// Ends the session; harmless if it has ended before.
  package func close() {
    if let handle { PQfinish(handle) }
    handle = nil
    canceller = nil
    copy = nil
  }

  /// Whether the session stands idle, outside any transaction, and so may be lent again.
  package var isReusable: Bool {
    guard let handle, copy == nil, runningEpoch == 0 else { return false }
    return PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
  }

  /// Whether an idle session is still there, without asking the server: a server that goes away
  /// says so, and its words are waiting to be read.
  func isAlive() -> Bool {
    guard let handle, PQstatus(handle) == CONNECTION_OK else { return false }
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, 0) > 0 else { return true }
    return PQconsumeInput(handle) == 1 && PQstatus(handle) == CONNECTION_OK
  }

  /// The session of that transaction, or of none for 0.
  ///
  /// - Throws: a ``PostgresError`` if the session has ended, another transaction is running than
  ///   the caller's, or a COPY is under way.
  func session(_ number: UInt64) throws(PostgresError) -> OpaquePointer {
    guard let handle else { throw PostgresError(.closed) }
    guard number == runningEpoch else {
      throw PostgresError(
        .misuse(
          number == 0
            ? "The connection is inside a transaction." : "The transaction is over already."))
    }
    if copy != nil { try settleAbandonedCopy(handle) }
    return handle
  }

  /// Runs blocking work that stops when the task is cancelled.
  ///
  /// - Throws: `CancellationError` for a task that was cancelled before or meanwhile.
  @usableFromInline
  func cancellable<R>(_ work: () throws -> R) async throws -> R {
    try Task.checkCancellation()
    guard let canceller else { throw PostgresError(.closed) }
    let number = canceller.begin()
    defer { canceller.end() }
    do {
      return try await withTaskCancellationHandler {
        // Naming `self` keeps this closure on the connection's queue; without it, it would run
        // elsewhere and every statement would change threads twice.
        _ = self.runningEpoch
        return try work()
      } onCancel: {
        canceller.fire(number)
      }
    } catch let error as PostgresError where error.sqlstate == "57014" && Task.isCancelled {
      throw CancellationError()
    }
  }
}
