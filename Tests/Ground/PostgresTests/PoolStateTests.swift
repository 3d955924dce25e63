import Testing

@testable import Postgres

@Suite struct `The pool's decisions` {
  /// What the world outside of the state knows, checked after every event.
  private struct World {
    var state: PoolState
    var opening: Set<Int> = []
    var lent: [Int: UInt64] = [:]
    var idle: Set<Int> = []
    var waiting: [UInt64] = []
    var servedInOrder = true
    var faults: [String] = []
    var isDrained = false

    mutating func apply(_ actions: [PoolState.Action], request: UInt64? = nil) {
      if let request { waiting.append(request) }
      for action in actions {
        switch action {
        case .open(let id):
          if !opening.insert(id).inserted { faults.append("opened twice") }
        case .close(let id):
          if idle.remove(id) == nil, lent.removeValue(forKey: id) == nil {
            faults.append("closed twice")
          }
        case .lend(let id, let waiter):
          if lent[id] != nil { faults.append("lent twice") }
          idle.remove(id)
          lent[id] = waiter
          if waiting.first != waiter { servedInOrder = false }
          waiting.removeAll { $0 == waiter }
        case .refuse(let waiter, _):
          if !waiting.contains(waiter) { faults.append("refused twice") }
          waiting.removeAll { $0 == waiter }
        case .drained: isDrained = true
        }
      }
    }
  }

  @Test(arguments: 0..<50)
  func `hold for any sequence of events`(round: UInt64) {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let limits = PoolLimits(
      connections: Int.random(in: 1...5, using: &random), waitSeconds: 2, maxAgeSeconds: 50,
      idleSeconds: 10)
    var world = World(state: PoolState(limits: limits))
    var (now, nextWaiter): (Int64, UInt64) = (0, 0)
    var faults: [String] = []
    for _ in 0..<2000 {
      now += Int64.random(in: 0...400_000, using: &random)
      step(&world, at: now, nextWaiter: &nextWaiter, using: &random)
      faults += self.faults(of: world, limits)
    }
    #expect(faults.isEmpty && world.faults.isEmpty, "seed \(seed)")
    world.apply(world.state.close())
    while let id = world.opening.popFirst() {
      world.lent[id] = 0
      world.apply(world.state.opened(id, at: now))
    }
    for id in world.lent.keys.sorted() {
      world.apply(world.state.returned(id, isReusable: true, at: now))
    }
    #expect(world.isDrained && world.waiting.isEmpty && world.state.connectionCount == 0)
    #expect(world.servedInOrder, "seed \(seed)")
  }

  private func step(
    _ world: inout World, at now: Int64, nextWaiter: inout UInt64,
    using random: inout SeededGenerator
  ) {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...3:
      nextWaiter += 1
      // The request is known before its answer.
      let actions = world.state.request(nextWaiter, at: now)
      world.apply(actions, request: nextWaiter)
    case 4:
      guard let waiter = world.waiting.randomElement(using: &random) else { return }
      world.apply(world.state.cancel(waiter))
    case 5:
      guard let id = world.opening.sorted().randomElement(using: &random) else { return }
      world.opening.remove(id)
      world.apply(world.state.openFailed(id, at: now))
    case 6...7:
      guard let id = world.opening.sorted().randomElement(using: &random) else { return }
      world.opening.remove(id)
      let actions = world.state.opened(id, at: now)
      world.apply(actions)
      if world.lent[id] == nil { world.idle.insert(id) }
    case 8:
      guard let id = world.lent.keys.sorted().randomElement(using: &random) else { return }
      let actions = world.state.returned(id, isReusable: Bool.random(using: &random), at: now)
      let isLentOn = actions.contains { if case .lend(id, _) = $0 { true } else { false } }
      if !actions.contains(.close(id)) { world.lent[id] = nil }
      world.apply(actions)
      if !isLentOn, !actions.contains(.close(id)) { world.idle.insert(id) }
    default: world.apply(world.state.tick(at: now))
    }
  }

  /// Everything that is wrong; one `#expect` for a whole round, as each of them costs time.
  private func faults(of world: World, _ limits: PoolLimits) -> [String] {
    let state = world.state
    let known = world.opening.count + world.lent.count + world.idle.count
    // Whoever waits can be served: a connection is on its way, or all that may be are in use.
    let isServed =
      world.waiting.isEmpty || !world.opening.isEmpty || world.lent.count == limits.connections
    let rules = [
      ("count of connections", state.connectionCount == known),
      ("limit", state.connectionCount <= limits.connections),
      ("count of idle", state.idleCount == world.idle.count),
      ("count of waiters", state.waiterCount == world.waiting.count),
      ("idle while somebody waits", state.waiterCount == 0 || state.idleCount == 0),
      ("nobody serves the queue", isServed),
    ]
    return rules.compactMap { name, holds in holds ? nil : name }
  }

  @Test func `lend the connection used last, and close the ones idle for long`() {
    var state = PoolState(limits: PoolLimits(connections: 2, idleSeconds: 10))
    #expect(state.request(1, at: 0) == [.open(1)])
    #expect(state.request(2, at: 0) == [.open(2)])
    #expect(state.request(3, at: 0) == [])
    #expect(state.opened(2, at: 1) == [.lend(2, to: 1)])
    #expect(state.opened(1, at: 2) == [.lend(1, to: 2)])
    #expect(state.returned(1, isReusable: true, at: 3) == [.lend(1, to: 3)])
    #expect(state.returned(1, isReusable: true, at: 4) == [])
    #expect(state.returned(2, isReusable: true, at: 5_000_000) == [])
    #expect(state.request(4, at: 6_000_000) == [.lend(2, to: 4)])
    #expect(state.tick(at: 10_000_004) == [.close(1)])
    #expect(state.returned(2, isReusable: false, at: 11_000_000) == [.close(2)])
  }

  @Test func `replace a connection that has grown old or broke while others wait`() {
    var state = PoolState(limits: PoolLimits(connections: 1, maxAgeSeconds: 10))
    #expect(state.request(1, at: 0) == [.open(1)])
    #expect(state.opened(1, at: 0) == [.lend(1, to: 1)])
    #expect(state.request(2, at: 0) == [])
    #expect(state.returned(1, isReusable: false, at: 1) == [.close(1), .open(2)])
    #expect(state.opened(2, at: 2) == [.lend(2, to: 2)])
    #expect(state.returned(2, isReusable: true, at: 10_000_002) == [.close(2)])
  }

  @Test func `tell one caller for each connection that cannot be made`() {
    var state = PoolState(limits: PoolLimits(connections: 1))
    #expect(state.request(1, at: 0) == [.open(1)])
    #expect(state.request(2, at: 0) == [])
    #expect(state.openFailed(1, at: 1) == [.refuse(1, .notConnected), .open(2)])
    #expect(state.openFailed(2, at: 2) == [.refuse(2, .notConnected)])
    #expect(state.close() == [.drained])
    #expect(state.request(3, at: 3) == [.refuse(3, .closed)])
  }
}
