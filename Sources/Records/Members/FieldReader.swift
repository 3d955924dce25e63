import Basics

/// Reads the fields of one row and keeps what is wrong with them.
struct FieldReader {
  let today: Day
  let decimalComma: Bool
  private(set) var flaws: [FieldFlaw] = []

  init(today: Day, decimalComma: Bool) {
    self.today = today
    self.decimalComma = decimalComma
  }

  private mutating func refuse(_ column: MemberColumn, _ value: String, _ reason: Phrase) {
    let shown = value.count > 60 ? value.prefix(60) + "…" : Substring(value)
    flaws.append(FieldFlaw(column: column.rawValue, value: String(shown), reason: reason))
  }

  mutating func code(_ column: MemberColumn, _ text: String) -> Code? {
    if let code = Code(text) { return code }
    refuse(
      column, text,
      text.isEmpty
        ? Phrase(vi: "không được để trống", en: "must not be empty")
        : Phrase(
          vi: "mã gồm 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
          en: "a code has 1 to 40 of A-Z a-z 0-9 . _ -"))
    return nil
  }

  mutating func optionalCode(_ column: MemberColumn, _ text: String) -> Code? {
    text.isEmpty ? nil : code(column, text)
  }

  mutating func text(_ column: MemberColumn, _ text: String, required: Bool) -> String {
    do {
      let cleaned = try TextGate.clean(text)
      if cleaned.isEmpty, required {
        refuse(column, text, Phrase(vi: "không được để trống", en: "must not be empty"))
      }
      return cleaned
    } catch {
      refuse(column, text, error.phrase)
      return ""
    }
  }

  mutating func day(_ column: MemberColumn, _ text: String) -> Day? {
    guard !text.isEmpty else { return nil }
    guard let day = Day(text), day.civil.year >= 1850 else {
      refuse(
        column, text,
        Phrase(
          vi: "không phải ngày (YYYY-MM-DD hoặc dd/mm/yyyy)",
          en: "is not a day (YYYY-MM-DD or dd/mm/yyyy)"))
      return nil
    }
    if day > today {
      refuse(column, text, Phrase(vi: "là ngày trong tương lai", en: "lies in the future"))
    }
    return day
  }

  mutating func digits(_ count: Int, _ column: MemberColumn, _ text: String) -> String? {
    guard !text.isEmpty else { return nil }
    guard text.utf8.count == count, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      refuse(
        column, text,
        Phrase(vi: "phải có đúng \(count) chữ số", en: "must have exactly \(count) digits"))
      return nil
    }
    return text
  }

  /// A card under 85-QĐ/TW: eight digits, written `NN.NNNNNN` or without the point.
  mutating func oldCard(_ text: String) -> String? {
    let plain = text.filter { $0 != "." && $0 != " " }
    return digits(8, .oldPartyCard, plain)
  }

  mutating func sex(_ text: String) -> Sex? {
    guard !text.isEmpty else { return nil }
    if let sex = Sex(rawValue: text) { return sex }
    switch VietnameseText.searchKey(text) {
    case "male", "nam": return .male
    case "female", "nu": return .female
    default:
      refuse(.sex, text, Phrase(vi: "phải là male hoặc female", en: "must be male or female"))
      return nil
    }
  }

  mutating func choice<Choice>(
    _ column: MemberColumn, _ text: String, among choices: Choice.Type
  ) -> Choice? where Choice: Titled {
    guard !text.isEmpty else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let key = VietnameseText.searchKey(text)
    if let choice = Choice.allCases.first(where: { VietnameseText.searchKey($0.title.vi) == key }) {
      return choice
    }
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    refuse(column, text, Phrase(vi: "phải là một trong: \(names)", en: "must be one of: \(names)"))
    return nil
  }

  mutating func status(_ text: String) -> Member.Status {
    if text.isEmpty {
      refuse(.status, text, Phrase(vi: "không được để trống", en: "must not be empty"))
    }
    return choice(.status, text, among: Member.Status.self) ?? .active
  }

  mutating func money(_ column: MemberColumn, _ text: String) -> Money? {
    guard !text.isEmpty else { return nil }
    let plain = decimalComma ? text.replacing(",", with: ".") : text
    guard let money = Money(plain) else {
      refuse(
        column, text,
        Phrase(
          vi: "phải là số đồng nguyên, không có dấu ngăn cách",
          en: "must be whole đồng, without separators"))
      return nil
    }
    if money < .zero {
      refuse(column, text, Phrase(vi: "không được âm", en: "must not be negative"))
    }
    return money
  }

  /// Rules that need more than one field.
  mutating func checkTogether(_ row: MemberRow) {
    if let birth = row.birthDate, let joined = row.joinedOn, joined <= birth {
      refuse(
        .joinedOn, "\(joined)",
        Phrase(vi: "không sau ngày sinh \(birth)", en: "is not after the birth date \(birth)"))
    }
    if let joined = row.joinedOn, let official = row.officialOn, official < joined {
      refuse(
        .officialOn, "\(official)",
        Phrase(
          vi: "trước ngày vào Đảng \(joined)", en: "lies before the day of joining \(joined)"))
    }
    if row.manager == row.code {
      refuse(
        .managerCode, row.code.text,
        Phrase(vi: "không thể tự quản lý mình", en: "nobody is their own manager"))
    }
  }
}
