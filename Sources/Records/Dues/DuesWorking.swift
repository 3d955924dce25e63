import Basics
import Members

/// The arithmetic of a charge in words, each step with document and article.
extension DuesRule {
  /// How a charge came about: the rule, the base, the amount, what is taken off.
  ///
  /// - Parameters:
  ///   - charge: of this rule, just made or as it is on record.
  ///   - given: what it was made from; with it the retirement age and the party age are explained.
  /// - Returns: sentences in their order, the last one with what is to pay.
  package func working(of charge: DuesCharge, for given: DuesCase? = nil) -> [Phrase] {
    var steps = [heading]
    steps += amountSteps(charge, given)
    if let relief = reliefStep(charge, given) { steps.append(relief) }
    steps.append(
      Phrase(
        vi: "Phải đóng: \(charge.net.text(in: .vietnamese)).",
        en: "To pay: \(charge.net.text(in: .english))."))
    steps += charge.warnings.map(\.phrase).map(Self.attention)
    if case .wage = regulation.tariff(of: charge.category).formula, charge.amount != nil {
      steps += warnings.map(\.phrase).map(Self.attention)
    }
    return steps
  }

  private static func attention(_ phrase: Phrase) -> Phrase {
    Phrase(vi: "Lưu ý: \(phrase.vi).", en: "Note: \(phrase.en).")
  }

  private var heading: Phrase {
    let until = regulation.through
    return Phrase(
      vi: "Tháng \(month): \(regulation.title.vi), áp dụng từ \(regulation.from)"
        + (until.map { " đến hết \($0)" } ?? "") + ".",
      en: "Month \(month): \(regulation.title.en), in force from \(regulation.from)"
        + (until.map { " through \($0)" } ?? "") + ".")
  }

  private func amountSteps(_ charge: DuesCharge, _ given: DuesCase?) -> [Phrase] {
    let (category, tariff) = (charge.category.title, regulation.tariff(of: charge.category))
    guard let amount = charge.amount, let exact = charge.exact else {
      return [
        Phrase(
          vi: "Đối tượng: \(category.vi). Chưa đủ căn cứ để tính, mà người được miễn không cần.",
          en: "Category: \(category.en). The base is not known, and an exemption needs none.")
      ]
    }
    var steps: [Phrase] = []
    switch tariff.formula {
    case .share(_, let base):
      steps.append(
        Phrase(
          vi: "Đối tượng: \(category.vi). Căn cứ: \(base.vi), \(Self.vi(charge.base)).",
          en: "Category: \(category.en). Base: \(base.en), \(Self.en(charge.base))."))
      steps.append(product(charge, exact, amount, tariff.origin))
    case .wage:
      steps += wageSteps(charge, given)
      steps.append(product(charge, exact, amount, wageRate?.origin ?? tariff.origin))
    case .sum, .set, .committee:
      let what =
        switch tariff.formula {
        case .sum: Phrase(vi: "mức chung", en: "the same for everybody")
        case .set(let least, let most):
          Phrase(
            vi: "mức được đặt, trong khung \(Self.vi(least)) – \(Self.vi(most))",
            en: "the amount set, inside the band \(Self.en(least)) – \(Self.en(most))")
        default: Phrase(vi: "mức cấp uỷ đã đặt", en: "the sum that the committee had set")
        }
      steps.append(
        Self.sourced(
          Phrase(
            vi: "Đối tượng: \(category.vi). \(what.vi.capitalizedFirst): \(Self.vi(amount))",
            en: "Category: \(category.en). \(what.en.capitalizedFirst): \(Self.en(amount))"),
          tariff.origin))
    }
    return steps
  }

  private func wageSteps(_ charge: DuesCharge, _ given: DuesCase?) -> [Phrase] {
    let category = charge.category.title
    var steps = [Phrase(vi: "Đối tượng: \(category.vi).", en: "Category: \(category.en).")]
    if let wage, let base = charge.base {
      let region = given?.wageRegion ?? wage.regions.firstIndex(of: base).map { $0 + 1 }
      let named = region.map(String.init) ?? "–"
      steps.append(
        Self.sourced(
          Phrase(
            vi: "Lương tối thiểu tháng vùng \(named) từ \(wage.from): \(Self.vi(base))",
            en: "Monthly minimum wage of region \(named) from \(wage.from) on: \(Self.en(base))"),
          wage.origin))
    }
    guard let retirement = regulation.retirement else { return steps }
    let isReached = charge.rate == wageRate?.reached
    var age = Phrase(
      vi: isReached ? "Đã đủ tuổi nghỉ hưu" : "Chưa đủ tuổi nghỉ hưu",
      en: isReached ? "The normal retirement age is reached" : "Below the normal retirement age")
    if let sex = given?.sex, let birthDate = given?.birthDate {
      let (day, months) = retirement.age.reached(sex: sex, birthDate: birthDate)
      let (years, rest) = (months / 12, months % 12)
      age = Phrase(
        vi: age.vi + " vào ngày 1 của tháng: \(years) tuổi \(rest) tháng là ngày \(day)",
        en: age.en + " on the first of the month: \(years) years \(rest) months is on \(day)")
    }
    return steps + [Self.sourced(age, retirement.origin)]
  }

