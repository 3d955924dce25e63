import Basics

/// How often a transaction that lost a race is run again.
package enum Retry: Sendable, Hashable {
  case never
  /// Up to so many times in all, and only for serialization failures, deadlocks and a schema that
  /// changed under a prepared statement. The whole body runs again: it may have no effect outside
  /// the transaction.
  case upTo(Int)

  var attempts: Int {
    switch self {
    case .never: 1
    case .upTo(let count): max(count, 1)
    }
  }
}

/// The database, through a pool of connections.
package final class Database: Sendable {
  package let address: DatabaseAddress
  private let pool: Pool

  /// A pool; connections are made when they are first needed.
  package init(address: DatabaseAddress, limits: PoolLimits = PoolLimits()) {
    self.address = address
    pool = Pool(address: address, limits: limits)
  }

  /// Runs `body` in a transaction that sees one state of the data and can change nothing.
  ///
  /// - Throws: what `body` throws, and a ``PostgresError`` of kind `unavailable` where no
  ///   connection was free in time or none could be made.
  @discardableResult
  package func read<R: Sendable>(
    now: Instant? = nil, file: StaticString = #fileID, line: UInt = #line,
    _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    let mode = TransactionMode(isolation: .repeatableRead, isReadOnly: true)
    return try await run(body, as: mode, now: now, at: CallSite(file: file, line: line))
  }

  /// Runs `body` in a transaction: stored when it returns, undone when it throws.
  ///
  /// With `retry`, the whole body runs again after it lost a race. With `now`, the transaction
  /// takes that moment for the present instead of the server's.
  ///
  /// - Throws: what `body` throws; a ``PostgresError`` with reason
  ///   ``PostgresError/Reason/outcomeUnknown`` where the answer to COMMIT was lost, so that the
  ///   change may or may not be stored.
  @discardableResult
  package func write<R: Sendable>(
    isolation: Isolation = .readCommitted, retry: Retry = .never, now: Instant? = nil,
    file: StaticString = #fileID, line: UInt = #line,
    _ body: @Sendable (Transaction) async throws -> R
  ) async throws -> R {
    let mode = TransactionMode(isolation: isolation, isReadOnly: false)
    let site = CallSite(file: file, line: line)
    var attempt = 1
    while true {
      do {
        return try await run(body, as: mode, now: now, at: site)
      } catch let error as PostgresError {
        guard error.isWorthRetrying, attempt < retry.attempts else { throw error }
        // Those who met once would meet again if they all waited equally long.
        try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 << min(attempt, 6)))))
        attempt += 1
      }
    }
  }

  private func run<R: Sendable>(
    _ body: @Sendable (Transaction) async throws -> R, as mode: TransactionMode, now: Instant?,
    at site: CallSite
  ) async throws -> R {
    var replacements = 0
    while true {
      let lease = try await take(at: site)
      let outcome = await lease.connection.outcome(of: body, as: mode, now: now, at: site)
      pool.give(lease, isReusable: outcome.isReusable)
      // A connection that died while it lay idle is not the caller's business, as nothing was
      // asked of it yet.
      if !outcome.hasBegun, !outcome.isReusable, replacements < 16, !Task.isCancelled,
        case .failure(let error as PostgresError) = outcome.result,
        case .connection = error.reason
      {
        replacements += 1
        continue
      }
      return try outcome.result.get()
    }
  }

  private func take(at site: CallSite) async throws -> Pool.Lease {
    do {
      return try await pool.take()
    } catch let error as PostgresError {
      throw error.at(site)
    }
  }

  /// Lends one connection, for statements outside a transaction and locks that outlast one.
  ///
  /// It is closed afterwards and not lent again, since nobody can tell what it was left with.
  @discardableResult
  package func withConnection<R: Sendable>(
    file: StaticString = #fileID, line: UInt = #line,
    _ body: @Sendable (Connection) async throws -> R
  ) async throws -> R {
    let lease = try await take(at: CallSite(file: file, line: line))
    do {
      let value = try await lease.connection.lend(to: body)
      pool.give(lease, isReusable: false)
      return value
    } catch {
      pool.give(lease, isReusable: false)
      throw error
    }
  }

  /// Lends nothing more, and returns when every connection has come back and is closed.
  package func close() async { await pool.close() }

  /// How many connections there are, how many of them idle, and how many callers wait.
  package var counts: (connections: Int, idle: Int, waiters: Int) { pool.counts }
}

extension Connection {
  /// Calls `body` on the connection's own queue.
  func lend<R: Sendable>(to body: @Sendable (Connection) async throws -> R) async throws -> R {
    try await body(self)
  }
}
