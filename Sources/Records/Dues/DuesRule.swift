import Basics
import Members

/// The rule of one month: a regulation with the figures that hold in that month.
///
/// Pure, and exact: whole numbers of đồng and decimals, rounded once at the end.
package struct DuesRule: Sendable, Hashable {
  package let month: Month
  package let regulation: DuesRegulation
  /// What is wrong with the month's figures for everybody.
  package let warnings: [DuesWarning]
  /// The row of the wage table in force.
  package let wage: DuesRegulation.WageRow?
  /// The shares of the wage in force.
  package let wageRate: DuesRegulation.WageRate?

  private let folder: String
  private let firstDay: Day
  private let steps: [Step]
  /// Without their sources, which every look at them would copy.
  private let wages: [Money]
  private let retirement: RetirementAge?
  /// Who joined on this day or before is exempt; `nil` where the regulation knows no such rule.
  private let exemptJoinedBy: Day?

  /// A formula as it is in this month, without what only a reader needs.
  private enum Step: Sendable, Hashable {
    case share(ExactDecimal)
    case sum(Money)
    case set(least: Money, most: Money)
    case wage(below: ExactDecimal, reached: ExactDecimal)
    case committee(Money?, least: Money, most: Money)
  }

  init(
    _ regulation: DuesRegulation, for month: Month, folder: String = DuesRules.usualFolder
  ) {
    self.month = month
    self.folder = folder
    self.regulation = regulation
    firstDay = month.firstDay
    let wage = regulation.wages.last { $0.from <= month }
    var wageRate: DuesRegulation.WageRate?
    steps = regulation.tariffs.map { tariff in
      switch tariff.formula {
      case .share(let rate, _): return .share(rate)
      case .sum(let sum): return .sum(sum)
      case .set(let least, let most): return .set(least: least, most: most)
      case .committee(let sum, let least, let most):
        return .committee(sum, least: least, most: most)
      case .wage(let rates):
        // The file's reader saw to it that the first row is not after the regulation.
        wageRate = rates.last { $0.from <= month } ?? rates.first
        let zero = ExactDecimal(0)
        return .wage(below: wageRate?.below ?? zero, reached: wageRate?.reached ?? zero)
      }
    }
    self.wage = wage
    self.wageRate = wageRate
    wages = wage?.regions ?? []
    retirement = regulation.retirement?.age
    // A 29 February is full on the 28th of a common year, before the next first day of a month.
    exemptJoinedBy = regulation.partyAge.map { month.adding(months: -12 * $0.years).firstDay }
    if let wage, wage.from.adding(months: 12) < month {
      warnings = [.wageTableOld(from: wage.from, month: month, folder: folder)]
    } else {
      warnings = []
    }
  }
}

// MARK: - One member

extension DuesRule {
  /// What a member owes for the month.
  ///
  /// Whether the member owes at all is ``DuesDuty``.
  ///
  /// - Throws: ``DuesFlaw``, why this member cannot be charged. Who is exempt needs no base: what
  ///   is missing leaves the amount empty, and only what is wrong is refused.
  package func charge(_ given: DuesCase) throws(DuesFlaw) -> DuesCharge {
    guard let category = given.category else { throw .missingCategory }
    var warnings: [DuesWarning] = []
    let relief = relief(given, &warnings)
    let figure: Figure?
    do throws(DuesFlaw) {
      figure = try self.figure(category, given)
    } catch {
      guard relief.percent == 100, error.isMissing else { throw error }
      figure = nil
    }
    let share = Int128(100 - relief.percent)
    let net = figure.map { rounded($0.millionths * share, over: 100_000_000) }
    return DuesCharge(
      category: category, base: figure?.base, rate: figure?.rate,
      exact: figure.flatMap { ExactDecimal(mantissa: $0.millionths, scale: 6) },
      amount: figure.map { Money(dong: rounded($0.millionths, over: 1_000_000)) },
      percent: relief.percent, ground: relief.ground, net: Money(dong: net ?? 0),
      rule: regulation.id, waiver: relief.waiver, warnings: warnings)
  }

  /// The amount in millionths of a đồng, and what it is made of.
  private struct Figure {
    var base: Money?
    var rate: ExactDecimal?
    let millionths: Int128

    init(_ sum: Money, base: Money? = nil) {
      self.base = base
      millionths = Int128(sum.dong) * 1_000_000
    }

    /// Rates have at most six decimals, so the product is exact.
    init(_ base: Money, times rate: ExactDecimal) {
      self.base = base
      self.rate = rate
      var product = Int128(base.dong) * rate.mantissa
      for _ in rate.scale..<max(6, rate.scale) { product *= 10 }
      millionths = product
    }
  }

  private func figure(
    _ category: Member.DuesCategory, _ given: DuesCase
  ) throws(DuesFlaw) -> Figure {
    switch steps[category.place] {
    case .share(let rate):
      guard let base = given.base else { throw .missingBase(category) }
      guard base >= .zero else { throw .baseBelowZero(base) }
      return Figure(base, times: rate)
    case .sum(let sum): return Figure(sum)
    case .set(let least, let most):
      guard let base = given.base else { throw .missingBase(category) }
      guard base >= .zero else { throw .baseBelowZero(base) }
      guard (least...most).contains(base) else {
        throw .baseOutsideBand(base, least: least, most: most)
      }
      return Figure(base, base: base)
    case .committee(let sum, let least, let most):
      guard let sum else {
        throw .fixedSumMissing(
          category, rule: regulation.id, least: least, most: most, folder: folder)
      }
      return Figure(sum)
    case .wage(let below, let reached):
      guard let sex = given.sex else { throw .missingSex }
      guard let birthDate = given.birthDate else { throw .missingBirthDate }
      guard let region = given.wageRegion, region >= 1, region <= wages.count else {
        throw .noWageRegion
      }
      return Figure(wages[region - 1], times: isRetired(sex, birthDate) ? reached : below)
    }
  }

  /// Reached on the first day of the month or before; who has reached it once keeps it.
  private func isRetired(_ sex: Sex, _ birthDate: Day) -> Bool {
    retirement.map { $0.reached(sex: sex, birthDate: birthDate).day <= firstDay } ?? false
  }

  private typealias Relief = (percent: Int, ground: DuesGround?, waiver: Int64?)

  /// The strongest: party age first, then the greatest share, then the smallest number.
  private func relief(_ given: DuesCase, _ warnings: inout [DuesWarning]) -> Relief {
    if let last = exemptJoinedBy {
      if let joinedOn = given.joinedOn {
        if joinedOn <= last { return (100, .partyAge50, nil) }
      } else {
        warnings.append(.joinedOnMissing)
      }
    }
    var best: DuesCase.Waiver?
    for waiver in given.waivers {
      guard regulation.waiver(on: waiver.ground)?.percents.contains(waiver.percent) == true else {
        warnings.append(.waiverNotInRule(waiver.id))
        continue
      }
      if let known = best, (known.percent, waiver.id) > (waiver.percent, known.id) { continue }
      best = waiver
    }
    return (best?.percent ?? 0, best?.ground, best?.id)
  }
}

/// The nearest whole number, half away from zero.
func rounded(_ numerator: Int128, over denominator: Int128) -> Int64 {
  let magnitude = Int128(numerator.magnitude)
  let whole = (2 * magnitude + denominator) / (2 * denominator)
  return Int64(clamping: numerator < 0 ? -whole : whole)
}
