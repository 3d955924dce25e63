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
  /// Among so many numbers of members it is found out at a time who is expected.
  let stageSize: Int64
}

/// How whole units make chunks.
enum ChunkPlan {
  /// The members of a unit, and the stretch of numbers in which they lie.
  struct Span: Sendable {
    let unit: Int64
    let members: Int
    let first: Int64
    let last: Int64
  }

  /// How many times its size a chunk may be, so that units among each other stay together.
  static let together = 3

  /// Puts units into chunks of about `size` members.
  ///
  /// A chunk is read in one sweep over the numbers of its members. So units whose stretches overlap
  /// stay together up to ``together`` times the size: else the entries of the one would be read for
  /// the other as well, or every member looked up.
  ///
  /// - Parameters:
  ///   - spans: every unit once, by its first number.
  ///   - size: so many members in a chunk; a larger unit is one by itself.
  /// - Returns: the number of the chunk of each unit, from 1.
  static func of(_ spans: [Span], size: Int) -> [Int64: Int32] {
    var chunks: [Int64: Int32] = [:]
    var (number, members): (Int32, Int) = (1, 0)
    func put(_ units: some Collection<Span>) {
      let more = units.reduce(0) { $0 + $1.members }
      if members > 0, members + more > size { (number, members) = (number + 1, 0) }
      for span in units { chunks[span.unit] = number }
      members += more
    }
    var place = 0
    while place < spans.count {
      var (end, last, count) = (place, spans[place].last, 0)
      while end < spans.count, end == place || spans[end].first <= last {
        last = max(last, spans[end].last)
        count += spans[end].members
        end += 1
      }
      if count <= size * together {
        put(spans[place..<end])
      } else {
        for span in spans[place..<end] { put(CollectionOfOne(span)) }
      }
      place = end
    }
    return chunks
  }
}

/// The chunks of a run, gathered while its members are written down.
struct ChunkList {
  /// Those of stage 0, by unit.
  private var base: [Int32: Chunk] = [:]
  /// Leaders, by stage.
  private var leaders: [Int16: [Int64]] = [:]

  mutating func add(_ member: Int64, stage: Int16, chunk number: Int32) {
    let known = base[number]
    base[number] = Chunk(
      number: number, stage: 0, members: (known?.members ?? 0) + 1,
      first: min(known?.first ?? member, member), last: max(known?.last ?? member, member))
    if stage > 0 { leaders[stage, default: []].append(member) }
  }

  /// The chunks of stage 0, one for the collectives, and those of the leaders by number.
  func chunks(size: Int) -> [Chunk] {
    var chunks = base.values.sorted { $0.number < $1.number }
    var number = (chunks.last?.number ?? 0) + 1
    chunks.append(Chunk(number: number, stage: 0, members: 0, first: 0, last: 0))
    for (stage, members) in leaders.sorted(by: { $0.key < $1.key }) {
      let ordered = members.sorted()
      for start in stride(from: 0, to: ordered.count, by: size) {
        let part = ordered[start..<min(start + size, ordered.count)]
        number += 1
        chunks.append(
          Chunk(
            number: number, stage: stage, members: part.count, first: part[part.startIndex],
            last: part[part.endIndex - 1]))
      }
    }
    return chunks
  }
}

extension Runs {
  /// Writes down who is scored and in which chunks.
  ///
  /// Who is expected is found out and read on connections of their own, so that the server selects
  /// and stores at the same time. It is a question about the record alone: nothing that the run's
  /// own transaction has changed bears on it. Of many members each of two connections asks about
  /// half.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - run: the number of the run.
  ///   - transaction: the one that begins the run.
  /// - Returns: members that cannot be scored.
  /// - Throws: ``RunError/cycle(_:)`` for members who manage each other; a `PostgresError`.
  func layOut(
    _ plan: RunPlan, run: Int32, in transaction: Transaction
  ) async throws -> [Skipped] {
    try await database.write { reading in
      let numbers = try await reading.memberNumbers() ?? 0...0
      guard numbers.upperBound - numbers.lowerBound >= plan.stageSize else {
        try await reading.stageExpected(on: plan.month.lastDay, knownAt: plan.knownAt, of: numbers)
        return try await layOut(plan, run: run, from: [reading], in: transaction)
      }
      return try await database.write { other in
        let middle = numbers.lowerBound + (numbers.upperBound - numbers.lowerBound) / 2
        async let later: Void = other.stageExpected(
          on: plan.month.lastDay, knownAt: plan.knownAt, of: (middle + 1)...numbers.upperBound,
          piece: plan.stageSize)
        try await reading.stageExpected(
          on: plan.month.lastDay, knownAt: plan.knownAt, of: numbers.lowerBound...middle,
          piece: plan.stageSize)
        try await later
        return try await layOut(plan, run: run, from: [reading, other], in: transaction)
      }
    }
  }

