import Basics
import Frameworks
import Sheets

/// How a section gets its points: `scoring.md` §3, written once for every width of number.
///
/// Every function expects the parts that it reads to be there: ``MissingParts`` comes first.
enum SectionRules<Number: WholeNumber> {
  typealias Failure = Number.Failure

  /// The points of one section, exact, at most its maximum.
  static func points(
    of section: Framework.Section, _ entries: ArraySlice<Entry>, unitResults: UnitResults
  ) throws(Failure) -> Ratio<Number> {
    let maximum = Ratio<Number>(section.maximum)
    switch section.family {
    case .criteria(let criteria):
      return try smaller(awarded(criteria, entries), maximum)
    case .work(let rule):
      let sums = try WorkSums<Number>(entries, rule)
      let factors =
        rule.withFactors ? try factorSum(entries, unitResults: unitResults) : nil
      return try maximum * sums.share(rule.denominator, factors: factors)
    case .kpi(let cap):
      return try maximum * smaller(achievement(entries, cap: Ratio(cap)), Ratio(1))
    case .okr(let weights):
      return try maximum * progress(entries, objectiveWeights: weights)
    }
  }

  static func smaller(
    _ left: Ratio<Number>, _ right: Ratio<Number>
  ) throws(Failure) -> Ratio<Number> {
    try right.isLess(than: left) ? right : left
  }

  /// The number of ten-thousandths of a quantity; absent is 0.
  static func whole(_ quantity: Quantity?) -> Number {
    Number(Int128(quantity?.tenThousandths ?? 0))
  }

  // MARK: Criteria

  /// The sum of the points awarded.
  static func awarded(
    _ criteria: [Framework.Criterion], _ entries: ArraySlice<Entry>
  ) throws(Failure) -> Ratio<Number> {
    var sum = Number(0)
    for place in entries.indices where entries[place].kind.is(.criterion) {
      guard criteria.contains(where: { $0.code.text == entries[place].code }) else { continue }
      sum = try sum + whole(entries[place].points)
    }
    return Ratio(sum, over: Number(10_000))
  }

  // MARK: Leaders' factors

  /// d + đ + e (Decree 335/2025/NĐ-CP, article 15).
  ///
  /// d is what `unitResults` says where the sheet does not say it.
  static func factorSum(
    _ entries: ArraySlice<Entry>, unitResults: UnitResults
  ) throws(Failure) -> Ratio<Number> {
    var sum = Number(0)
    var isDerived = true
    for entry in entries where entry.kind.is(.factor) {
      guard let value = entry.points, let factor = Entry.Factor(rawValue: entry.code) else {
        continue
      }
      if factor == .unitResults { isDerived = false }
      sum = try sum + whole(value)
    }
    if isDerived { sum = try sum + Number(unitResults.tenThousandths) }
    return Ratio(sum, over: Number(10_000))
  }

  // MARK: Indicators

  /// Σ k·achievement / Σ k.
  static func achievement(
    _ entries: ArraySlice<Entry>, cap: Ratio<Number>
  ) throws(Failure) -> Ratio<Number> {
    var (sum, weights) = (Ratio<Number>(0), Number(0))
    for entry in entries where entry.kind.is(.kpi) {
      let weight = whole(entry.weight)
      let reached = try achievement(of: entry, cap: cap)
      sum = try (sum + Ratio(weight, over: Number(1)) * reached).reduced
      weights = try weights + weight
    }
    return Ratio(sum.numerator, over: try sum.denominator * weights)
  }

  /// min(cap, V/T); for a falling indicator min(cap, T/V), and the cap where V is 0.
  static func achievement(
    of entry: Entry, cap: Ratio<Number>
  ) throws(Failure) -> Ratio<Number> {
    let (target, actual) = (whole(entry.target), whole(entry.actual))
    let falls = entry.direction == .down
    if falls && actual == Number(0) { return cap }
    return try smaller(
      cap, falls ? Ratio(target, over: actual) : Ratio(actual, over: target))
  }

  // MARK: Key results

  /// The mean of the objectives, each the weighted mean of its key results.
  static func progress(
    _ entries: ArraySlice<Entry>, objectiveWeights: [Code: ExactDecimal]
  ) throws(Failure) -> Ratio<Number> {
    var (sum, weights) = (Ratio<Number>(0), Ratio<Number>(0))
    for objective in objectives(of: entries) {
      let weight = Code(objective).flatMap { objectiveWeights[$0] }.map { Ratio<Number>($0) }
      let mean = try progress(ofObjective: objective, entries)
      sum = try (sum + (weight ?? Ratio(1)) * mean).reduced
      weights = try (weights + (weight ?? Ratio(1))).reduced
    }
    return try sum / weights
  }

