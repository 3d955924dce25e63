import Basics
import ConfigFile
import Members

extension FileReading.Span {
  /// A share that is paid; nobody pays a tenth, so more is a percentage written as a number.
  fileprivate static let duesRate = Self(
    least: ExactDecimal(0), excludesLeast: true,
    most: ExactDecimal(mantissa: 1, scale: 1) ?? ExactDecimal(0), places: 6,
    words: Phrase(
      vi: "phải lớn hơn 0 và không quá 0.1, nhiều nhất 6 chữ số sau dấu chấm (1 % là 0.01)",
      en: "has to be over 0 and at most 0.1 with at most 6 digits after the point (1 % is 0.01)"))
}

/// Reads one file of `config/dues`.
extension FileReading {
  mutating func regulation(_ root: FilePart) -> DuesRegulation? {
    guard
      let fields = map(
        root, required: ["id", "title", "basis", "from", "categories", "waivers"],
        optional: ["through", "minimum_wage", "retirement", "removal", "fixed"])
    else { return nil }
    let (code, title) = (code(fields["id"]), phrase(fields["title"], limit: 300))
    let (basis, from) = (basis(fields["basis"]), month(fields["from"]))
    let through = fields.has("through") ? month(fields["through"]) : nil
    if let part = fields["through"], let from, let through, through < from {
      refuse(
        part, vi: "phải không trước from (\(from))", en: "has to be no earlier than from (\(from))")
    }
    let wages = wages(fields["minimum_wage"], since: from)
    let retirement = retirement(fields["retirement"])
    let tariffs = tariffs(fields["categories"], fixed: fields["fixed"], since: from)
    let (partyAge, waivers) = waivers(fields["waivers"])
    let removal = removal(fields["removal"])
    if let tariffs, let part = fields["categories"],
      tariffs.contains(where: { if case .wage = $0.formula { true } else { false } })
    {
      for key in ["minimum_wage", "retirement"] where !fields.has(key) {
        refuse(
          part, vi: "có wage_rates thì cần khoá “\(key)”",
          en: "with wage_rates the key “\(key)” is needed")
      }
    }
    guard let code, let title, let basis, let from, let tariffs else { return nil }
    return DuesRegulation(
      id: code, title: title, basis: basis, from: from, through: through, tariffs: tariffs,
      wages: wages, retirement: retirement, partyAge: partyAge, waivers: waivers, removal: removal)
  }

  private mutating func basis(_ part: FilePart?) -> DuesRegulation.Basis? {
    guard let fields = map(part, required: ["document", "articles", "checked"]) else { return nil }
    let (document, checked) = (
      text(fields["document"], limit: 300), phrase(fields["checked"], limit: 500)
    )
    let articles = list(fields["articles"], least: 0)?.compactMap { text($0, limit: 60) }
    guard let document, let checked, let articles else { return nil }
    return DuesRegulation.Basis(document: document, articles: articles, checked: checked)
  }

  /// No figure without its source and how far it was checked.
  mutating func origin(_ fields: Fields) -> DuesRegulation.Origin? {
    let (source, checked) = (
      phrase(fields["source"], limit: 300), phrase(fields["checked"], limit: 500)
    )
    guard let source, let checked else { return nil }
    return DuesRegulation.Origin(source: source, checked: checked)
  }

  private static let origins = ["source", "checked"]

  // MARK: Money and shares

  mutating func money(_ part: FilePart?, least: Int64 = 0, most: Int64 = 1_000_000_000) -> Money? {
    let span = Span(
      least: ExactDecimal(least), most: ExactDecimal(most), places: 0,
      words: Phrase(
        vi: "phải là số đồng nguyên từ \(least) đến \(most)",
        en: "has to be whole đồng from \(least) to \(most)"))
    return number(part, span).flatMap { Money($0.description) }
  }

  private mutating func count(_ part: FilePart?, from least: Int64, to most: Int64) -> Int? {
    let span = Span(
      least: ExactDecimal(least), most: ExactDecimal(most), places: 0,
      words: Phrase(
        vi: "phải là số nguyên từ \(least) đến \(most)",
        en: "has to be a whole number from \(least) to \(most)"))
    return number(part, span).flatMap { Int($0.description) }
  }

  // MARK: Tables by month

  /// Refuses rows whose months do not rise, and a table that begins after the regulation.
  private mutating func refuseOrder(
    _ rows: [(part: FilePart, from: Month)], since first: Month?
  ) {
    for (earlier, later) in zip(rows, rows.dropFirst()) where later.from <= earlier.from {
      refuse(
        later.part, vi: "phải sau dòng trên (\(earlier.from))",
        en: "has to be after the row above (\(earlier.from))")
    }
    if let row = rows.first, let first, row.from > first {
      refuse(
        row.part, vi: "bảng bắt đầu sau quy định (\(first)): các tháng đầu không có mức",
        en: "the table begins after the regulation (\(first)): its first months have no figure")
    }
  }

