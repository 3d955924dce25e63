import Basics

/// Reads the parts of one file, and goes on after a flaw so that all of them are found at once.
struct FileReading {
  let file: String
  private(set) var flaws: [FileFlaw] = []

  init(file: String) { self.file = file }

  mutating func refuse(_ part: FilePart, _ reason: Phrase) {
    flaws.append(
      FileFlaw(
        file: file, line: part.line, column: part.column, key: part.key, reason: reason))
  }

  mutating func refuse(_ part: FilePart, vi: String, en: String) {
    refuse(part, Phrase(vi: vi, en: en))
  }

  /// What was read, if nothing at all was wrong.
  func result<Value>(_ value: Value?) throws(FrameworkProblem) -> Value {
    if let value, flaws.isEmpty { return value }
    guard flaws.isEmpty else { throw FrameworkProblem(flaws) }
    let reason = Phrase(vi: "không đọc được", en: "cannot be read")
    throw FrameworkProblem([FileFlaw(file: file, line: 1, column: 1, key: "", reason: reason)])
  }

  // MARK: Shapes

  /// A map with these keys only; what is `required` has to be there.
  mutating func map(
    _ part: FilePart?, required: [String], optional: [String] = []
  ) -> Fields? {
    guard let part else { return nil }
    guard case .map(let pairs) = part.content else {
      refuse(
        part, vi: "phải là các khoá và giá trị", en: "has to be a map of keys and values")
      return nil
    }
    let known = required + optional
    for (key, value) in pairs where !known.contains(key) {
      refuse(
        value, vi: "khoá lạ; ở đây chỉ có: \(known.joined(separator: ", "))",
        en: "unknown key; known here: \(known.joined(separator: ", "))")
    }
    for key in required where !pairs.contains(where: { $0.key == key }) {
      refuse(part, vi: "thiếu khoá “\(key)”", en: "the key “\(key)” is missing")
    }
    return Fields(part: part, pairs: pairs)
  }

  /// A list of at least `least` items.
  mutating func list(_ part: FilePart?, least: Int = 1) -> [FilePart]? {
    guard let part else { return nil }
    guard case .list(let items) = part.content else {
      refuse(part, vi: "phải là một danh sách", en: "has to be a list")
      return nil
    }
    guard (least...200).contains(items.count) else {
      refuse(
        part, vi: "phải có từ \(least) đến 200 mục", en: "has to have \(least) to 200 items")
      return nil
    }
    return items
  }

  /// The text of a scalar, as typed.
  mutating func scalar(_ part: FilePart?) -> (text: String, isQuoted: Bool)? {
    guard let part else { return nil }
    guard case .text(let text, let isQuoted) = part.content else {
      refuse(part, vi: "phải là một giá trị đơn", en: "has to be a single value")
      return nil
    }
    if text.isEmpty || (!isQuoted && ["~", "null", "Null", "NULL"].contains(text)) {
      refuse(part, vi: "để trống", en: "is empty")
      return nil
    }
    return (text, isQuoted)
  }

  // MARK: Words

  /// A text for people, through the gate.
  mutating func text(_ part: FilePart?, limit: Int) -> String? {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    do {
      let cleaned = try TextGate.clean(typed, limit: limit)
      if !cleaned.isEmpty { return cleaned }
      refuse(part, vi: "để trống", en: "is empty")
    } catch { refuse(part, error.phrase) }
    return nil
  }

  /// One text for both languages, or `{vi: …, en: …}`.
  mutating func phrase(_ part: FilePart?, limit: Int) -> Phrase? {
    guard let part else { return nil }
    guard case .map = part.content else {
      return text(part, limit: limit).map { Phrase(vi: $0, en: $0) }
    }
    guard let fields = map(part, required: ["vi", "en"]) else { return nil }
    let (vi, en) = (text(fields["vi"], limit: limit), text(fields["en"], limit: limit))
    guard let vi, let en else { return nil }
    return Phrase(vi: vi, en: en)
  }

  mutating func code(_ part: FilePart?) -> Code? {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    if let code = Code(typed) { return code }
    refuse(
      part, vi: "không phải là mã: 1 đến 40 chữ không dấu, chữ số, dấu . _ -",
      en: "is no code: 1 to 40 of A-Z a-z 0-9 . _ -")
    return nil
  }

  mutating func day(_ part: FilePart?) -> Day? {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    if let day = Day(typed) { return day }
    refuse(
      part, vi: "không phải là ngày: viết YYYY-MM-DD", en: "is not a day: write YYYY-MM-DD")
    return nil
  }