  /// The same from those who have found out who is expected, each with some, by number.
  private func layOut(
    _ plan: RunPlan, run: Int32, from reading: [Transaction], in transaction: Transaction
  ) async throws -> [Skipped] {
    let stages = try await Transaction.stages(reading)
    let units = ChunkPlan.of(try await Transaction.gradingSpans(reading), size: plan.chunkSize)
    let chunks = try await transaction.insertMembers(
      of: plan, run: run, stages: stages, units: units, from: reading)
    try await transaction.insert(chunks.chunks(size: plan.chunkSize), of: run)
    var skipped: [Skipped] = []
    for one in reading { skipped += try await one.skippedExpected() }
    return skipped.sorted { $0.code < $1.code }
  }
}

extension Transaction {
  /// The stage of every leader among those whom some transactions have staged.
  fileprivate static func stages(_ reading: [Transaction]) async throws -> [Int64: Int16] {
    let managers = try await managers(reading)
    let leaders = Set(managers.lazy.filter(\.isLeader).map(\.id))
    do {
      // Any ring is refused, whatever the form of those in it; only leaders wait for others.
      _ = try Stages.of(managers.map { ($0.id, $0.manager) })
      return try Stages.of(
        managers.filter(\.isLeader).map { one in
          (one.id, one.manager.flatMap { leaders.contains($0) ? $0 : nil })
        })
    } catch {
      throw RunError.cycle(try await codes(of: error.members, reading))
    }
  }

  /// Everybody expected whom somebody expected names as manager, and their own managers.
  private static func managers(_ reading: [Transaction]) async throws -> [ExpectedManager] {
    let named = Set(try await all(reading) { try await $0.managersNamed() }).sorted()
    var managers = try await all(reading) { try await $0.expected(among: named) }
    let expected = Set(managers.lazy.map(\.id))
    for place in managers.indices {
      if let manager = managers[place].manager, !expected.contains(manager) {
        managers[place].manager = nil
      }
    }
    return managers
  }

  /// What all of them answer, asked at once; in the order of those who were asked.
  private static func all<Row: Sendable>(
    _ reading: [Transaction], _ ask: @escaping @Sendable (Transaction) async throws -> [Row]
  ) async throws -> [Row] {
    try await withThrowingTaskGroup(of: (Int, [Row]).self) { group in
      for (place, one) in reading.enumerated() {
        group.addTask { (place, try await ask(one)) }
      }
      var answers: [Int: [Row]] = [:]
      for try await (place, rows) in group { answers[place] = rows }
      return reading.indices.flatMap { answers[$0] ?? [] }
    }
  }

  private static func codes(
    of members: [Int64], _ reading: [Transaction]
  ) async throws -> [Code] {
    var codes: [Int64: Code] = [:]
    for one in reading {
      for name in try await one.names(ofExpected: members) { codes[name.id] = name.code }
    }
    return members.compactMap { codes[$0] }
  }

  /// The units that grade somebody expected, by the first number of their members.
  fileprivate static func gradingSpans(
    _ reading: [Transaction]
  ) async throws -> [ChunkPlan.Span] {
    var spans: [Int64: ChunkPlan.Span] = [:]
    for span in try await all(reading, { try await $0.gradingSpans() }) {
      spans[span.unit] = span.joined(spans[span.unit])
    }
    return spans.values.sorted { ($0.first, $0.unit) < ($1.first, $1.unit) }
  }
}

extension ChunkPlan.Span {
  /// The members of a unit in two parts.
  fileprivate func joined(_ other: ChunkPlan.Span?) -> ChunkPlan.Span {
    guard let other else { return self }
    return ChunkPlan.Span(
      unit: unit, members: members + other.members, first: min(first, other.first),
      last: max(last, other.last))
  }
}