  private mutating func wages(_ part: FilePart?, since first: Month?) -> [DuesRegulation.WageRow] {
    guard let items = list(part) else { return [] }
    var rows: [(part: FilePart, row: DuesRegulation.WageRow)] = []
    for item in items {
      guard let fields = map(item, required: ["from", "regions"] + Self.origins) else { continue }
      let (from, origin) = (month(fields["from"]), origin(fields))
      let figures = list(fields["regions"])
      let regions = figures?.compactMap { money($0, least: 1) }
      if let part = fields["regions"], let figures, figures.count != 4 {
        refuse(
          part, vi: "phải có đúng 4 mức, vùng 1 đến 4",
          en: "has to have exactly 4 figures, for the regions 1 to 4")
      }
      guard let from, let origin, let regions, regions.count == 4 else { continue }
      rows.append((item, .init(from: from, regions: regions, origin: origin)))
    }
    // With a row left out, the others say nothing of the order.
    if rows.count == items.count {
      refuseOrder(rows.map { ($0.part, $0.row.from) }, since: first)
    }
    return rows.map(\.row)
  }

  private mutating func wageRates(
    _ part: FilePart?, since first: Month?
  ) -> [DuesRegulation.WageRate]? {
    guard let items = list(part) else { return nil }
    var rows: [(part: FilePart, row: DuesRegulation.WageRate)] = []
    for item in items {
      guard let fields = map(item, required: ["from", "below", "reached"] + Self.origins) else {
        continue
      }
      let (from, origin) = (month(fields["from"]), origin(fields))
      let below = number(fields["below"], .duesRate)
      let reached = number(fields["reached"], .duesRate)
      guard let from, let origin, let below, let reached else { continue }
      rows.append((item, .init(from: from, below: below, reached: reached, origin: origin)))
    }
    // With a row left out, the others say nothing of the order.
    if rows.count == items.count {
      refuseOrder(rows.map { ($0.part, $0.row.from) }, since: first)
    }
    return rows.map(\.row)
  }

  private mutating func retirement(_ part: FilePart?) -> DuesRegulation.Retirement? {
    guard
      let fields = map(part, required: ["first_year", "male", "female"] + Self.origins)
    else { return nil }
    let year = count(fields["first_year"], from: 1900, to: 2200)
    let (male, female) = (ages(fields["male"]), ages(fields["female"]))
    guard let year, let male, let female, let origin = origin(fields) else { return nil }
    let age = RetirementAge(firstYear: year, male: male, female: female)
    return DuesRegulation.Retirement(age: age, origin: origin)
  }

  private mutating func ages(_ part: FilePart?) -> RetirementAge.Scale? {
    guard let fields = map(part, required: ["months", "step", "most"]) else { return nil }
    let (months, step) = (
      count(fields["months"], from: 1, to: 1200), count(fields["step"], from: 1, to: 120)
    )
    let most = count(fields["most"], from: 1, to: 1200)
    guard let months, let step, let most else { return nil }
    if let part = fields["most"], most < months {
      refuse(
        part, vi: "phải không nhỏ hơn months (\(months))",
        en: "has to be at least months (\(months))")
    }
    return RetirementAge.Scale(months: months, step: step, most: most)
  }
}

// MARK: - Categories

extension FileReading {
  private static let forms: [(key: String, more: [String])] = [
    ("rate", ["base"]), ("sum", []), ("set", []), ("wage_rates", []), ("committee", []),
  ]

  private mutating func tariffs(
    _ part: FilePart?, fixed: FilePart?, since first: Month?
  ) -> [DuesRegulation.Tariff]? {
    let categories = Member.DuesCategory.allCases
    let fields = map(part, required: categories.map(\.rawValue))
    guard let fields else { return nil }
    let sums = Fixed(part: fixed, fields: fixedFields(fixed))
    let tariffs = categories.compactMap { category in
      tariff(fields[category.rawValue], of: category, fixed: sums, since: first)
    }
    if let fixed, !tariffs.contains(where: { $0.formula.isCommittees }) {
      refuse(
        fixed, vi: "không có đối tượng nào theo mức cấp uỷ đặt: bỏ khoá này",
        en: "no category pays a sum that the committee set: leave this key out")
    }
    return tariffs.count == categories.count ? tariffs : nil
  }

  /// What the key `fixed` holds: one sum for all, or one for each category.
  private struct Fixed {
    let part: FilePart?
    let fields: Fields?
  }

  private mutating func fixedFields(_ part: FilePart?) -> Fields? {
    guard let part, case .map = part.content else { return nil }
    return map(part, required: [], optional: Member.DuesCategory.allCases.map(\.rawValue))
  }

