import Basics
import Frameworks
import Scoring
import Sheets

/// A framework as a run uses it.
package struct StoredRules: Sendable {
  package let id: Int32
  package let framework: Framework
  /// SHA-256 of its file, hex.
  package let digest: String

  package init(id: Int32, framework: Framework, digest: String) {
    self.id = id
    self.framework = framework
    self.digest = digest
  }
}

/// All frameworks on record, by number; a simulation puts others in their place.
package struct RuleShelf: Sendable {
  package private(set) var rules: [Int32: StoredRules]

  package init(_ rules: [StoredRules]) {
    self.rules = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(id: Int32) -> StoredRules? { rules[id] }
}

/// A member with the score that the rules give, before quotas.
struct ScoredMember: Sendable {
  let member: PlannedMember
  let framework: Int32?
  let score: Score
}

/// A collective with the score of its own sheet.
struct ScoredUnit: Sendable {
  let unit: Int64
  let framework: Int32
  let score: Score
}

/// Scores the members of a chunk by the one definition of the rules; pure.
struct ChunkScoring {
  let shelf: RuleShelf
  /// In a final run a sheet that was never decided is incomplete.
  let isFinal: Bool

  /// - Parameters:
  ///   - members: in the order of their numbers.
  ///   - read: their sheets, in the same order; sheets of others are passed over.
  ///   - stage: only members of this stage are scored.
  ///   - halved: leaders with somebody at grade D below them.
  /// - Returns: a score for each, in the same order.
  func scores(
    of members: [PlannedMember], _ read: ReadSheets, stage: Int16, halved: Set<Int64>
  ) -> [ScoredMember] {
    var found: [ScoredMember] = []
    found.reserveCapacity(members.count)
    var place = 0
    for member in members where member.stage == stage {
      while place < read.sheets.count, read.sheets[place].subject < member.id { place += 1 }
      guard place < read.sheets.count, read.sheets[place].subject == member.id,
        let rules = shelf[read.sheets[place].framework]
      else {
        found.append(ScoredMember(member: member, framework: nil, score: .noSheet))
        continue
      }
      let sheet = read.sheets[place]
      let score = Score.of(
        read.entries(of: sheet), by: rules.framework,
        isDecided: sheet.isDecided || !isFinal,
        unitResults: halved.contains(member.id) ? .half : .full)
      found.append(ScoredMember(member: member, framework: rules.id, score: score))
    }
    return found
  }

  /// The scores of collectives, in the order in which their sheets were read.
  func scores(ofUnits read: ReadSheets) -> [ScoredUnit] {
    read.sheets.compactMap { sheet in
      guard case .unit(let unit) = Sheet.Subject(number: sheet.subject),
        let rules = shelf[sheet.framework]
      else { return nil }
      let score = Score.of(
        read.entries(of: sheet), by: rules.framework,
        isDecided: sheet.isDecided || !isFinal, unitResults: .full)
      return ScoredUnit(unit: unit, framework: rules.id, score: score)
    }
  }
}
