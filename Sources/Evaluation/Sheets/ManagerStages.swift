import Basics
import Postgres

/// Somebody whom others name as their manager; the own manager where that is one too.
package struct ExpectedManager: Readable {
  package let id: Int64
  package let isLeader: Bool
  package var manager: Int64?

  package init(_ row: Row) throws {
    id = try row.value("member_id")
    isLeader = try row.value("is_leader")
    manager = try row.value("manager_id")
  }
}

/// In which stage each leader is scored: after the last of those who report to them.
package enum Stages {
  /// - Parameter edges: those who manage somebody, each with the manager where that is one of them.
  /// - Returns: the stage of each, from 1.
  /// - Throws: ``Ring`` for leaders who manage each other.
  package static func of(_ edges: [(id: Int64, manager: Int64?)]) throws(Ring) -> [Int64: Int16] {
    var waiting: [Int64: Int] = [:]
    var managers: [Int64: Int64] = [:]
    for (id, manager) in edges {
      waiting[id, default: 0] += 0
      guard let manager else { continue }
      managers[id] = manager
      waiting[manager, default: 0] += 1
    }
    var stages: [Int64: Int16] = [:]
    var ready = waiting.filter { $0.value == 0 }.map(\.key)
    while let id = ready.popLast() {
      let stage = stages[id] ?? 1
      stages[id] = stage
      guard let manager = managers[id], let left = waiting[manager] else { continue }
      stages[manager] = max(stages[manager] ?? 1, stage + 1)
      waiting[manager] = left - 1
      if left == 1 { ready.append(manager) }
    }
    let unresolved = waiting.filter { $0.value > 0 }.map(\.key)
    guard let start = unresolved.min() else { return stages }
    throw Ring(members: walk(from: start, by: managers))
  }

  /// Members in a ring, each managed by the next.
  package struct Ring: Error, Hashable {
    package let members: [Int64]

    /// The ring in words.
    package static func words(_ codes: [Code]) -> Phrase {
      let ring = (codes + codes.prefix(1)).map(\.text).joined(separator: " → ")
      return Phrase(
        vi: "Người quản lý lẫn nhau thành vòng: \(ring).", en: "Managers form a ring: \(ring).")
    }
  }

  /// Follows managers until one comes up again: from there on it is the ring.
  private static func walk(from start: Int64, by managers: [Int64: Int64]) -> [Int64] {
    var (line, place): ([Int64], [Int64: Int]) = ([], [:])
    var next = start
    while place[next] == nil {
      place[next] = line.count
      line.append(next)
      guard let manager = managers[next] else { return line }
      next = manager
    }
    return Array(line[(place[next] ?? 0)...])
  }
}