  private mutating func tariff(
    _ part: FilePart?, of category: Member.DuesCategory, fixed: Fixed, since first: Month?
  ) -> DuesRegulation.Tariff? {
    guard let part else { return nil }
    guard case .map(let pairs) = part.content else {
      _ = map(part, required: [])
      return nil
    }
    let said = Self.forms.filter { form in pairs.contains { $0.key == form.key } }
    guard let form = said.first, said.count == 1 else {
      let known = Self.forms.map(\.key).joined(separator: ", ")
      refuse(
        part, vi: "cần đúng một trong các khoá: \(known)",
        en: "needs exactly one of the keys: \(known)")
      return nil
    }
    // The rates by month carry their sources themselves.
    let origins = form.key == "wage_rates" ? [] : Self.origins
    guard let fields = map(part, required: [form.key] + form.more + origins) else { return nil }
    refuseFixed(fixed, of: category, unless: form.key == "committee")
    let formula = formula(form.key, fields, of: category, fixed: fixed, since: first)
    if case .wage(let rates)? = formula {
      return rates.first.map { .init(formula: .wage(rates), origin: $0.origin) }
    }
    guard let formula, let origin = origin(fields) else { return nil }
    return DuesRegulation.Tariff(formula: formula, origin: origin)
  }

  private mutating func formula(
    _ form: String, _ fields: Fields, of category: Member.DuesCategory, fixed: Fixed,
    since first: Month?
  ) -> DuesRegulation.Formula? {
    switch form {
    case "rate":
      let (rate, base) = (number(fields["rate"], .duesRate), phrase(fields["base"], limit: 200))
      guard let rate, let base else { return nil }
      return .share(rate, of: base)
    case "sum": return money(fields["sum"], least: 1).map { .sum($0) }
    case "set": return band(fields["set"]).map { .set(least: $0.least, most: $0.most) }
    case "wage_rates": return wageRates(fields["wage_rates"], since: first).map { .wage($0) }
    default:
      guard let band = band(fields["committee"]) else { return nil }
      let part = fixed.fields == nil ? fixed.part : fixed.fields?[category.rawValue]
      let sum = money(part, least: band.least.dong, most: band.most.dong)
      return .committee(sum, least: band.least, most: band.most)
    }
  }

  private mutating func refuseFixed(
    _ fixed: Fixed, of category: Member.DuesCategory, unless isCommittees: Bool
  ) {
    guard let part = fixed.fields?[category.rawValue], !isCommittees else { return }
    refuse(
      part, vi: "đối tượng này không theo mức cấp uỷ đặt",
      en: "this category does not pay a sum that the committee set")
  }

  private mutating func band(_ part: FilePart?) -> (least: Money, most: Money)? {
    guard let fields = map(part, required: ["least", "most"]) else { return nil }
    let (least, most) = (money(fields["least"], least: 1), money(fields["most"], least: 1))
    guard let least, let most else { return nil }
    if let part = fields["most"], most < least {
      refuse(
        part, vi: "phải không nhỏ hơn least (\(least))", en: "has to be at least least (\(least))")
    }
    return (least, most)
  }
}

extension DuesRegulation.Formula {
  fileprivate var isCommittees: Bool { if case .committee = self { true } else { false } }
}

// MARK: - Waivers

extension FileReading {
  private mutating func waivers(
    _ part: FilePart?
  ) -> (DuesRegulation.PartyAge?, [DuesRegulation.WaiverRule]) {
    let grounds = DuesGround.allCases.map(\.rawValue)
    guard let fields = map(part, required: [], optional: grounds) else { return (nil, []) }
    var rules: [DuesRegulation.WaiverRule] = []
    for ground in DuesGround.recorded {
      if let rule = waiver(fields[ground.rawValue], on: ground) { rules.append(rule) }
    }
    return (partyAge(fields[DuesGround.partyAge50.rawValue]), rules)
  }

  private mutating func partyAge(_ part: FilePart?) -> DuesRegulation.PartyAge? {
    guard let fields = map(part, required: ["years"] + Self.origins) else { return nil }
    let years = count(fields["years"], from: 1, to: 100)
    guard let years, let origin = origin(fields) else { return nil }
    return DuesRegulation.PartyAge(years: years, origin: origin)
  }

  private mutating func waiver(
    _ part: FilePart?, on ground: DuesGround
  ) -> DuesRegulation.WaiverRule? {
    guard
      let fields = map(part, required: ["percents"] + Self.origins, optional: ["months"])
    else { return nil }
    let percents = list(fields["percents"])?.compactMap { count($0, from: 1, to: 100) }
    let months = fields.has("months") ? count(fields["months"], from: 1, to: 120) : nil
    guard let percents, let origin = origin(fields) else { return nil }
    return DuesRegulation.WaiverRule(
      ground: ground, percents: percents, months: months, origin: origin)
  }

  private mutating func removal(_ part: FilePart?) -> DuesRegulation.Removal? {
    guard let fields = map(part, required: ["unpaid_months"] + Self.origins) else { return nil }
    let months = count(fields["unpaid_months"], from: 1, to: 12)
    guard let months, let origin = origin(fields) else { return nil }
    return DuesRegulation.Removal(unpaidMonths: months, origin: origin)
  }
}
