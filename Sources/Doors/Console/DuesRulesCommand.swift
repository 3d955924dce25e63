import ArgumentParser
import Basics
import Dues
import Members

extension DuesCommands {
  package struct Rules: DeskCommand {
    package static let configuration = CommandConfiguration(
      abstract: words(
        vi: "Quy định của một tháng: mọi con số, văn bản, điều khoản, mức độ kiểm tra.",
        en: "The rule of a month: every figure, document, article, how far checked."),
      discussion: words(
        vi: """
          Muốn sửa: in tệp ra bằng --source, sửa rồi đặt vào thư mục nêu ở cuối bảng.
          Ví dụ: cadre dues rules --period 2026-11
                 cadre dues rules --split --source > split.yaml
          """,
        en: """
          To change one: print the file by --source, mend it, lay it into the folder named below
          the table.
          Example: cadre dues rules --period 2026-11
                   cadre dues rules --split --source > split.yaml
          """))
    @Option(help: help(vi: "Tháng (mặc định tháng này).", en: "The month (default this month)."))
    var period: String?
    @Flag(help: help(vi: "Tỷ lệ trích nộp của các cấp.", en: "The split between the levels."))
    var split = false
    @Flag(help: help(vi: "In tệp, đúng từng byte.", en: "Prints the file, byte for byte."))
    var source = false
    @OptionGroup var format: FormatOption
    @OptionGroup var actingAs: ActingAs
    package init() {}

    package func run(at desk: Desk) async throws {
      let asked = try period.map(Console.month)
      if split, source { return Terminal.write(try desk.dues.split().text, to: 1) }
      let month: Month
      if let asked {
        month = asked
      } else {
        month = try await desk.open(actingAs.account).today.month
      }
      if split { return try show(try desk.duesSplit, in: month, desk) }
      let rule = try desk.duesRules.rule(for: month)
      if source { return Terminal.write(try text(of: rule.regulation, desk), to: 1) }
      let terminal = desk.terminal
      if format.format == .table {
        terminal.heading("\(rule.regulation.id)  \(terminal.say(rule.regulation.title))")
      }
      var listing = Listing(Self.columns)
      for figure in DuesFigures.of(rule) {
        listing.add(
          figure.key, terminal.say(figure.what), terminal.say(figure.value),
          terminal.say(figure.origin.source), terminal.say(figure.origin.checked))
      }
      try listing.print(as: format.format, to: terminal)
      guard format.format == .table else { return }
      for warning in rule.warnings.map(\.phrase) {
        terminal.line(vi: "! \(warning.vi)", en: "! \(warning.en)")
      }
      place(desk)
    }

    private static let columns: [Listing.Column] = [
      .init("key", vi: "Khoá", en: "Key"), .init("what", vi: "Nội dung", en: "What"),
      .init("value", vi: "Giá trị", en: "Value"), .init("source", vi: "Căn cứ", en: "Source"),
      .init("checked", vi: "Mức độ kiểm tra", en: "How far checked"),
    ]

    /// The file that holds a regulation.
    private func text(of regulation: DuesRegulation, _ desk: Desk) throws -> String {
      for file in try desk.dues.rules()
      where try DuesRules.read([file]).regulations.first?.id == regulation.id {
        return file.text
      }
      return ""
    }

    private func show(_ split: DuesSplit, in month: Month, _ desk: Desk) throws {
      let (chain, terminal) = (try split.chain(for: month), desk.terminal)
      var listing = Listing(Self.columns)
      for step in chain.steps {
        listing.add(
          "level.\(step.level)", terminal.say(step.name),
          terminal.say(vi: "giữ \(step.keep)", en: "keeps \(step.keep)"),
          terminal.say(step.origin.source), terminal.say(step.origin.checked))
      }
      try listing.print(as: format.format, to: terminal)
      if format.format == .table { place(desk) }
    }

    private func place(_ desk: Desk) {
      desk.terminal.line(
        vi: "Tệp của cơ quan, nếu có: \(desk.dues.folder)",
        en: "Files of the office, if any: \(desk.dues.folder)")
    }
  }
}

/// Every figure of a month's rule.
enum DuesFigures {
  struct Figure {
    let key: String
    let what: Phrase
    let value: Phrase
    let origin: DuesRegulation.Origin
  }

  static func of(_ rule: DuesRule) -> [Figure] {
    let regulation = rule.regulation
    var figures = Member.DuesCategory.allCases.map { category in
      let tariff = regulation.tariff(of: category)
      return Figure(
        key: "categories.\(category.rawValue)", what: category.title,
        value: value(of: tariff.formula, in: rule), origin: rateOrigin(tariff, in: rule))
    }
    figures += wages(rule) + relief(regulation)
    if let removal = regulation.removal {
      figures.append(
        Figure(
          key: "removal.unpaid_months",
          what: Phrase(vi: "chưa nộp mà không có lý do", en: "unpaid without a reason"),
          value: Phrase(
            vi: "\(removal.unpaidMonths) tháng trong năm: xem xét",
            en: "\(removal.unpaidMonths) months of a year: considered"), origin: removal.origin))
    }
    return figures
  }

