/// How large a pool may grow and how long its parts may last.
package struct PoolLimits: Sendable, Hashable {
  /// The most connections at once, lent ones included.
  package var connections: Int
  /// How long a caller waits for a free connection before it is refused.
  package var waitSeconds: Int
  /// How old a connection may grow; an older one is replaced when it comes back.
  package var maxAgeSeconds: Int
  /// How long a connection may lie idle before it is closed.
  package var idleSeconds: Int
  /// How many statements each connection keeps prepared.
  package var preparedStatements: Int

  package init(
    connections: Int = 8, waitSeconds: Int = 2, maxAgeSeconds: Int = 1800, idleSeconds: Int = 300,
    preparedStatements: Int = 256
  ) {
    self.connections = max(connections, 1)
    self.waitSeconds = waitSeconds
    self.maxAgeSeconds = maxAgeSeconds
    self.idleSeconds = idleSeconds
    self.preparedStatements = preparedStatements
  }
}

/// The decisions of a pool: who gets which connection, who waits, and what is opened and closed.
///
/// Pure: events go in with the time in microseconds, actions come out, and somebody else does them.
/// Callers are served in the order in which they came; of the idle connections the one used last
/// is lent first, so that the surplus grows old and is closed.
struct PoolState {
  typealias ConnectionID = Int
  typealias WaiterID = UInt64

  enum Action: Hashable {
    case open(ConnectionID)
    case close(ConnectionID)
    case lend(ConnectionID, to: WaiterID)
    case refuse(WaiterID, Refusal)
    /// The pool is closed and has no connection left.
    case drained
  }

  enum Refusal: Hashable { case waitedTooLong, cancelled, closed, notConnected }

  private enum Use: Hashable { case opening, idle(since: Int64), lent }

  private struct Slot {
    var use: Use
    var openedAt: Int64
  }

  private struct Waiter {
    let id: WaiterID
    let deadline: Int64
  }

  let limits: PoolLimits
  private var slots: [ConnectionID: Slot] = [:]
  /// Idle connections, the one used last at the end.
  private var idle: [ConnectionID] = []
  private var waiters: [Waiter] = []
  private var opening = 0
  private var lastID: ConnectionID = 0
  private(set) var isClosed = false

  init(limits: PoolLimits) { self.limits = limits }

  var connectionCount: Int { slots.count }
  var idleCount: Int { idle.count }
  var waiterCount: Int { waiters.count }
  var lentCount: Int { slots.count - idle.count - opening }

  /// A caller wants a connection.
  mutating func request(_ waiter: WaiterID, at now: Int64) -> [Action] {
    guard !isClosed else { return [.refuse(waiter, .closed)] }
    if waiters.isEmpty, let id = idle.popLast() {
      slots[id]?.use = .lent
      return [.lend(id, to: waiter)]
    }
    waiters.append(Waiter(id: waiter, deadline: now + Int64(limits.waitSeconds) * 1_000_000))
    return openIfNeeded(at: now)
  }

  /// A caller no longer wants one.
  mutating func cancel(_ waiter: WaiterID) -> [Action] {
    guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
    waiters.remove(at: index)
    return [.refuse(waiter, .cancelled)]
  }

  /// A connection that was asked for is there.
  mutating func opened(_ id: ConnectionID, at now: Int64) -> [Action] {
    guard case .opening = slots[id]?.use else { return [] }
    opening -= 1
    guard !isClosed else {
      slots[id] = nil
      return [.close(id)] + drainedIfEmpty()
    }
    slots[id] = Slot(use: .lent, openedAt: now)
    return place(id, at: now)
  }

  /// A connection that was asked for could not be made: whoever waited longest is told why, and
  /// it is tried again for the next.
  mutating func openFailed(_ id: ConnectionID, at now: Int64) -> [Action] {
    guard case .opening = slots[id]?.use else { return [] }
    opening -= 1
    slots[id] = nil
    if isClosed { return drainedIfEmpty() }
    var actions: [Action] = []
    if !waiters.isEmpty { actions.append(.refuse(waiters.removeFirst().id, .notConnected)) }
    return actions + openIfNeeded(at: now)
  }

  /// A lent connection comes back; one that is not idle and sound is closed, and so is an old one.
  mutating func returned(_ id: ConnectionID, isReusable: Bool, at now: Int64) -> [Action] {
    guard let slot = slots[id], slot.use == .lent else { return [] }
    let isOld = now - slot.openedAt >= Int64(limits.maxAgeSeconds) * 1_000_000
    guard isReusable, !isOld, !isClosed else {
      slots[id] = nil
      return [.close(id)] + (isClosed ? drainedIfEmpty() : openIfNeeded(at: now))
    }
    return place(id, at: now)
  }

  /// Time passes: callers that waited too long are refused, connections that lay idle too long or
  /// grew too old are closed.
  mutating func tick(at now: Int64) -> [Action] {
    // Everybody waits equally long, so the first of the queue is always the first to be refused.
    let late = waiters.prefix { $0.deadline <= now }
    waiters.removeFirst(late.count)
    var actions = late.map { Action.refuse($0.id, .waitedTooLong) }
    let stale = idle.filter { isStale($0, at: now) }
    idle.removeAll { stale.contains($0) }
    for id in stale {
      slots[id] = nil
      actions.append(.close(id))
    }
    return actions
  }

  /// No more: idle connections are closed now and lent ones when they come back.
  mutating func close() -> [Action] {
    guard !isClosed else { return [] }
    isClosed = true
    var actions = waiters.map { Action.refuse($0.id, .closed) }
    actions += idle.map { .close($0) }
    for id in idle { slots[id] = nil }
    (waiters, idle) = ([], [])
    return actions + drainedIfEmpty()
  }

  private func isStale(_ id: ConnectionID, at now: Int64) -> Bool {
    guard let slot = slots[id], case .idle(let since) = slot.use else { return false }
    return now - since >= Int64(limits.idleSeconds) * 1_000_000
      || now - slot.openedAt >= Int64(limits.maxAgeSeconds) * 1_000_000
  }

  /// A sound connection is free: the first in the queue gets it, or it lies idle.
  private mutating func place(_ id: ConnectionID, at now: Int64) -> [Action] {
    guard !waiters.isEmpty else {
      slots[id]?.use = .idle(since: now)
      idle.append(id)
      return []
    }
    return [.lend(id, to: waiters.removeFirst().id)]
  }

  private mutating func openIfNeeded(at now: Int64) -> [Action] {
    var actions: [Action] = []
    while opening < waiters.count, slots.count < limits.connections {
      lastID += 1
      opening += 1
      slots[lastID] = Slot(use: .opening, openedAt: now)
      actions.append(.open(lastID))
    }
    return actions
  }

  private func drainedIfEmpty() -> [Action] { slots.isEmpty ? [.drained] : [] }
}
