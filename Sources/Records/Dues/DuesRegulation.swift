import Basics
import Members

/// The rules of dues from a month on: one file of `config/dues`.
package struct DuesRegulation: Sendable, Hashable {
  package let id: Code
  package let title: Phrase
  package let basis: Basis
  /// The first month, and the last where another regulation follows.
  package let from: Month
  package let through: Month?
  /// One for each category, in the order of the categories.
  package let tariffs: [Tariff]
  /// In the order of their months; empty where no category asks for the wage.
  package let wages: [WageRow]
  package let retirement: Retirement?
  package let partyAge: PartyAge?
  package let waivers: [WaiverRule]
  package let removal: Removal?

  /// Where a figure comes from: document and article, and how far that was checked.
  package struct Origin: Sendable, Hashable {
    package let source: Phrase
    package let checked: Phrase
  }

  /// Where the regulation as a whole comes from.
  package struct Basis: Sendable, Hashable {
    package let document: String
    package let articles: [String]
    package let checked: Phrase
  }

  /// How much one category pays.
  package struct Tariff: Sendable, Hashable {
    package let formula: Formula
    package let origin: Origin
  }

  package enum Formula: Sendable, Hashable {
    /// A share of the declared base, which the phrase names.
    case share(ExactDecimal, of: Phrase)
    /// The same sum for everybody.
    case sum(Money)
    /// The base is the sum, set for the person inside a band.
    case set(least: Money, most: Money)
    /// A share of the regional minimum wage, by month.
    case wage([WageRate])
    /// A sum that the committee set inside a band; `nil` where it is not configured.
    case committee(Money?, least: Money, most: Money)
  }

  /// Shares of the minimum wage from a month on.
  package struct WageRate: Sendable, Hashable {
    package let from: Month
    /// Below the normal retirement age.
    package let below: ExactDecimal
    /// From that age on.
    package let reached: ExactDecimal
    package let origin: Origin
  }

  /// The monthly minimum wages of the regions 1 to 4, from a month on until the next row.
  package struct WageRow: Sendable, Hashable {
    package let from: Month
    package let regions: [Money]
    package let origin: Origin
  }

  package struct Retirement: Sendable, Hashable {
    package let age: RetirementAge
    package let origin: Origin
  }

  /// Years since joining after which nothing is to pay.
  package struct PartyAge: Sendable, Hashable {
    package let years: Int
    package let origin: Origin
  }

  /// What a decision on one ground may take off.
  package struct WaiverRule: Sendable, Hashable {
    package let ground: DuesGround
    /// 100 is an exemption.
    package let percents: [Int]
    /// The most months that one decision may cover; `nil`: no limit.
    package let months: Int?
    package let origin: Origin
  }

  /// Unpaid months in one calendar year after which a name is put up for consideration.
  package struct Removal: Sendable, Hashable {
    package let unpaidMonths: Int
    package let origin: Origin
  }

  package func tariff(of category: Member.DuesCategory) -> Tariff { tariffs[category.place] }

  package func waiver(on ground: DuesGround) -> WaiverRule? {
    waivers.first { $0.ground == ground }
  }
}

extension DuesRegulation {
  /// Why a decision cannot be recorded under this regulation, or `nil` where it can.
  ///
  /// `percent` is what is taken off, 100 an exemption; `months` how many the decision covers.
  package func objection(to ground: DuesGround, percent: Int, months: Int) -> Phrase? {
    guard let rule = waiver(on: ground) else {
      let known = waivers.map(\.ground.rawValue).joined(separator: ", ")
      return Phrase(
        vi: "\(title.vi) không có căn cứ “\(ground.rawValue)” để quyết định; chỉ có: \(known)",
        en: "\(title.en) has no decisions on the ground “\(ground.rawValue)”; it knows: \(known)")
    }
    guard rule.percents.contains(percent) else {
      let known = rule.percents.map { "\($0)" }.joined(separator: ", ")
      return Phrase(
        vi: "“\(ground.rawValue)” chỉ được giảm \(known) %, không phải \(percent) %",
        en: "“\(ground.rawValue)” takes off \(known) %, not \(percent) %")
    }
    if let most = rule.months, months > most {
      return Phrase(
        vi: "một quyết định “\(ground.rawValue)” nhiều nhất \(most) tháng, không phải \(months)",
        en: "one decision on “\(ground.rawValue)” covers at most \(most) months, not \(months)")
    }
    return nil
  }
}

extension Member.DuesCategory {
  /// Where the category stands among all.
  ///
  /// Written out, since looking it up by its word costs more than the whole rule.
  var place: Int {
    switch self {
    case .insured: 0
    case .sickLeave: 1
    case .pensioner: 2
    case .workingPensioner: 3
    case .allowance: 4
    case .uninsured: 5
    case .student: 6
    case .abroadMission: 7
    case .abroadOther: 8
    }
  }
}
