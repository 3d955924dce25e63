import Basics
import Members

/// A charge on record, explained again.
extension ChargedMonth {
  /// The charge as the rule had made it; `nil` where it was found that nothing was due.
  ///
  /// - Parameters:
  ///   - rule: of the month.
  ///   - waivers: of the member; that which reduced the month is looked for among them.
  /// - Returns: the charge, without warnings.
  package func charge(by rule: DuesRule, waivers: [Waiver]) -> DuesCharge? {
    guard !isVoid, let category else { return nil }
    // Rates have six decimals at most and money no more than 15 digits, so the product is exact.
    let exact =
      if let base, let rate {
        ExactDecimal(mantissa: Int128(base.dong) * rate.mantissa, scale: rate.scale)
      } else {
        amount.map { ExactDecimal($0.dong) }
      }
    let decision = waivers.first {
      !$0.isWithdrawn && $0.ground == ground && $0.percent == percent && $0.from <= month
        && ($0.until ?? month) >= month
    }
    return DuesCharge(
      category: category, base: base, rate: rate, exact: exact, amount: amount, percent: percent,
      ground: ground, net: net, rule: rule.regulation.id, waiver: decision?.number)
  }
}

extension DuesStatus {
  /// How a month came about, in words; empty where it was charged by a rule that is no longer
  /// among the files, or where nothing was due.
  package func working(of month: ChargedMonth, by rule: DuesRule) -> [Phrase] {
    guard rule.month == month.month, rule.regulation.id.text == month.rule,
      let charge = month.charge(by: rule, waivers: waivers)
    else { return [] }
    let given = DuesCase(
      category: charge.category, base: charge.base, sex: person.sex,
      birthDate: person.birthDate.reveal(for: .display), joinedOn: person.joinedOn)
    return rule.working(of: charge, for: given)
  }
}
