import Basics
import CLibpq
import Glibc

/// How much a transaction sees of others.
package enum Isolation: Sendable, Hashable, CaseIterable {
  case readCommitted, repeatableRead, serializable
}

/// What a transaction is begun as.
struct TransactionMode: Sendable, Hashable {
  let isolation: Isolation
  let isReadOnly: Bool

  /// Begins and asks for the time in one round trip: microseconds from 1970.
  var begin: StaticString {
    switch (isolation, isReadOnly) {
    case (.readCommitted, false):
      """
      BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; \
      SELECT (extract(epoch from transaction_timestamp()) * 1000000)::int8
      """
    case (.readCommitted, true):
      """
      BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY; \
      SELECT (extract(epoch from transaction_timestamp()) * 1000000)::int8
      """
    case (.repeatableRead, false):
      """
      BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE; \
      SELECT (extract(epoch from transaction_timestamp()) * 1000000)::int8
      """
    case (.repeatableRead, true):
      """
      BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
      SELECT (extract(epoch from transaction_timestamp()) * 1000000)::int8
      """
    case (.serializable, false):
      """
      BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE; \
      SELECT (extract(epoch from transaction_timestamp()) * 1000000)::int8
      """
    case (.serializable, true):
      """
      BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY; \
      SELECT (extract(epoch from transaction_timestamp()) * 1000000)::int8
      """
    }
  }
}

/// What became of a transaction, and of the connection that ran it.
struct TransactionOutcome<R: Sendable>: Sendable {
  let result: Result<R, any Error>
  let isReusable: Bool
  /// The connection was lost before anything was asked of it: another one may be tried.
  let hasBegun: Bool
}

extension Connection {
  /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
  @discardableResult
  package func transaction<R: Sendable>(
    isolation: Isolation = .readCommitted, readOnly: Bool = false, now: Instant? = nil,
    file: StaticString = #fileID, line: UInt = #line,
    _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    try await outcome(
      of: body, as: TransactionMode(isolation: isolation, isReadOnly: readOnly), now: now,
      at: CallSite(file: file, line: line)
    ).result.get()
  }

  /// The same, with the state of the connection afterwards.
  ///
  /// The body is called from here, on the connection's own queue, so its statements change no
  /// thread.
  func outcome<R: Sendable>(
    of body: @Sendable (Transaction) async throws -> R, as mode: TransactionMode, now: Instant?,
    at site: CallSite
  ) async -> TransactionOutcome<R> {
    let transaction: Transaction
    do {
      try Task.checkCancellation()
      transaction = try begin(mode, now: now, at: site)
    } catch {
      return TransactionOutcome(result: .failure(error), isReusable: isReusable, hasBegun: false)
    }
    do {
      let value = try await body(transaction)
      try Task.checkCancellation()
      try commit(mode, at: site)
      return TransactionOutcome(result: .success(value), isReusable: isReusable, hasBegun: true)
    } catch {
      rollback()
      return TransactionOutcome(result: .failure(error), isReusable: isReusable, hasBegun: true)
    }
  }

  private func begin(
    _ mode: TransactionMode, now: Instant?, at site: CallSite
  ) throws(PostgresError) -> Transaction {
    do throws(PostgresError) {
      let handle = try session(0)
      guard isAlive() else {
        close()
        throw PostgresError(.connection)
      }
      let result = mode.begin.withUTF8Buffer { PQexec(handle, $0.baseAddress) }
      defer { PQclear(result) }
      guard PQresultStatus(result) == PGRES_TUPLES_OK, let text = PQgetvalue(result, 0, 0),
        let microseconds = Int64(String(cString: text))
      else {
        let error = PostgresError(result, from: handle)
        if PQtransactionStatus(handle) != PQTRANS_IDLE { PQclear(PQexec(handle, "ROLLBACK")) }
        throw error
      }
      lastEpoch += 1
      runningEpoch = lastEpoch
      return Transaction(
        connection: self, epoch: lastEpoch, now: now ?? Instant(microseconds: microseconds))
    } catch {
      throw error.at(site)
    }
  }

  private func commit(_ mode: TransactionMode, at site: CallSite) throws(PostgresError) {
    do throws(PostgresError) {
      let handle = try session(runningEpoch)
      guard PQtransactionStatus(handle) != PQTRANS_IDLE else {
        runningEpoch = 0
        throw PostgresError(.misuse("The transaction was ended by a statement of its own."))
      }
      let result = PQexec(handle, "COMMIT")
      defer { PQclear(result) }
      guard PQresultStatus(result) == PGRES_COMMAND_OK else {
        let error = PostgresError(result, from: handle)
        guard case .connection = error.reason, !mode.isReadOnly else { throw error }
        var unknown = PostgresError(.outcomeUnknown)
        (unknown.sqlstate, unknown.serverMessage) = (error.sqlstate, error.serverMessage)
        throw unknown
      }
      runningEpoch = 0
      // PostgreSQL answers COMMIT with ROLLBACK where a statement had failed.
      guard let tag = PQcmdStatus(result), strcmp(tag, "COMMIT") == 0 else {
        throw PostgresError(.rolledBack)
      }
    } catch {
      throw error.at(site)
    }
  }

  /// Leaves no transaction behind; a connection that cannot do that is closed.
  private func rollback() {
    runningEpoch = 0
    guard let handle else { return }
    if copy != nil || PQtransactionStatus(handle) == PQTRANS_ACTIVE {
      if copy?.direction == .toProgram { cancelNow() }
      endCopy(on: handle, because: "rolled back")
    }
    if PQstatus(handle) == CONNECTION_OK, PQtransactionStatus(handle) != PQTRANS_IDLE {
      PQclear(PQexec(handle, "ROLLBACK"))
    }
    if !isReusable { close() }
  }

  /// Asks the server to stop what it is sending.
  private func cancelNow() {
    guard let canceller else { return }
    let number = canceller.begin()
    canceller.fireOnce(number)
    canceller.end()
  }
}
