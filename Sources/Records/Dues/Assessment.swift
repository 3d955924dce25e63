import Access
import Audit
import Basics
import Members
import Organisation
import Postgres
import Synchronization

/// What assessing a month came to.
package struct Assessment: Sendable {
  package let month: Month
  /// Members charged for the first time.
  package internal(set) var charged = 0
  /// Charged before, and now otherwise: another base, a waiver, a correction.
  package internal(set) var adjusted = 0
  /// Charged before, and found to owe nothing for this month.
  package internal(set) var voided = 0
  package internal(set) var unchanged = 0
  /// Of those who owe, the exempt.
  package internal(set) var exempt = 0
  /// Members who do not owe for this month.
  package internal(set) var notOwing = 0
  /// What all who owe have to pay, in đồng.
  package internal(set) var net = Money.zero
  /// How much more is owed than before.
  package internal(set) var difference = Money.zero
  /// Who cannot be charged, and why; in byte order of the code.
  package internal(set) var refused: [Refused] = []
  /// What was charged all the same but somebody should look at, by how many.
  package internal(set) var missingJoinedOn = 0
  /// What is wrong with the month's figures for everybody.
  package let warnings: [DuesWarning]

  /// A member who cannot be charged.
  package struct Refused: Sendable, Hashable {
    package let member: Code
    package let flaw: DuesFlaw
    /// The name of the cell.
    package let cell: String
  }

  init(month: Month, warnings: [DuesWarning]) {
    self.month = month
    self.warnings = warnings
  }

  package var isUnchanged: Bool { charged + adjusted + voided == 0 }

  mutating func add(_ part: Assessment) {
    charged += part.charged
    adjusted += part.adjusted
    voided += part.voided
    unchanged += part.unchanged
    exempt += part.exempt
    notOwing += part.notOwing
    net = net + part.net
    difference = difference + part.difference
    refused += part.refused
    missingJoinedOn += part.missingJoinedOn
  }
}

/// Whom an assessment is about.
package enum AssessmentScope: Sendable, Hashable {
  case everybody
  /// Members of the cells at or below this unit on the first day of the month.
  case under(Code)
  case member(Code)
}

extension Dues {
  /// Works out what everybody owes for a month, and charges it; again, only what changed.
  ///
  /// A member who was charged is never charged twice: another base, a waiver, a correction make an
  /// adjustment. Each piece of members is one transaction, so work that is stopped stands and is
  /// gone on with the next time.
  ///
  /// - Parameters:
  ///   - month: any, a future one too (for paying ahead).
  ///   - scope: whom.
  ///   - rehearses: only says what would be charged.
  ///   - workers: how many connections work at once.
  ///   - today: the day of the booking.
  ///   - actor: needs ``Act/assessDues`` over the scope.
  ///   - basis: why.
  ///   - progress: members looked at, and of how many.
  /// - Returns: what it came to; members who cannot be charged are named, and the others charged.
  /// - Throws: ``DuesRuleError``, `UnitError`, `MemberError`, an access error.
  package func assess(
    _ month: Month, scope: AssessmentScope = .everybody, rehearses: Bool = false,
    workers: Int = 2, today: Day, by actor: Actor, basis: Audit.Basis = .none,
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws -> Assessment {
    let rule = try rules.rule(for: month)
    let (pieces, tree) = try await database.read { transaction in
      (
        try await transaction.pieces(of: scope, month: month, today: today, by: actor),
        UnitTree(try await transaction.units(on: month.firstDay))
      )
    }
    let assessor = Assessor(
      rule: rule, tree: tree, today: today, actor: actor, basis: basis, rehearses: rehearses)
    let tally = AssessmentTally(pieces, Assessment(month: month, warnings: rule.warnings))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, min(workers, pieces.count)) {
        group.addTask {
          while let piece = tally.take() {
            try Task.checkCancellation()
            let part = try await database.write { transaction in
              try await assessor.assess(piece, in: transaction)
            }
            let (done, all) = tally.add(part, of: piece)
            progress(done, all)
          }
        }
      }
      try await group.waitForAll()
    }
    return tally.sum
  }
}

/// Hands the pieces out to those who work on them, and adds up what comes back.
private final class AssessmentTally: Sendable {
  private let pieces: [AssessmentPiece]
  private let all: Int
  private let state: Mutex<(next: Int, done: Int, sum: Assessment)>

  init(_ pieces: [AssessmentPiece], _ sum: Assessment) {
    self.pieces = pieces
    all = pieces.reduce(0) { $0 + $1.size }
    state = Mutex((0, 0, sum))
  }

  func take() -> AssessmentPiece? {
    state.withLock { state in
      guard state.next < pieces.count else { return nil }
      state.next += 1
      return pieces[state.next - 1]
    }
  }

  func add(_ part: Assessment, of piece: AssessmentPiece) -> (done: Int, all: Int) {
    state.withLock { state in
      state.sum.add(part)
      state.done += piece.size
      return (state.done, all)
    }
  }

  var sum: Assessment {
    var sum = state.withLock { $0.sum }
    sum.refused.sort { $0.member < $1.member }
    return sum
  }
}

/// Some members who are assessed in one transaction.
struct AssessmentPiece: Sendable {
  let choice: MemberChoice
  /// How many numbers it covers, for progress.
  let size: Int
  /// The stripes of the ledger that it holds meanwhile.
  let stripes: [Int32]

  enum MemberChoice: Sendable {
    case stretch(Int64, Int64)
    case these([Int64])
  }

  /// Members whose numbers agree but for the last bits lie in one stripe of locks.
  ///
  /// The same shift as in the triggers of migration 0011.
  static func stripe(of member: Int64) -> Int32 { Int32(truncatingIfNeeded: member >> 12) }

  /// Whole stripes, so that two pieces never wait for each other.
  static func stretches(through last: Int64) -> [AssessmentPiece] {
    let size: Int64 = 4 << 12
    return stride(from: Int64(0), through: last, by: Int(size)).map { first in
      let end = first + size - 1
      return AssessmentPiece(
        choice: .stretch(first, end), size: Int(min(end, last) - first) + 1,
        stripes: Array(stripe(of: first)...stripe(of: end)))
    }
  }

  static func these(_ members: [Int64]) -> [AssessmentPiece] {
    let sorted = members.sorted()
    return stride(from: 0, to: sorted.count, by: 8192).map { start in
      let some = Array(sorted[start..<min(start + 8192, sorted.count)])
      return AssessmentPiece(
        choice: .these(some), size: some.count, stripes: Set(some.map(stripe)).sorted())
    }
  }
}

extension Transaction {
  func pieces(
    of scope: AssessmentScope, month: Month, today: Day, by actor: Actor
  ) async throws -> [AssessmentPiece] {
    switch scope {
    case .everybody:
      try actor.requireEverywhere(.assessDues)
      return AssessmentPiece.stretches(through: try await lastMember())
    case .under(let unit):
      let cells = try await duesCells(under: unit, on: today, for: .assessDues, by: actor)
      return AssessmentPiece.these(
        try await members(ofCells: cells ?? [], chargedFor: month))
    case .member(let code):
      let party = try await party(code, on: today, for: .assessDues, by: actor)
      return AssessmentPiece.these([party.id.number])
    }
  }
}