  /// Shares of the wage have their own source, month by month.
  private static func rateOrigin(
    _ tariff: DuesRegulation.Tariff, in rule: DuesRule
  ) -> DuesRegulation.Origin {
    if case .wage = tariff.formula { return rule.wageRate?.origin ?? tariff.origin }
    return tariff.origin
  }

  private static func value(of formula: DuesRegulation.Formula, in rule: DuesRule) -> Phrase {
    func band(_ least: Money, _ most: Money) -> Phrase {
      Phrase(
        vi: "\(least.text(in: .vietnamese)) – \(most.text(in: .vietnamese))",
        en: "\(least.text(in: .english)) – \(most.text(in: .english))")
    }
    switch formula {
    case .share(let rate, let base):
      return Phrase(vi: "\(rate) × \(base.vi)", en: "\(rate) × \(base.en)")
    case .sum(let sum):
      return Phrase(vi: sum.text(in: .vietnamese), en: sum.text(in: .english))
    case .set(let least, let most):
      let band = band(least, most)
      return Phrase(vi: "mức được đặt, \(band.vi)", en: "the amount set, \(band.en)")
    case .wage:
      let (below, reached) = (rule.wageRate?.below, rule.wageRate?.reached)
      let (low, high) = (below?.description ?? "–", reached?.description ?? "–")
      return Phrase(
        vi: "\(low) × lương tối thiểu vùng; \(high) từ tuổi nghỉ hưu",
        en: "\(low) × the regional minimum wage; \(high) from the retirement age on")
    case .committee(let sum, let least, let most):
      let band = band(least, most)
      guard let sum else {
        return Phrase(
          vi: "cấp uỷ đặt, \(band.vi): chưa ghi trong tệp",
          en: "set by the committee, \(band.en): not in the file")
      }
      return Phrase(
        vi: "cấp uỷ đặt: \(sum.text(in: .vietnamese))",
        en: "set by the committee: \(sum.text(in: .english))")
    }
  }

  private static func wages(_ rule: DuesRule) -> [Figure] {
    var figures: [Figure] = []
    if let wage = rule.wage {
      for (index, sum) in wage.regions.enumerated() {
        figures.append(
          Figure(
            key: "minimum_wage.\(index + 1)",
            what: Phrase(
              vi: "lương tối thiểu tháng vùng \(index + 1), từ \(wage.from)",
              en: "monthly minimum wage of region \(index + 1), from \(wage.from)"),
            value: Phrase(vi: sum.text(in: .vietnamese), en: sum.text(in: .english)),
            origin: wage.origin))
      }
    }
    if let retirement = rule.regulation.retirement {
      for (sex, name) in [
        (Sex.male, Phrase(vi: "nam", en: "men")), (.female, Phrase(vi: "nữ", en: "women")),
      ] {
        let months = retirement.age.scale(for: sex).months(
          in: rule.month.year, firstYear: retirement.age.firstYear)
        figures.append(
          Figure(
            key: "retirement.\(sex.rawValue)",
            what: Phrase(
              vi: "tuổi nghỉ hưu năm \(rule.month.year), \(name.vi)",
              en: "retirement age of \(rule.month.year), \(name.en)"),
            value: Phrase(
              vi: "\(months / 12) tuổi \(months % 12) tháng",
              en: "\(months / 12) years \(months % 12) months"), origin: retirement.origin))
      }
    }
    return figures
  }

  private static func relief(_ regulation: DuesRegulation) -> [Figure] {
    var figures: [Figure] = []
    if let age = regulation.partyAge {
      figures.append(
        Figure(
          key: "waivers.party_age_50", what: DuesGround.partyAge50.title,
          value: Phrase(
            vi: "miễn từ \(age.years) năm", en: "exempt from \(age.years) years on"),
          origin: age.origin))
    }
    for waiver in regulation.waivers {
      let percents = waiver.percents.map { "\($0)" }.joined(separator: ", ")
      let months = waiver.months.map {
        Phrase(vi: ", nhiều nhất \($0) tháng", en: ", at most \($0) months")
      }
      figures.append(
        Figure(
          key: "waivers.\(waiver.ground.rawValue)", what: waiver.ground.title,
          value: Phrase(
            vi: "giảm \(percents) %\(months?.vi ?? "")",
            en: "takes off \(percents) %\(months?.en ?? "")"), origin: waiver.origin))
    }
    return figures
  }
}
