import Basics
import Frameworks
import Scoring
import Sheets

/// A framework as a run uses it; no struct, as every sheet is handed one.
package final class StoredRules: Sendable {
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

/// A member with what is stored of the score that the rules give, before quotas.
///
/// Small: a chunk holds tens of thousands until they are stored.
struct ScoredMember: Sendable {
  let member: PlannedMember
  let framework: Int32?
  let status: Status
  /// As files and digests have them.
  let reasons: String
  /// Only a rated sheet has one.
  let rating: Brief?

  /// What is stored of a rating; points in hundredths.
  struct Brief: Sendable {
    let general: Int32
    let results: Int32
    let total: Int32
    let exceeded: Int32
    let works: Int32
    let grade: Framework.Grade
    /// The first section's exact points, where hundredths do not say them: a quota may need them.
    let first: String?

    init(_ rating: Rating) {
      general = Int32(rating.general.hundredths)
      results = Int32(rating.results.hundredths)
      total = Int32(rating.total.hundredths)
      exceeded = Int32(rating.exceeded)
      works = Int32(rating.works)
      grade = rating.grade
      let first = rating.first
      self.first = grade == .a && first != Fraction(rating.general) ? first.description : nil
    }
  }

  init(_ member: PlannedMember, framework: Int32?, _ score: Score) {
    self.member = member
    self.framework = framework
    status = score.status
    reasons = score.joinedReasons
    rating = score.rating.map { Brief($0) }
  }
}

/// A collective with the score of its own sheet.
struct ScoredUnit: Sendable {
  let unit: Int64
  let framework: Int32
  let score: Score
}

/// Scores the members of a chunk by the one definition of the rules, as their sheets come by.
///
/// Pure; where every member of whole units comes by, it takes the digests of what it has seen.
struct ChunkScoring: SheetTaker {
  private let rules: SheetScoring
  /// In the order of their numbers.
  private let members: [PlannedMember]
  /// Only members of this stage are scored.
  private let stage: Int16
  /// Leaders with somebody at grade D below them.
  private let halved: Set<Int64>
  /// The member at hand.
  private var place = 0
  private(set) var scored: [ScoredMember] = []
  /// Of stage 0 alone.
  var inputs: EntryDigests?
  /// Units whose members' lines come in order; all others' have to be put in order.
  private let ordered: Set<Int64>

  /// - Parameters:
  ///   - members: of whole units, or of one stage, in the order of their numbers.
  ///   - rules: the rules.
  ///   - stage: only members of this stage are scored.
  ///   - halved: leaders with somebody at grade D below them.
  ///   - inputs: the digests that are gone on with; `nil` where none are wanted.
  ///   - codes: of the units.
  init(
    _ members: [PlannedMember], by rules: SheetScoring, stage: Int16, halved: Set<Int64>,
    inputs: EntryDigests?, codes: [Int64: Code]
  ) {
    self.rules = rules
    self.members = members
    self.stage = stage
    self.halved = halved
    self.inputs = inputs
    ordered = inputs == nil ? [] : Self.ordered(members, codes)
    scored.reserveCapacity(members.count)
  }

  /// Units whose members come in the order of their lines, with the unit's own sheet behind them.
  private static func ordered(
    _ members: [PlannedMember], _ codes: [Int64: Code]
  ) -> Set<Int64> {
    var (last, others): ([Int64: Code], Set<Int64>) = ([:], [])
    for member in members {
      if let before = last.updateValue(member.code, forKey: member.unit),
        !EntryDigests.isBefore(before.text, member.code.text)
      {
        others.insert(member.unit)
      }
    }
    return Set(
      last.keys.filter { unit in
        guard let code = codes[unit], let last = last[unit], !others.contains(unit) else {
          return false
        }
        return EntryDigests.isBefore(last.text, CollectiveScoring.name(code))
      })
  }

  /// Takes the next sheet in the order of numbers; that of a stranger is passed over.
  mutating func take(_ sheet: SheetHead, _ entries: ArraySlice<Entry>) {
    passOver(before: sheet.subject)
    guard place < members.count, members[place].id == sheet.subject,
      let stored = rules.shelf[sheet.framework]
    else { return }
    let member = members[place]
    inputs?.add(
      member.unit, memberCode: member.code.text, framework: stored.framework.reference, entries,
      ordered.contains(member.unit) ? .next : .anyOrder)
    if member.stage == stage {
      let score = rules.score(
        entries, by: stored, isDecided: sheet.isDecided,
        unitResults: halved.contains(member.id) ? .half : .full)
      scored.append(ScoredMember(member, framework: stored.id, score))
    }
    place += 1
  }

  /// Members who have no sheet; all that are left, once the last sheet has come.
  mutating func passOver(before number: Int64 = .max) {
    while place < members.count, members[place].id < number {
      if members[place].stage == stage {
        scored.append(ScoredMember(members[place], framework: nil, .noSheet))
      }
      place += 1
    }
  }
}

/// The rules of a run, for one sheet.
struct SheetScoring: Sendable {
  let shelf: RuleShelf
  /// In a final run a sheet that was never decided is incomplete.
  let isFinal: Bool

  func score(
    _ entries: ArraySlice<Entry>, by rules: StoredRules, isDecided: Bool, unitResults: UnitResults
  ) -> Score {
    Score.of(
      entries, by: rules.framework, isDecided: isDecided || !isFinal, unitResults: unitResults)
  }
}

/// Scores collectives in the order in which their sheets come by, and takes the digests of those of
/// their sheets that no chunk of members has seen.
struct CollectiveScoring: SheetTaker {
  let rules: SheetScoring
  let codes: [Int64: Code]
  /// Units that grade somebody.
  let grading: Set<Int64>
  /// Whether the collectives are scored as well.
  let scores: Bool
  private(set) var scored: [ScoredUnit] = []
  var inputs: EntryDigests

  /// Whose sheet it is, as files have it.
  static func name(_ unit: Code) -> String { "unit:" + unit.text }

  mutating func take(_ sheet: SheetHead, _ entries: ArraySlice<Entry>) {
    guard case .unit(let unit) = Sheet.Subject(number: sheet.subject),
      let stored = rules.shelf[sheet.framework]
    else { return }
    if let code = codes[unit], grading.contains(unit) != scores {
      inputs.add(
        unit, memberCode: Self.name(code), framework: stored.framework.reference, entries,
        .anyOrder)
    }
    guard scores else { return }
    let score = rules.score(
      entries, by: stored, isDecided: sheet.isDecided, unitResults: .full)
    scored.append(ScoredUnit(unit: unit, framework: stored.id, score: score))
  }
}
