import Basics
import Postgres
import Sheets

/// What a run will read: the month, the moment as of which people are known, and who is expected.
struct RunPlan: Sendable {
  let month: Month
  let revision: Int16
  let kind: Run.Kind
  let knownAt: Instant
  /// The last change of sheets and decisions when it was made.
  let inputs: Int64
  let previous: Int32?
  let programVersion: String
  /// About so many members are scored in one transaction.
  let chunkSize: Int
}

/// Somebody whom others name as their manager; the own manager where that is one too.
struct ExpectedManager: Readable {
  let id: Int64
  let isLeader: Bool
  let manager: Int64?

  init(_ row: Row) throws {
    id = try row.value("member_id")
    isLeader = try row.value("is_leader")
    manager = try row.value("manager_id")
  }
}

/// In which stage each leader is scored: after the last of those who report to them.
enum Stages {
  /// - Parameter edges: those who manage somebody, each with the manager where that is one of them.
  /// - Returns: the stage of each, from 1.
  /// - Throws: ``Ring`` for leaders who manage each other.
  static func of(_ edges: [(id: Int64, manager: Int64?)]) throws(Ring) -> [Int64: Int16] {
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
  struct Ring: Error, Hashable { let members: [Int64] }

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

extension Transaction {
  /// Writes down who is scored and in which chunks; the temporary table `expected` has them.
  func layOut(_ plan: RunPlan, run: Int32) async throws {
    let stages = try await stages()
    try await execute(
      "CREATE TEMPORARY TABLE leader_stage (member_id bigint, stage smallint) ON COMMIT DROP")
    try await copyIn(into: "leader_stage", columns: ["member_id", "stage"]) { writer in
      for (id, stage) in stages { try await writer.append(id, stage) }
    }
    try await insertMembers(plan, run: run)
    try await insertChunks(run: run, chunkSize: plan.chunkSize, month: plan.month)
  }

  private func stages() async throws -> [Int64: Int16] {
    let managers = try await managers()
    let leaders = Set(managers.lazy.filter(\.isLeader).map(\.id))
    do {
      // Any ring is refused, whatever the form of those in it; only leaders wait for others.
      _ = try Stages.of(managers.map { ($0.id, $0.manager) })
      return try Stages.of(
        managers.filter(\.isLeader).map { one in
          (one.id, one.manager.flatMap { leaders.contains($0) ? $0 : nil })
        })
    } catch {
      throw RunError.cycle(try await codes(ofExpected: error.members))
    }
  }
}
