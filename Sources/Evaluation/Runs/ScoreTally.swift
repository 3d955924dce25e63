import Basics
import Frameworks
import Ranking
import Scoring

/// What a sweep over stored scores comes to; sweeps over whole units add up.
struct ScoreTally: Sendable {
  private(set) var counts = Run.Counts()
  /// Of the members of the units themselves, by cell and by agency.
  private(set) var sums: [Int64: GradeSums] = [:]
  /// By which frameworks anybody was scored.
  private(set) var frameworks: Set<Int32> = []
  /// How many members each unit grades.
  var graded: [Int64: Int] = [:]
  /// The digest of each unit that grades anybody.
  var digests: [Int64: String] = [:]

  /// The sums; they are held once, and not here from then on.
  mutating func takeSums() -> [Int64: GradeSums] {
    defer { sums = [:] }
    return sums
  }

  mutating func add(_ score: StoredScore, _ change: QuotaChange?) {
    counts.expected += 1
    switch score.status {
    case .rated: counts.rated += 1
    case .notRated: counts.notRated += 1
    case .incomplete: counts.incomplete += 1
    }
    if let framework = score.framework, !frameworks.contains(framework) {
      frameworks.insert(framework)
    }
    guard let total = score.total, let grade = change?.finalGrade ?? score.grade else { return }
    if let cell = score.cell { sums[cell, default: .init()].add(total, grade) }
    if let agency = score.agency { sums[agency, default: .init()].add(total, grade) }
  }

  mutating func add(_ other: ScoreTally) {
    counts.expected += other.counts.expected
    counts.rated += other.counts.rated
    counts.notRated += other.counts.notRated
    counts.incomplete += other.counts.incomplete
    for (unit, more) in other.sums { sums[unit, default: .init()].add(more) }
    frameworks.formUnion(other.frameworks)
    graded.merge(other.graded) { first, _ in first }
    digests.merge(other.digests) { first, _ in first }
  }
}

/// Counts and sums of rated members; small, as every unit has one.
struct GradeSums: Sendable {
  private(set) var (a, b, c, d): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
  /// Of the rounded totals, in hundredths.
  private(set) var points: Int64 = 0

  var rated: Int32 { a + b + c + d }

  mutating func add(_ total: Points, _ grade: Framework.Grade) {
    points += total.hundredths
    switch grade {
    case .a: a += 1
    case .b: b += 1
    case .c: c += 1
    case .d: d += 1
    }
  }

  mutating func add(_ other: GradeSums) {
    (a, b, c, d) = (a + other.a, b + other.b, c + other.c, d + other.d)
    points += other.points
  }
}

/// The digests of units whose members come one unit after another.
struct UnitDigests {
  private(set) var digests: [Int64: String] = [:]
  private(set) var members: [Int64: Int] = [:]
  private var unit: Int64?
  private var count = 0
  private var digest = ScoreDigest()

  mutating func add(_ line: CanonicalScore, of unit: Int64) {
    if unit != self.unit { close() }
    self.unit = unit
    count += 1
    digest.add(line)
  }

  mutating func close() {
    if let unit, let hex = digest.hex() { (digests[unit], members[unit]) = (hex, count) }
    digest.reset()
    count = 0
  }
}