  /// The objectives of the sheet, in byte order.
  static func objectives(of entries: ArraySlice<Entry>) -> [String] {
    let named = entries.lazy.filter { $0.kind.is(.keyResult) }.compactMap(\.group)
    return Set(named).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Σ k·progress / Σ k over the key results of one objective.
  static func progress(
    ofObjective objective: String, _ entries: ArraySlice<Entry>
  ) throws(Failure) -> Ratio<Number> {
    var (sum, weights) = (Ratio<Number>(0), Number(0))
    for entry in entries where entry.kind.is(.keyResult) && entry.group == objective {
      let weight = whole(entry.weight)
      sum = try (sum + Ratio(weight, over: Number(1)) * progress(of: entry)).reduced
      weights = try weights + weight
    }
    return Ratio(sum.numerator, over: try sum.denominator * weights)
  }

  /// (V − s)/(T − s), from 0 to 1; it serves falling targets too.
  static func progress(of entry: Entry) throws(Failure) -> Ratio<Number> {
    let start = whole(entry.baseline)
    let way = try whole(entry.target) - start
    let gone = try whole(entry.actual) - start
    let (zero, falls) = (Number(0), way < Number(0))
    let part =
      falls
      ? Ratio(try zero - gone, over: try zero - way) : Ratio(gone, over: way)
    if part.numerator < zero { return Ratio(0) }
    return try smaller(part, Ratio(1))
  }
}

/// The sums over the converted products of a sheet (Decree 335/2025/NĐ-CP, article 14).
struct WorkSums<Number: WholeNumber>: Sendable {
  /// S = Σ k·q, A = Σ k·min(p, q), in hundred-millionths.
  var assigned = Number(0)
  var completed = Number(0)
  /// B and C: `completed` without what quality failures and delays took off, in parts of `unit`.
  var quality = Number(0)
  var progress = Number(0)
  /// 1 in the scale of what one failure or delay takes off.
  let unit: Number

  init(_ entries: ArraySlice<Entry>, _ rule: Framework.WorkRule) throws(Number.Failure) {
    let (failure, delay) = (rule.qualityStep.reduced, rule.progressStep.reduced)
    let scale = max(failure.scale, delay.scale)
    // Failures are counted in ten-thousandths as all quantities are.
    unit = Number(powerOfTen(scale + 4))
    let perFailure = try Number(failure.mantissa) * Number(powerOfTen(scale - failure.scale))
    let perDelay = try Number(delay.mantissa) * Number(powerOfTen(scale - delay.scale))
    for place in entries.indices where entries[place].kind.is(.work) {
      let weight = SectionRules<Number>.whole(entries[place].weight)
      let target = SectionRules<Number>.whole(entries[place].target)
      let done = try weight * min(SectionRules<Number>.whole(entries[place].actual), target)
      let (failures, delays) = (entries[place].qualityFailures, entries[place].delays)
      assigned = try assigned + weight * target
      completed = try completed + done
      quality = try quality + done * left(of: unit, failures, each: perFailure)
      progress = try progress + done * left(of: unit, delays, each: perDelay)
    }
  }

  /// max(0, 1 − step·times).
  private func left(
    of unit: Number, _ times: Quantity, each step: Number
  ) throws(Number.Failure) -> Number {
    guard times.tenThousandths != 0 else { return unit }
    return max(Number(0), try unit - step * SectionRules<Number>.whole(times))
  }

  /// A/S + B/S + C/S; or A/S + B/A + C/A, the latter two 0 where A is 0.
  func sumOfShares(
    _ denominator: Framework.WorkRule.Denominator
  ) throws(Number.Failure) -> Ratio<Number> {
    switch denominator {
    case .assigned:
      return Ratio(
        try completed * unit + quality + progress, over: try assigned * unit)
    case .completed:
      guard Number(0) < completed else { return Ratio(0) }
      return Ratio(
        try completed * completed * unit + (quality + progress) * assigned,
        over: try assigned * completed * unit)
    }
  }

  /// The share of the section's maximum: a third of the three shares, or a sixth of them and the
  /// leaders' three factors (Decree 335/2025/NĐ-CP, article 16).
  func share(
    _ denominator: Framework.WorkRule.Denominator, factors: Ratio<Number>?
  ) throws(Number.Failure) -> Ratio<Number> {
    let shares = try sumOfShares(denominator)
    guard let factors else {
      return Ratio(shares.numerator, over: try shares.denominator * Number(3))
    }
    let sum = try shares + factors
    return Ratio(sum.numerator, over: try sum.denominator * Number(6))
  }
}