  private func product(
    _ charge: DuesCharge, _ exact: ExactDecimal, _ amount: Money, _ origin: DuesRegulation.Origin
  ) -> Phrase {
    let rate = charge.rate ?? ExactDecimal(0)
    return Self.sourced(
      Phrase(
        vi: "\(Self.vi(charge.base)) × \(rate.percent(in: .vietnamese)) = "
          + Self.roundedWords(exact, to: amount, in: .vietnamese, "làm tròn"),
        en: "\(Self.en(charge.base)) × \(rate.percent(in: .english)) = "
          + Self.roundedWords(exact, to: amount, in: .english, "rounded")),
      origin)
  }

  private func reliefStep(_ charge: DuesCharge, _ given: DuesCase?) -> Phrase? {
    guard let ground = charge.ground else { return nil }
    let decision = charge.waiver.map { (" (quyết định số \($0))", " (decision \($0))") } ?? ("", "")
    let origin =
      ground == .partyAge50
      ? regulation.partyAge?.origin : regulation.waiver(on: ground)?.origin
    var words = Phrase(
      vi: "Miễn: \(ground.title.vi)\(decision.0)", en: "Exempt: \(ground.title.en)\(decision.1)")
    if ground == .partyAge50, let joinedOn = given?.joinedOn {
      words = Phrase(
        vi: words.vi + ", vào Đảng ngày \(joinedOn)", en: words.en + ", joined on \(joinedOn)")
    }
    if charge.percent < 100 {
      let rest = 100 - charge.percent
      // Amounts have six decimals and shares two; money of at most 15 digits leaves room.
      let exact = charge.exact.flatMap {
        ExactDecimal(mantissa: $0.mantissa * Int128(rest), scale: $0.scale + 2)
      }
      let before = charge.exact ?? ExactDecimal(0)
      words = Phrase(
        vi: "Giảm \(charge.percent) %: \(ground.title.vi)\(decision.0): "
          + "\(before.grouped(in: .vietnamese)) ₫ × \(rest) % = "
          + Self.roundedWords(exact ?? before, to: charge.net, in: .vietnamese, "làm tròn"),
        en: "Reduced by \(charge.percent) %: \(ground.title.en)\(decision.1): "
          + "\(before.grouped(in: .english)) ₫ × \(rest) % = "
          + Self.roundedWords(exact ?? before, to: charge.net, in: .english, "rounded"))
    }
    return origin.map { Self.sourced(words, $0) } ?? words
  }

  // MARK: Figures in words

  /// A sentence with where its figure comes from, and how far that was checked.
  private static func sourced(_ phrase: Phrase, _ origin: DuesRegulation.Origin) -> Phrase {
    Phrase(
      vi: "\(phrase.vi). [\(origin.source.vi); \(origin.checked.vi)]",
      en: "\(phrase.en). [\(origin.source.en); \(origin.checked.en)]")
  }

  private static func roundedWords(
    _ exact: ExactDecimal, to sum: Money, in language: Language, _ word: String
  ) -> String {
    let text = sum.text(in: language)
    guard exact.reduced.scale > 0 else { return text }
    return "\(exact.grouped(in: language)) ₫, \(word): \(text)"
  }

  private static func vi(_ money: Money?) -> String { money?.text(in: .vietnamese) ?? "–" }
  private static func en(_ money: Money?) -> String { money?.text(in: .english) ?? "–" }
}

extension ExactDecimal {
  /// As people read it: `38.888,885` in Vietnamese, `38,888.885` in English.
  func grouped(in language: Language) -> String {
    let parts = reduced.description.split(separator: ".")
    let whole = parts.first.flatMap { Int64($0) } ?? 0
    let text = Money(dong: whole).text(in: language).dropLast(2)
    guard parts.count > 1 else { return String(text) }
    return text + (language == .vietnamese ? "," : ".") + parts[1]
  }

  /// A share as a percentage: `0,3 %`, `0.3 %`.
  func percent(in language: Language) -> String {
    let hundredfold = ExactDecimal(mantissa: mantissa * 100, scale: scale) ?? self
    return hundredfold.grouped(in: language) + " %"
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
