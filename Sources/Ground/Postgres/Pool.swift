import Dispatch
import Synchronization

/// Does what ``PoolState`` decides.
final class Pool: Sendable {
  private struct Contents {
    var state: PoolState
    var connections: [PoolState.ConnectionID: Connection] = [:]
    var waiting: [PoolState.WaiterID: CheckedContinuation<Lease, any Error>] = [:]
    var closing: [CheckedContinuation<Void, Never>] = []
    var lastWaiter: PoolState.WaiterID = 0
    var isTicking = false
  }

  private let contents: Mutex<Contents>
  private let address: DatabaseAddress
  private let limits: PoolLimits
  private let start = ContinuousClock.now

  init(address: DatabaseAddress, limits: PoolLimits) {
    self.address = address
    self.limits = limits
    contents = Mutex(Contents(state: PoolState(limits: limits)))
  }

  /// A connection that somebody has the use of until they give it back.
  struct Lease: Sendable {
    let id: PoolState.ConnectionID
    let connection: Connection
  }

  /// Lends a connection, waiting as long as the limits allow.
  ///
  /// - Throws: a ``PostgresError``, or `CancellationError` for a task that was cancelled.
  func take() async throws -> Lease {
    try Task.checkCancellation()
    let waiter = contents.withLock { contents in
      contents.lastWaiter += 1
      return contents.lastWaiter
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        perform { contents, now in
          contents.waiting[waiter] = continuation
          return contents.state.request(waiter, at: now)
        }
        // Cancelled before there was anything to cancel.
        if Task.isCancelled { cancel(waiter) }
        refuseLater(waiter)
      }
    } onCancel: {
      cancel(waiter)
    }
  }

  /// Takes a connection back.
  func give(_ lease: Lease, isReusable: Bool) {
    perform { contents, now in
      contents.state.returned(lease.id, isReusable: isReusable, at: now)
    }
  }

  /// Lends nothing more, and returns when the last connection has come back and is closed.
  func close() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      perform { contents, _ in
        if contents.state.isClosed, contents.state.connectionCount == 0 {
          contents.closing.append(continuation)
          return [.drained]
        }
        contents.closing.append(continuation)
        return contents.state.close()
      }
    }
  }

  var counts: (connections: Int, idle: Int, waiters: Int) {
    contents.withLock {
      ($0.state.connectionCount, $0.state.idleCount, $0.state.waiterCount)
    }
  }

  private func cancel(_ waiter: PoolState.WaiterID) {
    perform { contents, _ in contents.state.cancel(waiter) }
  }

  /// Wakes up when the waiter's time is over, if it waits still.
  private func refuseLater(_ waiter: PoolState.WaiterID) {
    let isWaiting = contents.withLock { $0.waiting[waiter] != nil }
    guard isWaiting else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(limits.waitSeconds)) {
      [weak self] in
      self?.perform { contents, now in contents.state.tick(at: now) }
    }
  }

  /// Looks after idle connections for as long as there are any.
  private func keepTicking() {
    let seconds = max(min(limits.idleSeconds, limits.maxAgeSeconds) / 4, 1)
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) { [weak self] in
      guard let self else { return }
      perform { contents, now in contents.state.tick(at: now) }
      let goesOn = contents.withLock { contents in
        contents.isTicking = contents.state.connectionCount > 0
        return contents.isTicking
      }
      if goesOn { keepTicking() }
    }
  }

  private var now: Int64 {
    let passed = (ContinuousClock.now - start).components
    return passed.seconds * 1_000_000 + passed.attoseconds / 1_000_000_000_000
  }

  /// What is left to do outside the lock.
  private enum Errand {
    case open(Connection, PoolState.ConnectionID)
    case close(Connection)
    case answer(CheckedContinuation<Lease, any Error>, Result<Lease, any Error>)
    case drained([CheckedContinuation<Void, Never>])
  }

  /// Tells the state what happened and does what it says.
  private func perform(
    failure: (any Error)? = nil, _ event: (inout Contents, Int64) -> [PoolState.Action]
  ) {
    let now = now
    let errands = contents.withLock { contents in
      event(&contents, now).compactMap { errand(for: $0, in: &contents, failure: failure) }
    }
    for errand in errands { run(errand) }
  }

  private func errand(
    for action: PoolState.Action, in contents: inout Contents, failure: (any Error)?
  ) -> Errand? {
    switch action {
    case .open(let id):
      let connection = Connection(to: address, statementLimit: limits.preparedStatements)
      contents.connections[id] = connection
      return .open(connection, id)
    case .close(let id):
      return contents.connections.removeValue(forKey: id).map { .close($0) }
    case .lend(let id, let waiter):
      guard let connection = contents.connections[id],
        let continuation = contents.waiting.removeValue(forKey: waiter)
      else { return nil }
      return .answer(continuation, .success(Lease(id: id, connection: connection)))
    case .refuse(let waiter, let refusal):
      guard let continuation = contents.waiting.removeValue(forKey: waiter) else { return nil }
      return .answer(continuation, .failure(error(for: refusal, failure)))
    case .drained:
      defer { contents.closing = [] }
      return .drained(contents.closing)
    }
  }

  private func error(
    for refusal: PoolState.Refusal, _ failure: (any Error)?
  ) -> any Error {
    switch refusal {
    case .cancelled: CancellationError()
    case .closed: PostgresError(.closed)
    case .waitedTooLong: PostgresError(.exhausted)
    case .notConnected: failure ?? PostgresError(.connection)
    }
  }

  private func run(_ errand: Errand) {
    switch errand {
    case .answer(let continuation, let result): continuation.resume(with: result)
    case .close(let connection): Task { await connection.close() }
    case .drained(let continuations):
      for continuation in continuations { continuation.resume() }
    case .open(let connection, let id):
      startTicking()
      Task {
        do {
          try await connection.open()
          perform { contents, now in contents.state.opened(id, at: now) }
        } catch {
          perform(failure: error) { contents, now in
            contents.connections[id] = nil
            return contents.state.openFailed(id, at: now)
          }
        }
      }
    }
  }

  private func startTicking() {
    let begins = contents.withLock { contents in
      defer { contents.isTicking = true }
      return !contents.isTicking
    }
    if begins { keepTicking() }
  }
}