  mutating func truth(_ part: FilePart?) -> Bool? {
    guard let part, let (typed, isQuoted) = scalar(part) else { return nil }
    if !isQuoted, typed == "true" || typed == "false" { return typed == "true" }
    refuse(part, vi: "phải là true hoặc false", en: "has to be true or false")
    return nil
  }

  /// One of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ part: FilePart?, of type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let part, let (typed, _) = scalar(part) else { return nil }
    if let choice = Choice(rawValue: typed) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    refuse(part, vi: "phải là một trong: \(known)", en: "has to be one of: \(known)")
    return nil
  }
}

/// The pairs of a map.
struct Fields {
  let part: FilePart
  let pairs: [(key: String, part: FilePart)]

  subscript(key: String) -> FilePart? { pairs.first { $0.key == key }?.part }

  func has(_ key: String) -> Bool { self[key] != nil }
}

// MARK: - Numbers

extension FileReading {
  /// What a number may be.
  struct Span {
    let least: ExactDecimal
    let excludesLeast: Bool
    let most: ExactDecimal
    /// The most digits after the point.
    let places: Int
    let words: Phrase

    /// A share of a whole.
    static let share = Span(
      least: ExactDecimal(0), excludesLeast: false, most: ExactDecimal(1), places: 6,
      words: Phrase(
        vi: "phải từ 0 đến 1, nhiều nhất 6 chữ số sau dấu chấm",
        en: "has to be from 0 to 1 with at most 6 digits after the point"))
    /// A share that takes something off.
    static let step = Span(
      least: ExactDecimal(0), excludesLeast: true, most: ExactDecimal(1), places: 6,
      words: Phrase(
        vi: "phải lớn hơn 0 và không quá 1, nhiều nhất 6 chữ số sau dấu chấm",
        en: "has to be over 0 and at most 1 with at most 6 digits after the point"))
    static let maximum = Span(
      least: ExactDecimal(0), excludesLeast: true, most: ExactDecimal(100), places: 2,
      words: Phrase(
        vi: "phải lớn hơn 0 và không quá 100 điểm, nhiều nhất 2 chữ số sau dấu chấm",
        en: "has to be over 0 and at most 100 points with at most 2 digits after the point"))
    static let cut = Span(
      least: ExactDecimal(0), excludesLeast: false, most: ExactDecimal(100), places: 2,
      words: Phrase(
        vi: "phải từ 0 đến 100 điểm, nhiều nhất 2 chữ số sau dấu chấm",
        en: "has to be from 0 to 100 points with at most 2 digits after the point"))
    static let weight = Span(
      least: ExactDecimal(0), excludesLeast: true, most: ExactDecimal(1_000_000_000), places: 4,
      words: Phrase(
        vi: "phải lớn hơn 0, nhiều nhất 4 chữ số sau dấu chấm",
        en: "has to be over 0 with at most 4 digits after the point"))
    static let count = Span(
      least: ExactDecimal(1), excludesLeast: false, most: ExactDecimal(1_000_000), places: 0,
      words: Phrase(
        vi: "phải là số nguyên từ 1 đến 1000000",
        en: "has to be a whole number from 1 to 1000000"))

    func holds(_ number: ExactDecimal) -> Bool {
      number.scale <= places && number <= most
        && (excludesLeast ? number > least : number >= least)
    }
  }

  /// A number exactly as typed: digits and at most one point.
  ///
  /// No quotes, no exponent, no `+`, no leading zeros that some programs read as octal.
  mutating func number(_ part: FilePart?, _ span: Span) -> ExactDecimal? {
    guard let part, let (typed, isQuoted) = scalar(part) else { return nil }
    return number(typed, isQuoted: isQuoted, at: part, span)
  }

  mutating func number(
    _ typed: String, isQuoted: Bool, at part: FilePart, _ span: Span
  ) -> ExactDecimal? {
    let isOctal = typed.count > 1 && typed.hasPrefix("0") && !typed.hasPrefix("0.")
    guard !isQuoted, !isOctal, let number = ExactDecimal(typed) else {
      refuse(
        part, vi: "phải là một số viết thường, như 30 hoặc 0.25, không có dấu nháy",
        en: "has to be a plain number such as 30 or 0.25, without quotes")
      return nil
    }
    guard span.holds(number) else {
      refuse(part, span.words)
      return nil
    }
    return number
  }

  mutating func points(_ part: FilePart?, _ span: Span) -> Points? {
    number(part, span).flatMap { Points($0.description) }
  }

  mutating func whole(_ part: FilePart?) -> Int? {
    number(part, .count).flatMap { Int($0.description) }
  }
}
